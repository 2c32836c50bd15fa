"""How a figure stands against a target: now, by the profile, and as the year is forecast to end.

The two colours are never merged (DESIGN.md 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from csp_desktop.core.analysis.forecast import Forecast, Required, required, year_end
from csp_desktop.core.analysis.known import Known
from csp_desktop.core.analysis.rag import (
    Asked,
    Judgement,
    Rag,
    equal_profile,
    judged,
    seasonal_profile,
    to_date,
)
from csp_desktop.core.analysis.ranges import can_be_summed
from csp_desktop.core.analysis.targets import TargetLine
from csp_desktop.core.numbers import number_words, rounded
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Basis, Indicator
from csp_desktop.core.profiles import ProfileKind

_QUARTERS = 4
_FEWEST_YEARS = 3  # of which the seasonal shares are taken


@dataclass(frozen=True)
class TargetFinding:
    """How a figure stands against one target, now and at year end.

    Attributes:
        now: against the share of the year's target that is asked for by now.
        forecast: of the year against the year's target.
        need: what the rest of the year may or must hold.
        profile: by what shares, in words; empty where the target is not spread over a year.
    """

    line: TargetLine
    now: Judgement
    forecast: Judgement
    need: Required | None
    profile: str = ""


@dataclass(frozen=True)
class YearForecast:
    """Where the year will end, or why that cannot be said.

    Attributes:
        forecast: None where there is none.
        value: what the year comes to: as forecast, or as it ended; None where neither is known.
    """

    forecast: Forecast | None
    value: Fraction | None
    words: str


def forecast_of(known: Known) -> YearForecast:
    """Where the financial year of the period looked at will end."""
    so_far = known.year_so_far()
    periods = known.a_year
    if not can_be_summed(known.indicator):
        return YearForecast(None, None, _no_forecast(known.indicator))
    if not so_far or periods is None:
        why = _why_no_year(known)
        return YearForecast(None, None, f"No forecast: {why[0].lower()}{why[1:]}")
    if not known.indicator.adds_up:
        return _at_this_rate(known, len(so_far), periods)
    values = [one.value for one in so_far if one.value is not None]
    if len(values) == periods:
        return YearForecast(None, sum(values, Fraction(0)), "The year is complete.")
    found = year_end(values, known.complete_years(), periods)
    assert found is not None, "a year that has begun and not ended has a forecast"
    return YearForecast(found, Fraction(rounded(Fraction(found.value), 0)), found.words)


def against(known: Known, line: TargetLine, year: YearForecast) -> TargetFinding:
    """How the period looked at stands against a target.

    Args:
        known: of the indicator, up to the period.
        line: what the target asks of a period.
        year: where the year will end.
    """
    if line.level is None or not line.holds.contains(known.now.period):
        why = line.words if line.level is None else f"It holds for {line.holds}, not for then."
        grey = Judgement(Rag.GREY, why)
        return TargetFinding(line, grey, grey, None)
    indicator, most = known.indicator, line.target.at_most
    if not indicator.adds_up:
        asked = Asked(line.level, most)
        now = judged(known.now.value, asked, indicator, sample_size=known.now.sample_size)
        at_end = judged(year.value, asked, indicator) if year.value is not None else None
        return TargetFinding(line, now, at_end or Judgement(Rag.GREY, year.words), None)
    so_far = [one.value for one in known.year_so_far() if one.value is not None]
    periods = known.a_year
    if periods == 1 and not so_far:
        now = judged(known.now.value, Asked(line.level, most), indicator)
        return TargetFinding(line, now, Judgement(Rag.GREY, year.words), None)
    if not so_far or periods is None:
        missing = Judgement(Rag.GREY, _why_no_year(known))
        return TargetFinding(line, missing, missing, None)
    whole = line.level * periods
    shares, profile = profile_of(known, periods)
    asked_by_now = Asked(to_date(whole, shares, len(so_far)), most)
    at_end = judged(year.value, Asked(whole, most), indicator)
    return TargetFinding(
        line,
        judged(sum(so_far, Fraction(0)), asked_by_now, indicator),
        at_end if year.value is not None else Judgement(Rag.GREY, year.words),
        required(whole, so_far, periods, most=most),
        profile,
    )


def _why_no_year(known: Known) -> str:
    """Why the year so far is not known."""
    period = known.now.period
    year = Quarter.containing(period.last).year.range
    if known.a_year is None or not year.contains(period):
        return f"{period} is no part of a financial year by which targets are set."
    return "A part of the year so far is missing."


def _no_forecast(indicator: Indicator) -> str:
    if indicator.basis is Basis.MOMENT:
        return "No forecast: what stands at a moment does not add up to a year."
    return "No forecast: figures of this kind do not add up to a year."


def _at_this_rate(known: Known, count: int, periods: int) -> YearForecast:
    """The year's percentage by what it is so far: its numerators over its denominators."""
    pairs = [one.parts for one in known.year_so_far() if one.parts is not None]
    if len(pairs) != count:
        return YearForecast(
            None, None, "No forecast: the percentages are kept without their parts."
        )
    numerator = sum((pair[0] for pair in pairs), Fraction(0))
    denominator = sum((pair[1] for pair in pairs), Fraction(0))
    share = numerator / denominator * 100
    so_far = (
        f"{number_words(numerator)} of {number_words(denominator)} in {count} of {periods} periods"
    )
    if count == periods:
        return YearForecast(None, share, f"The year is complete: {so_far}.")
    value = float(share)
    words = f"{so_far}: {number_words(share, 1)}% at that rate."
    return YearForecast(Forecast(value, None, None, 0, words), share, words)


def profile_of(known: Known, periods: int) -> tuple[tuple[Fraction, ...], str]:
    """The share of a year's target that each of its periods is asked for, and whence it comes."""
    wanted = known.indicator.profile
    if wanted.kind is ProfileKind.TYPED and periods == _QUARTERS:
        return wanted.fractions, f"Shares as agreed: {_shares(wanted.fractions)}."
    if wanted.kind is ProfileKind.SEASONAL:
        years = known.complete_years()[-5:]
        shares = seasonal_profile(years) if len(years) >= _FEWEST_YEARS else None
        if shares is not None:
            return shares, f"Shares of the last {len(years)} complete years: {_shares(shares)}."
        few = f"fewer than {_FEWEST_YEARS} complete years to take seasonal ones from"
        why = few if len(years) < _FEWEST_YEARS else "the complete years came to nothing"
        return equal_profile(periods), f"Equal shares: {why}."
    return equal_profile(periods), "Equal shares."


def _shares(shares: Sequence[Fraction]) -> str:
    shown = [f"{number_words(share * 100, 1)}%" for share in shares]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]
