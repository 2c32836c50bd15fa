"""Changes: which kinds of record an operation touched, so that each page can decide to reload."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """A kind of record."""

    PLAN = "plan"
    FIGURES = "figures"
    ACTIONS = "actions"
    RETURNS = "returns"
    PACKS = "packs"
    DECISIONS = "decisions"  # what a reviewer has made of lines, before a return moves on


@dataclass(frozen=True)
class Changes:
    """What one operation touched."""

    kinds: frozenset[Kind] = frozenset()

    @classmethod
    def of(cls, *kinds: Kind) -> "Changes":
        """Changes of these kinds."""
        return cls(frozenset(kinds))

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(self.kinds | other.kinds)

    def __bool__(self) -> bool:
        return bool(self.kinds)
