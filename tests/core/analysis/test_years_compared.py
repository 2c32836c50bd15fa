from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.comparison import (
    Comparison,
    baseline_year,
    period_before,
    rolling_year,
    year_before,
)
from csp_desktop.core.figures import FigureStatus
from csp_desktop.core.periods import FinancialYear, parse_range
from csp_desktop.core.plan import Indicator
from tests.core.analysis.making import (
    COMPLETED,
    CONFIDENCE,
    PLACE,
    RATE,
    REOFFENDING,
    ROBBERIES,
    TWO_YEARS,
    WAITING,
    Answer,
    figure,
    known,
    robberies,
    run,
)

PROVISIONAL = FigureStatus.PROVISIONAL


def test_the_last_twelve_months_are_set_beside_the_twelve_before() -> None:
    found = rolling_year(known(ROBBERIES, "2014/15-Q4", TWO_YEARS))
    assert found.name == "rolling 12 months"
    assert found.against == parse_range("2013/14")
    assert found.words == "1,138 against 1,215: −77, −6.3%, better."


def test_twelve_months_with_a_part_missing_are_not_compared_and_it_is_named() -> None:
    assert rolling_year(known(ROBBERIES, "2014/15-Q2", TWO_YEARS)) == Comparison(
        "rolling 12 months",
        parse_range("2012-10..2013-09"),
        None,
        "2012-10..2013-09: October 2012 to March 2013 missing.",
    )
    gap = robberies(405, 260, 270, 280, 297, None, 280, 290)
    found = rolling_year(gap)
    assert found.words == "2014/15: July to September 2014 missing."
    assert found.against == parse_range("2013/14")


def test_the_parts_that_may_still_change_are_named_the_earlier_first() -> None:
    unsure = [
        replace(one, status=PROVISIONAL) if place in (3, 6, 7) else one
        for place, one in enumerate(TWO_YEARS)
    ]
    words = "1,138 against 1,215: −77, −6.3%, better. Provisional: "
    assert rolling_year(known(ROBBERIES, "2014/15-Q4", unsure)).words == (
        f"{words}2013/14-Q4, 2014/15-Q3, 2014/15-Q4."
    )
    now = [*TWO_YEARS[:7], unsure[7]]
    assert rolling_year(known(ROBBERIES, "2014/15-Q4", now)).words == f"{words}2014/15-Q4."
    then = [*TWO_YEARS[:3], unsure[3], *TWO_YEARS[4:]]
    assert rolling_year(known(ROBBERIES, "2014/15-Q4", then)).words == f"{words}2013/14-Q4."


def test_rolling_percentages_are_pooled() -> None:
    shares: list[Answer] = [(1, 10), (90, 100), (0, 5), (9, 85)]
    more: list[Answer] = [(2, 10), (90, 100), (5, 5), (53, 85)]
    line = known(COMPLETED, "2014/15-Q4", run("2013/14-Q1", *shares, *more))
    assert rolling_year(line).words == "75.0% against 50.0%: +25.0 pt, better."


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        (WAITING, "Not summed: each figure says what stands at the end of its period."),
        (PLACE, "Not summed: places in an order do not add up."),
        (CONFIDENCE, "Not summed: each survey asks people of its own."),
        (RATE, "Not summed: figures of this kind do not add up."),
    ],
)
def test_what_does_not_add_up_has_no_rolling_year_and_the_reason_is_said(
    indicator: Indicator, words: str
) -> None:
    line = known(indicator, "2014/15-Q4", run("2013/14-Q1", *range(10, 18)))
    assert rolling_year(line) == Comparison("rolling 12 months", None, None, words)


def test_counts_over_ranges_that_make_no_year_are_not_said_never_to_add_up() -> None:
    line = known(ROBBERIES, "2014-04..2014-12", [figure("2014-04..2014-12", 700)])
    assert rolling_year(line) == Comparison(
        "rolling 12 months", None, None, "Not compared: such periods do not make up a year."
    )


def test_rolling_figures_are_compared_a_year_apart_only() -> None:
    line = known(REOFFENDING, "2014/15-Q1", run("2013/14-Q1", 20, 21, 22, 23, 24))
    assert period_before(line) == Comparison(
        "period before",
        parse_range("2013/14-Q4"),
        None,
        "Each figure covers twelve months and shares 9 of them with this one.",
    )
    assert year_before(line).words == "24% against 20%: +4.0 pt, better."
    rolling = rolling_year(line)
    assert (rolling.name, rolling.against) == ("rolling 12 months", parse_range("2013/14-Q1"))
    assert rolling.words == "24% against 20%: +4.0 pt, better."


def test_rolling_figures_of_each_month_share_eleven_of_twelve() -> None:
    line = known(REOFFENDING, "2014-01..2014-01", run("2013-12..2013-12", 20, 21))
    assert period_before(line).words == (
        "Each figure covers twelve months and shares 11 of them with this one."
    )


def test_rolling_figures_eleven_months_apart_share_one() -> None:
    line = known(REOFFENDING, "2013-04..2014-02", [figure("2013-04..2014-02", 20)])
    assert period_before(line).words == (
        "Each figure covers twelve months and shares 1 of them with this one."
    )


def test_rolling_figures_over_whole_years_share_nothing() -> None:
    line = known(REOFFENDING, "2014/15", run("2013/14", 20, 24))
    assert period_before(line).words == "24% against 20%: +4.0 pt, better."


def test_the_last_twelve_months_are_set_beside_the_baseline_year() -> None:
    found = baseline_year(known(ROBBERIES, "2014/15-Q3", TWO_YEARS), FinancialYear(2013))
    assert found.name == "baseline year 2013/14"
    assert found.against == parse_range("2013/14")
    assert found.words == "1,128 against 1,215: −87, −7.2%, better."


def test_the_baseline_year_is_not_compared_with_itself() -> None:
    line = known(ROBBERIES, "2013/14-Q4", TWO_YEARS)
    assert baseline_year(line, FinancialYear(2013)) == Comparison(
        "baseline year 2013/14",
        parse_range("2013/14"),
        None,
        "The figure is of the baseline year itself.",
    )


def test_a_baseline_year_with_a_part_missing_is_not_compared() -> None:
    line = known(ROBBERIES, "2014/15-Q4", run("2012/13-Q3", 1, 2), TWO_YEARS)
    assert baseline_year(line, FinancialYear(2012)) == Comparison(
        "baseline year 2012/13",
        parse_range("2012/13"),
        None,
        "2012/13: April to September 2012 missing.",
    )


def test_a_baseline_year_of_which_only_the_whole_is_known_is_compared_all_the_same() -> None:
    line = known(ROBBERIES, "2014/15-Q4", run("2011/12", 1_300), TWO_YEARS)
    assert baseline_year(line, FinancialYear(2011)).words == (
        "1,138 against 1,300: −162, −12.5%, better."
    )


@pytest.mark.parametrize("indicator", [WAITING, PLACE, RATE])
def test_what_does_not_add_up_is_set_beside_the_same_period_of_the_baseline_year(
    indicator: Indicator,
) -> None:
    line = known(indicator, "2014/15-Q4", run("2012/13-Q1", *range(40, 16, -2)))
    found = baseline_year(line, FinancialYear(2012))
    assert found.name == "same period in 2012/13"
    assert found.against == parse_range("2012/13-Q4")
    assert found.words.startswith("18 against 34: −16")
    missing = baseline_year(line, FinancialYear(2011))
    assert missing.words == "No figure for 2011/12-Q4."


def test_percentages_kept_without_parts_are_set_beside_the_same_quarter_of_the_baseline() -> None:
    line = known(COMPLETED, "2014/15-Q4", run("2013/14-Q1", *range(40, 48)))
    found = baseline_year(line, FinancialYear(2013))
    assert (found.name, found.words) == (
        "same period in 2013/14",
        "47% against 43%: +4.0 pt, better.",
    )


def test_percentages_kept_with_parts_are_pooled_for_the_baseline_year() -> None:
    shares: list[Answer] = [(1, 10), (90, 100), (0, 5), (9, 85)]
    line = known(COMPLETED, "2014/15-Q1", run("2013/14-Q1", *shares, (11, 10)))
    found = baseline_year(line, FinancialYear(2013))
    assert found.name == "baseline year 2013/14"
    assert found.words == "55.0% against 50.0%: +5.0 pt, better."


def test_a_percentage_that_lacks_a_quarter_of_either_year_is_set_beside_the_same_quarter() -> None:
    shares: list[Answer | None] = [(1, 10), None, (0, 5), (9, 85), (2, 10)]
    line = known(COMPLETED, "2014/15-Q1", run("2013/14-Q1", *shares))
    assert (
        baseline_year(line, FinancialYear(2013)).words == "20.0% against 10.0%: +10.0 pt, better."
    )


@pytest.mark.parametrize("missing", [0, 5])
def test_a_percentage_that_lacks_a_quarter_of_one_year_is_set_beside_the_same_quarter(
    missing: int,
) -> None:
    shares: list[Answer | None] = [(1, 10), (1, 10), (1, 5), (9, 85), (1, 10), (3, 10), (2, 10)]
    shares[missing] = None
    line = known(COMPLETED, "2014/15-Q3", run("2013/14-Q1", *shares))
    found = baseline_year(line, FinancialYear(2013))
    assert (found.name, found.words) == (
        "same period in 2013/14",
        "20.0% against 20.0%: 0.0 pt, no change.",
    )


def test_a_range_that_makes_no_year_is_set_beside_the_same_range_of_the_baseline_year() -> None:
    nine = [figure("2013-04..2013-12", 900), figure("2014-04..2014-12", 700)]
    found = baseline_year(known(ROBBERIES, "2014-04..2014-12", nine), FinancialYear(2013))
    assert (found.name, found.words) == (
        "same period in 2013/14",
        "700 against 900: −200, −22.2%, better.",
    )


@given(st.lists(st.integers(0, 500), min_size=8, max_size=8))
def test_the_rolling_year_of_a_year_is_the_comparison_of_the_two_years(counts: list[int]) -> None:
    quarters = run("2013/14-Q1", *counts)
    years = run("2013/14", sum(counts[:4]), sum(counts[4:]))
    rolling = rolling_year(known(ROBBERIES, "2014/15-Q4", quarters))
    baseline = baseline_year(known(ROBBERIES, "2014/15-Q4", quarters), FinancialYear(2013))
    whole = year_before(known(ROBBERIES, "2014/15", years))
    assert rolling.words == baseline.words == whole.words
    assert rolling.change == whole.change
