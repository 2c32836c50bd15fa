"""What every page is to the window around it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from csp_desktop.core.errors import UserError
from csp_desktop.services.changes import Changes, Kind


class Page(QWidget):
    """A screen of the program; it reloads when it is shown and what it shows has changed."""

    keys: tuple[tuple[str, str], ...] = ()
    shows: frozenset[Kind] = frozenset()

    subject_changed = Signal(str)
    keys_changed = Signal(object)
    trouble = Signal(str)
    """Why the page cannot be read now; empty once it could be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        self._stale = True

    def reload(self) -> None:
        """Read everything the page shows again."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Give the keyboard to what one came to the page for."""
        raise NotImplementedError

    def commit(self) -> None:
        """Store what was typed and has not been stored yet."""

    def let_go(self) -> None:
        """The window is closing: give back what Qt does not give back by itself."""

    def take_notice(self, changes: Changes) -> None:
        """Reload now if in view, else when next shown, if this touches what the page shows."""
        if not self.shows & changes.kinds:
            return
        self._stale = True
        if self.isVisible():
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is read for a page that nobody looks at."""
        super().showEvent(event)
        self.catch_up()

    def catch_up(self) -> None:
        """Read the page again if it is in view and not up to date."""
        if self._stale and self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self._stale = False
        try:
            self.reload()
        except UserError as error:
            # It still shows something else than it should, so nothing can be entered meanwhile.
            self._stale = True
            self.setEnabled(False)
            self.trouble.emit(str(error))
            return
        self.setEnabled(True)
        self.trouble.emit("")
