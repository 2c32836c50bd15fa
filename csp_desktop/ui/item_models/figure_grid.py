"""The grid of a return: a board's indicators, what stood there before, and this quarter's cell.

A committed cell becomes a new figure, which the page stores. Text that cannot be read is kept in
its cell as a draft with its message, and nothing is stored.
"""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from csp_desktop.core.figures import Absence, Figure, FigureStatus, blank
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import Quarter
from csp_desktop.core.reading import UnreadableError, read_cell, typed_text
from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.ui.core_marks import absence_mark
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Sign

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FigureColumn(IntEnum):
    """The columns in order."""

    CODE = 0
    NAME = 1
    YEAR_AGO = 2
    LAST_QUARTER = 3
    ENTRY = 4
    NOTE = 5


_BEFORE = (FigureColumn.YEAR_AGO, FigureColumn.LAST_QUARTER)


@dataclass(frozen=True)
class Draft:
    """Text that could not be taken, and why."""

    text: str
    message: str


class FigureGrid(QAbstractTableModel):
    """Groups and indicators as rows."""

    entered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._sheet: ReturnSheet | None = None
        self._rows: list[FigureLine | str] = []
        self._drafts: dict[tuple[Quarter, str], Draft] = {}

    def show_sheet(self, sheet: ReturnSheet) -> None:
        """Show a return; of the same return only the rows that differ are refreshed."""
        before, same = self._rows, self._is_same(sheet)
        self._sheet = sheet
        rows = _rows(sheet)
        if not same:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        self._rows = rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if not _looks_same(old, new):
                self._refresh(number)

    def line(self, row: int) -> FigureLine | None:
        """The indicator of a row; None for a group's heading."""
        if not 0 <= row < len(self._rows):
            return None
        found = self._rows[row]
        return found if isinstance(found, FigureLine) else None

    def row_of(self, code: str) -> int:
        """The row of an indicator; -1 where it has none."""
        for number, row in enumerate(self._rows):
            if isinstance(row, FigureLine) and row.indicator.code == code:
                return number
        return -1

    def groups(self) -> list[int]:
        """The rows that are headings."""
        return [number for number, row in enumerate(self._rows) if isinstance(row, str)]

    def first_row(self) -> int:
        """The first row that is no heading; -1 where there is none."""
        return next((n for n, row in enumerate(self._rows) if isinstance(row, FigureLine)), -1)

    def draft(self, code: str) -> Draft | None:
        """Text that stands in an indicator's cell without being stored."""
        return self._drafts.get((self._sheet.quarter, code)) if self._sheet else None

    def take_text(self, row: int, text: str) -> bool:
        """Read what was typed for a row; tell the page of the new figure, or keep a draft."""
        line, sheet = self.line(row), self._sheet
        if line is None or sheet is None or not self._open():
            return False
        place, unit = (sheet.quarter, line.indicator.code), line.indicator.unit
        try:
            figure = read_cell(text, unit, line.indicator.name).onto(line.figure)
        except UnreadableError as error:
            self._drafts[place] = Draft(text, str(error))
            self._refresh(row)
            return False
        self._drafts.pop(place, None)
        if figure != line.figure:
            self.entered.emit(figure)
        self._refresh(row)
        return True

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Indicators and group headings."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `FigureColumn`."""
        return 0 if parent.isValid() else len(FigureColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are passed over; only the quarter's own cell is edited, and only while open."""
        if self.line(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == FigureColumn.ENTRY and self._open():
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names; those of figures name their quarter."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        numbers = (*_BEFORE, FigureColumn.ENTRY)
        if role == Qt.ItemDataRole.TextAlignmentRole and section in numbers:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or self._sheet is None:
            return None
        quarter = self._sheet.quarter
        return (
            "Code",
            "Indicator",
            f"{quarter.year_before}\na year ago",
            f"{quarter.previous}\nlast quarter",
            f"{quarter}\nenter here" if self._open() else f"{quarter}\nlocked",
            "Note",
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, says and is painted by."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, str):
            return _heading(row, index.column(), role)
        column = FigureColumn(index.column())
        if role == Role.RECORD:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        if column is FigureColumn.ENTRY:
            return self._entry(row, role)
        return _looks(row, column).get(role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into the quarter's cell."""
        if role != Qt.ItemDataRole.EditRole or index.column() != FigureColumn.ENTRY:
            return False
        return self.take_text(index.row(), str(value))

    def clear(self, row: int) -> None:
        """Make a cell blank again; the value it had is kept in its history."""
        line, sheet = self.line(row), self._sheet
        if line is None or sheet is None or not self._open():
            return
        self._drafts.pop((sheet.quarter, line.indicator.code), None)
        self._refresh(row)
        if line.figure.entered:
            self.entered.emit(_blank_again(line.figure))

    def _open(self) -> bool:
        return self._sheet is not None and self._sheet.record.state.open_for_entry

    def _is_same(self, sheet: ReturnSheet) -> bool:
        old = self._sheet
        return (
            old is not None
            and (old.board, old.quarter) == (sheet.board, sheet.quarter)
            and old.record.state.open_for_entry == sheet.record.state.open_for_entry
        )

    def _refresh(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(FigureColumn) - 1))

    def _words(self, line: FigureLine, column: FigureColumn) -> str:
        unit = line.indicator.unit
        if column is FigureColumn.ENTRY:
            draft = self.draft(line.indicator.code)
            return draft.text if draft else _entry_words(line.figure, line)
        return {
            FigureColumn.CODE: line.indicator.code,
            FigureColumn.NAME: line.indicator.name,
            FigureColumn.YEAR_AGO: _before_words(line.year_ago, unit),
            FigureColumn.LAST_QUARTER: _before_words(line.last_quarter, unit),
            FigureColumn.NOTE: "",
        }[column]

    def _spoken(self, line: FigureLine, column: FigureColumn) -> str:
        words = self._words(line, column)
        if column is FigureColumn.NOTE:
            words = f"note: {line.figure.comment}" if line.figure.comment else "no note"
        draft = self.draft(line.indicator.code)
        if column is FigureColumn.ENTRY and draft:
            words += f", not stored: {draft.message}"
        heading = self.headerData(column, Qt.Orientation.Horizontal) or ""
        return f"{line.indicator.name}, {heading.splitlines()[0]}, {words or 'nothing'}"

    def _entry(self, line: FigureLine, role: int) -> Any:
        figure = line.figure
        draft = self.draft(line.indicator.code)
        if role == Qt.ItemDataRole.EditRole:
            return draft.text if draft else typed_text(figure, line.indicator.unit)
        if role == Role.PROBLEM:
            if draft:
                return draft.message
            return line.problems[0].message if line.problems else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._entry(line, Role.PROBLEM)
        if draft:
            return None
        if role == Role.ABSENCE and figure.absence is not None:
            return absence_mark(figure.absence)
        if role == Role.GUTTER and figure.has_number:
            return {FigureStatus.PROVISIONAL: "prov.", FigureStatus.REVISED: "rev."}.get(
                figure.status, ""
            )
        return None


def _rows(sheet: ReturnSheet) -> list[FigureLine | str]:
    groups: dict[str, list[FigureLine]] = {}
    for line in sheet.figures:
        groups.setdefault(line.indicator.group, []).append(line)
    rows: list[FigureLine | str] = []
    for name, lines in groups.items():
        rows += [name, *lines]
    return rows


def _looks_same(old: FigureLine | str, new: FigureLine | str) -> bool:
    """Whether a row reads as before; a figure nobody has entered gets an id with every reading."""
    if isinstance(old, str) or isinstance(new, str):
        return old == new
    return replace(old, figure=replace(old.figure, id=new.figure.id)) == new


def _heading(name: str, column: int, role: int) -> Any:
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return name
    if role == Qt.ItemDataRole.DisplayRole:
        return name if column == 0 else None
    return role in (Role.HEADING, Role.EMPHASIS) or None


def _entry_words(figure: Figure, line: FigureLine) -> str:
    if figure.absence is Absence.NOT_ENTERED and not line.asked:
        return "asked for in Q4"
    words = figure_words(figure, line.indicator.unit)
    if figure.absence is Absence.NOT_YET_AVAILABLE and figure.expected_on:
        words += f", due {figure.expected_on.day} {figure.expected_on:%b}"
    return words


def _before_words(figure: Figure | None, unit: Any) -> str:
    return "" if figure is None or not figure.entered else figure_words(figure, unit)


def _looks(line: FigureLine, column: FigureColumn) -> dict[int, Any]:
    if column is FigureColumn.CODE:
        return {Role.SMALL: True, Role.DIM: True}
    if column in _BEFORE:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        before = line.year_ago if column is FigureColumn.YEAR_AGO else line.last_quarter
        # Why there was no figure may be longer than the column is wide.
        why = before.absence.words if before and before.entered and before.absence else None
        return {
            Role.DIM: True,
            Qt.ItemDataRole.TextAlignmentRole: right,
            Qt.ItemDataRole.ToolTipRole: why,
        }
    if column is FigureColumn.NOTE and line.figure.comment:
        return {Role.MARK: Sign.NOTE, Qt.ItemDataRole.ToolTipRole: line.figure.comment}
    if column is FigureColumn.NAME:
        return {Qt.ItemDataRole.ToolTipRole: line.indicator.title}
    return {}


def _blank_again(figure: Figure) -> Figure:
    empty = blank(figure.indicator, figure.area, figure.period)
    return replace(empty, id=figure.id, version=figure.version, comment=figure.comment)
