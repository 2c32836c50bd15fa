"""Between what each of a number of cells may lie, and solutions of their sums within it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

NO_LIMIT = 1 << 62  # stands for no limit above
UNLIMITED = NO_LIMIT >> 8  # so many or more come of no limit alone; sums of real counts are fewer
Solution = list[int]


class UndecidedError(Exception):
    """Whether there is a solution was not found out in the steps allowed; counts as unsafe."""


@dataclass(frozen=True)
class Bounds:
    """The least and the greatest that each cell may be, by number."""

    low: tuple[int, ...]
    high: tuple[int, ...]

    def loose(self, cell: int) -> int:
        """How many more values than one a cell may have."""
        return self.high[cell] - self.low[cell]


class Solver(Protocol):
    """Finds whole numbers that make all sums add up; each method starts from a solution."""

    def reach(
        self, point: Sequence[int], bounds: Bounds, cell: int, least: int, most: int
    ) -> Solution | None:
        """A solution that gives a cell a value within these; None where there is none.

        Raises:
            UndecidedError: it was not found out whether there is one.
        """

    def furthest(self, point: Sequence[int], bounds: Bounds, cell: int, *, up: bool) -> int:
        """The greatest or least value that a cell can have; UNLIMITED or more for no limit.

        Where that was not found out, the furthest that was proved to be possible.
        """

    def barrier(self, point: Sequence[int], bounds: Bounds, cell: int) -> set[int] | None:
        """The cells one of which must be hidden so that a cell keeps more values.

        None where the method cannot tell.
        """
