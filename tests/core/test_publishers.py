from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.publishers import (
    ATTITUDE_SURVEY,
    MPS_NEW,
    MPS_OLD,
    PUBLISHERS,
    Line,
    Publisher,
    QuarterSeries,
    added_up,
    publisher_named,
    publisher_of,
    publisher_with,
    quarter_sums,
    read_area,
)

HEADING = ["Borough", "Major Category", "Minor Category", "201504", "201505", "201506"]
SURVEY_HEADING = ["Date", "Survey", "Borough", "Measure", "Proportion", "MPS"]
Q1 = Quarter(2015, 1)
BURGLARY = ("burglary", "in a dwelling")


def table(*rows: list[str], heading: list[str] = HEADING) -> list[Line]:
    return [(line, row) for line, row in enumerate([heading, *rows], start=1)]


def burglaries(*counts: str, area: str = "Hackney", minor: str = "In a Dwelling") -> list[str]:
    return [area, "Burglary", minor, *counts]


def result(day: str, proportion: str, measure: str = '"Good Job" local') -> list[str]:
    return [day, "PAS", "Hackney", measure, proportion, "0,67"]


def refusal(*rows: list[str], heading: list[str] = HEADING) -> str:
    publisher = publisher_with(heading)
    assert publisher is not None
    with pytest.raises((RefusedError, NotFoundError)) as caught:
        read_area(publisher, "met.csv", table(*rows, heading=heading), "Hackney")
    return str(caught.value)


months = st.integers(2007 * 12, 2012 * 12).map(lambda one: date(one // 12, one % 12 + 1, 1))
counts = st.dictionaries(months, st.none() | st.integers(0, 5_000).map(Decimal), max_size=40)


@given(counts)
def test_a_quarter_is_the_sum_of_its_three_months_or_says_which_are_missing(
    of_months: dict[date, Decimal | None],
) -> None:
    found = quarter_sums(of_months)
    touched = {Quarter.containing(month) for month in of_months}
    assert set(found.numbers) | set(found.missing) == touched
    assert not set(found.numbers) & set(found.missing)
    for quarter in touched:
        own = [of_months.get(month) for month in of_months if month in firsts(quarter)]
        complete = [one for one in own if one is not None]
        assert (quarter in found.numbers) == (len(complete) == 3)
        if quarter in found.numbers:
            assert found.numbers[quarter] == sum(complete)
        else:
            wanting = [one for one in firsts(quarter) if of_months.get(one) is None]
            assert all(f"{one:%B %Y}" in found.missing[quarter] for one in wanting)


def firsts(quarter: Quarter) -> list[date]:
    first = quarter.range.first
    return [date(first.year, first.month + more, 1) for more in range(3)]


@given(counts)
def test_nothing_is_lost_between_months_and_quarters(
    of_months: dict[date, Decimal | None],
) -> None:
    found = quarter_sums(of_months)
    complete = [DateRange(one.range.first, one.range.last) for one in found.numbers]
    inside = [
        count or Decimal(0)
        for month, count in of_months.items()
        if any(one.first <= month <= one.last for one in complete)
    ]
    assert sum(found.numbers.values()) == sum(inside)


@given(st.lists(counts, min_size=1, max_size=4))
def test_a_sum_of_rows_is_complete_where_every_row_is(
    rows: list[dict[date, Decimal | None]],
) -> None:
    series = [quarter_sums({month: row.get(month) for month in set().union(*rows)}) for row in rows]
    whole = added_up(series)
    for quarter in set(whole.numbers) | set(whole.missing):
        parts = [one.numbers.get(quarter) for one in series]
        if None in parts:
            assert quarter in whole.missing
        else:
            assert whole.numbers[quarter] == sum(one for one in parts if one is not None)


def test_one_incomplete_row_leaves_the_quarter_out_of_the_sum() -> None:
    whole = QuarterSeries({Q1: Decimal(3)})
    part = QuarterSeries({}, {Q1: "the file has no count for May 2015"})
    assert added_up([whole, part]) == part


def test_nought_is_a_count_and_a_blank_is_none() -> None:
    found = read_area(MPS_OLD, "met.csv", table(burglaries("0", "0", "0")), "Hackney")
    assert found.series[BURGLARY].numbers == {Q1: 0}
    found = read_area(MPS_OLD, "met.csv", table(burglaries("0", " ", "0")), "Hackney")
    assert found.series[BURGLARY] == QuarterSeries({}, {Q1: "the file has no count for May 2015"})


def test_an_area_is_found_in_whatever_case_and_others_are_left_alone() -> None:
    lines = table(burglaries("1", "2", "1,003"), burglaries("9", "x", "9", area="Newham"))
    found = read_area(MPS_OLD, "met.csv", lines, "  HACKNEY ")
    assert (found.area, found.series[BURGLARY].numbers) == ("Hackney", {Q1: 1006})


def test_the_source_says_whose_what_and_from_when_to_when() -> None:
    found = read_area(MPS_OLD, "met.csv", table(burglaries("1", "2", "3")), "Hackney")
    assert found.source(BURGLARY) == (
        "Metropolitan Police Service, recorded crime by borough and month, older classification, "
        "April 2015 to June 2015 (London Datastore, Open Government Licence v3.0), summed by "
        "quarter"
    )


@pytest.mark.parametrize(
    ("written", "value"), [("0,56", "56"), ("0.6", "60"), ("0,565", "56.5"), ("1", "100")]
)
def test_a_proportion_becomes_a_percentage_of_the_quarter_it_ends(written: str, value: str) -> None:
    lines = table(result("30/06/2015", written), heading=SURVEY_HEADING)
    found = read_area(ATTITUDE_SURVEY, "pas.csv", lines, "Hackney")
    numbers = found.series[('"good job" local',)].numbers
    assert [(quarter, str(number)) for quarter, number in numbers.items()] == [(Q1, value)]


def test_a_survey_result_that_is_blank_is_missing_and_not_nought() -> None:
    lines = table(result("30/06/2015", ""), heading=SURVEY_HEADING)
    found = read_area(ATTITUDE_SURVEY, "pas.csv", lines, "Hackney")
    series = found.series[('"good job" local',)]
    assert (series.numbers, series.missing) == ({}, {Q1: "the file has no result for it"})


@pytest.mark.parametrize(
    ("count", "words"),
    [("x", "“x”"), ("-3", "“-3”"), ("1.5", "“1.5”"), ("#REF!", "“#REF!”")],
)
def test_a_cell_that_is_no_count_is_named_with_its_line(count: str, words: str) -> None:
    sentence = refusal(burglaries("1", "2", "3", minor="Other"), burglaries("1", count, "3"))
    assert sentence == f"met.csv, line 3: {words} must be a whole number, like 30, or blank."


@pytest.mark.parametrize(
    ("day", "proportion", "words"),
    [
        ("30/06/2015", "56%", "“56%” must be a proportion between 0 and 1, like 0,56."),
        ("30/06/2015", "56", "“56” must be a proportion between 0 and 1, like 0,56."),
        ("30/06/2015", "n/a", "“n/a” must be a proportion between 0 and 1, like 0,56."),
        ("2015-06-30", "0,56", "“2015-06-30” must be a real date, like 30/06/2015."),
        ("31/06/2015", "0,56", "“31/06/2015” must be a real date, like 30/06/2015."),
        ("30/05/2015", "0,56", "30/05/2015 must be the last day of a quarter, like 30/06/2015."),
    ],
)
def test_a_survey_result_that_cannot_be_read_is_named(
    day: str, proportion: str, words: str
) -> None:
    sentence = refusal(result(day, proportion), heading=SURVEY_HEADING)
    assert sentence == f"met.csv, line 2: {words}"


def test_a_row_that_stands_there_twice_is_named_with_both_its_lines() -> None:
    twice = burglaries("4", "5", "6", area="hackney", minor="in a  dwelling")
    assert refusal(burglaries("1", "2", "3"), twice) == (
        "met.csv, line 3: “Burglary / in a  dwelling” of hackney stands in line 2 already."
    )
    again = result("30/06/2015", "0,5")
    assert 'line 3: “"Good Job" local” of Hackney stands in line 2 already' in refusal(
        again, again, heading=SURVEY_HEADING
    )


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ([*HEADING, "201513"], "the heading “201513” must be a month, like 201504."),
        ([*HEADING, "Total"], "the heading “total” must be a month, like 201504."),
        ([*HEADING, "201504"], "the month 201504 stands in the heading twice."),
    ],
)
def test_a_heading_that_is_no_month_is_named(heading: list[str], words: str) -> None:
    assert refusal(burglaries("1", "2", "3", "4"), heading=heading) == f"met.csv, line 1: {words}"


def test_a_row_of_another_length_is_named() -> None:
    assert refusal(burglaries("1", "2")) == (
        "met.csv, line 2 has 5 columns. There must be 6, as in the heading."
    )


def test_an_area_the_file_does_not_have_is_answered_with_those_like_it() -> None:
    rows = [burglaries("1", "2", "3", area=one) for one in ("Haringey", "Hackney", "Sutton")]
    with pytest.raises(NotFoundError, match=r"no area “hackny”\. Those like it are Hackney\."):
        read_area(MPS_OLD, "met.csv", table(*rows), "hackny")
    with pytest.raises(NotFoundError, match=r"Its areas are Hackney, Haringey, Sutton\."):
        read_area(MPS_OLD, "met.csv", table(*rows), "Paris")


@pytest.mark.parametrize("one", PUBLISHERS, ids=lambda one: one.code)
def test_a_publisher_is_known_by_its_code_its_heading_and_its_source(one: Publisher) -> None:
    assert publisher_named(one.code.upper()) is one
    months = [] if one.result else ["201504"]
    assert publisher_with([*map(str.upper, one.columns), *months]) is one
    assert publisher_of(f"{one.name}, April 2015 to June 2015") is one


def test_what_is_of_no_publisher_is_not_taken_for_one() -> None:
    assert publisher_of("Metropolitan Police Service") is None
    assert publisher_of("") is None
    assert publisher_with(["Borough", "Major Category", "Minor Category"]) is None
    assert publisher_with(["BoroughName", *MPS_NEW.columns, "201504"]) is None
    with pytest.raises(NotFoundError, match="The sources are mps-old, mps-new, attitude-survey"):
        publisher_named("met")
