import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.storage.audit import first_break
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from tests.conftest import LEAD_OFFICER
from tests.data.databases.make import HERE, content
from tests.places import load_script

RELEASED = sorted(HERE.glob("*.db"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of one released database."""
    return Path(shutil.copy(request.param, tmp_path / request.param.name))


def test_a_released_database_opens_and_keeps_all_it_held(released: Path) -> None:
    held = json.loads((HERE / f"{released.stem}.json").read_text(encoding="utf-8"))
    assert held["figures"]
    with bootstrap.services(released, LEAD_OFFICER) as services:
        found = content(services)
    assert {name: found[name] for name in held} == held
    assert not any(found[name] for name in found.keys() - held.keys()), "it had no room for these"


def test_the_newest_released_database_holds_something_of_every_kind() -> None:
    held = json.loads(RELEASED[-1].with_suffix(".json").read_text(encoding="utf-8"))
    assert [name for name, kind in held.items() if not kind] == []


def test_every_column_and_table_of_the_second_schema_holds_something() -> None:
    empty, tables = nothing_in(load_script("db/migrations/0002_entry.py"), "0002.db")
    assert len(tables) == 5
    assert empty == [("return_summary", "shared")], "only the exchange of workbooks fills it"


def test_every_column_of_the_third_schema_holds_something() -> None:
    empty, tables = nothing_in(load_script("db/migrations/0003_imports.py"), "0003.db")
    assert tables == ["import", "import_item"]
    assert empty == []


def test_every_column_of_the_fourth_schema_holds_something() -> None:
    empty, tables = nothing_in(load_script("db/migrations/0004_review.py"), "0004.db")
    assert len(tables) == 6
    assert empty == []


def test_every_column_of_the_fifth_schema_holds_something() -> None:
    empty, tables = nothing_in(load_script("db/migrations/0005_analysis.py"), "0005.db")
    assert tables == ["population", "phase"]
    neither = [("plan", "folder"), ("indicator", "tolerance")]
    assert empty == neither, "the built-in plan has neither"


def test_every_column_of_the_sixth_schema_holds_something() -> None:
    empty, tables = nothing_in(load_script("db/migrations/0006_annotations.py"), "0006.db")
    assert tables == ["annotation"]
    assert empty == []


def test_every_column_of_the_seventh_schema_holds_something() -> None:
    empty, tables = nothing_in(load_script("db/migrations/0007_packs.py"), "0007.db")
    assert tables == ["pack", "setting"]
    assert empty == []


def nothing_in(migration: Any, name: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The columns a migration added of which a released database holds nothing; its tables."""
    tables = [re.search(r'TABLE "(\w+)"', one)[1] for one in migration.TABLES]
    with closing(sqlite3.connect(f"{(HERE / name).as_uri()}?mode=ro", uri=True)) as held:
        columns = [(table, column) for table, column, _ in getattr(migration, "COLUMNS", ())]
        columns += [
            (table, row[1])
            for table in tables
            for row in held.execute(f'PRAGMA table_info("{table}")')
        ]
        empty = [
            (table, column)
            for table, column in columns
            if held.execute(
                f"SELECT count(*) FROM \"{table}\" WHERE coalesce(\"{column}\", '') NOT IN ('', 0)"
            ).fetchone()
            == (0,)
        ]
    return empty, tables


def test_the_audit_trail_of_a_released_database_still_holds(released: Path) -> None:
    with bootstrap.services(released, LEAD_OFFICER):
        pass
    with opened(released, schema_version(paths.MIGRATIONS)) as store:
        assert first_break(store) is None


def test_every_schema_has_its_released_database() -> None:
    numbers = list(range(1, schema_version(paths.MIGRATIONS) + 1))
    assert [int(one.stem) for one in RELEASED] == numbers


def test_a_released_database_is_small_enough_to_keep_for_ever() -> None:
    # Every table and every index takes a page of its own, however little it holds.
    assert all(one.stat().st_size < 1_000_000 for one in RELEASED)
