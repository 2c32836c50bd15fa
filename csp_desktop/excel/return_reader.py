"""Reading a return workbook back: its rows by their code, its columns by their heading."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
import openpyxl.xml
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.actions import ActionStatus, Resourcing
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import FigureStatus
from csp_desktop.core.plan import Plan
from csp_desktop.excel import layout
from csp_desktop.excel.cells import AnyCell, CellReader, bare_text, free_text
from csp_desktop.excel.fields import OF_ACTION, OF_UPDATE, fingerprint, mark_of_number
from csp_desktop.excel.gate import checked
from csp_desktop.excel.layout import Column
from csp_desktop.excel.machine_sheet import ACTION, FIGURE, SUMMARY, Machine, Mark, read_machine
from csp_desktop.excel.records import ReadLine, ReadReturn

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
_OTHER_BOARD = "is not one of this board's"


def read_return(path: Path, plan: Plan) -> ReadReturn:
    """Read a return workbook of this plan.

    Raises:
        NotFoundError: there is no such file.
        RefusedError: it is no return workbook, or one of another plan or a newer format.
    """
    book = _open(checked(path))
    try:
        page = _page(book, layout.MACHINE)
        if page is None or str(page.cell(1, 1).value) != layout.MACHINE_FACTS[0]:
            raise RefusedError(f"{path.name} {_NO_RETURN}. Export a blank one and fill it in.")
        return _Reader(path.name, plan, book, read_machine(page, plan, path.name)).read()
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


class _Reader:
    """Reads the sheets that people fill in."""

    def __init__(self, file: str, plan: Plan, book: Workbook, machine: Machine) -> None:
        self._file = file
        self._plan = plan
        self._book = book
        self._machine = machine
        self._cells = CellReader()

    def read(self) -> ReadReturn:
        machine = self._machine
        return ReadReturn(
            board=machine.board,
            quarter=machine.quarter,
            version=machine.version,
            state=machine.state,
            submitted_by=machine.submitted_by,
            reason=machine.reason,
            figures=tuple(self._figures()),
            actions=tuple(self._actions()),
            priorities=machine.priorities,
            summary=self._summary(),
            sent_back=machine.sent_back,
            problems=tuple(self._cells.problems),
        )

    def _figures(self) -> Iterator[ReadLine]:
        known = {one.code: one for one in self._plan.indicators_of(self._machine.board)}
        read = self._cells
        rows = self._rows(layout.FIGURES, layout.FIGURE_COLUMNS, set(known), _OTHER_BOARD)
        for code, cells in rows:
            mark = self._machine.mark(FIGURE, code)
            fields: dict[str, Any] = {
                "number": read.number(cells, known[code].unit, known[code].name),
                "expected_on": read.day(cells["expected_on"], "Expected on"),
                "expected_from": free_text(cells["expected_from"]),
                "status": read.choice(cells["status"], FigureStatus),
                "source": free_text(cells["source"]),
                "obtained": read.day(cells["obtained"], "Date obtained"),
                "comment": free_text(cells["comment"]),
            }
            if "explanation" in cells:
                fields["explanation"] = _note(cells["explanation"], mark, fields["number"])
            yield mark.line(code, fields)

    def _actions(self) -> Iterator[ReadLine]:
        board, proposals = self._machine.board, self._machine.proposals
        known = {
            action.code
            for priority in self._plan.priorities
            for action in priority.actions
            if action.board == board
        }
        rows = self._rows(
            layout.ACTIONS, layout.ACTION_COLUMNS, known | set(proposals), _OTHER_BOARD
        )
        for code, cells in rows:
            mark = self._machine.mark(ACTION, code)
            fields = dict(proposals.get(code, {}))
            fields |= {
                name: self._action_field(name, cells[name])
                for name in (*OF_ACTION, *OF_UPDATE)
                if name in cells
            }
            if "original_due" in mark.details:
                fields["original_due"] = mark.details["original_due"]
            yield mark.line(code, fields)

    def _action_field(self, name: str, cell: AnyCell) -> Any:
        match name:
            case "start" | "due" | "percent":
                return self._cells.action_field(cell, name)
            case "status":
                return self._cells.choice(cell, ActionStatus)
            case "resourcing":
                return self._cells.choice(cell, Resourcing)
            case "milestones":
                return self._cells.milestones(cell)
            case "measures":
                return self._cells.lines(cell)
            case _:
                return free_text(cell)

    def _summary(self) -> ReadLine | None:
        if self._machine.format < 2:
            return None
        names = {heading: name for name, (heading, _) in layout.SUMMARY_PARTS.items()}
        rows = self._rows(
            layout.SUMMARY, layout.SUMMARY_COLUMNS, set(names), "is no part of the summary"
        )
        fields = {names[heading]: free_text(cells["text"]) for heading, cells in rows}
        board = self._machine.board
        return self._machine.mark(SUMMARY, board).line(layout.SUMMARY, fields)

    def _rows(
        self, sheet: str, columns: tuple[Column, ...], known: set[str], unknown: str
    ) -> Iterator[tuple[str, dict[str, AnyCell]]]:
        page = _page(self._book, sheet)
        if page is None:
            raise RefusedError(f"{self._file} {_NO_RETURN}: it has no sheet {sheet}.")
        heading, places = self._headings(page, columns)
        seen: set[str] = set()
        for row in page.iter_rows(
            min_row=heading + 1,
            max_row=min(page.max_row, layout.MOST_ROWS),
            max_col=min(page.max_column, layout.MOST_COLUMNS),
        ):
            cells = {name: row[place] for name, place in places.items() if place < len(row)}
            code = bare_text(cells["code"])
            if not code:
                continue
            if code not in known or code in seen:
                why = "stands here twice" if code in seen else unknown
                self._cells.report(cells["code"], f"The code {code} {why}; the row was not taken")
                continue
            seen.add(code)
            yield code, cells

    def _headings(self, page: Worksheet, columns: tuple[Column, ...]) -> tuple[int, dict[str, int]]:
        """The row of headings, and where each column stands that the workbook's format has."""
        wanted = [one for one in columns if one.since <= self._machine.format]
        columns_there = min(page.max_column, layout.MOST_COLUMNS)
        for place, row in enumerate(page.iter_rows(max_row=40, max_col=columns_there), start=1):
            found = {bare_text(cell): column for column, cell in enumerate(row) if bare_text(cell)}
            if columns[0].heading in found and columns[1].heading in found:
                missing = [one.heading for one in wanted if one.heading not in found]
                if missing:
                    raise RefusedError(
                        f"{self._file}, sheet {page.title}: the column “{missing[0]}” is "
                        "missing. Put its heading back as it was."
                    )
                return place, {one.field: found[one.heading] for one in wanted}
        raise RefusedError(
            f"{self._file}, sheet {page.title}: the row of headings is missing. "
            "Put it back as it was."
        )


def _note(cell: AnyCell, mark: Mark, number: Any) -> tuple[str, str] | None:
    """The note on a figure, with the number it was written for.

    A note nobody has touched explains what it explained when the workbook was written. One that
    was typed or changed explains the number that stands beside it.
    """
    text = free_text(cell)
    if not text.strip():
        return None
    untouched = (text, str(mark.details.get("explains", "")))
    if fingerprint(untouched) == mark.written.get("explanation", ""):
        return untouched
    return text.strip(), mark_of_number(number)


def _page(book: Workbook, name: str) -> Worksheet | None:
    page = book[name] if name in book.sheetnames else None
    return page if isinstance(page, Worksheet) else None
