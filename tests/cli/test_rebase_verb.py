from pathlib import Path

import pytest

from tests.cli.conftest import Program

REASON = "New recording rules"


def test_a_phase_is_begun_listed_and_taken_back(program: Program, database: Path) -> None:
    begun = program(
        "rebase", "h3", "2014-04-01", "--reason", REASON, "--json", database=database
    ).document
    assert [(one["first"], one["reason"]) for one in begun] == [("2014-04-01", REASON)]
    listed = program("rebase", "H3", database=database)
    assert "1 phase begun by decision" in listed.out
    assert f"1 April 2014, {begun[0]['by']}: {REASON}" in listed.out
    assert (
        program("rebase", "H3", "1 April 2014", "--take-back", "--json", database=database).document
        == []
    )


def test_the_phase_shows_in_what_a_figure_says(program: Program, database: Path) -> None:
    program("rebase", "H3", "2012-04-01", "--reason", REASON, database=database)
    said = program("analyse", "H3", "2015/16-Q4", "--json", database=database).document
    assert said["chart"]["phases"] == [REASON]
    assert f"since 2012/13-Q1 ({REASON})" in said["chart"]["words"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["H3", "2014-04-01"], "Enter why a new phase begins"),
        (["H3", "yesterday", "--reason", REASON], "must be a real date"),
        (["H3", "--reason", REASON], "Name the day the phase begins on"),
        (["H3", "2014-04-01", "--take-back"], "No phase of H3 begins on 1 April 2014"),
        (["Z9", "2014-04-01", "--reason", REASON], "There is no indicator “Z9”"),
    ],
)
def test_what_cannot_be_decided_is_told_in_a_sentence(
    program: Program, database: Path, words: list[str], said: str
) -> None:
    refused = program("rebase", *words, database=database)
    assert refused.status == 1
    assert said in refused.sentence
