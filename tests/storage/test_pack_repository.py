import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop.core.editions import Edition
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.packs.document import Column, Line, Number, Pack, PackKind, Sheet, Table
from csp_desktop.core.packs.facts import Facts, FigureFact
from csp_desktop.core.packs.issued import IssuedPack
from csp_desktop.core.periods import parse_range
from csp_desktop.storage.audit import Author, of_record
from csp_desktop.storage.connection import Store
from csp_desktop.storage.pack_repository import PackRepository
from csp_desktop.storage.setting_repository import SettingRepository
from tests import packs

Ask = Callable[[PackRepository, str], object]
ISSUED = IssuedPack(
    id="meeting-2015-16-Q1-public-1",
    kind=PackKind.MEETING,
    edition=Edition.PUBLIC,
    period="2015/16-Q1",
    board="",
    meeting="12 August 2015",
    known_at="2015-07-31T22:59:59.999Z",
    at="2015-08-03T09:30:00.000Z",
    by="Lead officer",
    digest="0" * 64,
    suppressed=3,
    excluded=("C1", "C2a"),
)
TABLE = Table("Figures", (Column("Figure", "offences"),), ((Number(Decimal("277.50"), 1),),))
PACK = Pack(
    kind=PackKind.MEETING,
    edition=Edition.PUBLIC,
    title="A pack",
    period="2015/16-Q1",
    author="The partnership",
    made=datetime(2015, 8, 3, 9, 30, tzinfo=UTC),
    sheets=(Sheet("Cover", "A pack", (Line("“Quoted”\nand broken"),), (TABLE,)),),
)
FACTS = Facts((FigureFact("H3", "Here", parse_range("2015/16-Q1"), "277"),))


def add(store: Store, author: Author, *issued: IssuedPack, pack: Pack = PACK) -> PackRepository:
    repository = PackRepository(store)
    with store.transaction():
        for one in issued:
            repository.add(one, pack, FACTS, author)
    return repository


def test_an_issued_pack_comes_back_with_all_it_holds(store: Store, author: Author) -> None:
    repository = add(store, author, ISSUED)
    assert repository.all() == [ISSUED]
    assert repository.get(ISSUED.id) == ISSUED
    assert repository.content(f" {ISSUED.id}\n") == PACK
    assert repr(repository.content(ISSUED.id)) == repr(PACK), "277.50 stays 277.50"
    assert repository.facts(ISSUED.id) == FACTS


@pytest.mark.parametrize("edition", list(Edition))
def test_a_whole_pack_of_every_edition_comes_back(
    store: Store, author: Author, edition: Edition
) -> None:
    whole = packs.pack(edition)
    repository = add(store, author, replace(ISSUED, edition=edition), pack=whole)
    assert repr(repository.content(ISSUED.id)) == repr(whole)


def test_the_newest_pack_comes_first(store: Store, author: Author) -> None:
    later = replace(ISSUED, id="chair-2015-16-Q1-public-1", at="2015-08-04T09:30:00.000Z")
    earlier = replace(ISSUED, id="z", at="2015-08-02T23:00:00.000Z")
    assert add(store, author, later, earlier, ISSUED).all() == [later, ISSUED, earlier]


def test_of_one_moment_the_tenth_pack_is_newer_than_the_ninth(store: Store, author: Author) -> None:
    issued = [replace(ISSUED, id=f"meeting-{number}") for number in range(1, 12)]
    assert add(store, author, *issued).all() == issued[::-1]


@pytest.mark.parametrize("ask", [PackRepository.get, PackRepository.content, PackRepository.facts])
def test_an_unknown_pack_is_not_found(store: Store, author: Author, ask: Ask) -> None:
    repository = add(store, author, ISSUED)
    with pytest.raises(NotFoundError, match="There is no issued pack “meeting-9”"):
        ask(repository, "meeting-9")


def test_the_trail_tells_that_a_pack_was_issued_and_nothing_that_it_holds(
    store: Store, author: Author
) -> None:
    add(store, author, ISSUED)
    [entry] = of_record(store, "pack", ISSUED.id)
    assert (entry.user, entry.before) == (author.user, "")
    assert ISSUED.digest in entry.after
    assert "277" not in entry.after
    assert "Quoted" not in entry.after


def test_no_pack_is_stored_twice_under_one_id(store: Store, author: Author) -> None:
    add(store, author, ISSUED)
    with pytest.raises(Exception, match="UNIQUE"):
        add(store, author, replace(ISSUED, by="Somebody else"))
    assert PackRepository(store).all() == [ISSUED]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pack SET content = '{}'",
        "DELETE FROM pack",
        "INSERT OR REPLACE INTO pack SELECT id, kind, edition, period, board, meeting, known_at, "
        "issued_at, issued_by, digest, suppressed, excluded, '{}', facts FROM pack",
    ],
    ids=["update", "delete", "replace"],
)
def test_an_issued_pack_is_neither_changed_nor_taken_away(
    store: Store, author: Author, empty_database: Path, statement: str
) -> None:
    repository = add(store, author, ISSUED)
    with closing(sqlite3.connect(empty_database)) as other:
        other.execute("PRAGMA recursive_triggers = ON")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(statement)
    assert repository.content(ISSUED.id) == PACK


def test_a_setting_is_what_was_set_last_and_the_trail_keeps_what_it_was(
    store: Store, author: Author
) -> None:
    settings = SettingRepository(store)
    assert settings.get("marking") is None
    with store.transaction():
        settings.set("marking", "OFFICIAL", author)
        settings.set("other", "x", author)
        settings.set("marking", "", author)
    assert (settings.get("marking"), settings.get("other")) == ("", "x")
    told = [(one.before, one.after) for one in of_record(store, "setting", "marking")]
    assert told == [
        ("", '{"value": "OFFICIAL"}'),
        ('{"value": "OFFICIAL"}', '{"value": ""}'),
    ]
