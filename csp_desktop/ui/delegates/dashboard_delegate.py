"""The rows of the dashboard: themes that open, and marks, words and figures below them."""

import re

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from csp_desktop.ui import marks
from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.item_models.dashboard_cells import DashboardCell, DashboardColumn
from csp_desktop.ui.item_models.dashboard_tree import DashboardTree
from csp_desktop.ui.marks import Mark
from csp_desktop.ui.theme import CELL_PADDING, MARK_GAP, SPACE_TINY, TextSize, Theme
from csp_desktop.ui.widgets import sparkline

_BAR, _CHEVRON, _CODE_LEFT, _NAME_LEFT = 3, 16, 24, 54
_TALLY_GAP, _BETWEEN_TALLIES, _CODE_GAP = 5, 10, 8
_PADDING = CELL_PADDING + SPACE_TINY  # of a column: the next one begins with its own
_SENTENCES = re.compile(r"(?<=\.) ")
_TALLIES = (DashboardColumn.NOW, DashboardColumn.FORECAST)


class DashboardDelegate(RowDelegate):
    """Paints each cell from its record, which it asks for once."""

    def __init__(self, theme: Theme, model: DashboardTree, parent: QWidget) -> None:
        """Build the delegate.

        Args:
            theme: colours and type.
            model: of the view; it is asked for whole cells.
            parent: the view.
        """
        super().__init__(theme, parent)
        self._model = model
        self._tails: dict[int, int] = {}

    def measure(self, column: DashboardColumn) -> int:
        """The room a column needs for all it may show; its figures end above each other."""
        cells = self._model.every_cell(column)
        numbers = (self.theme.width(one.number) for one in cells)
        tails = (self._tail(one) for one in cells if one.number)
        self._tails[column] = max(tails, default=0)
        with_number = max(numbers, default=0) + self._tails[column]
        marks_before = max((self._marks_width(one) for one in cells if one.number), default=0)
        whole = (self._plain_width(one) for one in cells if not one.number)
        return max(with_number + marks_before, *whole, 0) + _PADDING

    def measure_tallies(self, column: DashboardColumn) -> int:
        """The room that a column needs for the tallies of all themes in view."""
        rows = self._model.theme_rows
        cells = (self._model.cell(row, column) for row in rows)
        return max(map(self._marks_width, cells), default=0) + SPACE_TINY

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, hairline and bar, then what the cell shows."""
        row, column = index.row(), DashboardColumn(index.column())
        is_theme = self._model.indicator(row) is None
        self._paint_ground(painter, option, column, is_theme and self._model.is_open(row))
        cell = self._model.cell(row, column)
        place = option.rect.adjusted(CELL_PADDING, 0, -SPACE_TINY, -1)
        painter.save()
        if column is DashboardColumn.NAME:
            self._paint_name(painter, place, cell, row, is_theme=is_theme)
        elif is_theme and column in _TALLIES:
            self._paint_tallies(painter, place, cell)
        elif is_theme and column is DashboardColumn.LATEST:
            self._paint_story(painter, place, cell)
        elif cell.line is not None:
            self._paint_line(painter, place, cell.line)
        elif not is_theme:
            self._paint_cell(painter, place, cell, column)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for what an indicator's cell shows; themes take what there is."""
        cell, height = self._model.cell(index.row(), index.column()), self.theme.height(0)
        if self._model.indicator(index.row()) is None:
            return QSize(self._marks_width(cell) + _PADDING, height)
        width = self._marks_width(cell) if cell.number else self._plain_width(cell)
        if cell.number:
            width += self.theme.width(cell.number) + self._tails.get(index.column(), 0)
        return QSize(width + _PADDING, height)

    # Measures

    def _tail(self, cell: DashboardCell) -> int:
        """What stands right of a figure."""
        words = cell.words and MARK_GAP + self.theme.width(cell.words, semibold=cell.semibold)
        beside = cell.beside and MARK_GAP + self.theme.width(cell.beside, TextSize.SMALL)
        return (words or 0) + (beside or 0)

    def _plain_width(self, cell: DashboardCell) -> int:
        if cell.line is not None:
            return self.theme.scaled(sparkline.WIDTH)
        words = self.theme.width(cell.words, semibold=cell.semibold)
        return self._marks_width(cell) + words

    def _marks_width(self, cell: DashboardCell) -> int:
        """Marks with the gap after each, and tallies with their counts."""
        taken = 0
        for mark, count in cell.marks:
            taken += self._glyph(mark) + (MARK_GAP if not count else _TALLY_GAP)
            taken += self.theme.width(count) + _BETWEEN_TALLIES if count else 0
        return taken

    def _glyph(self, mark: Mark) -> int:
        return round(marks.size(mark, self.theme.text_scale).width())

    # Parts of a row

    def _paint_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        column: DashboardColumn,
        opened: bool,
    ) -> None:
        palette, rect = self.theme.palette, option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered or opened:
            token = "select" if selected else "hover" if hovered else "canvas"
            painter.fillRect(rect, palette.color(token))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, palette.color("border"))
        if selected and column is DashboardColumn.NAME:
            bar = QRect(rect.left(), rect.top(), _BAR, rect.height())
            painter.fillRect(bar, palette.color("accent"))

    def _paint_name(
        self, painter: QPainter, place: QRect, cell: DashboardCell, row: int, *, is_theme: bool
    ) -> None:
        scaled, palette, left = self.theme.scaled, self.theme.palette, place.left()
        opened = is_theme and self._model.is_open(row)
        if is_theme:
            self._paint_chevron(painter, place, opened=opened)
        code_font = self.theme.font(TextSize.BODY if is_theme else TextSize.SMALL, is_theme)
        ink = palette.color("text" if is_theme else "text2")
        place.setLeft(left - CELL_PADDING + scaled(_CODE_LEFT))
        end = self.draw_words(painter, place, cell.beside, ink, code_font)
        place.setLeft(max(left - CELL_PADDING + scaled(_NAME_LEFT), end + _CODE_GAP))
        room = place.adjusted(0, 0, -self._marks_width(cell), 0)
        font = self.theme.font(semibold=opened)
        end = self.draw_words(painter, room, cell.words, palette.color("text"), font)
        place.setLeft(end + MARK_GAP)
        self._paint_marks(painter, place, cell)

    def _paint_chevron(self, painter: QPainter, place: QRect, *, opened: bool) -> None:
        size = self.theme.scaled(_CHEVRON)
        name = "chevron-down" if opened else "chevron-right"
        ratio = painter.device().devicePixelRatio()
        chevron = self.theme.icons.pixmap(name, self.theme.palette.text2, size, ratio)
        at = QPoint(place.left() - SPACE_TINY, place.center().y() - size // 2 + 1)
        painter.drawPixmap(at, chevron)

    def _paint_tallies(self, painter: QPainter, place: QRect, cell: DashboardCell) -> None:
        ink, font = self.theme.palette.color("text"), self.theme.font()
        for mark, count in cell.marks:
            self._paint_mark(painter, place, mark, _TALLY_GAP)
            end = self.draw_words(painter, place, count, ink, font)
            place.setLeft(end + _BETWEEN_TALLIES)

    def _paint_story(self, painter: QPainter, place: QRect, cell: DashboardCell) -> None:
        """As many whole sentences as there is room for; the tool tip has all."""
        ink, font = self.theme.palette.color(cell.ink), self.theme.font()
        room = QRect(place)
        room.setWidth(place.width() - self._marks_width(cell) - (MARK_GAP if cell.marks else 0))
        story = fitting(cell.words, room.width(), self.theme)
        place.setLeft(self.draw_words(painter, room, story, ink, font) + 2 * MARK_GAP)
        for mark, words in cell.marks:
            self._paint_mark(painter, place, mark, _TALLY_GAP)
            self.draw_words(painter, place, words, ink, font)

    def _paint_line(self, painter: QPainter, place: QRect, line: sparkline.Sparkline) -> None:
        scale = self.theme.text_scale
        box = QRectF(0, 0, sparkline.WIDTH * scale, sparkline.HEIGHT * scale)
        box.moveCenter(QRectF(place).center())
        box.moveLeft(place.left())
        sparkline.paint_sparkline(painter, box, line, self.theme.palette, scale)

    def _paint_cell(
        self, painter: QPainter, place: QRect, cell: DashboardCell, column: DashboardColumn
    ) -> None:
        palette = self.theme.palette
        self._paint_marks(painter, place, cell)
        if cell.number:
            room = place.adjusted(0, 0, -self._tails.get(column, 0), 0)
            right = Qt.AlignmentFlag.AlignRight
            self.draw_words(
                painter, room, cell.number, palette.color("text"), self.theme.font(), right
            )
            place.setLeft(room.right() + 1 + MARK_GAP)
        font = self.theme.font(semibold=cell.semibold)
        end = self.draw_words(painter, place, cell.words, palette.color(cell.ink), font)
        if cell.beside:
            place.setLeft(end + (MARK_GAP if cell.words else 0))
            small = self.theme.font(TextSize.SMALL)
            self.draw_words(painter, place, cell.beside, palette.color("text3"), small)

    def _paint_marks(self, painter: QPainter, place: QRect, cell: DashboardCell) -> None:
        for mark, _ in cell.marks:
            self._paint_mark(painter, place, mark, MARK_GAP)

    def _paint_mark(self, painter: QPainter, place: QRect, mark: Mark, gap: int) -> None:
        """Paint a mark and leave the rest of the place for what stands after it."""
        width = self._glyph(mark)
        if not width:
            return
        at = QRectF(place.left(), place.top(), width, place.height())
        marks.paint(painter, at, mark, self.theme.palette)
        place.setLeft(place.left() + width + gap)


def fitting(story: str, room: int, theme: Theme) -> str:
    """The first whole sentences that have room in a line, or what of the first one has.

    That is cut before a comma, so that no figure is; its first words stay in any case.
    """
    sentences = _SENTENCES.split(story)
    for count in range(len(sentences), 1, -1):
        shown = " ".join(sentences[:count])
        if theme.width(shown) <= room:
            return shown
    clauses = sentences[0].removesuffix(".").split(", ")
    shorter = (f"{', '.join(clauses[:count])}." for count in range(len(clauses), 0, -1))
    return next((one for one in shorter if theme.width(one) <= room), f"{clauses[0]}.")
