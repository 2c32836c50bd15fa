"""A table in which one moves from row to row, and a row is selected as a whole."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

Index = QModelIndex | QPersistentModelIndex


class RowTable(QTableView):
    """Home and End go to the first and the last row; Tab leaves; nothing is typed into cells."""

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and last row: here one moves from row to row."""
        last = self.model().rowCount() - 1
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: last,
        }
        if action in ends and last >= 0:
            return self.model().index(ends[action], 0)
        return super().moveCursor(action, modifiers)

    def selectionCommand(
        self, index: Index, event: object = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Wherever one clicks, the row is selected from its first cell."""
        flags = QItemSelectionModel.SelectionFlag
        return flags.ClearAndSelect | flags.Rows
