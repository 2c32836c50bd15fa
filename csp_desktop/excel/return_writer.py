"""Writing a return as a workbook that people fill in and the program reads back."""

import os
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.errors import StorageError
from csp_desktop.core.figures import Figure, Unit
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.plan import Indicator, Plan
from csp_desktop.core.sheet import ActionLine, FigureLine, ReturnSheet
from csp_desktop.excel import layout, styles
from csp_desktop.excel.checks import check_actions, check_figures
from csp_desktop.excel.evidence import ACTION, FIGURE, SUMMARY, Row, cell_mark
from csp_desktop.excel.fields import action_fields, summary_fields
from csp_desktop.excel.history_sheet import RESTRICTED, unit_words, write_history
from csp_desktop.excel.layout import Column
from csp_desktop.excel.machine_sheet import ABOVE, write_machine
from csp_desktop.excel.page import DATE_FORMAT, FILL_IN, dress, fit_page, fit_row, head, put
from csp_desktop.excel.wording import choice_words, milestone_lines

_NUMBERS = ("year_ago", "last_quarter", "value", "numerator", "denominator", "sample_size")
_DATES = ("expected_on", "obtained", "start", "due", "original_due")
_Written = dict[Row, dict[str, str]]
_TALL_SUMMARY = 8  # lines of room for each of the chair's texts


def write_return(path: Path, plan: Plan, sheet: ReturnSheet) -> None:
    """Write the return workbook; it is whole or not there.

    Raises:
        RefusedError: a text is longer than a cell holds.
        StorageError: the file cannot be written.
    """
    book = Workbook()
    how_to = book.active
    assert isinstance(how_to, Worksheet)
    _write_how_to(how_to, plan, sheet)
    written: _Written = {}
    _write_figures(book.create_sheet(layout.FIGURES), sheet, written)
    _write_actions(book.create_sheet(layout.ACTIONS), sheet, written)
    _write_summary(book.create_sheet(layout.SUMMARY), sheet, written)
    write_history(book.create_sheet(layout.HISTORY), sheet)
    write_machine(book.create_sheet(layout.MACHINE), plan, sheet, written)
    book.properties.title = f"{sheet.board.name}: return for {sheet.quarter}"
    book.properties.creator = plan.partnership
    _save(book, path)


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
        "3. Where a figure is out of the ordinary, say why in “Note on a query”. The note holds "
        "for the figure it was written beside: when you change the figure, write the note anew.",
        f"4. On the sheet {layout.ACTIONS}, choose a status for every action and say what was done "
        "this quarter. Give the lead officer's role, not a name. Milestones stand one on a line, "
        "with the day each is due and the day it was met: New lamps in | 14 Aug 2015 | 3 Aug 2015.",
        f"5. The sheet {layout.SUMMARY} is the chair's word to the partnership.",
        "6. Lines that the team has sent back say why in “Sent back because”, the last column.",
        f"7. The sheet {layout.HISTORY} shows the figures of the twelve quarters before.",
        "8. Save the workbook as it is (.xlsx) and send it back. Rows are found by their code and "
        "columns by their heading, so leave both as they are.",
        f"The sheet {layout.MACHINE} tells the program which return this is and what it held when "
        "it was written. Leave it as it is.",
    ]
    if any(line.indicator.restricted for line in sheet.figures):
        lines.insert(2, RESTRICTED)
    for number, line in enumerate(lines, start=1):
        cell = page.cell(number, 1)
        put(cell, line)
        cell.font = styles.TITLE if number == 1 else styles.BODY
        cell.alignment = styles.TEXT
        fit_row(page, number, [(line, 80)])
    fit_page(page, "portrait")


def _write_figures(page: Worksheet, sheet: ReturnSheet, written: _Written) -> None:
    columns = layout.FIGURE_COLUMNS
    title = f"{sheet.board.name}: figures for {sheet.quarter.words()}"
    restricted = any(line.indicator.restricted for line in sheet.figures)
    head(page, columns, title, FILL_IN, RESTRICTED if restricted else "")
    for number, line in enumerate(sheet.figures, start=layout.TABLE_HEADING_ROW + 1):
        values = _figure_values(line)
        for place, column in enumerate(columns, start=1):
            cell = page.cell(number, place)
            put(cell, values[column.field])
            number_format = _number_format(column.field, line.indicator)
            dress(cell, column, _alignment(column.field), number_format)
        _remember(written, (FIGURE, line.indicator.code), page, number, columns)
        wrapped = [one for one in columns if one.field != "source"]
        fit_row(page, number, _texts(values, wrapped))
    _remember_above(written, layout.FIGURES, page)
    check_figures(page, [line.indicator for line in sheet.figures])


def _figure_values(line: FigureLine) -> dict[str, Any]:
    figure, unit = line.figure, line.indicator.unit
    absent = figure.absence if figure.entered else None
    return {
        "code": line.indicator.code,
        "name": line.indicator.name,
        "unit": unit_words(line.indicator),
        "year_ago": _earlier(line.year_ago, unit),
        "last_quarter": _earlier(line.last_quarter, unit),
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "sample_size": figure.sample_size,
        "absence": choice_words(absent) if absent else None,
        "expected_on": figure.expected_on,
        "expected_from": figure.expected_from,
        "status": choice_words(figure.status) if figure.entered else None,
        "source": figure.source,
        "obtained": figure.obtained,
        "comment": figure.comment,
        "explanation": figure.explanation,
        "sent_back": line.reason.reason if line.reason else None,
    }


def _earlier(figure: Figure | None, unit: Unit) -> str | None:
    return figure_words(figure, unit) if figure is not None and figure.entered else None


def _write_actions(page: Worksheet, sheet: ReturnSheet, written: _Written) -> None:
    columns = layout.ACTION_COLUMNS
    title = f"{sheet.board.name}: delivery plan actions, {sheet.quarter.words()}"
    head(page, columns, title, FILL_IN)
    titles = {one.code: one.title for one in sheet.own_priorities}
    for number, line in enumerate(sheet.actions, start=layout.TABLE_HEADING_ROW + 1):
        values = _action_values(line, titles)
        for place, column in enumerate(columns, start=1):
            cell = page.cell(number, place)
            put(cell, values[column.field])
            number_format = DATE_FORMAT if column.field in _DATES else "General"
            dress(cell, column, _alignment(column.field), number_format)
        _remember(written, (ACTION, line.action.code), page, number, columns)
        fit_row(page, number, _texts(values, columns))
    _remember_above(written, layout.ACTIONS, page)
    check_actions(page, len(sheet.actions))


def _action_values(line: ActionLine, titles: dict[str, str]) -> dict[str, Any]:
    action, planned = line.action, line.action.planned
    values = action_fields(action, line.update)
    status, resourcing = values["status"], values["resourcing"]
    under = [planned.heading]
    if action.proposed:
        title = titles.get(action.priority)
        under.append(f"Priority {action.priority}" + (f": {title}" if title else ""))
        under.append("Proposed by the board")
    return {
        **values,
        "code": action.code,
        "heading": "\n".join(filter(None, under)),
        "text": "\n".join((planned.text, *(f"– {part}" for part in planned.parts))),
        "status": choice_words(status) if status else None,
        "original_due": action.original_due,
        "milestones": milestone_lines(values["milestones"] or ()),
        "resourcing": choice_words(resourcing) if resourcing else None,
        "measures": "\n".join(values["measures"] or ()),
        "sent_back": line.reason.reason if line.reason else None,
    }


def _write_summary(page: Worksheet, sheet: ReturnSheet, written: _Written) -> None:
    columns = layout.SUMMARY_COLUMNS
    title = f"{sheet.board.name}: the chair's summary, {sheet.quarter.words()}"
    head(page, columns, title, FILL_IN)
    fields = summary_fields(sheet.summary)
    for number, (name, words) in enumerate(
        layout.SUMMARY_PARTS.items(), start=layout.TABLE_HEADING_ROW + 1
    ):
        for place, (column, value) in enumerate(
            zip(columns, (*words, fields[name]), strict=True), start=1
        ):
            cell = page.cell(number, place)
            put(cell, value)
            dress(cell, column)
        _remember(written, (SUMMARY, words[0]), page, number, columns)
        room = "\n" * (_TALL_SUMMARY - 1)
        fit_row(page, number, [(fields[name], columns[-1].width), (room, 1)])
    _remember_above(written, layout.SUMMARY, page)


def _remember(
    written: _Written, row: Row, page: Worksheet, number: int, columns: tuple[Column, ...]
) -> None:
    """Note what a row's cells hold, for whoever asks later what has been changed."""
    cells = [page.cell(number, place) for place, _ in enumerate(columns, start=1)]
    marks = [cell_mark(cell.value, cell.number_format) for cell in cells]
    written[row] = {one.field: mark for one, mark in zip(columns, marks, strict=True) if mark}


def _remember_above(written: _Written, name: str, page: Worksheet) -> None:
    marks = [cell_mark(page.cell(row, 1).value) for row in range(1, layout.TABLE_HEADING_ROW)]
    written[ABOVE, name] = {str(row): mark for row, mark in enumerate(marks, start=1) if mark}


def _texts(values: dict[str, Any], columns: list[Column] | tuple[Column, ...]) -> list[Any]:
    """The texts of a row with the widths they wrap at; a day needs one line."""
    return [(values[one.field], one.width) for one in columns if one.field not in _DATES]


def _alignment(field: str) -> Alignment:
    if field in _NUMBERS or field == "percent":
        return styles.NUMBER
    # Publishers' names for their data are long; wrapped, they would stretch every row.
    return styles.ONE_LINE if field == "source" else styles.TEXT


def _number_format(field: str, indicator: Indicator) -> str:
    if field in _DATES:
        return DATE_FORMAT
    if field in ("numerator", "denominator", "sample_size"):
        return "#,##0"
    if field == "value" and indicator.unit is Unit.COUNT:
        return "#,##0"
    return "General"
