"""Every board that owes figures completes and submits its return by keyboard alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from csp_desktop import paths
from csp_desktop.core.figures import Unit
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.rules import Severity
from csp_desktop.services import Services
from csp_desktop.storage.plan_folder import PlanFolder
from csp_desktop.ui.main_window import MainWindow
from csp_desktop.ui.widgets.button import Button
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import Q1, back_to, enter, focused, press, settle, type_in

KEY, CONTROL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PLAN = PlanFolder(paths.BUILT_IN_PLAN).plan()
BOARDS = [one.code for one in PLAN.boards if PLAN.indicators_of(one.code)]
TYPED = {
    Unit.COUNT: "{0}",
    Unit.PERCENTAGE: "{0}/{1}",
    Unit.SURVEY_PERCENTAGE: "78% of 1,171",
    Unit.RATE: "1.{0}",
    Unit.MONEY: "£{0}",
}


@pytest.mark.parametrize("board", BOARDS)
def test_a_return_is_completed_and_submitted_by_keyboard_alone(
    board: str,
    window: MainWindow,
    services: Services,
    dialogs: ChosenDialogs,
    tmp_path: Path,
) -> None:
    dialogs.answer = tmp_path / f"{board}.xlsx"
    press(KEY.Key_2, ALT)
    press(KEY.Key_B, CONTROL)
    enter(board)
    back_to(window)
    assert (window.returns.board, window.returns.quarter) == (board, Q1)

    sheet = services.returns.sheet(board, Q1)
    groups: dict[str, list[str]] = {}
    for number, line in enumerate(sheet.figures, start=101):
        text = TYPED[line.indicator.unit].format(number, number + 97)
        groups.setdefault(line.indicator.group, []).append(text)
    press(KEY.Key_Home, CONTROL)
    for texts in groups.values():
        for text in texts:
            enter(text)
    assert (
        services.returns.sheet(board, Q1).figures_complete.words.split(" of ")[0]
        == (services.returns.sheet(board, Q1).figures_complete.words.split(" of ")[1])
    )

    press(KEY.Key_2, CONTROL)
    for _ in sheet.actions:
        press(KEY.Key_F6)
        press(KEY.Key_Down, times=2)
        press(KEY.Key_F6)
        press(KEY.Key_Down)
    assert services.returns.sheet(board, Q1).complete.entered == (
        services.returns.sheet(board, Q1).complete.expected
    )

    press(KEY.Key_3, CONTROL)
    type_in("The board met twice.")
    press(KEY.Key_4, CONTROL)
    found = services.returns.sheet(board, Q1).problems
    assert [one.message for one in found if one.severity is Severity.ERROR] == []
    for _ in range(3):
        if not isinstance(focused(), Button):
            press(KEY.Key_F6)
    press(KEY.Key_Return)
    settle()
    sheet = services.returns.sheet(board, Q1)
    assert sheet.record.state is ReturnState.SUBMITTED
    assert sheet.summary.achievements == "The board met twice."
    window.close()
    assert dialogs.answer.exists()
