"""Entering a return: what a board owes, and every edit saved as it is made."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from csp_desktop.core.actions import Action, ActionUpdate
from csp_desktop.core.figures import Figure, blank
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Board, Plan
from csp_desktop.core.returns import Return, ReturnState
from csp_desktop.core.sheet import (
    ActionLine,
    Completeness,
    FigureLine,
    ReturnSheet,
    completeness,
)
from csp_desktop.core.texts import storable
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.session import Session
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.return_repository import ReturnRepository


@dataclass(frozen=True)
class BoardProgress:
    """How one board stands with its return for a quarter.

    Attributes:
        days_late: days past due while a return that asks for something is not handed in.
    """

    board: Board
    record: Return
    complete: Completeness
    due: date
    days_late: int


class Entry:
    """The officer's side of a return."""

    def __init__(self, store: Store, plan: Plan, session: Session) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._figures = FigureRepository(store)
        self._actions = ActionRepository(store)
        self._returns = ReturnRepository(store, plan.id)

    def sheet(self, board: str, quarter: Quarter) -> ReturnSheet:
        """A board's return for a quarter, laid out with what stood there before.

        Raises:
            NotFoundError: there is no such board, or the plan asks nothing for the quarter.
        """
        owner = self._plan.board(board)
        self._plan.check_owed(quarter)
        with self._store.snapshot():
            updates = self._actions.updates(quarter, owner.code)
            actions = tuple(
                ActionLine(
                    action,
                    updates.get(action.code) or ActionUpdate(action=action.code, quarter=quarter),
                )
                for action in self._actions.of_board(owner.code)
            )
            return ReturnSheet(
                board=owner,
                quarter=quarter,
                record=self._returns.get(owner.code, quarter),
                due=quarter.due(self._plan.return_due_days),
                figures=self._figure_lines(owner.code, quarter),
                actions=actions,
            )

    def progress(self, quarter: Quarter) -> list[BoardProgress]:
        """Who owes what for a quarter, in the plan's order, in a constant number of queries.

        Raises:
            NotFoundError: the plan asks nothing for the quarter.
        """
        self._plan.check_owed(quarter)
        with self._store.snapshot():
            asked = [one for one in self._plan.indicators if one.asked_in(quarter)]
            figures = self._figures.of_ranges(
                (one.code for one in asked), self._plan.area, [quarter.range]
            )
            updates = self._actions.updates(quarter)
            actions = self._actions.codes_by_board()
            returns = self._returns.of_quarter(quarter)
        due = quarter.due(self._plan.return_due_days)
        found = []
        for board in self._plan.boards:
            of_figures = completeness(
                [
                    (figure := figures.get((one.code, quarter.range))) is not None
                    and figure.entered
                    for one in asked
                    if one.board == board.code
                ]
            )
            of_actions = completeness(
                [code in updates and updates[code].entered for code in actions.get(board.code, ())]
            )
            record = returns.get(board.code) or self._returns.unbegun(board.code, quarter)
            complete = of_figures + of_actions
            late = self._days_late(record, due) if complete.expected else 0
            found.append(BoardProgress(board, record, complete, due, late))
        return found

    def open_quarter(self) -> Quarter:
        """The quarter to begin with: the first whose returns are not all handed in."""
        owed = self._plan.quarters_owed()
        for quarter in owed:
            if any(
                one.complete.expected and one.record.state.open_for_entry
                for one in self.progress(quarter)
            ):
                return quarter
        return owed[-1]

    def enter_figure(self, figure: Figure) -> Changes:
        """Store a figure of a board's return as it is committed.

        Raises:
            NotFoundError: no such indicator, or the figure is not of a quarter that is owed.
            RefusedError: the return is locked.
            StaleError: somebody has stored another version since.
        """
        board = self._plan.indicator(figure.indicator).board
        clean = replace(
            figure,
            source=storable(figure.source),
            expected_from=storable(figure.expected_from),
            comment=storable(figure.comment),
        )
        quarter = figure.period.quarter or Quarter.containing(figure.period.first)
        return self._enter(
            board,
            quarter,
            "enter figure",
            Kind.FIGURES,
            lambda author: self._figures.save(clean, author),
        )

    def enter_update(self, board: str, update: ActionUpdate) -> Changes:
        """Store a board's update on an action as it is committed.

        Raises:
            RefusedError: the return is locked.
            StaleError: somebody has stored another version since.
        """
        clean = replace(update, note=storable(update.note))
        return self._enter(
            board,
            update.quarter,
            "update action",
            Kind.ACTIONS,
            lambda author: self._actions.save_update(clean, author),
        )

    def enter_action(self, quarter: Quarter, action: Action) -> Changes:
        """Store who leads an action and when it is due.

        Raises:
            RefusedError: the board's return for the quarter is locked.
            StaleError: somebody has stored another version since.
        """
        clean = replace(action, lead=storable(action.lead))
        return self._enter(
            action.planned.board,
            quarter,
            "change action",
            Kind.ACTIONS,
            lambda author: self._actions.save(clean, author),
        )

    def _enter(
        self,
        board: str,
        quarter: Quarter,
        what: str,
        kind: Kind,
        save: Callable[[Author], object],
    ) -> Changes:
        self._plan.check_owed(quarter)
        author = self._session.author(what)
        with self._store.transaction():
            before = self._returns.get(board, quarter)
            started = before.started()
            if started != before:
                self._returns.save(started, author)
            save(author)
        return Changes.of(kind) | (Changes.of(Kind.RETURNS) if started != before else Changes())

    def _figure_lines(self, board: str, quarter: Quarter) -> tuple[FigureLine, ...]:
        indicators = self._plan.indicators_of(board)
        now, before, year_ago = (
            one.range for one in (quarter, quarter.previous, quarter.year_before)
        )
        area = self._plan.area
        found = self._figures.of_ranges(
            (one.code for one in indicators), area, [now, before, year_ago]
        )
        return tuple(
            FigureLine(
                indicator=one,
                figure=found.get((one.code, now)) or blank(one.code, area, now),
                last_quarter=found.get((one.code, before)),
                year_ago=found.get((one.code, year_ago)),
                asked=one.asked_in(quarter),
            )
            for one in indicators
        )

    def _days_late(self, record: Return, due: date) -> int:
        waiting = record.state.open_for_entry and record.state is not ReturnState.RETURNED
        return max(0, (self._session.today() - due).days) if waiting else 0
