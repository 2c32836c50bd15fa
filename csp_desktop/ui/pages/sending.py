"""A return leaves the program: exported, submitted with its workbook, or taken back."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from csp_desktop.core.errors import UserError
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.tasks import Tasks

_SUBMITTED = Changes.of(Kind.RETURNS)


class Sending(QObject):
    """Asks where the workbook goes, moves the return on, and writes in the background.

    `failed` tells a fact and its cure; `writing` whether a workbook is under way; `written` where
    it lies.
    """

    failed = Signal(str, str)
    writing = Signal(bool)
    written = Signal(str)

    def __init__(
        self,
        services: Services,
        notifier: Notifier,
        tasks: Tasks,
        dialogs: Dialogs,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._notifier = notifier
        self._tasks = tasks
        self._dialogs = dialogs
        self._parent = parent

    def export(self, board: str, quarter: Quarter) -> None:
        """Ask where, then write the return as it stands."""
        path = self._ask(board, quarter, "Export workbook")
        if path is not None:
            self.export_to(board, quarter, path)

    def export_to(self, board: str, quarter: Quarter, path: Path) -> None:
        """Write the return workbook in the background and say where it is."""
        self.writing.emit(True)
        self._tasks.run(
            lambda: self._services.exchange.export_return(board, quarter, path),
            lambda _: self._exported(path),
            self._export_failed,
        )

    def submit(self, board: str, quarter: Quarter) -> None:
        """Ask where the workbook goes, lock the return, write it; a change of mind does nothing."""
        path = self._ask(board, quarter, "Submit: where to write the workbook to send")
        if path is None:
            return
        try:
            self._services.entry.submit(board, quarter)
        except UserError as error:
            self.failed.emit("Not submitted.", str(error))
            return
        self._notifier.publish(_SUBMITTED)
        self.export_to(board, quarter, path)

    def withdraw(self, board: str, quarter: Quarter) -> None:
        """Take a submitted return back."""
        try:
            self._services.entry.withdraw(board, quarter)
        except UserError as error:
            self.failed.emit("Not withdrawn.", str(error))
            return
        self._notifier.publish(_SUBMITTED)

    def _ask(self, board: str, quarter: Quarter, title: str) -> Path | None:
        holds = any(one.restricted for one in self._services.plan.indicators_of(board))
        marking = " RESTRICTED" if holds else ""
        name = f"{board} {str(quarter).replace('/', '-')} return{marking}.xlsx"
        return self._dialogs.save_workbook(self._parent, title, name)

    def _exported(self, path: Path) -> None:
        self.writing.emit(False)
        self.written.emit(f"Workbook written: {path}")

    def _export_failed(self, error: UserError) -> None:
        self.writing.emit(False)
        self.failed.emit("The workbook was not written.", str(error))
