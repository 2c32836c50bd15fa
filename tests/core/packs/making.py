"""Material of packs, made small: the built-in plan with figures of a test's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from csp_desktop.core.actions import ActionStatus, ActionUpdate
from csp_desktop.core.analysis.charting import Rebase
from csp_desktop.core.analysis.findings import AskedTarget, Frame, findings
from csp_desktop.core.analysis.known import known_up_to
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.dashboard import Dashboard, IndicatorRow, theme
from csp_desktop.core.delivery import AsOf, DeliveryRow
from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import Line, Number, Pack, PackKind, Sheet
from csp_desktop.core.packs.material import ActionPart, BoardPart, Material, OpenQuery
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter
from csp_desktop.core.plan import Indicator, Plan
from csp_desktop.core.returns import ReturnState, Summary

PAIR = tuple[str, str]
Q1 = Quarter(2015, 1)
MADE = datetime(2015, 7, 28, 9, 30, tzinfo=UTC)
DATES = DateRange(date(2013, 4, 1), date(2016, 3, 31))
THEFTS = [232, 250, 245, 202, 247, 245, 235, 206, 212, 230, 198, 260, 277]
"""Thirteen quarters up to quarter 1 of 2015/16."""


def quarters(values: Sequence[int | None], **more: Any) -> list[Point]:
    """The figures of the quarters up to the first of 2015/16; None is one without a figure."""
    return [
        Point(
            Q1.plus(at + 1 - len(values)).range,
            None if value is None else Fraction(value),
            **({"gap": "Not entered yet"} if value is None else more),
        )
        for at, value in enumerate(values)
    ]


def row(
    plan: Plan,
    code: str,
    series: Sequence[Point] | None = None,
    rebased: Sequence[Rebase] = (),
    **changed: Any,
) -> IndicatorRow:
    """An indicator of the plan with its targets and these points, or without a figure."""
    indicator: Indicator = replace(plan.indicator(code), **changed)
    known = known_up_to(indicator, series, series[-1].period) if series else None
    if known is None:
        return IndicatorRow(indicator, None, "not entered yet")
    targets = [AskedTarget(one) for one in plan.targets if code in one.indicators]
    frame = Frame(DATES, FinancialYear(2012), {code: targets}, {code: rebased})
    return IndicatorRow(indicator, findings(known, frame))


def dashboard(plan: Plan, rows: Mapping[str, Iterable[IndicatorRow]]) -> Dashboard:
    """The dashboard of these rows by the codes of their priorities, in the plan's order."""
    themes = tuple(
        theme(one, tuple(rows[one.code]), Q1.range) for one in plan.priorities if one.code in rows
    )
    return Dashboard(Q1, themes)


def board_part(plan: Plan, code: str, **told: Any) -> BoardPart:
    """What a board brings: `comments`, `queries`, and the parts of its summary."""
    own = {name: told.pop(name) for name in ("comments", "queries") if name in told}
    days = told.pop("days_late", 0)
    state = told.pop("state", ReturnState.IN_PROGRESS)
    return BoardPart(
        board=plan.board(code),
        state=state,
        owes=True,
        days_late=days,
        summary=Summary(board=code, quarter=Q1, **told),
        **own,
    )


def query(code: str, words: str, board: str = "TTCG") -> OpenQuery:
    return OpenQuery(board, code, code, words)


def action(
    code: str = "H-01",
    status: ActionStatus | None = ActionStatus.ON_TRACK,
    text: str = "Mark bicycles",
    board: str = "TTCG",
    due: date | None = date(2015, 12, 31),
    **told: Any,
) -> ActionPart:
    """An action with what its board said of it: `note`, `next_steps`, `reason`, `percent`."""
    row = DeliveryRow(
        place=1,
        as_of=AsOf(Q1, date(2015, 7, 17), Quarter(2013, 1)),
        code=code,
        text=text,
        priority=code.partition("-")[0],
        board=board,
        agency="",
        lead="",
        status=status,
        heard=Q1 if status else None,
        start=None,
        due=due,
        original_due=due,
        milestones=(),
        slips=told.pop("slips", 0),
        resources_needed="",
        resourcing=None,
        proposed=told.pop("proposed", False),
    )
    update = ActionUpdate(action=code, quarter=Q1, status=status, **told) if told else None
    return ActionPart(row, update)


def material(
    plan: Plan,
    rows: Mapping[str, Iterable[IndicatorRow]] | None = None,
    boards: Iterable[BoardPart] = (),
    actions: Iterable[ActionPart] = (),
    edition: Edition = Edition.PARTNERSHIP,
    **more: Any,
) -> Material:
    return Material(
        plan=plan,
        edition=edition,
        quarter=Q1,
        dashboard=dashboard(plan, rows or {}),
        boards=tuple(boards),
        actions=tuple(actions),
        made=MADE,
        **more,
    )


def pack_saying(*texts: str, edition: Edition = Edition.PARTNERSHIP) -> Pack:
    """A pack with these lines on its only sheet."""
    sheet = Sheet("Cover", "A pack", tuple(map(Line, texts)))
    return Pack(
        kind=PackKind.MEETING,
        edition=edition,
        title="A pack",
        period=str(Q1),
        author="The partnership",
        made=MADE,
        sheets=(sheet,),
    )


def sheet(pack: Pack, tab: str) -> Sheet:
    return next(one for one in pack.sheets if one.tab == tab)


def words(pack: Pack) -> str:
    """Every word and number of a pack."""
    told = []
    for one in pack.sheets:
        told += [one.title, *(line.text for line in one.lines)]
        for table in one.tables:
            told += [column.heading for column in table.columns]
            for cells in table.rows:
                told += [str(cell.value if isinstance(cell, Number) else cell) for cell in cells]
    return "\n".join(told)
