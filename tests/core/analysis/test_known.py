from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from csp_desktop.core.analysis.known import Known, known_up_to, why_unknown
from csp_desktop.core.analysis.ranges import RangeSum
from csp_desktop.core.analysis.series import Point, points
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import FinancialYear, parse_range
from csp_desktop.core.plan import Indicator
from tests.core.analysis.making import (
    COMPLETED,
    CONFIDENCE,
    PLACE,
    REOFFENDING,
    ROBBERIES,
    WAITING,
    figure,
    known,
    point,
    run,
)

TWO_YEARS = run("2013/14-Q1", 250, 260, 270, 280, 262, 271, 280, 290)
MONTHS = run("2014-04..2014-04", 90, 85, 87, 91, 92, 93)


def shown(series: Sequence[Point]) -> list[tuple[str, Fraction | None]]:
    return [(str(one.period), one.value) for one in series]


def found(indicator: Indicator, period: str, figures: Sequence[Figure]) -> Known | None:
    return known_up_to(indicator, points(figures), parse_range(period), figures)


def reason(indicator: Indicator, period: str, figures: Sequence[Figure]) -> str:
    return why_unknown(indicator, points(figures), parse_range(period))


def whole(summed: RangeSum | None) -> Fraction | None:
    assert summed is not None
    return summed.point.value


def test_what_came_before_a_quarter_is_its_line_and_what_comes_after_is_left_out() -> None:
    line = known(ROBBERIES, "2013/14-Q3", TWO_YEARS)
    assert shown(line.series) == [
        ("2013/14-Q1", 250),
        ("2013/14-Q2", 260),
        ("2013/14-Q3", 270),
    ]
    assert line.now == line.series[-1]
    assert line.worked_out is None
    assert line.others == ()


def test_the_order_in_which_figures_come_does_not_matter() -> None:
    turned = known(ROBBERIES, "2014/15-Q4", TWO_YEARS[::-1], MONTHS[::-1])
    straight = known(ROBBERIES, "2014/15-Q4", TWO_YEARS, MONTHS)
    assert turned.series == straight.series
    assert turned.others == straight.others


def test_a_quarter_without_a_figure_is_a_gap_in_the_line() -> None:
    line = known(ROBBERIES, "2013/14-Q4", run("2013/14-Q1", 250, None, Absence.WITHHELD, 280))
    assert [one.gap for one in line.series] == ["", "not entered", "Withheld by supplier", ""]


def test_ranges_of_another_kind_stand_beside_the_line() -> None:
    line = known(ROBBERIES, "2014/15-Q2", TWO_YEARS, MONTHS, run("2013/14", 1_060, 1_103))
    assert len(line.series) == 6
    assert [str(one.period) for one in line.others] == [
        "2013/14",
        "2014-04..2014-04",
        "2014-05..2014-05",
        "2014-06..2014-06",
        "2014-07..2014-07",
        "2014-08..2014-08",
        "2014-09..2014-09",
    ]


def test_the_figures_up_to_september_alone_are_known_in_september() -> None:
    line = known(ROBBERIES, "2014/15-Q2", TWO_YEARS, run("2014-08..2014-08", 92, 93, 94))
    assert [str(one.period) for one in line.others] == ["2014-08..2014-08", "2014-09..2014-09"]


@pytest.mark.parametrize(
    ("first", "a_year"),
    [
        ("2014-04..2014-04", 12),
        ("2014-04..2014-05", 6),
        ("2014/15-Q1", 4),
        ("2014-04..2014-07", 3),
        ("2014-04..2014-09", 2),
        ("2014/15", 1),
        ("2013-10..2014-09", 1),
        ("2014-04..2014-08", None),
        ("2014-04..2014-12", None),
        ("2014-04..2016-03", None),
        ("2014-11-30", None),
    ],
)
def test_how_many_periods_make_a_year(first: str, a_year: int | None) -> None:
    assert known(ROBBERIES, first, [figure(first, 5)]).a_year == a_year


def test_a_point_is_found_by_its_period_gaps_included() -> None:
    line = known(ROBBERIES, "2013/14-Q3", run("2013/14-Q1", 250, None, 270), MONTHS)
    gap = line.at(parse_range("2013/14-Q2"))
    assert gap == point("2013/14-Q2", None, gap="not entered")
    assert line.at(parse_range("2012/13-Q4")) is None


def test_the_stored_figure_of_a_point_is_given_as_it_is_stored() -> None:
    stored = run("2013/14-Q1", 250, Absence.NOT_COLLECTED, 270)
    line = known(ROBBERIES, "2013/14-Q3", stored)
    assert [line.figure(one) for one in line.series] == stored


def test_the_figure_of_a_gap_was_never_entered() -> None:
    line = known(ROBBERIES, "2013/14-Q3", run("2013/14-Q1", 250, None, 270))
    gap = line.figure(line.series[1])
    assert (gap.indicator, gap.area, str(gap.period)) == ("H1", "", "2013/14-Q2")
    assert gap.absence is Absence.NOT_ENTERED


def test_the_figure_of_a_sum_is_its_number() -> None:
    line = known(ROBBERIES, "2014/15-Q1", MONTHS)
    sum_of = line.figure(line.now)
    assert (sum_of.indicator, sum_of.area, str(sum_of.period)) == ("H1", "", "2014/15-Q1")
    assert (sum_of.value, sum_of.numerator, sum_of.denominator) == (Decimal(262), None, None)


def test_the_figure_of_a_pooled_percentage_keeps_its_exact_parts() -> None:
    line = known(COMPLETED, "2014-04..2014-09", run("2014/15-Q1", (1, 3), (90, 110)))
    pooled = line.figure(line.now)
    assert (pooled.indicator, pooled.area, str(pooled.period)) == ("C2", "", "2014-04..2014-09")
    assert (pooled.numerator, pooled.denominator) == (Decimal(91), Decimal(113))
    assert pooled.value is None


def test_a_sum_that_differs_from_what_is_stored_is_not_taken_for_it() -> None:
    line = known(ROBBERIES, "2014/15-Q4", TWO_YEARS, run("2014/15", 1_100))
    year = line.sum_inside(parse_range("2014/15"))
    assert year is not None
    assert line.figure(year.point).value == Decimal(1_103)
    assert line.figure(line.others[0]).value == Decimal(1_100)


def test_the_figure_of_half_a_penny_is_exact() -> None:
    line = known(ROBBERIES, "2013/14-Q1", TWO_YEARS)
    assert line.figure(point("2013/14", Fraction(5, 2))).value == Decimal("2.5")


def test_a_quarter_without_figure_is_put_together_from_its_months() -> None:
    line = known(ROBBERIES, "2014/15-Q2", MONTHS)
    assert shown(line.series) == [("2014/15-Q1", 262), ("2014/15-Q2", 276)]
    assert line.worked_out is not None
    assert line.worked_out.point == line.now
    assert [one.value for one in line.worked_out.parts] == [91, 92, 93]
    assert [str(one.period) for one in line.others][:1] == ["2014-04..2014-04"]
    assert len(line.others) == 6


def test_the_quarters_before_one_put_together_stand_by_figures_of_their_own() -> None:
    line = known(ROBBERIES, "2014/15-Q2", run("2013/14-Q3", 270, 280, None), MONTHS)
    assert shown(line.series) == [
        ("2013/14-Q3", 270),
        ("2013/14-Q4", 280),
        ("2014/15-Q1", 262),
        ("2014/15-Q2", 276),
    ]
    assert [str(one.period) for one in line.others] == [str(one.period) for one in MONTHS]


def test_a_quarter_before_one_put_together_is_put_together_too_and_its_own_figure_left_out() -> (
    None
):
    line = known(ROBBERIES, "2014/15-Q2", run("2014/15-Q1", 300), MONTHS)
    assert shown(line.series) == [("2014/15-Q1", 262), ("2014/15-Q2", 276)]


def test_the_stored_figures_before_a_quarter_put_together_are_given_as_they_are_stored() -> None:
    stored = run("2013/14-Q3", 270, 280, status=FigureStatus.PROVISIONAL)
    line = known(ROBBERIES, "2014/15-Q1", stored, MONTHS)
    assert [line.figure(one) for one in line.series[:2]] == stored


def test_years_are_put_together_from_quarters_with_gaps_where_a_quarter_is_missing() -> None:
    early = run("2010/11-Q1", 200, 210, 220, 230, 240, None, 250, 260)
    late = run("2012/13-Q4", 5, 1, 2, 3, 4)
    line = known(ROBBERIES, "2013/14", early, late)
    assert shown(line.series) == [
        ("2010/11", 860),
        ("2011/12", None),
        ("2012/13", None),
        ("2013/14", 10),
    ]
    assert [one.gap for one in line.series] == [
        "",
        "July to September 2011 missing",
        "April to December 2012 missing",
        "",
    ]


def test_a_year_that_is_put_together_takes_no_quarter_of_the_next() -> None:
    line = known(ROBBERIES, "2013-10..2014-09", TWO_YEARS)
    assert shown(line.series) == [("2012-10..2013-09", None), ("2013-10..2014-09", 1_083)]
    assert line.series[0].gap == "October 2012 to March 2013 missing"


def test_a_quarter_nobody_entered_is_put_together_all_the_same() -> None:
    line = known(ROBBERIES, "2014/15-Q1", [figure("2014/15-Q1", Absence.NOT_ENTERED)], MONTHS)
    assert line.now.value == 262


def test_a_figure_of_its_own_is_kept_where_shorter_ones_would_make_it_too() -> None:
    line = known(ROBBERIES, "2014/15-Q1", [figure("2014/15-Q1", 263)], MONTHS)
    assert (line.now.value, line.worked_out) == (263, None)


def test_percentages_are_put_together_from_their_parts() -> None:
    line = known(COMPLETED, "2014/15", run("2014/15-Q1", (1, 10), (90, 100), (0, 5), (9, 85)))
    assert line.now == point("2014/15", 50, parts=(Fraction(100), Fraction(200)))


def test_a_year_put_together_keeps_the_percentage_of_the_year_before_as_it_stands() -> None:
    line = known(
        COMPLETED,
        "2014/15",
        run("2013/14", "48.5"),
        run("2014/15-Q1", (1, 10), (90, 100), (0, 5), (9, 85)),
    )
    assert shown(line.series) == [("2013/14", Fraction(97, 2)), ("2014/15", 50)]


@pytest.mark.parametrize("indicator", [CONFIDENCE, WAITING, PLACE, REOFFENDING])
def test_what_does_not_add_up_is_known_by_figures_of_its_own_only(indicator: Indicator) -> None:
    quarters = run("2014/15-Q1", 60, 61, 62, 63)
    assert found(indicator, "2014/15", quarters) is None
    assert known(indicator, "2014/15", quarters, run("2014/15", 64)).now.value == 64


def test_shares_of_twelve_months_are_not_pooled_although_their_parts_are_kept() -> None:
    quarters = run("2014/15-Q1", (1, 10), (90, 100), (0, 5), (9, 85))
    assert found(REOFFENDING, "2014/15", quarters) is None
    assert reason(REOFFENDING, "2014/15", quarters[1:]) == ""


def test_a_line_may_begin_with_a_gap() -> None:
    line = known(WAITING, "2014/15-Q2", run("2014/15-Q1", Absence.WITHHELD, 50))
    assert shown(line.series) == [("2014/15-Q1", None), ("2014/15-Q2", 50)]
    assert found(WAITING, "2014/15-Q2", run("2014/15-Q1", 50, Absence.WITHHELD)) is None


def test_nothing_is_known_of_a_period_without_a_number() -> None:
    assert found(ROBBERIES, "2014/15-Q1", []) is None
    assert found(ROBBERIES, "2014/15-Q1", run("2014/15-Q1", Absence.WITHHELD)) is None
    assert found(ROBBERIES, "2014/15-Q3", MONTHS) is None
    assert found(ROBBERIES, "2015/16-Q1", TWO_YEARS) is None


def test_days_are_not_put_together() -> None:
    days = [figure("2014-11-03", 4), figure("2014-11-04", 7)]
    assert found(ROBBERIES, "2014-11-03..2014-11-04", days) is None
    assert known(ROBBERIES, "2014-11-04", days).series == tuple(points(days))


def test_why_a_period_is_unknown_names_what_is_missing_of_it() -> None:
    assert reason(ROBBERIES, "2014/15-Q3", MONTHS) == ""
    assert reason(ROBBERIES, "2014-08..2014-11", MONTHS) == "October to November 2014 missing"
    withheld = [figure("2014/15-Q3", Absence.WITHHELD)]
    assert reason(ROBBERIES, "2014/15-Q3", [*MONTHS, *withheld]) == "withheld by supplier"
    assert reason(ROBBERIES, "2014/15-Q4", [*MONTHS, *withheld]) == ""
    october = run("2014-10..2014-10", 88)
    assert (
        reason(ROBBERIES, "2014/15-Q3", [*october, *withheld])
        == "November to December 2014 missing"
    )


def test_why_percentages_without_their_parts_make_no_year_is_said() -> None:
    quarters = run("2014/15-Q1", 40, 41, 42, 43)
    said = "a percentage is kept without its numerator and denominator"
    assert reason(COMPLETED, "2014/15", [*quarters[:3], figure("2014/15-Q4", (1, 10))]) == said
    assert reason(COMPLETED, "2014/15", quarters) == said


@pytest.mark.parametrize("indicator", [CONFIDENCE, WAITING, PLACE, REOFFENDING])
def test_why_what_does_not_add_up_is_unknown_is_its_own_reason(indicator: Indicator) -> None:
    quarters = run("2014/15-Q1", 60, Absence.NOT_YET_AVAILABLE, Absence.NOT_COLLECTED)
    assert reason(indicator, "2014/15-Q2", quarters) == "not yet available"
    assert reason(indicator, "2014/15", quarters) == ""


def test_why_a_day_is_unknown_is_its_own_reason() -> None:
    days = [figure("2014-11-03", 5), figure("2014-11-04", Absence.RESTRICTED)]
    assert reason(ROBBERIES, "2014-11-04", days) == "restricted"
    assert reason(ROBBERIES, "2014-11-03..2014-11-04", days) == ""


def test_twelve_months_end_with_the_period_looked_at() -> None:
    line = known(ROBBERIES, "2014/15-Q2", TWO_YEARS)
    now, then = line.twelve_months(), line.twelve_months(1)
    assert now is not None
    assert then is not None
    assert now.point == point("2013-10..2014-09", 270 + 280 + 262 + 271)
    assert then.point == point("2012-10..2013-09", None, gap="October 2012 to March 2013 missing")
    assert whole(known(ROBBERIES, "2014/15-Q4", TWO_YEARS).twelve_months(1)) == 1_060
    assert whole(line.twelve_months(2)) is None


def test_twelve_months_reach_back_as_far_as_there_are_figures() -> None:
    longer = [*run("2012/13-Q1", 1, 20, 300, 4_000), *TWO_YEARS]
    line = known(ROBBERIES, "2014/15-Q4", longer)
    assert [whole(line.twelve_months(back)) for back in (0, 1, 2)] == [1_103, 1_060, 4_321]
    before = line.twelve_months(3)
    assert before is not None
    assert before.point == point("2011/12", None, gap="no figures")


def test_twelve_months_are_made_of_months_or_a_single_year_too() -> None:
    months = run("2014-01..2014-01", *range(1, 15))
    line = known(ROBBERIES, "2015-02..2015-02", months)
    assert whole(line.twelve_months()) == sum(range(3, 15))
    years = known(ROBBERIES, "2014/15", run("2013/14", 1_060, 1_103))
    assert (whole(years.twelve_months()), whole(years.twelve_months(1))) == (1_103, 1_060)


@pytest.mark.parametrize("indicator", [CONFIDENCE, WAITING, PLACE, REOFFENDING])
def test_what_does_not_add_up_has_no_twelve_months_and_no_year(indicator: Indicator) -> None:
    line = known(indicator, "2014/15-Q4", TWO_YEARS)
    assert line.twelve_months() is None
    assert line.year(FinancialYear(2013)) is None
    assert line.sum_inside(parse_range("2013/14")) is None


def test_periods_that_make_no_year_have_no_twelve_months_and_no_year() -> None:
    line = known(ROBBERIES, "2014-04..2014-08", run("2014-04..2014-08", 40))
    assert line.twelve_months() is None
    assert line.year(FinancialYear(2014)) is None


def test_a_financial_year_is_made_of_its_quarters() -> None:
    line = known(ROBBERIES, "2014/15-Q2", TWO_YEARS)
    assert whole(line.year(FinancialYear(2013))) == 1_060
    this = line.year(FinancialYear(2014))
    assert this is not None
    assert this.point == point("2014/15", None, gap="October 2014 to March 2015 missing")


def test_a_financial_year_before_the_line_is_made_of_other_ranges() -> None:
    months = run("2011-04..2011-04", *range(1, 13))
    line = known(ROBBERIES, "2014/15-Q2", months, TWO_YEARS)
    assert whole(line.year(FinancialYear(2011))) == 78
    unknown = line.year(FinancialYear(2010))
    assert unknown is not None
    assert unknown.point.gap == "no figures"


def test_a_financial_year_of_which_only_the_whole_is_known_stands_for_itself() -> None:
    line = known(ROBBERIES, "2014/15-Q2", run("2011/12", 988), TWO_YEARS)
    assert whole(line.year(FinancialYear(2011))) == 988


def test_a_range_is_made_of_the_quarters_inside_it_and_never_of_itself() -> None:
    line = known(ROBBERIES, "2014/15-Q4", TWO_YEARS, MONTHS, run("2013/14", 1_000, 2_000))
    year = line.sum_inside(parse_range("2014/15"))
    assert year is not None
    assert [one.value for one in year.parts] == [262, 271, 280, 290]
    assert whole(line.sum_inside(parse_range("2014-04..2014-09"))) == 533
    assert whole(line.sum_inside(parse_range("2014-04..2014-05"))) == 175
    both = line.sum_inside(parse_range("2013-04..2015-03"))
    assert whole(both) == 1_060 + 1_103


def test_a_range_of_years_is_made_of_the_years_where_there_are_no_quarters() -> None:
    line = known(ROBBERIES, "2014/15", run("2013/14", 1_000, 2_000))
    assert whole(line.sum_inside(parse_range("2013-04..2015-03"))) == 3_000
    assert whole(line.sum_inside(parse_range("2014/15"))) is None


def test_days_make_no_range() -> None:
    line = known(ROBBERIES, "2014-11-04", [figure("2014-11-03", 4), figure("2014-11-04", 7)])
    assert line.sum_inside(parse_range("2014-11-03..2014-11-04")) is None


def test_the_year_so_far_begins_in_april() -> None:
    line = known(ROBBERIES, "2014/15-Q2", TWO_YEARS)
    assert shown(line.year_so_far()) == [("2014/15-Q1", 262), ("2014/15-Q2", 271)]
    assert shown(known(ROBBERIES, "2014/15-Q1", TWO_YEARS).year_so_far()) == [("2014/15-Q1", 262)]
    assert len(known(ROBBERIES, "2014/15-Q4", TWO_YEARS).year_so_far()) == 4


def test_the_year_so_far_is_unknown_where_a_quarter_of_it_is() -> None:
    gap = known(ROBBERIES, "2014/15-Q3", run("2014/15-Q1", 262, None, 280))
    late = known(ROBBERIES, "2014/15-Q3", run("2014/15-Q2", 271, 280))
    assert gap.year_so_far() == late.year_so_far() == ()


def test_a_year_from_october_has_no_year_so_far() -> None:
    line = known(ROBBERIES, "2013-10..2014-09", run("2012-10..2013-09", 900, 950))
    assert line.year_so_far() == ()
    assert line.complete_years(with_this=True) == []


def test_complete_years_come_oldest_first_without_the_one_that_runs() -> None:
    first, second = [250, 260, 270, 280], [262, 271, 280, 290]
    line = known(ROBBERIES, "2014/15-Q4", TWO_YEARS)
    assert line.complete_years() == [first]
    assert line.complete_years(with_this=True) == [first, second]
    running = known(ROBBERIES, "2014/15-Q3", TWO_YEARS)
    assert running.complete_years() == running.complete_years(with_this=True) == [first]


def test_complete_years_end_with_the_first_gap_that_is_met_going_back() -> None:
    early = run("2010/11-Q1", 1, 2, 3, 4, 5, None, 7, 8, 9, 10, 11, 12)
    line = known(ROBBERIES, "2014/15-Q1", early, TWO_YEARS)
    assert line.complete_years() == [[9, 10, 11, 12], [250, 260, 270, 280]]


def test_a_year_cut_off_at_the_beginning_is_no_complete_one() -> None:
    line = known(ROBBERIES, "2014/15-Q1", run("2012/13-Q2", 2, 3, 4), TWO_YEARS)
    assert line.complete_years() == [[250, 260, 270, 280]]


def test_twenty_complete_years_are_looked_back_for_and_no_more() -> None:
    line = known(ROBBERIES, "2014/15", run("1990/91", *range(1990, 2015)))
    assert line.complete_years() == [[start] for start in range(1994, 2014)]


def test_ranges_that_make_no_year_make_no_complete_years() -> None:
    line = known(ROBBERIES, "2014-11-04", [figure("2014-11-03", 4), figure("2014-11-04", 7)])
    assert line.complete_years(with_this=True) == []


def test_the_marks_of_a_figure_stay_with_its_point() -> None:
    unsure = [replace(one, status=FigureStatus.PROVISIONAL) for one in MONTHS[3:]]
    line = known(ROBBERIES, "2014/15-Q2", MONTHS[:3], unsure)
    assert [one.provisional for one in line.series] == [False, True]
    assert line.worked_out is not None
    assert len(line.worked_out.provisional) == 3
