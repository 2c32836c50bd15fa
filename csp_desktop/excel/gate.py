"""Refuses what is no workbook of ours to read, before any parser sees it (CONVENTIONS.md F10)."""

import zipfile
import zlib
from pathlib import Path

from csp_desktop.core.errors import NotFoundError, RefusedError

MAX_FILE_BYTES = 10_000_000
MAX_ENTRIES = 1_000
MAX_TOTAL_BYTES = 100_000_000
MAX_RATIO = 100
_CHUNK = 1 << 20
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_ACTIVE = ("vbaproject", "externallinks", "embeddings", "activex")
_CURE = "Save it as “Excel Workbook (.xlsx)” and import that."


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
    except OSError as error:
        raise NotFoundError(f"There is no file {path}.") from error
    if size > MAX_FILE_BYTES:
        raise _refused(path, f"it is larger than {MAX_FILE_BYTES // 1_000_000} MB")
    if not zipfile.is_zipfile(path):
        raise _refused(path, f"it is not a .xlsx workbook. {_CURE}")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(path, archive)
            _check_contents(path, archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise _refused(path, "it is damaged; ask for it again") from error
    return path


def _check_entries(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise _refused(path, "it unpacks to far more than a return holds")
    if len(set(names)) != len(names) or any(_leaves_folder(name) for name in names):
        raise _refused(path, "its parts have names that no spreadsheet program writes")
    if any(part in name for name in names for part in _ACTIVE):
        raise _refused(path, f"it holds macros, links or embedded files. {_CURE}")
    if any(entry.file_size > MAX_RATIO * max(entry.compress_size, 1024) for entry in entries):
        raise _refused(path, "a part of it unpacks to far more than a return holds")
    if "xl/workbook.xml" not in names:
        raise _refused(path, f"it is not a .xlsx workbook. {_CURE}")


def _check_contents(path: Path, archive: zipfile.ZipFile) -> None:
    total = 0
    for entry in archive.infolist():
        with archive.open(entry) as part:
            head = True
            tail = b""
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                if total > MAX_TOTAL_BYTES:
                    raise _refused(path, "it unpacks to far more than a return holds")
                seen = tail + chunk
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    raise _refused(path, "it holds a document type, which no return does")
                if head and entry.filename == "xl/workbook.xml" and _STRICT in seen:
                    raise _refused(path, f"it is in the Strict format. {_CURE}")
                head, tail = False, chunk[-16:]


def _leaves_folder(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _refused(path: Path, why: str) -> RefusedError:
    return RefusedError(f"{path.name} was not read: {why.rstrip('.')}.")
