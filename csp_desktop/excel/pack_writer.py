"""A pack as an accessible workbook (CONVENTIONS.md A, as far as a writer can see to it)."""

from datetime import UTC
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.packs.document import Pack
from csp_desktop.core.texts import storable
from csp_desktop.excel.pack_checks import check_pack
from csp_desktop.excel.pack_file import book_bytes, save
from csp_desktop.excel.pack_looks import Looks
from csp_desktop.excel.pack_sheet import write_sheet

_LANGUAGE = "en-GB"


def write_pack(pack: Pack, path: Path) -> str:
    """Write a pack; the file is whole or not there, and the same pack is always the same file.

    Returns:
        The SHA-256 digest of the file in hexadecimal digits.

    Raises:
        RefusedError: a text is longer than a cell holds.
        StorageError: the file cannot be written.
        ValueError: the pack breaks a rule that every pack keeps, which is a fault of ours.
    """
    check_pack(pack)
    book = Workbook()
    looks = Looks(book)
    page = book.active
    assert isinstance(page, Worksheet)
    for number, sheet in enumerate(pack.sheets):
        page = page if number == 0 else book.create_sheet()
        page.title = sheet.tab
        write_sheet(page, looks, sheet)
    _set_properties(book, pack)
    return save(book_bytes(book), path)


def _set_properties(book: Workbook, pack: Pack) -> None:
    """What the file tells of itself: the partnership, never a person."""
    told = book.properties
    told.title = storable(pack.title)
    told.subject = f"{pack.kind.words}, {pack.period}"
    told.creator = told.lastModifiedBy = storable(pack.author)
    told.language = _LANGUAGE
    told.category = pack.edition.words
    told.keywords = storable(pack.marking) or None
    # openpyxl writes a moment without its zone, as one of universal time.
    told.created = told.modified = pack.made.astimezone(UTC).replace(tzinfo=None)
