"""A system of counts: cells, and the sums that hold among them.

A cell may stand in several sums, of more than two dimensions: parts of an indicator, quarters of a
year, boroughs of an area. CONVENTIONS.md C6.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from csp_desktop.core.errors import RefusedError

MOST = 10**12  # no count of people or offences is larger
ENOUGH_VALUES = 3  # that each hidden cell must keep (DESIGN.md 8)


class Suppression(Enum):
    """Why a cell is hidden; never written, for it would tell which of the hidden ones are small."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True)
class Cell:
    """A count.

    Attributes:
        key: what it is called, like (indicator, area, period, vintage).
        value: the count, 0 or more; None where nobody has it and it is written as missing.
        may_show: False where it must not be shown whatever its size, as a restricted figure.
        low: what else is public says that it is so many or more.
        high: what else is public says that it is so many or fewer; None for no limit.
    """

    key: Hashable
    value: int | None
    may_show: bool = True
    low: int = 0
    high: int | None = None


@dataclass(frozen=True)
class Relation:
    """A total that is the sum of its parts."""

    total: Hashable
    parts: tuple[Hashable, ...]


@dataclass(frozen=True)
class System:
    """Cells, and all the sums that a reader knows to hold among them.

    Raises:
        RefusedError: a key stands twice or is missing, a value lies outside what is known of it, or
            the parts of a total do not add up to it.
    """

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...] = ()

    def __post_init__(self) -> None:
        twice = [key for key, times in Counter(one.key for one in self.cells).items() if times > 1]
        if twice:
            raise RefusedError(f"“{twice[0]}” stands twice in the table.")
        for cell in self.cells:
            _check_cell(cell)
        for relation in self.relations:
            self._check_relation(relation)

    @cached_property
    def by_key(self) -> Mapping[Hashable, Cell]:
        """The cells by what they are called."""
        return {one.key: one for one in self.cells}

    def _check_relation(self, relation: Relation) -> None:
        members = (relation.total, *relation.parts)
        missing = [key for key in members if key not in self.by_key]
        if missing:
            raise RefusedError(f"The sum of “{relation.total}” has no cell “{missing[0]}”.")
        if not relation.parts or len(set(members)) < len(members):
            raise RefusedError(f"The sum of “{relation.total}” must have parts, each once.")
        total = self.by_key[relation.total].value
        values = [self.by_key[key].value for key in relation.parts]
        known = sum(one for one in values if one is not None)
        if total is not None and (known > total or (known < total and None not in values)):
            raise RefusedError(
                f"The parts of “{relation.total}” add up to {known:,}, but it is {total:,}."
            )


@dataclass(frozen=True)
class Linked:
    """Cells that sums join to each other, by number; nothing outside them can tell of them.

    Attributes:
        cells: themselves.
        relations: of each sum its members with their signs, which add up to nought: parts count
            +1, the total −1.
        at: of each cell the sums it stands in, with its sign there.
    """

    cells: tuple[Cell, ...]
    relations: tuple[tuple[tuple[int, int], ...], ...]

    @cached_property
    def at(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Of each cell the sums it stands in, with its sign there."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.cells]
        for number, relation in enumerate(self.relations):
            for cell, sign in relation:
                found[cell].append((number, sign))
        return tuple(map(tuple, found))

    def totals_over(self, cell: int) -> int:
        """Of how many sums a cell is the total."""
        return sum(sign < 0 for _, sign in self.at[cell])


def linked(system: System) -> Iterator[Linked]:
    """The parts of a system that no sum joins to each other, in the order of its cells."""
    groups = _groups(system)
    for keys, relations in groups:
        number = {key: place for place, key in enumerate(keys)}
        yield Linked(
            tuple(system.by_key[key] for key in keys),
            tuple(
                (*((number[key], 1) for key in one.parts), (number[one.total], -1))
                for one in relations
            ),
        )


def _groups(system: System) -> list[tuple[list[Hashable], list[Relation]]]:
    leader = {one.key: one.key for one in system.cells}

    def first(key: Hashable) -> Hashable:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for relation in system.relations:
        for key in relation.parts:
            leader[first(key)] = first(relation.total)
    found: dict[Hashable, tuple[list[Hashable], list[Relation]]] = {}
    for cell in system.cells:
        found.setdefault(first(cell.key), ([], []))[0].append(cell.key)
    for relation in system.relations:
        found[first(relation.total)][1].append(relation)
    return list(found.values())


def _check_cell(cell: Cell) -> None:
    high = MOST if cell.high is None else cell.high
    if cell.low < 0 or high < cell.low or high > MOST:
        raise RefusedError(f"“{cell.key}” cannot lie between {cell.low:,} and {high:,}.")
    if cell.value is not None and not cell.low <= cell.value <= high:
        raise RefusedError(
            f"“{cell.key}” is {cell.value:,}, which is not between {cell.low:,} and {high:,}."
        )
