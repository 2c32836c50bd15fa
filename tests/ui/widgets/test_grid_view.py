import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.grid_view import GridView
from tests.ui.hands import enter, focused, heard, press, settle, type_in

ENTRY = 1
HEADINGS = (0, 3)


@pytest.fixture
def grid(theme: Theme, show) -> GridView:
    """Two groups below their headings: rows 1 and 2, then rows 4 and 5; column 1 is typed into."""
    model = QStandardItemModel(6, 3)
    for row in range(6):
        for column in range(3):
            item = QStandardItem(f"{row}")
            item.setEditable(column == ENTRY)
            if row in HEADINGS:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            model.setItem(row, column, item)
    grid = GridView()
    model.setParent(grid)
    grid.setModel(model)
    for row in HEADINGS:
        grid.setSpan(row, 0, 1, 3)
    grid.setCurrentIndex(model.index(1, ENTRY))
    show(grid)
    grid.setFocus()
    return grid


def place(grid: GridView) -> tuple[int, int]:
    return grid.currentIndex().row(), grid.currentIndex().column()


def text(grid: GridView, row: int) -> str:
    return grid.model().index(row, ENTRY).data()


def test_typing_replaces_what_stands_in_the_cell_and_enter_goes_down(grid: GridView) -> None:
    enter("287")
    assert text(grid, 1) == "287"
    assert place(grid) == (2, ENTRY)
    enter("8")
    assert text(grid, 2) == "8"


def test_enter_goes_down_past_a_heading_and_stays_at_the_end(grid: GridView) -> None:
    rows = []
    for _ in range(5):
        rows.append(place(grid)[0])
        press(Qt.Key.Key_Return)
    assert rows == [1, 2, 4, 5, 5]


@pytest.mark.parametrize(
    "keys",
    [
        [Qt.Key.Key_Down] * 6,
        [Qt.Key.Key_Up] * 6,
        [Qt.Key.Key_Tab] * 14,
        [Qt.Key.Key_Backtab] * 14,
        [Qt.Key.Key_PageDown, Qt.Key.Key_PageUp],
        [Qt.Key.Key_End, Qt.Key.Key_Home],
        [Qt.Key.Key_Left, Qt.Key.Key_Right] * 3,
    ],
    ids=lambda keys: keys[0].name,
)
def test_headings_are_passed_over_by_the_keyboard(grid: GridView, keys: list[Qt.Key]) -> None:
    for key in keys:
        press(key)
        assert grid.currentIndex().isValid()
        assert place(grid)[0] not in HEADINGS


def test_the_first_and_the_last_cell_are_reached_without_a_heading(grid: GridView) -> None:
    press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert place(grid)[0] == 5
    press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert grid.currentIndex().isValid()
    assert place(grid)[0] not in HEADINGS


def test_a_click_on_a_heading_leaves_the_current_cell(grid: GridView) -> None:
    middle = grid.visualRect(grid.model().index(3, 0)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert place(grid) == (1, ENTRY)


def test_f2_edits_what_stands_there(grid: GridView) -> None:
    press(Qt.Key.Key_F2)
    assert isinstance(focused(), QLineEdit)
    press(Qt.Key.Key_End)
    enter("0")
    assert text(grid, 1) == "10"


def test_escape_leaves_a_cell_as_it_was(grid: GridView) -> None:
    type_in("99")
    press(Qt.Key.Key_Escape)
    assert text(grid, 1) == "1"
    assert place(grid) == (1, ENTRY)
    assert focused() is grid


def test_tab_stores_and_goes_right(grid: GridView) -> None:
    type_in("7")
    press(Qt.Key.Key_Tab)
    assert text(grid, 1) == "7"
    assert place(grid) == (1, ENTRY + 1)


def test_arrows_move_from_cell_to_cell(grid: GridView) -> None:
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)
    assert place(grid) == (2, ENTRY + 1)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Up)
    assert place(grid) == (1, ENTRY)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_asks_to_clear_the_cell_and_edits_nothing(grid: GridView, key: Qt.Key) -> None:
    told = heard(grid.cleared)
    press(key)
    assert [(index.row(), index.column()) for index in told] == [(1, ENTRY)]
    assert focused() is grid
    assert text(grid, 1) == "1"


def test_delete_takes_letters_away_while_a_cell_is_edited(grid: GridView) -> None:
    told = heard(grid.cleared)
    type_in("28")
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Return)
    assert told == []
    assert text(grid, 1) == "2"


def test_ctrl_enter_asks_for_the_details(grid: GridView) -> None:
    told = heard(grid.details_wanted)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == [()]
    assert place(grid) == (1, ENTRY)


def test_the_grid_tells_where_one_has_moved(grid: GridView) -> None:
    told = heard(grid.moved)
    press(Qt.Key.Key_Down)
    assert [(index.row(), index.column()) for index in told] == [(2, ENTRY)]


def test_leaving_the_grid_stores_the_cell_being_edited(grid: GridView) -> None:
    type_in("41")
    grid.setFocus()
    settle()
    assert text(grid, 1) == "41"
    assert place(grid) == (1, ENTRY)
