"""The cells of the dashboard, worked out once when it is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from csp_desktop.core.analysis import rag
from csp_desktop.core.analysis.comparison import Comparison
from csp_desktop.core.analysis.control_chart import Verdict
from csp_desktop.core.analysis.difference import Reading
from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.dashboard import IndicatorRow, ThemeRow
from csp_desktop.core.figures import Absence as Absent
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import DateRange
from csp_desktop.ui.core_marks import absence_mark
from csp_desktop.ui.finding_marks import (
    assurance_mark,
    direction_mark,
    forecast_mark,
    rag_mark,
    variation_mark,
)
from csp_desktop.ui.marks import Absence, Mark
from csp_desktop.ui.widgets.sparkline import Sparkline

RANKED = (rag.Rag.RED, rag.Rag.AMBER, rag.Rag.GREEN, rag.Rag.GREY)
_MOST_DRAWN = 20  # periods of a line as small as a word
OUTSIDE, OUTSIDE_SHORT = "Outside the partnership’s control", "outside control"
OUTSIDE_MEANS = "its colour says where the figure stands, not how well the partnership has worked"
_NO_FIGURE, _NOT_COMPARED, _PARTS = "No figure", "Not alike", "Parts missing"


class DashboardColumn(IntEnum):
    """The columns in order."""

    NAME = 0
    NOW = 1
    FORECAST = 2
    LATEST = 3
    PATH = 4
    YEAR = 5
    LONG = 6
    TREND = 7
    SIGNALS = 8


@dataclass(frozen=True)
class DashboardCell:
    """What one cell shows and says.

    Attributes:
        marks: before the words, each with the words right of it where they are a tally.
        number: right-aligned before the words, so that digits stand below each other.
        beside: in smaller type after the words.
        below: in smaller type under a name.
        line: drawn instead of words.
        said: for screen readers, after the row's code.
        tip: the long words.
    """

    words: str = ""
    marks: tuple[tuple[Mark, str], ...] = ()
    number: str = ""
    beside: str = ""
    below: str = ""
    ink: str = "text"
    semibold: bool = False
    line: Sparkline | None = None
    said: str = ""
    tip: str = ""


def theme_cells(theme: ThemeRow) -> list[DashboardCell]:
    """A theme's cells: its title, its two tallies and, across the rest, its story."""
    one = theme.priority
    count = "1 indicator" if len(theme.rows) == 1 else f"{len(theme.rows)} indicators"
    restricted = sum(row.indicator.restricted for row in theme.rows)
    figures = f"{restricted} restricted {'figure' if restricted == 1 else 'figures'}"
    told = theme.story + (f" {figures}." if restricted else "")
    return [
        DashboardCell(one.title, beside=one.code, said=f"{one.title}, {count}", tip=one.title),
        _tally("now", theme.now, rag_mark),
        _tally("at year end, as forecast", theme.forecast, forecast_mark),
        DashboardCell(
            theme.story,
            marks=((Absence.RESTRICTED, figures),) if restricted else (),
            ink="text2",
            said=told,
            tip=told,
        ),
        *(DashboardCell(said=told) for _ in range(DashboardColumn.PATH, len(DashboardColumn))),
    ]


def indicator_cells(row: IndicatorRow, asked: DateRange) -> list[DashboardCell]:
    """An indicator's cells in the order of `DashboardColumn`.

    Args:
        row: what is known of it.
        asked: the quarter the dashboard is of; another range stands beside the figure.
    """
    one = row.indicator
    lock = ((Absence.RESTRICTED, ""),) if one.restricted else ()
    kept = ", restricted: not to be published" if one.restricted else ""
    name = f"{one.name}{kept}"
    outside = row.outside_control
    return [
        DashboardCell(
            one.name,
            lock,
            beside=one.code,
            below=OUTSIDE_SHORT if outside else "",
            said=f"{name}, {OUTSIDE}" if outside else name,
            tip=f"{one.code} {name}" + (f"\n{OUTSIDE}: {OUTSIDE_MEANS}" if outside else ""),
        ),
        _colour("now", row.now, row.now_word, rag_mark),
        _colour("forecast for year end", row.forecast, row.forecast_word, forecast_mark),
        _latest(row, asked),
        _path(row),
        _on_year(row.findings),
        _long(row.findings),
        _trend(row),
        _signals(row.findings),
    ]


def sort_key(row: IndicatorRow, column: DashboardColumn) -> Fraction | None:
    """What an indicator is sorted by, the worst first; None where it has nothing there."""
    key = _sort_key(row, column)
    return None if key is None else Fraction(key)


def _sort_key(row: IndicatorRow, column: DashboardColumn) -> Fraction | int | None:
    found = row.findings
    match column:
        case DashboardColumn.NOW:
            return RANKED.index(row.now.rag)
        case DashboardColumn.FORECAST:
            return RANKED.index(row.forecast.rag)
        case DashboardColumn.LATEST:
            return -(found.series[-1].value or 0) if found else None
        case DashboardColumn.PATH:
            return -row.gap.missed if row.gap else None
        case DashboardColumn.YEAR:
            return None if row.moved is None else -abs(row.moved)
        case DashboardColumn.LONG:
            change = found.long.change if found else None
            return None if change is None else -_concern(change.reads)
        case DashboardColumn.SIGNALS:
            chart = found.charted.chart if found else None
            return None if chart is None else _signal_rank(chart.variation)
    return None


def _concern(reads: Reading) -> int:
    order = (Reading.BETTER, Reading.AS_WANTED, Reading.NO_CHANGE, Reading.NO_REAL_CHANGE)
    return 9 if reads is Reading.WORSE else -order.index(reads) - 1 if reads in order else 1


def _signal_rank(verdict: Verdict) -> int:
    order = (Verdict.CONCERN, Verdict.NEUTRAL_HIGH, Verdict.NEUTRAL_LOW, Verdict.IMPROVEMENT)
    return order.index(verdict) if verdict in order else len(order)


def _tally(
    when: str, counted: Mapping[rag.Rag, int], mark: Callable[[rag.Rag], Mark]
) -> DashboardCell:
    """Red first; the grey bar only where there is nothing else."""
    colours = [one for one in RANKED[:3] if counted.get(one)] or [rag.Rag.GREY]
    shown = tuple((mark(one), str(counted.get(one, 0))) for one in colours)
    words = ", ".join(
        f"{counted[one]} {'without a colour' if one is rag.Rag.GREY else one.value.lower()}"
        for one in RANKED
        if counted.get(one)
    )
    said = f"{words or 'no indicators'} {when}"
    return DashboardCell(marks=shown, said=said, tip=f"{said[0].upper()}{said[1:]}")


def _colour(
    when: str, judged: rag.Judgement, word: str, mark: Callable[[rag.Rag, str], Mark]
) -> DashboardCell:
    shown = mark(judged.rag, word)
    grey = judged.rag is rag.Rag.GREY
    return DashboardCell(
        word,
        ((shown, ""),),
        ink="text2" if grey else shown.ink,
        semibold=shown.semibold,
        said=f"{'no RAG' if grey else word.lower()} {when}: {judged.words}",
        tip=f"{word} {when}. {judged.words}",
    )


def _latest(row: IndicatorRow, asked: DateRange) -> DashboardCell:
    found = row.findings
    if found is None:
        return _absent(row.why)
    beside = ["prov."] if found.provisional else []
    beside += ["rev."] if found.revised else []
    if found.period != asked:
        beside.append(f"to {found.period.last:%b %y}")
    said = ", ".join((found.value, found.period.words(), *found.marks))
    return DashboardCell(number=found.value, beside=" ".join(beside), said=said, tip=said)


def _absent(why: str) -> DashboardCell:
    """A typed absence with its glyph; a blank without one."""
    kind = next((one for one in Absent if one.words == why), None)
    if kind is None or kind is Absent.NOT_ENTERED:
        word = _PARTS if kind is None else why
        return DashboardCell(word, ink="text3", said=why, tip=why)
    mark = absence_mark(kind)
    return DashboardCell(mark.short, ((mark, ""),), ink="text2", said=mark.long, tip=mark.long)


def _path(row: IndicatorRow) -> DashboardCell:
    gap = row.gap
    if gap is None:
        return DashboardCell(said=row.now.words, tip=row.now.words)
    words = row.now.words
    return DashboardCell(number=gap.words, beside=f"of {gap.level}", said=words, tip=words)


def _on_year(found: Findings | None) -> DashboardCell:
    if found is None:
        return DashboardCell(said="no figure", tip="No figure")
    change = found.short.change
    if change is None:
        return _without(found.short)
    mark = direction_mark(change)
    said = f"on a year ago {change.reads.value.lower()}: {found.short.words}"
    return DashboardCell(
        mark.short,
        ((mark, ""),),
        number=change.percent or change.absolute,
        ink=mark.ink,
        said=said,
        tip=f"{mark.long}. {found.short.words}",
    )


def _long(found: Findings | None) -> DashboardCell:
    if found is None:
        return DashboardCell(said="no figure", tip="No figure")
    change = found.long.change
    if change is None:
        return _without(found.long)
    mark = direction_mark(change)
    return DashboardCell(
        mark.short,
        ((mark, ""),),
        ink=mark.ink,
        said=f"{found.long.name} {change.reads.value.lower()}: {found.long.words}",
        tip=f"{mark.long}. {found.long.words}",
    )


def _without(compared: Comparison) -> DashboardCell:
    """Nothing to compare with, or nothing of the same length or kind."""
    why = compared.words
    word = _NOT_COMPARED if why.startswith("Not ") else _NO_FIGURE
    return DashboardCell(word, ink="text3", said=why, tip=why)


def _trend(row: IndicatorRow) -> DashboardCell:
    found = row.findings
    if found is None:
        return DashboardCell(said="no figures to draw", tip="No figures to draw")
    drawn = found.series[-_MOST_DRAWN:]
    values = tuple(one.value for one in drawn)
    level = row.target.line.level if row.target else None
    known = [one for one in drawn if one.value is not None]
    said = f"{len(known)} figures from {known[0].period} to {known[-1].period}"
    if len(known) == 1:
        said = f"the only figure is of {known[0].period}"
    if level is not None:
        said += f", dashed: {_level(row, level)} asked for"
    line = Sparkline(values, level, found.provisional)
    return DashboardCell(line=line, said=said, tip=f"{said[0].upper()}{said[1:]}")


def _level(row: IndicatorRow, level: Fraction) -> str:
    percentage = row.indicator.unit.is_percentage
    return number_words(level, 1 if percentage else 0) + ("%" if percentage else "")


def _signals(found: Findings | None) -> DashboardCell:
    if found is None:
        return DashboardCell(said="no figure, not charted", tip="No figure, not charted")
    chart = found.charted.chart
    if chart is None:
        return DashboardCell(said=f"not charted: {found.charted.words}", tip=found.charted.words)
    shown: list[Mark] = [variation_mark(chart, found.indicator)]
    assured = assurance_mark(chart, found.indicator)
    if assured is not None:
        shown.append(assured)
    words = ". ".join(one.long for one in shown)
    return DashboardCell(
        marks=tuple((one, "") for one in shown), said=words, tip=f"{words}. {found.charted.words}"
    )


def tally_words(counted: Mapping[rag.Rag, int]) -> str:
    """`2 red, 1 amber, 6 without a colour`."""
    return _tally("", counted, rag_mark).said.strip()
