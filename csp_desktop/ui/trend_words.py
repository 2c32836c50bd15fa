"""A trend in words: the sentence under the chart, its signals, its axis."""

from collections.abc import Sequence
from fractions import Fraction

from csp_desktop.core.analysis.control_chart import ChartPoint, Side, Signal, Verdict
from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import figure_words, number_words
from csp_desktop.core.plan import Indicator
from csp_desktop.services.analysis import Trend

_OTHERS_NAMED = 3
_SIGNALS = {
    Signal.OUTSIDE: "Outside",
    Signal.TREND: "Trend",
    Signal.TWO_OF_THREE: "2 of 3",
    Signal.SHIFT: "Shift",
}
_VERDICTS = {
    Verdict.COMMON: "common cause",
    Verdict.IMPROVEMENT: "improvement",
    Verdict.CONCERN: "concern",
    Verdict.NEUTRAL_HIGH: "neither better nor worse",
    Verdict.NEUTRAL_LOW: "neither better nor worse",
}


def value_words(indicator: Indicator, point: Point) -> str:
    """A point's value as a cell shows it, or why there is none."""
    if point.value is None:
        return point.gap
    words = number_words(point.value, places(indicator, point))
    if indicator.unit.is_percentage:
        return words + "%"
    return f"£{words}" if indicator.unit is Unit.MONEY else words


def places(indicator: Indicator, point: Point) -> int:
    """Decimals worth showing: none for counts and whole per cents, else one; two for rates."""
    if point.value is None or point.value.denominator == 1:
        return 0
    return 1 if indicator.unit.is_percentage else 2


def level_words(indicator: Indicator, level: Fraction) -> str:
    """A level that was worked out, as it is named on a chart."""
    if indicator.unit.is_percentage:
        return number_words(level, 1) + "%"
    small = abs(level) < 10 and level.denominator != 1
    words = number_words(level, 1 if small else 0)
    return f"£{words}" if indicator.unit is Unit.MONEY else words


def noun_of_period(series: Sequence[Point]) -> str:
    """What one period of a series is called: quarter, month, year."""
    period = series[0].period if series else None
    if period is not None and period.quarter is not None:
        return "quarter"
    return {1: "month", 12: "year"}.get((period.months or 0) if period else 0, "period")


def title_of(indicator: Indicator, series: Sequence[Point], over: str = "") -> str:
    """`Offences in the quarter`, `Per cent of those asked`.

    Args:
        indicator: whose axis it is.
        series: one of its series, which says how long a period is.
        over: which time one value covers, where that is not one period.
    """
    if indicator.unit.is_percentage:
        base = indicator.denominator or indicator.noun
        return f"Per cent of {base}" if base else "Per cent"
    noun = indicator.noun or "number"
    return f"{noun[0].upper()}{noun[1:]} {over or f'in the {noun_of_period(series)}'}"


def signal_side(point: ChartPoint) -> str:
    """Which way a signal points: high or low."""
    return "high" if point.side is Side.ABOVE else "low"


def short_signal(point: ChartPoint) -> str:
    """`Shift, low`; empty where there is no signal."""
    if point.signal is Signal.NONE:
        return ""
    return f"{_SIGNALS[point.signal]}, {signal_side(point)}"


def verdict_words(point: ChartPoint) -> str:
    """`improvement, low`."""
    return f"{_VERDICTS[point.verdict]}, {signal_side(point)}"


def sentence(found: Findings) -> str:
    """What the chart shows, in one to three sentences, for those who cannot see it."""
    words = f"{found.indicator.name}: {found.value} in {found.period.words()}"
    words += ", provisional" if found.provisional else ""
    line = next((one for one in found.targets if one.now.rag is not Rag.GREY), None)
    if line is not None:
        words += f"; so far this year {line.now.words.rstrip('.')}"
        words = words.replace("so far this year ", "") if not found.indicator.adds_up else words
    if found.short.change is not None and found.short.change.absolute:
        words += f"; on a year ago {found.short.change.absolute}"
    told = [words + ".", found.charted.words]
    replaced = next((one.line for one in found.targets if one.line.replaced), None)
    if replaced is not None:
        told.append(f"Original target: {replaced.words}")
    elif line is None and found.targets:
        first = found.targets[0]
        why = first.now.words
        told.append(f"{first.line.name}: {why[:1].lower()}{why[1:]}")
    return " ".join(filter(None, told))


def other_ranges(trend: Trend) -> str:
    """The figures over other ranges, which the line does not mix in."""
    found = [
        f"{figure_words(figure, trend.indicator.unit)} ({figure.period.words()})"
        for figure in trend.others
        if figure.has_number
    ]
    if not found:
        return ""
    more = f" and {len(found) - _OTHERS_NAMED} earlier" if len(found) > _OTHERS_NAMED else ""
    return f"Over other periods: {', '.join(found[-_OTHERS_NAMED:])}{more}."
