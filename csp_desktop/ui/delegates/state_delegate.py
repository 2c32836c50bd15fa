"""A return's state in a cell, as a chip."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from csp_desktop.ui import marks
from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import ReturnState
from csp_desktop.ui.theme import CELL_PADDING, TextSize


class StateDelegate(RowDelegate):
    """Paints `Role.STATE`."""

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground, then the chip."""
        self.paint_ground(painter, option)
        state = index.data(Role.STATE)
        if isinstance(state, ReturnState):
            # The chip's own padding stands where the text of other cells begins.
            place = QRectF(self.content(option))
            scale = self.theme.text_scale
            marks.paint_chip(painter, place, state, self.theme.palette, self._font(), scale)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the widest chip, so that a column does not move when states do."""
        sizes = [
            marks.chip_size(state, self._font(), self.theme.text_scale) for state in ReturnState
        ]
        width = max(size.width() for size in sizes) + 2 * CELL_PADDING
        return QSize(width, max(size.height() for size in sizes) + 6)

    def _font(self) -> QFont:
        return self.theme.font(TextSize.SMALL, semibold=True)
