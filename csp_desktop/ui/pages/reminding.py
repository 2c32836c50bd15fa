"""Reminders leave the program: copied, saved with their workbooks, and remembered."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from csp_desktop.core.errors import UserError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.reminders import ContactKind, Reminder, counted
from csp_desktop.services import Services
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.tasks import Tasks


class Reminding(QObject):
    """Asks where files go and writes them in the background.

    `failed` tells a fact and its cure; `advanced` how many of how many are written; `ended` that
    nothing is under way any more, and what was done; `noted` that a contact was remembered.
    """

    failed = Signal(str, str)
    advanced = Signal(int, int)
    ended = Signal(str)
    noted = Signal()

    _written = Signal(int, int)

    def __init__(self, services: Services, tasks: Tasks, dialogs: Dialogs, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._dialogs = dialogs
        self._parent = parent
        self._busy = self._cancelled = False
        # Told by the thread that writes, heard in the one that shows it.
        self._written.connect(self.advanced, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether something is being written."""
        return self._busy

    def copy(self, board: str, quarter: Quarter, reminder: Reminder) -> None:
        """Put a reminder on the clipboard, and remember it where this window may write."""
        QGuiApplication.clipboard().setText(reminder.whole)
        if self._services.session.looks_only:
            return
        try:
            self._services.contacts.note_contact(board, quarter, ContactKind.REMINDER)
        except UserError as error:
            self.failed.emit("The reminder is copied, but not noted.", str(error))
            return
        self.noted.emit()

    def save_workbook(self, board: str, quarter: Quarter) -> None:
        """Ask where, then write the prefilled workbook of one board."""
        contacts = self._services.contacts
        name = contacts.workbook_name(board, quarter)
        path = (
            None if self._busy else self._dialogs.save_workbook(self._parent, "Save workbook", name)
        )
        if path is None:
            return
        self._busy = True
        self._tasks.run(
            lambda: contacts.write_workbook(board, quarter, path),
            lambda _: self._finish(f"Workbook written: {path}"),
            lambda error: self._fail("The workbook was not written.", error),
        )

    def save_all(self, boards: list[str], quarter: Quarter) -> None:
        """Ask for a folder, then write a reminder and a workbook for each of these boards."""
        folder = (
            None
            if self._busy
            else self._dialogs.choose_folder(self._parent, "Save reminders to a folder")
        )
        if folder is None:
            return
        self._busy, self._cancelled = True, False
        self.advanced.emit(0, len(boards))

        def go_on(done: int) -> bool:
            self._written.emit(done, len(boards))
            return not self._cancelled

        self._tasks.run(
            lambda: self._services.contacts.write_reminders(quarter, boards, folder, go_on),
            lambda written: self._finish(_all_words(written, len(boards), folder)),
            lambda error: self._fail("Not every reminder was written.", error),
        )

    def cancel(self) -> None:
        """Stop after the board that is being written."""
        self._cancelled = True

    def _finish(self, words: str) -> None:
        self._busy = False
        self.ended.emit(words)

    def _fail(self, fact: str, error: UserError) -> None:
        self._finish("")
        self.failed.emit(fact, str(error))


def _all_words(written: list[Path], wanted: int, folder: Path) -> str:
    done = len(written) // 2
    many = counted(done, "reminder") if done == wanted else f"{done} of {wanted} reminders"
    return f"{many} written, each with its workbook beside it: {folder}"
