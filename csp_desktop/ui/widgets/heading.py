"""The heading of a table: words at the side of their figures, the sort mark right after them."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPolygon
from PySide6.QtWidgets import QHeaderView, QWidget

from csp_desktop.ui.theme import CELL_PADDING, HEADING, HEADING_TWO_LINES, TextSize, Theme

_SORT_GAP, _SORT_WIDTH, _SORT_HEIGHT = 8, 7, 5


class Heading(QHeaderView):
    """Headings of one line in 600, or of two with the second one regular.

    The model answers Qt.DisplayRole with one or two lines, Qt.TextAlignmentRole with the side its
    figures stand at, and Qt.FontRole or any other role is not asked.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build a horizontal heading.

        Args:
            theme: colours and type.
            parent: the table or tree.
        """
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._strong = -1
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self.updateGeometry)

    def set_strong(self, column: int) -> None:
        """Set one heading in the colour of text: the column that is filled in."""
        self._strong = column
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """28 high, or 42 where a heading has two lines."""
        two = any("\n" in self._words(column) for column in range(self.count()))
        line = self._theme.metrics(TextSize.SMALL, semibold=True).height()
        height = max(HEADING_TWO_LINES, 2 * line + 10) if two else max(HEADING, line + 8)
        return QSize(super().sizeHint().width(), height)

    def sectionSizeFromContents(self, logical_index: int) -> QSize:
        """Both lines, the sort mark, and the padding of the cells below."""
        lines = self._words(logical_index).split("\n")
        width = max(self._theme.width(line, TextSize.SMALL, semibold=True) for line in lines)
        width += 2 * CELL_PADDING
        if self.sectionsClickable():
            width += _SORT_GAP + _SORT_WIDTH
        return QSize(width, self.sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """The hairline, the words and the sort mark; the ground comes from the style sheet."""
        palette = self._theme.palette
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), 1), palette.color("border")
        )
        ink = palette.color("text" if logical_index == self._strong else "text2")
        painter.setPen(ink)
        place = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        end = self._paint_words(painter, place, logical_index)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logical_index:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(ink)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(self._triangle(end + _SORT_GAP, place.center().y() + 1))

    def _paint_words(self, painter: QPainter, place: QRect, column: int) -> int:
        """Paint one or two lines and return where the longer one ends."""
        lines = self._words(column).split("\n")
        side = self._side(column)
        height = self._theme.metrics(TextSize.SMALL, semibold=True).height()
        top = place.top() + (place.height() - height * len(lines)) // 2
        end = place.left()
        for number, line in enumerate(lines):
            painter.setFont(self._theme.font(TextSize.SMALL, semibold=number == 0))
            row = QRect(place.left(), top + number * height, place.width(), height)
            bounds = painter.boundingRect(row, side | Qt.AlignmentFlag.AlignVCenter, line)
            painter.drawText(row, side | Qt.AlignmentFlag.AlignVCenter, line)
            end = max(end, bounds.right())
        return end

    def _triangle(self, left: int, middle: int) -> QPolygon:
        falls = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        base = middle - _SORT_HEIGHT // 2 if falls else middle + _SORT_HEIGHT // 2
        tip = base + _SORT_HEIGHT if falls else base - _SORT_HEIGHT
        return QPolygon(
            [
                QPoint(left, base),
                QPoint(left + _SORT_WIDTH, base),
                QPoint(left + _SORT_WIDTH // 2 + 1, tip),
            ]
        )

    def _words(self, column: int) -> str:
        return str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")

    def _side(self, column: int) -> Qt.AlignmentFlag:
        role = Qt.ItemDataRole.TextAlignmentRole
        wanted = self.model().headerData(column, Qt.Orientation.Horizontal, role)
        flags = Qt.AlignmentFlag(wanted) if wanted is not None else self.defaultAlignment()
        is_right = bool(flags & Qt.AlignmentFlag.AlignRight)
        return Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
