"""The sheets a meeting begins with: what changed, what is out of the ordinary, the dashboard."""

from collections.abc import Iterable, Iterator

from csp_desktop.core.analysis.control_chart import Verdict
from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.dashboard import IndicatorRow
from csp_desktop.core.delivery import Concern
from csp_desktop.core.editions import Withheld
from csp_desktop.core.numbers import number_words
from csp_desktop.core.packs.cells import (
    change_cell,
    colour_words,
    is_missed,
    latest_cell,
    period_words,
    signal_words,
)
from csp_desktop.core.packs.changes import PackChange
from csp_desktop.core.packs.document import NOT_AVAILABLE, Cell, Column, Line, Sheet, Table
from csp_desktop.core.packs.material import ActionPart, Material
from csp_desktop.core.packs.pages import Notes
from csp_desktop.core.periods import day_words
from csp_desktop.core.plan import Plan

NOW = (
    "The colour now holds the year so far against the share of the year's target that is asked "
    "for by now. Green: met. Amber: missed by no more than the tolerance. Red: missed by more."
)
FORECAST = "The colour at year end holds the forecast of the year against the year's target."
DIRECTION = (
    "Against the same period last year. Below 10 on either side no percentage is given. A change "
    "that chance alone explains is called no real change."
)
LONG = "Against the same period of the year before the plan began."
SIGNALS = (
    "Control chart of single values: common cause is the usual ups and downs; the word after it "
    "names the rule that a figure breaks; the target is one that the process as it runs now would "
    "pass, fail, or hit or miss."
)
_WITHHELD = frozenset(one.value for one in Withheld)
_GREY_LAST = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY)


def what_changed(changes: Iterable[PackChange], since: str) -> Sheet:
    """What this pack says that the last one of its kind did not."""
    rows = tuple((one.kind.words, one.code, one.name, one.words) for one in changes)
    title = "What changed since the last issued pack"
    if not since:
        why = "No pack of this kind and edition has been issued before: there is none to compare."
        return Sheet("What_changed", title, lines=(Line(why),))
    if not rows:
        line = Line(f"Nothing it holds has changed since {since}.")
        return Sheet("What_changed", title, lines=(line,))
    columns = (
        Column("Kind of change"),
        Column("Code"),
        Column("Name", wide=True),
        Column("What changed", wide=True),
    )
    table = Table("What_changed", columns, rows)
    return Sheet("What_changed", title, lines=(Line(f"Since {since}."),), tables=(table,))


def exceptions(material: Material) -> Sheet:
    """What a meeting has to talk about, the gravest first."""
    rows = tuple(_exceptions(material))
    title = "Exceptions: red, turning, overdue and unanswered"
    if not rows:
        return Sheet("Exceptions", title, lines=(Line("There is nothing out of the ordinary."),))
    columns = (
        Column("What"),
        Column("Code"),
        Column("Name", wide=True),
        Column("Board"),
        Column("Why", wide=True),
    )
    return Sheet("Exceptions", title, tables=(Table("Exceptions", columns, rows),))


def _exceptions(material: Material) -> Iterator[tuple[Cell, ...]]:
    rows = material.dashboard.rows
    for one in rows:
        if is_missed(one):
            yield _of_indicator("Red", one, one.now.words)
    for one in rows:
        why = turning(one)
        if why:
            yield _of_indicator("Turning", one, why)
    for part in material.actions:
        if exceptional(part):
            row = part.row
            why = "; ".join(concern_words(part))
            yield row.concerns[0].words, row.code, row.text, row.board, why
    for board in material.boards:
        for query in board.queries:
            yield "Query", query.line, query.name, query.board, query.words


def turning(row: IndicatorRow) -> str:
    """Why an indicator that is not red now should be looked at; empty where nothing turns."""
    if row.findings is None or is_missed(row):
        return ""
    worse = row.forecast.rag in (Rag.AMBER, Rag.RED) and (
        _GREY_LAST.index(row.forecast.rag) < _GREY_LAST.index(row.now.rag)
    )
    if worse:
        return row.forecast.words
    chart = row.findings.charted.chart
    if chart is not None and chart.variation is Verdict.CONCERN:
        return row.findings.charted.words
    return ""


def exceptional(part: ActionPart) -> bool:
    """Whether a meeting should hear of an action: off track, or overdue."""
    return bool({Concern.OFF_TRACK, Concern.OVERDUE}.intersection(part.row.concerns))


def concern_words(part: ActionPart) -> Iterator[str]:
    """Why an action is on the list, each reason in a few words."""
    row = part.row
    for one in row.concerns:
        if one is Concern.OVERDUE and row.due is not None:
            days = "1 day" if row.days_over == 1 else f"{number_words(row.days_over)} days"
            yield f"overdue since {day_words(row.due)} ({days})"
        elif one is Concern.SLIPPING:
            yield f"put off {row.slips} times"
        else:
            yield one.words.lower()
    if part.update is not None and part.update.reason:
        yield part.update.reason.rstrip(".")


def _of_indicator(what: str, row: IndicatorRow, why: str) -> tuple[Cell, ...]:
    one = row.indicator
    return what, one.code, one.name, one.board, why


def dashboard(material: Material, notes: Notes) -> Sheet:
    """Every indicator of every theme in a line."""
    columns = (
        Column("Theme"),
        Column("Code"),
        Column("Indicator", wide=True),
        Column("Period"),
        Column("Latest figure"),
        Column("Unit"),
        Column(f"Direction {notes.mark(DIRECTION)}"),
        Column(f"Since the plan began {notes.mark(LONG)}"),
        Column(f"Colour now {notes.mark(NOW)}"),
        Column(f"Colour at year end {notes.mark(FORECAST)}"),
        Column(f"Signals {notes.mark(SIGNALS)}"),
        Column("Why", wide=True),
    )
    every = [(part.priority.code, one) for part in material.dashboard.themes for one in part.rows]
    rows = tuple(
        _dashboard_row(code, one) for code, one in every if one.findings or one.why in _WITHHELD
    )
    tables = (Table("Dashboard", columns, rows, "Indicators with a figure"), _without_figure(every))
    return Sheet(
        "Dashboard",
        f"Priority performance dashboard, {material.quarter}",
        lines=tuple(
            Line(f"{part.priority.code} {part.priority.title}: {part.story}")
            for part in material.dashboard.themes
        ),
        tables=tuple(one for one in tables if one.rows),
    )


def _without_figure(every: list[tuple[str, IndicatorRow]]) -> Table:
    """The indicators of which nothing is known, so that nobody takes them for forgotten."""
    columns = (
        Column("Theme"),
        Column("Code"),
        Column("Indicator", wide=True),
        Column("Why"),
        Column("Board"),
    )
    rows = tuple(
        (code, one.indicator.code, one.indicator.name, one.why or "No figure", one.indicator.board)
        for code, one in every
        if one.findings is None and one.why not in _WITHHELD
    )
    return Table("Without_figure", columns, rows, "Indicators without a figure")


def _dashboard_row(theme: str, row: IndicatorRow) -> tuple[Cell, ...]:
    found = row.findings
    return (
        theme,
        row.indicator.code,
        row.indicator.name,
        period_words(found.period) if found else NOT_AVAILABLE,
        latest_cell(row),
        unit_noun(row),
        change_cell(found.short) if found else "Not compared",
        change_cell(found.long) if found else "Not compared",
        colour_words(row),
        colour_words(row, forecast=True),
        signal_words(row),
        row.now.words,
    )


def unit_noun(row: IndicatorRow) -> str:
    """What an indicator's numbers count: `offences`, `per cent of clients`."""
    one = row.indicator
    if one.unit.is_percentage:
        return (
            f"per cent of {one.denominator or one.noun}"
            if one.denominator or one.noun
            else ("per cent")
        )
    return one.noun or "number"


def action_exceptions(material: Material) -> Sheet:
    """Every action that is off track, overdue, neglected, slipping or without its resources."""
    listed = [one for one in material.actions if one.row.concerns]
    title = "Actions that are out of the ordinary"
    if not listed:
        return Sheet("Action_exceptions", title, lines=(Line("There are none."),))
    columns = (
        Column("Code"),
        Column("Action", wide=True),
        Column("Board"),
        Column("Lead agency"),
        Column("Status"),
        Column("Due"),
        Column("Why it is here", wide=True),
    )
    agencies = agency_names(material.plan)
    rows = tuple(
        (
            one.row.code,
            one.row.text,
            one.row.board,
            agencies.get(one.row.agency, one.row.agency or "None named"),
            status_words(one),
            one.row.due or "No day set",
            "; ".join(concern_words(one)),
        )
        for one in sorted(listed, key=_gravity)
    )
    return Sheet("Action_exceptions", title, tables=(Table("Action_exceptions", columns, rows),))


def agency_names(plan: Plan) -> dict[str, str]:
    """The plan's agencies by code."""
    return {one.code: one.name for one in plan.agencies}


def _gravity(part: ActionPart) -> int:
    return list(Concern).index(part.row.concerns[0])


def status_words(part: ActionPart) -> str:
    """`On track`, or that nobody has reported yet."""
    return part.row.status.words if part.row.status else "Not reported"
