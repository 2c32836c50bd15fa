"""The hands and the album of the tour: keys pressed as a person would, pictures kept in order."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from csp_desktop.core.errors import StorageError
from csp_desktop.services import Services
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.main_window import MainWindow
from csp_desktop.ui.theme import Theme

WIDTH, HEIGHT = 1366, 768  # pixels, of the smallest usual screen
_MOMENT = 0.01  # seconds


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


@contextmanager
def opened_window(services: Services, theme: Theme, dialogs: Dialogs) -> Iterator[MainWindow]:
    """The real window with the keyboard, gone afterwards."""
    window = MainWindow(services, theme, dialogs)
    window.resize(WIDTH, HEIGHT)
    window.show()
    QTest.qWaitForWindowExposed(window)
    window.activateWindow()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        # No event loop runs here that would delete it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def focused() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None, "something in the window has the keyboard"
    return found


def press(key: Qt.Key) -> None:
    """One key."""
    QTest.keyClick(focused(), key)
    QApplication.processEvents()


def wait_while(is_busy: Callable[[], bool]) -> None:
    """Let work beside the window go on until it is done.

    Qt's own waiting keeps Python to itself, so that such work would hardly go on.
    """
    while is_busy():
        QApplication.processEvents()
        time.sleep(_MOMENT)


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
