"""Reads the numbers off a finished public workbook, as somebody does who has nothing else."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from openpyxl import load_workbook

from csp_desktop.core.periods import DateRange, parse_range

Place = tuple[str, DateRange]

_QUARTER = re.compile(r"\d{4}/\d\d-Q\d")
_YEAR = re.compile(r"(\d{4})/\d\d October to September")
_PARTS = re.compile(r"([\d,]+) of ([\d,]+) in (\S+)\.")
_REPORTED = re.compile(r"reported as ([\d,.]+)%? for (\S+), now ([\d,.]+)%?")
_CHANGE = re.compile(r"([+−]?)([\d,]+(?:\.\d+)?)(%?)(,|$)")


@dataclass
class Read:
    """What one workbook tells.

    Attributes:
        numbers: by indicator and range; several where it prints several.
        parts: what shares count, and of what.
        before: numbers that it says were reported before.
        changes: differences and per cents of counts on the year before.
        texts: every other text, for whoever looks for a word.
    """

    numbers: dict[Place, set[Fraction]] = field(default_factory=dict)
    parts: dict[Place, tuple[int, int]] = field(default_factory=dict)
    before: list[tuple[Place, Fraction]] = field(default_factory=list)
    changes: list[tuple[Place, Fraction, bool]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, place: Place, cell: object) -> None:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            self.numbers.setdefault(place, set()).add(Fraction(str(cell)))


def read_off(path: Path, ranges: Mapping[str, DateRange], area: str) -> Read:
    """Everything a workbook tells of figures.

    Args:
        path: of the workbook.
        ranges: those there may be, by their words.
        area: the partnership's own, of the areas it may be held against.
    """
    found = Read()
    book = load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        for row in _rows(sheet.iter_rows(values_only=True), found):
            if "Code" in row and row.get("Area", area) == area:
                _read_row(row, ranges, found)
    book.close()
    return found


def _rows(rows: Iterator[tuple[object, ...]], found: Read) -> Iterator[dict[str, object]]:
    """The rows of the tables, by their headings without the notes behind them."""
    headings: list[str] | None = None
    for row in rows:
        cells = list(row)
        found.texts += [one for one in cells if isinstance(one, str)]
        if "Code" in cells:
            headings = [re.split(r"\s*[\[\n(]", str(one))[0] for one in cells]
        elif headings and cells[0] is not None:
            yield dict(zip(headings, cells, strict=False))


def _read_row(row: Mapping[str, object], ranges: Mapping[str, DateRange], found: Read) -> None:
    code = str(row["Code"])
    for heading, cell in row.items():
        if _QUARTER.fullmatch(heading):
            found.add((code, parse_range(heading)), cell)
        elif year := _YEAR.fullmatch(heading):
            start = int(year[1])
            found.add((code, parse_range(f"{start}-10..{start + 1}-09")), cell)
        if isinstance(cell, str):
            for share, whole, period in _PARTS.findall(cell):
                found.parts[code, parse_range(period)] = _int(share), _int(whole)
            for then, period, _ in _REPORTED.findall(cell):
                found.before.append(((code, parse_range(period)), Fraction(then.replace(",", ""))))
    _read_latest(code, row, ranges, found)
    if "Number" in row and "Area" in row:
        found.add(
            (code, max(ranges.values(), key=lambda one: (one.months or 0, one))), row["Number"]
        )


def _read_latest(
    code: str, row: Mapping[str, object], ranges: Mapping[str, DateRange], found: Read
) -> None:
    for when, what in (("Period before", "Figure before"), ("Period", "Figure")):
        if what in row and str(row[when]) in ranges:
            found.add((code, ranges[str(row[when])]), row[what])
    if "Latest figure" in row and row["Period"] != "[x]":
        place = code, parse_range(str(row["Period"]))
        found.add(place, row["Latest figure"])
        for heading in ("Direction", "On the same period last year"):
            told = _CHANGE.match(str(row.get(heading, "")))
            if told:
                sign = -1 if told[1] == "−" else 1
                by = sign * Fraction(told[2].replace(",", ""))
                found.changes.append((place, by, bool(told[3])))


def _int(text: str) -> int:
    return int(text.replace(",", ""))
