"""Delivery plan actions and what boards report on them each quarter."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from uuid import UUID, uuid4

from csp_desktop.core.periods import Quarter


@dataclass(frozen=True)
class PlannedAction:
    """An action as the plan prints it, with the one board that reports on it.

    Attributes:
        code: stable, `F-01`: priority and place in the plan; `NPFHF-P1` where a board proposed it.
        agency: the lead agency's code where the plan's text names it, else empty.
    """

    code: str
    text: str
    board: str
    heading: str = ""
    parts: tuple[str, ...] = ()
    agency: str = ""


@dataclass(frozen=True)
class OwnPriority:
    """A priority a board has set itself beside the plan's; one without a title was taken back."""

    code: str
    board: str
    title: str

    def same_content(self, other: "OwnPriority") -> bool:
        """Whether the two say the same."""
        return self == other


class ActionStatus(Enum):
    """How an action stands."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    COMPLETE = "complete"
    DEFERRED = "deferred"

    @property
    def words(self) -> str:
        """`On track`."""
        return self.value.replace("_", " ").capitalize()

    @property
    def unfinished(self) -> bool:
        """Whether there is still something to do by its due date."""
        return self not in (ActionStatus.COMPLETE, ActionStatus.DEFERRED)


class Resourcing(Enum):
    """How it stands with the resources an action needs."""

    SECURED = "secured"
    APPLIED = "applied"
    NOT_SECURED = "not_secured"

    @property
    def words(self) -> str:
        """`Application made`."""
        return _RESOURCING_WORDS[self]


_RESOURCING_WORDS = {
    Resourcing.SECURED: "Secured",
    Resourcing.APPLIED: "Application made",
    Resourcing.NOT_SECURED: "Not secured",
}


@dataclass(frozen=True)
class Milestone:
    """A step on the way, with the day it should be met and the day it was."""

    text: str
    due: date | None = None
    met_on: date | None = None


@dataclass(frozen=True)
class DueChange:
    """A due date that was moved: from, to, when (ISO 8601, UTC) and by whom."""

    before: date
    after: date | None
    at: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Action:
    """A planned action with what people have added: who leads it, when it is due, what it takes.

    Attributes:
        aim, measures: which of its priority's aims it serves and which measures it moves, in the
            plan's own words.
        lead: the lead officer's role (never a name: DESIGN.md and CONVENTIONS.md F14).
        partners: who else works on it, in words.
        due: the day it is due now; `original_due` the first day that was ever set.
        resources_needed, resources_source: what it takes and where that comes from, in words.
        moves: every change of a due date, oldest first; kept by the storage.
        proposed: whether a board proposed it, beyond the plan.
        dropped: whether its board has taken the proposal back.
        shared: what both sides last held, as the exchange of workbooks writes it.
        version: one more with every change; the plan's own state is 1; 0 before a proposal is
            first stored.
    """

    planned: PlannedAction
    priority: str
    aim: str = ""
    measures: tuple[str, ...] = ()
    lead: str = ""
    partners: str = ""
    start: date | None = None
    due: date | None = None
    original_due: date | None = None
    milestones: tuple[Milestone, ...] = ()
    resources_needed: str = ""
    resources_source: str = ""
    resourcing: Resourcing | None = None
    moves: tuple[DueChange, ...] = ()
    proposed: bool = False
    dropped: bool = False
    shared: str = ""
    version: int = 1
    id: UUID = field(default_factory=uuid4)

    @property
    def code(self) -> str:
        """Its code."""
        return self.planned.code

    def due_on(self, due: date | None) -> "Action":
        """The same action with this due date; the first one ever set is kept as the original."""
        return replace(self, due=due, original_due=self.original_due or due)

    @property
    def slips(self) -> int:
        """How often its due date was put off."""
        return sum(1 for one in self.moves if one.after is not None and one.after > one.before)

    @property
    def days_slipped(self) -> int:
        """How many days later than first promised it is due now."""
        if self.due is None or self.original_due is None:
            return 0
        return max(0, (self.due - self.original_due).days)

    def same_content(self, other: "Action") -> bool:
        """Whether the two say the same, whoever stored them and how often."""
        return (
            replace(
                self, id=other.id, version=other.version, shared=other.shared, moves=other.moves
            )
            == other
        )


@dataclass(frozen=True, kw_only=True)
class ActionUpdate:
    """What a board reports on one action for one quarter.

    Attributes:
        status: None until somebody has chosen one; `reason` says why it stands so.
        percent: how much of it is done, 0 to 100.
        note: what was done this quarter; `next_steps`: what comes next.
        evidence: a link or a place where the evidence lies.
        shared: what both sides last held, as the exchange of workbooks writes it.
        version: 0 before it is first stored.
    """

    action: str
    quarter: Quarter
    status: ActionStatus | None = None
    reason: str = ""
    percent: int | None = None
    note: str = ""
    next_steps: str = ""
    evidence: str = ""
    shared: str = ""
    version: int = 0
    id: UUID = field(default_factory=uuid4)

    @property
    def entered(self) -> bool:
        """Whether the board has said how the action stands."""
        return self.status is not None

    def same_content(self, other: "ActionUpdate") -> bool:
        """Whether the two say the same, whoever stored them and how often."""
        return replace(self, id=other.id, version=other.version, shared=other.shared) == other
