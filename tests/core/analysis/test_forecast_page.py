"""The user guide's tables of how good the forecast is, worked out again from the published data."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from statistics import median

import pytest

from csp_desktop import paths
from csp_desktop.core.analysis.forecast import year_end
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import FinancialYear, Quarter
from csp_desktop.core.plan import Plan
from tests.places import ROOT, shared

GUIDE = (ROOT / "resources" / "help" / "user_guide.md").read_text(encoding="utf-8")
PAGE = GUIDE.partition("#### How good the forecast is\n")[2].partition("\n### ")[0]
FIRST_YEAR, LAST_YEAR = 2008, 2022
KNOWN = (1, 2, 3)


@dataclass(frozen=True)
class Published:
    """A publisher's file, the columns that name a row, and the table of what makes an indicator."""

    rows: str
    file: str
    major: str
    minor: str
    borough: str


OLD = Published(
    "mps-old",
    "mps_borough_monthly_2008-01_2016-12.csv",
    "Major Category",
    "Minor Category",
    "Borough",
)
NEW = Published(
    "mps-new", "mps_borough_monthly_2010-04_2023-02.csv", "MajorText", "MinorText", "BoroughName"
)


@dataclass(frozen=True)
class Tried:
    """One forecast and what became of it."""

    indicator: str
    year: int
    known: int
    lower: float
    upper: float
    value: float
    run_rate: float
    ended: float

    @property
    def inside(self) -> bool:
        return self.lower <= self.ended <= self.upper


def indicators_of(published: Published) -> dict[tuple[str, str], set[str]]:
    made: dict[tuple[str, str], set[str]] = defaultdict(set)
    path = paths.BUILT_IN_PLAN / "publishers" / f"{published.rows}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            made[row["major"], row["minor"]].add(row["indicator"])
    return made


def boroughs() -> set[str]:
    """The 32 of the older file: the newer one has an airport and no place at all besides."""
    with shared("data", "crime", OLD.file).open(encoding="utf-8", newline="") as file:
        return {row[OLD.borough] for row in csv.DictReader(file)}


def series(published: Published) -> dict[tuple[str, str], dict[str, int]]:
    """Offences by indicator and borough, month by month."""
    made, wanted = indicators_of(published), boroughs()
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    with shared("data", "crime", published.file).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row[published.borough] not in wanted:
                continue
            for indicator in made.get((row[published.major], row[published.minor]), ()):
                months = found[indicator, row[published.borough]]
                for column, cell in row.items():
                    if column.isdigit():
                        months[column] += int(cell)
    return found


def complete_years(months: dict[str, int]) -> Iterator[tuple[int, list[Fraction]]]:
    for start in range(FIRST_YEAR, LAST_YEAR + 1):
        quarters = [_quarter(months, one) for one in FinancialYear(start).quarters]
        known = [one for one in quarters if one is not None]
        if len(known) == len(quarters):
            yield start, known


def _quarter(months: dict[str, int], quarter: Quarter) -> Fraction | None:
    first = quarter.range.first
    names = [f"{first:%Y}{month:02}" for month in range(first.month, first.month + 3)]
    if any(name not in months for name in names):
        return None
    return Fraction(sum(months[name] for name in names))


@cache
def tried(published: Published) -> list[Tried]:
    """Every year with three complete ones before it, after one, two and three quarters."""
    found = []
    for (indicator, _), months in series(published).items():
        years = list(complete_years(months))
        for at in range(3, len(years)):
            start, quarters = years[at]
            past = [one for _, one in years[:at]]
            for known in KNOWN:
                said = year_end(quarters[:known], past)
                if said is None or said.lower is None or said.upper is None:
                    continue
                run_rate = float(sum(quarters[:known]) / known * 4)
                ends = said.lower, said.upper, said.value, run_rate
                found.append(Tried(indicator, start, known, *ends, float(sum(quarters))))
    return found


def share(of: Sequence[Tried]) -> Fraction:
    return Fraction(100 * sum(one.inside for one in of), len(of))


def middle(of: Sequence[Tried], size: Callable[[Tried], float]) -> float:
    """The median in per cent of what the year came to; a year that came to nothing has none."""
    return median(100 * abs(size(one)) / one.ended for one in of if one.ended)


def shown(numbers: Iterable[Fraction | float], places: int) -> str:
    return " / ".join(number_words(Fraction(one), places) for one in numbers)


def row_of(plan: Plan, indicator: str, of: Sequence[Tried]) -> str:
    """One line of the page's table."""
    groups = [[one for one in of if one.known == known] for known in KNOWN]
    cells = [
        f"{plan.indicator(indicator).name} ({indicator})",
        str(max(map(len, groups))),
        shown(map(share, groups), 0),
        shown((middle(group, lambda one: one.upper - one.lower) for group in groups), 0),
        shown((middle(group, lambda one: one.value - one.ended) for group in groups), 1),
        shown((middle(group, lambda one: one.run_rate - one.ended) for group in groups), 1),
    ]
    return f"| {' | '.join(cells)} |"


@pytest.mark.parametrize(("published", "place"), [(OLD, 1), (NEW, 2)], ids=["older", "newer"])
def test_the_tables_of_the_page_are_what_the_published_data_give(
    plan: Plan, published: Published, place: int
) -> None:
    found = tried(published)
    indicators = dict.fromkeys(one for of in indicators_of(published).values() for one in of)
    ordered = [one.code for one in plan.indicators if one.code in indicators]
    rows = [row_of(plan, code, [one for one in found if one.indicator == code]) for code in ordered]
    table = PAGE.split("| indicator |")[place]
    assert re.findall(r"^\| (?!---)[^|]+ \| \d.*$", table, re.MULTILINE) == rows
    years = sorted({one.year for one in found})
    span = f"{FinancialYear(years[0])} to {FinancialYear(years[-1])}"
    assert f"{span}: {len(found):,} forecasts, of which {shown([share(found)], 0)} of 100" in PAGE


def test_the_year_in_which_it_held_least_is_named_with_its_share() -> None:
    of_years: dict[int, list[Tried]] = defaultdict(list)
    for one in tried(NEW):
        of_years[one.year].append(one)
    worst = min(of_years, key=lambda year: share(of_years[year]))
    least = shown([share(of_years[worst])], 0)
    assert f"In {FinancialYear(worst)}, the year of the pandemic, {least} of 100 did." in PAGE
