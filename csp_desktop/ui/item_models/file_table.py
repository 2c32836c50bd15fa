"""The workbooks to be imported, each with its verdict."""

from dataclasses import dataclass
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from csp_desktop.services.import_report import FileReport, Outcome
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Mark, Sign

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Stage(Enum):
    """How far a file has come."""

    WAITING = "waiting"
    READ = "read"
    IMPORTED = "imported"


class FileColumn(IntEnum):
    """The columns in order."""

    FILE = 0
    RETURN = 1
    VERDICT = 2
    NEW = 3
    CHANGED = 4


@dataclass
class FileRow:
    """One workbook: what it would bring, or has brought.

    Attributes:
        report: None until it has been read.
        undecided: how many of its conflicts nobody has decided yet.
    """

    file: Path
    stage: Stage = Stage.WAITING
    report: FileReport | None = None
    undecided: int = 0

    @property
    def can_be_imported(self) -> bool:
        """Whether it would store something, and nothing is left to decide."""
        if self.stage is not Stage.READ or self.report is None or self.undecided:
            return False
        return self.report.outcome in (Outcome.STORED, Outcome.CONFLICT)

    @property
    def verdict(self) -> str:
        """What will become of it, or what has."""
        report = self.report
        if report is None:
            return "Not read yet"
        if report.outcome is Outcome.CONFLICT and self.undecided:
            return f"{self.undecided} conflict{'s' if self.undecided > 1 else ''} to decide"
        if report.outcome is Outcome.CONFLICT and self.stage is Stage.READ:
            return "Decided"
        return {
            Outcome.STORED: "Imported" if self.stage is Stage.IMPORTED else "Ready",
            Outcome.CONFLICT: "Imported",
            Outcome.UNCHANGED: "Nothing new",
            Outcome.REFUSED: "Refused",
        }[report.outcome]

    @property
    def mark(self) -> Mark | None:
        """The shape beside the verdict."""
        if self.report is None:
            return None
        if self.report.outcome is Outcome.REFUSED:
            return Sign.LATE
        return Sign.QUERY if self.undecided else Sign.ACCEPTED


class FileTable(QAbstractTableModel):
    """Workbooks as rows, in the order they were chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[FileRow] = []

    @property
    def rows(self) -> list[FileRow]:
        """Every workbook."""
        return self._rows

    def show_files(self, files: list[Path]) -> None:
        """Begin with these, none of them read."""
        self.beginResetModel()
        self._rows = [FileRow(one) for one in files]
        self.endResetModel()

    def refresh(self, row: int) -> None:
        """What is known of a file has changed."""
        last = len(FileColumn) - 1
        self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def row(self, row: int) -> FileRow | None:
        """The workbook of a row; None where there is no such row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a workbook."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `FileColumn`."""
        return 0 if parent.isValid() else len(FileColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= FileColumn.NEW:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return ("File", "Return", "Verdict", "New", "Changed")[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], FileColumn(index.column())
        if role == Role.RECORD:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.file.name}, {_words(row, column) or 'nothing'}"
        if role == Qt.ItemDataRole.ToolTipRole and column is FileColumn.FILE:
            return str(row.file)
        if role == Role.MARK and column is FileColumn.VERDICT:
            return row.mark
        if role == Qt.ItemDataRole.TextAlignmentRole and column >= FileColumn.NEW:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return True if role == Role.DIM and column is not FileColumn.FILE else None


def _words(row: FileRow, column: FileColumn) -> str:
    report = row.report
    if column is FileColumn.FILE:
        return row.file.name
    if column is FileColumn.VERDICT:
        return row.verdict
    if report is None:
        return ""
    if column is FileColumn.RETURN:
        return report.return_name
    count = report.new if column is FileColumn.NEW else report.changed
    return f"{count:,}" if report.return_name else ""
