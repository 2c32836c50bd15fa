"""The attacker's check where the sums form a network: exact, by augmenting cycles.

A table with margins is a circulation: sums are the nodes, each cell an arc that leaves one sum and
enters another, bounds of cells are capacities. What a cell may be at most is what it is now and a
greatest flow back from its head to its tail. Such a system has no holes: between two possible
values each whole number is possible (total unimodularity). Cox, L. H., “Network models for
complementary cell suppression”, JASA 90 (1995) 1453-1462; Fischetti, M. and Salazar, J. J.,
“Models and algorithms for the 2-dimensional cell suppression problem in statistical disclosure
control”, Mathematical Programming 84 (1999) 283-312. Greatest flows by Edmonds and Karp (1972).
"""

from collections import deque
from collections.abc import Iterator, Sequence

from csp_desktop.core.disclosure.bounds import NO_LIMIT, Bounds, Solution
from csp_desktop.core.disclosure.cells import ENOUGH_VALUES, Linked

_Step = tuple[int, bool]  # a cell, and whether it grows


class Flow:
    """The network of a system; made by `flow_of`."""

    def __init__(self, tails: Sequence[int], heads: Sequence[int], nodes: int) -> None:
        self._tails, self._heads = tails, heads
        self._leaving: list[list[tuple[int, bool, int]]] = [[] for _ in range(nodes)]
        for cell, (tail, head) in enumerate(zip(tails, heads, strict=True)):
            self._leaving[tail].append((cell, True, head))
            self._leaving[head].append((cell, False, tail))

    def reach(
        self, point: Sequence[int], bounds: Bounds, cell: int, least: int, most: int
    ) -> Solution | None:
        """As Solver.reach; always decided."""
        found = list(point)
        up = found[cell] < least
        wanted = least - found[cell] if up else found[cell] - most
        if wanted > 0:
            self._push(found, bounds, cell, up, wanted)
        return found if least <= found[cell] <= most else None

    def furthest(self, point: Sequence[int], bounds: Bounds, cell: int, *, up: bool) -> int:
        """As Solver.furthest; always exact."""
        found = list(point)
        self._push(found, bounds, cell, up, NO_LIMIT)
        return found[cell]

    def barrier(self, point: Sequence[int], bounds: Bounds, cell: int) -> set[int]:
        """The cells of the least cuts that keep a cell from growing and from falling.

        Every set of hidden cells that lets it take more values has one of them: without, both cuts
        stand as they are (greatest flow, least cut).
        """
        crossing: set[int] = set()
        for up in (True, False):
            reached = self._push(list(point), bounds, cell, up, ENOUGH_VALUES - 1)
            for node in reached:
                crossing.update(
                    one for one, _, other in self._leaving[node] if other not in reached
                )
        return crossing - {cell}

    def _push(
        self, point: Solution, bounds: Bounds, cell: int, up: bool, wanted: int
    ) -> frozenset[int]:
        """Move a cell of a solution as far as it can, at most so far.

        Returns:
            Where it is kept from going further, the sums on the near side of the cut; empty where
            it is not kept, or by nothing but its own bounds.
        """
        room = bounds.high[cell] - point[cell] if up else point[cell] - bounds.low[cell]
        ends = (self._heads[cell], self._tails[cell])
        start, goal = ends if up else ends[::-1]
        left = min(wanted, room)
        while left > 0:
            came = self._paths(point, bounds, start, goal, cell)
            if goal not in came:
                return frozenset(came)
            path = list(self._steps(came, start, goal))
            step = min([left, *(_room(point, bounds, one) for one in path)])
            for one, grows in [*path, (cell, up)]:
                point[one] += step if grows else -step
            left -= step
        return frozenset()

    def _paths(
        self, point: Solution, bounds: Bounds, start: int, goal: int, without: int
    ) -> dict[int, _Step | None]:
        """By what step each sum is reached from one, on a shortest way."""
        came: dict[int, _Step | None] = {start: None}
        waiting = deque([start])
        while waiting and goal not in came:
            for cell, grows, other in self._leaving[waiting.popleft()]:
                if other in came or cell == without or not _room(point, bounds, (cell, grows)):
                    continue
                came[other] = (cell, grows)
                waiting.append(other)
        return came

    def _steps(self, came: dict[int, _Step | None], start: int, goal: int) -> Iterator[_Step]:
        while goal != start:
            step = came[goal]
            assert step is not None, "only the start is reached by no step"
            yield step
            cell, grows = step
            goal = self._tails[cell] if grows else self._heads[cell]


def flow_of(linked: Linked) -> Flow | None:
    """The network that the sums form; None where they form none.

    They do where no cell stands in more than two, and their signs can be turned so that each cell
    leaves one and enters the other. What a cell in one sum alone has no use for is the ground.
    """
    if any(len(places) > 2 for places in linked.at):
        return None
    turned = _turned(linked)
    if turned is None:
        return None
    ground = len(linked.relations)
    tails, heads = [], []
    for places in linked.at:
        leaves = [number for number, sign in places if sign * turned[number] > 0]
        enters = [number for number, sign in places if sign * turned[number] < 0]
        tails.append(leaves[0] if leaves else ground)
        heads.append(enters[0] if enters else ground)
    return Flow(tails, heads, ground + 1)


def _turned(linked: Linked) -> list[int] | None:
    """A sign for each sum so that no cell has the same sign twice; None where there is none."""
    turned = [0] * len(linked.relations)
    for first in range(len(turned)):
        if turned[first]:
            continue
        turned[first] = 1
        waiting = [first]
        while waiting:
            here = waiting.pop()
            for other, sign in _neighbours(linked, here):
                if not turned[other]:
                    turned[other] = sign * turned[here]
                    waiting.append(other)
                elif turned[other] != sign * turned[here]:
                    return None
    return turned


def _neighbours(linked: Linked, here: int) -> Iterator[tuple[int, int]]:
    """The sums that share a cell with one, with what its sign must be times that of this one."""
    for cell, sign in linked.relations[here]:
        for other, its_sign in linked.at[cell]:
            if other != here:
                yield other, -sign * its_sign


def _room(point: Solution, bounds: Bounds, step: _Step) -> int:
    cell, grows = step
    return bounds.high[cell] - point[cell] if grows else point[cell] - bounds.low[cell]
