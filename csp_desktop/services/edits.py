"""Undo and redo over every kind of edit of a return, one stack for each return.

A step is what stood in the database before and what stands there after it; undoing writes the one
over the other as a new version, so that the audit trail keeps both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from csp_desktop.core.actions import OwnPriority
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.records import Draft, Record, place, same_content
from csp_desktop.services.changes import Changes
from csp_desktop.services.entry import Entry

_MOST_STEPS = 500


@dataclass(frozen=True)
class Step:
    """One edit: its name, and its records before and after, in the same order."""

    what: str
    before: tuple[Record, ...]
    after: tuple[Record, ...]


@dataclass
class _Stack:
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)


class Edits:
    """Enters records so that each edit can be taken back."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._stacks: dict[tuple[str, Quarter], _Stack] = {}

    def enter(
        self, board: str, quarter: Quarter, records: Sequence[Record], what: str = "enter"
    ) -> Changes:
        """Store records as one step.

        Raises:
            UserError: as `Entry.enter` does; nothing is stored then, and nothing to undo.
        """
        before = tuple(map(self._entry.stored, records))
        changes = self._entry.enter(board, quarter, records, what)
        after = tuple(map(self._entry.stored, records))
        stack = self._stack(board, quarter)
        stack.done = [*stack.done, Step(what, before, after)][-_MOST_STEPS:]
        stack.undone = []
        return changes

    def undo(self, board: str, quarter: Quarter) -> tuple[Step | None, Changes]:
        """Take the last edit of a return back; None where there is none.

        Raises:
            RefusedError: what it left has been changed since, or the return is locked.
        """
        return self._step(board, quarter, back=True)

    def redo(self, board: str, quarter: Quarter) -> tuple[Step | None, Changes]:
        """Do again what was undone last; None where nothing was.

        Raises:
            RefusedError: what stood there has been changed since, or the return is locked.
        """
        return self._step(board, quarter, back=False)

    def _step(self, board: str, quarter: Quarter, *, back: bool) -> tuple[Step | None, Changes]:
        stack = self._stack(board, quarter)
        taken, given = (stack.done, stack.undone) if back else (stack.undone, stack.done)
        if not taken:
            return None, Changes()
        step = taken[-1]
        there, wanted = (step.after, step.before) if back else (step.before, step.after)
        what = f"{'undo' if back else 'redo'}: {step.what}"
        changes = self._put(board, quarter, there, wanted, what)
        given.append(taken.pop())
        return step, changes

    def _put(
        self,
        board: str,
        quarter: Quarter,
        there: Iterable[Record],
        wanted: Iterable[Record],
        what: str,
    ) -> Changes:
        records = []
        for expected, record in zip(there, wanted, strict=True):
            now = self._entry.stored(expected)
            if not same_content(now, expected):
                raise RefusedError(
                    f"{what[0].upper()}{what[1:]}: not done, because {_name(record)} has been "
                    "changed since by somebody else."
                )
            records.append(_over(record, now))
        return self._entry.enter(board, quarter, records, what)

    def _stack(self, board: str, quarter: Quarter) -> _Stack:
        return self._stacks.setdefault((board, quarter), _Stack())


def _over(record: Record, now: Record) -> Record:
    """The record as the next version of what stands there now."""
    if isinstance(record, Draft | OwnPriority) or isinstance(now, Draft | OwnPriority):
        return record  # neither has a version: the last word stands
    return replace(record, id=now.id, version=now.version, shared=now.shared)


def _name(record: Record) -> str:
    return " ".join(str(one) for one in place(record)[1:2])
