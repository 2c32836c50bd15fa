from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt

from csp_desktop.core.reminders import Contact, ContactKind
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.sheet import Completeness
from csp_desktop.services import Services
from csp_desktop.services.returns import BoardProgress
from csp_desktop.ui import marks
from csp_desktop.ui.item_models.board_table import BoardColumn, BoardTable, Segment
from csp_desktop.ui.item_models.roles import Role
from tests.ui.hands import Q1

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def rows(library: Services) -> list[BoardProgress]:
    return library.returns.progress(Q1)


@pytest.fixture
def table(rows: list[BoardProgress], watch) -> BoardTable:
    table = watch(BoardTable())
    table.show_progress(rows)
    return table


def due(row: BoardProgress) -> str:
    table = BoardTable()
    table.show_progress([row])
    return table.index(0, BoardColumn.DUE).data()


def test_the_model_keeps_its_promises_when_it_is_filled_replaced_and_emptied(
    watch, rows: list[BoardProgress]
) -> None:
    table = watch(BoardTable())
    for shown in (rows, rows[:2], [], rows):
        table.show_progress(shown)
        assert table.rowCount() == len(shown)


def test_a_row_shows_a_board_with_its_return(table: BoardTable, rows: list[BoardProgress]) -> None:
    number = next(at for at, row in enumerate(rows) if row.board.code == "NPFHF")
    cells = [table.index(number, column).data() for column in BoardColumn]
    assert cells == ["No Place For Hate Forum", "Not started", "", "0 of 30", "Due 17 July", "", ""]
    assert table.index(number, BoardColumn.BOARD).data(Role.CODE) == "NPFHF"
    assert table.index(number, BoardColumn.ENTERED).data(Role.PROGRESS) == (0, 30)
    assert table.progress(number).board.code == "NPFHF"


def test_every_cell_says_its_board_and_its_words(table: BoardTable) -> None:
    for row in range(table.rowCount()):
        for column in BoardColumn:
            index = table.index(row, column)
            name, words = index.data(SPOKEN).split(", ", 1)
            assert name == table.progress(row).board.name
            assert words == index.data() or not index.data()


def test_a_cell_that_shows_a_number_or_nothing_says_of_what(rows: list[BoardProgress]) -> None:
    row = rows[4]
    begun = replace(row, record=replace(row.record, version=2), open_queries=1)
    said = []
    for one in (row, begun, replace(begun, open_queries=3)):
        table = BoardTable()
        table.show_progress([one])
        columns = (BoardColumn.VERSION, BoardColumn.QUERIES, BoardColumn.CONTACT)
        cells = [table.index(0, column) for column in columns]
        said.append([cell.data(SPOKEN).removeprefix(f"{row.board.name}, ") for cell in cells])
    assert said == [
        ["no version yet", "no open queries", "no contact yet"],
        ["version 2", "1 open query", "no contact yet"],
        ["version 2", "3 open queries", "no contact yet"],
    ]


def test_the_last_contact_is_told_with_its_day(rows: list[BoardProgress]) -> None:
    table = BoardTable()
    reminded = Contact(ContactKind.REMINDER, "2015-07-10T12:00:00.000Z")
    table.show_progress([replace(rows[4], last_contact=reminded)])
    assert table.index(0, BoardColumn.CONTACT).data() == "10 Jul, reminder"


def test_numbers_and_their_headings_stand_at_the_right(table: BoardTable) -> None:
    across, side = Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
    for column in BoardColumn:
        right = column in (BoardColumn.VERSION, BoardColumn.QUERIES)
        for said in (table.index(0, column).data(side), table.headerData(column, across, side)):
            assert bool(said and said & Qt.AlignmentFlag.AlignRight) is right, column


def test_every_column_has_a_heading_and_rows_have_none(table: BoardTable) -> None:
    across = Qt.Orientation.Horizontal
    assert [table.headerData(one, across) for one in BoardColumn] == [
        "Board",
        "State",
        "Version",
        "Entered",
        "Due",
        "Queries",
        "Last contact",
    ]
    assert table.headerData(0, Qt.Orientation.Vertical) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Due 17 July"),
        (1, "1 day late"),
        (5, "5 days late"),
        (99, "99 days late"),
        (100, "Late since 17 Jul 2015"),
    ],
)
def test_a_return_says_when_it_is_due_or_how_late_it_is(
    rows: list[BoardProgress], days: int, words: str
) -> None:
    assert due(replace(rows[4], days_late=days)) == words


@pytest.mark.parametrize(
    ("state", "came", "words"),
    [
        (ReturnState.SUBMITTED, None, "In"),
        (ReturnState.SUBMITTED, date(2015, 7, 17), "On time"),
        (ReturnState.SUBMITTED, date(2015, 7, 18), "In, 1 day late"),
        (ReturnState.APPROVED, date(2015, 7, 20), "In, 3 days late"),
        (ReturnState.ISSUED, date(2015, 7, 1), "On time"),
        (ReturnState.RETURNED, date(2015, 7, 16), "On time"),
        (ReturnState.RETURNED, date(2015, 7, 20), "In, 3 days late"),
        (ReturnState.RETURNED, None, "Due 17 July"),
        (ReturnState.APPROVED, date(2016, 7, 20), "In, late"),
        (ReturnState.IN_PROGRESS, date(2015, 7, 1), "Due 17 July"),
    ],
)
def test_on_time_is_told_apart_from_locked(
    rows: list[BoardProgress], state: ReturnState, came: date | None, words: str
) -> None:
    record = replace(rows[4].record, state=state)
    assert due(replace(rows[4], record=record, first_in=came)) == words


def test_every_segment_holds_the_returns_it_names(rows: list[BoardProgress]) -> None:
    held = {
        state: [
            one
            for one in Segment
            if one.holds(replace(rows[4], record=replace(rows[4].record, state=state)))
        ]
        for state in ReturnState
    }
    assert held == {
        ReturnState.NOT_STARTED: [Segment.ALL],
        ReturnState.IN_PROGRESS: [Segment.ALL],
        ReturnState.SUBMITTED: [Segment.ALL, Segment.TO_REVIEW],
        ReturnState.RETURNED: [Segment.ALL, Segment.RETURNED],
        ReturnState.APPROVED: [Segment.ALL, Segment.APPROVED],
        ReturnState.ISSUED: [Segment.ALL, Segment.APPROVED],
    }
    assert Segment.LATE.holds(replace(rows[4], days_late=1))


def test_a_board_of_which_nothing_is_asked_is_never_due(rows: list[BoardProgress]) -> None:
    assert due(replace(rows[4], complete=Completeness(0, 0), days_late=3)) == "Nothing asked"


def test_a_late_return_is_marked_and_its_board_set_in_600(rows: list[BoardProgress], watch) -> None:
    table = watch(BoardTable())
    table.show_progress([rows[4], replace(rows[4], days_late=5)])
    on_time, late = (table.index(row, BoardColumn.DUE) for row in (0, 1))
    assert (on_time.data(Role.MARK), late.data(Role.MARK)) == (None, marks.Sign.LATE)
    assert (on_time.data(Role.DIM), late.data(Role.DIM)) == (True, False)
    boards = [table.index(row, BoardColumn.BOARD).data(Role.EMPHASIS) for row in (0, 1)]
    assert boards == [False, True]


def sorted_by(rows: list[BoardProgress], column: BoardColumn) -> list[str]:
    table, ordered = BoardTable(), QSortFilterProxyModel()
    table.show_progress(rows)
    ordered.setSourceModel(table)
    ordered.setSortRole(Role.SORT)
    ordered.sort(column)
    return [ordered.index(row, column).data() for row in range(ordered.rowCount())]


def test_late_returns_come_first_and_boards_that_owe_nothing_last(
    rows: list[BoardProgress],
) -> None:
    spared = replace(rows[4], complete=Completeness(0, 0))
    shown = [spared, rows[4], replace(rows[4], days_late=2), replace(rows[4], days_late=30)]
    assert sorted_by(shown, BoardColumn.DUE) == [
        "30 days late",
        "2 days late",
        "Due 17 July",
        "Nothing asked",
    ]


def test_states_are_sorted_by_how_far_they_are_not_by_their_letters(
    rows: list[BoardProgress],
) -> None:
    shown = [
        replace(rows[4], record=replace(rows[4].record, state=state))
        for state in sorted(ReturnState, key=lambda one: one.words)
    ]
    assert sorted_by(shown, BoardColumn.STATE) == [state.words for state in ReturnState]


def test_how_much_is_entered_is_sorted_as_a_share(rows: list[BoardProgress]) -> None:
    shown = [
        replace(rows[4], complete=Completeness(entered, expected))
        for entered, expected in ((9, 10), (10, 100), (0, 0), (2, 4))
    ]
    assert sorted_by(shown, BoardColumn.ENTERED) == ["0 of 0", "10 of 100", "2 of 4", "9 of 10"]


def test_versions_queries_and_contacts_are_sorted_as_what_they_are(
    rows: list[BoardProgress],
) -> None:
    days = ("2015-06-30T12:00:00.000Z", "2015-07-05T12:00:00.000Z")
    early, late = (Contact(ContactKind.RECEIVED, at) for at in days)
    shown = [
        replace(
            rows[4],
            record=replace(rows[4].record, version=number),
            open_queries=number,
            last_contact=contact,
        )
        for number, contact in ((10, late), (9, early), (0, None))
    ]
    assert sorted_by(shown, BoardColumn.VERSION) == ["", "9", "10"]
    assert sorted_by(shown, BoardColumn.QUERIES) == ["", "9", "10"]
    assert sorted_by(shown, BoardColumn.CONTACT) == ["", "30 Jun, received", "5 Jul, received"]


def test_no_cell_answers_nothing(table: BoardTable) -> None:
    assert table.data(QModelIndex()) is None
    assert table.rowCount(table.index(0, 0)) == 0
    assert table.columnCount(table.index(0, 0)) == 0
