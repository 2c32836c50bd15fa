"""How much is entered: a small bar and `13 of 21`."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from csp_desktop.ui import marks
from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.theme import CELL_PADDING

_BAR_WIDTH, _BAR_HEIGHT, _GAP = 40, 8, 9


class ProgressDelegate(RowDelegate):
    """Paints `Role.PROGRESS`."""

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground, the bar, the words."""
        self.paint_ground(painter, option)
        progress = index.data(Role.PROGRESS)
        if progress is None:
            return
        done, total = progress
        place = self.content(option)
        width, height = self.theme.scaled(_BAR_WIDTH), self.theme.scaled(_BAR_HEIGHT)
        top = place.top() + (place.height() - height + 1) // 2
        bar = QRectF(place.left(), top, width, height)
        marks.paint_progress(painter, bar, done, total, self.theme.palette)
        words = place.adjusted(width + _GAP, 0, CELL_PADDING, 0)
        ink = option.palette.color(QPalette.ColorRole.Text)
        self.draw_words(painter, words, _words(done, total), ink, self.theme.font())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Bar, gap and words."""
        done, total = index.data(Role.PROGRESS) or (0, 0)
        words = self.theme.width(_words(done, total))
        width = self.theme.scaled(_BAR_WIDTH) + _GAP + words + 2 * CELL_PADDING
        return QSize(width, super().sizeHint(option, index).height())


def _words(done: int, total: int) -> str:
    return f"{done:,} of {total:,}"
