"""What the rules say of a figure in the light of what stood before it.

A query wants a note and never blocks saving; information only informs (CONVENTIONS.md D14).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import median

from csp_desktop.core.figures import Figure, FigureStatus, Unit
from csp_desktop.core.numbers import figure_words, number_words
from csp_desktop.core.plan import Indicator
from csp_desktop.core.rules import Problem, Severity, with_note

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


NO_PAST = Past()


def problems_with_past(indicator: Indicator, figure: Figure, past: Past) -> list[Problem]:
    """Every problem of a figure that its past gives rise to, queries with whether they wait."""
    if not figure.has_number:
        return []
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
    if not past.overlapping:
        return ""
    other = past.overlapping[0].period
    return (
        f"{indicator.name} has a figure for {other.words()} too, which shares days with "
        f"{figure.period.words()}"
    )


def _far_from_history(indicator: Indicator, figure: Figure, past: Past) -> str:
    """Outside median ± 4 MAD of eight earlier values or more, or else outside what is plausible."""
    now, values = figure.exact, past.values
    if now is None:
        return ""
    if len(values) < _ENOUGH_VALUES:
        return _implausible(indicator, now)
    middle = median(values)
    spread = median([abs(value - middle) for value in values])
    if abs(now - middle) <= _MADS * max(spread, _least_spread(indicator)):
        return ""
    low, high = min(values), max(values)
    return (
        f"{figure_words(figure, indicator.unit)} is far from the last {len(values)} quarters, "
        f"{_shown(low, indicator)} to {_shown(high, indicator)}"
    )


def _implausible(indicator: Indicator, now: Fraction) -> str:
    low, high = indicator.plausible_low, indicator.plausible_high
    if (low is None or now >= low) and (high is None or now <= high):
        return ""
    bounds = [_shown(Fraction(one), indicator) for one in (low, high) if one is not None]
    return (
        f"{_shown(now, indicator)} is outside what is plausible for this indicator, "
        + " to ".join(bounds)
    )


def _zero_after_never_zero(indicator: Indicator, figure: Figure, past: Past) -> str:
    if figure.exact == 0 and past.values and all(value != 0 for value in past.values):
        return f"{indicator.name} is 0 and was never 0 before"
    return ""


def _turned(indicator: Indicator, figure: Figure, past: Past) -> str:
    """A step against three steps in one direction, by more than the tolerance."""
    now, values = figure.exact, past.values[-_TREND_STEPS - 1 :]
    if now is None or len(values) <= _TREND_STEPS:
        return ""
    steps = [after - before for before, after in pairwise(values)]
    change, last = now - values[-1], values[-1]
    rose, fell = all(step > 0 for step in steps), all(step < 0 for step in steps)
    if not ((rose and change < 0) or (fell and change > 0)):
        return ""
    tolerance = (
        _POINTS_TOLERANCE if indicator.unit.is_percentage else abs(last) * _RELATIVE_TOLERANCE
    )
    if abs(change) <= tolerance:
        return ""
    return (
        f"{indicator.name} {'fell' if rose else 'rose'} to {figure_words(figure, indicator.unit)} "
        f"after {_TREND_STEPS} quarters in which it {'rose' if rose else 'fell'}"
    )


def _parts_disagree(indicator: Indicator, figure: Figure, past: Past) -> str:
    """A percentage that does not follow from its parts at the decimals it was given with."""
    if figure.value is None or figure.numerator is None or not figure.denominator:
        return ""
    worked_out = Fraction(figure.numerator) / Fraction(figure.denominator) * 100
    exponent = figure.value.as_tuple().exponent
    half = Fraction(1, 2) * Fraction(10) ** (exponent if isinstance(exponent, int) else 0)
    if abs(worked_out - Fraction(figure.value)) <= half:
        return ""
    return (
        f"{figure.numerator:f} of {figure.denominator:f} is {number_words(worked_out, 1)}%, "
        f"not {figure.value:f}%"
    )


def _same_again(indicator: Indicator, figure: Figure, past: Past) -> str:
    recent = past.values[-(_SAME_IN_A_ROW - 1) :]
    same = len(recent) == _SAME_IN_A_ROW - 1 and all(value == figure.exact for value in recent)
    # Rare events are nought for quarters on end, and nobody need explain it.
    if not same or figure.exact in (None, 0):
        return ""
    return f"{figure_words(figure, indicator.unit)} for the third quarter in a row"


def _revised(indicator: Indicator, figure: Figure, past: Past) -> str:
    if figure.status is not FigureStatus.REVISED:
        return ""
    now = figure_words(figure, indicator.unit)
    before = [one for one in past.reported if one.has_number and one.exact != figure.exact]
    if not before:
        return f"{now} is marked as revised"
    return f"Reported as {figure_words(before[-1], indicator.unit)}, now {now}"


def _same_comment(indicator: Indicator, figure: Figure, past: Past) -> str:
    last = past.quarters[-1].comment.strip() if past.quarters else ""
    if last and figure.comment.strip() == last:
        return "The comment is last quarter’s, word for word"
    return ""


def _least_spread(indicator: Indicator) -> Fraction:
    """A series that never moved has no spread: one unit, or half a point, is then the least."""
    if indicator.unit is Unit.RATE:
        return Fraction(1, 100)
    return Fraction(1, 2) if indicator.unit.is_percentage else Fraction(1)


def _shown(value: Fraction, indicator: Indicator) -> str:
    if indicator.unit.is_percentage:
        return number_words(value, 1) + "%"
    return number_words(value, 0 if value.denominator == 1 else 2)


_Check = Callable[[Indicator, Figure, Past], str]
_RULES: dict[str, tuple[Severity, str, _Check]] = {
    "overlap": (Severity.ERROR, "", _overlap),
    "far-from-history": (Severity.QUERY, "far from earlier quarters", _far_from_history),
    "zero-after-never-zero": (Severity.QUERY, "zero for the first time", _zero_after_never_zero),
    "turned": (Severity.QUERY, "the trend has turned", _turned),
    "parts-disagree": (Severity.QUERY, "the parts do not agree", _parts_disagree),
    "same-again": (Severity.QUERY, "the same again", _same_again),
    "revised": (Severity.QUERY, "revised", _revised),
    "same-comment": (Severity.INFORMATION, "", _same_comment),
}
