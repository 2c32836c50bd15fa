"""The dashboard at quarter 1 of 2015/16, on 14 July 2015."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from csp_desktop import bootstrap
from csp_desktop.core.errors import StorageError
from csp_desktop.core.figures import FigureStatus, blank
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.ui.delegates.wrapping import fitting
from csp_desktop.ui.item_models.dashboard_cells import DashboardColumn
from csp_desktop.ui.main_window import DASHBOARD, MainWindow
from csp_desktop.ui.pages.dashboard import DashboardPage
from csp_desktop.ui.pages.dashboard_table import DashboardTable
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.fields import ChoiceField
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.stepper import Stepper
from tests.conftest import LEAD_OFFICER
from tests.ui.hands import Q1, focused, heard, named, press, settle, type_in, words_on

WIDE, USUAL, NARROW = 1190, 1170, 924
THEMES = [*(f"{one}." for one in "ABCDEFGH"), "CC1.", "CC2.", "CC3."]


@pytest.fixture
def build(
    undressed: Theme, show: Callable[[QWidget], QWidget], qtbot
) -> Iterator[Callable[..., DashboardPage]]:
    made: list[Tasks] = []

    def one(services: Services, width: int = WIDE) -> DashboardPage:
        tasks = Tasks(services.release_thread)
        made.append(tasks)
        page = DashboardPage(services, undressed, tasks, Q1)
        page.resize(width, 728)
        show(page)
        qtbot.waitUntil(lambda: not page.is_busy)
        page.focus_first()
        settle()
        return page

    yield one
    for tasks in made:
        tasks.stop()


@pytest.fixture
def page(services: Services, build: Callable[..., DashboardPage]) -> DashboardPage:
    return build(services)


@pytest.fixture
def shared(library: Services, build: Callable[..., DashboardPage]) -> DashboardPage:
    """Over a database that is only read."""
    return build(library)


def table(page: DashboardPage) -> DashboardTable:
    return named(page, DashboardTable, "Themes and their indicators")


def codes(page: DashboardPage) -> list[str]:
    """Themes by their code and a full stop, indicators by theirs."""
    tree = table(page).model()
    places = [tree.place(row) for row in range(tree.rowCount())]
    return [indicator or f"{theme}." for theme, indicator in places]


def stand_on(page: DashboardPage, theme: str, indicator: str = "") -> None:
    tree = table(page).model()
    if indicator:
        tree.open_theme(tree.row_of((theme, "")), opened=True)
    table(page).go_to((theme, indicator))
    settle()


def segments(page: DashboardPage, name: str = "Which indicators are shown") -> list[QPushButton]:
    return named(page, Segmented, name).findChildren(QPushButton)


def choose(page: DashboardPage, words: str, name: str = "Which indicators are shown") -> None:
    next(one for one in segments(page, name) if one.text().startswith(words)).click()
    settle()


def pick(page: DashboardPage, name: str, value: str) -> None:
    field = named(page, ChoiceField, name)
    field.show_value(value)
    field.activated.emit(field.currentIndex())
    settle()


def button(page: DashboardPage, words: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == words)


def foot(page: DashboardPage) -> str:
    return next(one for one in words_on(page) if one.startswith("<span>"))


# What it says


def test_the_page_says_what_is_shown_and_as_known_when(shared: DashboardPage) -> None:
    assert (
        "Quarter 1, April to June 2015, as known now. Filled marks: now. Hollow: at year end."
    ) in words_on(shared)
    assert [one.text() for one in segments(shared)] == [
        "All 126",
        "Needs attention 8",
        "Red 2",
        "Amber 6",
        "Green 0",
        "No RAG 118",
    ]


def test_it_opens_on_eleven_closed_themes_with_the_keyboard_in_them(
    shared: DashboardPage,
) -> None:
    assert codes(shared) == THEMES
    assert focused() is table(shared)
    assert table(shared).currentIndex().row() == 0


def test_all_themes_are_seen_at_once(dressed_window: MainWindow) -> None:
    dressed_window.resize(1366, 768)
    dressed_window.open_page(DASHBOARD)
    page = dressed_window.dashboard
    while page.is_busy:
        QTest.qWait(5)
    settle()
    last = table(page).model().index(10, 0)
    assert table(page).viewport().rect().contains(table(page).visualRect(last))


# Keys


def test_right_and_left_open_and_close_a_theme(shared: DashboardPage) -> None:
    stand_on(shared, "G")
    press(Qt.Key.Key_Right)
    assert codes(shared)[6:8] == ["G.", "G1"]
    press(Qt.Key.Key_Down)
    assert table(shared).place == ("G", "G1")
    press(Qt.Key.Key_Right)
    assert table(shared).place == ("G", "G1")
    press(Qt.Key.Key_Left)
    assert table(shared).place == ("G", "")
    press(Qt.Key.Key_Left)
    assert codes(shared) == THEMES


def test_enter_opens_a_theme_and_the_trend_of_an_indicator(shared: DashboardPage) -> None:
    told = heard(shared.trend_wanted)
    stand_on(shared, "G")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert told == ["G1"]
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert codes(shared) == THEMES


def test_a_click_opens_a_theme_and_another_closes_it(shared: DashboardPage) -> None:
    for expected in (["G.", "G1"], ["G.", "H."]):
        place = table(shared).visualRect(table(shared).model().index(6, 0)).center()
        QTest.mouseClick(table(shared).viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert codes(shared)[6:8] == expected


def test_home_and_end_go_to_the_ends(shared: DashboardPage) -> None:
    press(Qt.Key.Key_End)
    assert table(shared).place == ("CC3", "")
    press(Qt.Key.Key_Home)
    assert table(shared).place == ("A", "")


def test_f5_and_the_button_ask_to_present_the_quarter(shared: DashboardPage) -> None:
    told = heard(shared.present_wanted)
    press(Qt.Key.Key_F5)
    button(shared, "Present").click()
    assert told == [Q1, Q1]


def test_tab_leaves_the_table(shared: DashboardPage) -> None:
    press(Qt.Key.Key_Tab)
    assert focused() is not table(shared)


# Why


def test_the_foot_explains_the_colours_in_arithmetic(shared: DashboardPage) -> None:
    stand_on(shared, "H", "H3")
    assert foot(shared).startswith(
        "<span><b>H3 Theft of motor vehicle is red now:</b> "
        "277 against at most 218: 59 over, 26.9%. "
        "<b>Red forecast:</b> 1,071 against at most 873: 198 over, 22.6%. "
        "<b>Chart:</b> Common cause: no signal. Hit or miss: the target lies between the limits. "
    )
    assert "<b>Target:</b> 232 a period in 2014/15, down 6%: 218." in foot(shared)


def test_the_foot_says_why_there_is_no_colour(shared: DashboardPage) -> None:
    stand_on(shared, "H", "H1")
    assert "<b>H1 Personal robberies has no RAG now:</b> No target. <b>Chart:</b>" in foot(shared)
    stand_on(shared, "CC1", "CC1-2")
    assert "<b>No forecast:</b> Figures of this kind do not add up to a year." in foot(shared)


def test_a_theme_has_its_whole_story_at_the_foot(shared: DashboardPage) -> None:
    stand_on(shared, "H")
    theme = table(shared).model().theme(7)
    assert f"<b>H {theme.priority.title}:</b> {theme.story}" in foot(shared)
    assert "2 red, 2 amber, 6 without a colour now" in foot(shared)


def test_w_tells_a_screen_reader_why(
    shared: DashboardPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_on(shared, "H", "H3")
    told: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            told.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    press(Qt.Key.Key_W)
    assert len(told) == 1
    assert told[0].startswith("H3 Theft of motor vehicle is red now: 277 against at most 218")


def test_the_page_tells_what_it_is_about(shared: DashboardPage) -> None:
    told = heard(shared.subject_changed)
    stand_on(shared, "G", "G1")
    press(Qt.Key.Key_Up)
    assert told[-2:] == ["Indicator G1", "Theme G"]


def test_a_revised_figure_is_marked_and_the_foot_says_what_it_was(
    services: Services, build: Callable[..., DashboardPage]
) -> None:
    counted(services, 250, FigureStatus.FINAL)
    counted(services, 260, FigureStatus.REVISED)
    page = build(services)
    stand_on(page, "F", "F1")
    cell = table(page).model().cell(table(page).currentIndex().row(), DashboardColumn.LATEST)
    assert (cell.number, cell.beside) == ("260", "rev.")
    assert cell.said.endswith(", revised")
    assert "<b>Revised:</b> reported as 250, now 260." in foot(page)


def test_a_figure_that_was_marked_as_revised_from_the_first_says_no_other_number(
    services: Services, build: Callable[..., DashboardPage]
) -> None:
    counted(services, 260, FigureStatus.REVISED)
    page = build(services)
    stand_on(page, "F", "F1")
    assert "<b>Revised:</b> since it was first reported." in foot(page)


def test_what_is_outside_control_says_so_beside_its_colour_and_at_the_foot(
    services: Services, build: Callable[..., DashboardPage]
) -> None:
    agreed = {
        "agreed_by": "CSP Board",
        "agreed_where": "Its meeting",
        "agreed_on": "9 July 2015",
        "reason": "The courts decide it",
    }
    services.plan_changes.record("indicator", "H3", {"outside_control": "yes", **agreed})
    page = build(services)
    counts = [one.text() for one in segments(page)]
    stand_on(page, "H", "H3")
    tree, row = table(page).model(), table(page).currentIndex().row()
    name = tree.index(row, DashboardColumn.NAME)
    assert tree.cell(row, DashboardColumn.NAME).below == "outside control"
    spoken = name.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "H3, Theft of motor vehicle, Outside the partnership’s control"
    assert "Outside the partnership’s control: " in name.data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>Outside the partnership’s control:</b> its colour says" in foot(page)
    assert "<b>H3 Theft of motor vehicle is red now:</b>" in foot(page)
    assert counts[1:3] == ["Needs attention 8", "Red 2"], "it is judged as before"
    assert tree.cell(row + 1, DashboardColumn.NAME).below == ""


# Filters and order


@pytest.mark.parametrize("segment", ["Needs attention", "Red", "Amber", "No RAG"])
def test_a_segment_shows_the_indicators_it_counts_each_once(
    shared: DashboardPage, segment: str
) -> None:
    choose(shared, segment)
    text = next(one.text() for one in segments(shared) if one.text().startswith(segment))
    indicators = {one for one in codes(shared) if not one.endswith(".")}
    assert len(indicators) == int(text.split()[-1])


def test_boards_and_agencies_narrow_the_themes_and_the_counts(shared: DashboardPage) -> None:
    pick(shared, "Board", "KSI")
    assert codes(shared) == ["G.", "G1"]
    assert segments(shared)[0].text() == "All 1"
    pick(shared, "Board", "")
    assert codes(shared) == THEMES
    pick(shared, "Agency", "LFB")
    shown = {one for one in codes(shared) if not one.endswith(".")}
    assert shown
    tree = table(shared).model()
    rows = [tree.indicator(row) for row in range(tree.rowCount())]
    assert {one.indicator.agency for one in rows if one} == {"LFB"}


def test_words_are_found_in_names_and_codes(shared: DashboardPage) -> None:
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert focused() is named(shared, QLineEdit, "Find an indicator")
    type_in("pedal")
    assert codes(shared) == ["H.", "H8"]


def test_where_nothing_matches_the_page_offers_to_show_all(shared: DashboardPage) -> None:
    choose(shared, "Green")
    assert "No indicator matches" in words_on(shared)
    shared.focus_first()
    assert focused() is named(shared, QLineEdit, "Find an indicator")
    button(shared, "Show all indicators").click()
    settle()
    assert codes(shared) == THEMES
    assert focused() is table(shared)


def test_a_click_on_a_heading_orders_a_theme_and_the_third_one_undoes_it(
    shared: DashboardPage,
) -> None:
    stand_on(shared, "H", "H3")
    heading = table(shared).horizontalHeader()
    plans = codes(shared)
    firsts = []
    for _ in range(3):
        heading.sectionClicked.emit(DashboardColumn.PATH)
        firsts.append((codes(shared)[8], heading.isSortIndicatorShown()))
        assert table(shared).place == ("H", "H3")
    assert firsts == [("H5", True), ("H7", True), ("H1", False)]
    heading.sectionClicked.emit(DashboardColumn.NOW)
    heading.sectionClicked.emit(DashboardColumn.NAME)
    assert codes(shared) == plans


# Quarters, and what was known


def test_any_quarter_from_the_first_figure_to_the_last_owed_can_be_chosen(
    shared: DashboardPage, qtbot
) -> None:
    stepper = shared.findChild(Stepper)
    named(shared, QPushButton, "Previous quarter").setFocus()
    press(Qt.Key.Key_End)
    assert stepper.label == "2015/16-Q4"
    press(Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: not shared.is_busy)
    first = Quarter.parse(stepper.label)
    assert first < Quarter(2009, 1)
    assert any(first.range.words() in one for one in words_on(shared))
    shared.show_quarter(Q1)
    qtbot.waitUntil(lambda: not shared.is_busy)
    assert stepper.label == "2015/16-Q1"


def test_known_then_shows_what_was_known_when_returns_were_due(
    database: Path, services: Services, build: Callable[..., DashboardPage], qtbot
) -> None:
    counted(services, 250)
    later = Session("Lead officer", lambda: datetime(2015, 8, 20, 12, tzinfo=UTC))
    with bootstrap.services(database, later) as opened:
        counted(opened, 260)
        page = build(opened)
        values = []
        for known in ("Known now", "Known then"):
            choose(page, known, "As known when")
            qtbot.waitUntil(lambda: not page.is_busy)
            stand_on(page, "F", "F1")
            row = table(page).currentIndex().row()
            values.append(table(page).model().cell(row, DashboardColumn.LATEST).number)
        assert values == ["260", "250"]
        said = "as known on 17 July 2015, when its returns were due."
        assert any(said in one for one in words_on(page))


def test_known_then_of_a_quarter_whose_returns_are_not_due_is_known_now(
    shared: DashboardPage, qtbot
) -> None:
    choose(shared, "Known then", "As known when")
    qtbot.waitUntil(lambda: not shared.is_busy)
    said = "as known now: its returns are due on 17 July 2015."
    assert any(said in one for one in words_on(shared))


# What others store


def counted(
    services: Services, value: int, status: FigureStatus = FigureStatus.PROVISIONAL
) -> None:
    lines = services.returns.sheet("NPFHF", Q1).figures
    figure = next(one.figure for one in lines if one.indicator.code == "F1")
    services.entry.enter_figure(replace(figure, value=Decimal(value), absence=None, status=status))


def test_a_new_figure_is_shown_and_the_place_stays(
    page: DashboardPage, services: Services, qtbot
) -> None:
    stand_on(page, "F", "F1")
    counted(services, 287)
    page.take_notice(Changes.of(Kind.RETURNS))
    assert not page.is_busy
    page.take_notice(Changes.of(Kind.FIGURES))
    assert page.is_busy
    assert "F1" in codes(page), "what stood there stays until the new is worked out"
    qtbot.waitUntil(lambda: not page.is_busy)
    assert table(page).place == ("F", "F1")
    row = table(page).currentIndex().row()
    cell = table(page).model().cell(row, DashboardColumn.LATEST)
    assert (cell.number, cell.beside) == ("287", "prov.")


def test_of_two_that_are_asked_for_the_last_is_shown(shared: DashboardPage, qtbot) -> None:
    shared.show_quarter(Q1.plus(-4))
    shared.show_quarter(Q1.plus(-8))
    qtbot.waitUntil(lambda: not shared.is_busy)
    assert any(one.startswith("Quarter 1, April to June 2013") for one in words_on(shared))


def test_what_cannot_be_read_is_told(
    page: DashboardPage, services: Services, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    trouble = heard(page.trouble)

    def fails(*_: object) -> None:
        raise StorageError("The disk is gone.")

    with monkeypatch.context() as broken:
        broken.setattr(services.dashboards, "of", fails)
        page.take_notice(Changes.of(Kind.PLAN))
        qtbot.waitUntil(lambda: not page.is_busy)
    assert trouble[-1] == "The disk is gone."
    assert not page.isEnabled()
    page.catch_up()
    qtbot.waitUntil(lambda: not page.is_busy)
    assert trouble[-1] == ""
    assert page.isEnabled()


# Room


def test_all_columns_are_shown_in_a_window_of_the_smallest_usual_size(
    services: Services, build: Callable[..., DashboardPage]
) -> None:
    page = build(services, USUAL)
    assert not any(table(page).isColumnHidden(one) for one in DashboardColumn)
    counted(services, 12_345)
    page.take_notice(Changes.of(Kind.FIGURES))
    while page.is_busy:
        QTest.qWait(5)
    for row in range(10, -1, -1):
        table(page).model().open_theme(row, opened=True)
    settle()
    assert table(page).verticalScrollBar().isVisible()
    assert not any(table(page).isColumnHidden(one) for one in DashboardColumn)


def test_a_narrow_table_keeps_names_colours_and_figures(
    library: Services, build: Callable[..., DashboardPage]
) -> None:
    page = build(library, NARROW)
    shown = [one for one in DashboardColumn if not table(page).isColumnHidden(one)]
    assert shown[:4] == list(DashboardColumn)[:4]
    assert shown[-2:] == [DashboardColumn.YEAR, DashboardColumn.SIGNALS]
    page.resize(1500, 728)
    settle()
    assert not any(table(page).isColumnHidden(one) for one in DashboardColumn)


def test_every_column_has_room_for_what_it_shows(shared: DashboardPage) -> None:
    shared.resize(1500, 728)
    settle()
    shown, tree = table(shared), table(shared).model()
    for row in range(tree.rowCount() - 1, -1, -1):
        tree.open_theme(row, opened=True)
    for row in range(tree.rowCount()):
        if tree.indicator(row) is None:
            continue
        for column in list(DashboardColumn)[1:]:
            wanted = shown.sizeHintForIndex(tree.index(row, column)).width()
            assert wanted <= shown.columnWidth(column), tree.index(row, column).data()


def test_a_story_is_cut_after_a_whole_sentence(undressed: Theme) -> None:
    first, second = "Thefts up 37.1% to 277.", "Robberies down 5.0% to 262."
    both = undressed.width(f"{first} {second}")
    assert fitting(f"{first} {second}", both, undressed) == f"{first} {second}"
    assert fitting(f"{first} {second}", both - 1, undressed) == first


def test_a_sentence_without_room_is_cut_before_a_comma(undressed: Theme) -> None:
    story = "Thefts up 37.1% to 1,277, 59 over what is asked. Arson level at 5."
    room = undressed.width("Thefts up 37.1% to 1,277, 59 over")
    assert fitting(story, room, undressed) == "Thefts up 37.1% to 1,277."
    assert fitting(story, 1, undressed) == "Thefts up 37.1% to 1,277."


# What it asks of the database


def test_opening_it_on_ten_years_of_figures_takes_a_few_queries(
    services: Services,
    database: Path,
    build: Callable[..., DashboardPage],
    monkeypatch: pytest.MonkeyPatch,
    qtbot,
) -> None:
    known = services.analysis.with_figures()
    counts = [
        one
        for one in services.plan.indicators
        if one.code not in known and not one.sum_of and not one.unit.is_percentage
    ]
    ten_years = [Q1.plus(-back).range for back in range(40)]
    figures = [
        replace(blank(one.code, services.plan.area, period), value=Decimal(7), absence=None)
        for one in counts
        for period in ten_years
    ]
    store = Store(database)
    with closing(store), store.transaction():
        FigureRepository(store).save_all(figures, LEAD_OFFICER.author("enter figure"))
    asked: list[object] = []
    rows = Store.rows
    monkeypatch.setattr(Store, "rows", lambda self, query: asked.append(query) or rows(self, query))
    page = build(services)
    assert len(counts) > 40
    assert 0 < len(asked) <= 5
    opening = len(asked)
    for _ in range(2):
        asked.clear()
        page.take_notice(Changes.of(Kind.FIGURES))
        qtbot.waitUntil(lambda: not page.is_busy)
        assert len(asked) == opening
    asked.clear()
    choose(page, "Needs attention")
    choose(page, "All")
    assert asked == []
