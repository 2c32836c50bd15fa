"""What is still to come of a year, in the measure of one period: its forecast and its profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.periods import Quarter
from csp_desktop.ui.trend_words import level_words, noun_of_period

_MORE_THAN_ONE = 2


@dataclass(frozen=True)
class Ahead:
    """The year's forecast as it stands at the year's end.

    Attributes:
        first, last: places of the first and of the last period to come.
        level: what each of them comes to on average; the year itself where periods do not add up.
        lower, upper: of the interval, in the same measure; None without one.
    """

    first: int
    last: int
    level: float
    exact: Fraction
    lower: float | None
    upper: float | None
    words: str


def ahead_of(found: Findings, points: Sequence[Point]) -> Ahead | None:
    """The forecast in the measure of a period; None where there is none or the year is complete.

    Args:
        found: of the last period that is known.
        points: of the chart, with the rest of the year.
    """
    forecast, value = found.year.forecast, found.year.value
    first, last = len(found.series), len(points) - 1
    if forecast is None or value is None or last < first:
        return None
    if not found.indicator.adds_up:
        words = f"forecast {level_words(found.indicator, value)} for the year"
        return Ahead(first, last, float(value), value, None, None, words)
    year = Quarter.containing(found.period.last).year.range
    inside = [one.value for one in found.series if year.contains(one.period)]
    begun = sum((one for one in inside if one is not None), Fraction(0))
    left = last - first + 1
    exact = (value - begun) / left
    ends = [
        None if one is None else (one - float(begun)) / left
        for one in (forecast.lower, forecast.upper)
    ]
    words = (
        f"forecast {level_words(found.indicator, exact)} a {noun_of_period(found.series)}, "
        f"{level_words(found.indicator, value)} for the year"
    )
    if ends[0] is not None and ends[1] is not None:
        low, high = (level_words(found.indicator, Fraction(one)) for one in ends if one is not None)
        words += f" ({low} to {high} a {noun_of_period(found.series)} in 80 of 100 years)"
    return Ahead(first, last, float(exact), exact, ends[0], ends[1], words)


def profile_steps(
    found: Findings, level: Fraction, inside: Sequence[int], points: Sequence[Point]
) -> list[tuple[int, Fraction]]:
    """What each period in which a target holds is asked for; none where the shares are equal.

    Args:
        found: of the period looked at.
        level: an equal share of the year.
        inside: the places at which the target holds.
        points: of the chart.
    """
    shares = found.shares
    if len(set(shares)) < _MORE_THAN_ONE:
        return []
    steps = []
    for at in inside:
        month = (points[at].period.first.month - 4) % 12
        steps.append((at, level * len(shares) * shares[month * len(shares) // 12]))
    return steps
