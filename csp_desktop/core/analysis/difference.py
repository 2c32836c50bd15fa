"""The difference between two figures in words, and how it reads (DESIGN.md 5)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.analysis.intervals import poisson_covers, survey_interval
from csp_desktop.core.figures import Figure, Unit
from csp_desktop.core.numbers import number_words
from csp_desktop.core.plan import Basis, Indicator, Polarity
from csp_desktop.core.rules import decimals

_TOO_FEW = 10  # below it on either side a count has no percentage


class Reading(Enum):
    """What a difference means to those who read the figure."""

    BETTER = "Better"
    WORSE = "Worse"
    AS_WANTED = "As wanted"
    NO_CHANGE = "No change"
    NO_REAL_CHANGE = "No real change"
    UP = "Up"
    DOWN = "Down"
    NOT_JUDGED = "Not judged"


@dataclass(frozen=True)
class Difference:
    """How far a figure is from another one.

    Attributes:
        change: exactly, in points for percentages; None where the two cannot be compared.
        absolute: `+30`, `−3.0 pt`; empty where there is none.
        percent: `+12.9%`; empty for percentages, and for counts of which one is below ten.
    """

    change: Fraction | None
    absolute: str
    percent: str
    reads: Reading


_NONE = Difference(None, "", "", Reading.NOT_JUDGED)

# From bad to good; neither a start that is still to come nor a deferral is better or worse.
_RANKS = (
    ActionStatus.OFF_TRACK,
    ActionStatus.AT_RISK,
    ActionStatus.ON_TRACK,
    ActionStatus.COMPLETE,
)


def difference(indicator: Indicator, before: Figure | None, now: Figure) -> Difference:
    """What a figure says more or less than another one of the same indicator.

    Two figures of one and the same range differ by a correction, which is neither better nor
    worse; ranges of another length or kind are not compared. A change is no real one where chance
    alone explains it: where the exact Poisson interval of a count (Garwood 1936), or the Wilson
    interval of a survey's share (1927), covers the figure before.
    """
    then, today = before.exact if before else None, now.exact
    if before is None or then is None or today is None:
        return _NONE
    if not before.period.comparable(now.period):
        return _NONE
    change, places = today - then, _places(indicator, before, now)
    shown = number_words(change, places, sign=True)
    corrects = before.period == now.period
    if shown == number_words(0, places):
        reads = Reading.NO_CHANGE
    elif corrects or _untold(indicator, today, now.sample_size):
        reads = Reading.NOT_JUDGED
    elif _by_chance(indicator, then, today, now.sample_size):
        reads = Reading.NO_REAL_CHANGE
    else:
        reads = _reading(indicator.polarity, rises=change > 0)
    return Difference(change, _with_unit(indicator, shown), _percent(indicator, then, today), reads)


def status_reading(before: ActionStatus | None, now: ActionStatus | None) -> Reading:
    """How the status of an action reads beside an earlier one."""
    if before is None or now is None:
        return Reading.NOT_JUDGED
    if before is now:
        return Reading.NO_CHANGE
    if before not in _RANKS or now not in _RANKS:
        return Reading.NOT_JUDGED
    return Reading.BETTER if _RANKS.index(now) > _RANKS.index(before) else Reading.WORSE


def _reading(polarity: Polarity, *, rises: bool) -> Reading:
    match polarity:
        case Polarity.NONE:
            return Reading.UP if rises else Reading.DOWN
        case Polarity.MORE_REPORTING:
            return Reading.AS_WANTED if rises else Reading.WORSE
        case Polarity.HIGHER:
            return Reading.BETTER if rises else Reading.WORSE
        case Polarity.LOWER:
            return Reading.WORSE if rises else Reading.BETTER


def _places(indicator: Indicator, before: Figure, now: Figure) -> int:
    if indicator.unit.is_percentage:
        return 1
    given = (one.value for one in (before, now))
    return max(decimals(value) if isinstance(value, Decimal) else 0 for value in given)


def _with_unit(indicator: Indicator, shown: str) -> str:
    if indicator.unit.is_percentage:
        return f"{shown} pt"
    if indicator.unit is Unit.MONEY:
        return f"{shown[0]}£{shown[1:]}" if not shown[0].isdigit() else f"£{shown}"
    return shown


def _percent(indicator: Indicator, then: Fraction, today: Fraction) -> str:
    if indicator.unit.is_percentage or indicator.basis is Basis.RANK or then <= 0:
        return ""
    if indicator.unit is Unit.COUNT and min(then, today) < _TOO_FEW:
        return ""
    return number_words((today - then) / then * 100, 1, sign=True) + "%"


def _untold(indicator: Indicator, today: Fraction, sample_size: int | None) -> bool:
    """Whether nobody can say how sure a survey's share is."""
    if indicator.unit is not Unit.SURVEY_PERCENTAGE:
        return False
    return survey_interval(today, sample_size) is None


def _by_chance(
    indicator: Indicator, then: Fraction, today: Fraction, sample_size: int | None
) -> bool:
    """Whether the figure before lies where the present one may lie by chance alone."""
    if indicator.unit is Unit.SURVEY_PERCENTAGE:
        found = survey_interval(today, sample_size)
        return found is not None and float(then) in found
    if not counts_events(indicator) or today.denominator != 1 or today < 0 or then < 0:
        return False
    return poisson_covers(int(today), float(then))


def counts_events(indicator: Indicator) -> bool:
    """Whether its figures count what happened, one by one, so that chance alone moves them."""
    return indicator.unit is Unit.COUNT and indicator.basis is Basis.PERIOD
