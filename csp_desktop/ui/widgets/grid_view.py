"""A table one types into with the keys of Excel: Enter goes down, Tab right, F2 edits.

The current cell stays where it is while a selection is extended from it, as in Excel. What is to
be done with cells is told by signals; blocks are copied through the model's `mimeData`.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QTableView,
    QWidget,
)

from csp_desktop.core.blocks import read_clipboard
from csp_desktop.ui.item_models.figure_grid import FigureColumn
from csp_desktop.ui.item_models.roles import Role

Index = QModelIndex | QPersistentModelIndex
_Keys, _Modifiers = Qt.Key, Qt.KeyboardModifier
_Trigger = QAbstractItemView.EditTrigger
_PLAIN, _SHIFT, _CONTROL = (
    _Modifiers.NoModifier,
    _Modifiers.ShiftModifier,
    _Modifiers.ControlModifier,
)
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect
_ENTER = (_Keys.Key_Return, _Keys.Key_Enter)
_UP, _DOWN = (-1, 0), (1, 0)
_ARROWS: dict[int, tuple[int, int]] = {
    _Keys.Key_Up: _UP,
    _Keys.Key_Down: _DOWN,
    _Keys.Key_Left: (0, -1),
    _Keys.Key_Right: (0, 1),
}
_ENDS: dict[int, int] = {_Keys.Key_Home: 0, _Keys.Key_End: -1}
_PAGES: dict[int, int] = {_Keys.Key_PageUp: -1, _Keys.Key_PageDown: 1}


class GridView(QTableView):
    """Cells are edited by typing; the current one never leaves the rows that can be chosen.

    `moved` tells the current cell, `cleared`, `filled` and `filled_down` the cells selected,
    `pasted` the cell at which a block begins.
    """

    moved = Signal(QModelIndex)
    cleared = Signal(list)
    pasted = Signal(QModelIndex, list)
    filled = Signal(list, str)
    filled_down = Signal(list)
    details_wanted = Signal()

    def __init__(self, entry: int = FigureColumn.ENTRY, parent: QWidget | None = None) -> None:
        """Build the view.

        Args:
            entry: the column one types down.
            parent: the widget it stands in.
        """
        super().__init__(parent)
        self._entry = entry
        self._reach = QPersistentModelIndex()
        self._many = False
        self.setEditTriggers(
            _Trigger.AnyKeyPressed | _Trigger.EditKeyPressed | _Trigger.DoubleClicked
        )
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(True)

    @property
    def selects_many(self) -> bool:
        """Whether more than one cell is selected: each is then tinted, and not the whole row."""
        return self._many

    @property
    def chosen(self) -> list[QModelIndex]:
        """The cells selected that are in view, from the top left."""
        found = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        seen = [one for one in found if one.isValid() and not self.isIndexHidden(one)]
        return sorted(seen, key=lambda one: (one.row(), one.column()))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell what the details beside the grid should show."""
        super().currentChanged(current, previous)
        self._reach = QPersistentModelIndex(current)
        self._repaint_row(previous)
        self._repaint_row(current)
        self.moved.emit(current)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """The row of the current cell is tinted only while no more than that is selected."""
        super().selectionChanged(selected, deselected)
        self._many = len(self.selectionModel().selectedIndexes()) > 1
        self._repaint_row(self.currentIndex())

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select, edit, clear, copy and paste; every other key is left to the page."""
        # What an editor lets pass is not meant for the cells behind it.
        is_open = self.state() == self.State.EditingState
        if is_open or not (self._move(event) or self._act(event) or self._begin(event)):
            event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, Tab and the arrows up and down store what an editor holds, and move on."""
        if (
            isinstance(watched, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._leave(watched, event)
        ):
            return True
        return super().eventFilter(watched, event)

    def edit(self, index: Index, trigger: Any = None, event: Any = None) -> Any:
        """Open an editor; what stood there is replaced by typing, and gone on with after F2."""
        if trigger is None:
            return super().edit(index)
        opened = super().edit(index, trigger, event)
        editor = self.indexWidget(index) if opened else None
        if isinstance(editor, QLineEdit):
            editor.installEventFilter(self)
            if trigger is not _Trigger.AnyKeyPressed:
                editor.end(False)
        return opened

    def _move(self, event: QKeyEvent) -> bool:
        """Go somewhere, or take the selection there while Shift is held."""
        key, modifiers = event.key(), _modifiers(event)
        if not self.currentIndex().isValid():
            return False
        if key in (_Keys.Key_Tab, _Keys.Key_Backtab):
            self._go(self._tab(back=key == _Keys.Key_Backtab))
            return True
        if key in _ENTER and modifiers in (_PLAIN, _SHIFT):
            self._go(self._beside(self.currentIndex(), _UP if modifiers == _SHIFT else _DOWN))
            return True
        if modifiers & ~(_SHIFT | _CONTROL) or key not in {*_ARROWS, *_ENDS, *_PAGES}:
            return False
        extends = bool(modifiers & _SHIFT)
        here, reach = self.currentIndex(), self._reach
        start = here.sibling(reach.row(), reach.column()) if extends else here
        to = self._target(start, key, far=bool(modifiers & _CONTROL))
        if extends:
            self._extend(to)
        else:
            self._go(to)
        return True

    def _act(self, event: QKeyEvent) -> bool:
        """Do something with the cells selected."""
        key, modifiers, cells = event.key(), _modifiers(event), self.chosen
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy(cells)
        elif event.matches(QKeySequence.StandardKey.Cut):
            self._copy(cells)
            self.cleared.emit(cells)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(cells)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._select_entries()
        elif key == _Keys.Key_D and modifiers == _CONTROL:
            self.filled_down.emit(cells)
        elif key in _ENTER and modifiers == _CONTROL:
            self.details_wanted.emit()
        elif key in (_Keys.Key_Delete, _Keys.Key_Backspace) and modifiers == _PLAIN:
            self.cleared.emit(cells)
        else:
            return False
        return True

    def _begin(self, event: QKeyEvent) -> bool:
        """Open the editor: F2 for what stands there, a character in its place."""
        modifiers, text = _modifiers(event), event.text()
        if event.key() == _Keys.Key_F2 and modifiers == _PLAIN:
            return bool(self.edit(self.currentIndex(), _Trigger.EditKeyPressed, event))
        # Ctrl and AltGr (Ctrl with Alt on Windows) are commands, whatever character they carry.
        if not text.isprintable() or not text or modifiers & ~_SHIFT:
            return False
        return bool(self.edit(self.currentIndex(), _Trigger.AnyKeyPressed, event))

    def _leave(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        """Store what an editor holds and move on; after Enter, text not read keeps one there."""
        key, modifiers = event.key(), _modifiers(event)
        if key in _ENTER and modifiers == _CONTROL:
            self._commit(editor)
            self.details_wanted.emit()
        elif key in _ENTER and modifiers in (_PLAIN, _SHIFT):
            self._commit(editor)
            if not self.currentIndex().data(Role.DRAFT):
                self._move(event)
        elif key in (_Keys.Key_Tab, _Keys.Key_Backtab, _Keys.Key_Up, _Keys.Key_Down):
            self._commit(editor)
            self._move(event)
        else:
            return False
        return True

    def _commit(self, editor: QLineEdit) -> None:
        self.commitData(editor)
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    # Places

    def _rows(self) -> list[int]:
        """The rows one can stand in."""
        model, column = self.model(), self._entry
        return [
            row
            for row in range(model.rowCount())
            if not self.isRowHidden(row) and _can_be_chosen(model.index(row, column))
        ]

    def _columns(self) -> list[int]:
        return [one for one in range(self.model().columnCount()) if not self.isColumnHidden(one)]

    def _line(self, start: QModelIndex, step: tuple[int, int]) -> list[QModelIndex]:
        """The cells from one on in a direction, without it."""
        down, right = step
        places, here = (self._rows(), start.row()) if down else (self._columns(), start.column())
        ahead = (
            [one for one in places if one > here]
            if down + right > 0
            else [one for one in reversed(places) if one < here]
        )
        at = start.sibling
        return [at(one, start.column()) if down else at(start.row(), one) for one in ahead]

    def _beside(self, start: QModelIndex, step: tuple[int, int]) -> QModelIndex:
        return next(iter(self._line(start, step)), start)

    def _edge(self, start: QModelIndex, step: tuple[int, int]) -> QModelIndex:
        """The last filled cell before a blank one, or else the next filled one, or the last."""
        line = self._line(start, step)
        if not line:
            return start
        if _is_filled(start) and _is_filled(line[0]):
            before_blank = (one for one, after in pairwise(line) if not _is_filled(after))
            return next(before_blank, line[-1])
        return next(filter(_is_filled, line), line[-1])

    def _target(self, start: QModelIndex, key: int, far: bool) -> QModelIndex:
        if key in _ARROWS:
            return self._edge(start, _ARROWS[key]) if far else self._beside(start, _ARROWS[key])
        rows, columns = self._rows(), self._columns()
        if key in _ENDS:
            end = _ENDS[key]
            row, column = (rows[end], start.column()) if far else (start.row(), columns[end])
            return start.sibling(row, column)
        page = max(1, self.viewport().height() // max(1, self.rowHeight(start.row())) - 1)
        at = bisect_left(rows, start.row()) + _PAGES[key] * page
        return start.sibling(rows[min(max(at, 0), len(rows) - 1)], start.column())

    def _tab(self, back: bool) -> QModelIndex:
        """The next cell of the row; after the last one to fill in, the entry of the next row."""
        here, columns = self.currentIndex(), self._columns()
        edited = [one for one in columns if _can_be_edited(here.siblingAtColumn(one))]
        last = max(edited or columns)
        if back:
            left = self._beside(here, (0, -1))
            above = self._beside(here, _UP)
            return left if left != here or above == here else above.siblingAtColumn(last)
        right = self._beside(here, (0, 1))
        if right != here and right.column() <= last:
            return right
        below = self._beside(here, _DOWN)
        return here if below == here else below.siblingAtColumn(self._entry)

    def _go(self, index: QModelIndex) -> None:
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self._reach = QPersistentModelIndex(index)

    def _extend(self, index: QModelIndex) -> None:
        """Select the rectangle from the current cell to another, hidden columns left out."""
        here, model = self.currentIndex(), self.model()
        self._reach = QPersistentModelIndex(index)
        top, bottom = sorted((here.row(), index.row()))
        left, right = sorted((here.column(), index.column()))
        across = [one for one in self._columns() if left <= one <= right]
        selection = QItemSelection()
        for _, run in groupby(enumerate(across), lambda pair: pair[1] - pair[0]):
            columns = [column for _, column in run]
            selection.select(model.index(top, columns[0]), model.index(bottom, columns[-1]))
        self.selectionModel().select(selection, _SELECT)
        self.scrollTo(index)

    def _select_entries(self) -> None:
        rows, model = self._rows(), self.model()
        self._go(model.index(rows[0], self._entry))
        self._extend(model.index(rows[-1], self._entry))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to a cell, with Shift it extends the selection."""
        index = self.indexAt(event.position().toPoint())
        extends = event.modifiers() == _SHIFT and event.button() is Qt.MouseButton.LeftButton
        if extends and _can_be_chosen(index) and self.currentIndex().isValid():
            self._extend(index)
            return
        super().mousePressEvent(event)
        self._reach = QPersistentModelIndex(self.currentIndex())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging extends the selection."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        seen, at = self.viewport().rect(), event.position().toPoint()
        inside = QPoint(
            min(max(at.x(), seen.left()), seen.right()), min(max(at.y(), seen.top()), seen.bottom())
        )
        index = self.indexAt(inside)
        if _can_be_chosen(index) and index != self._reach and self.currentIndex().isValid():
            self._extend(index)

    def _repaint_row(self, index: Index) -> None:
        """The row one stands in is tinted throughout, and Qt repaints its current cell alone."""
        if index.isValid():
            top, height = self.rowViewportPosition(index.row()), self.rowHeight(index.row())
            self.viewport().update(0, top, self.viewport().width(), height)

    # Clipboard

    def _copy(self, cells: Sequence[QModelIndex]) -> None:
        QGuiApplication.clipboard().setMimeData(self.model().mimeData(cells))

    def _paste(self, cells: Sequence[QModelIndex]) -> None:
        """One cell goes into each of those selected, a block to where they begin."""
        data = QGuiApplication.clipboard().mimeData()
        rows = read_clipboard(data.text(), data.html()) if data else []
        if not rows:
            return
        if len(cells) > 1 and [len(row) for row in rows] == [1]:
            self.filled.emit(cells, rows[0][0])
            return
        first = cells[0].siblingAtColumn(min(one.column() for one in cells))
        self.pasted.emit(first, rows)


def _modifiers(event: QKeyEvent) -> Qt.KeyboardModifier:
    """The keys held; that a digit comes from the keypad makes no difference."""
    return event.modifiers() & ~_Modifiers.KeypadModifier


def _can_be_chosen(index: Index) -> bool:
    return bool(index.flags() & Qt.ItemFlag.ItemIsSelectable)


def _can_be_edited(index: Index) -> bool:
    return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)


def _is_filled(index: QModelIndex) -> bool:
    return bool(index.data(Qt.ItemDataRole.EditRole))
