import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.blocks import (
    is_blank,
    read_clipboard,
    read_html,
    read_text,
    write_html,
    write_text,
)
from tests.places import ROOT

CAPTURED = ROOT / "tests" / "data" / "clipboard"


def rows_of(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Rectangles of at least one cell."""
    return st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=5
        )
    )


ANY_CELL = st.text(
    st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=12
) | st.sampled_from(
    ['"', '""', '"a"', '"a', 'a"', "\t", "\n", "a\tb", 'say "hi"\n', "=1+1", "3/12"]
)


def tidy(text: str) -> str:
    """As HTML keeps it: runs of spaces are one, and none stand at the ends of a line."""
    lines = [re.sub("[ \t\f]+", " ", line).strip(" ") for line in text.split("\n")]
    return "\n".join(lines).strip("\n").replace("\u00a0", " ")


# Tab-separated text


@given(rows_of(ANY_CELL))
def test_cells_written_as_text_are_read_as_they_were(rows: list[list[str]]) -> None:
    assert read_text(write_text(rows)) == rows


@given(rows_of(ANY_CELL))
def test_lines_may_end_as_on_windows(rows: list[list[str]]) -> None:
    assert read_text(write_text(rows).replace("\n", "\r\n")) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("30", [["30"]]),
        ("30\n", [["30"]]),
        ("30\r\n", [["30"]]),
        ("\n", [[""]]),
        ("1\t2\n3\t4\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\r3\t4", [["1", "2"], ["3", "4"]]),
        ("1\t\n\n3", [["1", ""], [""], ["3"]]),
        ("1\t", [["1", ""]]),
        ('"one\ttwo"\t3', [["one\ttwo", "3"]]),
        ('"one\r\ntwo"\r\n3', [["one\ntwo"], ["3"]]),
        ('"say ""hi"""\n', [['say "hi"']]),
        ('""\t1', [["", "1"]]),
        ('"quoted" and not\t1', [['"quoted" and not', "1"]]),
        ('5" pipe\t1', [['5" pipe', "1"]]),
        ('"never closed\t1\n2', [['"never closed', "1"], ["2"]]),
    ],
)
def test_text_is_read_as_spreadsheets_write_it(text: str, rows: list[list[str]]) -> None:
    assert read_text(text) == rows


@given(st.text(st.sampled_from('"\t\r\n a'), max_size=30))
def test_no_text_is_too_odd_and_nothing_but_marks_is_lost(text: str) -> None:
    kept = "".join(cell for row in read_text(text) for cell in row)
    assert kept.count("a") == text.count("a")


# HTML


@given(rows_of(ANY_CELL))
def test_cells_written_as_html_are_read_as_they_were_but_for_spaces(rows: list[list[str]]) -> None:
    words = [[cell.replace("\u0000", "") for cell in row] for row in rows]
    assert read_html(write_html(words)) == [[tidy(cell) for cell in row] for row in words]


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        ("", []),
        ("<p>12</p>", []),
        ("<table></table>", []),
        ("<table><tr><td>1</td><th>2</th></tr></table>", [["1", "2"]]),
        ("<TABLE><TR><TD>1<TD>2<TR><TD>3<TD>4", [["1", "2"], ["3", "4"]]),
        ("<table><tbody><tr>\n <td>\n 1\n </td>\n</tr></tbody></table>", [["1"]]),
        ("<table><tr><td>&pound;5</td><td>R&amp;D</td><td>1&nbsp;234</td></tr></table>",
         [["£5", "R&D", "1 234"]]),
        ("<table><tr><td>one<br>two</td><td>3<br></td><td><br></td></tr></table>",
         [["one\ntwo", "3", ""]]),
        ("<table><tr><td><p>one</p>\n<p>two</p></td></tr></table>", [["one\ntwo"]]),
        ("<table><tr><td><b>1</b><i>2</i></td></tr></table>", [["12"]]),
        ("<table><tr><td>1<style>td {}</style></td></tr></table>", [["1"]]),
        ("<table><tr><td><!-- 1 -->2</td></tr></table>", [["2"]]),
        ("<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>", [["1"]]),
        ("<table><tr><td>1<table><tr><td>2</td></tr></table></td><td>3</td></tr></table>",
         [["12", "3"]]),
        ("<table><tr><td colspan=2>1</td><td>2</td></tr></table>", [["1", "", "2"]]),
        ("<table><tr><td rowspan=2>1</td><td>2</td></tr><tr><td>3</td></tr></table>",
         [["1", "2"], ["", "3"]]),
        ("<table><tr><td>1</td><td rowspan=2>2</td></tr><tr><td>3</td></tr></table>",
         [["1", "2"], ["3", ""]]),
        ("<table><tr><td rowspan=2 colspan=2>1</td></tr><tr><td>2</td></tr></table>",
         [["1", ""], ["", "", "2"]]),
        ("<table><tr><td colspan=two rowspan=-1>1</td></tr></table>", [["1"]]),
    ],
)  # fmt: skip
def test_the_first_table_is_read(html: str, rows: list[list[str]]) -> None:
    assert read_html(html) == rows


def test_a_span_without_bounds_does_not_fill_the_memory() -> None:
    html = "<table><tr><td colspan=999999 rowspan=999999>1</td></tr><tr><td>2</td></tr></table>"
    assert [len(row) for row in read_html(html)] == [1_000, 1_001]


@given(st.lists(st.sampled_from(
    ["<table>", "</table>", "<tr>", "</tr>", "<td rowspan=2>", "<td colspan=2>", "</td>", "<br>",
     "<p>", "</p>", "<style>", "</style>", "a", "&nbsp;", "<"]), max_size=25))  # fmt: skip
def test_no_html_is_too_broken(tags: list[str]) -> None:
    assert all("\u00a0" not in cell for row in read_html("".join(tags)) for cell in row)


def test_what_is_no_number_is_marked_as_text() -> None:
    """Excel and LibreOffice would make a date of 3/12, and work =1+1 out."""
    cells = ["3/12", "=1+1", "14 Aug 2015", "30", "1,234", "-4.5", "23%", ""]
    html = write_html([cells])
    marked = [
        cell for cell, tag in zip(cells, re.findall("<td[^>]*>", html), strict=True) if "@" in tag
    ]
    assert marked == ["3/12", "=1+1", "14 Aug 2015"]


# Both


@pytest.mark.parametrize(
    ("text", "html", "rows"),
    [
        ("1\t2", "", [["1", "2"]]),
        ("", "", []),
        ("1\t2", "<b>1 2</b>", [["1", "2"]]),
        ("1\t2", "<table><tr><td>8<td>9</table>", [["1", "2"]]),
        ("1\n2", "<table><tr><td>1<td>2</table>", [["1", "2"]]),
        ("", "<table><tr><td>1</table>", [["1"]]),
        ("1\n2\n", "<table><tr><td>1<br>2</table>", [["1\n2"]]),
        ("1\n2", "<table><tr><td>Read this</table>", [["1"], ["2"]]),
    ],
)
def test_the_clipboard_is_read_from_what_says_more(
    text: str, html: str, rows: list[list[str]]
) -> None:
    assert read_clipboard(text, html) == rows


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u200b\ufeff", "\n\t", "\x01"])
def test_a_cell_of_spaces_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(text + "0")


# What LibreOffice put there


def captured(name: str) -> str:
    return (CAPTURED / name).read_text(encoding="utf-8")


def test_libreoffice_puts_the_same_cells_there_as_text_and_as_html() -> None:
    text, html = captured("libreoffice_200x4.tsv"), captured("libreoffice_200x4.html")
    rows, table = read_text(text), read_html(html)
    assert [len(row) for row in rows] == [len(row) for row in table] == [4] * 200
    plain = [[tidy(cell).replace("\n", " ") for cell in row] for row in table]
    assert plain == [[tidy(cell) for cell in row] for row in rows]
    assert read_clipboard(text, html) == rows


def test_libreoffice_quotes_a_cell_that_holds_a_line_end() -> None:
    rows = read_text(captured("libreoffice_200x4_quoted.tsv"))
    assert [len(row) for row in rows] == [4] * 200
    assert rows[6][0] == 'said "about 5",\x01then\nmore'


def test_one_cell_of_two_lines_copied_in_libreoffice_is_one_cell() -> None:
    text, html = captured("libreoffice_one_cell.tsv"), captured("libreoffice_one_cell.html")
    assert len(read_text(text)) == 2
    assert read_clipboard(text, html) == [['said "about 5",\x01then\nmore']]
