"""Looking at everything writes nothing: filling a form is not an edit."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QTabBar, QTableView

from csp_desktop.services import Services
from csp_desktop.ui.main_window import HOME, RETURNS, TRENDS, MainWindow
from csp_desktop.ui.widgets.grid_view import GridView
from csp_desktop.ui.widgets.stepper import Stepper
from tests.ui.hands import Q1, enter, named, press, settle


def test_showing_every_return_and_every_action_writes_nothing(
    window: MainWindow, services: Services, database: Path
) -> None:
    before = database.read_bytes()
    page = window.returns
    window.open_page(RETURNS)
    tabs, grid = page.findChild(QTabBar), named(page, GridView, "Figures")
    actions = named(page, QTableView, "Actions")
    for board in services.plan.boards:
        window.open_return(board.code, Q1)
        for part, table in enumerate((grid, actions)):
            tabs.setCurrentIndex(part)
            for row in range(table.model().rowCount()):
                table.setCurrentIndex(table.model().index(row, table.currentIndex().column()))
        for part in (2, 3):
            tabs.setCurrentIndex(part)
            settle()
    window.close()
    assert database.read_bytes() == before


def test_opening_every_page_and_stepping_through_the_quarters_writes_nothing(
    window: MainWindow, services: Services, database: Path
) -> None:
    before = database.read_bytes()
    for page, key in ((window.home, HOME), (window.returns, RETURNS)):
        window.open_page(key)
        for button in page.findChild(Stepper).findChildren(QPushButton)[::-1]:
            for _ in services.plan.quarters_owed():
                button.click()
                settle()
    window.open_page(TRENDS)
    for code in ("H3", "F1", "CC1-7"):
        window.trends.show_indicator(code)
    window.close()
    assert database.read_bytes() == before


def test_going_through_every_field_without_typing_writes_nothing(
    window: MainWindow, database: Path
) -> None:
    before = database.read_bytes()
    window.open_return("NPFHF", Q1)
    tabs = window.returns.findChild(QTabBar)
    for part in range(tabs.count()):
        tabs.setCurrentIndex(part)
        press(Qt.Key.Key_F6)
        press(Qt.Key.Key_Tab, times=40)
    press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Tab, times=40)
    window.open_page(HOME)
    named(window.home, QLineEdit, "Find a board").setFocus()
    press(Qt.Key.Key_F6)
    window.close()
    assert database.read_bytes() == before


def test_opening_a_cell_and_leaving_it_as_it_was_writes_nothing(
    window: MainWindow, database: Path
) -> None:
    window.open_return("NPFHF", Q1)
    enter("287")
    stored = database.read_bytes()
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Escape)
    assert database.read_bytes() == stored
    enter("8")
    assert database.read_bytes() != stored
