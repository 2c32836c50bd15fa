from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter, day_words, parse_range

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
QUARTERS = st.builds(Quarter, st.integers(1990, 2060), st.integers(1, 4))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015/16-Q1", date(2015, 4, 1), date(2015, 6, 30)),
        ("2015/16-Q2", date(2015, 7, 1), date(2015, 9, 30)),
        ("2015/16-Q3", date(2015, 10, 1), date(2015, 12, 31)),
        ("2015/16-Q4", date(2016, 1, 1), date(2016, 3, 31)),
        (" 2015/16-q4 ", date(2016, 1, 1), date(2016, 3, 31)),
        ("1999/00-Q4", date(2000, 1, 1), date(2000, 3, 31)),
        ("2015/16", date(2015, 4, 1), date(2016, 3, 31)),
        ("2013-10..2014-09", date(2013, 10, 1), date(2014, 9, 30)),
        ("2011-08..2012-02", date(2011, 8, 1), date(2012, 2, 29)),
        ("2014-11-30", date(2014, 11, 30), date(2014, 11, 30)),
        ("2014-11-03..2014-11-30", date(2014, 11, 3), date(2014, 11, 30)),
    ],
)
def test_each_notation_means_its_dates(text: str, first: date, last: date) -> None:
    assert parse_range(text) == DateRange(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2015",
        "2015/17",
        "2015/16-Q5",
        "2015/16-Q0",
        "2015/16-Q1 or so",
        "Q1 2015/16",
        "2014-13..2015-02",
        "2015-09..2014-10",
        "2014-02-30",
        "2014-11-30..2014-11-01",
        "9999/00",
    ],
)
def test_what_is_no_period_is_refused_with_the_notation(text: str) -> None:
    with pytest.raises(NotFoundError, match=r"is not a (period|quarter)\..*2015/16-Q1"):
        parse_range(text)


@pytest.mark.parametrize("text", ["", "2015/16", "2015/17-Q1", "2015-04..2015-06", "2015/16-Q5"])
def test_a_quarter_is_read_from_a_quarter_only(text: str) -> None:
    with pytest.raises(NotFoundError, match="is not a quarter"):
        Quarter.parse(text)


@pytest.mark.parametrize("text", ["2015", "2015/17", "2015/16-Q1"])
def test_a_year_is_read_from_a_year_only(text: str) -> None:
    with pytest.raises(NotFoundError, match="is not a period"):
        FinancialYear.parse(text)


def test_a_quarter_beyond_the_calendar_is_still_only_not_found() -> None:
    with pytest.raises(NotFoundError):
        parse_range("9999/00-Q4")


@given(DAYS, st.integers(0, 800))
def test_a_range_reads_back_from_its_own_notation(first: date, days: int) -> None:
    whole = DateRange(first, first + timedelta(days=days))
    assert parse_range(str(whole)) == whole


@given(DAYS, st.integers(1, 40))
def test_a_range_of_months_has_that_many(first: date, months: int) -> None:
    whole = DateRange.of_months(first.year, first.month, months)
    assert whole.months == months
    assert whole.first == first.replace(day=1)
    assert (whole.last + timedelta(days=1)).day == 1


@given(QUARTERS)
def test_a_quarter_reads_back_from_its_own_notation_and_its_dates(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter
    assert quarter.range.quarter == quarter
    assert str(quarter.range) == str(quarter)


@given(DAYS)
def test_every_day_lies_in_the_quarter_that_contains_it(day: date) -> None:
    quarter = Quarter.containing(day)
    assert quarter.range.first <= day <= quarter.range.last
    assert quarter.year.range.contains(quarter.range)


@given(QUARTERS, st.integers(-40, 40))
def test_quarters_are_counted_forward_and_back(quarter: Quarter, steps: int) -> None:
    later = quarter.plus(steps)
    assert later.plus(-steps) == quarter
    assert (later > quarter) == (steps > 0)
    assert (later.range.first > quarter.range.first) == (steps > 0)


def test_quarters_follow_each_other_without_a_gap() -> None:
    quarter = Quarter(2013, 1)
    for _ in range(12):
        following = quarter.plus(1)
        assert following.range.first == quarter.range.last + timedelta(days=1)
        assert following.previous == quarter
        quarter = following


def test_the_year_before_is_the_same_quarter_a_year_earlier() -> None:
    assert Quarter(2015, 4).year_before == Quarter(2014, 4)
    assert Quarter(2015, 1).previous == Quarter(2014, 4)


def test_the_four_quarters_of_a_year_make_the_year() -> None:
    year = FinancialYear(2015)
    assert [str(one) for one in year.quarters] == [
        "2015/16-Q1",
        "2015/16-Q2",
        "2015/16-Q3",
        "2015/16-Q4",
    ]
    assert year.quarters[0].range.first == year.range.first
    assert year.quarters[3].range.last == year.range.last
    assert FinancialYear(2014) < year <= FinancialYear(2015)


@pytest.mark.parametrize(
    ("text", "months", "quarter", "year"),
    [
        ("2015/16-Q1", 3, "2015/16-Q1", None),
        ("2015/16", 12, None, "2015/16"),
        ("2015-02..2015-04", 3, None, None),
        ("2013-10..2014-09", 12, None, None),
        ("2014-11-03..2014-11-30", None, None, None),
        ("2014-11-01..2014-11-29", None, None, None),
    ],
)
def test_a_range_knows_what_it_is(
    text: str, months: int | None, quarter: str | None, year: str | None
) -> None:
    whole = parse_range(text)
    assert whole.months == months
    assert (str(whole.quarter) if whole.quarter else None) == quarter
    assert (str(whole.financial_year) if whole.financial_year else None) == year


def test_ranges_know_whether_they_share_days() -> None:
    first, second = parse_range("2015/16-Q1"), parse_range("2015/16-Q2")
    year, across = parse_range("2015/16"), parse_range("2015-06..2015-07")
    assert not first.overlaps(second)
    assert first.overlaps(across)
    assert first.overlaps(parse_range("2015-06-30"))
    assert parse_range("2015-06-30").overlaps(first)
    assert parse_range("2015-04-01").overlaps(first)
    assert not parse_range("2015-07-01").overlaps(first)
    assert across.overlaps(second)
    assert year.contains(across)
    assert not first.contains(across)
    assert first.contains(first)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2015/16-Q1", "quarter"),
        ("2015/16-Q4", "quarter"),
        ("2015-02..2015-04", "3 months from February"),
        ("2015/16", "12 months from April"),
        ("2013-10..2014-09", "12 months from October"),
        ("2015-04..2015-09", "6 months from April"),
        ("2015-05..2015-05", "month"),
        ("2016-02..2016-02", "month"),
        ("2014-11-30", "day"),
        ("2014-11-03..2014-11-09", "7 days"),
        ("2014-11-03..2014-11-04", "2 days"),
    ],
)
def test_a_range_says_what_it_may_stand_in_one_line_with(text: str, kind: str) -> None:
    assert parse_range(text).kind == kind


@given(DAYS, st.integers(0, 800))
def test_the_days_of_a_range_are_counted_with_both_its_ends(first: date, more: int) -> None:
    assert DateRange(first, first + timedelta(days=more)).days == more + 1


@pytest.mark.parametrize(
    ("text", "months", "moved"),
    [
        ("2015/16-Q1", 3, "2015/16-Q2"),
        ("2015/16-Q1", -3, "2014/15-Q4"),
        ("2015/16-Q1", -12, "2014/15-Q1"),
        ("2015/16-Q4", -1, "2015-12..2016-02"),
        ("2015/16", 12, "2016/17"),
        ("2015-12..2015-12", 1, "2016-01..2016-01"),
        ("2016-01..2016-01", -1, "2015-12..2015-12"),
        ("2015-03..2015-03", -1, "2015-02..2015-02"),
        ("2015-03..2015-03", 11, "2016-02..2016-02"),
    ],
)
def test_a_range_is_moved_by_months_and_keeps_its_length(
    text: str, months: int, moved: str
) -> None:
    assert parse_range(text).moved(months) == parse_range(moved)


@pytest.mark.parametrize("text", ["2014-11-30", "2014-11-03..2014-11-09"])
def test_days_are_not_moved_by_months(text: str) -> None:
    assert parse_range(text).moved(1) is None


@given(DAYS, st.integers(1, 40), st.integers(-200, 200))
def test_a_range_moved_there_and_back_is_the_same(first: date, length: int, by: int) -> None:
    whole = DateRange.of_months(first.year, first.month, length)
    moved = whole.moved(by)
    assert moved is not None
    assert (moved.months, moved.moved(-by)) == (length, whole)
    assert (moved > whole) == (by > 0)


@pytest.mark.parametrize(
    ("text", "other", "comparable"),
    [
        ("2015/16-Q1", "2014/15-Q1", True),
        ("2015/16-Q1", "2015-02..2015-04", True),
        ("2015/16", "2013-10..2014-09", True),
        ("2015-02..2015-02", "2016-02..2016-02", True),
        ("2015-02..2015-02", "2015-03..2015-03", True),
        ("2015/16-Q1", "2015/16", False),
        ("2015/16-Q1", "2015-04..2015-05", False),
        ("2014-11-30", "2013-11-30", True),
        ("2014-11-03..2014-11-09", "2014-11-10..2014-11-16", True),
        ("2014-11-03..2014-11-09", "2014-11-10..2014-11-17", False),
        ("2014-11-30", "2015/16-Q1", False),
        ("2014-11-02..2014-12-01", "2014-11..2014-11", False),
    ],
)
def test_ranges_are_comparable_when_equally_long(text: str, other: str, comparable: bool) -> None:
    one, another = parse_range(text), parse_range(other)
    assert one.comparable(another) is another.comparable(one) is comparable


def test_a_range_never_ends_before_it_begins() -> None:
    with pytest.raises(ValueError, match="2015-03-31 comes before 2015-04-01"):
        DateRange(date(2015, 4, 1), date(2015, 3, 31))


@pytest.mark.parametrize("number", [0, 5, -1])
def test_a_year_has_four_quarters(number: int) -> None:
    with pytest.raises(ValueError, match="no quarter"):
        Quarter(2015, number)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2015/16-Q1", "April to June 2015"),
        ("2013-10..2014-09", "October 2013 to September 2014"),
        ("2015/16", "financial year 2015/16"),
        ("2015-05..2015-05", "May 2015"),
        ("2014-11-30", "30 November 2014"),
        ("2014-11-03..2014-12-01", "3 November 2014 to 1 December 2014"),
    ],
)
def test_a_range_is_said_as_people_say_it(text: str, words: str) -> None:
    assert parse_range(text).words() == words


def test_a_quarter_is_said_with_its_months() -> None:
    assert Quarter(2015, 4).words() == "quarter 4, January to March 2016"


def test_a_return_is_due_so_many_days_after_the_quarter_ends() -> None:
    assert Quarter(2015, 1).due(17) == date(2015, 7, 17)
    assert day_words(Quarter(2015, 1).due(17)) == "17 July 2015"
    assert day_words(date(2015, 7, 1), year=False) == "1 July"
