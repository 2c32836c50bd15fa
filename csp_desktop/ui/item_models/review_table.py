"""The lines of a submitted return: what stood there before, what was submitted, what to make of it.

A decision changes one cell of one row, and nothing else is asked for again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from csp_desktop.core.review import Decision, ReviewLine
from csp_desktop.ui.item_models.review_cells import (
    Comparison,
    ReviewCell,
    ReviewColumn,
    before_what,
    cells_of,
    decision_cell,
    runs_on,
)
from csp_desktop.ui.item_models.roles import Role

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADINGS = (
    "Line",
    "Figure or action",
    "Before",
    "Submitted",
    "Difference",
    "In %",
    "Reads as",
    "Finding",
    "Decision",
)
_NUMBERS = (
    ReviewColumn.BEFORE,
    ReviewColumn.SUBMITTED,
    ReviewColumn.DIFFERENCE,
    ReviewColumn.PERCENT,
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NOW = ReviewCell("Decide now", semibold=True)


@dataclass
class _Row:
    """A line, its cells, and whether nothing was found in it."""

    line: ReviewLine
    cells: list[ReviewCell]
    quiet: bool


class ReviewTable(QAbstractTableModel):
    """Lines as rows: figures, then actions."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._comparison = Comparison.YEAR_AGO

    def show_lines(self, lines: Iterable[ReviewLine], comparison: Comparison) -> None:
        """Show a return's lines beside what they are compared with."""
        self.beginResetModel()
        self._comparison = comparison
        self._rows = [_Row(line, cells_of(line, comparison), line.quiet) for line in lines]
        self.endResetModel()

    def show_decisions(self, lines: Sequence[ReviewLine]) -> None:
        """Show the same lines with other decisions; only cells that differ are refreshed."""
        for number, (row, line) in enumerate(zip(self._rows, lines, strict=True)):
            if row.line is not line:
                row.line, row.quiet = line, line.quiet
                row.cells[ReviewColumn.DECISION] = decision_cell(line.decision)
                cell = self.index(number, ReviewColumn.DECISION)
                self.dataChanged.emit(cell, cell)

    def line(self, row: int) -> ReviewLine | None:
        """The line of a row; None where there is no such row."""
        return self._rows[row].line if 0 <= row < len(self._rows) else None

    def cell(self, row: int, column: int, selected: bool) -> ReviewCell:
        """What a cell shows, in the selected row or in another.

        The delegate asks for it in one go.
        """
        found = self._rows[row].cells[column]
        if selected and column == ReviewColumn.NAME:
            return replace(found, semibold=True)
        if selected and column == ReviewColumn.DECISION and found.mark is None:
            return _NOW
        return found

    @property
    def quiet(self) -> list[str]:
        """The codes of lines to decide in which nothing was found; worked out once a line."""
        waiting = (one for one in self._rows if one.quiet)
        return [one.line.code for one in waiting if one.line.decision is Decision.TO_DECIDE]

    def row_of(self, code: str) -> int:
        """The row of a line; -1 where there is none."""
        return next((n for n, row in enumerate(self._rows) if row.line.code == code), -1)

    def runs_on(self, row: int) -> bool:
        """Whether a row has no numbers, so that its words take the room of the differences."""
        return runs_on(self._rows[row].line)

    def next_to_decide(self, after: int) -> int:
        """The next row without a decision, round to the top; -1 where all are decided."""
        count = len(self._rows)
        for row in ((after + step) % count for step in range(1, count + 1)):
            if self._rows[row].line.decision is Decision.TO_DECIDE:
                return row
        return -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a line."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `ReviewColumn`."""
        return 0 if parent.isValid() else len(ReviewColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names, those of numbers at the right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return _RIGHT
        return _HEADINGS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        cell = row.cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.words
            case Role.RECORD:
                return row.line
            case Role.MARK:
                return cell.mark
            case Role.CODE:
                return cell.tag or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if cell.right else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row.line, ReviewColumn(index.column()), cell)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row.line, ReviewColumn(index.column()), cell) or None
        return None

    def _spoken(self, line: ReviewLine, column: ReviewColumn, cell: ReviewCell) -> str:
        words = ", ".join(filter(None, (cell.words or "none", cell.tag)))
        heading = _HEADINGS[column]
        if column is ReviewColumn.BEFORE:
            heading = before_what(line, self._comparison)
        return f"{line.code}, {heading}: {words}"

    def _tip(self, line: ReviewLine, column: ReviewColumn, cell: ReviewCell) -> str:
        match column:
            case ReviewColumn.NAME:
                return cell.words
            case ReviewColumn.BEFORE:
                return f"{before_what(line, self._comparison)}: {cell.words}"
            case ReviewColumn.SUBMITTED:
                return cell.words if cell.mark else ""
            case ReviewColumn.READS:
                return cell.mark.long if cell.mark else ""
            case ReviewColumn.FINDING:
                return "\n".join(one.message for one in line.problems)
        return ""
