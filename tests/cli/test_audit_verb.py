from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.test_verbs import enter

KEYS = [
    "at",
    "user",
    "action",
    "entity",
    "id",
    "line",
    "board",
    "period",
    "sentence",
    "changes",
    "import",
]


@pytest.fixture
def changed(empty_database: Path) -> Path:
    """A database in which two boards have entered a figure each, on 14 July 2015."""
    enter(empty_database, "F1", Decimal(248))
    enter(empty_database, "H3", Decimal(187))
    return empty_database


def test_every_change_is_listed_the_newest_first(program: Program, changed: Path) -> None:
    said = program("audit", "--json", database=changed)
    assert said.status == 0
    assert all(list(one) == KEYS for one in said.document)
    lines = [one["line"] for one in said.document if one["entity"] == "figure"]
    assert lines == ["H3", "F1"]
    newest = next(one for one in said.document if one["line"] == "H3")
    assert newest["at"] == "2015-07-14T12:00:00.000Z"
    assert (newest["user"], newest["board"]) == ("Lead officer", "TTCG")
    assert newest["period"] == "2015/16-Q1"
    assert newest["changes"] == [{"field": "number", "before": "not entered", "after": "187"}]
    assert newest["import"] is None


def test_a_board_is_picked_out_in_whatever_case_it_is_typed(
    program: Program, changed: Path
) -> None:
    said = program("audit", "--board", "npfhf", "--json", database=changed)
    assert {one["board"] for one in said.document} == {"NPFHF"}
    assert "F1" in {one["line"] for one in said.document}


@pytest.mark.parametrize(("day", "found"), [("2015-07-16", False), ("12 July 2015", True)])
def test_days_are_read_as_people_write_them(
    program: Program, changed: Path, day: str, found: bool
) -> None:
    said = program("audit", "--since", day, "--json", database=changed)
    assert bool(said.document) is found


def test_it_reads_as_sentences(program: Program, changed: Path) -> None:
    said = program("audit", database=changed)
    assert "Lead officer changed H3 for 2015/16-Q1 from not entered to 187" in said.out
    assert program("audit", "--since", "2020-01-01", database=changed).out == "Nothing.\n"


def test_what_cannot_be_read_is_said_in_a_sentence(program: Program, changed: Path) -> None:
    said = program("audit", "--since", "soon", database=changed)
    assert said.status == 1
    assert said.sentence == "--since must be a real date, like 14 Aug 2015"
    said = program("audit", "--board", "XYZ", database=changed)
    assert said.status == 1
    assert said.sentence.startswith("There is no board “XYZ” in this plan.")
