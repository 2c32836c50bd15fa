"""A return's way through its states by verbs, and what is refused on it."""

from dataclasses import replace
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.periods import Quarter
from tests.cli.conftest import Program, Said
from tests.conftest import LEAD_OFFICER

QUARTER = "2015/16-Q1"


@pytest.fixture
def answered(empty_database: Path) -> Path:
    """PREVENT, which owes one action and no figure, has said how it stands."""
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        (line,) = services.returns.sheet("PREVENT", Quarter.parse(QUARTER)).actions
        update = replace(line.update, status=ActionStatus.ON_TRACK)
        services.entry.enter_update("PREVENT", update)
    return empty_database


def code_of(database: Path) -> str:
    with bootstrap.services(database, LEAD_OFFICER) as services:
        (line,) = services.returns.sheet("PREVENT", Quarter.parse(QUARTER)).actions
        return line.action.code


class Workflow:
    def __init__(self, program: Program, database: Path) -> None:
        self.program, self.database = program, database

    def __call__(self, verb: str, *words: str, by: str = "Lead officer") -> Said:
        verbs = ("--as", by, "return", verb, "PREVENT", QUARTER, *words)
        return self.program(*verbs, database=self.database)

    def document(self, verb: str, *words: str, by: str = "Lead officer") -> dict[str, object]:
        said = self(verb, *words, "--json", by=by)
        assert (said.status, said.err) == (0, "")
        found: dict[str, object] = said.document
        return found


@pytest.fixture
def workflow(program: Program, answered: Path) -> Workflow:
    return Workflow(program, answered)


def test_a_return_is_submitted_sent_back_submitted_again_approved_and_reopened(
    workflow: Workflow,
) -> None:
    code = code_of(workflow.database)
    assert workflow.document("submit") == {"state": "submitted", "version": 1}
    back = workflow.document("send-back", "--reason", f"{code}=Which school?", by="Reviewer")
    assert back == {"state": "returned", "version": 1}
    with bootstrap.services(workflow.database, LEAD_OFFICER) as services:
        (line,) = services.returns.sheet("PREVENT", Quarter.parse(QUARTER)).actions
    assert line.reason is not None
    assert (line.reason.reason, line.reason.by) == ("Which school?", "Reviewer")
    assert workflow.document("submit") == {"state": "submitted", "version": 2}
    approved = workflow.document("approve", by="Reviewer")
    assert approved == {"state": "approved", "version": 2}
    reopened = workflow.document("reopen", "--reason", "Revised", by="Reviewer")
    assert reopened == {"state": "in_progress", "version": 3}


def test_in_words_the_state_and_the_version_are_said(workflow: Workflow) -> None:
    assert workflow("submit").out == f"PREVENT {QUARTER}: submitted, version 1.\n"


def test_a_return_with_blanks_is_not_submitted(program: Program, empty_database: Path) -> None:
    before = empty_database.read_bytes()
    said = program("return", "submit", "TMG", QUARTER, database=empty_database)
    assert said.status == 1
    assert "is not ready to submit: Enter " in said.sentence
    assert "and 1 more" in said.sentence
    assert empty_database.read_bytes() == before


def test_who_submitted_cannot_approve(workflow: Workflow) -> None:
    workflow("submit")
    said = workflow("approve")
    assert said.status == 1
    assert said.sentence == (
        "Lead officer submitted this return and so cannot approve it. Another reviewer can."
    )


@pytest.mark.parametrize("verb", ["approve", "reopen", "send-back"])
def test_what_is_not_handed_in_cannot_be_moved_on(workflow: Workflow, verb: str) -> None:
    reason = {"reopen": ["--reason", "x"], "send-back": ["--reason", "{code}=x"]}.get(verb, [])
    words = [word.format(code=code_of(workflow.database)) for word in reason]
    said = workflow(verb, *words, by="Reviewer")
    assert said.status == 1
    assert "is in progress" in said.sentence


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("no sign", "“no sign” is no reason"),
        ("H3=Why?", "H3 is no line of the return of PREVENT"),
        ("{code}= ", "Enter a reason for"),
    ],
)
def test_a_reason_names_a_line_of_the_return_and_says_why(
    workflow: Workflow, reason: str, words: str
) -> None:
    workflow("submit")
    text = reason.format(code=code_of(workflow.database))
    said = workflow("send-back", "--reason", text, by="Reviewer")
    assert said.status == 1
    assert words in said.sentence


def test_sending_back_without_a_reason_is_wrong_usage(workflow: Workflow) -> None:
    assert workflow("send-back").status == 2
