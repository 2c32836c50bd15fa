from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.comparison import (
    Comparison,
    baseline_year,
    first_year,
    period_before,
    rolling_year,
    year_before,
)
from csp_desktop.core.analysis.difference import Reading
from csp_desktop.core.analysis.known import Known
from csp_desktop.core.figures import Absence
from csp_desktop.core.periods import FinancialYear, parse_range
from csp_desktop.core.plan import Indicator, Polarity
from csp_desktop.core.publishers import PUBLISHERS
from tests.core.analysis.making import (
    COMPLETED,
    CONFIDENCE,
    PLACE,
    RATE,
    REOFFENDING,
    ROBBERIES,
    SPENT,
    TWO_YEARS,
    WAITING,
    Answer,
    figure,
    known,
    point,
    robberies,
    run,
)

SMALL = st.integers(0, 60)
OLD, NEW = (one.name for one in PUBLISHERS[:2])


def beside(indicator: Indicator, before: Answer, now: Answer, **of_now: object) -> Comparison:
    """2014/15-Q1 beside 2013/14-Q1."""
    line = known(
        indicator, "2014/15-Q1", run("2013/14-Q1", before), run("2014/15-Q1", now, **of_now)
    )
    return year_before(line)


def reads(comparison: Comparison) -> Reading | None:
    return comparison.change.reads if comparison.change else None


def test_a_quarter_is_set_beside_the_quarter_before() -> None:
    found = period_before(robberies(405, 297))
    assert found.name == "period before"
    assert found.against == parse_range("2013/14-Q1")
    assert found.words == "297 against 405: −108, −26.7%, better."
    assert reads(found) is Reading.BETTER


def test_a_quarter_is_set_beside_the_same_quarter_last_year() -> None:
    found = year_before(robberies(297, 1, 2, 3, 405))
    assert found.name == "same period last year"
    assert found.against == parse_range("2013/14-Q1")
    assert found.words == "405 against 297: +108, +36.4%, worse."
    assert found.change is not None
    assert found.change.change == 108


def test_a_month_is_set_beside_the_month_before_and_the_same_month_last_year() -> None:
    line = known(ROBBERIES, "2014-05..2014-05", run("2013-05..2013-05", *range(100, 1400, 100)))
    assert period_before(line).words == "1,300 against 1,200: +100, +8.3%, worse."
    assert year_before(line).words == "1,300 against 100: +1,200, +1,200.0%, worse."


def test_a_year_from_october_is_set_beside_the_one_before() -> None:
    line = known(ROBBERIES, "2013-10..2014-09", run("2012-10..2013-09", 900, 700))
    assert period_before(line).against == parse_range("2012-10..2013-09")
    assert year_before(line).words == "700 against 900: −200, −22.2%, better."


def test_a_day_has_no_day_before_and_no_year_before() -> None:
    line = known(WAITING, "2014-11-30", [figure("2013-11-30", 40), figure("2014-11-30", 50)])
    for compare, name in (
        (period_before, "period before"),
        (year_before, "same period last year"),
    ):
        assert compare(line) == Comparison(name, None, None, "No such period.")


def test_where_there_is_no_figure_to_compare_with_the_reason_is_said() -> None:
    withheld = robberies(405, Absence.WITHHELD, None, 270, 280, 297)
    assert year_before(withheld) == Comparison(
        "same period last year",
        parse_range("2013/14-Q2"),
        None,
        "No figure for 2013/14-Q2: withheld by supplier.",
    )
    left_out = robberies(405, 1, None, 270, 280, 1, 297)
    assert year_before(left_out).words == "No figure for 2013/14-Q3: not entered."
    assert period_before(robberies(405)) == Comparison(
        "period before",
        parse_range("2012/13-Q4"),
        None,
        "No figure for 2012/13-Q4.",
    )


def test_percentages_are_set_beside_each_other_in_points() -> None:
    found = beside(COMPLETED, (90, 413), (24, 413))
    assert found.words == "5.8% against 21.8%: −16.0 pt, worse."
    assert beside(COMPLETED, "8.7", "8.7").words == "8.7% against 8.7%: 0.0 pt, no change."


def test_money_is_set_beside_money_in_pounds() -> None:
    assert beside(SPENT, "5.50", "9.00").words == "£9.00 against £5.50: +£3.50, +63.6%, up."


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (
            9,
            5,
            "5 against 9: −4, no real change. Too few for a percentage: by chance alone 5 may "
            "stand for 1.6 to 11.7.",
        ),
        (
            20,
            8,
            "8 against 20: −12, better. Too few for a percentage: by chance alone 8 may stand "
            "for 3.5 to 15.8.",
        ),
        (
            3,
            0,
            "0 against 3: −3, no real change. Too few for a percentage: by chance alone 0 may "
            "stand for 0.0 to 3.7.",
        ),
        (
            5,
            5,
            "5 against 5: 0, no change. Too few for a percentage: by chance alone 5 may stand "
            "for 1.6 to 11.7.",
        ),
        (
            9,
            100,
            "100 against 9: +91, worse. Too few for a percentage: by chance alone 100 may stand "
            "for 81.4 to 121.6.",
        ),
        (
            110,
            100,
            "100 against 110: −10, −9.1%, no real change. By chance alone 100 may stand for "
            "81.4 to 121.6.",
        ),
        (
            2,
            1,
            "1 against 2: −1, no real change. Too few for a percentage: by chance alone 1 may "
            "stand for 0.03 to 5.6.",
        ),
        (
            10,
            10,
            "10 against 10: 0, 0.0%, no change.",
        ),
        (122, 100, "100 against 122: −22, −18.0%, better."),
    ],
)
def test_small_counts_are_judged_by_what_chance_alone_may_bring(
    before: int, now: int, words: str
) -> None:
    # Ends by Garwood (1936), as his tables print them for 0, 5, 8 and 100 events.
    assert beside(ROBBERIES, before, now).words == words


def test_a_large_count_that_chance_explains_is_said_with_commas() -> None:
    assert beside(ROBBERIES, 1_550, 1_500).words == (
        "1,500 against 1,550: −50, −3.2%, no real change. By chance alone 1,500 may stand for "
        "1,425.0 to 1,577.9."
    )


@pytest.mark.parametrize("indicator", [WAITING, PLACE, RATE, SPENT])
def test_what_counts_no_events_is_not_laid_to_chance(indicator: Indicator) -> None:
    words = beside(indicator, 9, 8).words
    assert "chance" not in words
    assert "no real change" not in words


def test_a_place_in_an_order_has_no_percentage() -> None:
    assert beside(PLACE, 30, 12).words == "12 against 30: −18, better."


def test_a_survey_is_judged_by_how_many_were_asked() -> None:
    assert beside(CONFIDENCE, 50, 55, sample_size=100).words == (
        "55% against 50%: +5.0 pt, no real change. Of 100 asked it may be 45.2% to 64.4%."
    )
    assert beside(CONFIDENCE, 50, 55, sample_size=1_000).words == (
        "55% against 50%: +5.0 pt, better."
    )
    assert beside(CONFIDENCE, 54, 55, sample_size=1_000).words == (
        "55% against 54%: +1.0 pt, no real change. Of 1,000 asked it may be 51.9% to 58.1%."
    )


def test_a_survey_that_does_not_say_how_many_were_asked_is_not_judged() -> None:
    assert beside(CONFIDENCE, 50, 90).words == "90% against 50%: +40.0 pt, not judged."
    assert beside(CONFIDENCE, 5, 4).words == "4% against 5%: −1.0 pt, not judged."


def test_a_sample_size_beside_a_count_changes_nothing() -> None:
    assert beside(ROBBERIES, 9, 5, sample_size=100).words == beside(ROBBERIES, 9, 5).words


def test_a_half_count_is_no_count_of_events() -> None:
    assert beside(ROBBERIES, 9, "7.5").words == "7.5 against 9: −1.5, better."


def test_a_count_below_nought_is_compared_without_an_interval() -> None:
    # An error stops a return from being submitted, never a figure from being saved.
    assert beside(ROBBERIES, 5, -3).words == "−3 against 5: −8, better."


def test_a_survey_above_a_hundred_per_cent_is_compared_without_an_interval() -> None:
    found = beside(CONFIDENCE, 50, 120, sample_size=100)
    assert found.words == "120% against 50%: +70.0 pt, not judged."


def test_a_period_that_is_a_gap_itself_is_set_beside_others_without_an_interval() -> None:
    line = Known(ROBBERIES, (point("2014/15-Q1", 5), point("2014/15-Q2", None)))
    assert period_before(line).words.endswith(" against 5.")
    assert reads(period_before(line)) is Reading.NOT_JUDGED


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        (OLD, NEW, " Counted by another classification then."),
        (NEW, OLD, " Counted by another classification then."),
        (NEW, NEW, ""),
        (OLD, "", ""),
        ("", NEW, ""),
    ],
)
def test_figures_of_two_publishers_series_are_compared_and_it_is_said(
    then: str, now: str, told: str
) -> None:
    line = known(
        ROBBERIES,
        "2014/15-Q4",
        run("2013/14-Q1", *[100] * 4, source=then),
        run("2014/15-Q1", *[80] * 4, source=now),
    )
    assert year_before(line).words == f"80 against 100: −20, −20.0%, better.{told}"
    assert rolling_year(line).words == f"320 against 400: −80, −20.0%, better.{told}"
    assert rolling_year(line).change is not None


def test_the_first_year_is_the_first_with_a_number_of_the_same_quarter() -> None:
    early = run("2010/11-Q1", 1, 900, 3, 4, 5, 800)
    line = known(ROBBERIES, "2014/15-Q2", early, TWO_YEARS)
    found = first_year(line)
    assert found.name == "first year, 2010/11"
    assert found.against == parse_range("2010/11-Q2")
    assert found.words == "271 against 900: −629, −69.9%, better."
    gap = known(ROBBERIES, "2014/15-Q2", run("2010/11-Q2", Absence.WITHHELD), early[2:], TWO_YEARS)
    assert first_year(gap).name == "first year, 2011/12"


def test_a_quarter_of_the_calendar_year_belongs_to_the_financial_year_before() -> None:
    found = first_year(known(ROBBERIES, "2014/15-Q4", TWO_YEARS))
    assert found.name == "first year, 2013/14"
    assert found.against == parse_range("2013/14-Q4")


def test_where_there_is_no_earlier_year_that_is_said() -> None:
    nothing = Comparison("first year", None, None, "There is no earlier year.")
    assert first_year(robberies(405)) == nothing
    assert first_year(robberies(405, 260, 270)) == nothing


def test_ranges_that_are_not_equally_long_are_not_compared() -> None:
    line = Known(ROBBERIES, (point("2014/15", 1_138), point("2015/16-Q1", 297)))
    assert first_year(line) == Comparison(
        "first year, 2014/15",
        parse_range("2014/15"),
        None,
        "2015/16-Q1 and 2014/15 are not equally long.",
    )


@given(SMALL, SMALL, st.sampled_from([Polarity.LOWER, Polarity.HIGHER]))
def test_better_and_worse_change_places_with_the_figures_except_where_chance_decides(
    before: int, now: int, polarity: Polarity
) -> None:
    turned = {Reading.BETTER: Reading.WORSE, Reading.WORSE: Reading.BETTER}
    indicator = replace(ROBBERIES, polarity=polarity)
    there, back = reads(beside(indicator, before, now)), reads(beside(indicator, now, before))
    assert there is not None
    if Reading.NO_REAL_CHANGE not in (there, back):
        assert back is turned.get(there, there)
    assert (there is Reading.NO_CHANGE) == (back is Reading.NO_CHANGE) == (before == now)


COMPARISONS: list[Callable[[Known], Comparison]] = [
    period_before,
    year_before,
    first_year,
    rolling_year,
    lambda line: baseline_year(line, FinancialYear(2013)),
]


@given(
    st.lists(st.none() | st.integers(0, 300), max_size=11),
    st.sampled_from([ROBBERIES, WAITING, PLACE, REOFFENDING, CONFIDENCE, SPENT, RATE]),
    st.sampled_from(COMPARISONS),
)
def test_every_comparison_has_a_difference_or_says_in_a_sentence_why_not(
    answers: list[int | None], indicator: Indicator, compare: Callable[[Known], Comparison]
) -> None:
    quarters = run("2012/13-Q1", *answers, 5)
    line = known(indicator, str(quarters[-1].period), quarters)
    found = compare(line)
    assert found.words.endswith(".")
    assert found.words[0].isupper() or found.words[0].isdigit() or found.words[0] == "£"
    if found.change is not None:
        assert found.against is not None
        assert found.change.change is not None
        assert isinstance(found.change.change, Fraction)
