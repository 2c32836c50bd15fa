"""Finished packs keep the rules for accessible spreadsheets; the checker sees each one broken."""

import re
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from csp_desktop.core.editions import Edition
from csp_desktop.excel.pack_writer import write_pack
from tests.excel.accessibility import check
from tests.packs import pack

COVER, CONTENTS, NOTES, THEME, ACTIONS, CHART = (
    f"xl/worksheets/sheet{number}.xml" for number in range(1, 7)
)
FIGURES_TABLE = "xl/tables/table3.xml"
BOOK, CORE, LOOKS = "xl/workbook.xml", "docProps/core.xml", "xl/styles.xml"
DRAWING = "xl/drawings/drawing1.xml"
TEXT_CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
FIRST_FONT = '<name val="Arial"'


def cell(place: str) -> str:
    """A pattern for a whole cell."""
    return rf'<c r="{place}"[^>]*>.*?</c>'


def text(place: str) -> str:
    """A pattern for the text of a cell."""
    return rf'(?s)(<c r="{place}"[^>]*><is><t>).*?(?=</t>)'


ESSENTIAL = {
    "the contents come first": ("A1", BOOK, 'name="Cover"', 'name="Front"'),
    "notes stand before tables": ("A1", BOOK, 'name="Notes"', 'name="Remarks"'),
    "a tab with a hyphen": ("A2", BOOK, 'name="Actions"', 'name="Our-Actions"'),
    "a tab named twice": ("A2", BOOK, 'name="Actions"', 'name="theme_b"'),
    "a blank sheet": ("A3", COVER, "<sheetData>.*</sheetData>", "<sheetData></sheetData>"),
    "another sheet is active": ("A4", BOOK, 'activeTab="0"', 'activeTab="3"'),
    "the cursor is elsewhere": ("A4", THEME, 'activeCell="A1"', 'activeCell="C7"'),
    "scrolled down": ("A4", THEME, "<sheetView ", '<sheetView topLeftCell="A9" '),
    "no title property": ("A5", CORE, "<dc:title>.*</dc:title>", ""),
    "no language": ("A5", CORE, "<dc:language>.*</dc:language>", ""),
    "a person is named": ("A5", CORE, "(<cp:lastModifiedBy>)[^<]*", r"\g<1>J. Smith"),
    "a sheet is not in the contents": ("A6", CONTENTS, '<hyperlink ref="A7"[^>]*>', ""),
    "a link twice": ("A6", CONTENTS, "'Actions'", "'Theme_B'"),
    "a link to nowhere": ("A6", CONTENTS, "'Actions'", "'Deeds'"),
    "a link that says nothing": ("A6", CONTENTS, text("A7"), r"\g<1>Click here"),
    "a bare address": ("A6", CONTENTS, text("A7"), r"\g<1>https://example.org"),
    "a header": (
        "A7",
        THEME,
        "<tableParts",
        "<headerFooter><oddHeader>Secret</oddHeader></headerFooter><tableParts",
    ),
    "a text box": ("A7", DRAWING, "(?=<graphicFrame>)", "<sp/>"),
    "an unmarked sheet": ("A7", THEME, text("A6"), r"\g<1>Nothing"),
    "a chart without words": ("A8", DRAWING, 'descr="[^"]*"', 'descr=""'),
    "a chart without a title": ("A8", DRAWING, ' title="[^"]*"', ""),
    "a chart among tables": ("A8", BOOK, 'name="Chart_B1"', 'name="Burglary"'),
    "a chart of other cells": ("A8", "xl/charts/chart1.xml", r"'Chart_B1'!\$B\$9", "'Notes'!$B$9"),
    "a chart of cells above its table": ("A8", "xl/charts/chart1.xml", r"\$C\$9", "$A$3"),
    "a chart with numbers of its own": (
        "A8",
        "xl/charts/chart1.xml",
        "</f></numRef>",
        "</f><numCache><formatCode>0</formatCode></numCache></numRef>",
    ),
    "no title": ("A9", THEME, cell("A1"), ""),
    "a plain title": ("A9", THEME, r'<c r="A1" s="\d+"', '<c r="A1" s="0"'),
    "another font": ("A9", LOOKS, FIRST_FONT, '<name val="Papyrus"'),
    "small letters": ("A9", LOOKS, '<sz val="12"', '<sz val="9"'),
    "an empty row": ("A10", THEME, cell("A3"), ""),
    "tables not counted": ("A11", THEME, "contains 2 tables", "contains tables"),
    "a table not at the left": ("A11", FIGURES_TABLE, 'ref="A9', 'ref="B9'),
    "a row between tables": ("A11", FIGURES_TABLE, "F13", "F12"),
    "cells of no table": ("A13", THEME, cell("A4"), rf"\g<0>{TEXT_CELL.format('B4', 'Loose')}"),
    "a table without header": ("A13", FIGURES_TABLE, 'headerRowCount="1"', 'headerRowCount="0"'),
    "a name with a full stop": (
        "A13",
        FIGURES_TABLE,
        'displayName="figures_B"',
        'displayName="B."',
    ),
    "an empty heading": ("A14", THEME, cell("B9"), ""),
    "a heading twice": ("A14", THEME, text("B9"), r"\g<1>Code"),
    "a number for a heading": ("A14", THEME, cell("B9"), '<c r="B9"><v>7</v></c>'),
    "merged cells": (
        "A15",
        THEME,
        "(?=<pageMargins)",
        '<mergeCells><mergeCell ref="A3:B3"/></mergeCells>',
    ),
    "a blank row": ("A15", ACTIONS, "<c r=.[A-E]7.*?</row>", "</row>"),
    "a blank column": ("A15", ACTIONS, "COLUMN E", ""),
    "unexplained blanks": ("A16", THEME, text("A7"), r"\g<1>Something else."),
    "a number as text": ("A18", THEME, cell("D10"), TEXT_CELL.format("D10", "1,120")),
    "a number at the left": ("A18", THEME, r'<c r="D10" s="\d+"', '<c r="D10" s="2"'),
    "a text at the right": ("A18", THEME, r'<c r="E10" s="\d+"', '<c r="E10" s="11"'),
    "a text on one line": ("A19", THEME, r'<c r="B10" s="\d+"', '<c r="B10" s="6"'),
    "pale letters": ("A20", LOOKS, "FF12436D", "FFB0B0B0"),
    "colours by rules": (
        "A20",
        THEME,
        "(?=<pageMargins)",
        '<conditionalFormatting sqref="C10"><cfRule type="uniqueValues" priority="1"/>'
        "</conditionalFormatting>",
    ),
    "superscript": ("A21", LOOKS, '<sz val="12"', '<vertAlign val="superscript"/><sz val="12"'),
    "a symbol for a note": ("A21", THEME, text("E9"), r"\g<1>Now†"),
    "notes out of order": ("A21", THEME, r"Profile \[note 1\]", "Profile [note 2]"),
    "an undefined note": ("A21", NOTES, r"\[note 2\]", "[note 3]"),
    "an unused note": ("A21", THEME, r" \[note 2\]", ""),
    "a note among data": ("A21", THEME, text("E10"), r"\g<1>Red [note 1]"),
    "a total in the middle": ("A22", THEME, text("A11"), r"\g<1>Total"),
    "the cover says not what it is": ("A23", COVER, "working paper", "paper"),
    "an undefined mark": ("Shorthand", THEME, r"\[z\] not applicable", "Not applicable"),
    "an unused mark": ("Shorthand", ACTIONS, text("A2"), r"\g<0> [c] confidential."),
    "a formula": ("F9", THEME, cell("D10"), '<c r="D10"><f>1+1</f><v>2</v></c>'),
}
DESIRABLE = {
    "a hidden sheet": ("A3", BOOK, 'state="visible" r:id="rId4"', 'state="hidden" r:id="rId4"'),
    "a hidden row": ("A3", THEME, '<row r="3"', '<row hidden="1" r="3"'),
    "a hidden column": ("A3", THEME, '<col width="16"', '<col hidden="1" width="16"'),
    "macros": ("A3", "xl/vbaProject.bin", "", ""),
    "frozen panes": (
        "A12",
        THEME,
        "(?=<selection)",
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
    ),
    "a filter": ("A12", THEME, "(?=<pageMargins)", '<autoFilter ref="A9:F13"/>'),
    "filter buttons": ("A12", FIGURES_TABLE, "(?=<tableColumns)", '<autoFilter ref="A7:F11"/>'),
    "words below the table": (
        "A12",
        THEME,
        "(?=</sheetData>)",
        f'<row r="40">{TEXT_CELL.format("A40", "Source")}</row>',
    ),
    "punctuation alone": ("A17", THEME, text("E8"), r"\g<1>-"),
    "a narrow column": ("A19", THEME, 'width="16"', 'width="6"'),
    "a column too narrow for sentences": ("A19", THEME, 'width="60"', 'width="16"'),
    "a fill": ("A20", LOOKS, "<patternFill />", '<patternFill patternType="solid"/>'),
    "a border": ("A20", LOOKS, "<bottom />", '<bottom style="thin"/>'),
}


@pytest.mark.parametrize("edition", Edition)
def test_a_pack_of_every_edition_breaks_no_rule(edition: Edition, tmp_path: Path) -> None:
    path = tmp_path / "pack.xlsx"
    write_pack(pack(edition), path)
    assert check(path, edition) == []


@pytest.mark.parametrize("what", ESSENTIAL)
def test_what_is_essential_is_missed_in_every_edition(what: str, tmp_path: Path) -> None:
    rule, part, pattern, planted = ESSENTIAL[what]
    for edition in (Edition.INTERNAL, Edition.PARTNERSHIP):
        path = broken(tmp_path, edition, part, pattern, planted)
        assert rule in {one.rule for one in check(path, edition)}


@pytest.mark.parametrize("what", DESIRABLE)
def test_what_is_desirable_is_missed_in_the_public_edition(what: str, tmp_path: Path) -> None:
    rule, part, pattern, planted = DESIRABLE[what]
    path = broken(tmp_path, Edition.PUBLIC, part, pattern, planted)
    assert rule in {one.rule for one in check(path, Edition.PUBLIC)}
    assert rule not in {one.rule for one in check(path, Edition.INTERNAL)}


def test_several_tables_and_charts_are_missed_in_the_public_edition_alone(tmp_path: Path) -> None:
    path = tmp_path / "pack.xlsx"
    write_pack(pack(Edition.INTERNAL), path)
    found = check(path, Edition.PUBLIC)
    assert {(one.rule, one.sheet) for one in found} == {
        ("A11", "Theme_B"),
        ("A8", "Chart_B1"),
        ("A8", "Chart_B2"),
    }


@cache
def good(edition: Edition) -> bytes:
    """The file of a pack, written once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pack.xlsx"
        write_pack(pack(edition), path)
        return path.read_bytes()


def broken(folder: Path, edition: Edition, part: str, pattern: str, planted: str) -> Path:
    """A good pack of which one part has been changed; a part that is missing is put there."""
    path = folder / f"{edition.name}.xlsx"
    with zipfile.ZipFile(BytesIO(good(edition))) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == part:
                changed = _changed(content, pattern, planted)
                assert changed != content
                content = changed
            target.writestr(name, content)
        if part not in source.namelist():
            target.writestr(part, planted)
    return path


def _changed(content: str, pattern: str, planted: str) -> str:
    """Where a pattern names a column, all its cells under the table's header go."""
    if pattern.startswith("COLUMN"):
        return re.sub(rf'<c r="{pattern[-1]}(?!5")\d+".*?</c>', planted, content)
    return re.sub(pattern, planted, content, count=1)
