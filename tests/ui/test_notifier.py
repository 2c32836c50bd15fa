from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.notifier import Notifier
from tests.ui.hands import heard


def test_everybody_is_told_once_what_has_been_stored() -> None:
    notifier = Notifier()
    changed, saved = heard(notifier.changed), heard(notifier.saved)
    notifier.publish(Changes.of(Kind.FIGURES, Kind.RETURNS))
    assert changed == [Changes.of(Kind.FIGURES, Kind.RETURNS)]
    assert saved == [()]


def test_nothing_is_said_where_nothing_was_stored() -> None:
    notifier = Notifier()
    changed, saved = heard(notifier.changed), heard(notifier.saved)
    notifier.publish(Changes())
    assert changed == saved == []
