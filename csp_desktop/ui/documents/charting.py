"""A chart of a pack, drawn from the table that is its twin."""

from collections.abc import Sequence

from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.packs.document import Cell, Chart, Number, Role, Table
from csp_desktop.core.periods import Quarter
from csp_desktop.ui.charts.drawing import Band, Dot, Drawing, Gap, Line, runs_of
from csp_desktop.ui.documents.wording import cell_words

# Ink, width and dashes of each kind of line, as everywhere in the program.
_LOOKS: dict[Role, tuple[str, float, tuple[float, ...]]] = {
    Role.FIGURES: ("series", 1.8, ()),
    Role.MEAN: ("limit", 1.3, ()),
    Role.LIMIT: ("limit", 1.3, (4, 3)),
    Role.TARGET: ("text", 1.8, (9, 4)),
}


def drawing_of(chart: Chart, table: Table) -> Drawing:
    """The drawing of a chart: its lines broken where its table has no number."""
    values = {one.column: [_value(row[one.column]) for row in table.rows] for one in chart.lines}
    columns = {role: [one.column for one in chart.lines if one.role is role] for role in Role}
    names = [cell_words(row[chart.categories]) for row in table.rows]
    brackets = _years(names)
    last = len(names) - 0.5
    figures = [(column, values[column]) for column in columns[Role.FIGURES]]
    whole = all(one is None or one.is_integer() for _, own in figures for one in own)
    return Drawing(
        title=chart.vertical,
        first=-0.5,
        last=last,
        lines=tuple(
            line
            for one in chart.lines
            for line in _lines(one.role, table.columns[one.column].heading, values[one.column])
        ),
        bands=_bands([values[column] for column in columns[Role.LIMIT]]),
        dots=tuple(
            Dot(at, value, names[at])
            for _, own in figures
            for at, value in enumerate(own)
            if value is not None
        ),
        gaps=tuple(
            Gap(at, names[at])
            for at in range(len(names))
            if figures and all(own[at] is None for _, own in figures)
        ),
        brackets=brackets,
        ticks=() if brackets else tuple((float(at), name) for at, name in enumerate(names)),
        least_step=1.0 if whole else 0.0,
    )


def _value(cell: Cell) -> float | None:
    return float(cell.value) if isinstance(cell, Number) else None


def _lines(role: Role, heading: str, values: Sequence[float | None]) -> list[Line]:
    """The stretches of a line without a gap; the last one bears its name."""
    ink, width, dash = _LOOKS[role]
    runs = runs_of(values)
    found = []
    for number, run in enumerate(runs):
        name = heading if role is not Role.FIGURES and number == len(runs) - 1 else ""
        xs: list[float] = [float(at) for at, _ in run]
        ys = [value for _, value in run]
        if len(set(ys)) == 1 and role is not Role.FIGURES:
            # A level holds from the beginning of its first period to the end of its last.
            xs, ys = [xs[0] - 0.5, xs[-1] + 0.5], [ys[0], ys[0]]
        found.append(Line(xs, ys, ink, width, dash, name, strong=role is Role.TARGET))
    return found


def _bands(limits: Sequence[Sequence[float | None]]) -> tuple[Band, ...]:
    """The fill between two limits, period by period."""
    if len(limits) != 2:
        return ()
    found: list[Band] = []
    for at, (one, other) in enumerate(zip(*limits, strict=True)):
        if one is None or other is None:
            continue
        low, high = min(one, other), max(one, other)
        before = found[-1] if found else None
        if before and (before.last, before.lower, before.upper) == (at - 0.5, low, high):
            found[-1] = Band(before.first, at + 0.5, low, high)
        else:
            found.append(Band(at - 0.5, at + 0.5, low, high))
    return tuple(found)


def _years(names: Sequence[str]) -> tuple[tuple[float, float, str], ...]:
    """Financial years over their quarters; none where the names are not all of quarters."""
    found: list[tuple[float, float, str]] = []
    for at, name in enumerate(names):
        try:
            year = str(Quarter.parse(name).year)
        except NotFoundError:
            return ()
        if found and found[-1][2] == year:
            found[-1] = (found[-1][0], at + 0.5, year)
        else:
            found.append((at - 0.5, at + 0.5, year))
    return tuple(found)
