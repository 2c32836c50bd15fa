"""Every edit of a return to the services at once; what fails is kept, said, and tried again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from csp_desktop.core.errors import StorageError, UserError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.records import Record, line_of
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes
from csp_desktop.services.edits import Step
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.unsaved import Unsaved, entered_words


class Saving(QObject):
    """Stores, undoes and redoes edits, and holds on to those that could not be stored.

    `failed` tells a fact and its cure; `solved` that nothing is kept any more; `stale` that what is
    in view is not what is stored.
    """

    failed = Signal(str, str)
    solved = Signal()
    stale = Signal()

    def __init__(self, services: Services, notifier: Notifier, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._notifier = notifier
        self._unsaved = Unsaved()

    @property
    def waiting(self) -> int:
        """How many records could not be stored yet."""
        return len(self._unsaved)

    def onto(self, sheet: ReturnSheet) -> ReturnSheet:
        """The return as it would be with everything stored."""
        return self._unsaved.onto(sheet)

    def enter(self, board: str, quarter: Quarter, records: Sequence[Record], what: str) -> bool:
        """Store one edit; whether that was done."""
        try:
            changes = self._services.edits.enter(board, quarter, records, what)
        except StorageError as error:
            self._unsaved.keep(board, quarter, records)
            self.stale.emit()
            many = self.waiting > 1
            fact = f"{self.waiting} changes are not saved." if many else "Not saved."
            self.failed.emit(fact, str(error))
            return False
        except UserError as error:
            # It would be refused for ever: what somebody else has done must be seen first.
            self._unsaved.forget(board, quarter, records)
            self.stale.emit()
            words = entered_words(records, self._services.plan)
            self.failed.emit("Not saved.", f"{error} You entered: {words or 'nothing'}.")
            return False
        self._stored(board, quarter, records, changes)
        return True

    def try_again(self) -> None:
        """Store what could not be stored; a return that fails again stays kept."""
        for board, quarter, records in self._unsaved.kept():
            if not self.enter(board, quarter, records, "enter again"):
                break

    def undo(self, board: str, quarter: Quarter) -> Step | None:
        """Take the last edit back; None where there is none or it could not be."""
        return self._step(lambda: self._services.edits.undo(board, quarter))

    def redo(self, board: str, quarter: Quarter) -> Step | None:
        """Do again what was undone last; None where there is nothing or it could not be."""
        return self._step(lambda: self._services.edits.redo(board, quarter))

    def _step(self, take: Callable[[], tuple[Step | None, Changes]]) -> Step | None:
        if self.waiting:
            self.failed.emit("Not undone.", "Something is not saved yet: try that again first.")
            return None
        try:
            step, changes = take()
        except UserError as error:
            self.failed.emit("Not done.", str(error))
            return None
        self._notifier.publish(changes)
        return step

    def _stored(
        self, board: str, quarter: Quarter, records: Sequence[Record], changes: Changes
    ) -> None:
        if self._unsaved.forget(board, quarter, records) and not self._unsaved:
            self.solved.emit()
        self._notifier.publish(changes)


def line_of_step(step: Step) -> str:
    """The first line an undone or redone edit touched; empty where it was none of a line."""
    return next(filter(None, map(line_of, step.after)), "")
