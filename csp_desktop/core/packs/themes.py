"""A sheet for each theme: its figures with what boards say of them, and its actions.

The tables of a sheet share their columns' widths, so that all are laid out alike: a code, a name,
narrow columns, and at the end what is written.
"""

from collections.abc import Iterator, Sequence

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.dashboard import IndicatorRow, ThemeRow
from csp_desktop.core.editions import Edition
from csp_desktop.core.figures import Absence
from csp_desktop.core.numbers import number_words
from csp_desktop.core.packs.cells import change_cell, figure_cell, period_words, words_cell
from csp_desktop.core.packs.document import NOT_AVAILABLE, Cell, Column, Line, Sheet, Table
from csp_desktop.core.packs.material import ActionPart, Material
from csp_desktop.core.packs.overview import agency_names, status_words, unit_noun
from csp_desktop.core.packs.pages import tab_name
from csp_desktop.core.periods import Quarter

_QUARTERS = 5  # the quarter itself, and back to the same one last year
_NOTHING = "None"


def theme_sheet(material: Material, theme: ThemeRow) -> Sheet:
    """Everything of a theme: figures by quarter and of other periods, and actions."""
    one = theme.priority
    name = tab_name(one.code)
    said = comments_of(material)
    own = [part for part in material.actions if part.row.priority == one.code]
    tables = (
        by_quarter(name, theme.rows, material.quarter, said),
        other_periods(name, theme.rows, said),
        actions_table(f"{name}_actions", own, material) if own else None,
    )
    found = tuple(table for table in tables if table is not None)
    story = (Line(theme.story),) if theme.story else ()
    return Sheet(f"Theme_{name}", f"{one.code} {one.title}", lines=story, tables=found)


def comments_of(material: Material) -> dict[str, str]:
    """What boards say of their figures, by the indicator's code."""
    return {code: text for board in material.boards for code, text in board.comments.items()}


def by_quarter(
    name: str, rows: Sequence[IndicatorRow], last: Quarter, said: dict[str, str]
) -> Table | None:
    """The last five quarters of the indicators that have figures of quarters; None without any."""
    quarters = [last.plus(-back) for back in range(_QUARTERS - 1, -1, -1)]
    columns = (
        Column("Code"),
        Column("Indicator", wide=True),
        Column("Unit"),
        *(Column(str(one)) for one in quarters),
        Column("Asked by now"),
        Column("Notes", wide=True),
    )
    lines = []
    for row in rows:
        there = {one.period.quarter: one for one in _series(row)}
        points = [there.get(one) for one in quarters]
        if any(point is not None and _is_answered(point) for point in points):
            cells = (figure_cell(row.indicator, point) for point in points)
            notes = _notes(row, points, said)
            lines.append((*_named(row), *cells, _asked(row), notes))
    title = "Figures by quarter"
    return Table(f"{name}_quarters", columns, tuple(lines), title) if lines else None


def other_periods(name: str, rows: Sequence[IndicatorRow], said: dict[str, str]) -> Table | None:
    """The last two figures of the indicators that cover other periods; None without any."""
    columns = (
        Column("Code"),
        Column("Indicator", wide=True),
        Column("Unit"),
        Column("Period before"),
        Column("Figure before"),
        Column("Period"),
        Column("Figure"),
        Column("On a year before"),
        Column("Asked by now"),
        Column("Notes", wide=True),
    )
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        known = [one for one in _series(row) if one.period.quarter is None]
        if row.findings is None or not known:
            continue
        before, now = (known[-2] if len(known) > 1 else None), known[-1]
        lines.append(
            (
                *_named(row),
                period_words(before.period) if before else NOT_AVAILABLE,
                figure_cell(row.indicator, before),
                period_words(now.period),
                figure_cell(row.indicator, now),
                change_cell(row.findings.short),
                _asked(row),
                _notes(row, [now], said),
            )
        )
    title = "Figures of other periods"
    return Table(f"{name}_other_periods", columns, tuple(lines), title) if lines else None


def _series(row: IndicatorRow) -> Sequence[Point]:
    return row.findings.series if row.findings else ()


def _is_answered(point: Point) -> bool:
    return point.value is not None or point.gap != Absence.NOT_ENTERED.words


def _named(row: IndicatorRow) -> tuple[Cell, ...]:
    return row.indicator.code, row.indicator.name, unit_noun(row)


def _asked(row: IndicatorRow) -> str:
    gap = row.gap
    return f"{gap.level}: {gap.words}" if gap else row.now_word


def _notes(row: IndicatorRow, points: Sequence[Point | None], said: dict[str, str]) -> str:
    """What stands beside figures: what may change, what they are made of, what the board says."""
    told = []
    unsure = [period_words(one.period) for one in points if one is not None and one.provisional]
    if unsure:
        told.append(f"Provisional: {', '.join(unsure)}.")
    last = points[-1]
    if last is not None and last.value is not None:
        if last.parts is not None:
            part, whole = (number_words(one) for one in last.parts)
            told.append(f"{part} of {whole} in {period_words(last.period)}.")
        if last.sample_size:
            told.append(f"{last.sample_size:,} were asked.")
    comment = said.get(row.indicator.code)
    if comment:
        told.append(f"{row.indicator.board}: {comment}")
    return " ".join(told) or _NOTHING


def actions_table(name: str, actions: Sequence[ActionPart], material: Material) -> Table:
    """Actions with how they stand; what boards write of them is not for the public."""
    written = material.edition is not Edition.PUBLIC
    columns = [
        Column("Code"),
        Column("Action", wide=True),
        Column("Board"),
        Column("Lead agency"),
        Column("Status"),
        Column("Start"),
        Column("Due"),
        Column("Put off"),
    ]
    if written:
        columns += [Column("Done"), Column("What was done, and what comes next", wide=True)]
    agencies = agency_names(material.plan)
    rows = tuple(tuple(_action_row(one, agencies, written=written)) for one in actions)
    return Table(name, tuple(columns), rows, "Actions")


def _action_row(part: ActionPart, agencies: dict[str, str], *, written: bool) -> Iterator[Cell]:
    row, update = part.row, part.update
    yield row.code
    yield row.text
    yield row.board
    yield agencies.get(row.agency, row.agency or "None named")
    yield status_words(part)
    yield row.start or "No day set"
    yield row.due or "No day set"
    yield "Never" if not row.slips else "Once" if row.slips == 1 else f"{row.slips} times"
    if not written:
        return
    percent = update.percent if update else None
    yield "Not said" if percent is None else words_cell(f"{percent}%")
    told = []
    if update is not None and update.note:
        told.append(update.note)
    if update is not None and update.next_steps:
        told.append(f"Next: {update.next_steps}")
    yield " ".join(told) or "Nothing is said of it."
