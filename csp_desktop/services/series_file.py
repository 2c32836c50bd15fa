"""A series out of a file of one's own: a table of two columns, label and value."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError
from csp_desktop.core.reading import number


@dataclass(frozen=True)
class SeriesFile:
    """What stands in it, in its order; None for a blank."""

    labels: tuple[str, ...]
    values: tuple[Fraction | None, ...]

    def places_of(self, labels: list[str]) -> list[int]:
        """Where these labels stand.

        Raises:
            NotFoundError: one is none of the file's, or begins it: no phase begins there.
        """
        for label in labels:
            if label not in self.labels:
                raise NotFoundError(f"No row of the file is called “{label}”.")
            if self.labels.index(label) == 0:
                raise RefusedError(f"“{label}” is the first row; a new phase begins after it.")
        return [self.labels.index(label) for label in labels]


def read_series(path: Path) -> SeriesFile:
    """Read a .csv of two columns, label and value, under a heading row.

    Raises:
        NotFoundError: there is no such file.
        RefusedError: it is no such table, or a value is no number.
        StorageError: it cannot be read.
    """
    labels, values = [], []
    for line, row in read_rows(path, ("label", "value")):
        labels.append(row[0].strip())
        values.append(_value(row[1], f"{path.name}, line {line}"))
    return SeriesFile(tuple(labels), tuple(values))


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


def _value(text: str, where: str) -> Fraction | None:
    if not text.strip():
        return None
    try:
        return Fraction(number(text))
    except ValueError as error:
        raise RefusedError(
            f"{where}: “{text.strip()}” must be a number, like 30, or blank."
        ) from error
