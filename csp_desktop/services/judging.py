"""What one figure says: compared, held against its targets, charted and carried to year end."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from csp_desktop.core.analysis.control_chart import ControlChart, Standing, control_chart
from csp_desktop.core.analysis.difference import Difference, difference
from csp_desktop.core.analysis.forecast import Forecast, Required, required, year_end
from csp_desktop.core.analysis.intervals import poisson_interval
from csp_desktop.core.analysis.rag import Asked, Judgement, Rag, equal_profile, judged, to_date
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.targets import TargetLine
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.figures import Figure, Unit
from csp_desktop.core.numbers import figure_words, number_words
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter
from csp_desktop.core.plan import Indicator, Plan
from csp_desktop.services.analysis import Analysis, Trend
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository

_SMALL = 10  # below it on either side an interval stands for the percentage
_RARE = 5  # mean under which a chart of single values says nothing (CONVENTIONS.md B15)
_ROLLING = "rolling 12 months"
_AT_LEAST = ("at_least", "increase")


@dataclass(frozen=True)
class Comparison:
    """A figure beside another one.

    Attributes:
        name: which: the period before, the same period last year, rolling 12 months.
        against: the other range; None where there is none of this kind.
        words: the arithmetic, or why there is none.
    """

    name: str
    against: DateRange | None
    change: Difference | None
    words: str


@dataclass(frozen=True)
class TargetFinding:
    """How a figure stands against one target, now and at year end.

    Attributes:
        now: against the share of the year's target that is asked for by now.
        forecast: of the year against the year's target.
        need: what the rest of the year may or must hold.
    """

    line: TargetLine
    now: Judgement
    forecast: Judgement
    need: Required | None


@dataclass(frozen=True)
class Findings:
    """Everything that is known of one figure.

    Attributes:
        provisional: whether it may still change.
        short, long: direction against the same period last year and against the baseline year.
        chart: of the series up to the figure; None where `chart_words` says why not.
    """

    indicator: Indicator
    period: DateRange
    value: str
    provisional: bool
    comparisons: tuple[Comparison, ...]
    targets: tuple[TargetFinding, ...]
    short: Comparison
    long: Comparison
    chart: ControlChart | None
    chart_words: str
    forecast: Forecast | None
    forecast_words: str


class Judging:
    """Brings what `core.analysis` works out together for one figure."""

    def __init__(self, store: Store, plan: Plan, analysis: Analysis) -> None:
        self._plan = plan
        self._analysis = analysis
        self._figures = FigureRepository(store)

    def findings(self, code: str, period: DateRange) -> Findings:
        """What the figure of an indicator for a period says, by all that came before it.

        Raises:
            NotFoundError: there is no such indicator, or no figure of it for the period.
        """
        trend = self._analysis.trend(code)
        known = [one for one in trend.series if one.period.last <= period.last]
        if not known or known[-1].period != period or known[-1].value is None:
            raise NotFoundError(
                f"There is no number of {trend.indicator.code} for {period}. “figures show "
                f"{trend.indicator.code}” lists those there are."
            )
        of = _Series(trend.indicator, known, self._by_period(trend))
        short = of.compared("same period last year", _moved(period, 12))
        forecast, forecast_words = _forecast(of)
        chart, chart_words = _chart(of, trend.targets)
        return Findings(
            indicator=trend.indicator,
            period=period,
            value=figure_words(of.figure(period), trend.indicator.unit),
            provisional=known[-1].provisional,
            comparisons=(
                of.compared("period before", _moved(period, period.months)),
                short,
                of.rolling(),
            ),
            targets=tuple(_against(of, line, forecast) for line in trend.targets),
            short=short,
            long=of.against_year(Quarter.containing(self._plan.first_day).year.start - 1),
            chart=chart,
            chart_words=chart_words,
            forecast=forecast,
            forecast_words=forecast_words,
        )

    def _by_period(self, trend: Trend) -> dict[DateRange, Figure]:
        if trend.indicator.sum_of:
            return {}
        return {one.period: one for one in self._figures.series(trend.indicator.code, trend.area)}


class _Series:
    """The points of an indicator up to the one that is looked at."""

    def __init__(
        self, indicator: Indicator, points: Sequence[Point], figures: dict[DateRange, Figure]
    ) -> None:
        self.indicator = indicator
        self.points = points
        self.now = points[-1]
        self._figures = figures
        self._known = {one.period: one for one in points}

    @property
    def adds_up(self) -> bool:
        """Whether periods of it can be summed."""
        return self.indicator.unit in (Unit.COUNT, Unit.MONEY)

    def figure(self, period: DateRange) -> Figure:
        """The figure of a period; a sum that was worked out as a figure of its own."""
        found = self._figures.get(period)
        if found is not None:
            return found
        return self._worked_out(period, self._known[period].value or Fraction(0))

    def compared(self, name: str, other: DateRange | None) -> Comparison:
        """The present figure beside that of another period."""
        then = self._known.get(other) if other else None
        if then is None or then.value is None:
            gap = f": {then.gap.lower()}" if then is not None and then.gap else ""
            words = f"No figure for {other}{gap}." if other else "No such period."
            return Comparison(name, other, None, words)
        return self._beside(name, self.figure(then.period), self.figure(self.now.period))

    def rolling(self) -> Comparison:
        """The last twelve months beside the twelve before, where periods can be summed."""
        months = self.now.period.months
        if not self.adds_up or not months or 12 % months:
            return Comparison(_ROLLING, None, None, "Not summed: figures of this kind do not add.")
        count = 12 // months
        latest, before = self.points[-count:], self.points[-2 * count : -count]
        sums = [self._sum(part, count) for part in (before, latest)]
        if sums[0] is None or sums[1] is None:
            return Comparison(_ROLLING, None, None, "A part of the 24 months is missing.")
        return self._beside(_ROLLING, sums[0], sums[1])

    def against_year(self, start: int) -> Comparison:
        """The last twelve months beside the year before the plan began."""
        year = FinancialYear(start)
        name = f"baseline year {year}"
        months = self.now.period.months
        if not self.adds_up or not months or 12 % months:
            years = Quarter.containing(self.now.period.last).year.start - start
            return self.compared(f"same period in {year}", _moved(self.now.period, 12 * years))
        count = 12 // months
        inside = [one for one in self.points if year.range.contains(one.period)]
        then, now = self._sum(inside, count), self._sum(self.points[-count:], count)
        if then is None or now is None:
            return Comparison(name, year.range, None, f"The figures of {year} are not complete.")
        return self._beside(name, then, now)

    def year_so_far(self) -> tuple[list[Fraction], list[list[Fraction]], int]:
        """The quarters of the financial year up to now, the complete years before, its periods."""
        months = self.now.period.months or 12
        periods = max(1, 12 // months)
        year = Quarter.containing(self.now.period.last).year
        so_far = self._values(year)
        past = []
        for start in range(year.start - 1, year.start - 20, -1):
            values = self._values(FinancialYear(start))
            if len(values) != periods:
                break
            past.append(values)
        return so_far, past[::-1], periods

    def _values(self, year: FinancialYear) -> list[Fraction]:
        inside = [one for one in self.points if year.range.contains(one.period)]
        values = [one.value for one in inside if one.value is not None]
        return values if len(values) == len(inside) else []

    def _sum(self, points: Sequence[Point], count: int) -> Figure | None:
        values = [one.value for one in points if one.value is not None]
        if len(values) != count or len(points) != count:
            return None
        whole = DateRange(points[0].period.first, points[-1].period.last)
        return self._worked_out(whole, sum(values, Fraction(0)))

    def _worked_out(self, period: DateRange, value: Fraction) -> Figure:
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return Figure(indicator=self.indicator.code, area="", period=period, value=exact)

    def _beside(self, name: str, then: Figure, now: Figure) -> Comparison:
        found = difference(self.indicator, then, now)
        unit = self.indicator.unit
        words = f"{figure_words(now, unit)} against {figure_words(then, unit)}"
        if found.change is not None:
            words += f": {found.absolute}" + (f", {found.percent}" if found.percent else "")
            words += f", {found.reads.value.lower()}"
        return Comparison(name, then.period, found, words + "." + self._by_chance(then, now))

    def _by_chance(self, then: Figure, now: Figure) -> str:
        """What stands for a percentage where the counts are small."""
        counts = [one.exact for one in (then, now)]
        if self.indicator.unit is not Unit.COUNT or None in counts:
            return ""
        before, after = (int(one or 0) for one in counts)
        if min(before, after) >= _SMALL:
            return ""
        found = poisson_interval(before)
        return (
            f" Too few for a percentage: by chance alone {before} may stand for "
            f"{found.lower:.1f} to {found.upper:.1f}."
        )


def _moved(period: DateRange, months: int | None) -> DateRange | None:
    """The range of the same length so many months before; None where it is not whole months."""
    if not period.months or not months:
        return None
    first = period.first.year * 12 + period.first.month - 1 - months
    return DateRange.of_months(first // 12, first % 12 + 1, period.months)


def _against(of: _Series, line: TargetLine, forecast: Forecast | None) -> TargetFinding:
    unit, value = of.indicator.unit, of.now.value
    if line.level is None or not line.holds.overlaps(of.now.period):
        why = line.words if line.level is None else f"It holds for {line.holds}, not for then."
        grey = Judgement(Rag.GREY, why)
        return TargetFinding(line, grey, grey, None)
    most = line.target.direction not in _AT_LEAST
    if not of.adds_up:
        sample = of.figure(of.now.period).sample_size
        now = judged(value, Asked(line.level, most), unit, sample_size=sample)
        at_end = Judgement(Rag.GREY, "No forecast: figures of this kind do not add up to a year.")
        return TargetFinding(line, now, at_end, None)
    so_far, _, periods = of.year_so_far()
    year = line.level * periods
    if not so_far:
        missing = Judgement(Rag.GREY, "A part of the year so far is missing.")
        return TargetFinding(line, missing, missing, None)
    asked = to_date(year, equal_profile(periods), len(so_far))
    now = judged(sum(so_far, Fraction(0)), Asked(asked, most), unit)
    ends = sum(so_far, Fraction(0)) if len(so_far) == periods else None
    if ends is None and forecast is not None:
        ends = Fraction(round(forecast.value))
    at_end = judged(ends, Asked(year, most), unit)
    return TargetFinding(line, now, at_end, required(year, so_far, periods, most=most))


def _forecast(of: _Series) -> tuple[Forecast | None, str]:
    if not of.adds_up:
        return None, "No forecast: figures of this kind do not add up to a year."
    so_far, past, periods = of.year_so_far()
    if not so_far:
        return None, "No forecast: a part of the year so far is missing."
    found = year_end(so_far, past, periods)
    return found, found.words if found else "The year is complete."


def _chart(of: _Series, targets: Sequence[TargetLine]) -> tuple[ControlChart | None, str]:
    values = [one.value for one in of.points]
    level = next((one.level for one in targets if one.level is not None), None)
    found = control_chart(values, of.indicator.polarity, target=level)
    [phase] = found.phases
    if of.indicator.unit is Unit.COUNT and phase.mean is not None and phase.mean < _RARE:
        return None, f"Not charted: {number_words(phase.mean, 1)} a period is too few."
    if found.standing is Standing.LINE_ONLY or phase.lower is None or phase.upper is None:
        return None, f"Not charted: {phase.count} figures are fewer than 8."
    places = 0 if of.indicator.unit is Unit.COUNT else 1
    lower = number_words(phase.lower, places) if phase.lower > 0 else "no lower limit"
    latest = found.points[-1]
    signal = latest.signal.value.replace("_", " ")
    told = "common cause" if signal == "none" else f"{signal}, {latest.verdict.value}"
    trial = "Trial limits. " if found.standing is Standing.TRIAL else ""
    return found, (
        f"{trial}Mean {number_words(phase.mean or 0, places)}, limits {lower} to "
        f"{number_words(phase.upper, places)}; the latest figure: {told.replace('_', ' ')}."
    )
