"""A reviewer at the keyboard: every board's return, three lines queried, the rest approved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from csp_desktop import bootstrap
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.review import Decision
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.ui.main_window import MainWindow
from tests.conftest import NOW
from tests.ui.hands import Q1, press, type_in
from tests.ui.pages.reviewing import OFFICER, hand_in

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
QUERIED = {"TTCG": ["B6", "C4"], "NPFHF": ["F1"]}


@pytest.fixture
def services(database: Path) -> Iterator[Services]:
    """The team's services, once all 18 boards have handed their return in."""
    with bootstrap.services(database, OFFICER) as officer:
        for board in officer.plan.boards:
            hand_in(officer, board.code)
    with bootstrap.services(database, Session("B. Reviewer", lambda: NOW)) as team:
        yield team


def test_eighteen_returns_are_reviewed_by_the_keyboard_alone(
    window: MainWindow, services: Services
) -> None:
    press(KEY.Key_3, ALT)
    reviewed: list[str] = []
    for _ in services.plan.boards:
        page = window.review
        board = page.board
        reviewed.append(board)
        for _ in QUERIED.get(board, []):
            press(KEY.Key_Q)
            type_in("Where does this come from?")
            press(KEY.Key_Return)
            press(KEY.Key_J)
        if board in QUERIED:
            press(KEY.Key_S)
            press(KEY.Key_Return, CONTROL)
        else:
            press(KEY.Key_A, SHIFT)
            while any(one.decision is Decision.TO_DECIDE for one in page.sheet.lines):
                press(KEY.Key_A)
            press(KEY.Key_Return, CONTROL)
            press(KEY.Key_Return, CONTROL)
        press(KEY.Key_J, CONTROL)

    assert sorted(reviewed) == sorted(one.code for one in services.plan.boards)
    states = {one.board.code: one.record.state for one in services.returns.progress(Q1)}
    returned = {board for board, state in states.items() if state is ReturnState.RETURNED}
    assert returned == set(QUERIED)
    assert {states[board] for board in states.keys() - returned} == {ReturnState.APPROVED}
    for board, codes in QUERIED.items():
        sheet = services.returns.sheet(board, Q1)
        asked = [one for one in (*sheet.figures, *sheet.actions) if one.reason]
        assert [one.reason.reason for one in asked] == ["Where does this come from?"] * len(codes)
        assert [one.reason.line for one in asked] == codes
    assert services.review.inbox(Q1) == []
    assert QApplication.focusWidget() is not None
