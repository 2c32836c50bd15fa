"""A table one types into with the keys of Excel: Enter goes down, Tab right, F2 edits."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL = Qt.KeyboardModifier.ControlModifier


class GridView(QTableView):
    """Cells are edited by typing; the current one never leaves the rows that can be chosen."""

    moved = Signal(QModelIndex)
    cleared = Signal(QModelIndex)
    details_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setTabKeyNavigation(True)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell what the details beside the grid should show."""
        super().currentChanged(current, previous)
        self.moved.emit(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down; Delete clears; Ctrl+Enter goes to the details."""
        index = self.currentIndex()
        if event.key() in _ENTER and event.modifiers() & _CONTROL:
            self.details_wanted.emit()
        elif event.key() in _ENTER and self.state() is not self.State.EditingState:
            self._go_down()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self.cleared.emit(index)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter in a cell stores it and goes down, as in Excel; text not taken stays in place."""
        down = hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache
        super().closeEditor(editor, hint)
        if down:
            self._go_down()

    def _go_down(self) -> None:
        below = self.moveCursor(self.CursorAction.MoveDown, Qt.KeyboardModifier.NoModifier)
        if below.isValid():
            self.setCurrentIndex(below)
