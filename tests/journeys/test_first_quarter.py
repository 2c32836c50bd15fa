"""A board's first quarter by keyboard: entered, drawn, exported, lost, and found again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from csp_desktop import bootstrap
from csp_desktop.__main__ import main
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.figures import Absence, Unit
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.main_window import MainWindow
from csp_desktop.ui.theme import Theme

KEY, CONTROL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
QUARTER = Quarter(2015, 1)
OFFICER = Session("Lead officer", lambda: datetime(2015, 7, 14, 13, 32, tzinfo=UTC))
NOT_AVAILABLE = "F4"


class DialogsAnswered(Dialogs):
    """Stands in for a person who names a file."""

    def __init__(self, answer: Path) -> None:
        self._answer = answer

    def save_workbook(self, parent: QWidget, title: str, name: str) -> Path | None:
        """The file."""
        return self._answer


class Keyboard:
    """All that the person has: keys, which go to whatever has the focus."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """One key, alone or with Ctrl or Alt."""
        target = QApplication.focusWidget() or self._window
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """Characters one by one; the first may open an editor that takes the rest."""
        for character in text:
            QTest.keyClicks(QApplication.focusWidget() or self._window, character)

    def write_line(self, text: str) -> None:
        """Characters and Enter."""
        self.write(text)
        self.press(KEY.Key_Return)


@pytest.fixture
def open_window(
    qtbot: object, theme: Theme, tmp_path: Path
) -> Iterator[Callable[[Path], tuple[MainWindow, Services, Keyboard]]]:
    """Opens the real window on a database; everything is closed afterwards."""
    with ExitStack() as opened:

        def one(database: Path) -> tuple[MainWindow, Services, Keyboard]:
            services = opened.enter_context(bootstrap.services(database, OFFICER))
            dialogs = DialogsAnswered(tmp_path / "sent" / "NPFHF.xlsx")
            window = MainWindow(services, theme, dialogs)
            opened.callback(window.close)
            window.show()
            QTest.qWaitForWindowExposed(window)
            window.activateWindow()
            QApplication.processEvents()
            return window, services, Keyboard(window)

        yield one


def typed_for(code: str, unit: Unit, number: int) -> str:
    """What the officer types into an indicator's cell."""
    if code == NOT_AVAILABLE:
        return "not available"
    return {
        Unit.COUNT: f"{1_000 + number:,}",
        Unit.PERCENTAGE: f"{number}/{number + 200}",
        Unit.SURVEY_PERCENTAGE: "78% of 1,171",
    }[unit]


def enter_every_figure(keyboard: Keyboard, sheet: ReturnSheet) -> None:
    """Go down the column, typing each figure and Enter."""
    groups: dict[str, list[str]] = {}
    for number, line in enumerate(sheet.figures, start=1):
        text = typed_for(line.indicator.code, line.indicator.unit, number)
        groups.setdefault(line.indicator.group, []).append(text)
    for texts in groups.values():
        for text in texts:
            keyboard.write_line(text)


def choose_board(keyboard: Keyboard, code: str) -> None:
    """The list of boards, a few letters, Enter."""
    keyboard.press(KEY.Key_B, CONTROL)
    keyboard.write_line(code)


def update_action(keyboard: Keyboard, downs: int, note: str) -> None:
    """From the list to the form, through its fields, and back to the next action."""
    keyboard.press(KEY.Key_F6)
    for _ in range(downs):
        keyboard.press(KEY.Key_Down)
    for text in (note, "Hate crime coordinator", "30 Sep 2015"):
        for _ in range(3):
            keyboard.press(KEY.Key_Tab)
        keyboard.write(text)
    keyboard.press(KEY.Key_F6)
    keyboard.press(KEY.Key_Down)


def assert_figures_are_stored(services: Services) -> None:
    """Every figure of the board as it was typed, without a problem."""
    sheet = services.returns.sheet("NPFHF", QUARTER)
    assert sheet.figures_complete.words == "26 of 26"
    errors = [one for one in sheet.problems if one.severity is Severity.ERROR]
    assert not [one for one in errors if one.subject.startswith("F") and "-" not in one.subject]
    figures = {line.indicator.code: line.figure for line in sheet.figures}
    assert figures["F1"].value == Decimal(1001)
    assert figures["F2"].numerator is not None
    assert figures["F2"].denominator == figures["F2"].numerator + 200
    assert figures[NOT_AVAILABLE].absence is Absence.NOT_YET_AVAILABLE


def assert_actions_are_stored(sheet: ReturnSheet) -> None:
    """Two actions as they were updated."""
    first, second = sheet.actions[:2]
    assert first.update.status is ActionStatus.ON_TRACK
    assert first.update.note == "The panel met twice."
    assert second.update.status is ActionStatus.AT_RISK
    assert second.update.note == "Landlords were briefed: =SUM(1)"
    assert (second.action.lead, second.action.due) == ("Hate crime coordinator", date(2015, 9, 30))


def assert_same_return(sheet: ReturnSheet, found: ReturnSheet) -> None:
    """Every figure, update, lead and due date, and the return's own state."""
    assert found.record.id == sheet.record.id
    assert found.record.state is sheet.record.state is ReturnState.IN_PROGRESS
    assert found.complete == sheet.complete
    for before, after in zip(sheet.figures, found.figures, strict=True):
        assert after.figure.same_content(before.figure), before.indicator.code
    for one, other in zip(sheet.actions, found.actions, strict=True):
        assert (other.update.status, other.update.note) == (one.update.status, one.update.note)
        assert (other.action.lead, other.action.due) == (one.action.lead, one.action.due)


def test_a_return_entered_by_keyboard_survives_the_loss_of_its_database(
    open_window: Callable[[Path], tuple[MainWindow, Services, Keyboard]], tmp_path: Path
) -> None:
    database, workbook = tmp_path / "officer.db", tmp_path / "sent" / "NPFHF.xlsx"
    bootstrap.start(database, OFFICER)
    window, services, keyboard = open_window(database)

    # The board is chosen; the quarter that opens is the first that is owed.
    keyboard.press(KEY.Key_2, ALT)
    choose_board(keyboard, "NPFHF")
    assert (window.returns.board, window.returns.quarter) == ("NPFHF", QUARTER)
    enter_every_figure(keyboard, services.returns.sheet("NPFHF", QUARTER))
    assert_figures_are_stored(services)

    # The survey figure of hate crime and cohesion is owed by the Tension Monitoring Group.
    choose_board(keyboard, "TMG")
    window.returns.show_line("F3")
    keyboard.write_line("78% of 1,171")
    survey = services.analysis.stories("F3")[-1].figure
    assert (survey.value, survey.sample_size) == (Decimal(78), 1171)

    # Two actions are updated in the form beside their list.
    choose_board(keyboard, "NPFHF")
    keyboard.press(KEY.Key_2, CONTROL)
    update_action(keyboard, 2, "The panel met twice.")
    update_action(keyboard, 3, "Landlords were briefed: =SUM(1)")
    sheet = services.returns.sheet("NPFHF", QUARTER)
    assert_actions_are_stored(sheet)

    # The new point is drawn at once.
    keyboard.press(KEY.Key_5, ALT)
    keyboard.press(KEY.Key_I, CONTROL)
    keyboard.write_line("F1 Hate")
    assert window.trends.chart is not None
    assert window.trends.chart.values == [("2015/16-Q1", 1001.0)]

    # Out as a workbook; the database is lost; in again into a new one.
    keyboard.press(KEY.Key_2, ALT)
    keyboard.press(KEY.Key_E, CONTROL)
    window.close()  # waits for the workbook to be written
    database.unlink()
    fresh = str(tmp_path / "fresh.db")
    assert main(["--database", fresh, "init"]) == 0
    assert main(["--database", fresh, "return", "import", str(workbook)]) == 0
    with bootstrap.services(Path(fresh), OFFICER) as again:
        assert_same_return(sheet, again.returns.sheet("NPFHF", QUARTER))
