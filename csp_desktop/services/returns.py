"""Returns as they stand: who owes what, and each one laid out with what stood there before."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from csp_desktop.core.actions import Action, ActionUpdate, OwnPriority
from csp_desktop.core.figures import Absence, Figure, FigureStatus, blank
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import DateRange, Quarter, day_of
from csp_desktop.core.plan import Board, Indicator, Plan
from csp_desktop.core.plan_changes import INDICATOR, indicator_with
from csp_desktop.core.queries import Past
from csp_desktop.core.reminders import Contact, Correspondence
from csp_desktop.core.returns import LineReason, Return, ReturnState, Summary
from csp_desktop.core.sheet import (
    ActionLine,
    Completeness,
    FigureLine,
    ReturnSheet,
    completeness,
)
from csp_desktop.services.session import Session
from csp_desktop.storage import audit
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.connection import Store
from csp_desktop.storage.contact_repository import ContactRepository
from csp_desktop.storage.draft_repository import DraftRepository
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.plan_change_repository import PlanChangeRepository
from csp_desktop.storage.return_repository import ReturnRepository
from csp_desktop.storage.version_repository import VersionRepository

_LOOKED_BACK = 12  # quarters that stand behind a figure, for the rules and beside the cell


@dataclass(frozen=True)
class BoardProgress:
    """How one board stands with its return for a quarter.

    Attributes:
        days_late: days past due while a return that asks for something is not handed in.
        open_queries: queries of the rules that nobody has answered.
        handed_in: the day this version of it came in; None where it has not, or nobody knows.
        first_in: the day its first version came in, whatever was asked of it since.
        last_contact: what passed last between the team and the board over it.
    """

    board: Board
    record: Return
    complete: Completeness
    due: date
    days_late: int
    open_queries: int
    handed_in: date | None = None
    first_in: date | None = None
    last_contact: Contact | None = None

    @property
    def on_time(self) -> bool | None:
        """Whether it first came in by the day it was due, locked or not; None while it has not."""
        return None if self.first_in is None else self.first_in <= self.due

    @property
    def days_over(self) -> int:
        """Days between due and first handed in; nought where it came on time or has not come."""
        return max(0, (self.first_in - self.due).days) if self.first_in else 0


@dataclass(frozen=True)
class Entered:
    """One state of a figure: what it said, since when (ISO 8601, UTC), by whom and by what."""

    at: str
    by: str
    how: str
    words: str


@dataclass(frozen=True)
class Standing:
    """What is stored of one return; blanks where nothing is.

    Attributes:
        figures: of the quarter, by indicator.
        actions: with their update for the quarter, by code.
        own_priorities: taken back ones included.
    """

    record: Return
    figures: Mapping[str, Figure]
    actions: Mapping[str, ActionLine]
    summary: Summary
    own_priorities: tuple[OwnPriority, ...]


class Returns:
    """Reads returns; nothing here writes."""

    def __init__(self, store: Store, plan: Plan, session: Session) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._figures = FigureRepository(store)
        self._actions = ActionRepository(store)
        self._returns = ReturnRepository(store, plan.id)
        self._drafts = DraftRepository(store)
        self._changes = PlanChangeRepository(store)

    def sheet(self, board: str, quarter: Quarter) -> ReturnSheet:
        """A board's return for a quarter, laid out with what stood there before.

        Raises:
            NotFoundError: there is no such board, or the plan asks nothing for the quarter.
        """
        owner = self._plan.board(board)
        self._plan.check_owed(quarter)
        with self._store.snapshot():
            record = self._returns.get(owner.code, quarter)
            returned = record.state is ReturnState.RETURNED
            reasons = self._returns.reasons(record) if returned else {}
            return ReturnSheet(
                board=owner,
                quarter=quarter,
                record=record,
                due=quarter.due(self._plan.return_due_days),
                figures=self._figure_lines(self._plan.indicators_of(owner.code), quarter, reasons),
                actions=self._action_lines(owner.code, quarter, reasons),
                summary=self._returns.summary(owner.code, quarter),
                open=record.state.open_for_entry and not self._session.looks_only,
                own_priorities=tuple(
                    one for one in self._actions.own_priorities(owner.code) if one.title
                ),
            )

    def standing(self, board: str, quarter: Quarter) -> Standing:
        """What is stored of a board's return, without what stood there before.

        Raises:
            NotFoundError: there is no such board, or the plan asks nothing for the quarter.
        """
        owner = self._plan.board(board)
        self._plan.check_owed(quarter)
        area, now = self._plan.area, quarter.range
        codes = [one.code for one in self._plan.indicators_of(owner.code)]
        with self._store.snapshot():
            figures = self._figures.of_ranges(codes, area, [now])
            updates = self._actions.updates(quarter, owner.code)
            return Standing(
                record=self._returns.get(owner.code, quarter),
                figures={
                    code: figures.get((code, now)) or blank(code, area, now) for code in codes
                },
                actions={
                    one.code: ActionLine(one, _update_on(one, quarter, updates))
                    for one in self._actions.of_board(owner.code)
                },
                summary=self._returns.summary(owner.code, quarter),
                own_priorities=tuple(self._actions.own_priorities(owner.code)),
            )

    def progress(self, quarter: Quarter) -> list[BoardProgress]:
        """Who owes what for a quarter, in the plan's order, in a constant number of queries.

        Raises:
            NotFoundError: the plan asks nothing for the quarter.
        """
        self._plan.check_owed(quarter)
        with self._store.snapshot():
            entered = [one for one in self._plan.indicators if not one.sum_of]
            lines = self._figure_lines(entered, quarter, {})
            updates = self._actions.updates(quarter)
            actions = self._actions.codes_by_board()
            returns = self._returns.of_quarter(quarter)
            kept = VersionRepository(self._store).kept_at(quarter)
            stories = ContactRepository(self._store).of_quarter(quarter, returns.values())
        due = quarter.due(self._plan.return_due_days)
        found = []
        for board in self._plan.boards:
            own = [line for line in lines if line.indicator.board == board.code]
            of_figures = completeness([line.figure.entered for line in own if line.asked])
            of_actions = completeness(
                [code in updates and updates[code].entered for code in actions.get(board.code, ())]
            )
            record = returns.get(board.code) or self._returns.unbegun(board.code, quarter)
            complete = of_figures + of_actions
            late = self._days_late(record, due) if complete.expected else 0
            begun = record.state is not ReturnState.NOT_STARTED
            queries = sum(one.waits for line in own for one in line.problems) if begun else 0
            story = stories.get(board.code, Correspondence())
            came = _handed_in(record, kept.get((board.code, record.version)), story)
            first = story.first_in or came
            one = BoardProgress(
                board, record, complete, due, late, queries, came, first, story.last
            )
            found.append(one)
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

    def history(self, figure: Figure) -> list[Entered]:
        """What a figure has said since it was first entered here, newest first."""
        unit = self._plan.indicator(figure.indicator).unit
        found = []
        for entry in audit.of_record(self._store, "figure", str(figure.id)):
            then = _figure_of(json.loads(entry.after))
            words = figure_words(then, unit) + (f", {then.comment}" if then.comment else "")
            found.append(Entered(entry.at, entry.user, entry.action, words))
        return found[::-1]

    def _figure_lines(
        self, indicators: Sequence[Indicator], quarter: Quarter, reasons: dict[str, LineReason]
    ) -> tuple[FigureLine, ...]:
        codes = [one.code for one in indicators]
        area, now = self._plan.area, quarter.range
        earlier = [quarter.plus(-back).range for back in range(_LOOKED_BACK, 0, -1)]
        found = self._figures.of_ranges(codes, area, [*earlier, now])
        revised = [
            figure
            for (_, period), figure in found.items()
            if period == now and figure.status is FigureStatus.REVISED
        ]
        reported = self._figures.reported(revised) if revised else {}
        overlapping = self._figures.overlapping(codes, area, now)
        drafts = self._drafts.of_lines(quarter, codes)
        agreed = self._changes.all()

        def line(one: Indicator) -> FigureLine:
            figure = found.get((one.code, now)) or blank(one.code, area, now)
            return FigureLine(
                indicator=indicator_with(one, agreed.get((INDICATOR, one.code), ())),
                figure=figure,
                last_quarter=found.get((one.code, quarter.previous.range)),
                year_ago=found.get((one.code, quarter.year_before.range)),
                asked=one.asked_in(quarter),
                past=Past(
                    [found[one.code, then] for then in earlier if (one.code, then) in found],
                    reported.get(figure.id, ()),
                    overlapping.get(one.code, ()),
                ),
                drafts=drafts.get(one.code, {}),
                reason=reasons.get(one.code),
            )

        return tuple(map(line, indicators))

    def _action_lines(
        self, board: str, quarter: Quarter, reasons: dict[str, LineReason]
    ) -> tuple[ActionLine, ...]:
        actions = self._actions.of_board(board)
        updates = self._actions.updates(quarter, board)
        last = self._actions.updates(quarter.previous, board)
        drafts = self._drafts.of_lines(quarter, [one.code for one in actions])
        return tuple(
            ActionLine(
                one,
                _update_on(one, quarter, updates),
                last.get(one.code),
                drafts.get(one.code, {}),
                reasons.get(one.code),
            )
            for one in actions
        )

    def _days_late(self, record: Return, due: date) -> int:
        waiting = record.state.open_for_entry and record.state is not ReturnState.RETURNED
        return max(0, (self._session.today() - due).days) if waiting else 0


def _update_on(
    action: Action, quarter: Quarter, updates: Mapping[str, ActionUpdate]
) -> ActionUpdate:
    return updates.get(action.code) or ActionUpdate(action=action.code, quarter=quarter)


def _handed_in(record: Return, kept_at: str | None, story: Correspondence) -> date | None:
    """The day; where the version was not kept, the audit trail knows it."""
    at = kept_at or story.handed_in.get(record.version)
    is_in = not record.state.open_for_entry or record.state is ReturnState.RETURNED
    return day_of(at) if at and is_in else None


def _figure_of(row: dict[str, str]) -> Figure:
    """A figure as the audit trail holds it, as far as its words need it."""

    def number(name: str) -> Decimal | None:
        return None if row[name] is None else Decimal(row[name])

    return Figure(
        indicator=row["indicator"],
        area=row["area"],
        period=DateRange(date.fromisoformat(row["first"]), date.fromisoformat(row["last"])),
        value=number("value"),
        numerator=number("numerator"),
        denominator=number("denominator"),
        absence=Absence(row["absence"]) if row["absence"] else None,
        comment=row["comment"],
    )
