"""Decisions that a new phase of a control chart begins: dated, with a reason and who decided."""

from datetime import date

from csp_desktop.core.analysis.charting import Rebase
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import PhaseRow


class PhaseRepository:
    """Reads and writes phases."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, list[Rebase]]:
        """The decisions on each indicator by its code, in order of time."""
        found: dict[str, list[Rebase]] = {}
        for row in self._store.rows(PhaseRow.select().order_by(PhaseRow.first)):
            decided = Rebase(row["first"], row["reason"], row["by"], row["at"])
            found.setdefault(row["indicator"], []).append(decided)
        return found

    def add(self, indicator: str, first: date, reason: str, author: Author) -> Rebase:
        """Keep a decision, inside the caller's transaction."""
        decided = Rebase(first, reason, author.user, author.at)
        row = {
            "indicator": indicator,
            "first": first,
            "reason": reason,
            "by": decided.by,
            "at": decided.at,
        }
        self._store.insert(PhaseRow, [row])
        audit.append(self._store, author, Write("phase", _id(indicator, first), None, row))
        return decided

    def remove(self, indicator: str, decided: Rebase, author: Author) -> None:
        """Take a decision back, inside the caller's transaction; the trail keeps it."""
        place = (PhaseRow.indicator == indicator) & (PhaseRow.first == decided.first)
        self._store.execute(PhaseRow.delete().where(place))
        before = {"indicator": indicator, "first": decided.first, "reason": decided.reason}
        audit.append(
            self._store, author, Write("phase", _id(indicator, decided.first), before, None)
        )


def _id(indicator: str, first: date) -> str:
    return f"{indicator} {first.isoformat()}"
