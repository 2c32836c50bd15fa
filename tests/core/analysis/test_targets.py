from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.targets import TargetLine, target_line
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import FinancialYear, parse_range
from csp_desktop.core.plan import Indicator, Polarity, Target, TargetKind

PLAN_DATES = parse_range("2013-04..2016-03")


def quarters(year: int, *values: int | None) -> list[Point]:
    return [
        Point(quarter.range, None if value is None else Fraction(value))
        for quarter, value in zip(FinancialYear(year).quarters, values, strict=True)
    ]


def line(series: list[Point], unit: Unit = Unit.COUNT, **target: Any) -> TargetLine:
    period = {
        name: parse_range(target.pop(name)) for name in ("baseline", "deadline") if name in target
    }
    whole = Target(
        id="T1",
        priority="H",
        indicators=("X1",),
        text="As the plan says it",
        **{"direction": "decrease", **target},
        **period,
    )
    indicator = Indicator(
        code="X1",
        name="Burglary",
        title="Number of burglaries",
        unit=unit,
        polarity=Polarity.LOWER,
        agency="POLICE",
        board="TTCG",
    )
    return target_line(whole, indicator, series, PLAN_DATES)


def test_a_change_is_taken_from_the_average_of_its_baseline() -> None:
    found = line(
        quarters(2014, 202, 247, 245, 235),
        kind=TargetKind.RELATIVE_CHANGE,
        value=Decimal(6),
        baseline="2014/15",
        deadline="2015/16",
    )
    assert found.baseline == Fraction("232.25")
    assert found.level == Fraction("232.25") * Fraction(94, 100)
    assert str(found.holds) == "2015/16"
    assert found.words == "232 a period in 2014/15, down 6%: 218."


def test_an_increase_lies_above_its_baseline() -> None:
    found = line(
        quarters(2014, 10, 10, 10, 10),
        kind=TargetKind.RELATIVE_CHANGE,
        direction="increase",
        value=Decimal(20),
        baseline="2014/15",
    )
    assert found.level == 12


def test_a_change_every_year_is_taken_once_for_each_year() -> None:
    found = line(
        quarters(2012, 100, 100, 100, 100),
        kind=TargetKind.RELATIVE_CHANGE,
        value=Decimal(10),
        per="year",
        baseline="2012/13",
    )
    assert found.level == Fraction(100) * Fraction(9, 10) ** 3
    assert "down 10% every year" in found.words


def test_points_are_added_and_never_multiplied() -> None:
    found = line(
        quarters(2012, 70, 72, 74, 76),
        Unit.SURVEY_PERCENTAGE,
        kind=TargetKind.POINTS_CHANGE,
        direction="increase",
        value=Decimal(2),
        per="year",
        baseline="2012/13",
    )
    assert (found.baseline, found.level) == (73, 79)
    assert found.words == "73.0% a period in 2012/13, up 2 points every year: 79.0%."


@pytest.mark.parametrize(
    "series",
    [
        quarters(2014, 202, 247, None, 235),
        quarters(2014, 202, 247, 245, 235)[:3],
        quarters(2013, 202, 247, 245, 235),
    ],
)
def test_a_baseline_with_a_gap_draws_no_line_and_says_so(series: list[Point]) -> None:
    found = line(series, kind=TargetKind.RELATIVE_CHANGE, value=Decimal(6), baseline="2014/15")
    assert (found.level, found.baseline) == (None, None)
    assert found.words == "The figures of the baseline, 2014/15, are not complete."


def test_a_change_without_a_named_baseline_draws_no_line_and_says_so() -> None:
    found = line(quarters(2014, 1, 2, 3, 4), kind=TargetKind.RELATIVE_CHANGE, value=Decimal(20))
    assert found.level is None
    assert found.words == "The plan names no baseline."


def test_a_number_a_year_is_shared_equally_over_its_quarters() -> None:
    found = line(
        quarters(2014, 1, 2, 3, 4),
        kind=TargetKind.COUNT,
        direction="at_least",
        value=Decimal(365),
        per="year",
    )
    assert found.level == Fraction(365, 4)
    assert found.words == "365 a year, 91 a period."


def test_a_number_a_year_stays_whole_over_whole_years() -> None:
    years = [Point(parse_range("2014/15"), Fraction(300))]
    found = line(years, kind=TargetKind.COUNT, direction="at_least", value=Decimal(365))
    assert found.level == 365


def test_a_level_is_the_same_in_every_period() -> None:
    found = line(
        quarters(2014, 30, 31, 32, 33),
        Unit.PERCENTAGE,
        kind=TargetKind.LEVEL,
        direction="at_least",
        value=Decimal(34),
    )
    assert (found.level, found.words) == (34, "Target 34.0%.")


@pytest.mark.parametrize("kind", [TargetKind.RANK, TargetKind.SHARE_OF_BASE])
def test_a_rank_or_a_share_is_no_line_and_says_so(kind: TargetKind) -> None:
    found = line(quarters(2014, 1, 2, 3, 4), kind=kind, value=Decimal(5))
    assert found.level is None
    assert found.words.startswith("A rank or a share")


@pytest.mark.parametrize("kind", list(TargetKind))
def test_without_figures_there_is_no_line(kind: TargetKind) -> None:
    found = line([], kind=kind, value=Decimal(5), baseline="2014/15")
    assert (found.level, found.words) == (None, "No series to draw it on.")


@pytest.mark.parametrize(
    ("deadline", "holds"),
    [
        ({}, "2013-04..2016-03"),
        ({"deadline": "2015/16"}, "2015/16"),
        ({"deadline": "2016-03-31"}, "2015/16"),
        ({"deadline": "2014-03-31"}, "2013/14"),
    ],
)
def test_a_target_holds_over_its_last_year_or_the_whole_plan(
    deadline: dict[str, str], holds: str
) -> None:
    found = line(quarters(2014, 1, 2, 3, 4), kind=TargetKind.LEVEL, value=Decimal(5), **deadline)
    assert str(found.holds) == holds
