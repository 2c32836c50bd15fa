import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peewee import DatabaseError

from csp_desktop import paths
from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.storage.audit import Author, Write, append, entries, first_break
from csp_desktop.storage.connection import Store, opened
from csp_desktop.storage.migrate import schema_version
from csp_desktop.storage.plain import as_json

COLUMNS = (
    "seq",
    "at_utc",
    "user_name",
    "action",
    "entity",
    "entity_id",
    "before_json",
    "after_json",
    "previous_hash",
    "hash",
)


@pytest.fixture
def trail(store: Store, author: Author) -> Store:
    """A database with five writes in its trail, the first of them its beginning."""
    begun = len(entries(store))
    with store.transaction():
        for number in range(begun, 5):
            before = {"value": number - 1} if number else None
            append(store, author, Write("figure", f"figure-{number}", before, {"value": number}))
    return store


def tampered(path: Path, statement: str) -> None:
    """Change the file behind the program's back, triggers and all."""
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(statement)
        connection.commit()


def broken_at(path: Path) -> int | None:
    with opened(path, schema_version(paths.MIGRATIONS)) as store:
        return first_break(store)


def test_the_trail_holds_from_its_first_row(trail: Store) -> None:
    assert len(entries(trail)) == 5
    assert first_break(trail) is None


def test_a_new_database_begins_its_trail_with_the_plan(store: Store) -> None:
    first = entries(store)[0]
    assert (first.user, first.action, first.entity) == ("Lead officer", "start", "plan")
    assert first.at == "2015-07-14T12:00:00.000Z"
    assert first.before == ""


def test_an_entry_says_who_did_what_to_which_from_what_to_what(trail: Store) -> None:
    last = entries(trail)[-1]
    assert (last.at, last.user, last.action) == (
        "2015-07-14T12:00:00.000Z",
        "Lead officer",
        "enter figure",
    )
    assert (last.entity, last.entity_id) == ("figure", "figure-4")
    assert (last.before, last.after) == ('{"value": 3}', '{"value": 4}')


@pytest.mark.parametrize(
    "column", [one for one in COLUMNS if one not in ("seq", "previous_hash", "hash")]
)
def test_a_changed_row_is_found(column: str, trail: Store) -> None:
    trail.close()
    tampered(trail.path, f"UPDATE audit SET {column} = {column} || '!' WHERE seq = 3")
    assert broken_at(trail.path) == 3


@pytest.mark.parametrize("column", ["previous_hash", "hash"])
def test_a_changed_link_is_found(column: str, trail: Store) -> None:
    trail.close()
    tampered(trail.path, f"UPDATE audit SET {column} = 'abc' WHERE seq = 3")
    assert broken_at(trail.path) == 3


def test_a_row_taken_out_of_the_middle_is_found(trail: Store) -> None:
    trail.close()
    tampered(trail.path, "DELETE FROM audit WHERE seq = 3")
    assert broken_at(trail.path) == 3


def test_two_rows_with_their_content_exchanged_are_found(trail: Store) -> None:
    trail.close()
    tampered(
        trail.path,
        "UPDATE audit SET entity_id = CASE seq WHEN 3 THEN 'figure-3' ELSE 'figure-2' END "
        "WHERE seq IN (3, 4)",
    )
    assert broken_at(trail.path) == 3


def test_a_text_moved_from_one_column_to_the_next_is_found(trail: Store) -> None:
    trail.close()
    tampered(
        trail.path,
        "UPDATE audit SET user_name = user_name || action, action = '' WHERE seq = 3",
    )
    assert broken_at(trail.path) == 3


@pytest.mark.parametrize("table", ["audit", "earlier_figure"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {column} = 'x'",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_history_is_never_rewritten_through_the_program(
    statement: str, table: str, trail: Store
) -> None:
    if table == "earlier_figure":
        with trail.transaction():
            trail.database.execute_sql(
                "INSERT INTO figure (id, indicator, area, first_day, last_day, value, "
                "expected_from, status, source, comment, shared, version) VALUES ('f', 'H3', "
                "'Hackney', '2015-04-01', '2015-06-30', '5', '', 'final', '', '', '', 2)"
            )
            trail.database.execute_sql(
                "INSERT INTO earlier_figure (figure, version, value, expected_from, status, "
                "source, comment, replaced_at, replaced_by) "
                "VALUES ('f', 1, '4', '', 'final', '', '', '2015-07-14', 'Lead officer')"
            )
    column = "user_name" if table == "audit" else "comment"
    with pytest.raises(DatabaseError, match=f"{table} is append-only"), trail.transaction():
        trail.database.execute_sql(statement.format(table=table, column=column))
    assert first_break(trail) is None


def test_an_entry_of_a_write_that_failed_is_not_there(trail: Store, author: Author) -> None:
    def fail_half_way() -> None:
        with trail.transaction():
            append(trail, author, Write("figure", "figure-9", None, {"value": 9}))
            trail.database.execute_sql("no SQL at all")

    with pytest.raises(DatabaseError, match="syntax error"):
        fail_half_way()
    assert len(entries(trail)) == 5


def test_a_record_is_written_down_with_every_digit() -> None:
    record = {
        "value": Decimal("8.70"),
        "large": Decimal("1E+3"),
        "day": date(2015, 6, 30),
        "status": FigureStatus.FINAL,
        "absence": Absence.NOT_COLLECTED,
        "comment": "“as counted”",
        "nothing": None,
    }
    assert as_json(record) == (
        '{"absence": "not_collected", "comment": "“as counted”", "day": "2015-06-30", '
        '"large": "1000", "nothing": null, "status": "final", "value": "8.70"}'
    )
    assert as_json(None) == ""


@given(st.dictionaries(st.text(), st.none() | st.text() | st.integers()))
def test_the_same_record_is_always_the_same_line(record: dict[str, object]) -> None:
    assert as_json(record) == as_json(dict(reversed(record.items())))
    assert "\n" not in as_json(record)
