"""The delivery plan across boards, at quarter 1 of 2015/16, on 14 July 2015."""

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollBar, QWidget

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.delivery import Segment
from csp_desktop.core.errors import StorageError
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.session import Session
from csp_desktop.ui.item_models.action_groups import PlanColumn
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.pages.action_story import ActionStoryPanel
from csp_desktop.ui.pages.delivery import DeliveryPage
from csp_desktop.ui.pages.delivery_table import ActionsTable
from csp_desktop.ui.pages.delivery_views import ViewChoice
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.banner import Banner
from csp_desktop.ui.widgets.fields import ChoiceField
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.stepper import Stepper
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import Q1, Q2, focused, heard, named, press, settle, type_in, words_on

WIDE, NARROW = 1190, 924


def report(services: Services, code: str, status: ActionStatus | None, *due: date) -> None:
    """Give an action due dates, one after the other, and say how it stands."""
    board = next(
        board.code
        for board in services.plan.boards
        if any(one.action.code == code for one in services.returns.sheet(board.code, Q1).actions)
    )
    for day in due:
        lines = services.returns.sheet(board, Q1).actions
        action = next(one.action for one in lines if one.action.code == code)
        services.entry.enter_action(Q1, action.due_on(day))
    line = next(o for o in services.returns.sheet(board, Q1).actions if o.action.code == code)
    services.entry.enter_update(board, replace(line.update, status=status))


@pytest.fixture
def told(services: Services) -> Services:
    """Four actions are reported on: one is off track, one late, one put off twice, one done."""
    report(services, "F-01", ActionStatus.OFF_TRACK, date(2015, 12, 31))
    report(services, "F-02", ActionStatus.ON_TRACK, date(2015, 7, 1))
    moved = (date(2015, 7, 31), date(2015, 9, 30), date(2016, 1, 31))
    report(services, "F-03", ActionStatus.AT_RISK, *moved)
    report(services, "F-04", ActionStatus.COMPLETE, date(2015, 6, 30))
    return services


@pytest.fixture
def build(
    undressed: Theme, dialogs: ChosenDialogs, show: Callable[[QWidget], QWidget]
) -> Iterator[Callable[..., DeliveryPage]]:
    made: list[tuple[DeliveryPage, Tasks]] = []

    def one(services: Services, width: int = WIDE) -> DeliveryPage:
        tasks = Tasks(services.release_thread)
        page = DeliveryPage(services, undressed, tasks, dialogs, Q1)
        made.append((page, tasks))
        page.resize(width, 728)
        show(page)
        page.focus_first()
        settle()
        return page

    yield one
    for page, tasks in made:
        tasks.stop()
        page.let_go()


@pytest.fixture
def page(told: Services, build: Callable[..., DeliveryPage]) -> DeliveryPage:
    return build(told)


def table(page: DeliveryPage) -> ActionsTable:
    return named(page, ActionsTable, "Actions of all boards")


def lines(page: DeliveryPage) -> list[str]:
    """Headings with their counts, and the codes of actions."""
    model = table(page).model()
    found = []
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        record = index.data(Role.RECORD)
        found.append(record.code if record else f"{index.data()} {index.data(Role.PROGRESS)}")
    return found


def codes(page: DeliveryPage) -> list[str]:
    return [one for one in lines(page) if one[-1].isdigit() and "-" in one and " " not in one]


def choose(page: DeliveryPage, words: str) -> None:
    segments = page.findChild(Segmented).findChildren(QPushButton)
    next(one for one in segments if one.text().startswith(words)).click()
    settle()


def pick(page: DeliveryPage, name: str, words: str) -> None:
    """Choose an answer as a person does, by its first words."""
    field = named(page, ChoiceField, name)
    at = next(n for n in range(field.count()) if field.itemText(n).startswith(words))
    field.setCurrentIndex(at)
    field.activated.emit(at)
    settle()


def current(page: DeliveryPage) -> str:
    record = table(page).record
    return record.code if record else ""


def stand_on(page: DeliveryPage, words: str) -> None:
    table(page).setCurrentIndex(table(page).model().index(lines(page).index(words), 0))
    settle()


def find(page: DeliveryPage, words: str, qtbot) -> None:
    before = page.findChild(Segmented).findChildren(QPushButton)[0].text()
    named(page, QLineEdit, "Find an action").setText(words)
    qtbot.waitUntil(lambda: page.findChild(Segmented).findChildren(QPushButton)[0].text() != before)


# What it says


def test_the_page_says_how_the_plan_stands(page: DeliveryPage) -> None:
    said = "126 actions. 1 is off track, 1 at risk, 1 overdue; 122 have no update this quarter."
    assert said in words_on(page)
    texts = [one.text() for one in page.findChild(Segmented).findChildren(QPushButton)]
    assert texts == [
        "All 126",
        "Off track 1",
        "At risk 1",
        "Overdue 1",
        "Slipped twice 1",
        "No update 122",
        "Exceptions 3",
    ]


def test_what_needs_attention_stands_first(page: DeliveryPage) -> None:
    assert lines(page)[:5] == ["Off track 1", "F-01", "At risk 1", "F-03", "Not reported 122"]
    assert lines(page)[-2:] == ["Complete 1", "F-04"]
    assert current(page) == "F-01"


def test_a_plan_that_is_over_is_seen_from_its_own_time(
    told: Services, database: Path, build: Callable[..., DeliveryPage]
) -> None:
    later = Session("Lead officer", lambda: datetime(2026, 7, 14, 12, tzinfo=UTC))
    with bootstrap.services(database, later) as services:
        page = build(services)
        assert any(one.endswith("As of 17 July 2015.") for one in words_on(page))
        choose(page, "Overdue")
        row = table(page).model().index(lines(page).index("F-02"), PlanColumn.DUE)
        assert row.data(Role.CODE) == "16 days over"


# Filtering and grouping


@pytest.mark.parametrize("segment", ["Off track", "At risk", "Overdue", "Slipped", "Exceptions"])
def test_a_segment_shows_as_many_actions_as_it_counts(page: DeliveryPage, segment: str) -> None:
    choose(page, segment)
    texts = [one.text() for one in page.findChild(Segmented).findChildren(QPushButton)]
    counted = next(one for one in texts if one.startswith(segment))
    assert len(codes(page)) == int(counted.split()[-1])


def test_filters_narrow_the_table_and_the_sentence(page: DeliveryPage) -> None:
    pick(page, "Board", "No Place")
    assert sorted(codes(page)) == ["F-01", "F-02", "F-03", "F-04"]
    assert any(one.startswith("4 of 126 actions. 1 is off track") for one in words_on(page))
    pick(page, "Status", "At risk")
    assert codes(page) == ["F-03"]
    pick(page, "Due", "This quarter")
    assert codes(page) == []
    pick(page, "Due", "Due later")
    assert codes(page) == ["F-03"]


def test_words_are_found_in_actions_and_codes(page: DeliveryPage, qtbot) -> None:
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert focused() is named(page, QLineEdit, "Find an action")
    type_in("f-03")
    qtbot.waitUntil(lambda: codes(page) == ["F-03"])


def test_where_nothing_matches_the_page_offers_to_show_all(page: DeliveryPage, qtbot) -> None:
    find(page, "no such words", qtbot)
    assert "No action matches" in words_on(page)
    assert not table(page).isVisible()
    next(one for one in page.findChildren(QPushButton) if one.text() == "Show all actions").click()
    settle()
    assert len(codes(page)) == 126
    assert named(page, QLineEdit, "Find an action").text() == ""
    assert focused() is table(page)


def test_actions_can_be_grouped_by_anything(page: DeliveryPage) -> None:
    grouping = named(page, ChoiceField, "Group by")
    pick(page, "Board", "No Place")
    for at in range(grouping.count()):
        grouping.setCurrentIndex(at)
        grouping.activated.emit(at)
        assert sorted(codes(page)) == ["F-01", "F-02", "F-03", "F-04"], grouping.itemText(at)
    assert lines(page) == codes(page), "the last one groups by nothing"
    pick(page, "Group by", "By exception")
    assert [one for one in lines(page) if one not in codes(page)] == [
        "Off track 1",
        "Overdue 1",
        "Slipping 1",
        "No exception 1",
    ]


def test_g_opens_what_one_can_group_by(page: DeliveryPage) -> None:
    press(Qt.Key.Key_G)
    grouping = named(page, ChoiceField, "Group by")
    assert grouping.view().isVisible()
    grouping.hidePopup()


def test_the_list_of_exceptions_says_why_each_action_is_on_it(page: DeliveryPage) -> None:
    choose(page, "Exceptions")
    assert not table(page).isColumnHidden(PlanColumn.EXCEPTIONS)
    told = {
        code: table(page).model().index(lines(page).index(code), PlanColumn.EXCEPTIONS).data()
        for code in codes(page)
    }
    assert told == {"F-01": "Off track", "F-02": "Overdue", "F-03": "Slipping"}


def test_the_action_one_stands_on_stays_when_the_table_changes(page: DeliveryPage) -> None:
    stand_on(page, "F-04")
    pick(page, "Group by", "By board")
    assert current(page) == "F-04"
    choose(page, "Off track")
    assert current(page) == "F-01"


def test_what_others_store_is_shown(page: DeliveryPage, told: Services) -> None:
    stand_on(page, "F-02")
    report(told, "F-02", ActionStatus.OFF_TRACK)
    page.take_notice(Changes.of(Kind.FIGURES))
    assert lines(page)[0] == "Off track 1"
    page.take_notice(Changes.of(Kind.ACTIONS))
    assert lines(page)[:3] == ["Off track 2", "F-02", "F-01"]
    assert current(page) == "F-02"


def test_what_cannot_be_read_is_told(
    page: DeliveryPage, told: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = heard(page.trouble)

    def fails(*_: object) -> None:
        raise StorageError("The disk is gone.")

    monkeypatch.setattr(told.delivery, "counts", fails)
    choose(page, "Off track")
    assert trouble == ["The disk is gone."]
    assert not page.isEnabled()


# Keys


def test_left_and_right_fold_and_unfold_a_group(page: DeliveryPage) -> None:
    press(Qt.Key.Key_Left)
    assert (current(page), table(page).currentIndex().row()) == ("", 0)
    press(Qt.Key.Key_Left)
    assert lines(page)[:2] == ["Off track 1", "At risk 1"]
    press(Qt.Key.Key_Right)
    assert lines(page)[:2] == ["Off track 1", "F-01"]
    press(Qt.Key.Key_Return)
    assert lines(page)[:2] == ["Off track 1", "At risk 1"]


def test_a_click_on_a_heading_folds_its_group(page: DeliveryPage) -> None:
    spot = table(page).visualRect(table(page).model().index(0, 0)).center()
    QTest.mouseClick(table(page).viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert lines(page)[:2] == ["Off track 1", "At risk 1"]


def test_right_goes_to_the_return_of_the_actions_board(page: DeliveryPage) -> None:
    told = heard(page.return_wanted)
    press(Qt.Key.Key_Right)
    assert told == [("NPFHF", Q1)]


def test_home_and_end_go_to_the_ends(page: DeliveryPage) -> None:
    press(Qt.Key.Key_End)
    assert current(page) == "F-04"
    press(Qt.Key.Key_Home)
    assert table(page).currentIndex().row() == 0


def test_tab_leaves_the_table(page: DeliveryPage) -> None:
    press(Qt.Key.Key_Tab)
    assert focused() is not table(page)


# The story


def story(page: DeliveryPage) -> ActionStoryPanel:
    return page.findChild(ActionStoryPanel)


def test_enter_opens_an_actions_story_which_follows_the_selection(page: DeliveryPage) -> None:
    assert not story(page).isVisible()
    press(Qt.Key.Key_Return)
    assert story(page).isVisible()
    assert any(one.startswith("F-01") for one in words_on(story(page)))
    stand_on(page, "F-03")
    assert any(one.startswith("F-03") for one in words_on(story(page)))
    assert focused() is table(page)


def test_escape_closes_the_story_and_the_timeline_comes_back(page: DeliveryPage) -> None:
    press(Qt.Key.Key_Return)
    assert not page.timeline.isVisible()
    press(Qt.Key.Key_F6)
    assert focused() is story(page)
    press(Qt.Key.Key_Escape)
    assert not story(page).isVisible()
    assert page.timeline.isVisible()
    assert focused() is table(page)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert not story(page).isVisible()


def test_the_page_tells_which_action_it_is_about(page: DeliveryPage) -> None:
    told = heard(page.subject_changed)
    stand_on(page, "F-03")
    press(Qt.Key.Key_Up)
    assert told == ["Action F-03", ""]


def test_a_narrow_table_keeps_the_action_its_status_and_its_date(
    told: Services, build: Callable[..., DeliveryPage]
) -> None:
    page = build(told, NARROW)
    press(Qt.Key.Key_Return)
    settle()
    shown = [one for one in PlanColumn if not table(page).isColumnHidden(one)]
    assert {PlanColumn.ACTION, PlanColumn.STATUS, PlanColumn.DUE} <= set(shown)
    assert PlanColumn.LEAD not in shown
    taken = sum(table(page).columnWidth(one) for one in shown)
    assert taken <= table(page).viewport().width()
    page.resize(1500, 728)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_T)
    settle()
    assert not any(table(page).isColumnHidden(one) for one in PlanColumn)


# The timeline


def test_t_hides_the_timeline_and_shows_it_again(page: DeliveryPage) -> None:
    assert page.timeline.isVisible()
    press(Qt.Key.Key_T)
    assert not page.timeline.isVisible()
    press(Qt.Key.Key_T)
    assert page.timeline.isVisible()


def test_a_narrow_page_has_no_timeline(told: Services, build: Callable[..., DeliveryPage]) -> None:
    page = build(told, NARROW)
    assert page.timeline is None or not page.timeline.isVisible()
    page.resize(WIDE, 728)
    settle()
    assert page.timeline.isVisible()


def test_the_timeline_follows_the_table(page: DeliveryPage) -> None:
    drawn = table(page).in_view()
    assert [one.name for one in drawn[:4]] == ["", "F-01", "", "F-03"]
    assert drawn[1].top == table(page).rowViewportPosition(1)
    assert drawn[3].original_due == date(2015, 7, 31)
    assert "F-01: " in page.timeline.accessibleDescription()
    bar = page.findChild(QScrollBar)
    assert table(page).verticalScrollBar().maximum() > 0
    table(page).verticalScrollBar().setValue(table(page).verticalScrollBar().maximum())
    settle()
    assert table(page).in_view()[-1].name == "F-04"
    assert "F-04: " in page.timeline.accessibleDescription()
    assert "F-01: " not in page.timeline.accessibleDescription()
    assert bar is not None


def test_a_press_on_the_timeline_goes_to_its_row(page: DeliveryPage) -> None:
    page.timeline.pressed.emit(table(page).rowViewportPosition(3) + 5)
    assert current(page) == "F-03"


def test_no_chart_is_loaded_for_a_page_that_nobody_has_seen(
    told: Services, undressed: Theme, dialogs: ChosenDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "csp_desktop.ui.charts.timeline", raising=False)
    tasks = Tasks(told.release_thread)
    page = DeliveryPage(told, undressed, tasks, dialogs, Q1)
    page.resize(WIDE, 728)
    assert page.timeline is None
    assert "csp_desktop.ui.charts.timeline" not in sys.modules
    tasks.stop()
    page.deleteLater()


# Quarters


def test_stepping_shows_another_quarter(page: DeliveryPage) -> None:
    told = heard(page.quarter_changed)
    named(page.findChild(Stepper), QPushButton, "Next quarter").click()
    settle()
    assert told == [Q2]
    index = table(page).model().index(1, PlanColumn.STATUS)
    assert (index.data(), index.data(Role.CODE)) == ("Off track", "Q1")
    assert any("126 have no update this quarter" in one for one in words_on(page))


def test_the_page_can_be_told_which_quarter_to_show(page: DeliveryPage) -> None:
    page.show_quarter(Q2)
    assert page.findChild(Stepper).label == "2015/16-Q2"
    assert any("126 have no update this quarter" in one for one in words_on(page))


# Saved views


def views(page: DeliveryPage) -> list[str]:
    choice = page.findChild(ViewChoice)
    return [choice.itemText(at) for at in range(choice.count())]


def save(page: DeliveryPage, name: str) -> None:
    pick(page, "Saved views", "Save this view")
    assert focused() is named(page, QLineEdit, "Name of this view")
    focused().clear()
    type_in(name)
    press(Qt.Key.Key_Return)


def test_a_view_is_named_in_place_and_opened_again(page: DeliveryPage) -> None:
    choose(page, "Overdue")
    pick(page, "Group by", "By board")
    save(page, "Late by board")
    assert not named(page, QLineEdit, "Name of this view").isVisible()
    assert focused() is table(page)
    shown = lines(page)
    choose(page, "All")
    pick(page, "Group by", "By status")
    assert page.findChild(ViewChoice).currentText() == "Views"
    pick(page, "Saved views", "Late by board")
    assert lines(page) == shown
    assert page.findChild(ViewChoice).currentText() == "Late by board"
    assert page.findChild(Segmented).current == Segment.OVERDUE.value


def test_a_view_without_a_name_is_not_saved(page: DeliveryPage) -> None:
    save(page, "  ")
    assert "Enter a name for this view." in words_on(page)
    press(Qt.Key.Key_Escape)
    assert "Enter a name for this view." not in words_on(page)
    assert views(page) == ["Views", "Save this view…"]
    assert focused() is table(page)


def test_the_view_that_is_open_can_be_deleted(page: DeliveryPage) -> None:
    save(page, "Chairs")
    assert views(page) == ["Views", "Chairs", "Save this view…", "Delete “Chairs”"]
    pick(page, "Saved views", "Delete")
    assert views(page) == ["Views", "Save this view…"]


def test_a_window_that_may_only_look_saves_no_view(
    told: Services, database: Path, build: Callable[..., DeliveryPage]
) -> None:
    looking = replace(told.session, looks_only=True)
    with bootstrap.services(database, looking) as services:
        page = build(services)
        assert views(page) == ["Views"]
        assert lines(page)[:2] == ["Off track 1", "F-01"]


# Export


def export(page: DeliveryPage) -> None:
    next(one for one in page.findChildren(QPushButton) if one.text() == "Export…").click()


def said(page: DeliveryPage) -> str:
    settle()
    banners = [one for one in page.findChildren(Banner) if one.isVisible()]
    return " ".join(one.accessibleName() for one in banners)


def test_what_is_shown_is_exported(
    page: DeliveryPage, dialogs: ChosenDialogs, tmp_path: Path, qtbot
) -> None:
    pick(page, "Board", "No Place")
    dialogs.answer = tmp_path / "plan.csv"
    export(page)
    qtbot.waitUntil(lambda: bool(said(page)))
    assert dialogs.offered == ["delivery plan 2015-16-Q1.csv"]
    assert said(page) == f"4 actions written. {tmp_path / 'plan.csv'}"
    with dialogs.answer.open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["Code", "F-01", "F-03", "F-02", "F-04"]


def test_an_export_that_fails_is_told(
    page: DeliveryPage, dialogs: ChosenDialogs, tmp_path: Path, qtbot
) -> None:
    dialogs.answer = tmp_path / "nowhere" / "plan.csv"
    export(page)
    qtbot.waitUntil(lambda: bool(said(page)))
    assert said(page).startswith("Nothing was exported.")


def test_a_change_of_mind_exports_nothing(page: DeliveryPage, dialogs: ChosenDialogs) -> None:
    export(page)
    assert len(dialogs.offered) == 1
    assert said(page) == ""
