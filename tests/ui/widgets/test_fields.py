from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.fields import ChoiceField, Labelled, TextArea, TextField, labelled
from tests.ui.hands import (
    colours,
    focused,
    heard,
    picture,
    press,
    settle,
    spoken_name,
    type_in,
    words_on,
)

Form = Callable[..., QWidget]


@pytest.fixture
def form(theme: Theme, show) -> Form:
    """Puts fields below each other in a window; the first one has the keyboard."""

    def one(*fields: QWidget) -> QWidget:
        window = QWidget()
        column = QVBoxLayout(window)
        for field in fields:
            column.addWidget(field)
        show(window)
        fields[0].setFocus()
        return window

    return one


# One line


def test_a_line_is_committed_by_enter_once(form: Form) -> None:
    field = TextField("Source")
    form(field)
    told = heard(field.committed)
    type_in("Police")
    assert told == []
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert told == ["Police"]


def test_a_line_is_committed_when_the_focus_leaves_it(form: Form) -> None:
    field, other = TextField("Source"), TextField("Other")
    form(field, other)
    told = heard(field.committed)
    type_in("Police")
    press(Qt.Key.Key_Tab)
    assert focused() is other
    assert told == ["Police"]


def test_a_line_that_was_only_looked_at_commits_nothing(form: Form) -> None:
    field, other = TextField("Source"), TextField("Other")
    form(field, other)
    told = heard(field.committed)
    field.show_text("Police")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    field.commit()
    assert told == []


def test_what_is_still_being_typed_can_be_asked_for(form: Form) -> None:
    field = TextField("Source")
    form(field)
    told = heard(field.committed)
    type_in("Pol")
    field.commit()
    field.commit()
    assert told == ["Pol"]


def test_showing_a_stored_text_commits_nothing_and_begins_at_its_start(form: Form) -> None:
    field = TextField("Source")
    form(field)
    told = heard(field.committed)
    field.show_text("A long name of a source")
    assert told == []
    assert field.cursorPosition() == 0


def test_escape_brings_back_what_is_stored(form: Form) -> None:
    field = TextField("Due")
    form(field)
    told = heard(field.committed)
    field.show_text("30 Sep 2015")
    type_in("x")
    press(Qt.Key.Key_Escape)
    assert field.text() == "30 Sep 2015"
    press(Qt.Key.Key_Return)
    assert told == []


def test_escape_brings_back_what_is_stored_also_after_a_text_that_could_not_be_taken(
    form: Form,
) -> None:
    field = TextField("Due")
    form(field)
    field.show_text("30 Sep 2015")
    field.selectAll()
    type_in("soon")
    press(Qt.Key.Key_Return)
    field.show_error(True)
    press(Qt.Key.Key_Escape)
    assert field.text() == "30 Sep 2015"
    assert not field.is_wrong


def test_text_that_could_not_be_taken_stays_while_the_same_is_stored(form: Form) -> None:
    field = TextField("Due")
    form(field)
    field.show_text("")
    type_in("soon")
    press(Qt.Key.Key_Return)
    field.show_error(True)
    field.show_text("", keep=True)
    assert (field.text(), field.is_wrong) == ("soon", True)
    field.show_text("14 Aug 2015", keep=True)
    assert (field.text(), field.is_wrong) == ("14 Aug 2015", False)
    type_in("x")
    field.show_text("14 Aug 2015")
    assert field.text() == "14 Aug 2015"


def test_what_is_being_typed_stays_while_another_text_is_stored(form: Form) -> None:
    field = TextField("Lead")
    form(field)
    told = heard(field.committed)
    field.show_text("Police")
    type_in("x")
    assert field.has_typed
    field.show_text("Council", keep=True)
    assert field.text().startswith("x")
    press(Qt.Key.Key_Escape)
    assert (field.text(), told) == ("Council", [])
    assert not field.has_typed


def test_a_draft_stands_in_the_field_until_escape_gives_it_up(form: Form) -> None:
    field = TextField("Due")
    form(field)
    told = heard(field.committed)
    field.show_text("30 Sep 2015", draft="soon")
    assert (field.text(), field.is_wrong, field.has_typed) == ("soon", True, False)
    press(Qt.Key.Key_Return)
    assert told == []
    press(Qt.Key.Key_Escape)
    assert (field.text(), field.is_wrong) == ("30 Sep 2015", False)
    assert told == ["30 Sep 2015"]


def test_a_draft_that_is_typed_over_is_committed_once(form: Form) -> None:
    field = TextField("Due")
    form(field)
    told = heard(field.committed)
    field.show_text("", draft="soon")
    field.selectAll()
    type_in("30 Sep 2015")
    press(Qt.Key.Key_Return)
    assert told == ["30 Sep 2015"]


def test_a_draft_goes_when_it_is_no_longer_kept(form: Form) -> None:
    field = TextField("Due")
    form(field)
    field.show_text("", draft="soon")
    field.show_text("")
    assert (field.text(), field.is_wrong) == ("", False)


def test_showing_the_same_text_again_leaves_the_cursor_where_it_is(form: Form) -> None:
    field = TextField("Lead")
    form(field)
    field.show_text("Police")
    press(Qt.Key.Key_End)
    field.show_text("Police")
    assert field.cursorPosition() == len("Police")


@pytest.mark.parametrize("make", [lambda: TextField("Lead"), lambda: TextArea("Note", 2)])
def test_a_locked_text_is_read_and_not_changed(form: Form, make: Callable[[], TextField]) -> None:
    field = make()
    form(field)
    told = heard(field.committed)
    field.show_text("Police")
    field.lock("The return is submitted and locked.")
    type_in("x")
    press(Qt.Key.Key_Backspace)
    field.commit()
    assert (told, field.has_typed) == ([], False)
    assert focused() is field
    assert field.toolTip() == field.accessibleDescription() == "The return is submitted and locked."
    field.lock("")
    type_in("x")
    field.commit()
    assert (len(told), field.toolTip()) == (1, "")


def test_a_line_that_cannot_be_taken_is_outlined_in_red(form: Form, theme: Theme) -> None:
    field, other = TextField("Due"), TextField("Other")
    window = form(other, field)
    assert theme.palette.red not in colours(picture(window))
    field.show_error(True)
    assert theme.palette.red in colours(picture(window))
    field.show_error(False)
    assert theme.palette.red not in colours(picture(window))


# Several lines


def pause(area: TextArea) -> QTimer:
    return area.findChild(QTimer)


def test_text_is_committed_after_a_pause(qtbot, form: Form) -> None:
    area = TextArea("Comment", 3)
    form(area)
    assert 1000 <= pause(area).interval() <= 2000
    pause(area).setInterval(0)
    told = heard(area.committed)
    with qtbot.waitSignal(area.committed):
        type_in("Late")
    assert told == ["Late"]


def test_text_is_committed_when_the_focus_leaves_by_tab(form: Form) -> None:
    area, other = TextArea("Comment", 3), TextField("Other")
    form(area, other)
    told = heard(area.committed)
    type_in("Two")
    press(Qt.Key.Key_Return)
    type_in("lines")
    assert told == []
    press(Qt.Key.Key_Tab)
    assert focused() is other
    assert told == ["Two\nlines"]
    assert not pause(area).isActive()


def test_showing_a_stored_comment_commits_nothing(form: Form) -> None:
    area, other = TextArea("Comment", 3), TextField("Other")
    form(area, other)
    told = heard(area.committed)
    area.show_text("As reported in June")
    assert not pause(area).isActive()
    press(Qt.Key.Key_Tab)
    area.commit()
    assert told == []


def test_one_goes_on_typing_where_one_was_when_the_text_has_been_stored(form: Form) -> None:
    area = TextArea("Comment", 3)
    form(area)
    # What is stored has no space at its end; the one just typed must not go from under the hands.
    area.committed.connect(lambda text: area.show_text(text.strip()))
    type_in("The panel met ")
    area.commit()
    type_in("twice")
    assert area.toPlainText() == "The panel met twice"


def test_words_being_typed_stay_and_are_committed_after_all(qtbot, form: Form) -> None:
    area = TextArea("Comment", 3)
    form(area)
    told = heard(area.committed)
    type_in("Half a sen")
    area.show_text("", keep=True)
    assert (area.toPlainText(), pause(area).isActive()) == ("Half a sen", True)
    area.commit()
    assert told == ["Half a sen"]
    area.show_text("Half a sen", keep=True)
    area.show_text("Taken back", keep=True)
    assert area.toPlainText() == "Taken back"


def test_the_next_records_comment_takes_the_place_of_the_last_ones(form: Form) -> None:
    area = TextArea("Comment", 3)
    form(area)
    for text in ("First", "", "Second"):
        area.show_text(text)
        assert area.toPlainText() == text


def test_an_area_is_as_high_as_its_lines(form: Form) -> None:
    short, long = TextArea("Comment", 2), TextArea("Progress", 6)
    form(short, long)
    line = short.fontMetrics().lineSpacing()
    assert short.minimumSizeHint().height() >= 2 * line
    assert long.minimumSizeHint().height() - short.minimumSizeHint().height() == 4 * line


# A few answers


@pytest.fixture
def choice(form: Form) -> ChoiceField:
    field = ChoiceField("Status")
    for number, words in enumerate(("not entered", "On track", "At risk")):
        field.addItem(words, number)
    form(field)
    return field


def test_an_answer_is_picked_by_keys(choice: ChoiceField) -> None:
    told = heard(choice.picked)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert told == [1, 2]


def test_showing_a_stored_answer_picks_nothing(choice: ChoiceField) -> None:
    told = heard(choice.picked)
    choice.show_value(2)
    assert choice.currentText() == "At risk"
    choice.show_value("unheard of")
    assert choice.currentText() == "not entered"
    assert told == []


def test_the_wheel_changes_nothing(choice: ChoiceField) -> None:
    told = heard(choice.picked)
    middle = QPointF(choice.rect().center())
    turn = QWheelEvent(
        middle,
        choice.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, turn)
    settle()
    assert choice.currentText() == "not entered"
    assert told == []


def test_answers_that_are_offered_anew_pick_nothing(choice: ChoiceField) -> None:
    told = heard(choice.picked)
    choice.offer([("not chosen", ""), ("Police", "P")])
    assert [choice.itemText(one) for one in range(choice.count())] == ["not chosen", "Police"]
    assert told == []
    press(Qt.Key.Key_Down)
    assert told == ["P"]


def test_an_answer_too_long_for_its_room_stands_whole_in_its_tool_tip(choice: ChoiceField) -> None:
    long = "Hackney and neighbouring boroughs’ Community Rehabilitation Company"
    choice.offer([("Police", 1), (long, 2)], 120)
    tips = [choice.itemData(one, Qt.ItemDataRole.ToolTipRole) for one in range(2)]
    assert tips == [None, long]
    assert choice.itemText(0) == "Police"
    assert choice.itemText(1).endswith("…")
    assert choice.fontMetrics().horizontalAdvance(choice.itemText(1)) <= 120


def test_a_locked_answer_is_shown_and_not_changed(choice: ChoiceField) -> None:
    choice.lock("The return is submitted and locked.")
    assert not choice.isEnabled()
    assert choice.toolTip() == "The return is submitted and locked."
    choice.lock("")
    assert choice.isEnabled()


# Labels


def test_a_field_stands_below_its_label_and_keeps_its_own_name(form: Form) -> None:
    field = TextField("Source")
    box = labelled("Source of the figure", field)
    form(box)
    label = box.findChild(QLabel)
    assert label.buddy() is field
    assert label.geometry().bottom() < field.geometry().top()
    assert spoken_name(field) == "Source"


def test_what_is_wrong_and_what_is_worth_knowing_stand_below_the_field(form: Form) -> None:
    field = TextField("Due")
    box = Labelled("Due", field)
    window = form(box)
    assert words_on(window) == ["Due"]
    box.show_notes("Due must be a real date", "It was put off twice")
    assert words_on(window) == ["Due", "Due must be a real date", "It was put off twice"]
    assert field.is_wrong
    assert field.accessibleDescription() == "Due must be a real date It was put off twice"
    box.show_notes(information="It was put off twice")
    assert (field.is_wrong, words_on(window)) == (False, ["Due", "It was put off twice"])
    box.show_notes()
    assert (field.accessibleDescription(), words_on(window)) == ("", ["Due"])
