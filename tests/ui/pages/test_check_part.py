from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QTableView

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.figures import Absence, Figure
from csp_desktop.core.queries import Past
from csp_desktop.core.rules import missing_figure
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.services import Services
from csp_desktop.ui.item_models.answer_table import AnswerColumn
from csp_desktop.ui.pages.check_part import CheckPart
from csp_desktop.ui.widgets.error_summary import ErrorSummary
from csp_desktop.ui.widgets.key_button import KeyButton
from tests.ui.hands import Q1, focused, heard, named, press, words_on

ANSWERS = "The return as it will be sent; Enter changes a line"


@pytest.fixture
def sheet(library: Services) -> ReturnSheet:
    """The Road Safety board: one figure and five actions."""
    return library.returns.sheet("KSI", Q1)


@pytest.fixture
def part(theme, show, sheet: ReturnSheet) -> CheckPart:
    part = CheckPart(theme)
    part.resize(1190, 640)
    show(part)
    part.show_sheet(sheet)
    return part


def answered(sheet: ReturnSheet, value: int = 30, **fields: object) -> ReturnSheet:
    """The return with everything it asks for."""
    figures = []
    for line in sheet.figures:
        figure = replace(line.figure, value=Decimal(value), absence=None, **fields)
        figures.append(replace(line, figure=figure))
    actions = [
        replace(line, update=replace(line.update, status=ActionStatus.ON_TRACK))
        for line in sheet.actions
    ]
    return replace(sheet, figures=tuple(figures), actions=tuple(actions))


def before(sheet: ReturnSheet, *values: int) -> ReturnSheet:
    """The return with these quarters behind its first figure."""
    line = sheet.figures[0]
    quarters = [
        Figure(
            indicator=line.indicator.code,
            area=line.figure.area,
            period=Q1.plus(-back).range,
            value=Decimal(value),
        )
        for back, value in zip(range(len(values), 0, -1), values, strict=True)
    ]
    line = replace(line, past=Past(quarters))
    return replace(sheet, figures=(line, *sheet.figures[1:]))


def links(part: CheckPart) -> list[str]:
    return [one.text() for one in part.findChildren(KeyButton) if one.isVisible()]


def cells(part: CheckPart, column: AnswerColumn) -> list[str]:
    model = named(part, QTableView, ANSWERS).model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def submit(part: CheckPart) -> QPushButton:
    return next(one for one in part.findChildren(QPushButton) if one.text() == "Submit")


def test_every_blank_is_an_error_with_a_link_to_its_cell(
    part: CheckPart, sheet: ReturnSheet
) -> None:
    line = sheet.figures[0]
    wanted = heard(part.line_wanted)
    part.focus_first()
    assert isinstance(focused(), ErrorSummary)
    press(Qt.Key.Key_Tab)
    assert focused().text() == missing_figure(line.indicator).message
    press(Qt.Key.Key_Return)
    assert wanted == [(line.indicator.code, "number")]
    assert [one for one in links(part) if one.startswith("Choose a status")] == [
        f"Choose a status for action {one.action.code}" for one in sheet.actions
    ]


def test_submit_waits_for_the_errors_and_says_how_many_are_left(
    part: CheckPart, sheet: ReturnSheet
) -> None:
    assert not submit(part).isEnabled()
    assert submit(part).toolTip() == f"{sheet.complete.expected} errors are left to put right"
    part.show_sheet(answered(sheet))
    assert submit(part).isEnabled()
    assert any("Nothing stands in the way" in one for one in words_on(part))


def test_submit_is_reached_and_pressed_by_keyboard(part: CheckPart, sheet: ReturnSheet) -> None:
    part.show_sheet(answered(sheet))
    wanted = heard(part.submit_wanted)
    part.focus_first()
    for _ in range(2):
        if focused() is not submit(part):
            part.next_pane()
    press(Qt.Key.Key_Return)
    assert len(wanted) == 1


def test_a_query_is_listed_with_whether_a_note_was_given(
    part: CheckPart, sheet: ReturnSheet
) -> None:
    queried = answered(before(sheet, *[30, 31, 29, 30, 32, 28, 30, 31]), value=900)
    part.show_sheet(queried)
    wanted = heard(part.line_wanted)
    assert {"1 query, 1 without a note", "No note yet"} <= set(words_on(part))
    part.focus_first()
    press(Qt.Key.Key_Return)
    assert wanted == [(sheet.figures[0].indicator.code, "explanation")]
    line = queried.figures[0]
    line = replace(line, figure=line.figure.explained_by("A new camera"))
    part.show_sheet(replace(queried, figures=(line, *queried.figures[1:])))
    assert {"1 query, 0 without a note", "Note given"} <= set(words_on(part))
    assert submit(part).isEnabled()


def test_all_blanks_are_given_a_reason_at_once(part: CheckPart, library: Services) -> None:
    sheet = library.returns.sheet("NPFHF", Q1)
    part.show_sheet(sheet)
    told = heard(part.entered)
    assert "26 figures are blank." in words_on(part)
    choice = named(part, QComboBox, "Reason for every blank")
    choice.setCurrentIndex(choice.findData(Absence.NOT_COLLECTED))
    give = next(
        one for one in part.findChildren(QPushButton) if one.text().startswith("Give every")
    )
    give.click()
    ((records, what),) = told
    assert {one.absence for one in records} == {Absence.NOT_COLLECTED}
    assert (len(records), what) == (26, "give 26 blanks a reason")


def test_every_answer_stands_once_more_as_it_will_be_sent(
    part: CheckPart, sheet: ReturnSheet
) -> None:
    part.show_sheet(answered(sheet, comment="One crash"))
    asked = [one for one in sheet.figures if one.asked]
    answers = cells(part, AnswerColumn.ANSWER)
    assert answers[0] == "30, provisional"
    assert answers[len(asked)] == "On track"
    assert cells(part, AnswerColumn.WORDS)[0] == "One crash"
    assert cells(part, AnswerColumn.QUESTION)[-4:] == [
        "Achievements",
        "Concerns",
        "Decisions wanted",
        "Resources wanted",
    ]
    assert cells(part, AnswerColumn.CHANGE) == ["Change"] * len(answers)


def test_blanks_stand_as_not_provided(part: CheckPart, sheet: ReturnSheet) -> None:
    assert set(cells(part, AnswerColumn.ANSWER)[: sheet.complete.expected]) == {"Not provided"}


def test_each_answer_leads_back_to_its_line_by_enter_and_by_its_link(
    part: CheckPart, sheet: ReturnSheet
) -> None:
    wanted = heard(part.line_wanted)
    table = named(part, QTableView, ANSWERS)
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 0))
    press(Qt.Key.Key_Return)
    table.clicked.emit(table.model().index(0, AnswerColumn.CHANGE))
    table.clicked.emit(table.model().index(0, AnswerColumn.ANSWER))
    table.clicked.emit(table.model().index(table.model().rowCount() - 1, AnswerColumn.CHANGE))
    codes = [sheet.figures[0].indicator.code, sheet.actions[0].action.code]
    assert wanted == [(codes[1], ""), (codes[0], ""), ("", "")]


def test_a_locked_return_is_read_and_not_submitted(part: CheckPart, sheet: ReturnSheet) -> None:
    part.show_sheet(replace(sheet, open=False))
    assert not submit(part).isVisible()
    assert not any(one.startswith(("Enter ", "Choose ")) for one in links(part))


def test_reading_the_return_again_leaves_the_keyboard_where_it_is(
    part: CheckPart, sheet: ReturnSheet
) -> None:
    table = named(part, QTableView, ANSWERS)
    table.setFocus()
    part.show_sheet(sheet)
    assert focused() is table
