from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.analysis.difference import (
    Difference,
    Reading,
    counts_events,
    difference,
    status_reading,
)
from csp_desktop.core.analysis.intervals import poisson_interval
from csp_desktop.core.figures import Figure, Unit, blank
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Basis, Indicator, Polarity

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
RATE = replace(ROBBERIES, unit=Unit.RATE)
SPENT = replace(ROBBERIES, unit=Unit.MONEY)
WAITING = replace(ROBBERIES, basis=Basis.MOMENT)
PLACE = replace(ROBBERIES, basis=Basis.RANK)

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
    assert (found.absolute, found.percent) == ("+30", "+12.9%")
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


@given(counts, counts, st.sampled_from([ROBBERIES, WAITING, SPENT]))
def test_the_same_step_back_reads_the_other_way_except_where_chance_decides(
    before: int, now: int, indicator: Indicator
) -> None:
    turned = {Reading.BETTER: Reading.WORSE, Reading.WORSE: Reading.BETTER}
    there = difference(indicator, figure(before, YEAR_AGO), figure(now)).reads
    back = difference(indicator, figure(now, YEAR_AGO), figure(before)).reads
    if Reading.NO_REAL_CHANGE not in (there, back):
        assert back is turned.get(there, Reading.NO_CHANGE)
    assert (there is Reading.NO_CHANGE) == (before == now)


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_change_of_a_count_is_real_where_the_poisson_interval_leaves_the_count_before_out(
    before: int, now: int
) -> None:
    reads = difference(ROBBERIES, figure(before, YEAR_AGO), figure(now)).reads
    inside = before in poisson_interval(now)
    assert (reads is Reading.NO_REAL_CHANGE) == (inside and before != now)


def test_the_interval_is_that_of_the_present_count() -> None:
    # Garwood (1936): 231.2 to 295.7 for 262 events, 1.6 to 11.7 for 5, none to 3.7 for 0.
    for now, inside, outside in (
        (262, (232, 295), (231, 296)),
        (5, (2, 11), (1, 12)),
        (0, (3,), (4,)),
    ):
        for before in inside:
            reads = difference(ROBBERIES, figure(before, YEAR_AGO), figure(now)).reads
            assert reads is Reading.NO_REAL_CHANGE
        for before in outside:
            reads = difference(ROBBERIES, figure(before, YEAR_AGO), figure(now)).reads
            assert reads is (Reading.WORSE if now > before else Reading.BETTER)


@pytest.mark.parametrize("indicator", [WAITING, RATE, SPENT, PLACE])
def test_chance_alone_moves_counts_of_events_only(indicator: Indicator) -> None:
    assert difference(indicator, figure(10, YEAR_AGO), figure(11)).reads is Reading.WORSE
    assert counts_events(ROBBERIES)
    assert not counts_events(indicator)


def test_a_number_that_is_no_count_is_not_laid_to_chance() -> None:
    for before, now in (("10", "10.5"), ("-1", "1"), ("1", "-1")):
        reads = difference(ROBBERIES, figure(before, YEAR_AGO), figure(now)).reads
        assert reads in (Reading.BETTER, Reading.WORSE)
    to_nothing = difference(ROBBERIES, figure(1, YEAR_AGO), figure(0)).reads
    assert to_nothing is Reading.NO_REAL_CHANGE
    half = difference(ROBBERIES, figure("10.5", YEAR_AGO), figure("10")).reads
    assert half is Reading.NO_REAL_CHANGE
    mean = difference(ROBBERIES, figure("0.5", YEAR_AGO), figure(1)).reads
    assert mean is Reading.NO_REAL_CHANGE


def test_a_fall_by_less_than_one_is_a_fall() -> None:
    assert difference(RATE, figure("2.5", YEAR_AGO), figure("2.25")).reads is Reading.BETTER
    assert difference(RATE, figure("2.25", YEAR_AGO), figure("2.5")).reads is Reading.WORSE


def test_what_is_worked_out_from_its_parts_and_is_no_percentage_is_shown_whole() -> None:
    assert difference(RATE, share(100, 400, YEAR_AGO), share(102, 400)).absolute == "+1"


def test_a_place_in_an_order_has_no_percentage() -> None:
    found = difference(PLACE, figure(30, YEAR_AGO), figure(12))
    assert (found.absolute, found.percent, found.reads) == ("−18", "", Reading.BETTER)


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
    assert difference(indicator, figure(100, YEAR_AGO), figure(200)).reads is up
    assert difference(indicator, figure(200, YEAR_AGO), figure(100)).reads is down
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
    june = replace(figure(88), period=DateRange.of_months(2015, 6, 1))
    assert difference(ROBBERIES, june, figure(262)) == Difference(None, "", "", Reading.NOT_JUDGED)


def test_quarters_from_another_month_are_as_long_and_are_compared() -> None:
    other = replace(figure(500), period=DateRange.of_months(2014, 5, 3))
    assert difference(ROBBERIES, other, figure(262)).reads is Reading.BETTER


def test_money_keeps_its_sign_before_the_pound() -> None:
    found = [
        difference(SPENT, figure(before, YEAR_AGO), figure(now)).absolute
        for before, now in (("5.50", "9.00"), ("9.00", "5.50"), ("5", "5"))
    ]
    assert found == ["+£3.50", "−£3.50", "£0"]


def test_nothing_before_has_no_percentage_whatever_the_unit() -> None:
    assert difference(RATE, figure("0", YEAR_AGO), figure("0.4")).percent == ""
    assert difference(RATE, figure("0.5", YEAR_AGO), figure("0.4")).percent == "−20.0%"


def test_a_survey_is_judged_only_where_its_interval_leaves_the_figure_before_out() -> None:
    asked_few = difference(SURVEY, figure(50, YEAR_AGO), figure(55, sample_size=100))
    asked_many = difference(SURVEY, figure(50, YEAR_AGO), figure(55, sample_size=1_000))
    unknown = difference(SURVEY, figure(50, YEAR_AGO), figure(90))
    assert asked_few.reads is Reading.NO_REAL_CHANGE
    assert unknown.reads is Reading.NOT_JUDGED
    assert asked_many.reads is Reading.WORSE
    assert asked_few.absolute == "+5.0 pt"


def test_the_interval_of_a_survey_is_wilsons_for_the_present_share() -> None:
    # Wilson (1927): of 1,000 asked, 55 % may be 51.9 to 58.1 %.
    for before, reads in (
        ("51.8", Reading.WORSE),
        ("52.0", Reading.NO_REAL_CHANGE),
        ("58.0", Reading.NO_REAL_CHANGE),
        ("58.2", Reading.BETTER),
    ):
        found = difference(SURVEY, figure(before, YEAR_AGO), figure(55, sample_size=1_000))
        assert found.reads is reads


def test_a_survey_that_found_nobody_is_judged_as_a_share_of_nought() -> None:
    now = figure(0, sample_size=100)
    # Wilson (1927): of 100 asked, 0 % may be up to 3.7 %.
    assert difference(SURVEY, figure("3.6", YEAR_AGO), now).reads is Reading.NO_REAL_CHANGE
    assert difference(SURVEY, figure("3.8", YEAR_AGO), now).reads is Reading.BETTER


def test_a_survey_of_a_sample_that_is_none_is_not_judged() -> None:
    assert difference(SURVEY, figure(50, YEAR_AGO), figure(90, sample_size=0)).reads is (
        Reading.NOT_JUDGED
    )


def test_a_survey_that_did_not_change_reads_so_whatever_was_asked() -> None:
    for size in (None, 100):
        found = difference(SURVEY, figure(50, YEAR_AGO), figure(50, sample_size=size))
        assert (found.absolute, found.reads) == ("0.0 pt", Reading.NO_CHANGE)


def test_a_sample_size_tells_nothing_of_a_percentage_that_was_counted() -> None:
    found = difference(SHARE, figure(50, YEAR_AGO), figure(55, sample_size=100))
    assert found.reads is Reading.WORSE


def test_a_survey_share_above_a_hundred_per_cent_does_not_stop_the_comparison() -> None:
    # An error stops a return from being submitted, never a figure from being saved.
    found = difference(SURVEY, figure(50, YEAR_AGO), figure(120, sample_size=100))
    assert (found.absolute, found.reads) == ("+70.0 pt", Reading.NOT_JUDGED)


def test_the_places_shown_are_those_of_the_number_given_with_more_of_them() -> None:
    shown = [
        difference(RATE, figure(before, YEAR_AGO), figure(now)).absolute
        for before, now in (("1.25", "2"), ("1", "2.5"), ("1.5", "2.25"), ("1", "2"))
    ]
    assert shown == ["+0.75", "+1.5", "+0.75", "+1"]


def test_a_correction_that_rounds_to_nothing_is_no_change() -> None:
    assert difference(ROBBERIES, figure(27), figure(27)).reads is Reading.NO_CHANGE


def test_ten_on_both_sides_is_enough_for_a_percentage_and_nine_is_not() -> None:
    shown = [
        difference(ROBBERIES, figure(before, YEAR_AGO), figure(now)).percent
        for before, now in ((10, 10), (9, 20), (20, 9), (10, 30))
    ]
    assert shown == ["0.0%", "", "", "+200.0%"]


def test_money_below_ten_pounds_has_a_percentage_and_from_a_debt_there_is_none() -> None:
    assert difference(SPENT, figure(4, YEAR_AGO), figure(5)).percent == "+25.0%"
    assert difference(SPENT, figure(-4, YEAR_AGO), figure(5)).percent == ""
    assert difference(SPENT, figure("0.5", YEAR_AGO), figure(5)).percent == "+900.0%"


def test_a_survey_has_no_percentage() -> None:
    assert difference(SURVEY, figure(40, YEAR_AGO), figure(50)).percent == ""


def test_an_actions_status_reads_by_how_it_stands() -> None:
    at_risk, complete = ActionStatus.AT_RISK, ActionStatus.COMPLETE
    assert status_reading(at_risk, complete) is Reading.BETTER
    assert status_reading(complete, at_risk) is Reading.WORSE
    assert status_reading(at_risk, at_risk) is Reading.NO_CHANGE
    assert status_reading(None, at_risk) is Reading.NOT_JUDGED
    assert status_reading(at_risk, None) is Reading.NOT_JUDGED
    assert status_reading(None, None) is Reading.NOT_JUDGED
    assert status_reading(ActionStatus.NOT_STARTED, at_risk) is Reading.NOT_JUDGED
    assert status_reading(at_risk, ActionStatus.NOT_STARTED) is Reading.NOT_JUDGED


def test_the_statuses_of_an_action_are_in_order_from_off_track_to_complete() -> None:
    order = [
        ActionStatus.OFF_TRACK,
        ActionStatus.AT_RISK,
        ActionStatus.ON_TRACK,
        ActionStatus.COMPLETE,
    ]
    for before, now in combinations(order, 2):
        assert status_reading(before, now) is Reading.BETTER
        assert status_reading(now, before) is Reading.WORSE


def test_how_a_difference_reads_is_a_word_people_read() -> None:
    assert [one.value for one in Reading] == [
        "Better",
        "Worse",
        "As wanted",
        "No change",
        "No real change",
        "Up",
        "Down",
        "Not judged",
    ]
