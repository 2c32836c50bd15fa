"""Indicators, series and targets made in one line each, so that tests read as sentences."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from csp_desktop.core.analysis.known import Known
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.targets import TargetLine, target_line
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import DateRange, parse_range
from csp_desktop.core.plan import Indicator, Polarity, Target, TargetKind

PLAN_DATES = parse_range("2013-04..2016-03")

Number = int | str | Fraction


def indicator(unit: Unit = Unit.COUNT, **more: Any) -> Indicator:
    """Burglary, of which fewer is better, unless said otherwise."""
    said: dict[str, Any] = {
        "code": "X1",
        "name": "Burglary",
        "title": "Number of burglaries",
        "polarity": Polarity.LOWER,
        "agency": "POLICE",
        "board": "TTCG",
    }
    return Indicator(unit=unit, **{**said, **more})


def periods(first: str, count: int) -> list[DateRange]:
    """So many periods as long as the first and next to each other, from it on."""
    period = parse_range(first)
    assert period.months
    following = [period.moved(period.months * at) for at in range(count)]
    return [one for one in following if one is not None]


def series(first: str, *values: Number | None, published: str = "") -> list[Point]:
    """Points from the named period on; None is a gap."""
    return [
        Point(
            period,
            None if value is None else Fraction(value),
            gap="not entered" if value is None else "",
            published=published,
        )
        for period, value in zip(periods(first, len(values)), values, strict=True)
    ]


def shares(first: str, *pairs: tuple[int, int] | None) -> list[Point]:
    """Percentages with their parts, from the named period on; None is a gap."""
    return [
        Point(period, None, gap="not entered")
        if pair is None
        else Point(
            period,
            Fraction(pair[0], pair[1]) * 100,
            parts=(Fraction(pair[0]), Fraction(pair[1])),
        )
        for period, pair in zip(periods(first, len(pairs)), pairs, strict=True)
    ]


def known(points: Sequence[Point], of: Indicator | None = None) -> Known:
    """What is known up to the last of the points."""
    return Known(of or indicator(), tuple(points))


def target(kind: TargetKind, value: Number, direction: str = "decrease", **more: Any) -> Target:
    """A target of the indicator; baseline and deadline are written as people write periods."""
    said: dict[str, Any] = {"id": "T1", "priority": "H", "indicators": ("X1",), "text": "As said"}
    said.update(more)
    for name in ("baseline", "deadline"):
        if name in said:
            said[name] = parse_range(said[name])
    return Target(kind=kind, direction=direction, value=Decimal(str(value)), **said)


def line_of(
    what: Target,
    points: Sequence[Point],
    of: Indicator | None = None,
    *,
    at: str = "",
    dates: DateRange = PLAN_DATES,
) -> TargetLine:
    """What a target asks of a series, for the period looked at."""
    return target_line(what, of or indicator(), points, dates, parse_range(at) if at else None)
