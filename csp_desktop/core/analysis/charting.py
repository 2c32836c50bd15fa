"""Whether a series is charted with limits, in which phases, and how the limits are drawn.

CONVENTIONS.md B6 (a phase is a dated decision with a reason), B11 (no limits on what overlaps),
B12 (too few points), B13 (clipping), B14 (seasons), B15 (rare events).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from csp_desktop.core.analysis.control_chart import (
    FEWEST,
    ControlChart,
    Phase,
    Standing,
    Verdict,
    control_chart,
)
from csp_desktop.core.analysis.known import Known
from csp_desktop.core.analysis.rag import seasonal_profile
from csp_desktop.core.analysis.series import Point, changes_of_series
from csp_desktop.core.analysis.targets import TargetLine
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import number_words, unit_words
from csp_desktop.core.plan import Basis, Indicator
from csp_desktop.core.publishers import PUBLISHERS

_RARE = 5  # mean of a period under which limits of single values say nothing
_SEASONS_KNOWN = 4  # full years of which seasonal factors may be taken


@dataclass(frozen=True)
class Rebase:
    """A decision that a new phase begins.

    Attributes:
        first: the day; the phase begins with the period it falls in.
        reason: why, as it was decided.
        by, at: who decided, and when (ISO 8601, UTC).
    """

    first: date
    reason: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Limits:
    """The limits of a phase as they are drawn.

    Attributes:
        lower, upper: None where a limit lies beyond what the unit can reach, so that there is none.
    """

    mean: Fraction
    lower: Fraction | None
    upper: Fraction | None


@dataclass(frozen=True)
class Charted:
    """A series as it is charted, or why it is not.

    Attributes:
        chart: None where `words` says why there are no limits.
        reasons: why each phase after the first begins, with the place of its first point.
        without_season: whether its values had their seasonal factors removed first.
    """

    chart: ControlChart | None
    words: str
    reasons: tuple[tuple[int, str], ...] = ()
    without_season: bool = False


def drawn_limits(phase: Phase, unit: Unit) -> Limits | None:
    """The limits of a phase clipped to what the unit can reach; None where it has no value."""
    if phase.mean is None or phase.lower is None or phase.upper is None:
        return None
    most = Fraction(100) if unit.is_percentage else None
    return Limits(
        phase.mean,
        phase.lower if phase.lower > 0 else None,
        None if most is not None and phase.upper >= most else phase.upper,
    )


def charted(known: Known, rebased: Sequence[Rebase], targets: Sequence[TargetLine]) -> Charted:
    """The control chart of a series up to the period that is looked at.

    Args:
        known: the series.
        rebased: decisions that a new phase begins, of any days.
        targets: of the indicator; the first that holds then and has a level is the chart's.
    """
    why_not = _not_charted(known)
    if why_not:
        return Charted(None, why_not)
    indicator = known.indicator
    values: Sequence[Fraction | None] = [one.value for one in known.series]
    seasonal = indicator.seasonal and known.a_year != 1  # a whole year holds every season
    if seasonal:
        found = _without_season(known)
        if found is None:
            return Charted(
                None,
                "Seasonal, not charted: compare with the same period last year. Removing the "
                f"seasons takes {_SEASONS_KNOWN} full years.",
            )
        values = found
    reasons = _phases(known.series, rebased)
    level = next(
        (
            one.level
            for one in targets
            if one.level is not None and one.holds.contains(known.now.period)
        ),
        None,
    )
    chart = control_chart(
        values, indicator.polarity, target=level, rebased_at=[place for place, _ in reasons]
    )
    phase = chart.phases[-1]
    if indicator.unit is Unit.COUNT and phase.mean is not None and phase.mean < _RARE:
        few = number_words(phase.mean, 1)
        return Charted(None, f"Not charted: {few} a period is too few.", reasons)
    if chart.standing is Standing.LINE_ONLY:
        since = f" since {known.series[phase.first].period}" if len(chart.phases) > 1 else ""
        figures = f"1 figure{since} is" if phase.count == 1 else f"{phase.count} figures{since} are"
        words = f"Not charted: {figures} fewer than {FEWEST}."
        return Charted(None, words, reasons)
    return Charted(chart, _said(known, chart, reasons, seasonal), reasons, seasonal)


def _not_charted(known: Known) -> str:
    if known.indicator.basis is Basis.YEAR:
        return "Not charted: each figure covers twelve months, and shares most with its neighbour."
    if known.indicator.basis is Basis.RANK:
        return "Not charted: a place in an order has no limits of its own."
    if any(one.period.overlaps(after.period) for one, after in pairwise(known.series)):
        return "Not charted: its periods overlap."
    return ""


def _phases(series: Sequence[Point], rebased: Sequence[Rebase]) -> tuple[tuple[int, str], ...]:
    """Where phases begin and why: by decision, or because another classification begins."""
    places: dict[int, list[str]] = {}
    for at in changes_of_series(series):
        places.setdefault(at, []).append(f"from here by {_series_name(series[at].published)}")
    for one in sorted(rebased, key=lambda each: each.first):
        begins = (place for place, point in enumerate(series) if point.period.last >= one.first)
        place = next(begins, 0)
        if place:
            places.setdefault(place, []).append(one.reason)
    return tuple((at, "; ".join(reasons)) for at, reasons in sorted(places.items()))


def _series_name(codes: str) -> str:
    names = [one.name for one in PUBLISHERS if one.code in codes.split()]
    return " and ".join(names) or codes


def _without_season(known: Known) -> list[Fraction | None] | None:
    """The values over their seasonal factors; None where too few full years are known.

    The factor of a season is its share of the full years taken together, over an equal share
    (ratio to the yearly average).
    """
    count = known.a_year
    years = known.complete_years(with_this=True)
    if count is None or len(years) < _SEASONS_KNOWN:
        return None
    shares = seasonal_profile(years)
    if shares is None or not all(shares):
        return None
    factors = [share * count for share in shares]
    length = 12 // count
    found = []
    for one in known.series:
        season = (one.period.first.month - 4) % 12 // length
        found.append(None if one.value is None else one.value / factors[season])
    return found


def _said(
    known: Known, chart: ControlChart, reasons: Sequence[tuple[int, str]], seasonal: bool
) -> str:
    indicator, phase = known.indicator, chart.phases[-1]
    limits = drawn_limits(phase, indicator.unit)
    assert limits is not None, "a phase that is charted has limits"
    trial = "Trial limits. " if chart.standing is Standing.TRIAL else ""
    season = "Without its seasons: mean" if seasonal else "Mean"
    since = ""
    if reasons:
        place, reason = reasons[-1]
        since = f" since {known.series[place].period} ({reason})"
    latest = chart.points[-1]
    signal = latest.signal.value.replace("_", " ")
    common = chart.variation is Verdict.COMMON
    told = "common cause" if common else f"{signal}, {latest.verdict.value.replace('_', ' ')}"
    return (
        f"{trial}{season} {_shown(limits.mean, indicator)}{since}, limits "
        f"{_shown(limits.lower, indicator, 'no lower limit')} to "
        f"{_shown(limits.upper, indicator, 'no upper limit')}; the latest figure: {told}."
    )


def _shown(limit: Fraction | None, indicator: Indicator, none: str = "") -> str:
    return none if limit is None else unit_words(limit, indicator.unit).removesuffix("%")
