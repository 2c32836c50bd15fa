"""What passed between the team and its boards over their returns.

Reminders and workbooks are noted here. What came in and where returns were moved is told by the
imports and the audit trail, so that nothing is kept twice.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from csp_desktop.core.periods import Quarter
from csp_desktop.core.reminders import Contact, ContactKind, Correspondence
from csp_desktop.core.returns import Return, ReturnState
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import AuditRow, ContactRow, ImportRow

_MOVES = {
    "submit": ContactKind.SUBMITTED,
    "withdraw": ContactKind.WITHDRAWN,
    "send back": ContactKind.RETURNED,
    "approve": ContactKind.APPROVED,
    "reopen": ContactKind.REOPENED,
}
_IMPORTED, _TAKEN_BACK = "import ", "undo import "


class ContactRepository:
    """Reads and writes contacts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, board: str, quarter: Quarter, kind: ContactKind, author: Author) -> None:
        """Note a contact, inside the caller's transaction; the same one twice is one."""
        row = {
            "board": board,
            "quarter": str(quarter),
            "at": author.at,
            "user": author.user,
            "kind": kind.value,
        }
        self._store.execute(ContactRow.insert(row).on_conflict_ignore())

    def of_quarter(self, quarter: Quarter, begun: Iterable[Return]) -> dict[str, Correspondence]:
        """What passed over a quarter's returns, by board; a board without contact is left out.

        Args:
            quarter: of the returns.
            begun: those of its returns that have been begun.
        """
        found = self._moves({str(one.id): one.board for one in begun})
        for board, contact in (*self._noted(quarter), *self._received(quarter)):
            story = found.get(board, Correspondence())
            if story.last is None or contact.at > story.last.at:
                found[board] = replace(story, last=contact)
        return found

    def _noted(self, quarter: Quarter) -> list[tuple[str, Contact]]:
        query = ContactRow.select().where(ContactRow.quarter == str(quarter))
        return [
            (row["board"], Contact(ContactKind(row["kind"]), row["at"]))
            for row in self._store.rows(query)
        ]

    def _received(self, quarter: Quarter) -> list[tuple[str, Contact]]:
        query = ImportRow.select(ImportRow.board, ImportRow.at).where(
            (ImportRow.quarter == str(quarter)) & (ImportRow.undone_at == "")
        )
        return [
            (row["board"], Contact(ContactKind.RECEIVED, row["at"]))
            for row in self._store.rows(query)
        ]

    def _moves(self, boards: Mapping[str, str]) -> dict[str, Correspondence]:
        """The same from the audit trail, where `boards` names the board of each return's id."""
        query = AuditRow.select(
            AuditRow.entity_id, AuditRow.at, AuditRow.action, AuditRow.after
        ).where((AuditRow.entity == "return") & AuditRow.entity_id.in_(list(boards)))
        found: dict[str, Correspondence] = {}
        for row in self._store.rows(query.order_by(AuditRow.seq)):
            board = boards[row["entity_id"]]
            found[board] = _with_move(found.get(board, Correspondence()), row)
        return found


def _with_move(story: Correspondence, row: Mapping[str, Any]) -> Correspondence:
    action, at = row["action"], row["at"]
    said = json.loads(row["after"])
    handed_in = dict(story.handed_in)
    if action == "submit" or action.startswith(_IMPORTED):
        if said["state"] == ReturnState.SUBMITTED.value:
            handed_in.setdefault(said["version"], at)
    elif action == "withdraw":
        handed_in.pop(said["version"], None)
    elif action.startswith(_TAKEN_BACK):
        handed_in = {one: then for one, then in handed_in.items() if one <= said["version"]}
    kind = _MOVES.get(action)
    return Correspondence(Contact(kind, at) if kind else story.last, handed_in)
