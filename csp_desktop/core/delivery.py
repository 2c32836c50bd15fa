"""The delivery plan across boards: how an action stands on a day, and which ones are asked for.

The storage answers the same questions in SQL for many actions at once; a test holds both to one
meaning.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from csp_desktop.core.actions import ActionStatus, Milestone, Resourcing
from csp_desktop.core.periods import Quarter

ANY = ""
NONE = "none"
"""Of a status or a lead agency: actions that have none."""

OFTEN = 2
"""Put off so many times or more, an action is slipping."""


class Concern(Enum):
    """Why an action is on the list of exceptions; the gravest first.

    Attributes:
        OFF_TRACK: its board said so last.
        OVERDUE: its due date has gone by.
        NEGLECTED: nothing was reported on it for two quarters or more.
        SLIPPING: its due date was put off twice or more.
        UNFUNDED: it needs resources, and they are not secured.
    """

    OFF_TRACK = "off_track"
    OVERDUE = "overdue"
    NEGLECTED = "neglected"
    SLIPPING = "slipping"
    UNFUNDED = "unfunded"

    @property
    def words(self) -> str:
        """`Off track`."""
        return self.value.replace("_", " ").capitalize()


class Segment(Enum):
    """Which actions of those that match the other filters."""

    ALL = "all"
    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    SLIPPED = "slipped"
    NO_UPDATE = "no_update"
    EXCEPTIONS = "exceptions"


class DueIn(Enum):
    """When an action is due, against the quarter looked at."""

    ANY = "any"
    EARLIER = "earlier"
    THIS_QUARTER = "this_quarter"
    NEXT_QUARTER = "next_quarter"
    LATER = "later"
    NONE = "none"


class GroupBy(Enum):
    """What the actions are grouped by; exceptions by the gravest of each action."""

    STATUS = "status"
    BOARD = "board"
    PRIORITY = "priority"
    LEAD = "lead"
    DUE = "due"
    OVERDUE = "overdue"
    NO_UPDATE = "no_update"
    SLIPPED = "slipped"
    EXCEPTION = "exception"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows the table; empty texts let everything through.

    Attributes:
        board, priority, agency: codes; `NONE` asks for actions without a lead agency.
        status: the value of an `ActionStatus`; `NONE` asks for actions nobody has reported on.
        find: words of the action or of its code, in whatever case.
    """

    segment: Segment = Segment.ALL
    board: str = ANY
    priority: str = ANY
    agency: str = ANY
    status: str = ANY
    due: DueIn = DueIn.ANY
    find: str = ""


@dataclass(frozen=True)
class AsOf:
    """The quarter and the day from which the plan is looked at.

    Attributes:
        quarter: whose updates are this quarter's; later ones are not seen.
        day: a due date before it has gone by.
        first: the first quarter for which returns were asked.
    """

    quarter: Quarter
    day: date
    first: Quarter

    @property
    def heard_lately(self) -> Quarter | None:
        """An action is neglected if nothing was said of it in this quarter or later.

        None in the first quarter: two have to go by before anything is neglected.
        """
        return self.quarter.previous if self.quarter > self.first else None


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """One action as it stands.

    Attributes:
        place: where the storage finds it.
        agency: the lead agency's code, or empty; `lead` the lead officer's role.
        status: what was last reported up to the quarter looked at; None where nothing was.
        heard: the quarter in which that was.
        slips: how often its due date was put off.
    """

    place: int
    as_of: AsOf
    code: str
    text: str
    priority: str
    board: str
    agency: str
    lead: str
    status: ActionStatus | None
    heard: Quarter | None
    start: date | None
    due: date | None
    original_due: date | None
    milestones: tuple[Milestone, ...]
    slips: int
    resources_needed: str
    resourcing: Resourcing | None
    proposed: bool

    @property
    def unfinished(self) -> bool:
        """Whether there is still something to do: it is neither complete nor deferred."""
        return self.status is None or self.status.unfinished

    @property
    def days_over(self) -> int:
        """Days since its due date went by, while there is still something to do; else nought."""
        if self.due is None or not self.unfinished:
            return 0
        return max(0, (self.as_of.day - self.due).days)

    @property
    def days_slipped(self) -> int:
        """How many days later than first promised it is due now."""
        if self.due is None or self.original_due is None:
            return 0
        return max(0, (self.due - self.original_due).days)

    @property
    def no_update(self) -> bool:
        """Whether nothing was reported on it in the quarter looked at."""
        return self.heard != self.as_of.quarter

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """Why it is on the list of exceptions, the gravest first; of what is unfinished only."""
        if not self.unfinished:
            return ()
        holds = {
            Concern.OFF_TRACK: self.status is ActionStatus.OFF_TRACK,
            Concern.OVERDUE: self.days_over > 0,
            Concern.NEGLECTED: self._neglected,
            Concern.SLIPPING: self.slips >= OFTEN,
            Concern.UNFUNDED: bool(self.resources_needed)
            and self.resourcing is Resourcing.NOT_SECURED,
        }
        return tuple(one for one, is_so in holds.items() if is_so)

    @property
    def _neglected(self) -> bool:
        """A proposal of which nobody has said anything yet is not asked for by any return."""
        lately = self.as_of.heard_lately
        if lately is None:
            return False
        return not self.proposed if self.heard is None else self.heard < lately


@dataclass(frozen=True)
class Counts:
    """How many actions there are.

    Attributes:
        total: in the whole plan, proposals that were taken back apart.
        by_segment: of those that match every filter but the segment's own.
    """

    total: int
    by_segment: dict[Segment, int]


@dataclass(frozen=True)
class Group:
    """Actions that are alike: in which words, and each by its place, in the order to show them."""

    key: str
    words: str
    places: "array[int]"

    def __len__(self) -> int:
        return len(self.places)


def pages(places: "array[int]", size: int) -> Iterator["array[int]"]:
    """Places in slices of so many."""
    for first in range(0, len(places), size):
        yield places[first : first + size]
