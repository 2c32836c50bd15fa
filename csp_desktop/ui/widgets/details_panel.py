"""The panel at the right of a page that follows its selection."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from csp_desktop.ui.theme import SPACE_PANEL, SPACE_SMALL, Theme


class DetailsPanel(QFrame):
    """A surface with a hairline at its left; what does not fit in its height scrolls."""

    def __init__(self, theme: Theme, name: str, width: int, parent: QWidget | None = None) -> None:
        """Build an empty panel; its parts go into `body`.

        Args:
            theme: colours and type.
            name: accessible name: the selected what.
            width: in pixels at 100 % text.
            parent: owner.
        """
        super().__init__(parent)
        self._inside = QWidget()
        self._inside.setProperty("kind", "scrolled")
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(SPACE_PANEL, SPACE_PANEL, SPACE_PANEL, SPACE_PANEL)
        self.body.setSpacing(SPACE_SMALL + 2)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self.setProperty("kind", "details")
        self.setAccessibleName(name)
        self.setFixedWidth(round(width * max(1.0, theme.text_scale)))

    def show_nothing(self, nothing: bool) -> None:
        """Empty the panel while there is no selection, and give it no keyboard."""
        self.setEnabled(not nothing)
        self._inside.setVisible(not nothing)

    def scroll_to_top(self) -> None:
        """Begin at the beginning, as for another selection."""
        self._scroll.verticalScrollBar().setValue(0)

    def focus_on(self, field: QWidget) -> None:
        """Give a field of the panel the keyboard and bring it into view."""
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(field)
