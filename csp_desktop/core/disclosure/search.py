"""The attacker's check of sums in general: bounds are propagated, then cases told apart.

Sums in three and more dimensions are no network: there may be holes between possible values, and
whole numbers behave otherwise than fractions. So nothing counts as possible but a value that a
solution in whole numbers shows to be so, and nothing as impossible but what all cases rule out; in
between it is undecided. The method is that of constraint programming on finite domains (Apt, K.,
“Principles of Constraint Programming”, 2003, ch. 6-8), with the cases ordered by what mends the
most sums that do not add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from csp_desktop.core.disclosure.bounds import UNLIMITED, Bounds, Solution, UndecidedError
from csp_desktop.core.disclosure.cells import Linked

_CASES = 400  # that are told apart before it counts as undecided
_CASES_OF_A_BOUND = 50  # fewer: no count is shown on the strength of a bound
_ROUNDS = 20  # how often a sum is looked at again; to stop early rules out less, never too much


@dataclass(frozen=True)
class _Case:
    """Bounds of all cells, and the sums to look at since they changed."""

    low: list[int]
    high: list[int]
    sums: tuple[int, ...]


class Search:
    """The sums of a system."""

    def __init__(self, linked: Linked) -> None:
        self._relations, self._at = linked.relations, linked.at

    def reach(
        self, point: Sequence[int], bounds: Bounds, cell: int, least: int, most: int
    ) -> Solution | None:
        """As Solver.reach; the nearest to the point is tried first."""
        return self.solve(point, *_within(bounds, cell, least, most))

    def solve(
        self, point: Sequence[int], low: list[int], high: list[int], cases: int = _CASES
    ) -> Solution | None:
        """A solution within bounds; None where there is none.

        Raises:
            UndecidedError: it was not found out whether there is one.
        """
        waiting = [_Case(low, high, tuple(range(len(self._relations))))]
        for _ in range(cases):
            if not waiting:
                return None
            case = waiting.pop()
            low, high = case.low, case.high
            if not self._narrowed(case):
                continue
            near = [max(a, min(b, one)) for one, a, b in zip(point, low, high, strict=True)]
            gaps = [sum(sign * near[one] for one, sign in relation) for relation in self._relations]
            if not any(gaps):
                return near
            waiting += self._cases(near, case, gaps)
        raise UndecidedError

    def furthest(self, point: Sequence[int], bounds: Bounds, cell: int, *, up: bool) -> int:
        """As Solver.furthest, by halving what is not decided yet."""
        whole = _Case(list(bounds.low), list(bounds.high), tuple(range(len(self._relations))))
        self._narrowed(whole)
        best, end = point[cell], whole.high[cell] if up else whole.low[cell]
        step = 1
        while best != end and best < UNLIMITED:
            middle = min(best + step, end) if up else max(best - step, end)
            within = (middle, end) if up else (end, middle)
            try:
                found = self.solve(point, *_within(bounds, cell, *within), _CASES_OF_A_BOUND)
            except UndecidedError:
                return best
            if found is None:
                end = middle - 1 if up else middle + 1
                step = max(1, abs(end - best) // 2)
            else:
                best = found[cell]
                step = min(2 * step, max(1, abs(end - best) // 2))
        return best

    def barrier(self, point: Sequence[int], bounds: Bounds, cell: int) -> None:
        """None: what keeps a cell from a value is no cut here."""
        return

    def _cases(self, near: Solution, case: _Case, gaps: list[int]) -> list[_Case]:
        """Two cases that leave nothing out: a cell of a sum moves by what is wanting, or less."""
        low, high = case.low, case.high
        wrong = min(
            (number for number, gap in enumerate(gaps) if gap),
            key=lambda number: sum(low[one] < high[one] for one, _ in self._relations[number]),
        )
        gap = gaps[wrong]
        moves = [(one, -1 if gap * sign > 0 else 1) for one, sign in self._relations[wrong]]
        open_moves = [(one, way) for one, way in moves if _room(near, low, high, one, way)]
        if not open_moves:
            return []  # no case is left: the sum cannot add up
        cell, way = max(open_moves, key=lambda move: self._mends(move, gaps))
        by = min(abs(gap), _room(near, low, high, cell, way))
        sums = tuple(at for at, _ in self._at[cell])
        moved, stays = (_Case(low.copy(), high.copy(), sums) for _ in range(2))
        if way > 0:
            moved.low[cell], stays.high[cell] = near[cell] + by, near[cell] + by - 1
        else:
            moved.high[cell], stays.low[cell] = near[cell] - by, near[cell] - by + 1
        return [stays, moved]

    def _mends(self, move: tuple[int, int], gaps: list[int]) -> int:
        """How many sums come nearer to adding up, less those that go further from it."""
        cell, way = move
        return sum(1 if gaps[at] * sign * way < 0 else -1 for at, sign in self._at[cell])

    def _narrowed(self, case: _Case) -> bool:
        """Take from bounds what the sums rule out; whether anything is left."""
        left = _ROUNDS * len(self._relations)
        waiting = list(case.sums)
        while waiting and left:
            left -= 1
            number = waiting.pop()
            changed = self._narrow(self._relations[number], case.low, case.high)
            if changed is None:
                return False
            for other in (at for cell in changed for at, _ in self._at[cell]):
                if other != number and other not in waiting:
                    waiting.append(other)
        return all(a <= b for a, b in zip(case.low, case.high, strict=True))

    def _narrow(
        self, relation: tuple[tuple[int, int], ...], low: list[int], high: list[int]
    ) -> list[int] | None:
        """The cells whose bounds a sum narrows; None where it cannot add up."""
        least = sum(low[one] if sign > 0 else -high[one] for one, sign in relation)
        most = sum(high[one] if sign > 0 else -low[one] for one, sign in relation)
        if least > 0 or most < 0:
            return None
        changed = []
        for one, sign in relation:
            a, b = low[one], high[one]
            if sign > 0:  # it is what the others lack to nought
                new_low, new_high = b - most, a - least
            else:
                new_low, new_high = b + least, a + most
            if new_low > a or (new_high < b and new_high < UNLIMITED):
                low[one], high[one] = max(a, new_low), min(b, new_high)
                changed.append(one)
        return changed


def _within(bounds: Bounds, cell: int, least: int, most: int) -> tuple[list[int], list[int]]:
    low, high = list(bounds.low), list(bounds.high)
    low[cell], high[cell] = max(low[cell], least), min(high[cell], most)
    return low, high


def _room(near: Solution, low: list[int], high: list[int], cell: int, way: int) -> int:
    return high[cell] - near[cell] if way > 0 else near[cell] - low[cell]
