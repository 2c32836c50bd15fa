"""Agreed changes of the plan in the database; they are added and never changed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from csp_desktop.core.plan_changes import Agreement, PlanChange
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import PlanChangeRow


class PlanChangeRepository:
    """Reads and adds changes of targets, definitions and due dates."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, entity: str, entity_id: str) -> list[PlanChange]:
        """The changes of one item, the oldest first."""
        place = (PlanChangeRow.entity == entity) & (PlanChangeRow.entity_id == entity_id)
        return self._changes(PlanChangeRow.select().where(place))

    def all(self) -> dict[tuple[str, str], list[PlanChange]]:
        """The changes of every item, by entity and id, the oldest first."""
        found: dict[tuple[str, str], list[PlanChange]] = {}
        for one in self._changes(PlanChangeRow.select()):
            found.setdefault((one.entity, one.entity_id), []).append(one)
        return found

    def add(self, changes: Sequence[PlanChange], author: Author, *, said: bool = False) -> None:
        """Keep changes of one item that were agreed together, inside the caller's transaction.

        Args:
            changes: at least one.
            author: who records them.
            said: whether the trail has what was changed already, and wants the agreement alone.
        """
        first = changes[0]
        agreed = _agreement_row(first.agreed)
        # In the trail a reason alone may be that of a status, which actions have too.
        agreed["agreed_because"] = agreed.pop("reason")
        before = {} if said else {one.field: one.before for one in changes}
        after = {} if said else {one.field: one.after for one in changes}
        self._store.insert(PlanChangeRow, [_row(one) for one in changes])
        write = Write(first.entity, first.entity_id, before, {**after, **agreed})
        audit.append(self._store, author, write)

    def _changes(self, query: Any) -> list[PlanChange]:
        rows = self._store.rows(query.order_by(PlanChangeRow.at, PlanChangeRow.field.desc()))
        return [_change(row) for row in rows]


def _agreement_row(agreed: Agreement) -> dict[str, Any]:
    return {
        "agreed_by": agreed.by,
        "agreed_where": agreed.where,
        "agreed_on": agreed.on,
        "reason": agreed.reason,
    }


def _row(change: PlanChange) -> dict[str, Any]:
    names = ("entity", "entity_id", "field", "before", "after", "by", "at")
    own = {name: getattr(change, name) for name in names}
    return {"id": str(change.id), **own, **_agreement_row(change.agreed)}


def _change(row: dict[str, Any]) -> PlanChange:
    return PlanChange(
        id=UUID(row["id"]),
        entity=row["entity"],
        entity_id=row["entity_id"],
        field=row["field"],
        before=row["before"],
        after=row["after"],
        agreed=Agreement(row["agreed_by"], row["agreed_where"], row["agreed_on"], row["reason"]),
        by=row["by"],
        at=row["at"],
    )
