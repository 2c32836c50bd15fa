"""The cells of the figure grid: headings of groups, words before, and the cells one types into."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionViewItem, QWidget

from csp_desktop.ui import marks
from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.item_models.figure_cells import NUMBERS, SENT_BACK
from csp_desktop.ui.item_models.figure_grid import FigureColumn
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Absence, Mark, Sign
from csp_desktop.ui.theme import CELL_PADDING, MARK_GAP, TextSize
from csp_desktop.ui.widgets.grid_view import GridView

_GUTTER = 46
_RING = 2
_WORDS_OF_NOTE = {Sign.QUERY.short: "query", SENT_BACK: "warn"}
_NOTE_WIDTH = 320  # of the editor of a comment, whose column may only have room for its glyph


class FigureDelegate(RowDelegate):
    """Paints every column of the grid; the gutter right of a figure keeps digits aligned."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, words, the two lines round the entry column, and the ring of the current cell."""
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        if _is_tinted(own.widget, index):
            own.state |= QStyle.StateFlag.State_Selected
        painter.save()
        if index.data(Role.HEADING) is not None:
            self._paint_heading(painter, own, index)
        elif index.column() == FigureColumn.ENTRY:
            self._paint_entry(painter, own, index)
        else:
            self._paint_words(painter, own, index)
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """The cell as the style paints it; no cell of the grid has a ground of its own."""
        ground = QStyleOptionViewItem(option)
        ground.text = ""
        ground.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDecoration
        item = QStyle.ControlElement.CE_ItemViewItem
        self._style(option).drawControl(item, ground, painter, option.widget)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A plain line: no spin box and no validator, which lose digits."""
        editor = QLineEdit(parent)
        if index.column() in NUMBERS:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What a person would type to get what stands there; what they have typed since stays."""
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """A figure's leaves the gutter free, so that digits do not move; a comment's has room."""
        place = QRect(option.rect)
        if index.column() == FigureColumn.ENTRY:
            place.setRight(place.right() - self._gutter())
        elif index.column() == FigureColumn.NOTE:
            wanted = max(place.width(), self.theme.scaled(_NOTE_WIDTH))
            place.setLeft(max(0, place.right() + 1 - wanted))
        editor.setGeometry(place)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the gutter too, or for the glyph of an absence, whose words stand across it."""
        size = super().sizeHint(option, index)
        if index.data(Role.SMALL):
            words = self.theme.width(str(index.data() or ""), TextSize.SMALL)
            return QSize(words + 2 * CELL_PADDING, size.height())
        if index.column() != FigureColumn.ENTRY or index.data(Role.HEADING):
            return size
        absence = index.data(Role.ABSENCE)
        if _is_typed(absence):
            glyph = round(marks.size(absence, self.theme.text_scale).width())
            return QSize(size.width() + glyph + MARK_GAP, size.height())
        query = self._diamond() + MARK_GAP if index.data(Role.QUERY) else 0
        return QSize(size.width() + query + self._gutter(), size.height())

    def _gutter(self) -> int:
        return max(_GUTTER, self.theme.metrics(TextSize.SMALL).horizontalAdvance("prov.") + 14)

    def _diamond(self) -> int:
        return round(marks.size(Sign.QUERY, self.theme.text_scale).width())

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = self.theme.palette
        painter.fillRect(option.rect, palette.color("canvas"))
        self._hairline(painter, option.rect)
        if index.column() == 0:
            font = self.theme.font(TextSize.BODY, semibold=True)
            words = str(index.data() or "")
            self.draw_words(painter, self._room(option), words, palette.color("text2"), font)

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.paint_ground(painter, option)
        place, palette = self._room(option), self.theme.palette
        problem = index.column() > FigureColumn.ENTRY and index.data(Role.PROBLEM)
        mark, words = index.data(Role.MARK), str(index.data() or "")
        if isinstance(mark, Mark):
            glyph = marks.size(mark, self.theme.text_scale)
            at = QRectF(place)
            at.setLeft(place.center().x() - glyph.width() / 2)
            at.setWidth(glyph.width())
            marks.paint(painter, at, mark, palette)
        elif index.column() == FigureColumn.NOTE and words in _WORDS_OF_NOTE:
            font, ink = self.theme.font(semibold=True), palette.color(_WORDS_OF_NOTE[words])
            self.draw_words(painter, place, words, ink, font, Qt.AlignmentFlag.AlignHCenter)
        else:
            small = bool(index.data(Role.SMALL))
            font = self.theme.font(TextSize.SMALL if small else TextSize.BODY)
            ordinary = "text3" if small else "text2" if index.data(Role.DIM) else "text"
            self._draw(painter, place, index, palette.color("error" if problem else ordinary), font)
        if problem:
            self._outline(painter, option.rect, palette.color("red"))
        self._ring(painter, option, option.rect)

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = self.theme.palette
        absence, problem = index.data(Role.ABSENCE), index.data(Role.PROBLEM)
        typed, queried = _is_typed(absence), bool(index.data(Role.QUERY))
        self.paint_ground(painter, option)
        if typed and not option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect.adjusted(1, 0, -1, -1), palette.color("canvas"))
        cell = option.rect.adjusted(0, 0, -self._gutter(), 0)
        place = cell.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        if queried and not (isinstance(option.widget, GridView) and option.widget.selects_many):
            painter.fillRect(cell.adjusted(1, 0, 0, -1), palette.color("query_tint"))
        if typed:
            self._paint_absence(painter, option, index, absence)
        elif absence is Absence.NOT_ENTERED:
            self._draw(painter, place, index, palette.color("text3"), self.theme.font())
        else:
            self._paint_figure(painter, place, cell, index, queried)
        self._edges(painter, option.rect)
        if problem:
            self._outline(painter, cell, palette.color("red"))
        self._ring(painter, option, option.rect if typed else cell)

    def _paint_figure(
        self, painter: QPainter, place: QRect, cell: QRect, index: Index, queried: bool
    ) -> None:
        palette = self.theme.palette
        ink = palette.color("error" if index.data(Role.PROBLEM) else "text")
        beside = self._diamond() + MARK_GAP if queried else 0
        words = self._draw(painter, place.adjusted(beside, 0, 0, 0), index, ink, self.theme.font())
        if queried:
            at = QRectF(words.left() - beside, place.top(), self._diamond(), place.height())
            marks.paint(painter, at, Sign.QUERY, palette)
        gutter = QRect(cell.right() + 1 + 4, place.top(), self._gutter(), place.height())
        small = self.theme.font(TextSize.SMALL)
        status = str(index.data(Role.GUTTER) or "")
        self.draw_words(painter, gutter, status, palette.color("text3"), small)

    def _paint_absence(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, absence: Absence
    ) -> None:
        place = self.content(option)
        glyph = marks.size(absence, self.theme.text_scale)
        at = QRectF(place.left(), place.top(), glyph.width(), place.height())
        marks.paint(painter, at, absence, self.theme.palette)
        words = place.adjusted(round(glyph.width()) + MARK_GAP, 0, 0, 0)
        ink = self.theme.palette.color("text2")
        self.draw_words(painter, words, str(index.data() or ""), ink, self.theme.font())

    def _draw(
        self, painter: QPainter, place: QRect, index: Index, ink: QColor, font: QFont
    ) -> QRect:
        """Draw a cell's words at its side, and return where they stand."""
        aligned = index.data(Qt.ItemDataRole.TextAlignmentRole)
        right = aligned is not None or index.column() == FigureColumn.ENTRY
        painter.setFont(font)
        painter.setPen(ink)
        words = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, place.width()
        )
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        aligned_words = side | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, aligned_words, words)
        return painter.boundingRect(place, aligned_words, words)

    def _room(self, option: QStyleOptionViewItem) -> QRect:
        return self.content(option)

    def _hairline(self, painter: QPainter, rect: QRect) -> None:
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, self.theme.palette.color("border"))

    def _edges(self, painter: QPainter, rect: QRect) -> None:
        border = self.theme.palette.color("border")
        painter.fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), border)
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), border)

    def _outline(self, painter: QPainter, rect: QRect, color: QColor) -> None:
        pen = QPen(color, _RING)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _ring(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        if option.state & QStyle.StateFlag.State_HasFocus:
            self._outline(painter, rect, self.theme.palette.color("focus"))


def _is_typed(absence: object) -> bool:
    """Whether somebody has said why there is no figure."""
    return isinstance(absence, Absence) and absence is not Absence.NOT_ENTERED


def _is_tinted(view: QWidget | None, index: Index) -> bool:
    """Whether a cell is of the row one stands in, and no more than one cell is selected."""
    if not isinstance(view, GridView) or view.selects_many:
        return False
    return view.currentIndex().isValid() and view.currentIndex().row() == index.row()
