"""Where a block of cells lands in the figure grid, and what of it could not be taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from csp_desktop.core.blocks import Rows, is_blank
from csp_desktop.core.figures import Absence
from csp_desktop.core.sheet import FigureLine
from csp_desktop.ui.item_models.figure_cells import (
    FIELDS,
    FigureColumn,
)

_UNITS = ("number", "percentage", "rate", "pounds")


@dataclass(frozen=True)
class RefusedCell:
    """A cell of a block that was left as it was.

    Attributes:
        code: the indicator's, or what the block calls it; empty below the last row.
        column: its heading; empty beyond the last column.
        text: as it stood in the block.
        why: one sentence.
    """

    code: str
    column: str
    text: str
    why: str


@dataclass(frozen=True)
class PasteReport:
    """What became of a block: how many cells were taken, and which were left."""

    taken: int = 0
    refused: tuple[RefusedCell, ...] = ()


@dataclass(frozen=True)
class LandedCell:
    """A cell of a block with the row and the column it goes to; `why` it has no row."""

    row: int
    code: str
    column: FigureColumn | None
    text: str
    why: str = ""


def landed(
    rows: Rows,
    lines: Mapping[int, FigureLine],
    visible: Sequence[FigureColumn],
    row: int,
    column: FigureColumn,
) -> Iterator[LandedCell]:
    """Where the cells of a block go, blank ones left out.

    A row of the block without a row in the grid comes as its first cell alone.

    Args:
        rows: the block.
        lines: the indicators by their row in the grid.
        visible: the columns in view.
        row, column: of the cell the block is put on.
    """
    codes = {line.indicator.code: number for number, line in lines.items()}
    if _codes_come_first(rows, codes):
        yield from _landed_by_code(rows, lines, visible, column, codes)
        return
    below = [number for number in lines if number >= row]
    columns = _columns_from(column, visible, _width(rows))
    for place, cells in enumerate(rows):
        number = below[place] if place < len(below) else -1
        code = lines[number].indicator.code if number >= 0 else ""
        yield from _spread(cells, columns, number, code, "It is beyond the last row")


def _landed_by_code(
    rows: Rows,
    lines: Mapping[int, FigureLine],
    visible: Sequence[FigureColumn],
    column: FigureColumn,
    codes: Mapping[str, int],
) -> Iterator[LandedCell]:
    names = {code: lines[number].indicator.name for code, number in codes.items()}
    if not any(
        len(cells) > 1 and names.get(cells[0].strip()) == cells[1].strip() for cells in rows
    ):
        beside = column if column in FIELDS else FigureColumn.ENTRY
        columns = [FigureColumn.CODE, *_columns_from(beside, visible, _width(rows) - 1)]
    elif _has_units(rows):
        rows, columns = [[*cells[:2], *cells[3:]] for cells in rows], list(FigureColumn)
    else:
        columns = _columns_from(FigureColumn.CODE, visible, _width(rows))
    free = dict(codes)
    for cells in rows:
        code = cells[0].strip()
        why = "The block has this code twice" if code in codes else "No line has this code"
        yield from _spread(cells, columns, free.pop(code, -1), code, why)


def _spread(
    cells: list[str], columns: Sequence[FigureColumn], row: int, code: str, why: str
) -> Iterator[LandedCell]:
    """The cells of one row of a block; where it has no place its first one says so for all."""
    filled = [at for at, text in enumerate(cells) if not _says_nothing(text)]
    for at in filled if row >= 0 else filled[:1]:
        column = columns[at] if at < len(columns) else None
        yield LandedCell(row, code, column, cells[at], "" if row >= 0 else why)


def _codes_come_first(rows: Rows, codes: Mapping[str, int]) -> bool:
    """Whether the first of several columns holds codes, under a heading or not, and no figures."""
    first = [cells[0].strip() for cells in rows]
    known = [one for one in first if one in codes and not one.isdigit()]
    other = [one for one in first if one and one not in codes]
    return _width(rows) > 1 and len(known) >= max(1, len(other))


def _has_units(rows: Rows) -> bool:
    """Whether the third column is the return workbook's column of units."""
    third = [cells[2].strip() for cells in rows if len(cells) > 2 and cells[2].strip()]
    return bool(third) and sum(one.startswith(_UNITS) for one in third) * 2 >= len(third)


def _columns_from(
    first: FigureColumn, visible: Sequence[FigureColumn], width: int
) -> list[FigureColumn]:
    """The columns a block is put into.

    A block wider than what is in view was not meant for it: its second column is then rather a
    numerator than a comment, which would be overwritten unseen.
    """
    columns = [one for one in visible if one >= first]
    if width > len(columns) and FigureColumn.SOURCE not in visible:
        return [one for one in columns if one is not FigureColumn.NOTE]
    return columns


def _says_nothing(text: str) -> bool:
    return is_blank(text) or text.strip().casefold() == Absence.NOT_ENTERED.words


def _width(rows: Rows) -> int:
    return max(
        (at + 1 for cells in rows for at, one in enumerate(cells) if not is_blank(one)), default=0
    )
