"""The kinds of record a person enters in a return, and where each of them belongs."""

from dataclasses import dataclass, fields, replace

from csp_desktop.core.actions import Action, ActionUpdate, OwnPriority
from csp_desktop.core.figures import Figure
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import Summary
from csp_desktop.core.texts import storable


@dataclass(frozen=True)
class Draft:
    """Text that stands in a field and could not be read yet: kept, never guessed at.

    Attributes:
        line: the code of an indicator or an action.
        field: which of its fields: `number`, `expected_on`, `due`.
        text: as typed; empty once it has been read, or given up.
    """

    line: str
    quarter: Quarter
    field: str
    text: str

    def same_content(self, other: "Draft") -> bool:
        """Whether the two say the same."""
        return self == other


Record = Figure | Action | ActionUpdate | OwnPriority | Summary | Draft
Place = tuple[object, ...]


def place(record: Record) -> Place:
    """Where a record belongs: two records of one place are states of the same thing."""
    match record:
        case Figure():
            return Figure, record.indicator, record.area, record.period
        case ActionUpdate():
            return ActionUpdate, record.action, record.quarter
        case Action():
            return Action, record.code
        case OwnPriority():
            return OwnPriority, record.code
        case Summary():
            return Summary, record.board, record.quarter
        case Draft():
            return Draft, record.line, record.quarter, record.field


def same_content(one: Record, other: Record) -> bool:
    """Whether two records of one place say the same, whoever stored them and how often."""
    return type(one) is type(other) and one.same_content(other)  # type: ignore[arg-type]


def line_of(record: Record) -> str:
    """The line of the return a record stands in: an indicator's code, an action's, or nothing."""
    match record:
        case Figure():
            return record.indicator
        case ActionUpdate():
            return record.action
        case Action():
            return record.code
        case Draft():
            return record.line
        case OwnPriority() | Summary():
            return ""


def storable_record(record: Record) -> Record:
    """The record with its texts as every file this program writes can hold them."""
    texts = {
        one.name: storable(value)
        for one in fields(record)
        if isinstance(value := getattr(record, one.name), str)
    }
    clean = replace(record, **texts)  # type: ignore[arg-type]
    if isinstance(clean, Action):
        steps = (replace(one, text=storable(one.text)) for one in clean.milestones)
        # Measures are kept one a line, so a line end inside one would make it two.
        measures = (" ".join(storable(one).split()) for one in clean.measures)
        return replace(clean, milestones=tuple(steps), measures=tuple(measures))
    return clean
