"""A push button for the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class KeyButton(QPushButton):
    """Enter presses it, as Space does; part of a larger control, it leaves the arrows to that."""

    part_of_control = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt presses by Enter in dialogs only, and takes arrows for a way to the next field."""
        if event.key() in _ENTER and event.modifiers() in _PLAIN:
            self.click()
        elif event.key() in _ARROWS and self.part_of_control:
            event.ignore()
        else:
            super().keyPressEvent(event)
