"""What every pack has: names of sheets, numbered notes, and the lines each sheet begins with."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.disclosure.rounding import ROUNDED
from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import (
    CONFIDENTIAL,
    NOT_AVAILABLE,
    SHORTHAND,
    Column,
    Line,
    Link,
    Number,
    Sheet,
    Table,
)
from csp_desktop.core.packs.pages import Notes, book, split_for, standing_lines, tab_name

WORDS = st.text() | st.text("AaZ09_- ", max_size=60)
COVER = Sheet("Cover", "A pack", (Line("In one minute", heading=True),))


def table(name: str, *cells: str, title: str = "", heading: str = "Said") -> Table:
    return Table(
        name, (Column("Code"), Column(heading)), tuple((name, one) for one in cells), title
    )


def a_sheet(tab: str, *tables: Table) -> Sheet:
    return Sheet(tab, f"About {tab}", (Line("Its own line."),), tables)


def texts(sheet: Sheet) -> list[str]:
    return [line.text for line in sheet.lines]


def whole(*body: Sheet, notes: Notes | None = None) -> dict[str, Sheet]:
    sheets = book(COVER, body, notes or Notes(), ("Marking: OFFICIAL.", "Public edition."))
    return {one.tab: one for one in sheets}


@given(st.lists(WORDS, min_size=1, max_size=3))
def test_a_sheets_name_is_letters_digits_and_underscores_and_no_digit_first(
    parts: list[str],
) -> None:
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,30}", tab_name(*parts))


@given(st.text("AaZz09_", max_size=31).filter(lambda one: re.fullmatch(r"[A-Za-z](\w*[^_])?", one)))
def test_a_sheets_name_that_keeps_the_rules_stays_as_it_is(name: str) -> None:
    assert tab_name(re.sub("_+", "_", name)) == re.sub("_+", "_", name)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Theme", "CC1"), "Theme_CC1"),
        (("Chart", "CC1-1a"), "Chart_CC1_1a"),
        (("1", "three_years"), "_1_three_years"),
        (("–",), "_"),
        (("Data_quality", "Printed figures that do not follow"), "Data_quality_Printed_figures_th"),
    ],
)
def test_names_of_sheets_are_made_of_words(parts: tuple[str, ...], name: str) -> None:
    assert tab_name(*parts) == name


@given(st.lists(st.sampled_from("abcdef")))
def test_notes_are_numbered_in_the_order_of_their_first_use(texts_: list[str]) -> None:
    notes = Notes()
    marks = [notes.mark(one) for one in texts_]
    first = list(dict.fromkeys(texts_))
    assert marks == [f"[note {first.index(one) + 1}]" for one in texts_]
    sheet = notes.sheet()
    if not first:
        assert sheet is None
        return
    assert sheet is not None
    assert [row[1] for row in sheet.tables[0].rows] == first


def test_the_cover_comes_first_then_the_contents_then_the_notes() -> None:
    notes = Notes()
    heading = f"Said {notes.mark('What people said.')}"
    sheets = whole(a_sheet("Body", table("Body", "x", heading=heading)), notes=notes)
    assert list(sheets) == ["Cover", "Contents", "Notes", "Body"]
    rows = sheets["Contents"].tables[0].rows
    assert rows == ((Link("Notes", "Notes"), "Notes"), (Link("Body", "Body"), "About Body"))
    assert Line("About Body", tab="Body") in sheets["Cover"].lines


def test_without_notes_there_is_no_sheet_of_them() -> None:
    assert list(whole(a_sheet("Body"))) == ["Cover", "Contents", "Body"]


def test_every_sheet_but_the_cover_bears_marking_and_edition() -> None:
    for tab, one in whole(a_sheet("Body")).items():
        assert (texts(one)[-2:] == ["Marking: OFFICIAL.", "Public edition."]) is (tab != "Cover")
    assert standing_lines(Edition.INTERNAL, "") == ("Internal edition.",)


def test_a_public_sheet_says_what_was_done_to_its_numbers() -> None:
    *_, said = standing_lines(Edition.PUBLIC, "", ROUNDED)
    assert said.startswith("Numbers from 1 to 7, and what could tell them, are withheld.")
    assert "rounded to the nearest 5" in said


def test_a_sheet_of_one_table_says_so_first_and_then_what_its_marks_mean() -> None:
    found = whole(a_sheet("Body", table("Body", CONFIDENTIAL, NOT_AVAILABLE)))["Body"]
    assert texts(found)[0] == "This worksheet contains one table."
    [legend] = [one for one in texts(found) if one.startswith("Shorthand: ")]
    assert SHORTHAND[CONFIDENTIAL] in legend
    assert SHORTHAND[NOT_AVAILABLE] in legend
    assert "[z]" not in legend


def test_several_tables_are_counted_in_the_second_cell_and_numbered_by_their_sheet() -> None:
    two = a_sheet("Body", table("One", "a", title="First"), table("Two", "b", title="Second"))
    found = whole(two)["Body"]
    assert texts(found)[:2] == ["This worksheet contains 2 tables.", "Its own line."]
    assert [one.title for one in found.tables] == ["3a: First", "3b: Second"]


def test_notes_are_pointed_to_where_a_heading_bears_a_mark_alone() -> None:
    """What somebody typed may look like a mark, and leads nowhere."""
    points = "Notes are explained in the worksheet “Notes”."
    notes = Notes()
    marked = a_sheet("One", table("One", "x", heading=f"Said {notes.mark('Why.')}"))
    typed = a_sheet("Two", table("Two", "See [note 1]"))
    sheets = whole(marked, typed, notes=notes)
    assert Line(points, tab="Notes") in sheets["One"].lines
    assert points not in texts(sheets["Two"])
    assert points not in texts(whole(typed)["Two"])


def test_notes_that_no_sheet_uses_are_left_out() -> None:
    notes = Notes()
    notes.mark("Of a table that had no rows.")
    assert "Notes" not in whole(a_sheet("Body"), notes=notes)


@pytest.mark.parametrize("written", ["-", "...", " – ", "✓", "Да"])
def test_what_somebody_wrote_without_a_letter_is_still_a_text(written: str) -> None:
    """A17: a cell of punctuation alone tells whoever listens to it nothing."""
    found = whole(a_sheet("Body", table("Body", written)))["Body"]
    assert found.tables[0].rows == (("Body", f"As written: {written.strip()}"),)


def test_blanks_alone_are_said_to_be_nothing() -> None:
    found = whole(a_sheet("Body", table("Body", " \n ")))["Body"]
    assert found.tables[0].rows == (("Body", "Nothing is written."),)


def test_other_cells_stay_as_they_are() -> None:
    cells = ("", "n/a", Number(Decimal(3)), Link("Notes", "Body"), CONFIDENTIAL)
    one = Sheet(
        "Body", "About", tables=(Table("Body", (Column("A"),), tuple((c,) for c in cells)),)
    )
    assert whole(one)["Body"].tables[0].rows == tuple((cell,) for cell in cells)


def test_a_public_edition_has_a_sheet_for_each_table() -> None:
    two = a_sheet("Body", table("One", "a", title="First"), table("Two", "b", title="Second"))
    assert split_for(Edition.PARTNERSHIP, two) == (two,)
    first, second = split_for(Edition.PUBLIC, two)
    assert (first.tab, first.title) == ("Body_First", "About Body: first")
    assert second.tables == (replace(two.tables[1], title=""),)
    alone = a_sheet("Body", table("One", "a"))
    assert split_for(Edition.PUBLIC, alone) == (alone,)
