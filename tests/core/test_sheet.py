from dataclasses import replace
from decimal import Decimal

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate, PlannedAction
from csp_desktop.core.figures import Absence, Figure, Unit, blank
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Board, Indicator, Polarity
from csp_desktop.core.returns import Return, Summary
from csp_desktop.core.sheet import ActionLine, Completeness, FigureLine, ReturnSheet

QUARTER = Quarter(2015, 1)


def figure_line(figure: Figure, *, asked: bool = True) -> FigureLine:
    indicator = Indicator(
        code="H2",
        name="Burglary",
        title="Number of burglaries",
        unit=Unit.COUNT,
        polarity=Polarity.LOWER,
        agency="POLICE",
        board="TTCG",
    )
    return FigureLine(indicator, figure, last_quarter=None, year_ago=None, asked=asked)


def action_line(status: ActionStatus | None) -> ActionLine:
    action = Action(planned=PlannedAction("H-01", "Visit every victim", "TTCG"), priority="H")
    return ActionLine(action, ActionUpdate(action="H-01", quarter=QUARTER, status=status))


NOTHING = blank("H2", "Hackney", QUARTER.range)
ZERO = replace(NOTHING, value=Decimal(0), absence=None)
NOT_COLLECTED = replace(NOTHING, absence=Absence.NOT_COLLECTED)


def sheet(figures: list[FigureLine], actions: list[ActionLine]) -> ReturnSheet:
    return ReturnSheet(
        board=Board("TTCG", "Tactical Tasking", "subgroup"),
        quarter=QUARTER,
        record=Return(board="TTCG", quarter=QUARTER),
        due=QUARTER.due(17),
        figures=tuple(figures),
        actions=tuple(actions),
        summary=Summary(board="TTCG", quarter=QUARTER),
    )


def test_zeros_and_typed_absences_count_as_entered_and_blanks_do_not() -> None:
    lines = [figure_line(one) for one in (NOTHING, ZERO, NOT_COLLECTED)]
    assert sheet(lines, []).figures_complete == Completeness(2, 3)


def test_a_figure_that_is_not_asked_for_is_not_counted_even_when_it_is_there() -> None:
    lines = [figure_line(ZERO, asked=False), figure_line(NOTHING)]
    assert sheet(lines, []).figures_complete == Completeness(0, 1)


def test_an_action_counts_when_its_status_was_chosen() -> None:
    lines = [action_line(None), action_line(ActionStatus.AT_RISK)]
    assert sheet([], lines).actions_complete == Completeness(1, 2)


def test_the_whole_return_is_its_figures_and_its_actions() -> None:
    whole = sheet([figure_line(ZERO)], [action_line(None)]).complete
    assert whole == Completeness(1, 2)
    assert whole.words == "1 of 2"


def test_a_line_shows_the_problems_of_its_own_figure() -> None:
    assert figure_line(ZERO).problems == []
    broken = figure_line(replace(ZERO, value=Decimal("0.5")))
    assert [one.rule for one in broken.problems] == ["decimals-in-count"]
