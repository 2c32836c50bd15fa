"""Targets as lines on a series: the baseline they start from and the level they ask for.

A line is drawn at a period's equal share of what a year is asked for; how the shares differ from
quarter to quarter is the profile's matter (`standing`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.numbers import decimal_words, number_words, unit_words
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Basis, Indicator, Target, TargetKind

_MORE = {1: "more", -1: "fewer"}
_NO_BASELINE = "the plan names no baseline."


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
    at: DateRange | None = None,
) -> TargetLine:
    """The line of one target over a series of one kind of range.

    Args:
        target: of this indicator.
        series: in order of time; all of one length.
        plan_dates: where the target holds if it names no deadline.
        at: the period that is looked at, for what is asked anew every year; the last of the
            series where none is named.
    """
    months = series[0].period.months if series else None
    year = _year_asked(target, at or (series[-1].period if series else plan_dates), plan_dates)
    holds = year if year is not None else _holds(target, plan_dates)
    if not months:
        return TargetLine(target, None, None, holds, "No series to draw it on.")
    match target.kind:
        case TargetKind.LEVEL:
            level = Fraction(target.value)
            words = f"Target {_shown(level, indicator)}."
            return TargetLine(target, level, None, holds, words)
        case TargetKind.RANK:
            level = Fraction(target.value)
            words = f"Place {number_words(level)} or better."
            return TargetLine(target, level, None, holds, words)
        case TargetKind.COUNT:
            of_year = 12 if indicator.basis is Basis.YEAR else months
            level = Fraction(target.value) * of_year / 12
            words = f"{decimal_words(target.value)} a year, {_shown(level, indicator)} a period."
            return TargetLine(target, level, None, holds, words)
        case TargetKind.SHARE_OF_BASE:
            return _share_line(target, indicator, series, holds)
    return _change_line(target, indicator, series, holds)


def _share_line(
    target: Target, indicator: Indicator, series: Sequence[Point], holds: DateRange
) -> TargetLine:
    """So many of a fixed number: reached as they are, or added to what the baseline holds."""
    if target.base is None:
        return TargetLine(target, None, None, holds, "The plan names no number to take it of.")
    share = Fraction(target.base) * Fraction(target.value) / 100
    of_base = f"{decimal_words(target.value)}% of {decimal_words(target.base)}"
    told = f"{of_base}: {_shown(share, indicator)}"
    if target.direction in ("at_least", "at_most"):  # no change of anything
        return TargetLine(target, share, None, holds, f"{told}.")
    sign = -1 if target.at_most else 1
    if target.baseline is None:
        words = f"{told} {_MORE[sign]}; {_NO_BASELINE}"
        return TargetLine(target, None, None, holds, words)
    baseline = _average(indicator, series, target.baseline)
    if baseline is None:
        return TargetLine(target, None, None, holds, _incomplete(target.baseline, series))
    level = baseline + sign * share
    words = (
        f"{told} {_MORE[sign]} than the {_shown(baseline, indicator)} of {target.baseline}: "
        f"{_shown(level, indicator)}."
    )
    return TargetLine(target, level, baseline, holds, words)


def _change_line(
    target: Target, indicator: Indicator, series: Sequence[Point], holds: DateRange
) -> TargetLine:
    year_on_year = target.per == "year" and target.baseline is None
    base = _year_before(holds) if year_on_year else target.baseline
    if base is None:
        return TargetLine(target, None, None, holds, _NO_BASELINE[0].upper() + _NO_BASELINE[1:])
    baseline = _average(indicator, series, base)
    if baseline is None:
        return TargetLine(target, None, None, holds, _incomplete(base, series))
    sign = -1 if target.at_most else 1
    steps = _years(base, holds) if target.per == "year" else 1
    points = target.kind is TargetKind.POINTS_CHANGE
    if points:
        level = baseline + sign * Fraction(target.value) * steps
    else:
        level = baseline * (1 + sign * Fraction(target.value) / 100) ** steps
    every = (
        "" if target.per != "year" else f" every year, {steps} so far" if steps > 1 else " a year"
    )
    words = (
        f"{_shown(baseline, indicator)} a period in {base}, {'up' if sign > 0 else 'down'} "
        f"{decimal_words(target.value)}{' points' if points else '%'}{every}: "
        f"{_shown(level, indicator)}."
    )
    return TargetLine(target, level, baseline, holds, words)


def _year_before(holds: DateRange) -> DateRange:
    """The twelve months before the year a target is asked in."""
    before = holds.moved(-12)
    assert before is not None, "a year has whole months"
    return before


def _average(indicator: Indicator, series: Sequence[Point], baseline: DateRange) -> Fraction | None:
    """What a period of the baseline held on average; None unless they cover it without a gap.

    Of percentages whose parts are kept, all numerators over all denominators. Where each figure
    covers twelve months, the last of them covers the baseline.
    """
    inside = [point for point in series if baseline.contains(point.period)]
    if indicator.basis is Basis.YEAR:
        return next((one.value for one in inside if one.period.last == baseline.last), None)
    covered = sum(point.period.months or 0 for point in inside)
    values = [point.value for point in inside if point.value is not None]
    if not inside or covered != baseline.months or len(values) != len(inside):
        return None
    pairs = [point.parts for point in inside if point.parts is not None]
    if len(pairs) == len(inside):
        numerator = sum((pair[0] for pair in pairs), Fraction(0))
        return numerator / sum(pair[1] for pair in pairs) * 100
    return sum(values, Fraction(0)) / len(values)


def _year_asked(target: Target, at: DateRange, plan_dates: DateRange) -> DateRange | None:
    """The year of a change that is asked anew every year; None for other targets.

    Before its first year, or after its last, that one.
    """
    changes = target.kind in (TargetKind.RELATIVE_CHANGE, TargetKind.POINTS_CHANGE)
    if target.per != "year" or not changes:
        return None
    if target.baseline is None and at.months == 12 and plan_dates.contains(at):
        return at  # a year that begins in another month is held against the one before it
    last_day = target.deadline.last if target.deadline else plan_dates.last
    first_day = plan_dates.first
    if target.baseline is not None:
        first_day = max(first_day, target.baseline.last + timedelta(days=1))
    day = max(first_day, min(at.last, last_day))
    return Quarter.containing(day).year.range


def _holds(target: Target, plan_dates: DateRange) -> DateRange:
    if target.deadline is None:
        return plan_dates
    if target.deadline.months:
        return target.deadline
    last = target.deadline.last
    first = Quarter.containing(last).year.range.first
    return DateRange(max(first, min(plan_dates.first, last)), last)


def _years(baseline: DateRange, holds: DateRange) -> int:
    return max(1, round((holds.last - baseline.last).days / 365.25))


def _incomplete(baseline: DateRange, series: Sequence[Point]) -> str:
    if not any(baseline.contains(point.period) for point in series):
        return f"There are no figures of this length in the baseline, {baseline}."
    return f"The figures of the baseline, {baseline}, are not complete."


def _shown(level: Fraction, indicator: Indicator) -> str:
    return unit_words(level, indicator.unit)
