"""A table of counts in rows and columns, with or without margins, and what may be shown of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from csp_desktop.core.disclosure.attack import Span
from csp_desktop.core.disclosure.cells import Cell, Relation, Suppression, System
from csp_desktop.core.disclosure.suppression import Protected, protect
from csp_desktop.core.errors import RefusedError

Place = tuple[int, int]  # row and column over the cells, from nought, margins included

MARK = "[c]"  # for every hidden cell, small or not (CONVENTIONS.md C2)
TOTAL = "Total"


class Missing(Enum):
    """Why there is no count in a cell; written as it was given."""

    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"


Count = int | Missing


@dataclass(frozen=True)
class Table:
    """Counts with the names of their rows and columns; a last one called Total is a margin.

    Raises:
        RefusedError: a name is missing or stands twice, a Total is not the last or stands alone,
            or a margin is not the sum of its row or column.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Count, ...], ...]

    def __post_init__(self) -> None:
        for names, what in ((self.rows, "row"), (self.columns, "column")):
            _check_names(names, what)
        for total, parts in self.sums:
            self._check_sum(total, parts)

    @property
    def sums(self) -> Iterator[tuple[Place, list[Place]]]:
        """Each margin with the cells it is the sum of."""
        height, width = len(self.rows), len(self.columns)
        if _is_total(self.columns[-1]):
            for row in range(height):
                yield (row, width - 1), [(row, column) for column in range(width - 1)]
        if _is_total(self.rows[-1]):
            for column in range(width):
                yield (height - 1, column), [(row, column) for row in range(height - 1)]

    def at(self, place: Place) -> Count:
        """The count of a cell."""
        return self.cells[place[0]][place[1]]

    def name(self, place: Place) -> str:
        """What a cell is called: its row, then its column."""
        return f"{self.rows[place[0]]}, {self.columns[place[1]]}"

    def _check_sum(self, total: Place, parts: Sequence[Place]) -> None:
        written = self.at(total)
        counts = [one for one in map(self.at, parts) if isinstance(one, int)]
        if not isinstance(written, int) or sum(counts) == written:
            return
        if sum(counts) > written or not self._lacks(parts):
            raise RefusedError(
                f"“{self.name(total)}” is {written:,}, but its parts add up to {sum(counts):,}. "
                "Correct the one or the others."
            )

    def _lacks(self, parts: Sequence[Place]) -> bool:
        return any(self.at(one) is Missing.NOT_AVAILABLE for one in parts)

    def system(self) -> System:
        """Its cells and sums, as a reader would take them.

        What is not applicable is no cell of a sum. What is not available is none where the others
        add up without it; else the total tells of it.
        """
        cells = tuple(
            Cell((row, column), count if isinstance(count, int) else None)
            for row, counts in enumerate(self.cells)
            for column, count in enumerate(counts)
            if count is not Missing.NOT_APPLICABLE
        )
        return System(cells, tuple(self._relations()))

    def _relations(self) -> Iterator[Relation]:
        for total, parts in self.sums:
            counted = [one for one in parts if isinstance(self.at(one), int)]
            written = self.at(total)
            if written is Missing.NOT_APPLICABLE:
                continue
            if sum(self._counts(counted)) != written:
                counted = [one for one in parts if self.at(one) is not Missing.NOT_APPLICABLE]
            if counted:
                yield Relation(total, tuple(counted))

    def _counts(self, places: Sequence[Place]) -> Iterator[int]:
        return (one for one in map(self.at, places) if isinstance(one, int))


@dataclass(frozen=True)
class ProtectedTable:
    """A table as it may be shown.

    Attributes:
        cells: as written: a count, or a mark.
        suppressed: the hidden cells, and why each is; not to be written.
        feasible: what can be told of each: the least and the greatest it may be, None for no limit.
    """

    cells: tuple[tuple[int | str, ...], ...]
    suppressed: tuple[tuple[Place, Suppression], ...]
    feasible: tuple[tuple[Place, Span], ...]


def protect_table(table: Table, below: int = 5, round_to: int = 1) -> ProtectedTable:
    """Hide the small counts of a table, and what they could be worked out from.

    Args:
        table: with its true counts.
        below: counts from 1 to one less are hidden.
        round_to: what the others are rounded to, half up; 1 for no rounding.

    Raises:
        RefusedError: as `protect`.
    """
    found = protect(table.system(), below, round_to=round_to)
    places = {
        (row, column) for row in range(len(table.rows)) for column in range(len(table.columns))
    }
    hidden = [(one, found.suppressed[one]) for one in sorted(places) if one in found.suppressed]
    return ProtectedTable(
        tuple(
            tuple(_written(table, found, (row, column)) for column in range(len(table.columns)))
            for row in range(len(table.rows))
        ),
        tuple(hidden),
        tuple((one, found.feasible[one]) for one, _ in hidden),
    )


def _written(table: Table, found: Protected, place: Place) -> int | str:
    if place in found.suppressed:
        return MARK
    count = table.at(place)
    return count.value if isinstance(count, Missing) else found.shown[place]


def _check_names(names: tuple[str, ...], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if not name:
            raise RefusedError(f"A {what} has no name. Give each {what} one of its own.")
        if name.casefold() in seen:
            raise RefusedError(f"Two {what}s are called “{name}”. Give each one of its own.")
        seen.add(name.casefold())
    if any(_is_total(one) for one in names[:-1]):
        raise RefusedError(f"The {what} “{TOTAL}” must be the last one.")
    if len(names) == 1 and _is_total(names[0]):
        raise RefusedError(f"There is no {what} but “{TOTAL}”. Add those it is the sum of.")


def _is_total(name: str) -> bool:
    return name.casefold() == TOTAL.casefold()
