"""A sheet for each chart: the series with its limits and target, and the same as a table."""

from fractions import Fraction

from csp_desktop.core.analysis.charting import Limits, drawn_limits
from csp_desktop.core.analysis.control_chart import Signal
from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.dashboard import IndicatorRow
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import rounded
from csp_desktop.core.packs.cells import figure_cell
from csp_desktop.core.packs.document import (
    NOT_APPLICABLE,
    Cell,
    Chart,
    ChartLine,
    Column,
    Line,
    Number,
    Role,
    Sheet,
    Table,
)
from csp_desktop.core.packs.overview import unit_noun
from csp_desktop.core.packs.pages import tab_name

_FEWEST = 5  # numbers that are worth a chart
_MOST = 40  # periods: ten years of quarters
_PERIOD, _FIGURE, _MEAN, _LOWER, _UPPER, _TARGET = range(6)


def chart_sheet(row: IndicatorRow) -> Sheet | None:
    """The chart of an indicator with its twin; None where there are too few numbers."""
    found = row.findings
    if found is None:
        return None
    series = found.series[-_MOST:]
    if sum(one.value is not None for one in series) < _FEWEST:
        return None
    one, said = row.indicator, _said(found)
    limits, signals = _limits(found), _signals(found)
    skipped = len(found.series) - len(series)
    rows = tuple(
        _row(row, point, limits[skipped + at], signals[skipped + at])
        for at, point in enumerate(series)
    )
    unit = unit_noun(row)
    columns = (
        Column("Period"),
        Column("Figure", unit),
        Column("Mean", unit),
        Column("Lower limit", unit),
        Column("Upper limit", unit),
        Column("Target", unit),
        Column("Signal"),
    )
    drawn = [ChartLine(_FIGURE, Role.FIGURES)]
    for column, role in (
        (_MEAN, Role.MEAN),
        (_LOWER, Role.LIMIT),
        (_UPPER, Role.LIMIT),
        (_TARGET, Role.TARGET),
    ):
        if any(isinstance(cells[column], Number) for cells in rows):
            drawn.append(ChartLine(column, role))
    tab = tab_name("Chart", one.code)
    title = f"{one.code} {one.name}"
    chart = Chart(title, said, unit[0].upper() + unit[1:], _PERIOD, tuple(drawn))
    table = Table(tab_name("Data", one.code), columns, rows)
    return Sheet(tab, f"Chart of {title}", (Line(said),), (table,), chart)


def _row(row: IndicatorRow, point: Point, limits: Limits | None, signal: str) -> tuple[Cell, ...]:
    found = row.findings
    assert found is not None, "a chart is of figures"
    target = row.target
    level = None
    if target is not None and target.line.holds.contains(point.period):
        level = target.line.level
    unit = found.indicator.unit
    return (
        str(point.period),
        figure_cell(row.indicator, point),
        _level(limits.mean if limits else None, unit),
        _level(limits.lower if limits else None, unit),
        _level(limits.upper if limits else None, unit),
        _level(level, unit),
        signal,
    )


def _limits(found: Findings) -> list[Limits | None]:
    """The limits at each place; none where the chart is of values without their seasons."""
    limits: list[Limits | None] = [None] * len(found.series)
    chart = found.charted.chart
    if chart is None or found.charted.without_season:
        return limits
    for phase in chart.phases:
        drawn = drawn_limits(phase, found.indicator.unit)
        limits[phase.first : phase.last + 1] = [drawn] * (phase.last + 1 - phase.first)
    return limits


def _signals(found: Findings) -> list[str]:
    chart = found.charted.chart
    if chart is None:
        return ["Not charted"] * len(found.series)
    told = []
    for one in chart.points:
        words = one.signal.value.replace("_", " ").capitalize()
        verdict = one.verdict.value.replace("_", " ")
        told.append("None" if one.signal is Signal.NONE else f"{words}: {verdict}")
    return told


def _said(found: Findings) -> str:
    """What the chart shows, for those who cannot see it."""
    known = [one for one in found.series if one.value is not None]
    span = f"{known[0].period} to {known[-1].period}"
    return (
        f"{found.indicator.name} from {span}. Latest: {found.value} in {found.period.words()}. "
        f"{found.charted.words}"
    ).strip()


def _level(level: Fraction | None, unit: Unit) -> Cell:
    if level is None:
        return NOT_APPLICABLE
    usual = 2 if unit is Unit.RATE else 1
    places = usual if level.denominator != 1 else 0
    sign = "%" if unit.is_percentage else "£" if unit is Unit.MONEY else ""
    return Number(rounded(level, places), places, sign)
