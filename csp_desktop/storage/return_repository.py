"""Returns in the database; one that nobody has touched has no row."""

from typing import Any

from csp_desktop.core.errors import StaleError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import Return, ReturnState
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import ReturnRow


class ReturnRepository:
    """Reads and writes the state of returns."""

    def __init__(self, store: Store, plan: str) -> None:
        self._store = store
        self._plan = plan

    def get(self, board: str, quarter: Quarter) -> Return:
        """The return of a board for a quarter; a new one, not yet stored, where there is none."""
        return self.of_quarter(quarter).get(board) or self.unbegun(board, quarter)

    def unbegun(self, board: str, quarter: Quarter) -> Return:
        """A return that nobody has touched."""
        return Return(board=board, quarter=quarter, plan=self._plan)

    def of_quarter(self, quarter: Quarter) -> dict[str, Return]:
        """The returns that were begun for a quarter, by board."""
        query = ReturnRow.select().where(ReturnRow.quarter == str(quarter))
        return {row["board"]: self._return(row) for row in self._store.rows(query)}

    def save(self, record: Return, author: Author) -> Return:
        """Store a return's state, inside the caller's transaction.

        Raises:
            StaleError: somebody has stored another version since.
        """
        row = {**_row(record), "row_version": record.row_version + 1}
        before = self.of_quarter(record.quarter).get(record.board)
        if record.row_version == 0 and before is None:
            self._store.execute(ReturnRow.insert(row))
        else:
            changed = self._store.execute(
                ReturnRow.update(row).where(
                    (ReturnRow.id == row["id"]) & (ReturnRow.row_version == record.row_version)
                )
            )
            if changed != 1:
                raise StaleError(
                    f"The return of {record.board} for {record.quarter} was changed while you had "
                    "it open. Look at it again, then repeat what you did."
                )
        audit.append(
            self._store, author, "return", row["id"], _row(before) if before else None, row
        )
        return self._return(row)

    def _return(self, row: dict[str, Any]) -> Return:
        return Return(
            plan=self._plan,
            board=row["board"],
            quarter=Quarter.parse(row["quarter"]),
            state=ReturnState(row["state"]),
            version=row["version"],
            submitted_by=row["submitted_by"],
            reason=row["reason"],
            row_version=row["row_version"],
        )


def _row(record: Return) -> dict[str, Any]:
    return {
        "id": str(record.id),
        "board": record.board,
        "quarter": str(record.quarter),
        "state": record.state.value,
        "version": record.version,
        "submitted_by": record.submitted_by,
        "reason": record.reason,
        "row_version": record.row_version,
    }
