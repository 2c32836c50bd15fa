"""Writing a return as a workbook that anyone can fill in and the program reads back."""

import json
import math
import os
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.errors import StorageError
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.plan import Indicator, Plan
from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.core.texts import storable
from csp_desktop.excel import layout, styles
from csp_desktop.excel.fields import action_fields, figure_fields, fingerprints, mark_of
from csp_desktop.excel.layout import Column

_UNIT_WORDS = {
    Unit.COUNT: "number",
    Unit.PERCENTAGE: "percentage, 0 to 100",
    Unit.SURVEY_PERCENTAGE: "percentage of those asked",
    Unit.RATE: "rate",
    Unit.MONEY: "pounds",
}
_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EXACT_DIGITS = 15  # as many as a spreadsheet keeps of a number
_DATE_FORMAT = "DD MMM YYYY"
_LINE, _TALLEST_ROW = 14.5, 400

_AnyCell = Cell | MergedCell


def write_return(path: Path, plan: Plan, sheet: ReturnSheet) -> None:
    """Write the return workbook; it is whole or not there.

    Raises:
        StorageError: the file cannot be written.
    """
    book = Workbook()
    how_to = book.active
    assert isinstance(how_to, Worksheet)
    _write_how_to(how_to, plan, sheet)
    _write_figures(book.create_sheet(layout.FIGURES), sheet)
    _write_actions(book.create_sheet(layout.ACTIONS), sheet)
    _write_machine(book.create_sheet(layout.MACHINE), plan, sheet)
    book.properties.title = f"{sheet.board.name}: return for {sheet.quarter}"
    book.properties.creator = plan.partnership
    _save(book, path)


def cell_text(absence: Enum) -> str:
    """How a drop-down names a value; the reader looks for exactly this."""
    if isinstance(absence, (Absence, ActionStatus)):
        return absence.words
    return str(absence.value).capitalize()


def _save(book: Workbook, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Not a temporary file: that would be for its maker's eyes alone, and a return is sent on.
        unfinished = path.with_name(path.name + ".unfinished")
        try:
            book.save(unfinished)
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror}. Choose another folder, or close the file "
            "where it is open."
        ) from error


def _write_how_to(page: Worksheet, plan: Plan, sheet: ReturnSheet) -> None:
    page.title = layout.HOW_TO
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width = 80
    lines = [
        f"{sheet.board.name}: return for {sheet.quarter.words()}",
        f"{plan.partnership}. Due {sheet.due.day} {sheet.due:%B %Y}.",
        f"1. On the sheet {layout.FIGURES}, fill in the cells with a frame. Type numbers as "
        "numbers. For a percentage, give the numerator and what it is out of; for a survey, the "
        "percentage and the sample size.",
        "2. Where there is no figure, choose why in “If no figure, why”. Zero is a figure: type 0. "
        "A cell left empty means that nobody has answered yet.",
        f"3. On the sheet {layout.ACTIONS}, choose a status for every action and say what was done "
        "this quarter. Give the lead officer's role, not a name.",
        "4. Save the workbook as it is (.xlsx) and send it back. Rows are found by their code and "
        "columns by their heading, so leave both as they are.",
        f"The sheet {layout.MACHINE} tells the program which return this is and what it held when "
        "it was written. Leave it as it is.",
    ]
    for number, line in enumerate(lines, start=1):
        cell = page.cell(number, 1)
        _put(cell, line)
        cell.font = styles.TITLE if number == 1 else styles.BODY
        cell.alignment = styles.TEXT
        _fit_row(page, number, [(line, 80)])
    _fit_page(page, "portrait")


def _write_figures(page: Worksheet, sheet: ReturnSheet) -> None:
    columns = layout.FIGURE_COLUMNS
    _head(page, columns, f"{sheet.board.name}: figures for {sheet.quarter.words()}")
    for number, line in enumerate(sheet.figures, start=layout.TABLE_HEADING_ROW + 1):
        values = _figure_values(line)
        for place, column in enumerate(columns, start=1):
            cell = page.cell(number, place)
            _put(cell, values[column.field])
            _dress(cell, column, _number_format(column.field, line.indicator))
        wrapped = [one for one in columns if one.field != "source"]
        _fit_row(page, number, [(values[one.field], one.width) for one in wrapped])
    _choices(page, columns, "absence", [one for one in Absence if one is not Absence.NOT_ENTERED])
    _choices(page, columns, "status", list(FigureStatus))


def _figure_values(line: FigureLine) -> dict[str, Any]:
    figure, unit = line.figure, line.indicator.unit
    absent = figure.absence if figure.entered else None
    restricted = "restricted, not for publication" if line.indicator.restricted else ""
    return {
        "code": line.indicator.code,
        "name": line.indicator.name,
        "unit": "; ".join(filter(None, (_UNIT_WORDS[unit], restricted))),
        "year_ago": _earlier(line.year_ago, unit),
        "last_quarter": _earlier(line.last_quarter, unit),
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "sample_size": figure.sample_size,
        "absence": cell_text(absent) if absent else None,
        "expected_on": figure.expected_on,
        "expected_from": figure.expected_from,
        "status": cell_text(figure.status) if figure.entered else None,
        "source": figure.source,
        "obtained": figure.obtained,
        "comment": figure.comment,
    }


def _earlier(figure: Figure | None, unit: Unit) -> str | None:
    return figure_words(figure, unit) if figure is not None and figure.entered else None


def _write_actions(page: Worksheet, sheet: ReturnSheet) -> None:
    columns = layout.ACTION_COLUMNS
    _head(page, columns, f"{sheet.board.name}: delivery plan actions, {sheet.quarter.words()}")
    for number, line in enumerate(sheet.actions, start=layout.TABLE_HEADING_ROW + 1):
        planned, fields = line.action.planned, action_fields(line.action, line.update)
        status = fields["status"]
        values = {
            "code": planned.code,
            "heading": planned.heading,
            "text": "\n".join((planned.text, *(f"– {part}" for part in planned.parts))),
            **fields,
            "status": cell_text(status) if status else None,
        }
        for place, column in enumerate(columns, start=1):
            cell = page.cell(number, place)
            _put(cell, values[column.field])
            _dress(cell, column, _DATE_FORMAT if column.field == "due" else "General")
        _fit_row(page, number, [(values[one.field], one.width) for one in columns])
    _choices(page, columns, "status", list(ActionStatus))


def _write_machine(page: Worksheet, plan: Plan, sheet: ReturnSheet) -> None:
    facts = (
        layout.FORMAT,
        plan.id,
        plan.partnership,
        sheet.board.code,
        str(sheet.quarter),
        str(sheet.record.id),
        sheet.record.version,
        sheet.record.state.value,
        1,
    )
    for number, (name, value) in enumerate(zip(layout.MACHINE_FACTS, facts, strict=True), start=1):
        _put(page.cell(number, 1), name)
        _put(page.cell(number, 2), value)
    first = len(facts) + 2
    for place, name in enumerate(layout.MACHINE_COLUMNS, start=1):
        _put(page.cell(first, place), name)
    for number, row in enumerate(_marks(sheet), start=first + 1):
        for place, value in enumerate(row, start=1):
            _put(page.cell(number, place), value)
    page.column_dimensions["A"].width = 14
    page.column_dimensions["B"].width = 42
    page.column_dimensions["D"].width = 90
    _fit_page(page, "portrait")
    page.protection.enable()


def _marks(sheet: ReturnSheet) -> Iterable[tuple[str, str, int, str, str]]:
    """Each row's version, what was last shared with anybody, and what is written now."""
    for line in sheet.figures:
        figure = line.figure
        written = mark_of(figure_fields(figure))
        yield "figure", line.indicator.code, figure.version, figure.shared, written
    for one in sheet.actions:
        shared = fingerprints(one.action.shared) | fingerprints(one.update.shared)
        written = mark_of(action_fields(one.action, one.update))
        mark = json.dumps(shared, sort_keys=True)
        yield "action", one.action.code, one.update.version, mark, written


def _head(page: Worksheet, columns: tuple[Column, ...], title: str) -> None:
    _put(page.cell(1, 1), title)
    page.cell(1, 1).font = styles.TITLE
    _put(page.cell(2, 1), "Fill in the framed cells. Every other cell is locked, without password.")
    page.cell(2, 1).font = styles.BODY
    for place, column in enumerate(columns, start=1):
        cell = page.cell(layout.TABLE_HEADING_ROW, place)
        _put(cell, column.heading)
        cell.font = styles.HEADING
        cell.fill = styles.HEADING_FILL
        cell.alignment = styles.HEADING_ALIGNMENT
        cell.border = styles.ROW_BORDER
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.row_dimensions[layout.TABLE_HEADING_ROW].height = 32
    page.freeze_panes = f"C{layout.TABLE_HEADING_ROW + 1}"
    page.sheet_view.showGridLines = False
    _fit_page(page, "landscape")
    page.print_title_rows = f"{layout.TABLE_HEADING_ROW}:{layout.TABLE_HEADING_ROW}"
    page.protection.enable()
    page.protection.formatColumns = page.protection.formatRows = False


def _fit_page(page: Worksheet, orientation: Literal["portrait", "landscape"]) -> None:
    """All columns on one page of A4, as many pages down as it takes."""
    page.page_setup.orientation = orientation
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)


def _fit_row(page: Worksheet, row: int, texts: list[tuple[Any, int]]) -> None:
    """A height for the longest wrapped text: not every program works it out on opening."""
    lines = max(
        sum(max(1, math.ceil(len(part) * 0.85 / width)) for part in text.split("\n"))
        for text, width in ((str(text or ""), width) for text, width in texts)
    )
    page.row_dimensions[row].height = min(_TALLEST_ROW, max(1, lines) * _LINE + 4)


def _dress(cell: _AnyCell, column: Column, number_format: str) -> None:
    numeric = column.field in ("value", "numerator", "denominator", "sample_size")
    cell.font = styles.BODY if column.entered else styles.QUIET
    cell.alignment = styles.NUMBER if numeric else styles.TEXT
    if column.field in ("year_ago", "last_quarter"):
        cell.alignment = styles.NUMBER
    elif column.field == "source":
        # Publishers' names for their data are long; wrapped, they would stretch every row.
        cell.alignment = styles.ONE_LINE
    cell.border = styles.INPUT_BORDER if column.entered else styles.ROW_BORDER
    if column.entered:
        cell.fill = styles.INPUT_FILL
        cell.protection = styles.UNLOCKED
    if number_format != "General":
        cell.number_format = number_format


def _number_format(field: str, indicator: Indicator) -> str:
    if field in ("expected_on", "obtained"):
        return _DATE_FORMAT
    if field in ("numerator", "denominator", "sample_size"):
        return "#,##0"
    if field == "value" and indicator.unit is Unit.COUNT:
        return "#,##0"
    return "General"


def _choices(page: Worksheet, columns: tuple[Column, ...], field: str, kinds: list[Any]) -> None:
    place = next(number for number, one in enumerate(columns, start=1) if one.field == field)
    words = [cell_text(kind) for kind in kinds]
    validation = DataValidation(
        type="list", formula1='"' + ",".join(words) + '"', allow_blank=True, showErrorMessage=True
    )
    validation.errorTitle = "There is a problem"
    validation.error = f"Choose one of: {', '.join(words)}."
    last = max(page.max_row, layout.TABLE_HEADING_ROW + 1)
    letter = get_column_letter(place)
    validation.add(f"{letter}{layout.TABLE_HEADING_ROW + 1}:{letter}{last}")
    page.add_data_validation(validation)


def _put(cell: _AnyCell, value: Any) -> None:
    """Set a cell; text stays text, whatever it begins with, and a number keeps every digit."""
    if value in (None, "") or isinstance(cell, MergedCell):
        return
    if isinstance(value, (Decimal, int)) and _digits(value) > _EXACT_DIGITS:
        value = f"{value:f}"
    if isinstance(value, str):
        text = storable(value)
        cell.value = text
        cell.data_type = "s"
        if text.startswith(_LIKE_FORMULA):
            cell.quotePrefix = True
    elif isinstance(value, (Decimal, int, date)):
        cell.value = value


def _digits(value: Decimal | int) -> int:
    """How many digits it takes to write the number out."""
    number = Decimal(value)
    return max(len(number.as_tuple().digits), abs(number.adjusted()))
