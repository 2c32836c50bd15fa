"""Three-way merge of a record, field by field: a blank never erases a value.

The base is what both sides started from. A field changed on one side is taken from that side; the
same field changed on both sides to different values is a conflict that a person decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Take(Enum):
    """Which side settles a conflict, once a person has said so."""

    INCOMING = "incoming"
    STORED = "stored"


@dataclass(frozen=True)
class Conflict:
    """One field that both sides changed differently."""

    field: str
    base: Any
    stored: Any
    incoming: Any


@dataclass(frozen=True)
class Merged:
    """The outcome: the fields' values, which differ from the stored ones, and the conflicts."""

    fields: Mapping[str, Any]
    changed: tuple[str, ...]
    conflicts: tuple[Conflict, ...]

    def settled(self, decide: Callable[[str], Take | None]) -> "Merged":
        """The outcome once a person has decided.

        Args:
            decide: which side settles the conflict of a field; None leaves it open.
        """
        if not self.conflicts:
            return self
        decided = [(one, decide(one.field)) for one in self.conflicts]
        taken = {one.field: one.incoming for one, take in decided if take is Take.INCOMING}
        fields = {**self.fields, **taken}
        changed = tuple(name for name in fields if name in self.changed or name in taken)
        return Merged(fields, changed, tuple(one for one, take in decided if take is None))


def merge_fields(
    base: Mapping[str, Any],
    stored: Mapping[str, Any],
    incoming: Mapping[str, Any],
    take: Take | None = None,
) -> Merged:
    """Merge field groups that came from one base.

    Args:
        base, stored, incoming: the same keys in each; None or "" stands for a blank.
        take: how a person has decided conflicts; None leaves them unsettled, with the stored
            value standing.
    """
    fields: dict[str, Any] = {}
    changed: list[str] = []
    conflicts: list[Conflict] = []
    for name, ours in stored.items():
        theirs, start = incoming[name], base[name]
        fields[name] = ours
        if theirs in (None, "") or theirs in (ours, start):
            continue
        if ours not in (start, None, ""):
            conflicts.append(Conflict(name, start, ours, theirs))
            continue
        fields[name] = theirs
        changed.append(name)
    return Merged(fields, tuple(changed), tuple(conflicts)).settled(lambda _: take)
