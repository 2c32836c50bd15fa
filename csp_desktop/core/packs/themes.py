"""A sheet for each theme: its figures, what boards say of them, and its actions."""

from collections.abc import Iterator, Sequence

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.dashboard import IndicatorRow, ThemeRow
from csp_desktop.core.editions import Edition
from csp_desktop.core.numbers import unit_words
from csp_desktop.core.packs.cells import figure_cell
from csp_desktop.core.packs.document import Cell, Column, Line, Sheet, Table
from csp_desktop.core.packs.material import ActionPart, Material
from csp_desktop.core.packs.overview import status_words, unit_noun
from csp_desktop.core.packs.pages import tab_name
from csp_desktop.core.periods import Quarter

_QUARTERS = 9  # two years and the quarter itself
_OTHERS = 4  # periods of other kinds
_NOTHING_SAID = "Nothing is said of it."


def theme_sheet(material: Material, theme: ThemeRow) -> Sheet:
    """Everything of a theme: figures by quarter and of other periods, comments, actions."""
    one = theme.priority
    name = tab_name(one.code)
    tables = (
        _by_quarter(name, theme.rows, material.quarter),
        _other_periods(name, theme.rows),
        _comments(name, material, theme.rows),
        _actions(name, material, one.code),
    )
    found = tuple(table for table in tables if table is not None)
    story = (Line(theme.story),) if theme.story else ()
    return Sheet(f"Theme_{name}", f"{one.code} {one.title}", lines=story, tables=found)


def _by_quarter(name: str, rows: Sequence[IndicatorRow], last: Quarter) -> Table | None:
    quarters = [last.plus(-back) for back in range(_QUARTERS - 1, -1, -1)]
    columns = (
        Column("Code"),
        Column("Indicator", wide=True),
        Column("Unit"),
        *(Column(str(one)) for one in quarters),
        Column("Asked by now"),
        Column("Notes"),
    )
    lines = []
    for row in rows:
        there = {one.period.quarter: one for one in _series(row)}
        points = [there.get(one) for one in quarters]
        if any(point is not None and point.gap != "not entered" for point in points):
            cells = (figure_cell(row.indicator, point) for point in points)
            lines.append((*_named(row), *cells, _asked(row), _marks(row, points)))
    return Table(f"{name}_quarters", columns, tuple(lines), "Figures by quarter") if lines else None


def _other_periods(name: str, rows: Sequence[IndicatorRow]) -> Table | None:
    columns = (
        Column("Code"),
        Column("Indicator", wide=True),
        Column("Unit"),
        Column("Period"),
        Column("Figure"),
        Column("Notes"),
    )
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        known = [one for one in _series(row) if one.period.quarter is None]
        for point in known[-_OTHERS:]:
            cell = figure_cell(row.indicator, point)
            lines.append((*_named(row), point.period.words(), cell, _marks(row, [point])))
    title = "Figures of other periods"
    return Table(f"{name}_other_periods", columns, tuple(lines), title) if lines else None


def _series(row: IndicatorRow) -> Sequence[Point]:
    return row.findings.series if row.findings else ()


def _named(row: IndicatorRow) -> tuple[Cell, ...]:
    return row.indicator.code, row.indicator.name, unit_noun(row)


def _asked(row: IndicatorRow) -> str:
    gap = row.gap
    return f"{gap.level}: {gap.words}" if gap else row.now_word


def _marks(row: IndicatorRow, points: Sequence[Point | None]) -> str:
    """What stands beside figures: which may still change, and what a percentage is made of."""
    told = []
    unsure = [str(one.period) for one in points if one is not None and one.provisional]
    if unsure:
        told.append(f"Provisional: {', '.join(unsure)}.")
    last = points[-1]
    if last is not None and last.value is not None and last.parts is not None:
        part, whole = (
            unit_words(one, row.indicator.unit, 0).removesuffix("%") for one in last.parts
        )
        told.append(f"{part} of {whole} in {last.period}.")
    if last is not None and last.value is not None and last.sample_size:
        told.append(f"{last.sample_size:,} were asked.")
    return " ".join(told) or "None"


def _comments(name: str, material: Material, rows: Sequence[IndicatorRow]) -> Table | None:
    said = {code: text for board in material.boards for code, text in board.comments.items()}
    lines = tuple(
        (one.indicator.code, one.indicator.name, one.indicator.board, said[one.indicator.code])
        for one in rows
        if said.get(one.indicator.code)
    )
    columns = (
        Column("Code"),
        Column("Indicator", wide=True),
        Column("Board"),
        Column("What the board says", wide=True),
    )
    return Table(f"{name}_commentary", columns, lines, "Commentary") if lines else None


def _actions(name: str, material: Material, priority: str) -> Table | None:
    own = [one for one in material.actions if one.row.priority == priority]
    return actions_table(f"{name}_actions", own, material.edition) if own else None


def actions_table(name: str, actions: Sequence[ActionPart], edition: Edition) -> Table:
    """Actions with how they stand; what boards write of them is not for the public."""
    columns = [
        Column("Code"),
        Column("Action", wide=True),
        Column("Board"),
        Column("Status"),
        Column("Due"),
    ]
    written = edition is not Edition.PUBLIC
    if written:
        columns += [Column("What was done", wide=True), Column("What comes next", wide=True)]
    rows = tuple(tuple(_action_row(one, written=written)) for one in actions)
    return Table(name, tuple(columns), rows, "Actions")


def _action_row(part: ActionPart, *, written: bool) -> Iterator[Cell]:
    row, update = part.row, part.update
    yield row.code
    yield row.text
    yield row.board
    yield status_words(part)
    yield row.due or "No day set"
    if written:
        yield (update.note if update else "") or _NOTHING_SAID
        yield (update.next_steps if update else "") or _NOTHING_SAID
