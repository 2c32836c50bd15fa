"""Figures and findings as the cells of a pack's tables."""

import re
from decimal import Decimal

from csp_desktop.core.analysis.comparison import Comparison
from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.dashboard import IndicatorRow
from csp_desktop.core.editions import Withheld
from csp_desktop.core.figures import Absence, Unit
from csp_desktop.core.numbers import MINUS, rounded
from csp_desktop.core.packs.document import (
    CONFIDENTIAL,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    Cell,
    Number,
)
from csp_desktop.core.periods import DateRange
from csp_desktop.core.plan import Indicator

_SIGNS = {Unit.PERCENTAGE: "%", Unit.SURVEY_PERCENTAGE: "%", Unit.MONEY: "£"}
_NUMBER = re.compile(rf"([+{MINUS}]?)(\d[\d,]*)(\.\d+)?(%?)")
_WITHHELD = frozenset(one.value for one in Withheld)


def figure_cell(indicator: Indicator, point: Point | None) -> Cell:
    """The number of a period, or the mark of why there is none."""
    if point is None:
        return NOT_AVAILABLE
    if point.value is not None:
        return number_cell(indicator, point)
    if point.gap in _WITHHELD:
        return CONFIDENTIAL
    return NOT_APPLICABLE if point.gap == Absence.NOT_APPLICABLE.words else NOT_AVAILABLE


def number_cell(indicator: Indicator, point: Point) -> Number:
    """The number of a period: whole where it is whole, per cents with a decimal at most."""
    assert point.value is not None, "a gap holds no number"
    whole = point.value.denominator == 1 and point.parts is None
    usual = 1 if indicator.unit.is_percentage else 2 if indicator.unit is Unit.RATE else 0
    places = 0 if whole else usual
    return Number(rounded(point.value, places), places, _SIGNS.get(indicator.unit, ""))


def latest_cell(row: IndicatorRow) -> Cell:
    """An indicator's latest number, or the mark of why there is none."""
    if row.findings is not None:
        return figure_cell(row.indicator, row.findings.series[-1])
    if row.why in _WITHHELD:
        return CONFIDENTIAL
    return NOT_APPLICABLE if row.why == Absence.NOT_APPLICABLE.words else NOT_AVAILABLE


def words_cell(text: str) -> Cell:
    """A text; where it is a number in words, like `+12.9%`, that number."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    sign, digits, places, unit = match.groups(default="")
    value = Decimal(digits.replace(",", "") + places)
    shown = -value if sign == MINUS else value
    return Number(shown, max(0, len(places) - 1), unit, signed=sign == "+")


def period_words(period: DateRange) -> str:
    """`2015/16-Q1`, `2014/15`; of other ranges the months."""
    named = period.quarter is not None or period.financial_year is not None
    return str(period) if named else period.words()


def change_cell(compared: Comparison) -> str:
    """A difference as it reads: `+12.9%, worse`; else that it is not compared."""
    change = compared.change
    if change is None:
        return "Not compared"
    by = change.percent or change.absolute
    return f"{by}, {change.reads.value.lower()}" if by else change.reads.value


def colour_words(row: IndicatorRow, *, forecast: bool = False) -> str:
    """`Red`; else in two words why there is no colour."""
    return row.forecast_word if forecast else row.now_word


def signal_words(row: IndicatorRow) -> str:
    """What the control chart says of the latest figure, and of the target."""
    chart = row.findings.charted.chart if row.findings else None
    if chart is None:
        return "Not charted"
    latest = chart.points[-1].signal.value.replace("_", " ")
    told = chart.variation.value.replace("_", " ")
    words = f"{told[0].upper()}{told[1:]}"
    words = "Common cause" if latest == "none" else f"{words}: {latest}"
    assured = chart.assurance.value
    return words if assured == "none" else f"{words}; target: {_ASSURED[assured]}"


_ASSURED = {"pass": "pass", "fail": "fail", "inconsistent": "hit or miss"}


def is_missed(row: IndicatorRow) -> bool:
    """Whether its colour now is red."""
    return row.now.rag is Rag.RED
