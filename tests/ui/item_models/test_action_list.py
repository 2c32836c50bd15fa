from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate, PlannedAction
from csp_desktop.core.plan import Plan
from csp_desktop.core.records import Draft
from csp_desktop.core.returns import LineReason
from csp_desktop.core.sheet import ActionLine, ReturnSheet
from csp_desktop.services import Services
from csp_desktop.ui import marks
from csp_desktop.ui.item_models.action_list import ActionColumn, ActionList
from csp_desktop.ui.item_models.roles import Role
from tests.ui.hands import Q1, Q2, blank_sheet, heard

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
TIP = Qt.ItemDataRole.ToolTipRole


@pytest.fixture
def sheet(services: Services) -> ReturnSheet:
    """The return of the No Place For Hate Forum, before anything is entered."""
    return services.returns.sheet("NPFHF", Q1)


@pytest.fixture
def actions(sheet: ReturnSheet, watch) -> ActionList:
    """Its delivery plan."""
    actions = watch(ActionList())
    actions.show_sheet(sheet)
    return actions


def test_the_model_keeps_its_promises_from_return_to_return(
    actions: ActionList, services: Services
) -> None:
    for board, quarter in (("NPFHF", Q2), ("TTCG", Q2), ("CSP", Q2), ("NPFHF", Q1)):
        sheet = services.returns.sheet(board, quarter)
        actions.show_sheet(sheet)
        assert actions.rowCount() == len(sheet.actions)


def test_a_row_shows_an_action_before_anything_is_entered(actions: ActionList) -> None:
    code, text, status, due, note = (actions.index(0, column).data() for column in ActionColumn)
    assert (code, status, due, note) == ("F-01", "not entered", "not set", "")
    assert text.startswith("The Hate Incident Panel")
    assert actions.index(0, ActionColumn.STATUS).data(Role.MARK) is None


def test_an_update_refreshes_its_row_and_no_other(actions: ActionList, services: Services) -> None:
    refreshed, reset = heard(actions.dataChanged), heard(actions.modelReset)
    update = replace(actions.line(2).update, status=ActionStatus.AT_RISK)
    services.entry.enter_update("NPFHF", update)
    actions.show_sheet(services.returns.sheet("NPFHF", Q1))
    assert [(first.row(), last.row()) for first, last, *_ in refreshed] == [(2, 2)]
    assert refreshed[0][0].column() == 0
    assert refreshed[0][1].column() == len(ActionColumn) - 1
    assert reset == []
    assert actions.index(2, ActionColumn.STATUS).data() == "At risk"
    assert actions.index(2, ActionColumn.STATUS).data(Role.MARK) is marks.ActionStatus.AT_RISK


def test_reading_the_same_return_again_refreshes_nothing(
    actions: ActionList, services: Services
) -> None:
    refreshed = heard(actions.dataChanged)
    actions.show_sheet(services.returns.sheet("NPFHF", Q1))
    assert refreshed == []


def with_line(sheet: ReturnSheet, **changes: object) -> ReturnSheet:
    """A return whose first action is as given."""
    return replace(sheet, actions=(replace(sheet.actions[0], **changes), *sheet.actions[1:]))


def due_on(
    sheet: ReturnSheet, day: date, first: date | None = None, status: ActionStatus | None = None
) -> ReturnSheet:
    """A return whose first action is due, and was first due, on these days."""
    line = sheet.actions[0]
    action = replace(line.action, due=day, original_due=first or day)
    return with_line(sheet, action=action, update=replace(line.update, status=status))


def due(actions: ActionList) -> QModelIndex:
    return actions.index(0, ActionColumn.DUE)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2015, 9, 5), "5 Sep"),
        (date(2015, 6, 30), "30 Jun"),
        (date(2016, 3, 31), "31 Mar 16"),
    ],
)
def test_a_due_day_says_its_year_where_that_is_not_the_quarters(
    actions: ActionList, sheet: ReturnSheet, day: date, words: str
) -> None:
    actions.show_sheet(due_on(sheet, day))
    assert (due(actions).data(), due(actions).data(Role.MARK)) == (words, None)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2015, 6, 8), "8 Jun, 22 days over"),
        (date(2015, 6, 29), "29 Jun, 1 day over"),
        (date(2014, 6, 30), "30 Jun 14, 365 days over"),
    ],
)
def test_an_open_action_past_its_day_has_a_square_and_says_by_how_much(
    actions: ActionList, sheet: ReturnSheet, day: date, words: str
) -> None:
    actions.show_sheet(due_on(sheet, day, status=ActionStatus.AT_RISK))
    assert (due(actions).data(), due(actions).data(Role.MARK)) == (words, marks.Sign.LATE)
    assert due(actions).data(SPOKEN) == f"F-01, {words}"


@pytest.mark.parametrize("status", [ActionStatus.COMPLETE, ActionStatus.DEFERRED])
def test_what_is_complete_or_deferred_is_not_over_its_day(
    actions: ActionList, sheet: ReturnSheet, status: ActionStatus
) -> None:
    actions.show_sheet(due_on(sheet, date(2015, 6, 8), status=status))
    assert (due(actions).data(), due(actions).data(Role.MARK)) == ("8 Jun", None)


def test_a_day_that_slipped_says_what_it_was(actions: ActionList, sheet: ReturnSheet) -> None:
    actions.show_sheet(due_on(sheet, date(2015, 12, 31), first=date(2015, 9, 30)))
    assert (due(actions).data(), due(actions).data(Role.MARK)) == ("31 Dec, was 30 Sep", None)


def test_a_day_that_was_brought_forward_has_not_slipped(
    actions: ActionList, sheet: ReturnSheet
) -> None:
    actions.show_sheet(due_on(sheet, date(2015, 9, 30), first=date(2015, 12, 31)))
    assert due(actions).data() == "30 Sep"


@given(day=st.dates(date(2010, 1, 1), date(2020, 12, 31)), status=st.sampled_from(ActionStatus))
def test_the_square_stands_exactly_where_days_over_are_said(
    plan: Plan, day: date, status: ActionStatus
) -> None:
    planned = PlannedAction("F-01", "Meet", "NPFHF")
    action = Action(planned=planned, priority="F").due_on(day)
    line = ActionLine(action, ActionUpdate(action="F-01", quarter=Q1, status=status))
    model = ActionList()
    model.show_sheet(replace(blank_sheet(plan, "NPFHF"), actions=(line,)))
    late = day < Q1.range.last and status.unfinished
    assert (due(model).data(Role.MARK) is marks.Sign.LATE) == late
    assert due(model).data().endswith("over") == late


def note(actions: ActionList) -> QModelIndex:
    return actions.index(0, ActionColumn.NOTE)


def test_a_line_that_was_sent_back_says_so_and_why(actions: ActionList, sheet: ReturnSheet) -> None:
    reason = LineReason("F-01", "Say who came", 1, "Reviewer", "2015-07-20T09:00:00.000Z")
    actions.show_sheet(with_line(sheet, reason=reason))
    assert (note(actions).data(), note(actions).data(Role.MARK)) == (
        "Sent back",
        marks.ReturnState.RETURNED,
    )
    assert note(actions).data(TIP) == "Sent back: Say who came"


def test_a_line_with_something_worth_knowing_says_so_quietly(
    actions: ActionList, sheet: ReturnSheet
) -> None:
    update = replace(actions.line(0).update, status=ActionStatus.OFF_TRACK)
    actions.show_sheet(with_line(sheet, update=update))
    assert note(actions).data() == "Information"
    assert note(actions).data(Role.DIM)
    assert note(actions).data(TIP) == "Action F-01 is off track and no reason is given"


def test_text_that_could_not_be_read_is_an_error_of_its_line(
    actions: ActionList, sheet: ReturnSheet
) -> None:
    actions.show_sheet(with_line(sheet, drafts={"percent": "half"}))
    assert note(actions).data() == "Error"
    assert note(actions).data(Role.EMPHASIS)
    assert "must be a whole number" in note(actions).data(TIP)


def test_what_a_board_proposes_comes_last_and_is_marked(
    actions: ActionList, services: Services
) -> None:
    proposal = services.entry.proposal("NPFHF", "F", "Train street wardens")
    services.entry.enter("NPFHF", Q1, [proposal])
    reset = heard(actions.modelReset)
    actions.show_sheet(services.returns.sheet("NPFHF", Q1))
    assert len(reset) == 1
    last = actions.index(actions.rowCount() - 1, ActionColumn.ACTION)
    assert (last.data(), last.data(Role.CODE)) == ("Train street wardens", "proposed")
    assert last.data(SPOKEN) == "NPFHF-P1, Train street wardens, proposed"
    assert actions.index(0, ActionColumn.ACTION).data(Role.CODE) == ""
    assert actions.row_of("NPFHF-P1") == 4
    assert actions.row_of("NPFHF-P2") == -1


def test_a_draft_refreshes_its_row(actions: ActionList, services: Services) -> None:
    refreshed = heard(actions.dataChanged)
    services.entry.enter("NPFHF", Q1, [Draft("F-02", Q1, "due", "soon")])
    actions.show_sheet(services.returns.sheet("NPFHF", Q1))
    assert [first.row() for first, *_ in refreshed] == [1]


# Finding


@pytest.mark.parametrize(
    ("text", "after", "row"),
    [
        ("f-03", -1, 2),
        ("  SANCTIONED detection ", 0, 2),
        ("no place for hate forum", 1, 2),
        ("the", 3, 0),
        ("F-02", 1, 1),
        ("no such words", 0, -1),
        ("  ", 0, -1),
    ],
)
def test_the_next_action_with_a_text_is_found(
    actions: ActionList, text: str, after: int, row: int
) -> None:
    assert actions.find(text, after) == row


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert ActionList().find("hate", -1) == -1


# What every cell has


def test_every_cell_says_its_action_and_its_words(actions: ActionList, services: Services) -> None:
    for board in services.plan.boards:
        actions.show_sheet(services.returns.sheet(board.code, Q1))
        for row in range(actions.rowCount()):
            for column in ActionColumn:
                index = actions.index(row, column)
                words = index.data() or "no notes"
                assert index.data(SPOKEN) == f"{actions.line(row).action.code}, {words}"


def test_the_whole_action_stands_in_its_tool_tip(actions: ActionList) -> None:
    assert actions.index(0, ActionColumn.ACTION).data(TIP) == actions.line(0).action.planned.text
    assert actions.index(0, ActionColumn.CODE).data(TIP) is None


def test_what_is_not_entered_is_dim_and_what_is_stands_out(
    actions: ActionList, services: Services
) -> None:
    assert actions.index(0, ActionColumn.STATUS).data(Role.DIM)
    assert not actions.index(0, ActionColumn.ACTION).data(Role.DIM)
    update = replace(actions.line(0).update, status=ActionStatus.COMPLETE)
    services.entry.enter_update("NPFHF", update)
    actions.show_sheet(services.returns.sheet("NPFHF", Q1))
    assert not actions.index(0, ActionColumn.STATUS).data(Role.DIM)


def test_every_column_has_a_heading(actions: ActionList) -> None:
    headings = [actions.headerData(one, Qt.Orientation.Horizontal) for one in ActionColumn]
    assert headings == ["Code", "Action", "Status", "Due", "Notes"]


def test_no_cell_answers_nothing(actions: ActionList) -> None:
    assert actions.data(QModelIndex()) is None
    assert actions.line(-1) is None
    assert actions.line(actions.rowCount()) is None
    assert actions.rowCount(actions.index(0, 0)) == 0
    assert actions.columnCount(actions.index(0, 0)) == 0
