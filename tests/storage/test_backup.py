import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.errors import StorageError
from csp_desktop.storage.backup import backed_up
from csp_desktop.storage.connection import Store
from tests.conftest import LEAD_OFFICER


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_backup_is_a_whole_database_beside_the_one_in_use(store: Store) -> None:
    target = backed_up(store, "before version 2")
    assert target == store.path.parent / "backups" / "empty before version 2.db"
    assert dump(target) == dump(store.path)
    with bootstrap.services(target, LEAD_OFFICER) as services:
        assert len(services.plan.boards) == 18


def test_a_backup_of_the_same_name_is_replaced_by_the_newer_one(store: Store) -> None:
    first = backed_up(store, "before version 2")
    with store.transaction():
        store.database.execute_sql("UPDATE board SET meets = 'monthly'")
    assert backed_up(store, "before version 2") == first
    assert dump(first) == dump(store.path)
    assert len(list(first.parent.iterdir())) == 1


def test_a_backup_that_cannot_be_written_is_said_and_the_database_is_as_it_was(
    store: Store,
) -> None:
    (store.path.parent / "backups").write_text("a file where the folder should be")
    before = store.path.read_bytes()
    with pytest.raises(StorageError, match=r"The backup .* cannot be written"):
        backed_up(store, "before version 2")
    assert store.path.read_bytes() == before
