"""The Strategic Assessment: three years in the plan's layout, trends, areas and priorities."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from csp_desktop.core.analysis.funnel import AreaCount, Funnel, funnel
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.dashboard import Dashboard
from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.assessment import (
    Years,
    assessment_pack,
    assessment_year,
    year_ranges,
    year_words,
)
from csp_desktop.core.packs.document import NOT_AVAILABLE, Number, Pack
from csp_desktop.core.periods import DateRange, parse_range
from csp_desktop.core.plan import Plan, Population
from tests.core.packs.making import THEFTS, dashboard, material, quarters, row, sheet, words

LAST = parse_range("2013-10..2014-09")
RANGES = year_ranges(LAST)
COUNTS = (900, 1000, 850)


def year(plan: Plan, at: int, *, codes: tuple[str, ...] = ("H3",)) -> Dashboard:
    """The dashboard of one of the three years, by the figures up to it."""
    series = [Point(one, Fraction(COUNTS[place])) for place, one in enumerate(RANGES[: at + 1])]
    rows = [row(plan, code, series) for code in codes]
    return dashboard(plan, {"H": [*rows, row(plan, "H1")]})


def areas(period: DateRange = LAST) -> Funnel:
    people = [("Here", 850, 270_000), ("There", 640, 260_000), ("Beyond", 700, 250_000)]
    found = funnel(
        period,
        [
            AreaCount(name, Fraction(count), Population(name, date(2014, 6, 30), living, "A count"))
            for name, count, living in people
        ],
    )
    assert isinstance(found, Funnel)
    return found


def years(plan: Plan, *, compared: bool = True) -> Years:
    dashboards = tuple((one, year(plan, at)) for at, one in enumerate(RANGES))
    return Years(dashboards, ((plan.indicator("H3"), areas()),) if compared else ())


def pack(plan: Plan, edition: Edition = Edition.INTERNAL, **more: bool) -> Pack:
    whole = material(plan, {"H": [row(plan, "H3", quarters(THEFTS))]}, edition=edition)
    return assessment_pack(whole, years(plan, **more))


@pytest.mark.parametrize(
    ("period", "is_one"),
    [
        ("2013-10..2014-09", True),
        ("2014/15", False),
        ("2015/16-Q3", False),
        ("2013-10..2015-09", False),
        ("2013-09..2014-08", False),
    ],
)
def test_an_assessment_year_runs_from_october_to_september(period: str, is_one: bool) -> None:
    assert assessment_year(parse_range(period)) is is_one


def test_years_are_headed_as_the_plan_heads_them_the_oldest_first() -> None:
    assert [year_words(one) for one in RANGES] == ["2011/12", "2012/13", "2013/14"]
    assert year_words(parse_range("1999-10..2000-09")) == "1999/00"


def test_a_theme_has_three_years_the_difference_and_how_it_reads(plan: Plan) -> None:
    [table] = sheet(pack(plan), "Theme_H").tables
    headings = [one.heading for one in table.columns]
    assert headings[4:8] == [
        "2011/12 October to September",
        "2012/13 October to September",
        "2013/14 October to September",
        "Difference",
    ]
    cells = table.rows[0]
    assert cells[4:7] == tuple(Number(Decimal(one)) for one in COUNTS)
    assert cells[7] == Number(Decimal("-15.0"), 1, "%")
    assert cells[8] == "Better"
    assert table.rows[1][4:9] == (*[NOT_AVAILABLE] * 4, "Not compared")


def test_the_cover_says_how_many_are_better_and_worse(plan: Plan) -> None:
    cover = [one.text for one in sheet(pack(plan), "Cover").lines]
    assert "Of 2 indicators 1 has a figure for October 2013 to September 2014." in cover
    assert "1 is better than the year before: H3." in cover


def test_areas_stand_in_the_plans_order_with_rates_and_words(plan: Plan) -> None:
    [table] = sheet(pack(plan), "Boroughs").tables
    assert [cells[2] for cells in table.rows] == ["Here", "There", "Beyond"]
    assert table.rows[0][3:5] == (Number(Decimal(850)), Number(Decimal("3.1"), 1))
    assert "Boroughs" not in {one.tab for one in pack(plan, compared=False).sheets}


def test_a_priority_is_up_for_review_where_one_is_red_or_more_are_worse(plan: Plan) -> None:
    better = sheet(pack(plan), "Priorities").tables[0].rows[0]
    assert better[2:5] == (Number(Decimal(1)), Number(Decimal(1)), Number(Decimal(0)))
    assert better[-1] == "No"
    rising = [
        Point(one, Fraction(count)) for one, count in zip(RANGES, (850, 900, 1000), strict=True)
    ]
    told = Years(((LAST, dashboard(plan, {"H": [row(plan, "H8", rising)]})),))
    worse = assessment_pack(material(plan, {}, edition=Edition.INTERNAL), told)
    assert sheet(worse, "Priorities").tables[0].rows[0][-1] == "Yes"


def test_the_answers_of_the_consultation_stand_as_the_plan_prints_them(plan: Plan) -> None:
    [table] = sheet(pack(plan), "Consultation").tables
    asked = [one for one in plan.facts if one.topic == "consultation"]
    assert len(table.rows) == len(asked)
    numbers = [cells[2].value for cells in table.rows if isinstance(cells[2], Number)]
    assert list(map(str, numbers)) == [str(one.value) for one in asked if one.value is not None]
    assert "65.71" in map(str, numbers), "as it is printed, and no rounder"


def test_the_public_edition_has_no_charts_and_one_table_to_a_sheet(plan: Plan) -> None:
    public = pack(plan, Edition.PUBLIC)
    assert not any(one.chart for one in public.sheets)
    assert {len(one.tables) for one in public.sheets} <= {0, 1}
    assert any(one.chart for one in pack(plan).sheets)


def test_every_note_is_used_and_every_note_used_is_explained(plan: Plan) -> None:
    for trends in ({"H": [row(plan, "H3", quarters(THEFTS))]}, {"H": [row(plan, "H3")]}):
        made = assessment_pack(material(plan, trends, edition=Edition.INTERNAL), years(plan))
        notes = [str(cells[0]) for cells in sheet(made, "Notes").tables[0].rows]
        headings = "\n".join(
            column.heading
            for one in made.sheets
            for table in one.tables
            for column in table.columns
        )
        assert [one for one in notes if one not in headings] == []
        assert headings.count("[note ") >= len(notes)


def test_without_figures_it_says_so_instead_of_an_empty_table(plan: Plan) -> None:
    bare = Years(tuple((one, dashboard(plan, {"H": [row(plan, "H1")]})) for one in RANGES))
    made = assessment_pack(material(plan, {"H": [row(plan, "H1")]}), bare)
    assert sheet(made, "Trends").tables == ()
    assert "There are no figures." in words(made)
    assert all(table.rows for one in made.sheets for table in one.tables)


def test_what_is_missing_is_told_of_the_year_and_not_of_its_last_quarter(plan: Plan) -> None:
    said = words(pack(plan))
    assert "1 of 2 indicators have no figure for October 2013 to September 2014." in said


def test_an_indicator_that_was_added_later_has_no_earlier_years(plan: Plan) -> None:
    late = (*years(plan).dashboards[:2], (LAST, year(plan, 2, codes=("H3", "H8"))))
    told = Years(late)
    [table] = sheet(assessment_pack(material(plan, {}), told), "Theme_H").tables
    added = next(cells for cells in table.rows if cells[0] == "H8")
    assert added[4:6] == (NOT_AVAILABLE, NOT_AVAILABLE)
    assert replace(told).last == told.dashboards[-1][1]
