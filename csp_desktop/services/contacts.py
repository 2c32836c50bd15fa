"""Contact with boards over their returns: reminders, the workbooks beside them, what came last."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from csp_desktop.core.errors import RefusedError, StorageError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.reminders import ContactKind, Reminder, file_stem, is_owed, reminder_of
from csp_desktop.services.exchange import Exchange
from csp_desktop.services.returns import BoardProgress, Returns
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store
from csp_desktop.storage.contact_repository import ContactRepository

Progress = Callable[[int], bool]  # told how many are done; says whether to go on


class Contacts:
    """Writes reminders and remembers them."""

    def __init__(
        self, store: Store, plan: Plan, session: Session, returns: Returns, exchange: Exchange
    ) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._returns = returns
        self._exchange = exchange
        self._contacts = ContactRepository(store)

    @property
    def plan_is_over(self) -> bool:
        """Whether the whole plan lies behind us: then lateness is history, and nobody's task."""
        last = self._plan.quarters_owed()[-1]
        return self._session.today() > last.due(self._plan.return_due_days)

    def to_remind(self, progress: Iterable[BoardProgress]) -> list[str]:
        """The boards to remind all at once: the late ones, or of a plan that is over all not in."""
        over = self.plan_is_over
        return [
            one.board.code
            for one in progress
            if is_owed(one.record, one.complete) and (over or one.days_late)
        ]

    def reminder(self, board: str, quarter: Quarter) -> Reminder:
        """The words that remind a board of its return, ready to be pasted.

        Raises:
            NotFoundError: no such board, or the plan asks nothing for the quarter.
            RefusedError: its return is in, or asks for nothing.
        """
        sheet = self._returns.sheet(board, quarter)
        if not is_owed(sheet.record, sheet.complete):
            asked = sheet.complete.expected
            why = f"is {sheet.record.state.words.lower()}" if asked else "asks for nothing"
            raise RefusedError(
                f"There is nothing to remind {sheet.board.code} of: its return for {quarter} {why}."
            )
        return reminder_of(sheet, self._session.today(), says_late=not self.plan_is_over)

    def note_contact(self, board: str, quarter: Quarter, kind: ContactKind) -> None:
        """Remember that a board was contacted over its return.

        Raises:
            NotFoundError: no such board, or the plan asks nothing for the quarter.
            RefusedError: this window may only look.
        """
        owner = self._plan.board(board)
        self._plan.check_owed(quarter)
        self._session.check_may_write()
        with self._store.transaction():
            self._contacts.add(owner.code, quarter, kind, self._session.author(kind.value))

    def workbook_name(self, board: str, quarter: Quarter) -> str:
        """What the workbook of a return is called, with its marking."""
        return f"{file_stem(board, quarter)} {self._ending(board)}"

    def write_workbook(self, board: str, quarter: Quarter, path: Path) -> None:
        """Write the prefilled workbook for a board, and remember that it was sent.

        A window that may only look writes it and remembers nothing.

        Raises:
            NotFoundError, RefusedError, StorageError: as `Exchange.export_return` does.
        """
        self._exchange.export_return(board, quarter, path)
        if not self._session.looks_only:
            self.note_contact(board, quarter, ContactKind.WORKBOOK)

    def write_reminder(self, board: str, quarter: Quarter, folder: Path) -> list[Path]:
        """Write a board's reminder with the prefilled workbook beside it, over no other file.

        Returns:
            The text and the workbook.

        Raises:
            NotFoundError: no such board, or the plan asks nothing for the quarter.
            RefusedError: its return is in or asks for nothing, or this window may only look.
            StorageError: a file cannot be written.
        """
        self._session.check_may_write()
        reminder = self.reminder(board, quarter)
        text, workbook = _free(
            folder, file_stem(board, quarter), ("reminder.txt", self._ending(board))
        )
        self._exchange.export_return(board, quarter, workbook)
        try:
            text.write_text(reminder.whole + "\n", encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{text} cannot be written: {error.strerror}.") from error
        self.note_contact(board, quarter, ContactKind.REMINDER)
        return [text, workbook]

    def write_reminders(
        self, quarter: Quarter, boards: Sequence[str], folder: Path, progress: Progress
    ) -> list[Path]:
        """Write the reminders of several boards, each with its workbook beside it.

        Args:
            quarter: of the returns.
            boards: by their codes.
            folder: where everything goes.
            progress: told after each board how many are done; False ends it there.

        Returns:
            Everything that was written.

        Raises:
            NotFoundError, RefusedError, StorageError: as `write_reminder` does; what was written
                by then stays.
        """
        written: list[Path] = []
        for done, board in enumerate(boards, start=1):
            written += self.write_reminder(board, quarter, folder)
            if not progress(done):
                break
        return written

    def _ending(self, board: str) -> str:
        holds = any(one.restricted for one in self._plan.indicators_of(board))
        return "return RESTRICTED.xlsx" if holds else "return.xlsx"


def _free(folder: Path, stem: str, endings: Sequence[str]) -> list[Path]:
    """The first names that no file has yet: a workbook that came back must not be written over."""
    number, beginning = 1, stem
    while any((folder / f"{beginning} {one}").exists() for one in endings):
        number += 1
        beginning = f"{stem} ({number})"
    return [folder / f"{beginning} {one}" for one in endings]
