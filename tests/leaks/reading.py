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
_SO_FAR = re.compile(r"([\d,]+) against at (?:most|least) ")
_GAP = re.compile(r"([\d,]+): ([\d,]+) (under|over)")
_WHOLE = re.compile(r"(?<![\w,./%-])\d+(?:,\d{3})*(?![\w%/-]|[,.]\d)")
_OF_THE_PLAN = "Missed and still amber"  # the heading of numbers that the plan gives


@dataclass
class Read:
    """What one workbook tells.

    Attributes:
        numbers: by indicator and range; several where it prints several.
        parts: what shares count, and of what.
        before: numbers that it says were reported before.
        changes: differences and per cents of counts on the year before.
        so_far: numbers of the financial year up to the end of a quarter.
        said: by indicator every cell of its rows that stands below no quarter or year, as text.
    """

    numbers: dict[Place, set[Fraction]] = field(default_factory=dict)
    parts: dict[Place, tuple[int, int]] = field(default_factory=dict)
    before: list[tuple[Place, Fraction]] = field(default_factory=list)
    changes: list[tuple[Place, Fraction, bool]] = field(default_factory=list)
    so_far: list[tuple[Place, int]] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)

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
        for row in _rows(sheet.iter_rows(values_only=True)):
            if "Code" in row and row.get("Area", area) == area:
                _read_row(row, ranges, found)
    book.close()
    return found


def small_told(read: Read, few: Mapping[Place, int]) -> list[tuple[Place, str]]:
    """The small figures that a workbook tells, and by what.

    Args:
        read: of the workbook.
        few: what each of them counts; no number at all may stand at its place, and no such one by
            itself among what is said of its indicator.
    """
    return [
        (place, by)
        for place, value in few.items()
        for by in [
            *map(str, read.numbers.get(place, ())),
            *map(str, read.parts.get(place, ())),
            *(text for text in read.said.get(place[0], ()) if value in _numbers_in(text)),
        ]
    ]


def _numbers_in(text: str) -> set[int]:
    """The whole numbers that stand by themselves: in no code, period, per cent or decimal."""
    return {int(one.replace(",", "")) for one in _WHOLE.findall(text)}


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[dict[str, object]]:
    """The rows of the tables, by their headings without the notes behind them."""
    headings: list[str] | None = None
    for row in rows:
        cells = list(row)
        if "Code" in cells:
            headings = [re.split(r"\s*[\[\n(]", str(one))[0] for one in cells]
        elif headings:
            named = dict(zip(headings, cells, strict=False))
            if named["Code"] is not None:  # else it is a title, or nothing
                yield named


def _read_row(row: Mapping[str, object], ranges: Mapping[str, DateRange], found: Read) -> None:
    code = str(row["Code"])
    for heading, cell in row.items():
        if _QUARTER.fullmatch(heading):
            found.add((code, parse_range(heading)), cell)
        elif year := _YEAR.fullmatch(heading):
            start = int(year[1])
            found.add((code, parse_range(f"{start}-10..{start + 1}-09")), cell)
        elif heading != _OF_THE_PLAN:
            found.said.setdefault(code, []).append(str(cell))
        if isinstance(cell, str):
            for share, whole, period in _PARTS.findall(cell):
                found.parts[code, parse_range(period)] = _int(share), _int(whole)
            for then, period, _ in _REPORTED.findall(cell):
                found.before.append(((code, parse_range(period)), Fraction(then.replace(",", ""))))
    _read_latest(code, row, ranges, found)
    _read_so_far(code, row, found)
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
        words = str(row["Period"])
        place = code, ranges.get(words) or parse_range(words)
        found.add(place, row["Latest figure"])
        for heading in ("Direction", "On the same period last year"):
            told = _CHANGE.match(str(row.get(heading, "")))
            if told:
                sign = -1 if told[1] == "−" else 1
                by = sign * Fraction(told[2].replace(",", ""))
                found.changes.append((place, by, bool(told[3])))


def _read_so_far(code: str, row: Mapping[str, object], found: Read) -> None:
    """What a judgement says of the year: the number itself, or how far it is from what is asked."""
    period = str(row.get("Period", ""))
    if _QUARTER.fullmatch(period) and (why := _SO_FAR.match(str(row.get("Why", "")))):
        found.so_far.append(((code, parse_range(period)), _int(why[1])))
    quarters = [one for one in row if _QUARTER.fullmatch(one)]
    if quarters and (gap := _GAP.match(str(row.get("Asked by now", "")))):
        by = _int(gap[2]) * (1 if gap[3] == "over" else -1)
        found.so_far.append(((code, parse_range(quarters[-1])), _int(gap[1]) + by))


def _int(text: str) -> int:
    return int(text.replace(",", ""))
