"""The publishers' own files, summed by the program, and beside each other.

Run as a script it lists where the yearly file says otherwise than the sums of the months:
`python -m tests.published_files`.
"""

import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import median

from csp_desktop.core.periods import FinancialYear, Quarter
from csp_desktop.core.publishers import (
    MPS_NEW,
    MPS_OLD,
    Category,
    Line,
    Publisher,
    QuarterSeries,
    added_up,
    read_area,
)
from csp_desktop.services.publisher_file import read_lines
from tests.places import shared

OLD_FILE = ("data", "crime", "mps_borough_monthly_2008-01_2016-12.csv")
NEW_FILE = ("data", "crime", "mps_borough_monthly_2010-04_2023-02.csv")
SURVEY_FILE = ("data", "confidence", "public_attitude_survey_boroughs.csv")
QUARTERLY_FILE = ("data", "crime", "six_boroughs_quarterly_2007Q4_2016Q3.csv")
YEARLY_FILE = ("data", "crime", "borough_recorded_offences_yearly.csv")


@dataclass(frozen=True)
class YearCompared:
    """One borough's financial year: the sum of its months, and what the yearly file says."""

    area: str
    year: FinancialYear
    summed: Decimal
    yearly: Decimal

    @property
    def difference(self) -> Decimal:
        """How much the yearly file has more."""
        return self.yearly - self.summed


@cache
def lines_of(file: Path) -> list[Line]:
    """The rows of a file, read once for all areas."""
    return read_lines(file)


@cache
def series_of(publisher: Publisher, file: Path, area: str) -> Mapping[Category, QuarterSeries]:
    """The quarters of every category of an area."""
    return read_area(publisher, file.name, lines_of(file), area).series


def areas_of(publisher: Publisher, file: Path) -> list[str]:
    """The areas of a file."""
    (_, heading), *rows = lines_of(file)
    at = heading.index(publisher.area)
    return sorted({cells[at] for _, cells in rows})


def totals(publisher: Publisher, file: Path, area: str) -> dict[Quarter, Decimal]:
    """All offences of an area by quarter."""
    return dict(added_up(list(series_of(publisher, file, area).values())).numbers)


def yearly_totals() -> dict[tuple[str, FinancialYear], Decimal]:
    """The yearly file; its year 1999-12-31 is the financial year 1999/00."""
    with shared(*YEARLY_FILE).open(encoding="utf-8", newline="") as file:
        return {
            (row["Borough"], FinancialYear(int(row["Year"][:4]))): Decimal(row["Value"])
            for row in csv.DictReader(file)
            if row["Value"].isdigit()
        }


def compared_years(publisher: Publisher, file: Path) -> Iterator[YearCompared]:
    """Every borough's every year that both files hold whole."""
    yearly = yearly_totals()
    for area in areas_of(publisher, file):
        quarters = totals(publisher, file, area)
        for year in sorted({quarter.year for quarter in quarters}):
            of_year = [quarters[one] for one in year.quarters if one in quarters]
            if len(of_year) == 4 and (area, year) in yearly:
                yield YearCompared(area, year, sum(of_year, Decimal(0)), yearly[area, year])


def listed() -> Iterator[str]:
    """What was compared, and every difference."""
    for publisher, name in ((MPS_OLD, OLD_FILE), (MPS_NEW, NEW_FILE)):
        years = list(compared_years(publisher, shared(*name)))
        sizes = [abs(one.difference) for one in years]
        yield (
            f"{publisher.code}: {len(years)} years of boroughs compared, {sizes.count(Decimal(0))} "
            f"equal, greatest difference {max(sizes)}, median {median(sizes)}"
        )
        for one in years:
            if one.difference:
                yield f"  {one.area} {one.year}: months {one.summed}, yearly {one.yearly}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in listed())
