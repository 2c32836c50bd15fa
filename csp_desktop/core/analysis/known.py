"""What is known of an indicator up to the period that is looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from csp_desktop.core.analysis.ranges import NO_FIGURES, RangeSum, can_be_summed, summed_over
from csp_desktop.core.analysis.series import Point, filled
from csp_desktop.core.figures import Absence, Figure, Unit
from csp_desktop.core.numbers import rounded
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter
from csp_desktop.core.plan import Indicator

_MOST_YEARS = 20  # looked back for complete years
_PENCE = 2  # decimals of a pound


@dataclass(frozen=True)
class Known:
    """The figures of an indicator in one area, up to a period.

    Attributes:
        series: of one kind of range, in order of time, gaps included; its last point is the
            period that is looked at.
        others: its points over other ranges.
        figures: what is stored, by range.
        worked_out: whether the period looked at was put together from shorter ones.
    """

    indicator: Indicator
    series: tuple[Point, ...]
    others: tuple[Point, ...] = ()
    figures: Mapping[DateRange, Figure] = field(default_factory=dict)
    worked_out: RangeSum | None = None

    @property
    def now(self) -> Point:
        """The period looked at."""
        return self.series[-1]

    @property
    def a_year(self) -> int | None:
        """How many of its periods make a year; None where none do."""
        months = self.now.period.months
        return 12 // months if months and 12 % months == 0 else None

    def at(self, period: DateRange) -> Point | None:
        """The point of another period of the same kind, gaps included."""
        return self._by_period.get(period)

    def figure(self, point: Point) -> Figure:
        """The figure of a point: the one that is stored, or one that was worked out."""
        stored = self.figures.get(point.period)
        if stored is not None and stored.exact == point.value:
            return stored
        code, value = self.indicator.code, point.value
        if value is None:
            return Figure(indicator=code, area="", period=point.period, absence=Absence.NOT_ENTERED)
        if point.parts is not None:
            numerator, denominator = map(_decimal, point.parts)
            return Figure(
                indicator=code,
                area="",
                period=point.period,
                numerator=numerator,
                denominator=denominator,
            )
        number = _decimal(value)
        if self.indicator.unit is Unit.MONEY and value.denominator != 1:
            number = rounded(value, _PENCE)
        return Figure(indicator=code, area="", period=point.period, value=number)

    def twelve_months(self, years_back: int = 0) -> RangeSum | None:
        """The twelve months to the end of the period looked at, or so many years before.

        None where its periods make no year, or do not add up.
        """
        count = self.a_year
        if count is None or not can_be_summed(self.indicator):
            return None
        last = self.now.period.moved(-12 * years_back)
        first = last.moved(-(count - 1) * (last.months or 0)) if last else None
        if first is None or last is None:
            return None
        end = len(self.series) - years_back * count
        inside = self.series[max(0, end - count) : max(0, end)]
        return summed_over(self.indicator, inside, DateRange(first.first, last.last))

    def year(self, year: FinancialYear) -> RangeSum | None:
        """A financial year from the points inside it; None where they do not add up."""
        if self.a_year is None or not can_be_summed(self.indicator):
            return None
        inside = self._years.get(year.start, [])
        found = summed_over(self.indicator, inside, year.range)
        if found.point.value is not None:
            return found
        return summed_over(self.indicator, (*inside, *self.others), year.range)

    def sum_inside(self, whole: DateRange) -> RangeSum | None:
        """A range from the quarters inside it, or from other ranges where there are none.

        None where figures do not add up.
        """
        if not whole.months or not can_be_summed(self.indicator):
            return None
        every = (*self.series, *self.others)
        inside = [one for one in every if whole.contains(one.period) and one.period != whole]
        quarters = [one for one in inside if one.period.quarter is not None]
        found = summed_over(self.indicator, quarters, whole)
        return summed_over(self.indicator, inside, whole) if found.missing else found

    def year_so_far(self) -> tuple[Point, ...]:
        """The periods of the financial year up to the one looked at; none where one is missing."""
        begun = self._years.get(Quarter.containing(self.now.period.last).start, [])
        year = Quarter.containing(self.now.period.last).year.range
        from_the_first = bool(begun) and begun[0].period.first == year.first
        whole = from_the_first and all(one.value is not None for one in begun)
        return tuple(begun) if whole else ()

    def complete_years(self, *, with_this: bool = False) -> list[list[Fraction]]:
        """The complete financial years before this one, without a gap between, oldest first.

        Args:
            with_this: whether this year is one of them, where it is complete.
        """
        found: list[list[Fraction]] = []
        this = Quarter.containing(self.now.period.last).start
        complete = with_this and len(self.year_so_far()) == self.a_year
        latest = this if complete else this - 1
        for start in range(latest, latest - _MOST_YEARS, -1):
            values = [one.value for one in self._years.get(start, []) if one.value is not None]
            if len(values) != self.a_year:
                break
            found.append(values)
        return found[::-1]

    @cached_property
    def _by_period(self) -> dict[DateRange, Point]:
        return {one.period: one for one in self.series}

    @cached_property
    def _years(self) -> dict[int, list[Point]]:
        """The points by the financial year they lie wholly in."""
        years: dict[int, list[Point]] = {}
        for one in self.series:
            start = Quarter.containing(one.period.first).start
            if start == Quarter.containing(one.period.last).start:
                years.setdefault(start, []).append(one)
        return years


def known_up_to(
    indicator: Indicator,
    points: Sequence[Point],
    period: DateRange,
    figures: Iterable[Figure] = (),
) -> Known | None:
    """What is known of a period by what came before it; None where there is no number of it.

    A range that has no figure of its own is put together from the shorter ones inside it, and so
    are the ranges like it before.

    Args:
        indicator: of all the points.
        points: of any lengths, gaps included.
        period: to look at.
        figures: as they are stored.
    """
    before = sorted(
        (one for one in points if one.period.last <= period.last), key=lambda one: one.period
    )
    alike = [one for one in before if one.period.kind == period.kind]
    others = tuple(one for one in before if one.period.kind != period.kind)
    by_range = {one.period: one for one in figures}
    if alike and alike[-1].period == period and alike[-1].value is not None:
        return Known(indicator, tuple(filled(alike)), others, by_range)
    if not period.months or not can_be_summed(indicator):
        return None
    whole = summed_over(indicator, before, period)
    if whole.point.value is None:
        return None
    series = (*_alike_before(indicator, before, period), whole.point)
    return Known(indicator, series, others, by_range, worked_out=whole)


def why_unknown(indicator: Indicator, points: Sequence[Point], period: DateRange) -> str:
    """Why there is no number of a period, as the end of a sentence; empty where nothing is known.

    Args:
        indicator: of all the points.
        points: of any lengths, gaps included.
        period: of which there is no number.
    """
    own = next((one for one in points if one.period == period and one.gap), None)
    if not period.months or not can_be_summed(indicator):
        return own.gap.lower() if own else ""
    gap = summed_over(indicator, points, period).point.gap
    if gap != NO_FIGURES:
        return gap
    return own.gap.lower() if own else ""


def _alike_before(indicator: Indicator, points: Sequence[Point], period: DateRange) -> list[Point]:
    """The ranges like a period before it: put together as it is, else by figures of their own.

    Args:
        indicator: one that can be summed.
        points: by first day.
        period: of whole months.
    """
    left = list(points)
    found: list[Point] = []
    at = period.moved(-(period.months or 1))
    while at is not None and left:
        inside = []
        while left and left[-1].period.first >= at.first:
            inside.append(left.pop())
        shorter = [one for one in inside if one.period != at]
        whole = summed_over(indicator, shorter, at)
        found.append((summed_over(indicator, inside, at) if whole.missing else whole).point)
        at = at.moved(-(period.months or 1))
    return found[::-1]


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
