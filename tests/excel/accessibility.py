"""Whether a finished workbook keeps the rules for accessible spreadsheets (CONVENTIONS.md A).

What is essential (E) is asked of every edition, what is desirable (D) of the public one as well.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from csp_desktop.core.editions import Edition
from tests.excel import accessible_tables as tables
from tests.excel.accessible_tables import Found
from tests.excel.finished import CHART, DRAWING, MAIN, Finished, Page, finished

_TAB = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,30}")
_EMPTY_LINKS = {"click here", "here", "link", "more", "read more"}
_AREA = re.compile(r"'?([^'!(]+)'?!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")
_LEAST_POINTS, _LEAST_CONTRAST = 12, 4.5


@dataclass(frozen=True)
class Breach:
    """A rule that a workbook breaks: which, where, and how."""

    rule: str
    sheet: str
    cell: str
    words: str


def check(path: Path, edition: Edition) -> list[Breach]:
    """The breaches of a finished workbook, sheet by sheet."""
    book, public = finished(path), edition is Edition.PUBLIC
    found = [Breach(rule, "", "", words) for rule, words in _of_book(book, public)]
    for page in book.pages:
        rules: tuple[Callable[[Page, bool], Iterator[Found]], ...] = (
            _hidden,
            _position,
            _drawn,
            _heads,
            _letters,
            _formulas,
            *tables.RULES,
        )
        for rule in rules:
            found += [Breach(name, page.tab, *rest) for name, *rest in rule(page, public)]
    found += [Breach(*one) for one in (*_contents(book), *_markings(book), *tables.notes(book))]
    return found


def _of_book(book: Finished, public: bool) -> Iterator[tuple[str, str]]:
    tabs = [page.tab for page in book.pages]
    small = [tab.casefold() for tab in tabs]
    if small[:2] != ["cover", "contents"] or "notes" in small[3:]:
        yield "A1", "the order is cover, contents, notes, tables"
    if any(small.count(one) > 1 for one in small) or not all(map(_TAB.fullmatch, tabs)):
        yield "A2", "a tab is named twice, or is not letters, digits and underscores"
    if public and any("vba" in part.lower() for part in book.parts):
        yield "A3", "it holds macros"
    view = book.root.find(f".//{MAIN}workbookView")
    if view is not None and view.get("activeTab", "0") != "0":
        yield "A4", "another sheet than the first is active"
    yield from _properties(book)
    if not any("working paper" in str(one.value) for one in book.pages[0].cells):
        yield "A23", "the cover does not say that it is a working paper"


def _properties(book: Finished) -> Iterator[tuple[str, str]]:
    told = book.book.properties
    if not told.title or not told.creator or not told.language:
        yield "A5", "the properties want a title, an author and a language"
    if told.lastModifiedBy not in (None, told.creator):
        yield "A5", f"the properties name {told.lastModifiedBy}"


def _hidden(page: Page, public: bool) -> Iterator[Found]:
    # openpyxl fills the cells of links, so the part is asked.
    if not any(len(one) for one in page.root.iter(f"{MAIN}c")):
        yield "A3", "A1", "the sheet is blank"
    if not public:
        return
    if page.sheet.sheet_state != "visible":
        yield "A3", "", "the sheet is hidden"
    for kind in ("row", "col"):
        if any(one.get("hidden") in ("1", "true") for one in page.root.iter(f"{MAIN}{kind}")):
            yield "A3", "", f"a {kind} is hidden"


def _position(page: Page, public: bool) -> Iterator[Found]:
    for view in page.root.iter(f"{MAIN}sheetView"):
        selections = [one.get("activeCell", "A1") for one in view.iter(f"{MAIN}selection")]
        if view.get("topLeftCell", "A1") != "A1" or any(one != "A1" for one in selections):
            yield "A4", "", "the cursor is not in A1"
        if public and view.find(f"{MAIN}pane") is not None:
            yield "A12", "", "panes are frozen"
    if public and page.root.find(f"{MAIN}autoFilter") is not None:
        yield "A12", "", "the sheet has a filter"
    if page.root.find(f"{MAIN}headerFooter") is not None:
        yield "A7", "", "the sheet has a header or footer"


def _drawn(page: Page, public: bool) -> Iterator[Found]:
    for drawing in page.drawings:
        if public:
            yield "A8", "", "something is drawn"
        if any(True for _ in drawing.iter(f"{DRAWING}sp")):
            yield "A7", "", "the sheet has a floating text box"
        for told in drawing.iter(f"{DRAWING}cNvPr"):
            if not told.get("descr", "").strip() or not told.get("title", "").strip():
                yield "A8", "", "a chart has no words for those who cannot see it"
        if not page.tab.startswith("Chart_"):
            yield "A8", "", "a chart stands on another sheet than one for charts"
    for chart in page.charts:
        yield from _twin(page, chart)


def _twin(page: Page, chart) -> Iterator[Found]:
    """A chart shows its sheet's table, and blank cells where the table has words."""
    if any(True for _ in chart.iter(f"{CHART}numCache")):
        yield "A8", "", "a chart keeps numbers of its own"
    for formula in chart.iter(f"{CHART}f"):
        for tab, column, row, *last in _AREA.findall(formula.text or ""):
            end = f"{last[0] or column}{last[1] or row}"
            area = page.sheet[f"{column}{row}:{end}"]
            cells = [one for line in area for one in line]
            inside = all(page.in_table(one) or one.value is None for one in cells)
            if tab != page.tab or not inside:
                yield "A8", "", f"a chart shows {formula.text}, which is not in its table"


def _heads(page: Page, public: bool) -> Iterator[Found]:
    title = page.sheet["A1"]
    if not isinstance(title.value, str) or not title.value.strip() or page.in_table(title):
        yield "A9", "A1", "the sheet has no title"
    elif (title.font.name, title.font.sz, title.font.b) != ("Arial", 16, True):
        yield "A9", "A1", "the title is not in bold Arial of 16 points"
    first = page.tables[0].header_row if page.tables else page.sheet.max_row + 1
    for row in range(1, first):
        if page.sheet.cell(row, 1).value is None:
            yield "A10", f"A{row}", "the row is empty"
    for cell in page.cells:
        if cell.column > 1 and not page.in_table(cell):
            yield "A13", cell.coordinate, "the cell belongs to no table"


def _letters(page: Page, public: bool) -> Iterator[Found]:
    for cell in page.cells:
        font = cell.font
        if font.name != "Arial" or font.sz < _LEAST_POINTS:
            yield "A9", cell.coordinate, "the letters are not Arial of 12 points or more"
        if font.vertAlign in ("superscript", "subscript"):
            yield "A21", cell.coordinate, "the cell is superscript"
        if _contrast(str(font.color.rgb if font.color else "FF000000")) < _LEAST_CONTRAST:
            yield "A20", cell.coordinate, "the letters are too pale"
        if public and (cell.fill.patternType or any(_sides(cell))):
            yield "A20", cell.coordinate, "the cell has a fill or a border"
    if page.root.find(f"{MAIN}conditionalFormatting") is not None:
        yield "A20", "", "colours come and go by rules"


def _formulas(page: Page, public: bool) -> Iterator[Found]:
    for cell in page.root.iter(f"{MAIN}c"):
        if cell.find(f"{MAIN}f") is not None:
            yield "F9", cell.get("r", ""), "the cell holds a formula"


def _sides(cell) -> Iterator[object]:
    border = cell.border
    yield from (side.style for side in (border.left, border.right, border.top, border.bottom))


def _contrast(colour: str) -> float:
    """Of letters in this colour on white (WCAG 2.2, relative luminance)."""
    parts = [int(colour[-6:][place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    luminance = sum(
        one * share for one, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True)
    )
    return 1.05 / (luminance + 0.05)


def _contents(book: Finished) -> Iterator[tuple[str, str, str, str]]:
    tabs = [page.tab for page in book.pages]
    for page in book.pages:
        for link in page.root.iter(f"{MAIN}hyperlink"):
            if _led_to(link.get("location")) not in tabs:
                yield "A6", page.tab, link.get("ref", ""), "the link leads to no sheet"
    page = book.pages[1]
    if not page.tables:
        yield "A6", page.tab, "", "there is no table of contents"
        return
    linked = {link.get("ref"): link.get("location") for link in page.root.iter(f"{MAIN}hyperlink")}
    cells = list(page.data(page.tables[0]))
    led = [_led_to(linked[one.coordinate]) for one in cells if one.coordinate in linked]
    if led != tabs[2:] or len(page.tables[0].data_rows) != len(tabs) - 2:
        yield "A6", page.tab, "", "it has not one row and one link for each sheet, in their order"
    for cell in cells:
        words = str(cell.value or "").casefold()
        if cell.coordinate in linked and (words in _EMPTY_LINKS or "://" in words):
            yield "A6", page.tab, cell.coordinate, "the words of the link say nothing"


def _led_to(location: str | None) -> str:
    return (location or "").rpartition("!")[0].strip("'")


def _markings(book: Finished) -> Iterator[tuple[str, str, str, str]]:
    marking = book.book.properties.keywords
    for page in book.pages if marking else ():
        if not any(marking in str(one.value) for one in page.lines):
            yield "A7", page.tab, "", "the marking does not stand in the first column"
