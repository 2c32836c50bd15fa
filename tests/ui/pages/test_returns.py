from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
)

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.services import Services
from csp_desktop.ui.item_models.figure_grid import FigureColumn
from csp_desktop.ui.pages.returns import ReturnsPage
from csp_desktop.ui.widgets.fields import ChoiceField, TextArea, TextField
from csp_desktop.ui.widgets.grid_view import GridView
from csp_desktop.ui.widgets.past_table import PastTable
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.stepper import Stepper
from tests.conftest import LEAD_OFFICER
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import (
    Q1,
    Q2,
    audit_rows,
    back_to,
    enter,
    focused,
    heard,
    in_use,
    named,
    press,
    settle,
    type_in,
    words_on,
)
from tests.ui.pages.returning import (
    CONTROL,
    LEAD,
    action,
    actions,
    banner,
    banner_button,
    cell,
    current_code,
    field,
    figure,
    fill,
    go_to,
    grid,
    somebody_else,
)

# Typing down the column


def test_figures_are_typed_down_the_column_and_stored_one_by_one(
    page: ReturnsPage, services: Services
) -> None:
    for typed, code in (("287", "F1"), ("8", "F1a"), ("1,203", "F1b")):
        assert current_code(page) == code
        enter(typed)
        assert figure(services, code).value == Decimal(typed.replace(",", ""))
    assert current_code(page) == "F1c"
    assert isinstance(focused(), GridView)


def test_enter_passes_over_headings(page: ReturnsPage) -> None:
    go_to(page, "F9")
    press(Qt.Key.Key_Return)
    assert current_code(page) == "F2"
    press(Qt.Key.Key_Up)
    assert current_code(page) == "F9"


def test_a_stored_figure_is_counted_and_begins_the_return(page: ReturnsPage) -> None:
    assert "0 of 30 entered" in words_on(page)
    enter("287")
    assert "1 of 30 entered" in words_on(page)
    assert "In progress" in words_on(page)
    tabs = page.findChild(QTabBar)
    assert tabs.accessibleTabName(0) == "Figures, 1 of 26"


def test_text_that_is_no_figure_stays_and_is_explained(
    page: ReturnsPage, services: Services
) -> None:
    go_to(page, "F5")
    enter("about 200")
    assert not figure(services, "F5").entered
    assert cell(page, "F5").data() == "about 200"
    go_to(page, "F5")
    assert "Racist and religious offences must be a whole number, like 30" in words_on(page)
    assert field(page, "Figure").text() == "about 200"
    enter("239")
    assert figure(services, "F5").value == 239
    assert not [one for one in words_on(page) if "must be a whole number" in one]


def test_a_draft_waits_while_one_looks_at_another_return(page: ReturnsPage) -> None:
    go_to(page, "F5")
    enter("about 200")
    page.show_return("TTCG", Q1)
    page.show_return("NPFHF", Q1)
    assert cell(page, "F5").data() == "about 200"


def test_f2_edits_what_stands_there(page: ReturnsPage, services: Services) -> None:
    enter("287")
    go_to(page, "F1")
    press(Qt.Key.Key_F2)
    assert isinstance(focused(), QLineEdit)
    assert focused().text() == "287"
    press(Qt.Key.Key_End)
    enter("5")
    assert figure(services, "F1").value == 2875


def test_delete_clears_a_figure(page: ReturnsPage, services: Services) -> None:
    enter("287")
    go_to(page, "F1")
    press(Qt.Key.Key_Delete)
    assert not figure(services, "F1").entered
    assert cell(page, "F1").data() == "not entered"


def test_escape_stores_nothing(page: ReturnsPage, services: Services, database: Path) -> None:
    before = audit_rows(database)
    type_in("99")
    press(Qt.Key.Key_Escape)
    assert cell(page, "F1").data() == "not entered"
    assert audit_rows(database) == before


def test_the_foot_of_the_window_is_told_what_the_keys_act_upon(page: ReturnsPage) -> None:
    told = heard(page.subject_changed)
    go_to(page, "F5")
    assert told[-1] == "F5 Racist and religious offences"
    press(Qt.Key.Key_2, CONTROL)
    assert told[-1] == "Action F-01"


# The details beside the grid


def test_ctrl_enter_goes_to_the_details_and_back(page: ReturnsPage) -> None:
    press(Qt.Key.Key_Return, CONTROL)
    assert focused() is field(page, "Figure")
    press(Qt.Key.Key_Return, CONTROL)
    assert focused() is grid(page)


def test_f6_goes_from_pane_to_pane(page: ReturnsPage) -> None:
    press(Qt.Key.Key_F6)
    assert focused() is field(page, "Figure")
    press(Qt.Key.Key_F6)
    assert focused() is grid(page)


def test_the_two_parts_of_a_percentage_are_typed_apart(
    page: ReturnsPage, services: Services
) -> None:
    go_to(page, "F2")
    press(Qt.Key.Key_F6)
    assert focused() is field(page, "Numerator")
    type_in("78")
    press(Qt.Key.Key_Tab)
    assert focused() is field(page, "Out of")
    enter("287")
    found = figure(services, "F2")
    assert (found.numerator, found.denominator) == (78, 287)
    assert cell(page, "F2").data() == "27.2%"


def test_one_part_without_the_other_is_not_thrown_away(
    page: ReturnsPage, services: Services
) -> None:
    go_to(page, "F2")
    fill(field(page, "Numerator"), "78")
    fill(field(page, "Source"), "Police")
    press(Qt.Key.Key_Return)
    assert field(page, "Numerator").text() == "78"
    grid(page).setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    assert field(page, "Numerator").text() == "78"
    assert "is out of" in " ".join(words_on(page))
    fill(field(page, "Out of"), "287")
    press(Qt.Key.Key_Return)
    assert (figure(services, "F2").numerator, figure(services, "F2").denominator) == (78, 287)


def test_a_sample_size_is_asked_for_and_added_to_its_percentage(
    page: ReturnsPage, services: Services
) -> None:
    survey = next(one for one in services.plan.indicators if one.unit.value == "survey_percentage")
    page.show_return(survey.board, Q1)
    go_to(page, survey.code)
    enter("78%")
    go_to(page, survey.code)
    assert "Enter the sample size" in " ".join(words_on(page))
    fill(field(page, "Sample size"), "1171")
    press(Qt.Key.Key_Return)
    found = figure(services, survey.code, survey.board)
    assert (found.value, found.sample_size) == (78, 1171)
    assert "Enter the sample size" not in " ".join(words_on(page))


def test_a_sample_size_alone_wipes_nothing(page: ReturnsPage, services: Services) -> None:
    survey = next(one for one in services.plan.indicators if one.unit.value == "survey_percentage")
    page.show_return(survey.board, Q1)
    go_to(page, survey.code)
    enter("withheld")
    go_to(page, survey.code)
    fill(field(page, "Sample size"), "1171")
    press(Qt.Key.Key_Return)
    assert figure(services, survey.code, survey.board).absence is Absence.WITHHELD
    assert field(page, "Sample size").text() == "1171"


def test_an_absence_is_chosen_with_the_day_it_is_expected(
    page: ReturnsPage, services: Services
) -> None:
    go_to(page, "F4")
    why = named(page, ChoiceField, "If there is no figure, why")
    why.setFocus()
    press(Qt.Key.Key_Down)
    assert figure(services, "F4").absence is Absence.NOT_YET_AVAILABLE
    fill(field(page, "Expected on"), "14 August 2015")
    press(Qt.Key.Key_Return)
    assert figure(services, "F4").expected_on == date(2015, 8, 14)
    assert cell(page, "F4").data() == "Not yet available, due 14 Aug"


def test_a_day_that_is_none_stays_and_is_explained(page: ReturnsPage, services: Services) -> None:
    go_to(page, "F4")
    enter("nya")
    go_to(page, "F4")
    expected = field(page, "Expected on")
    fill(expected, "31 Feb 2015")
    fill(field(page, "Source"), "Police")
    press(Qt.Key.Key_Return)
    assert figure(services, "F4").expected_on is None
    assert figure(services, "F4").source == "Police"
    assert expected.text() == "31 Feb 2015"
    assert expected.is_wrong
    assert "it is expected must be a real date, like 14 Aug 2015" in " ".join(words_on(page))
    go_to(page, "F5")
    assert "must be a real date" not in " ".join(words_on(page))


def test_status_source_and_comment_are_stored_as_they_are_given(
    page: ReturnsPage, services: Services
) -> None:
    enter("287")
    go_to(page, "F1")
    segments = page.findChildren(Segmented)[0].findChildren(QPushButton)
    next(one for one in segments if one.text() == "Final").click()
    fill(field(page, "Source"), " Police ")
    press(Qt.Key.Key_Tab)
    named(page, TextArea, "Comment").setFocus()
    type_in("As published")
    press(Qt.Key.Key_Tab)
    found = figure(services, "F1")
    assert found.status is FigureStatus.FINAL
    assert (found.source, found.comment) == ("Police", "As published")
    assert found.value == 287


def test_a_comment_can_be_typed_on_after_a_pause_in_which_it_was_stored(
    page: ReturnsPage, services: Services
) -> None:
    comment = named(page, TextArea, "Comment")
    comment.setFocus()
    type_in("Counted ")
    comment.commit()
    assert figure(services, "F1").comment == "Counted"
    type_in("twice")
    press(Qt.Key.Key_Tab)
    assert figure(services, "F1").comment == "Counted twice"


def test_what_is_typed_in_a_field_is_stored_when_another_board_is_chosen_by_key(
    page: ReturnsPage, services: Services
) -> None:
    fill(field(page, "Source"), "Police")
    press(Qt.Key.Key_B, CONTROL)
    type_in("ttcg")
    press(Qt.Key.Key_Return)
    assert page.board == "TTCG"
    assert figure(services, "F1").source == "Police"


def test_a_figure_typed_in_the_details_goes_to_its_own_row(
    page: ReturnsPage, services: Services
) -> None:
    fill(field(page, "Figure"), "287")
    go_to(page, "F5")
    assert figure(services, "F1").value == 287
    assert not figure(services, "F5").entered


def test_what_stood_there_before_stands_beside_the_cell_and_in_the_details(
    page: ReturnsPage, services: Services
) -> None:
    enter("287")
    page.show_return("NPFHF", Q2)
    go_to(page, "F1")
    model = grid(page).model()
    assert model.index(model.row_of("F1"), FigureColumn.LAST_QUARTER).data() == "287"
    spoken = [one.accessibleName() for one in page.findChild(PastTable).findChildren(QLabel)]
    assert "2015/16-Q1: 287, provisional" in spoken


# The delivery plan


def test_the_delivery_plan_is_entered_by_keys_alone(page: ReturnsPage, services: Services) -> None:
    press(Qt.Key.Key_2, CONTROL)
    actions(page).setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert focused() is named(page, ChoiceField, "Status")
    press(Qt.Key.Key_Down, times=2)
    for text in ("40", "As planned", "The panel met twice.", "It meets again", "Minutes"):
        press(Qt.Key.Key_Tab)
        type_in(text)
    press(Qt.Key.Key_Tab)
    assert focused() is field(page, LEAD)
    type_in("Hate crime manager")
    fill(field(page, "Due"), "30/9/2015")
    press(Qt.Key.Key_Return)
    found = action(services, "F-02")
    update = found.update
    assert (update.status, update.percent) == (ActionStatus.ON_TRACK, 40)
    assert (update.reason, update.note) == ("As planned", "The panel met twice.")
    assert (update.next_steps, update.evidence) == ("It meets again", "Minutes")
    assert found.action.lead == "Hate crime manager"
    assert found.action.due == found.action.original_due == date(2015, 9, 30)
    assert field(page, "Due").text() == "30 Sep 2015"
    assert page.findChild(QTabBar).accessibleTabName(1) == "Delivery plan, 1 of 4"


def test_a_due_day_that_is_moved_keeps_the_first_one_in_view(
    page: ReturnsPage, services: Services
) -> None:
    press(Qt.Key.Key_2, CONTROL)
    for day in ("30 Sep 2015", "15 Nov 2015"):
        fill(field(page, "Due"), day)
        press(Qt.Key.Key_Return)
    assert "30 September 2015" in " ".join(words_on(page))
    assert action(services).action.original_due == date(2015, 9, 30)
    assert [one.after for one in action(services).action.moves] == [date(2015, 11, 15)]


def test_a_due_day_that_is_none_stays_while_the_rest_is_stored(
    page: ReturnsPage, services: Services
) -> None:
    press(Qt.Key.Key_2, CONTROL)
    fill(field(page, "Due"), "soon")
    fill(field(page, LEAD), "Hate crime manager")
    press(Qt.Key.Key_Return)
    assert action(services).action.lead == "Hate crime manager"
    assert action(services).action.due is None
    assert field(page, "Due").text() == "soon"
    assert "Due must be a real date, like 14 Aug 2015" in " ".join(words_on(page))
    actions(page).setFocus()
    press(Qt.Key.Key_Down)
    assert field(page, "Due").text() == ""
    assert "must be a real date" not in " ".join(words_on(page))


def test_what_was_typed_is_stored_with_its_own_action_when_another_is_selected(
    page: ReturnsPage, services: Services
) -> None:
    press(Qt.Key.Key_2, CONTROL)
    named(page, TextArea, "What was done this quarter").setFocus()
    type_in("Met once")
    actions(page).selectRow(2)
    assert action(services, "F-01").update.note == "Met once"
    fill(field(page, LEAD), "Hate crime manager")
    actions(page).selectRow(1)
    assert action(services, "F-03").action.lead == "Hate crime manager"
    assert action(services, "F-03").update.note == ""
    assert action(services, "F-02").action.lead == ""


def test_leaving_the_page_stores_what_was_typed(page: ReturnsPage, services: Services) -> None:
    press(Qt.Key.Key_2, CONTROL)
    named(page, TextArea, "What was done this quarter").setFocus()
    type_in("Met once")
    page.hide()
    assert action(services).update.note == "Met once"


# Boards, quarters, parts


def test_a_board_is_chosen_by_typing(page: ReturnsPage) -> None:
    press(Qt.Key.Key_B, CONTROL)
    type_in("drug")
    press(Qt.Key.Key_Return)
    assert page.board == "DAAT_MB"
    assert "Drug and Alcohol Action Team Management Board" in words_on(page)
    back_to(page.window())
    assert focused() is grid(page)


def test_stepping_shows_another_quarter(page: ReturnsPage) -> None:
    named(page.findChild(Stepper), QPushButton, "Next quarter").click()
    settle()
    assert page.quarter == Q2
    assert any("quarter 2, July to September 2015" in one for one in words_on(page))
    heading = grid(page).model().headerData(FigureColumn.ENTRY, Qt.Orientation.Horizontal)
    assert heading == "2015/16-Q2\nenter here"


def test_a_board_without_figures_opens_on_its_delivery_plan(
    page: ReturnsPage, services: Services
) -> None:
    page.show_return("PREVENT", Q1)
    settle()
    assert page.findChild(QTabBar).currentIndex() == 1
    assert actions(page).isVisible()
    assert focused() is actions(page)


def test_a_board_of_which_nothing_is_asked_says_so(page: ReturnsPage) -> None:
    page.show_return("CSP", Q1)
    assert "No figures are asked of this board" in words_on(page)
    assert not grid(page).isVisible()
    page.show_return("NPFHF", Q1)
    settle()
    assert grid(page).isVisible()


def test_a_locked_return_takes_nothing(
    page: ReturnsPage, services: Services, database: Path, hand_in
) -> None:
    hand_in("NPFHF", Q1)
    page.show_return("TTCG", Q1)
    page.show_return("NPFHF", Q1)
    before = audit_rows(database)
    go_to(page, "F1")
    type_in("5")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Delete)
    for part in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4):
        press(part, CONTROL)
    proposing = {"What is to be done", "Title of the priority"}  # behind buttons that are disabled
    for kind in (TextField, TextArea):
        assert proposing >= {
            one.accessibleName()
            for one in page.findChildren(kind)
            if one.isEnabled() and not one.isReadOnly()
        }
    choices = {one.accessibleName() for one in page.findChildren(ChoiceField) if one.isEnabled()}
    assert {"Priority of the proposed action", "Reason for every blank"} >= choices
    assert "Submitted" in words_on(page)
    assert audit_rows(database) == before


# Failed saves


@pytest.mark.usefixtures("impatient")
def test_a_failed_save_stays_said_and_keeps_the_text_until_it_is_stored(
    page: ReturnsPage, services: Services, database: Path
) -> None:
    assert not banner(page).isVisible()
    with in_use(database):
        enter("287")
        assert banner(page).isVisible()
        assert banner(page).accessibleName() == (
            f"Not saved. {database} is in use by another program. Close it there and try again."
        )
        assert cell(page, "F1").data() == "287"
        banner_button(page).click()
        assert banner(page).isVisible()
    assert not figure(services, "F1").entered
    assert banner_button(page).text() == "Try again"
    banner_button(page).click()
    assert figure(services, "F1").value == 287
    assert not banner(page).isVisible()
    assert cell(page, "F1").data() == "287"


@pytest.mark.usefixtures("impatient")
def test_everything_that_was_entered_meanwhile_is_stored_when_one_tries_again(
    page: ReturnsPage, services: Services, database: Path
) -> None:
    with in_use(database):
        enter("287")
        enter("8")
        go_to(page, "F1")
        fill(field(page, "Source"), "Police")
        press(Qt.Key.Key_Return)
        assert "2 changes are not saved." in banner(page).accessibleName()
        assert cell(page, "F1a").data() == "8"
    banner_button(page).click()
    assert (figure(services, "F1").value, figure(services, "F1").source) == (287, "Police")
    assert figure(services, "F1a").value == 8
    assert not banner(page).isVisible()


@pytest.mark.usefixtures("impatient")
def test_a_later_save_that_works_does_not_forget_the_one_that_failed(
    page: ReturnsPage, services: Services, database: Path
) -> None:
    with in_use(database):
        enter("287")
    enter("8")
    assert figure(services, "F1a").value == 8
    assert cell(page, "F1").data() == "287"
    assert banner(page).isVisible()
    banner_button(page).click()
    assert figure(services, "F1").value == 287
    assert not banner(page).isVisible()


@pytest.mark.usefixtures("impatient")
def test_an_update_that_failed_is_stored_for_its_own_board_and_quarter(
    page: ReturnsPage, services: Services, database: Path
) -> None:
    press(Qt.Key.Key_2, CONTROL)
    with in_use(database):
        named(page, ChoiceField, "Status").setFocus()
        press(Qt.Key.Key_Down)
        fill(field(page, LEAD), "Hate crime manager")
        press(Qt.Key.Key_Return)
    page.show_return("TTCG", Q2)
    banner_button(page).click()
    assert action(services).update.status is ActionStatus.NOT_STARTED
    assert action(services).action.lead == "Hate crime manager"
    states = {one.board.code: one.record.state.words for one in services.returns.progress(Q1)}
    assert (states["NPFHF"], states["TTCG"]) == ("In progress", "Not started")
    later = {one.board.code: one.record.state.words for one in services.returns.progress(Q2)}
    assert set(later.values()) == {"Not started"}


@pytest.mark.usefixtures("impatient")
def test_asking_for_everything_typed_tries_again_too(
    page: ReturnsPage, services: Services, database: Path
) -> None:
    with in_use(database):
        enter("287")
    page.commit()
    assert figure(services, "F1").value == 287
    assert not banner(page).isVisible()


@pytest.mark.usefixtures("impatient")
def test_a_return_that_cannot_be_read_is_explained_and_read_when_it_can(
    page: ReturnsPage, database: Path
) -> None:
    told = heard(page.trouble)
    with in_use(database):
        named(page.findChild(Stepper), QPushButton, "Next quarter").click()
        assert "in use by another program" in told[-1]
        assert not page.isEnabled()
    page.catch_up()
    assert told[-1] == ""
    assert page.isEnabled()
    assert any("quarter 2" in one for one in words_on(page))


def test_a_stale_save_is_explained_and_shows_what_somebody_else_has_stored(
    page: ReturnsPage, services: Services, database: Path
) -> None:
    somebody_else(database, services, "F1", 240)
    enter("287")
    assert banner(page).accessibleName() == (
        "Not saved. F1 for 2015/16-Q1 was changed while you had it open. Look at its new value, "
        "then enter yours again. You entered: 287."
    )
    assert cell(page, "F1").data() == "240"
    assert figure(services, "F1").value == 240
    assert banner_button(page).text() == "Close"
    banner_button(page).click()
    assert not banner(page).isVisible()
    go_to(page, "F1")
    enter("287")
    assert figure(services, "F1").value == 287


def test_a_stale_update_repeats_what_was_entered(
    page: ReturnsPage, services: Services, database: Path
) -> None:
    press(Qt.Key.Key_2, CONTROL)
    with bootstrap.services(database, LEAD_OFFICER) as theirs:
        theirs.entry.enter_update(
            "NPFHF", replace(action(theirs).update, status=ActionStatus.COMPLETE)
        )
    named(page, TextArea, "What was done this quarter").setFocus()
    type_in("Met once")
    press(Qt.Key.Key_Tab)
    assert banner(page).accessibleName() == (
        "Not saved. Action F-01 was changed while you had it open. Look at it again, then enter "
        "yours. You entered: Met once."
    )
    assert named(page, ChoiceField, "Status").currentText() == "Complete"


def test_a_save_that_is_refused_says_why_and_shows_the_return_as_it_is(
    page: ReturnsPage, services: Services, hand_in
) -> None:
    hand_in("NPFHF", Q1)
    enter("287")
    assert "submitted and locked" in banner(page).accessibleName()
    assert banner(page).accessibleName().endswith("You entered: 287.")
    assert "Submitted" in words_on(page)
    assert cell(page, "F1").data() == "not entered"
    assert not figure(services, "F1").entered
    banner_button(page).click()
    assert not banner(page).isVisible()


# The workbook


def test_the_workbook_is_written_where_the_person_says(
    qtbot, page: ReturnsPage, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    dialogs.answer = tmp_path / "out.xlsx"
    button = next(one for one in page.findChildren(QPushButton) if "Export" in one.text())
    with qtbot.waitSignal(page.subject_changed):
        button.click()
        assert not button.isEnabled()
        assert button.toolTip() == "The workbook is being written"
    assert dialogs.offered == ["NPFHF 2015-16-Q1 return.xlsx"]
    assert dialogs.answer.is_file()
    assert button.isEnabled()
    assert button.toolTip() == ""


def test_the_name_of_a_file_that_holds_restricted_figures_says_so(
    page: ReturnsPage, services: Services, dialogs: ChosenDialogs
) -> None:
    restricted = next(one for one in services.plan.indicators if one.restricted)
    page.show_return(restricted.board, Q1)
    press(Qt.Key.Key_E, CONTROL)
    assert dialogs.offered == [f"{restricted.board} 2015-16-Q1 return RESTRICTED.xlsx"]


def test_what_is_being_typed_is_in_the_workbook_too(
    qtbot, page: ReturnsPage, services: Services, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    dialogs.answer = tmp_path / "out.xlsx"
    fill(field(page, "Source"), "Police")
    with qtbot.waitSignal(page.subject_changed):
        press(Qt.Key.Key_E, CONTROL)
    qtbot.waitUntil(dialogs.answer.is_file)
    assert figure(services, "F1").source == "Police"


def test_a_change_of_mind_writes_nothing(page: ReturnsPage, dialogs: ChosenDialogs) -> None:
    button = next(one for one in page.findChildren(QPushButton) if "Export" in one.text())
    button.click()
    assert len(dialogs.offered) == 1
    assert button.isEnabled()


def test_a_workbook_that_cannot_be_written_is_explained(
    qtbot, page: ReturnsPage, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    dialogs.answer = tmp_path / "file" / "out.xlsx"
    button = next(one for one in page.findChildren(QPushButton) if "Export" in one.text())
    button.click()
    qtbot.waitUntil(lambda: banner(page).isVisible())
    assert banner(page).accessibleName().startswith("The workbook was not written.")
    assert button.isEnabled()
    banner_button(page).click()
    assert not banner(page).isVisible()
