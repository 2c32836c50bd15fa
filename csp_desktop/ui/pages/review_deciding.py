"""Every decision of a reviewer to the services at once, and the other pages told of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from csp_desktop.core.errors import UserError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import LineReason, ReturnState
from csp_desktop.core.review import ReviewSheet
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.notifier import Notifier

_MOVED = Changes.of(Kind.RETURNS)
_DECIDED = Changes.of(Kind.DECISIONS)


class ReviewDeciding(QObject):
    """Stores decisions; `failed` tells a fact and its cure."""

    failed = Signal(str, str)

    def __init__(self, services: Services, notifier: Notifier, parent: QObject) -> None:
        """Begin with nothing stored.

        Args:
            services: over an open database.
            notifier: tells the other pages.
            parent: owner.
        """
        super().__init__(parent)
        self._review = services.review
        self._session = services.session
        self._notifier = notifier
        self.is_telling = False

    def opened(self, sheet: ReviewSheet) -> ReviewSheet:
        """The return, noted as one that the team has before it, so that it is not withdrawn now.

        Raises:
            RefusedError: it is not submitted any more.
        """
        record = sheet.sheet.record
        submitted = record.state is ReturnState.SUBMITTED
        if not submitted or record.opened_by or self._session.looks_only:
            return sheet
        opened = self._review.open(record.board, record.quarter)
        self._tell(_MOVED)
        return replace(sheet, sheet=replace(sheet.sheet, record=opened))

    def accept(self, board: str, quarter: Quarter, codes: Sequence[str]) -> bool:
        """Accept lines; whether that was done."""
        return self.done(lambda: self._review.accept(board, quarter, codes), _DECIDED)

    def take_back(self, board: str, quarter: Quarter, codes: Sequence[str]) -> bool:
        """Leave lines to be decided again; whether that was done."""
        return self.done(lambda: self._review.take_back(board, quarter, codes), _DECIDED)

    def ask(self, board: str, quarter: Quarter, code: str, words: str) -> LineReason | None:
        """Ask something of a line; None where that could not be kept."""
        kept: list[LineReason] = []
        self.done(lambda: kept.append(self._review.ask(board, quarter, code, words)), _DECIDED)
        return kept[0] if kept else None

    def done(self, store: Callable[[], object], touched: Changes = _MOVED) -> bool:
        """Store something and tell the other pages what it touched; whether that was done."""
        try:
            store()
        except UserError as error:
            self.failed.emit("Not stored.", str(error))
            return False
        self._tell(touched)
        return True

    def _tell(self, touched: Changes) -> None:
        """The page that decides shows it already, and knows by `is_telling` that it is meant."""
        self.is_telling = True
        try:
            self._notifier.publish(touched)
        finally:
            self.is_telling = False
