"""Returns as they come to the team, and what a reviewer sees of them."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtWidgets import QTableView

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.figures import Absence, Unit
from csp_desktop.core.records import Record
from csp_desktop.core.returns import LineReason
from csp_desktop.core.review import Decision
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.ui.item_models.review_cells import ReviewColumn
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.pages.review import ReviewPage
from tests.conftest import NOW
from tests.ui.hands import Q1, named

OFFICER = Session("Police performance officer", lambda: NOW)
TTCG, TMG = "TTCG", "TMG"


def hand_in(services: Services, board: str) -> None:
    """Answer everything a return asks, then submit it: last year's figures, one of them far off."""
    sheet = services.returns.sheet(board, Q1)
    records: list[Record] = []
    for line in sheet.figures:
        before = line.year_ago.exact if line.year_ago else None
        if before is None or line.indicator.unit is not Unit.COUNT:
            records.append(replace(line.figure, value=None, absence=Absence.NOT_COLLECTED))
        else:
            value = Decimal(27) if line.indicator.code == "H3" else Decimal(int(before) + 3)
            records.append(replace(line.figure, value=value, absence=None))
    records += [
        replace(line.update, status=ActionStatus.ON_TRACK, note=f"{line.action.code} goes on")
        for line in sheet.actions
    ]
    services.edits.enter(board, Q1, records, "fill in")
    services.entry.submit(board, Q1)


def answer(services: Services, code: str, value: int, comment: str = "") -> None:
    """The board changes a figure that was sent back, and submits again."""
    line = next(
        one for one in services.returns.sheet(TTCG, Q1).figures if one.indicator.code == code
    )
    changed = replace(line.figure, value=Decimal(value), absence=None, comment=comment)
    services.edits.enter(TTCG, Q1, [changed], "answer")
    services.entry.submit(TTCG, Q1)


def lines(page: ReviewPage) -> QTableView:
    return named(page, QTableView, "Lines")


def current(page: ReviewPage) -> str:
    return str(lines(page).currentIndex().data(Role.RECORD).code)


def go_to(page: ReviewPage, code: str) -> None:
    table = lines(page)
    codes = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    table.setCurrentIndex(table.model().index(codes.index(code), 0))


def cell(page: ReviewPage, column: ReviewColumn) -> str:
    return str(lines(page).currentIndex().siblingAtColumn(column).data())


def decisions(services: Services, board: str = TTCG) -> dict[str, Decision]:
    """What is stored: the lines that have been decided."""
    found = services.review.sheet(board, Q1).lines
    return {one.code: one.decision for one in found if one.decision is not Decision.TO_DECIDE}


def query(services: Services, code: str, board: str = TTCG) -> LineReason | None:
    found = services.review.sheet(board, Q1).lines
    return next(one.query for one in found if one.code == code)
