"""A submitted return as its reviewer works through it, line by line."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum

from csp_desktop.core.actions import Action, ActionUpdate
from csp_desktop.core.figures import Figure
from csp_desktop.core.plan import Board
from csp_desktop.core.returns import LineReason, Return, Summary
from csp_desktop.core.rules import Problem, Severity
from csp_desktop.core.sheet import ActionLine, FigureLine, ReturnSheet

Content = Figure | Action | ActionUpdate | Summary

_UNSEEN = ("id", "version", "shared", "moves")  # of a record, but nothing that a board has said
_DECIDING = ("value", "numerator", "denominator", "sample_size", "absence", "status", "due")


class Decision(Enum):
    """What the reviewer has made of a line."""

    TO_DECIDE = "To decide"
    ACCEPTED = "Accepted"
    QUERIED = "Queried"


@dataclass(frozen=True)
class KeptVersion:
    """A version of a return, kept whole when it was handed in.

    Attributes:
        kept_at: when it was handed in here, or came in (ISO 8601, UTC).
        approved_by, approved_at: empty where it never was.
        records: everything it said, by line; the summary under the empty code.
    """

    version: int
    submitted_by: str
    kept_at: str
    approved_by: str
    approved_at: str
    records: dict[str, tuple[Content, ...]]


@dataclass(frozen=True)
class Message:
    """One entry of the thread on a line: a query of the team, or what the board did about it.

    Attributes:
        at: ISO 8601, UTC.
        from_team: whether the team said it.
        waiting: whether it goes to the board only when the return is sent back.
    """

    at: str
    by: str
    text: str
    from_team: bool
    waiting: bool = False


@dataclass(frozen=True)
class FieldDifference:
    """A field that says something else than in the version before."""

    field: str
    before: object
    now: object


@dataclass(frozen=True)
class ReviewLine:
    """One line of a submitted return.

    Attributes:
        previous: what it said in the version before; empty where none was kept.
        accepted: whether somebody has accepted it in this version.
        query: what is asked of it in this version; it goes to the board when it is sent back.
        asked: what was asked of an earlier version last.
        thread: queries and answers, oldest first.
    """

    line: FigureLine | ActionLine
    previous: tuple[Content, ...] = ()
    accepted: bool = False
    query: LineReason | None = None
    asked: LineReason | None = None
    thread: tuple[Message, ...] = ()

    @property
    def code(self) -> str:
        """Of the indicator or the action."""
        return code_of(self.line)

    @property
    def name(self) -> str:
        """Of the indicator, or the action's text."""
        if isinstance(self.line, FigureLine):
            return self.line.indicator.name
        return self.line.action.planned.text

    @property
    def problems(self) -> list[Problem]:
        """What the rules say of it, errors first."""
        return self.line.problems

    @property
    def differences(self) -> list[FieldDifference]:
        """What it says differently from the version before."""
        return differences(self.previous, contents(self.line))

    @property
    def changed(self) -> bool:
        """Whether its number, status or due date is another than in the version before."""
        return any(one.field in _DECIDING for one in self.differences)

    @property
    def answered(self) -> bool:
        """Whether the board has answered what was asked, in words or by a change."""
        return self.asked is not None and bool(self.differences)

    @property
    def decision(self) -> Decision:
        """What the reviewer has made of it in this version."""
        if self.query is not None:
            return Decision.QUERIED
        return Decision.ACCEPTED if self.accepted else Decision.TO_DECIDE

    @property
    def quiet(self) -> bool:
        """Whether nothing was found, asked or changed: it may be accepted unseen."""
        found = any(one.severity is not Severity.INFORMATION for one in self.problems)
        return not found and self.asked is None and self.query is None and not self.changed


@dataclass(frozen=True)
class ReviewSheet:
    """A return before its reviewer.

    Attributes:
        lines: figures that were asked for or answered, then actions.
        before: the version before this one; None where none was kept.
        now: this version as it was handed in; None where it never was here.
        summary_changed: whether the chair's texts differ from the version before.
        may_decide: whether lines can be accepted and queried here and now.
        first_in: the day its first version came in; None where it has not, or nobody knows.
        refusal: why it cannot be approved whatever is made of its lines; empty while it can.
    """

    sheet: ReturnSheet
    lines: tuple[ReviewLine, ...]
    before: KeptVersion | None
    now: KeptVersion | None
    summary_changed: bool
    may_decide: bool
    refusal: str
    first_in: date | None = None

    @property
    def accepted(self) -> int:
        """Lines that are accepted in this version."""
        return sum(one.decision is Decision.ACCEPTED for one in self.lines)

    @property
    def queried(self) -> list[ReviewLine]:
        """Lines of which something is asked."""
        return [one for one in self.lines if one.decision is Decision.QUERIED]

    @property
    def why_not_approve(self) -> str:
        """Why it cannot be approved, as a sentence; empty while it can."""
        return self.refusal or still_asked(one.code for one in self.queried)

    @property
    def quiet(self) -> list[ReviewLine]:
        """Lines to decide in which nothing was found: they can be accepted at once."""
        return [one for one in self.lines if one.quiet and one.decision is Decision.TO_DECIDE]

    def with_decision(
        self, codes: Iterable[str], *, accepted: bool, query: LineReason | None = None
    ) -> "ReviewSheet":
        """The same with these lines decided, as it would be read again."""
        wanted = set(codes)

        def decided(one: ReviewLine) -> ReviewLine:
            said = tuple(message for message in one.thread if not message.waiting)
            if query is not None:
                said += (Message(query.at, query.by, query.reason, from_team=True, waiting=True),)
            return replace(one, accepted=accepted, query=query, thread=said)

        lines = tuple(decided(one) if one.code in wanted else one for one in self.lines)
        return replace(self, lines=lines)


@dataclass(frozen=True)
class InboxEntry:
    """A return that waits for its reviewer.

    Attributes:
        lines: how many it has, of which so many are accepted and queried.
        answers: lines of which the board has answered what was asked before.
        open_queries: queries of the rules that the board has left without a note.
        handed_in: the day this version came in; None where it is not known here.
        days_late: between due and the day its first version came in.
    """

    board: Board
    record: Return
    lines: int
    accepted: int
    queried: int
    answers: int
    open_queries: int
    handed_in: date | None
    days_late: int


def still_asked(codes: Iterable[str]) -> str:
    """Why a return cannot be approved while something is asked of lines; empty without any."""
    lines = ", ".join(codes)
    return (
        f"Something is still asked of {lines}. Send the return back, or take what is asked back "
        "first."
        if lines
        else ""
    )


def code_of(line: FigureLine | ActionLine) -> str:
    """Of the line's indicator or action."""
    return line.indicator.code if isinstance(line, FigureLine) else line.action.code


def contents(line: FigureLine | ActionLine) -> tuple[Content, ...]:
    """The records of a line that its board fills in."""
    return (line.figure,) if isinstance(line, FigureLine) else (line.action, line.update)


def all_contents(sheet: ReturnSheet) -> list[Content]:
    """Everything a return says; a figure that is neither asked for nor entered says nothing."""
    lines = [one for one in sheet.figures if one.asked or one.figure.entered]
    figures = [one.figure for one in lines]
    actions = [record for line in sheet.actions for record in (line.action, line.update)]
    return [*figures, *actions, sheet.summary]


def differences(before: Sequence[Content], now: Sequence[Content]) -> list[FieldDifference]:
    """What the same records say differently, field by field; nothing where there were none."""
    known = {type(one): one for one in before}
    found = []
    for record in now:
        was = known.get(type(record))
        for one in fields(record) if was is not None else ():
            then, says = getattr(was, one.name), getattr(record, one.name)
            if one.name not in _UNSEEN and then != says:
                found.append(FieldDifference(one.name, then, says))
    return found


def thread_of(
    reasons: Iterable[LineReason],
    versions: Sequence[KeptVersion],
    code: str,
    answer: Callable[[Sequence[Content], Sequence[Content]], str],
    sent: int,
) -> tuple[Message, ...]:
    """Queries on a line and what its board did about each, oldest first.

    Args:
        reasons: what was asked of it, one for each version.
        versions: those that were kept, the oldest first.
        code: of the line.
        answer: what a board did, from what a line said before and after; empty for nothing.
        sent: the last version that went back to its board.
    """
    by_version = {one.version: one for one in versions}
    found = []
    for one in sorted(reasons, key=lambda one: one.version):
        waiting = one.version > sent
        found.append(Message(one.at, one.by, one.reason, from_team=True, waiting=waiting))
        then, after = by_version.get(one.version), by_version.get(one.version + 1)
        if then is None or after is None:
            continue
        said = answer(then.records.get(code, ()), after.records.get(code, ()))
        if said:
            found.append(Message(after.kept_at, after.submitted_by, said, from_team=False))
    return tuple(found)
