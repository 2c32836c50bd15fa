from collections.abc import Sequence
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.standing import (
    TargetFinding,
    YearForecast,
    against,
    forecast_of,
)
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Basis, Indicator, Target, TargetKind
from csp_desktop.core.profiles import SEASONAL, Profile
from tests.core.analysis.making_targets import indicator, known, line_of, series, shares, target

LEVEL, COUNT, RANK = TargetKind.LEVEL, TargetKind.COUNT, TargetKind.RANK
CHANGE = TargetKind.RELATIVE_CHANGE
PERCENTAGES = indicator(Unit.PERCENTAGE)
BY_SEASON = indicator(profile=SEASONAL)
TYPED = indicator(profile=Profile.parse("40 30 20 10"))
EARLIER = (202, 247, 245, 235)  # burglaries, which come to 929
DOWN = target(CHANGE, 6, baseline="2014/15")
AT_MOST_1000 = target(COUNT, 1000, "at_most")

COUNTS = st.integers(0, 5_000)
QUARTERS = st.lists(COUNTS, min_size=1, max_size=4)
PROFILES = st.sampled_from(["equal", "seasonal", "40 30 20 10", "0 0 0 100", "33.3 33.3 33.3 0.1"])


def standing(
    what: Target, points: Sequence[Point], of: Indicator | None = None, **more: Any
) -> TargetFinding:
    """How the last point stands against a target."""
    found = known(points, of)
    return against(found, line_of(what, points, of, **more), forecast_of(found))


def after_years(*years: Sequence[int], then: Sequence[int | None]) -> list[Point]:
    """Whole years up to 2014/15, then what is known of 2015/16."""
    start = 2015 - len(years)
    values = [one for year in years for one in year]
    return series(str(Quarter(start, 1)), *values, *then)


def test_the_rest_of_the_year_is_taken_to_come_as_it_did_in_earlier_years() -> None:
    found = forecast_of(known(after_years(*[(100, 200, 300, 400)] * 3, then=(110, 220))))
    assert found.forecast is not None
    assert (found.value, found.forecast.years) == (1100, 3)
    assert found.words == found.forecast.words
    assert found.words.startswith(
        "330 so far; in the last 3 complete years 30.0% of the year had come by then: 1,100, "
    )


def test_without_earlier_years_it_is_taken_to_go_on_as_it_began() -> None:
    found = forecast_of(known(series("2015/16-Q1", 30, 30, 31)))
    assert found.forecast is not None
    assert (found.forecast.lower, found.forecast.upper) == (None, None)
    assert (found.value, found.words) == (
        121,
        "91 in 3 of 4 periods, 121 at that rate; there are not 3 complete years to take shares "
        "from.",
    )


def test_a_year_that_is_complete_is_what_it_is() -> None:
    found = forecast_of(known(after_years(*[EARLIER] * 3, then=(1, 2, 3, 4))))
    assert (found.forecast, found.value, found.words) == (None, 10, "The year is complete.")
    whole = forecast_of(known(series("2013/14", 700, 800)))
    assert (whole.forecast, whole.value, whole.words) == (None, 800, "The year is complete.")


def test_what_is_forecast_is_judged_as_it_is_told() -> None:
    """Three in eight months are four and a half a year, which is told as five."""
    found = forecast_of(known(series("2015-04..2015-04", 1, 0, 1, 0, 1, 0, 0, 0)))
    assert found.words.startswith("3 in 8 of 12 periods, 5 at that rate; ")
    assert found.value in (Fraction(9, 2), 5)


@pytest.mark.parametrize(
    "points",
    [
        series("2015/16-Q1", 30, None, 31),
        series("2015/16-Q2", 30, 31),
    ],
)
@pytest.mark.parametrize("of", [indicator(), PERCENTAGES])
def test_a_year_of_which_a_part_is_missing_has_no_forecast(
    points: list[Point], of: Indicator
) -> None:
    found = forecast_of(known(points, of))
    assert (found.forecast, found.value) == (None, None)
    assert found.words == "No forecast: a part of the year so far is missing."


def test_a_year_that_is_no_financial_year_has_no_forecast() -> None:
    found = forecast_of(known(series("2014-10..2015-09", 30, 31)))
    assert found.words == (
        "No forecast: 2015-10..2016-09 is no part of a financial year by which targets are set."
    )


def test_periods_that_make_no_year_have_no_forecast() -> None:
    found = forecast_of(known(series("2015-04..2015-08", 30)))
    assert (found.forecast, found.value) == (None, None)
    assert found.words.startswith("No forecast: ")


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (
            indicator(basis=Basis.MOMENT),
            "No forecast: what stands at a moment does not add up to a year.",
        ),
        (
            indicator(Unit.PERCENTAGE, basis=Basis.MOMENT),
            "No forecast: what stands at a moment does not add up to a year.",
        ),
        (
            indicator(basis=Basis.YEAR),
            "No forecast: figures of this kind do not add up to a year.",
        ),
        (
            indicator(Unit.PERCENTAGE, basis=Basis.YEAR),
            "No forecast: figures of this kind do not add up to a year.",
        ),
        (
            indicator(basis=Basis.RANK),
            "No forecast: figures of this kind do not add up to a year.",
        ),
        (
            indicator(Unit.SURVEY_PERCENTAGE),
            "No forecast: figures of this kind do not add up to a year.",
        ),
        (indicator(Unit.RATE), "No forecast: figures of this kind do not add up to a year."),
    ],
)
def test_what_does_not_add_up_has_no_forecast_and_says_why(of: Indicator, words: str) -> None:
    found = forecast_of(known(shares("2015/16-Q1", (1, 4), (2, 4)), of))
    assert (found.forecast, found.value, found.words) == (None, None, words)


def test_a_year_of_percentages_is_all_it_counts_over_all_it_is_a_part_of() -> None:
    found = forecast_of(known(shares("2015/16-Q1", (1, 2), (1998, 3998)), PERCENTAGES))
    assert found.value == Fraction(1999, 4000) * 100
    assert found.words == "1,999 of 4,000 in 2 of 4 periods: 50.0% at that rate."
    assert found.forecast is not None
    assert (found.forecast.value, found.forecast.words) == (49.975, found.words)
    assert (found.forecast.lower, found.forecast.upper, found.forecast.years) == (None, None, 0)


def test_a_complete_year_of_percentages_is_no_forecast() -> None:
    points = shares("2015/16-Q1", (1, 4), (2, 4), (3, 4), (1, 28))
    found = forecast_of(known(points, PERCENTAGES))
    assert (found.forecast, found.value) == (None, Fraction(7, 40) * 100)
    assert found.words == "The year is complete: 7 of 40 in 4 of 4 periods."


@pytest.mark.parametrize("more", [[], shares("2015/16-Q2", (1, 4))])
def test_percentages_without_their_parts_have_no_forecast(more: list[Point]) -> None:
    found = forecast_of(known([*series("2015/16-Q1", 30), *more], PERCENTAGES))
    assert (found.forecast, found.value) == (None, None)
    assert found.words == "No forecast: the percentages are kept without their parts."


def test_a_count_stands_against_its_share_so_far_and_its_forecast_against_the_whole_year() -> None:
    found = standing(DOWN, series("2014/15-Q1", *EARLIER, 240))
    assert found.line.target is DOWN
    assert (found.now.rag, found.forecast.rag) == (Rag.AMBER, Rag.AMBER)
    assert found.now.words == "240 against at most 218: 22 over, 9.9%, amber."
    assert found.forecast.words == "960 against at most 873: 87 over, 9.9%, amber."
    assert found.need is not None
    assert found.need.words == "Needs at most 211 a quarter from here."
    assert found.profile == "Equal shares."


def test_what_has_come_of_the_year_is_held_against_what_is_asked_by_now() -> None:
    found = standing(DOWN, series("2014/15-Q1", *EARLIER, 240, 260, 250))
    assert found.now.words == "750 against at most 655: 95 over, 14.5%, red."
    assert found.forecast.words == "1,000 against at most 873: 127 over, 14.5%, red."
    assert found.need is not None
    assert found.need.rate == Fraction("0.94") * 929 - 750


def test_a_number_a_year_to_be_reached_is_said_to_be() -> None:
    found = standing(target(COUNT, 365, "at_least", per="year"), series("2015/16-Q1", 80, 90))
    assert found.now.words == "170 against at least 183: 13 short, 6.8%, amber."
    assert found.forecast.words == "340 against at least 365: 25 short, 6.8%, amber."
    assert found.need is not None
    assert found.need.words == "Needs at least 98 a quarter from here."


def test_the_two_colours_are_never_merged() -> None:
    """A quarter of the year was asked for by now, and less than a tenth comes in it as a rule."""
    points = after_years(*[(50, 250, 250, 450)] * 3, then=(60,))
    found = standing(target(COUNT, 1000, "at_most"), points)
    assert (found.now.rag, found.forecast.rag) == (Rag.GREEN, Rag.RED)
    assert found.now.words == "60 against at most 250: 190 under, green."
    assert found.forecast.words == "1,200 against at most 1,000: 200 over, 20.0%, red."


def test_a_complete_year_is_judged_as_it_ended() -> None:
    found = standing(AT_MOST_1000, series("2015/16-Q1", 300, 200, 300, 300))
    assert found.now == found.forecast
    assert found.forecast.words == "1,100 against at most 1,000: 100 over, 10.0%, amber."
    assert found.need is not None
    assert (found.need.rate, found.need.words) == (None, "The year is complete.")


def test_what_was_found_is_not_changed_afterwards() -> None:
    found = standing(AT_MOST_1000, series("2015/16-Q1", 300))
    with pytest.raises(FrozenInstanceError):
        found.need = None
    with pytest.raises(FrozenInstanceError):
        forecast_of(known(series("2015/16-Q1", 300))).value = None


def test_a_year_that_cannot_be_forecast_is_grey_and_says_why() -> None:
    found = known(series("2015/16-Q1", 300))
    line = line_of(AT_MOST_1000, found.series)
    stands = against(found, line, YearForecast(None, None, "No forecast: too early."))
    assert (stands.forecast.rag, stands.forecast.words) == (Rag.GREY, "No forecast: too early.")
    assert stands.now.words == "300 against at most 250: 50 over, 20.0%, red."


def test_none_asked_and_none_come_is_green() -> None:
    found = standing(target(COUNT, 0, "at_most"), series("2015/16-Q1", 0, 0))
    assert found.now.words == "0 against at most 0: met exactly, green."
    assert found.forecast.words == "0 against at most 0: met exactly, green."
    assert found.need is not None
    assert found.need.words == "The year's 0 is reached already."


def test_the_indicators_own_tolerance_holds_for_both_colours() -> None:
    points, of = series("2015/16-Q1", 275), indicator(tolerance=Decimal(9))
    found = standing(AT_MOST_1000, points, of)
    assert (found.now.rag, found.forecast.rag) == (Rag.RED, Rag.RED)
    kinder = standing(AT_MOST_1000, points, indicator(tolerance=Decimal(10)))
    assert (kinder.now.rag, kinder.forecast.rag) == (Rag.AMBER, Rag.AMBER)


MISSING = "A part of the year so far is missing."
NO_YEAR = "2015-04..2015-08 is no part of a financial year by which targets are set."


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (series("2015/16-Q1", 30, None, 31), MISSING),
        (series("2015/16-Q2", 30, 31), MISSING),
        (series("2015-04..2015-08", 30), NO_YEAR),
    ],
)
def test_a_count_is_grey_where_the_year_so_far_is_not_known(
    points: list[Point], words: str
) -> None:
    found = standing(AT_MOST_1000, points)
    assert found.line.target is AT_MOST_1000
    for grey in (found.now, found.forecast):
        assert (grey.rag, grey.words) == (Rag.GREY, words)
    assert (found.need, found.profile) == (None, "")


def test_a_target_without_a_line_is_grey_with_its_reason() -> None:
    found = standing(target(CHANGE, 20), series("2015/16-Q1", 30))
    for grey in (found.now, found.forecast):
        assert (grey.rag, grey.words) == (Rag.GREY, "The plan names no baseline.")
    assert (found.need, found.profile) == (None, "")


@pytest.mark.parametrize(
    ("deadline", "points"),
    [
        ("2013/14", series("2015/16-Q1", 30)),
        ("2016/17", series("2015/16-Q1", 30)),
        ("2015-05..2016-03", series("2015/16-Q1", 30)),
    ],
)
def test_a_target_of_another_time_is_grey_and_says_when_it_holds(
    deadline: str, points: list[Point]
) -> None:
    found = standing(target(COUNT, 1000, "at_most", deadline=deadline), points)
    for grey in (found.now, found.forecast):
        assert (grey.rag, grey.words) == (Rag.GREY, f"It holds for {deadline}, not for then.")
    assert (found.need, found.profile) == (None, "")


def test_the_reason_for_no_line_comes_before_the_time_at_which_it_would_hold() -> None:
    found = standing(target(CHANGE, 20, deadline="2013/14"), series("2015/16-Q1", 30))
    assert found.now.words == "The plan names no baseline."


def test_a_percentage_is_judged_by_itself_and_the_year_by_its_parts() -> None:
    points = shares("2015/16-Q1", (20, 100), (60, 100))
    found = standing(target(LEVEL, 41, "at_least"), points, PERCENTAGES)
    assert found.now.words == "60.0% against at least 41.0%: 19.0 points above, green."
    assert found.forecast.words == "40.0% against at least 41.0%: 1.0 points short, amber."
    assert (found.need, found.profile) == (None, "")


def test_a_percentage_without_its_parts_has_no_colour_for_the_year() -> None:
    found = standing(target(LEVEL, 34, "at_most"), series("2015/16-Q1", 34), PERCENTAGES)
    assert found.now.words == "34.0% against at most 34.0%: met exactly, green."
    assert (found.forecast.rag, found.forecast.words) == (
        Rag.GREY,
        "No forecast: the percentages are kept without their parts.",
    )


def test_nothing_out_of_many_is_still_a_forecast() -> None:
    found = standing(target(LEVEL, 1, "at_least"), shares("2015/16-Q1", (0, 9)), PERCENTAGES)
    assert found.forecast.words == "0.0% against at least 1.0%: 1.0 points short, amber."


def test_a_survey_is_judged_by_its_own_sample() -> None:
    of = indicator(Unit.SURVEY_PERCENTAGE)
    (point,) = series("2015/16-Q1", 78)
    few = standing(target(LEVEL, 80, "at_least"), [replace(point, sample_size=1171)], of)
    assert few.now.words.startswith("Too close to tell: of 1,171 asked, 78.0% may be ")
    many = standing(target(LEVEL, 80, "at_least"), [replace(point, sample_size=100_000)], of)
    assert many.now.words == "78.0% against at least 80.0%: 2.0 points short, amber."
    for found in (few, many):
        assert found.forecast.rag is Rag.GREY
        assert found.forecast.words == "No forecast: figures of this kind do not add up to a year."


def test_a_place_is_judged_as_it_stands() -> None:
    of = indicator(basis=Basis.RANK)
    found = standing(target(RANK, 5, "at_least"), series("2015/16-Q1", 2, 4), of)
    assert found.now.words == "place 4 against at least place 5: 1 place short, amber."
    assert found.forecast.words == "No forecast: figures of this kind do not add up to a year."
    assert (found.forecast.rag, found.need) == (Rag.GREY, None)


def test_what_stands_at_a_moment_is_judged_as_it_stands() -> None:
    of = indicator(basis=Basis.MOMENT)
    what = target(TargetKind.SHARE_OF_BASE, 20, "at_least", base=Decimal(140))
    found = standing(what, series("2015/16-Q1", 20, 27), of)
    assert found.now.words == "27 against at least 28: 1 short, 3.6%, amber."
    assert found.forecast.words == "No forecast: what stands at a moment does not add up to a year."


def test_a_change_of_points_is_judged_against_the_year_looked_at() -> None:
    what = target(TargetKind.POINTS_CHANGE, 2, "increase", per="year", baseline="2012/13")
    points = shares("2012/13-Q1", *[(50, 100)] * 8)
    found = standing(what, points, PERCENTAGES, at="2013/14-Q4")
    assert found.now.words == "50.0% against at least 52.0%: 2.0 points short, amber."
    assert found.forecast.words == "50.0% against at least 52.0%: 2.0 points short, amber."


def test_a_blank_is_grey_and_says_so() -> None:
    of = indicator(basis=Basis.MOMENT)
    found = standing(target(LEVEL, 20, "at_least"), series("2015/16-Q1", 20, None), of)
    assert (found.now.rag, found.now.words) == (
        Rag.GREY,
        "No figure to hold against the target.",
    )


@pytest.mark.parametrize(
    ("so_far", "words"),
    [
        ((400,), "400 against at most 400: met exactly, green."),
        ((400, 300), "700 against at most 700: met exactly, green."),
        ((400, 300, 201), "901 against at most 900: 1 over, 0.1%, amber."),
        ((400, 300, 200, 90), "990 against at most 1,000: 10 under, green."),
    ],
)
def test_typed_shares_say_what_is_asked_by_now(so_far: tuple[int, ...], words: str) -> None:
    found = standing(AT_MOST_1000, series("2015/16-Q1", *so_far), TYPED)
    assert found.now.words == words
    assert found.profile == "Shares as agreed: 40.0%, 30.0%, 20.0% and 10.0%."


def test_typed_shares_are_of_quarters_and_of_nothing_else() -> None:
    months = standing(AT_MOST_1000, series("2015-04..2015-04", 90), TYPED)
    assert months.now.words == "90 against at most 83: 7 over, 8.0%, amber."
    assert months.profile == "Equal shares."
    assert standing(AT_MOST_1000, series("2015/16", 90), TYPED).profile == "Equal shares."


def test_seasonal_shares_are_those_of_the_complete_years_before() -> None:
    points = after_years((10, 20, 30, 40), (20, 20, 40, 20), (30, 20, 20, 30), then=(210,))
    found = standing(AT_MOST_1000, points, BY_SEASON)
    assert found.now.words == "210 against at most 200: 10 over, 5.0%, amber."
    assert found.profile == "Shares of the last 3 complete years: 20.0%, 20.0%, 30.0% and 30.0%."


def test_seasonal_shares_are_of_the_last_five_years_at_most() -> None:
    years = [(97, 1, 1, 1)] * 2 + [(10, 20, 30, 40)] * 5
    found = standing(AT_MOST_1000, after_years(*years, then=(100, 200)), BY_SEASON)
    assert found.now.words == "300 against at most 300: met exactly, green."
    assert found.profile == "Shares of the last 5 complete years: 10.0%, 20.0%, 30.0% and 40.0%."


@pytest.mark.parametrize("years", [[], [(10, 20, 30, 40)] * 2])
def test_without_three_complete_years_the_shares_are_equal_and_say_so(
    years: list[tuple[int, ...]],
) -> None:
    found = standing(AT_MOST_1000, after_years(*years, then=(300,)), BY_SEASON)
    assert found.now.words == "300 against at most 250: 50 over, 20.0%, red."
    assert found.profile == "Equal shares: fewer than 3 complete years to take seasonal ones from."


def test_years_in_which_nothing_happened_have_no_seasons_and_are_not_called_few() -> None:
    found = standing(AT_MOST_1000, after_years(*[(0, 0, 0, 0)] * 3, then=(300,)), BY_SEASON)
    assert found.now.words == "300 against at most 250: 50 over, 20.0%, red."
    assert found.profile == "Equal shares: the complete years came to nothing."


def test_a_whole_year_is_asked_for_at_once_by_season_too() -> None:
    points = series("2012/13", 700, 800, 900, 1001)
    found = standing(AT_MOST_1000, points, BY_SEASON)
    assert found.now.words == "1,001 against at most 1,000: 1 over, 0.1%, amber."
    assert found.profile == "Shares of the last 3 complete years: 100.0%."


def test_the_shares_of_two_halves_of_a_year_are_both_named() -> None:
    halves = series("2012-04..2012-09", 10, 30, 20, 60, 30, 90, 251)
    found = standing(AT_MOST_1000, halves, BY_SEASON)
    assert found.now.words == "251 against at most 250: 1 over, 0.4%, amber."
    assert found.profile == "Shares of the last 3 complete years: 25.0% and 75.0%."


@given(st.lists(st.lists(COUNTS, min_size=4, max_size=4), max_size=6), QUARTERS, PROFILES)
def test_a_whole_year_asks_for_all_of_it_whatever_the_profile(
    years: list[list[int]], so_far: list[int], profile: str
) -> None:
    of = indicator(profile=Profile.parse(profile))
    found = standing(AT_MOST_1000, after_years(*years, then=so_far), of)
    assert found.need is not None
    if len(so_far) == 4:
        assert found.now == found.forecast
    assert Rag.GREY not in (found.now.rag, found.forecast.rag)
    assert "nan" not in f"{found.now.words}{found.forecast.words}{found.profile}".lower()


@given(QUARTERS, st.integers(1, 20_000), st.booleans())
def test_what_is_needed_from_here_meets_the_target_exactly(
    so_far: list[int], whole: int, is_most: bool
) -> None:
    what = target(COUNT, whole, "at_most" if is_most else "at_least")
    found = standing(what, series("2015/16-Q1", *so_far))
    assert found.need is not None
    left = 4 - len(so_far)
    if found.need.rate is None:
        assert left == 0 or sum(so_far) >= whole
    else:
        assert sum(so_far) + found.need.rate * left == whole


@given(QUARTERS, st.integers(1, 20_000), st.integers(1, 50))
def test_a_colour_now_is_the_same_in_another_unit_scale(
    so_far: list[int], whole: int, scale: int
) -> None:
    one = standing(target(COUNT, whole, "at_most"), series("2015/16-Q1", *so_far))
    scaled = standing(
        target(COUNT, whole * scale, "at_most"),
        series("2015/16-Q1", *[value * scale for value in so_far]),
    )
    assert one.now.rag is scaled.now.rag


def test_twelve_months_that_are_no_financial_year_are_judged_as_they_are() -> None:
    asked = target(CHANGE, 10, per="year")
    found = standing(asked, series("2012-10..2013-09", 17_441, 16_052))
    assert found.line.target is asked
    assert found.now.words == "16,052 against at most 15,697: 355 over, 2.3%, amber."
    assert found.forecast.rag is Rag.GREY
    assert found.forecast.words == (
        "No forecast: 2013-10..2014-09 is no part of a financial year by which targets are set."
    )
    assert found.need is None
