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
        code: stable, `F-01`: priority and place in the plan.
        agency: the lead agency's code where the plan's text names it, else empty.
    """

    code: str
    text: str
    board: str
    heading: str = ""
    parts: tuple[str, ...] = ()
    agency: str = ""


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


@dataclass(frozen=True, kw_only=True)
class Action:
    """A planned action with what people have added: who leads it and when it is due.

    Attributes:
        lead: the lead officer's role (never a name: DESIGN.md and CONVENTIONS.md F14).
        due: the day it is due now; `original_due` the first day that was ever set.
        shared: what both sides last held, as the exchange of workbooks writes it.
        version: one more with every change; the plan's own state is 1.
    """

    planned: PlannedAction
    priority: str
    lead: str = ""
    due: date | None = None
    original_due: date | None = None
    shared: str = ""
    version: int = 1
    id: UUID = field(default_factory=uuid4)

    @property
    def code(self) -> str:
        """Its code."""
        return self.planned.code

    def with_lead_and_due(self, lead: str, due: date | None) -> "Action":
        """The same action led and due as given; the first due date is kept as the original."""
        return replace(self, lead=lead, due=due, original_due=self.original_due or due)


@dataclass(frozen=True, kw_only=True)
class ActionUpdate:
    """What a board reports on one action for one quarter.

    Attributes:
        status: None until somebody has chosen one.
        shared: what both sides last held, as the exchange of workbooks writes it.
        version: 0 before it is first stored.
    """

    action: str
    quarter: Quarter
    status: ActionStatus | None = None
    note: str = ""
    shared: str = ""
    version: int = 0
    id: UUID = field(default_factory=uuid4)

    @property
    def entered(self) -> bool:
        """Whether the board has said how the action stands."""
        return self.status is not None
