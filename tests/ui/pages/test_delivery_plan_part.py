from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)

from csp_desktop.core.actions import (
    Action,
    ActionStatus,
    ActionUpdate,
    DueChange,
    Milestone,
    Resourcing,
)
from csp_desktop.core.plan import Plan
from csp_desktop.core.records import Draft, Record
from csp_desktop.core.returns import LineReason, ReturnState
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ActionLine, ReturnSheet
from csp_desktop.services import Services
from csp_desktop.ui.item_models.action_list import ActionColumn
from csp_desktop.ui.pages.delivery_plan_part import DeliveryPlanPart
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.banner import Banner
from csp_desktop.ui.widgets.fields import ChoiceField, TextArea, TextField
from csp_desktop.ui.widgets.multi_choice import MultiChoice
from tests.ui.hands import (
    Q1,
    Q2,
    audit_rows,
    colours,
    focused,
    heard,
    named,
    picture,
    press,
    settle,
    spoken_name,
    type_in,
    words_on,
)
from tests.ui.test_no_clipping import cut

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Desk:
    """The part with what the page does for it: each edit is stored, then all is shown again."""

    def __init__(self, part: DeliveryPlanPart, services: Services) -> None:
        self.part, self._services = part, services
        self.board, self.quarter = "NPFHF", Q1
        self.told: list[tuple[list[Record], str]] = []
        part.entered.connect(self._enter)
        part.proposal_wanted.connect(self._propose)
        part.priority_wanted.connect(self._set_priority)

    @property
    def sheet(self) -> ReturnSheet:
        return self._services.returns.sheet(self.board, self.quarter)

    @property
    def table(self) -> QTableView:
        return named(self.part, QTableView, "Actions")

    @property
    def form(self) -> QWidget:
        return named(self.part, QWidget, "Selected action")

    def line(self, code: str = "F-01") -> ActionLine:
        return next(one for one in self.sheet.actions if one.action.code == code)

    def show(self, board: str = "NPFHF", quarter: Any = Q1) -> None:
        self.board, self.quarter = board, quarter
        self.part.show_sheet(self.sheet)

    def put(self, *records: Record) -> None:
        """What was stored at another time."""
        self._services.edits.enter(self.board, self.quarter, records)
        self.part.show_sheet(self.sheet)

    def undo(self) -> None:
        self._services.edits.undo(self.board, self.quarter)
        self.part.show_sheet(self.sheet)

    def take(self) -> tuple[list[Record], str]:
        """The one edit that was told."""
        settle()
        assert len(self.told) == 1, self.told
        return self.told.pop()

    def _enter(self, records: list[Record], what: str) -> None:
        self.told.append((records, what))
        self._services.edits.enter(self.board, self.quarter, records, what)
        self.part.show_sheet(self.sheet)

    def _propose(self, priority: str, text: str) -> None:
        proposal = self._services.entry.proposal(self.board, priority, text)
        self._enter([proposal], "propose an action")

    def _set_priority(self, title: str) -> None:
        priority = self._services.entry.own_priority(self.board, title)
        self._enter([priority], "set a priority")


@pytest.fixture
def make_desk(services: Services, show) -> Callable[[Theme], Desk]:
    """The delivery plan of the No Place For Hate Forum, with the keyboard in the list."""

    def one(theme: Theme) -> Desk:
        desk = Desk(DeliveryPlanPart(theme, services.plan), services)
        desk.part.resize(1190, 640)
        desk.show()
        show(desk.part)
        desk.part.focus_first()
        return desk

    return one


@pytest.fixture
def desk(make_desk: Callable[[Theme], Desk], undressed: Theme) -> Desk:
    desk = make_desk(undressed)
    desk.part.setUpdatesEnabled(False)
    return desk


def pick(key: Qt.Key = Qt.Key.Key_Down, times: int = 1) -> None:
    press(key, times=times)


def fill(text: str) -> None:
    widget = focused()
    widget.selectAll()
    type_in(text)


# Moving


def test_the_list_and_the_form_begin_with_the_first_action(desk: Desk) -> None:
    assert focused() is desk.table
    assert (desk.part.rows, desk.part.subject) == (4, "Action F-01")
    assert "F-01" in words_on(desk.form)


def test_the_form_follows_the_selection_and_says_so(desk: Desk) -> None:
    subjects = heard(desk.part.subject_changed)
    press(Qt.Key.Key_Down)
    assert subjects == ["Action F-02"] == [desk.part.subject]
    assert "F-02" in words_on(desk.form)


def test_enter_opens_the_form_and_ctrl_enter_comes_back(desk: Desk) -> None:
    press(Qt.Key.Key_Return)
    assert focused().accessibleName() == "Status"
    press(Qt.Key.Key_Tab, times=2)
    press(Qt.Key.Key_Return, CONTROL)
    assert focused() is desk.table
    assert desk.told == []


def test_the_next_pane_is_the_form_and_then_the_list(desk: Desk) -> None:
    desk.part.next_pane()
    assert focused().accessibleName() == "Status"
    desk.part.next_pane()
    assert focused() is desk.table


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("status", "Status"),
        ("percent", "Percent complete"),
        ("reason", "Reason"),
        ("note", "What was done this quarter"),
        ("start", "Start"),
        ("due", "Due"),
        ("measures", "Measures it moves"),
    ],
)
def test_a_field_of_an_action_is_gone_to_and_scrolled_into_view(
    desk: Desk, field: str, name: str
) -> None:
    assert desk.part.show_line("F-03", field)
    settle()
    assert desk.part.subject == "Action F-03"
    assert focused().accessibleName() == name
    assert in_view(desk.form)


def test_an_action_is_gone_to_in_the_list_and_an_unknown_one_is_not(desk: Desk) -> None:
    assert desk.part.show_line("F-04")
    assert (focused(), desk.part.subject) == (desk.table, "Action F-04")
    assert not desk.part.show_line("H-02", "due")
    assert desk.part.subject == "Action F-04"


def test_the_next_action_with_a_text_is_found(desk: Desk) -> None:
    assert desk.part.find_next("sanctioned")
    assert desk.part.subject == "Action F-03"
    assert desk.part.find_next("hate")
    assert desk.part.subject == "Action F-04"
    assert not desk.part.find_next("no such words")
    assert desk.part.subject == "Action F-04"


def in_view(form: QWidget) -> bool:
    view = form.findChild(QScrollArea).viewport()
    top = focused().mapTo(view, QPoint()).y()
    return top >= 0 and top + focused().height() <= view.height()


def test_tab_reads_the_form_from_top_to_bottom_and_keeps_the_keyboard_in_view(
    desk: Desk,
) -> None:
    desk.put(replace(desk.line().action, milestones=(Milestone("First review"),)))
    press(Qt.Key.Key_F6)
    desk.part.next_pane()
    names = []
    while desk.form.isAncestorOf(focused()):
        names.append(focused().accessibleName() or focused().text())
        assert in_view(desk.form), names[-1]
        press(Qt.Key.Key_Tab)
    assert names == [
        "Status",
        "Percent complete",
        "Reason",
        "What was done this quarter",
        "What comes next",
        "Evidence",
        "Lead officer's role",
        "Partners",
        "Start",
        "Due",
        "Milestone 1",
        "Milestone 1, due",
        "Milestone 1, met on",
        "Remove milestone 1",
        "Add a milestone",
        "Resources needed",
        "Source of resources",
        "Resources secured",
        "Aim it serves",
        "Measures it moves",
    ]
    assert desk.told == []


def test_everything_that_takes_the_keyboard_has_a_name(desk: Desk) -> None:
    desk.put(replace(desk.line("F-04").action, milestones=(Milestone("First review"),)))
    desk.part.show_line("F-04")
    for widget in desk.part.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert spoken_name(widget), type(widget).__name__


# Every field, by keyboard

TYPED = [
    ("reason", " No quorum ", "reason", "No quorum"),
    ("note", "Met twice", "progress", "Met twice"),
    ("next_steps", "Recruit", "next steps", "Recruit"),
    ("evidence", "https://example.org/a", "evidence", "https://example.org/a"),
    ("percent", "40%", "percent complete", 40),
    ("lead", "Hate crime manager", "lead officer's role", "Hate crime manager"),
    ("partners", "Police, Victim Support", "partners", "Police, Victim Support"),
    ("start", "1/4/2015", "start", date(2015, 4, 1)),
    ("due", "30 September 2015", "due date", date(2015, 9, 30)),
    ("resources_needed", "Half a post", "resources needed", "Half a post"),
    ("resources_source", "MOPAC", "source", "MOPAC"),
]
OF_UPDATE = ("status", "reason", "note", "next_steps", "evidence", "percent")


def value(record: Record, field: str) -> object:
    kind = ActionUpdate if field in OF_UPDATE else Action
    assert isinstance(record, kind)
    return getattr(record, field)


@pytest.mark.parametrize(("field", "text", "called", "stored"), TYPED)
def test_what_is_typed_into_a_field_is_one_edit_when_it_is_left(
    desk: Desk, field: str, text: str, called: str, stored: object
) -> None:
    desk.part.show_line("F-01", field)
    type_in(text)
    assert desk.told == []
    press(Qt.Key.Key_Tab)
    (record,), what = desk.take()
    assert (value(record, field), what) == (stored, f"{called} of F-01")
    line = desk.line()
    assert value(line.update if field in OF_UPDATE else line.action, field) == stored
    press(Qt.Key.Key_Tab, SHIFT)
    press(Qt.Key.Key_Tab)
    desk.part.commit()
    assert desk.told == []


@pytest.mark.parametrize(
    ("field", "times", "called", "stored"),
    [
        ("status", 2, "status", ActionStatus.ON_TRACK),
        ("resourcing", 2, "resources secured", Resourcing.APPLIED),
    ],
)
def test_an_answer_is_chosen_by_arrows(
    desk: Desk, field: str, times: int, called: str, stored: object
) -> None:
    desk.part.show_line("F-01", field)
    press(Qt.Key.Key_Down, times=times)
    assert [what for _, what in desk.told] == [f"{called} of F-01"] * times
    assert value(desk.told[-1][0][0], field) == stored
    assert focused().currentData() is stored


def test_the_aim_is_one_of_its_priority_and_stands_in_full_below(desk: Desk, plan: Plan) -> None:
    aims = next(one for one in plan.priorities if one.code == "F").aims
    desk.part.show_line("F-01", "aim")
    press(Qt.Key.Key_Down, times=2)
    (record,), what = desk.told[-1]
    assert (record.aim, what) == (aims[1].text, "aim of F-01")
    assert aims[1].text in words_on(desk.form)
    assert focused().count() == len(aims) + 1


def test_measures_are_ticked_by_space_and_by_enter(desk: Desk, plan: Plan) -> None:
    measures = [one.text for p in plan.priorities if p.code == "F" for one in p.measures]
    desk.part.show_line("F-01", "measures")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    (record,), what = desk.take()
    assert (record.measures, what) == ((measures[1],), "measures of F-01")
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert desk.take()[0][0].measures == (measures[0], measures[1])
    press(Qt.Key.Key_Space)
    assert desk.take()[0][0].measures == (measures[1],)
    assert focused().chosen == (measures[1],)


def test_a_measure_that_left_the_plan_can_be_seen_and_taken_away(desk: Desk) -> None:
    desk.put(replace(desk.line().action, measures=("Complaints answered",)))
    desk.part.show_line("F-01", "measures")
    assert focused().chosen == ("Complaints answered",)
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Space)
    assert desk.take()[0][0].measures == ()
    assert focused().findItems("Complaints answered", Qt.MatchFlag.MatchExactly) == []


def test_a_milestone_is_added_in_the_form(desk: Desk) -> None:
    desk.part.show_line("F-01", "milestones")
    press(Qt.Key.Key_Return)
    type_in("First review")
    press(Qt.Key.Key_Tab)
    (record,), what = desk.take()
    assert (record.milestones, what) == ((Milestone("First review"),), "milestones of F-01")
    type_in("30 Sep 2015")
    desk.part.show_line("F-02")
    assert desk.line().action.milestones == (Milestone("First review", date(2015, 9, 30)),)
    desk.part.show_line("F-01", "milestones")
    assert focused().text() == "First review"


def test_the_first_due_date_that_is_set_is_kept_as_the_original(desk: Desk) -> None:
    desk.part.show_line("F-01", "due")
    for day in ("30 Jun 2015", "30 Sep 2015"):
        fill(day)
        press(Qt.Key.Key_Return)
    assert desk.line().action.original_due == date(2015, 6, 30)
    assert desk.line().action.due == date(2015, 9, 30)


# Filling


def test_filling_the_form_with_every_action_of_every_board_tells_nothing(
    desk: Desk, database: Path
) -> None:
    desk.put(
        replace(
            desk.line().action.due_on(date(2015, 6, 1)),
            lead="Manager",
            partners="Police",
            start=date(2015, 4, 1),
            resources_needed="A post",
            resources_source="Grant",
            resourcing=Resourcing.APPLIED,
            milestones=(Milestone("Review", date(2015, 5, 1), date(2015, 5, 2)),),
        ),
        replace(
            desk.line().update,
            status=ActionStatus.AT_RISK,
            reason="Late",
            percent=20,
            note="Met",
            next_steps="Meet",
            evidence="Minutes",
        ),
        Draft("F-02", Q1, "due", "soon"),
        Draft("F-03", Q1, "percent", "half"),
    )
    before = audit_rows(database)
    asked = heard(desk.part.proposal_wanted), heard(desk.part.priority_wanted)
    subjects = heard(desk.part.subject_changed)
    for board, quarter in (("NPFHF", Q1), ("TTCG", Q1), ("CSP", Q1), ("NPFHF", Q2), ("NPFHF", Q1)):
        desk.show(board, quarter)
        assert subjects == []
        sheet = desk.sheet
        for line in sheet.actions:
            desk.part.show_line(line.action.code)
            desk.part.show_sheet(sheet)
        desk.part.commit()
        subjects.clear()
    assert desk.told == []
    assert asked == ([], [])
    assert audit_rows(database) == before


def test_going_through_every_field_without_typing_tells_nothing(desk: Desk) -> None:
    desk.put(
        replace(desk.line().update, status=ActionStatus.AT_RISK, reason="Late", percent=20),
        Draft("F-01", Q1, "due", "soon"),
    )
    desk.part.next_pane()
    press(Qt.Key.Key_Tab, times=25)
    press(Qt.Key.Key_Tab, SHIFT, times=25)
    assert desk.told == []


def test_the_selection_and_what_is_being_typed_stay_when_the_return_is_shown_again(
    desk: Desk,
) -> None:
    desk.part.show_line("F-03", "lead")
    type_in("Hate crime man")
    desk.part.show_sheet(desk.sheet)
    assert (focused().text(), desk.part.subject) == ("Hate crime man", "Action F-03")
    desk.part.show_line("F-03", "note")
    desk.told.clear()
    type_in("Met tw")
    desk.part.show_sheet(desk.sheet)
    assert focused().toPlainText() == "Met tw"
    desk.part.commit()
    assert desk.line("F-03").update.note == "Met tw"


def test_a_milestone_being_typed_stays_when_the_return_is_shown_again(desk: Desk) -> None:
    desk.part.show_line("F-03", "milestones")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    type_in("soon")
    press(Qt.Key.Key_Tab, SHIFT)
    type_in("First rev")
    desk.part.show_sheet(desk.sheet)
    assert focused().text() == "First rev"
    press(Qt.Key.Key_Tab)
    assert "Due must be a real date, like 14 Aug 2015" in words_on(desk.form)
    assert desk.take()[0][0].milestones == (Milestone("First rev"),)
    assert (focused().text(), focused().is_wrong) == ("soon", True)


def test_what_is_typed_belongs_to_its_own_action_when_another_one_is_selected(
    desk: Desk,
) -> None:
    desk.part.show_line("F-01", "note")
    type_in("Met twice")
    desk.part.show_line("F-02")
    (record,), what = desk.take()
    assert (record.action, record.note, what) == ("F-01", "Met twice", "progress of F-01")
    desk.part.show_line("F-02", "note")
    assert focused().toPlainText() == ""


def test_what_is_undone_is_seen_in_its_field(desk: Desk) -> None:
    for field, text in (("lead", "Manager"), ("note", "Met"), ("due", "30 Sep 2015")):
        desk.part.show_line("F-01", field)
        fill(text)
        desk.part.commit()
        desk.undo()
        shown = focused()
        assert (shown.toPlainText() if field == "note" else shown.text()) == "", field


# What cannot be read


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("due", "soon", "Action F-01: Due must be a real date, like 14 Aug 2015"),
        ("start", "31 Feb 2015", "Action F-01: Start must be a real date, like 14 Aug 2015"),
        (
            "percent",
            "about half",
            "Action F-01: Percent complete must be a whole number, like 30",
        ),
    ],
)
def test_text_that_cannot_be_read_is_kept_as_a_draft_and_said_beside_its_field(
    desk: Desk, field: str, text: str, error: str
) -> None:
    desk.part.show_line("F-01", field)
    entry = focused()
    type_in(text)
    press(Qt.Key.Key_Tab)
    records, what = desk.take()
    assert records == [Draft("F-01", Q1, field, text)]
    assert what.endswith("of F-01")
    assert (entry.text(), entry.is_wrong) == (text, True)
    assert error in words_on(desk.form)
    assert entry.accessibleDescription() == error
    assert [one.message for one in desk.line().problems if one.severity is Severity.ERROR] == [
        error
    ]
    desk.part.show_line("F-02")
    assert (entry.text(), entry.is_wrong, error in words_on(desk.form)) == ("", False, False)
    desk.part.show_line("F-01")
    assert (entry.text(), entry.is_wrong) == (text, True)


def test_putting_it_right_stores_the_day_and_takes_the_draft_away_in_one_edit(
    desk: Desk,
) -> None:
    desk.put(Draft("F-01", Q1, "due", "soon"))
    desk.part.show_line("F-01", "due")
    fill("30 Sep 2015")
    press(Qt.Key.Key_Return)
    (action, draft), what = desk.take()
    assert (action.due, draft, what) == (
        date(2015, 9, 30),
        Draft("F-01", Q1, "due", ""),
        "due date of F-01",
    )
    assert (desk.line().drafts, focused().is_wrong) == ({}, False)


def test_escape_gives_a_draft_up(desk: Desk) -> None:
    desk.put(desk.line().action.due_on(date(2015, 9, 30)), Draft("F-01", Q1, "due", "soon"))
    desk.part.show_line("F-01", "due")
    assert focused().text() == "soon"
    press(Qt.Key.Key_Escape)
    assert desk.take() == ([Draft("F-01", Q1, "due", "")], "due date of F-01")
    assert (focused().text(), focused().is_wrong) == ("30 Sep 2015", False)


def test_emptying_a_field_gives_up_what_stood_in_it_unread(desk: Desk) -> None:
    desk.put(Draft("F-01", Q1, "percent", "half"))
    desk.part.show_line("F-01", "percent")
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Return)
    assert desk.take()[0] == [Draft("F-01", Q1, "percent", "")]


def test_a_draft_that_is_undone_leaves_its_field(desk: Desk) -> None:
    desk.part.show_line("F-01", "due")
    type_in("soon")
    press(Qt.Key.Key_Return)
    desk.undo()
    assert (focused().text(), focused().is_wrong) == ("", False)


def test_one_unread_text_follows_another_as_one_edit_each(desk: Desk) -> None:
    desk.part.show_line("F-01", "due")
    for text in ("soon", "later"):
        fill(text)
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_Return)
        assert desk.take()[0] == [Draft("F-01", Q1, "due", text)]


# What the rules say, and what stood before


def test_what_is_worth_knowing_stands_beside_its_field_without_alarm(desk: Desk) -> None:
    desk.put(
        replace(desk.line().update, status=ActionStatus.OFF_TRACK),
        desk.line().action.due_on(date(2015, 6, 8)),
    )
    words = words_on(desk.form)
    assert "Action F-01 is off track and no reason is given" in words
    assert "Action F-01 was due on 8 June 2015 and has no new date" in words
    assert not any(one.is_wrong for one in desk.form.findChildren(TextField))


def test_an_error_is_outlined_in_red_and_information_is_not(
    make_desk: Callable[[Theme], Desk], theme: Theme
) -> None:
    desk = make_desk(theme)
    desk.put(replace(desk.line().update, status=ActionStatus.NOT_STARTED, percent=40))
    settle()
    assert theme.palette.red not in colours(picture(desk.form))
    desk.put(replace(desk.line().update, percent=140))
    settle()
    assert theme.palette.red in colours(picture(desk.form))
    assert "Action F-01: percent complete must be between 0 and 100" in words_on(desk.form)


def test_a_line_that_was_sent_back_says_why_and_by_whom(desk: Desk) -> None:
    box = desk.form.findChild(Banner)
    assert not box.isVisible()
    reason = LineReason("F-01", "Say who came.", 1, "Reviewer", "2015-07-20T09:00:00.000Z")
    sheet = desk.sheet
    first = replace(sheet.actions[0], reason=reason)
    desk.part.show_sheet(replace(sheet, actions=(first, *sheet.actions[1:])))
    assert box.isVisible()
    assert box.accessibleName() == "Sent back: Say who came, Reviewer"
    desk.part.show_line("F-02")
    assert not box.isVisible()


def story(desk: Desk) -> list[str]:
    found = [one for one in words_on(desk.form) if one.startswith("First due")]
    return found[0].split("\n") if found else []


def test_every_move_of_a_due_date_stays_visible_and_slippage_is_counted(desk: Desk) -> None:
    assert story(desk) == []
    desk.part.show_line("F-01", "due")
    fill("30 Jun 2015")
    press(Qt.Key.Key_Return)
    assert story(desk) == []
    for day in ("31 Jul 2015", "30 Aug 2015"):
        fill(day)
        press(Qt.Key.Key_Return)
    assert story(desk) == [
        "First due 30 June 2015.",
        "Moved from 30 June 2015 to 31 July 2015 on 14 July 2015 by Lead officer.",
        "Moved from 31 July 2015 to 30 August 2015 on 14 July 2015 by Lead officer.",
        "Put off twice, 61 days later than first promised.",
    ]


@pytest.mark.parametrize(
    ("days", "last"),
    [
        (("1 Jul 2015",), "Put off once, 1 day later than first promised."),
        (("31 Jul 2015", "30 Jun 2015"), "Put off once, now due as first promised."),
        (
            ("1 Jul 2015", "2 Jul 2015", "3 Jul 2015"),
            "Put off 3 times, 3 days later than first promised.",
        ),
        (
            ("1 Jun 2015",),
            "Moved from 30 June 2015 to 1 June 2015 on 14 July 2015 by Lead officer.",
        ),
        (("",), "Moved from 30 June 2015 to no date on 14 July 2015 by Lead officer."),
    ],
)
def test_slippage_in_words(desk: Desk, days: tuple[str, ...], last: str) -> None:
    desk.put(desk.line().action.due_on(date(2015, 6, 30)))
    desk.part.show_line("F-01", "due")
    for day in days:
        fill(day) if day else press(Qt.Key.Key_Backspace)
        press(Qt.Key.Key_Return)
    assert story(desk)[-1] == last


def test_what_a_person_has_written_is_shown_as_written(desk: Desk) -> None:
    sheet, first = desk.sheet, desk.sheet.actions[0]
    move = DueChange(
        date(2015, 6, 1), date(2015, 6, 30), "2015-06-01T09:00:00.000Z", "<b>Officer</b>"
    )
    action = replace(
        first.action, due=date(2015, 6, 30), original_due=date(2015, 6, 1), moves=(move,)
    )
    desk.part.show_sheet(
        replace(sheet, actions=(replace(first, action=action), *sheet.actions[1:]))
    )
    assert story(desk)[1].endswith("by <b>Officer</b>.")


def test_the_form_names_the_priority_the_lead_agency_and_the_plans_own_words(desk: Desk) -> None:
    desk.part.show_line("F-02")
    words = words_on(desk.form)
    for one in ("F Hate Crime and Cohesion", "No Place For Hate Forum"):
        assert one in words
    assert "London Borough of Tower Hamlets" in words
    assert desk.line("F-02").action.planned.text in words
    desk.part.show_line("F-01")
    assert "Not named in the plan" in words_on(desk.form)


# What the board proposes


def button(desk: Desk, text: str) -> QPushButton:
    return next(one for one in desk.part.findChildren(QPushButton) if one.text() == text)


def propose(desk: Desk, text: str = "Train street wardens") -> None:
    button(desk, "Propose an action…").click()
    press(Qt.Key.Key_Tab)
    type_in(text)
    press(Qt.Key.Key_Return)


def test_an_action_is_proposed_by_keys_in_place(desk: Desk, plan: Plan) -> None:
    asked = heard(desk.part.proposal_wanted)
    press(Qt.Key.Key_Tab)
    assert focused() is button(desk, "Propose an action…")
    press(Qt.Key.Key_Return)
    assert focused().accessibleName() == "Priority of the proposed action"
    assert focused().count() == len(plan.priorities)
    assert focused().currentData() == "F"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    type_in("Train street wardens")
    press(Qt.Key.Key_Tab)
    assert asked == []
    assert focused() is button(desk, "Add")
    press(Qt.Key.Key_Return)
    assert asked == [("G", "Train street wardens")]
    assert desk.sheet.actions[-1].action.planned.text == "Train street wardens"
    assert (desk.part.rows, button(desk, "Add").isVisible()) == (5, False)
    assert desk.part.subject == "Action F-01"


def test_a_proposal_that_could_not_be_stored_keeps_its_words(desk: Desk) -> None:
    desk.part.proposal_wanted.disconnect()
    propose(desk)
    desk.part.show_sheet(desk.sheet)
    assert focused().accessibleName() == "What is to be done"
    assert focused().text() == "Train street wardens"


def test_a_proposal_without_words_is_asked_for_them(desk: Desk) -> None:
    asked = heard(desk.part.proposal_wanted)
    button(desk, "Propose an action…").click()
    button(desk, "Add").click()
    assert asked == []
    assert focused().accessibleName() == "What is to be done"
    assert "Enter what is to be done" in words_on(desk.part)


def test_escape_gives_a_proposal_up_and_goes_back_to_the_list(desk: Desk) -> None:
    asked = heard(desk.part.proposal_wanted)
    button(desk, "Propose an action…").click()
    press(Qt.Key.Key_Tab)
    type_in("Train")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert focused() is desk.table
    assert (asked, button(desk, "Add").isVisible()) == ([], False)


def test_a_priority_of_its_own_leads_to_the_action_it_is_for(desk: Desk) -> None:
    asked = heard(desk.part.priority_wanted)
    button(desk, "A priority of our own…").click()
    type_in("Online hate")
    press(Qt.Key.Key_Return)
    assert asked == ["Online hate"]
    assert focused().accessibleName() == "What is to be done"
    type_in("Set up a web form")
    press(Qt.Key.Key_Return)
    action = desk.sheet.actions[-1].action
    assert (action.priority, action.planned.text) == ("NPFHF-O1", "Set up a web form")
    desk.part.show_line(action.code)
    words = words_on(desk.form)
    assert "NPFHF-O1 Online hate" in words
    assert "Measures it moves" not in words


@pytest.mark.parametrize(
    ("field", "text", "called"),
    [
        ("text", "Train all wardens", "text"),
        ("heading", "Training", "sub-heading"),
    ],
)
def test_the_words_of_a_proposal_can_be_changed(
    desk: Desk, field: str, text: str, called: str
) -> None:
    propose(desk)
    desk.told.clear()
    desk.part.show_line("NPFHF-P1", field)
    fill(text)
    press(Qt.Key.Key_Tab)
    (record,), what = desk.take()
    assert (getattr(record.planned, field), what) == (text, f"{called} of NPFHF-P1")
    assert getattr(desk.line("NPFHF-P1").action.planned, field) == text


def test_the_lead_agency_of_a_proposal_is_chosen(desk: Desk, plan: Plan) -> None:
    propose(desk)
    desk.told.clear()
    desk.part.show_line("NPFHF-P1", "agency")
    press(Qt.Key.Key_Down)
    (record,), what = desk.take()
    assert (record.planned.agency, what) == (plan.agencies[0].code, "lead agency of NPFHF-P1")


def test_a_proposal_is_not_emptied(desk: Desk) -> None:
    propose(desk)
    desk.told.clear()
    desk.part.show_line("NPFHF-P1", "text")
    focused().clear()
    press(Qt.Key.Key_Tab)
    assert desk.told == []
    assert "Enter what is to be done" in words_on(desk.form)


def test_the_words_of_the_plan_cannot_be_changed(desk: Desk) -> None:
    for name in ("What is to be done", "Sub-heading"):
        for kind in (TextField, TextArea):
            for one in desk.form.findChildren(kind):
                assert one.accessibleName() != name or not one.isVisible()
    assert not named(desk.form, ChoiceField, "Lead agency").isVisible()
    assert not button(desk, "Take back").isVisible()


def test_a_proposal_is_taken_back_and_the_keyboard_goes_to_the_list(desk: Desk) -> None:
    propose(desk)
    desk.told.clear()
    subjects = heard(desk.part.subject_changed)
    desk.part.show_line("NPFHF-P1", "measures")
    press(Qt.Key.Key_Tab)
    assert focused() is button(desk, "Take back")
    press(Qt.Key.Key_Return)
    (record,), what = desk.take()
    assert (record.dropped, what) == (True, "take back NPFHF-P1")
    assert (focused(), desk.part.rows) == (desk.table, 4)
    assert subjects == ["Action NPFHF-P1", "Action F-04"]
    desk.undo()
    assert desk.part.rows == 5


def test_a_board_without_actions_can_propose_one(desk: Desk) -> None:
    desk.show("CSP")
    assert (desk.part.rows, desk.part.subject) == (0, "")
    assert "No actions are asked of this board" in words_on(desk.part)
    assert not desk.form.isVisible()
    desk.part.focus_first()
    assert focused() is button(desk, "Propose an action…")
    desk.part.next_pane()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    type_in("Meet more often")
    press(Qt.Key.Key_Return)
    assert (desk.part.rows, desk.form.isVisible()) == (1, True)
    assert "No actions are asked of this board" not in words_on(desk.part)


# A return that is locked


@pytest.fixture
def locked(desk: Desk) -> Desk:
    desk.put(
        replace(desk.line().action, milestones=(Milestone("First review"),), lead="Manager"),
        replace(desk.line().update, status=ActionStatus.AT_RISK),
    )
    proposal = replace(desk.line("F-04").action, proposed=True)
    sheet = desk.sheet
    sheet = replace(
        sheet,
        record=replace(sheet.record, state=ReturnState.SUBMITTED),
        open=False,
        actions=(*sheet.actions[:3], replace(sheet.actions[3], action=proposal)),
    )
    desk.part.show_sheet(sheet)
    return desk


WHY = (
    "The return is submitted and locked. It can be changed again when it is sent back or reopened."
)


@pytest.mark.parametrize("code", ["F-01", "F-04"])
def test_nothing_of_a_locked_return_is_changed_by_any_key(locked: Desk, code: str) -> None:
    locked.part.show_line(code)
    for widget in locked.form.findChildren(QWidget):
        if isinstance(widget, (QLineEdit, QPlainTextEdit, MultiChoice, ChoiceField, QPushButton)):
            if not widget.isVisible():
                continue
            assert widget.toolTip() == WHY, spoken_name(widget)
            if widget.isEnabled():
                widget.setFocus()
                for key in (Qt.Key.Key_X, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return):
                    press(key)
            else:
                assert not isinstance(widget, (QLineEdit, QPlainTextEdit, MultiChoice))
    locked.part.commit()
    assert locked.told == []


def test_nothing_is_proposed_in_a_locked_return(locked: Desk) -> None:
    for text in ("Propose an action…", "A priority of our own…", "Take back"):
        assert not button(locked, text).isEnabled()
        assert button(locked, text).toolTip() == WHY


def test_a_return_that_is_opened_again_can_be_changed(locked: Desk) -> None:
    locked.part.show_sheet(locked.sheet)
    locked.part.show_line("F-01", "lead")
    assert focused().toolTip() == ""
    fill("Officer")
    press(Qt.Key.Key_Return)
    assert locked.take()[0][0].lead == "Officer"


def test_a_window_that_may_only_look_says_so(desk: Desk) -> None:
    desk.part.show_sheet(replace(desk.sheet, open=False))
    desk.part.show_line("F-01", "lead")
    assert focused().isReadOnly()
    assert focused().toolTip().startswith("This window may only look")


def test_fields_to_propose_in_are_put_away_when_the_return_is_locked(desk: Desk) -> None:
    button(desk, "Propose an action…").click()
    desk.part.show_sheet(replace(desk.sheet, open=False))
    assert not button(desk, "Add").isVisible()


# What it looks like


def full(desk: Desk) -> None:
    """The longest of everything: a proposal, a draft, slippage, something sent back."""
    desk.put(
        desk.line().action.due_on(date(2014, 6, 8)),
        replace(desk.line().update, status=ActionStatus.OFF_TRACK),
        Draft("F-02", Q1, "percent", "about half"),
        Draft("F-02", Q1, "start", "soon"),
    )
    desk.put(desk.line("F-03").action.due_on(date(2015, 6, 30)))
    desk.put(desk.line("F-03").action.due_on(date(2015, 9, 30)))
    desk.put(
        replace(
            desk.line("F-03").action,
            milestones=(Milestone("Review", date(2015, 9, 30), date(2015, 9, 30)),),
        )
    )
    propose(desk)
    reason = LineReason("F-02", "Say who came, and from where. " * 4, 1, "Reviewer", "")
    sheet = desk.sheet
    back = replace(sheet.actions[1], reason=reason)
    desk.part.show_sheet(replace(sheet, actions=(sheet.actions[0], back, *sheet.actions[2:])))


@pytest.mark.parametrize("size", [(1190, 640), (924, 560)])
def test_no_words_are_cut_in_the_list_or_the_form(
    make_desk: Callable[[Theme], Desk], theme: Theme, size: tuple[int, int]
) -> None:
    desk = make_desk(theme)
    desk.part.resize(*size)
    full(desk)
    for code in ("F-01", "F-02", "F-03", "NPFHF-P1"):
        desk.part.show_line(code)
        assert list(cut(desk.part)) == [], code
    button(desk, "Propose an action…").click()
    assert list(cut(desk.part)) == []
    table = desk.table
    for column in set(ActionColumn) - {ActionColumn.ACTION}:
        if not table.isColumnHidden(column):
            assert table.sizeHintForColumn(column) <= table.columnWidth(column), column.name


def test_a_narrow_list_keeps_the_words_of_the_actions(
    make_desk: Callable[[Theme], Desk], theme: Theme
) -> None:
    desk = make_desk(theme)
    full(desk)
    for width, hidden in ((1190, False), (924, True), (1190, False)):
        desk.part.resize(width, 640)
        settle()
        assert desk.table.isColumnHidden(ActionColumn.DUE) == hidden
        assert desk.table.columnWidth(ActionColumn.ACTION) > 100


def test_the_answers_are_painted_in_both_schemes(
    make_desk: Callable[[Theme], Desk], schemes: Theme, plan: Plan
) -> None:
    desk = make_desk(schemes)
    measures = [one.text for p in plan.priorities if p.code == "F" for one in p.measures]
    choice = named(desk.form, MultiChoice, "Measures it moves")
    assert schemes.palette.accent not in colours(picture(choice))
    desk.put(replace(desk.line().action, measures=(measures[0],)))
    assert schemes.palette.accent in colours(picture(choice))
    assert QApplication.focusWidget() is desk.table
