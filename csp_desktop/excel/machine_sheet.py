"""The sheet that tells the program which return a workbook is and what it held when written.

A row of the return leaves its fingerprints here, and in `details` what its own cells do not say.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.errors import RefusedError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import LineReason, ReturnState
from csp_desktop.core.sheet import ActionLine, FigureLine, ReturnSheet
from csp_desktop.core.texts import storable
from csp_desktop.excel import layout
from csp_desktop.excel.book import ReadSheet
from csp_desktop.excel.evidence import ACTION, FIGURE, PRIORITY, SUMMARY, Marks, digest_of
from csp_desktop.excel.fields import (
    OF_PROPOSAL,
    action_fields,
    figure_fields,
    fingerprints,
    mark_of,
    summary_fields,
)
from csp_desktop.excel.page import fit_page, put
from csp_desktop.excel.records import ReadLine

ABOVE = "above"
_KINDS = (FIGURE, ACTION, PRIORITY, SUMMARY, ABOVE)
_HIGHEST_VERSION = 10_000


@dataclass(frozen=True)
class Mark:
    """What the sheet says of one row of the return.

    Attributes:
        cells: fingerprints of what its cells were; none where an older program wrote it.
    """

    base: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)

    def line(self, code: str, fields: Mapping[str, Any]) -> ReadLine:
        """The row with what it now holds."""
        return ReadLine(code, fields, self.base, self.written, "proposal" in self.details)


NO_MARK = Mark()


@dataclass(frozen=True)
class Machine:
    """What the whole sheet says.

    Attributes:
        digest: of what the cells to fill in held; empty where an older program wrote none.
    """

    format: int
    board: str
    quarter: Quarter
    version: int
    state: ReturnState
    submitted_by: str
    reason: str
    marks: Mapping[tuple[str, str], Mark]
    digest: str = ""

    @property
    def cells(self) -> Marks:
        """The fingerprints of the cells of each row of the form."""
        return {
            row: mark.cells
            for row, mark in self.marks.items()
            if mark.cells and row[0] in (FIGURE, ACTION, SUMMARY)
        }

    def mark(self, kind: str, code: str) -> Mark:
        """What it says of one row; nothing where it does not know it."""
        return self.marks.get((kind, code), NO_MARK)

    @property
    def proposals(self) -> dict[str, Mapping[str, Any]]:
        """The fields of the actions the board has proposed, by code."""
        return {
            code: mark.details["proposal"]
            for (kind, code), mark in self.marks.items()
            if kind == ACTION and "proposal" in mark.details
        }

    @property
    def priorities(self) -> tuple[ReadLine, ...]:
        """The priorities the board has set itself."""
        return tuple(
            ReadLine(code, {"title": mark.details["title"]})
            for (kind, code), mark in self.marks.items()
            if kind == PRIORITY
        )

    @property
    def sent_back(self) -> tuple[LineReason, ...]:
        """Why lines were sent back."""
        return tuple(
            LineReason(line=code, **mark.details["sent_back"])
            for (_, code), mark in self.marks.items()
            if "sent_back" in mark.details
        )


def write_machine(page: Worksheet, plan: Plan, sheet: ReturnSheet, cells: Marks) -> None:
    """Write the sheet.

    Args:
        cells: the fingerprints of what was written into each row of the form, and above it.
    """
    record = sheet.record
    facts = (
        layout.FORMAT,
        plan.id,
        plan.partnership,
        sheet.board.code,
        str(sheet.quarter),
        str(record.id),
        record.version,
        record.state.value,
        1,
        record.submitted_by,
        record.reason,
        digest_of(record.state, record.version, cells),
    )
    names = (*layout.MACHINE_FACTS, *layout.MACHINE_FACTS_SINCE_2)
    for number, (name, value) in enumerate(zip(names, facts, strict=True), start=1):
        put(page.cell(number, 1), name)
        put(page.cell(number, 2), value)
    first = len(facts) + 2
    for place, name in enumerate(layout.MACHINE_COLUMNS, start=1):
        put(page.cell(first, place), name)
    for number, row in enumerate(_rows(sheet, cells), start=first + 1):
        written = _json(dict(cells.get((row[0], row[1]), {})))
        for place, value in enumerate((*row, written), start=1):
            put(page.cell(number, place), value)
    page.column_dimensions["A"].width = 14
    page.column_dimensions["B"].width = 42
    page.column_dimensions["D"].width = 90
    fit_page(page, "portrait")
    page.protection.enable()


def read_machine(page: ReadSheet, plan: Plan, file: str) -> Machine:
    """Read the sheet of a workbook of this plan.

    Raises:
        RefusedError: it is of another plan, a newer format, or was changed by hand.
        NotFoundError: there is no such board, or the plan asks nothing for the quarter.
    """
    facts: dict[str, str] = {}
    rows: list[tuple[Any, ...]] = []
    width = range(1, len(layout.MACHINE_COLUMNS) + 1)
    for number in sorted(page.rows):
        row = tuple(page.cell(number, place).value for place in width)
        if row[0] in _KINDS:
            rows.append(row)
        elif not rows and isinstance(row[0], str):
            facts.setdefault(row[0], str(row[1] if row[1] is not None else ""))
    _check_plan(facts, plan, file)
    try:
        board = plan.board(facts["board"])
        quarter = Quarter.parse(facts["quarter"])
        plan.check_owed(quarter)
        UUID(facts["return"])
        return Machine(
            format=int(facts["format"]),
            board=board.code,
            quarter=quarter,
            version=_version(int(facts["version"])),
            state=ReturnState(facts["state"]),
            submitted_by=facts.get("submitted_by", ""),
            reason=facts.get("reason", ""),
            marks=_marks(rows, plan, board.code),
            digest=facts.get("digest", ""),
        )
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise _changed(file) from error


def _check_plan(facts: Mapping[str, str], plan: Plan, file: str) -> None:
    if not set(layout.MACHINE_FACTS) <= set(facts):
        raise _changed(file)
    written_in = facts["format"]
    # Thousands of digits are no number that Python would read.
    if not written_in.isdecimal() or len(written_in) > 4 or int(written_in) > layout.FORMAT:
        raise RefusedError(
            f"{file} was written by a newer version of this program. "
            "Install the newer version to read it."
        )
    if facts["plan"] != plan.id:
        raise RefusedError(
            f"{file} is a return of {facts['partnership'] or 'another plan'}, "
            f"plan “{facts['plan']}”; this database holds “{plan.id}”."
        )


def _changed(file: str) -> RefusedError:
    return RefusedError(
        f"{file} was not read: its sheet {layout.MACHINE} was changed. "
        "Copy the figures into a fresh export of the return."
    )


def _rows(sheet: ReturnSheet, cells: Marks) -> Iterator[tuple[str, str, int, str, str, str]]:
    """Each row's version, what was last shared with anybody, what is written now, and details."""
    for line in sheet.figures:
        figure, code = line.figure, line.indicator.code
        written = mark_of(figure_fields(figure))
        details: dict[str, Any] = {"explains": figure.explains} if figure.explains else {}
        details |= _sent_back(line)
        yield FIGURE, code, figure.version, figure.shared, written, _json(details)
    for one in sheet.actions:
        action, fields = one.action, action_fields(one.action, one.update)
        shared = fingerprints(action.shared) | fingerprints(one.update.shared)
        base = json.dumps(shared, sort_keys=True)
        details = {}
        if action.proposed:
            details["proposal"] = {name: fields[name] for name in OF_PROPOSAL}
        if action.original_due:
            details["original_due"] = action.original_due.isoformat()
        details |= _sent_back(one)
        written = mark_of(fields)
        yield ACTION, action.code, one.update.version, base, written, _json(details)
    for code, title in _own_priorities(sheet).items():
        yield PRIORITY, code, 0, "", "", _json({"title": title})
    summary = sheet.summary
    written = mark_of(summary_fields(summary))
    yield SUMMARY, summary.board, summary.version, summary.shared, written, ""
    for kind, name in cells:
        if kind in (SUMMARY, ABOVE):
            yield kind, name, 0, "", "", ""


def _own_priorities(sheet: ReturnSheet) -> dict[str, str]:
    """The titles of the board's own priorities; blank for one taken back that is still named."""
    named = (one.action.priority for one in sheet.actions if one.action.proposed)
    own = {code: "" for code in named if code.startswith(f"{sheet.board.code}-O")}
    return own | {one.code: one.title for one in sheet.own_priorities}


def _sent_back(line: FigureLine | ActionLine) -> dict[str, Any]:
    if line.reason is None:
        return {}
    given = line.reason
    return {
        "sent_back": {
            "reason": given.reason,
            "by": given.by,
            "at": given.at,
            "version": given.version,
        }
    }


def _json(details: Mapping[str, Any]) -> str:
    return json.dumps(details, ensure_ascii=False, sort_keys=True) if details else ""


def _marks(rows: list[tuple[Any, ...]], plan: Plan, board: str) -> dict[tuple[str, str], Mark]:
    """The marks by kind and code.

    Raises:
        ValueError, TypeError, LookupError: the program has not written them so.
    """
    own = [str(row[1]) for row in rows if row[0] == PRIORITY]
    priorities = {*(one.code for one in plan.priorities), *own}
    if any(not re.fullmatch(rf"{re.escape(board)}-O\d{{1,4}}", code) for code in own):
        raise ValueError(own)
    marks = {}
    for kind, code, _, base, written, text, cells in rows:
        details: dict[str, Any] = {}
        for name, value in _object(text).items():
            details[name] = _READ[name](value)
        if kind == PRIORITY and "title" not in details:
            raise ValueError(code)
        if "proposal" in details:
            _check_proposal(str(code), details["proposal"], board, priorities)
        marks[str(kind), str(code)] = Mark(
            fingerprints(str(base or "")),
            fingerprints(str(written or "")),
            details,
            fingerprints(str(cells or "")),
        )
    return marks


def _check_proposal(
    code: str, proposal: Mapping[str, Any], board: str, priorities: set[str]
) -> None:
    named = re.fullmatch(rf"{re.escape(board)}-P\d{{1,4}}", code)
    if not named or not proposal["text"].strip() or proposal["priority"] not in priorities:
        raise ValueError(code)


def _object(text: object) -> dict[str, Any]:
    found = json.loads(str(text)) if text else {}
    if not isinstance(found, dict):
        raise ValueError(text)
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return storable(value)


def _version(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value <= _HIGHEST_VERSION:
        raise ValueError(value)
    return value


def _proposal(value: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {name: _text(value[name]) for name in OF_PROPOSAL if name != "parts"}
    parts = value["parts"] or []
    if not isinstance(parts, list):
        raise TypeError(parts)
    fields["parts"] = tuple(map(_text, parts)) or None
    return fields


def _line_reason(value: Any) -> dict[str, Any]:
    texts = {name: _text(value[name]) for name in ("reason", "by", "at")}
    return {**texts, "version": _version(value["version"])}


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


_READ = {
    "explains": _text,
    "original_due": _day,
    "proposal": _proposal,
    "sent_back": _line_reason,
    "title": _text,
}
