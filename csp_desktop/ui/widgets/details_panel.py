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
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(SPACE_PANEL, SPACE_PANEL, SPACE_PANEL, SPACE_PANEL)
        self.body.setSpacing(SPACE_SMALL + 2)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setProperty("kind", "details")
        self.setAccessibleName(name)
        self.setFixedWidth(round(width * max(1.0, theme.text_scale)))
