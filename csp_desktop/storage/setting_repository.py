"""What the partnership has set: one value under each name."""

from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import SettingRow


class SettingRepository:
    """Reads and writes settings."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> str | None:
        """What is set under a name; None where nobody has set anything."""
        found = self._store.rows(SettingRow.select().where(SettingRow.name == name))
        return str(found[0]["value"]) if found else None

    def set(self, name: str, value: str, author: Author) -> None:
        """Set a value, inside the caller's transaction."""
        before = self.get(name)
        self._store.execute(SettingRow.delete().where(SettingRow.name == name))
        self._store.insert(SettingRow, [{"name": name, "value": value}])
        said = None if before is None else {"value": before}
        audit.append(self._store, author, Write("setting", name, said, {"value": value}))
