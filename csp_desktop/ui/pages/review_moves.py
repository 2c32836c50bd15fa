"""A whole return is moved on: asked once more at the foot of the Review page, then done."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from csp_desktop.core.review import ReviewSheet
from csp_desktop.services import Services
from csp_desktop.ui.pages.review_deciding import ReviewDeciding
from csp_desktop.ui.pages.review_foot import ReviewFoot
from csp_desktop.ui.pages.review_questions import (
    Question,
    approving,
    reopening,
    sending_back,
    telling_summary,
)


class ReviewMoves(QObject):
    """`asked` tells that a question stands at the foot, `moved` that the return has moved on."""

    asked = Signal()
    moved = Signal()

    def __init__(
        self, services: Services, deciding: ReviewDeciding, foot: ReviewFoot, parent: QObject
    ) -> None:
        """Begin with nothing asked.

        Args:
            services: over an open database.
            deciding: stores, and says what could not be stored.
            foot: where the question stands.
            parent: owner.
        """
        super().__init__(parent)
        self._review = services.review
        self._deciding = deciding
        self._foot = foot
        self._confirmed: Callable[[str], object] | None = None
        foot.question.confirmed.connect(self._move)

    def send_back(self, sheet: ReviewSheet) -> None:
        """Ask whether it goes back to its board with what is asked of its lines."""
        record = sheet.sheet.record
        self._ask(
            sending_back(sheet), lambda _: self._review.send_back(record.board, record.quarter)
        )

    def approve(self, sheet: ReviewSheet) -> None:
        """Ask whether it is accepted as a whole."""
        record = sheet.sheet.record
        self._ask(approving(sheet), lambda _: self._review.approve(record.board, record.quarter))

    def reopen(self, sheet: ReviewSheet) -> None:
        """Ask why an approved return is opened again."""
        record = sheet.sheet.record
        self._ask(
            reopening(sheet),
            lambda reason: self._review.reopen(record.board, record.quarter, reason),
        )

    def tell_summary(self, sheet: ReviewSheet) -> None:
        """Show the chair's texts; there is nothing to confirm in them."""
        self._ask(telling_summary(sheet), None)

    def leave(self) -> None:
        """Put the question away."""
        self._confirmed = None
        self._foot.leave_question()

    def _ask(self, question: Question, do: Callable[[str], object] | None) -> None:
        self._confirmed = do
        self._foot.ask(question)
        self.asked.emit()

    def _move(self, reason: str) -> None:
        do = self._confirmed
        if do is not None and self._deciding.done(lambda: do(reason)):
            self.moved.emit()
