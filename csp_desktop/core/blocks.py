"""Blocks of cells as spreadsheets put them on the clipboard: tab-separated text and HTML tables."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from html.parser import HTMLParser

Rows = list[list[str]]

# A cell that begins with a quote ends at the quote before a tab, a line end or the end of the text;
# one that has no such quote was typed with it.
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)')
_BARE = re.compile(r"[^\t\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_MUST_BE_QUOTED = re.compile(r'[\t\r\n"]')

_MOST_COLUMNS = 1_000  # a span beyond this is a mistake, or meant to fill the memory
_SKIPPED = ("style", "script")
_PARAGRAPHS = ("p", "div", "li")
_BETWEEN_PARAGRAPHS = re.compile(r"[ \n]*\f[ \n\f]*")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?%?")
# Excel, then LibreOffice: text, so that 3/12 is no date and =1+1 is no formula.
_AS_TEXT = ' style="mso-number-format:\'\\@\'" sdnum="1033;0;@"'


def read_text(text: str) -> Rows:
    """The cells of tab-separated text; quoted ones may hold tabs and line ends.

    The line end after the last row is no row of its own.
    """
    rows: Rows = []
    row: list[str] = []
    at, more = 0, bool(text)
    while more:
        cell, at = _cell_at(text, at)
        row.append(cell)
        if text.startswith("\t", at):
            at += 1
            continue
        rows.append(row)
        row = []
        if end := _LINE_END.match(text, at):
            at = end.end()
        more = at < len(text)
    return rows


def write_text(rows: Iterable[Sequence[str]]) -> str:
    """Cells as tab-separated text that `read_text` and spreadsheets read, a line for each row."""
    return "".join("\t".join(map(_quoted, row)) + "\n" for row in rows)


def read_html(html: str) -> Rows:
    """The cells of the first table; what is spanned by a larger cell is blank."""
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.rows


def write_html(rows: Iterable[Sequence[str]]) -> str:
    """Cells as an HTML table; what is not plainly a number is marked as text."""
    lines = ("<tr>" + "".join(map(_html_cell, row)) + "</tr>\n" for row in rows)
    head = '<html><head><meta charset="utf-8"></head><body>'
    return f"{head}<table>\n{''.join(lines)}</table></body></html>"


def read_clipboard(text: str, html: str) -> Rows:
    """The cells of the text, or of an HTML table that has more columns or is but one cell.

    Args:
        text: tab-separated; empty where the clipboard holds none.
        html: empty where the clipboard holds none.
    """
    plain = read_text(text)
    table = read_html(html) if html else []
    # LibreOffice quotes nothing where one cell alone is copied, so that its lines look like rows.
    one_cell = [len(row) for row in table] == [1] and table[0][0].split() == text.split()
    return table if one_cell or _width(table) > _width(plain) else plain


def is_blank(text: str) -> bool:
    """Whether a cell shows nothing: spaces and invisible characters are nothing."""
    return all(one.isspace() or unicodedata.category(one) in ("Cf", "Cc") for one in text)


def _cell_at(text: str, at: int) -> tuple[str, int]:
    """The cell that begins at a place, and where it ends."""
    if quoted := _QUOTED.match(text, at):
        return _LINE_END.sub("\n", quoted[1].replace('""', '"')), quoted.end()
    bare = _BARE.match(text, at)
    assert bare is not None
    return bare[0], bare.end()


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _MUST_BE_QUOTED.search(cell) else cell


def _html_cell(cell: str) -> str:
    kind = _AS_TEXT if cell and not _NUMBER.fullmatch(cell) else ""
    return f"<td{kind}>{escape(cell).replace(chr(10), '<br>')}</td>"


def _width(rows: Rows) -> int:
    return max(map(len, rows), default=0)


class _TableReader(HTMLParser):
    """Collects the cells of the first table; a table within a cell is words of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Rows = []
        self._depth = 0
        self._done = False
        self._skipped = 0
        self._row: list[str] | None = None
        self._words: list[str] | None = None
        self._columns, self._lines = 1, 1
        self._reaching: dict[int, int] = {}  # rows that a cell above still covers, by column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._done:
            return
        if tag == "table":
            self._depth += 1
        elif tag in _SKIPPED:
            self._skipped += 1
        elif tag == "br" or tag in _PARAGRAPHS:
            self._break("\n" if tag == "br" else "\f")
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            self._row = []
        elif self._depth == 1 and tag in ("td", "th"):
            self._begin_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self.end()
        elif tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        elif tag in _PARAGRAPHS:
            self._break("\f")
        elif self._depth == 1 and tag == "tr":
            self._end_row()
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._words is not None and not self._skipped:
            self._words.append(_SPACES.sub(" ", data))

    def end(self) -> None:
        """The first table is over, whether or not its end was marked."""
        if not self._done:
            self._end_row()
            self._done = True

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        if self._row is None:
            self._row = []
        self._words = []
        self._columns = min(_span(attributes, "colspan"), _MOST_COLUMNS)
        self._lines = _span(attributes, "rowspan")

    def _end_cell(self) -> None:
        if self._words is None or self._row is None:
            return
        self._fill_covered()
        words = _BETWEEN_PARAGRAPHS.sub("\n", "".join(self._words).strip(" \f"))
        lines = [re.sub(" {2,}", " ", line).strip(" ") for line in words.split("\n")]
        at = len(self._row)
        self._row.append("\n".join(lines).strip("\n").replace("\u00a0", " "))
        self._row += [""] * (self._columns - 1)
        if self._lines > 1:
            self._reaching |= dict.fromkeys(range(at, len(self._row)), self._lines)
        self._words = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._fill_covered()
        if self._row:
            self.rows.append(self._row)
        self._row = None
        self._reaching = {at: left - 1 for at, left in self._reaching.items() if left > 1}

    def _fill_covered(self) -> None:
        """Blank cells where one that began in a row above stands."""
        assert self._row is not None
        while self._reaching.get(len(self._row)):
            self._row.append("")

    def _break(self, mark: str) -> None:
        if self._words is not None:
            self._words.append(mark)


def _span(attributes: dict[str, str | None], name: str) -> int:
    text = attributes.get(name) or ""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
