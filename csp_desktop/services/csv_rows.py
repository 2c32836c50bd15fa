"""The rows of a .csv that somebody has made, or one sentence that says what is wrong with it."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError

Line = tuple[int, list[str]]

SEPARATORS = ",;\t"
_ENCODINGS = ("utf-8-sig", "cp1252")  # as spreadsheets save it here, and as older ones did
_IN_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")


def commonest_separator(heading: str) -> str:
    """What makes most cells of a heading."""
    return max(SEPARATORS, key=heading.count)


def read_lines(path: Path, separator: Callable[[str], str] = commonest_separator) -> list[Line]:
    """The rows of a .csv with their lines, the heading first; blank ones are passed over.

    Args:
        path: of the file, in UTF-8 or as Windows saves it.
        separator: says of the heading what its cells are apart by.

    Raises:
        NotFoundError: there is no such file.
        RefusedError: it is no such table, or holds no row.
        StorageError: it cannot be read.
    """
    text = _text(path)
    heading = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator(heading))
    found: list[Line] = []
    try:
        found += [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise RefusedError(f"{path.name}, line {reader.line_num}: no table: {error}.") from error
    if not found:
        raise RefusedError(f"{path.name} is empty.")
    if len(found) == 1:
        raise RefusedError(f"{path.name} holds no row under its heading.")
    return found


def read_rows(path: Path, columns: Sequence[str]) -> list[Line]:
    """The rows of a .csv under its heading, each with its line.

    Args:
        path: of the file.
        columns: what each row must have, in words.

    Raises:
        NotFoundError, StorageError: as `read_lines`.
        RefusedError: as `read_lines`, or a row has not as many cells.
    """
    found = read_lines(path)[1:]
    for line, row in found:
        if len(row) != len(columns):
            raise RefusedError(
                f"{path.name}, line {line} has {len(row)} columns. There must be {len(columns)}: "
                f"{', '.join(columns)}."
            )
    return found


def _text(path: Path) -> str:
    try:
        held = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {path}.") from error
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}.") from error
    for encoding in _ENCODINGS:
        try:
            text = held.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _IN_NO_TEXT.search(text):
            return text
    raise RefusedError(f"{path.name} is not text. Save it as “CSV UTF-8”.")
