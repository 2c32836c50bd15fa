"""A button that opens a list to choose from, with a field to find the entry in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from csp_desktop.ui.delegates.name_delegate import NameDelegate
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.theme import ROW_DENSE, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button

_KEY = Qt.ItemDataRole.UserRole
_ROWS_SHOWN = 18


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry: what it is chosen by, its name, and a code in smaller type after it."""

    key: str
    name: str
    code: str = ""


class Chooser(Button):
    """Opens on a click, Space or its shortcut; letters filter, arrows move, Enter chooses."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, text: str, find: str, parent: QWidget | None = None) -> None:
        """Build a chooser without entries.

        Args:
            theme: colours and type.
            text: of the button.
            find: name of the field, such as `Find a board`.
            parent: owner.
        """
        super().__init__(theme, text, icon="chevron-down", in_header=True, parent=parent)
        self._list = _Popup(theme, find, self)
        self._list.chosen.connect(self.chosen)
        self.clicked.connect(self.open_list)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Replace the entries."""
        self._list.fill(choices)

    def open_list(self) -> None:
        """Show the list below the button, with the field ready for typing."""
        self._list.open_at(self.mapToGlobal(QPoint(self.width(), self.height() + 2)))


class _Popup(QFrame):
    chosen = Signal(str)

    def __init__(self, theme: Theme, find: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.setProperty("kind", "panel")
        self._find = QLineEdit(self)
        self._find.setAccessibleName(find)
        self._find.setPlaceholderText(find)
        self._find.textChanged.connect(self._filter)
        self._find.installEventFilter(self)
        self._entries = QStandardItemModel(self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._entries)
        self._shown.setFilterRole(Qt.ItemDataRole.AccessibleTextRole)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._view = QListView(self)
        self._view.setModel(self._shown)
        self._view.setItemDelegate(NameDelegate(theme, self._view))
        self._view.setProperty("edge", "none")
        self._view.setAccessibleName(find)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setUniformItemSizes(True)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_SMALL, SPACE_SMALL, SPACE_SMALL, SPACE_SMALL)
        column.setSpacing(SPACE_SMALL)
        column.addWidget(self._find)
        column.addWidget(self._view)

    def fill(self, choices: Sequence[Choice]) -> None:
        self._entries.clear()
        for choice in choices:
            item = QStandardItem(choice.name)
            item.setData(choice.key, _KEY)
            item.setData(choice.code, Role.CODE)
            item.setData(f"{choice.code} {choice.name}", Qt.ItemDataRole.AccessibleTextRole)
            self._entries.appendRow(item)

    def open_at(self, corner: QPoint) -> None:
        self._find.clear()
        width = max(self._view.sizeHintForColumn(0), 240) + 40
        rows = min(self._entries.rowCount(), _ROWS_SHOWN)
        row = max(self._view.sizeHintForRow(0), self._theme.height(ROW_DENSE))
        self._view.setFixedHeight(rows * row + 4)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(corner.x() - width, corner.y())
        self.show()
        self._find.setFocus(Qt.FocusReason.PopupFocusReason)
        self._select(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter act on the list while the field keeps the typing."""
        if watched is not self._find or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() is not QEvent.Type.KeyPress:
            return False
        row = self._view.currentIndex().row()
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10}
        moves[Qt.Key.Key_PageUp] = -10
        if (step := moves.get(Qt.Key(event.key()))) is not None:
            self._select(row + step)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._view.currentIndex())
            return True
        return False

    def _filter(self, text: str) -> None:
        self._shown.setFilterFixedString(text.strip())
        self._select(0)

    def _select(self, row: int) -> None:
        last = self._shown.rowCount() - 1
        if last >= 0:
            self._view.setCurrentIndex(self._shown.index(min(max(row, 0), last), 0))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.close()
            self.chosen.emit(str(index.data(_KEY)))
