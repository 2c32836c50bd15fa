"""What the program wrote into the cells of a form, and what has become of it since.

Each cell leaves its mark on the machine sheet, and all those to fill in leave one digest together
with the state of the return. This tells honest work apart; it is no lock: whoever knows how could
write a digest of his own.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from csp_desktop.core.returns import ReturnState
from csp_desktop.core.texts import storable
from csp_desktop.excel import layout
from csp_desktop.excel.book import ReadCell
from csp_desktop.excel.fields import fingerprint
from csp_desktop.excel.layout import Column
from csp_desktop.excel.records import ChangedCell, Evidence

FIGURE, ACTION, PRIORITY, SUMMARY = "figure", "action", "priority", "summary"
Row = tuple[str, str]
Marks = Mapping[Row, Mapping[str, str]]

_FORM = {
    FIGURE: (layout.FIGURES, layout.FIGURE_COLUMNS),
    ACTION: (layout.ACTIONS, layout.ACTION_COLUMNS),
    SUMMARY: (layout.SUMMARY, layout.SUMMARY_COLUMNS),
}


@dataclass
class FoundCells:
    """The cells to fill in, as a workbook holds them now, by kind and code of their row."""

    marks: dict[Row, dict[str, str]] = field(default_factory=dict)
    _places: dict[Row, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def add(self, row: Row, cells: Mapping[str, ReadCell], columns: tuple[Column, ...]) -> None:
        """Remember the cells of a row."""
        for column in columns:
            cell = cells.get(column.field)
            if column.entered and cell is not None:
                mark = cell_mark(cell.value, cell.number_format)
                if mark:
                    self.marks.setdefault(row, {})[column.field] = mark
                self._places.setdefault(row, {})[column.field] = cell.sheet, cell.coordinate

    def compared(
        self, written: Marks, digest: str, state: ReturnState, version: int
    ) -> tuple[Evidence, tuple[ChangedCell, ...]]:
        """How these cells came there, and which of them differ from what the program wrote.

        Args:
            written: the marks of what the program wrote.
            digest: of it; empty where an older program wrote none.
            state, version: in which the workbook says it was written.
        """
        if not digest:
            return Evidence.UNKNOWN, ()
        changes = self._changes(written)
        same = digest == digest_of(state, version, self.marks)
        if not same and not changes:
            changes = (ChangedCell(layout.MACHINE, "", "", "digest"),)
        if state.open_for_entry:
            return (Evidence.FILLED_OUTSIDE if changes else Evidence.UNTOUCHED), changes
        return (Evidence.CHANGED_AFTER_SUBMISSION if changes else Evidence.AS_SUBMITTED), changes

    def _changes(self, written: Marks) -> tuple[ChangedCell, ...]:
        found = []
        for kind, code in {**written, **self._places}:
            if kind not in _FORM:
                continue
            sheet, columns = _FORM[kind]
            places = self._places.get((kind, code))
            if places is None:
                found.append(ChangedCell(sheet, "", code, ""))
                continue
            before, now = written.get((kind, code), {}), self.marks.get((kind, code), {})
            found += [
                ChangedCell(*places[one.field], code, one.field)
                for one in columns
                if one.field in places and before.get(one.field, "") != now.get(one.field, "")
            ]
        return tuple(found)


def digest_of(state: ReturnState, version: int, marks: Marks) -> str:
    """SHA-256 over the cells to fill in and the state they were written in."""
    lines = [f"{state.value}|{version}"]
    for kind, code in sorted(marks):
        entered = {one.field for one in _FORM[kind][1] if one.entered} if kind in _FORM else set()
        lines += [
            f"{kind}|{code}|{name}|{mark}"
            for name, mark in sorted(marks[kind, code].items())
            if name in entered and mark
        ]
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def cell_mark(value: Any, number_format: str = "General") -> str:
    """A fingerprint of what a cell says, the same however a program keeps it; empty for blank."""
    return fingerprint(_said(value, number_format))


def is_percentage(number_format: str) -> bool:
    """Whether a cell in this format shows a hundred times its number, with a sign."""
    return "%" in number_format and '"' not in number_format


def _said(value: Any, number_format: str) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        if isinstance(value, float) and not math.isfinite(value):
            return str(value)
        number = Decimal(repr(value) if isinstance(value, float) else value)
        shown = number * 100 if is_percentage(number_format) else number
        sign = "%" if is_percentage(number_format) else ""
        return f"{shown.normalize() + 0:f}{sign}"
    return "" if value is None else storable(str(value)).strip()
