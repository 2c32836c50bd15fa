from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.series import (
    Point,
    by_kind,
    changes_of_series,
    filled,
    points,
    summed,
)
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import Quarter, parse_range
from csp_desktop.core.publishers import ATTITUDE_SURVEY, MPS_NEW, MPS_OLD, Publisher

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
        number("2014-11-03"),
        number("2014-11-03..2014-11-09"),
        number("2014-11-10..2014-11-16"),
        number("2014-05..2014-05"),
        number("2014-04..2014-04"),
        number("2014-07..2015-06"),
    ]
    lines = [[str(one.period) for one in line] for line in by_kind(figures).values()]
    assert sorted(lines) == [
        ["2013-10..2014-09"],
        ["2013/14", "2014/15"],
        ["2014-04..2014-04", "2014-05..2014-05"],
        ["2014-07..2015-06"],
        ["2014-11-03", "2014-11-30"],
        ["2014-11-03..2014-11-09", "2014-11-10..2014-11-16"],
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
    assert points([counted]) == [
        Point(
            parse_range("2015/16-Q1"),
            Fraction(2400, 413),
            parts=(Fraction(24), Fraction(413)),
        )
    ]


def test_a_number_with_one_part_only_keeps_no_parts() -> None:
    numerator = figure("2015/16-Q1", numerator=Decimal(24))
    denominator = figure("2015/16-Q2", value=Decimal("5.8"), denominator=Decimal(413))
    nought = figure("2015/16-Q3", value=Decimal(5), numerator=Decimal(0), denominator=Decimal(0))
    assert points([numerator, denominator, nought]) == [
        point("2015/16-Q1", None, provisional=True, gap="not entered"),
        Point(parse_range("2015/16-Q2"), Fraction(58, 10), provisional=True),
        point("2015/16-Q3", 5, provisional=True),
    ]


def test_a_share_of_nought_keeps_its_parts() -> None:
    none = figure("2015/16-Q1", numerator=Decimal(0), denominator=Decimal(413))
    assert points([none]) == [
        point("2015/16-Q1", 0, provisional=True, parts=(Fraction(0), Fraction(413)))
    ]


def test_a_survey_keeps_how_many_were_asked() -> None:
    [one] = points([figure("2015/16-Q1", value=Decimal(61), sample_size=1_204)])
    assert one.sample_size == 1_204


@pytest.mark.parametrize("publisher", [MPS_OLD, MPS_NEW, ATTITUDE_SURVEY])
def test_a_published_figure_keeps_whose_series_it_comes_from(publisher: Publisher) -> None:
    [one] = points([figure("2015/16-Q1", value=Decimal(61), source=f"{publisher.name}, 2015")])
    assert one.published == publisher.code


@pytest.mark.parametrize("source", ["", "Board return", "Copied from " + MPS_OLD.name])
def test_a_typed_figure_comes_from_no_series(source: str) -> None:
    [one] = points([figure("2015/16-Q1", value=Decimal(61), source=source)])
    assert one.published == ""


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


def test_half_years_and_months_are_filled_with_their_like() -> None:
    halves = filled([point("2014-04..2014-09", 1), point("2015-04..2015-09", 3)])
    assert [str(one.period) for one in halves] == [
        "2014-04..2014-09",
        "2014-10..2015-03",
        "2015-04..2015-09",
    ]
    months = filled([point("2014-11..2014-11", 1), point("2015-02..2015-02", 3)])
    assert [str(one.period) for one in months] == [
        "2014-11..2014-11",
        "2014-12..2014-12",
        "2015-01..2015-01",
        "2015-02..2015-02",
    ]


def test_a_gap_never_shares_days_with_a_figure_beside_it() -> None:
    whole = filled([point("2014-04..2014-12", 1), point("2015-04..2015-12", 3)])
    assert not any(one.period.overlaps(after.period) for one, after in pairwise(whole))


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


def test_a_sum_names_the_series_of_its_parts_once_each() -> None:
    one = [point("2014/15-Q3", 5, published="mps-old"), point("2014/15-Q4", 7)]
    other = [point("2014/15-Q3", 20, published="mps-new"), point("2014/15-Q4", 30)]
    third = [point("2014/15-Q3", 1, published="mps-old"), point("2014/15-Q4", 2)]
    assert summed([one, other, third]) == [
        point("2014/15-Q3", 26, published="mps-new mps-old"),
        point("2014/15-Q4", 39),
    ]


def test_two_parts_that_are_missing_are_counted() -> None:
    one = [point("2014/15-Q3", None, gap="Withheld by supplier")]
    other = [point("2014/15-Q3", 20, provisional=True, published="mps-old")]
    assert summed([one, other, []]) == [point("2014/15-Q3", None, gap="2 of 3 parts missing")]


def test_a_phase_begins_where_figures_of_another_series_begin() -> None:
    series = [
        point("2014/15-Q1", 1, published="mps-old"),
        point("2014/15-Q2", 2, published="mps-old"),
        point("2014/15-Q3", 3, published="mps-new"),
        point("2014/15-Q4", 4, published="mps-new"),
        point("2015/16-Q1", 5, published="mps-old"),
    ]
    assert changes_of_series(series) == [2, 4]


def test_what_was_typed_in_between_belongs_to_the_series_before_it() -> None:
    names = ["", "mps-old", "", "mps-old", "", "", "mps-new", ""]
    series = [
        Point(Quarter(2013, 1).plus(at).range, None, published=one) for at, one in enumerate(names)
    ]
    assert changes_of_series(series) == [6]


def test_a_typed_line_has_no_phases() -> None:
    assert changes_of_series([]) == []
    assert changes_of_series([point("2014/15-Q1", 1), point("2014/15-Q2", 2)]) == []
    published = [point("2014/15-Q1", 1), point("2014/15-Q2", 2, published="mps-new")]
    assert changes_of_series(published) == []


@given(st.lists(st.sampled_from(["", "mps-old", "mps-new"]), max_size=12))
def test_there_are_as_many_phases_as_runs_of_one_series(names: list[str]) -> None:
    series = [
        Point(Quarter(2013, 1).plus(at).range, None, published=one) for at, one in enumerate(names)
    ]
    begins = changes_of_series(series)
    runs = [name for name, _ in groupby(filter(None, names))]
    assert [names[at] for at in begins] == runs[1:]


@given(st.lists(st.dictionaries(QUARTERS, VALUES), min_size=1, max_size=4))
def test_the_order_of_the_parts_does_not_change_a_sum(
    members: list[dict[Quarter, Fraction | None]],
) -> None:
    lines = [[Point(one.range, line[one]) for one in sorted(line)] for line in members]
    assert summed(lines) == summed(lines[::-1])
