from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.analysis.difference import Reading, difference, status_reading
from csp_desktop.core.figures import Figure, Unit, blank
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Indicator, Polarity

NOW, YEAR_AGO = Quarter(2015, 1), Quarter(2014, 1)
ROBBERIES = Indicator(
    code="H1",
    name="Personal robberies",
    title="Personal robberies",
    unit=Unit.COUNT,
    polarity=Polarity.LOWER,
    agency="MPS",
    board="TTCG",
)
SHARE = replace(ROBBERIES, unit=Unit.PERCENTAGE)
SURVEY = replace(ROBBERIES, unit=Unit.SURVEY_PERCENTAGE)

counts = st.integers(0, 5_000)


def figure(value: object, quarter: Quarter = NOW, sample_size: int | None = None) -> Figure:
    return Figure(
        indicator="H1",
        area="Tower Hamlets",
        period=quarter.range,
        value=Decimal(str(value)),
        sample_size=sample_size,
    )


def share(part: int, whole: int, quarter: Quarter = NOW) -> Figure:
    return Figure(
        indicator="H1",
        area="Tower Hamlets",
        period=quarter.range,
        numerator=Decimal(part),
        denominator=Decimal(whole),
    )


def test_a_count_has_its_difference_and_the_percentage() -> None:
    found = difference(ROBBERIES, figure(232, YEAR_AGO), figure(262))
    assert (found.absolute, found.percent, found.reads) == ("+30", "+12.9%", Reading.WORSE)
    found = difference(ROBBERIES, figure(405, YEAR_AGO), figure(297))
    assert (found.absolute, found.percent, found.reads) == ("−108", "−26.7%", Reading.BETTER)


@given(counts, counts)
def test_a_count_below_ten_on_either_side_has_no_percentage(before: int, now: int) -> None:
    found = difference(ROBBERIES, figure(before, YEAR_AGO), figure(now))
    assert bool(found.percent) == (before >= 10 and now >= 10)
    assert found.change == now - before


@given(st.integers(0, 400), st.integers(0, 400))
def test_percentages_differ_in_points_of_the_exact_parts(before: int, now: int) -> None:
    found = difference(SHARE, share(before, 413, YEAR_AGO), share(now, 413))
    assert found.change == Fraction(now - before, 413) * 100
    assert found.absolute.endswith(" pt")
    assert found.percent == ""


def test_points_are_rounded_half_up_to_one_decimal() -> None:
    found = difference(SHARE, share(25, 400, YEAR_AGO), share(16, 400))
    assert found.absolute == "−2.3 pt"


@given(counts, counts)
def test_the_same_step_back_reads_the_other_way(before: int, now: int) -> None:
    turned = {Reading.BETTER: Reading.WORSE, Reading.WORSE: Reading.BETTER}
    there = difference(ROBBERIES, figure(before, YEAR_AGO), figure(now)).reads
    back = difference(ROBBERIES, figure(now, YEAR_AGO), figure(before)).reads
    assert back is turned.get(there, Reading.NO_CHANGE)
    assert (there is Reading.NO_CHANGE) == (before == now)


@pytest.mark.parametrize(
    ("polarity", "up", "down"),
    [
        (Polarity.LOWER, Reading.WORSE, Reading.BETTER),
        (Polarity.HIGHER, Reading.BETTER, Reading.WORSE),
        (Polarity.MORE_REPORTING, Reading.AS_WANTED, Reading.WORSE),
        (Polarity.NONE, Reading.UP, Reading.DOWN),
    ],
)
def test_how_it_reads_is_the_indicators_own(polarity: Polarity, up: Reading, down: Reading) -> None:
    indicator = replace(ROBBERIES, polarity=polarity)
    assert difference(indicator, figure(10, YEAR_AGO), figure(11)).reads is up
    assert difference(indicator, figure(11, YEAR_AGO), figure(10)).reads is down
    assert difference(indicator, figure(11, YEAR_AGO), figure(11)).reads is Reading.NO_CHANGE


def test_a_change_that_rounds_to_nothing_is_no_change() -> None:
    found = difference(SHARE, share(10_000, 40_000, YEAR_AGO), share(10_001, 40_000))
    assert (found.absolute, found.reads) == ("0.0 pt", Reading.NO_CHANGE)


def test_without_a_number_on_both_sides_nothing_is_judged() -> None:
    nothing = blank("H1", "Tower Hamlets", NOW.range)
    for before, now in ((None, figure(5)), (nothing, figure(5)), (figure(5), nothing)):
        found = difference(ROBBERIES, before, now)
        assert (found.absolute, found.percent, found.reads) == ("", "", Reading.NOT_JUDGED)


def test_a_correction_is_neither_better_nor_worse() -> None:
    found = difference(ROBBERIES, figure(27), figure(277))
    assert (found.absolute, found.percent) == ("+250", "+925.9%")
    assert found.reads is Reading.NOT_JUDGED


def test_ranges_of_another_length_are_not_compared() -> None:
    year = replace(figure(900), period=DateRange.of_months(2014, 4, 12))
    assert difference(ROBBERIES, year, figure(262)).change is None


def test_money_keeps_its_sign_before_the_pound() -> None:
    money = replace(ROBBERIES, unit=Unit.MONEY)
    found = [
        difference(money, figure(before, YEAR_AGO), figure(now)).absolute
        for before, now in (("5.50", "9.00"), ("9.00", "5.50"), ("5", "5"))
    ]
    assert found == ["+£3.50", "−£3.50", "£0"]


def test_nothing_before_has_no_percentage_whatever_the_unit() -> None:
    rate = replace(ROBBERIES, unit=Unit.RATE)
    assert difference(rate, figure("0", YEAR_AGO), figure("0.4")).percent == ""
    assert difference(rate, figure("0.5", YEAR_AGO), figure("0.4")).percent == "−20.0%"


def test_a_survey_is_judged_only_where_its_interval_leaves_the_figure_before_out() -> None:
    asked_few = difference(SURVEY, figure(50, YEAR_AGO), figure(55, sample_size=100))
    asked_many = difference(SURVEY, figure(50, YEAR_AGO), figure(55, sample_size=1_000))
    unknown = difference(SURVEY, figure(50, YEAR_AGO), figure(90))
    assert asked_few.reads is unknown.reads is Reading.NOT_JUDGED
    assert asked_many.reads is Reading.WORSE
    assert asked_few.absolute == "+5.0 pt"


def test_an_actions_status_reads_by_how_it_stands() -> None:
    at_risk, complete = ActionStatus.AT_RISK, ActionStatus.COMPLETE
    assert status_reading(at_risk, complete) is Reading.BETTER
    assert status_reading(complete, at_risk) is Reading.WORSE
    assert status_reading(at_risk, at_risk) is Reading.NO_CHANGE
    assert status_reading(None, at_risk) is Reading.NOT_JUDGED
    assert status_reading(ActionStatus.NOT_STARTED, at_risk) is Reading.NOT_JUDGED
