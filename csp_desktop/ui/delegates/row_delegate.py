"""What every cell of a table has in common: ground, accent bar, current cell."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTreeView,
    QWidget,
)

from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.theme import CELL_PADDING, TextSize, Theme

Index = QModelIndex | QPersistentModelIndex
_BAR, _RING = 3, 2


class RowDelegate(QStyledItemDelegate):
    """Paints words and, for its children, the ground they paint their own content upon."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        cells: bool = False,
        row_height: int = 0,
    ) -> None:
        """Build the delegate.

        Args:
            theme: colours and type.
            parent: the view.
            cells: whether one moves from cell to cell as in Excel, so that the current one is
                ringed, and not from row to row.
            row_height: in pixels at 100 % text, for trees, whose rows ask their delegate.
        """
        super().__init__(parent)
        self.theme = theme
        self._cells = cells
        self._row_height = row_height

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Words in 600 or in text2 where the model wants it, also in the selected row."""
        super().initStyleOption(option, index)
        if index.data(Role.EMPHASIS):
            option.font = self.theme.font(TextSize.BODY, semibold=True)
        if index.data(Role.DIM):
            ink = self.theme.palette.color("text2")
            option.palette.setColor(QPalette.ColorRole.Text, ink)
        text = option.palette.color(QPalette.ColorRole.Text)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, text)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, content, then what marks the row or the cell as current."""
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        painter.save()
        self.paint_cell(painter, own, index)
        painter.restore()
        self._paint_bar(painter, own, index)
        if self._cells and own.state & QStyle.StateFlag.State_HasFocus:
            self._paint_ring(painter, own.rect)

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the content; children call `paint_ground` first and then paint their own."""
        self.paint_ground(painter, option)
        ink = option.palette.color(QPalette.ColorRole.Text)
        place = self.content(option)
        side = option.displayAlignment
        self.draw_words(painter, place, option.text, ink, option.font, side)

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Paint the cell as the style does, without its words."""
        ground = QStyleOptionViewItem(option)
        ground.text = ""
        ground.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDecoration
        self._style(option).drawControl(
            QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget
        )
        # The style sheet's ground hides the model's; a selected row is one colour throughout, but
        # the cell one stands in keeps its tint.
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_current = self._cells and bool(option.state & QStyle.StateFlag.State_HasFocus)
        # Asked of the model: reading the option's own brush frees it twice in this PySide.
        tint = option.index.data(Qt.ItemDataRole.BackgroundRole)
        if tint is not None and (is_current or not selected):
            painter.fillRect(option.rect.adjusted(0, 0, 0, -1), tint)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Words in 600 need their own room."""
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        width = self.theme.width(own.text, semibold=bool(index.data(Role.EMPHASIS)))
        size = super().sizeHint(option, index)
        height = max(size.height(), self.theme.height(self._row_height))
        return QSize(max(size.width(), width + 2 * CELL_PADDING), height)

    def draw_words(
        self,
        painter: QPainter,
        rect: QRect,
        words: str,
        ink: QColor,
        font: QFont,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> int:
        """Draw words in a line, with an ellipsis if need be, and return where they end.

        Args:
            painter: any active painter.
            rect: where; the words are centred in its height.
            words: one line.
            ink: their colour.
            font: theirs.
            side: left or right.
        """
        painter.setFont(font)
        painter.setPen(ink)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(rect.width(), 0))
        across = side & Qt.AlignmentFlag.AlignHorizontal_Mask
        painter.drawText(rect, across | Qt.AlignmentFlag.AlignVCenter, shown)
        return rect.left() + metrics.horizontalAdvance(shown)

    def content(self, option: QStyleOptionViewItem) -> QRect:
        """The cell without its padding and the hairline below."""
        return option.rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)

    def _style(self, option: QStyleOptionViewItem) -> QStyle:
        widget = option.widget
        return widget.style() if widget is not None else QApplication.style()

    def _paint_bar(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected and not self._cells and _is_first(option.widget, index):
            bar = QRect(0, option.rect.top(), _BAR, option.rect.height())
            if not isinstance(option.widget, QTreeView):
                bar.moveLeft(option.rect.left())
            painter.setClipping(False)
            painter.fillRect(bar, self.theme.palette.color("accent"))

    def _paint_ring(self, painter: QPainter, rect: QRect) -> None:
        painter.save()
        pen = QPen(self.theme.palette.color("focus"), _RING)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()


def _is_first(view: QWidget | None, index: Index) -> bool:
    """Whether a cell stands at the left edge, wherever its column has been dragged from."""
    header: QHeaderView | None = None
    if isinstance(view, QTableView):
        header = view.horizontalHeader()
    elif isinstance(view, QTreeView):
        header = view.header()
    return index.column() == (header.logicalIndex(0) if header is not None else 0)
