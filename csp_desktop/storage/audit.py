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


def append(
    store: Store,
    author: Author,
    entity: str,
    entity_id: str,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> None:
    """Add a row inside the transaction that makes the change."""
    last = store.rows(
        AuditRow.select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)
    )
    seq, previous = (last[0]["seq"] + 1, last[0]["hash"]) if last else (1, "")
    entry = AuditEntry(
        author.at, author.user, author.action, entity, entity_id, as_json(before), as_json(after)
    )
    store.execute(
        AuditRow.insert(
            seq=seq,
            at=entry.at,
            user=entry.user,
            action=entry.action,
            entity=entity,
            entity_id=entity_id,
            before=entry.before,
            after=entry.after,
            previous_hash=previous,
            hash=_hash(seq, entry, previous),
        )
    )


def entries(store: Store) -> list[AuditEntry]:
    """The whole trail, oldest first."""
    return [_entry(row) for row in store.rows(AuditRow.select().order_by(AuditRow.seq))]


def of_record(store: Store, entity: str, entity_id: str) -> list[AuditEntry]:
    """What was written about one record, oldest first."""
    query = AuditRow.select().where((AuditRow.entity == entity) & (AuditRow.entity_id == entity_id))
    return [_entry(row) for row in store.rows(query.order_by(AuditRow.seq))]


def last_number(store: Store) -> int:
    """The number of the newest row; 0 in an empty trail."""
    query = AuditRow.select(AuditRow.seq).order_by(AuditRow.seq.desc()).limit(1)
    return next((int(row["seq"]) for row in store.rows(query)), 0)


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
    previous = ""
    for expected, row in enumerate(store.rows(AuditRow.select().order_by(AuditRow.seq)), start=1):
        proper = _hash(row["seq"], _entry(row), previous)
        if row["seq"] != expected or row["previous_hash"] != previous or row["hash"] != proper:
            return expected
        previous = proper
    return None


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
