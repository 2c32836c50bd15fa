"""Returns in the database; one that nobody has touched has no row."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from peewee import fn

from csp_desktop.core.errors import StaleError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import LineReason, Return, ReturnState, Summary
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import LineReasonRow, ReturnRow, SummaryRow


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

    def count_in(self, state: ReturnState) -> int:
        """How many returns of any quarter are in a state."""
        query = ReturnRow.select(fn.COUNT(ReturnRow.id).alias("count"))
        return int(self._store.rows(query.where(ReturnRow.state == state.value))[0]["count"])

    def quarters_in(self, state: ReturnState) -> set[Quarter]:
        """The quarters of which at least one return is in a state."""
        query = ReturnRow.select(ReturnRow.quarter).where(ReturnRow.state == state.value)
        return {Quarter.parse(row["quarter"]) for row in self._store.rows(query.distinct())}

    def save(self, record: Return, author: Author) -> Return:
        """Store a return's state, inside the caller's transaction.

        Raises:
            StaleError: somebody has stored another version since.
        """
        row = {**_row(record), "row_version": record.row_version + 1}
        before = self.of_quarter(record.quarter).get(record.board)
        if record.row_version == 0 and before is None:
            self._store.insert(ReturnRow, [row])
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
        said = _row(before) if before else None
        audit.append(self._store, author, Write("return", row["id"], said, row))
        return self._return(row)

    def summary(self, board: str, quarter: Quarter) -> Summary:
        """What the chair has written; a blank one, not yet stored, where there is nothing."""
        place = (SummaryRow.board == board) & (SummaryRow.quarter == str(quarter))
        found = self._store.rows(SummaryRow.select().where(place))
        return _summary(found[0]) if found else Summary(board=board, quarter=quarter)

    def save_summary(self, summary: Summary, author: Author) -> Summary:
        """Store what the chair has written, inside the caller's transaction.

        Raises:
            StaleError: somebody has stored another version since.
        """
        before = self.summary(summary.board, summary.quarter)
        if before.version != summary.version:
            raise StaleError(
                f"The summary of {summary.board} for {summary.quarter} was changed while you had "
                "it open. Look at it again, then enter yours."
            )
        row = {**_summary_row(summary), "version": summary.version + 1}
        if before.version == 0:
            self._store.insert(SummaryRow, [row])
        else:
            row["id"] = str(before.id)
            self._store.update(SummaryRow, [row])
        said = _summary_row(before) if before.version else None
        audit.append(self._store, author, Write("summary", row["id"], said, row))
        return _summary(row)

    def mark_shared(self, summary: Summary) -> None:
        """Note what both sides now hold, inside the caller's transaction; no new version."""
        self._store.update(SummaryRow, [{"id": str(summary.id), "shared": summary.shared}])

    def reasons(self, record: Return) -> dict[str, LineReason]:
        """Why lines of a return were sent back last, by their code."""
        query = (
            LineReasonRow.select()
            .where(
                (LineReasonRow.board == record.board)
                & (LineReasonRow.quarter == str(record.quarter))
                & (LineReasonRow.version == record.version)
            )
            .order_by(LineReasonRow.line)
        )
        return {row["line"]: _reason(row) for row in self._store.rows(query)}

    def every_reason(self, board: str, quarter: Quarter) -> list[LineReason]:
        """What was ever asked of the lines of a return, the oldest version first."""
        of_return = (LineReasonRow.board == board) & (LineReasonRow.quarter == str(quarter))
        query = LineReasonRow.select().where(of_return).order_by(LineReasonRow.version)
        return [_reason(row) for row in self._store.rows(query)]

    def reasons_of_quarter(self, quarter: Quarter) -> dict[str, list[LineReason]]:
        """What was ever asked of the lines of a quarter's returns, by board."""
        found: dict[str, list[LineReason]] = {}
        query = LineReasonRow.select().where(LineReasonRow.quarter == str(quarter))
        for row in self._store.rows(query.order_by(LineReasonRow.version)):
            found.setdefault(row["board"], []).append(_reason(row))
        return found

    def save_reasons(self, record: Return, reasons: Iterable[LineReason], author: Author) -> None:
        """Store what is asked of lines, inside the caller's transaction."""
        place = {"board": record.board, "quarter": str(record.quarter)}
        rows = [{**place, **vars(one)} for one in reasons]
        self._store.insert(LineReasonRow, rows)
        writes = (Write("line_reason", row["line"], None, row) for row in rows)
        audit.append(self._store, author, *writes)

    def remove_reason(self, record: Return, reason: LineReason, author: Author) -> None:
        """Take out what was asked of a line, inside the caller's transaction."""
        place = (
            (LineReasonRow.board == record.board)
            & (LineReasonRow.quarter == str(record.quarter))
            & (LineReasonRow.line == reason.line)
            & (LineReasonRow.version == reason.version)
        )
        self._store.execute(LineReasonRow.delete().where(place))
        said = {"reason": reason.reason}
        audit.append(self._store, author, Write("line_reason", reason.line, said, None))

    def _return(self, row: dict[str, Any]) -> Return:
        return Return(
            plan=self._plan,
            board=row["board"],
            quarter=Quarter.parse(row["quarter"]),
            state=ReturnState(row["state"]),
            version=row["version"],
            submitted_by=row["submitted_by"],
            opened_by=row["opened_by"],
            reason=row["reason"],
            row_version=row["row_version"],
        )


def _reason(row: dict[str, Any]) -> LineReason:
    return LineReason(row["line"], row["reason"], row["version"], row["by"], row["at"])


def _row(record: Return) -> dict[str, Any]:
    return {
        "id": str(record.id),
        "board": record.board,
        "quarter": str(record.quarter),
        "state": record.state.value,
        "version": record.version,
        "submitted_by": record.submitted_by,
        "opened_by": record.opened_by,
        "reason": record.reason,
        "row_version": record.row_version,
    }


_SUMMARY = ("achievements", "concerns", "decisions", "resources", "shared", "version")


def _summary(row: dict[str, Any]) -> Summary:
    return Summary(
        id=UUID(row["id"]),
        board=row["board"],
        quarter=Quarter.parse(row["quarter"]),
        **{name: row[name] for name in _SUMMARY},
    )


def _summary_row(summary: Summary) -> dict[str, Any]:
    return {
        "id": str(summary.id),
        "board": summary.board,
        "quarter": str(summary.quarter),
        **{name: getattr(summary, name) for name in _SUMMARY},
    }
