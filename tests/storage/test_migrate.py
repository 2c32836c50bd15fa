import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from peewee import DatabaseError

from csp_desktop import bootstrap, paths
from csp_desktop.core.errors import RefusedError
from csp_desktop.storage.columns import Table
from csp_desktop.storage.connection import Store, created, opened
from csp_desktop.storage.migrate import schema_version, upgrade
from tests.conftest import LEAD_OFFICER
from tests.places import ROOT, load_script

NEXT = schema_version(paths.MIGRATIONS) + 1
PHONE = f"{NEXT:04d}_phone"
ADDS_PHONE = """
def up(migrator, db):
    db.execute_sql('ALTER TABLE "board" ADD COLUMN "phone" TEXT NOT NULL DEFAULT ""')
"""
BROKEN = ADDS_PHONE + '    db.execute_sql("this is no SQL")\n'


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """The program's migrations, in a folder that a test may add to."""
    return Path(
        shutil.copytree(
            paths.MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__")
        )
    )


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Store]:
    """A database with the whole schema and nothing in it."""
    with created(tmp_path / "fresh.db") as store:
        upgrade(store, paths.MIGRATIONS)
        yield store


def made(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The statement of every table and index by kind and name, white space apart."""
    return {
        (kind, name): re.sub(r"\s+", "", sql)
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master")
        if sql and kind in ("table", "index") and not name.startswith("schema_migration")
    }


def board_columns(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(board)")]


def test_the_schema_file_is_the_dump_after_all_migrations() -> None:
    generated = load_script("packaging/schema.py").schema_sql()
    written = (ROOT / "db" / "schema.sql").read_text(encoding="utf-8")
    assert written == generated, "run packaging/schema.py and read the difference"


def test_the_schema_file_makes_the_same_tables_as_the_migrations(fresh: Store) -> None:
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.executescript((ROOT / "db" / "schema.sql").read_text(encoding="utf-8"))
        assert made(memory) == made(fresh.database.connection())


def test_models_and_migrations_make_the_same_tables(fresh: Store, tmp_path: Path) -> None:
    models = Table.__subclasses__()
    assert models
    with created(tmp_path / "models.db") as of_models:
        with of_models.database.bind_ctx(models):
            of_models.database.create_tables(models)
        assert made(of_models.database.connection()) == made(fresh.database.connection())


def test_every_table_but_peewees_own_holds_its_columns_to_their_type(fresh: Store) -> None:
    tables = fresh.database.execute_sql("PRAGMA table_list").fetchall()
    lax = {name for _, name, kind, _, _, strict in tables if kind == "table" and not strict}
    assert lax <= {"schema_migration", "sqlite_schema", "sqlite_temp_schema"}


def test_a_new_database_has_the_newest_version_and_no_backup(fresh: Store) -> None:
    assert fresh.pragma("user_version") == schema_version(paths.MIGRATIONS)
    assert not (fresh.path.parent / "backups").exists()


def test_migrations_are_numbered_one_after_the_other() -> None:
    numbers = sorted(int(one.name[:4]) for one in paths.MIGRATIONS.glob("[0-9]*.py"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_database_that_is_up_to_date_is_left_as_it_is(empty_database: Path) -> None:
    before = empty_database.read_bytes()
    with opened(empty_database, schema_version(paths.MIGRATIONS)) as store:
        assert upgrade(store, paths.MIGRATIONS) == []
    assert empty_database.read_bytes() == before
    assert list(empty_database.parent.iterdir()) == [empty_database]


def test_an_older_database_is_backed_up_before_it_is_migrated(
    empty_database: Path, migrations: Path
) -> None:
    (migrations / f"{PHONE}.py").write_text(ADDS_PHONE)
    before = empty_database.read_bytes()
    with opened(empty_database, schema_version(migrations)) as store:
        assert upgrade(store, migrations) == [PHONE]
        assert store.pragma("user_version") == NEXT
    assert "phone" in board_columns(empty_database)
    [backup] = (empty_database.parent / "backups").iterdir()
    assert backup.name == f"empty before version {NEXT}.db"
    assert "phone" not in board_columns(backup)
    with bootstrap.services(backup, LEAD_OFFICER) as restored:
        assert len(restored.plan.boards) == 18
    assert empty_database.read_bytes() != before


def test_a_migrated_database_is_not_migrated_again(empty_database: Path, migrations: Path) -> None:
    (migrations / f"{PHONE}.py").write_text(ADDS_PHONE)
    for applied in ([PHONE], []):
        with opened(empty_database, schema_version(migrations)) as store:
            assert upgrade(store, migrations) == applied


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    empty_database: Path, migrations: Path
) -> None:
    (migrations / f"{PHONE}.py").write_text(BROKEN)
    before = empty_database.read_bytes()
    with (
        opened(empty_database, schema_version(migrations)) as store,
        pytest.raises(DatabaseError, match="syntax error"),
    ):
        upgrade(store, migrations)
    assert empty_database.read_bytes() == before
    assert (empty_database.parent / "backups" / f"empty before version {NEXT}.db").exists()


def test_an_older_program_refuses_what_a_newer_one_has_migrated(
    empty_database: Path, migrations: Path
) -> None:
    (migrations / f"{PHONE}.py").write_text(ADDS_PHONE)
    with opened(empty_database, schema_version(migrations)) as store:
        upgrade(store, migrations)
    after = empty_database.read_bytes()
    with (
        pytest.raises(RefusedError, match="newer version"),
        bootstrap.services(empty_database, LEAD_OFFICER),
    ):
        pass
    assert empty_database.read_bytes() == after
