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


def test_a_return_entered_by_keyboard_survives_the_loss_of_its_database(
    open_window: Callable[[Path], tuple[MainWindow, Services, Keyboard]], tmp_path: Path
) -> None:
    database = tmp_path / "officer.db"
    bootstrap.start(database, OFFICER)
    window, services, keyboard = open_window(database)

    # Choose the board; the quarter that opens is the first that is owed.
    keyboard.press(KEY.Key_2, ALT)
    keyboard.press(KEY.Key_B, CONTROL)
    keyboard.write_line("NPFHF")
    assert (window.returns.board, window.returns.quarter) == ("NPFHF", QUARTER)

    enter_every_figure(keyboard, services.entry.sheet("NPFHF", QUARTER))
    entered = services.entry.sheet("NPFHF", QUARTER)
    assert entered.figures_complete.words == "26 of 26"
    assert not [problem for line in entered.figures for problem in line.problems]
    figures = {line.indicator.code: line.figure for line in entered.figures}
    assert figures["F1"].value == Decimal(1001)
    assert figures["F2"].numerator is not None
    assert figures["F2"].denominator == figures["F2"].numerator + 200
    assert figures[NOT_AVAILABLE].absence is Absence.NOT_YET_AVAILABLE

    # The survey figure of hate crime and cohesion is owed by the Tension Monitoring Group.
    keyboard.press(KEY.Key_B, CONTROL)
    keyboard.write_line("TMG")
    keyboard.press(KEY.Key_Home, CONTROL)
    tension = services.entry.sheet("TMG", QUARTER)
    survey = next(line for line in tension.figures if line.indicator.code == "F3")
    window.returns.show_indicator("F3")
    keyboard.write_line(typed_for("F3", survey.indicator.unit, 1))
    tension = services.entry.sheet("TMG", QUARTER)
    survey = next(line for line in tension.figures if line.indicator.code == "F3")
    assert (survey.figure.value, survey.figure.sample_size) == (Decimal(78), 1171)

    # Two actions, in the form beside their list.
    keyboard.press(KEY.Key_B, CONTROL)
    keyboard.write_line("NPFHF")
    keyboard.press(KEY.Key_2, CONTROL)
    for note, downs in (("The panel met twice.", 2), ("Landlords were briefed: =SUM(1)", 3)):
        keyboard.press(KEY.Key_F6)
        for _ in range(downs):
            keyboard.press(KEY.Key_Down)
        keyboard.press(KEY.Key_Tab)
        keyboard.write(note)
        keyboard.press(KEY.Key_Tab)
        keyboard.write_line("Hate crime coordinator")
        keyboard.press(KEY.Key_Tab)
        keyboard.write_line("30 Sep 2015")
        keyboard.press(KEY.Key_F6)
        keyboard.press(KEY.Key_Down)
    sheet = services.entry.sheet("NPFHF", QUARTER)
    first, second = sheet.actions[:2]
    assert (first.update.status, first.update.note) == (
        ActionStatus.ON_TRACK,
        "The panel met twice.",
    )
    assert second.update.status is ActionStatus.AT_RISK
    assert second.update.note == "Landlords were briefed: =SUM(1)"
    assert (second.action.lead, second.action.due) == ("Hate crime coordinator", date(2015, 9, 30))
    assert sheet.record.state is ReturnState.IN_PROGRESS

    # The new point is drawn at once.
    keyboard.press(KEY.Key_3, ALT)
    keyboard.press(KEY.Key_I, CONTROL)
    keyboard.write_line("F1 Hate")
    assert window.trends.indicator == "F1"
    chart = window.trends.chart
    assert chart is not None
    assert chart.values == [("2015/16-Q1", 1001.0)]

    # Out as a workbook; the database is lost; in again into a new one.
    keyboard.press(KEY.Key_2, ALT)
    keyboard.press(KEY.Key_E, CONTROL)
    window.close()  # waits for the workbook to be written
    workbook = tmp_path / "sent" / "NPFHF.xlsx"
    assert workbook.exists()
    database.unlink()
    fresh = tmp_path / "fresh.db"
    assert main(["--database", str(fresh), "init"]) == 0
    assert main(["--database", str(fresh), "return", "import", str(workbook)]) == 0
    with bootstrap.services(fresh, OFFICER) as again:
        found = again.entry.sheet("NPFHF", QUARTER)
    assert found.record.id == sheet.record.id
    assert found.record.state is sheet.record.state
    assert found.complete == sheet.complete
    for before, after in zip(sheet.figures, found.figures, strict=True):
        assert after.figure.same_content(before.figure), before.indicator.code
    for one, other in zip(sheet.actions, found.actions, strict=True):
        assert (other.update.status, other.update.note) == (one.update.status, one.update.note)
        assert (other.action.lead, other.action.due) == (one.action.lead, one.action.due)
