import csv
import math
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.forecast import RATE, required, year_end
from tests.places import shared

COUNTS = st.integers(1, 5_000).map(Fraction)
YEARS = st.lists(st.lists(COUNTS, min_size=4, max_size=4), min_size=3, max_size=8)


def of(*numbers: int) -> list[Fraction]:
    return [Fraction(one) for one in numbers]


def test_the_rest_of_the_year_comes_as_it_did_before() -> None:
    past = [of(100, 200, 300, 400)] * 3
    found = year_end(of(110, 220), past)
    assert found is not None
    assert found.value == pytest.approx(1100)
    assert found.years == 3
    assert found.words.startswith(
        "330 so far; in the last 3 complete years 30.0% of the year had come by then: 1,100, "
    )


# Student's t at 90 % one-sided, as tables print it to three places, for 2, 3 and 4 degrees.
@pytest.mark.parametrize(("years", "t"), [(3, 1.886), (4, 1.638), (5, 1.533), (8, 1.533)])
def test_years_that_were_all_alike_leave_what_chance_allows(years: int, t: float) -> None:
    found = year_end(of(100), [of(100, 100, 100, 100)] * years)
    assert found is not None
    assert found.lower is not None
    assert found.upper is not None
    width = math.log((found.upper - 100) / 300)
    assert round(width / math.sqrt(1 / 300 + 1 / 100), 3) == t
    assert found.lower == pytest.approx(100 + 300 * math.exp(-width))
    assert found.upper == pytest.approx(100 + 300 * math.exp(width))


def test_years_that_differed_widen_the_interval_by_how_much_they_did() -> None:
    """The rest was 2, 3 and 4.5 times the first quarter: each 1.5 times the one before."""
    past = [of(1000, 500, 500, 1000), of(1000, 1000, 1000, 1000), of(1000, 1500, 1500, 1500)]
    found = year_end(of(1000), past)
    assert found is not None
    assert found.lower is not None
    assert found.upper is not None
    # Their logarithms deviate by log 1.5; a new year adds a third to the variance.
    width = 1.8856 * math.log(1.5) * math.sqrt(4 / 3)
    assert found.value == pytest.approx(4000)
    assert found.lower == pytest.approx(1000 + 3000 * math.exp(-width))
    assert found.upper == pytest.approx(1000 + 3000 * math.exp(width))
    assert found.words == (
        "1,000 so far; in the last 3 complete years 25.0% of the year had come by then: 4,000, "
        "between 2,241 and 8,253 in 80 of 100 years."
    )


@pytest.mark.parametrize(
    ("so_far", "year", "rest"),
    [
        (of(1), of(1, 1, 0, 0), 1.0),
        (of(1), of(2, 1, 0, 0), 0.5),
        ([Fraction(1, 2)], of(1, 4, 0, 0), 2.0),
    ],
)
def test_fewer_than_one_event_is_as_uncertain_as_one(
    so_far: list[Fraction], year: list[Fraction], rest: float
) -> None:
    found = year_end(so_far, [year] * 3)
    assert found is not None
    assert found.upper is not None
    width = 1.8856 * math.sqrt(1 / max(1, rest) + 1)
    assert found.upper == pytest.approx(float(so_far[0]) + rest * math.exp(width))


def test_a_year_in_which_nothing_followed_gives_no_share() -> None:
    past = [of(50, 20, 20, 10), of(5, 0, 0, 0), of(50, 20, 20, 10), of(50, 20, 20, 10)]
    found = year_end(of(50), past)
    assert found is not None
    assert (found.value, found.years) == (pytest.approx(100), 3)


def test_only_the_last_five_complete_years_count() -> None:
    early, late = of(400, 100, 100, 100), of(100, 100, 100, 100)
    recent = year_end(of(50), [late] * 5)
    assert year_end(of(50), [early] * 4 + [late] * 5) == recent


@pytest.mark.parametrize("past", [[], [of(1, 2, 3, 4)] * 2, [of(0, 0, 5, 5)] * 5])
def test_without_three_years_to_go_by_the_run_rate_is_taken_and_named(
    past: list[list[Fraction]],
) -> None:
    found = year_end(of(30, 30), past)
    assert found is not None
    assert (found.value, found.lower, found.upper, found.years) == (60 * 2, None, None, 0)
    assert found.words == (
        "60 in 2 of 4 periods, 120 at that rate; there are not 3 complete years to take shares "
        "from."
    )


def test_a_year_not_begun_or_complete_has_no_forecast() -> None:
    past = [of(1, 2, 3, 4)] * 3
    assert year_end([], past) is None
    assert year_end(of(1, 2, 3, 4), past) is None


def test_nothing_so_far_goes_by_the_run_rate() -> None:
    found = year_end(of(0), [of(1, 2, 3, 4)] * 5)
    assert found is not None
    assert (found.value, found.lower) == (0, None)


def test_a_year_that_is_not_complete_is_refused() -> None:
    with pytest.raises(ValueError, match="a complete year has 4 periods"):
        year_end(of(1), [of(1, 2, 3)])


@given(st.lists(COUNTS, min_size=1, max_size=3), YEARS)
def test_an_interval_holds_its_forecast_and_never_less_than_what_has_come(
    so_far: list[Fraction], past: list[list[Fraction]]
) -> None:
    found = year_end(so_far, past)
    assert found is not None
    assert found.lower is not None
    assert found.upper is not None
    assert float(sum(so_far)) <= found.lower < found.value < found.upper


@pytest.mark.parametrize(
    ("target", "so_far", "most", "rate", "words"),
    [
        (929, of(262), True, Fraction(667, 3), "Needs at most 222 a quarter from here."),
        (365, of(80, 90), False, Fraction(195, 2), "Needs at least 98 a quarter from here."),
        (500, of(300, 300), True, None, "The year's 500 is passed already."),
        (500, of(300, 200), True, None, "The year's 500 is reached already."),
        (500, of(300, 300), False, None, "The year's 500 is reached already."),
        (500, of(100, 100, 100, 100), True, None, "The year is complete."),
        (500, of(200, 150, 145), True, Fraction(5), "Needs at most 5 a quarter from here."),
        (500, of(200, 299), True, Fraction(1, 2), "Needs at most 0 a quarter from here."),
        (500, of(200, 299), False, Fraction(1, 2), "Needs at least 1 a quarter from here."),
        (400, [], True, Fraction(100), "Needs at most 100 a quarter from here."),
    ],
)
def test_what_is_left_is_shared_over_the_periods_to_come(
    target: int, so_far: list[Fraction], most: bool, rate: Fraction | None, words: str
) -> None:
    found = required(Fraction(target), so_far, 4, most=most)
    assert (found.rate, found.words) == (rate, words)


@pytest.mark.parametrize(
    ("periods", "period"),
    [(2, "half-year"), (3, "period"), (4, "quarter"), (6, "period"), (12, "month")],
)
def test_what_is_needed_is_of_a_period_that_has_a_name_of_its_own_or_none(
    periods: int, period: str
) -> None:
    found = required(Fraction(100), of(100 - (periods - 1)), periods, most=False)
    assert found.words == f"Needs at least 1 a {period} from here."


def real_years() -> list[list[list[Fraction]]]:
    """Financial years 2008/09 to 2015/16 of every series of the six boroughs, by quarter."""
    path = shared("data/crime/six_boroughs_quarterly_2007Q4_2016Q3.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [
            [
                [Fraction(row[f"{year}/{(year + 1) % 100:02} Q{number}"]) for number in range(1, 5)]
                for year in range(2008, 2016)
            ]
            for row in csv.DictReader(file)
        ]


def test_on_the_real_crime_series_the_interval_holds_as_often_as_it_says(
    record_property: Callable[[str, object], None],
) -> None:
    """Every year from the fourth on, after one, two and three quarters; five a quarter or more."""
    inside = tried = 0
    for years in real_years():
        for at in range(3, len(years)):
            past = years[:at]
            if min(map(sum, past)) < 20:
                continue
            for known in (1, 2, 3):
                found = year_end(years[at][:known], past)
                if found is None or found.lower is None or found.upper is None:
                    continue
                tried += 1
                inside += found.lower <= sum(years[at]) <= found.upper
    share = 100 * inside / tried
    told = f"{share:.1f} of 100 of {tried} forecasts, {RATE} stated"
    record_property("coverage", told)
    print(told)  # noqa: T201
    assert tried > 3000
    assert RATE - 2 <= share <= RATE + 4
