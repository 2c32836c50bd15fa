"""The attacker: what can be told of hidden cells from those that are shown (CONVENTIONS.md C6).

The attacker knows what is written for every cell that is shown, how it was rounded, that all are
whole numbers of nought or more, which sums hold, and what was public before. Not which of the
hidden cells are small: all are written alike. Willenborg, L. and de Waal, T., “Elements of
Statistical Disclosure Control” (2001), ch. 4.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from csp_desktop.core.disclosure.bounds import (
    NO_LIMIT,
    UNLIMITED,
    Bounds,
    Solution,
    Solver,
    UndecidedError,
)
from csp_desktop.core.disclosure.cells import ENOUGH_VALUES, Linked, System, linked
from csp_desktop.core.disclosure.flow import flow_of
from csp_desktop.core.disclosure.rounding import Rule
from csp_desktop.core.disclosure.search import Search
from csp_desktop.core.errors import RefusedError

Span = tuple[int, int | None]
Seen = dict[int, set[int]]  # of each cell values that it can have


def attack(
    system: System,
    hidden: Collection[Hashable],
    *,
    rule: Rule | None = None,
    known: Collection[Hashable] = (),
) -> dict[Hashable, Span]:
    """What can be told of each hidden cell: the least and the greatest it may be.

    Args:
        system: every cell with its true value, and the sums.
        hidden: the keys that are not shown.
        rule: how those that are shown are written; None for exactly.
        known: keys whose value was public before, hidden now or not.

    Returns:
        By key both bounds, exact where the sums form a network, as those of a table with margins
        do; else as far as solutions prove, so that the true bounds may be wider. No upper bound is
        None. In a network every whole number between them is possible.

    Raises:
        RefusedError: the cells that have a value leave none for those without.
    """
    found: dict[Hashable, Span] = {}
    for part in linked(system):
        numbers = {place for place, one in enumerate(part.cells) if one.key in hidden}
        attacker = Attacker(part, rule or Rule(1), known)
        spans = attacker.spans(numbers, numbers)
        found |= {part.cells[one].key: span for one, span in spans.items()}
    return found


@dataclass(frozen=True)
class _Facts:
    """What is known of a cell when it is shown, and when it is hidden."""

    shown: tuple[int, int]
    hidden: tuple[int, int]


class Attacker:
    """Somebody who knows the sums of one system, and reads what is shown of it."""

    def __init__(self, part: Linked, rule: Rule, known: Collection[Hashable]) -> None:
        self.part = part
        self.point = _completed(part)
        self._solver: Solver = flow_of(part) or Search(part)
        self._facts = [
            self._known_of(number, rule, one.key in known) for number, one in enumerate(part.cells)
        ]

    def bounds(self, hidden: Iterable[int]) -> Bounds:
        """Between what each cell lies by itself, where these are hidden."""
        at = [one.shown for one in self._facts]
        for number in hidden:
            at[number] = self._facts[number].hidden
        return Bounds(tuple(low for low, _ in at), tuple(high for _, high in at))

    def spans(self, hidden: Collection[int], cells: Iterable[int]) -> dict[int, Span]:
        """The least and the greatest that each of these may be; None for no limit."""
        bounds, seen = self.bounds(hidden), self.seen()
        found: dict[int, Span] = {}
        for cell in cells:
            self.told(hidden, [cell], seen)
            low = self._solver.furthest(self.point, bounds, cell, up=False)
            high = self._solver.furthest(self.point, bounds, cell, up=True)
            low, high = min(low, *seen[cell]), max(high, *seen[cell])
            found[cell] = low, None if high >= UNLIMITED else high
        return found

    @property
    def knows_more(self) -> bool:
        """Whether something is known of a cell even where it is hidden."""
        return any(one.hidden != (0, NO_LIMIT) for one in self._facts)

    def seen(self) -> Seen:
        """Nothing seen yet but the values that the cells have."""
        return {number: {value} for number, value in enumerate(self.point)}

    def told(self, hidden: Iterable[int], watched: Iterable[int], seen: Seen) -> int | None:
        """The first cell that was not shown to keep enough values; None where all do.

        Args:
            hidden: the cells that are not shown.
            watched: those that must keep enough values.
            seen: values shown to be possible with these hidden; more are added.
        """
        bounds = self.bounds(hidden)
        for cell in watched:
            while len(seen[cell]) < ENOUGH_VALUES:
                found = self._another(bounds, cell, seen[cell])
                if found is None:
                    return cell
                for number, value in enumerate(found):
                    seen[number].add(value)
        return None

    def is_told(self, hidden: Iterable[int], cell: int, seen: Seen) -> bool:
        """Whether all cases rule out that a cell has other values than those seen."""
        bounds = self.bounds(hidden)
        try:
            return all(
                self._solver.reach(self.point, bounds, cell, least, most) is None
                for least, most in _unseen(bounds, cell, seen[cell])
            )
        except UndecidedError:
            return False

    def lone(self, hidden: Collection[int], watched: Collection[int]) -> list[int]:
        """The sums in which a watched cell is the only hidden one, and the others tell of it."""
        bounds = self.bounds(hidden)
        found = []
        for number, relation in enumerate(self.part.relations):
            unshown = [one for one, _ in relation if one in hidden]
            if len(unshown) == 1 and unshown[0] in watched:
                loose = sum(bounds.loose(one) for one, _ in relation if one != unshown[0])
                if loose < ENOUGH_VALUES - 1:
                    found.append(number)
        return found

    def barrier(self, hidden: Iterable[int], cell: int) -> set[int] | None:
        """The cells one of which must be hidden so that a cell keeps more values."""
        return self._solver.barrier(self.point, self.bounds(hidden), cell)

    def _known_of(self, number: int, rule: Rule, public: bool) -> _Facts:
        cell = self.part.cells[number]
        low, high = cell.low, NO_LIMIT if cell.high is None else cell.high
        if cell.value is None:
            return _Facts((low, high), (low, high))
        value = cell.value
        if public:
            return _Facts((value, value), (value, value))
        told_low, told_high = (value, value) if rule.is_small(value) else rule.told(value)
        return _Facts((max(low, told_low), min(high, told_high)), (low, high))

    def _another(self, bounds: Bounds, cell: int, seen: set[int]) -> Solution | None:
        """A solution that gives a cell a value not seen yet, the nearest first."""
        for least, most in _unseen(bounds, cell, seen):
            try:
                found = self._solver.reach(self.point, bounds, cell, least, most)
            except UndecidedError:
                continue
            if found is not None:
                return found
        return None


def _unseen(bounds: Bounds, cell: int, seen: set[int]) -> Iterator[tuple[int, int]]:
    """From where to where the values lie that a cell was not seen to have."""
    values = sorted(seen)
    gaps = [(a + 1, b - 1) for a, b in pairwise(values)]
    ends = [(values[-1] + 1, bounds.high[cell]), (bounds.low[cell], values[0] - 1)]
    return ((least, most) for least, most in [*ends, *gaps] if least <= most)


def _completed(part: Linked) -> Solution:
    """The values of the cells; those that nobody has are such that all sums add up.

    Raises:
        RefusedError: there are none such, or none were found.
    """
    point = [one.low if one.value is None else one.value for one in part.cells]
    if all(one.value is not None for one in part.cells):
        return point
    low = [one.low if one.value is None else one.value for one in part.cells]
    high = [_most(one.high) if one.value is None else one.value for one in part.cells]
    try:
        found = Search(part).solve(point, low, high)
    except UndecidedError:
        found = None
    if found is None:
        raise RefusedError(
            "No counts that could stand in the cells without a number make all sums add up. "
            "Correct the margins, or leave them out."
        )
    return found


def _most(high: int | None) -> int:
    return NO_LIMIT if high is None else high
