"""Who is working, and what time it is: given to every service, so that tests can say both."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from csp_desktop.core.errors import RefusedError
from csp_desktop.storage.audit import Author


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def stored_moment(moment: datetime) -> str:
    """A moment as the trail keeps it: ISO 8601, UTC, with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Session:
    """The person at work and the clock.

    Attributes:
        looks_only: whether somebody else has the database open, so that nothing may be changed.
    """

    user: str
    now: Callable[[], datetime] = utc_now
    looks_only: bool = False

    def author(self, action: str) -> Author:
        """Who does this, when, and what it is called in the audit trail."""
        return Author(self.user, stored_moment(self.now()), action)

    def check_may_write(self) -> None:
        """Refuse where this window may only look.

        Raises:
            RefusedError: somebody else has the database open.
        """
        if self.looks_only:
            raise RefusedError(
                "This window may only look, because the database is open elsewhere. Close it "
                "there, then open it here again."
            )

    def today(self) -> date:
        """The day, by the clock of this machine."""
        return self.now().astimezone().date()
