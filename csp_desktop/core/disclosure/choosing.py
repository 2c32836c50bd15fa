"""Choosing the secondary cells: the fewest, and small inner ones rather than totals.

Depth first, the most promising first, so that the first choice found is the greedy one; what is
superfluous in it is taken out again. Then the search goes on for a better one and is complete in
small tables: a choice that holds must hide one cell of each cut around a cell that can be told, so
no others need trying (Fischetti and Salazar 1999, branch and bound on the cells of such cuts). It
ends after so many tries, counted and not timed, so that the same table is always hidden alike.
"""

from collections.abc import Collection

from csp_desktop.core.disclosure.attack import Attacker, Seen
from csp_desktop.core.disclosure.flow import flow_of
from csp_desktop.core.errors import RefusedError

_TRIES = 1_500  # of sets of hidden cells, after the greedy one
# Cells times tries where sums are no network: there it takes far longer to attack one set.
_WORK_WITHOUT_NETWORK = 15_000
_DEEPEST = 40  # secondary cells; with more than these the greedy choice stands


class Choice:
    """The search for the secondary cells of one system.

    Args:
        attacker: who must not be able to tell.
        fixed: the cells that are hidden in any case.
        watched: of these, the ones that must keep enough values.
        candidates: the cells that may be hidden as well; they must keep enough values then.
    """

    def __init__(
        self,
        attacker: Attacker,
        *,
        fixed: frozenset[int],
        watched: frozenset[int],
        candidates: frozenset[int],
    ) -> None:
        self._attacker, self._fixed, self._watched = attacker, fixed, watched
        self._candidates = candidates
        order = sorted(candidates, key=self._reluctance)
        self._rank = {cell: rank for rank, cell in enumerate(order)}
        self._most_sums = max((len(places) for places in attacker.part.at), default=0) or 1
        self._each = len(order) ** 2 + 1  # more than any choice of ranks adds up to
        self._best: frozenset[int] = frozenset()
        self._least = 0
        self._tries = 0

    def best(self) -> frozenset[int]:
        """The hidden cells, the fixed ones among them.

        Raises:
            RefusedError: no choice was found that holds.
        """
        self._best = self._trimmed(self._greedy())
        self._least = self._cost(self._best)
        if len(self._best) <= _DEEPEST:
            self._tries = self._affordable()
            self._look(frozenset(), frozenset(), self._attacker.seen())
        return self._fixed | self._best

    def _affordable(self) -> int:
        """How many sets may be tried, beside the greedy one that holds already."""
        part = self._attacker.part
        if flow_of(part) is not None:
            return _TRIES
        return min(_TRIES, _WORK_WITHOUT_NETWORK // len(part.cells))

    def _reluctance(self, cell: int) -> tuple[int, bool, int, int]:
        """Totals last; before them noughts, which a reader may know to be so by their nature."""
        value = self._attacker.point[cell]
        return self._attacker.part.totals_over(cell), value == 0, value, cell

    def _cost(self, chosen: Collection[int]) -> int:
        """Fewer cells before all, then cells it is less of a pity to hide."""
        return sum(self._each + self._rank[one] for one in chosen)

    def _greedy(self) -> frozenset[int]:
        chosen: frozenset[int] = frozenset()
        seen = self._attacker.seen()
        while (options := self._options(chosen, frozenset(), seen)) is not None:
            if not options:
                raise RefusedError(
                    "No set of counts to hide was found that leaves every one of them safe. "
                    "Leave out a sum, or part the table."
                )
            chosen |= {options[0]}
        return chosen

    def _trimmed(self, chosen: frozenset[int]) -> frozenset[int]:
        """Without the cells that are not needed, those dropped first that one would rather show."""
        for one in sorted(chosen, key=self._rank.__getitem__, reverse=True):
            without = chosen - {one}
            hidden, watched = self._fixed | without, self._watched | without
            if self._attacker.lone(hidden, watched):
                continue
            if self._attacker.told(hidden, sorted(watched), self._attacker.seen()) is None:
                chosen = without
        return chosen

    def _look(self, chosen: frozenset[int], barred: frozenset[int], seen: Seen) -> None:
        """Look for better choices that hold these cells and none of the barred ones."""
        self._tries -= 1
        if self._tries < 0 or self._cost(chosen) + self._still(chosen) >= self._least:
            return
        seen = {cell: set(values) for cell, values in seen.items()}
        options = self._options(chosen, barred, seen)
        if options is None:
            self._best = self._trimmed(chosen)
            self._least = self._cost(self._best)
            return
        for one in options:
            self._look(chosen | {one}, barred, seen)
            barred |= {one}

    def _still(self, chosen: frozenset[int]) -> int:
        """What must be added at least: a cell mends no more lone sums than it stands in."""
        lone, mends = len(self._lone(chosen)), self._most_sums
        return -(-lone // mends) * self._each

    def _lone(self, chosen: frozenset[int]) -> list[int]:
        return self._attacker.lone(self._fixed | chosen, self._watched | chosen)

    def _options(
        self, chosen: frozenset[int], barred: frozenset[int], seen: Seen
    ) -> list[int] | None:
        """The cells of which one must be hidden next, the most promising first; None if none need.

        Where it is not known which must, all those that stand in a sum with the cell that can be
        told, and where there are none, all.
        """
        open_cells = self._candidates - chosen - barred
        relations = self._attacker.part.relations
        if lone := self._lone(chosen):
            among = [open_cells.intersection(one for one, _ in relations[at]) for at in lone]
            return self._ordered(min(among, key=len), chosen, lone)
        hidden = self._fixed | chosen
        told = self._attacker.told(hidden, sorted(self._watched | chosen), seen)
        if told is None:
            return None
        barrier = self._attacker.barrier(hidden, told)
        if barrier is None:
            beside = {one for at, _ in self._attacker.part.at[told] for one, _ in relations[at]}
            barrier = set(open_cells & beside or open_cells)
        return self._ordered(open_cells & barrier, chosen, lone)

    def _ordered(
        self, cells: Collection[int], chosen: frozenset[int], lone: Collection[int]
    ) -> list[int]:
        """Cells that mend many lone sums and make few new ones first, then by reluctance."""
        hidden, relations = self._fixed | chosen, self._attacker.part.relations
        still_shown = {
            number
            for number, relation in enumerate(relations)
            if not any(one in hidden for one, _ in relation)
        }

        def promise(cell: int) -> tuple[int, int]:
            places = [at for at, _ in self._attacker.part.at[cell]]
            mended = sum(at in lone for at in places) - sum(at in still_shown for at in places)
            return -mended, self._rank[cell]

        return sorted(cells, key=promise)
