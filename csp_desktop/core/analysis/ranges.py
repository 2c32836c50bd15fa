"""Sums of months and quarters into any range, with a mark where a part is missing or provisional.

Counts and money add up. A percentage of several periods is the sum of its numerators over the sum
of its denominators, and never the mean of the percentages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import DateRange
from csp_desktop.core.plan import Basis, Indicator

_DAY = timedelta(days=1)
_NO_PARTS = "a percentage is kept without its numerator and denominator"
NO_FIGURES = "no figures"


@dataclass(frozen=True)
class RangeSum:
    """A range put together from shorter ones.

    Attributes:
        parts: those it was put together from, in order of time.
        missing: the stretches of it for which there is no number.
        point: the sum; a gap that names what is missing where anything is.
    """

    parts: tuple[Point, ...]
    missing: tuple[DateRange, ...]
    point: Point

    @property
    def provisional(self) -> tuple[DateRange, ...]:
        """The parts that may still change."""
        return tuple(one.period for one in self.parts if one.provisional)


def can_be_summed(indicator: Indicator) -> bool:
    """Whether figures of several periods make one of the whole: those of surveys do not."""
    pooled = indicator.unit is Unit.PERCENTAGE and indicator.basis is Basis.PERIOD
    return indicator.adds_up or pooled


def why_not_summed(indicator: Indicator) -> str:
    """Why figures of several periods make no figure of the whole."""
    match indicator.basis:
        case Basis.MOMENT:
            return "Not summed: each figure says what stands at the end of its period."
        case Basis.YEAR:
            return "Not summed: each figure covers twelve months already."
        case Basis.RANK:
            return "Not summed: places in an order do not add up."
    if indicator.unit is Unit.SURVEY_PERCENTAGE:
        return "Not summed: each survey asks people of its own."
    return "Not summed: figures of this kind do not add up."


def summed_over(indicator: Indicator, points: Sequence[Point], wanted: DateRange) -> RangeSum:
    """The sum of a range from the shorter ranges that fill it.

    Where several sets of ranges would do, the one that leaves the fewest days out is taken, and of
    those the one with the fewest parts, so that a figure of the whole range stands for itself.

    Args:
        indicator: one that can be summed.
        points: of any lengths; those outside the range are left alone.
        wanted: the range to be filled.
    """
    inside = [one for one in points if one.value is not None and wanted.contains(one.period)]
    usable: list[Point] = []
    lacking: list[Point] = []
    for one in inside:
        (usable if indicator.adds_up or one.parts is not None else lacking).append(one)
    parts, missing = _filling(sorted(usable, key=lambda one: one.period), wanted)
    own = next((one for one in lacking if one.period == wanted), None)
    if missing and own is not None:
        return RangeSum((own,), (), own)
    if any(gap.overlaps(one.period) for gap in missing for one in lacking):
        return RangeSum(parts, missing, Point(wanted, None, gap=_NO_PARTS))
    return RangeSum(parts, missing, _whole(wanted, parts, missing))


def _filling(
    known: Sequence[Point], wanted: DateRange
) -> tuple[tuple[Point, ...], tuple[DateRange, ...]]:
    """The parts that fill a range best, and what they leave out.

    Worked out from its end: the best way to fill what begins on a day is either one of the parts
    that begin there and the best way from its end on, or to leave out the days to the next part.
    """
    starting: dict[date, list[Point]] = {}
    for one in known:
        starting.setdefault(one.period.first, []).append(one)
    starts = sorted(starting)
    end = wanted.last + _DAY
    # By day: days left out, parts taken, and the step that leads there.
    best: dict[date, tuple[int, int, Point | date | None]] = {end: (0, 0, None)}
    later = end
    for day in sorted({*starts, *(one.period.last + _DAY for one in known), wanted.first})[::-1]:
        if day == end:
            continue
        left_out, taken, _ = best[later]
        ways: list[tuple[int, int, Point | date | None]] = [
            (left_out + (later - day).days, taken, later)
        ]
        for one in starting.get(day, ()):
            left_out, taken, _ = best[one.period.last + _DAY]
            ways.append((left_out, taken + 1, one))
        best[day] = min(ways, key=lambda way: way[:2])
        later = day
    return _walked(best, wanted.first, end)


def _walked(
    best: dict[date, tuple[int, int, Point | date | None]], day: date, end: date
) -> tuple[tuple[Point, ...], tuple[DateRange, ...]]:
    parts: list[Point] = []
    missing: list[DateRange] = []
    while day != end:
        step = best[day][2]
        if isinstance(step, Point):
            parts.append(step)
            day = step.period.last + _DAY
        elif step is not None:
            joined = bool(missing) and missing[-1].last + _DAY == day
            begins = missing.pop().first if joined else day
            missing.append(DateRange(begins, step - _DAY))
            day = step
    return tuple(parts), tuple(missing)


def _whole(wanted: DateRange, parts: Sequence[Point], missing: Sequence[DateRange]) -> Point:
    provisional = any(one.provisional for one in parts)
    published = " ".join(sorted({one.published for one in parts if one.published}))
    if missing:
        what = " and ".join(one.words() for one in missing) + " missing" if parts else NO_FIGURES
        return Point(wanted, None, provisional, gap=what, published=published)
    pairs = [one.parts for one in parts if one.parts is not None]
    if len(pairs) == len(parts):
        numerator = sum((pair[0] for pair in pairs), Fraction(0))
        denominator = sum((pair[1] for pair in pairs), Fraction(0))
        return Point(
            wanted,
            numerator / denominator * 100,
            provisional,
            published=published,
            parts=(numerator, denominator),
        )
    total = sum((one.value for one in parts if one.value is not None), Fraction(0))
    return Point(wanted, total, provisional, published=published)
