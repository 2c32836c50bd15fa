"""The team's side of a return: opened, approved, sent back with reasons, reopened."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.periods import Quarter, day_of
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import LineReason, Return, ReturnState
from csp_desktop.core.review import (
    Content,
    InboxEntry,
    KeptVersion,
    ReviewLine,
    ReviewSheet,
    all_contents,
    code_of,
    differences,
    still_asked,
    thread_of,
)
from csp_desktop.core.sheet import ActionLine, FigureLine
from csp_desktop.core.texts import storable
from csp_desktop.services.answers import answer_words
from csp_desktop.services.returns import BoardProgress, Returns
from csp_desktop.services.session import Session
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.return_repository import ReturnRepository
from csp_desktop.storage.version_repository import VersionRepository


class Review:
    """Decides on lines, and moves returns on."""

    def __init__(self, store: Store, plan: Plan, session: Session, returns: Returns) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._laid_out = returns
        self._returns = ReturnRepository(store, plan.id)
        self._actions = ActionRepository(store)
        self._versions = VersionRepository(store)

    def open(self, board: str, quarter: Quarter) -> Return:
        """Note that the team has a submitted return before it, so that it stays submitted.

        Raises:
            RefusedError: it is not submitted.
        """
        return self._move(board, quarter, "open", lambda one: one.opened(self._session.user))

    def accept(self, board: str, quarter: Quarter, codes: Sequence[str]) -> None:
        """Accept lines of a submitted return as they stand in this version.

        What was asked of them in this version is taken back.

        Raises:
            NotFoundError: a code is none of the return's.
            RefusedError: it is not submitted.
        """
        self._session.check_may_write()
        author = self._session.author("accept")
        with self._store.transaction():
            record = self._submitted(board, quarter, "reviewed", codes)
            self._take_query_back(record, codes, author)
            self._versions.accept(record, codes, author)

    def ask(self, board: str, quarter: Quarter, code: str, text: str) -> LineReason:
        """Ask something of a line; the board reads it once the return is sent back.

        Raises:
            NotFoundError: the code is none of the return's.
            RefusedError: the return is not submitted, or nothing is asked.
        """
        self._session.check_may_write()
        with self._store.transaction():
            return self._ask(board, quarter, code, text, self._session.author("query"))

    def take_back(self, board: str, quarter: Quarter, codes: Sequence[str]) -> None:
        """Leave lines to be decided again: neither accepted nor queried in this version.

        Raises:
            NotFoundError: a code is none of the return's.
            RefusedError: it is not submitted.
        """
        self._session.check_may_write()
        author = self._session.author("decide again")
        with self._store.transaction():
            record = self._submitted(board, quarter, "reviewed", codes)
            self._take_query_back(record, codes, author)
            self._versions.take_back(record, codes, author)

    def approve(self, board: str, quarter: Quarter) -> Return:
        """Accept a submitted return as a whole, and keep it as it stands.

        Raises:
            RefusedError: it is not submitted, the same person submitted it, or something is
                still asked of a line.
        """
        self._session.check_may_write()
        author = self._session.author("approve")
        with self._store.transaction():
            sheet = self._laid_out.sheet(board, quarter)
            approved = sheet.record.approved(self._session.user)
            if why_not := still_asked(self._returns.reasons(sheet.record)):
                raise RefusedError(why_not)
            if all(one.version != approved.version for one in self.versions(board, quarter)):
                self._versions.keep(approved, all_contents(sheet), author)
            self._versions.mark_approved(approved, author)
            return self._returns.save(approved, author)

    def send_back(
        self, board: str, quarter: Quarter, reasons: Mapping[str, str] | None = None
    ) -> Return:
        """Hand a submitted return back, with what is asked of each line that has to change.

        Args:
            board: whose return it is.
            quarter: of the return.
            reasons: by the code of an indicator or an action of the board, beside what is asked
                of lines already.

        Raises:
            NotFoundError: a code is none of the return's.
            RefusedError: it is not submitted, or a reason is missing.
        """
        self._session.check_may_write()
        author = self._session.author("send back")
        with self._store.transaction():
            for code, text in (reasons or {}).items():
                self._ask(board, quarter, code, text, author)
            owner = self._plan.board(board)
            self._plan.check_owed(quarter)
            record = self._returns.get(owner.code, quarter)
            asked = self._returns.reasons(record).values()
            record = record.sent_back("; ".join(f"{one.line}: {one.reason}" for one in asked))
            return self._returns.save(record, author)

    def reopen(self, board: str, quarter: Quarter, reason: str) -> Return:
        """Open an approved return again, as a new version.

        Raises:
            RefusedError: it is neither approved nor issued, or the reason is missing.
        """
        return self._move(board, quarter, "reopen", lambda one: one.reopened(storable(reason)))

    def waiting(self) -> int:
        """How many submitted returns of any quarter wait for their reviewer."""
        return self._returns.count_in(ReturnState.SUBMITTED)

    def first_waiting(self) -> Quarter | None:
        """The earliest quarter of which a return waits; None where none does."""
        return min(self._returns.quarters_in(ReturnState.SUBMITTED), default=None)

    def inbox(self, quarter: Quarter) -> list[InboxEntry]:
        """The submitted returns of a quarter, the one handed in first at the top.

        Raises:
            NotFoundError: the plan asks nothing for the quarter.
        """
        with self._store.snapshot():
            progress = self._laid_out.progress(quarter)
            accepted = self._versions.accepted_of_quarter(quarter)
            asked = self._returns.reasons_of_quarter(quarter)
        entries = [
            _entry(one, accepted, asked.get(one.board.code, []))
            for one in progress
            if one.record.state is ReturnState.SUBMITTED
        ]
        return sorted(entries, key=lambda one: one.handed_in or date.max)

    def sheet(self, board: str, quarter: Quarter) -> ReviewSheet:
        """A return as its reviewer works through it; nothing is marked as opened.

        Raises:
            NotFoundError: there is no such board, or the plan asks nothing for the quarter.
        """
        with self._store.snapshot():
            sheet = self._laid_out.sheet(board, quarter)
            record = sheet.record
            versions = self._versions.of_return(record.board, quarter)
            accepted = self._versions.accepted(record)
            reasons = self._returns.every_reason(record.board, quarter)
        submitted = record.state is ReturnState.SUBMITTED
        earlier = [one for one in versions if one.version < record.version]
        before = earlier[-1] if earlier else None
        sent = record.version - 1 if submitted else record.version
        lines: list[FigureLine | ActionLine] = [
            one for one in sheet.figures if one.asked or one.figure.entered
        ]
        lines += sheet.actions

        def line(one: FigureLine | ActionLine) -> ReviewLine:
            code = code_of(one)
            own = [reason for reason in reasons if reason.line == code]
            asked = [reason for reason in own if reason.version < record.version]
            now = (reason for reason in own if submitted and reason.version == record.version)
            return ReviewLine(
                line=one,
                previous=before.records.get(code, ()) if before else (),
                accepted=code in accepted,
                query=next(now, None),
                asked=asked[-1] if asked else None,
                thread=thread_of(own, versions, code, self._answer, sent),
            )

        read = tuple(map(line, lines))
        then = before.records.get("", ()) if before else ()
        return ReviewSheet(
            sheet=sheet,
            lines=read,
            before=before,
            now=next((one for one in versions if one.version == record.version), None),
            summary_changed=bool(differences(then, (sheet.summary,))),
            may_decide=submitted and not self._session.looks_only,
            refusal=self._refusal(record),
            first_in=day_of(versions[0].kept_at) if versions else None,
        )

    def versions(self, board: str, quarter: Quarter) -> list[KeptVersion]:
        """The versions of a return that were handed in here or came in, the oldest first.

        Raises:
            NotFoundError: there is no such board.
        """
        return self._versions.of_return(self._plan.board(board).code, quarter)

    def _ask(
        self, board: str, quarter: Quarter, code: str, text: str, author: Author
    ) -> LineReason:
        record = self._submitted(board, quarter, "sent back", [code])
        if not text.strip():
            raise RefusedError(f"Enter a reason for {code}: the board must be able to read why.")
        self._take_query_back(record, [code], author)
        self._versions.take_back(record, [code], author)
        given = LineReason(code, storable(text).strip(), record.version, author.user, author.at)
        self._returns.save_reasons(record, [given], author)
        return given

    def _submitted(self, board: str, quarter: Quarter, done: str, codes: Iterable[str]) -> Return:
        """The return, where it is one whose lines can be decided."""
        owner = self._plan.board(board)
        self._plan.check_owed(quarter)
        known = {one.code for one in self._plan.indicators_of(owner.code)}
        for code in codes:
            if code not in known and not self._actions.is_of_board(code, owner.code):
                raise NotFoundError(
                    f"{code} is no line of the return of {owner.code} for {quarter}."
                )
        record = self._returns.get(owner.code, quarter)
        record.check_submitted(done)
        return record

    def _take_query_back(self, record: Return, codes: Iterable[str], author: Author) -> None:
        asked = self._returns.reasons(record)
        for code in codes:
            if code in asked:
                self._returns.remove_reason(record, asked[code], author)

    def _answer(self, before: Sequence[Content], now: Sequence[Content]) -> str:
        return answer_words(self._plan, before, now)

    def _refusal(self, record: Return) -> str:
        try:
            self._session.check_may_write()
            record.approved(self._session.user)
        except RefusedError as error:
            return str(error)
        return ""

    def _move(
        self, board: str, quarter: Quarter, what: str, move: Callable[[Return], Return]
    ) -> Return:
        owner = self._plan.board(board)
        self._plan.check_owed(quarter)
        self._session.check_may_write()
        with self._store.transaction():
            record = move(self._returns.get(owner.code, quarter))
            return self._returns.save(record, self._session.author(what))


def _entry(
    progress: BoardProgress,
    accepted: Mapping[tuple[str, int], int],
    asked: Sequence[LineReason],
) -> InboxEntry:
    record = progress.record
    return InboxEntry(
        board=progress.board,
        record=record,
        lines=progress.complete.expected,
        accepted=accepted.get((record.board, record.version), 0),
        queried=sum(one.version == record.version for one in asked),
        answers=sum(one.version == record.version - 1 for one in asked),
        open_queries=progress.open_queries,
        handed_in=progress.handed_in,
        days_late=progress.days_over,
    )
