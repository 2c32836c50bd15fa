"""A field that finds the next place with a text, from wherever the selection is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from csp_desktop.ui.theme import Theme

_WIDTH = 130


class FindField(QLineEdit):
    """Typing finds, Enter finds the next one, Escape goes back to where one was."""

    wanted = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Build an empty field.

        Args:
            theme: colours and type.
            name: accessible name: where it finds.
            parent: owner.
        """
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText("Find")
        self.setFixedWidth(theme.scaled(_WIDTH))
        self.textEdited.connect(self._find)

    def open(self) -> None:
        """Take the keyboard, ready for another text."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def show_found(self, found: bool) -> None:
        """Mark a text that is nowhere."""
        self.setProperty("error", not found)
        self.setToolTip("" if found else f"“{self.text()}” is nowhere in this part of the return")
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finds the next place; Escape gives the keyboard back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._find(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.show_found(True)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _find(self, text: str) -> None:
        if text.strip():
            self.wanted.emit(text.strip())
        else:
            self.show_found(True)
