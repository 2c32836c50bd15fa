from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import Summary
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.ui.pages.summary_part import SummaryPart
from tests.ui.hands import blank_sheet, focused, heard, named, press, type_in

NAMES = ["Achievements", "Concerns", "Decisions wanted", "Resources wanted"]
FIELDS = ["achievements", "concerns", "decisions", "resources"]


@pytest.fixture
def sheet(plan: Plan) -> ReturnSheet:
    return blank_sheet(plan, "NPFHF")


@pytest.fixture
def part(theme, show, sheet: ReturnSheet) -> SummaryPart:
    part = SummaryPart()
    show(part)
    part.show_sheet(sheet)
    return part


@pytest.mark.parametrize(("name", "field"), list(zip(NAMES, FIELDS, strict=True)))
def test_each_text_becomes_a_summary_when_it_is_left(
    part: SummaryPart, sheet: ReturnSheet, name: str, field: str
) -> None:
    told = heard(part.entered)
    named(part, QPlainTextEdit, name).setFocus()
    type_in("Said")
    press(Qt.Key.Key_Tab)
    assert told == [([replace(sheet.summary, **{field: "Said"})], f"summary: {name.lower()}")]


def test_tab_goes_through_the_four_texts(part: SummaryPart) -> None:
    part.focus_first()
    seen = []
    for _ in NAMES:
        seen.append(focused().accessibleName())
        press(Qt.Key.Key_Tab)
    assert seen == NAMES


def test_each_text_says_what_it_is_for(part: SummaryPart) -> None:
    assert all(named(part, QPlainTextEdit, name).accessibleDescription() for name in NAMES)


def test_showing_a_summary_tells_nothing(part: SummaryPart, sheet: ReturnSheet) -> None:
    told = heard(part.entered)
    summary = Summary(board="NPFHF", quarter=sheet.quarter, concerns="One")
    part.show_sheet(replace(sheet, summary=summary))
    part.commit()
    assert named(part, QPlainTextEdit, "Concerns").toPlainText() == "One"
    assert told == []


def test_a_locked_summary_is_read_and_not_written(part: SummaryPart, sheet: ReturnSheet) -> None:
    part.show_sheet(replace(sheet, open=False))
    assert all(named(part, QPlainTextEdit, name).isReadOnly() for name in NAMES)
