from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from csp_desktop.core.actions import Milestone
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.fields import TextField
from csp_desktop.ui.widgets.milestones import Milestones
from tests.ui.hands import Heard, focused, heard, named, press, type_in, words_on

BACKWARDS = Qt.KeyboardModifier.ShiftModifier
AGREED = Milestone("Terms agreed", date(2015, 5, 1), date(2015, 4, 28))
REVIEW = Milestone("First review", date(2015, 9, 30))


@pytest.fixture
def editor(undressed: Theme, show) -> Milestones:
    """An editor without milestones, with the keyboard on its button."""
    editor = Milestones(undressed)
    show(editor)
    editor.focus_first()
    return editor


@pytest.fixture
def filled(editor: Milestones) -> Milestones:
    """An editor of two milestones, with the keyboard in the first."""
    editor.show_milestones([AGREED, REVIEW])
    editor.focus_first()
    return editor


def stored_by(editor: Milestones) -> Heard:
    """What is handed over; it is shown again at once, as the page does."""
    told = heard(editor.committed)
    editor.committed.connect(lambda given: editor.show_milestones(given, keep=True))
    return told


def texts(editor: Milestones) -> list[str]:
    return [one.text() for one in editor.findChildren(TextField) if one.isVisible()]


def fill(text: str) -> None:
    focused().selectAll()
    type_in(text)


def test_a_milestone_is_added_by_keys_alone(editor: Milestones) -> None:
    told = stored_by(editor)
    press(Qt.Key.Key_Return)
    assert focused().accessibleName() == "Milestone 1"
    type_in("First review")
    press(Qt.Key.Key_Tab)
    assert told == [(Milestone("First review"),)]
    assert focused().accessibleName() == "Milestone 1, due"
    type_in("30/9/2015")
    press(Qt.Key.Key_Tab)
    assert told[1:] == [(REVIEW,)]
    assert focused().accessibleName() == "Milestone 1, met on"
    assert texts(editor) == ["First review", "30 Sep 2015", ""]


def test_a_milestone_is_marked_as_met_by_its_day(filled: Milestones) -> None:
    told = stored_by(filled)
    press(Qt.Key.Key_Tab, times=6)
    assert focused().accessibleName() == "Milestone 2, met on"
    type_in("2 October 2015")
    press(Qt.Key.Key_Return)
    assert told == [(AGREED, replace(REVIEW, met_on=date(2015, 10, 2)))]
    fill("")
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Return)
    assert told[1:] == [(AGREED, REVIEW)]


def test_a_milestone_is_edited_where_it_stands(filled: Milestones) -> None:
    told = stored_by(filled)
    fill("Terms of reference agreed")
    press(Qt.Key.Key_Return)
    assert told == [(replace(AGREED, text="Terms of reference agreed"), REVIEW)]
    assert focused().accessibleName() == "Milestone 1"


def test_a_milestone_is_removed_by_keys_and_the_next_one_has_the_keyboard(
    filled: Milestones,
) -> None:
    told = stored_by(filled)
    press(Qt.Key.Key_Tab, times=3)
    assert focused() is named(filled, QPushButton, "Remove milestone 1")
    press(Qt.Key.Key_Return)
    assert told == [(REVIEW,)]
    assert focused().accessibleName() == "Milestone 1"
    assert texts(filled) == ["First review", "30 Sep 2015", ""]
    press(Qt.Key.Key_Tab, times=3)
    press(Qt.Key.Key_Space)
    assert (told[1:], texts(filled)) == ([()], [])
    assert focused().text() == "Add a milestone"


def test_tab_goes_through_the_rows_and_then_to_the_button(filled: Milestones) -> None:
    names = []
    for _ in range(9):
        names.append(focused().accessibleName() or focused().text())
        press(Qt.Key.Key_Tab)
    row = ("Milestone {}", "Milestone {}, due", "Milestone {}, met on", "Remove milestone {}")
    expected = [one.format(number) for number in (1, 2) for one in row]
    assert names == [*expected, "Add a milestone"]


def test_a_row_that_is_added_later_is_reached_before_the_button(filled: Milestones) -> None:
    press(Qt.Key.Key_Tab, times=8)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab, BACKWARDS)
    assert focused().accessibleName() == "Remove milestone 2"
    press(Qt.Key.Key_Tab, times=5)
    assert focused().text() == "Add a milestone"


def test_showing_milestones_tells_nothing(filled: Milestones) -> None:
    told = heard(filled.committed)
    for milestones in ([REVIEW], [], [AGREED, REVIEW], [REVIEW, AGREED]):
        filled.show_milestones(milestones)
        press(Qt.Key.Key_Tab, times=2)
        filled.commit()
    assert told == []
    assert texts(filled) == [
        "First review",
        "30 Sep 2015",
        "",
        "Terms agreed",
        "1 May 2015",
        "28 Apr 2015",
    ]


def test_an_empty_row_is_nothing_to_hand_over_and_not_added_twice(editor: Milestones) -> None:
    told = heard(editor.committed)
    add = focused()
    press(Qt.Key.Key_Return)
    add.click()
    press(Qt.Key.Key_Tab, times=5)
    assert told == []
    assert texts(editor) == ["", "", ""]


def test_a_day_without_a_text_waits_for_it_in_words(editor: Milestones) -> None:
    told = stored_by(editor)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    type_in("30 Sep 2015")
    press(Qt.Key.Key_Return)
    assert told == []
    assert "Enter what the milestone is" in words_on(editor)
    press(Qt.Key.Key_Tab, BACKWARDS)
    type_in("First review")
    press(Qt.Key.Key_Return)
    assert told == [(REVIEW,)]
    assert "Enter what the milestone is" not in words_on(editor)


def test_a_stored_milestone_is_not_emptied_but_removed(filled: Milestones) -> None:
    told = stored_by(filled)
    focused().clear()
    press(Qt.Key.Key_Return)
    assert told == []
    assert "Enter what the milestone is, or remove it" in words_on(filled)
    press(Qt.Key.Key_Escape)
    assert texts(filled)[0] == "Terms agreed"
    assert words_on(filled) == ["Milestones", "Due", "Met on", "Due", "Met on"]


def test_a_day_that_cannot_be_read_stays_as_typed_and_the_rest_is_taken(
    filled: Milestones,
) -> None:
    told = stored_by(filled)
    press(Qt.Key.Key_Tab)
    fill("soon")
    press(Qt.Key.Key_Tab, BACKWARDS)
    assert told == [(AGREED, REVIEW)]
    assert filled.unread == {"milestone 1 due": "soon"}
    assert "Due must be a real date, like 14 Aug 2015" in words_on(filled)
    fill("Terms of reference agreed")
    press(Qt.Key.Key_Tab)
    assert told[1:] == [(replace(AGREED, text="Terms of reference agreed"), REVIEW)]
    assert focused().text() == "soon"
    assert focused().is_wrong
    press(Qt.Key.Key_Escape)
    assert focused().text() == "1 May 2015"
    assert filled.unread == {}
    assert words_on(filled) == ["Milestones", "Due", "Met on", "Due", "Met on"]


def test_what_is_being_typed_stays_while_something_else_is_stored(filled: Milestones) -> None:
    told = stored_by(filled)
    fill("Terms of re")
    filled.show_milestones([AGREED, REVIEW], keep=True)
    assert texts(filled)[0] == "Terms of re"
    filled.commit()
    assert told == [(replace(AGREED, text="Terms of re"), REVIEW)]


def test_what_was_typed_into_a_new_row_is_dropped_with_its_action(editor: Milestones) -> None:
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    type_in("30 Sep 2015")
    editor.show_milestones([], keep=True)
    assert texts(editor) == ["", "30 Sep 2015", ""]
    editor.show_milestones([])
    assert texts(editor) == []


def test_locked_milestones_are_read_and_not_changed(filled: Milestones) -> None:
    told = heard(filled.committed)
    filled.lock("The return is submitted and locked.")
    filled.show_milestones([AGREED, REVIEW, replace(REVIEW, text="Second review")])
    type_in("x")
    filled.commit()
    assert (told, texts(filled)[0]) == ([], "Terms agreed")
    for button in filled.findChildren(QPushButton):
        assert not button.isEnabled()
        assert button.toolTip() == "The return is submitted and locked."
    filled.lock("")
    type_in("x")
    filled.commit()
    assert len(told) == 1
