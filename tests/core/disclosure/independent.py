"""The attacker over again, by scipy's integer programming (HiGHS), and tables to be attacked.

Nothing of the program's own method is used: sums are rows of a matrix, and one program holds a copy
of the whole system for each question that is asked of it.
"""

import itertools
import random
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, csr_matrix

from csp_desktop.core.disclosure.cells import Relation, System

Key = Hashable
FAR = 100_000  # in place of no limit; a tenth of it is above all that these tables can tell
Facts = Mapping[Key, tuple[int, int | None]]


def ranges(system: System, facts: Facts, asked: Sequence[Key]) -> dict[Key, tuple[int, int | None]]:
    """The least and the greatest value of each cell asked for; None where there is no limit.

    Args:
        system: the sums; the values of its cells are not looked at.
        facts: between what each cell lies; None for no limit.
        asked: cells.
    """
    if not asked:
        return {}
    place = {cell.key: number for number, cell in enumerate(system.cells)}
    low = [facts[cell.key][0] for cell in system.cells]
    high = [FAR if (most := facts[cell.key][1]) is None else most for cell in system.cells]
    rows = numpy.zeros((max(len(system.relations), 1), len(place)))
    for number, relation in enumerate(system.relations):
        rows[number, place[relation.total]] = -1
        for key in relation.parts:
            rows[number, place[key]] = 1
    questions = [(place[key], way) for key in asked for way in (1, -1)]
    wanted = numpy.zeros((len(questions), len(place)))
    for number, (cell, way) in enumerate(questions):
        wanted[number, cell] = way
    found = milp(
        wanted.ravel(),
        constraints=LinearConstraint(block_diag([csr_matrix(rows)] * len(questions)), 0, 0),
        integrality=1,
        bounds=Bounds(low * len(questions), high * len(questions)),
    )
    assert found.success, found.message
    answers = numpy.rint(found.x).astype(int).reshape(len(questions), -1)
    ends = [int(row[cell]) for row, (cell, _) in zip(answers, questions, strict=True)]
    return {
        key: (least, None if most >= FAR // 10 else most)
        for key, least, most in zip(asked, ends[::2], ends[1::2], strict=True)
    }


def exactly(system: System, hidden: Collection[Key]) -> dict[Key, tuple[int, int | None]]:
    """What is known of each cell where all that are not hidden are shown as they are."""
    return {
        one.key: (0, None) if one.key in hidden else (one.value or 0, one.value or 0)
        for one in system.cells
    }


def is_possible(system: System, facts: Facts, key: Key, value: int) -> bool:
    """Whether a cell can have a value."""
    place = {cell.key: number for number, cell in enumerate(system.cells)}
    low = [facts[cell.key][0] for cell in system.cells]
    high = [FAR if (most := facts[cell.key][1]) is None else most for cell in system.cells]
    low[place[key]] = high[place[key]] = value
    rows = numpy.zeros((max(len(system.relations), 1), len(place)))
    for number, relation in enumerate(system.relations):
        rows[number, place[relation.total]] = -1
        for part in relation.parts:
            rows[number, place[part]] = 1
    found = milp(
        numpy.zeros(len(place)),
        constraints=LinearConstraint(rows, 0, 0),
        integrality=1,
        bounds=Bounds(low, high),
    )
    return bool(found.success)


def values_kept(span: tuple[int, int | None]) -> int:
    """How many values lie between bounds; FAR where there is no limit."""
    low, high = span
    return FAR if high is None else high - low + 1


def fewest(system: System, primary: Collection[Key], most: int) -> int | None:
    """How many cells the best choice hides, by trying all, the smallest first.

    Args:
        system: a small table.
        primary: the cells hidden in any case.
        most: with more than these it is not looked for; None is returned.
    """
    others = [one.key for one in system.cells if one.key not in primary]
    for count in range(min(most - len(primary), len(others)) + 1):
        for more in itertools.combinations(others, count):
            if _keeps_enough(system, {*primary, *more}):
                return len(primary) + count
    return None


def _keeps_enough(system: System, hidden: set[Key]) -> bool:
    """Whether each hidden cell keeps three values; one alone in a sum does not, which is quick."""
    for relation in system.relations:
        if sum(key in hidden for key in (relation.total, *relation.parts)) == 1:
            return False
    spans = ranges(system, exactly(system, hidden), sorted(hidden, key=str))
    return all(values_kept(span) >= 3 for span in spans.values())


def _zeros(_: random.Random) -> int:
    return 0


def _sparse(chance: random.Random) -> int:
    return chance.choice([0] * 8 + [1, 2, 3, 7, 20])


def _small(chance: random.Random) -> int:
    return chance.randint(0, 4)


def _ones(chance: random.Random) -> int:
    return chance.randint(0, 1)


def _mixed(chance: random.Random) -> int:
    return chance.choice([0, 0, 1, 2, 3, 4, 5, 6, 8, 11, 17, 30, 90, 240])


def _large(chance: random.Random) -> int:
    return chance.randint(5, 300) if chance.random() < 0.93 else chance.randint(1, 4)


KINDS: dict[str, Callable[[random.Random], int]] = {
    "only zeros": _zeros,
    "sparse": _sparse,
    "all small": _small,
    "noughts and ones": _ones,
    "mixed": _mixed,
    "large": _large,
    "one count": _zeros,
}


def counts(chance: random.Random, kind: str, shape: tuple[int, int]) -> list[list[int]]:
    """The inner cells of a table: many zeros, few, or but one count that is not nought."""
    drawn = [[KINDS[kind](chance) for _ in range(shape[1])] for _ in range(shape[0])]
    if kind == "one count":
        drawn[chance.randrange(shape[0])][chance.randrange(shape[1])] = chance.choice([1, 2, 4, 9])
    return drawn


def sums_of(shape: Sequence[int]) -> dict[tuple[int, ...], list[tuple[int, ...]]]:
    """The sums of a table of any dimensions by direction; a last place in each is the margin."""
    return {
        (axis, *place): [(*place[:axis], one, *place[axis + 1 :]) for one in range(shape[axis])]
        for axis in range(len(shape))
        for place in itertools.product(*(range(size + 1) for size in shape))
        if place[axis] == shape[axis]
    }


def relations_of(shape: Sequence[int]) -> tuple[Relation, ...]:
    """The same as relations between places."""
    return tuple(Relation(key[1:], tuple(parts)) for key, parts in sums_of(shape).items())


def with_margins(shape: Sequence[int], inner: Mapping[tuple[int, ...], int]) -> dict[Key, int]:
    """All cells by place, the margins worked out."""
    found: dict[Key, int] = {}
    for place in itertools.product(*(range(size + 1) for size in shape)):
        within = [
            range(size) if at == size else [at] for at, size in zip(place, shape, strict=True)
        ]
        found[place] = sum(inner[one] for one in itertools.product(*within))
    return found
