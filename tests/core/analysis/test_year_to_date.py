from dataclasses import replace

import pytest

from csp_desktop.core.analysis.comparison import year_to_date
from csp_desktop.core.analysis.known import Known
from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.core.periods import parse_range
from csp_desktop.core.plan import Indicator
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
    figure,
    known,
    robberies,
    run,
)

PROVISIONAL = FigureStatus.PROVISIONAL


def told(line: Known) -> str:
    found = year_to_date(line)
    assert found is not None
    return found.words


def test_the_year_to_date_is_the_sum_of_its_quarters() -> None:
    found = year_to_date(known(ROBBERIES, "2014/15-Q3", TWO_YEARS))
    assert found is not None
    assert found.period == parse_range("2014-04..2014-12")
    assert found.reported is None
    assert found.summed.point.value == 848
    assert found.words == "848, the sum of 3 quarters."


def test_the_year_to_date_as_reported_stands_beside_the_sum_of_its_quarters() -> None:
    reported = figure("2014-04..2014-12", 851)
    found = year_to_date(known(ROBBERIES, "2014/15-Q3", TWO_YEARS, [reported]))
    assert found is not None
    assert found.reported == reported
    assert found.words == "851 as reported; 848, the sum of 3 quarters: 3 less than reported."


@pytest.mark.parametrize(
    ("reported", "gap"),
    [(848, "the same"), (847, "1 more than reported"), (2_000, "1,152 less than reported")],
)
def test_how_far_the_sum_lies_from_what_was_reported_is_said(reported: int, gap: str) -> None:
    line = known(ROBBERIES, "2014/15-Q3", TWO_YEARS, [figure("2014-04..2014-12", reported)])
    assert told(line) == f"{reported:,} as reported; 848, the sum of 3 quarters: {gap}."


def test_a_year_to_date_that_was_not_reported_is_not_said_to_be() -> None:
    absent = figure("2014-04..2014-12", Absence.NOT_YET_AVAILABLE)
    found = year_to_date(known(ROBBERIES, "2014/15-Q3", TWO_YEARS, [absent]))
    assert found is not None
    assert (found.reported, found.words) == (None, "848, the sum of 3 quarters.")


def test_a_year_to_date_with_a_quarter_missing_names_it() -> None:
    line = robberies(405, None, 270)
    assert told(line) == "2 quarters of it, with July to September 2013 missing."
    reported = known(
        ROBBERIES, "2013/14-Q3", run("2013/14-Q1", 405, None, 270), run("2013-04..2013-12", 950)
    )
    assert told(reported) == (
        "950 as reported; 2 quarters of it, with July to September 2013 missing."
    )


def test_the_quarters_of_a_year_to_date_that_may_still_change_are_named() -> None:
    unsure = [*TWO_YEARS[:5], *(replace(one, status=PROVISIONAL) for one in TWO_YEARS[5:7])]
    assert told(known(ROBBERIES, "2014/15-Q3", unsure)) == (
        "848, the sum of 3 quarters; provisional: 2014/15-Q2, 2014/15-Q3."
    )


def test_a_whole_year_is_set_beside_the_sum_of_its_quarters() -> None:
    line = known(ROBBERIES, "2014/15", TWO_YEARS, run("2014/15", 1_140))
    assert told(line) == "1,140 as reported; 1,138, the sum of 4 quarters: 2 less than reported."


def test_a_first_quarter_is_set_beside_the_sum_of_its_months() -> None:
    months = run("2014-04..2014-04", 90, 85, 87)
    assert told(known(ROBBERIES, "2014/15-Q1", months)) == "262, the sum of 3 months."
    assert told(known(ROBBERIES, "2014/15-Q1", months, run("2014/15-Q1", 262))) == (
        "262 as reported; 262, the sum of 3 months: the same."
    )
    assert year_to_date(known(ROBBERIES, "2014/15-Q1", run("2014/15-Q1", 262))) is None


def test_one_part_is_no_plural_and_parts_of_several_lengths_have_no_name() -> None:
    assert told(known(ROBBERIES, "2014/15-Q2", run("2014/15-Q2", 271))) == (
        "1 quarter of it, with April to June 2014 missing."
    )
    uneven = [figure("2014-04..2014-04", 90), figure("2014-05..2014-06", 172)]
    assert told(known(ROBBERIES, "2014-05..2014-06", uneven)) == "262, the sum of 2 parts."
    days = [figure("2014-04-01..2014-04-15", 45), figure("2014-04-16..2014-04-30", 47)]
    assert told(known(ROBBERIES, "2014-04..2014-04", days, run("2014-04..2014-04", 92))) == (
        "92 as reported; 92, the sum of 2 parts: the same."
    )


def test_a_month_looked_at_is_never_missing_from_its_own_year_to_date() -> None:
    months = run("2014-04..2014-04", 90, 85, 87, 91)
    line = known(ROBBERIES, "2014-07..2014-07", months, run("2014/15-Q1", 262))
    found = year_to_date(line)
    assert found is not None
    assert found.summed.point.value == 353


def test_percentages_of_the_year_to_date_are_pooled() -> None:
    quarters = run("2014/15-Q1", (1, 10), (90, 100), (9, 90))
    line = known(COMPLETED, "2014/15-Q3", quarters)
    assert told(line) == "50.0%, the sum of 3 quarters."
    reported = known(COMPLETED, "2014/15-Q3", quarters, run("2014-04..2014-12", "48.8"))
    assert told(reported) == (
        "48.8% as reported; 50.0%, the sum of 3 quarters: 1.2 more than reported."
    )


def test_half_a_point_less_is_less() -> None:
    quarters = run("2014/15-Q1", (1, 3), (1, 3), (1, 3))
    line = known(COMPLETED, "2014/15-Q3", quarters, run("2014-04..2014-12", "33.8"))
    assert told(line) == (
        "33.8% as reported; 33.3%, the sum of 3 quarters: 0.5 less than reported."
    )


def test_a_gap_that_rounds_to_nothing_is_not_called_more_than_reported() -> None:
    quarters = run("2014/15-Q1", (1, 3), (1, 3), (1, 3))
    line = known(COMPLETED, "2014/15-Q3", quarters, run("2014-04..2014-12", "33.3"))
    assert "0.0 more" not in told(line)


def test_a_sum_of_pounds_and_pence_keeps_both_places_of_the_pence() -> None:
    line = known(SPENT, "2014/15-Q2", run("2014/15-Q1", "5.50", "9.00"))
    assert told(line) == "£14.50, the sum of 2 quarters."


@pytest.mark.parametrize(
    ("reported", "gap"),
    [
        ("14.50", "the same"),
        ("14.00", "£0.50 more than reported"),
        ("14.75", "£0.25 less than reported"),
        ("12.50", "£2 more than reported"),
    ],
)
def test_how_many_pounds_the_sum_lies_from_what_was_reported_is_said(
    reported: str, gap: str
) -> None:
    whole = figure("2014-04..2014-09", reported)
    line = known(SPENT, "2014/15-Q2", run("2014/15-Q1", "5.50", "9.00"), [whole])
    assert told(line) == f"£{reported} as reported; £14.50, the sum of 2 quarters: {gap}."


@pytest.mark.parametrize("indicator", [WAITING, PLACE, CONFIDENCE, REOFFENDING, RATE])
def test_what_does_not_add_up_has_no_year_to_date(indicator: Indicator) -> None:
    assert year_to_date(known(indicator, "2014/15-Q3", TWO_YEARS)) is None


def test_a_year_from_october_has_no_year_to_date() -> None:
    assert year_to_date(known(ROBBERIES, "2013-10..2014-09", TWO_YEARS)) is None
