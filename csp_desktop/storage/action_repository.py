"""Delivery plan actions and their quarterly updates in the database."""

from typing import Any
from uuid import UUID

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate, PlannedAction
from csp_desktop.core.errors import StaleError
from csp_desktop.core.periods import Quarter
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import ActionRow, ActionUpdateRow, PriorityRow

_PLANNED = ("code", "text", "board", "heading", "parts", "agency")


class ActionRepository:
    """Reads and writes actions and updates."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_board(self, board: str) -> list[Action]:
        """The actions a board reports on, in the plan's order."""
        query = (
            ActionRow.select()
            .join(PriorityRow, on=(ActionRow.priority == PriorityRow.code))
            .where(ActionRow.board == board)
            .order_by(PriorityRow.ordinal, ActionRow.ordinal)
        )
        return [_action(row) for row in self._store.rows(query)]

    def codes_by_board(self) -> dict[str, list[str]]:
        """The codes of the actions each board reports on."""
        found: dict[str, list[str]] = {}
        for row in self._store.rows(ActionRow.select(ActionRow.board, ActionRow.code)):
            found.setdefault(row["board"], []).append(row["code"])
        return found

    def updates(self, quarter: Quarter, board: str | None = None) -> dict[str, ActionUpdate]:
        """The updates for a quarter by action code; of one board or of all."""
        query = ActionUpdateRow.select().where(ActionUpdateRow.quarter == str(quarter))
        if board is not None:
            codes = ActionRow.select(ActionRow.code).where(ActionRow.board == board)
            query = query.where(ActionUpdateRow.action.in_(codes))
        return {row["action"]: _update(row) for row in self._store.rows(query)}

    def save(self, action: Action, author: Author) -> Action:
        """Store who leads an action and when it is due, inside the caller's transaction.

        Raises:
            StaleError: somebody has stored another version since.
        """
        before = _action(self._one(ActionRow.select().where(ActionRow.code == action.code)))
        changed = self._store.execute(
            ActionRow.update(
                lead=action.lead,
                due=action.due,
                original_due=action.original_due,
                shared=action.shared,
                version=action.version + 1,
            ).where((ActionRow.code == action.code) & (ActionRow.version == action.version))
        )
        if changed != 1:
            raise _stale(action.code)
        audit.append(
            self._store, author, "action", action.code, _changeable(before), _changeable(action)
        )
        return _action(self._one(ActionRow.select().where(ActionRow.code == action.code)))

    def save_update(self, update: ActionUpdate, author: Author) -> ActionUpdate:
        """Store a board's update on an action, inside the caller's transaction.

        Raises:
            StaleError: somebody has stored another version since.
        """
        place = (ActionUpdateRow.action == update.action) & (
            ActionUpdateRow.quarter == str(update.quarter)
        )
        found = [_update(row) for row in self._store.rows(ActionUpdateRow.select().where(place))]
        before = found[0] if found else None
        if (before.version if before else 0) != update.version:
            raise _stale(update.action)
        row = {**_update_row(update), "version": update.version + 1}
        if before is None:
            self._store.execute(ActionUpdateRow.insert(row))
        else:
            row["id"] = str(before.id)
            self._store.execute(ActionUpdateRow.update(row).where(place))
        audit.append(
            self._store,
            author,
            "action_update",
            row["id"],
            _update_row(before) if before else None,
            row,
        )
        return _update(row)

    def mark_shared(self, action: Action, update: ActionUpdate) -> None:
        """Note what both sides now hold, inside the caller's transaction; no new version."""
        self._store.execute(
            ActionRow.update(shared=action.shared).where(ActionRow.code == action.code)
        )
        self._store.execute(
            ActionUpdateRow.update(shared=update.shared).where(ActionUpdateRow.id == str(update.id))
        )

    def _one(self, query: Any) -> dict[str, Any]:
        return self._store.rows(query)[0]


def _stale(code: str) -> StaleError:
    return StaleError(
        f"Action {code} was changed while you had it open. Look at it again, then enter yours."
    )


def _changeable(action: Action) -> dict[str, Any]:
    return {"lead": action.lead, "due": action.due, "original_due": action.original_due}


def _action(row: dict[str, Any]) -> Action:
    return Action(
        planned=PlannedAction(**{name: row[name] for name in _PLANNED}),
        priority=row["priority"],
        lead=row["lead"],
        due=row["due"],
        original_due=row["original_due"],
        shared=row["shared"],
        version=row["version"],
        id=UUID(row["id"]),
    )


def _update_row(update: ActionUpdate) -> dict[str, Any]:
    return {
        "id": str(update.id),
        "action": update.action,
        "quarter": str(update.quarter),
        "status": update.status.value if update.status else None,
        "note": update.note,
        "shared": update.shared,
        "version": update.version,
    }


def _update(row: dict[str, Any]) -> ActionUpdate:
    return ActionUpdate(
        id=UUID(row["id"]),
        action=row["action"],
        quarter=Quarter.parse(row["quarter"]),
        status=ActionStatus(row["status"]) if row["status"] else None,
        note=row["note"],
        shared=row["shared"],
        version=row["version"],
    )
