from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QTextEdit,
)

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from csp_desktop.storage.return_repository import ReturnRepository
from csp_desktop.ui.item_models.board_table import BoardColumn
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.pages.home import HomePage
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.banner import Banner
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.state_strip import StateStrip
from csp_desktop.ui.widgets.stepper import Stepper
from tests.conftest import LEAD_OFFICER, NOW
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import (
    Q1,
    Q2,
    focused,
    heard,
    in_use,
    named,
    press,
    settle,
    spoken_name,
    type_in,
    words_on,
)

Open = Callable[..., HomePage]
HandIn = Callable[[str, Quarter], None]


@pytest.fixture
def home_of(undressed: Theme, dialogs: ChosenDialogs, show) -> Iterator[Open]:
    """Opens Home at quarter 1 of 2015/16; what runs beside it closes the database it opened."""
    begun: list[Tasks] = []

    def one(services: Services, quarter: Quarter = Q1) -> HomePage:
        begun.append(Tasks(services.release_thread))
        home = HomePage(services, undressed, begun[-1], dialogs, quarter)
        home.setUpdatesEnabled(False)
        home.resize(1160, 740)
        show(home)
        home.focus_first()
        return home

    yield one
    for tasks in begun:
        tasks.stop()


@pytest.fixture
def home(services: Services, home_of: Open) -> HomePage:
    """The same on 14 July 2015, three days before returns are due."""
    return home_of(services)


@pytest.fixture
def late(database: Path) -> Iterator[Services]:
    """The services on 22 July 2015, five days after returns were due."""
    session = replace(LEAD_OFFICER, now=lambda: NOW.replace(day=22))
    with bootstrap.services(database, session) as services:
        yield services


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


def button(home: HomePage, words: str) -> QPushButton:
    """The one whose words begin so; among several of them the one that is seen."""
    found = [one for one in home.findChildren(QPushButton) if one.text().startswith(words)]
    return next((one for one in found if one.isVisible()), found[0])


def stand_on(home: HomePage, code: str) -> None:
    table(home).setCurrentIndex(cell(home, code, BoardColumn.BOARD))


def reminder_text(home: HomePage) -> str:
    return named(home, QTextEdit, "Reminder, ready to send").toPlainText()


def notices(home: HomePage) -> list[str]:
    return [one.accessibleName() for one in home.findChildren(Banner) if one.isVisible()]


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


def test_home_says_how_many_returns_are_late(late: Services, home_of: Open) -> None:
    home = home_of(late)
    assert "16 of 16 returns are late" in words_on(home)
    assert cell(home, "NPFHF", BoardColumn.DUE).data() == "5 days late"
    assert boards(home)[-2:] == ["CSP", "SAB"]


def test_home_says_when_all_returns_are_in(
    services: Services, home_of: Open, hand_in: HandIn
) -> None:
    for board in services.plan.boards:
        hand_in(board.code, Q1)
    home = home_of(services)
    assert "All 16 returns are in" in words_on(home)
    assert cell(home, "NPFHF", BoardColumn.DUE).data() == "On time"
    assert cell(home, "NPFHF", BoardColumn.VERSION).data() == "1"


def test_of_a_plan_that_is_over_nothing_is_late(
    database: Path, home_of: Open, hand_in: HandIn
) -> None:
    hand_in("NPFHF", Q1)
    session = replace(LEAD_OFFICER, now=lambda: NOW.replace(year=2020))
    with bootstrap.services(database, session) as services:
        home = home_of(services)
        assert "1 of 16 returns are in" in words_on(home)
        assert any("The plan ended on 31 March 2016." in one for one in words_on(home))
        assert cell(home, "NPFHF", BoardColumn.DUE).data() == "In"
        assert "late" not in reminder_text(home)
        assert button(home, "Remind").text() == "Remind 15 boards…"


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
    button(home, "Open return").click()
    assert told == [("TTCG", Q1)]


def test_a_submitted_return_opens_in_its_review(home: HomePage, hand_in: HandIn) -> None:
    hand_in("TTCG", Q1)
    home.take_notice(Changes.of(Kind.RETURNS))
    review, entry = heard(home.review_wanted), heard(home.return_wanted)
    stand_on(home, "TTCG")
    press(Qt.Key.Key_Return)
    button(home, "Review return").click()
    assert (review, entry) == ([("TTCG", Q1), ("TTCG", Q1)], [])


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


def test_the_details_say_when_a_return_came_and_how_it_stood_the_quarter_before(
    services: Services, home_of: Open, hand_in: HandIn
) -> None:
    hand_in("DVF", Q1)
    home = home_of(services, Q2)
    stand_on(home, "DVF")
    assert facts(home)["Last quarter"] == "Submitted, on time"
    home.show_quarter(Q1)
    assert facts(home)["Handed in"] == "14 July 2015, on time"
    assert "Last quarter" not in words_on(home)


def test_a_version_that_came_after_the_first_is_told_with_its_own_day(
    services: Services, database: Path, home_of: Open, hand_in: HandIn
) -> None:
    hand_in("DVF", Q1)
    code = services.plan.indicators_of("DVF")[0].code
    reviewer = replace(LEAD_OFFICER, user="Team")
    with bootstrap.services(database, reviewer) as team:
        team.review.send_back("DVF", Q1, {code: "Why?"})
    later = replace(LEAD_OFFICER, now=lambda: NOW.replace(day=22))
    with opened(database, schema_version(paths.MIGRATIONS)) as store, store.transaction():
        returns = ReturnRepository(store, services.plan.id)
        again = returns.get("DVF", Q1).submitted("Lead officer")
        returns.save(again, later.author("submit"))
    home = home_of(services)
    stand_on(home, "DVF")
    assert facts(home)["Handed in"] == "14 July 2015, on time; version 2 on 22 July 2015"
    assert cell(home, "DVF", BoardColumn.DUE).data() == "On time"


# Reminding


def test_the_reminder_of_the_board_one_stands_on_is_ready(late: Services, home_of: Open) -> None:
    home = home_of(late)
    for code in ("NPFHF", "DVF"):
        stand_on(home, code)
        assert reminder_text(home) == late.contacts.reminder(code, Q1).whole


def test_there_is_no_reminder_where_nothing_is_owed(
    services: Services, home_of: Open, hand_in: HandIn
) -> None:
    hand_in("NPFHF", Q1)
    home = home_of(services)
    for code in ("NPFHF", "CSP"):
        stand_on(home, code)
        assert not button(home, "Copy text").isVisible()
        QApplication.clipboard().setText("something else")
        press(Qt.Key.Key_R)
        assert QApplication.clipboard().text() == "something else"
    stand_on(home, "DVF")
    assert button(home, "Copy text").isVisible()


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "button"])
def test_copying_a_reminder_notes_it(late: Services, home_of: Open, by_key: bool) -> None:
    home = home_of(late)
    stand_on(home, "PREVENT")
    told = heard(home.subject_changed)
    if by_key:
        press(Qt.Key.Key_R)
    else:
        button(home, "Copy text").click()
    assert QApplication.clipboard().text() == late.contacts.reminder("PREVENT", Q1).whole
    assert cell(home, "PREVENT", BoardColumn.CONTACT).data() == "22 Jul, reminder"
    assert table(home).currentIndex().data(Role.RECORD).board.code == "PREVENT"
    assert told == ["Reminder copied: Prevent Board"]


def test_letters_typed_into_the_field_that_finds_do_nothing_else(
    late: Services, home_of: Open
) -> None:
    home = home_of(late)
    QApplication.clipboard().setText("something else")
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    order = table(home).accessibleDescription()
    type_in("rs")
    assert named(home, QLineEdit, "Find a board").text() == "rs"
    assert QApplication.clipboard().text() == "something else"
    assert table(home).accessibleDescription() == order


def test_a_reminder_can_be_read_and_not_changed(late: Services, home_of: Open) -> None:
    home = home_of(late)
    said = reminder_text(home)
    named(home, QTextEdit, "Reminder, ready to send").setFocus()
    type_in("x")
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Delete)
    assert reminder_text(home) == said
    press(Qt.Key.Key_Tab)
    assert focused() is button(home, "Copy text")


def test_the_workbook_of_one_board_is_saved_where_one_says(
    late: Services, home_of: Open, dialogs: ChosenDialogs, tmp_path: Path, qtbot
) -> None:
    home = home_of(late)
    stand_on(home, "PREVENT")
    button(home, "Save workbook…").click()
    assert dialogs.offered == ["PREVENT 2015-16-Q1 return.xlsx"]
    assert not home.is_busy
    dialogs.answer = tmp_path / "Prevent.xlsx"
    button(home, "Save workbook…").click()
    qtbot.waitUntil(lambda: not home.is_busy)
    assert dialogs.answer.exists()
    assert f"Workbook written: {dialogs.answer}" in notices(home)
    assert cell(home, "PREVENT", BoardColumn.CONTACT).data() == "22 Jul, workbook sent"


@pytest.mark.parametrize("words", ["Remind 2 late boards…", "Save all 2 in a folder…"])
def test_all_late_boards_are_reminded_at_once_into_a_folder(
    late: Services, home_of: Open, hand_in: HandIn, dialogs, tmp_path: Path, qtbot, words: str
) -> None:
    for board in late.plan.boards:
        if board.code not in ("PREVENT", "TMG"):
            hand_in(board.code, Q1)
    home = home_of(late)
    dialogs.folder = tmp_path / "out"
    dialogs.folder.mkdir()
    button(home, words).click()
    assert home.is_busy
    assert button(home, words).toolTip() == "Reminders are being written"
    assert "Writing reminders: 0 of 2." in notices(home)
    qtbot.waitUntil(lambda: not home.is_busy)
    assert sorted(one.name for one in dialogs.folder.iterdir()) == [
        "PREVENT 2015-16-Q1 reminder.txt",
        "PREVENT 2015-16-Q1 return.xlsx",
        "TMG 2015-16-Q1 reminder.txt",
        "TMG 2015-16-Q1 return.xlsx",
    ]
    assert notices(home) == [
        f"2 reminders written, each with its workbook beside it: {dialogs.folder}"
    ]
    for code in ("PREVENT", "TMG"):
        assert cell(home, code, BoardColumn.CONTACT).data() == "22 Jul, reminder"
    assert button(home, words).isEnabled()
    button(home, "Close").click()
    assert notices(home) == []


def test_writing_reminders_can_be_cancelled(
    late: Services, home_of: Open, dialogs: ChosenDialogs, tmp_path: Path, qtbot
) -> None:
    home = home_of(late)
    dialogs.folder = tmp_path / "out"
    dialogs.folder.mkdir()
    button(home, "Remind 16 late boards…").click()
    button(home, "Cancel").click()
    qtbot.waitUntil(lambda: not home.is_busy)
    written = len(list(dialogs.folder.glob("*.txt")))
    assert 0 < written < 16
    assert notices(home) == [
        f"{written} of 16 reminders written, each with its workbook beside it: {dialogs.folder}"
    ]


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_noted(
    late: Services, home_of: Open, dialogs: ChosenDialogs, tmp_path: Path, qtbot
) -> None:
    home = home_of(late)
    dialogs.folder = tmp_path / "no folder"
    dialogs.folder.touch()
    button(home, "Remind 16 late boards…").click()
    qtbot.waitUntil(lambda: not home.is_busy)
    [said] = notices(home)
    assert said.startswith("Not every reminder was written. ")
    assert "cannot be written" in said
    assert not any(cell(home, code, BoardColumn.CONTACT).data() for code in boards(home))


def test_thinking_better_of_it_does_nothing(late: Services, home_of: Open) -> None:
    home = home_of(late)
    button(home, "Remind 16 late boards…").click()
    assert not home.is_busy
    assert notices(home) == []


def test_where_no_board_is_late_nobody_is_reminded_all_at_once(home: HomePage) -> None:
    assert not button(home, "Remind").isVisible()
    offers = [one.text() for one in home.findChildren(QPushButton) if one.isVisible()]
    assert "Save workbook…" in offers
    assert not any("in a folder" in one for one in offers)


def test_a_window_that_only_looks_copies_and_notes_nothing(
    database: Path, home_of: Open, late: Services
) -> None:
    session = replace(late.session, looks_only=True)
    with bootstrap.services(database, session) as looking:
        home = home_of(looking)
        before = database.read_bytes()
        stand_on(home, "PREVENT")
        press(Qt.Key.Key_R)
        assert QApplication.clipboard().text() == late.contacts.reminder("PREVENT", Q1).whole
        assert database.read_bytes() == before
        for words in ("Remind 16 late boards…", "Save all 16 in a folder…"):
            assert not button(home, words).isEnabled()
            assert "may only look" in button(home, words).toolTip()
        assert notices(home) == []


def test_a_reminder_that_cannot_be_read_now_is_told_and_read_again(
    late: Services, home_of: Open, database: Path, impatient: None
) -> None:
    home = home_of(late)
    told = heard(home.trouble)
    with in_use(database):
        stand_on(home, "DVF")
    assert len(told) == 1
    assert "is in use by another program" in told[0]
    assert not button(home, "Copy text").isVisible()
    home.catch_up()
    assert told[-1] == ""
    assert reminder_text(home) == late.contacts.reminder("DVF", Q1).whole


def test_a_contact_that_cannot_be_noted_is_told(
    late: Services, home_of: Open, database: Path, impatient: None
) -> None:
    home = home_of(late)
    with in_use(database):
        press(Qt.Key.Key_R)
    [said] = notices(home)
    assert said.startswith("The reminder is copied, but not noted. ")
    assert QApplication.clipboard().text() == reminder_text(home)


def test_importing_returns_is_one_button_away(home: HomePage) -> None:
    told = heard(home.import_wanted)
    button(home, "Import returns…").click()
    assert told == [()]


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
    assert table(home).currentIndex().isValid()
    assert button(home, "Open return").isEnabled()


def test_segments_count_and_show_their_returns(home: HomePage, hand_in) -> None:
    hand_in("NPFHF", Q1)
    home.take_notice(Changes.of(Kind.RETURNS))
    segments = [one.text() for one in home.findChild(Segmented).findChildren(QPushButton)]
    assert segments == ["All 18", "Late 0", "To review 1", "Returned 0", "Approved 0"]
    for words, count in (("To review", 1), ("Returned", 0), ("Late", 0), ("All", 18)):
        choose(home, words)
        assert len(boards(home)) == count, words
    choose(home, "To review")
    assert boards(home) == ["NPFHF"]


def test_every_segment_shows_as_many_boards_as_it_counts(home: HomePage, hand_in) -> None:
    hand_in("CSP", Q1)
    hand_in("TMG", Q1)
    home.take_notice(Changes.of(Kind.RETURNS))
    for segment in home.findChild(Segmented).findChildren(QPushButton):
        segment.click()
        settle()
        assert len(boards(home)) == int(segment.text().split()[-1]), segment.text()


def test_a_board_found_and_opened_needs_no_mouse(home: HomePage) -> None:
    told = heard(home.return_wanted)
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_in("hate")
    press(Qt.Key.Key_Return)
    assert focused() is table(home)
    press(Qt.Key.Key_Return)
    assert told == [("NPFHF", Q1)]


def test_s_sorts_by_one_column_after_the_other_and_shift_s_turns_it_round(home: HomePage) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    seen = []
    for _ in BoardColumn:
        press(Qt.Key.Key_S)
        seen.append(table(home).accessibleDescription())
    assert seen[2:4] == ["Sorted by Board, upwards", "Sorted by State, upwards"]
    assert len(set(seen)) == len(BoardColumn)
    for _ in range(3):
        press(Qt.Key.Key_S)
    names = [table(home).model().index(row, 0).data() for row in range(18)]
    assert names == sorted(names, key=str.lower)
    press(Qt.Key.Key_S, shift)
    names = [table(home).model().index(row, 0).data() for row in range(18)]
    assert names == sorted(names, key=str.lower, reverse=True)
    assert table(home).accessibleDescription() == "Sorted by Board, downwards"
    press(Qt.Key.Key_S, shift)
    assert table(home).accessibleDescription() == "Sorted by Board, upwards"


def test_the_field_that_finds_a_board_goes_below_where_there_is_no_room(home: HomePage) -> None:
    find, segments = named(home, QLineEdit, "Find a board"), home.findChild(Segmented)
    assert find.geometry().top() < segments.geometry().bottom()
    home.resize(820, 740)
    settle()
    assert find.geometry().top() > segments.geometry().bottom()
    home.resize(1160, 740)
    settle()
    assert find.geometry().top() < segments.geometry().bottom()


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
