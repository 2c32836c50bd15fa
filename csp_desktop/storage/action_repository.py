"""Delivery plan actions and their quarterly updates in the database."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from csp_desktop.core.actions import (
    Action,
    ActionStatus,
    ActionUpdate,
    DueChange,
    Milestone,
    OwnPriority,
    PlannedAction,
    Resourcing,
)
from csp_desktop.core.errors import StaleError
from csp_desktop.core.periods import Quarter
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import ActionRow, ActionUpdateRow, DueChangeRow, MilestoneRow
from csp_desktop.storage.plan_models import PriorityRow

_PLANNED = ("code", "text", "board", "heading", "parts", "agency")
_ADDED = (
    "aim",
    "measures",
    "lead",
    "partners",
    "start",
    "due",
    "original_due",
    "resources_needed",
    "resources_source",
)
_REPORTED = ("reason", "percent", "note", "next_steps", "evidence", "shared", "version")


class ActionRepository:
    """Reads and writes actions, their milestones, and updates."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_board(self, board: str) -> list[Action]:
        """The actions a board reports on, in the plan's order, then what it has proposed."""
        query = (
            ActionRow.select()
            .join(PriorityRow, on=(ActionRow.priority == PriorityRow.code))
            .where((ActionRow.board == board) & (ActionRow.dropped == 0))
            .order_by(ActionRow.proposed, PriorityRow.ordinal, ActionRow.ordinal)
        )
        return self._actions(query)

    def get(self, code: str) -> Action | None:
        """The action with this code, also one whose proposal was taken back; None without one."""
        found = self._actions(ActionRow.select().where(ActionRow.code == code))
        return found[0] if found else None

    def is_of_board(self, code: str, board: str) -> bool:
        """Whether a board reports on this action, or has proposed it and not taken it back."""
        query = ActionRow.select(ActionRow.code).where(
            (ActionRow.code == code) & (ActionRow.board == board) & (ActionRow.dropped == 0)
        )
        return bool(self._store.rows(query))

    def codes_by_board(self) -> dict[str, list[str]]:
        """The codes of the plan's actions each board reports on."""
        found: dict[str, list[str]] = {}
        query = ActionRow.select(ActionRow.board, ActionRow.code).where(ActionRow.proposed == 0)
        for row in self._store.rows(query):
            found.setdefault(row["board"], []).append(row["code"])
        return found

    def proposals(self, board: str) -> list[str]:
        """The codes of everything a board has ever proposed, taken back or not."""
        query = ActionRow.select(ActionRow.code).where(
            (ActionRow.board == board) & (ActionRow.proposed == 1)
        )
        return [row["code"] for row in self._store.rows(query)]

    def own_priorities(self, board: str) -> list[OwnPriority]:
        """What a board has set itself beside the plan's priorities, taken back ones included."""
        query = PriorityRow.select().where(PriorityRow.board == board).order_by(PriorityRow.ordinal)
        return [
            OwnPriority(row["code"], row["board"], row["title"]) for row in self._store.rows(query)
        ]

    def save_own_priority(self, priority: OwnPriority, author: Author) -> None:
        """Store a board's own priority, inside the caller's transaction; one there is renamed."""
        before = [one for one in self.own_priorities(priority.board) if one.code == priority.code]
        if before:
            self._store.execute(
                PriorityRow.update(title=priority.title).where(PriorityRow.code == priority.code)
            )
        else:
            last = self._store.rows(
                PriorityRow.select(PriorityRow.ordinal).order_by(PriorityRow.ordinal.desc())
            )[0]["ordinal"]
            blank = ("why", "aims_text", "measures_text", "three_year_note")
            self._store.execute(
                PriorityRow.insert(
                    code=priority.code,
                    ordinal=last + 1,
                    title=priority.title,
                    cross_cutting=0,
                    board=priority.board,
                    **dict.fromkeys(blank, ""),
                )
            )
        said = {"title": before[0].title} if before else None
        says = {"title": priority.title, "board": priority.board}
        audit.append(self._store, author, Write("priority", priority.code, said, says))

    def updates(self, quarter: Quarter, board: str | None = None) -> dict[str, ActionUpdate]:
        """The updates for a quarter by action code; of one board or of all."""
        query = ActionUpdateRow.select().where(ActionUpdateRow.quarter == str(quarter))
        if board is not None:
            codes = ActionRow.select(ActionRow.code).where(ActionRow.board == board)
            query = query.where(ActionUpdateRow.action.in_(codes))
        return {row["action"]: _update(row) for row in self._store.rows(query)}

    def save(self, action: Action, author: Author, *, same_story: bool = False) -> Action:
        """Store what people have added to an action, inside the caller's transaction.

        A due date that is moved is kept in the action's story. A proposal is stored with its text.

        Args:
            action: with the version that was read; 0 for a new proposal.
            author: who writes.
            same_story: whether the moves of the due date are to be those of `action`, no more.

        Raises:
            StaleError: somebody has stored another version since.
        """
        before = self.get(action.code)
        if (before.version if before else 0) != action.version:
            raise _stale(action.code)
        if before is None:
            self._insert(action)
        else:
            changed = {**_added_row(action), "shared": action.shared, "version": action.version + 1}
            if action.proposed:
                changed |= _proposal_row(action)
            place = (ActionRow.code == action.code) & (ActionRow.version == action.version)
            self._store.execute(ActionRow.update(changed).where(place))
            added = () if same_story else _new_move(before, action, author)
            self._save_moves(action.code, (*action.moves, *added))
        self._save_milestones(action)
        said = _changeable(before) if before else None
        audit.append(self._store, author, Write("action", action.code, said, _changeable(action)))
        stored = self.get(action.code)
        assert stored is not None, "it was written just now"
        return stored

    def save_update(self, update: ActionUpdate, author: Author) -> ActionUpdate:
        """Store one update, as `save_updates` does."""
        return self.save_updates([update], author)[0]

    def save_updates(self, updates: Sequence[ActionUpdate], author: Author) -> list[ActionUpdate]:
        """Store a board's updates on different actions, inside the caller's transaction.

        Raises:
            StaleError: somebody has stored another version of one since.
        """
        stored = self._in_place_of(updates)
        new, changed, saved, writes = [], [], [], []
        for update in updates:
            before = stored.get((update.action, update.quarter))
            if (before.version if before else 0) != update.version:
                raise _stale(update.action)
            row = {**_update_row(update), "version": update.version + 1}
            if before is None:
                new.append(row)
            else:
                row["id"] = str(before.id)
                changed.append(row)
            said = _update_row(before) if before else None
            writes.append(Write("action_update", row["id"], said, row))
            saved.append(_update(row))
        self._store.insert(ActionUpdateRow, new)
        self._store.update(ActionUpdateRow, changed)
        audit.append(self._store, author, *writes)
        return saved

    def mark_shared(self, record: Action | ActionUpdate) -> None:
        """Note what both sides now hold, inside the caller's transaction; no new version."""
        table = ActionRow if isinstance(record, Action) else ActionUpdateRow
        self._store.update(table, [{"id": str(record.id), "shared": record.shared}])

    def updates_of(self, action: str) -> list[ActionUpdate]:
        """What was reported on an action in any quarter."""
        query = ActionUpdateRow.select().where(ActionUpdateRow.action == action)
        return [_update(row) for row in self._store.rows(query.order_by(ActionUpdateRow.quarter))]

    def under(self, priority: str) -> list[str]:
        """The codes of every action under a priority, taken back or not."""
        query = ActionRow.select(ActionRow.code).where(ActionRow.priority == priority)
        return [row["code"] for row in self._store.rows(query.order_by(ActionRow.ordinal))]

    def remove_proposal(self, action: Action, author: Author) -> None:
        """Take a proposal out with all that hangs on it, inside the caller's transaction.

        Only for one that came in with an import that is taken back, so that it can come in again:
        a board that takes its proposal back leaves it here, dropped.
        """
        for table in (MilestoneRow, DueChangeRow, ActionUpdateRow):
            self._store.execute(table.delete().where(table.action == action.code))
        self._store.execute(ActionRow.delete().where(ActionRow.code == action.code))
        audit.append(self._store, author, Write("action", action.code, _changeable(action), None))

    def remove_own_priority(self, priority: OwnPriority, author: Author) -> None:
        """Take a board's own priority out, as `remove_proposal` does with an action."""
        self._store.execute(PriorityRow.delete().where(PriorityRow.code == priority.code))
        before = {"title": priority.title, "board": priority.board}
        audit.append(self._store, author, Write("priority", priority.code, before, None))

    def _in_place_of(
        self, updates: Iterable[ActionUpdate]
    ) -> dict[tuple[str, Quarter], ActionUpdate]:
        """What stands where these updates are to stand."""
        places = {(one.action, str(one.quarter)) for one in updates}
        query = ActionUpdateRow.select().where(
            ActionUpdateRow.action.in_(sorted({action for action, _ in places}))
            & ActionUpdateRow.quarter.in_(sorted({quarter for _, quarter in places}))
        )
        found = map(_update, self._store.rows(query))
        return {(one.action, one.quarter): one for one in found}

    def _insert(self, action: Action) -> None:
        last = self._store.rows(
            ActionRow.select(ActionRow.ordinal).order_by(ActionRow.ordinal.desc()).limit(1)
        )
        self._store.execute(
            ActionRow.insert(
                id=str(action.id),
                code=action.code,
                ordinal=last[0]["ordinal"] + 1 if last else 0,
                board=action.planned.board,
                proposed=int(action.proposed),
                shared=action.shared,
                version=1,
                **_proposal_row(action),
                **_added_row(action),
            )
        )

    def _save_moves(self, code: str, moves: tuple[DueChange, ...]) -> None:
        self._store.execute(DueChangeRow.delete().where(DueChangeRow.action == code))
        rows = [{**vars(one), "action": code, "ordinal": at} for at, one in enumerate(moves)]
        self._store.insert(DueChangeRow, rows)

    def _save_milestones(self, action: Action) -> None:
        self._store.execute(MilestoneRow.delete().where(MilestoneRow.action == action.code))
        steps = enumerate(action.milestones)
        rows = [{**vars(one), "action": action.code, "ordinal": at} for at, one in steps]
        self._store.insert(MilestoneRow, rows)

    def _actions(self, query: Any) -> list[Action]:
        rows = self._store.rows(query)
        codes = [row["code"] for row in rows]
        milestones, moves = self._of(MilestoneRow, codes), self._of(DueChangeRow, codes)
        return [
            _action(row, milestones.get(row["code"], []), moves.get(row["code"], []))
            for row in rows
        ]

    def _of(self, table: Any, codes: list[str]) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        query = table.select().where(table.action.in_(codes)).order_by(table.action, table.ordinal)
        for row in self._store.rows(query):
            found.setdefault(row["action"], []).append(row)
        return found


def _new_move(before: Action, action: Action, author: Author) -> tuple[DueChange, ...]:
    """The move of a due date; undoing one brings the story it had before, and so is none."""
    if action.moves != before.moves or before.due in (None, action.due):
        return ()
    return (DueChange(before.due, action.due, author.at, author.user),)


def _stale(code: str) -> StaleError:
    return StaleError(
        f"Action {code} was changed while you had it open. Look at it again, then enter yours."
    )


def _added_row(action: Action) -> dict[str, Any]:
    row = {name: getattr(action, name) for name in _ADDED}
    row["resourcing"] = action.resourcing.value if action.resourcing else None
    row["dropped"] = int(action.dropped)
    return row


def _proposal_row(action: Action) -> dict[str, Any]:
    planned = action.planned
    return {
        "priority": action.priority,
        "heading": planned.heading,
        "text": planned.text,
        "parts": planned.parts,
        "agency": planned.agency,
    }


def _changeable(action: Action) -> dict[str, Any]:
    steps = [f"{one.text} | {one.due or ''} | {one.met_on or ''}" for one in action.milestones]
    row = {**_added_row(action), "milestones": "\n".join(steps)}
    row["measures"] = "\n".join(action.measures)
    if action.proposed:
        row |= {"priority": action.priority, "text": action.planned.text}
        row |= {"heading": action.planned.heading, "agency": action.planned.agency}
    return row


def _action(
    row: dict[str, Any], milestones: list[dict[str, Any]], moves: list[dict[str, Any]]
) -> Action:
    return Action(
        planned=PlannedAction(**{name: row[name] for name in _PLANNED}),
        priority=row["priority"],
        **{name: row[name] for name in _ADDED},
        resourcing=Resourcing(row["resourcing"]) if row["resourcing"] else None,
        milestones=tuple(Milestone(one["text"], one["due"], one["met_on"]) for one in milestones),
        moves=tuple(DueChange(one["before"], one["after"], one["at"], one["by"]) for one in moves),
        proposed=bool(row["proposed"]),
        dropped=bool(row["dropped"]),
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
        **{name: getattr(update, name) for name in _REPORTED},
    }


def _update(row: dict[str, Any]) -> ActionUpdate:
    return ActionUpdate(
        id=UUID(row["id"]),
        action=row["action"],
        quarter=Quarter.parse(row["quarter"]),
        status=ActionStatus(row["status"]) if row["status"] else None,
        **{name: row[name] for name in _REPORTED},
    )
