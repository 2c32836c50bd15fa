from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.facts import Facts
from tests.ui.hands import settle, words_on


def test_each_fact_has_its_label_before_it(theme: Theme, show) -> None:
    facts = Facts()
    facts.show_facts([("Chair", "Borough Commander"), ("Meets", "monthly")])
    show(facts)
    assert words_on(facts) == ["Chair", "Borough Commander", "Meets", "monthly"]
    chair, commander, meets, _ = facts.findChildren(QLabel)
    assert chair.geometry().right() < commander.geometry().left()
    assert chair.geometry().bottom() < meets.geometry().top()


def test_a_fact_without_a_value_is_left_out(theme: Theme, show) -> None:
    facts = Facts()
    facts.show_facts([("Chair", ""), ("Meets", "monthly"), ("Note", "")])
    show(facts)
    assert words_on(facts) == ["Meets", "monthly"]


def test_other_facts_take_the_place_of_the_first_and_leave_no_room_behind(
    theme: Theme, show
) -> None:
    facts = Facts()
    facts.show_facts([("Note", "none")])
    show(facts)
    lone = facts.sizeHint().height()
    facts.show_facts([("Chair", "Borough Commander"), ("Meets", "monthly"), ("Note", "two")])
    settle()
    assert words_on(facts) == ["Chair", "Borough Commander", "Meets", "monthly", "Note", "two"]
    facts.show_facts([("Note", "none")])
    settle()
    assert words_on(facts) == ["Note", "none"]
    assert facts.sizeHint().height() == lone


def test_what_a_person_wrote_is_shown_as_written(theme: Theme, show) -> None:
    facts = Facts()
    facts.show_facts([("Note", "<b>bold</b> & <i>slanted</i>")])
    show(facts)
    value = facts.findChildren(QLabel)[1]
    assert value.textFormat() == Qt.TextFormat.PlainText


def test_a_value_can_be_selected_and_copied_with_the_mouse_but_is_no_stop_of_tab(
    theme: Theme,
) -> None:
    facts = Facts()
    facts.show_facts([("Chair", "Borough Commander")])
    label, value = facts.findChildren(QLabel)
    assert value.textInteractionFlags() == Qt.TextInteractionFlag.TextSelectableByMouse
    assert label.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction
    assert not value.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_long_value_breaks_its_line(theme: Theme, show) -> None:
    facts = Facts()
    facts.show_facts([("Serves", "Violence with injury and domestic violence " * 3)])
    facts.resize(260, 300)
    show(facts)
    value = facts.findChildren(QLabel)[1]
    assert value.height() >= 3 * value.fontMetrics().height()
    assert value.geometry().right() <= 260
