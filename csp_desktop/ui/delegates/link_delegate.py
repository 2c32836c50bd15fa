"""Cells that are links: in accent and underlined, because colour alone says nothing."""

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate


class LinkDelegate(RowDelegate):
    """Paints its words as a link."""

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The words, underlined."""
        self.paint_ground(painter, option)
        font = self.theme.font()
        font.setUnderline(True)
        ink = self.theme.palette.color("accent")
        self.draw_words(painter, self.content(option), option.text, ink, font)
