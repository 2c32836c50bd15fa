"""A label that takes one line where there is room and wraps where there is not."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Words(QLabel):
    """Text in one of the roles of the style sheet.

    Qt's own wrapping label asks for a column of some width of its own; this one asks for its whole
    length, so that a sentence breaks only when the window is too narrow for it.
    """

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        """Build the label.

        Args:
            text: plain text, or Qt's rich text where it starts with a tag.
            role: headline, title, panel, strong, sentence, label, code, small, error or query.
            parent: owner.
        """
        super().__init__(text, parent)
        if role:
            self.setProperty("role", role)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def sizeHint(self) -> QSize:
        """The whole text in one line."""
        self.ensurePolished()
        self.setWordWrap(False)
        size = super().sizeHint()
        self.setWordWrap(True)
        return size
