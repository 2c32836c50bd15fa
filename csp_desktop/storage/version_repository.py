"""Versions of returns as they were handed in, kept whole, and the lines accepted of each."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from csp_desktop.core.periods import Quarter
from csp_desktop.core.records import line_of
from csp_desktop.core.returns import Return
from csp_desktop.core.review import Content, KeptVersion
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import AcceptanceRow, ReturnVersionRow, VersionRecordRow
from csp_desktop.storage.record_json import record_from_json, record_to_json
from csp_desktop.storage.record_names import entity_id_of, entity_of, kind_of


class VersionRepository:
    """Reads and writes what a reviewer works with; all writes inside the caller's transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, record: Return, contents: Iterable[Content], author: Author) -> None:
        """Keep the version of a return that was just handed in, over what was kept of it before.

        Args:
            record: the return; its version says which one.
            contents: everything it says.
            author: who hands it in, or takes it in.
        """
        place = self._place(record)
        self.forget(record.board, record.quarter, record.version)
        head = {"submitted_by": record.submitted_by, "kept_at": author.at}
        blank = {"approved_by": "", "approved_at": ""}
        self._store.insert(ReturnVersionRow, [place | head | blank])
        rows = [
            {
                **place,
                "entity": entity_of(one),
                "entity_id": entity_id_of(one),
                "record": record_to_json(one),
            }
            for one in contents
        ]
        self._store.insert(VersionRecordRow, rows)

    def forget(self, board: str, quarter: Quarter, first: int) -> None:
        """Take out the versions from a number on, which were never handed in after all."""
        for table in (VersionRecordRow, ReturnVersionRow, AcceptanceRow):
            of_return = (table.board == board) & (table.quarter == str(quarter))
            self._store.execute(table.delete().where(of_return & (table.version >= first)))

    def mark_approved(self, record: Return, author: Author) -> None:
        """Note who approved the version of a return that is kept."""
        of_version = (
            (ReturnVersionRow.board == record.board)
            & (ReturnVersionRow.quarter == str(record.quarter))
            & (ReturnVersionRow.version == record.version)
        )
        approved = ReturnVersionRow.update(approved_by=author.user, approved_at=author.at)
        self._store.execute(approved.where(of_version))

    def of_return(self, board: str, quarter: Quarter) -> list[KeptVersion]:
        """The kept versions of a return, the oldest first."""
        of_return = (ReturnVersionRow.board == board) & (ReturnVersionRow.quarter == str(quarter))
        heads = self._store.rows(
            ReturnVersionRow.select().where(of_return).order_by(ReturnVersionRow.version)
        )
        said: dict[int, dict[str, tuple[Content, ...]]] = {}
        of_records = (VersionRecordRow.board == board) & (VersionRecordRow.quarter == str(quarter))
        for row in self._store.rows(VersionRecordRow.select().where(of_records)):
            record = cast(Content, record_from_json(kind_of(row["entity"]), row["record"]))
            lines = said.setdefault(row["version"], {})
            lines[line_of(record)] = (*lines.get(line_of(record), ()), record)
        return [
            KeptVersion(
                version=row["version"],
                submitted_by=row["submitted_by"],
                kept_at=row["kept_at"],
                approved_by=row["approved_by"],
                approved_at=row["approved_at"],
                records=said.get(row["version"], {}),
            )
            for row in heads
        ]

    def kept_at(self, quarter: Quarter) -> dict[tuple[str, int], str]:
        """When each version of a quarter's returns was handed in, by board and version."""
        query = ReturnVersionRow.select(
            ReturnVersionRow.board, ReturnVersionRow.version, ReturnVersionRow.kept_at
        ).where(ReturnVersionRow.quarter == str(quarter))
        return {(row["board"], row["version"]): row["kept_at"] for row in self._store.rows(query)}

    def accepted(self, record: Return) -> set[str]:
        """The lines that are accepted of this version of a return."""
        query = AcceptanceRow.select(AcceptanceRow.line).where(self._of_version(record))
        return {row["line"] for row in self._store.rows(query)}

    def accepted_of_quarter(self, quarter: Quarter) -> dict[tuple[str, int], int]:
        """How many lines are accepted of each version of a quarter's returns."""
        query = AcceptanceRow.select(AcceptanceRow.board, AcceptanceRow.version).where(
            AcceptanceRow.quarter == str(quarter)
        )
        found: dict[tuple[str, int], int] = {}
        for row in self._store.rows(query):
            place = row["board"], row["version"]
            found[place] = found.get(place, 0) + 1
        return found

    def accept(self, record: Return, lines: Sequence[str], author: Author) -> None:
        """Note that these lines are accepted in this version; those that are stay so."""
        known = self.accepted(record)
        new = [one for one in lines if one not in known]
        says = {"by": author.user, "at": author.at}
        rows = [{**self._place(record), "line": one, **says} for one in new]
        self._store.insert(AcceptanceRow, rows)
        writes = (self._written(record, one, accepted=True) for one in new)
        audit.append(self._store, author, *writes)

    def take_back(self, record: Return, lines: Sequence[str], author: Author) -> None:
        """Note that these lines are to be decided again."""
        known = self.accepted(record)
        gone = [one for one in lines if one in known]
        if gone:
            wanted = self._of_version(record) & AcceptanceRow.line.in_(gone)
            self._store.execute(AcceptanceRow.delete().where(wanted))
        writes = (self._written(record, one, accepted=False) for one in gone)
        audit.append(self._store, author, *writes)

    def _written(self, record: Return, line: str, *, accepted: bool) -> Write:
        place = {**self._place(record), "line": line}
        before, after = (None, place) if accepted else (place, None)
        return Write("acceptance", line, before, after)

    def _place(self, record: Return) -> dict[str, object]:
        return {
            "board": record.board,
            "quarter": str(record.quarter),
            "version": record.version,
        }

    def _of_version(self, record: Return) -> Any:
        return (
            (AcceptanceRow.board == record.board)
            & (AcceptanceRow.quarter == str(record.quarter))
            & (AcceptanceRow.version == record.version)
        )
