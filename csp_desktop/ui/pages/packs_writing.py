"""Packs written to files in the background: drafts, issued ones, and those issued before."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from csp_desktop.core.errors import UserError
from csp_desktop.core.packs.document import Pack
from csp_desktop.core.packs.issued import IssuedPack, PackDraft
from csp_desktop.services import Services
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.pages.packs_words import file_name, issue_question
from csp_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from csp_desktop.services.packs import Issue

_WORKBOOK, _PDF = ".xlsx", ".pdf"
_WRITTEN = "Written."


class PackWriting(QObject):
    """Asks where to, writes, and tells.

    `busy` tells whether a file is being written, `told` and `failed` a fact and what goes with it,
    `issued` what an issue changed.
    """

    busy = Signal(bool)
    told = Signal(str, str)
    failed = Signal(str, str)
    issued = Signal(object)

    def __init__(self, services: Services, tasks: Tasks, dialogs: Dialogs, parent: QWidget) -> None:
        super().__init__(parent)
        self._packs = services.packs
        self._short_name = services.plan.short_name
        self._tasks = tasks
        self._dialogs = dialogs
        self._parent = parent
        self._is_let_go = False

    def let_go(self) -> None:
        """What comes back from now on finds nobody to tell."""
        self._is_let_go = True

    def save_draft(self, draft: PackDraft) -> None:
        """Write a draft's workbook."""
        path = self._workbook("Save a draft of the pack", draft.pack)
        if path is not None:
            self._write(
                lambda: self._packs.write(draft.pack, path),
                lambda _: self.told.emit("Written as a draft.", f"Nothing is issued. {path}"),
            )

    def save_pdf(self, pack: Pack) -> None:
        """Write a pack as a PDF."""
        name = file_name(self._short_name, pack, _PDF)
        path = self._dialogs.save_document(self._parent, "Save the pack as PDF", name)
        if path is not None:
            self._write(lambda: _pdf(pack, path), lambda _: self.told.emit(_WRITTEN, str(path)))

    def issue(self, draft: PackDraft) -> None:
        """Freeze a draft and write its workbook, once the person has said that they mean it."""
        path = self._workbook("Issue the pack", draft.pack)
        if path is None or not self._dialogs.issue_pack(self._parent, *issue_question(draft)):
            return

        def done(issue: "Issue") -> None:
            self.told.emit("Issued.", f"{issue.pack.id}: {path}")
            self.issued.emit(issue.changes)

        self._write(lambda: self._packs.issue(draft, path), done, "Not issued.")

    def write_again(self, issued: IssuedPack) -> None:
        """Write the workbook of an issued pack once more."""
        self._with_pack(issued, lambda pack: self._write_workbook_again(issued, pack))

    def pdf_of(self, issued: IssuedPack) -> None:
        """Write an issued pack as a PDF."""
        self._with_pack(issued, self.save_pdf)

    def _with_pack(self, issued: IssuedPack, do: Callable[[Pack], None]) -> None:
        """Only what is in the pack itself says how its file is to be called."""
        try:
            pack = self._packs.pack(issued.id)
        except UserError as error:
            self.failed.emit("Not written.", str(error))
            return
        do(pack)

    def _write_workbook_again(self, issued: IssuedPack, pack: Pack) -> None:
        path = self._workbook("Write an issued pack again", pack)
        if path is None:
            return

        def done(digest: str) -> None:
            same = digest == issued.digest
            how = "the very file that was issued" if same else "the same words, in another file"
            self.told.emit("Written again,", f"{how}: {path}")

        self._write(lambda: self._packs.write_again(issued.id, path), done)

    def _workbook(self, title: str, pack: Pack) -> Path | None:
        name = file_name(self._short_name, pack, _WORKBOOK)
        return self._dialogs.save_workbook(self._parent, title, name)

    def _write(
        self, work: Callable[[], Any], done: Callable[[Any], None], not_done: str = "Not written."
    ) -> None:
        self.busy.emit(True)

        def back(then: Callable[[], None]) -> None:
            if not self._is_let_go:
                self.busy.emit(False)
                then()

        self._tasks.run(
            work,
            lambda result: back(lambda: done(result)),
            lambda error: back(lambda: self.failed.emit(not_done, str(error))),
        )


def _pdf(pack: Pack, path: Path) -> None:
    # Laying out pages is not needed before somebody wants some.
    from csp_desktop.ui.documents.pdf_writer import write_pdf

    write_pdf(pack, path)
