"""The panel beside the grid: what it tells, what it keeps, and what it says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget

from csp_desktop.core.figures import Absence, Figure, FigureStatus, blank
from csp_desktop.core.line_reading import FIGURE_FIELDS, read_line
from csp_desktop.core.plan import Plan
from csp_desktop.core.queries import Past
from csp_desktop.core.records import Draft
from csp_desktop.core.returns import LineReason
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import FigureLine
from csp_desktop.services import Services
from csp_desktop.services.returns import Entered
from csp_desktop.ui.pages.figure_details import FigureDetails
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.fields import ChoiceField, TextArea, TextField
from csp_desktop.ui.widgets.mini_chart import MiniChart
from csp_desktop.ui.widgets.past_table import PastTable
from csp_desktop.ui.widgets.query_box import NoteField
from csp_desktop.ui.widgets.segmented import Segmented
from tests.ui.hands import Q1, focused, heard, named, press, spoken_name, type_in, words_on

COUNT, PERCENT, LONG, SURVEY = "H3", "F2", "C2a", "CC1-2"
TODAY = date(2015, 7, 14)
Lines = Callable[..., FigureLine]


@pytest.fixture
def line(plan: Plan) -> Lines:
    """A line of an indicator, with what a test gives its figure and what stood before."""

    def one(
        code: str,
        past: list[str] | None = None,
        drafts: dict[str, str] | None = None,
        reason: LineReason | None = None,
        reported: list[Figure] | None = None,
        **fields: Any,
    ) -> FigureLine:
        indicator = plan.indicator(code)
        if {"value", "numerator"} & set(fields):
            fields["absence"] = None
        empty = blank(code, plan.area, Q1.range)
        before = [
            replace(
                blank(code, plan.area, Q1.plus(at - len(past or [])).range),
                absence=None,
                value=Decimal(value),
                status=FigureStatus.FINAL,
            )
            for at, value in enumerate(past or [])
        ]
        return FigureLine(
            indicator=indicator,
            figure=replace(empty, **fields),
            last_quarter=None,
            year_ago=None,
            asked=True,
            past=Past(before, reported or []),
            drafts=drafts or {},
            reason=reason,
        )

    return one


class Page:
    """Stores what the panel tells, as the page and its services do, and shows it again."""

    def __init__(self, panel: FigureDetails, shown: FigureLine) -> None:
        self.panel, self.line = panel, shown
        self.steps: list[str] = []
        panel.typed.connect(self.read)
        panel.entered.connect(self.store)
        panel.show_line(shown, True)

    @property
    def figure(self) -> Figure:
        return self.line.figure

    def read(self, code: str, field: str, text: str) -> None:
        assert code == self.line.indicator.code
        texts = {**self.line.drafts, field: text}
        reading = read_line(self.line.indicator, self.figure, texts)
        self.steps.append(field)
        self.show(reading.figure, {name: texts[name] for name in reading.refused})

    def store(self, records: list[Figure | Draft], what: str) -> None:
        figure, *drafts = records
        assert isinstance(figure, Figure)
        assert all(isinstance(one, Draft) and not one.text for one in drafts)
        gone = {one.field for one in drafts if isinstance(one, Draft)}
        self.steps.append(what)
        left = {name: text for name, text in self.line.drafts.items() if name not in gone}
        self.show(figure, left)

    def show(self, figure: Figure, drafts: dict[str, str]) -> None:
        self.line = replace(self.line, figure=figure, drafts=drafts)
        self.panel.show_line(self.line, True)


@pytest.fixture
def panel(undressed: Theme, show) -> FigureDetails:
    panel = FigureDetails(undressed, {"POLICE": "Tower Hamlets Police"}, lambda: TODAY)
    panel.resize(320, 640)
    show(panel)
    return panel


def field(panel: FigureDetails, name: str) -> TextField:
    return named(panel, TextField, name)


def fill(panel: FigureDetails, name: str, text: str) -> None:
    """Type over what stands in a field and press Enter."""
    field(panel, name).setFocus()
    field(panel, name).selectAll()
    press(Qt.Key.Key_Delete)
    type_in(text)
    press(Qt.Key.Key_Return)


def choices(panel: FigureDetails) -> list[str]:
    return [one.text() for one in panel.findChildren(Button) if one.isVisible()]


def note(panel: FigureDetails) -> NoteField:
    return named(panel, NoteField, "Note on the query")


# Every field


@pytest.mark.parametrize(
    ("code", "name", "field_name", "text"),
    [
        (COUNT, "Figure", "number", "1,234"),
        (PERCENT, "Numerator", "numerator", "25"),
        (PERCENT, "Out of", "denominator", "287"),
        (PERCENT, "Figure", "number", "24/413"),
        (SURVEY, "Figure", "number", "78% of 1,171"),
        (SURVEY, "Sample size", "sample_size", "1,171"),
        (COUNT, "Source", "source", "Police, CRIS"),
        (COUNT, "Date obtained", "obtained", "6 July 2015"),
    ],
)
def test_a_field_tells_what_was_typed_in_it_once(
    panel: FigureDetails, line: Lines, code: str, name: str, field_name: str, text: str
) -> None:
    panel.show_line(line(code), True)
    told, entered = heard(panel.typed), heard(panel.entered)
    fill(panel, name, text)
    press(Qt.Key.Key_Tab)
    panel.commit()
    assert told == [(code, field_name, text)]
    assert entered == []


@pytest.mark.parametrize(
    ("name", "field_name", "text"),
    [("Expected on", "expected_on", "14 Aug 2015"), ("Expected from", "expected_from", "YJB")],
)
def test_a_figure_that_is_awaited_has_a_day_and_a_source(
    panel: FigureDetails, line: Lines, name: str, field_name: str, text: str
) -> None:
    panel.show_line(line(COUNT), True)
    assert not field(panel, name).isVisible()
    panel.show_line(line(COUNT, absence=Absence.NOT_YET_AVAILABLE), True)
    told = heard(panel.typed)
    fill(panel, name, text)
    assert told == [(COUNT, field_name, text)]


def test_the_status_is_chosen_by_arrows(panel: FigureDetails, line: Lines) -> None:
    panel.show_line(line(COUNT, value=Decimal(3)), True)
    told = heard(panel.typed)
    panel.focus_field("status")
    press(Qt.Key.Key_Right)
    assert told == [(COUNT, "status", "Revised")]
    press(Qt.Key.Key_Left)
    assert told == [(COUNT, "status", "Revised")]


def test_a_comment_is_told_when_the_focus_leaves_it(panel: FigureDetails, line: Lines) -> None:
    panel.show_line(line(COUNT), True)
    told = heard(panel.typed)
    panel.focus_field("comment")
    type_in("As in June")
    assert told == []
    press(Qt.Key.Key_Tab)
    assert told == [(COUNT, "comment", "As in June")]


def test_what_is_half_typed_is_told_when_it_is_asked_for(panel: FigureDetails, line: Lines) -> None:
    panel.show_line(line(PERCENT), True)
    told = heard(panel.typed)
    panel.focus_first()
    type_in("25")
    panel.commit()
    panel.commit()
    assert told == [(PERCENT, "numerator", "25")]


def test_a_percentage_is_entered_from_its_first_part_to_its_second_by_tab(
    panel: FigureDetails, line: Lines
) -> None:
    page = Page(panel, line(PERCENT))
    panel.focus_first()
    type_in("25")
    press(Qt.Key.Key_Tab)
    assert focused() is field(panel, "Out of")
    type_in("287")
    press(Qt.Key.Key_Return)
    assert (page.figure.numerator, page.figure.denominator) == (25, 287)
    assert "= 8.7%" in words_on(panel)
    assert not field(panel, "Figure").isVisible()


def test_the_second_part_may_come_first_and_stays_as_typed(
    panel: FigureDetails, line: Lines
) -> None:
    page = Page(panel, line(PERCENT))
    fill(panel, "Out of", "287")
    assert field(panel, "Out of").text() == "287"
    assert not page.figure.has_number
    fill(panel, "Source", "Police")
    assert field(panel, "Out of").text() == "287"
    fill(panel, "Numerator", "25")
    assert (page.figure.numerator, page.figure.denominator) == (25, 287)


def test_a_survey_keeps_its_sample_when_its_percentage_is_put_right(
    panel: FigureDetails, line: Lines
) -> None:
    page = Page(panel, line(SURVEY))
    fill(panel, "Figure", "78%")
    fill(panel, "Sample size", "1171")
    fill(panel, "Figure", "78")
    assert (page.figure.value, page.figure.sample_size) == (78, 1171)
    fill(panel, "Figure", "79")
    assert (page.figure.value, page.figure.sample_size) == (79, 1171)
    fill(panel, "Figure", "80% of 900")
    assert (page.figure.value, page.figure.sample_size) == (80, 900)


def test_a_count_beside_its_percentage_is_kept_when_the_percentage_is_put_right(
    panel: FigureDetails, line: Lines
) -> None:
    page = Page(panel, line(PERCENT))
    fill(panel, "Figure", "375 (23%)")
    assert (field(panel, "Numerator").text(), field(panel, "Figure").text()) == ("375", "23%")
    fill(panel, "Figure", "24%")
    assert (page.figure.numerator, page.figure.value) == (375, 24)


def test_a_percentage_beside_its_parts_is_cleared_and_they_stay(
    panel: FigureDetails, line: Lines
) -> None:
    parts = {"numerator": Decimal(25), "denominator": Decimal(287)}
    page = Page(panel, line(PERCENT, value=Decimal("8.8"), **parts))
    fill(panel, "Figure", "")
    assert (page.figure.value, page.figure.numerator, page.figure.denominator) == (None, 25, 287)


@pytest.mark.parametrize(
    "given",
    [
        {"numerator": Decimal(25), "denominator": Decimal(287)},
        {"value": Decimal("8.7")},
        {"absence": Absence.NOT_COLLECTED},
    ],
    ids=["parts", "a percentage", "an absence"],
)
def test_escape_gives_up_a_text_that_cannot_be_read_and_nothing_else(
    panel: FigureDetails, line: Lines, given: dict[str, Any]
) -> None:
    page = Page(panel, line(PERCENT, drafts={"number": "about 9"}, **given))
    before = page.figure
    assert field(panel, "Figure").text() == "about 9"
    panel.focus_field("number")
    press(Qt.Key.Key_Escape)
    assert page.figure == before
    assert page.line.drafts == {}


def test_nought_as_a_part_is_a_part(panel: FigureDetails, line: Lines) -> None:
    page = Page(panel, line(PERCENT, numerator=Decimal(0), value=Decimal(1)))
    fill(panel, "Figure", "0%")
    assert (page.figure.numerator, page.figure.value) == (0, 0)


def test_a_figure_can_be_emptied(panel: FigureDetails, line: Lines) -> None:
    page = Page(panel, line(COUNT, value=Decimal(30)))
    fill(panel, "Figure", "")
    assert page.figure.absence is Absence.NOT_ENTERED


# Why there is no figure


def pick(panel: FigureDetails, absence: Absence) -> None:
    """By keys, as in any list of answers."""
    choice = named(panel, ChoiceField, "If there is no figure, why")
    choice.setFocus()
    while choice.currentData() is not absence:
        there, wanted = choice.currentIndex(), choice.findData(absence)
        press(Qt.Key.Key_Down if wanted > there else Qt.Key.Key_Up)


def test_an_absence_is_picked_by_keys_and_settles_what_stood_there(
    panel: FigureDetails, line: Lines
) -> None:
    page = Page(panel, line(SURVEY, value=Decimal(78), drafts={"sample_size": "some"}))
    pick(panel, Absence.NOT_YET_AVAILABLE)
    assert page.figure.absence is Absence.NOT_YET_AVAILABLE
    assert page.figure.value is None
    assert page.line.drafts == {}
    assert field(panel, "Expected on").isVisible()
    assert page.steps == [f"enter {SURVEY}"]


def test_an_absence_is_taken_back_but_a_figure_is_not_taken_away(
    panel: FigureDetails, line: Lines
) -> None:
    page = Page(panel, line(COUNT, absence=Absence.NOT_COLLECTED))
    pick(panel, Absence.NOT_ENTERED)
    assert page.figure.absence is Absence.NOT_ENTERED
    fill(panel, "Figure", "30")
    choice = named(panel, ChoiceField, "If there is no figure, why")
    told = heard(panel.entered)
    choice.setFocus()
    press(Qt.Key.Key_Up)
    assert told == []
    assert page.figure.value == 30


def test_an_absence_that_could_not_be_read_goes_when_one_is_picked(
    panel: FigureDetails, line: Lines
) -> None:
    page = Page(panel, line(COUNT, drafts={"absence": "holidays"}))
    assert page.line.problems[0].message in words_on(panel)
    pick(panel, Absence.NOT_COLLECTED)
    assert page.line.drafts == {}


# What cannot be read


def test_text_that_cannot_be_read_stays_and_its_error_is_said(
    panel: FigureDetails, line: Lines
) -> None:
    page = Page(panel, line(COUNT, value=Decimal(30)))
    fill(panel, "Figure", "31O")
    assert page.line.drafts == {"number": "31O"}
    message = page.line.problems[0].message
    assert field(panel, "Figure").text() == "31O"
    assert field(panel, "Figure").is_wrong
    assert field(panel, "Figure").accessibleDescription() == message
    assert message in words_on(panel)
    fill(panel, "Figure", "310")
    assert not field(panel, "Figure").is_wrong
    assert field(panel, "Figure").accessibleDescription() == ""
    assert message not in words_on(panel)


@pytest.mark.parametrize("name", ["Expected on", "Date obtained"])
def test_a_day_that_is_none_is_said_below_its_field(
    panel: FigureDetails, line: Lines, name: str
) -> None:
    page = Page(panel, line(COUNT, absence=Absence.NOT_YET_AVAILABLE))
    fill(panel, name, "soon")
    assert field(panel, name).text() == "soon"
    message = page.line.problems[0].message
    label = next(one for one in panel.findChildren(QWidget) if shows(one, message))
    above = field(panel, name)
    assert label.mapTo(panel, QPoint()).y() >= above.mapTo(panel, QPoint(0, above.height())).y()
    assert words_on(panel).count(message) == 1


def shows(widget: QWidget, words: str) -> bool:
    return widget.isVisible() and getattr(widget, "text", str)() == words


def test_an_error_of_the_rules_marks_the_field_where_it_is_put_right(
    panel: FigureDetails, line: Lines
) -> None:
    panel.show_line(line(PERCENT, numerator=Decimal(300), denominator=Decimal(287)), True)
    assert field(panel, "Numerator").is_wrong
    panel.show_line(line(PERCENT, numerator=Decimal(30)), True)
    assert field(panel, "Out of").is_wrong
    assert not field(panel, "Numerator").is_wrong
    panel.show_line(line(SURVEY, value=Decimal(78)), True)
    assert field(panel, "Sample size").is_wrong


@pytest.mark.parametrize(
    ("code", "text", "offered"),
    [
        (PERCENT, "0.23", ["23%", "0.23%"]),
        (COUNT, "-", ["Not collected", "Not applicable", "Not yet available"]),
    ],
)
def test_a_text_that_may_mean_several_things_is_asked_back(
    panel: FigureDetails, line: Lines, code: str, text: str, offered: list[str]
) -> None:
    page = Page(panel, line(code))
    fill(panel, "Figure", text)
    assert choices(panel) == offered
    told = heard(panel.typed)
    panel.focus_first()
    press(Qt.Key.Key_Tab, times=len(offered) - 1)
    press(Qt.Key.Key_Return)
    assert told == [(code, "number", offered[-1])]
    assert page.line.drafts == {}
    assert choices(panel) == []
    assert panel.isAncestorOf(focused())


def test_a_question_of_a_locked_return_cannot_be_answered(
    panel: FigureDetails, line: Lines
) -> None:
    panel.show_line(line(COUNT, drafts={"number": "-"}), False)
    assert not any(one.isEnabled() for one in panel.findChildren(Button) if one.isVisible())
    panel.focus_first()
    assert focused() is field(panel, "Figure")


# Queries


@pytest.fixture
def far(line: Lines) -> FigureLine:
    return line(COUNT, past=["20", "21", "22"] * 4, value=Decimal(90))


def test_a_query_has_its_title_its_sentence_and_one_note(
    panel: FigureDetails, far: FigureLine
) -> None:
    panel.show_line(far, True)
    query = far.problems[0]
    words = words_on(panel)
    assert f"Query: {query.title}" in words
    assert query.message in words
    assert note(panel).isVisible()
    assert spoken_name(panel.findChild(MiniChart)).endswith("A query waits.")


def test_a_note_goes_with_the_figure_as_it_stands(panel: FigureDetails, far: FigureLine) -> None:
    page = Page(panel, far)
    panel.focus_field("explanation")
    type_in("New car park")
    press(Qt.Key.Key_Return)
    assert page.steps == [f"explain {COUNT}"]
    assert page.figure == far.figure.explained_by("New car park")
    assert not any(one.waits for one in page.line.problems)
    assert not spoken_name(panel.findChild(MiniChart)).endswith("A query waits.")


def test_a_note_reopens_when_the_figure_changes_and_can_be_said_again(
    panel: FigureDetails, far: FigureLine
) -> None:
    page = Page(panel, far)
    panel.focus_field("explanation")
    type_in("New car park")
    press(Qt.Key.Key_Return)
    fill(panel, "Figure", "95")
    assert page.figure.explanation == "New car park"
    assert not page.figure.explained
    assert any(words.startswith("Your note was for an earlier figure") for words in words_on(panel))
    assert note(panel).toPlainText() == "New car park"
    panel.focus_field("explanation")
    press(Qt.Key.Key_Return)
    assert page.figure.explained
    assert page.steps[-1] == f"explain {COUNT}"


def test_information_is_said_quietly(panel: FigureDetails, line: Lines) -> None:
    shown = line(COUNT, past=["20"], value=Decimal(21), comment="As before")
    before = replace(shown.past.quarters[0], comment="As before")
    shown = replace(shown, past=Past([before]))
    message = next(one.message for one in shown.problems if one.severity is Severity.INFORMATION)
    panel.show_line(shown, True)
    label = next(one for one in panel.findChildren(QWidget) if shows(one, message))
    assert label.property("role") == "sentence"


def test_a_reviewers_reason_is_said_with_who_and_when(panel: FigureDetails, line: Lines) -> None:
    reason = LineReason(COUNT, "That is <last> year’s.", 1, "Reviewer", "2015-07-13T09:00:00.000Z")
    panel.show_line(line(COUNT, reason=reason), True)
    said = next(words for words in words_on(panel) if "Sent back" in words)
    assert "That is &lt;last&gt; year’s. (Reviewer, 13 July)" in said
    assert "2015" not in said
    panel.show_line(line(COUNT), True)
    assert not any("Sent back" in words for words in words_on(panel))


# What is shown stays apart from what is told


def test_filling_the_panel_tells_nothing(
    panel: FigureDetails, library: Services, line: Lines, far: FigureLine
) -> None:
    typed, entered = heard(panel.typed), heard(panel.entered)
    sheets = [library.returns.sheet(one, Q1) for one in ("TTCG", "NPFHF", "CSB", "DAAT_MB")]
    lines = [one for sheet in sheets for one in sheet.figures]
    drafts = dict.fromkeys(FIGURE_FIELDS, "?")
    lines += [far, replace(far, drafts=drafts), line(SURVEY, value=Decimal(1), drafts=drafts)]
    for open_ in (True, False):
        for one in lines:
            panel.show_line(one, open_)
            panel.show_background(library.returns.history(one.figure), ["12 or fewer"])
            panel.commit()
    panel.show_line(None, True)
    panel.commit()
    assert (typed, entered) == ([], [])


def test_going_through_every_field_tells_nothing(panel: FigureDetails, far: FigureLine) -> None:
    figure = replace(far.figure, explanation="Old", explains="another")
    panel.show_line(replace(far, figure=figure), True)
    typed, entered = heard(panel.typed), heard(panel.entered)
    panel.focus_field("explanation")
    press(Qt.Key.Key_Tab, times=12)
    assert (typed, entered) == ([], [])


def test_what_is_being_typed_stays_when_the_same_figure_is_shown_again(
    panel: FigureDetails, line: Lines
) -> None:
    shown = line(COUNT, comment="As in May")
    panel.show_line(shown, True)
    panel.focus_field("comment")
    type_in("Mostly ")
    typed = named(panel, TextArea, "Comment").toPlainText()
    assert typed == "Mostly As in May"
    field(panel, "Figure").setText("28")
    panel.show_line(replace(shown, figure=replace(shown.figure, source="Police")), True)
    assert named(panel, TextArea, "Comment").toPlainText() == typed
    assert field(panel, "Figure").text() == "28"
    assert field(panel, "Source").text() == "Police"
    panel.show_line(line("H2"), True)
    assert named(panel, TextArea, "Comment").toPlainText() == ""
    assert field(panel, "Figure").text() == ""


def test_a_text_that_is_taken_back_elsewhere_goes_from_its_field(
    panel: FigureDetails, line: Lines
) -> None:
    shown = line(COUNT, value=Decimal(30), drafts={"number": "31O", "obtained": "soon"})
    panel.show_line(shown, True)
    assert field(panel, "Date obtained").text() == "soon"
    panel.show_line(replace(shown, drafts={}), True)
    assert field(panel, "Figure").text() == "30"
    assert field(panel, "Date obtained").text() == ""
    assert not field(panel, "Figure").is_wrong


def test_without_a_selection_nothing_is_there_to_be_edited(
    panel: FigureDetails, line: Lines
) -> None:
    panel.show_line(line(COUNT), True)
    panel.show_line(None, True)
    assert words_on(panel) == []
    assert not panel.isEnabled()
    panel.show_line(line(COUNT), True)
    assert field(panel, "Figure").isEnabled()


def test_a_locked_return_is_read_and_not_hidden(panel: FigureDetails, far: FigureLine) -> None:
    figure = replace(
        far.figure, source="Police", comment="As in May", explanation="Old", explains="another"
    )
    panel.show_line(replace(far, figure=figure), False)
    typed, entered = heard(panel.typed), heard(panel.entered)
    for name in ("number", "source", "comment", "explanation", "obtained"):
        panel.focus_field(name)
        before = [one.text() for one in panel.findChildren(TextField)]
        type_in("9")
        press(Qt.Key.Key_Return)
        assert [one.text() for one in panel.findChildren(TextField)] == before
    assert not named(panel, ChoiceField, "If there is no figure, why").isEnabled()
    assert not named(panel, Segmented, "Status").isEnabled()
    panel.commit()
    assert (typed, entered) == ([], [])


# The keyboard


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("number", "Figure"),
        ("numerator", "Numerator"),
        ("denominator", "Out of"),
        ("absence", "If there is no figure, why"),
        ("expected_on", "Expected on"),
        ("expected_from", "Expected from"),
        ("source", "Source"),
        ("obtained", "Date obtained"),
        ("comment", "Comment"),
    ],
)
def test_a_field_is_reached_by_its_name_and_brought_into_view(
    panel: FigureDetails, line: Lines, name: str, called: str
) -> None:
    panel.resize(320, 150)
    panel.show_line(line(PERCENT, absence=Absence.NOT_YET_AVAILABLE), True)
    panel.focus_field(name)
    assert focused().accessibleName() == called
    area = panel.findChild(QScrollArea).viewport()
    place = focused().mapTo(area, QPoint())
    assert 0 <= place.y() <= area.height() - focused().height()


def test_the_sample_the_status_and_the_note_are_reached_by_their_names(
    panel: FigureDetails, line: Lines, far: FigureLine
) -> None:
    panel.show_line(line(SURVEY), True)
    panel.focus_field("sample_size")
    assert focused() is field(panel, "Sample size")
    panel.focus_field("status")
    assert named(panel, Segmented, "Status").isAncestorOf(focused())
    panel.show_line(far, True)
    panel.focus_field("explanation")
    assert focused() is note(panel)


@pytest.mark.parametrize("name", ["explanation", "sample_size", "expected_on", "unheard of"])
def test_a_field_that_is_not_there_leads_to_the_number(
    panel: FigureDetails, line: Lines, name: str
) -> None:
    panel.show_line(line(COUNT), True)
    panel.focus_field(name)
    assert focused() is field(panel, "Figure")


def test_what_stands_in_a_field_is_replaced_by_typing(panel: FigureDetails, line: Lines) -> None:
    panel.show_line(line(COUNT, value=Decimal(30)), True)
    panel.focus_first()
    type_in("31")
    assert field(panel, "Figure").text() == "31"


def test_tab_goes_through_the_fields_in_the_order_they_stand_in(
    panel: FigureDetails, line: Lines
) -> None:
    shown = line(PERCENT, past=["20"] * 12, value=Decimal(90), explanation="Old", explains="x")
    panel.show_line(shown, True)
    panel.focus_field("explanation")
    passed = []
    for _ in range(9):
        passed.append(focused().accessibleName() or spoken_name(focused()))
        press(Qt.Key.Key_Tab)
    assert passed == [
        *("Note on the query", "Say it again", "Numerator", "Out of", "Figure"),
        *("If there is no figure, why", "Provisional", "Source", "Date obtained"),
    ]
    assert spoken_name(focused()) == "Comment"


def test_everything_that_takes_the_keyboard_has_a_name(
    panel: FigureDetails, far: FigureLine
) -> None:
    panel.show_line(replace(far, drafts={"number": "-"}), True)
    takers = [
        one
        for one in panel.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()
    ]
    assert len(takers) > 6
    assert [one for one in takers if not spoken_name(one)] == []


# What stands behind the figure


def test_the_last_twelve_quarters_are_drawn_and_stand_as_numbers(
    panel: FigureDetails, library: Services
) -> None:
    sheet = library.returns.sheet("TTCG", Q1)
    shown = next(one for one in sheet.figures if one.indicator.code == COUNT)
    panel.show_line(shown, True)
    chart, table = panel.findChild(MiniChart), panel.findChild(PastTable)
    points = chart.points
    assert len(points) == 13
    assert None not in points
    assert spoken_name(chart).startswith("Theft of motor vehicle, 2012/13-Q1 to 2015/16-Q1")
    values = [f"{one.value:f}" for one in shown.past.quarters]
    words = words_on(table)
    assert [one for one in words if one in values] == values


def test_where_no_earlier_quarter_is_known_that_is_said(panel: FigureDetails, line: Lines) -> None:
    panel.show_line(line(COUNT, value=Decimal(3)), True)
    assert "No earlier quarters are known." in words_on(panel)
    assert not panel.findChild(MiniChart).isVisible()
    panel.show_line(line(COUNT, past=["4"]), True)
    assert "No earlier quarters are known." not in words_on(panel)
    assert panel.findChild(MiniChart).isVisible()


def test_facts_say_what_the_plan_says_of_the_indicator(panel: FigureDetails, line: Lines) -> None:
    panel.show_line(line(COUNT), True)
    assert "Target" not in words_on(panel)
    panel.show_background([], ["180 or fewer", "Not above last year"])
    words = words_on(panel)
    assert words[words.index("Target") + 1] == "180 or fewer\nNot above last year"
    assert words[words.index("In the plan") + 1] == "Number of Theft of Motor Vehicle"
    assert words[words.index("Supplied by") + 1] == "Tower Hamlets Police"
    panel.show_background([], [])
    words = words_on(panel)
    assert words[words.index("Target") + 1] == "None set"
    panel.show_line(line("H2"), True)
    assert "Target" not in words_on(panel)


def test_a_revised_figure_says_what_was_reported_before(
    panel: FigureDetails, line: Lines, plan: Plan
) -> None:
    before = replace(blank(COUNT, plan.area, Q1.range), absence=None, value=Decimal(27))
    now = line(COUNT, value=Decimal(30), status=FigureStatus.REVISED, reported=[before])
    panel.show_line(now, True)
    words = words_on(panel)
    assert words[words.index("Reported as") + 1] == "27, now 30"
    panel.show_line(line(COUNT, value=Decimal(30), reported=[before]), True)
    assert "Reported as" not in words_on(panel)


# The history of the cell


def at(days: int, hour: int = 12) -> str:
    """A moment as the trail of changes writes it, some days before today."""
    local = datetime.combine(TODAY - timedelta(days=days), time(hour, 32))
    return local.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def history(panel: FigureDetails) -> str:
    return " ".join(words for words in words_on(panel) if words.startswith("<p"))


def test_the_history_says_who_entered_what_and_when_by_local_time(
    panel: FigureDetails, line: Lines
) -> None:
    panel.show_line(line(COUNT), True)
    assert "History of this cell" not in words_on(panel)
    entries = [
        Entered(at(0, 14), "Lead officer", "enter figure", "25, From <the> extract"),
        Entered(at(1), "Deputy", "import TTCG return.xlsx", "not entered"),
        Entered(at(300), "Deputy", "enter figure", "24"),
    ]
    panel.show_background(entries, [])
    said = history(panel)
    assert '14:32 <span style="font-weight:600">25</span>, From &lt;the&gt; extract' in said
    assert "extract, Lead officer<" in said
    assert "13 Jul 12:32 not entered, Deputy by import TTCG return.xlsx" in said
    assert "17 Sep 2014 12:32 24, Deputy" in said
    assert "History of this cell" in words_on(panel)


def test_the_newest_six_are_shown_and_the_rest_is_counted(
    panel: FigureDetails, line: Lines
) -> None:
    panel.show_line(line(COUNT), True)
    entries = [Entered(at(days), "Lead officer", "enter", f"{days}00") for days in range(15)]
    panel.show_background(entries, [])
    said = history(panel)
    assert "500, Lead officer" in said
    assert "600, Lead officer" not in said
    assert "and 9 earlier" in said
    panel.show_background(entries[:6], [])
    assert "earlier" not in history(panel)


def test_another_cell_has_none_of_this_ones_history(panel: FigureDetails, line: Lines) -> None:
    panel.show_line(line(COUNT), True)
    panel.show_background([Entered(at(0), "Lead officer", "enter", "25")], [])
    panel.show_line(line(COUNT, value=Decimal(25)), True)
    assert "25" in history(panel)
    panel.show_line(line("H2"), True)
    assert history(panel) == ""


# Room


def test_nothing_reaches_beyond_the_panel_whatever_is_shown(
    theme: Theme, show, library: Services, line: Lines, far: FigureLine
) -> None:
    panel = FigureDetails(theme, {}, lambda: TODAY)
    panel.setUpdatesEnabled(False)
    panel.resize(320, 640)
    show(panel)
    lines = [
        one for board in ("DAAT_MB", "RRB") for one in library.returns.sheet(board, Q1).figures
    ]
    lines += [far, line(COUNT, drafts={"number": "-"}), line("CC1-7", past=["1234567"] * 12)]
    lines += [line("CC1-7", past=["234567"] * 12)]
    lines += [line(COUNT, past=["3"], absence=Absence.RESTRICTED)]
    for one in lines:
        panel.show_line(one, True)
        for _ in range(3):
            QApplication.processEvents()
        inside = panel.findChild(QScrollArea)
        assert inside.widget().width() == inside.viewport().width(), one.indicator.code
        for button in panel.findChildren(QPushButton):
            assert not button.isVisible() or button.width() >= button.sizeHint().width()
