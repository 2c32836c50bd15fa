"""A table of one's own whose changes are to be checked: row, earlier, later, change."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from csp_desktop.core.analysis.published import ChangeKind, PrintedChange
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.reading import number
from csp_desktop.services.csv_rows import read_rows

COLUMNS = ("row", "earlier", "later", "change")

_PARTS = re.compile(r"\s*([\d,]+)\s*/\s*([\d,]+)\s*")
_POINTS = re.compile(r"\s*(.*?)\s*(?:percentage\s+)?(?:points?|pts?|pp)\.?\s*", re.IGNORECASE)


def read_changes(path: Path) -> list[PrintedChange]:
    """Read the printed changes of a .csv of four columns under a heading row.

    A change with % is a per cent of the earlier value, one with the word points a difference of
    percentages, any other a plain difference. A value like 24/413 is a percentage with its parts.

    Raises:
        NotFoundError: there is no such file.
        RefusedError: it is no such table, or something in it is no number.
        StorageError: it cannot be read.
    """
    return [_change(path, line, row) for line, row in read_rows(path, COLUMNS)]


def _change(path: Path, line: int, row: list[str]) -> PrintedChange:
    where = f"{path.name}, line {line}"
    kind, printed = _printed(row[3], where)
    exponent = printed.as_tuple().exponent
    earlier, later = (_value(text, where) for text in row[1:3])
    return PrintedChange(
        table=path.name,
        row=row[0].strip(),
        column=COLUMNS[3],
        kind=kind,
        earlier=earlier,
        later=later,
        printed=printed,
        places=max(0, -exponent) if isinstance(exponent, int) else 0,
    )


def _printed(text: str, where: str) -> tuple[ChangeKind, Decimal]:
    points = _POINTS.fullmatch(text)
    if points:
        return ChangeKind.POINTS, _number(points[1], where)
    kind = ChangeKind.PERCENT if "%" in text else ChangeKind.COUNT
    return kind, _number(text, where)


def _value(text: str, where: str) -> Fraction:
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return Fraction(_number(text, where))
    whole = _number(parts[2], where)
    if not whole:
        raise RefusedError(f"{where}: “{text.strip()}” must not be out of 0.")
    return Fraction(_number(parts[1], where)) / Fraction(whole) * 100


def _number(text: str, where: str) -> Decimal:
    try:
        return number(text)
    except ValueError as error:
        raise RefusedError(f"{where}: “{text.strip()}” must be a number, like 30.") from error
