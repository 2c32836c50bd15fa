"""The publishers' own files against each other and against the history that comes with the plan."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.figures import FigureStatus
from csp_desktop.core.periods import FinancialYear, Quarter
from csp_desktop.core.publishers import (
    MPS_NEW,
    MPS_OLD,
    Category,
    Publisher,
    added_up,
    category_of,
    publisher_of,
)
from csp_desktop.services import Services
from csp_desktop.services.publishing_report import ImportedFigures
from csp_desktop.storage.publisher_maps import read_map
from tests.conftest import LEAD_OFFICER
from tests.places import shared
from tests.published_files import (
    NEW_FILE,
    OLD_FILE,
    QUARTERLY_FILE,
    SURVEY_FILE,
    areas_of,
    compared_years,
    lines_of,
    series_of,
)

YEAR = FinancialYear(2015)
SOURCES = {"mps-old": OLD_FILE, "mps-new": NEW_FILE, "attitude-survey": SURVEY_FILE}
LATER = date(2026, 11, 23)  # the day after the history that comes with the plan was obtained


def take(services: Services, source: str, **how: object) -> ImportedFigures:
    file = shared(*SOURCES[source])
    return services.publishing.import_figures(file, source, **how)


def year_of(services: Services, code: str) -> list[Decimal | None]:
    """What the four quarters of the year say now."""
    now = {one.figure.period: one.figure.value for one in services.analysis.stories(code)}
    return [now[quarter.range] for quarter in YEAR.quarters]


def expected() -> Iterator[tuple[str, tuple[str, str], Quarter, int]]:
    """Every cell of the quarterly file: borough, major and minor, quarter, count."""
    with shared(*QUARTERLY_FILE).open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    quarters = [Quarter.parse(label.replace(" ", "-")) for label in heading[3:]]
    for borough, major, minor, *counts in rows:
        for quarter, count in zip(quarters, counts, strict=True):
            yield borough, (major.casefold(), minor.casefold()), quarter, int(count)


def test_the_quarterly_sums_of_the_months_are_the_publishers_in_every_cell() -> None:
    cells = list(expected())
    assert len(cells) == 258 * 36
    file = shared(*OLD_FILE)
    sums: dict[tuple[str, tuple[str, str], Quarter], Decimal] = {}
    for borough in {borough for borough, *_ in cells}:
        series = series_of(MPS_OLD, file, borough)
        for (major, minor), one in series.items():
            sums |= {(borough, (major, minor), at): count for at, count in one.numbers.items()}
        majors = {major for major, _ in series}
        for name in ("total", *majors):
            rows = [one for (major, _), one in series.items() if name in ("total", major)]
            whole = added_up(rows).numbers
            sums |= {(borough, (name, "total"), at): count for at, count in whole.items()}
    wrong = [
        (borough, names, str(quarter), sums.get((borough, names, quarter)), count)
        for borough, names, quarter, count in cells
        if sums.get((borough, names, quarter)) != count
    ]
    assert wrong == []


def test_every_borough_of_both_files_is_read_and_loses_no_offence() -> None:
    for publisher, name, boroughs in ((MPS_OLD, OLD_FILE, 32), (MPS_NEW, NEW_FILE, 34)):
        file = shared(*name)
        (_, heading), *rows = lines_of(file)
        at = heading.index(publisher.area)
        months = [heading.index(str(month)) for month in range(201004, 201013)]
        areas = areas_of(publisher, file)
        assert len(areas) == boroughs
        for area in areas:
            counted = sum(int(cells[i]) for _, cells in rows if cells[at] == area for i in months)
            whole = added_up(list(series_of(publisher, file, area).values())).numbers
            assert sum(whole[Quarter(2010, number)] for number in (1, 2, 3)) == counted, area


@pytest.mark.parametrize(
    ("code", "without"),
    [
        ("H3", ("vehicle offences", "aggravated vehicle taking")),
        ("B6", ("arson and criminal damage", "arson")),
    ],
)
def test_the_newer_rows_are_those_that_follow_the_older_best(
    code: str, without: tuple[str, str]
) -> None:
    old_rows, new_rows = (categories_of(code, one) for one in (MPS_OLD, MPS_NEW))
    assert without in new_rows
    fewer = [one for one in new_rows if one != without]
    as_it_is = distance(old_rows, new_rows)
    assert as_it_is < distance(old_rows, fewer)


def categories_of(code: str, publisher: Publisher) -> list[Category]:
    """The rows the built-in plan's table takes for an indicator."""
    table = read_map(paths.BUILT_IN_PLAN, publisher.code, publisher.map_columns)
    return [category_of(row.names) for row in table if row.indicator == code]


def distance(old_rows: list[Category], new_rows: list[Category]) -> Decimal:
    """By how many offences the two files differ, over all boroughs' common quarters."""
    far = Decimal(0)
    for area in areas_of(MPS_OLD, shared(*OLD_FILE)):
        old, new = (
            added_up([series_of(publisher, shared(*name), area)[row] for row in rows]).numbers
            for publisher, name, rows in (
                (MPS_OLD, OLD_FILE, old_rows),
                (MPS_NEW, NEW_FILE, new_rows),
            )
        )
        far += sum(abs(old[one] - new[one]) for one in old.keys() & new.keys())
    return far


def test_the_yearly_file_follows_the_older_classification_within_half_a_per_cent() -> None:
    years = list(compared_years(MPS_OLD, shared(*OLD_FILE)))
    assert len({one.area for one in years}) == 32
    assert {one.year for one in years} == {FinancialYear(start) for start in range(2008, 2016)}
    assert len(years) == 32 * 8
    far = [one for one in years if abs(one.difference) > one.yearly / 200]
    assert far == []
    of_plan = next(one for one in years if (one.area, one.year) == ("Tower Hamlets", YEAR))
    assert (of_plan.summed, of_plan.yearly) == (28_785, 28_752)


@pytest.mark.parametrize("source", ["mps-old", "attitude-survey"])
def test_the_history_that_comes_with_the_plan_is_the_files_to_the_last_figure(
    source: str, services: Services
) -> None:
    for area in ("Tower Hamlets", *services.plan.neighbours):
        done = take(services, source, area=area)
        assert done.area == area
        assert (done.new, done.revisions, done.restated) == (0, (), 0)
        assert done.unchanged == sum(len(one) for one in done.numbers.values()) > 30


def test_the_history_names_its_source_as_an_import_does(
    services: Services, empty_services: Services
) -> None:
    for source, code in (("mps-old", "H1"), ("attitude-survey", "CC1-3")):
        take(empty_services, source)
        history, own = (
            {
                one.figure.period: one.figure.source
                for one in each.analysis.stories(code)
                if publisher_of(one.figure.source)
            }
            for each in (services, empty_services)
        )
        assert history == own


class TestTheNewerClassification:
    @pytest.fixture
    def done(self, services: Services) -> ImportedFigures:
        """The newer file over the history, which is of the older one."""
        return take(services, "mps-new", obtained=LATER)

    def test_all_offences_of_a_year_were_reported_28785_and_are_now_28151(
        self, services: Services, done: ImportedFigures
    ) -> None:
        [year] = [
            one
            for one in done.years
            if (one.now.indicator, one.now.period) == ("CC1-7", YEAR.range)
        ]
        assert (year.was.value, year.now.value) == (28_785, 28_151)
        now = [one for one in year_of(services, "CC1-7") if one is not None]
        assert sum(now) == 28_151
        quarters = {quarter.range for quarter in YEAR.quarters}
        stories = services.analysis.stories("CC1-7")
        before = [one.earlier[-1].figure.value for one in stories if one.figure.period in quarters]
        assert sum(one for one in before if one is not None) == 28_785
        assert {one.figure.status for one in stories if one.figure.period in quarters} == {
            FigureStatus.REVISED
        }

    def test_one_phase_begins_for_every_indicator_and_none_falls_back(
        self, services: Services, done: ImportedFigures
    ) -> None:
        [phase] = done.phases
        assert phase.quarter == Quarter(2010, 1)
        assert set(phase.indicators) == set(done.numbers)
        for code in done.numbers:
            sources = [
                publisher_of(one.figure.source)
                for one in services.analysis.stories(code)
                if one.figure.period.quarter
            ]
            first = sources.index(MPS_NEW)
            assert set(sources[:first]) == {MPS_OLD}
            assert set(sources[first:]) == {MPS_NEW}

    def test_the_last_quarter_has_two_months_and_is_left_out(
        self, services: Services, done: ImportedFigures
    ) -> None:
        assert {(one.quarter, one.why) for one in done.left_out} == {
            (Quarter(2022, 4), "the file has no count for March 2023")
        }
        periods = {one.figure.period for one in services.analysis.stories("H1")}
        assert Quarter(2022, 3).range in periods
        assert Quarter(2022, 4).range not in periods

    def test_again_it_changes_nothing(self, services: Services, done: ImportedFigures) -> None:
        again = take(services, "mps-new", obtained=LATER)
        assert (again.new, again.revisions, again.restated) == (0, (), 0)
        assert again.unchanged == done.new + len(done.revisions) + done.unchanged

    def test_the_older_file_obtained_before_takes_nothing_back(
        self, services: Services, done: ImportedFigures
    ) -> None:
        before = year_of(services, "CC1-7")
        older = take(services, "mps-old", obtained=date(2026, 11, 22))
        assert (older.new, older.revisions, older.restated) == (0, (), 0)
        assert len(older.left_out) == len(done.revisions)
        assert year_of(services, "CC1-7") == before


def test_a_dry_run_says_the_same_and_leaves_the_database_byte_for_byte(database: Path) -> None:
    with bootstrap.services(database, LEAD_OFFICER) as services:
        before = sha256(database.read_bytes()).digest()
        tried = take(services, "mps-new", obtained=LATER, dry_run=True)
        assert sha256(database.read_bytes()).digest() == before
        assert list(database.parent.glob(f"{database.name}-*")) == []
        done = take(services, "mps-new", obtained=LATER)
        assert sha256(database.read_bytes()).digest() != before
    assert replace(tried, revisions=(), years=()) == replace(done, revisions=(), years=())
    assert len(tried.revisions) == len(done.revisions)
