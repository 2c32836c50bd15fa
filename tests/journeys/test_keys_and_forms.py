"""Each key of the grid and each lenient form of a figure, through the real window."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from csp_desktop.core.figures import Absence, Figure
from csp_desktop.services import Services
from csp_desktop.ui.item_models.figure_grid import FigureColumn
from csp_desktop.ui.main_window import MainWindow
from csp_desktop.ui.widgets.grid_view import GridView
from tests.ui.hands import Q1, enter, focused, named, press, settle, type_in, words_on

KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
COUNT, PERCENTAGE, SURVEY = ("TTCG", "D1"), ("NPFHF", "F2"), ("TMG", "F3")

FORMS: list[tuple[tuple[str, str], str, dict[str, object]]] = [
    (COUNT, "1,234", {"value": 1234}),
    (COUNT, " 12 ", {"value": 12}),
    (COUNT, "£5", {"value": 5}),
    (COUNT, "1\u00a0234", {"value": 1234}),
    (COUNT, "\u200b12\ufeff", {"value": 12}),
    (COUNT, "0", {"value": 0}),
    (PERCENTAGE, "23%", {"value": 23}),
    (PERCENTAGE, "23", {"value": 23}),
    (PERCENTAGE, "24/413", {"numerator": 24, "denominator": 413}),
    (PERCENTAGE, "375 (23%)", {"numerator": 375, "value": 23}),
    (SURVEY, "78% of 1,171", {"value": 78, "sample_size": 1171}),
    (COUNT, "n/a", {"absence": Absence.NOT_APPLICABLE}),
    (COUNT, "NYA", {"absence": Absence.NOT_YET_AVAILABLE}),
    (COUNT, "No data", {"absence": Absence.NOT_COLLECTED}),
]
ASKED = [
    (PERCENTAGE, "0.23", "23%", {"value": 23}),
    (PERCENTAGE, "0.23", "0.23%", {"value": Decimal("0.23")}),
    (COUNT, "-", "Not collected", {"absence": Absence.NOT_COLLECTED}),
]


@pytest.fixture
def figure(services: Services) -> Callable[[tuple[str, str]], Figure]:
    """What is stored of an indicator."""

    def one(place: tuple[str, str]) -> Figure:
        board, code = place
        lines = services.returns.sheet(board, Q1).figures
        return next(line.figure for line in lines if line.indicator.code == code)

    return one


def go_to(window: MainWindow, place: tuple[str, str]) -> None:
    window.open_return(place[0], Q1)
    window.returns.show_line(place[1])
    settle()


def give(text: str) -> None:
    """Typed where a keyboard has the characters, else pasted, which is how they come in."""
    if max(text) <= "\u00ff":
        enter(text)
    else:
        QApplication.clipboard().setText(text)
        press(KEY.Key_V, CONTROL)


@pytest.mark.parametrize(("place", "typed", "said"), FORMS, ids=lambda one: repr(one)[:30])
def test_each_lenient_form_is_read_as_it_is_meant(
    window: MainWindow,
    figure: Callable[[tuple[str, str]], Figure],
    place: tuple[str, str],
    typed: str,
    said: dict[str, object],
) -> None:
    go_to(window, place)
    give(typed)
    stored = figure(place)
    assert {name: getattr(stored, name) for name in said} == said
    assert stored.has_number == ("absence" not in said)


@pytest.mark.parametrize(("place", "typed", "choice", "said"), ASKED)
def test_what_may_mean_two_things_is_asked_back(
    window: MainWindow,
    figure: Callable[[tuple[str, str]], Figure],
    place: tuple[str, str],
    typed: str,
    choice: str,
    said: dict[str, object],
) -> None:
    go_to(window, place)
    give(typed)
    assert not figure(place).entered
    answers = [one for one in window.findChildren(QPushButton) if one.isVisible()]
    next(one for one in answers if one.text() == choice).click()
    settle()
    stored = figure(place)
    assert {name: getattr(stored, name) for name in said} == said


@pytest.fixture
def grid(window: MainWindow) -> GridView:
    """Four figures entered down the column of the longest return, the keyboard in the first."""
    go_to(window, ("TTCG", "D1"))
    for typed in ("11", "12", "13", "14"):
        enter(typed)
    window.returns.show_line("D1")
    settle()
    return named(window.returns, GridView, "Figures")


def at(grid: GridView) -> tuple[str, FigureColumn]:
    index = grid.currentIndex()
    return index.siblingAtColumn(FigureColumn.CODE).data(), FigureColumn(index.column())


def shown(grid: GridView, *codes: str) -> list[str]:
    model = grid.model()
    return [model.index(model.row_of(code), FigureColumn.ENTRY).data() for code in codes]


ENTRY, NOTE, CODE = FigureColumn.ENTRY, FigureColumn.NOTE, FigureColumn.CODE
MOVES = [
    (KEY.Key_Down, Qt.KeyboardModifier.NoModifier, ("D2", ENTRY)),
    (KEY.Key_Up, Qt.KeyboardModifier.NoModifier, ("B6", ENTRY)),
    (KEY.Key_Right, Qt.KeyboardModifier.NoModifier, ("D1", NOTE)),
    (KEY.Key_Left, Qt.KeyboardModifier.NoModifier, ("D1", FigureColumn.LAST_QUARTER)),
    (KEY.Key_Return, Qt.KeyboardModifier.NoModifier, ("D2", ENTRY)),
    (KEY.Key_Tab, Qt.KeyboardModifier.NoModifier, ("D1", NOTE)),
    (KEY.Key_Home, Qt.KeyboardModifier.NoModifier, ("D1", CODE)),
    (KEY.Key_End, Qt.KeyboardModifier.NoModifier, ("D1", NOTE)),
    (KEY.Key_Down, CONTROL, ("D4", ENTRY)),
    (KEY.Key_Up, CONTROL, ("B6", ENTRY)),
]


@pytest.mark.parametrize(("key", "modifier", "place"), MOVES)
def test_each_key_moves_as_in_excel(
    grid: GridView, key: Qt.Key, modifier: Qt.KeyboardModifier, place: tuple[str, FigureColumn]
) -> None:
    press(key, modifier)
    assert at(grid) == place


def test_f2_edits_typing_replaces_and_escape_restores(grid: GridView) -> None:
    press(KEY.Key_F2)
    assert isinstance(focused(), QLineEdit)
    enter("5")
    assert shown(grid, "D1") == ["115"]
    press(KEY.Key_Up)
    enter("7")
    press(KEY.Key_Up)
    type_in("99")
    press(KEY.Key_Escape)
    assert shown(grid, "D1") == ["7"]


def test_ctrl_d_fills_down_and_delete_clears(grid: GridView) -> None:
    press(KEY.Key_Down, SHIFT, times=2)
    press(KEY.Key_D, CONTROL)
    assert shown(grid, "D1", "D2", "D3", "D4") == ["11", "11", "11", "14"]
    press(KEY.Key_Delete)
    assert shown(grid, "D1", "D2", "D3", "D4") == [*["not entered"] * 3, "14"]
    press(KEY.Key_Z, CONTROL, times=2)
    assert shown(grid, "D1", "D2", "D3", "D4") == ["11", "12", "13", "14"]
    press(KEY.Key_Y, CONTROL)
    assert shown(grid, "D1", "D2", "D3", "D4") == ["11", "11", "11", "14"]


def test_blocks_are_copied_cut_and_pasted(grid: GridView, window: MainWindow) -> None:
    press(KEY.Key_Down, SHIFT)
    press(KEY.Key_C, CONTROL)
    data = QApplication.clipboard().mimeData()
    assert data.text().split() == ["11", "12"]
    assert "<td" in data.html()
    window.returns.show_line("D5")
    press(KEY.Key_V, CONTROL)
    assert shown(grid, "D1", "D2", "D5", "D6") == ["11", "12", "11", "12"]
    window.returns.show_line("D1")
    press(KEY.Key_Down, SHIFT)
    press(KEY.Key_X, CONTROL)
    assert shown(grid, "D1", "D2") == ["not entered"] * 2
    assert QApplication.clipboard().text().split() == ["11", "12"]


def test_ctrl_f_finds_and_ctrl_enter_goes_to_the_details_and_back(
    grid: GridView, window: MainWindow
) -> None:
    press(KEY.Key_F, CONTROL)
    type_in("pedal")
    press(KEY.Key_Escape)
    assert at(grid) == ("H8", ENTRY)
    press(KEY.Key_Return, CONTROL)
    assert focused() is not grid
    assert "Theft of pedal cycle" in words_on(window)
    press(KEY.Key_Return, CONTROL)
    assert focused() is grid
