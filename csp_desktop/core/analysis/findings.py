"""Everything that is known of one figure: compared, held against its targets, charted, forecast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from csp_desktop.core.analysis.charting import Charted, Rebase, charted
from csp_desktop.core.analysis.comparison import (
    Comparison,
    YearToDate,
    baseline_year,
    first_year,
    period_before,
    rolling_year,
    year_before,
    year_to_date,
)
from csp_desktop.core.analysis.known import Known
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.standing import (
    TargetFinding,
    YearForecast,
    against,
    forecast_of,
    profile_of,
)
from csp_desktop.core.analysis.targets import TargetLine, target_line
from csp_desktop.core.figures import FigureStatus
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import DateRange, FinancialYear
from csp_desktop.core.plan import Indicator, Target

_PROVISIONAL, _REVISED = "provisional", "revised"


@dataclass(frozen=True)
class AskedTarget:
    """A target as it holds now, or as the plan printed it.

    Attributes:
        replaced: whether a change that was agreed holds in its place.
    """

    target: Target
    replaced: bool = False


@dataclass(frozen=True)
class Member:
    """A part of a basket, beside the basket itself.

    Attributes:
        value: of the same period, in words; or why there is none.
        targets: the part's own.
    """

    indicator: Indicator
    value: str
    targets: tuple[TargetFinding, ...]


@dataclass(frozen=True)
class Findings:
    """Everything that is known of one figure.

    Attributes:
        value: in words.
        marks: what stands beside it: provisional, revised, the sum of so many parts.
        short, long: direction against the same period last year and against the baseline year.
        year_to_date: None where periods do not add up to it.
        members: of a basket, in the plan's order.
        series: the periods up to this one, gaps included.
        shares: of a year's target that each of its periods is asked for; none where periods do
            not add up to a year.
    """

    indicator: Indicator
    period: DateRange
    value: str
    marks: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    short: Comparison
    long: Comparison
    year_to_date: YearToDate | None
    targets: tuple[TargetFinding, ...]
    charted: Charted
    year: YearForecast
    members: tuple[Member, ...] = ()
    series: tuple[Point, ...] = ()
    shares: tuple[Fraction, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether it, or a part of it, may still change."""
        return _PROVISIONAL in self.marks

    @property
    def revised(self) -> bool:
        """Whether its supplier has revised it, or a part of it."""
        return _REVISED in self.marks


@dataclass(frozen=True)
class Frame:
    """What an analysis rests on beside the figures.

    Attributes:
        dates: of the plan.
        baseline: the year that the long direction is held against.
        targets: of an indicator by its code, those that hold now before those they replaced.
        rebased: decisions that a new phase begins, by the indicator's code.
    """

    dates: DateRange
    baseline: FinancialYear
    targets: Mapping[str, Sequence[AskedTarget]]
    rebased: Mapping[str, Sequence[Rebase]]

    def lines(self, known: Known) -> tuple[TargetLine, ...]:
        """What each target of an indicator asks of the period looked at."""
        found = []
        for one in self.targets.get(known.indicator.code, ()):
            line = target_line(
                one.target, known.indicator, known.series, self.dates, known.now.period
            )
            found.append(replace(line, replaced=one.replaced))
        return tuple(found)


def findings(
    known: Known, frame: Frame, members: Sequence[tuple[Indicator, Known | None]] = ()
) -> Findings:
    """What the last period of a series says, by all that came before it.

    Args:
        known: the indicator's figures, up to the period.
        frame: what is asked of them.
        members: of a basket, with what is known of each for the same period.
    """
    lines = frame.lines(known)
    year = forecast_of(known)
    short = year_before(known)
    return Findings(
        indicator=known.indicator,
        period=known.now.period,
        value=figure_words(known.figure(known.now), known.indicator.unit),
        marks=_marks(known, members),
        comparisons=(period_before(known), short, first_year(known), rolling_year(known)),
        short=short,
        long=baseline_year(known, frame.baseline),
        year_to_date=year_to_date(known),
        targets=tuple(against(known, line, year) for line in lines),
        charted=charted(known, frame.rebased.get(known.indicator.code, ()), lines),
        year=year,
        members=tuple(_member(indicator, one, frame) for indicator, one in members),
        series=known.series,
        shares=_shares(known),
    )


def _shares(known: Known) -> tuple[Fraction, ...]:
    periods = known.a_year
    return profile_of(known, periods)[0] if known.indicator.adds_up and periods else ()


def _marks(known: Known, members: Sequence[tuple[Indicator, Known | None]]) -> tuple[str, ...]:
    marks = [_PROVISIONAL] if known.now.provisional else []
    if any(_is_revised(one) for one in (known, *(part for _, part in members)) if one is not None):
        marks.append(_REVISED)
    if known.worked_out is not None:
        count = len(known.worked_out.parts)
        marks.append(f"the sum of {count} part{'' if count == 1 else 's'}")
    return tuple(marks)


def _is_revised(known: Known) -> bool:
    """Whether the figure looked at, or one that it was put together from, is marked as revised."""
    parts = known.worked_out.parts if known.worked_out is not None else (known.now,)
    stored = (known.figures.get(one.period) for one in parts)
    return any(one is not None and one.status is FigureStatus.REVISED for one in stored)


def _member(indicator: Indicator, known: Known | None, frame: Frame) -> Member:
    if known is None:
        return Member(indicator, "No figure", ())
    year = forecast_of(known)
    value = figure_words(known.figure(known.now), indicator.unit)
    return Member(
        indicator, value, tuple(against(known, line, year) for line in frame.lines(known))
    )
