"""Reading a return workbook back: its rows by their code, its columns by their heading."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csp_desktop.core.actions import ActionStatus, Resourcing
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import FigureStatus
from csp_desktop.core.plan import Plan
from csp_desktop.core.rules import Severity
from csp_desktop.excel import layout
from csp_desktop.excel.beside import report_beside, report_locked, report_notes, report_sheets
from csp_desktop.excel.book import ReadCell, ReadSheet, read_book
from csp_desktop.excel.cells import CellReader, bare_text, free_text
from csp_desktop.excel.evidence import ACTION, FIGURE, SUMMARY, FoundCells
from csp_desktop.excel.fields import OF_ACTION, OF_UPDATE, fingerprint, mark_of_number
from csp_desktop.excel.forms import NO_RETURN, find_form
from csp_desktop.excel.gate import checked
from csp_desktop.excel.layout import Column
from csp_desktop.excel.machine_sheet import ABOVE, Machine, Mark, read_machine
from csp_desktop.excel.records import ReadLine, ReadReturn
from csp_desktop.excel.wording import folded

_FOR_PEOPLE = frozenset({layout.HOW_TO, layout.HISTORY})  # to be looked at, not to be filled in
_OTHER_BOARD = "is not one of this board's"


def read_return(path: Path, plan: Plan) -> ReadReturn:
    """Read a return workbook of this plan.

    Raises:
        NotFoundError: there is no such file.
        RefusedError: it is no return workbook, or one of another plan or a newer format.
    """
    sheets = read_book(checked(path), _FOR_PEOPLE)
    page = _machine_sheet(sheets)
    if page is None:
        raise RefusedError(f"{path.name} {NO_RETURN}. Export a blank one and fill it in.")
    machine = read_machine(page, plan, path.name)
    return _Reader(path.name, plan, sheets, page, machine).read()


class _Reader:
    """Reads the sheets that people fill in."""

    def __init__(
        self, file: str, plan: Plan, sheets: list[ReadSheet], page: ReadSheet, machine: Machine
    ) -> None:
        self._file = file
        self._plan = plan
        self._sheets = sheets
        self._machine = machine
        self._cells = CellReader()
        self._found = FoundCells()
        self._known = {page.title, *_FOR_PEOPLE}
        if page.title != layout.MACHINE:
            self._cells.report(
                page.cell(1, 1),
                f"The sheet {layout.MACHINE} is called “{page.title}” here; it was read",
                Severity.INFORMATION,
            )

    def read(self) -> ReadReturn:
        machine = self._machine
        figures, actions = tuple(self._figures()), tuple(self._actions())
        summary = self._summary()
        report_notes(self._cells, self._sheets)
        report_sheets(self._cells, self._sheets, self._known)
        evidence, changes = self._found.compared(
            machine.cells, machine.digest, machine.state, machine.version
        )
        return ReadReturn(
            board=machine.board,
            quarter=machine.quarter,
            version=machine.version,
            state=machine.state,
            submitted_by=machine.submitted_by,
            reason=machine.reason,
            figures=figures,
            actions=actions,
            priorities=machine.priorities,
            summary=summary,
            sent_back=machine.sent_back,
            problems=tuple(self._cells.problems),
            evidence=evidence,
            changes=changes,
        )

    def _figures(self) -> Iterator[ReadLine]:
        known = {one.code: one for one in self._plan.indicators_of(self._machine.board)}
        read = self._cells
        rows = self._rows(layout.FIGURES, layout.FIGURE_COLUMNS, set(known), _OTHER_BOARD)
        for code, cells in rows:
            mark = self._machine.mark(FIGURE, code)
            self._row(FIGURE, code, cells, layout.FIGURE_COLUMNS, mark)
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
            self._row(ACTION, code, cells, layout.ACTION_COLUMNS, mark)
            fields = dict(proposals.get(code, {}))
            fields |= {
                name: self._action_field(name, cells[name])
                for name in (*OF_ACTION, *OF_UPDATE)
                if name in cells
            }
            if "original_due" in mark.details:
                fields["original_due"] = mark.details["original_due"]
            yield mark.line(code, fields)

    def _action_field(self, name: str, cell: ReadCell) -> Any:
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
        board = self._machine.board
        names = {heading: name for name, (heading, _) in layout.SUMMARY_PARTS.items()}
        columns = layout.SUMMARY_COLUMNS
        fields = {}
        for heading, cells in self._rows(
            layout.SUMMARY, columns, set(names), "is no part of the summary"
        ):
            fields[names[heading]] = free_text(cells["text"])
            self._row(SUMMARY, heading, cells, columns, self._machine.mark(SUMMARY, heading))
        return self._machine.mark(SUMMARY, board).line(layout.SUMMARY, fields)

    def _row(
        self,
        kind: str,
        code: str,
        cells: dict[str, ReadCell],
        columns: tuple[Column, ...],
        mark: Mark,
    ) -> None:
        """What is said of every row of the form, whatever it holds."""
        self._found.add((kind, code), cells, columns)
        report_locked(self._cells, code, cells, columns, mark.cells)
        read = [one.field for one in columns if one.entered or one.field == "code"]
        self._cells.formulas(cells[name] for name in read if name in cells)

    def _rows(
        self, name: str, columns: tuple[Column, ...], known: set[str], unknown: str
    ) -> Iterator[tuple[str, dict[str, ReadCell]]]:
        wanted = tuple(one for one in columns if one.since <= self._machine.format)
        form = find_form(self._sheets, name, wanted, self._file, self._cells)
        self._known.add(form.sheet.title)
        yield from form.rows(known, unknown)
        report_beside(form, self._machine.mark(ABOVE, name).cells)


def _machine_sheet(sheets: list[ReadSheet]) -> ReadSheet | None:
    """The sheet that begins with the facts, whatever it is called by now."""
    facts = [folded(one) for one in layout.MACHINE_FACTS]
    found = [
        sheet
        for sheet in sheets
        if [folded(bare_text(sheet.cell(1 + row, 1))) for row in range(2)] == facts[:2]
    ]
    named = [sheet for sheet in found if sheet.title == layout.MACHINE]
    return next(iter(named or found), None)


def _note(cell: ReadCell, mark: Mark, number: Any) -> tuple[str, str] | None:
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
