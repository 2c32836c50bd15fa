"""The whole story of one action of the delivery plan, and the indicators it should move."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from csp_desktop.core.actions import Action, ActionUpdate
from csp_desktop.core.analysis.series import points, summed
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.figures import Figure, FigureStatus
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Indicator, Measure, Plan
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.action_story_repository import ActionStoryRepository, DueAgreement
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository

_MOST_INDICATORS = 6
_QUARTERS = 12


@dataclass(frozen=True)
class ToldUpdate:
    """What was reported for one quarter, as it reads now.

    Attributes:
        by, at: who last wrote it and when, ISO 8601 in UTC; empty where nothing says so.
    """

    update: ActionUpdate
    by: str
    at: str


@dataclass(frozen=True)
class DueMove:
    """A due date that was moved.

    Attributes:
        at: when it was entered, ISO 8601 in UTC.
        agreement: what was agreed of it; None where no agreement is recorded.
    """

    before: date | None
    after: date | None
    at: str
    by: str
    agreement: DueAgreement | None = None


@dataclass(frozen=True)
class Moved:
    """An indicator an action should move, with its figures of the last quarters that have one."""

    indicator: Indicator
    figures: tuple[Figure, ...]

    @property
    def known(self) -> bool:
        """Whether there is a number among them."""
        return any(one.has_number for one in self.figures)


@dataclass(frozen=True)
class ActionStory:
    """Everything that is known of one action.

    Attributes:
        priority: its title.
        board, agency: their names; the agency's is empty where the plan names none.
        now: what was reported for the quarter asked about; None where nothing was.
        updates: of every quarter, newest first.
        moves: of its due date, oldest first.
        moving: the indicators it should move, at most six; of a whole priority's, those with
            figures first.
        named: whether the action names their measures itself; otherwise they are its priority's.
        left_out: how many more indicators it should move.
    """

    action: Action
    quarter: Quarter
    priority: str
    board: str
    agency: str
    now: ActionUpdate | None
    updates: tuple[ToldUpdate, ...]
    moves: tuple[DueMove, ...]
    moving: tuple[Moved, ...]
    named: bool
    left_out: int


class Stories:
    """Stories of actions out of one database."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store = store
        self._plan = plan
        self._actions = ActionRepository(store)
        self._figures = FigureRepository(store)
        self._behind = ActionStoryRepository(store)

    def story(self, code: str, quarter: Quarter) -> ActionStory:
        """The story of an action as seen in a quarter.

        Args:
            code: the action's.
            quarter: whose update is the present one, and up to which figures are told.

        Raises:
            NotFoundError: there is no such action.
        """
        with self._store.snapshot():
            action = self._actions.get(code)
            if action is None:
                raise NotFoundError(f"There is no action “{code}” in this plan.")
            updates = self._updates(action)
            indicators, named = indicators_of(self._plan, action)
            moving = self._moved(indicators, quarter)
            if not named:
                moving.sort(key=lambda one: not one.known)
            return ActionStory(
                action=action,
                quarter=quarter,
                priority=self._priority(action),
                board=self._plan.board(action.planned.board).name,
                agency=self._agency(action),
                now=next((one.update for one in updates if one.update.quarter == quarter), None),
                updates=updates,
                moves=_moves(action, self._behind.due_agreements(action.code)),
                moving=tuple(moving[:_MOST_INDICATORS]),
                named=named,
                left_out=max(0, len(moving) - _MOST_INDICATORS),
            )

    def _updates(self, action: Action) -> tuple[ToldUpdate, ...]:
        updates = self._actions.updates_of(action.code)
        written = self._behind.last_written(one.id for one in updates)
        return tuple(
            ToldUpdate(one, *written.get(one.id, ("", "")))
            for one in sorted(updates, key=lambda one: one.quarter, reverse=True)
        )

    def _priority(self, action: Action) -> str:
        titles = {one.code: one.title for one in self._plan.priorities}
        own = self._actions.own_priorities(action.planned.board)
        titles |= {one.code: one.title for one in own}
        return titles.get(action.priority, "")

    def _agency(self, action: Action) -> str:
        code = action.planned.agency
        return next((one.name for one in self._plan.agencies if one.code == code), code)

    def _moved(self, indicators: Sequence[Indicator], quarter: Quarter) -> list[Moved]:
        ranges = [quarter.plus(-back).range for back in reversed(range(_QUARTERS))]
        codes = {part.code for one in indicators for part in self._entered(one)}
        found = self._figures.of_ranges(sorted(codes), self._plan.area, ranges)
        moved = []
        for one in indicators:
            parts = [
                [found[part.code, period] for period in ranges if (part.code, period) in found]
                for part in self._entered(one)
            ]
            figures = _sums(one, self._plan.area, parts) if one.sum_of else parts[0]
            moved.append(Moved(one, tuple(figures)))
        return moved

    def _entered(self, indicator: Indicator) -> list[Indicator]:
        """The indicator itself, or the parts down to those that are entered."""
        if not indicator.sum_of:
            return [indicator]
        parts = (self._entered(self._plan.indicator(code)) for code in indicator.sum_of)
        return [one for part in parts for one in part]


def indicators_of(plan: Plan, action: Action) -> tuple[list[Indicator], bool]:
    """The indicators an action should move, and whether it names them itself.

    An action that names measures, or an indicator by its title or code, means those; any other
    serves all the measures of its priority.
    """
    named = _found(plan, [code for text in action.measures for code in _meant(plan, action, text)])
    if named:
        return named, True
    theirs = [one for one in plan.priorities if one.code == action.priority]
    codes = (code for priority in theirs for one in priority.measures for code in _codes(one))
    return _found(plan, codes), False


def _found(plan: Plan, codes: Iterable[str]) -> list[Indicator]:
    return [plan.indicator(code) for code in dict.fromkeys(codes)]


def _meant(plan: Plan, action: Action, text: str) -> list[str]:
    """The codes a measure's text stands for: its own priority's measure before another's."""
    wanted = _plain(text)
    nearest = sorted(plan.priorities, key=lambda one: one.code != action.priority)
    for priority in nearest:
        for measure in priority.measures:
            if _plain(measure.text) == wanted:
                return _codes(measure)
            for part in measure.parts:
                if _plain(part.text) == wanted:
                    return list(part.indicators)
    named = set(re.findall(r"[\w-]+", wanted))
    return [
        one.code
        for one in plan.indicators
        if wanted in (_plain(one.title), _plain(one.name)) or one.code.casefold() in named
    ]


def _codes(measure: Measure) -> list[str]:
    return [*measure.indicators, *(code for part in measure.parts for code in part.indicators)]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _moves(action: Action, agreements: Sequence[DueAgreement]) -> tuple[DueMove, ...]:
    """The moves of a due date, each with what was agreed of it."""
    moves = [DueMove(one.before, one.after, one.at, one.by) for one in action.moves]
    for agreed in agreements:
        # The same move may be made twice: the one meant is the last before the agreement.
        fitting = [
            at
            for at, move in enumerate(moves)
            if move.agreement is None and (move.before, move.after) == (agreed.before, agreed.after)
        ]
        meant = max(fitting, key=lambda at: (moves[at].at <= agreed.at, moves[at].at), default=None)
        if meant is None:
            # A first due date is no move; where one was agreed, it belongs to the story as well.
            moves.append(DueMove(agreed.before, agreed.after, agreed.at, agreed.made_by, agreed))
        else:
            moves[meant] = replace(moves[meant], agreement=agreed)
    return tuple(sorted(moves, key=lambda one: one.at))


def _sums(indicator: Indicator, area: str, parts: Sequence[Sequence[Figure]]) -> Iterator[Figure]:
    """The figures of a sum, of the quarters for which every part has a number."""
    for point in summed([points(part) for part in parts]):
        if point.value is not None:
            yield Figure(
                indicator=indicator.code,
                area=area,
                period=point.period,
                value=Decimal(point.value.numerator) / point.value.denominator,
                status=FigureStatus.PROVISIONAL if point.provisional else FigureStatus.FINAL,
            )
