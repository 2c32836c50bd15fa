import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPushButton

from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from tests.ui.hands import heard, spoken_name, words_on


def test_a_banner_is_spoken_as_its_fact_and_its_cure(theme: Theme) -> None:
    banner = Banner(theme, BannerKind.ERROR, "Not saved.", "The disk is full.", "Try again")
    assert spoken_name(banner) == "Not saved. The disk is full."
    banner.show_words("Two changes are not saved.")
    assert spoken_name(banner) == "Two changes are not saved."


@pytest.mark.parametrize("kind", BannerKind)
def test_the_sign_of_a_banner_says_nothing_of_targets(theme: Theme, kind: BannerKind) -> None:
    banner = Banner(theme, kind, "Not saved.")
    signs = [one for one in banner.findChildren(QLabel) if not one.text()]
    assert len(signs) == 1
    assert spoken_name(signs[0]) == ("Error" if kind is BannerKind.ERROR else "")
    assert signs[0].toolTip() == ""


def test_a_banner_has_a_button_only_where_there_is_something_to_do(theme: Theme, show) -> None:
    banner = Banner(theme, BannerKind.WARNING, "Not saved.", "", "Try again")
    told = heard(banner.acted)
    show(banner)
    button = banner.findChild(QPushButton)
    button.click()
    assert told == [()]
    banner.show_words("Saved.")
    assert not button.isVisible()


def test_words_that_look_like_markup_are_shown_as_they_are(theme: Theme, show) -> None:
    banner = Banner(theme, BannerKind.ERROR, "Not saved.", "C:/a <b> & c.db is full.")
    show(banner)
    assert "C:/a &lt;b&gt; &amp; c.db is full." in words_on(banner)[0]


def test_an_error_interrupts_a_screen_reader_and_other_news_waits(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: said.append((event.message(), event.politeness())),
    )
    politeness = QAccessible.AnnouncementPoliteness
    for kind in (BannerKind.ERROR, BannerKind.INFO):
        Banner(theme, kind, "Not saved.", "The disk is full.").announce()
    assert said == [
        ("Not saved. The disk is full.", politeness.Assertive),
        ("Not saved. The disk is full.", politeness.Polite),
    ]
