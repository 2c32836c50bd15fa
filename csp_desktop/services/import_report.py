"""What an import brings or has brought, in the words of the screen."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import Quarter, day_words
from csp_desktop.core.rules import Severity
from csp_desktop.excel import layout
from csp_desktop.excel.fields import Number
from csp_desktop.excel.records import CellProblem, ChangedCell
from csp_desktop.excel.wording import choice_words, milestone_lines

FIGURE_LABELS = {one.field: one.heading for one in layout.FIGURE_COLUMNS} | {"number": "Figure"}
ACTION_LABELS = {one.field: one.heading for one in layout.ACTION_COLUMNS} | {
    "priority": "Priority",
    "parts": "Parts",
    "agency": "Agency",
}
SUMMARY_LABELS = {name: heading for name, (heading, _) in layout.SUMMARY_PARTS.items()}
PRIORITY_LABELS = {"title": "Title"}
_LABELS = {**SUMMARY_LABELS, "text": "Text", **ACTION_LABELS, **FIGURE_LABELS}


class Outcome(Enum):
    """What became of one file."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"


class ChangeKind(Enum):
    """Whether a field was blank here before."""

    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldChange:
    """A field that a workbook fills or gives other content.

    Attributes:
        name: of the line, in words.
        label: of the field, in words; `before` and `after` are words too, empty for nothing.
    """

    code: str
    name: str
    field: str
    label: str
    before: str
    after: str
    kind: ChangeKind


@dataclass(frozen=True)
class LineConflict:
    """A field that was changed here and in the workbook, differently.

    Attributes:
        name: of the line, in words.
        label: of the field, in words.
        base: what both sides started from, in words; empty where this database never held it.
        stored, incoming: what stands here and in the workbook, in words.
        stored_by, stored_at: who entered what stands here, and when (ISO 8601, UTC).
        stored_value, incoming_value: the same before they were put into words.
    """

    code: str
    name: str
    field: str
    label: str
    base: str
    stored: str
    incoming: str
    stored_by: str
    stored_at: str
    stored_value: Any = None
    incoming_value: Any = None


@dataclass
class FileReport:
    """What one workbook brought.

    Attributes:
        return_name: `NPFHF 2015/16-Q1`; with `board` and `quarter` empty for a file that could
            not be read.
        new: how many fields were blank here and are filled now; `changed`: had other content;
            `unchanged`: say in the workbook what stands here, or what was here before.
        changes: the new and changed fields one by one, in the order of the return.
        import_id: by which it can be taken back; empty where nothing was stored.
        evidence: whether the workbook is as the program wrote it, in words.
    """

    file: Path
    outcome: Outcome = Outcome.UNCHANGED
    return_name: str = ""
    board: str = ""
    quarter: Quarter | None = None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[FieldChange] = field(default_factory=list)
    conflicts: list[LineConflict] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    import_id: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class StoredImport:
    """An import of one file, as it is kept.

    Attributes:
        at: ISO 8601, UTC, as is `undone_at`, which is empty until it is taken back.
        file: its name.
        why_not: why it cannot be taken back, as a sentence; empty while it can.
    """

    id: str
    at: str
    by: str
    file: str
    board: str
    quarter: Quarter
    new: int
    changed: int
    undone_at: str
    undone_by: str
    why_not: str


def changed_after(cell: ChangedCell) -> CellProblem:
    """What is said of a cell that was changed in the file of a return already handed in."""
    what = ", ".join(filter(None, (cell.code, _LABELS.get(cell.field, ""))))
    what = what or "What the sheet says of the return"
    message = f"{what} was changed after the return was submitted"
    return CellProblem(Severity.INFORMATION, cell.sheet, cell.cell, message)


def field_words(name: str, value: Any, unit: Unit = Unit.COUNT) -> str:
    """A field's content as a person reads it.

    Args:
        name: of the field.
        value: as a workbook's fields hold it.
        unit: of the indicator, for a figure's number.
    """
    if value in (None, "", ()):
        return ""
    if name == "number":
        return _number_words(value, unit)
    value = told(name, value)
    if isinstance(value, Enum):
        return choice_words(value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, tuple):
        return "\n".join(value)
    return f"{value}%" if name == "percent" else str(value)


def told(name: str, value: Any) -> Any:
    """A field as a person is told of it, who has never seen how it is kept."""
    if name == "explanation" and value is not None:
        return value[0]
    return milestone_lines(value) if name == "milestones" and value is not None else value


def _number_words(number: Number, unit: Unit) -> str:
    value, numerator, denominator, sample_size, absence = number
    if absence is not None:
        return absence.words
    if numerator is not None and denominator is not None:
        return f"{numerator:,f} of {denominator:,f}"
    sign = "%" if unit.is_percentage else ""
    pound = "£" if unit is Unit.MONEY else ""
    words = "" if value is None else f"{pound}{value:,f}{sign}"
    if numerator is not None:
        return f"{numerator:,f} ({words})" if words else f"{numerator:,f}"
    return words if sample_size is None else f"{words} of {sample_size:,}"
