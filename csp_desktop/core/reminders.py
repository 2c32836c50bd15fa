"""Contact with boards over their returns: what it was, and the text that reminds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from textwrap import shorten

from csp_desktop.core.periods import Quarter, day_of, day_words
from csp_desktop.core.returns import Return, ReturnState
from csp_desktop.core.sheet import ActionLine, Completeness, FigureLine, ReturnSheet

_FRIDAY = 4
_DAYS_TO_ANSWER = 2  # at the very least, before the Friday a return is wanted by
_DAYS_IN_WORDS = 99
_LINE_LENGTH = 70


class ContactKind(Enum):
    """What passed between the team and a board, in the words of Home."""

    REMINDER = "reminder"
    WORKBOOK = "workbook sent"
    RECEIVED = "received"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    APPROVED = "approved"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Contact:
    """One contact with a board over a return.

    Attributes:
        at: ISO 8601, UTC.
    """

    kind: ContactKind
    at: str

    @property
    def day(self) -> date:
        """The day, by the clock of this machine."""
        return day_of(self.at)


@dataclass(frozen=True)
class Correspondence:
    """What passed over one return.

    Attributes:
        last: the newest contact; None before the first.
        handed_in: when each version was handed in or came in (ISO 8601, UTC), by its number;
            without what was taken back since.
    """

    last: Contact | None = None
    handed_in: Mapping[int, str] = field(default_factory=dict)

    @property
    def first_in(self) -> date | None:
        """The day the first version came in; None while none has."""
        return day_of(self.handed_in[min(self.handed_in)]) if self.handed_in else None


@dataclass(frozen=True)
class Reminder:
    """A message to a board, ready to be pasted."""

    to: str
    subject: str
    text: str

    @property
    def whole(self) -> str:
        """All of it, as it is shown, copied and written to a file."""
        return f"To: {self.to}\nSubject: {self.subject}\n\n{self.text}"


def is_owed(record: Return, complete: Completeness) -> bool:
    """Whether a board can be reminded of a return: it asks for something, and is not in."""
    return record.state.open_for_entry and complete.expected > 0


def reminder_of(sheet: ReturnSheet, today: date, *, says_late: bool = True) -> Reminder:
    """The words that remind a board of its return.

    Args:
        sheet: the return, which is owed.
        today: the day on which it is written.
        says_late: whether it tells how late the return is.
    """
    who = "lead officer and chair" if sheet.board.chair else "lead officer"
    quarter = f"Quarter {sheet.quarter.number} return"
    if sheet.record.state is ReturnState.RETURNED:
        subject, first = f"{quarter}, sent back", _sent_back(sheet)
    else:
        subject = f"{quarter}, due {day_words(sheet.due, year=False)}"
        first = f"{_not_in(sheet, today, says_late)} {_still_to_come(sheet)}"
    text = f"{first}\n\n{_workbook(sheet, today)}"
    return Reminder(f"{who}, {sheet.board.name}", subject, text)


def wanted_by(today: date, due: date, *, sent_back: bool = False) -> date:
    """The day a return is asked for: the day it is due, else a Friday with time to answer.

    Args:
        today: the day on which it is asked for.
        due: the day the return is or was due.
        sent_back: whether the board has to answer what was asked since.
    """
    if today <= due and not sent_back:
        return due
    earliest = today + timedelta(days=_DAYS_TO_ANSWER)
    friday = earliest + timedelta(days=(_FRIDAY - earliest.weekday()) % 7)
    return max(due, friday)


def file_stem(board: str, quarter: Quarter) -> str:
    """How the name of a file about a return begins, safe on every disk: `DVF 2015-16-Q1`."""
    name = f"{board} {str(quarter).replace('/', '-')}"
    return "".join(one if one.isalnum() or one in " -_" else "_" for one in name)


def counted(number: int, noun: str) -> str:
    """`1 figure`, `2 figures`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _return_words(sheet: ReturnSheet) -> str:
    """`The Prevent Board’s return for April to June 2015`."""
    name = sheet.board.name
    article = "" if name.lower().startswith("the ") else "The "
    whose = f"{name}’" if name.endswith("s") else f"{name}’s"
    return f"{article}{whose} return for {sheet.quarter.range.words()}"


def _not_in(sheet: ReturnSheet, today: date, says_late: bool) -> str:
    due, late = _long_day(sheet.due), (today - sheet.due).days
    if late <= 0:
        return f"{_return_words(sheet)} is due on {due} and has not arrived yet."
    by = f": it is {counted(late, 'day')} late" if says_late and late <= _DAYS_IN_WORDS else ""
    return f"{_return_words(sheet)} was due on {due} and has not arrived{by}."


def _still_to_come(sheet: ReturnSheet) -> str:
    figures, actions = sheet.figures_complete, sheet.actions_complete
    left = [
        counted(number, noun)
        for number, noun in (
            (figures.expected - figures.entered, "figure"),
            (actions.expected - actions.entered, "action update"),
        )
        if number
    ]
    if not left:
        return "Everything in it is entered; it has only to be checked and submitted."
    asks = "Still to come:" if sheet.complete.entered else "It asks for"
    return f"{asks} {' and '.join(left)}."


def _sent_back(sheet: ReturnSheet) -> str:
    lines: tuple[FigureLine | ActionLine, ...] = (*sheet.figures, *sheet.actions)
    reasons = {_line_words(line): line.reason for line in lines if line.reason is not None}
    if not reasons:
        return f"{_return_words(sheet)} was sent back. {sheet.record.reason}".strip()
    on = _long_day(max(day_of(one.at) for one in reasons.values()))
    many = "1 line needs" if len(reasons) == 1 else f"{len(reasons)} lines need"
    said = "\n".join(f"{line}: {one.reason}" for line, one in reasons.items())
    return f"{_return_words(sheet)} was sent back on {on}. {many} an answer.\n\n{said}"


def _line_words(line: FigureLine | ActionLine) -> str:
    if isinstance(line, FigureLine):
        return f"{line.indicator.code} {line.indicator.name}"
    planned = line.action.planned
    return f"{planned.code} {shorten(planned.text, _LINE_LENGTH, placeholder='…')}"


def _workbook(sheet: ReturnSheet, today: date) -> str:
    sent_back = sheet.record.state is ReturnState.RETURNED
    by = _long_day(wanted_by(today, sheet.due, sent_back=sent_back))
    begun, last = sheet.complete.entered, any(one.last_quarter is not None for one in sheet.figures)
    parts = ["what is entered so far"] * bool(begun) + ["last quarter’s figures"] * last
    holds = f" with {' and '.join(parts)} in it" if parts else ""
    if sent_back:
        holds = ", with what was asked beside each line"
    return (
        f"The workbook is attached{holds}. Fill it in with the program, Excel or LibreOffice and "
        f"send it back by {by}."
    )


def _long_day(day: date) -> str:
    return f"{day:%A} {day_words(day)}"
