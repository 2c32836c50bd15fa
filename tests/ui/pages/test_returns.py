from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QWidget,
)

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus, Milestone
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.sheet import ActionLine
from csp_desktop.services import Services
from csp_desktop.ui.item_models.figure_grid import FigureColumn
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.delivery_plan_part import DeliveryPlanPart
from csp_desktop.ui.pages.return_banners import ReturnBanners
from csp_desktop.ui.pages.returns import ReturnsPage
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.banner import Banner
from csp_desktop.ui.widgets.fields import ChoiceField, TextArea, TextField
from csp_desktop.ui.widgets.find_field import FindField
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

CONTROL = Qt.KeyboardModifier.ControlModifier
LEAD = "Lead officer's role"


@pytest.fixture
def tasks(services: Services) -> Iterator[Tasks]:
    tasks = Tasks(services.release_thread)
    yield tasks
    tasks.stop()


@pytest.fixture
def page(
    services: Services, undressed: Theme, tasks: Tasks, dialogs: ChosenDialogs, show
) -> ReturnsPage:
    """The return of the No Place For Hate Forum, with the keyboard in its first figure."""
    notifier = Notifier()
    page = ReturnsPage(services, undressed, notifier, tasks, dialogs, Q1)
    notifier.setParent(page)
    notifier.changed.connect(page.take_notice)
    page.setUpdatesEnabled(False)
    page.resize(1190, 700)
    page.show_return("NPFHF", Q1)
    show(page)
    page.focus_first()
    return page


def grid(page: ReturnsPage) -> GridView:
    return named(page, GridView, "Figures")


def actions(page: ReturnsPage) -> QTableView:
    return named(page, QTableView, "Actions")


def cell(page: ReturnsPage, code: str) -> QModelIndex:
    model = grid(page).model()
    return model.index(model.row_of(code), FigureColumn.ENTRY)


def go_to(page: ReturnsPage, code: str) -> None:
    page.show_indicator(code)
    settle()


def current_code(page: ReturnsPage) -> str:
    return grid(page).currentIndex().data(Role.RECORD).indicator.code


def figure(services: Services, code: str, board: str = "NPFHF", quarter: Quarter = Q1) -> Figure:
    lines = services.returns.sheet(board, quarter).figures
    return next(line.figure for line in lines if line.indicator.code == code)


def action(services: Services, code: str = "F-01") -> ActionLine:
    return next(
        one for one in services.returns.sheet("NPFHF", Q1).actions if one.action.code == code
    )


def field(page: ReturnsPage, name: str) -> TextField:
    return named(page, TextField, name)


def fill(widget: QWidget, text: str) -> None:
    """Type into a field as a person does, in place of what stands there."""
    widget.setFocus()
    widget.selectAll()
    type_in(text)


def drop_deleted() -> None:
    """What was put away is deleted when the event loop comes round, which it does not do here."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def banner(page: ReturnsPage) -> Banner:
    """The one that says what failed."""
    return page.findChild(ReturnBanners).findChildren(Banner)[0]


def banner_button(page: ReturnsPage) -> QPushButton:
    return banner(page).findChild(QPushButton)


def somebody_else(database: Path, services: Services, code: str, value: int) -> None:
    """A colleague stores a figure through a program of their own."""
    with bootstrap.services(database, LEAD_OFFICER) as theirs:
        found = figure(theirs, code)
        theirs.entry.enter_figure(replace(found, value=Decimal(value), absence=None))


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
