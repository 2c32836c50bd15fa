"""What the rules say of a figure in the light of what stood before it.

A query wants a note and never blocks saving; information only informs (CONVENTIONS.md D14). The
sentence of a query begins with the figure, because its line and its title stand above it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from statistics import median

from csp_desktop.core.figures import Figure, FigureStatus, Unit
from csp_desktop.core.numbers import MINUS, figure_words, number_words
from csp_desktop.core.plan import Indicator
from csp_desktop.core.rules import Problem, Severity, as_given, decimals, with_note

# Median and MAD say little over fewer values; the factor is wide because a query costs a note.
_ENOUGH_VALUES, _MADS = 8, 4
_TREND_STEPS = 3
_RELATIVE_TOLERANCE, _POINTS_TOLERANCE = Fraction(1, 10), Fraction(2)
_SAME_IN_A_ROW = 3


@dataclass(frozen=True)
class Past:
    """What stood before a figure.

    Attributes:
        quarters: the earlier quarters' figures, oldest first; at most the last twelve.
        reported: what this very figure said before, oldest first.
        overlapping: figures of ranges as long as this one's that share days with it.
    """

    quarters: Sequence[Figure] = ()
    reported: Sequence[Figure] = ()
    overlapping: Sequence[Figure] = ()

    @property
    def values(self) -> list[Fraction]:
        """The earlier quarters' numbers, oldest first."""
        return [exact for figure in self.quarters if (exact := figure.exact) is not None]

    def directly_before(self, figure: Figure, count: int) -> list[Figure]:
        """The figures of so many quarters just before this one's, oldest first.

        Fewer where there are not so many without a gap.
        """
        by_period = {one.period: one for one in self.quarters}
        quarter = figure.period.quarter
        found: list[Figure] = []
        while quarter is not None and len(found) < count:
            quarter = quarter.previous
            if quarter.range not in by_period:
                break
            found.insert(0, by_period[quarter.range])
        return found


NO_PAST = Past()


def problems_with_past(indicator: Indicator, figure: Figure, past: Past) -> list[Problem]:
    """Every problem of a figure that its past gives rise to, queries with whether they wait."""
    found = []
    for rule, (severity, title, check) in _RULES.items():
        message = check(indicator, figure, past)
        if message:
            field = "comment" if rule == "same-comment" else "number"
            problem = Problem(rule, severity, indicator.code, message, field, title)
            found.append(with_note(problem, figure.explained))
    return found


def _overlap(indicator: Indicator, figure: Figure, past: Past) -> str:
    """Two figures over ranges of one length that share days count something twice."""
    twice = [one for one in past.overlapping if one.has_number]
    if not (twice and figure.has_number):
        return ""
    return (
        f"{indicator.name} has a figure for {twice[0].period.words()} too, which shares days with "
        f"{figure.period.words()}"
    )


def _far_from_history(indicator: Indicator, figure: Figure, past: Past) -> str:
    """Outside median ± 4 MAD of eight earlier values or more."""
    now, values = figure.exact, past.values
    if now is None or len(values) < _ENOUGH_VALUES:
        return ""
    middle = median(values)
    spread = median([abs(value - middle) for value in values])
    reach = _MADS * max(spread, _least_spread(indicator))
    if abs(now - middle) <= reach:
        return ""
    usual = _range_words(middle - reach, middle + reach, indicator)
    shown = figure_words(figure, indicator.unit)
    return f"{shown} is far from what was usual in the {len(values)} figures before, {usual}"


def _implausible(indicator: Indicator, figure: Figure, past: Past) -> str:
    """Outside the indicator's own plausible range, where there are fewer values to judge by."""
    now, low, high = figure.exact, indicator.plausible_low, indicator.plausible_high
    if now is None or len(past.values) >= _ENOUGH_VALUES:
        return ""
    if (low is None or now >= low) and (high is None or now <= high):
        return ""
    bounds = _range_words(
        None if low is None else Fraction(low), None if high is None else Fraction(high), indicator
    )
    return f"{figure_words(figure, indicator.unit)} is outside what is plausible here, {bounds}"


def _zero_after_never_zero(indicator: Indicator, figure: Figure, past: Past) -> str:
    count = len(past.values)
    if figure.exact != 0 or not count or 0 in past.values:
        return ""
    before = (
        "the figure before was not" if count == 1 else f"none of the {count} figures before was"
    )
    return f"{figure_words(figure, indicator.unit)}, where {before}"


def _turned(indicator: Indicator, figure: Figure, past: Past) -> str:
    """A step against three steps in one direction, by more than the tolerance."""
    before = past.directly_before(figure, _TREND_STEPS + 1)
    values = [exact for one in before if (exact := one.exact) is not None]
    now = figure.exact
    if now is None or len(values) <= _TREND_STEPS:
        return ""
    steps = [after - before for before, after in pairwise(values)]
    change = now - values[-1]
    rose, fell = all(step > 0 for step in steps), all(step < 0 for step in steps)
    if not ((rose and change < 0) or (fell and change > 0)):
        return ""
    if abs(change) <= _tolerance(indicator, values[-1]):
        return ""
    shown = figure_words(figure, indicator.unit)
    return f"{shown} is a {'fall after three rises' if rose else 'rise after three falls'} in a row"


def _parts_disagree(indicator: Indicator, figure: Figure, past: Past) -> str:
    """A percentage that does not follow from its parts at the decimals it was given with."""
    value, part, whole = figure.value, figure.numerator, figure.denominator
    if value is None or part is None or not whole or not indicator.unit.is_percentage:
        return ""
    worked_out = Fraction(part) / Fraction(whole) * 100
    places = decimals(value)
    if abs(worked_out - Fraction(value)) <= Fraction(1, 2 * 10**places):
        return ""
    exact = number_words(worked_out, max(1, places))
    return f"{as_given(part)} of {as_given(whole)} is {exact}%, not {as_given(value)}%"


def _same_again(indicator: Indicator, figure: Figure, past: Past) -> str:
    before = past.directly_before(figure, _SAME_IN_A_ROW - 1)
    same = len(before) == _SAME_IN_A_ROW - 1 and all(one.exact == figure.exact for one in before)
    # Rare events are nought for quarters on end, and nobody need explain it.
    if not same or figure.exact in (None, 0):
        return ""
    return f"{figure_words(figure, indicator.unit)} for the third quarter in a row"


def _revised(indicator: Indicator, figure: Figure, past: Past) -> str:
    if figure.status is not FigureStatus.REVISED or not figure.has_number:
        return ""
    now = figure_words(figure, indicator.unit)
    before = [one for one in past.reported if one.has_number and one.exact != figure.exact]
    if not before:
        return f"{now} is marked as revised"
    return f"{now} now, reported as {figure_words(before[-1], indicator.unit)} before"


def _same_comment(indicator: Indicator, figure: Figure, past: Past) -> str:
    for last in past.directly_before(figure, 1):
        if last.comment.strip() and figure.comment.strip() == last.comment.strip():
            return f"{indicator.name}: the comment is last quarter’s, word for word"
    return ""


def _tolerance(indicator: Indicator, last: Fraction) -> Fraction:
    """By how much a figure may move without a word: 2 points, or 10 % and not less than one."""
    if indicator.unit.is_percentage:
        return _POINTS_TOLERANCE
    relative = abs(last) * _RELATIVE_TOLERANCE
    # One offence more is no change of trend where three are usual.
    return max(relative, Fraction(1)) if indicator.unit is Unit.COUNT else relative


def _least_spread(indicator: Indicator) -> Fraction:
    """A series that never moved has no spread: one unit, or half a point, is then the least."""
    if indicator.unit is Unit.RATE:
        return Fraction(1, 100)
    return Fraction(1, 2) if indicator.unit.is_percentage else Fraction(1)


def _range_words(low: Fraction | None, high: Fraction | None, indicator: Indicator) -> str:
    """`30 to 50`, `30 or more`, `£50 or less`: what lies within, rounded inward."""
    least = Fraction(0) if indicator.unit is not Unit.MONEY else None
    most = Fraction(100) if indicator.unit.is_percentage else None
    if low is not None and least is not None:
        low = max(low, least)
    if high is not None and most is not None:
        high = min(high, most)
    step = 10 ** _RANGE_PLACES[indicator.unit]
    lowest = "" if low is None else _amount(Fraction(ceil(low * step), step), indicator)
    highest = "" if high is None else _amount(Fraction(floor(high * step), step), indicator)
    if lowest and highest:
        return f"{lowest} to {highest}"
    if lowest:
        return f"{lowest} or more"
    return f"{highest} or {'fewer' if indicator.unit is Unit.COUNT else 'less'}"


_RANGE_PLACES = {
    Unit.COUNT: 0,
    Unit.MONEY: 0,
    Unit.PERCENTAGE: 1,
    Unit.SURVEY_PERCENTAGE: 1,
    Unit.RATE: 2,
}


def _amount(number: Fraction, indicator: Indicator) -> str:
    places = 0 if number.denominator == 1 else _RANGE_PLACES[indicator.unit]
    if indicator.unit is Unit.MONEY:
        return (f"{MINUS}£" if number < 0 else "£") + number_words(abs(number))
    return number_words(number, places) + ("%" if indicator.unit.is_percentage else "")


_Check = Callable[[Indicator, Figure, Past], str]
_RULES: dict[str, tuple[Severity, str, _Check]] = {
    "overlap": (Severity.ERROR, "", _overlap),
    "far-from-history": (Severity.QUERY, "far from earlier quarters", _far_from_history),
    "implausible": (Severity.QUERY, "outside the plausible range", _implausible),
    "zero-after-never-zero": (Severity.QUERY, "zero for the first time", _zero_after_never_zero),
    "turned": (Severity.QUERY, "the trend has turned", _turned),
    "parts-disagree": (Severity.QUERY, "the parts do not agree", _parts_disagree),
    "same-again": (Severity.QUERY, "the same again", _same_again),
    "revised": (Severity.QUERY, "revised", _revised),
    "same-comment": (Severity.INFORMATION, "", _same_comment),
}
