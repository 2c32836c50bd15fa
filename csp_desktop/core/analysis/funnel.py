"""Areas beside one another, per head: a funnel plot and never a league table (CONVENTIONS.md B17).

Each area's count is held against what the rate of all of them together would give its people.
Limits are exact ones of the Poisson distribution where the areas differ no more than chance alone
would have them. Where they differ more, a variance between areas is added: z-scores of the square
roots of the ratios, a tenth at either end winsorised, their mean square phi, and tau² by the method
of moments (Spiegelhalter 2005, Statistics in Medicine 24:1185 and Quality and Safety in Health Care
14:347; computed as FunnelPlotR does with `sr_method = "CQC"`). Adding rather than multiplying,
because places do differ in more than chance and the second paper finds that model the sounder one:
multiplying by phi would widen the limits of small areas as if they differed more than large ones.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from statistics import NormalDist, fmean, quantiles

from csp_desktop.core.analysis.intervals import Interval, funnel_limits
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import DateRange, day_words
from csp_desktop.core.plan import Population

USUAL, FAR = 0.95, 0.998
PER = 1_000  # people
FEWEST = 3  # two areas are always on either side of the rate of both
_MANY = 10  # fewer tell little about how much areas differ
_TENTHS = 10
_LONG = 366  # days between a population and the middle of a period


class Standing(Enum):
    """Where an area's count lies; the words say neither good nor bad."""

    FAR_LOWER = "far lower than expected"
    LOWER = "lower than expected"
    WITHIN = "within the limits"
    HIGHER = "higher than expected"
    FAR_HIGHER = "far higher than expected"


@dataclass(frozen=True)
class AreaCount:
    """What is known of one area.

    Attributes:
        count: None where there is none, and `gap` then says why.
        population: nearest to the period; None where none is known.
        source: who published the count; empty where nobody says.
    """

    area: str
    count: Fraction | None
    population: Population | None
    provisional: bool = False
    gap: str = ""
    source: str = ""


@dataclass(frozen=True)
class Dispersion:
    """How much more the areas differ than chance alone would have them.

    Attributes:
        phi: the mean square of the winsorised z-scores; of so many areas, by chance alone, about
            one less divided by as many, because the rate they are held against is their own.
        between: tau², the variance between areas of the square root of their ratio to what is
            expected; 0 where nothing is added to chance.
        areas: of how many areas.
    """

    phi: float
    between: float
    areas: int

    @property
    def adjusted(self) -> bool:
        """Whether the limits are widened by it."""
        return self.between > 0


@dataclass(frozen=True)
class Limits:
    """Between which an area's figure is not told apart from the others.

    Attributes:
        counts: in events; interpolated, so seldom whole.
        rates: the same per 1,000 people.
    """

    counts: Interval
    rates: Interval


@dataclass(frozen=True)
class FunnelPoint:
    """One area in the funnel.

    Attributes:
        rate: per 1,000 people, for the period as it is.
        expected: what the rate of all areas together gives its people.
        usual, far: limits of 95 % and of 99.8 %.
        words: the arithmetic in a sentence.
    """

    area: str
    count: Fraction
    population: Population
    provisional: bool
    rate: Fraction
    expected: Fraction
    usual: Limits
    far: Limits
    standing: Standing
    words: str


@dataclass(frozen=True)
class Funnel:
    """Several areas in one period.

    Attributes:
        rate: of all areas together, per 1,000 people.
        points: in the order in which the areas were given.
        left_out: why each area that is missing is; a sentence each.
        notes: what else has to be known to read it; a sentence each.
    """

    period: DateRange
    rate: Fraction
    dispersion: Dispersion
    points: tuple[FunnelPoint, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]

    def limits(self, people: int, confidence: float) -> Limits:
        """The limits of an area of so many people, which need not be one of these.

        Args:
            people: 1 or more.
            confidence: `USUAL` or `FAR`.
        """
        return _limits(self.rate, self.dispersion.between, people, confidence)


@dataclass(frozen=True)
class NoFunnel:
    """Why there is none; `words` is a sentence or more."""

    words: str
    left_out: tuple[str, ...] = ()


def population_near(
    populations: Iterable[Population], area: str, period: DateRange
) -> Population | None:
    """An area's population of the day nearest to the middle of a period, the earlier of two."""
    middle = _middle(period)
    own = (one for one in populations if one.area == area)
    return min(own, key=lambda one: (abs((one.day - middle).days), one.day), default=None)


def funnel(period: DateRange, areas: Sequence[AreaCount]) -> Funnel | NoFunnel:
    """The funnel of areas around the rate of all of them together.

    Args:
        period: of every count.
        areas: in the order in which they are to be shown.

    Returns:
        `NoFunnel` where fewer than `FEWEST` areas have both a count and a population.
    """
    left_out = tuple(filter(None, map(_why_left_out, areas)))
    known = [
        (one, one.count, one.population)
        for one in areas
        if one.count is not None and one.population is not None
    ]
    if len(known) < FEWEST:
        return NoFunnel(_too_few(len(known)), left_out)
    events = sum((count for _, count, _ in known), Fraction(0))
    people = sum(population.people for _, _, population in known)
    pooled = events / people * PER
    dispersion = _dispersion(
        [(float(count), float(pooled * one.people / PER)) for _, count, one in known]
    )
    points = tuple(_point(*one, pooled, dispersion) for one in known)
    return Funnel(
        period=period,
        rate=pooled,
        dispersion=dispersion,
        points=points,
        left_out=left_out,
        notes=_notes(period, [one for one, _, _ in known], points, pooled, dispersion),
    )


def _too_few(known: int) -> str:
    have = "No area has" if not known else f"Only {known} {'area has' if known == 1 else 'have'}"
    return (
        f"No funnel: it needs at least {FEWEST} areas with a count and a population for the same "
        f"period. {have} both."
    )


def _why_left_out(one: AreaCount) -> str:
    if one.count is None:
        why = one.gap or "no figure"
        return f"{one.area} is left out: {why[0].lower()}{why[1:]}."
    if one.population is None:
        return (
            f"{one.area} is left out: it is not known how many people live there. “populations "
            "import” brings that in."
        )
    return ""


def _point(
    of: AreaCount,
    count: Fraction,
    population: Population,
    pooled: Fraction,
    dispersion: Dispersion,
) -> FunnelPoint:
    people = population.people
    expected = pooled * people / PER
    usual, far = (_limits(pooled, dispersion.between, people, one) for one in (USUAL, FAR))
    standing = _standing(count, usual.counts, far.counts)
    return FunnelPoint(
        area=of.area,
        count=count,
        population=population,
        provisional=of.provisional,
        rate=count / people * PER,
        expected=expected,
        usual=usual,
        far=far,
        standing=standing,
        words=(
            f"{number_words(count)} against {number_words(expected)} expected of "
            f"{number_words(people)} people at the pooled {rate_words(pooled)} per "
            f"{number_words(PER)}: {_place(standing, usual.counts, far.counts)}."
        ),
    )


def _limits(pooled: Fraction, between: float, people: int, confidence: float) -> Limits:
    expected = float(pooled * people / PER)
    exact = funnel_limits(expected, confidence)
    # Where next to none are expected the interpolated quantile lies below even that.
    counts = Interval(exact.lower, max(expected, exact.upper))
    if between > 0:
        z = NormalDist().inv_cdf((1 + confidence) / 2)
        spread = z * math.sqrt(_own_variance(expected) + between)
        # The square root is no exact scale: at the lower end alone it may be narrower than chance.
        lower = min(counts.lower, expected * max(0.0, 1 - spread) ** 2)
        counts = Interval(lower, expected * (1 + spread) ** 2)
    rates = Interval(counts.lower / people * PER, counts.upper / people * PER)
    return Limits(counts, rates)


def _standing(count: Fraction, usual: Interval, far: Interval) -> Standing:
    if float(count) in usual:
        return Standing.WITHIN
    if float(count) > usual.upper:
        return Standing.HIGHER if float(count) in far else Standing.FAR_HIGHER
    return Standing.LOWER if float(count) in far else Standing.FAR_LOWER


def _place(standing: Standing, usual: Interval, far: Interval) -> str:
    if standing is Standing.WITHIN:
        return f"within the limits {_whole(usual)}"
    return f"{standing.value}, with limits of {_whole(usual)} (95%) and {_whole(far)} (99.8%)"


def _whole(limits: Interval) -> str:
    """The counts that lie inside: `945 to 1,071`."""
    return f"{math.ceil(limits.lower):,} to {math.floor(limits.upper):,}"


def _own_variance(expected: float) -> float:
    """Of the square root of a ratio to what is expected, by chance alone."""
    return 1 / (4 * expected)


def _dispersion(areas: Sequence[tuple[float, float]]) -> Dispersion:
    """Of counts, each with what is expected of it."""
    if not any(expected for _, expected in areas):
        return Dispersion(0.0, 0.0, len(areas))
    scores = [2 * (math.sqrt(count) - math.sqrt(expected)) for count, expected in areas]
    cuts = quantiles(scores, n=_TENTHS, method="inclusive")
    phi = fmean(min(max(one, cuts[0]), cuts[-1]) ** 2 for one in scores)
    weights = [1 / _own_variance(expected) for _, expected in areas]
    whole = sum(weights)
    excess = len(areas) * phi - (len(areas) - 1)
    between = excess / (whole - sum(one * one for one in weights) / whole)
    return Dispersion(phi, max(0.0, between), len(areas))


def _notes(
    period: DateRange,
    areas: Sequence[AreaCount],
    points: Sequence[FunnelPoint],
    pooled: Fraction,
    dispersion: Dispersion,
) -> tuple[str, ...]:
    people = sum(one.population.people for one in points)
    events = sum(one.count for one in points)
    whole = "" if period.months == 12 else ", as it is and not made up to a year"
    found = [
        f"{number_words(events)} of {number_words(people)} people in {len(points)} areas: "
        f"{rate_words(pooled)} per {number_words(PER)} people for {period.words()}{whole}.",
        _dispersion_words(dispersion),
        *_population_notes(period, points),
        _provisional_note(points),
        _source_note(areas),
    ]
    return tuple(filter(None, found))


def _dispersion_words(dispersion: Dispersion) -> str:
    phi = number_words(Fraction(dispersion.phi), 1 if dispersion.phi >= 10 else 2)
    chance = number_words(Fraction(dispersion.areas - 1, dispersion.areas), 2)
    told = f"phi is {phi}, where chance alone gives about {chance}."
    if dispersion.adjusted:
        spread = number_words(Fraction(200 * math.sqrt(dispersion.between)))
        told = (
            f"The areas differ more than chance alone would have them: {told} The limits are "
            f"widened by a spread between areas of about {spread}% of what is expected "
            "(Spiegelhalter 2005, additive)."
        )
    else:
        told = (
            f"The areas differ no more than chance alone would have them: {told} The limits are "
            "exact Poisson limits."
        )
    if dispersion.areas >= _MANY:
        return told
    unsure = number_words(Fraction(100 * math.sqrt(2 / dispersion.areas)))
    return (
        f"{told} {dispersion.areas} areas tell little about that: chance alone moves phi by "
        f"{unsure}% either way."
    )


def _population_notes(period: DateRange, points: Sequence[FunnelPoint]) -> list[str]:
    """Which day's people were taken, each day with its areas where they differ."""
    used: dict[tuple[date, str], list[str]] = {}
    for one in points:
        used.setdefault((one.population.day, one.population.source), []).append(one.area)
    notes = []
    for (day, source), named in used.items():
        whose = f" in {', '.join(named)}" if len(used) > 1 else ""
        away = abs((day - _middle(period)).days)
        far = ", more than a year from the middle of the period" if away > _LONG else ""
        notes.append(f"People{whose} on {day_words(day)}{far} ({source.rstrip('.')}).")
    return notes


def _provisional_note(points: Sequence[FunnelPoint]) -> str:
    named = [one.area for one in points if one.provisional]
    if not named:
        return ""
    if len(named) == len(points):
        return "All counts are provisional."
    return f"Provisional: {', '.join(named)}. The other counts are not."


def _source_note(areas: Sequence[AreaCount]) -> str:
    sources = sorted({one.source for one in areas})
    if len(sources) == 1:
        return f"Counts: {sources[0].rstrip('.')}." if sources[0] else ""
    named = "; ".join(source.rstrip(".") or "no source named" for source in sources)
    return f"The counts do not all come from one source, so compare with care: {named}."


def _middle(period: DateRange) -> date:
    return period.first + (period.last - period.first) / 2


def rate_words(rate: Fraction) -> str:
    """A rate with as many decimals as tell it from nought: `104.3`, `3.5`, `0.42`, `0.017`."""
    places = 1 if not rate or rate >= 1 else 2 if rate >= Fraction(1, 10) else 3
    return number_words(rate, places)
