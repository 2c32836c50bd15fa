"""An indicator's figures in a row: one kind of range at a time, gaps kept, sums worked out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import DateRange


@dataclass(frozen=True)
class Point:
    """One period of a series.

    Attributes:
        value: the exact number; None where there is none, and `gap` then says why.
        provisional: whether it, or a part of it, may still change.
    """

    period: DateRange
    value: Fraction | None
    provisional: bool = False
    gap: str = ""


def by_kind(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Figures sorted into ranges that may stand in one line, each list in order of time.

    Quarters, financial years and other ranges are never mixed (DESIGN.md 5).
    """
    kinds: dict[str, list[Figure]] = {}
    for figure in sorted(figures, key=lambda one: one.period):
        kinds.setdefault(_kind(figure.period), []).append(figure)
    return kinds


def points(figures: Sequence[Figure]) -> list[Point]:
    """Figures of one kind as points; absences become gaps with their reason."""
    return [
        Point(
            figure.period,
            figure.exact,
            provisional=figure.status is FigureStatus.PROVISIONAL,
            gap=(figure.absence or Absence.NOT_ENTERED).words if figure.exact is None else "",
        )
        for figure in figures
    ]


def filled(series: Sequence[Point]) -> list[Point]:
    """The series with a gap for every period in between that has no figure at all."""
    if not series:
        return []
    whole: list[Point] = []
    for point in series:
        while whole and (following := _next(whole[-1].period)) and following < point.period:
            whole.append(Point(following, None, gap=Absence.NOT_ENTERED.words))
        whole.append(point)
    return whole


def summed(members: Sequence[Sequence[Point]]) -> list[Point]:
    """The sum of several series, period by period; a period one member lacks is a gap."""
    tables = [{point.period: point for point in member} for member in members]
    periods = sorted(set().union(*tables)) if tables else []
    return [_sum(period, [table.get(period) for table in tables]) for period in periods]


def _sum(period: DateRange, parts: Sequence[Point | None]) -> Point:
    values = [part.value for part in parts if part is not None and part.value is not None]
    if len(values) < len(parts):
        missing = len(parts) - len(values)
        return Point(period, None, gap=f"{missing} of {len(parts)} parts missing")
    provisional = any(part is not None and part.provisional for part in parts)
    return Point(period, sum(values, Fraction(0)), provisional)


def _kind(period: DateRange) -> str:
    if period.quarter is not None:
        return "quarter"
    if period.months is None:
        return "days"
    return f"{period.months} months from {period.first:%B}"


def _next(period: DateRange) -> DateRange | None:
    if not period.months:
        return None
    after = period.last.year * 12 + period.last.month
    return DateRange.of_months(after // 12, after % 12 + 1, period.months)
