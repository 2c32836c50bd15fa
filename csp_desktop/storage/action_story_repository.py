"""What the audit trail and the agreed changes of the plan know of one action."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import AuditRow, PlanChangeRow


@dataclass(frozen=True)
class DueAgreement:
    """A move of a due date that was agreed: by whom, where, on which day and why.

    Attributes:
        before, after: the due dates; None where there was none.
        at, made_by: when it was recorded, ISO 8601 in UTC, and by whom.
    """

    before: date | None
    after: date | None
    agreed_by: str
    agreed_where: str
    agreed_on: date
    reason: str
    at: str
    made_by: str


class ActionStoryRepository:
    """Reads what stands behind an action; writes nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def last_written(self, updates: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
        """Who last wrote each of these updates, and when; those the trail knows nothing of lack."""
        query = AuditRow.select(AuditRow.entity_id, AuditRow.user, AuditRow.at).where(
            (AuditRow.entity == "action_update")
            & AuditRow.entity_id.in_(sorted(str(one) for one in updates))
        )
        rows = self._store.rows(query.order_by(AuditRow.seq))
        return {UUID(row["entity_id"]): (row["user"], row["at"]) for row in rows}

    def due_agreements(self, code: str) -> list[DueAgreement]:
        """The agreed changes of an action's due date, oldest first."""
        query = PlanChangeRow.select().where(
            (PlanChangeRow.entity == "action")
            & (PlanChangeRow.entity_id == code)
            & (PlanChangeRow.field == "due")
        )
        return [
            DueAgreement(
                before=_day(row["before"]),
                after=_day(row["after"]),
                agreed_by=row["agreed_by"],
                agreed_where=row["agreed_where"],
                agreed_on=row["agreed_on"],
                reason=row["reason"],
                at=row["at"],
                made_by=row["by"],
            )
            for row in self._store.rows(query.order_by(PlanChangeRow.at, PlanChangeRow.id))
        ]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
