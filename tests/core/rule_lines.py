"""Lines of a return with one thing said of them, for the tests of the rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate, PlannedAction
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit, blank
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Indicator, Polarity
from csp_desktop.core.queries import Past
from csp_desktop.core.sheet import ActionLine, FigureLine

QUARTER = Quarter(2015, 1)


def indicator(unit: Unit, low: str | None = None, high: str | None = None) -> Indicator:
    return Indicator(
        code="X1",
        name="Burglary",
        title="Number of burglaries",
        unit=unit,
        polarity=Polarity.LOWER,
        agency="POLICE",
        board="TTCG",
        plausible_low=None if low is None else Decimal(low),
        plausible_high=None if high is None else Decimal(high),
    )


def figure(period: DateRange = QUARTER.range, **parts: Any) -> Figure:
    """A figure with these parts, numbers as texts; a blank one without any."""
    numbers = ("value", "numerator", "denominator")
    ready = {
        name: Decimal(part) if name in numbers and part is not None else part
        for name, part in parts.items()
    }
    nothing = blank("X1", "Hackney", period)
    has_number = any(ready.get(name) is not None for name in numbers[:2])
    return replace(nothing, **{"absence": None if has_number else nothing.absence, **ready})


def past(*values: Any, comment: str = "") -> Past:
    """The quarters before, the last one first before ours; None is one without a figure."""
    quarters = []
    for back, value in zip(range(len(values), 0, -1), values, strict=True):
        period = QUARTER.plus(-back).range
        if isinstance(value, Absence):
            quarters.append(figure(period, absence=value, comment=comment))
        elif value is not None:
            quarters.append(figure(period, value=value, comment=comment))
    return Past(quarters)


def line(
    unit: Unit = Unit.COUNT,
    before: Past | None = None,
    *,
    plausible: tuple[str | None, str | None] = (None, None),
    drafts: Mapping[str, str] | None = None,
    asked: bool = True,
    **parts: Any,
) -> FigureLine:
    return FigureLine(
        indicator(unit, *plausible),
        figure(**parts),
        None,
        None,
        asked,
        before or Past(),
        drafts or {},
    )


def action_line(
    status: ActionStatus | None = ActionStatus.ON_TRACK,
    *,
    due: date | None = None,
    last_note: str | None = None,
    drafts: Mapping[str, str] | None = None,
    proposed: bool = False,
    **parts: Any,
) -> ActionLine:
    planned = PlannedAction("H-01", "Visit every victim", "TTCG")
    update = ActionUpdate(action="H-01", quarter=QUARTER, status=status, **parts)
    last = ActionUpdate(action="H-01", quarter=QUARTER.previous, note=last_note or "")
    return ActionLine(
        Action(planned=planned, priority="H", due=due, proposed=proposed),
        update,
        None if last_note is None else last,
        drafts or {},
    )


def revised(before: list[str], now: str) -> FigureLine:
    """A figure marked as revised, with what it said before."""
    reported = [figure(value=one) for one in before]
    return line(before=Past(reported=reported), value=now, status=FigureStatus.REVISED)
