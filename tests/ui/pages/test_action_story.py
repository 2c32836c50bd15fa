from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate, Milestone
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import PlanChangeRow
from csp_desktop.ui import marks
from csp_desktop.ui.pages.action_story import ActionStoryPanel
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.key_button import KeyButton
from csp_desktop.ui.widgets.mini_chart import MiniChart
from csp_desktop.ui.widgets.pictures import MarkLabel
from tests.ui.hands import Q1, Q2, audit_rows, colours, heard, picture, press, settle, words_on

CODE = "H-01"
MAY, JUNE, SEPTEMBER = date(2015, 5, 31), date(2015, 6, 30), date(2015, 9, 30)


@pytest.fixture
def panel(services: Services, undressed: Theme, show) -> ActionStoryPanel:
    """The panel on 14 July 2015, high enough to show a whole story."""
    panel = ActionStoryPanel(services, undressed)
    panel.resize(panel.width(), 1600)
    show(panel)
    return panel


@pytest.fixture
def change(services: Services) -> Callable[..., None]:
    """Stores what a board adds to the action."""

    def one(**parts: object) -> None:
        action = services.stories.story(CODE, Q1).action
        changed: Action = replace(action, **parts)
        services.entry.enter_action(Q1, changed)

    return one


@pytest.fixture
def report(services: Services) -> Callable[..., None]:
    """Stores the action's update of a quarter."""

    def one(quarter: Quarter, **parts: object) -> None:
        stored = services.entry.stored(ActionUpdate(action=CODE, quarter=quarter))
        board = services.stories.story(CODE, Q1).action.planned.board
        services.entry.enter_update(board, replace(stored, **parts))

    return one


def shown(panel: ActionStoryPanel) -> list[marks.Mark]:
    settle()
    return [one.mark for one in panel.findChildren(MarkLabel) if one.isVisible()]


def links(panel: ActionStoryPanel) -> list[KeyButton]:
    settle()
    return [one for one in panel.findChildren(KeyButton) if one.isVisible()]


def test_nothing_is_shown_while_nothing_is_selected(panel: ActionStoryPanel) -> None:
    assert words_on(panel) == []
    panel.show_action(CODE, Q1)
    assert words_on(panel)
    panel.show_action(None, Q1)
    assert words_on(panel) == []
    assert not panel.isEnabled()


def test_an_action_is_shown_with_its_text_priority_and_board(
    panel: ActionStoryPanel, services: Services
) -> None:
    panel.show_action("D-01", Q1)
    words = words_on(panel)
    action = services.stories.story("D-01", Q1).action
    assert words[0].startswith("D-01, Violence")
    assert words[1] == action.planned.text
    assert "Domestic Violence Forum" in words
    assert "London Borough of Tower Hamlets" in words


def test_the_status_stands_with_its_mark_and_how_much_is_done(
    panel: ActionStoryPanel, report
) -> None:
    panel.show_action(CODE, Q1)
    assert "No status reported for 2015/16-Q1" in words_on(panel)
    assert shown(panel) == []
    report(Q1, status=ActionStatus.OFF_TRACK, percent=40)
    panel.show_action(CODE, Q1)
    assert "Off track, 40% done" in words_on(panel)
    assert shown(panel)[0] is marks.ActionStatus.OFF_TRACK
    panel.show_action(CODE, Q2)
    assert "No status reported for 2015/16-Q2" in words_on(panel)


def test_a_due_date_that_was_moved_stands_beside_the_original(
    panel: ActionStoryPanel, change
) -> None:
    panel.show_action(CODE, Q1)
    assert "not set" in words_on(panel)
    change(due=JUNE, original_due=JUNE)
    change(due=SEPTEMBER)
    panel.show_action(CODE, Q1)
    assert "30 September 2015, was 30 June 2015" in words_on(panel)


def test_an_overdue_action_says_by_how_many_days_until_it_is_complete(
    panel: ActionStoryPanel, change, report
) -> None:
    change(due=JUNE, original_due=JUNE)
    panel.show_action(CODE, Q1)
    assert "14 days overdue" in words_on(panel)
    assert marks.Sign.LATE in shown(panel)
    report(Q1, status=ActionStatus.COMPLETE)
    panel.show_action(CODE, Q1)
    assert "14 days overdue" not in words_on(panel)
    assert marks.Sign.LATE not in shown(panel)


def test_each_milestone_says_whether_it_is_met_late_or_to_come(
    panel: ActionStoryPanel, change
) -> None:
    change(
        milestones=(
            Milestone("Map", MAY, date(2015, 6, 2)),
            Milestone("Letters", JUNE),
            Milestone("Review", SEPTEMBER),
            Milestone("Party"),
        )
    )
    panel.show_action(CODE, Q1)
    words = words_on(panel)
    at = words.index("Milestones")
    assert words[at + 1 : at + 5] == [
        "Map, met 2 June 2015",
        "Letters, late: was due 30 June 2015",
        "Review, due 30 September 2015",
        "Party, no date",
    ]
    assert shown(panel) == [
        marks.ActionStatus.COMPLETE,
        marks.Sign.LATE,
        marks.ActionStatus.NOT_STARTED,
        marks.ActionStatus.NOT_STARTED,
    ]


def test_updates_stand_newest_first_with_who_when_and_what_comes_next(
    panel: ActionStoryPanel, report
) -> None:
    report(Q1, status=ActionStatus.OFF_TRACK, reason="Two posts are vacant", note="Four <b>streets")
    report(Q2, status=ActionStatus.ON_TRACK, percent=70, next_steps="The last two streets")
    panel.show_action(CODE, Q1)
    words = words_on(panel)
    at = words.index("Updates")
    by = next(one for one in words if one.startswith("Lead officer, 14 July "))
    assert words[at + 1 : at + 9] == [
        "2015/16-Q2",
        "On track, 70%",
        by,
        "Next: The last two streets",
        "2015/16-Q1",
        "Off track",
        by,
        "Why: Two posts are vacant\nFour <b>streets",
    ]


def test_changes_of_the_due_date_stand_with_what_was_agreed_of_them(
    panel: ActionStoryPanel, change, database: Path
) -> None:
    change(due=MAY, original_due=MAY)
    change(due=JUNE)
    change(due=SEPTEMBER)
    store = Store(database)
    row = {
        "id": "1",
        "entity": "action",
        "entity_id": CODE,
        "field": "due",
        "before": MAY.isoformat(),
        "after": JUNE.isoformat(),
        "agreed_by": "CSP executive",
        "agreed_where": "the Town Hall",
        "agreed_on": date(2015, 7, 9),
        "reason": "The contract was let late",
        "by": "Lead officer",
        "at": "2015-07-14T12:00:00.000Z",
    }
    store.insert(PlanChangeRow, [row])
    store.close()
    panel.show_action(CODE, Q1)
    words = words_on(panel)
    at = words.index("Changes of the due date")
    assert words[at + 1] == "From 30 June 2015 to 30 September 2015"
    assert words[at + 3] == "No agreement recorded"
    assert words[at + 4] == "From 31 May 2015 to 30 June 2015"
    assert words[at + 6] == (
        "Agreed by CSP executive at the Town Hall on 9 July 2015: The contract was let late"
    )


def test_parts_with_nothing_to_tell_are_not_there(panel: ActionStoryPanel) -> None:
    panel.show_action(CODE, Q1)
    assert not {"Milestones", "Updates", "Changes of the due date"} & set(words_on(panel))


def test_what_it_is_meant_to_move_is_drawn_with_the_latest_figure_in_words(
    panel: ActionStoryPanel, change, services: Services
) -> None:
    change(measures=("H3", "F1"))
    panel.show_action(CODE, Q1)
    words = words_on(panel)
    at = words.index("Meant to move")
    name = services.plan.indicator("H3").name
    figures = {one.period.quarter: one.value for one in services.analysis.trend("H3").series}
    assert words[at + 1 :] == [
        f"H3 {name}",
        f"{figures[Q1]} in 2015/16-Q1",
        f"F1 {services.plan.indicator('F1').name}",
        "No quarterly figure yet",
    ]
    [chart] = [one for one in panel.findChildren(MiniChart) if one.isVisible()]
    assert chart.accessibleName().startswith(f"{name}, 2012/13-Q2 to 2015/16-Q1")


def test_an_action_that_names_no_measure_says_whose_indicators_these_are(
    panel: ActionStoryPanel,
) -> None:
    panel.show_action("D-01", Q1)
    said = "It names no measure; these are its priority’s. 25 more are not shown."
    assert said in words_on(panel)
    assert len(links(panel)) == 6


def test_the_link_beside_a_trend_asks_for_that_indicators_trend(
    panel: ActionStoryPanel, change
) -> None:
    change(measures=("H3", "H4"))
    panel.show_action(CODE, Q1)
    asked = heard(panel.trend_wanted)
    for link in links(panel):
        assert link.accessibleName().startswith("Trend of H")
        link.setFocus()
        press(Qt.Key.Key_Return)
    assert asked == ["H3", "H4"]


def test_another_action_leaves_nothing_of_the_one_before(panel: ActionStoryPanel, report) -> None:
    report(Q1, status=ActionStatus.OFF_TRACK, note="Patrols began")
    panel.show_action("H-02", Q1)
    untouched = words_on(panel)
    panel.show_action(CODE, Q1)
    assert "Patrols began" in words_on(panel)
    panel.show_action("H-02", Q1)
    assert words_on(panel) == untouched


def test_another_action_begins_at_its_top_and_the_same_one_stays_where_it_is(
    panel: ActionStoryPanel,
) -> None:
    panel.resize(panel.width(), 300)
    panel.show_action("H-01", Q1)
    settle()
    bar = panel.findChild(QScrollArea).verticalScrollBar()
    panel.setFocus()
    press(Qt.Key.Key_PageDown)
    reached = bar.value()
    assert reached > 0
    panel.show_action("H-01", Q2)
    settle()
    assert bar.value() == reached
    panel.show_action("H-02", Q1)
    settle()
    assert bar.value() == 0


@pytest.mark.parametrize(
    ("key", "end"), [(Qt.Key.Key_End, True), (Qt.Key.Key_Home, False), (Qt.Key.Key_Up, False)]
)
def test_the_whole_story_can_be_read_with_the_keyboard(
    panel: ActionStoryPanel, key: Qt.Key, end: bool
) -> None:
    panel.resize(panel.width(), 300)
    panel.show_action("H-01", Q1)
    settle()
    bar = panel.findChild(QScrollArea).verticalScrollBar()
    panel.setFocus()
    press(Qt.Key.Key_Down)
    assert bar.value() > 0
    press(key)
    assert bar.value() == (bar.maximum() if end else 0)


def test_the_panel_shows_that_it_has_the_keyboard(services: Services, schemes: Theme, show) -> None:
    panel = ActionStoryPanel(services, schemes)
    show(panel)
    panel.show_action(CODE, Q1)
    panel.clearFocus()
    settle()
    assert schemes.palette.focus.upper() not in colours(picture(panel))
    panel.setFocus()
    settle()
    assert schemes.palette.focus.upper() in colours(picture(panel))


def test_showing_a_story_writes_nothing(panel: ActionStoryPanel, database: Path) -> None:
    before = audit_rows(database)
    asked = heard(panel.trend_wanted)
    for code in ("H-01", "D-01", "F-01"):
        panel.show_action(code, Q1)
    assert audit_rows(database) == before
    assert asked == []
