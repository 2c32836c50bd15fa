import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Program

TABLE = "Offence,Q1,Q2,Total\nTheft,3,18,21\nArson,9,16,25\nRape,30,12,42\nTotal,42,46,88\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_protected_table_is_printed_without_a_database(program: Program, table: Path) -> None:
    said = program("protect", table)
    assert (said.status, said.err) == (0, "")
    rows = list(csv.reader(io.StringIO(said.out)))
    assert rows == [
        ["Offence", "Q1", "Q2", "Total"],
        ["Theft", "[c]", "[c]", "21"],
        ["Arson", "[c]", "[c]", "25"],
        ["Rape", "30", "12", "42"],
        ["Total", "42", "46", "88"],
    ]


def test_as_json_it_says_which_cells_are_hidden_and_what_can_be_told(
    program: Program, table: Path
) -> None:
    said = program("protect", table, "--json")
    assert said.document == {
        "cells": [["[c]", "[c]", 21], ["[c]", "[c]", 25], [30, 12, 42], [42, 46, 88]],
        "suppressed": [
            [0, 0, "primary"],
            [0, 1, "secondary"],
            [1, 0, "secondary"],
            [1, 1, "secondary"],
        ],
        "feasible": [[0, 0, 0, 12], [0, 1, 9, 21], [1, 0, 0, 12], [1, 1, 13, 25]],
    }


def test_without_a_margin_there_is_no_limit_above(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("Offence,Q1\nTheft,3\nArson,9\n", encoding="utf-8")
    assert program("protect", path, "--json").document["feasible"] == [[0, 0, 0, None]]


def test_more_can_be_hidden_and_the_rest_rounded(program: Program, table: Path) -> None:
    document = program("protect", table, "--below", 10, "--round", 5, "--json").document
    assert {tuple(one[:2]) for one in document["suppressed"]} >= {(0, 0), (1, 0)}
    assert document["cells"][2:] == [[30, 10, 40], [40, 45, 90]]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--below", "0"], "The least count to be shown must be 1 or more, not 0."),
        (["--round", "-5"], "Counts are rounded to 1 or more, not to -5."),
    ],
)
def test_a_rule_that_is_none_is_refused(
    program: Program, table: Path, options: list[str], words: str
) -> None:
    said = program("protect", table, *options)
    assert (said.status, said.sentence) == (1, words)


@pytest.mark.parametrize("options", [["--below", "few"], ["--round", "2.5"]])
def test_an_option_that_is_no_whole_number_is_wrong_usage(
    program: Program, table: Path, options: list[str]
) -> None:
    assert program("protect", table, *options).status == 2


def test_a_table_that_does_not_add_up_is_refused_with_its_place(
    program: Program, table: Path
) -> None:
    table.write_text(TABLE.replace("88", "87"), encoding="utf-8")
    said = program("protect", table, "--json")
    assert (said.status, said.sentence) == (
        1,
        "table.csv: “Total, Total” is 87, but its parts add up to 88. "
        "Correct the one or the others.",
    )
