"""The rows of the delivery plan: headings that fold, and marks, words and what stands beside."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from csp_desktop.ui import marks
from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Mark, Sign
from csp_desktop.ui.theme import CELL_PADDING, MARK_GAP, TextSize

_CHEVRON = 16


class ActionDelegate(RowDelegate):
    """Paints every column: `Role.MARK`, the words, and `Role.CODE` in 9 pt after them."""

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A heading across the whole row, or the cell of an action."""
        if index.data(Role.HEADING):
            self._paint_heading(painter, option, index)
            return
        self.paint_ground(painter, option)
        place, palette = self.content(option), self.theme.palette
        mark = index.data(Role.MARK)
        ink, font = option.palette.color(QPalette.ColorRole.Text), option.font
        if isinstance(mark, Mark):
            glyph = marks.size(mark, self.theme.text_scale)
            at = QRectF(place.left(), place.top(), glyph.width(), place.height())
            marks.paint(painter, at, mark, palette)
            place.setLeft(place.left() + round(glyph.width()) + MARK_GAP)
            ink = palette.color("error" if mark is Sign.LATE else mark.ink)
            font = self.theme.font(TextSize.BODY, mark.semibold)
        end = self.draw_words(painter, place, option.text, ink, font)
        beside = str(index.data(Role.CODE) or "")
        if beside:
            place.setLeft(end + MARK_GAP)
            small = self.theme.font(TextSize.SMALL)
            token = "error" if mark is Sign.LATE else "text3"
            self.draw_words(painter, place, beside, palette.color(token), small)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Mark, words and what stands after them."""
        size = super().sizeHint(option, index)
        if index.data(Role.HEADING):
            return QSize(0, size.height())
        mark, beside = index.data(Role.MARK), str(index.data(Role.CODE) or "")
        semibold = isinstance(mark, Mark) and mark.semibold
        width = self.theme.width(str(index.data() or ""), semibold=semibold)
        if isinstance(mark, Mark):
            width += round(marks.size(mark, self.theme.text_scale).width()) + MARK_GAP
        if beside:
            width += MARK_GAP + self.theme.width(beside, TextSize.SMALL)
        return QSize(width + 2 * CELL_PADDING, size.height())

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette, place = self.theme.palette, self.content(option)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, palette.color("select" if selected else "canvas"))
        line = option.rect.adjusted(0, option.rect.height() - 1, 0, 0)
        painter.fillRect(line, palette.color("border"))
        size = self.theme.scaled(_CHEVRON)
        name = "chevron-right" if index.data(Role.STATE) else "chevron-down"
        ratio = painter.device().devicePixelRatio()
        chevron = self.theme.icons.pixmap(name, palette.text2, size, ratio)
        painter.drawPixmap(QPoint(place.left(), place.center().y() - size // 2 + 1), chevron)
        place.setLeft(place.left() + size + MARK_GAP - 1)
        strong = self.theme.font(TextSize.BODY, semibold=True)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        end = self.draw_words(painter, place, words, palette.color("text"), strong)
        place.setLeft(end + MARK_GAP)
        count = f"{index.data(Role.PROGRESS):,}"
        self.draw_words(painter, place, count, palette.color("text2"), self.theme.font())
