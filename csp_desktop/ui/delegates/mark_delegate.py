"""A mark with its word in a cell."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from csp_desktop.ui import marks
from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Mark
from csp_desktop.ui.theme import CELL_PADDING, MARK_GAP, TextSize


class MarkDelegate(RowDelegate):
    """Paints `Role.MARK`, and beside it the display text or, if there is none, its short word."""

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground, the mark, the word; cells without a mark keep their words."""
        mark = index.data(Role.MARK)
        if not isinstance(mark, Mark):
            super().paint_cell(painter, option, index)
            return
        self.paint_ground(painter, option)
        place = self.content(option)
        glyph = marks.size(mark, self.theme.text_scale)
        at = QRectF(place.left(), place.top(), glyph.width(), place.height())
        marks.paint(painter, at, mark, self.theme.palette)
        taken = 0 if glyph.isEmpty() else round(glyph.width()) + MARK_GAP
        ink = self.theme.palette.color(mark.ink)
        font = self.theme.font(TextSize.BODY, mark.semibold)
        self.draw_words(painter, place.adjusted(taken, 0, 0, 0), _word(mark, index), ink, font)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Mark, gap and word."""
        size = super().sizeHint(option, index)
        mark = index.data(Role.MARK)
        if not isinstance(mark, Mark):
            return size
        word = self.theme.width(_word(mark, index), semibold=mark.semibold)
        glyph = round(marks.size(mark, self.theme.text_scale).width())
        return QSize(glyph + MARK_GAP + word + 2 * CELL_PADDING, size.height())


def _word(mark: Mark, index: Index) -> str:
    return str(index.data(Qt.ItemDataRole.DisplayRole) or mark.short)
