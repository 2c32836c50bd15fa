"""What each import stored, with what stood there before, so that it can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass

from csp_desktop.core.periods import Quarter
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import ImportItemRow, ImportRow
from csp_desktop.storage.record_json import record_from_json, record_to_json
from csp_desktop.storage.record_names import Kept, entity_id_of, entity_of, kind_of


@dataclass(frozen=True)
class ImportItem:
    """One record that an import wrote.

    Attributes:
        before: as it stood; with version 0, or without a title, where there was none. Of a reason
            for sending a line back, which is never changed, the reason itself.
        version: that it has since; of a priority, which has none, how often it was written.
    """

    before: Kept
    version: int

    @property
    def entity(self) -> str:
        """Its kind, as the audit trail names it."""
        return entity_of(self.before)

    @property
    def entity_id(self) -> str:
        """What the audit trail knows it by."""
        return entity_id_of(self.before)


@dataclass(frozen=True)
class ImportRecord:
    """One import of one file.

    Attributes:
        new, changed: how many fields it filled, and how many it gave other content.
        last_audit: the number of the last row it wrote in the audit trail.
        undone_at, undone_by: when it was taken back (ISO 8601, UTC) and by whom; empty before.
    """

    file: str
    sha256: str
    board: str
    quarter: Quarter
    new: int
    changed: int
    id: int = 0
    at: str = ""
    by: str = ""
    last_audit: int = 0
    undone_at: str = ""
    undone_by: str = ""


class ImportRepository:
    """Reads and writes imports."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, record: ImportRecord, items: Iterable[ImportItem], author: Author) -> int:
        """Keep what an import has just stored, inside its transaction.

        Returns:
            Its number; a later one has a higher one.
        """
        newest = self._store.rows(ImportRow.raw("SELECT max(id) AS id FROM import"))
        number = (newest[0]["id"] or 0) + 1
        row = {
            **vars(record),
            "id": number,
            "at": author.at,
            "user": author.user,
            "quarter": str(record.quarter),
            "last_audit": audit.last_number(self._store),
        }
        del row["by"]
        self._store.insert(ImportRow, [row])
        rows = [
            {
                "of_import": number,
                "ordinal": ordinal,
                "entity": one.entity,
                "entity_id": one.entity_id,
                "before": record_to_json(one.before),
                "version": one.version,
            }
            for ordinal, one in enumerate(items)
        ]
        self._store.insert(ImportItemRow, rows)
        return number

    def newest(self, limit: int) -> list[ImportRecord]:
        """The last imports, the newest first."""
        query = ImportRow.select().order_by(ImportRow.id.desc()).limit(limit)
        return [_record(row) for row in self._store.rows(query)]

    def get(self, number: int) -> ImportRecord | None:
        """The import with this number; None without one."""
        rows = self._store.rows(ImportRow.select().where(ImportRow.id == number))
        return _record(rows[0]) if rows else None

    def items(self, number: int) -> list[ImportItem]:
        """What an import wrote, in the order in which it was written."""
        query = ImportItemRow.select().where(ImportItemRow.of_import == number)
        return [
            ImportItem(record_from_json(kind_of(row["entity"]), row["before"]), row["version"])
            for row in self._store.rows(query.order_by(ImportItemRow.ordinal))
        ]

    def mark_undone(self, number: int, author: Author) -> None:
        """Note that an import was taken back, inside the caller's transaction."""
        undone = ImportRow.update(undone_at=author.at, undone_by=author.user)
        self._store.execute(undone.where(ImportRow.id == number))

    def stands_again(self, item: ImportItem, before: int, now: int) -> None:
        """Note that what stood there before `item` does so again, under another version.

        Earlier imports look for what they left by its version.
        """
        place = (
            (ImportItemRow.entity == item.entity)
            & (ImportItemRow.entity_id == item.entity_id)
            & (ImportItemRow.version == before)
        )
        self._store.execute(ImportItemRow.update(version=now).where(place))


def _record(row: dict[str, object]) -> ImportRecord:
    values = {**row, "by": row["user"], "quarter": Quarter.parse(str(row["quarter"]))}
    del values["user"]
    return ImportRecord(**values)  # type: ignore[arg-type]
