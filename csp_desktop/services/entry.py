"""Entering a return: every edit saved as it is made, then the whole handed in."""

from collections.abc import Sequence
from dataclasses import replace

from csp_desktop.core.actions import Action, ActionUpdate, OwnPriority, PlannedAction
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import Figure, blank
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.records import Draft, Record, storable_record
from csp_desktop.core.returns import Return, Summary
from csp_desktop.core.review import all_contents
from csp_desktop.core.rules import Severity
from csp_desktop.core.texts import storable
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.returns import Returns
from csp_desktop.services.session import Session
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.draft_repository import DraftRepository
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.return_repository import ReturnRepository
from csp_desktop.storage.version_repository import VersionRepository


class Entry:
    """The officer's side of a return."""

    def __init__(self, store: Store, plan: Plan, session: Session, returns: Returns) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._laid_out = returns
        self._figures = FigureRepository(store)
        self._actions = ActionRepository(store)
        self._returns = ReturnRepository(store, plan.id)
        self._drafts = DraftRepository(store)
        self._versions = VersionRepository(store)

    def enter(
        self, board: str, quarter: Quarter, records: Sequence[Record], what: str = "enter"
    ) -> Changes:
        """Store records of one board's return, all or none of them.

        Args:
            board: whose return it is.
            quarter: of the return.
            records: with the versions that were read.
            what: the operation's name in the audit trail.

        Raises:
            NotFoundError: no such board, or the plan asks nothing for the quarter.
            RefusedError: the return is locked, or this window may only look.
            StaleError: somebody has stored another version of one of them since.
        """
        owner = self._plan.board(board)
        self._plan.check_owed(quarter)
        self._session.check_may_write()
        author = self._session.author(what)
        changes = Changes()
        with self._store.transaction():
            before = self._returns.get(owner.code, quarter)
            started = before.started()
            for record in records:
                self._check_belongs(owner.code, quarter, record)
                changes |= self._save(record, author)
            is_value = any(not isinstance(record, Draft) for record in records)
            if is_value and started != before:
                self._returns.save(started, author)
                changes |= Changes.of(Kind.RETURNS)
        return changes

    def enter_figure(self, figure: Figure) -> Changes:
        """Store a figure of its board's return as it is committed.

        Raises:
            NotFoundError: no such indicator, or the figure is not of a quarter that is owed.
            RefusedError, StaleError: as `enter` does.
        """
        board = self._plan.indicator(figure.indicator).board
        quarter = figure.period.quarter or Quarter.containing(figure.period.first)
        return self.enter(board, quarter, [figure], "enter figure")

    def enter_update(self, board: str, update: ActionUpdate) -> Changes:
        """Store a board's update on an action as it is committed.

        Raises:
            RefusedError, StaleError: as `enter` does.
        """
        return self.enter(board, update.quarter, [update], "update action")

    def enter_action(self, quarter: Quarter, action: Action) -> Changes:
        """Store what a board adds to an action: who leads it, when it is due, what it takes.

        Raises:
            RefusedError, StaleError: as `enter` does.
        """
        return self.enter(action.planned.board, quarter, [action], "change action")

    def stored(self, record: Record) -> Record:
        """What the database holds in the place of a record; a blank one where it holds nothing."""
        match record:
            case Figure():
                place = record.indicator, record.area, record.period
                return self._figures.get(*place) or blank(*place)
            case ActionUpdate():
                found = self._actions.updates(record.quarter).get(record.action)
                return found or ActionUpdate(action=record.action, quarter=record.quarter)
            case Action():
                return self._actions.get(record.code) or replace(record, version=0, dropped=True)
            case OwnPriority():
                own = self._actions.own_priorities(record.board)
                taken_back = replace(record, title="")
                return next((one for one in own if one.code == record.code), taken_back)
            case Summary():
                return self._returns.summary(record.board, record.quarter)
            case Draft():
                return self._drafts.get(record)

    def proposal(self, board: str, priority: str, text: str) -> Action:
        """An action a board proposes beyond the plan, with a code of its own; not stored yet.

        Raises:
            NotFoundError: no such board.
            RefusedError: it says nothing.
        """
        owner = self._plan.board(board)
        if not text.strip():
            raise RefusedError("Enter what is to be done.")
        taken = self._actions.proposals(owner.code)
        number = next(n for n in range(1, len(taken) + 2) if f"{owner.code}-P{n}" not in taken)
        planned = PlannedAction(f"{owner.code}-P{number}", storable(text).strip(), owner.code)
        return Action(planned=planned, priority=priority, proposed=True, version=0)

    def own_priority(self, board: str, title: str) -> OwnPriority:
        """A priority a board sets itself beside the plan's, with a code of its own; not stored yet.

        Raises:
            NotFoundError: no such board.
            RefusedError: it says nothing.
        """
        owner = self._plan.board(board)
        if not title.strip():
            raise RefusedError("Enter what the priority is.")
        number = len(self._actions.own_priorities(owner.code)) + 1
        return OwnPriority(f"{owner.code}-O{number}", owner.code, storable(title).strip())

    def submit(self, board: str, quarter: Quarter) -> Return:
        """Hand a return in and lock it.

        Raises:
            RefusedError: errors or blanks are left, it is locked, or this window may only look.
        """
        self._session.check_may_write()
        with self._store.transaction():
            sheet = self._laid_out.sheet(board, quarter)
            errors = [one for one in sheet.problems if one.severity is Severity.ERROR]
            if sheet.record.state.open_for_entry and errors:
                more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
                raise RefusedError(
                    f"The return of {sheet.board.code} for {quarter} is not ready to submit: "
                    f"{errors[0].message}{more}. Check the return; it lists them all."
                )
            # A return that asks for nothing but its summary is handed in without a value.
            author = self._session.author("submit")
            record = sheet.record.started().submitted(self._session.user)
            self._versions.keep(record, all_contents(sheet), author)
            return self._returns.save(record, author)

    def withdraw(self, board: str, quarter: Quarter) -> Return:
        """Take a submitted return back, as long as the team has not opened it.

        Raises:
            RefusedError: it is not submitted, the team has opened it, or this window only looks.
        """
        self._session.check_may_write()
        owner = self._plan.board(board)
        self._plan.check_owed(quarter)
        with self._store.transaction():
            record = self._returns.get(owner.code, quarter).withdrawn()
            # Nobody has read that version, and the next one is not to be held against it.
            self._versions.forget(owner.code, quarter, record.version)
            return self._returns.save(record, self._session.author("withdraw"))

    def _check_belongs(self, board: str, quarter: Quarter, record: Record) -> None:
        """A locked return must not be changed by way of another board's, or another quarter's."""
        match record:
            case Figure():
                whose = self._plan.indicator(record.indicator).board
                when = record.period.quarter or Quarter.containing(record.period.first)
            case ActionUpdate():
                action = self._actions.get(record.action)
                whose, when = action.planned.board if action else "", record.quarter
            case Action():
                whose, when = record.planned.board, quarter
            case OwnPriority():
                whose, when = record.board, quarter
            case Summary():
                whose, when = record.board, record.quarter
            case Draft():
                whose, when = board, record.quarter
        if (whose, when) != (board, quarter):
            raise ValueError(f"{record} is not of the return of {board} for {quarter}")

    def _save(self, record: Record, author: Author) -> Changes:
        match storable_record(record):
            case Figure() as figure:
                self._figures.save(figure, author)
                return Changes.of(Kind.FIGURES)
            case ActionUpdate() as update:
                self._actions.save_update(update, author)
                return Changes.of(Kind.ACTIONS)
            case Action() as action:
                self._actions.save(action, author)
                return Changes.of(Kind.ACTIONS)
            case OwnPriority() as priority:
                self._actions.save_own_priority(priority, author)
                return Changes.of(Kind.ACTIONS)
            case Summary() as summary:
                self._returns.save_summary(summary, author)
                return Changes.of(Kind.RETURNS)
            case Draft() as draft:
                self._drafts.save(draft)
                return Changes.of(Kind.FIGURES, Kind.ACTIONS)
