"""A return once more, line by line, as it will be sent."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from csp_desktop.core.numbers import figure_words
from csp_desktop.core.sheet import ActionLine, FigureLine, ReturnSheet
from csp_desktop.ui.item_models.roles import Role

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NOT_PROVIDED = "Not provided"
_SUMMARY = (
    ("achievements", "Achievements"),
    ("concerns", "Concerns"),
    ("decisions", "Decisions wanted"),
    ("resources", "Resources wanted"),
)


class AnswerColumn(IntEnum):
    """The columns in order."""

    CODE = 0
    QUESTION = 1
    ANSWER = 2
    WORDS = 3
    CHANGE = 4


@dataclass(frozen=True)
class Answer:
    """One line as it will be sent; the code is empty for the summary."""

    code: str
    question: str
    answer: str
    words: str


class AnswerTable(QAbstractTableModel):
    """Figures, actions, then the summary."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Answer] = []

    def show_sheet(self, sheet: ReturnSheet) -> None:
        """Show a return."""
        self.beginResetModel()
        self._rows = [
            *(_of_figure(line) for line in sheet.figures if line.asked or line.figure.entered),
            *map(_of_action, sheet.actions),
            *(
                Answer("", label, "", getattr(sheet.summary, name) or _NOT_PROVIDED)
                for name, label in _SUMMARY
            ),
        ]
        self.endResetModel()

    def answer(self, row: int) -> Answer:
        """The line of a row."""
        return self._rows[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a line."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `AnswerColumn`."""
        return 0 if parent.isValid() else len(AnswerColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return ("Code", "What is asked", "As it will be sent", "Comment or progress", "")[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], AnswerColumn(index.column())
        words = (row.code, row.question, row.answer, row.words, "Change")[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.question}: {row.answer or row.words}, {words or 'nothing'}"
        if role == Qt.ItemDataRole.ToolTipRole and column is not AnswerColumn.CHANGE:
            return words
        if role == Role.DIM:
            dim = column is AnswerColumn.CODE or words == _NOT_PROVIDED
            return True if dim else None
        return None


def _of_figure(line: FigureLine) -> Answer:
    figure = line.figure
    words = figure_words(figure, line.indicator.unit) if figure.entered else _NOT_PROVIDED
    if figure.numerator is not None and figure.denominator is not None:
        words += f" ({figure.numerator:f} of {figure.denominator:f})"
    if figure.has_number:
        words += f", {figure.status.value}"
    if "number" in line.drafts:
        words = f"“{line.drafts['number']}” could not be read"
    return Answer(line.indicator.code, line.indicator.name, words, figure.comment)


def _of_action(line: ActionLine) -> Answer:
    update = line.update
    status = update.status.words if update.status else _NOT_PROVIDED
    if update.percent is not None:
        status += f", {update.percent}%"
    words = " ".join(filter(None, (update.reason, update.note)))
    return Answer(line.action.code, line.action.planned.text, status, words)
