"""How a cell says what is no plain number, day or text: the words of a list, and lines."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import Enum

from csp_desktop.core.actions import ActionStatus, Milestone, Resourcing
from csp_desktop.core.figures import Absence
from csp_desktop.core.reading import read_day

_BETWEEN = " | "
_AS_TYPED = str.maketrans(
    {**dict.fromkeys("‘’‛′", "'"), **dict.fromkeys("“”„″", '"'), **dict.fromkeys("‐‑‒–—−", "-")}
)


def choice_words(kind: Enum) -> str:
    """How a drop-down names a value; the reader looks for exactly this."""
    if isinstance(kind, (Absence, ActionStatus, Resourcing)):
        return kind.words
    return str(kind.value).capitalize()


def folded(text: str) -> str:
    """The text without what programs change by themselves: capitals, curls, dashes, odd spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    visible = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return " ".join(visible.translate(_AS_TYPED).casefold().split())


def milestone_lines(milestones: Iterable[Milestone]) -> str:
    """One line each: `text | due | met on`, as much of it as is known."""
    return "\n".join(map(_milestone_line, milestones))


def read_milestone(line: str) -> Milestone:
    """A milestone from its line; the text may hold the mark that sets the days off.

    Raises:
        UnreadableError: one of its days is none.
    """
    text, *days = line.rsplit(_BETWEEN.strip(), 2)
    due, met_on = (*days, "", "")[:2]
    name = f"Milestone “{text.strip()}”"
    return Milestone(
        text.strip(),
        read_day(due, f"{name}: the day it is due"),
        read_day(met_on, f"{name}: the day it was met"),
    )


def text_lines(text: str) -> list[str]:
    """The lines of a cell that hold something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def _milestone_line(one: Milestone) -> str:
    days = [_day_words(one.due), _day_words(one.met_on)]
    while days and not days[-1] and _BETWEEN.strip() not in one.text:
        days.pop()
    return _BETWEEN.join((one.text, *days))


def _day_words(day: date | None) -> str:
    return "" if day is None else f"{day.day} {day:%b %Y}"
