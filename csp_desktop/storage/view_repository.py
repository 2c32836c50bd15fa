"""The views of tables that people have saved under a name."""

from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import SavedViewRow


class ViewRepository:
    """Reads and writes the saved views of one page."""

    def __init__(self, store: Store, page: str) -> None:
        self._store = store
        self._page = page

    def all(self) -> dict[str, str]:
        """What each view shows, as its page has written it, by name."""
        query = SavedViewRow.select().where(SavedViewRow.page == self._page)
        rows = self._store.rows(query.order_by(SavedViewRow.name))
        return {row["name"]: row["content"] for row in rows}

    def save(self, name: str, content: str, author: Author) -> None:
        """Store a view, inside the caller's transaction; one of this name is written over."""
        before = self.all().get(name)
        self._remove(name)
        row = {"page": self._page, "name": name, "content": content}
        self._store.insert(SavedViewRow, [row])
        self._note(author, name, before, content)

    def delete(self, name: str, author: Author) -> None:
        """Take a view away, inside the caller's transaction."""
        before = self.all().get(name)
        if before is not None:
            self._remove(name)
            self._note(author, name, before, None)

    def _remove(self, name: str) -> None:
        place = (SavedViewRow.page == self._page) & (SavedViewRow.name == name)
        self._store.execute(SavedViewRow.delete().where(place))

    def _note(self, author: Author, name: str, before: str | None, after: str | None) -> None:
        said, says = (None if one is None else {"content": one} for one in (before, after))
        audit.append(self._store, author, Write("view", f"{self._page}/{name}", said, says))
