"""A return between two databases: submitted, queried, sent back, answered, approved."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from csp_desktop import bootstrap, paths
from csp_desktop.core.figures import Figure
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.review import Decision
from csp_desktop.services import Services
from csp_desktop.services.import_report import Outcome
from csp_desktop.services.session import Session
from csp_desktop.storage.audit import AuditEntry, entries, first_break
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from tests.conftest import NOW
from tests.services.test_entry import QUARTER
from tests.services.test_review import fill

BOARD, FIGURE, ACTION = "TMG", "A7", "F-05"
OFFICER = Session("A. Officer", lambda: NOW)
TEAM = Session("B. Reviewer", lambda: NOW)


def carry(sender: Services, receiver: Services, workbook: Path) -> None:
    """One side exports the return, the other takes it in."""
    sender.exchange.export_return(BOARD, QUARTER, workbook)
    [report], _ = receiver.exchange.import_returns([workbook])
    assert (report.outcome, report.conflicts) == (Outcome.STORED, []), report.problems


def figure(services: Services) -> Figure:
    found = services.returns.sheet(BOARD, QUARTER).figures
    return next(one.figure for one in found if one.indicator.code == FIGURE)


def test_a_return_is_queried_answered_changed_and_approved_through_two_databases(
    tmp_path: Path,
) -> None:
    places = [tmp_path / "officer.db", tmp_path / "team.db"]
    for place in places:
        bootstrap.start(place, TEAM, history=False)
    with (
        bootstrap.services(places[0], OFFICER) as officer,
        bootstrap.services(places[1], TEAM) as team,
    ):
        fill(officer)
        officer.entry.submit(BOARD, QUARTER)
        carry(officer, team, tmp_path / "first.xlsx")

        assert [one.board.code for one in team.review.inbox(QUARTER)] == [BOARD]
        team.review.open(BOARD, QUARTER)
        team.review.ask(BOARD, QUARTER, FIGURE, "Is a digit missing?")
        team.review.ask(BOARD, QUARTER, ACTION, "Whose reports were read?")
        team.review.send_back(BOARD, QUARTER)
        carry(team, officer, tmp_path / "back.xlsx")

        told = officer.returns.sheet(BOARD, QUARTER)
        assert told.open
        reasons = [one.reason for one in (*told.figures, *told.actions) if one.reason]
        assert {one.line: (one.reason, one.by) for one in reasons} == {
            FIGURE: ("Is a digit missing?", "B. Reviewer"),
            ACTION: ("Whose reports were read?", "B. Reviewer"),
        }
        officer.entry.enter_figure(replace(figure(officer), value=Decimal(121)))
        [line] = told.actions
        answer = "Those of the wardens and of the police."
        officer.entry.enter_update(BOARD, replace(line.update, note=answer))
        officer.entry.submit(BOARD, QUARTER)
        carry(officer, team, tmp_path / "second.xlsx")

        sheet = team.review.sheet(BOARD, QUARTER)
        lines = {one.code: one for one in sheet.lines}
        assert sheet.sheet.record.version == 2
        assert [code for code, one in lines.items() if one.changed] == [FIGURE]
        assert [code for code, one in lines.items() if one.answered] == [FIGURE, ACTION]
        assert [one.text for one in lines[FIGURE].thread] == [
            "Is a digit missing?",
            "Changed 12 to 121.",
        ]
        assert [(one.by, one.text) for one in lines[ACTION].thread] == [
            ("B. Reviewer", "Whose reports were read?"),
            ("A. Officer", answer),
        ]
        [waiting] = team.review.inbox(QUARTER)
        assert (waiting.answers, waiting.queried) == (2, 0)

        team.review.accept(BOARD, QUARTER, list(lines))
        assert {one.decision for one in team.review.sheet(BOARD, QUARTER).lines} == {
            Decision.ACCEPTED
        }
        team.review.approve(BOARD, QUARTER)
        assert team.review.inbox(QUARTER) == []
        assert team.returns.sheet(BOARD, QUARTER).record.state is ReturnState.APPROVED

    assert story(places[1]) == [
        ("B. Reviewer", "import first.xlsx", "figure", "to 12"),
        ("B. Reviewer", "import first.xlsx", "action_update", "to 12 reports read"),
        ("B. Reviewer", "import first.xlsx", "return", "to submitted"),
        ("B. Reviewer", "open", "return", "submitted"),
        ("B. Reviewer", "query", "line_reason", "Is a digit missing?"),
        ("B. Reviewer", "query", "line_reason", "Whose reports were read?"),
        ("B. Reviewer", "send back", "return", "submitted to returned"),
        ("B. Reviewer", "import second.xlsx", "figure", "12 to 121"),
        ("B. Reviewer", "import second.xlsx", "action_update", f"12 reports read to {answer}"),
        ("B. Reviewer", "import second.xlsx", "return", "returned to submitted"),
        ("B. Reviewer", "accept", "acceptance", FIGURE),
        ("B. Reviewer", "accept", "acceptance", ACTION),
        ("B. Reviewer", "approve", "return", "submitted to approved"),
    ]


SHOWN = {
    "figure": "value",
    "action_update": "note",
    "return": "state",
    "line_reason": "reason",
    "acceptance": "line",
}


def story(database: Path) -> list[tuple[str, str, str, str]]:
    """What the team's trail tells of returns: who, by what, of what kind, from what to what."""
    with opened(database, schema_version(paths.MIGRATIONS)) as store:
        assert first_break(store) is None
        return [
            (one.user, one.action, one.entity, change(one, SHOWN[one.entity]))
            for one in entries(store)
            if one.entity in SHOWN
        ]


def change(entry: AuditEntry, name: str) -> str:
    before, after = (
        str(json.loads(text)[name]) if text else "" for text in (entry.before, entry.after)
    )
    if entry.entity in ("line_reason", "acceptance"):
        return after
    return f"{before} to {after}".strip() if before != after else after
