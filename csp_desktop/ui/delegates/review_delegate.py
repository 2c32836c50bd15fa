"""The cells of a review, painted straight from their model, and the rows of its inbox.

A key press repaints some hundred cells within a frame. Qt's own way asks a model written in Python
a dozen times for each; here a cell is asked for once.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QStaticText
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from csp_desktop.ui import marks
from csp_desktop.ui.delegates.row_delegate import RowDelegate
from csp_desktop.ui.item_models.review_cells import ReviewCell, ReviewColumn
from csp_desktop.ui.item_models.review_table import ReviewTable
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Mark
from csp_desktop.ui.theme import CELL_PADDING, MARK_GAP, RADIUS_TAG, SPACE_TINY, TextSize, Theme

Index = QModelIndex | QPersistentModelIndex
_BAR, _TAG_PADDING = 3, 4
_INBOX_LEFT, _INBOX_LINES = 14, 3


class ReviewDelegate(RowDelegate):
    """Paints every column: a mark and words, and an outlined tag after a name."""

    def __init__(self, theme: Theme, model: ReviewTable, parent: QWidget) -> None:
        """Build the delegate.

        Args:
            theme: colours and type.
            model: of the view; it is asked for whole cells.
            parent: the view.
        """
        super().__init__(theme, parent)
        self._model = model
        self._inks: dict[str, QColor] = {}
        self._fonts: dict[bool, QFont] = {}
        self._texts: dict[tuple[str, int, bool], QStaticText] = {}
        self._marks: dict[tuple[Mark, float], QPixmap] = {}
        theme.changed.connect(self._forget)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, hairline and bar, then mark, words and tag."""
        column, rect = index.column(), option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, self._ink("select"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._ink("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._ink("border"))
        if selected and column == ReviewColumn.LINE:
            painter.fillRect(rect.left(), rect.top(), _BAR, rect.height(), self._ink("accent"))
        cell = self._model.cell(index.row(), column, selected)
        if cell.words:
            place = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
            self._paint_cell(painter, place, cell)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for mark and words."""
        cell = self._model.cell(index.row(), index.column(), selected=False)
        width = self.theme.width(cell.words, semibold=cell.semibold) + 2 * CELL_PADDING
        if cell.mark is not None:
            width += round(marks.size(cell.mark, self.theme.text_scale).width()) + MARK_GAP
        return QSize(width, self.theme.height(0))

    def _paint_cell(self, painter: QPainter, place: QRect, cell: ReviewCell) -> None:
        if cell.mark is not None:
            self._paint_mark(painter, place, cell.mark)
        tag = 0
        if cell.tag:
            tag = self.theme.width(cell.tag, TextSize.SMALL) + 2 * _TAG_PADDING
        text = self._text(cell, place.width() - (tag + MARK_GAP if tag else 0))
        size = text.size()
        left = place.left()
        if cell.right:
            left = place.right() + 1 - round(size.width())
        painter.setFont(self._font(cell.semibold))
        painter.setPen(self._ink(cell.ink))
        top = place.top() + (place.height() - round(size.height()) + 1) // 2
        painter.drawStaticText(left, top, text)
        if tag:
            after = left + round(size.width()) + MARK_GAP
            self._paint_tag(painter, place, after, tag, cell.tag)

    def _paint_mark(self, painter: QPainter, place: QRect, mark: Mark) -> None:
        """Paint a mark and leave the rest of the place for the words after it."""
        scale = self.theme.text_scale
        glyph = marks.size(mark, scale)
        if glyph.isEmpty():
            return
        ratio = painter.device().devicePixelRatio()
        if (mark, ratio) not in self._marks:
            picture = marks.pixmap(mark, self.theme.palette, scale, ratio)
            self._marks[mark, ratio] = picture
        top = place.top() + round((place.height() - glyph.height()) / 2)
        painter.drawPixmap(place.left(), top, self._marks[mark, ratio])
        place.setLeft(place.left() + round(glyph.width()) + MARK_GAP)

    def _paint_tag(
        self, painter: QPainter, place: QRect, left: int, width: int, words: str
    ) -> None:
        height = self.theme.metrics(TextSize.SMALL).height() + 2
        box = QRect(left, place.center().y() - height // 2, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._ink("accent"), 1))
        outline = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(outline, RADIUS_TAG, RADIUS_TAG)
        painter.setFont(self.theme.font(TextSize.SMALL))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()

    def _text(self, cell: ReviewCell, room: int) -> QStaticText:
        """The words laid out, with an ellipsis where they do not fit."""
        key = (cell.words, room, cell.semibold)
        if key not in self._texts:
            metrics = self.theme.metrics(semibold=cell.semibold)
            shown = metrics.elidedText(cell.words, Qt.TextElideMode.ElideRight, max(room, 0))
            text = QStaticText(shown)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=self._font(cell.semibold))
            self._texts[key] = text
        return self._texts[key]

    def _ink(self, token: str) -> QColor:
        if token not in self._inks:
            self._inks[token] = self.theme.palette.color(token)
        return self._inks[token]

    def _font(self, semibold: bool) -> QFont:
        if semibold not in self._fonts:
            self._fonts[semibold] = self.theme.font(semibold=semibold)
        return self._fonts[semibold]

    def _forget(self) -> None:
        """Colours and type have changed."""
        for kept in (self._inks, self._fonts, self._texts, self._marks):
            kept.clear()


class InboxDelegate(RowDelegate):
    """Paints a return in three lines: its board, its code with the version, what waits."""

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground, then the lines; the name in 600 in the selected row."""
        self.paint_ground(painter, option)
        height = self.theme.metrics().height()
        place = option.rect.adjusted(_INBOX_LEFT, 0, -CELL_PADDING, -1)
        place.setTop(place.center().y() - _INBOX_LINES * height // 2)
        place.setHeight(height)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        palette = self.theme.palette
        lines = (
            (option.text, "text", selected),
            (str(index.data(Role.CODE)), "text2", False),
            (str(index.data(Role.GUTTER)), "text2", False),
        )
        for words, ink, semibold in lines:
            font = self.theme.font(semibold=semibold)
            self.draw_words(painter, place, words, palette.color(ink), font)
            place.translate(0, height)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Three lines with their padding."""
        height = _INBOX_LINES * self.theme.metrics().height() + 4 * SPACE_TINY
        return QSize(super().sizeHint(option, index).width(), height)
