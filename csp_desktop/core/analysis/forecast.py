"""Where a year will end: the seasonal shares of earlier years with an interval, else the run rate.

The rest of a year stands to its part so far as it did in the last complete years. The interval
comes from how much that ratio differed between them, on a logarithmic scale with Student's t, and
never less than chance alone allows (Poisson). `tests/core/analysis/test_forecast.py` runs it over
every year of the real crime series and counts how often the year ended inside.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean, stdev

from csp_desktop.core.numbers import number_words

RATE = 80  # of a hundred years end inside the interval
FEWEST_YEARS, MOST_YEARS = 3, 5
_PERIODS = {2: "half-year", 4: "quarter", 12: "month"}  # by how many make a year
_T = {2: 1.8856, 3: 1.6377, 4: 1.5332}  # Student's t at 90 % one-sided, by degrees of freedom


@dataclass(frozen=True)
class Forecast:
    """What a year will come to if it goes on as years do.

    Attributes:
        lower, upper: between which it ends in `RATE` of a hundred years; None without an interval.
        years: of how many complete years the shares are; 0 for the run rate.
        words: the method and its arithmetic.
    """

    value: float
    lower: float | None
    upper: float | None
    years: int
    words: str


@dataclass(frozen=True)
class Required:
    """What each period still to come may or must hold for a year's target to be met.

    Attributes:
        rate: a period; None where none is left, or at most nothing would have to happen.
    """

    rate: Fraction | None
    words: str


def year_end(
    so_far: Sequence[Fraction], past: Sequence[Sequence[Fraction]], periods: int = 4
) -> Forecast | None:
    """The forecast of a year's total.

    Args:
        so_far: the periods of the year that are known, the first one on.
        past: complete years before it, the oldest first; the last five count.
        periods: in a year.

    Returns:
        None where nothing, or everything, of the year is known.

    Raises:
        ValueError: a year that is called complete is not.
    """
    if any(len(year) != periods for year in past):
        raise ValueError(f"a complete year has {periods} periods")
    known = len(so_far)
    if not 0 < known < periods:
        return None
    begun = float(sum(so_far))
    ratios = _ratios(past[-MOST_YEARS:], known)
    if len(ratios) < FEWEST_YEARS or begun <= 0:
        return _run_rate(begun, known, periods)
    rest = begun * math.exp(fmean(ratios))
    own = stdev(ratios) ** 2 * (1 + 1 / len(ratios))
    chance = 1 / max(rest, 1) + 1 / max(begun, 1)
    width = _T[len(ratios) - 1] * math.sqrt(max(own, chance))
    share = begun / (begun + rest)
    value = begun + rest
    lower, upper = begun + rest * math.exp(-width), begun + rest * math.exp(width)
    words = (
        f"{_shown(begun)} so far; in the last {len(ratios)} complete years "
        f"{_shown(share * 100, 1)}% of the year had come by then: {_shown(value)}, between "
        f"{_shown(lower)} and {_shown(upper)} in {RATE} of 100 years."
    )
    return Forecast(value, lower, upper, len(ratios), words)


def required(target: Fraction, so_far: Sequence[Fraction], periods: int, *, most: bool) -> Required:
    """What the periods to come may hold at most, or must hold at least.

    Args:
        target: of the whole year.
        so_far: the periods of the year that are known.
        periods: in a year.
        most: whether the target is not to be passed; else it is to be reached.
    """
    begun = sum(so_far, Fraction(0))
    left = periods - len(so_far)
    room = target - begun
    if left <= 0:
        return Required(None, "The year is complete.")
    if room <= 0:
        passed = "is passed already" if most and room < 0 else "is reached already"
        return Required(None, f"The year's {number_words(target)} {passed}.")
    rate = room / left
    bound = "at most" if most else "at least"
    whole = math.floor(rate) if most else math.ceil(rate)
    period = _PERIODS.get(periods, "period")
    return Required(rate, f"Needs {bound} {number_words(whole)} a {period} from here.")


def _ratios(past: Sequence[Sequence[Fraction]], known: int) -> list[float]:
    """The logarithm of each year's rest over its part by then; years without either left out."""
    parts = [(sum(year[:known]), sum(year[known:])) for year in past]
    return [math.log(rest / begun) for begun, rest in parts if begun > 0 and rest > 0]


def _run_rate(begun: float, known: int, periods: int) -> Forecast:
    value = begun / known * periods
    words = (
        f"{_shown(begun)} in {known} of {periods} periods, {_shown(value)} at that rate; there are "
        f"not {FEWEST_YEARS} complete years to take shares from."
    )
    return Forecast(value, None, None, 0, words)


def _shown(number: float, places: int = 0) -> str:
    return number_words(Fraction(number), places)
