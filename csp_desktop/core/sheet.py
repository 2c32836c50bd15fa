"""A return laid out to be filled in: each line with what stood there before, and how complete."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from csp_desktop.core.actions import Action, ActionUpdate, OwnPriority
from csp_desktop.core.figures import Figure
from csp_desktop.core.line_reading import read_line, refusal
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Board, Indicator
from csp_desktop.core.queries import NO_PAST, Past, problems_with_past
from csp_desktop.core.records import Draft, Place, Record, place
from csp_desktop.core.returns import LineReason, Return, Summary
from csp_desktop.core.rules import (
    Problem,
    Severity,
    action_problems,
    figure_problems,
    missing_figure,
    missing_update,
    unreadable,
)

_ORDER = (Severity.ERROR, Severity.QUERY, Severity.INFORMATION)


@dataclass(frozen=True)
class Completeness:
    """How much of what is expected has been entered; never more than all of it."""

    entered: int
    expected: int

    def __add__(self, other: "Completeness") -> "Completeness":
        return Completeness(self.entered + other.entered, self.expected + other.expected)

    @property
    def words(self) -> str:
        """`13 of 21`."""
        return f"{self.entered} of {self.expected}"


@dataclass(frozen=True)
class FigureLine:
    """One indicator in a return.

    Attributes:
        figure: this quarter's; not entered where there is none yet.
        last_quarter, year_ago: the quarter before and the same quarter of the year before.
        asked: whether the return of this quarter must answer it.
        past: the quarters before, at most twelve, and what else the rules look at.
        drafts: text that stands in a field and could not be read, by field.
        reason: why the team sent the line back; None where it did not.
    """

    indicator: Indicator
    figure: Figure
    last_quarter: Figure | None
    year_ago: Figure | None
    asked: bool
    past: Past = NO_PAST
    drafts: Mapping[str, str] = field(default_factory=dict)
    reason: LineReason | None = None

    @cached_property
    def problems(self) -> list[Problem]:
        """What the rules say of this quarter's figure, errors first."""
        refused = read_line(self.indicator, self.figure, self.drafts).refused
        found = [
            unreadable(self.indicator.code, name, str(error)) for name, error in refused.items()
        ]
        if "number" not in refused:
            found += figure_problems(self.indicator, self.figure)
            found += problems_with_past(self.indicator, self.figure, self.past)
        return by_severity(found)

    @property
    def outstanding(self) -> list[Problem]:
        """The same, with the error of a figure that is asked for and that nobody has entered."""
        missing = self.asked and not self.figure.entered and "number" not in self.drafts
        return [missing_figure(self.indicator)] if missing else self.problems


@dataclass(frozen=True)
class ActionLine:
    """One delivery plan action in a return, with the board's update for the quarter.

    Attributes:
        last: the update of the quarter before; None where there is none.
        drafts: text that stands in a field and could not be read, by field.
        reason: why the team sent the line back; None where it did not.
    """

    action: Action
    update: ActionUpdate
    last: ActionUpdate | None = None
    drafts: Mapping[str, str] = field(default_factory=dict)
    reason: LineReason | None = None

    @property
    def asked(self) -> bool:
        """Whether the return must answer it: what a board proposes itself is not of the plan."""
        return not self.action.proposed

    @cached_property
    def problems(self) -> list[Problem]:
        """What the rules say of the action and its update, errors first."""
        code = self.action.code
        found = [
            unreadable(code, name, f"Action {code}: {why}")
            for name, text in self.drafts.items()
            if (why := refusal(name, text))
        ]
        as_of = self.update.quarter.range.last
        return by_severity(found + action_problems(self.action, self.update, self.last, as_of))

    @property
    def outstanding(self) -> list[Problem]:
        """The same, with the error of an action that is asked for and has no status."""
        missing = [missing_update(self.action)] if self.asked and not self.update.entered else []
        return missing + self.problems


@dataclass(frozen=True)
class ReturnSheet:
    """One board's return for one quarter.

    Attributes:
        open: whether it may be changed here and now.
        own_priorities: those the board has set itself beside the plan's.
    """

    board: Board
    quarter: Quarter
    record: Return
    due: date
    figures: tuple[FigureLine, ...]
    actions: tuple[ActionLine, ...]
    summary: Summary
    open: bool = True
    own_priorities: tuple[OwnPriority, ...] = ()

    @property
    def figures_complete(self) -> Completeness:
        """Figures entered, of those asked for this quarter."""
        return completeness([line.figure.entered for line in self.figures if line.asked])

    @property
    def actions_complete(self) -> Completeness:
        """Actions updated, of all the plan gives the board."""
        return completeness([line.update.entered for line in self.actions if line.asked])

    @property
    def complete(self) -> Completeness:
        """The whole return."""
        return self.figures_complete + self.actions_complete

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything the rules say of the return as it would be sent, errors first."""
        lines: tuple[FigureLine | ActionLine, ...] = (*self.figures, *self.actions)
        return by_severity(problem for line in lines for problem in line.outstanding)

    def with_records(self, records: Iterable[Record]) -> "ReturnSheet":
        """The return as it would be with these records stored."""
        there = {place(one): one for one in records}
        if not there:
            return self
        figures = tuple(
            replace(
                line,
                figure=_now(there, line.figure),
                drafts=_drafts(there, line.indicator.code, self.quarter, line.drafts),
            )
            for line in self.figures
        )
        actions = tuple(
            replace(
                line,
                action=_now(there, line.action),
                update=_now(there, line.update),
                drafts=_drafts(there, line.action.code, self.quarter, line.drafts),
            )
            for line in self.actions
        )
        summary = _now(there, self.summary)
        return replace(self, figures=figures, actions=actions, summary=summary)


_One = TypeVar("_One", Figure, Action, ActionUpdate, Summary)


def _now(there: Mapping[Place, Record], stored: _One) -> _One:
    return cast(_One, there.get(place(stored), stored))


def _drafts(
    there: Mapping[Place, Record], line: str, quarter: Quarter, stored: Mapping[str, str]
) -> Mapping[str, str]:
    drafts = dict(stored)
    for record in there.values():
        if isinstance(record, Draft) and (record.line, record.quarter) == (line, quarter):
            drafts[record.field] = record.text
    return {name: text for name, text in drafts.items() if text}


def by_severity(problems: Iterable[Problem]) -> list[Problem]:
    """Errors, then queries, then information; otherwise in the order given."""
    return sorted(problems, key=lambda one: _ORDER.index(one.severity))


def completeness(answered: list[bool]) -> Completeness:
    """How many of the expected answers are there."""
    return Completeness(sum(answered), len(answered))
