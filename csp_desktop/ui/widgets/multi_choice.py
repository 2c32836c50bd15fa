"""Several answers of a list, each ticked or not."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyleOptionViewItem, QWidget

from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.theme import (
    CELL_PADDING,
    MARK_GAP,
    RADIUS_TAG,
    ROW_DENSE,
    SPACE_TINY,
    TextSize,
    Theme,
)

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BOX = 14
_TICK = Qt.ItemDataRole.CheckStateRole


class MultiChoice(QListWidget):
    """Arrows move, Space or Enter ticks; long answers break their lines and the list scrolls."""

    picked = Signal(object)

    def __init__(self, theme: Theme, name: str, rows: int, parent: QWidget | None = None) -> None:
        """Build a list without answers.

        Args:
            theme: colours and type.
            name: accessible name.
            rows: how many answers of one line are in view.
            parent: owner.
        """
        super().__init__(parent)
        self.setAccessibleName(name)
        self._theme = theme
        self._rows = rows
        self._locked = False
        self.setItemDelegate(_AnswerDelegate(theme, self, cells=True))
        self.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _: self.picked.emit(self.chosen))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ticked answers, in the order of the list."""
        return tuple(one.text() for one in self._items() if _is_ticked(one))

    def show_values(self, answers: Sequence[str], chosen: Sequence[str]) -> None:
        """Show what is stored; nothing is committed by it.

        Args:
            answers: all there are.
            chosen: those to tick; one that is no longer among the answers stands after them.
        """
        wanted = [*answers, *(one for one in chosen if one not in answers)]
        self.blockSignals(True)
        if [one.text() for one in self._items()] != wanted:
            self.clear()
            self.addItems(wanted)
            self.setCurrentRow(0)
        for item in self._items():
            ticked = item.text() in chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            item.setFlags(self._flags())
        self.blockSignals(False)
        self.viewport().update()

    def lock(self, reason: str) -> None:
        """Let the answers be read and not changed, and say why; no reason unlocks them."""
        self._locked = bool(reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        self.blockSignals(True)
        for item in self._items():
            item.setFlags(self._flags())
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ticks as Space does."""
        item = self.currentItem()
        if event.key() in _ENTER and item is not None:
            if not self._locked:
                _turn(item)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        """So many rows high."""
        return QSize(80, self._theme.height(ROW_DENSE) * self._rows + 2)

    def minimumSizeHint(self) -> QSize:
        """Never less than its rows."""
        return self.sizeHint()

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _flags(self) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self._locked else flags | Qt.ItemFlag.ItemIsUserCheckable


class _AnswerDelegate(RowDelegate):
    """A box with its tick, and the answer in as many lines as it needs."""

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = self.theme.palette
        ground = QStyleOptionViewItem(option)
        ground.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        self.paint_ground(painter, ground)
        side, place = self.theme.scaled(_BOX), self.content(option)
        ticked = index.data(_TICK) in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        box = QRect(place.left(), place.center().y() - side // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.color("accent" if ticked else "field"), 1))
        painter.setBrush(palette.color("accent" if ticked else "surface"))
        painter.drawRoundedRect(box, RADIUS_TAG, RADIUS_TAG)
        if ticked:
            ratio = painter.device().devicePixelRatio()
            tick = self.theme.icons.pixmap("check", palette.on_accent, side, ratio)
            painter.drawPixmap(QPoint(box.left(), box.top()), tick)
        open_ = bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        painter.setPen(palette.color("text" if open_ else "text2"))
        painter.setFont(self.theme.font(TextSize.BODY))
        words = place.adjusted(self._taken(), 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, str(index.data() or ""))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its lines at the width of the list."""
        view = option.widget
        assert isinstance(view, MultiChoice), "it paints the answers of one list"
        width = view.viewport().width() - 2 * CELL_PADDING - self._taken()
        room = QRect(0, 0, max(width, 1), 0)
        lines = self.theme.metrics().boundingRect(
            room, Qt.TextFlag.TextWordWrap, str(index.data() or "")
        )
        height = max(self.theme.height(ROW_DENSE), lines.height() + 2 * SPACE_TINY + 1)
        return QSize(view.viewport().width(), height)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Space, or a click anywhere in the row, ticks it."""
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if event.type() == QEvent.Type.MouseButtonRelease or space:
            view = option.widget
            assert isinstance(view, MultiChoice), "it paints the answers of one list"
            _turn(view.item(index.row()))
            return True
        return False

    def _taken(self) -> int:
        return self.theme.scaled(_BOX) + MARK_GAP


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked


def _turn(item: QListWidgetItem) -> None:
    item.setCheckState(Qt.CheckState.Unchecked if _is_ticked(item) else Qt.CheckState.Checked)
