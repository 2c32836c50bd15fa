"""Targets as lines on a series: the baseline they start from and the level they ask for.

A yearly promise is shared equally over the year's quarters (DESIGN.md 5, equal shares).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import DateRange
from csp_desktop.core.plan import Indicator, Target, TargetKind


@dataclass(frozen=True)
class TargetLine:
    """What a target asks of each period of a series.

    Attributes:
        level: the value asked for, a period; None where `reason` says why there is no line.
        baseline: the value it starts from, a period; None where the target names no baseline.
        holds: the dates over which it is asked.
        words: the arithmetic in words, or the reason.
        replaced: whether a change that was agreed holds in its place; it stays in view beside it.
    """

    target: Target
    level: Fraction | None
    baseline: Fraction | None
    holds: DateRange
    words: str
    replaced: bool = False

    @property
    def name(self) -> str:
        """What its line is called."""
        return "Original target" if self.replaced else "Target"


def target_line(
    target: Target,
    indicator: Indicator,
    series: Sequence[Point],
    plan_dates: DateRange,
) -> TargetLine:
    """The line of one target over a series of one kind of range.

    Args:
        target: of this indicator.
        series: in order of time; all of one length.
        plan_dates: where the target holds if it names no deadline.
    """
    holds = _holds(target, plan_dates)
    months = series[0].period.months if series else None
    if not months:
        return TargetLine(target, None, None, holds, "No series to draw it on.")
    if target.kind is TargetKind.LEVEL:
        level = Fraction(target.value)
        return TargetLine(target, level, None, holds, f"Target {_shown(level, indicator)}.")
    if target.kind is TargetKind.COUNT:
        level = Fraction(target.value) * months / 12
        words = f"{number_words(target.value)} a year, {_shown(level, indicator)} a period."
        return TargetLine(target, level, None, holds, words)
    if target.kind in (TargetKind.RELATIVE_CHANGE, TargetKind.POINTS_CHANGE):
        return _change_line(target, indicator, series, holds)
    return TargetLine(
        target, None, None, holds, "A rank or a share of a fixed number: not a line on this series."
    )


def _change_line(
    target: Target, indicator: Indicator, series: Sequence[Point], holds: DateRange
) -> TargetLine:
    if target.baseline is None:
        return TargetLine(target, None, None, holds, "The plan names no baseline.")
    baseline = _average(series, target.baseline)
    if baseline is None:
        words = f"The figures of the baseline, {target.baseline}, are not complete."
        return TargetLine(target, None, None, holds, words)
    sign = 1 if target.direction in ("increase", "at_least") else -1
    steps = _years(target.baseline, holds) if target.per == "year" else 1
    if target.kind is TargetKind.POINTS_CHANGE:
        level = baseline + sign * Fraction(target.value) * steps
    else:
        level = baseline * (1 + sign * Fraction(target.value) / 100) ** steps
    words = (
        f"{_shown(baseline, indicator)} a period in {target.baseline}, "
        f"{'up' if sign > 0 else 'down'} {number_words(target.value)}"
        f"{' points' if target.kind is TargetKind.POINTS_CHANGE else '%'}"
        f"{' every year' if target.per == 'year' else ''}: {_shown(level, indicator)}."
    )
    return TargetLine(target, level, baseline, holds, words)


def _average(series: Sequence[Point], baseline: DateRange) -> Fraction | None:
    """The mean of the periods inside the baseline; None unless they cover it without a gap."""
    inside = [point for point in series if baseline.contains(point.period)]
    covered = sum(point.period.months or 0 for point in inside)
    values = [point.value for point in inside if point.value is not None]
    if not inside or covered != baseline.months or len(values) != len(inside):
        return None
    return sum(values, Fraction(0)) / len(values)


def _holds(target: Target, plan_dates: DateRange) -> DateRange:
    if target.deadline is None:
        return plan_dates
    if target.deadline.months:
        return target.deadline
    year_before = date(target.deadline.last.year - 1, 4, 1)
    return DateRange(max(plan_dates.first, year_before), target.deadline.last)


def _years(baseline: DateRange, holds: DateRange) -> int:
    return max(1, round((holds.last - baseline.last).days / 365.25))


def _shown(level: Fraction, indicator: Indicator) -> str:
    if indicator.unit is Unit.COUNT:
        return number_words(level)
    return number_words(level, 1) + ("%" if indicator.unit.is_percentage else "")
