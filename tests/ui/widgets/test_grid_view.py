from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from csp_desktop.core.figures import Absence
from csp_desktop.core.plan import Plan
from csp_desktop.core.records import Record
from csp_desktop.ui.delegates.figure_delegate import FigureDelegate
from csp_desktop.ui.item_models.figure_grid import FigureColumn, FigureGrid
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.grid_view import GridView
from csp_desktop.ui.widgets.tables import dress_table
from tests.ui.hands import Q1, blank_sheet, enter, focused, heard, press, settle, type_in
from tests.ui.item_models.test_figure_grid import with_records

C = FigureColumn
ENTRY = C.ENTRY
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
BOTH = SHIFT | CONTROL
Key = Qt.Key
PARTS = [one for one in C if ENTRY < one < C.NOTE]


class Return:
    """A forum's figures in a grid of their own; what is entered stands there afterwards."""

    def __init__(self, plan: Plan, theme: Theme) -> None:
        self.model, self.grid = FigureGrid(), GridView()
        self.model.setParent(self.grid)
        self.steps: list[tuple[list[Record], str]] = []
        self.sheet = blank_sheet(plan, "NPFHF")
        self.model.show_sheet(self.sheet)
        self.model.entered.connect(self._take)
        grid = self.grid
        grid.setModel(self.model)
        dress_table(grid, theme, cells=True)
        grid.setItemDelegate(FigureDelegate(theme, grid))
        for row in self.model.groups():
            grid.setSpan(row, 0, 1, len(C))
        self.set_wide(False)
        grid.cleared.connect(self.model.clear)
        grid.pasted.connect(self.model.paste)
        grid.filled.connect(self.model.fill)
        grid.filled_down.connect(self.model.fill_down)
        grid.resize(900, 1100)
        self.go("F1")

    def _take(self, records: list[Record], what: str) -> None:
        self.steps.append((records, what))
        lines = tuple(with_records(line, records) for line in self.sheet.figures)
        self.show(replace(self.sheet, figures=lines))

    def show(self, sheet) -> None:
        self.sheet = sheet
        self.model.show_sheet(sheet)

    def set_wide(self, wide: bool) -> None:
        self.model.set_wide(wide)
        for column in PARTS:
            self.grid.setColumnHidden(column, not wide)

    def cell(self, code: str, column: C = ENTRY):
        return self.model.index(self.model.row_of(code), column)

    def go(self, code: str, column: C = ENTRY) -> None:
        self.grid.setCurrentIndex(self.cell(code, column))

    def text(self, code: str, column: C = ENTRY) -> str:
        return self.cell(code, column).data(Qt.ItemDataRole.EditRole)

    def fill(self, **texts: str) -> None:
        for code, text in texts.items():
            assert self.model.take_text(code, "number", text)
        self.steps.clear()

    @property
    def place(self) -> tuple[str, str]:
        index = self.grid.currentIndex()
        line = self.model.line(index.row())
        assert line is not None, "the keyboard stands on a heading"
        return line.indicator.code, C(index.column()).name

    @property
    def chosen(self) -> list[tuple[str, str]]:
        return [
            (self.model.line(one.row()).indicator.code, C(one.column()).name)
            for one in self.grid.chosen
        ]

    def codes(self) -> list[str]:
        lines = [self.model.line(row) for row in range(self.model.rowCount())]
        return [line.indicator.code for line in lines if line is not None]


@pytest.fixture(autouse=True)
def nothing_stays_copied() -> Iterator[None]:
    """What a test puts on the clipboard itself must not outlive Python."""
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def page(plan: Plan, undressed: Theme, show) -> Return:
    """With the keyboard in the first figure."""
    made = Return(plan, undressed)
    made.grid.setUpdatesEnabled(False)
    show(made.grid)
    made.grid.setFocus()
    return made


def copied() -> QMimeData:
    return QGuiApplication.clipboard().mimeData()


def on_clipboard(text: str = "", html: str = "") -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def put_in(text: str) -> None:
    """Text with characters that Qt's keyboard for tests has no keys for."""
    press(Key.Key_F2)
    focused().insert(text)
    press(Key.Key_Return)


# Typing


def test_typing_replaces_what_stands_in_the_cell_and_enter_goes_down(page: Return) -> None:
    page.fill(F1="5")
    enter("287")
    assert page.text("F1") == "287"
    assert page.place == ("F1a", "ENTRY")
    enter("8")
    assert page.text("F1a") == "8"


@pytest.mark.parametrize(
    ("code", "typed", "kept"),
    [
        ("F1", "1,234", "1234"),
        ("F1", " 12 ", "12"),
        ("F1", "1\u00a0234", "1234"),
        ("F1", "\u200b30\u200b", "30"),
        ("F1", "£5", "5"),
        ("F1", "00123456789", "123456789"),
        ("F2", "23%", "23%"),
        ("F2", "375 (23%)", "375 (23%)"),
        ("F2", "24/413", "24/413"),
        ("F4", "n/a", "Not applicable"),
        ("F4", "NYA", "Not yet available"),
        ("F4", "No data", "Not collected"),
    ],
)
def test_a_figure_is_typed_as_people_write_it(
    page: Return, code: str, typed: str, kept: str
) -> None:
    page.go(code)
    if typed.isascii():
        enter(typed)
    else:
        put_in(typed)
    assert page.text(code) == kept
    assert page.place[0] != code


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("0.23", ("23%", "0.23%")),
        ("-", ("Not collected", "Not applicable", "Not yet available")),
    ],
)
def test_what_may_mean_two_things_stays_and_is_asked_back(
    page: Return, typed: str, choices: tuple[str, ...]
) -> None:
    page.go("F2")
    enter(typed)
    assert page.text("F2") == typed
    assert page.place == ("F2", "ENTRY")
    assert page.model.line(page.model.row_of("F2")).drafts == {"number": typed}
    for choice in choices:
        assert page.model.take_text("F2", "number", choice)


@pytest.mark.parametrize("digits", ["1", "12345678901234567890", "1.000000001", "100000"])
def test_the_keyboard_never_loses_a_digit(page: Return, digits: str) -> None:
    type_in(digits)
    assert focused().text() == digits
    assert type(focused()) is QLineEdit
    press(Key.Key_Return)
    assert page.text("F1") == digits


def test_text_that_cannot_be_read_stays_and_the_cursor_with_it(page: Return) -> None:
    page.go("F5")
    enter("about 200")
    assert page.place == ("F5", "ENTRY")
    assert page.text("F5") == "about 200"
    assert focused() is page.grid
    press(Key.Key_Return)
    assert page.place == ("F7", "ENTRY")


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_Up, Key.Key_Tab])
def test_one_can_leave_text_that_cannot_be_read(page: Return, key: Qt.Key) -> None:
    page.go("F5")
    type_in("about 200")
    press(key)
    assert page.place != ("F5", "ENTRY")
    assert page.text("F5") == "about 200"


def test_a_correction_takes_the_text_away_and_goes_on(page: Return) -> None:
    page.go("F5")
    enter("about 200")
    press(Key.Key_F2)
    assert focused().text() == "about 200"
    focused().clear()
    enter("200")
    assert page.text("F5") == "200"
    assert page.place == ("F7", "ENTRY")


@pytest.mark.parametrize(
    ("key", "modifiers", "place"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, ("F5", "ENTRY")),
        (Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, ("F5", "ENTRY")),
        (Key.Key_Return, SHIFT, ("F1f", "ENTRY")),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier, ("F5", "ENTRY")),
        (Key.Key_Up, Qt.KeyboardModifier.NoModifier, ("F1f", "ENTRY")),
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier, ("F1g", "NOTE")),
        (Key.Key_Backtab, SHIFT, ("F1g", "LAST_QUARTER")),
    ],
)
def test_an_open_editor_is_stored_and_left_by(
    page: Return, key: Qt.Key, modifiers: Qt.KeyboardModifier, place: tuple[str, str]
) -> None:
    page.go("F1g")
    type_in("41")
    press(key, modifiers)
    assert page.text("F1g") == "41"
    assert page.place == place
    assert focused() is page.grid
    assert len(page.steps) == 1


def test_ctrl_enter_in_an_editor_stores_it_and_asks_for_the_details(page: Return) -> None:
    told = heard(page.grid.details_wanted)
    type_in("41")
    press(Key.Key_Return, CONTROL)
    assert told == [()]
    assert page.text("F1") == "41"
    assert page.place == ("F1", "ENTRY")


def test_left_and_right_stay_within_an_open_editor(page: Return) -> None:
    type_in("29")
    press(Key.Key_Left)
    type_in("0")
    press(Key.Key_Return)
    assert page.text("F1") == "209"


def test_f2_edits_what_stands_there_with_the_cursor_at_its_end(page: Return) -> None:
    page.fill(F1="28")
    press(Key.Key_F2)
    assert isinstance(focused(), QLineEdit)
    assert not focused().hasSelectedText()
    enter("7")
    assert page.text("F1") == "287"


def test_a_double_click_edits_as_f2_does(page: Return) -> None:
    page.fill(F1a="28")
    at = page.grid.visualRect(page.cell("F1a")).center()
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle()
    enter("7")
    assert page.text("F1a") == "287"


def test_escape_leaves_a_cell_as_it_was(page: Return) -> None:
    page.fill(F1="5")
    type_in("99")
    press(Key.Key_Escape)
    assert page.text("F1") == "5"
    assert page.place == ("F1", "ENTRY")
    assert focused() is page.grid
    assert page.steps == []


def test_leaving_the_grid_stores_the_cell_being_edited(page: Return) -> None:
    type_in("41")
    page.grid.setFocus()
    settle()
    assert page.text("F1") == "41"
    assert page.place == ("F1", "ENTRY")


def test_what_is_being_typed_outlives_a_change_of_its_line(page: Return) -> None:
    type_in("28")
    assert page.model.take_text("F1", "comment", "From CRIS")
    assert focused().text() == "28"
    enter("7")
    assert page.text("F1") == "287"
    assert page.text("F1", C.NOTE) == "From CRIS"


def test_an_unchanged_cell_is_not_stored_again(page: Return) -> None:
    page.fill(F1="5")
    press(Key.Key_F2)
    press(Key.Key_Return)
    assert page.steps == []
    assert page.place == ("F1a", "ENTRY")


@pytest.mark.parametrize(
    "modifiers",
    [CONTROL, ALT, CONTROL | ALT, Qt.KeyboardModifier.MetaModifier,
     Qt.KeyboardModifier.GroupSwitchModifier],
)  # fmt: skip
def test_a_command_types_nothing(page: Return, modifiers: Qt.KeyboardModifier) -> None:
    """AltGr comes as Ctrl with Alt on Windows, and carries a character."""
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_4, modifiers, "€")
    QApplication.sendEvent(page.grid, event)
    assert focused() is page.grid
    assert page.grid.indexWidget(page.cell("F1")) is None


def test_a_command_in_an_editor_does_nothing_to_the_cells_behind_it(page: Return) -> None:
    told = [heard(one) for one in (page.grid.cleared, page.grid.filled_down, page.grid.pasted)]
    type_in("28")
    press(Key.Key_D, CONTROL)
    press(Key.Key_Delete)
    press(Key.Key_Backspace)
    press(Key.Key_Return)
    assert told == [[], [], []]
    assert page.text("F1") == "2"


def test_nothing_is_typed_into_a_column_that_is_not_entered(page: Return) -> None:
    page.go("F5", C.NAME)
    type_in("F")
    press(Key.Key_F2)
    assert page.place == ("F5", "NAME")
    assert focused() is page.grid


def test_a_locked_return_is_only_looked_at(page: Return) -> None:
    page.fill(F1="5")
    page.show(replace(page.sheet, open=False))
    type_in("7")
    press(Key.Key_Delete)
    press(Key.Key_D, CONTROL)
    on_clipboard("12")
    press(Key.Key_V, CONTROL)
    assert page.steps == []
    assert page.text("F1") == "5"
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    assert page.place == ("F1a", "ENTRY")


def test_a_comment_of_several_lines_is_not_flattened_by_looking_at_it(page: Return) -> None:
    assert page.model.take_text("F1", "comment", "one\ntwo")
    page.steps.clear()
    page.go("F1", C.NOTE)
    press(Key.Key_F2)
    press(Key.Key_Return)
    assert page.steps == []
    assert page.text("F1", C.NOTE) == "one\ntwo"


# Moving


def test_arrows_move_in_four_directions(page: Return) -> None:
    seen = []
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Left, Key.Key_Left, Key.Key_Up):
        press(key)
        seen.append(page.place)
    assert seen == [
        ("F1", "NOTE"),
        ("F1a", "NOTE"),
        ("F1a", "ENTRY"),
        ("F1a", "LAST_QUARTER"),
        ("F1", "LAST_QUARTER"),
    ]


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier),
    ],
)
def test_going_down_passes_every_figure_and_no_heading(
    page: Return, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    seen = [page.place[0]]
    for _ in range(len(page.codes())):
        press(key, modifiers)
        seen.append(page.place[0])
    assert seen == [*page.codes(), page.codes()[-1]]


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Key.Key_Up, Qt.KeyboardModifier.NoModifier), (Key.Key_Return, SHIFT)]
)
def test_going_up_passes_every_figure_and_no_heading(
    page: Return, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    page.go(page.codes()[-1])
    seen = [page.place[0]]
    for _ in range(len(page.codes())):
        press(key, modifiers)
        seen.append(page.place[0])
    assert seen == [*reversed(page.codes()), page.codes()[0]]


def test_tab_goes_from_the_last_cell_of_a_row_to_the_next_entry(page: Return) -> None:
    page.go("F9")
    press(Key.Key_Tab)
    assert page.place == ("F9", "NOTE")
    press(Key.Key_Tab)
    assert page.place == ("F2", "ENTRY")
    press(Key.Key_Backtab, SHIFT)
    assert page.place == ("F2", "LAST_QUARTER")


def test_tab_in_the_wide_view_passes_every_column(page: Return) -> None:
    page.set_wide(True)
    seen = [page.place[1]]
    for _ in range(len(PARTS) + 1):
        press(Key.Key_Tab)
        seen.append(page.place[1])
    assert seen == [one.name for one in C if one >= ENTRY]
    press(Key.Key_Tab)
    assert page.place == ("F1a", "ENTRY")


def test_tab_goes_nowhere_from_the_very_last_cell_nor_back_from_the_very_first(
    page: Return,
) -> None:
    page.go(page.codes()[-1], C.NOTE)
    press(Key.Key_Tab)
    assert page.place == (page.codes()[-1], "NOTE")
    page.go("F1", C.CODE)
    press(Key.Key_Backtab, SHIFT)
    assert page.place == ("F1", "CODE")
    page.go("F1a", C.CODE)
    press(Key.Key_Backtab, SHIFT)
    assert page.place == ("F1", "NOTE")


@pytest.mark.parametrize(
    ("key", "modifiers", "place"),
    [
        (Key.Key_Home, Qt.KeyboardModifier.NoModifier, ("F5", "CODE")),
        (Key.Key_End, Qt.KeyboardModifier.NoModifier, ("F5", "NOTE")),
        (Key.Key_Home, CONTROL, ("F1", "ENTRY")),
        (Key.Key_End, CONTROL, ("last", "ENTRY")),
        (Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, ("last", "ENTRY")),
        (Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, ("F1", "ENTRY")),
    ],
)
def test_the_ends_are_reached_by(
    page: Return, key: Qt.Key, modifiers: Qt.KeyboardModifier, place: tuple[str, str]
) -> None:
    page.go("F5")
    press(key, modifiers)
    assert page.place == (place[0].replace("last", page.codes()[-1]), place[1])


def test_a_page_is_what_can_be_seen(page: Return) -> None:
    page.grid.resize(900, 250)
    settle()
    press(Key.Key_PageDown)
    assert page.place[0] not in ("F1", "F1a", page.codes()[-1])
    press(Key.Key_PageUp)
    assert page.place[0] == "F1"


def test_ctrl_and_an_arrow_goes_to_the_edge_of_what_is_filled(page: Return) -> None:
    page.fill(F1a="1", F1b="2", F1c="3", F1g="4", F7="5")
    seen = []
    for _ in range(5):
        press(Key.Key_Down, CONTROL)
        seen.append(page.place[0])
    assert seen == ["F1a", "F1c", "F1g", "F7", page.codes()[-1]]
    for _ in range(5):
        press(Key.Key_Up, CONTROL)
        seen.append(page.place[0])
    assert seen[5:] == ["F7", "F1g", "F1c", "F1a", "F1"]


def test_ctrl_and_left_or_right_goes_along_the_row(page: Return) -> None:
    page.go("F1", C.CODE)
    seen = []
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Left, Key.Key_Left):
        press(key, CONTROL)
        seen.append(page.place[1])
    assert seen == ["NAME", "NOTE", "NAME", "CODE"]


def test_the_grid_tells_where_one_has_moved(page: Return) -> None:
    told = heard(page.grid.moved)
    press(Key.Key_Down)
    assert [(one.row(), one.column()) for one in told] == [(2, ENTRY)]


def test_a_click_on_a_heading_leaves_the_current_cell(page: Return) -> None:
    heading = page.grid.visualRect(page.model.index(page.model.groups()[1], 0)).center()
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert page.place == ("F1", "ENTRY")


def test_ctrl_enter_asks_for_the_details(page: Return) -> None:
    told = heard(page.grid.details_wanted)
    press(Key.Key_Return, CONTROL)
    assert told == [()]
    assert page.place == ("F1", "ENTRY")


@pytest.mark.parametrize("key", [Key.Key_F3, Key.Key_Escape])
def test_other_keys_are_left_to_the_page(page: Return, key: Qt.Key) -> None:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    page.grid.keyPressEvent(event)
    assert not event.isAccepted()


# Selecting


def test_shift_and_arrows_extend_the_selection_from_the_current_cell(page: Return) -> None:
    press(Key.Key_Down, SHIFT, times=2)
    assert page.chosen == [("F1", "ENTRY"), ("F1a", "ENTRY"), ("F1b", "ENTRY")]
    assert page.place == ("F1", "ENTRY")
    press(Key.Key_Up, SHIFT)
    press(Key.Key_Left, SHIFT)
    assert page.chosen == [
        ("F1", "LAST_QUARTER"),
        ("F1", "ENTRY"),
        ("F1a", "LAST_QUARTER"),
        ("F1a", "ENTRY"),
    ]
    press(Key.Key_Down)
    assert page.chosen == [("F1a", "ENTRY")]


def test_a_selection_across_a_heading_stays_in_its_columns(page: Return) -> None:
    page.go("F9")
    press(Key.Key_Down, SHIFT)
    assert page.chosen == [("F9", "ENTRY"), ("F2", "ENTRY")]


def test_a_selection_leaves_out_columns_that_are_hidden(page: Return) -> None:
    press(Key.Key_Right, SHIFT)
    assert page.chosen == [("F1", "ENTRY"), ("F1", "NOTE")]
    model = page.grid.selectionModel()
    assert not model.isSelected(page.cell("F1", C.SOURCE))


def test_ctrl_shift_and_an_arrow_extend_to_the_edge(page: Return) -> None:
    page.fill(F1="1", F1a="2", F1b="3")
    press(Key.Key_Down, BOTH)
    assert [code for code, _ in page.chosen] == ["F1", "F1a", "F1b"]
    press(Key.Key_End, BOTH)
    assert [code for code, _ in page.chosen] == page.codes()
    press(Key.Key_Home, SHIFT)
    assert page.chosen[0] == (page.codes()[0], "CODE")


def test_ctrl_a_selects_every_entry(page: Return) -> None:
    page.go("F5", C.NOTE)
    press(Key.Key_A, CONTROL)
    assert page.chosen == [(code, "ENTRY") for code in page.codes()]


def test_enter_in_a_selection_goes_down_and_lets_it_go(page: Return) -> None:
    press(Key.Key_Down, SHIFT, times=3)
    enter("12")
    assert page.text("F1") == "12"
    assert page.chosen == [("F1a", "ENTRY")]


def drag(page: Return, start: str, end: str) -> None:
    port = page.grid.viewport()
    places = [page.grid.visualRect(page.cell(code)).center() for code in (start, end)]
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=places[0])
    QTest.mouseMove(port, places[0] + QPoint(0, 3))
    QTest.mouseMove(port, places[1])
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=places[1])
    settle()


def test_dragging_selects_from_the_cell_where_it_began(page: Return) -> None:
    drag(page, "F9", "F2a")
    assert [code for code, _ in page.chosen] == ["F9", "F2", "F2a"]
    assert page.place == ("F9", "ENTRY")


def test_shift_and_a_click_select_up_to_a_cell_and_a_click_lets_go(page: Return) -> None:
    at = page.grid.visualRect(page.cell("F1b")).center()
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, SHIFT, at)
    assert [code for code, _ in page.chosen] == ["F1", "F1a", "F1b"]
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.chosen == [("F1b", "ENTRY")]


# Doing something with what is selected


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_clears_what_is_selected_as_one_step(page: Return, key: Qt.Key) -> None:
    page.fill(F1="5", F1a="nya", F1b="7")
    press(Key.Key_Down, SHIFT)
    press(key)
    assert [page.text(code) for code in ("F1", "F1a", "F1b")] == ["", "", "7"]
    assert [what for _, what in page.steps] == ["clear 2 figures"]
    assert focused() is page.grid


def test_ctrl_d_fills_the_selection_down(page: Return) -> None:
    page.fill(F1="0")
    press(Key.Key_Down, SHIFT, times=2)
    press(Key.Key_D, CONTROL)
    assert [page.text(code) for code in ("F1", "F1a", "F1b", "F1c")] == ["0", "0", "0", ""]
    assert [what for _, what in page.steps] == ["fill down 2 figures"]


def test_ctrl_d_on_one_cell_copies_the_one_above_across_a_heading(page: Return) -> None:
    page.fill(F9="nya")
    page.go("F2")
    press(Key.Key_D, CONTROL)
    assert page.text("F2") == "Not yet available"
    page.go("F1")
    press(Key.Key_D, CONTROL)
    assert page.text("F1") == ""


def test_ctrl_c_copies_the_block_as_text_and_as_a_table(page: Return) -> None:
    page.fill(F9="5", F2="24/413")
    page.go("F9")
    press(Key.Key_Down, SHIFT)
    press(Key.Key_C, CONTROL)
    assert copied().text() == "5\n24/413\n"
    assert "<table>" in copied().html()
    assert page.steps == []


def test_ctrl_x_copies_and_clears(page: Return) -> None:
    page.fill(F1="5", F1a="6")
    press(Key.Key_Down, SHIFT)
    press(Key.Key_X, CONTROL)
    assert copied().text() == "5\n6\n"
    assert [page.text(code) for code in ("F1", "F1a")] == ["", ""]
    assert [what for _, what in page.steps] == ["clear 2 figures"]


def test_ctrl_v_puts_a_block_in_from_the_first_cell_selected(page: Return) -> None:
    on_clipboard("5\t\n\tcounted twice\n7\t\n")
    page.go("F1a")
    press(Key.Key_Up, SHIFT)
    press(Key.Key_V, CONTROL)
    assert [page.text(code) for code in ("F1", "F1a", "F1b")] == ["5", "", "7"]
    assert page.text("F1a", C.NOTE) == "counted twice"
    assert [what for _, what in page.steps] == ["paste 3 figures"]


def test_ctrl_v_reads_a_table_of_a_mail(page: Return) -> None:
    on_clipboard("5\n6", "<table><tr><td>5</td><td>From CRIS</td></tr></table>")
    press(Key.Key_V, CONTROL)
    assert (page.text("F1"), page.text("F1", C.NOTE)) == ("5", "From CRIS")


def test_one_cell_copied_fills_all_that_are_selected(page: Return) -> None:
    on_clipboard("0\n")
    press(Key.Key_Down, SHIFT, times=3)
    press(Key.Key_V, CONTROL)
    assert [page.text(code) for code in ("F1", "F1a", "F1b", "F1c")] == ["0"] * 4
    assert [what for _, what in page.steps] == ["fill 4 figures"]


def test_an_empty_clipboard_changes_nothing(page: Return) -> None:
    page.fill(F1="5")
    on_clipboard()
    told = heard(page.grid.pasted)
    press(Key.Key_V, CONTROL)
    assert told == []
    assert page.text("F1") == "5"


def test_what_is_cut_can_be_put_elsewhere(page: Return) -> None:
    page.fill(F1="5", F1a="nya", F2="24/413")
    page.go("F1")
    press(Key.Key_Down, SHIFT)
    press(Key.Key_X, CONTROL)
    page.go("F7")
    press(Key.Key_V, CONTROL)
    assert [page.text(code) for code in ("F1", "F1a", "F7", "F9")] == [
        "", "", "5", "Not yet available",
    ]  # fmt: skip


def test_every_column_of_the_wide_view_is_typed_into(page: Return) -> None:
    page.set_wide(True)
    page.go("F2")
    for text in ("", "24", "413", "", "", "", "", "final", "CRIS", "6 Jul 2015", "Checked"):
        type_in(text)
        press(Key.Key_Tab)
    figure = page.model.line(page.model.row_of("F2")).figure
    assert (figure.numerator, figure.denominator, figure.source) == (24, 413, "CRIS")
    assert (figure.obtained, figure.comment) == (date(2015, 7, 6), "Checked")
    assert figure.status.value == "final"
    page.go("F4")
    for text in ("nya", "", "", "", "", "14 Aug 2015", "Police"):
        type_in(text)
        press(Key.Key_Tab)
    figure = page.model.line(page.model.row_of("F4")).figure
    assert figure.absence is Absence.NOT_YET_AVAILABLE
    assert (figure.expected_on, figure.expected_from) == (date(2015, 8, 14), "Police")
    assert Q1.range == figure.period
