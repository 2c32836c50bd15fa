"""The hands and the album of the tour: keys pressed as a person would, pictures kept in order."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from csp_desktop.core.errors import StorageError


@dataclass
class Album:
    """The pictures taken so far."""

    folder: Path
    steps: list[dict[str, str]] = field(default_factory=list)

    def take(self, window: QWidget, step: str) -> None:
        """Let the window settle, then keep what it shows under the step's number and words."""
        for _ in range(3):
            QApplication.processEvents()
        words = "".join(one if one.isalnum() else "_" for one in step.lower())
        picture = self.folder / f"{len(self.steps) + 1:02d}_{words}.png"
        if not window.grab().save(str(picture)):
            raise StorageError(f"{picture} cannot be written. Choose another folder.")
        self.steps.append({"step": step, "picture": str(picture)})


def focused() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None, "something in the window has the keyboard"
    return found


def press(key: Qt.Key) -> None:
    """One key."""
    QTest.keyClick(focused(), key)
    QApplication.processEvents()


def press_with_control(key: Qt.Key) -> None:
    """A key with Ctrl."""
    QTest.keyClick(focused(), key, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def type_cell(text: str) -> None:
    """Type into the current cell; Enter stores it and goes down."""
    for character in text:
        QTest.keyClicks(focused(), character)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    # A cell is stored after its Enter has been handled, as it is for a person.
    QApplication.processEvents()
