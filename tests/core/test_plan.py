import pytest

from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan, indicator_letter


@pytest.mark.parametrize("code", ["NPFHF", "npfhf", " Npfhf "])
def test_a_board_is_found_in_whatever_case_its_code_is_typed(plan: Plan, code: str) -> None:
    assert plan.board(code).code == "NPFHF"


def test_an_unknown_board_is_refused_with_the_boards_there_are(plan: Plan) -> None:
    with pytest.raises(NotFoundError) as refusal:
        plan.board("NOPE")
    assert "“NOPE”" in str(refusal.value)
    assert all(board.code in str(refusal.value) for board in plan.boards)


@pytest.mark.parametrize("code", ["CC1-1a", "cc1-1A", " CC1-1a "])
def test_an_indicator_is_found_in_whatever_case_its_code_is_typed(plan: Plan, code: str) -> None:
    assert plan.indicator(code).code == "CC1-1a"


def test_an_unknown_indicator_is_refused_and_says_where_they_are_listed(plan: Plan) -> None:
    with pytest.raises(NotFoundError, match=r"no indicator “Z9”.*plan show"):
        plan.indicator("Z9")


@pytest.mark.parametrize(
    ("code", "letter"),
    [("H2", "H"), ("C3a", "C"), ("A10", "A"), ("CC1-1a", "CC1"), ("CC2-3", "CC2")],
)
def test_the_letter_of_an_indicator_is_its_priority(code: str, letter: str) -> None:
    assert indicator_letter(code) == letter


def test_an_indicator_serves_its_own_priority_first(plan: Plan) -> None:
    served = plan.priorities_of("H3")
    assert served[0] == "H"
    assert "CC3" in served


def test_sums_are_worked_out_and_never_reported_by_a_board(plan: Plan) -> None:
    reported = {one.code for board in plan.boards for one in plan.indicators_of(board.code)}
    sums = {one.code for one in plan.indicators if one.sum_of}
    assert sums
    assert reported == {one.code for one in plan.indicators} - sums


def test_yearly_figures_are_asked_for_in_the_last_quarter_alone(plan: Plan) -> None:
    yearly = [one for one in plan.indicators if one.frequency.value == "yearly"]
    assert yearly
    for indicator in yearly:
        asked = [quarter for quarter in plan.quarters_owed() if indicator.asked_in(quarter)]
        assert asked == [Quarter(2015, 4)]


def test_the_plan_asks_for_the_quarters_of_its_final_year(plan: Plan) -> None:
    assert [str(one) for one in plan.quarters_owed()] == [
        "2015/16-Q1",
        "2015/16-Q2",
        "2015/16-Q3",
        "2015/16-Q4",
    ]


@pytest.mark.parametrize("quarter", [Quarter(2014, 4), Quarter(2016, 1)])
def test_a_quarter_outside_the_plan_is_refused_with_those_inside(
    plan: Plan, quarter: Quarter
) -> None:
    with pytest.raises(NotFoundError, match="2015/16-Q1 to 2015/16-Q4"):
        plan.check_owed(quarter)
