"""Bookmarks, links, spaces and the pack's own moment in a PDF that Qt has written.

Qt 6.11 writes none of these. A PDF may be added to at its end: new objects, new versions of old
ones, and a table that says where they are (ISO 32000-1, 7.5.6). That is done here by hand, for a
file whose plain form is Qt's; a library that rewrites any PDF would be a dependency for this alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

_LETTERS = re.compile(rb"(?s)begincmap.*?endcmap")
_INFO_DATE = re.compile(rb"(/(?:Creation|Mod)Date )(\(D:[^)]*\))")
_XMP_DATE = re.compile(rb'(xmp:(?:Create|Modify|Metadata)Date=")([^"]*)')
_OBJECT = rb"(?s)(?:^|\n)%d 0 obj\s(.*?)\sendobj"
_NAMED = rb"/%s (\d+) 0 R"


@dataclass(frozen=True)
class Bookmark:
    """A name in the outline and the page it opens, counted from 0."""

    words: str
    page: int


@dataclass(frozen=True)
class PageLink:
    """A place on a page that opens another; in points from the bottom left corner."""

    page: int
    place: tuple[float, float, float, float]
    to: int
    words: str


def with_outline(
    pdf: bytes, bookmarks: Sequence[Bookmark], links: Sequence[PageLink], language: str
) -> bytes:
    """The file with bookmarks, links and its language.

    Args:
        pdf: as `QPdfWriter` writes it.
        bookmarks: in the order of their pages.
        links: on whatever page.
        language: as `en-GB`.
    """
    file = _File(pdf)
    pages = [int(one) for one in re.findall(rb"(\d+) 0 R", _kids(file))]
    outline = _add_outline(file, pages, bookmarks)
    for number, page in enumerate(pages):
        own = [one for one in links if one.page == number]
        if own:
            _add_links(file, page, pages, own)
    catalog = file.body(file.root).rstrip().removesuffix(b">>")
    more = b"/Outlines %d 0 R\n/PageMode /UseOutlines\n/Lang %s\n" % (outline, _text(language))
    file.change(file.root, catalog + more + b"/ViewerPreferences << /DisplayDocTitle true >>\n>>")
    return file.written()


def dated(pdf: bytes, made: datetime) -> bytes:
    """The file with the pack's moment as its own, to the byte as long as before."""
    at = made.astimezone(UTC)
    plain, whole = f"(D:{at:%Y%m%d%H%M%S}Z)".encode(), at.isoformat(timespec="seconds").encode()
    for pattern, moment in ((_INFO_DATE, plain), (_XMP_DATE, whole)):
        pdf = pattern.sub(partial(_replaced, moment), pdf)
    return pdf


def with_spaces(pdf: bytes) -> bytes:
    """The file with its spaces told as spaces to whoever copies or searches.

    A font draws spaces and tabs with one shape, and Qt says of that shape that it is a tab.
    """
    return _LETTERS.sub(lambda found: found[0].replace(b"<0009>", b"<0020>"), pdf)


def _replaced(moment: bytes, found: re.Match[bytes]) -> bytes:
    before = found[2]
    assert len(moment) <= len(before), "places in the file are counted in bytes"
    return found[1] + moment.ljust(len(before))


class _File:
    """A file with what is added to its end."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        trailer = pdf[pdf.rindex(b"trailer") :]
        self._size = int(_found(rb"/Size (\d+)", trailer))
        self._id = _found(rb"(/ID \[.*?\])", trailer)
        self._info = _found(_NAMED % b"Info", trailer)
        self._before = int(_found(rb"startxref\s+(\d+)", trailer))
        self.root = int(_found(_NAMED % b"Root", trailer))
        self._added: dict[int, bytes] = {}

    def body(self, number: int) -> bytes:
        """What an object says."""
        return _found(_OBJECT % number, self._pdf)

    def change(self, number: int, body: bytes) -> None:
        """Have an object say something else."""
        self._added[number] = body

    def number(self) -> int:
        """A number for another object."""
        self._size += 1
        return self._size - 1

    def written(self) -> bytes:
        """The whole file."""
        out = bytearray(self._pdf.rstrip() + b"\n")
        table = b"0 1\n0000000000 65535 f \n"  # some readers want every table to begin at 0
        for number, body in sorted(self._added.items()):
            table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n" + table
        out += b"trailer\n<<\n/Size %d\n/Info %s 0 R\n" % (self._size, self._info)
        out += b"/Root %d 0 R\n%s\n/Prev %d\n>>\n" % (self.root, self._id, self._before)
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _add_outline(file: _File, pages: Sequence[int], bookmarks: Sequence[Bookmark]) -> int:
    root = file.number()
    numbers = [file.number() for _ in bookmarks]
    for at, (number, one) in enumerate(zip(numbers, bookmarks, strict=True)):
        beside = b"/Prev %d 0 R\n" % numbers[at - 1] if at else b""
        beside += b"/Next %d 0 R\n" % numbers[at + 1] if at + 1 < len(numbers) else b""
        says = b"/Title %s\n/Parent %d 0 R\n" % (_text(one.words), root)
        file.change(number, b"<<\n%s%s%s\n>>" % (says, beside, _opens(pages[one.page])))
    ends = b"/First %d 0 R\n/Last %d 0 R\n" % (numbers[0], numbers[-1])
    file.change(root, b"<<\n/Type /Outlines\n%s/Count %d\n>>" % (ends, len(numbers)))
    return root


def _add_links(file: _File, page: int, pages: Sequence[int], links: Sequence[PageLink]) -> None:
    """Links on a page; Qt gives each page an empty list of its own for them."""
    held = int(_found(_NAMED % b"Annots", file.body(page)))
    made = []
    for one in links:
        number = file.number()
        corners = b" ".join(b"%.2f" % side for side in one.place)
        says = b"/Type /Annot\n/Subtype /Link\n/Rect [%s]\n/Border [0 0 0]\n" % corners
        says += b"/Contents %s\n" % _text(one.words)
        file.change(number, b"<<\n%s%s\n>>" % (says, _opens(pages[one.to])))
        made.append(b"%d 0 R" % number)
    file.change(held, b"[ %s ]" % b" ".join(made))


def _kids(file: _File) -> bytes:
    tree = int(_found(_NAMED % b"Pages", file.body(file.root)))
    return _found(rb"(?s)/Kids\s*\[(.*?)\]", file.body(tree))


def _opens(page: int) -> bytes:
    return b"/Dest [%d 0 R /XYZ null null null]" % page


def _text(words: str) -> bytes:
    return b"<" + ("\ufeff" + words).encode("utf-16-be").hex().encode() + b">"


def _found(pattern: bytes, text: bytes) -> bytes:
    match = re.search(pattern, text)
    assert match is not None, f"Qt writes {pattern!r} no longer"
    return match[1]
