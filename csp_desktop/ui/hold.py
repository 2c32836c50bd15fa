"""One window at a time writes to a database: the mark beside it that says who has it open."""

import platform
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile

from csp_desktop.services.session import Session


@dataclass(frozen=True)
class Holder:
    """Who has a database open: on which machine and since when, in words."""

    user: str
    machine: str
    since: str

    @property
    def words(self) -> str:
        """`Lead officer on LAPTOP-7 since 14:32 on 14 July`."""
        return f"{self.user or 'Somebody'} on {self.machine or 'this machine'}" + (
            f" since {self.since}" if self.since else ""
        )


class Hold:
    """Taken for as long as a window writes; the mark of a program that crashed does not count.

    The lock itself is Qt's, which knows whether its holder still runs; beside it stands a note in
    plain text with what a lock cannot say: the person's name.
    """

    def __init__(self, database: Path, session: Session) -> None:
        """Prepare to take hold.

        Args:
            database: the database's file.
            session: who is at work here.
        """
        self._lock = QLockFile(str(database.with_name(database.name + ".lock")))
        # Never stale by age: a window may stay open for days.
        self._lock.setStaleLockTime(0)
        self._note = database.with_name(database.name + ".opened")
        self._session = session

    def take(self) -> Holder | None:
        """Take hold; where somebody else has it, who that is."""
        if self._lock.tryLock(0):
            self._write_note()
            return None
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            # The folder cannot be written: whoever opens the database there will say so.
            return None
        return self._holder()

    def release(self) -> None:
        """Let go, so that another window can write."""
        if self._lock.isLocked():
            self._note.unlink(missing_ok=True)
            self._lock.unlock()

    def _write_note(self) -> None:
        now = self._session.now().astimezone()
        since = f"{now:%H:%M} on {now.day} {now:%B}"
        note = "\n".join((self._session.user, platform.node(), since))
        self._note.write_text(note, encoding="utf-8")

    def _holder(self) -> Holder:
        _, machine, _ = self._lock.getLockInfo()
        try:
            user, machine, since = self._note.read_text(encoding="utf-8").split("\n")
        except (OSError, ValueError):
            return Holder("", machine, "")
        return Holder(user, machine, since)
