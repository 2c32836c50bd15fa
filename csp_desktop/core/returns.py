"""A return: one board, one quarter, its states and who may move it on (DESIGN.md 6)."""

from dataclasses import dataclass, field, replace
from enum import Enum
from uuid import UUID, uuid4, uuid5

from csp_desktop.core.errors import RefusedError
from csp_desktop.core.periods import Quarter

_NAMESPACE = UUID("6f1f7d0e-3a55-5c57-9a0e-0c0b7c5d2a11")


class ReturnState(Enum):
    """Where a return stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    ISSUED = "issued"

    @property
    def words(self) -> str:
        """`In progress`."""
        return self.value.replace("_", " ").capitalize()

    @property
    def open_for_entry(self) -> bool:
        """Whether its board may change it."""
        return self in (ReturnState.NOT_STARTED, ReturnState.IN_PROGRESS, ReturnState.RETURNED)


@dataclass(frozen=True)
class LineReason:
    """Why the team sent one line of a return back.

    Attributes:
        line: the code of an indicator or an action.
        version: of the return that was sent back.
        at: ISO 8601, UTC.
    """

    line: str
    reason: str
    version: int
    by: str
    at: str


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a board's chair tells the partnership beside the figures.

    Attributes:
        decisions, resources: what is wanted of the partnership.
        shared: what both sides last held, as the exchange of workbooks writes it.
        version: 0 before it is first stored.
    """

    board: str
    quarter: Quarter
    achievements: str = ""
    concerns: str = ""
    decisions: str = ""
    resources: str = ""
    shared: str = ""
    version: int = 0
    id: UUID = field(default_factory=uuid4)

    @property
    def written(self) -> bool:
        """Whether the chair has said anything."""
        return any((self.achievements, self.concerns, self.decisions, self.resources))

    def same_content(self, other: "Summary") -> bool:
        """Whether the two say the same, whoever stored them and how often."""
        return replace(self, id=other.id, version=other.version, shared=other.shared) == other


@dataclass(frozen=True, kw_only=True)
class Return:
    """One board's return for one quarter.

    Attributes:
        plan: the id of the plan it belongs to.
        version: of the content: 1 from the first submission, one more with every resubmission
            and every reopening.
        submitted_by: who submitted it last; that person never approves it.
        opened_by: who of the team has opened it since; from then on it cannot be withdrawn.
        reason: why it was last sent back or reopened.
        row_version: of the stored row, for saves that must not overwrite someone else's.
    """

    board: str
    quarter: Quarter
    state: ReturnState = ReturnState.NOT_STARTED
    version: int = 0
    submitted_by: str = ""
    opened_by: str = ""
    reason: str = ""
    row_version: int = 0
    plan: str = ""

    @property
    def id(self) -> UUID:
        """The same on every machine, so that a return is known wherever its workbook goes."""
        return uuid5(_NAMESPACE, f"{self.plan}/{self.board}/{self.quarter}")

    def started(self) -> "Return":
        """The return after a value was entered.

        Raises:
            RefusedError: it is locked.
        """
        if not self.state.open_for_entry:
            raise RefusedError(
                f"The return of {self.board} for {self.quarter} is {self.state.words.lower()} "
                "and locked. It can be changed again when it is sent back or reopened."
            )
        if self.state is ReturnState.NOT_STARTED:
            return replace(self, state=ReturnState.IN_PROGRESS)
        return self

    def submitted(self, by: str) -> "Return":
        """The return locked and handed in.

        Raises:
            RefusedError: nothing has been entered, or it is locked already.
        """
        self._must_be("submitted", ReturnState.IN_PROGRESS, ReturnState.RETURNED)
        return replace(
            self,
            state=ReturnState.SUBMITTED,
            version=self.version + 1,
            submitted_by=by,
            opened_by="",
        )

    def withdrawn(self) -> "Return":
        """The return taken back by its board, as long as nobody of the team has opened it.

        Raises:
            RefusedError: it is not submitted, or the team has opened it.
        """
        self._must_be("withdrawn", ReturnState.SUBMITTED)
        if self.opened_by:
            raise RefusedError(
                f"{self.opened_by} has opened this return, so it cannot be withdrawn. "
                "Ask the team to send it back."
            )
        return replace(self, state=ReturnState.IN_PROGRESS)

    def opened(self, by: str) -> "Return":
        """The return once somebody of the team has it before them.

        Raises:
            RefusedError: it is not submitted.
        """
        self._must_be("opened", ReturnState.SUBMITTED)
        return replace(self, opened_by=self.opened_by or by)

    def sent_back(self, reason: str) -> "Return":
        """The return handed back to its board with a reason.

        Raises:
            RefusedError: it is not submitted, or no reason is given.
        """
        self._must_be("sent back", ReturnState.SUBMITTED)
        return replace(self, state=ReturnState.RETURNED, reason=self._given(reason))

    def approved(self, by: str) -> "Return":
        """The return accepted by the team.

        Raises:
            RefusedError: it is not submitted, or the same person submitted it.
        """
        self._must_be("approved", ReturnState.SUBMITTED)
        if by == self.submitted_by:
            raise RefusedError(
                f"{by} submitted this return and so cannot approve it. Another reviewer can."
            )
        return replace(self, state=ReturnState.APPROVED)

    def issued(self) -> "Return":
        """The return frozen in an issued pack.

        Raises:
            RefusedError: it is not approved.
        """
        self._must_be("issued in a pack", ReturnState.APPROVED)
        return replace(self, state=ReturnState.ISSUED)

    def reopened(self, reason: str) -> "Return":
        """The approved return open again as a new version.

        Raises:
            RefusedError: it is not approved or issued, or no reason is given.
        """
        self._must_be("reopened", ReturnState.APPROVED, ReturnState.ISSUED)
        return replace(
            self,
            state=ReturnState.IN_PROGRESS,
            version=self.version + 1,
            reason=self._given(reason),
        )

    def check_submitted(self, done: str) -> None:
        """Refuse what is done to submitted returns only.

        Args:
            done: what is done to it: `reviewed`.

        Raises:
            RefusedError: it is not submitted.
        """
        self._must_be(done, ReturnState.SUBMITTED)

    def _must_be(self, done: str, *states: ReturnState) -> None:
        if self.state not in states:
            raise RefusedError(
                f"The return of {self.board} for {self.quarter} is {self.state.words.lower()}. "
                f"Only one that is {' or '.join(one.words.lower() for one in states)} "
                f"can be {done}."
            )

    def _given(self, reason: str) -> str:
        if not reason.strip():
            raise RefusedError("Enter a reason: the board must be able to read why.")
        return reason.strip()
