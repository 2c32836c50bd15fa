"""The audit trail: one row with every write, each chained to the one before by its hash.

Tamper-evident, not proof: see CONVENTIONS.md F13. Triggers refuse updates and deletions.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import AuditRow
from csp_desktop.storage.plain import as_json

_PAGE = 2_000  # rows that are held at once: a trail grows to hundreds of thousands
_TAG = b"csp-desktop audit 1"


@dataclass(frozen=True)
class AuditEntry:
    """One write: who did what to which record, from what, to what, as JSON."""

    at: str
    user: str
    action: str
    entity: str
    entity_id: str
    before: str
    after: str


@dataclass(frozen=True)
class Author:
    """Who writes, when, and by which operation; it stands in every audit row of a write."""

    user: str
    at: str
    action: str


@dataclass(frozen=True)
class Write:
    """What one record said before a write and says after it; None where it was not there."""

    entity: str
    entity_id: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


def append(store: Store, author: Author, *writes: Write) -> None:
    """Add a row for each write, in this order, inside the transaction that makes the changes."""
    if not writes:
        return
    newest, previous = _newest(store)
    rows = []
    for seq, one in enumerate(writes, start=newest + 1):
        before, after = as_json(one.before), as_json(one.after)
        entry = AuditEntry(
            author.at, author.user, author.action, one.entity, one.entity_id, before, after
        )
        proper = _hash(seq, entry, previous)
        rows.append({**vars(entry), "seq": seq, "previous_hash": previous, "hash": proper})
        previous = proper
    store.insert(AuditRow, rows)


def entries(store: Store) -> list[AuditEntry]:
    """The whole trail, oldest first."""
    return [_entry(row) for row in store.rows(AuditRow.select().order_by(AuditRow.seq))]


def of_record(store: Store, entity: str, entity_id: str) -> list[AuditEntry]:
    """What was written about one record, oldest first."""
    query = AuditRow.select().where((AuditRow.entity == entity) & (AuditRow.entity_id == entity_id))
    return [_entry(row) for row in store.rows(query.order_by(AuditRow.seq))]


def last_number(store: Store) -> int:
    """The number of the newest row; 0 in an empty trail."""
    return _newest(store)[0]


def written_since(store: Store, number: int) -> set[tuple[str, str]]:
    """The entity and id of every record that was written after a row."""
    query = AuditRow.select(AuditRow.entity, AuditRow.entity_id).where(AuditRow.seq > number)
    return {(row["entity"], row["entity_id"]) for row in store.rows(query.distinct())}


def writes(store: Store, entity: str) -> Counter[str]:
    """How often each record of a kind was written, by its id."""
    query = AuditRow.select(AuditRow.entity_id).where(AuditRow.entity == entity)
    return Counter(row["entity_id"] for row in store.rows(query))


def first_break(store: Store) -> int | None:
    """The number of the first row whose chain does not hold; None where the whole trail holds."""
    previous, expected = "", 1
    while rows := store.rows(
        AuditRow.select().where(AuditRow.seq >= expected).order_by(AuditRow.seq).limit(_PAGE)
    ):
        for row in rows:
            proper = _hash(row["seq"], _entry(row), previous)
            if row["seq"] != expected or row["previous_hash"] != previous or row["hash"] != proper:
                return expected
            previous, expected = proper, expected + 1
    return None


def _newest(store: Store) -> tuple[int, str]:
    """Number and hash of the newest row; nought and nothing in an empty trail."""
    # Every save asks this, so its statement is not built anew each time.
    found = store.rows(AuditRow.raw("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"))
    return (found[0]["seq"], found[0]["hash"]) if found else (0, "")


def _entry(row: Mapping[str, str]) -> AuditEntry:
    return AuditEntry(
        row["at"],
        row["user"],
        row["action"],
        row["entity"],
        row["entity_id"],
        row["before"],
        row["after"],
    )


def _hash(seq: int, entry: AuditEntry, previous: str) -> str:
    digest = hashlib.sha256(_TAG)
    for part in (
        str(seq),
        entry.at,
        entry.user,
        entry.action,
        entry.entity,
        entry.entity_id,
        entry.before,
        entry.after,
        previous,
    ):
        raw = part.encode("utf-8")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
