from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.targets import target_line
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import DateRange, Quarter, parse_range
from csp_desktop.core.plan import Basis, Plan, Target, TargetKind
from tests.core.analysis.making_targets import (
    PLAN_DATES,
    indicator,
    line_of,
    series,
    shares,
    target,
)

LEVEL, COUNT, RANK = TargetKind.LEVEL, TargetKind.COUNT, TargetKind.RANK
CHANGE, POINTS, SHARE = (
    TargetKind.RELATIVE_CHANGE,
    TargetKind.POINTS_CHANGE,
    TargetKind.SHARE_OF_BASE,
)
BURGLARY = series("2014/15-Q1", 202, 247, 245, 235)
SURVEY = indicator(Unit.SURVEY_PERCENTAGE)
GANGS = indicator(basis=Basis.MOMENT)

POSITIVE = st.integers(1, 5_000).map(Fraction)


def test_a_change_is_taken_from_the_average_of_its_baseline() -> None:
    asked = target(CHANGE, 6, baseline="2014/15", deadline="2015/16")
    found = line_of(asked, BURGLARY)
    assert found.target is asked
    assert found.baseline == Fraction("232.25")
    assert found.level == Fraction("232.25") * Fraction(94, 100)
    assert str(found.holds) == "2015/16"
    assert found.words == "232 a period in 2014/15, down 6%: 218."
    assert (found.name, found.replaced) == ("Target", False)


def test_the_baseline_is_that_of_the_named_year_alone() -> None:
    around = [*series("2013/14-Q1", 900, 900, 900, 900), *BURGLARY, *series("2015/16-Q1", 7)]
    found = line_of(target(CHANGE, 6, baseline="2014/15"), around)
    assert found.baseline == Fraction("232.25")


def test_an_increase_lies_above_its_baseline() -> None:
    asked = target(CHANGE, 20, "increase", baseline="2014/15")
    found = line_of(asked, series("2014/15-Q1", 10, 10, 10, 10))
    assert (found.level, found.words) == (12, "10 a period in 2014/15, up 20%: 12.")


def test_points_are_added_and_never_multiplied() -> None:
    points = series("2012/13-Q1", 70, 72, 74, 76)
    asked = target(POINTS, 2, "increase", baseline="2012/13")
    found = line_of(asked, points, SURVEY)
    assert (found.baseline, found.level) == (73, 75)
    assert found.words == "73.0% a period in 2012/13, up 2 points: 75.0%."
    lower = line_of(target(POINTS, 2, baseline="2012/13"), points, SURVEY)
    assert lower.words == "73.0% a period in 2012/13, down 2 points: 71.0%."


@pytest.mark.parametrize(
    ("at", "holds", "level", "words"),
    [
        ("2013/14-Q1", "2013/14", "90", "100 a period in 2012/13, down 10% a year: 90."),
        ("2013/14-Q4", "2013/14", "90", "100 a period in 2012/13, down 10% a year: 90."),
        (
            "2014/15-Q1",
            "2014/15",
            "81",
            "100 a period in 2012/13, down 10% every year, 2 so far: 81.",
        ),
        (
            "2015/16-Q3",
            "2015/16",
            "72.9",
            "100 a period in 2012/13, down 10% every year, 3 so far: 73.",
        ),
        ("2012/13-Q4", "2013/14", "90", "100 a period in 2012/13, down 10% a year: 90."),
        (
            "2016/17-Q2",
            "2015/16",
            "72.9",
            "100 a period in 2012/13, down 10% every year, 3 so far: 73.",
        ),
    ],
)
def test_a_change_every_year_holds_in_the_year_looked_at_once_for_each_year_since(
    at: str, holds: str, level: str, words: str
) -> None:
    asked = target(CHANGE, 10, per="year", baseline="2012/13")
    found = line_of(asked, series("2012/13-Q1", 100, 100, 100, 100), at=at)
    assert (str(found.holds), found.level, found.words) == (holds, Fraction(level), words)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2013/14", "73.0% a period in 2012/13, up 2 points a year: 75.0%."),
        ("2014/15", "73.0% a period in 2012/13, up 2 points every year, 2 so far: 77.0%."),
        ("2015/16", "73.0% a period in 2012/13, up 2 points every year, 3 so far: 79.0%."),
    ],
)
def test_points_every_year_are_added_once_for_each_year(at: str, words: str) -> None:
    asked = target(POINTS, 2, "increase", per="year", baseline="2012/13")
    found = line_of(asked, series("2012/13-Q1", 70, 72, 74, 76), SURVEY, at=at)
    assert found.words == words


@pytest.mark.parametrize(
    ("at", "holds", "level", "words"),
    [
        ("2013/14-Q3", "2013/14", 90, "100 a period in 2012/13, down 10% a year: 90."),
        ("2014/15-Q3", "2014/15", 180, "200 a period in 2013/14, down 10% a year: 180."),
        ("2015/16-Q3", "2015/16", 270, "300 a period in 2014/15, down 10% a year: 270."),
        ("2017/18-Q1", "2015/16", 270, "300 a period in 2014/15, down 10% a year: 270."),
        ("2011/12-Q1", "2013/14", 90, "100 a period in 2012/13, down 10% a year: 90."),
    ],
)
def test_year_on_year_without_a_baseline_is_taken_from_the_year_before(
    at: str, holds: str, level: int, words: str
) -> None:
    points = series("2012/13-Q1", *[100] * 4, *[200] * 4, *[300] * 4, *[400] * 4)
    found = line_of(target(CHANGE, 10, per="year"), points, at=at)
    assert (str(found.holds), found.level, found.words) == (holds, level, words)


def test_points_year_on_year_are_taken_from_the_year_before() -> None:
    points = series("2013/14-Q1", 50, 50, 50, 50)
    found = line_of(target(POINTS, 2, "increase", per="year"), points, SURVEY, at="2014/15-Q2")
    assert found.words == "50.0% a period in 2013/14, up 2 points a year: 52.0%."


def test_without_a_period_to_look_at_it_is_the_last_of_the_series() -> None:
    points = series("2012/13-Q1", *[100] * 4, *[200] * 4, 7, 7)
    found = line_of(target(CHANGE, 10, per="year"), points)
    assert (str(found.holds), found.level) == ("2014/15", 180)
    assert str(line_of(target(CHANGE, 10, per="year"), []).holds) == "2015/16"


@pytest.mark.parametrize("kind", [CHANGE, POINTS])
def test_a_change_every_year_ends_with_its_deadline(kind: TargetKind) -> None:
    asked = target(kind, 10, per="year", baseline="2012/13", deadline="2014/15")
    found = line_of(asked, series("2012/13-Q1", 50, 50, 50, 50), at="2015/16-Q2")
    assert str(found.holds) == "2014/15"


@pytest.mark.parametrize(
    ("baseline", "first"),
    [
        ("2014/15", "2015/16"),
        ("2012/13", "2013/14"),
        ("2011/12", "2013/14"),
        ("2013-04-01..2014-03-30", "2013/14"),
    ],
)
def test_a_change_every_year_begins_after_its_baseline_and_within_the_plan(
    baseline: str, first: str
) -> None:
    asked = target(CHANGE, 10, per="year", baseline=baseline)
    found = line_of(asked, series("2011/12-Q1", *[100] * 16), at="2011/12-Q1")
    assert str(found.holds) == first


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2013/14-Q4", "100 a period in 2012-10..2013-09, down 10% a year: 90."),
        (
            "2015/16-Q4",
            "100 a period in 2012-10..2013-09, down 10% every year, 2 so far: 81.",
        ),
    ],
)
def test_a_year_counts_as_one_once_the_baseline_is_over(at: str, words: str) -> None:
    asked = target(CHANGE, 10, per="year", baseline="2012-10..2013-09")
    assert line_of(asked, series("2012/13-Q3", *[100] * 4), at=at).words == words


def test_a_year_and_a_half_with_a_leap_day_in_it_counts_as_two() -> None:
    asked = target(CHANGE, 10, per="year", baseline="2013-10..2014-09")
    assert line_of(asked, series("2013/14-Q3", *[100] * 4), at="2015/16-Q4").words == (
        "100 a period in 2013-10..2014-09, down 10% every year, 2 so far: 81."
    )


@given(st.integers(0, 100), POSITIVE, st.integers(2013, 2015), st.booleans())
def test_a_change_with_a_baseline_compounds_exactly(
    per_cent: int, value: Fraction, start: int, more: bool
) -> None:
    way = "increase" if more else "decrease"
    asked = target(CHANGE, per_cent, way, per="year", baseline="2012/13")
    at = str(Quarter(start, 4))
    found = line_of(asked, series("2012/13-Q1", *[value] * 4), at=at)
    factor = 1 + Fraction(per_cent if more else -per_cent, 100)
    assert found.level == value * factor ** (start - 2012)


@given(st.lists(POSITIVE, min_size=4, max_size=4), st.integers(0, 100), POSITIVE)
def test_a_relative_change_is_the_same_in_another_unit_scale(
    values: list[Fraction], per_cent: int, scale: Fraction
) -> None:
    asked = target(CHANGE, per_cent, baseline="2012/13")
    one = line_of(asked, series("2012/13-Q1", *values))
    scaled = line_of(asked, series("2012/13-Q1", *[value * scale for value in values]))
    assert one.level is not None
    assert scaled.level == one.level * scale


def test_the_baseline_of_percentages_is_all_they_count_over_all_they_are_a_part_of() -> None:
    rates = indicator(Unit.PERCENTAGE)
    points = shares("2014/15-Q1", (1, 2), (30, 100), (30, 100), (30, 98))
    asked = target(POINTS, 2, "increase", baseline="2014/15")
    found = line_of(asked, points, rates)
    assert found.baseline == Fraction(91, 300) * 100
    assert found.words == "30.3% a period in 2014/15, up 2 points: 32.3%."


def test_percentages_of_which_one_has_no_parts_are_averaged() -> None:
    points = [
        *shares("2014/15-Q1", (1, 2), (30, 100), (30, 100)),
        *series("2014/15-Q4", 30),
    ]
    found = line_of(target(POINTS, 2, baseline="2014/15"), points, indicator(Unit.PERCENTAGE))
    assert found.baseline == 35


@pytest.mark.parametrize(
    "points",
    [
        series("2014/15-Q1", 202, 247, None, 235),
        BURGLARY[:3],
        BURGLARY[1:],
        [BURGLARY[0], *BURGLARY[2:]],
        shares("2014/15-Q1", (1, 2), (1, 2), None, (1, 2)),
    ],
)
def test_a_baseline_with_a_gap_draws_no_line_and_says_so(points: list[Point]) -> None:
    asked = target(CHANGE, 6, baseline="2014/15")
    found = line_of(asked, points)
    assert (found.target, found.holds) == (asked, PLAN_DATES)
    assert (found.level, found.baseline) == (None, None)
    assert found.words == "The figures of the baseline, 2014/15, are not complete."


def test_the_last_figure_of_a_baseline_covers_it_where_each_covers_twelve_months() -> None:
    rolling = indicator(Unit.PERCENTAGE, basis=Basis.YEAR)
    points = series("2013/14-Q4", 21, 22, 23, 24, 25, 26)
    asked = target(POINTS, 2, baseline="2014/15")
    found = line_of(asked, points, rolling)
    assert (found.baseline, found.level) == (25, 23)
    assert found.words == "25.0% a period in 2014/15, down 2 points: 23.0%."
    for gap in (points[:4], [*points[:4], *series("2014/15-Q4", None)]):
        none = line_of(asked, gap, rolling)
        assert (none.baseline, none.level) == (None, None)
        assert none.words == "The figures of the baseline, 2014/15, are not complete."


def test_a_baseline_without_figures_of_this_length_draws_no_line_and_says_so() -> None:
    found = line_of(target(CHANGE, 6, baseline="2013/14"), BURGLARY)
    assert (found.level, found.baseline) == (None, None)
    assert found.words == "There are no figures of this length in the baseline, 2013/14."
    days = line_of(target(CHANGE, 6, baseline="2014-04-01..2015-03-30"), BURGLARY)
    assert days.words == ("The figures of the baseline, 2014-04-01..2015-03-30, are not complete.")


@pytest.mark.parametrize("kind", [CHANGE, POINTS])
def test_a_change_without_a_named_baseline_draws_no_line_and_says_so(kind: TargetKind) -> None:
    asked = target(kind, 20)
    found = line_of(asked, BURGLARY)
    assert (found.target, found.holds) == (asked, PLAN_DATES)
    assert (found.level, found.baseline) == (None, None)
    assert found.words == "The plan names no baseline."


def test_a_year_on_year_change_whose_year_before_is_not_complete_says_so() -> None:
    found = line_of(target(CHANGE, 10, per="year"), BURGLARY[:2], at="2015/16-Q1")
    assert found.words == "The figures of the baseline, 2014/15, are not complete."
    empty = line_of(target(CHANGE, 10, per="year"), BURGLARY, at="2014/15-Q1")
    assert empty.words == "There are no figures of this length in the baseline, 2013/14."


@pytest.mark.parametrize(
    ("first", "level", "words"),
    [
        ("2014/15-Q1", "91.25", "365 a year, 91 a period."),
        ("2014-04..2014-04", "365/12", "365 a year, 30 a period."),
        ("2014/15", "365", "365 a year, 365 a period."),
        ("2013-10..2014-09", "365", "365 a year, 365 a period."),
    ],
)
def test_a_number_a_year_is_shared_equally_over_its_periods(
    first: str, level: str, words: str
) -> None:
    asked = target(COUNT, 365, "at_least", per="year")
    found = line_of(asked, series(first, 1, 2))
    assert (found.level, found.words) == (Fraction(level), words)
    assert (found.baseline, found.holds) == (None, PLAN_DATES)


def test_a_number_a_year_is_whole_in_figures_that_cover_twelve_months_each() -> None:
    rolling = indicator(basis=Basis.YEAR)
    asked = target(COUNT, 365, "at_least", per="year")
    assert line_of(asked, series("2014/15-Q1", 360, 370), rolling).level == 365


def test_a_level_is_the_same_in_every_period() -> None:
    percentage = indicator(Unit.PERCENTAGE)
    found = line_of(target(LEVEL, 34, "at_least"), BURGLARY, percentage)
    assert (found.level, found.baseline, found.words) == (34, None, "Target 34.0%.")
    assert (found.holds, found.target.at_most) == (PLAN_DATES, False)
    assert line_of(target(LEVEL, 1234), BURGLARY).words == "Target 1,234."


def test_a_place_is_asked_for_as_it_is() -> None:
    found = line_of(target(RANK, 5, "at_least"), BURGLARY, indicator(basis=Basis.RANK))
    assert (found.level, found.baseline, found.holds) == (5, None, PLAN_DATES)
    assert found.words == "Place 5 or better."


@pytest.mark.parametrize("direction", ["at_least", "at_most"])
def test_a_share_of_a_fixed_number_is_reached_as_it_is(direction: str) -> None:
    found = line_of(target(SHARE, 20, direction, base=Decimal(140)), BURGLARY, GANGS)
    assert (found.level, found.baseline, found.holds) == (28, None, PLAN_DATES)
    assert found.words == "20% of 140: 28."


@pytest.mark.parametrize(
    ("direction", "level", "words"),
    [
        ("increase", "260.25", "20% of 140: 28 more than the 232 of 2014/15: 260."),
        ("decrease", "204.25", "20% of 140: 28 fewer than the 232 of 2014/15: 204."),
    ],
)
def test_a_share_of_a_fixed_number_is_added_to_what_the_baseline_holds(
    direction: str, level: str, words: str
) -> None:
    asked = target(SHARE, 20, direction, base=Decimal(140), baseline="2014/15")
    found = line_of(asked, BURGLARY, GANGS)
    assert found.target is asked
    assert (found.level, found.baseline) == (Fraction(level), Fraction("232.25"))
    assert (found.words, found.holds) == (words, PLAN_DATES)


@pytest.mark.parametrize(
    ("more", "direction", "words"),
    [
        ({}, "increase", "The plan names no number to take it of."),
        (
            {"base": Decimal(140)},
            "increase",
            "20% of 140: 28 more; the plan names no baseline.",
        ),
        (
            {"base": Decimal(140)},
            "decrease",
            "20% of 140: 28 fewer; the plan names no baseline.",
        ),
        (
            {"base": Decimal(140), "baseline": "2013/14"},
            "increase",
            "There are no figures of this length in the baseline, 2013/14.",
        ),
    ],
)
def test_a_share_that_cannot_be_worked_out_draws_no_line_and_says_why(
    more: dict[str, Any], direction: str, words: str
) -> None:
    asked = target(SHARE, 20, direction, **more)
    found = line_of(asked, BURGLARY, GANGS)
    assert (found.target, found.holds) == (asked, PLAN_DATES)
    assert (found.level, found.baseline, found.words) == (None, None, words)


@pytest.mark.parametrize("kind", list(TargetKind))
@pytest.mark.parametrize(
    "points", [[], [Point(parse_range("2014-11-30"), Fraction(5))]], ids=["nothing", "a day"]
)
def test_without_a_series_of_whole_months_there_is_no_line(
    kind: TargetKind, points: list[Point]
) -> None:
    asked = target(kind, 5, baseline="2014/15")
    found = line_of(asked, points)
    assert found.target is asked
    assert (found.level, found.baseline) == (None, None)
    assert (found.words, found.holds) == ("No series to draw it on.", PLAN_DATES)


@pytest.mark.parametrize(
    ("deadline", "holds"),
    [
        ({}, "2013-04..2016-03"),
        ({"deadline": "2015/16"}, "2015/16"),
        ({"deadline": "2012-10..2013-09"}, "2012-10..2013-09"),
        ({"deadline": "2016-03-31"}, "2015/16"),
        ({"deadline": "2014-03-31"}, "2013/14"),
        ({"deadline": "2017-03-31"}, "2016/17"),
        ({"deadline": "2013-12-31"}, "2013-04..2013-12"),
    ],
)
def test_a_target_holds_over_its_last_year_or_the_whole_plan(
    deadline: dict[str, str], holds: str
) -> None:
    found = line_of(target(LEVEL, 5, **deadline), BURGLARY)
    assert str(found.holds) == holds


def test_a_deadline_within_a_year_holds_over_that_year_up_to_it() -> None:
    found = line_of(target(LEVEL, 5, deadline="2015-12-31"), BURGLARY)
    assert str(found.holds) == "2015-04..2015-12"


def test_a_deadline_before_the_plan_begins_is_no_fault_of_the_program() -> None:
    found = line_of(target(LEVEL, 5, deadline="2012-06-30"), BURGLARY)
    assert found.holds.last == parse_range("2012-06-30").last


def test_a_target_that_a_change_has_replaced_is_the_original_one() -> None:
    found = line_of(target(LEVEL, 5), BURGLARY)
    assert found.name == "Target"
    replaced = replace(found, replaced=True)
    assert replaced.name == "Original target"
    with pytest.raises(FrozenInstanceError):
        found.level = None


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (CHANGE, "200 a period in 2014/15, down 2.5%: 195."),
        (SHARE, "2.5% of 160: 4 fewer than the 200 of 2014/15: 196."),
    ],
)
def test_half_a_per_cent_is_not_rounded_away_in_words(kind: TargetKind, words: str) -> None:
    asked = target(kind, "2.5", base=Decimal(160), baseline="2014/15")
    assert line_of(asked, series("2014/15-Q1", 200, 200, 200, 200)).words == words


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        (Unit.RATE, "1.02", "Target 1.02."),
        (Unit.MONEY, "1000", "Target £1,000."),
        (Unit.PERCENTAGE, "34.5", "Target 34.5%."),
        (Unit.SURVEY_PERCENTAGE, "34.5", "Target 34.5%."),
    ],
)
def test_a_level_is_written_as_the_colour_beside_it_writes_it(
    unit: Unit, value: str, words: str
) -> None:
    assert line_of(target(LEVEL, value), BURGLARY, indicator(unit)).words == words


# Of a borough that had 100, or 50 %, in every quarter of 2011/12 to 2015/16, in 2015/16-Q1.
NO_BASELINE = (None, "The plan names no baseline.", "2013-04..2016-03")
IN_PLAN: dict[str, tuple[str | None, str, str]] = {
    "T01": (None, "20% of 140: 28 more; the plan names no baseline.", "2013-04..2016-03"),
    "T02": ("90", "100 a period in 2014/15, down 10% a year: 90.", "2015/16"),
    "T03": ("5", "Place 5 or better.", "2013-04..2016-03"),
    "T04": ("91.25", "365 a year, 91 a period.", "2013-04..2016-03"),
    "T05": (None, "The plan names no baseline.", "2015/16"),
    "T06": ("95", "100 a period in 2012/13, down 5%: 95.", "2013/14"),
    "T07": ("34", "Target 34.0%.", "2013/14"),
    "T08": ("25", "100 a year, 25 a period.", "2015/16"),
    "T09": ("25", "100 a year, 25 a period.", "2013-04..2016-03"),
    "T10": NO_BASELINE,
    "T11": NO_BASELINE,
    "T12": NO_BASELINE,
    "T13": NO_BASELINE,
    "T14": ("56", "50.0% a period in 2012/13, up 2 points every year, 3 so far: 56.0%.", "2015/16"),
    "T15": NO_BASELINE,
    "T16": ("72.9", "100 a period in 2012/13, down 10% every year, 3 so far: 73.", "2015/16"),
    "T17": NO_BASELINE,
    "T18": ("80", "100 a period in 2011/12, down 20%: 80.", "2015/16"),
    "T19": ("92", "100 a period in 2014/15, down 8%: 92.", "2015/16"),
    "T20": ("97", "100 a period in 2014/15, down 3%: 97.", "2015/16"),
    "T21": ("92", "100 a period in 2014/15, down 8%: 92.", "2015/16"),
    "T22": ("95", "100 a period in 2014/15, down 5%: 95.", "2015/16"),
    "T23": ("94", "100 a period in 2014/15, down 6%: 94.", "2015/16"),
    "T24": ("89", "100 a period in 2014/15, down 11%: 89.", "2015/16"),
    "T25": ("90", "100 a period in 2014/15, down 10%: 90.", "2015/16"),
}


def of_plan(plan: Plan, one: Target) -> list[tuple[str | None, str, str]]:
    dates = DateRange(plan.first_day, plan.last_day)
    found = []
    for code in one.indicators:
        of = plan.indicator(code)
        points = series("2011/12-Q1", *[50 if of.unit.is_percentage else 100] * 20)
        line = target_line(one, of, points, dates, parse_range("2015/16-Q1"))
        level = (
            None
            if line.level is None
            else str(Decimal(line.level.numerator) / line.level.denominator)
        )
        found.append((level, line.words, str(line.holds)))
    return found


def test_every_target_of_the_plan_is_a_line_or_says_why_not(plan: Plan) -> None:
    found = {one.id: set(of_plan(plan, one)) for one in plan.targets}
    assert found == {name: {line} for name, line in IN_PLAN.items()}


def test_the_plan_has_targets_of_every_kind_and_each_of_them_is_reached(plan: Plan) -> None:
    assert {one.kind for one in plan.targets} == set(TargetKind)
    with_a_line = {one.kind for one in plan.targets if IN_PLAN[one.id][0] is not None}
    assert with_a_line == set(TargetKind) - {SHARE}


def test_a_year_that_begins_in_october_is_asked_against_the_october_year_before() -> None:
    asked = target(CHANGE, 10, per="year")
    found = line_of(asked, series("2012-10..2013-09", 17_441, 16_052))
    assert (found.level, str(found.holds)) == (Fraction(17_441) * 9 / 10, "2013-10..2014-09")
    assert found.words == "17,441 a period in 2012-10..2013-09, down 10% a year: 15,697."
