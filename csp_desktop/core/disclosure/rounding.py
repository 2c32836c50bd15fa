"""What is written for a count that is shown, and what it tells of the count."""

from dataclasses import dataclass

from csp_desktop.core.errors import RefusedError


@dataclass(frozen=True)
class Rule:
    """How counts are published: 1 to `below` − 1 are hidden, the others rounded.

    Attributes:
        below: the least count that may be shown; nought may be as well.
        round_to: shown counts are rounded half up to the nearest multiple; 1 for none. Totals are
            worked out exactly first (CONVENTIONS.md C3).

    Raises:
        RefusedError: one of the two is less than 1.
    """

    below: int = 5
    round_to: int = 1

    def __post_init__(self) -> None:
        if self.below < 1:
            raise RefusedError(f"The least count to be shown must be 1 or more, not {self.below}.")
        if self.round_to < 1:
            raise RefusedError(f"Counts are rounded to 1 or more, not to {self.round_to}.")

    @property
    def words(self) -> str:
        """`Numbers from 1 to 4, and what could tell them, are withheld`, as a sentence."""
        told = f"Numbers from 1 to {self.below - 1}, and what could tell them, are withheld."
        if self.round_to == 1:
            return told
        return (
            f"{told} Other counts are rounded to the nearest {self.round_to}, so that sums may not "
            "add up."
        )

    def is_small(self, count: int) -> bool:
        """Whether a count must be hidden."""
        return 0 < count < self.below

    def written(self, count: int) -> int:
        """A count as it is shown."""
        return (2 * count + self.round_to) // (2 * self.round_to) * self.round_to

    def told(self, count: int) -> tuple[int, int]:
        """The least and the greatest count that may stand behind what is written for this one.

        Args:
            count: one that may be shown.

        Whoever reads a count that is shown knows that it is not a small one. Where both nought and
        larger counts are written as 0, it is taken that the reader can tell nought from them: more
        than can be known, so that nothing is shown that should not be.
        """
        if count == 0:
            return 0, 0
        written = self.written(count)
        low = (2 * written - self.round_to + 1) // 2
        return max(low, self.below), low + self.round_to - 1


EXACT = Rule()
"""Counts of 1 to 4 are hidden, the others shown as they are."""
ROUNDED = Rule(below=8, round_to=5)
"""Counts of 1 to 7 are hidden, the others rounded to the nearest 5 (DESIGN.md 8)."""
