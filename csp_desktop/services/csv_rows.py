"""The rows of a .csv that somebody has made, or one sentence that says what is wrong with it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError


def read_rows(path: Path, columns: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The rows of a .csv under its heading, each with its line; blank ones are passed over.

    Args:
        path: of the file, in UTF-8.
        columns: what each row must have, in words.

    Raises:
        NotFoundError: there is no such file.
        RefusedError: it is no such table, or holds no row.
        StorageError: it cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {path}.") from error
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RefusedError(f"{path.name} is no table in UTF-8. Save it as “CSV UTF-8”.") from error
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise RefusedError(f"{path.name} is no table of commas: {error}.") from error
    found = [(line, row) for line, row in enumerate(rows[1:], start=2) if any(map(str.strip, row))]
    for line, row in found:
        if len(row) != len(columns):
            raise RefusedError(
                f"{path.name}, line {line} has {len(row)} columns. There must be {len(columns)}: "
                f"{', '.join(columns)}."
            )
    if not found:
        raise RefusedError(f"{path.name} holds no row under its heading.")
    return found
