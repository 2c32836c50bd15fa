"""Searches a finished file, whatever it is made of, for what must not be there."""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader

_LEAST = 6  # digits: shorter numbers stand in times, colours and places on a page by chance


def found_in(path: Path, wanted: Iterable[str]) -> list[tuple[str, str]]:
    """Which of these a file holds, and in which part; letters of either case are alike."""
    parts = list(parts_of(path))
    return [
        (one, name)
        for one in wanted
        for name, content in parts
        if any(code in content.lower() for code in _codings(one.lower()))
    ]


def parts_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every part of a file as bytes: as it lies on the disk, unpacked, and as it reads."""
    whole = path.read_bytes()
    yield path.name, path.name.encode()
    yield f"{path.name} as it is", whole
    if is_zipfile(path):
        with ZipFile(path) as archive:
            for name in archive.namelist():
                yield name, name.encode()
                content = archive.read(name)
                yield f"{name} as it is", content
                # Words that are cut up by markup are words all the same.
                yield f"{name} as it reads", re.sub(rb"<[^>]*>", b"", content)
    elif whole.startswith(b"%PDF"):
        yield from _pdf_parts(whole)


def written(number: int) -> Iterator[str]:
    """A number as it may be written: plain, and with thousands commas."""
    assert len(str(number)) >= _LEAST, f"{number} may stand somewhere by chance"
    yield str(number)
    yield f"{number:,}"


def _pdf_parts(whole: bytes) -> Iterator[tuple[str, bytes]]:
    reader = PdfReader(io.BytesIO(whole))
    yield "metadata", repr(reader.metadata).encode()
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        yield f"page {number} as it reads", text.encode()
        yield f"page {number} without breaks", re.sub(r"\s+", " ", text).encode()
    for number in range(1, len(reader.xref[0]) + 1 if reader.xref else 1):
        found = reader.get_object(number)
        yield f"object {number}", repr(found).encode()
        if found is not None and hasattr(found, "get_data"):
            yield f"stream {number}", found.get_data()


def _codings(text: str) -> Iterator[bytes]:
    yield text.encode()
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
