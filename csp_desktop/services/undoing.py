"""Taking back one import: everything as it stood before, while nothing later depends on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from csp_desktop.core.actions import Action, ActionUpdate, OwnPriority
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import Figure, blank
from csp_desktop.core.periods import Quarter, day_words
from csp_desktop.core.returns import LineReason, Return, ReturnState, Summary
from csp_desktop.services.returns import Returns
from csp_desktop.storage import audit
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.import_repository import ImportItem, ImportRecord, ImportRepository
from csp_desktop.storage.record_names import Kept
from csp_desktop.storage.return_repository import ReturnRepository
from csp_desktop.storage.version_repository import VersionRepository

_Key = tuple[str, str]  # entity and id, as in the audit trail
_Now = Mapping[_Key, ImportItem]  # what stands here, each with its version


class Undoing:
    """Takes imports back, inside the caller's transaction."""

    def __init__(self, store: Store, plan_id: str, returns: Returns) -> None:
        self._store = store
        self._reading = returns
        self._figures = FigureRepository(store)
        self._actions = ActionRepository(store)
        self._returns = ReturnRepository(store, plan_id)
        self._imports = ImportRepository(store)
        self._versions = VersionRepository(store)

    def reasons_not_to(self) -> Callable[[ImportRecord], str]:
        """A function that says why an import cannot be taken back; it reads each return once."""
        read: dict[tuple[str, Quarter], _Now] = {}

        def why_not(record: ImportRecord) -> str:
            place = record.board, record.quarter
            if place not in read and not record.undone_at:
                read[place] = self._standing(*place)
            return self._why_not(record, self._imports.items(record.id), read.get(place, {}))

        return why_not

    def undo(self, record: ImportRecord, author: Author) -> None:
        """Put back what stood here before an import.

        Raises:
            RefusedError: something of it was changed since, or it was taken back before.
        """
        items = self._imports.items(record.id)
        now = self._standing(record.board, record.quarter)
        if reason := self._why_not(record, items, now):
            raise RefusedError(reason)
        *lines, of_return = items
        for item in reversed(lines):
            self._put_back(item, now, author)
        self._put_return_back(record, of_return, items, author)
        self._imports.mark_undone(record.id, author)

    def _standing(self, board: str, quarter: Quarter) -> _Now:
        written = audit.writes(self._store, "priority")
        stands = self._reading.standing(board, quarter)
        found = [
            *(ImportItem(one, one.version) for one in stands.figures.values()),
            *(ImportItem(one.action, one.action.version) for one in stands.actions.values()),
            *(ImportItem(one.update, one.update.version) for one in stands.actions.values()),
            ImportItem(stands.summary, stands.summary.version),
            *(ImportItem(one, written[one.code]) for one in stands.own_priorities),
            ImportItem(stands.record, stands.record.row_version),
        ]
        return {_key(one): one for one in found}

    def _why_not(self, record: ImportRecord, items: Sequence[ImportItem], now: _Now) -> str:
        if record.undone_at:
            day = day_words(date.fromisoformat(record.undone_at[:10]))
            return f"This import was undone on {day} by {record.undone_by}."
        *lines, of_return = items
        standing = now[_key(of_return)]
        if standing.version != of_return.version:
            assert isinstance(standing.before, Return)
            return (
                f"This import cannot be undone, because the return of {record.board} for "
                f"{record.quarter} has moved on since. It is {_stands(standing.before)}."
            )
        changed = next((one for one in lines if self._changed(one, items, now)), None)
        if changed is None:
            return ""
        return f"This import cannot be undone, because {_name(changed.before)} was changed since."

    def _changed(self, item: ImportItem, items: Sequence[ImportItem], now: _Now) -> bool:
        before = item.before
        if isinstance(before, LineReason):
            return False  # it is never changed; only the return moves on
        standing = now.get(_key(item))
        if standing is None or standing.version != item.version:
            return True
        written = {_key(one) for one in items}
        if isinstance(before, Action) and not before.version:
            reported = self._actions.updates_of(before.code)
            return any(("action_update", str(one.id)) not in written for one in reported)
        if isinstance(before, OwnPriority) and not before.title:
            under = self._actions.under(before.code)
            return any(("action", code) not in written for code in under)
        return False

    def _put_back(self, item: ImportItem, now: _Now, author: Author) -> None:
        before = item.before
        if isinstance(before, LineReason):
            record = next(one.before for one in now.values() if isinstance(one.before, Return))
            self._returns.remove_reason(record, before, author)
            return
        standing = now[_key(item)].before
        if not isinstance(before, OwnPriority | Return) and before.version == item.version:
            self._share_again(before, standing)
            return
        was, version = self._saved(before, standing, item.version, author)
        self._imports.stands_again(item, was, version)

    def _share_again(self, before: Kept, standing: Kept) -> None:
        """Put back only what both sides last held: nobody has entered anything."""
        match before, standing:
            case Figure(), Figure():
                self._figures.mark_shared(replace(standing, shared=before.shared))
            case Action(), Action():
                self._actions.mark_shared(replace(standing, shared=before.shared))
            case ActionUpdate(), ActionUpdate():
                self._actions.mark_shared(replace(standing, shared=before.shared))
            case Summary(), Summary():
                self._returns.mark_shared(replace(standing, shared=before.shared))

    def _saved(self, before: Kept, standing: Kept, version: int, author: Author) -> tuple[int, int]:
        """Write what stood there before over what stands there.

        Returns:
            The version it had and the one it has now.
        """
        match before, standing:
            case Figure(), Figure():
                again = replace(before, id=standing.id, version=standing.version)
                return before.version, self._figures.save(again, author).version
            case Action(version=0), Action():
                self._actions.remove_proposal(standing, author)
            case Action(), Action():
                action = replace(before, version=standing.version)
                saved = self._actions.save(action, author, same_story=True)
                return before.version, saved.version
            case ActionUpdate(), ActionUpdate():
                update = replace(before, id=standing.id, version=standing.version)
                return before.version, self._actions.save_update(update, author).version
            case Summary(), Summary():
                summary = replace(before, id=standing.id, version=standing.version)
                return before.version, self._returns.save_summary(summary, author).version
            case OwnPriority(title=""), OwnPriority():
                self._actions.remove_own_priority(standing, author)
            case OwnPriority(), OwnPriority():
                self._actions.save_own_priority(before, author)
                return version - 1, version + 1
        return 0, 0

    def _put_return_back(
        self, record: ImportRecord, item: ImportItem, items: Sequence[ImportItem], author: Author
    ) -> None:
        before = item.before
        assert isinstance(before, Return), "an import writes its return last"
        if before.row_version == item.version:
            return
        if before.state is ReturnState.NOT_STARTED and self._entered_since(record, items):
            before = before.started()
        again = replace(before, row_version=item.version)
        saved = self._returns.save(again, author)
        self._versions.forget(record.board, record.quarter, again.version + 1)
        was = item.before.row_version if isinstance(item.before, Return) else 0
        self._imports.stands_again(item, was, saved.row_version)

    def _entered_since(self, record: ImportRecord, items: Sequence[ImportItem]) -> bool:
        """Whether the return holds what was entered after an import, beside it."""
        since = audit.written_since(self._store, record.last_audit) - {_key(one) for one in items}
        now = self._standing(record.board, record.quarter)
        written = (one for key, one in now.items() if key in since)
        return any(_says_something(one.before) for one in written)


def _key(item: ImportItem) -> _Key:
    return item.entity, item.entity_id


def _says_something(record: Kept) -> bool:
    match record:
        case Figure():
            return not record.same_content(blank(record.indicator, record.area, record.period))
        case ActionUpdate():
            empty = ActionUpdate(action=record.action, quarter=record.quarter)
            return not record.same_content(empty)
        case Action():
            planned = Action(planned=record.planned, priority=record.priority)
            return record.proposed or not record.same_content(planned)
        case Summary():
            return record.written
        case OwnPriority():
            return bool(record.title)
        case _:
            return False


def _stands(record: Return) -> str:
    opened = f", opened by {record.opened_by}" if record.opened_by else ""
    return f"{record.state.words.lower()}, version {record.version}{opened}"


def _name(record: Kept) -> str:
    match record:
        case Figure():
            return record.indicator
        case ActionUpdate():
            return f"action {record.action}"
        case Action():
            return f"action {record.code}"
        case OwnPriority():
            return f"the priority {record.code}"
        case _:
            return "the summary"
