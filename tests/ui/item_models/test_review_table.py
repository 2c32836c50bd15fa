from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate, PlannedAction
from csp_desktop.core.figures import Absence, Figure, Unit, blank
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Indicator, Plan, Polarity
from csp_desktop.core.returns import LineReason, Return, ReturnState
from csp_desktop.core.review import Decision, InboxEntry, ReviewLine
from csp_desktop.core.sheet import ActionLine, FigureLine
from csp_desktop.ui.item_models.inbox_list import InboxList
from csp_desktop.ui.item_models.review_cells import Comparison, ReviewCell, ReviewColumn, cells_of
from csp_desktop.ui.item_models.review_table import ReviewTable
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Absence as AbsenceMark
from csp_desktop.ui.marks import ActionStatus as StatusMark
from csp_desktop.ui.marks import Direction, Sign
from tests.ui.hands import Q1, heard

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
THEFTS = Indicator(
    code="H3",
    name="Thefts of motor vehicles",
    title="Thefts of motor vehicles",
    unit=Unit.COUNT,
    polarity=Polarity.LOWER,
    agency="MPS",
    board="TTCG",
)
ASKED = LineReason("H3", "Is a digit missing?", 1, "The team", "2015-07-16T10:12:00.000Z")


def figure(value: int, quarter: Quarter = Q1) -> Figure:
    return Figure(indicator="H3", area="Tower Hamlets", period=quarter.range, value=Decimal(value))


def thefts(now: Figure, **given: object) -> ReviewLine:
    line = FigureLine(
        THEFTS, now, figure(243, Q1.previous), figure(202, Q1.year_before), asked=True
    )
    return ReviewLine(line, **given)


def action(status: ActionStatus, last: ActionStatus | None, **given: object) -> ReviewLine:
    planned = PlannedAction("H-01", "Mark bicycles", "TTCG")
    update = ActionUpdate(action="H-01", quarter=Q1, status=status, percent=40)
    before = ActionUpdate(action="H-01", quarter=Q1.previous, status=last) if last else None
    due = date(2015, 9, 30)
    return ReviewLine(
        ActionLine(Action(planned=planned, priority="H", due=due), update, before), **given
    )


def cells(line: ReviewLine, comparison: Comparison = Comparison.YEAR_AGO) -> list[ReviewCell]:
    return cells_of(line, comparison)


def words(line: ReviewLine, comparison: Comparison = Comparison.YEAR_AGO) -> list[str]:
    return [one.words for one in cells(line, comparison)]


@pytest.fixture
def table(watch: Callable) -> ReviewTable:
    """A figure that was queried and changed, one without a finding, and an action."""
    table = watch(ReviewTable())
    table.show_lines(
        [
            thefts(figure(277), previous=(figure(27),), asked=ASKED),
            replace(thefts(figure(211)), accepted=True),
            action(ActionStatus.AT_RISK, ActionStatus.ON_TRACK),
        ],
        Comparison.YEAR_AGO,
    )
    return table


def test_a_figure_stands_beside_what_it_is_compared_with() -> None:
    line = thefts(figure(277), previous=(figure(27),))
    by = {one: words(line, one) for one in Comparison}
    assert by[Comparison.YEAR_AGO][2:7] == ["202", "277", "+75", "+37.1%", "Worse"]
    assert by[Comparison.LAST_QUARTER][2:7] == ["243", "277", "+34", "+14.0%", "Worse"]
    assert by[Comparison.VERSION][2:7] == ["27", "277", "+250", "+925.9%", "Not judged"]
    assert cells(line)[ReviewColumn.READS].mark is Direction.WORSE_UP


def test_what_a_line_was_stands_beside_its_name_unless_the_versions_are_compared() -> None:
    line = thefts(figure(277), previous=(figure(27),))
    tags = {one: cells(line, one)[ReviewColumn.NAME].tag for one in Comparison}
    assert tags == {
        Comparison.YEAR_AGO: "was 27",
        Comparison.LAST_QUARTER: "was 27",
        Comparison.VERSION: "",
    }


def test_what_was_not_held_is_no_number_and_nothing_is_judged() -> None:
    assert words(thefts(figure(277)), Comparison.VERSION)[2:7] == [
        "not held",
        "277",
        "",
        "",
        "Not judged",
    ]


def test_an_absence_says_why_and_until_when_across_the_differences(table: ReviewTable) -> None:
    awaited = replace(
        blank("H3", "Tower Hamlets", Q1.range),
        absence=Absence.NOT_YET_AVAILABLE,
        expected_on=date(2015, 7, 31),
    )
    line = thefts(awaited)
    submitted = cells(line)[ReviewColumn.SUBMITTED]
    assert submitted.words == "Not yet available, due 31 Jul"
    assert submitted.mark is AbsenceMark.NOT_YET_AVAILABLE
    table.show_lines([line, thefts(figure(0))], Comparison.YEAR_AGO)
    assert [table.runs_on(row) for row in (0, 1)] == [True, False]
    assert cells(thefts(figure(0)))[ReviewColumn.SUBMITTED].words == "0"


def test_an_action_stands_beside_last_quarters_status() -> None:
    found = cells(action(ActionStatus.AT_RISK, ActionStatus.ON_TRACK))
    assert [one.words for one in found][2:7] == [
        "On track",
        "At risk, 40%, due 30 Sep 2015",
        "",
        "",
        "Worse",
    ]
    assert found[ReviewColumn.SUBMITTED].mark is StatusMark.AT_RISK
    assert words(action(ActionStatus.AT_RISK, None))[2] == "not held"


@pytest.mark.parametrize(
    ("line", "finding", "mark"),
    [
        (thefts(figure(277)), "None", None),
        (thefts(figure(277), previous=(figure(27),)), "Changed", None),
        (thefts(figure(277), previous=(figure(27),), asked=ASKED), "Query answered", Sign.QUERY),
        (thefts(figure(27), previous=(figure(27),), asked=ASKED), "Not answered", Sign.QUERY),
        (action(ActionStatus.OFF_TRACK, None), "Information", None),
    ],
)
def test_the_finding_that_matters_most_is_named(
    line: ReviewLine, finding: str, mark: Sign | None
) -> None:
    cell = cells(line)[ReviewColumn.FINDING]
    assert (cell.words, cell.mark) == (finding, mark)


def test_a_query_of_the_rules_is_told_with_whether_it_is_noted() -> None:
    indicator = replace(THEFTS, plausible_high=Decimal(100))
    far = figure(277)
    line = FigureLine(indicator, far, None, None, asked=True)
    assert words(ReviewLine(line))[ReviewColumn.FINDING] == "Query"
    noted = replace(line, figure=far.explained_by("Mopeds"))
    assert words(ReviewLine(noted))[ReviewColumn.FINDING] == "Query, noted"


def test_a_changed_line_carries_what_it_was() -> None:
    assert cells(thefts(figure(277), previous=(figure(27),)))[ReviewColumn.NAME].tag == "was 27"
    assert cells(thefts(figure(277), previous=(figure(277),)))[ReviewColumn.NAME].tag == ""
    line = action(ActionStatus.AT_RISK, None)
    then = replace(line.line.update, status=ActionStatus.COMPLETE)
    changed = replace(line, previous=(line.line.action, then))
    assert cells(changed)[ReviewColumn.NAME].tag == "was Complete"
    moved = replace(line, previous=(replace(line.line.action, due=None), line.line.update))
    assert cells(moved)[ReviewColumn.NAME].tag == "was without a due date"


def test_a_decision_refreshes_one_cell_and_no_other(table: ReviewTable) -> None:
    refreshed, reset = heard(table.dataChanged), heard(table.modelReset)
    shown = [table.line(row) for row in range(3)]
    shown[2] = replace(shown[2], accepted=True)
    table.show_decisions(shown)
    assert [
        (first.row(), first.column(), last.row(), last.column()) for first, last, *_ in refreshed
    ] == [(2, ReviewColumn.DECISION) * 2]
    assert reset == []
    assert table.index(2, ReviewColumn.DECISION).data() == "Accepted"
    assert table.index(2, ReviewColumn.DECISION).data(Role.MARK) is Sign.ACCEPTED
    table.show_decisions(shown)
    assert len(refreshed) == 1


def test_lines_without_a_finding_are_quiet_until_they_are_decided(table: ReviewTable) -> None:
    assert table.quiet == ["H-01"]
    shown = [table.line(row) for row in range(3)]
    table.show_decisions([shown[0], replace(shown[1], accepted=False), shown[2]])
    assert table.quiet == ["H3", "H-01"]
    table.show_decisions([shown[0], shown[1], replace(shown[2], accepted=True)])
    assert table.quiet == []


def test_the_selected_line_is_the_one_to_decide_now(table: ReviewTable) -> None:
    assert table.cell(0, ReviewColumn.DECISION, selected=True).words == "Decide now"
    assert table.cell(0, ReviewColumn.DECISION, selected=False).words == "To decide"
    assert table.cell(1, ReviewColumn.DECISION, selected=True).words == "Accepted"


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.integers(-1, 12))
def test_the_next_line_to_decide_comes_round_and_is_never_a_decided_one(
    accepted: list[bool], after: int
) -> None:
    table = ReviewTable()
    line = thefts(figure(277))
    table.show_lines([replace(line, accepted=one) for one in accepted], Comparison.YEAR_AGO)
    after = min(after, len(accepted) - 1)
    row = table.next_to_decide(after)
    if all(accepted):
        assert row == -1
    else:
        assert table.line(row).decision is Decision.TO_DECIDE
        passed = (row - after - 1) % len(accepted)
        assert all(accepted[(after + step) % len(accepted)] for step in range(1, passed + 1))


def test_a_cell_is_spoken_with_its_line_and_what_it_stands_for(table: ReviewTable) -> None:
    spoken = [table.index(0, column).data(SPOKEN) for column in ReviewColumn]
    assert spoken[ReviewColumn.NAME] == "H3, Figure or action: Thefts of motor vehicles, was 27"
    assert spoken[ReviewColumn.BEFORE] == "H3, Same quarter last year: 202"
    assert spoken[ReviewColumn.READS] == "H3, Reads as: Worse"
    assert table.index(2, ReviewColumn.BEFORE).data(SPOKEN) == "H-01, Last quarter: On track"
    assert table.index(2, ReviewColumn.PERCENT).data(SPOKEN) == "H-01, In %: none"


def entry(plan: Plan, **counts: int) -> InboxEntry:
    record = Return(board="TMG", quarter=Q1, state=ReturnState.SUBMITTED, version=2, plan=plan.id)
    given = {"lines": 2, "accepted": 0, "queried": 0, "answers": 0, "open_queries": 0, **counts}
    return InboxEntry(
        board=plan.board("TMG"),
        record=record,
        handed_in=date(2015, 7, 18),
        days_late=1,
        **given,
    )


def test_the_inbox_says_what_waits_and_leaves_out_what_there_is_none_of(
    plan: Plan, watch: Callable
) -> None:
    inbox = watch(InboxList())
    inbox.show_entries([entry(plan), entry(plan, lines=31, answers=1, open_queries=4)])
    assert [inbox.index(row).data(Role.GUTTER) for row in (0, 1)] == [
        "2 lines, 1 day late",
        "31 lines, 1 answer, 4 queries, 1 day late",
    ]
    assert inbox.index(0).data(Role.CODE) == "TMG, version 2"
    name = plan.board("TMG").name
    assert inbox.index(0).data(SPOKEN) == f"{name}, version 2, 2 lines, 1 day late"
    assert (inbox.row_of("TMG"), inbox.row_of("CSP")) == (0, -1)
