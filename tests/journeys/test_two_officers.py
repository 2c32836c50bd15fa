"""Two officers edit one return offline, each on a machine of their own; the team merges it.

Everything travels as real workbooks between three databases.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.merge import Take
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.services.import_report import FileReport, Outcome
from csp_desktop.services.session import Session
from tests.services.test_exchange import content, enter, figure_of, update, write_summary

QUARTER = Quarter(2015, 1)


@pytest.fixture
def machine(built: Callable[[bool], Path], tmp_path: Path) -> Iterator[Callable[[str], Services]]:
    """Opens somebody's own database, begun from the same plan."""
    with ExitStack() as stack:

        def one(person: str) -> Services:
            path = shutil.copy(built(False), tmp_path / f"{person}.db")
            session = Session(person, lambda: datetime(2015, 7, 14, 12, tzinfo=UTC))
            return stack.enter_context(bootstrap.services(Path(path), session))

        yield one


@pytest.fixture
def post(tmp_path: Path) -> Callable[[Services], Path]:
    """Sends somebody's return off as a workbook."""

    def one(sender: Services) -> Path:
        path = tmp_path / sender.session.user / "NPFHF 2015-16-Q1.xlsx"
        path.parent.mkdir(exist_ok=True)
        sender.exchange.export_return("NPFHF", QUARTER, path)
        return path

    return one


def take_in(services: Services, path: Path, **how: Any) -> FileReport:
    [report], _ = services.exchange.import_returns([path], **how)
    return report


def due(services: Services, day: date) -> None:
    action = services.returns.sheet("NPFHF", QUARTER).actions[1].action
    services.entry.enter_action(QUARTER, action.due_on(day))


def test_two_officers_who_edit_one_return_offline(
    machine: Callable[[str], Services], post: Callable[[Services], Path]
) -> None:
    team, ada, ben = machine("Team"), machine("Ada"), machine("Ben")

    # The team has begun the return; both officers start from its one workbook.
    enter(team, "F1", value=Decimal(240), source="MPS")
    update(team, 0, ActionStatus.ON_TRACK, "Launched")
    begun = post(team)
    for officer in (ada, ben):
        assert take_in(officer, begun).outcome is Outcome.STORED
        assert content(officer) == content(team)

    # Both change the same figure and the same note, and each something that is theirs alone.
    enter(ada, "F1", value=Decimal(251))
    update(ada, 0, ActionStatus.ON_TRACK, "Launched in May")
    enter(ada, "F5", value=Decimal(5))
    write_summary(ada, achievements="More reports")
    enter(ben, "F1", value=Decimal(260), comment="Counted twice")
    update(ben, 0, ActionStatus.ON_TRACK, "Launched in June")
    due(ben, date(2015, 9, 30))
    write_summary(ben, concerns="Vacant posts")

    # What comes first is taken as it is.
    first = take_in(team, post(ada))
    assert (first.outcome, first.conflicts) == (Outcome.STORED, [])
    assert content(team) == content(ada)
    after_ada = content(team)

    # What comes second is looked at: what differs merges, the rest is a conflict with both values.
    from_ben = post(ben)
    looked_at = take_in(team, from_ben, dry_run=True)
    assert looked_at.outcome is Outcome.CONFLICT
    merged = {(one.code, one.label): (one.before, one.after) for one in looked_at.changes}
    assert merged == {
        ("F1", "Comment"): ("", "Counted twice"),
        ("F-02", "Due"): ("", "30 September 2015"),
        ("Summary", "Concerns"): ("", "Vacant posts"),
    }
    told = {
        (one.code, one.label): (one.base, one.stored, one.incoming, one.stored_by)
        for one in looked_at.conflicts
    }
    assert told == {
        ("F1", "Figure"): ("240", "251", "260", "Team"),
        ("F-01", "Progress this quarter"): (
            "Launched",
            "Launched in May",
            "Launched in June",
            "Team",
        ),
    }
    assert take_in(team, from_ben).outcome is Outcome.CONFLICT
    assert content(team) == after_ada

    # A person decides each field.
    decisions = {
        (from_ben, "F1", "number"): Take.INCOMING,
        (from_ben, "F-01", "note"): Take.STORED,
    }
    second = take_in(team, from_ben, decisions=decisions)
    assert (second.outcome, second.new, second.changed) == (Outcome.STORED, 3, 1)
    after_both = content(team)
    figure = figure_of(team, "F1")
    assert (figure.value, figure.comment, figure.source) == (260, "Counted twice", "MPS")
    assert figure_of(team, "F5").value == 5
    assert after_both["F-01"]["note"] == "Launched in May"
    assert after_both["F-02"]["due"] == date(2015, 9, 30)
    assert after_both["summary"]["achievements"] == "More reports"
    assert after_both["summary"]["concerns"] == "Vacant posts"

    # It was a mistake: the second import is taken back, and Ada's return stands as it did.
    [kept, before] = team.exchange.imports()
    assert (kept.id, before.why_not) == (
        second.import_id,
        "This import cannot be undone, because F1 was changed since.",
    )
    team.exchange.undo_import(second.import_id)
    assert content(team) == after_ada
    again = take_in(team, from_ben)
    assert (again.conflicts, again.changes) == (looked_at.conflicts, looked_at.changes)

    # Decided once more, it goes to both officers, and all three say the same.
    again = take_in(team, from_ben, decisions=decisions)
    assert replace(again, import_id="") == replace(second, import_id="")
    assert content(team) == after_both
    agreed = post(team)
    for officer in (ada, ben):
        assert take_in(officer, agreed, take=Take.INCOMING).outcome is Outcome.STORED
        assert content(officer) == after_both


def test_two_officers_who_fill_the_same_blank_are_in_conflict_and_a_correction_is_not(
    machine: Callable[[str], Services], post: Callable[[Services], Path]
) -> None:
    team, ada, ben = machine("Team"), machine("Ada"), machine("Ben")
    enter(ada, "F1", value=Decimal(251))
    take_in(team, post(ada))
    enter(ada, "F1", value=Decimal(252))
    corrected = take_in(team, post(ada))
    assert (corrected.outcome, corrected.conflicts) == (Outcome.STORED, [])
    enter(ben, "F1", value=Decimal(260))
    [conflict, *others] = take_in(team, post(ben)).conflicts
    assert (conflict.label, conflict.stored, conflict.incoming) == ("Figure", "252", "260")
    assert others == []
    assert figure_of(team, "F1").value == 252
