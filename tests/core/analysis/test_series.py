from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.series import Point, by_kind, filled, points, summed
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import Quarter, parse_range

QUARTERS = st.integers(0, 40).map(Quarter(2008, 1).plus)
VALUES = st.none() | st.fractions()


def figure(period: str, **parts: Any) -> Figure:
    return Figure(indicator="X1", area="Hackney", period=parse_range(period), **parts)


def number(period: str, value: int = 1) -> Figure:
    return figure(period, value=Decimal(value))


def point(period: str, value: int | None, **more: Any) -> Point:
    return Point(parse_range(period), None if value is None else Fraction(value), **more)


def test_quarters_years_and_rolling_years_are_never_in_one_line() -> None:
    figures = [
        number("2014/15"),
        number("2014/15-Q2"),
        number("2013-10..2014-09"),
        number("2014/15-Q1"),
        number("2013/14"),
        number("2015-02..2015-04"),
        number("2014-11-30"),
        number("2014-07..2015-06"),
    ]
    lines = [[str(one.period) for one in line] for line in by_kind(figures).values()]
    assert sorted(lines) == [
        ["2013-10..2014-09"],
        ["2013/14", "2014/15"],
        ["2014-07..2015-06"],
        ["2014-11-30"],
        ["2014/15-Q1", "2014/15-Q2"],
        ["2015-02..2015-04"],
    ]


@given(st.lists(QUARTERS, unique=True))
def test_a_line_is_in_the_order_of_time(quarters: list[Quarter]) -> None:
    figures = [number(str(one)) for one in quarters]
    for line in by_kind(figures).values():
        assert [one.period for one in line] == sorted(one.range for one in quarters)


@pytest.mark.parametrize("absence", list(Absence))
def test_an_absence_becomes_a_gap_with_its_reason(absence: Absence) -> None:
    assert points([figure("2015/16-Q1", absence=absence)]) == [
        point("2015/16-Q1", None, provisional=True, gap=absence.words)
    ]


def test_zero_is_a_point_and_no_gap() -> None:
    assert points([number("2015/16-Q1", 0)]) == [point("2015/16-Q1", 0, provisional=True)]


def test_a_percentage_is_drawn_from_its_exact_parts() -> None:
    counted = figure(
        "2015/16-Q1",
        value=Decimal("5.8"),
        numerator=Decimal(24),
        denominator=Decimal(413),
        status=FigureStatus.FINAL,
    )
    assert points([counted]) == [Point(parse_range("2015/16-Q1"), Fraction(2400, 413))]


@pytest.mark.parametrize("status", list(FigureStatus))
def test_only_a_provisional_figure_is_marked_so(status: FigureStatus) -> None:
    [one] = points([figure("2015/16-Q1", value=Decimal(5), status=status)])
    assert one.provisional == (status is FigureStatus.PROVISIONAL)


def test_a_period_without_figure_becomes_a_gap() -> None:
    whole = filled([point("2014/15-Q3", 5), point("2015/16-Q2", 6)])
    assert [(str(one.period), one.value, one.gap) for one in whole] == [
        ("2014/15-Q3", 5, ""),
        ("2014/15-Q4", None, "not entered"),
        ("2015/16-Q1", None, "not entered"),
        ("2015/16-Q2", 6, ""),
    ]


def test_years_from_october_are_filled_with_years_from_october() -> None:
    whole = filled([point("2010-10..2011-09", 1), point("2012-10..2013-09", 3)])
    assert [str(one.period) for one in whole] == [
        "2010-10..2011-09",
        "2011-10..2012-09",
        "2012-10..2013-09",
    ]


def test_days_that_make_no_month_are_left_as_they_are() -> None:
    days = [point("2014-11-30", 1), point("2015-11-30", 2)]
    assert filled(days) == days


def test_no_figures_make_no_line() -> None:
    assert filled([]) == []
    assert summed([]) == []
    assert by_kind([]) == {}


@given(st.dictionaries(QUARTERS, VALUES, min_size=1))
def test_a_filled_line_keeps_every_point_and_steps_by_one_quarter(
    values: dict[Quarter, Fraction | None],
) -> None:
    series = [Point(one.range, values[one]) for one in sorted(values)]
    whole = filled(series)
    assert [one for one in whole if one in series] == series
    steps = [one.period.quarter for one in whole]
    assert steps == [steps[0].plus(place) for place in range(len(steps)) if steps[0]]


def test_a_sum_adds_period_by_period() -> None:
    one = [point("2014/15-Q3", 5), point("2014/15-Q4", 7)]
    other = [point("2014/15-Q3", 20), point("2014/15-Q4", 30)]
    assert summed([one, other]) == [point("2014/15-Q3", 25), point("2014/15-Q4", 37)]


def test_a_sum_with_a_part_missing_is_a_gap_never_a_smaller_sum() -> None:
    one = [point("2014/15-Q3", 5), point("2014/15-Q4", None, gap="Not collected")]
    other = [point("2014/15-Q3", 20), point("2014/15-Q4", 7), point("2015/16-Q1", 7)]
    assert summed([one, other]) == [
        point("2014/15-Q3", 25),
        point("2014/15-Q4", None, gap="1 of 2 parts missing"),
        point("2015/16-Q1", None, gap="1 of 2 parts missing"),
    ]


def test_a_sum_is_provisional_where_any_part_is() -> None:
    one = [point("2014/15-Q3", 5, provisional=True)]
    other = [point("2014/15-Q3", 20)]
    assert summed([one, other]) == [point("2014/15-Q3", 25, provisional=True)]


@given(st.lists(st.dictionaries(QUARTERS, VALUES), min_size=1, max_size=4))
def test_the_order_of_the_parts_does_not_change_a_sum(
    members: list[dict[Quarter, Fraction | None]],
) -> None:
    lines = [[Point(one.range, line[one]) for one in sorted(line)] for line in members]
    assert summed(lines) == summed(lines[::-1])
