import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from peewee import DatabaseError

from csp_desktop import bootstrap, paths
from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError, UserError
from csp_desktop.core.figures import Figure
from csp_desktop.core.periods import parse_range
from csp_desktop.storage.audit import Author, entries
from csp_desktop.storage.connection import APPLICATION_ID, Store, created, opened
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.migrate import schema_version
from csp_desktop.storage.plan_folder import PlanFolder
from tests.conftest import LEAD_OFFICER

SCHEMA = schema_version(paths.MIGRATIONS)


def something_elses(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
        other.execute("PRAGMA application_id = 1234")
    other.close()


def nobodys(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()


NO_DATABASES: dict[str, tuple[Callable[[Path], object], type[UserError], str]] = {
    "a database of another program": (something_elses, RefusedError, "of another program"),
    "a database without any mark": (nobodys, RefusedError, "of another program"),
    "a text file": (
        lambda path: path.write_text("Dear all, attached is the return.\n" * 20),
        RefusedError,
        "is not a database of this program",
    ),
    "an empty file": (lambda path: path.touch(), RefusedError, "is not a database"),
    "a header without a file": (
        lambda path: path.write_bytes(b"SQLite format 3\x00"),
        RefusedError,
        "of another program",
    ),
    "a folder": (lambda path: path.mkdir(), StorageError, "cannot be read"),
}


@pytest.mark.parametrize("what", NO_DATABASES)
def test_what_is_no_database_of_ours_is_refused_and_left_as_it_is(
    what: str, tmp_path: Path
) -> None:
    make, kind, words = NO_DATABASES[what]
    path = tmp_path / "other.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(kind, match=words) as refusal, opened(path, SCHEMA):
        pass
    assert str(path) in str(refusal.value)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_database_says_how_to_create_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="“csp-desktop init” creates one"):
        opened(tmp_path / "none.db", SCHEMA).__enter__()
    assert list(tmp_path.iterdir()) == []


def test_a_newer_database_is_refused_in_words_and_left_as_it_is(empty_database: Path) -> None:
    with sqlite3.connect(empty_database) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    newer.close()
    before = empty_database.read_bytes()
    with (
        pytest.raises(RefusedError, match=rf"newer version .* version {SCHEMA + 1}, .* knows"),
        opened(empty_database, SCHEMA),
    ):
        pass
    assert empty_database.read_bytes() == before


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_to_its_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def scribbled_over(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(2, 30):
        content[page * 4096 : page * 4096 + 400] = b"\xff" * 400
    path.write_bytes(content)


def scribbled_over_its_first_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\x5a" * 3996
    path.write_bytes(content)


def with_a_link_to_nothing(path: Path) -> None:
    with sqlite3.connect(path) as broken:
        broken.execute("PRAGMA foreign_keys = OFF")
        broken.execute("PRAGMA recursive_triggers = OFF")
        broken.execute("DELETE FROM board WHERE code = 'NPFHF'")
    broken.close()


@pytest.mark.parametrize(
    "damage",
    [
        cut_short,
        cut_to_its_header,
        scribbled_over,
        scribbled_over_its_first_page,
        with_a_link_to_nothing,
    ],
)
def test_a_damaged_database_is_refused_and_left_as_it_is(
    damage: Callable[[Path], None], empty_database: Path
) -> None:
    damage(empty_database)
    before = empty_database.read_bytes()
    with (
        pytest.raises(StorageError, match=r"is damaged\. Restore the last backup\."),
        opened(empty_database, SCHEMA),
    ):
        pass
    assert empty_database.read_bytes() == before
    assert list(empty_database.parent.iterdir()) == [empty_database]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("application_id", APPLICATION_ID),
        ("user_version", SCHEMA),
        ("journal_mode", "delete"),
        ("synchronous", 3),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("recursive_triggers", 1),
    ],
)
def test_every_setting_holds_on_the_open_database(pragma: str, value: object, store: Store) -> None:
    assert store.pragma(pragma) == value


def test_a_database_on_which_a_setting_does_not_hold_is_refused() -> None:
    with pytest.raises(StorageError, match="the setting journal_mode does not hold"):
        Store(Path(":memory:"))


def test_a_database_that_may_only_be_read_says_so(store: Store, author: Author) -> None:
    store.set_number("query_only", 1)
    history = PlanFolder(paths.BUILT_IN_PLAN).history()
    with pytest.raises(StorageError, match="cannot be written"), store.transaction():
        FigureRepository(store).add_history(history, author, "a source")


def test_a_database_in_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        Store(tmp_path / "nowhere" / "csp.db")


def test_a_link_to_nothing_is_refused_by_the_database(store: Store) -> None:
    with pytest.raises(DatabaseError, match="FOREIGN KEY"), store.transaction():
        store.database.execute_sql(
            "INSERT INTO responsibility (priority, board, ordinal) VALUES ('A', 'NOBODY', 9)"
        )


def test_a_text_in_a_number_column_is_refused_by_the_database(store: Store) -> None:
    with pytest.raises(DatabaseError, match="cannot store TEXT"), store.transaction():
        store.database.execute_sql("UPDATE board SET ordinal = 'first'")


def test_a_failure_inside_a_transaction_leaves_the_database_as_it_was(
    store: Store, author: Author
) -> None:
    figures = list(PlanFolder(paths.BUILT_IN_PLAN).history())[:1]
    before = store.path.read_bytes()
    trail = entries(store)
    repository = FigureRepository(store)

    def fail_half_way() -> None:
        with store.transaction():
            repository.add_history(figures, author, "a source")
            repository.add_history(figures, author, "the same again")

    with pytest.raises(DatabaseError, match="UNIQUE"):
        fail_half_way()
    assert entries(store) == trail
    assert repository.series(figures[0].indicator, figures[0].area) == []
    assert store.path.read_bytes() == before


def test_a_locked_database_says_so(store: Store) -> None:
    store.set_number("busy_timeout", 0)
    other = sqlite3.connect(store.path)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StorageError, match="is in use by another program"):
            store.transaction().__enter__()
    finally:
        other.close()


def test_a_full_disk_says_so_and_stores_nothing(store: Store, author: Author) -> None:
    store.set_number("max_page_count", store.pragma("page_count"))
    trail = entries(store)
    history = PlanFolder(paths.BUILT_IN_PLAN).history()
    with pytest.raises(StorageError, match=r"is full\. Free some space"), store.transaction():
        FigureRepository(store).add_history(history, author, "a source")
    assert entries(store) == trail


def test_a_disk_that_fails_in_the_middle_of_a_write_says_so_and_stores_nothing(
    store: Store, author: Author
) -> None:
    resource = pytest.importorskip("resource", reason="a file's size has no limit on Windows")
    before = store.path.read_bytes()
    large = Figure(
        indicator="H3",
        area="Hackney",
        period=parse_range("2015/16-Q1"),
        value=Decimal(5),
        comment="a long comment " * 20_000,
    )
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before), usual[1]))
    try:
        with pytest.raises(StorageError, match="reports an error"), store.transaction():
            FigureRepository(store).save(large, author)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert store.path.read_bytes() == before
    with store.transaction():
        assert FigureRepository(store).save(large, author).version == 1


def test_a_new_database_is_whole_when_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "new" / "csp.db"
    with created(path) as store:
        store.database.execute_sql("CREATE TABLE proof (word TEXT)")
        assert not path.exists()
    assert [one.name for one in path.parent.iterdir()] == ["csp.db"]
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big")


def test_a_half_built_database_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "csp.db"
    with pytest.raises(DatabaseError, match="syntax error"), created(path) as store:
        store.database.execute_sql("no SQL at all")
    assert list(tmp_path.iterdir()) == []


def test_what_an_earlier_half_built_database_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "csp.db.unfinished").write_text("the power failed here")
    with created(tmp_path / "csp.db"):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["csp.db"]


def test_nothing_that_exists_is_ever_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text("The minutes")
    with pytest.raises(RefusedError, match="exists already and is left as it is"):
        created(path).__enter__()
    assert path.read_text() == "The minutes"


@pytest.mark.parametrize("name", ["minutes.txt/csp.db", "minutes.txt/deeper/csp.db", "a" * 300])
def test_a_place_that_cannot_be_written_is_refused_in_words(name: str, tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text("The minutes")
    with pytest.raises(StorageError, match=r"cannot be written: .*\. Choose another place"):
        bootstrap.start(tmp_path / name, LEAD_OFFICER)
    assert [one.name for one in tmp_path.iterdir()] == ["minutes.txt"]


@pytest.mark.parametrize("name", ["minutes.txt/csp.db", "a" * 300])
def test_a_place_that_cannot_be_read_is_refused_in_words(name: str, tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text("The minutes")
    with (
        pytest.raises(StorageError, match="cannot be read"),
        bootstrap.services(tmp_path / name, LEAD_OFFICER),
    ):
        pass


def test_two_databases_can_be_open_side_by_side(database: Path, empty_database: Path) -> None:
    with opened(database, SCHEMA) as full, opened(empty_database, SCHEMA) as empty:
        assert FigureRepository(full).series("H3", "Tower Hamlets")
        assert FigureRepository(empty).series("H3", "Tower Hamlets") == []


def test_a_database_in_a_folder_with_an_accent_and_a_space_opens(
    empty_database: Path, tmp_path: Path
) -> None:
    place = tmp_path / "Réseau partagé #1?" / "csp %20.db"
    place.parent.mkdir()
    empty_database.rename(place)
    with opened(place, SCHEMA) as store:
        assert store.pragma("user_version") == SCHEMA
