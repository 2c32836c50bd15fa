from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTableView

from csp_desktop.core.actions import ActionStatus
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.item_models.board_table import BoardColumn
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.pages.home import HomePage
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.state_strip import StateStrip
from csp_desktop.ui.widgets.stepper import Stepper
from tests.ui.hands import (
    Q1,
    Q2,
    focused,
    heard,
    named,
    press,
    settle,
    spoken_name,
    type_in,
    words_on,
)


@pytest.fixture
def home(services: Services, undressed: Theme, show) -> HomePage:
    """Home at quarter 1 of 2015/16, on 14 July 2015."""
    home = HomePage(services, undressed, Q1)
    home.setUpdatesEnabled(False)
    home.resize(1160, 740)
    show(home)
    home.focus_first()
    return home


def table(home: HomePage) -> QTableView:
    return named(home, QTableView, "Returns")


def boards(home: HomePage) -> list[str]:
    model = table(home).model()
    return [model.index(row, 0).data(Role.RECORD).board.code for row in range(model.rowCount())]


def cell(home: HomePage, code: str, column: BoardColumn) -> QModelIndex:
    return table(home).model().index(boards(home).index(code), column)


def facts(home: HomePage) -> dict[str, str]:
    words = words_on(home)
    start = words.index("Owes")
    return dict(zip(words[start::2], words[start + 1 :: 2], strict=False))


def choose(home: HomePage, words: str) -> None:
    segments = home.findChild(Segmented).findChildren(QPushButton)
    next(one for one in segments if one.text().startswith(words)).click()
    settle()


# What it says


def test_home_says_how_many_returns_are_in_and_what_is_asked(home: HomePage) -> None:
    words = words_on(home)
    assert "0 of 16 returns are in" in words
    assert "Returns for quarter 1, April to June 2015. Due Friday 17 July 2015." in words
    assert any("Nothing is asked of CSP and SAB this quarter." in one for one in words)
    assert spoken_name(home.findChild(StateStrip)) == "18 not started"


def test_every_board_of_the_plan_is_listed(home: HomePage, services: Services) -> None:
    assert sorted(boards(home)) == sorted(one.code for one in services.plan.boards)


def test_home_counts_what_has_been_entered(home: HomePage, services: Services) -> None:
    assert cell(home, "NPFHF", BoardColumn.ENTERED).data() == "0 of 30"
    (update,) = [
        one.update
        for one in services.returns.sheet("NPFHF", Q1).actions
        if one.action.code == "F-01"
    ]
    home.take_notice(
        services.entry.enter_update("NPFHF", replace(update, status=ActionStatus.ON_TRACK))
    )
    assert cell(home, "NPFHF", BoardColumn.ENTERED).data() == "1 of 30"
    assert cell(home, "NPFHF", BoardColumn.STATE).data() == "In progress"
    assert spoken_name(home.findChild(StateStrip)) == "1 in progress, 17 not started"


def test_home_says_how_many_returns_are_late(
    database, services: Services, undressed: Theme, show, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = services.session.now().replace(month=8, day=1)
    monkeypatch.setattr(services.returns, "_session", replace(services.session, now=lambda: later))
    home = HomePage(services, undressed, Q1)
    show(home)
    assert "16 of 16 returns are late" in words_on(home)
    assert cell(home, "NPFHF", BoardColumn.DUE).data() == "15 days late"
    assert boards(home)[-2:] == ["CSP", "SAB"]


def test_home_says_when_all_returns_are_in(
    services: Services, undressed: Theme, show, hand_in
) -> None:
    for board in services.plan.boards:
        hand_in(board.code, Q1)
    home = HomePage(services, undressed, Q1)
    show(home)
    assert "All 16 returns are in" in words_on(home)
    assert cell(home, "NPFHF", BoardColumn.DUE).data() == "In"


# Choosing


def test_the_details_follow_the_selection(home: HomePage) -> None:
    table(home).setCurrentIndex(cell(home, "NPFHF", BoardColumn.BOARD))
    assert "No Place For Hate Forum" in words_on(home)
    assert facts(home)["Owes"] == "26 figures, 4 actions"
    press(Qt.Key.Key_Down)
    assert facts(home)["Owes"] != "26 figures, 4 actions"


def test_one_of_something_is_counted_in_the_singular(home: HomePage) -> None:
    owes = set()
    for board in boards(home):
        table(home).setCurrentIndex(cell(home, board, BoardColumn.BOARD))
        owes.update(facts(home)["Owes"].split(", "))
    assert "1 action" in owes
    assert not {one for one in owes if one.startswith("1 ") and one.endswith("s")}


def test_enter_opens_the_board_one_stands_on(home: HomePage) -> None:
    told = heard(home.return_wanted)
    table(home).setCurrentIndex(cell(home, "TTCG", BoardColumn.BOARD))
    press(Qt.Key.Key_Return)
    assert told == [("TTCG", Q1)]


def test_the_button_opens_the_board_one_stands_on(home: HomePage) -> None:
    told = heard(home.return_wanted)
    table(home).setCurrentIndex(cell(home, "TTCG", BoardColumn.BOARD))
    next(one for one in home.findChildren(QPushButton) if one.text() == "Open return").click()
    assert told == [("TTCG", Q1)]


def test_a_double_click_opens_a_board(home: HomePage) -> None:
    told = heard(home.return_wanted)
    place = table(home).visualRect(cell(home, "DVF", BoardColumn.DUE)).center()
    viewport = table(home).viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert told == [("DVF", Q1)]


def test_the_board_one_stands_on_stays_when_home_is_read_again(home: HomePage) -> None:
    table(home).setCurrentIndex(cell(home, "DVF", BoardColumn.BOARD))
    home.take_notice(Changes.of(Kind.FIGURES))
    assert table(home).currentIndex().data(Role.RECORD).board.code == "DVF"
    assert facts(home)["Owes"]


# Finding and filtering


def test_ctrl_f_finds_a_board_by_name_or_code(home: HomePage) -> None:
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert focused() is named(home, QLineEdit, "Find a board")
    type_in("hate")
    assert boards(home) == ["NPFHF"]
    focused().clear()
    type_in(" ttcg ")
    assert boards(home) == ["TTCG"]


def test_the_details_show_what_was_found_and_come_back_with_the_boards(home: HomePage) -> None:
    find = named(home, QLineEdit, "Find a board")
    find.setFocus()
    type_in("hate")
    assert facts(home)["Owes"] == "26 figures, 4 actions"
    type_in("zzz")
    assert boards(home) == []
    find.clear()
    assert len(boards(home)) == 18
    opens = next(one for one in home.findChildren(QPushButton) if one.text() == "Open return")
    assert table(home).currentIndex().isValid()
    assert opens.isEnabled()


def test_segments_count_and_show_their_returns(home: HomePage, hand_in) -> None:
    hand_in("NPFHF", Q1)
    home.take_notice(Changes.of(Kind.RETURNS))
    segments = [one.text() for one in home.findChild(Segmented).findChildren(QPushButton)]
    assert segments == ["All 18", "Late 0", "To come 15", "In 1"]
    for words, count in (("In", 1), ("To come", 15), ("Late", 0), ("All", 18)):
        choose(home, words)
        assert len(boards(home)) == count, words
    choose(home, "In")
    assert boards(home) == ["NPFHF"]


def test_every_segment_shows_as_many_boards_as_it_counts(home: HomePage, hand_in) -> None:
    hand_in("CSP", Q1)
    hand_in("TMG", Q1)
    home.take_notice(Changes.of(Kind.RETURNS))
    for segment in home.findChild(Segmented).findChildren(QPushButton):
        segment.click()
        settle()
        assert len(boards(home)) == int(segment.text().split()[-1]), segment.text()


def test_a_click_on_a_heading_sorts(home: HomePage) -> None:
    heading = table(home).horizontalHeader()
    place = heading.sectionViewportPosition(BoardColumn.BOARD) + 40
    spot = heading.viewport().rect().center()
    spot.setX(place)
    QTest.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    names = [table(home).model().index(row, 0).data() for row in range(18)]
    assert names in (sorted(names, key=str.lower), sorted(names, key=str.lower, reverse=True))


# Quarters


def test_stepping_shows_another_quarter_and_keeps_the_board(home: HomePage) -> None:
    told = heard(home.quarter_changed)
    table(home).setCurrentIndex(cell(home, "DVF", BoardColumn.BOARD))
    named(home.findChild(Stepper), QPushButton, "Next quarter").click()
    settle()
    assert told == [Q2]
    assert any("quarter 2, July to September 2015" in one for one in words_on(home))
    assert table(home).currentIndex().data(Role.RECORD).board.code == "DVF"
    opened = heard(home.return_wanted)
    home.focus_first()
    press(Qt.Key.Key_Return)
    assert opened == [("DVF", Q2)]


def test_home_can_be_told_which_quarter_to_show(home: HomePage) -> None:
    home.show_quarter(Q2)
    assert home.findChild(Stepper).label == "2015/16-Q2"
    assert any("quarter 2, July to September 2015" in one for one in words_on(home))


# Keyboard


def test_f6_goes_from_pane_to_pane(home: HomePage) -> None:
    press(Qt.Key.Key_F6)
    assert focused().text() == "Open return"
    press(Qt.Key.Key_F6)
    assert focused() is table(home)


def test_tab_leaves_the_table(home: HomePage) -> None:
    press(Qt.Key.Key_Tab)
    assert focused() is not table(home)


def test_nothing_on_home_is_a_label_without_words(home: HomePage) -> None:
    labels = [one for one in home.findChildren(QLabel) if type(one).__name__ == "Words"]
    assert all(one.text() for one in labels if one.isVisible())
