"""The team's side of a return: opened, approved, sent back with reasons, reopened."""

from collections.abc import Callable, Mapping

from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import LineReason, Return
from csp_desktop.core.texts import storable
from csp_desktop.services.returns import Returns
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store
from csp_desktop.storage.return_repository import ReturnRepository


class Review:
    """Moves returns on."""

    def __init__(self, store: Store, plan: Plan, session: Session, returns: Returns) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._laid_out = returns
        self._returns = ReturnRepository(store, plan.id)

    def open(self, board: str, quarter: Quarter) -> Return:
        """Note that the team has a submitted return before it, so that it stays submitted.

        Raises:
            RefusedError: it is not submitted.
        """
        return self._move(board, quarter, "open", lambda one: one.opened(self._session.user))

    def approve(self, board: str, quarter: Quarter) -> Return:
        """Accept a submitted return.

        Raises:
            RefusedError: it is not submitted, or the same person submitted it.
        """
        return self._move(board, quarter, "approve", lambda one: one.approved(self._session.user))

    def send_back(self, board: str, quarter: Quarter, reasons: Mapping[str, str]) -> Return:
        """Hand a submitted return back, with a reason for each line that has to change.

        Args:
            board: whose return it is.
            quarter: of the return.
            reasons: by the code of an indicator or an action of the board.

        Raises:
            NotFoundError: a code is none of the return's.
            RefusedError: it is not submitted, or a reason is missing.
        """
        self._session.check_may_write()
        sheet = self._laid_out.sheet(board, quarter)
        known = [line.indicator.code for line in sheet.figures]
        known += [line.action.code for line in sheet.actions]
        for code, reason in reasons.items():
            if code not in known:
                raise NotFoundError(
                    f"{code} is no line of the return of {sheet.board.code} for {quarter}."
                )
            if not reason.strip():
                raise RefusedError(
                    f"Enter a reason for {code}: the board must be able to read why."
                )
        author = self._session.author("send back")
        whole = "; ".join(f"{code}: {storable(reason).strip()}" for code, reason in reasons.items())
        with self._store.transaction():
            record = self._returns.get(sheet.board.code, quarter).sent_back(whole)
            given = [
                LineReason(code, storable(reason).strip(), record.version, author.user, author.at)
                for code, reason in reasons.items()
            ]
            self._returns.save_reasons(record, given, author)
            return self._returns.save(record, author)

    def reopen(self, board: str, quarter: Quarter, reason: str) -> Return:
        """Open an approved return again, as a new version.

        Raises:
            RefusedError: it is neither approved nor issued, or the reason is missing.
        """
        return self._move(board, quarter, "reopen", lambda one: one.reopened(storable(reason)))

    def _move(
        self, board: str, quarter: Quarter, what: str, move: Callable[[Return], Return]
    ) -> Return:
        owner = self._plan.board(board)
        self._plan.check_owed(quarter)
        self._session.check_may_write()
        with self._store.transaction():
            record = move(self._returns.get(owner.code, quarter))
            return self._returns.save(record, self._session.author(what))
