"""What the next pack holds and lacks, and what in it has to be read before it is given away."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from csp_desktop.core.packs.issued import PackDraft, Suspicion
from csp_desktop.ui.pages.packs_words import (
    headline,
    read_words,
    suspicion_lines,
    suspicion_words,
    withheld_words,
)
from csp_desktop.ui.theme import (
    RADIUS_PANEL,
    SPACE_MEDIUM,
    SPACE_PANEL,
    SPACE_SMALL,
    SPACE_TINY,
    Theme,
)
from csp_desktop.ui.widgets.words import Words

_RING = 2


class PackReport(QFrame):
    """A panel that scrolls: gaps first, then what looks like a person, then the rest.

    `read` is told when somebody has said that they have read the places, or no longer says so.
    """

    read = Signal()

    def __init__(self, theme: Theme, names: Mapping[str, str]) -> None:
        """Build an empty panel.

        Args:
            theme: colours.
            names: of the indicators, by their codes.
        """
        super().__init__()
        self._theme = theme
        self._names = names
        self._suspicions: tuple[Suspicion, ...] = ()
        self._headline = Words("", "headline")
        self._missing = _Part()
        self._query = QFrame()
        self._query_words, self._places = Words("", "strong"), Words("")
        self._read = QCheckBox("")
        self._withheld, self._excluded, self._contents = _Part(), _Part(), _Part()
        self._build()
        self._read.toggled.connect(lambda _: self.read.emit())

    @property
    def was_read(self) -> bool:
        """Whether somebody has said so; where nothing was found there is nothing to read."""
        return not self._suspicions or self._read.isChecked()

    def say_read(self) -> None:
        """Somebody has said elsewhere on the page that they have read the places."""
        self._read.setChecked(True)

    def forget(self) -> None:
        """Another pack is wanted: what was read for these eyes was not read for others."""
        self._suspicions = ()
        self._read.setChecked(False)

    def show_draft(self, draft: PackDraft) -> None:
        """Show another draft; what was said to be read stays so only while the places do."""
        if draft.suspicions != self._suspicions:
            self._suspicions = draft.suspicions
            self._read.setChecked(False)
        self._headline.setText(headline(draft))
        self._missing.show_lines("", draft.missing)
        self._show_suspicions(draft.suspicions)
        self._withheld.show_lines("Withheld", (withheld_words(draft),))
        excluded = [f"{one} {self._names.get(one, '')}".strip() for one in draft.excluded]
        count = len(excluded)
        indicators = "restricted indicator" if count == 1 else "restricted indicators"
        self._excluded.show_lines(f"Left out wholly: {count} {indicators}", excluded)
        sheets = [one.title for one in draft.pack.sheets]
        said = "1 sheet" if len(sheets) == 1 else f"{len(sheets)} sheets"
        self._contents.show_lines(f"Contents: {said}", sheets)

    def focus_first(self) -> None:
        """The keyboard goes to what has to be said, or to the panel that scrolls."""
        first: QWidget = self._read if self._read.isVisibleTo(self) else self._scroll
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(self._read)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The panel, ringed while its lines are scrolled by key."""
        super().paintEvent(event)
        if not self._scroll.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.palette.color("focus"), _RING))
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(place, RADIUS_PANEL, RADIUS_PANEL)
        painter.end()

    def _show_suspicions(self, suspicions: Sequence[Suspicion]) -> None:
        count = len(suspicions)
        self._query.setVisible(bool(suspicions))
        self._query_words.setText(suspicion_words(count))
        self._places.setText("\n".join(suspicion_lines(suspicions)))
        self._read.setText(read_words(count))
        self._read.setAccessibleDescription(suspicion_words(count))

    def _build(self) -> None:
        self.setProperty("kind", "panel")
        self.setAccessibleName("Next pack")
        self._query.setProperty("kind", "query")
        self._places.setTextFormat(Qt.TextFormat.PlainText)
        asked = QVBoxLayout(self._query)
        asked.setContentsMargins(SPACE_MEDIUM, SPACE_SMALL, SPACE_MEDIUM, SPACE_SMALL)
        asked.setSpacing(SPACE_TINY)
        for row in (self._query_words, self._places, self._read):
            asked.addWidget(row)
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_PANEL, SPACE_MEDIUM, SPACE_PANEL, SPACE_PANEL)
        column.setSpacing(SPACE_MEDIUM)
        parts = (self._headline, self._missing, self._query)
        for part in (*parts, self._withheld, self._excluded, self._contents):
            column.addWidget(part)
        column.addStretch(1)
        self._scroll = _Scroll(self)
        self._scroll.setAccessibleName("What the next pack holds and lacks")
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_RING, _RING, _RING, _RING)
        outer.addWidget(self._scroll)


class _Scroll(QScrollArea):
    """Scrolls by arrow keys, and has its panel say when it has the keyboard."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._panel.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._panel.update()


class _Part(QWidget):
    """A heading with lines below it; not there where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._heading, self._lines = Words("", "strong"), Words("")
        # Boards and plans are named as somebody has written them, whatever that looks like.
        self._lines.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_TINY)
        column.addWidget(self._heading)
        column.addWidget(self._lines)

    def show_lines(self, heading: str, lines: Sequence[str]) -> None:
        """Show other lines."""
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        self._lines.setText("\n".join(lines))
        self.setVisible(bool(lines))
