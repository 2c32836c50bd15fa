import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from csp_desktop.core.rules import Problem, Severity
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.fields import TextField
from csp_desktop.ui.widgets.query_box import NoteField, QueryBox
from csp_desktop.ui.widgets.words import Words
from tests.ui.hands import focused, heard, named, press, settle, spoken_name, type_in

FAR = Problem(
    "far", Severity.QUERY, "F2", "8.7% is far from 38% to 46%", title="far from earlier quarters"
)
ZERO = Problem(
    "zero", Severity.QUERY, "F2", "0 and never 0 before", title="zero for the first time"
)
ASK = "Say why, or change the figure. It does not stop you saving."
OLD = "Your note was for an earlier figure. Change it, or say it again."


@pytest.fixture
def box(undressed: Theme, show) -> QueryBox:
    """The box in a window above another field."""
    window, box = QWidget(), QueryBox(undressed)
    column = QVBoxLayout(window)
    column.addWidget(box)
    column.addWidget(TextField("Source"))
    show(window)
    return box


def ask(
    box: QueryBox, note: str = "", *, holds: bool = False, keep: bool = False, open_: bool = True
) -> None:
    box.show_queries([FAR], note, holds, keep, open_)


def read(box: QueryBox) -> list[str]:
    """What stands there, from the top down."""
    settle()
    labels = [one for one in box.findChildren(Words) if one.isVisible()]
    return [one.text() for one in sorted(labels, key=lambda one: one.mapTo(box, QPoint()).y())]


def note(box: QueryBox) -> NoteField:
    return named(box, NoteField, "Note on the query")


def again(box: QueryBox) -> Button:
    return next(one for one in box.findChildren(Button) if one.text() == "Say it again")


# What is asked


def test_there_is_no_box_where_nothing_is_queried(box: QueryBox) -> None:
    assert not box.isVisible()
    ask(box)
    assert box.isVisible()
    box.show_queries([], "", False, True, True)
    assert not box.isVisible()


def test_a_query_has_its_title_and_its_sentence_and_says_that_it_stops_nothing(
    box: QueryBox,
) -> None:
    ask(box)
    assert read(box) == ["Query: far from earlier quarters", "8.7% is far from 38% to 46%", ASK]
    assert spoken_name(box) == "Query: far from earlier quarters"


def test_several_queries_are_answered_by_one_note(box: QueryBox) -> None:
    box.show_queries([FAR, ZERO], "", False, False, True)
    assert read(box) == [
        *("Query: far from earlier quarters", "8.7% is far from 38% to 46%"),
        *("Query: zero for the first time", "0 and never 0 before"),
        ASK,
    ]
    assert len(box.findChildren(NoteField)) == 1
    ask(box)
    assert "Query: zero for the first time" not in read(box)


# A first note


def test_a_note_is_given_by_enter_once(box: QueryBox) -> None:
    ask(box)
    told = heard(box.explained)
    note(box).setFocus()
    type_in("Late decisions")
    assert told == []
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert told == ["Late decisions"]


def test_a_note_is_given_when_the_focus_leaves_it(box: QueryBox) -> None:
    ask(box)
    told = heard(box.explained)
    note(box).setFocus()
    type_in("Late decisions")
    press(Qt.Key.Key_Tab)
    assert told == ["Late decisions"]


def test_shift_enter_begins_a_new_line(box: QueryBox) -> None:
    ask(box)
    told = heard(box.explained)
    note(box).setFocus()
    type_in("One")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_in("Two")
    assert told == []
    press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert [one.splitlines() for one in told] == [["One", "Two"]]


def test_a_note_that_holds_is_shown_and_looking_at_it_tells_nothing(box: QueryBox) -> None:
    told = heard(box.explained)
    ask(box, "Late decisions", holds=True)
    assert note(box).toPlainText() == "Late decisions"
    assert read(box)[-1] == "Your note is sent with the figure."
    assert not again(box).isVisible()
    note(box).setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    box.commit()
    assert told == []


def test_a_note_can_be_taken_away(box: QueryBox) -> None:
    ask(box, "Late decisions", holds=True)
    told = heard(box.explained)
    note(box).setFocus()
    note(box).selectAll()
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert told == [""]


# A note for an earlier figure


def test_an_old_note_stays_in_the_field_and_is_said_to_be_old(box: QueryBox) -> None:
    ask(box, "Late decisions")
    assert note(box).toPlainText() == "Late decisions"
    assert read(box)[-1] == OLD


def test_leaving_an_old_note_alone_tells_nothing(box: QueryBox) -> None:
    ask(box, "Late decisions")
    told = heard(box.explained)
    note(box).setFocus()
    press(Qt.Key.Key_Tab)
    box.commit()
    assert told == []


def test_an_old_note_is_said_again_by_enter(box: QueryBox) -> None:
    ask(box, "Late decisions")
    told = heard(box.explained)
    note(box).setFocus()
    press(Qt.Key.Key_Return)
    assert told == ["Late decisions"]


def test_an_old_note_is_said_again_by_its_button(box: QueryBox) -> None:
    ask(box, "Late decisions")
    told = heard(box.explained)
    note(box).setFocus()
    press(Qt.Key.Key_Tab)
    assert focused() is again(box)
    press(Qt.Key.Key_Return)
    assert told == ["Late decisions"]
    assert focused() is note(box)


def test_an_old_note_may_be_changed_and_is_told_once(box: QueryBox) -> None:
    ask(box, "Late decisions")
    told = heard(box.explained)
    note(box).setFocus()
    press(Qt.Key.Key_End)
    type_in(" still")
    press(Qt.Key.Key_Return)
    assert told == ["Late decisions still"]


# While it is shown again


def test_what_is_being_typed_stays_while_it_is_the_same_figures(box: QueryBox) -> None:
    ask(box)
    note(box).setFocus()
    type_in("Late")
    ask(box, keep=True)
    assert note(box).toPlainText() == "Late"
    ask(box, "Of another figure", holds=True)
    assert note(box).toPlainText() == "Of another figure"
    ask(box, "Taken back", holds=True, keep=True)
    assert note(box).toPlainText() == "Taken back"


def test_showing_queries_tells_nothing(box: QueryBox) -> None:
    told = heard(box.explained)
    for words in ("", "Late", "Later", ""):
        for holds in (True, False):
            ask(box, words, holds=holds, keep=holds)
            box.commit()
    assert told == []


def test_a_note_of_a_locked_return_can_be_read_and_not_changed(box: QueryBox) -> None:
    ask(box, "Late decisions", open_=False)
    told = heard(box.explained)
    assert note(box).isReadOnly()
    assert note(box).isEnabled()
    assert not again(box).isVisible()
    note(box).setFocus()
    type_in("x")
    press(Qt.Key.Key_Return)
    assert note(box).toPlainText() == "Late decisions"
    assert told == []
