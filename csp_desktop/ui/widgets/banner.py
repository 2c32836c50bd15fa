"""One thing the person has to know, across the whole page."""

from enum import Enum
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from csp_desktop.ui.marks import Rag
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.pictures import IconLabel, MarkLabel
from csp_desktop.ui.widgets.progress import ProgressLine
from csp_desktop.ui.widgets.words import Words


class BannerKind(Enum):
    """What a banner is about."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Banner(QFrame):
    """A bar at the left, a tint, the fact in 600, the cure, and at most one button."""

    acted = Signal()

    def __init__(
        self,
        theme: Theme,
        kind: BannerKind,
        fact: str,
        cure: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Build the banner.

        Args:
            theme: colours and type.
            kind: information, warning or error.
            fact: what is so.
            cure: what to do about it.
            action: words of the button; no button if empty.
            parent: owner.
        """
        super().__init__(parent)
        self._kind = kind
        self._words = Words()
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._progress = ProgressLine(theme, "Progress")
        self._progress.hide()
        self._button = Button(theme, action)
        self._button.clicked.connect(self.acted)
        self.setProperty("kind", "banner")
        self.setProperty("tone", kind.value)
        self._lay_out(theme)
        self.show_words(fact, cure, action)

    def show_words(self, fact: str, cure: str = "", action: str = "") -> None:
        """Say something else; a button without words is not shown."""
        bold = f'<span style="font-weight:600">{escape(fact)}</span>'
        self._words.setText(f"{bold} {escape(cure)}" if cure else bold)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(f"{fact} {cure}".strip())

    def show_progress(self, done: int, total: int) -> None:
        """Show a bar after the words, for long work that can be cancelled."""
        self._progress.show_progress(done, total)
        self._progress.show()

    def announce(self) -> None:
        """Tell screen readers at once; an error interrupts, information waits its turn."""
        event = QAccessibleAnnouncementEvent(self, self.accessibleName())
        assertive = self._kind is BannerKind.ERROR
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if assertive else politeness.Polite)
        QAccessible.updateAccessibility(event)

    def _lay_out(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_MEDIUM, SPACE_SMALL - 1, SPACE_SMALL, SPACE_SMALL - 1)
        row.setSpacing(SPACE_MEDIUM - 2)
        row.addWidget(self._sign(theme), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words)
        row.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _sign(self, theme: Theme) -> QWidget:
        if self._kind is BannerKind.ERROR:
            sign = MarkLabel(theme, Rag.RED, "")
            # The square of a RAG, without what it would say of a target.
            sign.setAccessibleName("Error")
            sign.setToolTip("")
            return sign
        if self._kind is BannerKind.WARNING:
            return IconLabel(theme, "warning", "warn")
        return IconLabel(theme, "info", "info")
