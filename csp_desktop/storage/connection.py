"""Opening, checking and closing the database; its errors become ours here and nowhere else.

The order on opening is CONVENTIONS.md F5; the pragmas are F3 and F6, read back after they are set.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import BaseQuery, DatabaseError, Model, Query, SqliteDatabase

from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError, UserError

APPLICATION_ID = 0x43535044  # "CSPD"
_HEADER = b"SQLite format 3\x00"
_SYNCHRONOUS_EXTRA = 3
_PRAGMAS = {
    "journal_mode": "delete",
    "synchronous": _SYNCHRONOUS_EXTRA,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "recursive_triggers": 1,
    "busy_timeout": 2000,
}


class _HardenedSqlite(SqliteDatabase):
    """SQLite with defensive mode, where this Python can set it (3.12 and newer)."""

    def _initialize_connection(self, conn: sqlite3.Connection) -> None:
        super()._initialize_connection(conn)  # type: ignore[misc]  # missing in the type stubs
        set_config = getattr(conn, "setconfig", None)
        if set_config is not None:
            set_config(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # type: ignore[attr-defined]

    def rollback(self) -> None:
        """Roll back, unless SQLite has done so by itself, as it does when the disk fails."""
        if self.connection().in_transaction:
            super().rollback()


class Store:
    """One open database; repositories run their queries on it."""

    def __init__(self, path: Path, *, looks_only: bool = False) -> None:
        """Connect with the pragmas set.

        Args:
            path: the database file.
            looks_only: whether every write is to be refused.

        Raises:
            StorageError: it cannot be opened, or a setting does not hold.
        """
        self.path = path
        self._pragmas = {**_PRAGMAS, "query_only": int(looks_only)}
        self.database = _HardenedSqlite(str(path), pragmas=self._pragmas)
        try:
            with self._errors_in_words():
                self.database.connect()
                self._check_settings()
        except UserError:
            self.database.close()
            raise

    def pragma(self, name: str) -> Any:
        """The value of one pragma."""
        return self.database.execute_sql(f"PRAGMA {name}").fetchone()[0]

    def set_number(self, pragma: str, value: int) -> None:
        """Write one of the two numbers in the file's header (application_id, user_version)."""
        self.database.execute_sql(f"PRAGMA {pragma} = {int(value)}")

    def rows(self, query: BaseQuery) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries by field name."""
        with self._errors_in_words():
            return list(query.dicts().execute(self.database))

    def execute(self, query: Query) -> int:
        """Run a write and say how many rows it touched."""
        with self._errors_in_words():
            result = query.execute(self.database)
            return result if isinstance(result, int) else 0

    def insert(self, table: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows that all name the same fields.

        Peewee would build the text of the statement anew for each row, which takes it longer than
        SQLite needs to write one.
        """
        if not rows:
            return
        fields = [(name, getattr(table, name)) for name in rows[0]]
        columns = ", ".join(f'"{field.column_name}"' for _, field in fields)
        marks = ", ".join("?" * len(fields))
        statement = f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES ({marks})'
        with self._errors_in_words():
            for row in rows:
                values = [field.db_value(row[name]) for name, field in fields]
                self.database.execute_sql(statement, values)

    def update(self, table: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
        """Write over the rows with these ids; every row names the same fields."""
        if not rows:
            return
        fields = [(name, getattr(table, name)) for name in rows[0]]
        changes = ", ".join(f'"{field.column_name}" = ?' for _, field in fields)
        statement = f'UPDATE "{table._meta.table_name}" SET {changes} WHERE "id" = ?'
        with self._errors_in_words():
            for row in rows:
                values = [field.db_value(row[name]) for name, field in fields]
                self.database.execute_sql(statement, [*values, row["id"]])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: whatever fails inside leaves the database as it was."""
        with self._errors_in_words(), self.database.atomic("IMMEDIATE"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads that see one state."""
        with self._errors_in_words(), self.database.atomic():
            yield

    def close(self) -> None:
        """Close this thread's connection."""
        self.database.close()

    def _check_settings(self) -> None:
        for name, wanted in self._pragmas.items():
            if self.pragma(name) != wanted:
                raise StorageError(f"{self.path}: the setting {name} does not hold on this disk.")

    @contextmanager
    def _errors_in_words(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            raise _in_words(self.path, error) from error


def _in_words(path: Path, error: Exception) -> UserError:
    text = str(error).lower()
    if "readonly" in text or "unable to open" in text:
        return StorageError(
            f"{path} cannot be written. Choose a folder you may write to, or ask for the right to."
        )
    if "full" in text:
        return StorageError(f"The disk that holds {path} is full. Free some space and try again.")
    if "i/o error" in text:
        return StorageError(
            f"The disk that holds {path} reports an error. See that it is connected and has space."
        )
    if "locked" in text:
        return StorageError(f"{path} is in use by another program. Close it there and try again.")
    if "malformed" in text or "not a database" in text:
        return StorageError(f"{path} is damaged. Restore the last backup.")
    raise error


@contextmanager
def opened(path: Path, schema_version: int, *, looks_only: bool = False) -> Iterator[Store]:
    """An existing database of this program, checked before it is used, closed afterwards.

    Args:
        path: the database file.
        schema_version: the newest version this program knows.
        looks_only: whether every write is to be refused.

    Raises:
        NotFoundError: there is no file.
        RefusedError: it belongs to another program or a newer version of this one.
        StorageError: it is damaged.
    """
    check_header(path)
    store = Store(path, looks_only=looks_only)
    try:
        _check(store, schema_version)
        yield store
    finally:
        store.close()


@contextmanager
def created(path: Path) -> Iterator[Store]:
    """A new database, complete or not there at all.

    It is built beside its place and moved there when the block has run without an error.

    Raises:
        RefusedError: something is there already.
        StorageError: the folder cannot be written.
    """
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        if path.exists():
            raise RefusedError(
                f"{path} exists already and is left as it is. Name another file, or move it away "
                "first."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror}. Choose another place with --database."
        ) from error
    try:
        store = Store(unfinished)
        try:
            store.set_number("application_id", APPLICATION_ID)
            yield store
        finally:
            store.close()
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def check_header(path: Path) -> None:
    """Refuse what is not a database file of this program, without opening it as one.

    Raises:
        NotFoundError, RefusedError, StorageError: as `opened` does.
    """
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError as error:
        raise NotFoundError(
            f"There is no database at {path}. “csp-desktop init” creates one."
        ) from error
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}.") from error
    if head[:16] != _HEADER:
        raise RefusedError(f"{path} is not a database of this program, and is left as it is.")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise RefusedError(f"{path} is a database of another program, and is left as it is.")


def _check(store: Store, schema_version: int) -> None:
    found = store.pragma("user_version")
    if found > schema_version:
        raise RefusedError(
            f"{store.path} was made by a newer version of this program (its data is version "
            f"{found}, this program knows {schema_version}). Install the newer version."
        )
    with store._errors_in_words():
        verdict = store.pragma("quick_check")
        broken = store.database.execute_sql("PRAGMA foreign_key_check").fetchall()
    if verdict != "ok" or broken:
        raise StorageError(f"{store.path} is damaged. Restore the last backup.")
