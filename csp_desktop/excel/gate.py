"""Refuses what is no workbook of ours to read, before any parser sees it (CONVENTIONS.md F10).

Nothing here believes what a file says of itself: what its parts hold is counted while inflating.
"""

import re
import zipfile
import zlib
from pathlib import Path

from csp_desktop.core.errors import NotFoundError, RefusedError

MAX_FILE_BYTES = 10_000_000
MAX_ENTRIES = 1_000
MAX_TOTAL_BYTES = 100_000_000
MAX_XML_BYTES = 6_000_000  # a return holds less than one; this much takes seconds to parse
MAX_RATIO = 100
_CHUNK = 1 << 20
_SEAM = 16
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_ACTIVE = ("vbaproject", "externallinks", "embeddings", "activex")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
# Encodings in which a tag looks as it does in ASCII; in others nothing could be found.
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_PLAIN_ENCODINGS = (b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")
# A cell that holds something, 100,000 rows down or right of column ZZ.
_FAR_CELL = re.compile(
    rb"""<(?:[^\s<>/]+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]{3,}\d+|[A-Za-z]+\d{6,})["']"""
    rb"""[^<>]*?(?<!/)>\s*<(?:[^\s<>/]+:)?(?:v|f|is)[\s>]"""
)

_CURE = "Save it as “Excel Workbook (.xlsx)” and import that."
_NO_WORKBOOK = f"it is not a .xlsx workbook. {_CURE}"
_TOO_MUCH = "it unpacks to far more than a return holds. Ask for the workbook as it was sent out."
_DAMAGED = "it is damaged; ask for it again"
_NAMES = (
    "its parts have names that no spreadsheet program writes. "
    "Open it in Excel or LibreOffice, save it as a new workbook (.xlsx) and import that."
)
_PASSWORD = (
    "it is protected with a password. Open it in Excel, take the password off under File, Info, "
    "Protect Workbook, save it and import it again."
)
_OLD = "it is in the old Excel format (.xls). Open it in Excel, save it as “Excel Workbook (.xlsx)”"
_ODS = (
    "it is an OpenDocument file (.ods). Open it in LibreOffice, choose File, Save As, the type "
    "“Excel 2007-365 (.xlsx)”, and import that."
)
_BINARY = f"it is a binary workbook (.xlsb). {_CURE}"


def checked(path: Path) -> Path:
    """The same path, once the file has been found safe to read.

    Raises:
        NotFoundError: there is no such file.
        RefusedError: why it is not read, and what to do.
    """
    if path.name.startswith("~$"):
        raise _refused(path, "it is only the lock of a workbook that is open; close it in Excel")
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise NotFoundError(f"There is no file {path}.") from error
    if size > MAX_FILE_BYTES:
        raise _refused(
            path,
            f"it is larger than {MAX_FILE_BYTES // 1_000_000} MB. Take pictures and sheets of "
            "your own out of it, save it and import it again.",
        )
    try:
        _check_kind(path)
        with zipfile.ZipFile(path) as archive:
            _check_entries(path, archive, size)
            _check_contents(path, archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        OverflowError,
        RuntimeError,
        ValueError,
    ) as error:
        raise _refused(path, _DAMAGED) from error
    return path


def _check_kind(path: Path) -> None:
    """Tell what is no zip by its first bytes: it has a cure of its own."""
    if path.is_dir():
        raise _refused(path, _NO_WORKBOOK)
    with path.open("rb") as file:
        if file.read(len(_OLE)) == _OLE:
            raise _refused(path, _PASSWORD if _ENCRYPTED in file.read() else f"{_OLD}.")
    if not zipfile.is_zipfile(path):
        raise _refused(path, _NO_WORKBOOK)


def _check_entries(path: Path, archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise _refused(path, _TOO_MUCH)
    if sum(entry.compress_size for entry in entries) > size:
        raise _refused(path, _DAMAGED)  # parts that share their bytes unpack again and again
    if len(set(names)) != len(names) or any(_leaves_folder(name) for name in names):
        raise _refused(path, _NAMES)
    if any(part in name for name in names for part in _ACTIVE):
        raise _refused(path, f"it holds macros, links or embedded files. {_CURE}")
    if any(entry.file_size > _most(entry) for entry in entries):
        raise _refused(path, _TOO_MUCH)
    if any(_says_open_document(archive, one) for one in entries if one.filename == "mimetype"):
        raise _refused(path, _ODS)
    if "xl/workbook.bin" in names:
        raise _refused(path, _BINARY)
    if "xl/workbook.xml" not in names:
        raise _refused(path, _NO_WORKBOOK)


def _check_contents(path: Path, archive: zipfile.ZipFile) -> None:
    total = of_xml = 0
    for entry in archive.infolist():
        count, tail = 0, b""
        part = bytearray()
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                is_xml = _looks_like_xml(chunk) if not count else bool(part)
                total, count = total + len(chunk), count + len(chunk)
                of_xml += len(chunk) if is_xml else 0
                if total > MAX_TOTAL_BYTES or of_xml > MAX_XML_BYTES or count > _most(entry):
                    raise _refused(path, _TOO_MUCH)
                _check_declarations(path, tail + chunk)
                tail = chunk[-_SEAM:]
                if is_xml:
                    part += chunk
        if part:
            _check_part(path, entry.filename, part)


def _check_declarations(path: Path, seen: bytes) -> None:
    if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
        raise _refused(
            path,
            "it holds a document type, which no return does. Ask whoever sent it to save it "
            "anew in Excel or LibreOffice.",
        )


def _check_part(path: Path, name: str, part: bytearray) -> None:
    declared = _DECLARED.match(part.removeprefix(b"\xef\xbb\xbf"))
    if b"\0" in part or (declared and declared[1].lower() not in _PLAIN_ENCODINGS):
        raise _refused(
            path,
            "it is written in a character set that no spreadsheet program writes. "
            "Open it in Excel or LibreOffice, save it as a new workbook (.xlsx) and import that.",
        )
    if name == "xl/workbook.xml" and _STRICT in part:
        raise _refused(path, f"it is in the Strict format. {_CURE}")
    if far := _FAR_CELL.search(part):
        raise _refused(
            path,
            f"it has a value far outside the form, at {far[1].decode('ascii')}. "
            "Delete what stands there, save the workbook and import it again.",
        )


def _looks_like_xml(head: bytes) -> bool:
    """Whether it may be XML, in whatever character set, so that a parser would read on."""
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return bare.startswith((b"<", b"\0<", b"\xff\xfe", b"\xfe\xff"))


def _most(entry: zipfile.ZipInfo) -> int:
    return MAX_RATIO * max(entry.compress_size, 1024)


def _says_open_document(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with archive.open(entry) as part:
        return part.read(len(_OPEN_DOCUMENT)) == _OPEN_DOCUMENT


def _leaves_folder(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _refused(path: Path, why: str) -> RefusedError:
    return RefusedError(f"{path.name} was not read: {why.rstrip('.')}.")
