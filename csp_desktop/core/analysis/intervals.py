"""Intervals for small counts and for surveys: how far a figure could lie off by chance alone.

Exact Poisson intervals after Garwood (1936), Wilson's score interval (1927), and funnel limits
after Spiegelhalter (2005). Results are floats: they are limits of chance, not figures.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

USUAL = 0.95
_STEPS = 200  # halvings and terms; both settle long before


@dataclass(frozen=True)
class Interval:
    """Both ends, included."""

    lower: float
    upper: float

    def __contains__(self, value: float) -> bool:
        return self.lower <= value <= self.upper


def poisson_interval(count: int, confidence: float = USUAL) -> Interval:
    """The exact interval of the mean behind a count (Garwood 1936).

    Args:
        count: of events, 0 or more.
        confidence: between 0 and 1.

    Raises:
        ValueError: the count is negative, or the confidence is not between 0 and 1.
    """
    tail = _tail(confidence)
    if count < 0:
        raise ValueError(f"a count is not negative: {count}")
    # P(X >= n) is the regularised lower gamma function of n at the mean.
    most = count + 12 * math.sqrt(count + 1) + 20
    lower = _where(lambda mean: _gamma_share(count, mean), tail, most) if count else 0.0
    upper = _where(lambda mean: _gamma_share(count + 1, mean), 1 - tail, most)
    return Interval(lower, upper)


def poisson_covers(count: int, mean: float, confidence: float = USUAL) -> bool:
    """Whether the exact interval of a count (Garwood 1936) covers a mean, without working it out.

    It does where neither so few nor so many events are rarer than a tail of the interval.

    Args:
        count: of events, 0 or more.
        mean: 0 or more.
        confidence: between 0 and 1.

    Raises:
        ValueError: one of them lies outside.
    """
    tail = _tail(confidence)
    if count < 0 or mean < 0:
        raise ValueError(f"neither a count nor a mean is negative: {count}, {mean}")
    as_many = _gamma_share(count, mean) if count else 1.0
    return as_many >= tail and _up_to(count, mean) >= tail


def wilson_interval(share: float, sample: int, confidence: float = USUAL) -> Interval:
    """The score interval of a share found in a sample (Wilson 1927).

    Args:
        share: between 0 and 1.
        sample: how many were asked, 1 or more.
        confidence: between 0 and 1.

    Raises:
        ValueError: one of them lies outside.
    """
    if not 0 <= share <= 1 or sample < 1:
        raise ValueError(f"no share of a sample: {share} of {sample}")
    z = NormalDist().inv_cdf(1 - _tail(confidence))
    spread = z * z / sample
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / sample + spread / (4 * sample)) / (1 + spread)
    # At either end of the scale the arithmetic is off by the last digit of a float.
    lower, upper = max(0.0, middle - half), min(1.0, middle + half)
    return Interval(lower if share > 0 else 0.0, upper if share < 1 else 1.0)


def survey_interval(percentage: Fraction, sample: int | None) -> Interval | None:
    """Wilson's interval of a survey's percentage, as 0 to 100.

    None where nobody knows how many were asked, or the percentage is of no share of them.
    """
    if not sample or sample < 1 or not 0 <= percentage <= 100:
        return None
    share = wilson_interval(float(percentage) / 100, sample)
    return Interval(share.lower * 100, share.upper * 100)


def funnel_limits(expected: float, confidence: float) -> Interval:
    """Between which a count lies by chance where so many are expected (Spiegelhalter 2005).

    Counts are whole, so each limit is moved between two of them to where its tail is exact.

    Args:
        expected: the mean, 0 or more.
        confidence: 0.95 or 0.998 as a rule.

    Raises:
        ValueError: fewer than none are expected.
    """
    tail = _tail(confidence)
    if expected < 0:
        raise ValueError(f"fewer than none are expected: {expected}")
    if not expected:
        return Interval(0.0, 0.0)
    return Interval(_limit(expected, tail), _limit(expected, 1 - tail))


def _limit(expected: float, share: float) -> float:
    """The interpolated quantile: the least count whose share reaches it, less the overshoot.

    Where none at all reaches it, there is nothing to move between.
    """
    low, high = -1, int(expected + 12 * math.sqrt(expected + 1) + 20)
    while high - low > 1:
        middle = (low + high) // 2
        if _up_to(middle, expected) >= share:
            high = middle
        else:
            low = middle
    reached, before = _up_to(high, expected), _up_to(high - 1, expected)
    return max(0.0, high - (reached - share) / (reached - before))


def _up_to(count: int, mean: float) -> float:
    """P(X <= count)."""
    return 1 - _gamma_share(count + 1, mean) if count >= 0 else 0.0


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence lies between 0 and 1, not at {confidence}")
    return (1 - confidence) / 2


def _where(rising: Callable[[float], float], wanted: float, most: float) -> float:
    """Where a rising function of 0 to `most` reaches a value."""
    low, high = 0.0, most
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _gamma_share(shape: int, at: float) -> float:
    """The regularised lower incomplete gamma function.

    By its series below `shape` + 1, above by Lentz's continued fraction of the upper one
    (Numerical Recipes, 3rd edition, 6.2).
    """
    if at <= 0:
        return 0.0
    weight = math.exp(shape * math.log(at) - at - math.lgamma(shape))
    if at < shape + 1:
        term = total = 1 / shape
        above = float(shape)
        while term > total * 1e-17:
            above += 1
            term *= at / above
            total += term
        return min(1.0, weight * total)
    tiny = 1e-300
    b = at + 1 - shape
    c, d = 1 / tiny, 1 / b
    fraction = d
    step = 0.0
    count = 0
    while abs(step - 1) > 1e-16 and count < 100 * _STEPS:
        count += 1
        a = -count * (count - shape)
        b += 2
        d = 1 / (a * d + b or tiny)
        c = b + a / c or tiny
        step = d * c
        fraction *= step
    return max(0.0, 1 - weight * fraction)
