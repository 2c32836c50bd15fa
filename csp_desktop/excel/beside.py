"""What people have written beside the form: reported, with its place, and not taken."""

from collections.abc import Iterator, Mapping

from csp_desktop.core.rules import Severity
from csp_desktop.excel import layout
from csp_desktop.excel.book import ReadCell, ReadSheet
from csp_desktop.excel.cells import CellReader, bare_text
from csp_desktop.excel.evidence import cell_mark
from csp_desktop.excel.forms import Form
from csp_desktop.excel.records import CellProblem

_MOST_REPORTED = 20  # of one sheet: whoever has kept accounts beside it knows
_LONGEST_QUOTE = 200


def report_beside(form: Form, above: Mapping[str, str]) -> None:
    """Report what stands in the sheet outside its table.

    Args:
        above: the marks of what the program wrote over the table; none where it noted none.
    """
    stray = list(_stray(form, above))
    for cell in stray[:_MOST_REPORTED]:
        _inform(form.reader, cell, f"“{_quote(cell)}” stands beside the form; it was not taken")
    if len(stray) > _MOST_REPORTED:
        more = len(stray) - _MOST_REPORTED
        words = f"Another {more:,} cells beside the form hold something; they were not taken"
        _inform(form.reader, stray[_MOST_REPORTED], words)


def report_locked(
    reader: CellReader,
    code: str,
    cells: Mapping[str, ReadCell],
    columns: tuple[layout.Column, ...],
    written: Mapping[str, str],
) -> None:
    """Report the cells of a row that the program wrote and somebody has changed.

    Args:
        written: the marks of what the program wrote; none where it noted none.
    """
    if not written:
        return
    for column in columns:
        cell = cells.get(column.field)
        if column.entered or column.field == "code" or cell is None:
            continue
        if cell_mark(cell.value, cell.number_format) != written.get(column.field, ""):
            _inform(
                reader,
                cell,
                f"“{column.heading}” of {code} is not what the program wrote; it was not taken",
            )


def report_notes(reader: CellReader, sheets: list[ReadSheet]) -> None:
    """Report what people have attached to cells."""
    for sheet in sheets:
        for place, text in list(sheet.notes.items())[:_MOST_REPORTED]:
            words = " ".join(text.split())[:_LONGEST_QUOTE]
            message = f"A note is attached to this cell: “{words}”; it was not taken"
            reader.problems.append(CellProblem(Severity.INFORMATION, sheet.title, place, message))
        if len(sheet.notes) > _MOST_REPORTED:
            more = len(sheet.notes) - _MOST_REPORTED
            message = f"Another {more:,} notes are attached to cells; they were not taken"
            reader.problems.append(CellProblem(Severity.INFORMATION, sheet.title, "", message))


def report_sheets(reader: CellReader, sheets: list[ReadSheet], known: set[str]) -> None:
    """Report sheets that hold something and belong to no form."""
    for sheet in sheets:
        if sheet.title not in known and sheet.rows:
            message = f"The sheet “{sheet.title}” is none of the form’s; it was not read"
            reader.problems.append(CellProblem(Severity.INFORMATION, sheet.title, "", message))


def _stray(form: Form, above: Mapping[str, str]) -> Iterator[ReadCell]:
    columns = set(form.places.values())
    for number, cells in sorted(form.sheet.rows.items()):
        for place, cell in sorted(cells.items()):
            if (number, place) in form.settled or not bare_text(cell):
                continue
            if number < form.heading:
                if above and cell_mark(cell.value) not in above.values():
                    yield cell
            elif place not in columns or (number > form.heading and number not in form.coded):
                yield cell


def _quote(cell: ReadCell) -> str:
    return " ".join(bare_text(cell).split())[:_LONGEST_QUOTE]


def _inform(reader: CellReader, cell: ReadCell, message: str) -> None:
    reader.report(cell, message, Severity.INFORMATION)
