"""How much is done, as a bar."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from csp_desktop.ui import marks
from csp_desktop.ui.theme import Theme

_HEIGHT = 8


class ProgressLine(QProgressBar):
    """An 8 px bar; the words and counts stand beside it, in a label of the page."""

    def __init__(
        self, theme: Theme, name: str, width: int = 150, parent: QWidget | None = None
    ) -> None:
        """Build an empty bar.

        Args:
            theme: colours.
            name: accessible name: progress of what.
            width: in device-independent pixels.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._width = width
        self.setAccessibleName(name)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_progress(self, done: int, total: int) -> None:
        """Show that so many of a total are done."""
        self.setRange(0, max(total, 1))
        self.setValue(min(done, max(total, 1)))

    def sizeHint(self) -> QSize:
        """As wide as asked for."""
        return QSize(self._theme.scaled(self._width), self._theme.scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """A bar keeps its width."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar, as marks paint it everywhere."""
        height = self._theme.scaled(_HEIGHT)
        bar = QRectF(0, (self.height() - height) // 2, self.width(), height)
        painter = QPainter(self)
        marks.paint_progress(
            painter, bar, max(self.value(), 0), self.maximum(), self._theme.palette
        )
        painter.end()
