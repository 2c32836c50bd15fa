"""What a return workbook holds, as records, known without openpyxl and its cost at start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import LineReason, ReturnState
from csp_desktop.core.rules import Severity


@dataclass(frozen=True)
class CellProblem:
    """Something at one place of a workbook that a person should know."""

    severity: Severity
    sheet: str
    cell: str
    message: str


@dataclass(frozen=True)
class ReadLine:
    """The fields of one row, with fingerprints of what they were.

    Attributes:
        fields: those the workbook carries; one written by an older program has fewer.
        base: what the sender had last shared with anybody else.
        written: what the workbook held when the program wrote it.
        proposed: whether it is an action that the board has proposed beyond the plan.
    """

    code: str
    fields: Mapping[str, Any]
    base: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    proposed: bool = False


class Evidence(Enum):
    """How what a workbook holds came there, as far as the file itself tells."""

    AS_SUBMITTED = "as submitted from the program"
    FILLED_OUTSIDE = "filled in outside"
    CHANGED_AFTER_SUBMISSION = "changed after submission"
    UNTOUCHED = "as the program wrote it"
    UNKNOWN = "not known: an older program wrote it"


@dataclass(frozen=True)
class ChangedCell:
    """A cell that differs from what the program wrote.

    Attributes:
        cell: where it stands now; empty where its row is gone.
        code: of its row; empty where the sheet itself was changed.
        field: what it holds.
    """

    sheet: str
    cell: str
    code: str
    field: str


@dataclass(frozen=True)
class ReadReturn:
    """A return as a workbook holds it.

    Attributes:
        reason: why it was last sent back or reopened.
        priorities: those the board has set itself: by code, with their title.
        summary: the chair's texts; None in a workbook of a program that had none.
        sent_back: why its lines were sent back.
        evidence: whether it is as the program wrote it.
        changes: the cells to fill in that differ from what the program wrote.
    """

    board: str
    quarter: Quarter
    version: int
    state: ReturnState
    submitted_by: str
    reason: str
    figures: tuple[ReadLine, ...]
    actions: tuple[ReadLine, ...]
    priorities: tuple[ReadLine, ...]
    summary: ReadLine | None
    sent_back: tuple[LineReason, ...]
    problems: tuple[CellProblem, ...]
    evidence: Evidence = Evidence.UNKNOWN
    changes: tuple[ChangedCell, ...] = ()
