"""Copies of the database by SQLite's own backup, never by copying the open file."""

import sqlite3
from pathlib import Path

from csp_desktop.core.errors import StorageError
from csp_desktop.storage.connection import Store


def backed_up(store: Store, label: str) -> Path:
    """A checked copy beside the database, in its folder `backups`.

    Raises:
        StorageError: the copy cannot be written or does not pass SQLite's integrity check.
    """
    folder = store.path.parent / "backups"
    target = folder / f"{store.path.stem} {label}{store.path.suffix}"
    try:
        folder.mkdir(exist_ok=True)
        copy = sqlite3.connect(target)
        try:
            store.database.connection().backup(copy)
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            copy.close()
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"The backup {target} cannot be written: {error}.") from error
    if verdict != "ok":
        raise StorageError(f"The backup {target} is damaged; nothing was changed.")
    return target
