"""Somebody who holds every public pack, and works out what they do not tell, by scipy.

Nothing of the program's own method is used. What is known of the plan: which indicators are sums,
which breakdowns add up, what shares are of, and that longer ranges are the sum of shorter ones. The
attacker is also told which figures were revised in between, and which were not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

Variable = tuple[object, ...]
FAR = 10_000
Row = tuple[tuple[tuple[Variable, float], ...], float, float]


@dataclass
class Attacker:
    """What is known of numbers: some of them exactly, and what holds among them."""

    known: dict[Variable, int] = field(default_factory=dict)
    rows: set[Row] = field(default_factory=set)

    def knows(self, variable: Variable, value: int) -> None:
        assert self.known.setdefault(variable, value) == value, f"{variable} is told in two ways"

    def adds_up(self, total: Variable, parts: Iterable[Variable]) -> None:
        self.holds({total: -1, **dict.fromkeys(parts, 1)}, 0, 0)

    def holds(self, factors: Mapping[Variable, float], low: float, high: float) -> None:
        ordered = tuple(sorted(factors.items(), key=lambda one: str(one[0])))
        self.rows.add((ordered, low, high))

    def shares(self, counted: Variable, whole: Variable, percent: Fraction) -> None:
        """A share that is printed with one decimal."""
        low, high = float(percent) - 0.0501, float(percent) + 0.0501
        self.holds({counted: 100, whole: -low}, 0, numpy.inf)
        self.holds({counted: 100, whole: -high}, -numpy.inf, 0)

    def range_of(self, asked: Variable) -> tuple[int, int]:
        """The least and the greatest that a number may be."""
        if asked in self.known:
            return self.known[asked], self.known[asked]
        rows, names = self._around(asked)
        if not rows:
            return 0, FAR
        place = {name: number for number, name in enumerate(names)}
        matrix = numpy.zeros((len(rows), len(names)))
        low, high = numpy.zeros(len(rows)), numpy.zeros(len(rows))
        for at, (factors, least, most) in enumerate(rows):
            fixed = 0.0
            for name, factor in factors:
                if name in place:
                    matrix[at, place[name]] = factor
                else:
                    fixed += factor * self.known[name]
            low[at], high[at] = least - fixed, most - fixed
        ends = [self._end(matrix, low, high, place[asked], way) for way in (1, -1)]
        return ends[0], ends[1]

    def _end(
        self, matrix: numpy.ndarray, low: numpy.ndarray, high: numpy.ndarray, cell: int, way: int
    ) -> int:
        wanted = numpy.zeros(matrix.shape[1])
        wanted[cell] = way
        found = milp(
            wanted,
            constraints=LinearConstraint(csr_matrix(matrix), low - 1e-6, high + 1e-6),
            integrality=1,
            bounds=Bounds(0, FAR),
        )
        assert found.success, found.message
        return round(found.x[cell])

    def _around(self, asked: Variable) -> tuple[Sequence[Row], list[Variable]]:
        """What bears on a number, by way of others that are not known."""
        if not hasattr(self, "_at") or self._counted != len(self.rows):
            self._at: dict[Variable, list[Row]] = {}
            self._counted = len(self.rows)
            for row in sorted(self.rows, key=str):
                for name, _ in row[0]:
                    self._at.setdefault(name, []).append(row)
        reached, left, rows = {asked}, [asked], {}
        while left:
            for row in self._at.get(left.pop(), ()):
                rows[row] = None
                for name, _ in row[0]:
                    if name not in self.known and name not in reached:
                        reached.add(name)
                        left.append(name)
        return list(rows), sorted(reached, key=str)
