"""Red, amber or green against what is asked, each with its arithmetic in words (DESIGN.md 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from csp_desktop.core.analysis.intervals import survey_interval
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import number_words, unit_words
from csp_desktop.core.plan import Basis, Indicator

RELATIVE, POINTS = Fraction(10), Fraction(2)  # how far a target may be missed and still be amber
ONE = Fraction(1)  # event more than none, where none is asked, or place: neither has a share
_MOST_PLACES = 6  # decimals, where a gap is too small to be seen with fewer


class Rag(Enum):
    """How a figure stands against its target; grey where that cannot be said."""

    GREEN = "Green"
    AMBER = "Amber"
    RED = "Red"
    GREY = "Grey"


@dataclass(frozen=True)
class Asked:
    """What is asked of a figure.

    Attributes:
        level: the number it is held against.
        most: whether it is not to be passed; else it is to be reached.
    """

    level: Fraction
    most: bool


@dataclass(frozen=True)
class Judgement:
    """A colour with the sentence that explains it.

    Attributes:
        level: what is asked, in words; empty where nothing was held against it.
        gap: how far from it, in words: `59 over`, `2 points short`, `met`.
        missed: the same as a share of what is asked, or the gap itself where none is; below
            nought where the target is kept.
    """

    rag: Rag
    words: str
    level: str = ""
    gap: str = ""
    missed: Fraction | None = None


def judged(
    value: Fraction | None,
    asked: Asked | None,
    indicator: Indicator,
    *,
    sample_size: int | None = None,
) -> Judgement:
    """The colour of a figure.

    Args:
        value: exactly, percentages as 0 to 100; None where there is no figure.
        asked: None where there is no target.
        indicator: whose figure it is; its tolerance says how far a target may be missed.
        sample_size: of a survey; its interval decides whether the target can be told apart.
    """
    if asked is None:
        return Judgement(Rag.GREY, "No target.")
    if value is None:
        return Judgement(Rag.GREY, "No figure to hold against the target.")
    if indicator.unit is Unit.SURVEY_PERCENTAGE:
        unsure = _too_close(value, asked, sample_size)
        if unsure:
            return Judgement(Rag.GREY, unsure)
    missed = value - asked.level if asked.most else asked.level - value
    places = _places(value, asked.level, indicator)
    told = (
        f"{_shown(value, indicator, places)} against {'at most' if asked.most else 'at least'} "
        f"{_shown(asked.level, indicator, places)}: "
    )
    level = _shown(asked.level, indicator, places).removeprefix("place ")
    gap = f"{_gap(abs(missed), indicator, places)} {_side(asked, int(missed > 0))}"
    part = missed / abs(asked.level) if asked.level else missed
    if not missed:
        return Judgement(Rag.GREEN, f"{told}met exactly, green.", level, "met", part)
    if missed < 0:
        return Judgement(Rag.GREEN, f"{told}{gap}, green.", level, gap, part)
    rag, share = _missed(missed, asked, indicator)
    return Judgement(rag, f"{told}{gap}{share}, {rag.value.lower()}.", level, gap, part)


def equal_profile(periods: int) -> tuple[Fraction, ...]:
    """Every period asks for the same."""
    return (Fraction(1, periods),) * periods


def seasonal_profile(years: Sequence[Sequence[Fraction]]) -> tuple[Fraction, ...] | None:
    """Every period asks for the share it had of the earlier years taken together.

    Args:
        years: complete years, each with as many periods.

    Returns:
        None where those years come to nothing, or there is none.
    """
    whole = sum(sum(year) for year in years)
    if not whole:
        return None
    return tuple(sum(of_period, Fraction(0)) / whole for of_period in zip(*years, strict=True))


def to_date(level: Fraction, profile: Sequence[Fraction], known: int) -> Fraction:
    """What a year's target asks for after so many periods.

    Raises:
        ValueError: the shares do not come to one.
    """
    if sum(profile) != 1:
        raise ValueError(f"the shares of a profile come to one, not to {sum(profile)}")
    return level * sum(profile[:known])


def _missed(missed: Fraction, asked: Asked, indicator: Indicator) -> tuple[Rag, str]:
    own = None if indicator.tolerance is None else Fraction(indicator.tolerance)
    relative = not indicator.unit.is_percentage and indicator.basis is not Basis.RANK
    if relative and asked.level:
        share = missed / abs(asked.level) * 100
        allowed = RELATIVE if own is None else own
        return (Rag.AMBER if share <= allowed else Rag.RED), f", {number_words(share, 1)}%"
    if relative or own is None:
        own = POINTS if indicator.unit.is_percentage else ONE
    return (Rag.AMBER if missed <= own else Rag.RED), ""


def _too_close(value: Fraction, asked: Asked, sample_size: int | None) -> str:
    found = survey_interval(value, sample_size)
    if found is None and sample_size:
        return f"{number_words(value, 1)}% is no share of the {sample_size:,} asked."
    if found is None:
        return "Survey result without its sample size: it cannot be told how sure it is."
    lower, upper = Fraction(found.lower), Fraction(found.upper)
    if not lower <= asked.level <= upper:
        return ""
    return (
        f"Too close to tell: of {sample_size:,} asked, {number_words(value, 1)}% may be "
        f"{number_words(lower, 1)}% to {number_words(upper, 1)}%, and "
        f"{number_words(asked.level, 1)}% is asked."
    )


def _side(asked: Asked, missed: int) -> str:
    return ("under", "over")[missed] if asked.most else ("above", "short")[missed]


def _places(value: Fraction, level: Fraction, indicator: Indicator) -> int | None:
    """So many decimals that two numbers that differ are not shown alike; None for the usual."""
    tries: tuple[int | None, ...] = (None, *range(1, _MOST_PLACES))
    for places in tries:
        shown = [unit_words(one, indicator.unit, places) for one in (value, level)]
        if value == level or shown[0] != shown[1]:
            return places
    return _MOST_PLACES


def _gap(gap: Fraction, indicator: Indicator, places: int | None) -> str:
    shown = _shown(gap, indicator, places).removeprefix("place ")
    if indicator.basis is Basis.RANK:
        return f"{shown} place{'' if gap == 1 else 's'}"
    return f"{shown[:-1]} points" if indicator.unit.is_percentage else shown


def _shown(number: Fraction, indicator: Indicator, places: int | None) -> str:
    place = "place " if indicator.basis is Basis.RANK else ""
    return place + unit_words(number, indicator.unit, places)
