"""The line at the foot of the window: saved when, what is meant, which keys work."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from csp_desktop.ui.marks import Sign
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_PAGE, SPACE_PANEL, TextSize, Theme
from csp_desktop.ui.widgets.pictures import MarkLabel

_HEIGHT, _KEY_GAP = 28, 5


class KeyHints(QLabel):
    """Names of keys in 600 and what they do; shows as many whole hints as there is room for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build an empty list.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._hints: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_keys(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show keys, the most useful first, each with what it does here."""
        self._hints = list(hints)
        self.setText(", ".join(f"{key} {what}" for key, what in hints))
        self.setAccessibleName(f"Keys: {self.text()}" if hints else "")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as all hints."""
        return QSize(sum(self._width(hint) for hint in self._hints), 16)

    def minimumSizeHint(self) -> QSize:
        """Hints give way to everything else."""
        return QSize(0, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Whole hints from the left, until the next would be cut."""
        painter = QPainter(self)
        left = 0
        for key, what in self._hints:
            if left + self._width((key, what)) - SPACE_PANEL > self.width():
                break
            left = self._draw(painter, left, key, "text", semibold=True) + _KEY_GAP
            left = self._draw(painter, left, what, "text2", semibold=False) + SPACE_PANEL
        painter.end()

    def _draw(self, painter: QPainter, left: int, text: str, ink: str, semibold: bool) -> int:
        painter.setFont(self._theme.font(TextSize.SMALL, semibold))
        painter.setPen(self._theme.palette.color(ink))
        place = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        return left + painter.fontMetrics().horizontalAdvance(text)

    def _width(self, hint: tuple[str, str]) -> int:
        key = self._theme.width(hint[0], TextSize.SMALL, semibold=True)
        what = self._theme.width(hint[1], TextSize.SMALL)
        return key + _KEY_GAP + what + SPACE_PANEL


class StatusLine(QFrame):
    """The foot of the window; nothing in it takes the focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build an empty line.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._tick = MarkLabel(theme, Sign.ACCEPTED, "", "text")
        self._saved = QLabel()
        self._saved.setProperty("role", "small-strong")
        self._subject = QLabel()
        self._subject.setProperty("role", "label")
        self._keys = KeyHints(theme)
        self._edition = QLabel()
        self._edition.setProperty("role", "label")
        self.setProperty("kind", "status")
        self.setAccessibleName("Status")
        self._lay_out()
        self._measure()
        theme.changed.connect(self._measure)
        self.show_saved("")
        self.show_subject("")

    def show_saved(self, words: str) -> None:
        """Show and tell readers what was saved when, as in `Saved 14:32`; nothing if empty."""
        is_new = words != self._saved.text()
        self._saved.setText(words)
        self._tick.setVisible(bool(words))
        self._saved.setVisible(bool(words))
        if words and is_new:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def show_subject(self, words: str) -> None:
        """Show what the page's keys act upon now; nothing if empty."""
        self._subject.setText(words)
        self._subject.setVisible(bool(words))

    def show_keys(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show which keys work here, the most useful first."""
        self._keys.show_keys(hints)

    def show_edition(self, words: str) -> None:
        """Show the edition and its marking at the right."""
        self._edition.setText(words)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, 0)
        row.setSpacing(SPACE_PANEL)
        saved = QHBoxLayout()
        saved.setSpacing(7)
        saved.addWidget(self._tick)
        saved.addWidget(self._saved)
        row.addLayout(saved)
        row.addWidget(self._subject)
        row.addWidget(self._keys, 1)
        row.addSpacing(SPACE_MEDIUM)
        row.addWidget(self._edition)

    def _measure(self) -> None:
        self.setFixedHeight(self._theme.height(_HEIGHT, TextSize.SMALL))
