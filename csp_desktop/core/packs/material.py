"""What a pack is made of, gathered before anything is protected or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from csp_desktop.core.actions import ActionUpdate
from csp_desktop.core.analysis.published import PublishedError
from csp_desktop.core.dashboard import Dashboard
from csp_desktop.core.delivery import DeliveryRow
from csp_desktop.core.disclosure.rounding import EXACT, Rule
from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.changes import PackChange
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Board, Plan
from csp_desktop.core.returns import ReturnState, Summary


@dataclass(frozen=True)
class OpenQuery:
    """A query of the rules or of the team that nobody has answered."""

    board: str
    line: str
    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class BoardPart:
    """What a board brings.

    Attributes:
        owes: whether the quarter asks it for anything.
        days_late: nought where it is in, or not due yet.
        comments: on figures, by the indicator's code.
        queries: that nobody has answered.
    """

    board: Board
    state: ReturnState
    owes: bool
    days_late: int
    summary: Summary
    comments: Mapping[str, str] = field(default_factory=dict)
    queries: tuple[OpenQuery, ...] = ()


@dataclass(frozen=True)
class ActionPart:
    """An action with what its board said of it in the quarter; None where it said nothing."""

    row: DeliveryRow
    update: ActionUpdate | None


@dataclass(frozen=True)
class Revision:
    """A figure that was reported otherwise before, in words."""

    indicator: str
    name: str
    period: DateRange
    before: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything a pack is made of.

    Attributes:
        meeting: the day of the meeting it is for; None where none is named.
        marking: the protective marking; empty for none.
        rule: how a public edition publishes counts.
        made: the moment whose knowledge it holds.
        known_on: the day as known on which figures are shown; None for what is known now.
        published: printed figures of the plan that do not follow from the others.
        changes: since the last issued pack of its kind, edition and board.
        since: that pack in words; empty where there is none.
    """

    plan: Plan
    edition: Edition
    quarter: Quarter
    dashboard: Dashboard
    boards: tuple[BoardPart, ...]
    actions: tuple[ActionPart, ...]
    made: datetime
    meeting: date | None = None
    marking: str = ""
    rule: Rule = EXACT
    known_on: date | None = None
    revisions: tuple[Revision, ...] = ()
    published: tuple[PublishedError, ...] = ()
    changes: tuple[PackChange, ...] = ()
    since: str = ""
