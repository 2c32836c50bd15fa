"""A trend in words: the sentence under the chart, its strip of answers, its axis."""

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import figure_words, number_words
from csp_desktop.core.plan import Indicator
from csp_desktop.services.analysis import Trend

_OTHERS_NAMED = 3


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


def axis_title(trend: Trend) -> str:
    """`Offences in the quarter`, `Per cent of those asked`."""
    indicator = trend.indicator
    if indicator.unit.is_percentage:
        base = indicator.denominator or indicator.noun
        return f"Per cent of {base}" if base else "Per cent"
    noun = indicator.noun or "number"
    return f"{noun[0].upper()}{noun[1:]} {_in_period(trend)}"


def sentence(trend: Trend) -> str:
    """What the chart shows, for those who cannot see it and for the minutes."""
    known = [point for point in trend.series if point.value is not None]
    if not known:
        return f"{trend.indicator.name}: no figure yet."
    last = known[-1]
    value = value_words(trend.indicator, last)
    words = f"{trend.indicator.name}: {value} in {last.period.words()}"
    highest = max(known, key=lambda point: point.value or 0)
    lowest = min(known, key=lambda point: point.value or 0)
    if len(known) == 1:
        return words + ", the only figure so far over this kind of period."
    words += (
        f". Over {len(known)} figures since {known[0].period} the highest was "
        f"{value_words(trend.indicator, highest)} ({highest.period}) and the lowest "
        f"{value_words(trend.indicator, lowest)} ({lowest.period})."
    )
    lines = [line for line in trend.targets if line.level is not None]
    for line in (*lines[:1], *(one for one in lines[1:] if one.replaced)):
        words += f" {line.name}: {line.words}"
    return words


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


def _in_period(trend: Trend) -> str:
    first = trend.series[0].period if trend.series else None
    if first is None or first.quarter is not None:
        return "in the quarter"
    return "in the year" if first.months == 12 else "in the period"
