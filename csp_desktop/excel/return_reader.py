"""Reading a return workbook back: every cell becomes a field or a problem with its place."""

import math
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID
from xml.etree.ElementTree import ParseError

import openpyxl
import openpyxl.xml
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import Absence, FigureStatus, Unit
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.reading import Reading, UnreadableError, number, read_cell
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.rules import Severity
from csp_desktop.core.texts import storable
from csp_desktop.excel import layout
from csp_desktop.excel.fields import fingerprints
from csp_desktop.excel.gate import checked
from csp_desktop.excel.layout import Column
from csp_desktop.excel.records import CellProblem, ReadLine, ReadReturn
from csp_desktop.excel.return_writer import cell_text

_Choice = TypeVar("_Choice", bound=Enum)
_AnyCell = Cell | MergedCell
_Marks = dict[tuple[str, str], tuple[dict[str, str], dict[str, str]]]
_MAX_ROWS = 2_000
_MAX_COLUMNS = 100
# What openpyxl and the standard library raise over files that no spreadsheet program wrote.
_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_NO_RETURN = "is not a return workbook of this program"


def read_return(path: Path, plan: Plan) -> ReadReturn:
    """Read a return workbook of this plan.

    Raises:
        NotFoundError: there is no such file.
        RefusedError: it is no return workbook, or one of another plan or a newer format.
    """
    book = _open(checked(path))
    try:
        return _Reader(path, plan, book).read()
    finally:
        book.close()


def _open(path: Path) -> Workbook:
    assert openpyxl.xml.DEFUSEDXML, "defusedxml guards against hostile XML"
    try:
        with path.open("rb") as file, warnings.catch_warnings(), redirect_stdout(StringIO()):
            # It warns of pictures and prints of formats that it does not keep: we keep none.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(file, data_only=True, keep_links=False)
    except _DAMAGED as error:
        raise RefusedError(
            f"{path.name} was not read: it is damaged, or no spreadsheet program wrote it. "
            "Ask for it again."
        ) from error


@dataclass
class _Reader:
    path: Path
    plan: Plan
    book: Workbook
    problems: list[CellProblem] = field(default_factory=list)

    def read(self) -> ReadReturn:
        facts, marks = self._machine()
        board = self.plan.board(facts["board"])
        quarter = Quarter.parse(facts["quarter"])
        self.plan.check_owed(quarter)
        return ReadReturn(
            board=board.code,
            quarter=quarter,
            version=int(facts["version"]),
            state=ReturnState(facts["state"]),
            figures=tuple(self._figures(board.code, marks)),
            actions=tuple(self._actions(board.code, marks)),
            problems=tuple(self.problems),
        )

    def _machine(self) -> tuple[dict[str, str], _Marks]:
        page = self._page(layout.MACHINE)
        if page is None or str(page.cell(1, 1).value) != layout.MACHINE_FACTS[0]:
            raise RefusedError(f"{self.path.name} {_NO_RETURN}. Export a blank one and fill it in.")
        facts: dict[str, str] = {}
        marks: _Marks = {}
        columns = len(layout.MACHINE_COLUMNS)
        for row in page.iter_rows(
            max_row=min(page.max_row, _MAX_ROWS), max_col=columns, values_only=True
        ):
            if row[0] in layout.MACHINE_FACTS and not marks:
                facts.setdefault(str(row[0]), str(row[1] if row[1] is not None else ""))
            elif row[0] in ("figure", "action"):
                marks[str(row[0]), str(row[1])] = self._mark(row[3]), self._mark(row[4])
        self._check_facts(facts)
        return facts, marks

    def _mark(self, text: object) -> dict[str, str]:
        try:
            return fingerprints(str(text or ""))
        except ValueError as error:
            raise self._changed_machine_sheet() from error

    def _check_facts(self, facts: dict[str, str]) -> None:
        if set(facts) != set(layout.MACHINE_FACTS):
            raise self._changed_machine_sheet()
        if not facts["format"].isdigit() or int(facts["format"]) > layout.FORMAT:
            raise RefusedError(
                f"{self.path.name} was written by a newer version of this program. "
                "Install the newer version to read it."
            )
        if facts["plan"] != self.plan.id:
            raise RefusedError(
                f"{self.path.name} is a return of {facts['partnership'] or 'another plan'}, "
                f"plan “{facts['plan']}”; this database holds “{self.plan.id}”."
            )
        try:
            UUID(facts["return"])
            int(facts["version"])
            ReturnState(facts["state"])
        except ValueError as error:
            raise self._changed_machine_sheet() from error

    def _changed_machine_sheet(self) -> RefusedError:
        return RefusedError(
            f"{self.path.name} was not read: its sheet {layout.MACHINE} was changed. "
            "Copy the figures into a fresh export of the return."
        )

    def _figures(self, board: str, marks: _Marks) -> Iterator[ReadLine]:
        known = {one.code: one for one in self.plan.indicators_of(board)}
        for code, cells in self._rows(layout.FIGURES, layout.FIGURE_COLUMNS, set(known)):
            name = known[code].name
            yield ReadLine(
                code,
                {
                    "number": self._number(cells, known[code].unit, name),
                    "expected_on": self._day(cells["expected_on"], "Expected on"),
                    "expected_from": _free_text(cells["expected_from"]),
                    "status": self._choice(cells["status"], FigureStatus),
                    "source": _free_text(cells["source"]),
                    "obtained": self._day(cells["obtained"], "Date obtained"),
                    "comment": _free_text(cells["comment"]),
                },
                *marks.get(("figure", code), ({}, {})),
            )

    def _number(self, cells: Mapping[str, _AnyCell], unit: Unit, name: str) -> Any:
        """The number with its parts as one field; None where nothing was entered."""
        typed = self._typed(cells["value"], unit, name)
        if typed is None:
            return None
        numerator, denominator, sample_size = typed.numerator, typed.denominator, typed.sample_size
        if numerator is None:
            numerator = self._part(cells["numerator"])
        if denominator is None:
            denominator = self._part(cells["denominator"])
        if sample_size is None:
            sample_size = self._whole(cells["sample_size"])
        absence = typed.absence or self._choice(cells["absence"], Absence)
        if typed.value is None and numerator is None:
            return (None, None, None, None, absence) if absence else None
        if absence is not None:
            self._report(
                cells["absence"],
                f"{name} has a figure and a reason for having none; the figure was taken",
                Severity.INFORMATION,
            )
        return (typed.value, numerator, denominator, sample_size, None)

    def _typed(self, cell: _AnyCell, unit: Unit, name: str) -> Reading | None:
        """What the figure's own cell says, read as in the program's own grid.

        None where it says something that cannot be read, which is reported.
        """
        if isinstance(cell.value, str):
            text = cell.value
        else:
            value = self._part(cell)
            if value is None:
                return Reading() if cell.value is None else None
            if "%" not in cell.number_format or '"' in cell.number_format:
                return Reading(value)
            text = f"{(value * 100).normalize():f}%"
        try:
            reading = read_cell(text, unit, name)
        except UnreadableError as error:
            self._report(cell, str(error))
            return None
        return Reading() if reading.absence is Absence.NOT_ENTERED else reading

    def _part(self, cell: _AnyCell) -> Decimal | None:
        value: Any = cell.value
        if isinstance(value, str) and value.strip():
            with suppress(ValueError):
                return number(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        elif isinstance(value, float) and math.isfinite(value):
            return Decimal(repr(value)).normalize() + 0
        if value is not None and str(value).strip():
            self._report(cell, f"“{str(value).strip()}” must be a number, like 30")
        return None

    def _whole(self, cell: _AnyCell) -> int | None:
        part = self._part(cell)
        if part is not None and part != part.to_integral_value():
            self._report(cell, f"“{part:f}” must be a whole number, like 30")
            return None
        return None if part is None else int(part)

    def _actions(self, board: str, marks: _Marks) -> Iterator[ReadLine]:
        known = {
            action.code
            for priority in self.plan.priorities
            for action in priority.actions
            if action.board == board
        }
        for code, cells in self._rows(layout.ACTIONS, layout.ACTION_COLUMNS, known):
            yield ReadLine(
                code,
                {
                    "lead": _free_text(cells["lead"]),
                    "due": self._day(cells["due"], "Due"),
                    "status": self._choice(cells["status"], ActionStatus),
                    "note": _free_text(cells["note"]),
                },
                *marks.get(("action", code), ({}, {})),
            )

    def _rows(
        self, sheet: str, columns: tuple[Column, ...], known: set[str]
    ) -> Iterator[tuple[str, dict[str, _AnyCell]]]:
        page = self._page(sheet)
        if page is None:
            raise RefusedError(f"{self.path.name} {_NO_RETURN}: it has no sheet {sheet}.")
        heading, places = self._headings(page, columns)
        seen: set[str] = set()
        for row in page.iter_rows(
            min_row=heading + 1,
            max_row=min(page.max_row, _MAX_ROWS),
            max_col=min(page.max_column, _MAX_COLUMNS),
        ):
            cells = {name: row[place] for name, place in places.items() if place < len(row)}
            code = _text(cells["code"])
            if not code:
                continue
            if code not in known or code in seen:
                why = "stands here twice" if code in seen else "is not one of this board's"
                self._report(cells["code"], f"The code {code} {why}; the row was not taken")
                continue
            seen.add(code)
            yield code, cells

    def _headings(self, page: Worksheet, columns: tuple[Column, ...]) -> tuple[int, dict[str, int]]:
        columns_there = min(page.max_column, _MAX_COLUMNS)
        for place, row in enumerate(page.iter_rows(max_row=40, max_col=columns_there), start=1):
            found = {_text(cell): column for column, cell in enumerate(row) if _text(cell)}
            if columns[0].heading in found and columns[1].heading in found:
                missing = [one.heading for one in columns if one.heading not in found]
                if missing:
                    raise RefusedError(
                        f"{self.path.name}, sheet {page.title}: the column “{missing[0]}” is "
                        "missing. Put its heading back as it was."
                    )
                return place, {one.field: found[one.heading] for one in columns}
        raise RefusedError(
            f"{self.path.name}, sheet {page.title}: the row of headings is missing. "
            "Put it back as it was."
        )

    def _page(self, name: str) -> Worksheet | None:
        page = self.book[name] if name in self.book.sheetnames else None
        return page if isinstance(page, Worksheet) else None

    def _day(self, cell: _AnyCell, name: str) -> date | None:
        value = cell.value
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, date):
            return value
        text = str(value).strip()
        for form in ("%d %b %Y", "%d %B %Y", "%d/%m/%Y", "%Y-%m-%d"):
            try:
                return datetime.strptime(text, form).date()
            except ValueError:
                continue
        if text:
            self._report(cell, f"{name} must be a real date, like 30 Jun 2015")
        return None

    def _choice(self, cell: _AnyCell, kinds: type[_Choice]) -> _Choice | None:
        text = _text(cell)
        if not text:
            return None
        for kind in kinds:
            if cell_text(kind).lower() == text.lower():
                return kind
        known = ", ".join(cell_text(kind) for kind in kinds if kind is not Absence.NOT_ENTERED)
        self._report(cell, f"“{text}” must be one of: {known}")
        return None

    def _report(self, cell: _AnyCell, message: str, severity: Severity = Severity.ERROR) -> None:
        sheet = cell.parent.title if cell.parent is not None else ""
        self.problems.append(CellProblem(severity, sheet, cell.coordinate, message))


def _text(cell: _AnyCell) -> str:
    return "" if cell.value is None else str(cell.value).strip()


def _free_text(cell: _AnyCell) -> str:
    """What somebody wrote, to the letter."""
    return "" if cell.value is None else storable(str(cell.value))
