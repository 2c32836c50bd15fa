"""A series out of a file of one's own: a table of two columns, label and value."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.reading import number
from csp_desktop.services.csv_rows import read_rows


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


def _value(text: str, where: str) -> Fraction | None:
    if not text.strip():
        return None
    try:
        return Fraction(number(text))
    except ValueError as error:
        raise RefusedError(
            f"{where}: “{text.strip()}” must be a number, like 30, or blank."
        ) from error
