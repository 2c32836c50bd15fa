from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QTableView, QWidget

from csp_desktop import bootstrap
from csp_desktop.core.plan_changes import ACTION, INDICATOR, TARGET
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.ui.item_models.plan_table import PlanColumn
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.plan import PlanPage
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.error_summary import ErrorSummary
from csp_desktop.ui.widgets.fields import TextField
from tests.conftest import LEAD_OFFICER
from tests.ui.hands import Q1, focused, heard, named, press, settle, spoken_name, type_in, words_on

CONTROL = Qt.KeyboardModifier.ControlModifier
MISSING = (
    "Enter who agreed it",
    "Enter where it was agreed",
    "Enter the day it was agreed",
    "Enter why it was changed",
)


@pytest.fixture
def page(services: Services, undressed: Theme, show) -> PlanPage:
    notifier = Notifier()
    page = PlanPage(services, undressed, notifier)
    notifier.setParent(page)
    notifier.changed.connect(page.take_notice)
    page.resize(1190, 728)
    show(page)
    page.focus_first()
    return page


def table(page: PlanPage) -> QTableView:
    return named(page, QTableView, "Items of the plan")


def codes(page: PlanPage) -> list[str]:
    model = table(page).model()
    return [model.index(row, PlanColumn.CODE).data() for row in range(model.rowCount())]


def cell(page: PlanPage, column: PlanColumn) -> str:
    return str(table(page).currentIndex().siblingAtColumn(column).data())


def button(page: PlanPage, words: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text().startswith(words))


def area(page: PlanPage, name: str) -> QPlainTextEdit:
    return named(page, QPlainTextEdit, name)


def fill(page: PlanPage, **texts: str) -> None:
    """Type into fields by their spoken names."""
    for name, text in texts.items():
        spoken = name.replace("_", " ")
        fields: list[QWidget] = [
            *page.findChildren(TextField),
            *page.findChildren(QPlainTextEdit),
        ]
        field = next(one for one in fields if one.accessibleName() == spoken)
        field.setFocus()
        press(Qt.Key.Key_A, CONTROL)
        type_in(text)
        settle()


@pytest.fixture
def agree(page: PlanPage) -> Callable[..., None]:
    """Fills in what was agreed, with what changes, and records it by key."""

    def one(**texts: str) -> None:
        fill(page, **texts)
        fill(page, Agreed_by="CSP Board", Agreed_where="Its meeting, item 4")
        fill(page, Agreed_on="9 July 2015", Why="Counted anew")
        press(Qt.Key.Key_Return, CONTROL)

    return one


def test_the_list_holds_the_plan_and_narrows_by_kind_and_by_words(page: PlanPage) -> None:
    whole = codes(page)
    assert {"T19", "H2", "F-01"} <= set(whole)
    button(page, "Targets").click()
    assert codes(page) == [f"T{number:02d}" for number in range(1, 26)]
    press(Qt.Key.Key_F, CONTROL)
    assert spoken_name(focused()) == "Find in the plan"
    type_in("8% 2015/16")
    assert codes(page) == ["T19", "T21"]
    button(page, "Changed").click()
    assert codes(page) == []


def test_where_nothing_is_shown_nothing_can_be_recorded(page: PlanPage) -> None:
    button(page, "Changed").click()
    assert not button(page, "Record change").isVisible()
    press(Qt.Key.Key_F6)
    button(page, "All").click()
    assert button(page, "Record change").isVisible()


def test_the_story_begins_with_what_the_plan_printed(page: PlanPage) -> None:
    page.show_item(TARGET, "T19")
    said = words_on(page)
    assert "8% reduction in the total number of Burglaries" in said
    assert "Down 8% by 2015/16" in said
    assert "Never changed since" in said
    assert any(one.endswith("against at most 555: 84 over, 15.2%, red.") for one in said)


def test_a_change_of_a_target_shows_both_and_how_the_figures_stand_against_each(
    page: PlanPage, agree
) -> None:
    page.show_item(TARGET, "T19")
    agree(New_value="0")
    assert cell(page, PlanColumn.NOW) == "Down 0% by 2015/16"
    assert cell(page, PlanColumn.CHANGES) == "1 change"
    said = words_on(page)
    for words in (
        "Original target",
        "Down 8% by 2015/16",
        "Target now",
        "Changed target",
        "Value from 8% to 0%",
    ):
        assert words in said
    assert any(one.endswith("555: 84 over, 15.2%, red.") for one in said)
    assert any(one.endswith("603: 36 over, 6.0%, amber.") for one in said)
    assert any(
        one.startswith("Agreed by CSP Board, Its meeting, item 4, on 9 July 2015. Why: Counted")
        and "Recorded by Lead officer on 14 July 2015" in one
        for one in said
    )


def test_a_due_date_is_changed_by_keys_alone(page: PlanPage, services: Services, agree) -> None:
    told = heard(page._notifier.changed)
    page.show_item(ACTION, "F-01")
    page.focus_first()
    press(Qt.Key.Key_Return)
    assert spoken_name(focused()) == "New due date"
    agree(New_due_date="31/3/2016")
    assert focused() is table(page)
    action = services.returns.sheet("NPFHF", Q1).actions[0].action
    assert action.due == date(2016, 3, 31)
    assert [one.kinds for one in told] == [frozenset({Kind.PLAN, Kind.ACTIONS})]
    assert "Due date from none to 31 March 2016" in words_on(page)


def test_a_definition_is_offered_as_it_is_to_be_changed(
    page: PlanPage, services: Services, agree
) -> None:
    indicator = next(one for one in services.plan.indicators if one.definition)
    page.show_item(INDICATOR, indicator.code)
    assert area(page, "New definition").toPlainText() == indicator.definition
    agree(New_definition="Sheds left out")
    story = services.plan_changes.story(INDICATOR, indicator.code)
    assert story.current["definition"] == "Sheds left out"
    assert area(page, "New definition").toPlainText() == "Sheds left out"


def test_what_is_missing_is_said_at_the_top_and_beside_each_field(page: PlanPage) -> None:
    page.show_item(ACTION, "F-01")
    button(page, "Record change").click()
    summary = page.findChild(ErrorSummary)
    assert focused() is summary
    links = [one.text() for one in summary.findChildren(QPushButton) if one.isVisible()]
    assert links == ["Enter the new due date", *MISSING]
    assert set(links) <= set(words_on(page)), "the same words stand beside the fields"
    next(one for one in summary.findChildren(QPushButton) if one.text() == MISSING[1]).click()
    assert spoken_name(focused()) == "Agreed where"


def test_problems_go_once_the_change_is_recorded(page: PlanPage, agree) -> None:
    page.show_item(ACTION, "F-01")
    button(page, "Record change").click()
    agree(New_due_date="31 March 2016")
    assert not page.findChild(ErrorSummary).isVisible()
    assert not set(MISSING) & set(words_on(page))
    assert named(page, TextField, "Agreed by").text() == ""


def test_what_was_typed_for_one_item_waits_there_and_never_moves_to_another(
    page: PlanPage, services: Services
) -> None:
    page.show_item(ACTION, "F-01")
    fill(page, Agreed_by="CSP Board")
    page.show_item(ACTION, "F-02")
    assert named(page, TextField, "Agreed by").text() == ""
    page.show_item(ACTION, "F-01")
    assert named(page, TextField, "Agreed by").text() == "CSP Board"
    page.reload()
    assert named(page, TextField, "Agreed by").text() == "CSP Board"
    assert services.plan_changes.story(ACTION, "F-01").changes == ()


def test_a_window_that_may_only_look_says_so(database: Path, undressed: Theme, show) -> None:
    with bootstrap.services(database, replace(LEAD_OFFICER, looks_only=True)) as services:
        page = PlanPage(services, undressed, Notifier())
        show(page)
        assert not button(page, "Record change").isEnabled()
        assert "may only look" in button(page, "Record change").toolTip()
        assert named(page, TextField, "Agreed by").isReadOnly()
        page.close()
