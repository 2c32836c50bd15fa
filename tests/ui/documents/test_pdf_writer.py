"""A pack as a PDF, read back by another reader."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from csp_desktop.core.editions import Edition
from csp_desktop.core.errors import StorageError
from csp_desktop.core.packs.document import Column, Link, Pack, Sheet, Table
from csp_desktop.ui.documents.pdf_writer import pdf_of, write_pdf
from csp_desktop.ui.documents.wording import cell_words
from tests.ui.documents.packs import (
    CHARTED,
    CONTENTS,
    COVER,
    LONG,
    SAYS,
    THEME,
    WIDE,
    pack,
)

HEADINGS = "Code\nComment\nBoard\n"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def written(tmp_path: Path, qapp: QApplication) -> PdfReader:
    write_pdf(pack(), tmp_path / "pack.pdf")
    return PdfReader(tmp_path / "pack.pdf", strict=True)


def words_of(reader: PdfReader) -> list[str]:
    return " ".join(page.extract_text() for page in reader.pages).split()


def closed_up(words: str) -> str:
    """Without spaces, which a reader of a PDF can only guess at."""
    return "".join(words.split())


def tables(whole: Pack) -> list[Table]:
    return [table for sheet in whole.sheets for table in sheet.tables]


def test_the_words_of_every_cell_line_and_title_are_there(written: PdfReader) -> None:
    text = closed_up(" ".join(words_of(written)))
    wanted = [cell_words(cell) for one in tables(pack()) for row in one.rows for cell in row]
    wanted += [column.heading for one in tables(pack()) for column in one.columns]
    wanted += [line.text for sheet in pack().sheets for line in sheet.lines]
    wanted += [sheet.title for sheet in pack().sheets] + [THEME.blank, WIDE.tables[0].title]
    wanted.remove(LONG)
    assert len(wanted) > 300
    assert [one for one in wanted if closed_up(one) not in text] == []


def test_a_cell_longer_than_a_page_goes_on_on_the_next_without_loss(written: PdfReader) -> None:
    pages = [page.extract_text() for page in written.pages]
    with_it = [one for one in pages if "word" in one]
    assert len(with_it) > 2
    text = "".join(one.removeprefix(HEADINGS).partition("OFFICIAL")[0] for one in with_it)
    assert closed_up(LONG) in closed_up(text)


def test_nothing_is_said_beyond_the_words_of_the_pack() -> None:
    whole = pack(Edition.PUBLIC, (COVER, CONTENTS, THEME, CHARTED, WIDE))
    held = [whole.marking + ",", whole.edition.words, "Page page of"]
    for sheet in whole.sheets:
        held += [sheet.title, sheet.blank, *(line.text for line in sheet.lines)]
        for table in sheet.tables:
            held += [table.title, *(f"{one.heading} {one.unit}" for one in table.columns)]
            held += [cell_words(cell) for row in table.rows for cell in row]
            # What leads to a sheet goes on with a comma and the page.
            held += [f"{cell.words}," for row in table.rows for cell in row if type(cell) is Link]
    reader = PdfReader(_stream(pdf_of(whole)))
    numbers = {str(number) for number in range(1, len(reader.pages) + 1)}
    assert set(words_of(reader)) - set(" ".join(held).split()) - numbers == {"Contents,"}


def test_every_page_says_its_number_its_marking_and_its_edition(written: PdfReader) -> None:
    count = len(written.pages)
    for number, page in enumerate(written.pages, start=1):
        text = page.extract_text()
        assert f"Page {number} of {count}" in text
        assert "OFFICIAL-SENSITIVE, Partnership edition" in text


def test_a_pack_without_a_marking_says_its_edition_alone() -> None:
    reader = PdfReader(_stream(pdf_of(pack(Edition.PUBLIC, (COVER,), marking=""))))
    assert "\nPublic edition\n" in reader.pages[0].extract_text()


def test_the_headings_of_a_table_stand_on_each_of_its_pages(written: PdfReader) -> None:
    first = written.get_destination_page_number(written.outline[4])
    last = written.get_destination_page_number(written.outline[5])
    assert last - first > 3
    for page in written.pages[first:last]:
        assert HEADINGS in page.extract_text()


def test_a_wide_table_lies_on_wide_paper_and_names_its_rows_in_each_part(
    written: PdfReader,
) -> None:
    page = written.pages[-1]
    assert page.mediabox.width > page.mediabox.height
    text = page.extract_text()
    assert text.count("Quarter24") == 1
    assert text.count("Row5") == text.count("Indicator") > 1
    assert written.pages[0].mediabox.width < written.pages[0].mediabox.height


def test_spaces_are_spaces_to_whoever_copies(written: PdfReader) -> None:
    assert not [page for page in written.pages if "\t" in page.extract_text()]
    assert "Offices broken into" in written.pages[2].extract_text()


# Charts


def test_a_chart_is_drawn_with_its_title_its_sentence_and_the_names_of_its_lines(
    written: PdfReader,
) -> None:
    text = written.pages[3].extract_text()
    assert "Thefts of pedal cycles by quarter" in text
    assert "Thefts varied about a mean of 316 with no signal." in text
    for name in ("Mean", "Upper limit", "Lower limit", "Target"):
        assert text.count(name) == 2, name  # at the end of its line, and over its column


def test_a_public_edition_holds_no_chart() -> None:
    reader = PdfReader(_stream(pdf_of(pack(Edition.PUBLIC, (COVER, CHARTED)))))
    text = reader.pages[1].extract_text()
    assert "by quarter" not in text
    assert "varied" not in text
    assert text.count("Upper limit") == 1
    with_chart = PdfReader(_stream(pdf_of(pack(Edition.INTERNAL, (COVER, CHARTED)))))
    plain, drawn = (one.pages[1].get_contents().get_data() for one in (reader, with_chart))
    assert len(drawn) > 1.5 * len(plain)


# What the file says of itself


def test_the_file_names_the_partnership_and_no_person_and_bears_the_moment_of_the_pack(
    written: PdfReader,
) -> None:
    about = written.metadata
    assert about.title == "Little Wittering CSP: meeting pack, 2015/16-Q1"
    assert about.author == "Little Wittering Community Safety Partnership"
    assert about.creator == "Community Safety"
    assert about.creation_date == about.modification_date == pack().made
    assert written.xmp_metadata.xmp_create_date == pack().made.replace(tzinfo=None)
    assert written.trailer["/Root"]["/Lang"] == "en-GB"


def test_every_sheet_is_a_bookmark(written: PdfReader) -> None:
    found = [(one.title, written.get_destination_page_number(one)) for one in written.outline]
    assert [title for title, _ in found] == [one.title for one in pack().sheets]
    for title, page in found:
        assert written.pages[page].extract_text().startswith(title)


def test_the_contents_lead_to_their_sheets_and_say_their_pages(written: PdfReader) -> None:
    page = written.pages[1]
    found = [one.get_object() for one in page["/Annots"]]
    said = [one["/Contents"] for one in found]
    assert said == [
        "Indicators of theme A, page 3",
        "Chart of A1, page 4",
        "What the boards say, page 5",
    ]
    numbers = [written.get_page_number(one["/Dest"][0].get_object()) + 1 for one in found]
    assert numbers == [3, 4, 5]
    left, bottom, right, top = (float(one) for one in found[0]["/Rect"])
    assert 0 < left < right < page.mediabox.width
    assert 0 < bottom < top < page.mediabox.height


def test_links_say_the_right_page_where_the_contents_are_long() -> None:
    """The contents themselves then take several pages, and move what they speak of."""
    many = tuple(Sheet(f"Sheet{at}", f"Sheet {at}") for at in range(120))
    rows = tuple((Link(one.title, one.tab), "") for one in many)
    contents = replace(
        CONTENTS, tables=(Table("contents", (Column("Sheet"), Column("Holds")), rows),)
    )
    reader = PdfReader(_stream(pdf_of(pack(sheets=(COVER, contents, *many)))))
    text = " ".join(words_of(reader))
    for at in (0, 60, 119):
        page = reader.get_destination_page_number(reader.outline[2 + at]) + 1
        assert f"Sheet {at}, page {page} " in text
        assert reader.pages[page - 1].extract_text().startswith(f"Sheet {at}\n")


def test_a_pack_written_again_is_the_same_file_to_the_byte(tmp_path: Path) -> None:
    write_pdf(pack(), tmp_path / "one.pdf")
    write_pdf(pack(), tmp_path / "other.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "other.pdf").read_bytes()
    assert pdf_of(pack(sheets=(COVER, SAYS))) != (tmp_path / "one.pdf").read_bytes()


# Files


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    in_the_way = tmp_path / "folder"
    in_the_way.mkdir()
    (in_the_way / "kept.txt").write_text("kept")
    with pytest.raises(StorageError, match=r"cannot be written: .*close the file"):
        write_pdf(pack(sheets=(COVER,)), in_the_way)
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_a_date_in_words_is_one(written: PdfReader) -> None:
    assert cell_words(date(2015, 7, 3)) in written.pages[2].extract_text()


def _stream(pdf: bytes):
    from io import BytesIO

    return BytesIO(pdf)
