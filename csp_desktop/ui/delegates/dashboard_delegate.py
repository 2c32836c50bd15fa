"""The rows of the dashboard: themes that open, and marks, words and figures below them."""

from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from csp_desktop.ui import marks
from csp_desktop.ui.delegates.row_delegate import Index, RowDelegate
from csp_desktop.ui.delegates.wrapping import WRAP, fitting, lines_of
from csp_desktop.ui.item_models.dashboard_cells import DashboardCell, DashboardColumn
from csp_desktop.ui.item_models.dashboard_tree import DashboardTree
from csp_desktop.ui.marks import Mark
from csp_desktop.ui.theme import (
    CELL_PADDING,
    MARK_GAP,
    ROW_NORMAL,
    ROW_THEME,
    SPACE_TINY,
    TextSize,
    Theme,
)
from csp_desktop.ui.widgets import sparkline

_BAR, _CHEVRON, _CODE_LEFT, _NAME_LEFT = 3, 16, 24, 54
_TALLY_GAP, _BETWEEN_TALLIES, _CODE_GAP = 5, 10, 6
_PADDING = CELL_PADDING + SPACE_TINY  # of a column: the next one begins with its own
_TALLIES = (DashboardColumn.NOW, DashboardColumn.FORECAST)
_CLOSE_LINE = 56  # pixels of a small line at 100 %, where room is scarce


class Shape(Enum):
    """How much room a row's cells take."""

    ROOMY = "roomy"
    CLOSE = "close"  # shorter lines, and why there is no figure may take several
    STACKED = "stacked"  # all words may, and figures stand above what else stands beside them

    def breaks(self, column: DashboardColumn) -> bool:
        """Whether words without a figure may take several lines."""
        is_latest = column is DashboardColumn.LATEST
        return self is Shape.STACKED or (self is Shape.CLOSE and is_latest)


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
        self._shape = Shape.ROOMY
        self._widths: dict[DashboardColumn, int] = {}

    def lay_out(self, shape: Shape, widths: dict[DashboardColumn, int]) -> None:
        """Take how cells are laid out, and how wide the columns in view are in pixels."""
        self._shape, self._widths = shape, widths

    def measure(self, column: DashboardColumn, shape: Shape) -> int:
        """The room a column needs for all it may show; its figures end above each other."""
        cells = self._model.every_cell(column)
        tails = max((self._tail(one) for one in cells if one.number), default=0)
        self._tails[column] = tails
        numbers = max((self.theme.width(one.number) for one in cells), default=0)
        stacked = shape is Shape.STACKED
        with_number = max(numbers, tails - MARK_GAP) if stacked else numbers + tails
        marks_before = max((self._marks_width(one) for one in cells if one.number), default=0)
        whole = (self._plain_width(one, column, shape) for one in cells if not one.number)
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
            self._paint_story(painter, place, cell, row)
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
        if not cell.number:
            column = DashboardColumn(index.column())
            return QSize(self._plain_width(cell, column, self._shape) + _PADDING, height)
        number, tails = self.theme.width(cell.number), self._tails.get(index.column(), 0)
        stacked = self._shape is Shape.STACKED
        width = max(number, self._tail(cell) - MARK_GAP) if stacked else number + tails
        return QSize(self._marks_width(cell) + width + _PADDING, height)

    def name_room(self, words: str) -> int:
        """The room a name needs in one line, with its code before it."""
        return self.theme.scaled(_NAME_LEFT) + self.theme.width(words) + SPACE_TINY

    def least_name_room(self) -> int:
        """The room in which no word of a name or of a title is cut."""
        cells = self._model.every_cell(DashboardColumn.NAME)
        indicators = (self._word_room(one, is_theme=False) for one in cells)
        titles = (self._model.cell(row, DashboardColumn.NAME) for row in self._model.theme_rows)
        themes = (self._word_room(one, is_theme=True) for one in titles)
        return max((*indicators, *themes), default=0) + SPACE_TINY

    def _word_room(self, cell: DashboardCell, *, is_theme: bool) -> int:
        left = self._name_left(cell.beside, is_theme=is_theme) + self._marks_width(cell)
        return left + max(self.theme.width(one, semibold=is_theme) for one in cell.words.split())

    def row_height(self, row: int) -> int:
        """The height in pixels that a row's name, story or stacked figures need."""
        is_theme = self._model.indicator(row) is None
        lines = self._name_lines(row)
        below = self._small_line if self._model.cell(row, DashboardColumn.NAME).below else 0
        if is_theme:
            story = self._model.cell(row, DashboardColumn.LATEST)
            lines = max(lines, self._told(story, lines)[1])
        else:
            lines = max(lines, *(self._cell_lines(row, one) for one in self._widths))
        base = self.theme.height(ROW_THEME if is_theme else ROW_NORMAL)
        return base + (lines - 1) * self.theme.metrics().lineSpacing() + below

    # Measures

    def _tail(self, cell: DashboardCell) -> int:
        """What stands right of a figure."""
        words = cell.words and MARK_GAP + self.theme.width(cell.words, semibold=cell.semibold)
        beside = cell.beside and MARK_GAP + self.theme.width(cell.beside, TextSize.SMALL)
        return (words or 0) + (beside or 0)

    def _plain_width(self, cell: DashboardCell, column: DashboardColumn, shape: Shape) -> int:
        if cell.line is not None:
            return self._line_width(shape)
        words = cell.words.split() if shape.breaks(column) else [cell.words]
        widest = (self.theme.width(one, semibold=cell.semibold) for one in words)
        return self._marks_width(cell) + max(widest, default=0)

    @property
    def _small_line(self) -> int:
        return self.theme.metrics(TextSize.SMALL).lineSpacing()

    def _line_width(self, shape: Shape) -> int:
        return self.theme.scaled(sparkline.WIDTH if shape is Shape.ROOMY else _CLOSE_LINE)

    def _name_left(self, code: str, *, is_theme: bool) -> int:
        """Where a name begins in its column; a long code moves it."""
        end = self.theme.width(code, TextSize.BODY if is_theme else TextSize.SMALL, is_theme)
        return max(self.theme.scaled(_NAME_LEFT), self.theme.scaled(_CODE_LEFT) + end + _CODE_GAP)

    def _name_lines(self, row: int) -> int:
        """In how many lines the name of a row stands; an open theme's is in 600."""
        cell = self._model.cell(row, DashboardColumn.NAME)
        is_theme = self._model.indicator(row) is None
        left = self._name_left(cell.beside, is_theme=is_theme)
        room = self._widths[DashboardColumn.NAME] - left - SPACE_TINY - self._marks_width(cell)
        opened = is_theme and self._model.is_open(row)
        return lines_of(cell.words, room, self.theme, semibold=opened)

    def _told(self, cell: DashboardCell, lines: int) -> tuple[str, int, bool]:
        """What of a theme's story is shown beside a title of so many lines.

        Returns:
            The words, how many lines they take with their marks, and whether those stand below.
        """
        room = sum(self._widths[one] for one in self._widths if one >= DashboardColumn.LATEST)
        room -= _PADDING
        marks_width = self._marks_width(cell) + 2 * MARK_GAP if cell.marks else 0
        least = self.theme.width(fitting(cell.words, 0, self.theme))
        below = bool(cell.marks) and least > room - marks_width
        if not below:
            room -= marks_width
        told = fitting(cell.words, room, self.theme, max(lines - below, 1))
        return told, lines_of(told, room, self.theme) + below, below

    def _cell_lines(self, row: int, column: DashboardColumn) -> int:
        """In how many lines an indicator's cell stands beside its name."""
        cell = self._model.cell(row, column)
        if column is DashboardColumn.NAME or not self._shape.breaks(column):
            return 1
        if cell.number:
            return 2 if self._shape is Shape.STACKED and self._tail(cell) else 1
        room = self._widths[column] - _PADDING - self._marks_width(cell)
        return lines_of(cell.words, room, self.theme, semibold=cell.semibold)

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
        begins = left - CELL_PADDING + self._name_left(cell.beside, is_theme=is_theme)
        small = self._small_line if cell.below else 0
        place.setBottom(place.bottom() - small)
        place.setLeft(left - CELL_PADDING + scaled(_CODE_LEFT))
        self.draw_words(painter, place, cell.beside, ink, code_font)
        place.setLeft(begins)
        room = place.adjusted(0, 0, -self._marks_width(cell), 0)
        drawn = self._wrap(painter, room, cell.words, "text", semibold=opened)
        if cell.below:
            under = QRect(room.left(), drawn.bottom() + 1, room.width(), small)
            font = self.theme.font(TextSize.SMALL)
            self.draw_words(painter, under, cell.below, palette.color("text3"), font)
        place.setLeft(drawn.right() + MARK_GAP)
        self._paint_marks(painter, place, cell)

    def _wrap(
        self, painter: QPainter, room: QRect, words: str, token: str, *, semibold: bool = False
    ) -> QRect:
        """Draw words in as many lines as they need, and return where."""
        painter.setFont(self.theme.font(semibold=semibold))
        painter.setPen(self.theme.palette.color(token))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        drawn = painter.boundingRect(room, int(side) | int(WRAP), words)
        painter.drawText(room, int(side) | int(WRAP), words)
        return drawn

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

    def _paint_story(self, painter: QPainter, place: QRect, cell: DashboardCell, row: int) -> None:
        """As many whole sentences as there is room for; the tool tip has all."""
        ink, font = self.theme.palette.color("text2"), self.theme.font()
        story, _, below = self._told(cell, self._name_lines(row))
        room = QRect(place)
        line = self.theme.metrics().lineSpacing() if below else 0
        room.setBottom(room.bottom() - line)
        drawn = self._wrap(painter, room, story, cell.ink)
        if below:
            place = QRect(place.left(), drawn.bottom() + 1, place.width(), line)
        else:
            place.setLeft(drawn.right() + 2 * MARK_GAP)
        for mark, words in cell.marks:
            self._paint_mark(painter, place, mark, _TALLY_GAP)
            self.draw_words(painter, place, words, ink, font)

    def _paint_line(self, painter: QPainter, place: QRect, line: sparkline.Sparkline) -> None:
        scale = self.theme.text_scale
        box = QRectF(0, 0, self._line_width(self._shape), sparkline.HEIGHT * scale)
        box.moveCenter(QRectF(place).center())
        box.moveLeft(place.left())
        sparkline.paint_sparkline(painter, box, line, self.theme.palette, scale)

    def _paint_cell(
        self, painter: QPainter, place: QRect, cell: DashboardCell, column: DashboardColumn
    ) -> None:
        palette, right = self.theme.palette, Qt.AlignmentFlag.AlignRight
        self._paint_marks(painter, place, cell)
        if cell.number and self._shape is Shape.STACKED:
            self._paint_stacked(painter, place, cell)
            return
        if cell.number:
            room = place.adjusted(0, 0, -self._tails.get(column, 0), 0)
            ink = palette.color("text")
            self.draw_words(painter, room, cell.number, ink, self.theme.font(), right)
            place.setLeft(room.right() + 1 + MARK_GAP)
        if self._shape.breaks(column) and not cell.number:
            self._wrap(painter, place, cell.words, cell.ink, semibold=cell.semibold)
            return
        font = self.theme.font(semibold=cell.semibold)
        end = self.draw_words(painter, place, cell.words, palette.color(cell.ink), font)
        if cell.beside:
            place.setLeft(end + (MARK_GAP if cell.words else 0))
            small = self.theme.font(TextSize.SMALL)
            self.draw_words(painter, place, cell.beside, palette.color("text3"), small)

    def _paint_stacked(self, painter: QPainter, place: QRect, cell: DashboardCell) -> None:
        """The figure, and under it what stands beside it where there is room."""
        palette, right = self.theme.palette, Qt.AlignmentFlag.AlignRight
        under = cell.words or cell.beside
        if under:
            line = self.theme.metrics().lineSpacing()
            place = QRect(place.left(), place.center().y() - line + 1, place.width(), line)
            low, small = place.translated(0, line), not cell.words
            font = self.theme.font(TextSize.SMALL if small else TextSize.BODY, cell.semibold)
            ink = palette.color("text3" if small else cell.ink)
            self.draw_words(painter, low, under, ink, font, right)
        self.draw_words(
            painter, place, cell.number, palette.color("text"), self.theme.font(), right
        )

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
