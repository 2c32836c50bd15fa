from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import ActionStatus, Milestone, Resourcing
from csp_desktop.core.errors import RefusedError, StaleError
from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.core.records import Draft, Place, Record, place
from csp_desktop.core.returns import ReturnState, Summary
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.services import Services
from csp_desktop.services import edits as edits_module
from csp_desktop.services.changes import Kind
from csp_desktop.services.session import Session
from csp_desktop.storage.audit import entries, first_break
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from tests.conftest import LEAD_OFFICER, NOW
from tests.services.test_entry import QUARTER, figure_of, handed_in

BOARD = "NPFHF"
NOBODY = UUID(int=0)


def sheet(services: Services, board: str = BOARD) -> ReturnSheet:
    return services.returns.sheet(board, QUARTER)


def counted(services: Services, code: str, value: Any, **more: Any) -> Record:
    """The figure of an indicator with this value, to be entered."""
    return replace(figure_of(services, code), value=Decimal(value), absence=None, **more)


def entered(services: Services, records: Sequence[Record], what: str = "enter") -> None:
    services.edits.enter(BOARD, QUARTER, records, what)


def held(services: Services, board: str = BOARD) -> dict[Place, Record]:
    """What a return holds, by place, apart from who stored it and how often."""
    found = sheet(services, board)
    records: list[Any] = [found.summary, *(line.figure for line in found.figures)]
    for line in found.actions:
        records += [replace(line.action, moves=()), line.update]
    bare: dict[Place, Record] = {
        place(one): replace(one, id=NOBODY, version=0, shared="") for one in records
    }
    bare |= {place(one): one for one in found.own_priorities}
    for each in (*found.figures, *found.actions):
        code = each.indicator.code if hasattr(each, "indicator") else each.action.code
        for field, text in each.drafts.items():
            draft = Draft(code, QUARTER, field, text)
            bare[place(draft)] = draft
    return bare


def _figure(services: Services) -> list[Record]:
    return [counted(services, "F1", 248, comment="As counted", status=FigureStatus.FINAL)]


def _absence(services: Services) -> list[Record]:
    waiting = replace(
        figure_of(services, "F1"),
        value=None,
        absence=Absence.NOT_YET_AVAILABLE,
        expected_on=date(2015, 8, 1),
        expected_from="MPS",
    )
    return [waiting]


def _note(services: Services) -> list[Record]:
    return [counted(services, "F1", 248).explained_by("A campaign")]


def _update(services: Services) -> list[Record]:
    update = sheet(services).actions[0].update
    told = {"reason": "Short of staff", "percent": 40, "note": "Begun", "next_steps": "Go on"}
    return [replace(update, status=ActionStatus.AT_RISK, evidence="Minutes", **told)]


def _action(services: Services) -> list[Record]:
    action = sheet(services).actions[0].action
    form = {
        "aim": "Fewer hate crimes",
        "measures": ("Recorded", "Detected"),
        "lead": "Co-ordinator",
        "partners": "Schools",
        "start": date(2015, 4, 20),
        "resources_needed": "£2,000",
        "resources_source": "Fund",
        "resourcing": Resourcing.APPLIED,
    }
    return [replace(action, **form)]


def _due(services: Services) -> list[Record]:
    return [sheet(services).actions[0].action.due_on(date(2015, 9, 30))]


def _milestones(services: Services) -> list[Record]:
    steps = (
        Milestone("Launch", date(2015, 5, 1), date(2015, 5, 8)),
        Milestone("Review", date(2015, 9, 1)),
    )
    return [replace(sheet(services).actions[0].action, milestones=steps)]


def _proposal(services: Services) -> list[Record]:
    return [services.entry.proposal(BOARD, "F", "Posters at every stop")]


def _own_priority(services: Services) -> list[Record]:
    own = services.entry.own_priority(BOARD, "Hate crime on buses")
    return [own, services.entry.proposal(BOARD, own.code, "Posters at every stop")]


def _summary(services: Services) -> list[Record]:
    said = {"achievements": "Launched", "concerns": "Few", "decisions": "Agree", "resources": "£5"}
    return [replace(sheet(services).summary, **said)]


def _draft(services: Services) -> list[Record]:
    return [Draft("F1", QUARTER, "number", "about 30"), Draft("F-01", QUARTER, "due", "spring")]


KINDS: dict[str, Callable[[Services], list[Record]]] = {
    "figure": _figure,
    "absence": _absence,
    "note": _note,
    "update": _update,
    "action": _action,
    "due date": _due,
    "milestones": _milestones,
    "proposal": _proposal,
    "own priority": _own_priority,
    "summary": _summary,
    "drafts": _draft,
    "all at once": lambda services: [
        *_note(services),
        *_update(services),
        *_milestones(services),
        *_proposal(services),
        *_summary(services),
        Draft("F2", QUARTER, "number", "a third"),
    ],
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_edit_is_undone_and_done_again(kind: str, empty_services: Services) -> None:
    before = held(empty_services)
    entered(empty_services, KINDS[kind](empty_services), kind)
    after = held(empty_services)
    assert after != before
    for _ in range(2):
        undone, _ = empty_services.edits.undo(BOARD, QUARTER)
        assert undone is not None
        assert undone.what == kind
        assert held(empty_services) == before
        redone, _ = empty_services.edits.redo(BOARD, QUARTER)
        assert redone == undone
        assert held(empty_services) == after


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_over_an_earlier_one_is_undone_to_the_earlier(
    kind: str, empty_services: Services
) -> None:
    for first in ("figure", "update", "milestones", "due date", "summary", "drafts"):
        entered(empty_services, KINDS[first](empty_services), first)
    before = held(empty_services)
    entered(empty_services, KINDS[kind](empty_services), kind)
    empty_services.edits.undo(BOARD, QUARTER)
    assert held(empty_services) == before


def test_edits_are_undone_in_turn_and_done_again_in_turn(empty_services: Services) -> None:
    states = [held(empty_services)]
    for value in (5, 6, 7):
        entered(empty_services, [counted(empty_services, "F1", value)], f"enter {value}")
        states.append(held(empty_services))
    for state in states[-2::-1]:
        empty_services.edits.undo(BOARD, QUARTER)
        assert held(empty_services) == state
    for state in states[1:]:
        empty_services.edits.redo(BOARD, QUARTER)
        assert held(empty_services) == state


def test_a_paste_of_many_figures_is_one_step(empty_services: Services) -> None:
    before = held(empty_services)
    codes = [line.indicator.code for line in sheet(empty_services).figures][:12]
    pasted = [
        replace(figure_of(empty_services, code), absence=Absence.NOT_COLLECTED) for code in codes
    ]
    entered(empty_services, pasted, "paste 12 figures")
    assert sheet(empty_services).figures_complete.entered == 12
    step, changes = empty_services.edits.undo(BOARD, QUARTER)
    assert step is not None
    assert (step.what, len(step.before)) == ("paste 12 figures", 12)
    assert changes.kinds == {Kind.FIGURES}
    assert held(empty_services) == before
    assert empty_services.edits.undo(BOARD, QUARTER)[0] is None


def test_where_nothing_was_done_nothing_is_undone_or_done_again(empty_services: Services) -> None:
    for again in (empty_services.edits.undo, empty_services.edits.redo):
        step, changes = again(BOARD, QUARTER)
        assert step is None
        assert changes.kinds == set()


def test_a_new_edit_takes_away_what_could_be_done_again(empty_services: Services) -> None:
    entered(empty_services, [counted(empty_services, "F1", 5)])
    empty_services.edits.undo(BOARD, QUARTER)
    entered(empty_services, [counted(empty_services, "F1", 6)])
    assert empty_services.edits.redo(BOARD, QUARTER)[0] is None
    assert figure_of(empty_services, "F1").value == 6


def test_each_return_has_its_own_steps(empty_services: Services) -> None:
    entered(empty_services, [counted(empty_services, "F1", 5)])
    later = replace(
        figure_of(empty_services, "F1", QUARTER.plus(1)), value=Decimal(9), absence=None
    )
    empty_services.edits.enter(BOARD, QUARTER.plus(1), [later])
    assert empty_services.edits.undo("TTCG", QUARTER)[0] is None
    empty_services.edits.undo(BOARD, QUARTER)
    assert figure_of(empty_services, "F1").absence is Absence.NOT_ENTERED
    assert figure_of(empty_services, "F1", QUARTER.plus(1)).value == 9


def test_the_oldest_steps_are_forgotten_first(
    empty_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edits_module, "_MOST_STEPS", 3)
    for value in range(1, 6):
        entered(empty_services, [counted(empty_services, "F1", value)])
    while empty_services.edits.undo(BOARD, QUARTER)[0]:
        pass
    assert figure_of(empty_services, "F1").value == 2


def _elsewhere(kind: str, services: Services) -> tuple[Record, str]:
    """Another person's edit over one of ours, and how the place is called."""
    found = sheet(services)
    match kind:
        case "figure":
            return replace(figure_of(services, "F1"), comment="Theirs"), "F1"
        case "update":
            return replace(found.actions[0].update, note="Theirs"), "F-01"
        case "action":
            return replace(found.actions[0].action, lead="Theirs"), "F-01"
        case "summary":
            return replace(found.summary, concerns="Theirs"), BOARD
        case _:
            return Draft("F1", QUARTER, "number", "theirs"), "F1"


@pytest.mark.parametrize("kind", ["figure", "update", "action", "summary", "drafts"])
def test_an_edit_that_somebody_else_has_written_over_is_not_undone(
    kind: str, empty_services: Services
) -> None:
    entered(empty_services, KINDS[kind](empty_services), f"enter {kind}")
    theirs, name = _elsewhere(kind, empty_services)
    empty_services.entry.enter(BOARD, QUARTER, [theirs], "their edit")
    before = held(empty_services)
    with pytest.raises(RefusedError) as refused:
        empty_services.edits.undo(BOARD, QUARTER)
    assert str(refused.value) == (
        f"Undo: enter {kind}: not done, because {name} has been changed since by somebody else."
    )
    assert held(empty_services) == before


def test_an_undone_edit_that_somebody_else_has_written_over_is_not_done_again(
    empty_services: Services,
) -> None:
    entered(empty_services, [counted(empty_services, "F1", 5)], "enter figure")
    empty_services.edits.undo(BOARD, QUARTER)
    empty_services.entry.enter_figure(counted(empty_services, "F1", 9))
    with pytest.raises(RefusedError, match=r"^Redo: enter figure: not done, because F1 has been"):
        empty_services.edits.redo(BOARD, QUARTER)
    assert figure_of(empty_services, "F1").value == 9


def test_one_record_changed_elsewhere_keeps_the_whole_step_from_being_undone(
    empty_services: Services,
) -> None:
    both = [counted(empty_services, "F1", 5), counted(empty_services, "F5", 6)]
    entered(empty_services, both, "paste 2 figures")
    empty_services.entry.enter_figure(counted(empty_services, "F5", 9))
    with pytest.raises(RefusedError, match="F5 has been changed"):
        empty_services.edits.undo(BOARD, QUARTER)
    assert figure_of(empty_services, "F1").value == 5


def test_a_refused_undo_can_be_tried_again_when_the_way_is_clear(
    empty_services: Services,
) -> None:
    entered(empty_services, [counted(empty_services, "F1", 5)], "enter figure")
    empty_services.entry.enter_figure(counted(empty_services, "F1", 9))
    with pytest.raises(RefusedError):
        empty_services.edits.undo(BOARD, QUARTER)
    empty_services.entry.enter_figure(counted(empty_services, "F1", 5))
    empty_services.edits.undo(BOARD, QUARTER)
    assert figure_of(empty_services, "F1").absence is Absence.NOT_ENTERED


def test_what_was_marked_as_shared_meanwhile_is_no_change_of_content(
    empty_services: Services,
) -> None:
    entered(empty_services, [counted(empty_services, "F1", 5)])
    marked = replace(figure_of(empty_services, "F1"), shared="sent")
    empty_services.entry.enter_figure(marked)
    empty_services.edits.undo(BOARD, QUARTER)
    figure = figure_of(empty_services, "F1")
    assert (figure.absence, figure.shared) == (Absence.NOT_ENTERED, "sent")


@pytest.mark.parametrize("place_of_stale", [0, 1])
def test_a_step_with_one_stale_record_stores_none_and_leaves_nothing_to_undo(
    place_of_stale: int, empty_services: Services
) -> None:
    stale = counted(empty_services, "F1", 5)
    empty_services.entry.enter_figure(counted(empty_services, "F1", 9))
    before = held(empty_services)
    records = [counted(empty_services, "F5", 6), Draft("F7", QUARTER, "number", "few")]
    records.insert(place_of_stale, stale)
    with pytest.raises(StaleError, match="F1 for 2015/16-Q1 was changed"):
        entered(empty_services, records, "paste 3 figures")
    assert held(empty_services) == before
    assert empty_services.edits.undo(BOARD, QUARTER)[0] is None


def test_a_refused_edit_leaves_what_can_be_undone_and_done_again(
    empty_services: Services,
) -> None:
    for value in (5, 6):
        entered(empty_services, [counted(empty_services, "F1", value)])
    stale = counted(empty_services, "F5", 1)
    empty_services.edits.undo(BOARD, QUARTER)
    empty_services.entry.enter_figure(counted(empty_services, "F5", 2))
    with pytest.raises(StaleError):
        entered(empty_services, [stale])
    empty_services.edits.redo(BOARD, QUARTER)
    assert figure_of(empty_services, "F1").value == 6


def test_nothing_is_undone_in_a_locked_return_until_it_is_withdrawn(
    empty_database: Path,
) -> None:
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        entered(services, [counted(services, "F1", 5)], "enter figure")
        handed_in(empty_database, services.plan.id, BOARD)
        with pytest.raises(RefusedError, match="is submitted and locked"):
            services.edits.undo(BOARD, QUARTER)
        assert figure_of(services, "F1").value == 5
        services.entry.withdraw(BOARD, QUARTER)
        services.edits.undo(BOARD, QUARTER)
        assert figure_of(services, "F1").absence is Absence.NOT_ENTERED
        assert sheet(services).record.state is ReturnState.IN_PROGRESS


def test_a_proposal_that_was_undone_is_gone_and_its_code_is_not_given_again(
    empty_services: Services,
) -> None:
    proposal = empty_services.entry.proposal(BOARD, "F", "Posters at every stop")
    entered(empty_services, [proposal], "propose action")
    assert [line.action.code for line in sheet(empty_services).actions][-1] == "NPFHF-P1"
    empty_services.edits.undo(BOARD, QUARTER)
    assert "NPFHF-P1" not in [line.action.code for line in sheet(empty_services).actions]
    assert empty_services.entry.proposal(BOARD, "F", "A stall").code == "NPFHF-P2"
    empty_services.edits.redo(BOARD, QUARTER)
    again = sheet(empty_services).actions[-1].action
    assert (again.code, again.planned.text, again.proposed) == (
        "NPFHF-P1",
        "Posters at every stop",
        True,
    )


def test_an_undone_due_date_is_no_promise_and_no_slip_in_days(empty_services: Services) -> None:
    entered(empty_services, [sheet(empty_services).actions[0].action.due_on(date(2015, 9, 30))])
    entered(empty_services, [sheet(empty_services).actions[0].action.due_on(date(2015, 12, 31))])
    assert sheet(empty_services).actions[0].action.days_slipped == 92
    empty_services.edits.undo(BOARD, QUARTER)
    back = sheet(empty_services).actions[0].action
    assert (back.due, back.original_due, back.days_slipped) == (
        date(2015, 9, 30),
        date(2015, 9, 30),
        0,
    )
    empty_services.edits.undo(BOARD, QUARTER)
    none = sheet(empty_services).actions[0].action
    assert (none.due, none.original_due) == (None, None)


def test_the_audit_trail_keeps_the_edit_and_its_undoing(empty_database: Path) -> None:
    with bootstrap.services(empty_database, Session("A. Officer", lambda: NOW)) as services:
        entered(services, [counted(services, "F1", 5)], "enter figure")
        services.edits.undo(BOARD, QUARTER)
        services.edits.redo(BOARD, QUARTER)
    with opened(empty_database, schema_version(paths.MIGRATIONS)) as store:
        made = [
            one.action
            for one in entries(store)
            if (one.user, one.entity) == ("A. Officer", "figure")
        ]
        assert made == ["enter figure", "undo: enter figure", "redo: enter figure"]
        assert first_break(store) is None


def test_a_summary_is_of_its_board_and_quarter_alone(empty_services: Services) -> None:
    entered(empty_services, [Summary(board=BOARD, quarter=QUARTER, concerns="Few")])
    assert sheet(empty_services).summary.concerns == "Few"
    assert not sheet(empty_services, "TTCG").summary.written
    assert not empty_services.returns.sheet(BOARD, QUARTER.plus(1)).summary.written
