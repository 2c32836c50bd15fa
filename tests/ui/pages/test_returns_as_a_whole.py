"""Undoing, finding, checking and handing in a return, and what outlives the window."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QTabBar,
)

from csp_desktop import bootstrap
from csp_desktop.core.actions import Milestone
from csp_desktop.core.returns import ReturnState
from csp_desktop.services import Services
from csp_desktop.ui.item_models.figure_grid import FigureColumn
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.pages.delivery_plan_part import DeliveryPlanPart
from csp_desktop.ui.pages.return_banners import ReturnBanners
from csp_desktop.ui.pages.returns import ReturnsPage
from csp_desktop.ui.widgets.banner import Banner
from csp_desktop.ui.widgets.fields import ChoiceField
from csp_desktop.ui.widgets.find_field import FindField
from tests.conftest import LEAD_OFFICER
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import (
    Q1,
    Q2,
    audit_rows,
    enter,
    focused,
    named,
    press,
    settle,
    type_in,
    words_on,
)
from tests.ui.pages.returning import (
    CONTROL,
    action,
    actions,
    banner,
    cell,
    current_code,
    drop_deleted,
    field,
    figure,
    fill,
    go_to,
    grid,
    somebody_else,
)

# Undo and redo


def undo(times: int = 1) -> None:
    press(Qt.Key.Key_Z, CONTROL, times)


def redo(times: int = 1) -> None:
    press(Qt.Key.Key_Y, CONTROL, times)


def test_undo_and_redo_go_through_the_figures_typed(page: ReturnsPage, services: Services) -> None:
    enter("287")
    enter("8")
    undo()
    assert (figure(services, "F1").value, figure(services, "F1a").entered) == (287, False)
    assert current_code(page) == "F1a"
    undo()
    assert not figure(services, "F1").entered
    redo(2)
    assert (figure(services, "F1").value, figure(services, "F1a").value) == (287, 8)


def test_undoing_nothing_does_nothing(page: ReturnsPage, database: Path) -> None:
    before = audit_rows(database)
    undo()
    redo()
    assert audit_rows(database) == before
    assert not banner(page).isVisible()


def test_a_paste_is_taken_back_in_one_step(page: ReturnsPage, services: Services) -> None:
    QApplication.clipboard().setText("287\r\n8\r\nabout 200\r\n44\r\n")
    press(Qt.Key.Key_V, CONTROL)
    codes = ("F1", "F1a", "F1b", "F1c")
    assert [figure(services, one).value for one in codes] == [287, 8, None, 44]
    assert "3 cells were pasted, 1 was left as it was" in words_on(page)
    assert any("“about 200”" in one.text() for one in page.findChildren(QPushButton))
    undo()
    assert not any(figure(services, one).entered for one in codes)
    redo()
    assert [figure(services, one).value for one in codes] == [287, 8, None, 44]


def test_undo_brings_back_text_that_was_cleared_and_takes_away_text_not_read(
    page: ReturnsPage, services: Services
) -> None:
    enter("287")
    go_to(page, "F1")
    enter("about 300")
    assert cell(page, "F1").data() == "about 300"
    undo()
    assert cell(page, "F1").data() == "287"
    press(Qt.Key.Key_Delete)
    undo()
    assert figure(services, "F1").value == 287


def test_undo_takes_back_a_status_a_due_date_and_a_summary(
    page: ReturnsPage, services: Services
) -> None:
    press(Qt.Key.Key_2, CONTROL)
    named(page, ChoiceField, "Status").setFocus()
    press(Qt.Key.Key_Down)
    fill(field(page, "Due"), "30 Sep 2015")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_3, CONTROL)
    type_in("Two convictions")
    press(Qt.Key.Key_1, CONTROL)
    assert services.returns.sheet("NPFHF", Q1).summary.achievements == "Two convictions"
    undo()
    assert not services.returns.sheet("NPFHF", Q1).summary.written
    assert page.findChild(QTabBar).currentIndex() == 2
    press(Qt.Key.Key_2, CONTROL)
    undo()
    assert (action(services).action.due, action(services).action.original_due) == (None, None)
    actions(page).setFocus()
    undo()
    assert action(services).update.status is None


def test_each_return_has_its_own_undo(page: ReturnsPage, services: Services) -> None:
    enter("287")
    page.show_return("TTCG", Q1)
    undo()
    assert figure(services, "F1").value == 287
    page.show_return("NPFHF", Q1)
    undo()
    assert not figure(services, "F1").entered


def test_what_somebody_else_has_changed_since_is_not_undone(
    page: ReturnsPage, services: Services, database: Path
) -> None:
    enter("287")
    somebody_else(database, services, "F1", 240)
    undo()
    assert figure(services, "F1").value == 240
    assert "has been changed since" in banner(page).accessibleName()


# Finding, and every column


def test_ctrl_f_finds_and_escape_goes_back(page: ReturnsPage) -> None:
    press(Qt.Key.Key_F, CONTROL)
    type_in("islam")
    assert current_code(page) == "F9"
    press(Qt.Key.Key_Return)
    assert current_code(page) == "F10"
    press(Qt.Key.Key_Escape)
    assert focused() is grid(page)


def test_ctrl_f_finds_an_action_too(page: ReturnsPage) -> None:
    press(Qt.Key.Key_2, CONTROL)
    press(Qt.Key.Key_F, CONTROL)
    type_in("tolerate")
    assert actions(page).currentIndex().data(Role.RECORD).action.code == "F-04"
    type_in("zzz")
    assert page.findChild(FindField).property("error")


def test_a_column_in_which_nothing_stood_before_leaves_its_room_to_the_names(
    page: ReturnsPage,
) -> None:
    before = (FigureColumn.YEAR_AGO, FigureColumn.LAST_QUARTER)
    assert all(grid(page).isColumnHidden(one) for one in before)
    enter("287")
    page.show_return("NPFHF", Q2)
    assert [grid(page).isColumnHidden(one) for one in before] == [True, False]
    page.show_return("TTCG", Q1)
    assert not any(grid(page).isColumnHidden(one) for one in before)


def test_every_column_of_the_return_workbook_comes_and_goes(page: ReturnsPage) -> None:
    page.show_return("TTCG", Q1)
    view = grid(page)
    assert view.isColumnHidden(FigureColumn.NUMERATOR)
    assert view.isColumnHidden(FigureColumn.OBTAINED)
    press(Qt.Key.Key_L, CONTROL)
    assert not any(view.isColumnHidden(column) for column in FigureColumn)
    press(Qt.Key.Key_L, CONTROL)
    assert view.isColumnHidden(FigureColumn.NUMERATOR)


def test_details_come_on_demand_where_there_is_no_room_for_them(page: ReturnsPage) -> None:
    page.show_return("TTCG", Q1)
    page.resize(900, 700)
    settle()
    figure_field = field(page, "Figure")
    assert not figure_field.isVisible()
    assert not grid(page).isColumnHidden(FigureColumn.LAST_QUARTER)
    press(Qt.Key.Key_Return, CONTROL)
    assert figure_field.isVisible()
    assert focused() is figure_field
    press(Qt.Key.Key_Return, CONTROL)
    assert not figure_field.isVisible()


# Queries, checking, handing in


def test_a_query_takes_a_note_that_is_asked_for_again_when_the_figure_changes(
    page: ReturnsPage, services: Services
) -> None:
    page.show_return("TTCG", Q1)
    tabs = page.findChild(QTabBar)
    go_to(page, "H3")
    enter("612")
    go_to(page, "H3")
    assert any("far from" in one for one in words_on(page))
    page.show_line("H3", "explanation")
    type_in("A ring was caught")
    press(Qt.Key.Key_Tab)
    assert figure(services, "H3", "TTCG").explained
    go_to(page, "H3")
    enter("640")
    assert not figure(services, "H3", "TTCG").explained
    assert figure(services, "H3", "TTCG").explanation == "A ring was caught"
    assert tabs.accessibleTabName(0) == "Figures, 10 of 19"


def complete(page: ReturnsPage, services: Services) -> None:
    """A reason for every blank, a status for every action."""
    press(Qt.Key.Key_4, CONTROL)
    give = next(one for one in page.findChildren(QPushButton) if one.text().startswith("Give "))
    give.click()
    for line in services.returns.sheet("NPFHF", Q1).actions:
        page.show_line(line.action.code, "status")
        press(Qt.Key.Key_Down, times=2)
    press(Qt.Key.Key_4, CONTROL)


def state_banners(page: ReturnsPage) -> list[str]:
    found = page.findChild(ReturnBanners).findChildren(Banner)
    return [one.accessibleName() for one in found if one.isVisible()]


def button(page: ReturnsPage, words: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == words)


def test_a_return_is_checked_submitted_and_withdrawn(
    qtbot, page: ReturnsPage, services: Services, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    dialogs.answer = tmp_path / "out.xlsx"
    button(page, "Check and submit").click()
    assert page.findChild(QTabBar).currentIndex() == 3
    assert page.findChild(QTabBar).accessibleTabName(3) == "Check, 30 to do"
    complete(page, services)
    assert page.findChild(QTabBar).accessibleTabName(3) == "Check, ready"
    button(page, "Submit").click()
    sheet = services.returns.sheet("NPFHF", Q1)
    assert (sheet.record.state, sheet.record.version) == (ReturnState.SUBMITTED, 1)
    (said,) = state_banners(page)
    assert said.startswith("Submitted by Lead officer, version 1, and locked.")
    qtbot.waitUntil(button(page, "Export…").isEnabled)
    assert dialogs.answer.is_file()
    assert not button(page, "Check and submit").isVisible()
    button(page, "Withdraw").click()
    assert services.returns.sheet("NPFHF", Q1).record.state is ReturnState.IN_PROGRESS
    assert state_banners(page) == []
    assert button(page, "Check and submit").isVisible()


def test_a_locked_return_is_not_called_ready(
    qtbot, page: ReturnsPage, dialogs: ChosenDialogs, services: Services, tmp_path: Path
) -> None:
    dialogs.answer = tmp_path / "out.xlsx"
    complete(page, services)
    button(page, "Submit").click()
    qtbot.waitUntil(button(page, "Export…").isEnabled)
    assert page.findChild(QTabBar).accessibleTabName(3) == "Check, answers"


def test_a_change_of_mind_about_the_file_submits_nothing(
    page: ReturnsPage, services: Services
) -> None:
    complete(page, services)
    button(page, "Submit").click()
    assert services.returns.sheet("NPFHF", Q1).record.state is ReturnState.IN_PROGRESS


def test_what_the_team_has_opened_cannot_be_withdrawn(
    qtbot, page: ReturnsPage, services: Services, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    dialogs.answer = tmp_path / "out.xlsx"
    complete(page, services)
    button(page, "Submit").click()
    qtbot.waitUntil(button(page, "Export…").isEnabled)
    services.review.open("NPFHF", Q1)
    button(page, "Withdraw").click()
    assert services.returns.sheet("NPFHF", Q1).record.state is ReturnState.SUBMITTED
    assert "Lead officer has opened this return" in " ".join(state_banners(page))


def test_a_return_that_was_sent_back_says_why_at_its_cells(
    qtbot, page: ReturnsPage, services: Services, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    dialogs.answer = tmp_path / "out.xlsx"
    complete(page, services)
    button(page, "Submit").click()
    qtbot.waitUntil(button(page, "Export…").isEnabled)
    services.review.send_back("NPFHF", Q1, {"F2": "Which operation?"})
    page.reload()
    assert state_banners(page) == [
        "Sent back: 1 line. F2: Which operation? Change what is asked, then submit again."
    ]
    page.show_line("F2")
    assert any("Which operation?" in one and "Lead officer" in one for one in words_on(page))
    model = grid(page).model()
    assert model.index(model.row_of("F2"), FigureColumn.NOTE).data() == "Sent back"


def test_each_problem_leads_to_its_cell(page: ReturnsPage) -> None:
    press(Qt.Key.Key_4, CONTROL)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert page.findChild(QTabBar).currentIndex() == 0
    assert current_code(page) == "F1"
    assert focused() is grid(page)


def test_a_board_proposes_an_action_under_a_priority_of_its_own(
    page: ReturnsPage, services: Services
) -> None:
    part = page.findChild(DeliveryPlanPart)
    part.priority_wanted.emit("Hate crime on buses")
    (own,) = services.returns.sheet("NPFHF", Q1).own_priorities
    assert (own.code, own.title) == ("NPFHF-O1", "Hate crime on buses")
    part.proposal_wanted.emit(own.code, "Ride with the drivers")
    proposed = services.returns.sheet("NPFHF", Q1).actions[-1].action
    assert (proposed.code, proposed.priority, proposed.proposed) == ("NPFHF-P1", own.code, True)
    assert "0 of 30 entered" in words_on(page)
    undo(2)
    sheet = services.returns.sheet("NPFHF", Q1)
    assert len(sheet.actions) == 4
    assert sheet.own_priorities == ()


# Nothing typed is lost


def test_a_day_of_a_milestone_that_cannot_be_read_is_kept_too(
    page: ReturnsPage, services: Services
) -> None:
    first = action(services).action
    services.entry.enter_action(Q1, replace(first, milestones=(Milestone("Terms agreed"),)))
    page.reload()
    press(Qt.Key.Key_2, CONTROL)
    fill(field(page, "Milestone 1, due"), "soon")
    press(Qt.Key.Key_Return)
    assert dict(action(services).drafts) == {"milestone 1 due": "soon"}
    assert action(services).problems[0].field == "milestone 1 due"
    page.show_return("TTCG", Q1)
    page.show_return("NPFHF", Q1)
    page.show_line("F-01", "milestone 1 due")
    drop_deleted()
    assert focused() is field(page, "Milestone 1, due")
    assert field(page, "Milestone 1, due").text() == "soon"
    fill(field(page, "Milestone 1, due"), "30 Sep 2015")
    press(Qt.Key.Key_Return)
    assert action(services).drafts == {}
    assert action(services).action.milestones[0].due == date(2015, 9, 30)


def test_text_not_read_yet_outlives_the_window(
    page: ReturnsPage, services: Services, database: Path
) -> None:
    go_to(page, "F5")
    enter("about 200")
    press(Qt.Key.Key_2, CONTROL)
    fill(field(page, "Due"), "soon")
    press(Qt.Key.Key_Return)
    page.hide()
    with bootstrap.services(database, LEAD_OFFICER) as again:
        sheet = again.returns.sheet("NPFHF", Q1)
    (line,) = (one for one in sheet.figures if one.indicator.code == "F5")
    assert dict(line.drafts) == {"number": "about 200"}
    assert dict(sheet.actions[0].drafts) == {"due": "soon"}
