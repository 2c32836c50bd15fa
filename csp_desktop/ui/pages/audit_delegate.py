"""The rows of the audit trail: days as headings, entries as a moment and a sentence."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.theme import CELL_PADDING, TextSize

_MOMENT, _GAP = "00:00", 10


class SentenceDelegate(RowDelegate):
    """Moments stand in a column of their own, so that the sentences begin in one line."""

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A day, or the moment in text2 and what was done then."""
        if index.data(Role.HEADING):
            self._paint_day(painter, option)
            return
        self.paint_ground(painter, option)
        moment, _, sentence = option.text.partition(" ")
        place = self.content(option)
        dim = self.theme.palette.color("text2")
        self.draw_words(painter, place, moment, dim, option.font)
        place.setLeft(place.left() + self.theme.width(_MOMENT) + _GAP)
        ink = option.palette.color(QPalette.ColorRole.Text)
        self.draw_words(painter, place, sentence, ink, option.font)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The sentence is cut where it is too long; the panel and the tool tip hold it whole."""
        return QSize(self.theme.width(_MOMENT), super().sizeHint(option, index).height())

    def _paint_day(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        palette, rect = self.theme.palette, option.rect
        painter.fillRect(rect, palette.color("canvas"))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, palette.color("border"))
        place = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        font = self.theme.font(TextSize.BODY, semibold=True)
        self.draw_words(painter, place, option.text, palette.color("text2"), font)
