"""Labels that show a mark or an icon and repaint when the theme changes."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from csp_desktop.ui import marks
from csp_desktop.ui.marks import Mark
from csp_desktop.ui.theme import MARK_GAP, TextSize, Theme


class MarkLabel(QLabel):
    """A mark with its word beside it."""

    def __init__(
        self,
        theme: Theme,
        mark: Mark,
        word: str | None = None,
        ink: str | None = None,
        points: float = TextSize.BODY,
        parent: QWidget | None = None,
    ) -> None:
        """Build the label.

        Args:
            theme: colours and type.
            mark: what to show.
            word: what stands beside it; the mark's short word if not given, nothing if empty.
            ink: token for a line glyph, where it is not to have its own.
            points: size of the word.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._points = points
        self._ink = ink
        self.show_mark(mark, word)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def mark(self) -> Mark:
        """What is shown."""
        return self._mark

    def show_mark(self, mark: Mark, word: str | None = None) -> None:
        """Show another mark, with its own short word unless one is given."""
        self._mark = mark
        self.setText(mark.short if word is None else word)
        self.setAccessibleName(self.text() or mark.long)
        self.setToolTip(mark.long if mark.long != self.text() else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Mark, gap and word."""
        glyph = marks.size(self._mark, self._theme.text_scale)
        metrics = self._theme.metrics(self._points, self._mark.semibold)
        words = self._theme.width(self.text(), self._points, self._mark.semibold)
        gap = MARK_GAP if self.text() and not glyph.isEmpty() else 0
        height = max(glyph.height(), metrics.height() if self.text() else 0)
        return QSize(round(glyph.width()) + gap + words, round(height))

    def minimumSizeHint(self) -> QSize:
        """A mark without its word would say less than it knows."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mark at left, the word after it."""
        painter = QPainter(self)
        palette = self._theme.palette
        glyph = marks.size(self._mark, self._theme.text_scale)
        place = QRectF(0, 0, glyph.width(), self.height())
        marks.paint(painter, place, self._mark, palette, self._ink)
        left = round(glyph.width()) + (0 if glyph.isEmpty() else MARK_GAP)
        painter.setPen(palette.color(self._mark.ink))
        painter.setFont(self._theme.font(self._points, self._mark.semibold))
        words = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


class IconLabel(QLabel):
    """An icon that only accompanies words, and is therefore silent to screen readers."""

    def __init__(
        self, theme: Theme, name: str, token: str, size: int = 18, parent: QWidget | None = None
    ) -> None:
        """Build the label.

        Args:
            theme: gives icon and colour.
            name: of the icon.
            token: palette token of its colour.
            size: width and height in device-independent pixels.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._token = token
        self._size = size
        self._measure()
        theme.changed.connect(self._measure)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon, in today's colour of its token."""
        color = self._theme.palette.color(self._token).name()
        ratio = self.devicePixelRatioF()
        painter = QPainter(self)
        picture = self._theme.icons.pixmap(self._name, color, self.width(), ratio)
        painter.drawPixmap(QPoint(0, 0), picture)
        painter.end()

    def _measure(self) -> None:
        side = self._theme.scaled(self._size)
        self.setFixedSize(side, side)
        self.update()
