from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from csp_desktop.core.analysis.findings import Findings, Frame, findings
from csp_desktop.core.analysis.known import known_up_to
from csp_desktop.core.analysis.series import points
from csp_desktop.core.dashboard import Dashboard, IndicatorRow, theme
from csp_desktop.core.editions import Edition, Withheld, shown_to
from csp_desktop.core.periods import DateRange, FinancialYear
from csp_desktop.core.plan import Indicator
from csp_desktop.services import Services
from csp_desktop.ui.main_window import MainWindow
from csp_desktop.ui.marks import Absence, Direction, Forecast, Rag
from csp_desktop.ui.pages.presentation import Presentation
from csp_desktop.ui.pages.presentation_foot import Confirmation
from csp_desktop.ui.pages.presentation_slides import SlideRow, pages, provisional_words, slides
from csp_desktop.ui.pages.presentation_table import CellView, LineView, RowView
from csp_desktop.ui.theme import DARK, LIGHT, Theme
from tests.core.analysis.making import Answer, run
from tests.ui.hands import Q1, colours, picture, settle, share

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SIZES = [(1366, 768), (1920, 1080), (1024, 768)]
SENTINEL = 987_654


def has(indicator: Indicator, *answers: Answer) -> IndicatorRow:
    """The indicator with figures of quarters up to the first of 2015/16."""
    quarter = Q1.plus(1 - len(answers))
    known = known_up_to(indicator, points(run(str(quarter), *answers)), Q1.range)
    assert known is not None
    dates = DateRange(date(2013, 4, 1), date(2016, 3, 31))
    found: Findings = findings(known, Frame(dates, FinancialYear(2012), {}, {}))
    return IndicatorRow(indicator, found)


@pytest.fixture(scope="module")
def known(library: Services) -> Dashboard:
    """The dashboard of the history, with a restricted and a small figure planted in it."""
    whole = library.dashboards.of(Q1)
    planted = {"C1": (SENTINEL,) * 9, "A4": (20, 21, 22, 23, 24, 25, 26, 27, 3)}
    themes = []
    for part in whole.themes:
        rows = [
            has(one.indicator, *planted[one.indicator.code])
            if one.indicator.code in planted
            else one
            for one in part.rows
        ]
        themes.append(theme(part.priority, rows, Q1.range))
    return replace(whole, themes=tuple(themes))


@pytest.fixture
def presented(
    known: Dashboard, library: Services, undressed: Theme, show: Callable[[QWidget], QWidget]
) -> Presentation:
    boards = {one.code: one.name for one in library.plan.boards}
    page = Presentation(undressed, partial(shown_to, known), boards, date(2015, 7, 22))
    page.resize(1366, 768)
    show(page)
    return page


def press(page: Presentation, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page, key)
    settle()


def with_control(page: Presentation, key: Qt.Key) -> None:
    QTest.keyClick(page, key, CONTROL)
    settle()


def where(page: Presentation) -> tuple[str, int]:
    return page.slide.code, page.page[0]


def everywhere(page: Presentation) -> Iterator[None]:
    """Every page of every theme, from the first to the last."""
    press(page, KEY.Key_Home)
    yield
    seen = None
    while where(page) != seen:
        seen = where(page)
        press(page, KEY.Key_Right)
        if where(page) != seen:
            yield


def texts(page: QWidget) -> Iterator[str]:
    """All that is painted, said to screen readers or told in a tip."""
    for one in (page, *page.findChildren(QWidget)):
        yield from (one.accessibleName(), one.accessibleDescription(), one.toolTip())
        yield one.windowTitle()
        if isinstance(one, (QLabel, QPushButton)):
            yield one.text()
        if isinstance(one, CellView):
            yield from (one.cell.words, one.cell.beside, one.cell.said)


def open_views(page: Presentation, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in page.findChildren(kind) if one.isVisible()]


# What is shown


def test_it_begins_with_the_first_theme_light_and_in_the_partnerships_edition(
    presented: Presentation,
) -> None:
    assert where(presented) == ("A", 1)
    assert presented.edition is Edition.PARTNERSHIP
    assert not presented.is_dark
    said = set(texts(presented))
    assert "Gangs and Serious Youth Violence, April to June 2015" in said
    assert "Figures known on 22 July 2015." in said
    assert "Partnership edition." in said


def test_a_row_says_in_words_whatever_it_shows(presented: Presentation) -> None:
    press(presented, KEY.Key_H)
    row = presented.rows[0]
    assert [one.words for one in (row.value, row.now, row.forecast, row.year)] == [
        "277",
        "Red",
        "Red",
        "+37.1% worse",
    ]
    assert (row.now.mark, row.forecast.mark) == (Rag.RED, Forecast.RED)
    assert row.year.mark is Direction.WORSE_UP
    assert row.value.said == "April to June 2015: 277"
    assert row.now.said.startswith("Now: 277 against at most 218: 59 over")
    assert row.line is not None
    assert len(row.line.values) == 21
    assert row.line.level is not None
    said = "Line of 21 figures from 2010/11-Q1 to 2015/16-Q1, dashed at the 218 asked for"
    assert row.line_said == said


def test_a_figure_of_another_range_says_when_it_ended(presented: Presentation) -> None:
    press(presented, KEY.Key_C)
    assert (presented.rows[0].value.words, presented.rows[0].value.beside) == ("340", "to Sep 14")


def test_small_lines_of_quarters_all_cover_the_same_time(presented: Presentation) -> None:
    press(presented, KEY.Key_C)
    lines = {one.name: one.line for one in presented.rows}
    line = lines["IARP caseload in treatment: opiates"]
    assert line is not None
    assert len(line.values) == 21
    assert line.values[-3:] == (None, None, None), "its last figure is of 2014/15-Q2"
    assert line.values[-4] is not None
    assert line.values[0] is None


def test_targets_come_first_then_what_needs_attention(presented: Presentation) -> None:
    press(presented, KEY.Key_H)
    asked = [one.now.mark in (Rag.RED, Rag.AMBER, Rag.GREEN) for one in presented.slide.rows]
    assert asked == sorted(asked, reverse=True)
    assert any(asked)


def test_indicators_without_a_figure_are_only_counted(
    presented: Presentation, known: Dashboard
) -> None:
    press(presented, KEY.Key_B, KEY.Key_Right)
    assert presented.page == (2, 2)
    part = next(one for one in known.themes if one.priority.code == "B")
    without = sum(one.findings is None for one in part.rows)
    assert f"Page 2 of 2, and {without} without figures." in set(texts(presented))
    press(presented, KEY.Key_E)
    assert "2 without figures." in set(texts(presented))


def test_screen_readers_hear_the_page_with_its_story_and_every_cell(
    presented: Presentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: heard.append(event.message())
    )
    press(presented, KEY.Key_H)
    assert heard == [presented.accessibleName()]
    assert presented.slide.story in heard[0]
    assert "Page 1 of 2." in heard[0]
    cells = [*open_views(presented, CellView), *open_views(presented, LineView)]
    assert len(cells) == 6 * (len(presented.rows) + 1)
    assert all(one.accessibleName() for one in cells)


def test_the_current_letter_is_told_by_its_shape_and_its_name(presented: Presentation) -> None:
    press(presented, KEY.Key_F)
    letters = [one for one in open_views(presented, QPushButton) if one.property("letter")]
    current = [one for one in letters if one.property("current")]
    assert [one.text() for one in current] == ["F"]
    assert current[0].font().weight() > letters[0].font().weight()
    assert current[0].accessibleName() == "F, Hate Crime and Cohesion, shown"


# Keys and mouse


@pytest.mark.parametrize("key", [KEY.Key_Right, KEY.Key_Space, KEY.Key_PageDown])
def test_a_key_goes_on_through_the_pages_of_a_theme_to_the_next(
    presented: Presentation, key: Qt.Key
) -> None:
    press(presented, KEY.Key_H)
    assert presented.page == (1, 2)
    press(presented, key)
    assert where(presented) == ("H", 2)
    press(presented, key)
    assert where(presented) == ("CC1", 1)


@pytest.mark.parametrize("key", [KEY.Key_Left, KEY.Key_PageUp])
def test_a_key_goes_back_to_the_last_page_of_the_theme_before(
    presented: Presentation, key: Qt.Key
) -> None:
    press(presented, KEY.Key_End)
    assert where(presented) == ("CC3", presented.page[1])
    press(presented, KEY.Key_H, KEY.Key_Right, KEY.Key_Right, key)
    assert where(presented) == ("H", 2)
    press(presented, key)
    assert where(presented) == ("H", 1)


def test_the_ends_stay(presented: Presentation) -> None:
    press(presented, KEY.Key_Home, KEY.Key_Left)
    assert where(presented) == ("A", 1)
    press(presented, KEY.Key_End)
    last = where(presented)
    press(presented, KEY.Key_Right)
    assert where(presented) == last


def test_a_letter_jumps_to_its_theme_and_once_more_to_the_next_that_begins_with_it(
    presented: Presentation,
) -> None:
    seen = []
    for _ in range(5):
        press(presented, KEY.Key_C)
        seen.append(presented.slide.code)
    assert seen == ["C", "CC1", "CC2", "CC3", "C"]
    press(presented, KEY.Key_Z)
    assert presented.slide.code == "C"


def test_the_mouse_goes_on_back_and_to_a_letter(presented: Presentation) -> None:
    QTest.mouseClick(presented, Qt.MouseButton.LeftButton)
    assert presented.slide.code != "A" or presented.page[0] == 2
    QTest.mouseClick(presented, Qt.MouseButton.RightButton)
    assert where(presented) == ("A", 1)
    letter = next(one for one in open_views(presented, QPushButton) if one.text() == "G")
    QTest.mouseClick(letter, Qt.MouseButton.LeftButton)
    assert where(presented) == ("G", 1)


def test_it_turns_dark_and_light_again(presented: Presentation, theme: Theme) -> None:
    assert share(picture(presented), LIGHT.surface) > 0.5
    with_control(presented, KEY.Key_D)
    assert presented.is_dark
    assert share(picture(presented), DARK.surface) > 0.5
    assert DARK.text in colours(picture(presented))
    with_control(presented, KEY.Key_D)
    assert not presented.is_dark
    assert theme.palette == LIGHT


def test_escape_leaves(presented: Presentation, qtbot) -> None:
    with qtbot.waitSignal(presented.left):
        QTest.keyClick(presented, KEY.Key_Escape)


def test_another_size_keeps_the_first_row_in_view(presented: Presentation) -> None:
    press(presented, KEY.Key_H, KEY.Key_Right)
    first = presented.rows[0]
    presented.resize(1024, 600)
    settle()
    assert first in presented.rows
    assert presented.page[1] > 2


# Editions


def test_an_edition_that_protects_more_comes_at_once_and_the_words_change(
    presented: Presentation,
) -> None:
    with_control(presented, KEY.Key_E)
    assert presented.edition is Edition.PUBLIC
    assert "Public edition." in set(texts(presented))
    assert "Partnership edition." not in set(texts(presented))


def test_an_edition_that_protects_less_is_asked_for_in_place(presented: Presentation) -> None:
    with_control(presented, KEY.Key_E)
    with_control(presented, KEY.Key_E)
    assert presented.edition is Edition.PUBLIC
    assert open_views(presented, Confirmation)
    press(presented, KEY.Key_Escape)
    assert presented.isVisible()
    assert (presented.edition, open_views(presented, Confirmation)) == (Edition.PUBLIC, [])
    with_control(presented, KEY.Key_E)
    press(presented, KEY.Key_Return)
    assert presented.edition is Edition.INTERNAL
    with_control(presented, KEY.Key_E)
    assert presented.edition is Edition.PARTNERSHIP


def test_going_on_is_no_consent(presented: Presentation) -> None:
    with_control(presented, KEY.Key_E)
    with_control(presented, KEY.Key_E)
    press(presented, KEY.Key_PageDown)
    assert (presented.edition, open_views(presented, Confirmation)) == (Edition.PUBLIC, [])
    press(presented, KEY.Key_Return)
    assert presented.edition is Edition.PUBLIC


def test_the_mouse_changes_the_edition_and_answers_as_well(presented: Presentation) -> None:
    def click(words: str) -> None:
        found = [one for one in open_views(presented, QPushButton) if one.text() == words]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    click("Partnership edition.")
    click("Public edition.")
    click("Esc: stay")
    assert presented.edition is Edition.PUBLIC
    click("Public edition.")
    click("Enter: show it")
    assert presented.edition is Edition.INTERNAL


def test_the_public_finds_no_trace_of_a_restricted_or_a_small_figure_on_any_page(
    presented: Presentation, known: Dashboard
) -> None:
    restricted = [one.indicator.name for one in known.rows if one.indicator.restricted]
    assert restricted
    with_control(presented, KEY.Key_E)
    said = {text for _ in everywhere(presented) for text in texts(presented)}
    assert not any(f"{SENTINEL:,}" in text or str(SENTINEL) in text for text in said)
    assert not any(name in text for name in restricted for text in said)
    assert Withheld.WITHHELD.words in said
    assert not any(text.endswith("2015: 3") for text in said)


def test_the_sentinels_are_found_where_they_may_be(presented: Presentation) -> None:
    with_control(presented, KEY.Key_E)
    with_control(presented, KEY.Key_E)
    press(presented, KEY.Key_Return)
    said = {text for _ in everywhere(presented) for text in texts(presented)}
    assert any(f"{SENTINEL:,}" in text for text in said)
    assert "April to June 2015: 3" in said


def test_the_partnership_sees_that_a_figure_is_restricted_and_not_what_it_is(
    presented: Presentation, known: Dashboard
) -> None:
    restricted = {one.indicator.name for one in known.rows if one.indicator.restricted}
    held: set[str] = set()
    for _ in everywhere(presented):
        assert not any(f"{SENTINEL:,}" in text for text in texts(presented))
        held |= {
            one.name for one in presented.rows if one.held and one.held.mark is Absence.RESTRICTED
        }
    assert held == restricted


# Room


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_cut_and_nothing_overlaps_at_any_size(
    presented: Presentation, theme: Theme, size: tuple[int, int], dark: bool
) -> None:
    if dark:
        with_control(presented, KEY.Key_D)
    presented.setUpdatesEnabled(False)
    presented.resize(*size)
    settle()
    for _ in everywhere(presented):
        here = (where(presented), size)
        assert [one.cell.words for one in open_views(presented, CellView) if one.is_cut] == [], here
        for label in open_views(presented, QLabel):
            words = label.fontMetrics().boundingRect(
                0, 0, label.width(), 9_999, int(Qt.TextFlag.TextWordWrap), label.text()
            )
            assert words.height() <= label.height(), (here, label.text())
            assert words.width() <= label.width(), (here, label.text())
        parts = [
            one.geometry()
            for one in presented.children()
            if isinstance(one, QWidget) and one.isVisible() and not one.geometry().isEmpty()
        ]
        assert all(presented.rect().contains(one) for one in parts), here
        rows = sorted(one.geometry().top() for one in open_views(presented, RowView))
        assert all(below - above == 80 for above, below in pairwise(rows)), here
        assert not any(
            one.intersects(other) for at, one in enumerate(parts) for other in parts[at + 1 :]
        ), here


def test_a_large_screen_holds_seven_rows_and_a_usual_one_five(presented: Presentation) -> None:
    press(presented, KEY.Key_C, KEY.Key_C)
    assert len(presented.rows) == 5
    presented.resize(1920, 1080)
    settle()
    assert 5 <= len(presented.rows) <= 7
    assert presented.page[1] == -(-len(presented.slide.rows) // 7)


def test_rows_are_spread_evenly_over_as_few_pages_as_hold_them() -> None:
    assert [list(one) for one in pages(9, 5)] == [[0, 1, 2, 3, 4], [5, 6, 7, 8]]
    assert [len(one) for one in pages(16, 7)] == [6, 5, 5]
    assert [len(one) for one in pages(0, 5)] == [0]


def test_the_foot_says_whether_figures_may_still_change() -> None:
    sure, unsure = SlideRow("Sure"), SlideRow("Unsure", provisional=True)
    assert provisional_words([sure, sure]) == ""
    assert provisional_words([unsure, sure]) == ", some provisional"
    assert provisional_words([unsure]) == ", provisional"


def test_every_theme_has_a_page_even_without_figures(known: Dashboard) -> None:
    shown = slides(shown_to(known, Edition.PUBLIC))
    assert [one.code for one in shown] == [one.priority.code for one in known.themes]


# From the window


def test_the_window_opens_it_and_takes_it_along_when_it_closes(window: MainWindow) -> None:
    window.open_presentation(Q1)
    first = window.findChild(Presentation)
    assert first is not None
    assert first.isFullScreen()
    assert first.slide.code == "A"
    window.close()
    settle()
    assert window.findChild(Presentation) is None or not first.isVisible()


def test_opening_it_again_replaces_the_one_that_is_open(window: MainWindow) -> None:
    window.open_presentation(Q1)
    window.open_presentation(Q1.previous)
    shown = [one for one in window.findChildren(Presentation) if one.isVisible()]
    assert len(shown) == 1
    assert "January to March 2015" in shown[0].windowTitle()
    QTest.keyClick(shown[0], KEY.Key_Escape)
    settle()
    assert not any(one.isVisible() for one in window.findChildren(Presentation))


def test_the_meeting_is_told_what_it_does_not_control_and_what_was_revised(
    known: Dashboard, library: Services, undressed: Theme, show: Callable[[QWidget], QWidget]
) -> None:
    themes = []
    for part in known.themes:
        rows = [
            replace(one, findings=_marked(one.findings)) if one.findings is not None else one
            for one in part.rows
        ]
        themes.append(theme(part.priority, rows, Q1.range))
    boards = {one.code: one.name for one in library.plan.boards}
    whole = replace(known, themes=tuple(themes))
    page = Presentation(undressed, partial(shown_to, whole), boards, date(2015, 7, 22))
    page.resize(1366, 768)
    show(page)
    press(page, KEY.Key_H)
    words = {one.cell.words: one.cell for one in page.findChildren(CellView)}
    name = words["Theft of motor vehicle"]
    assert (name.beside, words["277"].beside) == ("outside control", "rev.")
    assert name.said == "Theft of motor vehicle, Outside the partnership’s control"
    assert "revised" in words["277"].said
    for number in range(len(known.themes)):
        page.show_theme(number)
        settle()
        assert not [one.cell.words for one in page.findChildren(CellView) if one.is_cut]


def _marked(found: Findings) -> Findings:
    outside = replace(found.indicator, outside_control=True)
    return replace(found, indicator=outside, marks=(*found.marks, "revised"))
