from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.rag import (
    Asked,
    Rag,
    equal_profile,
    judged,
    seasonal_profile,
    to_date,
)
from csp_desktop.core.figures import Unit

NUMBERS = st.fractions(0, 10_000, max_denominator=20)
PLAIN = [Unit.COUNT, Unit.PERCENTAGE, Unit.RATE, Unit.MONEY]


def most(level: str, tolerance: str | None = None) -> Asked:
    return Asked(Fraction(level), most=True, tolerance=Fraction(tolerance) if tolerance else None)


def least(level: str) -> Asked:
    return Asked(Fraction(level), most=False)


@pytest.mark.parametrize(
    ("value", "asked", "unit", "rag", "words"),
    [
        (
            "1095",
            most("1007", "5"),
            Unit.COUNT,
            Rag.RED,
            "1,095 against at most 1,007: 88 over, 8.7%, red.",
        ),
        (
            "1095",
            most("1007"),
            Unit.COUNT,
            Rag.AMBER,
            "1,095 against at most 1,007: 88 over, 8.7%, amber.",
        ),
        (
            "1007",
            most("1007"),
            Unit.COUNT,
            Rag.GREEN,
            "1,007 against at most 1,007: met exactly, green.",
        ),
        ("950", most("1007"), Unit.COUNT, Rag.GREEN, "950 against at most 1,007: 57 under, green."),
        (
            "300",
            least("365"),
            Unit.COUNT,
            Rag.RED,
            "300 against at least 365: 65 short, 17.8%, red.",
        ),
        ("400", least("365"), Unit.COUNT, Rag.GREEN, "400 against at least 365: 35 above, green."),
        (
            "32",
            least("34"),
            Unit.PERCENTAGE,
            Rag.AMBER,
            "32.0% against at least 34.0%: 2.0 points short, amber.",
        ),
        (
            "31.9",
            least("34"),
            Unit.PERCENTAGE,
            Rag.RED,
            "31.9% against at least 34.0%: 2.1 points short, red.",
        ),
        ("0", most("0"), Unit.COUNT, Rag.GREEN, "0 against at most 0: met exactly, green."),
        ("1", most("0"), Unit.COUNT, Rag.AMBER, "1 against at most 0: 1 over, amber."),
        ("2", most("0"), Unit.COUNT, Rag.RED, "2 against at most 0: 2 over, red."),
        (
            "1.1",
            most("1"),
            Unit.RATE,
            Rag.AMBER,
            "1.10 against at most 1.00: 0.10 over, 10.0%, amber.",
        ),
        (
            "1100",
            most("1000"),
            Unit.MONEY,
            Rag.AMBER,
            "£1,100 against at most £1,000: £100 over, 10.0%, amber.",
        ),
    ],
)
def test_a_colour_comes_with_its_arithmetic(
    value: str, asked: Asked, unit: Unit, rag: Rag, words: str
) -> None:
    found = judged(Fraction(value), asked, unit)
    assert (found.rag, found.words) == (rag, words)


def test_grey_says_why() -> None:
    assert judged(Fraction(5), None, Unit.COUNT).words == "No target."
    assert judged(None, most("5"), Unit.COUNT).words == "No figure to hold against the target."
    unsure = judged(Fraction(78), least("80"), Unit.SURVEY_PERCENTAGE, sample_size=1171)
    assert (unsure.rag, unsure.words) == (
        Rag.GREY,
        "Too close to tell: of 1,171 asked, 78.0% may be 75.5% to 80.3%, and 80.0% is asked.",
    )
    unknown = judged(Fraction(78), least("80"), Unit.SURVEY_PERCENTAGE)
    assert unknown.rag is Rag.GREY
    assert "without its sample size" in unknown.words


def test_a_survey_that_is_sure_enough_has_a_colour() -> None:
    found = judged(Fraction(70), least("80"), Unit.SURVEY_PERCENTAGE, sample_size=1171)
    assert found.words == "70.0% against at least 80.0%: 10.0 points short, red."


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(PLAIN), st.booleans())
def test_a_better_value_never_has_a_worse_colour(
    one: Fraction, other: Fraction, level: Fraction, unit: Unit, is_most: bool
) -> None:
    order = [Rag.GREEN, Rag.AMBER, Rag.RED]
    better, worse = sorted((one, other), reverse=not is_most)
    asked = Asked(level, is_most)
    first, second = (order.index(judged(value, asked, unit).rag) for value in (better, worse))
    assert first <= second


@given(NUMBERS, NUMBERS, st.sampled_from(PLAIN), st.booleans())
def test_green_is_exactly_where_what_is_asked_is_met(
    value: Fraction, level: Fraction, unit: Unit, is_most: bool
) -> None:
    met = value <= level if is_most else value >= level
    assert (judged(value, Asked(level, is_most), unit).rag is Rag.GREEN) == met


def test_a_profile_asks_for_a_share_of_the_year_at_a_time() -> None:
    assert to_date(Fraction(930), equal_profile(4), 2) == 465
    typed = (Fraction("0.4"), Fraction("0.3"), Fraction("0.2"), Fraction("0.1"))
    assert to_date(Fraction(1000), typed, 3) == 900
    with pytest.raises(ValueError, match="come to one"):
        to_date(Fraction(1000), typed[:3], 2)


def test_seasonal_shares_are_those_of_the_earlier_years_together() -> None:
    years = [[Fraction(one) for one in year] for year in ((10, 20, 30, 40), (30, 20, 30, 20))]
    assert seasonal_profile(years) == tuple(Fraction(one, 200) for one in (40, 40, 60, 60))
    assert seasonal_profile([]) is None
    assert seasonal_profile([[Fraction(0)] * 4]) is None


@given(st.lists(st.lists(NUMBERS, min_size=4, max_size=4), min_size=1, max_size=6))
def test_seasonal_shares_come_to_the_whole_year(years: list[list[Fraction]]) -> None:
    profile = seasonal_profile(years)
    assert profile is None or to_date(Fraction(100), profile, 4) == 100
