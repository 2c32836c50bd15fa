"""A name with its code after it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.theme import TextSize

_GAP = 4


class NameDelegate(RowDelegate):
    """Paints the display text and, in 9 pt, `Role.CODE`."""

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground, the name, the code; a name too long is cut before its code is."""
        self.paint_ground(painter, option)
        place = self.content(option)
        code = str(index.data(Role.CODE) or "")
        ink = option.palette.color(QPalette.ColorRole.Text)
        name = place.adjusted(0, 0, -self._code_width(code), 0)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        end = self.draw_words(painter, name, words, ink, option.font)
        place.setLeft(end + _GAP)
        small = self.theme.font(TextSize.SMALL)
        self.draw_words(painter, place, code, self.theme.palette.color("text3"), small)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Name, gap and code."""
        size = super().sizeHint(option, index)
        code = str(index.data(Role.CODE) or "")
        return QSize(size.width() + self._code_width(code), size.height())

    def _code_width(self, code: str) -> int:
        return self.theme.width(code, TextSize.SMALL) + _GAP if code else 0
