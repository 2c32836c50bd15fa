"""A quiet box on the page, with an optional title."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from csp_desktop.ui.theme import SPACE_PANEL, SPACE_SMALL
from csp_desktop.ui.widgets.words import Words


class Panel(QFrame):
    """A surface with a hairline round it; widgets are added to `body`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        """Build the panel.

        Args:
            title: 11 pt, 600; none if empty.
            parent: owner.
        """
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_PANEL, SPACE_PANEL, SPACE_PANEL, SPACE_PANEL)
        self.body.setSpacing(SPACE_SMALL)
        if title:
            self.setAccessibleName(title)
            self.body.addWidget(Words(title, "panel"))


def hairline(parent: QWidget | None = None) -> QFrame:
    """A horizontal line between two parts of a panel."""
    line = QFrame(parent)
    line.setProperty("kind", "line")
    return line
