"""Which counts to hide so that no small one is told: primary and secondary suppression.

Primary: the small ones, and those that must not be shown. Secondary: as few others as were found
so that each hidden cell keeps at least three values the attacker cannot rule out. DESIGN.md 8.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

from csp_desktop.core.disclosure.attack import Attacker, Span
from csp_desktop.core.disclosure.cells import Suppression, System, linked
from csp_desktop.core.disclosure.choosing import Choice
from csp_desktop.core.disclosure.rounding import Rule
from csp_desktop.core.errors import RefusedError


@dataclass(frozen=True)
class Protected:
    """What may be written of a system of counts.

    Attributes:
        shown: what is written for each cell that is shown, rounded where that was asked.
        suppressed: the hidden cells, and why each is; to be written alike, as `[c]`.
        feasible: what can be told of each hidden cell: the least and the greatest it may be, None
            for no limit.
        already_public: small cells that cannot be protected any more: their value was public
            before, or follows from what was.
    """

    shown: Mapping[Hashable, int]
    suppressed: Mapping[Hashable, Suppression]
    feasible: Mapping[Hashable, Span]
    already_public: frozenset[Hashable]


def protect(
    system: System,
    below: int = 5,
    *,
    known: Collection[Hashable] = (),
    round_to: int = 1,
) -> Protected:
    """Hide what must be hidden, and what it could be worked out from.

    Args:
        system: every cell with its true value, and the sums that hold.
        below: counts from 1 to one less are hidden; 0 is shown.
        known: keys whose true value was public before, as in an earlier pack; they stay shown.
        round_to: what shown counts are rounded to, half up; 1 for no rounding.

    Raises:
        RefusedError: `below` or `round_to` is less than 1, or it does not settle: with everything
            hidden that may be, it was not found out whether a cell is safe.
    """
    rule = Rule(below, round_to)
    suppressed: dict[Hashable, Suppression] = {}
    feasible: dict[Hashable, Span] = {}
    public: set[Hashable] = set()
    for part in linked(system):
        protecting = _Protecting(Attacker(part, rule, known), rule, known)
        public |= protecting.already_public
        suppressed |= protecting.suppressed
        feasible |= protecting.feasible
    shown = {
        one.key: rule.written(one.value)
        for one in system.cells
        if one.value is not None and one.key not in suppressed
    }
    return Protected(shown, suppressed, feasible, frozenset(public))


class _Protecting:
    """The protection of cells that sums join to each other."""

    def __init__(self, attacker: Attacker, rule: Rule, known: Collection[Hashable]) -> None:
        cells = attacker.part.cells
        self._attacker = attacker
        self._keys = [one.key for one in cells]
        self._absent = {number for number, one in enumerate(cells) if one.value is None}
        public = {number for number, one in enumerate(cells) if one.key in known} - self._absent
        wanting = {
            number
            for number, one in enumerate(cells)
            if one.value is not None and (rule.is_small(one.value) or not one.may_show)
        }
        self._primary = wanting - public
        told = self._absent_told(rule)
        lost: set[int] = set()
        self._hidden: set[int] = set()
        if self._primary or told:
            may_hide = set(range(len(cells))) - public - self._absent
            # With nothing known but the sums, all may be twice or three times as many.
            while attacker.knows_more and (more := self._lost(may_hide | self._absent, lost)):
                lost |= more
            choice = Choice(
                attacker,
                fixed=frozenset(self._absent | self._primary),
                watched=frozenset((self._primary | told) - lost),
                candidates=frozenset(may_hide - self._primary - lost),
            )
            self._hidden = set(choice.best()) - self._absent
        self.already_public = {self._keys[one] for one in wanting & (public | lost)}

    @property
    def suppressed(self) -> dict[Hashable, Suppression]:
        """The hidden cells in their order."""
        return {
            self._keys[one]: (
                Suppression.PRIMARY if one in self._primary else Suppression.SECONDARY
            )
            for one in sorted(self._hidden)
        }

    @property
    def feasible(self) -> dict[Hashable, Span]:
        """What can be told of each hidden cell."""
        spans = self._attacker.spans(self._hidden | self._absent, sorted(self._hidden))
        return {self._keys[one]: span for one, span in spans.items()}

    def _absent_told(self, rule: Rule) -> set[int]:
        """The cells written as missing of which the table itself would tell a small count."""
        spans = self._attacker.spans(self._absent, self._absent)
        return {
            one
            for one, (low, high) in spans.items()
            if low > 0 and high is not None and rule.is_small(high)
        }

    def _lost(self, may_hide: set[int], before: set[int]) -> set[int]:
        """The cells, beside those found before, that can be told with all hidden that may be.

        To hide what can be told anyway serves nobody, so of that only the primary cells are.

        Raises:
            RefusedError: of a cell this was not found out.
        """
        unshown = may_hide - (before - self._primary - self._absent)
        seen = self._attacker.seen()
        lost: set[int] = set()
        left = sorted(unshown - before)
        while (one := self._attacker.told(unshown, left, seen)) is not None:
            if not self._attacker.is_told(unshown, one, seen):
                raise RefusedError(
                    f"It was not found out whether “{self._keys[one]}” is safe even with "
                    "everything hidden. Leave out a sum, or part the table."
                )
            lost.add(one)
            left = left[left.index(one) + 1 :]
        return lost
