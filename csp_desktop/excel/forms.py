"""Finding the form in what people have made of it: its sheets, its headings and its rows.

A sheet is known by its row of headings, a column by its heading, a row by its code. What may be
meant in two ways is reported and not taken.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from csp_desktop.core.errors import RefusedError
from csp_desktop.core.rules import Severity
from csp_desktop.excel.book import Area, ReadCell, ReadSheet
from csp_desktop.excel.cells import CellReader, bare_text
from csp_desktop.excel.layout import Column
from csp_desktop.excel.wording import folded

NO_RETURN = "is not a return workbook of this program"
_LAST_HEADING_ROW = 40
_LONGEST_HEADING = 60
_MOST_ROWS = 2_000
_MOST_MERGING = 5_000_000  # merged ranges times rows: each may have to be held against each
_CODE = "code"


@dataclass
class Form:
    """One sheet of the form as it was found.

    Attributes:
        heading: the row of its headings.
        places: where each field's column stands.
        taken: the rows that were read, by the code they carry.
        coded: the rows that carry a code, known or not.
        settled: what merging has moved, by row and column.
    """

    sheet: ReadSheet
    columns: tuple[Column, ...]
    heading: int
    places: dict[str, int]
    reader: CellReader
    file: str
    taken: dict[str, int] = field(default_factory=dict)
    coded: set[int] = field(default_factory=set)
    settled: set[tuple[int, int]] = field(default_factory=set)

    def rows(self, known: Iterable[str], unknown: str) -> Iterator[tuple[str, dict[str, ReadCell]]]:
        """The rows that carry a known code, with the cells of the form's columns.

        Args:
            known: the codes there may be.
            unknown: what is said of any other.
        """
        codes = {folded(code): code for code in known}
        rows = self._unmerged()
        for number in sorted(rows):
            there = rows[number]
            cells = {
                name: there.get(place) or ReadCell(self.sheet.title, number, place)
                for name, place in self.places.items()
            }
            written = bare_text(cells[_CODE])
            if number <= self.heading or not written:
                continue
            self.coded.add(number)
            if len(self.coded) > _MOST_ROWS:
                raise RefusedError(
                    f"{self.file}, sheet {self.sheet.title}: more than {_MOST_ROWS:,} rows have a "
                    "code. Take out those that the program did not write."
                )
            written = written[:_LONGEST_HEADING]
            code = codes.get(folded(written))
            if code is None or code in self.taken:
                why = unknown if code is None else "stands here twice"
                self.reader.report(cells[_CODE], f"The code {written} {why}; the row was not taken")
                continue
            self.taken[code] = number
            yield code, cells

    def _unmerged(self) -> Mapping[int, Mapping[int, ReadCell]]:
        """The rows, with what stands in merged cells put where it belongs."""
        if not self.sheet.merged:
            return self.sheet.rows
        if len(self.sheet.merged) * len(self.sheet.rows) > _MOST_MERGING:
            raise RefusedError(
                f"{self.file}, sheet {self.sheet.title}: more cells are merged than a return "
                "holds. Take the merging back."
            )
        rows = {number: dict(cells) for number, cells in self.sheet.rows.items()}
        codes = self.places[_CODE]
        # Which rows have a code decides where the rest belongs.
        for area in sorted(
            self.sheet.merged, key=lambda one: not one.first_column <= codes <= one.last_column
        ):
            if area.first_row > self.heading:
                self._spread(area, rows)
        return rows

    def _spread(self, area: Area, rows: dict[int, dict[int, ReadCell]]) -> None:
        anchor = rows.get(area.first_row, {}).get(area.first_column)
        covered = [
            one
            for one in self.columns
            if area.first_column <= self.places.get(one.field, 0) <= area.last_column
        ]
        read = list(filter(_is_read, covered))
        if anchor is None or not bare_text(anchor) or not read:
            return
        if [self.places[one.field] for one in read] == [anchor.column]:
            covered = read  # what the program wrote beside it is not asked for
        targets = self._rows_meant(area, covered, rows)
        if len(covered) > 1 or targets:
            self.settled.add((anchor.row, anchor.column))
            del rows[area.first_row][area.first_column]
        if len(covered) > 1 or len(targets) > 1:
            over = [f"“{one.heading}”" for one in covered] if len(covered) > 1 else ["several rows"]
            self.reader.report(
                anchor,
                f"The cells {area.words} are merged over {' and '.join(over)}, so it is not clear "
                f"where “{bare_text(anchor)[:_LONGEST_HEADING]}” belongs; take the merging back",
            )
        elif targets:
            place = self.places[covered[0].field]
            rows.setdefault(targets[0], {}).setdefault(place, anchor)

    def _rows_meant(
        self, area: Area, covered: list[Column], rows: Mapping[int, Mapping[int, ReadCell]]
    ) -> list[int]:
        """The rows of the form that merged cells may speak for."""
        inside = [one for one in rows if area.first_row <= one <= area.last_row]
        if any(one.field == _CODE for one in covered):
            entered = [self.places[one.field] for one in self.columns if self._is_entered(one)]
            filled = [one for one in inside if any(place in rows[one] for place in entered)]
            return filled or [area.first_row]
        return [one for one in inside if self.places[_CODE] in rows[one]]

    def _is_entered(self, column: Column) -> bool:
        return column.entered and column.field in self.places


def find_form(
    sheets: list[ReadSheet],
    name: str,
    columns: tuple[Column, ...],
    file: str,
    reader: CellReader,
) -> Form:
    """The sheet of the form that has these columns, whatever it is called by now.

    Args:
        name: as the program called it.
        columns: those the workbook's format has.

    Raises:
        RefusedError: there is no such sheet, there are two, or it lacks a heading.
    """
    named = next((one for one in sheets if one.title == name), None)
    found = {}
    for sheet in sorted(sheets, key=lambda one: one is not named):
        places = _headings(sheet, columns)
        if places is not None:
            found[sheet.title] = Form(sheet, columns, *places, reader, file)
            if sheet is named:
                return found[name]
    if len(found) > 1:
        titles = " and ".join(f"“{one}”" for one in found)
        raise RefusedError(
            f"{file} was not read: its sheets {titles} could each be {name}. "
            f"Call the right one {name}."
        )
    if found:
        [form] = found.values()
        reader.report(
            form.sheet.cell(form.heading, min(form.places.values())),
            f"The sheet {name} is called “{form.sheet.title}” here; it was read",
            Severity.INFORMATION,
        )
        return form
    raise RefusedError(_what_is_missing(named, name, columns, file))


def _what_is_missing(
    sheet: ReadSheet | None, name: str, columns: tuple[Column, ...], file: str
) -> str:
    if sheet is None:
        return f"{file} {NO_RETURN}: it has no sheet {name}."
    for _, headings in _first_rows(sheet):
        if {folded(one.heading) for one in columns[:2]} <= set(headings):
            for column in columns:
                places = headings.get(folded(column.heading), [])
                if len(places) != 1:
                    wrong = "is missing" if not places else "stands there twice"
                    cure = "Put its heading back as it was" if not places else "Take one away"
                    return f"{file}, sheet {name}: the column “{column.heading}” {wrong}. {cure}."
    return f"{file}, sheet {name}: the row of headings is missing. Put it back as it was."


def _headings(sheet: ReadSheet, columns: tuple[Column, ...]) -> tuple[int, dict[str, int]] | None:
    """The row of headings and where each column stands; None where one is missing or twice."""
    first = folded(columns[0].heading)
    for number, headings in _first_rows(sheet):
        if first not in headings:
            continue
        places = {one.field: headings.get(folded(one.heading), []) for one in columns}
        if all(len(one) == 1 for one in places.values()):
            return number, {name: one[0] for name, one in places.items()}
    return None


def _first_rows(sheet: ReadSheet) -> Iterator[tuple[int, dict[str, list[int]]]]:
    """What stands where in the rows that may be the headings."""
    for number in sorted(sheet.rows)[:_LAST_HEADING_ROW]:
        found: dict[str, list[int]] = {}
        for place, cell in sheet.rows[number].items():
            text = bare_text(cell)
            if len(text) <= _LONGEST_HEADING:
                found.setdefault(folded(text), []).append(place)
        yield number, found


def _is_read(column: Column) -> bool:
    return column.entered or column.field == _CODE
