"""What a return workbook holds, as records, known without openpyxl and its cost at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import ReturnState
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
        base: what the sender had last shared with anybody else.
        written: what the workbook held when the program wrote it.
    """

    code: str
    fields: Mapping[str, Any]
    base: Mapping[str, str]
    written: Mapping[str, str]


@dataclass(frozen=True)
class ReadReturn:
    """A return as a workbook holds it."""

    board: str
    quarter: Quarter
    version: int
    state: ReturnState
    figures: tuple[ReadLine, ...]
    actions: tuple[ReadLine, ...]
    problems: tuple[CellProblem, ...]
