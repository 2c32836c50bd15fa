"""A figure beside earlier ones: with the arithmetic in words, or the reason why there is none.

Only ranges of one length and kind are compared (DESIGN.md 5).
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from csp_desktop.core.analysis.difference import Difference, Reading, counts_events, difference
from csp_desktop.core.analysis.intervals import poisson_interval, survey_interval
from csp_desktop.core.analysis.known import Known
from csp_desktop.core.analysis.ranges import RangeSum, why_not_summed
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.figures import Figure, Unit
from csp_desktop.core.numbers import figure_words, number_words
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter
from csp_desktop.core.plan import Basis, Indicator

_TENTH = 0.1
_SMALL = 10  # below it on either side an interval stands for the percentage


@dataclass(frozen=True)
class Comparison:
    """A figure beside another one.

    Attributes:
        name: which: the period before, the same period last year, rolling 12 months.
        against: the other range; None where there is none of this kind.
        change: None where the two cannot be compared.
        words: the arithmetic, or why there is none.
    """

    name: str
    against: DateRange | None
    change: Difference | None
    words: str


@dataclass(frozen=True)
class YearToDate:
    """The financial year up to a period: as it is reported, and as its parts add up.

    Attributes:
        reported: the figure of the whole range, where there is one.
        summed: what its parts come to; a gap where one is missing.
        words: both, and by how much they differ.
    """

    period: DateRange
    reported: Figure | None
    summed: RangeSum
    words: str


def period_before(known: Known) -> Comparison:
    """The figure beside that of the period before."""
    months = known.now.period.months
    return _compared(known, "period before", known.now.period.moved(-months) if months else None)


def year_before(known: Known) -> Comparison:
    """The figure beside that of the same period last year."""
    return _compared(known, "same period last year", known.now.period.moved(-12))


def first_year(known: Known) -> Comparison:
    """The figure beside that of the same period in the first year there is a number of."""
    month = known.now.period.first.month
    alike = (
        one
        for one in known.series[:-1]
        if one.value is not None and one.period.first.month == month
    )
    first = next(alike, None)
    if first is None:
        return Comparison("first year", None, None, "There is no earlier year.")
    name = f"first year, {FinancialYear(_start(first.period))}"
    return _compared(known, name, first.period)


def rolling_year(known: Known) -> Comparison:
    """The last twelve months beside the twelve before."""
    name = "rolling 12 months"
    if known.indicator.basis is Basis.YEAR:
        return _compared(known, name, known.now.period.moved(-12))
    now, then = known.twelve_months(), known.twelve_months(1)
    if known.a_year is None:
        return Comparison(name, None, None, "Not compared: such periods do not make up a year.")
    if now is None or then is None:
        return Comparison(name, None, None, why_not_summed(known.indicator))
    return _beside_sums(known, name, then, now)


def baseline_year(known: Known, year: FinancialYear) -> Comparison:
    """The last twelve months beside a financial year; the same period of it where none add up."""
    now, then = known.twelve_months(), known.year(year)
    alone = not known.indicator.adds_up and not (now and then and _whole(now, then))
    if now is None or then is None or alone:
        back = _start(known.now.period) - year.start
        return _compared(known, f"same period in {year}", known.now.period.moved(-12 * back))
    name = f"baseline year {year}"
    if then.point.period == now.point.period:
        return Comparison(name, year.range, None, "The figure is of the baseline year itself.")
    return _beside_sums(known, name, then, now)


def year_to_date(known: Known) -> YearToDate | None:
    """The year so far as it is reported and as it adds up; None where neither can be said.

    The two need not be equal: quarters are revised apart from the year (DESIGN.md 4).
    """
    year = FinancialYear(_start(known.now.period)).range
    whole = DateRange(year.first, known.now.period.last)
    summed = known.sum_inside(whole) if whole.contains(known.now.period) else None
    if summed is None or not summed.parts:
        return None
    unit, total = known.indicator.unit, summed.point.value
    if total is None:
        told = f"{_counted(summed)} of it, with {summed.point.gap}"
    else:
        told = f"{figure_words(known.figure(summed.point), unit)}, the sum of {_counted(summed)}"
    reported = known.figures.get(whole)
    stands = reported.exact if reported is not None else None
    if reported is not None and stands is not None:
        gap = "" if total is None else f": {_gap(known.indicator, total - stands)}"
        told = f"{figure_words(reported, unit)} as reported; {told}{gap}"
    if summed.provisional:
        told += f"; provisional: {', '.join(map(str, summed.provisional))}"
    return YearToDate(whole, reported if stands is not None else None, summed, f"{told}.")


def _compared(known: Known, name: str, other: DateRange | None) -> Comparison:
    """The present figure beside that of another period of its kind."""
    if other is None:
        return Comparison(name, None, None, "No such period.")
    if known.indicator.basis is Basis.YEAR and _apart(other, known.now.period) < 12:
        shared = 12 - _apart(other, known.now.period)
        words = f"Each figure covers twelve months and shares {shared} of them with this one."
        return Comparison(name, other, None, words)
    then = known.at(other)
    if then is None or then.value is None:
        gap = f": {then.gap.lower()}" if then is not None and then.gap else ""
        return Comparison(name, other, None, f"No figure for {other}{gap}.")
    beside = _beside(known.indicator, name, known.figure(then), known.figure(known.now))
    return _with_break(beside, then, known.now)


def _beside_sums(known: Known, name: str, then: RangeSum, now: RangeSum) -> Comparison:
    for one in (now, then):
        if one.point.value is None:
            words = f"{one.point.period}: {one.point.gap}."
            return Comparison(name, then.point.period, None, words)
    beside = _beside(known.indicator, name, known.figure(then.point), known.figure(now.point))
    beside = _with_break(beside, then.point, now.point)
    if not (then.provisional or now.provisional):
        return beside
    marks = ", ".join(map(str, (*then.provisional, *now.provisional)))
    return replace(beside, words=f"{beside.words} Provisional: {marks}.")


def _with_break(beside: Comparison, then: Point, now: Point) -> Comparison:
    """The comparison with a word where the two were counted by different classifications."""
    if not (then.published and now.published) or then.published == now.published:
        return beside
    return replace(beside, words=f"{beside.words} Counted by another classification then.")


def _beside(indicator: Indicator, name: str, then: Figure, now: Figure) -> Comparison:
    if not then.period.comparable(now.period):
        words = f"{now.period} and {then.period} are not equally long."
        return Comparison(name, then.period, None, words)
    found = difference(indicator, then, now)
    words = f"{figure_words(now, indicator.unit)} against {figure_words(then, indicator.unit)}"
    if found.change is not None:
        words += f": {found.absolute}" + (f", {found.percent}" if found.percent else "")
        words += f", {found.reads.value.lower()}"
    return Comparison(
        name, then.period, found, f"{words}.{_by_chance(indicator, then, now, found)}"
    )


def _by_chance(indicator: Indicator, then: Figure, now: Figure, found: Difference) -> str:
    """The interval that stands for a percentage, or that a change does not leave."""
    value, before = now.exact, then.exact
    if value is None or before is None:
        return ""
    unsure = found.reads is Reading.NO_REAL_CHANGE
    share = survey_interval(value, now.sample_size)
    if indicator.unit is Unit.SURVEY_PERCENTAGE and share is not None and unsure:
        ends = f"{share.lower:.1f}% to {share.upper:.1f}%"
        return f" Of {now.sample_size:,} asked it may be {ends}."
    few = min(value, before) < _SMALL
    whole = value.denominator == 1 and value >= 0
    if not counts_events(indicator) or not whole or not (few or unsure):
        return ""
    events = poisson_interval(int(value))
    why = "Too few for a percentage: by" if few else "By"
    return (
        f" {why} chance alone {number_words(value)} may stand for {_limit(events.lower)} to "
        f"{_limit(events.upper)}."
    )


def _limit(mean: float) -> str:
    """A limit with as many decimals as tell it from nought."""
    return f"{mean:,.2f}" if 0 < mean < _TENTH else f"{mean:,.1f}"


def _whole(*sums: RangeSum) -> bool:
    return all(one.point.value is not None for one in sums)


def _counted(summed: RangeSum) -> str:
    count = len(summed.parts)
    months = {one.period.months for one in summed.parts}
    name = {1: "month", 3: "quarter"}.get(months.pop() or 0) if len(months) == 1 else ""
    return f"{count} {name or 'part'}{'' if count == 1 else 's'}"


def _gap(indicator: Indicator, gap: Fraction) -> str:
    pence = 0 if gap.denominator == 1 else 2
    places = {Unit.COUNT: 0, Unit.MONEY: pence}.get(indicator.unit, 1)
    shown = number_words(abs(gap), places)
    if shown == number_words(0, places):
        return "the same"
    pound = "£" if indicator.unit is Unit.MONEY else ""
    return f"{pound}{shown} {'more' if gap > 0 else 'less'} than reported"


def _apart(earlier: DateRange, later: DateRange) -> int:
    months = (later.last.year - earlier.last.year) * 12 + later.last.month - earlier.last.month
    return abs(months)


def _start(period: DateRange) -> int:
    """The year in which the financial year of a period's last day begins."""
    return Quarter.containing(period.last).start
