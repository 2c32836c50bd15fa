"""The signal of a point in a cell: its shape as the chart draws it, and its word."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from csp_desktop.core.analysis.control_chart import ChartPoint
from csp_desktop.ui.charts.drawing import Dot
from csp_desktop.ui.charts.painting import paint_shape
from csp_desktop.ui.charts.signals import shape_of
from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.theme import MARK_GAP, TextSize

_MARK = 12


class SignalDelegate(RowDelegate):
    """Paints the `ChartPoint` of `Role.RECORD`; `Role.GUTTER` says that it is provisional."""

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground, the shape, the word."""
        point = index.data(Role.RECORD)
        if not isinstance(point, ChartPoint):
            super().paint_cell(painter, option, index)
            return
        self.paint_ground(painter, option)
        place = self.content(option)
        side = self.theme.scaled(_MARK)
        shape, ink = shape_of(point.verdict)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = QPointF(place.left() + side / 2, place.center().y() + 0.5)
        dot = Dot(0, 0, "", shape, ink, hollow=bool(index.data(Role.GUTTER)))
        paint_shape(painter, at, dot, self.theme.palette)
        text = self.theme.palette.color("text")
        words = place.adjusted(side + MARK_GAP, 0, 0, 0)
        self.draw_words(painter, words, option.text, text, self.theme.font(TextSize.BODY))
