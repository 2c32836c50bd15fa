"""Text that could not be read yet, in the database so that closing the window loses none of it.

It is no record of the return, so the audit trail leaves it out: what comes of it is audited.
"""

from collections.abc import Iterable

from csp_desktop.core.periods import Quarter
from csp_desktop.core.records import Draft
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import DraftRow


class DraftRepository:
    """Reads and writes drafts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_lines(self, quarter: Quarter, lines: Iterable[str]) -> dict[str, dict[str, str]]:
        """The drafts of a quarter's lines: by line, then by field."""
        query = DraftRow.select().where(
            (DraftRow.quarter == str(quarter)) & DraftRow.line.in_(list(lines))
        )
        found: dict[str, dict[str, str]] = {}
        for row in self._store.rows(query):
            found.setdefault(row["line"], {})[row["field"]] = row["text"]
        return found

    def get(self, draft: Draft) -> Draft:
        """What stands in the place of a draft; blank where nothing does."""
        found = self.of_lines(draft.quarter, [draft.line]).get(draft.line, {})
        return Draft(draft.line, draft.quarter, draft.field, found.get(draft.field, ""))

    def save(self, draft: Draft) -> None:
        """Store a draft, or take it away where it is blank, inside the caller's transaction."""
        place = (
            (DraftRow.quarter == str(draft.quarter))
            & (DraftRow.line == draft.line)
            & (DraftRow.field == draft.field)
        )
        self._store.execute(DraftRow.delete().where(place))
        if draft.text:
            self._store.execute(
                DraftRow.insert(
                    quarter=str(draft.quarter),
                    line=draft.line,
                    field=draft.field,
                    text=draft.text,
                )
            )
