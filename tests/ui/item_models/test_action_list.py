from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt

from csp_desktop.core.actions import ActionStatus
from csp_desktop.services import Services
from csp_desktop.ui import marks
from csp_desktop.ui.item_models.action_list import ActionColumn, ActionList
from csp_desktop.ui.item_models.roles import Role
from tests.ui.hands import Q1, Q2, heard

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def actions(services: Services, watch) -> ActionList:
    """The delivery plan of the No Place For Hate Forum, before anything is entered."""
    actions = watch(ActionList())
    actions.show_sheet(services.returns.sheet("NPFHF", Q1))
    return actions


def test_the_model_keeps_its_promises_from_return_to_return(
    actions: ActionList, services: Services
) -> None:
    for board, quarter in (("NPFHF", Q2), ("TTCG", Q2), ("CSP", Q2), ("NPFHF", Q1)):
        sheet = services.returns.sheet(board, quarter)
        actions.show_sheet(sheet)
        assert actions.rowCount() == len(sheet.actions)


def test_a_row_shows_an_action_before_anything_is_entered(actions: ActionList) -> None:
    code, text, status, due = (actions.index(0, column).data() for column in ActionColumn)
    assert (code, status, due) == ("F-01", "not entered", "not set")
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


def test_a_due_day_is_shown_without_a_leading_nought(
    actions: ActionList, services: Services
) -> None:
    action = replace(actions.line(0).action.due_on(date(2015, 9, 5)), lead="Hate crime manager")
    services.entry.enter_action(Q1, action)
    actions.show_sheet(services.returns.sheet("NPFHF", Q1))
    assert actions.index(0, ActionColumn.DUE).data() == "5 Sep 2015"


def test_every_cell_says_its_action_and_its_words(actions: ActionList, services: Services) -> None:
    for board in services.plan.boards:
        actions.show_sheet(services.returns.sheet(board.code, Q1))
        for row in range(actions.rowCount()):
            for column in ActionColumn:
                index = actions.index(row, column)
                assert index.data()
                assert index.data(SPOKEN) == f"{actions.line(row).action.code}, {index.data()}"


def test_the_whole_action_stands_in_its_tool_tip(actions: ActionList) -> None:
    tip = Qt.ItemDataRole.ToolTipRole
    assert actions.index(0, ActionColumn.ACTION).data(tip) == actions.line(0).action.planned.text


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
    assert headings == ["Code", "Action", "Status", "Due"]


def test_no_cell_answers_nothing(actions: ActionList) -> None:
    assert actions.data(QModelIndex()) is None
    assert actions.line(-1) is None
    assert actions.line(actions.rowCount()) is None
    assert actions.rowCount(actions.index(0, 0)) == 0
    assert actions.columnCount(actions.index(0, 0)) == 0
