"""A table of counts out of a .csv of one's own, and the same as it may be shown."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from csp_desktop.core.disclosure.cells import MOST
from csp_desktop.core.disclosure.table import (
    Count,
    Missing,
    ProtectedTable,
    Table,
    protect_table,
)
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.reading import number
from csp_desktop.services.csv_rows import Line, read_lines

_MISSING = {one.value: one for one in Missing} | {"": Missing.NOT_AVAILABLE}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ProtectedFile:
    """A table read from a file, and as it may be shown."""

    corner: str
    table: Table
    protected: ProtectedTable

    def csv_lines(self) -> list[str]:
        """The protected table as the lines of a .csv, its names as they were given."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(map(_harmless, [self.corner, *self.table.columns]))
        for name, cells in zip(self.table.rows, self.protected.cells, strict=True):
            writer.writerow([_harmless(name), *cells])
        return text.getvalue().splitlines()


def protect_file(path: Path, below: int, round_to: int) -> ProtectedFile:
    """Protect the table of counts in a .csv, whose first row and column are names.

    Args:
        path: of the file.
        below: counts from 1 to one less are hidden.
        round_to: what the others are rounded to; 1 for no rounding.

    Raises:
        NotFoundError: there is no such file.
        RefusedError: it is no such table, a count is none, or a margin does not add up.
        StorageError: it cannot be read.
    """
    (_, heading), *lines = read_lines(path)
    if len(heading) < 2:
        raise RefusedError(
            f"{path.name}, line 1 has one column. There must be two or more: names, then counts."
        )
    columns = tuple(one.strip() for one in heading[1:])
    for line, row in lines:
        if len(row) != len(heading):
            raise RefusedError(
                f"{path.name}, line {line} has {len(row)} columns, but line 1 has {len(heading)}."
            )
    rows = tuple(row[0].strip() for _, row in lines)
    cells = tuple(_counts(path, line, columns) for line in lines)
    try:
        table = Table(rows, columns, cells)
    except RefusedError as error:
        raise RefusedError(f"{path.name}: {error}") from error
    return ProtectedFile(heading[0].strip(), table, protect_table(table, below, round_to))


def _counts(path: Path, line: Line, columns: Sequence[str]) -> tuple[Count, ...]:
    at, row = line
    return tuple(
        _count(text, f"{path.name}, line {at}, “{name}”")
        for text, name in zip(row[1:], columns, strict=True)
    )


def _count(text: str, where: str) -> Count:
    """A count, or why there is none; a blank is one that is not available."""
    bare = text.strip()
    if bare.lower() in _MISSING:
        return _MISSING[bare.lower()]
    try:
        found = number(bare)
    except ValueError as error:
        raise RefusedError(f"{where}: “{bare}” must be a whole number, like 30.") from error
    if found != found.to_integral_value() or not bare.strip("£%") == bare:
        raise RefusedError(f"{where}: “{bare}” must be a whole number, like 30.")
    if not 0 <= found <= MOST:
        raise RefusedError(f"{where}: “{bare}” must be between 0 and {MOST:,}.")
    return int(found)


def _harmless(name: str) -> str:
    """A name that a spreadsheet would run as a formula says so with an apostrophe."""
    return f"'{name}" if name.startswith(_FORMULA_STARTS) else name
