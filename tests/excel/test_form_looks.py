"""The return workbook as a form: its past, its checks, its marks, its prints."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.figures import Absence, Figure, Unit
from csp_desktop.core.queries import Past
from csp_desktop.core.rules import figure_problems
from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.excel import layout, styles
from csp_desktop.excel.return_reader import read_return
from csp_desktop.excel.return_writer import write_return
from tests.excel.samples import CODES, PLAN, QUARTER, UNITS, figure, sheet

COUNT, PERCENTAGE, SURVEY, RATE, MONEY = (CODES[unit] for unit in Unit)
ROW = {code: layout.TABLE_HEADING_ROW + place for place, code in enumerate(UNITS, start=1)}
FORMS = {
    layout.FIGURES: layout.FIGURE_COLUMNS,
    layout.ACTIONS: layout.ACTION_COLUMNS,
    layout.SUMMARY: layout.SUMMARY_COLUMNS,
}
RESTRICTED = "This workbook holds restricted figures, marked in the column Unit."


def page(path: Path, name: str) -> Worksheet:
    found = openpyxl.load_workbook(path)[name]
    assert isinstance(found, Worksheet)
    return found


def with_past(code: str, *earlier: Figure) -> ReturnSheet:
    """A return in which one indicator has these figures of the quarters before, latest last."""
    quarter, past = QUARTER, []
    for one in reversed(earlier):
        quarter = quarter.previous
        past.insert(0, replace(one, period=quarter.range))
    one = sheet()

    def line(found: FigureLine) -> FigureLine:
        return replace(found, past=Past(past)) if found.indicator.code == code else found

    return replace(one, figures=tuple(map(line, one.figures)))


def test_the_history_holds_twelve_quarters_oldest_first(workbook: Path) -> None:
    headings = [cell.value for cell in page(workbook, layout.HISTORY)[4]]
    assert headings[:4] == ["Code", "Indicator", "Unit", "2012/13-Q1"]
    assert headings[-1] == "2014/15-Q4"
    assert len(headings) == 15


@pytest.mark.parametrize(
    ("code", "past", "shown", "number_format"),
    [
        (COUNT, figure(COUNT, value=Decimal(1095)), 1095, "#,##0"),
        (RATE, figure(RATE, value=Decimal("1.17")), 1.17, "General"),
        (MONEY, figure(MONEY, value=Decimal("12.5")), 12.5, '"£"#,##0.00'),
        (SURVEY, figure(SURVEY, value=Decimal(78), sample_size=9), 78, '0.0"%"'),
        (
            PERCENTAGE,
            figure(PERCENTAGE, numerator=Decimal(1), denominator=Decimal(3)),
            33.3,
            '0.0"%"',
        ),
        (COUNT, figure(COUNT, absence=Absence.NOT_COLLECTED), "Not collected", "General"),
        (COUNT, figure(COUNT, absence=Absence.NOT_ENTERED), None, "General"),
    ],
)
def test_the_history_shows_a_number_as_a_number_and_an_absence_in_words(
    code: str, past: Figure, shown: object, number_format: str, tmp_path: Path
) -> None:
    path = tmp_path / "return.xlsx"
    write_return(path, PLAN, with_past(code, past))
    cell = page(path, layout.HISTORY).cell(ROW[code], 15)
    assert (cell.value, cell.number_format) == (shown, number_format)
    assert read_return(path, PLAN).problems == ()


def test_nothing_in_the_history_can_be_typed_over(workbook: Path) -> None:
    history = page(workbook, layout.HISTORY)
    assert history.protection.sheet
    assert all(cell.protection.locked for row in history.iter_rows() for cell in row)


@pytest.mark.parametrize("name", [*FORMS, layout.HISTORY])
def test_headings_stay_in_sight_and_are_repeated_on_paper(name: str, workbook: Path) -> None:
    found = page(workbook, name)
    assert found.freeze_panes == ("D5" if name == layout.HISTORY else "C5")
    assert found.print_title_rows == "$4:$4"
    assert found.page_setup.orientation == "landscape"
    assert (found.page_setup.fitToWidth, found.page_setup.fitToHeight) == (1, 0)
    assert found.sheet_properties.pageSetUpPr.fitToPage


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (2, 4, 6)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_cell_to_fill_in_is_told_by_its_frame_without_any_colour(workbook: Path) -> None:
    for name, columns in FORMS.items():
        for row in page(workbook, name).iter_rows(min_row=5, max_col=len(columns)):
            for column, cell in zip(columns, row, strict=True):
                sides = [getattr(cell.border, side) for side in ("left", "right", "top", "bottom")]
                framed = all(side is not None and side.style and side.color for side in sides)
                assert framed == column.entered, cell.coordinate
                for side in sides if framed else []:
                    # A shade of grey as light as the frame still stands off from paper and fill.
                    assert contrast(side.color.rgb, "FFFFFFFF") >= 3
                    assert contrast(side.color.rgb, styles.INPUT_FILL.fgColor.rgb) >= 3


def test_restricted_figures_are_told_of_in_the_headings_and_their_rows(workbook: Path) -> None:
    for name in (layout.FIGURES, layout.HISTORY):
        found = page(workbook, name)
        assert str(found["A3"].value).startswith(RESTRICTED)
        marked = {
            code: "restricted, not for publication" in str(found.cell(row, 3).value)
            for code, row in ROW.items()
        }
        assert [code for code, told in marked.items() if told] == [RATE]
    how_to = [str(row[0].value) for row in page(workbook, layout.HOW_TO).iter_rows()]
    assert any(line.startswith(RESTRICTED) for line in how_to)


def test_a_workbook_without_restricted_figures_says_nothing_of_them(tmp_path: Path) -> None:
    one = sheet()
    lines = tuple(line for line in one.figures if not line.indicator.restricted)
    write_return(tmp_path / "return.xlsx", PLAN, replace(one, figures=lines))
    for name in (layout.FIGURES, layout.HISTORY, layout.HOW_TO):
        values = [cell.value for row in page(tmp_path / "return.xlsx", name) for cell in row]
        assert not [one for one in values if "restricted" in str(one)]


def checks_of(path: Path, name: str, cell: str) -> list[DataValidation]:
    found = page(path, name).data_validations.dataValidation
    return [one for one in found if cell in one.sqref]


@pytest.mark.parametrize(
    ("sheet_name", "cell", "kind", "words"),
    [
        (layout.FIGURES, "F5", "whole", "The figure must be a whole number, like 30."),
        (layout.FIGURES, "F6", "decimal", "The figure must be between 0% and 100%."),
        (layout.FIGURES, "F7", "decimal", "a percentage and how many were asked, like 78% of"),
        (layout.FIGURES, "F8", "decimal", "The figure must be 0 or more."),
        (layout.FIGURES, "F9", "decimal", "The figure must be an amount, like £1,250."),
        (layout.FIGURES, "G6", "whole", "The figure: both parts must be whole numbers, like 24/"),
        (layout.FIGURES, "H7", "whole", "The figure: both parts must be whole numbers, like 24/"),
        (layout.FIGURES, "G5", "custom", "The figure is not a percentage: enter one number."),
        (layout.FIGURES, "I7", "whole", "Sample size must be a whole number, like 30."),
        (layout.FIGURES, "I5", "custom", "The figure is not a survey: it has no sample size."),
        (layout.FIGURES, "K5", "date", "Expected on must be a real date, like 14 Aug 2015."),
        (layout.FIGURES, "O9", "date", "Date obtained must be a real date, like 14 Aug 2015."),
        (layout.ACTIONS, "F5", "whole", "Percent complete must be between 0 and 100."),
        (layout.ACTIONS, "K5", "date", "Start must be a real date, like 14 Aug 2015."),
        (layout.ACTIONS, "L6", "date", "Due must be a real date, like 14 Aug 2015."),
    ],
)
def test_a_cell_is_checked_in_the_words_of_the_rules_and_may_still_be_kept(
    sheet_name: str, cell: str, kind: str, words: str, workbook: Path
) -> None:
    [check] = checks_of(workbook, sheet_name, cell)
    assert (check.type, check.errorStyle, check.showErrorMessage) == (kind, "warning", True)
    assert check.errorTitle == "There is a problem"
    assert words in str(check.error)


def test_the_words_of_a_check_are_those_of_the_rules(workbook: Path) -> None:
    for code, value in ((COUNT, "0.5"), (PERCENTAGE, "101"), (RATE, "-1")):
        indicator = next(one for one in PLAN.indicators if one.code == code)
        named = replace(indicator, name="The figure")
        [problem] = figure_problems(named, figure(code, value=Decimal(value)))
        [check] = checks_of(workbook, layout.FIGURES, f"F{ROW[code]}")
        assert problem.message in str(check.error)


def test_every_check_is_short_enough_for_excel_and_covers_only_cells_to_fill_in(
    workbook: Path,
) -> None:
    for name, columns in FORMS.items():
        for check in page(workbook, name).data_validations.dataValidation:
            assert len(check.error) <= 225
            assert len(check.errorTitle) <= 32
            for area in check.sqref.ranges:
                assert columns[area.min_col - 1].entered
                assert area.min_col == area.max_col


def test_a_return_without_lines_has_no_checks_and_is_read(tmp_path: Path) -> None:
    one = replace(sheet(), figures=(), actions=())
    write_return(tmp_path / "return.xlsx", PLAN, one)
    assert page(tmp_path / "return.xlsx", layout.FIGURES).data_validations.count == 0
    assert read_return(tmp_path / "return.xlsx", PLAN).figures == ()


def test_a_day_is_checked_between_bounds_that_no_return_needs_to_pass(workbook: Path) -> None:
    [check] = checks_of(workbook, layout.FIGURES, "O5")
    assert (check.formula1, check.formula2) == ("DATE(2000,1,1)", "DATE(2099,12,31)")
    assert date(2000, 1, 1) < PLAN.first_day < PLAN.last_day < date(2099, 12, 31)
