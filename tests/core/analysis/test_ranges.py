from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.ranges import (
    RangeSum,
    can_be_summed,
    summed_over,
    why_not_summed,
)
from csp_desktop.core.analysis.series import Point, points
from csp_desktop.core.figures import Absence, Unit
from csp_desktop.core.periods import DateRange, parse_range
from csp_desktop.core.plan import Basis, Indicator
from tests.core.analysis.making import (
    COMPLETED,
    CONFIDENCE,
    PLACE,
    REOFFENDING,
    ROBBERIES,
    SPENT,
    WAITING,
    Answer,
    figure,
    point,
    run,
)

YEAR = DateRange.of_months(2014, 4, 12)


@st.composite
def _stretches(draw: st.DrawFn) -> DateRange:
    first = draw(st.integers(0, 11))
    months = draw(st.integers(1, 12 - first))
    return DateRange.of_months(2014 + (first + 3) // 12, (first + 3) % 12 + 1, months)


STRETCHES = st.lists(_stretches(), unique=True, max_size=7)


def over(period: str, *given: list[Point], indicator: Indicator = ROBBERIES) -> RangeSum:
    return summed_over(indicator, [one for each in given for one in each], parse_range(period))


def counts(first: str, *answers: Answer | None) -> list[Point]:
    return points(run(first, *answers))


def names(ranges: tuple[DateRange, ...]) -> list[str]:
    return [str(one) for one in ranges]


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("unit", list(Unit))
def test_only_what_happened_in_a_period_is_summed_and_no_survey_or_rate(
    unit: Unit, basis: Basis
) -> None:
    expected = basis is Basis.PERIOD and unit in (Unit.COUNT, Unit.MONEY, Unit.PERCENTAGE)
    assert can_be_summed(replace(ROBBERIES, unit=unit, basis=basis)) is expected


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        (WAITING, "Not summed: each figure says what stands at the end of its period."),
        (REOFFENDING, "Not summed: each figure covers twelve months already."),
        (PLACE, "Not summed: places in an order do not add up."),
        (CONFIDENCE, "Not summed: each survey asks people of its own."),
        (
            replace(ROBBERIES, unit=Unit.RATE),
            "Not summed: figures of this kind do not add up.",
        ),
    ],
)
def test_why_figures_are_not_summed_is_said(indicator: Indicator, words: str) -> None:
    assert why_not_summed(indicator) == words


def test_three_months_make_a_quarter() -> None:
    found = over("2014/15-Q1", counts("2014-04..2014-04", 90, 85, 87))
    assert found.point == point("2014/15-Q1", 262)
    assert [str(one.period) for one in found.parts] == [
        "2014-04..2014-04",
        "2014-05..2014-05",
        "2014-06..2014-06",
    ]
    assert (found.missing, found.provisional) == ((), ())


def test_months_and_quarters_together_make_a_year_from_october() -> None:
    found = over(
        "2013-10..2014-09",
        counts("2013-10..2013-10", 30, 31, 29),
        counts("2013/14-Q4", 88),
        counts("2014/15-Q1", 90, 101),
    )
    assert found.point == point("2013-10..2014-09", 90 + 88 + 90 + 101)
    assert len(found.parts) == 6


def test_a_quarter_is_taken_rather_than_its_three_months() -> None:
    months = counts("2014-04..2014-04", 1, 1, 1)
    found = over("2014-04..2014-09", months, counts("2014/15-Q1", 262, 271))
    assert names(tuple(one.period for one in found.parts)) == ["2014/15-Q1", "2014/15-Q2"]
    assert found.point.value == 533


def test_a_figure_of_the_whole_range_stands_for_itself() -> None:
    year = counts("2014/15", 1_095)
    found = over("2014/15", counts("2014/15-Q1", 262, 271, 280, 290), year)
    assert found == RangeSum(tuple(year), (), year[0])


def test_a_longer_figure_is_no_part_where_shorter_ones_fill_more() -> None:
    across = counts("2014-05..2014-08", 500)
    found = over("2014/15-Q1", counts("2014-04..2014-04", 90, 85, 87), across)
    assert found.point.value == 262
    half = over("2014-04..2014-09", counts("2014/15-Q1", 262, 271), across)
    assert (half.point.value, half.missing) == (533, ())


def test_what_begins_before_the_range_or_ends_after_it_is_left_alone() -> None:
    found = over(
        "2014/15-Q2",
        counts("2014/15-Q1", 1, 20, 300),
        counts("2014-06..2014-08", 4_000),
        counts("2014-08..2014-10", 50_000),
    )
    assert found.point == point("2014/15-Q2", 20)


def test_a_missing_month_is_named_and_no_smaller_sum_is_given() -> None:
    found = over("2014/15-Q1", counts("2014-04..2014-04", 90, None, 87))
    assert found.point == point("2014/15-Q1", None, gap="May 2014 missing")
    assert names(found.missing) == ["2014-05..2014-05"]
    assert [one.value for one in found.parts] == [90, 87]


def test_every_missing_stretch_is_named_once() -> None:
    found = over("2014-04..2014-12", counts("2014-04..2014-04", None, 85, 87, None, None, 90))
    assert names(found.missing) == ["2014-04..2014-04", "2014-07..2014-08", "2014/15-Q3"]
    assert found.point.gap == (
        "April 2014 and July to August 2014 and October to December 2014 missing"
    )


def test_a_stretch_is_one_although_a_part_that_was_not_taken_ends_inside_it() -> None:
    found = over("2014-04..2014-09", counts("2014/15-Q1", 262), counts("2014-06..2014-07", 170))
    assert [one.value for one in found.parts] == [262]
    assert names(found.missing) == ["2014/15-Q2"]


def test_a_later_stretch_is_one_too() -> None:
    found = over(
        "2014-03..2014-10",
        counts("2014-04..2014-04", 90),
        counts("2014-05..2014-07", 262),
        counts("2014-07..2014-08", 170),
    )
    assert [one.value for one in found.parts] == [90, 262]
    assert names(found.missing) == ["2014-03..2014-03", "2014-08..2014-10"]


@pytest.mark.parametrize("absence", list(Absence))
def test_an_absence_fills_nothing(absence: Absence) -> None:
    found = over("2014/15-Q1", counts("2014-04..2014-04", 90, absence, 87))
    assert found.point.gap == "May 2014 missing"


def test_zero_fills_its_month() -> None:
    assert over("2014/15-Q1", counts("2014-04..2014-04", 3, 0, 2)).point == point("2014/15-Q1", 5)


def test_where_nothing_is_known_no_figures_are_said() -> None:
    found = over("2014/15-Q1", counts("2015/16-Q1", 5))
    assert found == RangeSum((), (parse_range("2014/15-Q1"),), found.point)
    assert found.point == point("2014/15-Q1", None, gap="no figures")


def test_a_sum_is_provisional_where_a_part_is_and_names_it() -> None:
    months = counts("2014-04..2014-04", 90, 85, 87)
    unsure = [months[0], replace(months[1], provisional=True), months[2]]
    found = over("2014/15-Q1", unsure)
    assert found.point == point("2014/15-Q1", 262, provisional=True)
    assert names(found.provisional) == ["2014-05..2014-05"]
    incomplete = over("2014/15-Q1", unsure[:2])
    assert incomplete.point == point("2014/15-Q1", None, provisional=True, gap="June 2014 missing")


def test_a_sum_keeps_the_publishers_series_it_rests_on() -> None:
    old, new = "mps-old", "mps-new"
    months = [
        point("2014-04..2014-04", 90, published=old),
        point("2014-05..2014-05", 85, published=new),
        point("2014-06..2014-06", 87),
        point("2014-07..2014-07", 80, published=old),
    ]
    assert over("2014-04..2014-07", months).point.published == "mps-new mps-old"
    assert over("2014-04..2014-08", months).point.published == "mps-new mps-old"
    assert over("2014-06..2014-06", months).point.published == ""


def test_a_percentage_of_a_year_is_pooled_and_never_the_mean_of_its_quarters() -> None:
    quarters = counts("2014/15-Q1", (1, 10), (90, 100), (0, 5), (9, 85))
    found = over("2014/15", [replace(one, published="x") for one in quarters], indicator=COMPLETED)
    assert found.point == point("2014/15", 50, parts=(Fraction(100), Fraction(200)), published="x")
    mean = sum(one.value for one in quarters if one.value is not None) / 4
    assert found.point.value != mean


def test_a_pooled_percentage_is_provisional_where_a_part_is() -> None:
    quarters = counts("2014/15-Q1", (1, 10), (90, 100))
    unsure = [quarters[0], replace(quarters[1], provisional=True)]
    found = over("2014-04..2014-09", unsure, indicator=COMPLETED)
    assert found.point == point(
        "2014-04..2014-09",
        Fraction(9100, 110),
        provisional=True,
        parts=(Fraction(91), Fraction(110)),
    )


def test_a_percentage_without_its_parts_fills_nothing_and_that_is_the_reason() -> None:
    found = over("2014-04..2014-09", counts("2014/15-Q1", "8.7", (90, 100)), indicator=COMPLETED)
    assert found.point == point(
        "2014-04..2014-09", None, gap="a percentage is kept without its numerator and denominator"
    )
    assert names(found.missing) == ["2014/15-Q1"]
    assert [str(one.period) for one in found.parts] == ["2014/15-Q2"]


def test_a_percentage_without_its_parts_is_no_reason_where_others_fill_the_range() -> None:
    year = counts("2014/15", "8.7")
    quarters = counts("2014/15-Q1", (1, 10), (90, 100), (0, 5), (9, 85))
    assert over("2014/15", quarters, year, indicator=COMPLETED).point.value == 50
    first = over("2014/15-Q1", year, indicator=COMPLETED)
    assert first.point.gap == "no figures"


def test_a_percentage_of_the_whole_range_stands_for_itself_with_or_without_parts() -> None:
    year = [point("2014/15", Fraction(87, 10))]
    assert over("2014/15", year, indicator=COMPLETED) == RangeSum(tuple(year), (), year[0])


def test_money_is_summed_to_the_penny() -> None:
    found = over("2014-04..2014-09", counts("2014/15-Q1", "5.50", "9.05"), indicator=SPENT)
    assert found.point.value == Fraction(1455, 100)


def test_a_count_that_keeps_parts_for_one_month_only_is_summed_by_its_values() -> None:
    months = [
        point("2014-04..2014-04", 40, parts=(Fraction(2), Fraction(5))),
        point("2014-05..2014-05", 60),
    ]
    assert over("2014-04..2014-05", months).point == point("2014-04..2014-05", 100)


def _left_out(chosen: tuple[DateRange, ...]) -> int | None:
    """How many days of the year several ranges leave out; None where two of them share a day."""
    if any(one.overlaps(other) for one, other in combinations(chosen, 2)):
        return None
    return YEAR.days - sum(one.days for one in chosen)


@given(STRETCHES)
def test_the_best_set_of_parts_is_the_one_found_by_trying_every_set(
    stretches: list[DateRange],
) -> None:
    tried = [
        (left, count)
        for count in range(len(stretches) + 1)
        for chosen in combinations(stretches, count)
        if (left := _left_out(chosen)) is not None
    ]
    found = summed_over(ROBBERIES, [Point(one, Fraction(1)) for one in stretches], YEAR)
    taken = tuple(one.period for one in found.parts)
    assert (_left_out(taken), len(taken)) == min(tried)


@given(STRETCHES)
def test_parts_and_missing_stretches_lie_side_by_side_and_make_the_range(
    stretches: list[DateRange],
) -> None:
    found = summed_over(ROBBERIES, [Point(one, Fraction(1)) for one in stretches], YEAR)
    taken = [one.period for one in found.parts]
    assert taken == sorted(taken)
    assert list(found.missing) == sorted(found.missing)
    whole = sorted((*taken, *found.missing))
    assert (whole[0].first, whole[-1].last) == (YEAR.first, YEAR.last)
    assert all((after.first - one.last).days == 1 for one, after in pairwise(whole))
    assert all((after.first - one.last).days > 1 for one, after in pairwise(found.missing))
    assert (found.point.value is None) == bool(found.missing)


@given(STRETCHES.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_the_points_does_not_change_a_sum(
    orders: tuple[list[DateRange], list[DateRange]],
) -> None:
    first, second = (
        summed_over(ROBBERIES, [Point(one, Fraction(one.days)) for one in order], YEAR)
        for order in orders
    )
    assert first == second


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=12, max_size=12),
    st.integers(1, 11),
)
def test_a_range_and_its_two_halves_come_to_the_same(
    shares: list[tuple[int, int]], months: int
) -> None:
    for indicator, answers in (
        (ROBBERIES, [part for part, _ in shares]),
        (COMPLETED, [(min(part, whole), whole) for part, whole in shares]),
    ):
        given = points(run("2014-04..2014-04", *answers))
        begins = DateRange.of_months(2014, 4, months)
        rest = DateRange(given[months].period.first, YEAR.last)
        whole, *halves = (summed_over(indicator, given, one).point for one in (YEAR, begins, rest))
        both = summed_over(indicator, halves, YEAR).point
        assert both == whole
        if indicator is ROBBERIES:
            assert whole.value == sum(part for part, _ in shares)


def test_a_single_day_can_be_filled_and_left_out() -> None:
    days = points([figure("2014-11-03", 4), figure("2014-11-05..2014-11-06", 7)])
    found = over("2014-11-03..2014-11-06", days)
    assert found.point.gap == "4 November 2014 missing"
    assert over("2014-11-03", days).point == point("2014-11-03", 4)
