"""The team's half of the tour: a return reviewed, the delivery plan, the plan and the trail.

What it enters is made up for the pictures, and lives and dies with the throw-away database.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from csp_desktop.core.actions import ActionStatus, Milestone
from csp_desktop.core.periods import Quarter
from csp_desktop.core.records import Record
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.main_window import AUDIT, DASHBOARD, DELIVERY, HOME, PLAN, MainWindow
from csp_desktop.ui.tour_hands import Album, focused, press, wait_while

_KEY = Qt.Key
_BOARD = "NPFHF"
_STATUSES = (
    ActionStatus.ON_TRACK,
    ActionStatus.AT_RISK,
    ActionStatus.ON_TRACK,
    ActionStatus.OFF_TRACK,
    ActionStatus.COMPLETE,
)


def review(services: Services, window: MainWindow, album: Album) -> None:
    """Review what was sent back and came again, then look across boards."""
    quarter = services.returns.open_quarter()
    _answer(services, quarter)
    _plan_actions(services, quarter)
    window.tell_pages(Changes.of(Kind.RETURNS, Kind.FIGURES, Kind.ACTIONS))
    window.open_page(HOME)
    album.take(window, "Who owes what, and the reminder for one of them")
    _inbox(window, album, quarter)
    _dashboard(window, album)
    _delivery(window, album)
    window.open_page(PLAN)
    album.take(window, "What the plan promised, and where a change is recorded")
    window.open_page(AUDIT)
    album.take(window, "Who changed what")


def _answer(services: Services, quarter: Quarter) -> None:
    """The board corrects the figure it was asked about, and hands the return in again."""
    sheet = services.returns.sheet(_BOARD, quarter)
    figure = next(one.figure for one in sheet.figures if one.indicator.code == "F2")
    now = replace(figure, numerator=Decimal(81), comment="Three more after the audit of June.")
    services.entry.enter(_BOARD, quarter, [now], "correct F2")
    services.entry.submit(_BOARD, quarter)


def _plan_actions(services: Services, quarter: Quarter) -> None:
    """Dates, milestones and updates for the timeline."""
    for board in ("YOT_MB", "DAAT_MB", "KSI", "ASB_SG"):
        records: list[Record] = []
        for place, line in enumerate(services.returns.sheet(board, quarter).actions):
            due = date(2015, 6 + place % 6, 30)
            action = replace(
                line.action.due_on(due),
                lead="Head of service",
                start=date(2015, 3 + place % 3, 1),
                milestones=(
                    Milestone("Partners agreed", date(2015, 5, 20), date(2015, 5, 18)),
                    Milestone("First report", date(2015, 8, 15)),
                ),
            )
            status = _STATUSES[place % len(_STATUSES)]
            late = status in (ActionStatus.AT_RISK, ActionStatus.OFF_TRACK)
            update = replace(
                line.update,
                status=status,
                reason="The new contract is not signed yet." if late else "",
                note="Both partners met as planned.",
                next_steps="Agree the rota for the summer.",
            )
            records += [action, update]
        services.entry.enter(board, quarter, records, "update actions")
        moved = services.returns.sheet(board, quarter).actions[1].action
        later = replace(moved, due=date(2015, 11, 30))
        services.entry.enter(board, quarter, [later], "move due date")


def _inbox(window: MainWindow, album: Album, quarter: Quarter) -> None:
    window.open_review(_BOARD, quarter)
    album.take(window, "A return to review")
    window.review.show_line("F2")
    _button(window, "Version 1").click()
    window.review.focus_first()
    album.take(window, "What changed since the version before, and the answer to a query")
    press(_KEY.Key_A)
    press(_KEY.Key_Q)
    QTest.keyClicks(focused(), "Which weeks does this cover?")
    album.take(window, "A query asked in place")
    press(_KEY.Key_Return)
    press(_KEY.Key_S)
    album.take(window, "What goes back to the board, before it goes")
    press(_KEY.Key_Escape)


def open_dashboard(window: MainWindow) -> None:
    """Open the dashboard and wait until it is worked out."""
    window.open_page(DASHBOARD)
    wait_while(lambda: window.dashboard.is_busy)
    window.dashboard.focus_first()


def _dashboard(window: MainWindow, album: Album) -> None:
    open_dashboard(window)
    album.take(window, "Every theme of the quarter with its colours and its story")
    open_two_themes(window)
    album.take(window, "Two themes open, and why an indicator has its colours")


def open_two_themes(window: MainWindow) -> None:
    """Open two themes of a closed dashboard by key, and stand on an indicator."""
    window.dashboard.focus_first()
    # F from the top; H from the end, past what F has opened; then its third indicator.
    to_f, to_h, to_h3 = 5 * [_KEY.Key_Down], 3 * [_KEY.Key_Up], 3 * [_KEY.Key_Down]
    keys = (_KEY.Key_Home, *to_f, _KEY.Key_Right, _KEY.Key_End, *to_h, _KEY.Key_Right, *to_h3)
    for key in keys:
        press(key)


def _delivery(window: MainWindow, album: Album) -> None:
    window.open_page(DELIVERY)
    QTest.qWait(50)
    album.take(window, "The delivery plan across boards with its timeline")
    press(_KEY.Key_Return)
    QApplication.processEvents()
    album.take(window, "The whole story of an action")
    press(_KEY.Key_Escape)


def _button(window: MainWindow, words: str) -> QAbstractButton:
    buttons = window.review.findChildren(QAbstractButton)
    return next(one for one in buttons if one.text() == words)
