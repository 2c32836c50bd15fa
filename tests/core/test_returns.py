from collections.abc import Callable

import pytest

from csp_desktop.core.errors import RefusedError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import Return, ReturnState

QUARTER = Quarter(2015, 1)


def reviewed(record: Return) -> Return:
    """Lines can be decided on; the return stays where it is."""
    record.check_submitted("reviewed")
    return record


MOVES: dict[str, Callable[[Return], Return]] = {
    "start": lambda record: record.started(),
    "submit": lambda record: record.submitted("An officer"),
    "withdraw": lambda record: record.withdrawn(),
    "open": lambda record: record.opened("A reviewer"),
    "review": reviewed,
    "send back": lambda record: record.sent_back("Explain H3"),
    "approve": lambda record: record.approved("A reviewer"),
    "issue": lambda record: record.issued(),
    "reopen": lambda record: record.reopened("H3 was revised"),
}
ALLOWED = {
    (ReturnState.NOT_STARTED, "start"): ReturnState.IN_PROGRESS,
    (ReturnState.IN_PROGRESS, "start"): ReturnState.IN_PROGRESS,
    (ReturnState.RETURNED, "start"): ReturnState.RETURNED,
    (ReturnState.IN_PROGRESS, "submit"): ReturnState.SUBMITTED,
    (ReturnState.RETURNED, "submit"): ReturnState.SUBMITTED,
    (ReturnState.SUBMITTED, "withdraw"): ReturnState.IN_PROGRESS,
    (ReturnState.SUBMITTED, "open"): ReturnState.SUBMITTED,
    (ReturnState.SUBMITTED, "review"): ReturnState.SUBMITTED,
    (ReturnState.SUBMITTED, "send back"): ReturnState.RETURNED,
    (ReturnState.SUBMITTED, "approve"): ReturnState.APPROVED,
    (ReturnState.APPROVED, "issue"): ReturnState.ISSUED,
    (ReturnState.APPROVED, "reopen"): ReturnState.IN_PROGRESS,
    (ReturnState.ISSUED, "reopen"): ReturnState.IN_PROGRESS,
}
EVERY_MOVE = [(state, move) for state in ReturnState for move in MOVES]


def standing(state: ReturnState) -> Return:
    return Return(
        board="NPFHF",
        quarter=QUARTER,
        plan="a-plan",
        state=state,
        version=2,
        submitted_by="An officer",
    )


@pytest.mark.parametrize(("state", "move"), [one for one in EVERY_MOVE if one in ALLOWED])
def test_an_allowed_move_leads_where_the_design_says(state: ReturnState, move: str) -> None:
    assert MOVES[move](standing(state)).state is ALLOWED[state, move]


@pytest.mark.parametrize(("state", "move"), [one for one in EVERY_MOVE if one not in ALLOWED])
def test_any_other_move_is_refused_and_says_how_the_return_stands(
    state: ReturnState, move: str
) -> None:
    with pytest.raises(RefusedError) as refusal:
        MOVES[move](standing(state))
    assert str(refusal.value).startswith(
        f"The return of NPFHF for 2015/16-Q1 is {state.words.lower()}"
    )


def test_a_return_is_open_for_entry_exactly_where_a_value_can_start_it() -> None:
    startable = {state for state, move in ALLOWED if move == "start"}
    assert {state for state in ReturnState if state.open_for_entry} == startable


@pytest.mark.parametrize(
    ("state", "move", "version"),
    [
        (ReturnState.NOT_STARTED, "start", 2),
        (ReturnState.IN_PROGRESS, "submit", 3),
        (ReturnState.RETURNED, "submit", 3),
        (ReturnState.SUBMITTED, "send back", 2),
        (ReturnState.SUBMITTED, "approve", 2),
        (ReturnState.APPROVED, "issue", 2),
        (ReturnState.APPROVED, "reopen", 3),
        (ReturnState.ISSUED, "reopen", 3),
    ],
)
def test_a_new_version_comes_with_submitting_and_reopening_alone(
    state: ReturnState, move: str, version: int
) -> None:
    assert MOVES[move](standing(state)).version == version


def test_the_first_submission_is_version_1() -> None:
    fresh = Return(board="NPFHF", quarter=QUARTER, plan="a-plan")
    assert fresh.state is ReturnState.NOT_STARTED
    assert fresh.version == 0
    assert fresh.started().submitted("An officer").version == 1


def test_nobody_approves_their_own_return() -> None:
    submitted = standing(ReturnState.IN_PROGRESS).submitted("Lead officer")
    with pytest.raises(RefusedError, match="Lead officer submitted this return"):
        submitted.approved("Lead officer")
    assert submitted.approved("A reviewer").state is ReturnState.APPROVED


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_sending_back_and_reopening_want_a_reason(reason: str) -> None:
    with pytest.raises(RefusedError, match="Enter a reason"):
        standing(ReturnState.SUBMITTED).sent_back(reason)
    with pytest.raises(RefusedError, match="Enter a reason"):
        standing(ReturnState.APPROVED).reopened(reason)


def test_the_reason_is_kept_for_the_board_to_read() -> None:
    assert standing(ReturnState.SUBMITTED).sent_back(" Explain H3 ").reason == "Explain H3"
    assert standing(ReturnState.ISSUED).reopened("H3 was revised").reason == "H3 was revised"


def test_a_return_has_the_same_id_on_every_machine() -> None:
    one = Return(board="NPFHF", quarter=QUARTER, plan="a-plan")
    assert one.id == standing(ReturnState.SUBMITTED).id
    assert str(one.id) == "307f08eb-f410-5769-8051-894a220d055a"


@pytest.mark.parametrize(
    "other",
    [
        Return(board="TMG", quarter=QUARTER, plan="a-plan"),
        Return(board="NPFHF", quarter=Quarter(2015, 2), plan="a-plan"),
        Return(board="NPFHF", quarter=QUARTER, plan="another-plan"),
    ],
)
def test_another_board_quarter_or_plan_is_another_return(other: Return) -> None:
    assert other.id != Return(board="NPFHF", quarter=QUARTER, plan="a-plan").id
