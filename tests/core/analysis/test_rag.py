from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.intervals import wilson_interval
from csp_desktop.core.analysis.rag import (
    Asked,
    Rag,
    equal_profile,
    judged,
    seasonal_profile,
    to_date,
)
from csp_desktop.core.figures import Unit
from csp_desktop.core.plan import Basis, Indicator
from tests.core.analysis.making_targets import indicator

NUMBERS = st.fractions(0, 10_000, max_denominator=20)
SOME = st.fractions(Fraction(1, 20), 10_000, max_denominator=20)
TOLERANCES = st.none() | st.decimals(0, 50, places=1)

COUNT, PERCENTAGE = Unit.COUNT, Unit.PERCENTAGE
RANK: dict[str, Any] = {"basis": Basis.RANK}


def most(level: str) -> Asked:
    return Asked(Fraction(level), most=True)


def least(level: str) -> Asked:
    return Asked(Fraction(level), most=False)


def with_tolerance(per_cent: str) -> dict[str, Any]:
    return {"tolerance": Decimal(per_cent)}


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    """Of every kind that is judged without a sample."""
    unit = draw(st.sampled_from([COUNT, PERCENTAGE, Unit.RATE, Unit.MONEY]))
    basis = draw(st.sampled_from([Basis.PERIOD, Basis.MOMENT, Basis.RANK]))
    return indicator(unit, basis=basis, tolerance=draw(TOLERANCES))


@pytest.mark.parametrize(
    ("value", "asked", "of", "words"),
    [
        ("1095", most("1007"), with_tolerance("5"), "88 over, 8.7%, red."),
        ("1095", most("1007"), {}, "88 over, 8.7%, amber."),
        ("1007", most("1007"), {}, "met exactly, green."),
        ("950", most("1007"), {}, "57 under, green."),
        ("1006", most("1007"), {}, "1 under, green."),
        ("1108", most("1007"), {}, "101 over, 10.0%, red."),
    ],
)
def test_a_count_not_to_be_passed_comes_with_its_arithmetic(
    value: str, asked: Asked, of: dict[str, Any], words: str
) -> None:
    found = judged(Fraction(value), asked, indicator(**of))
    assert found.words == f"{int(value):,} against at most 1,007: {words}"
    assert found.words.endswith(f", {found.rag.value.lower()}.")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("300", "300 against at least 365: 65 short, 17.8%, red."),
        ("340", "340 against at least 365: 25 short, 6.8%, amber."),
        ("365", "365 against at least 365: met exactly, green."),
        ("400", "400 against at least 365: 35 above, green."),
    ],
)
def test_a_count_to_be_reached_comes_with_its_arithmetic(value: str, words: str) -> None:
    found = judged(Fraction(value), least("365"), indicator())
    assert (found.words, found.rag.value.lower()) == (words, words[:-1].split(", ")[-1])


@pytest.mark.parametrize(
    ("value", "tolerance", "rag"),
    [
        ("110", {}, Rag.AMBER),
        ("110.01", {}, Rag.RED),
        ("105", with_tolerance("5"), Rag.AMBER),
        ("105.01", with_tolerance("5"), Rag.RED),
        ("100.01", with_tolerance("0"), Rag.RED),
        ("100", with_tolerance("0"), Rag.GREEN),
        ("150", with_tolerance("50"), Rag.AMBER),
    ],
)
def test_the_tolerance_itself_is_still_amber(
    value: str, tolerance: dict[str, Any], rag: Rag
) -> None:
    assert judged(Fraction(value), most("100"), indicator(Unit.MONEY, **tolerance)).rag is rag


@pytest.mark.parametrize(
    ("value", "asked", "tolerance", "words"),
    [
        ("32", least("34"), {}, "32.0% against at least 34.0%: 2.0 points short, amber."),
        ("31.9", least("34"), {}, "31.9% against at least 34.0%: 2.1 points short, red."),
        ("36", most("34"), {}, "36.0% against at most 34.0%: 2.0 points over, amber."),
        (
            "31",
            least("34"),
            with_tolerance("3"),
            "31.0% against at least 34.0%: 3.0 points short, amber.",
        ),
        (
            "33.5",
            least("34"),
            with_tolerance("0.4"),
            "33.5% against at least 34.0%: 0.5 points short, red.",
        ),
        ("40", least("34"), {}, "40.0% against at least 34.0%: 6.0 points above, green."),
        ("34", least("34"), {}, "34.0% against at least 34.0%: met exactly, green."),
        ("2", most("0"), {}, "2.0% against at most 0.0%: 2.0 points over, amber."),
    ],
)
def test_percentages_are_judged_in_points(
    value: str, asked: Asked, tolerance: dict[str, Any], words: str
) -> None:
    assert judged(Fraction(value), asked, indicator(PERCENTAGE, **tolerance)).words == words


@pytest.mark.parametrize(
    ("value", "asked", "tolerance", "words"),
    [
        ("2", least("5"), {}, "place 2 against at least place 5: 3 places short, red."),
        ("3", least("5"), {}, "place 3 against at least place 5: 2 places short, red."),
        ("4", least("5"), {}, "place 4 against at least place 5: 1 place short, amber."),
        ("5", least("5"), {}, "place 5 against at least place 5: met exactly, green."),
        ("6", least("5"), {}, "place 6 against at least place 5: 1 place above, green."),
        ("9", least("5"), {}, "place 9 against at least place 5: 4 places above, green."),
        ("6", most("5"), {}, "place 6 against at most place 5: 1 place over, amber."),
        (
            "2",
            least("5"),
            with_tolerance("3"),
            "place 2 against at least place 5: 3 places short, amber.",
        ),
        (
            "4",
            least("5"),
            with_tolerance("0"),
            "place 4 against at least place 5: 1 place short, red.",
        ),
    ],
)
def test_ranks_are_judged_in_places(
    value: str, asked: Asked, tolerance: dict[str, Any], words: str
) -> None:
    assert judged(Fraction(value), asked, indicator(**RANK, **tolerance)).words == words


@pytest.mark.parametrize(
    ("value", "of", "words"),
    [
        ("0", {}, "0 against at most 0: met exactly, green."),
        ("1", {}, "1 against at most 0: 1 over, amber."),
        ("2", {}, "2 against at most 0: 2 over, red."),
        ("1", with_tolerance("0"), "1 against at most 0: 1 over, amber."),
        ("2", with_tolerance("50"), "2 against at most 0: 2 over, red."),
    ],
)
def test_where_none_is_asked_one_is_amber_whatever_the_tolerance(
    value: str, of: dict[str, Any], words: str
) -> None:
    assert judged(Fraction(value), most("0"), indicator(**of)).words == words


@pytest.mark.parametrize(
    ("value", "asked", "unit", "words"),
    [
        ("1.1", most("1"), Unit.RATE, "1.10 against at most 1.00: 0.10 over, 10.0%, amber."),
        ("0.5", most("1"), Unit.RATE, "0.50 against at most 1.00: 0.50 under, green."),
        ("0.5", most("0"), Unit.RATE, "0.50 against at most 0.00: 0.50 over, amber."),
        ("1.01", most("0"), Unit.RATE, "1.01 against at most 0.00: 1.01 over, red."),
        (
            "1100",
            most("1000"),
            Unit.MONEY,
            "£1,100 against at most £1,000: £100 over, 10.0%, amber.",
        ),
        ("1234", least("1000"), Unit.MONEY, "£1,234 against at least £1,000: £234 above, green."),
    ],
)
def test_rates_and_money_are_shown_as_they_are_written(
    value: str, asked: Asked, unit: Unit, words: str
) -> None:
    assert judged(Fraction(value), asked, indicator(unit)).words == words


def test_less_than_nothing_was_spent_is_written_as_figures_are() -> None:
    found = judged(Fraction(-5), most("0"), indicator(Unit.MONEY))
    assert found.words == "−£5 against at most £0: £5 under, green."


@pytest.mark.parametrize(
    ("value", "asked", "unit", "words"),
    [
        ("302", most("301.7"), COUNT, "302.0 against at most 301.7: 0.3 over, 0.1%, amber."),
        ("301", least("301.4"), COUNT, "301.0 against at least 301.4: 0.4 short, 0.1%, amber."),
        ("302", least("301.7"), COUNT, "302.0 against at least 301.7: 0.3 above, green."),
        ("302", most("301.5"), COUNT, "302.0 against at most 301.5: 0.5 over, 0.2%, amber."),
        ("302", most("301.99"), COUNT, "302.00 against at most 301.99: 0.01 over, 0.0%, amber."),
        (
            "7",
            most("6.999997"),
            COUNT,
            "7.000000 against at most 6.999997: 0.000003 over, 0.0%, amber.",
        ),
        (
            "34.04",
            most("34"),
            PERCENTAGE,
            "34.04% against at most 34.00%: 0.04 points over, amber.",
        ),
        (
            "50.54",
            most("50.46"),
            PERCENTAGE,
            "50.54% against at most 50.46%: 0.08 points over, amber.",
        ),
        ("1.004", most("1"), Unit.RATE, "1.004 against at most 1.000: 0.004 over, 0.4%, amber."),
        ("5.2", most("5"), Unit.MONEY, "£5.2 against at most £5.0: £0.2 over, 4.0%, amber."),
    ],
)
def test_a_small_gap_is_written_with_as_many_decimals_as_show_it(
    value: str, asked: Asked, unit: Unit, words: str
) -> None:
    assert judged(Fraction(value), asked, indicator(unit)).words == words


def test_a_gap_too_small_to_be_shown_has_six_decimals_and_keeps_its_colour() -> None:
    found = judged(Fraction(7), Asked(7 - Fraction(1, 10**9), most=True), indicator())
    assert found.words == "7.000000 against at most 7.000000: 0.000000 over, 0.0%, amber."


def test_grey_says_why() -> None:
    none = judged(Fraction(5), None, indicator())
    assert (none.rag, none.words) == (Rag.GREY, "No target.")
    blank = judged(None, most("5"), indicator())
    assert (blank.rag, blank.words) == (Rag.GREY, "No figure to hold against the target.")
    assert judged(None, None, indicator()).words == "No target."


def test_a_colour_has_a_word_and_is_not_changed_afterwards() -> None:
    assert [one.value for one in Rag] == ["Green", "Amber", "Red", "Grey"]
    for one, part in ((most("5"), "level"), (judged(None, None, indicator()), "rag")):
        with pytest.raises(FrozenInstanceError):
            setattr(one, part, None)


@pytest.mark.parametrize("sample_size", [None, 0])
def test_a_survey_without_its_sample_size_is_grey(sample_size: int | None) -> None:
    of = indicator(Unit.SURVEY_PERCENTAGE)
    found = judged(Fraction(78), least("80"), of, sample_size=sample_size)
    assert (found.rag, found.words) == (
        Rag.GREY,
        "Survey result without its sample size: it cannot be told how sure it is.",
    )


def test_a_survey_is_grey_where_chance_alone_leaves_the_target_open() -> None:
    of = indicator(Unit.SURVEY_PERCENTAGE)
    found = judged(Fraction(78), least("80"), of, sample_size=1171)
    assert (found.rag, found.words) == (
        Rag.GREY,
        "Too close to tell: of 1,171 asked, 78.0% may be 75.5% to 80.3%, and 80.0% is asked.",
    )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (least("80"), "70.0% against at least 80.0%: 10.0 points short, red."),
        (most("60"), "70.0% against at most 60.0%: 10.0 points over, red."),
        (least("60"), "70.0% against at least 60.0%: 10.0 points above, green."),
        (most("80"), "70.0% against at most 80.0%: 10.0 points under, green."),
    ],
)
def test_a_survey_that_is_sure_enough_has_a_colour(asked: Asked, words: str) -> None:
    of = indicator(Unit.SURVEY_PERCENTAGE)
    assert judged(Fraction(70), asked, of, sample_size=1171).words == words


@pytest.mark.parametrize(("value", "shown"), [("150", "150.0%"), ("-1", "−1.0%")])
def test_a_survey_figure_that_cannot_be_is_no_fault_of_the_program(value: str, shown: str) -> None:
    """It is kept as it was typed until its return is checked."""
    of = indicator(Unit.SURVEY_PERCENTAGE)
    found = judged(Fraction(value), least("80"), of, sample_size=1171)
    assert found.rag is Rag.GREY
    assert found.words == f"{shown} is no share of the 1,171 asked."


def test_a_target_at_the_end_of_a_surveys_interval_is_too_close_and_one_beyond_is_not() -> None:
    of, found = indicator(Unit.SURVEY_PERCENTAGE), wilson_interval(0.7, 100)
    for end, way in ((found.lower, -1), (found.upper, 1)):
        on = Fraction(end * 100)
        beyond = on + Fraction(way, 10**6)
        for level, grey in ((on, True), (beyond, False)):
            rag = judged(Fraction(70), Asked(level, most=True), of, sample_size=100).rag
            assert (rag is Rag.GREY) == grey


@given(NUMBERS, NUMBERS, NUMBERS, indicators(), st.booleans())
def test_a_better_value_never_has_a_worse_colour(
    one: Fraction, other: Fraction, level: Fraction, of: Indicator, is_most: bool
) -> None:
    order = [Rag.GREEN, Rag.AMBER, Rag.RED]
    better, worse = sorted((one, other), reverse=not is_most)
    asked = Asked(level, is_most)
    first, second = (order.index(judged(value, asked, of).rag) for value in (better, worse))
    assert first <= second


@given(NUMBERS, NUMBERS, indicators(), st.booleans())
def test_green_is_exactly_where_what_is_asked_is_met(
    value: Fraction, level: Fraction, of: Indicator, is_most: bool
) -> None:
    met = value <= level if is_most else value >= level
    assert (judged(value, Asked(level, is_most), of).rag is Rag.GREEN) == met


@given(NUMBERS, SOME, SOME, TOLERANCES, st.booleans())
def test_a_count_has_the_same_colour_in_another_unit_scale(
    value: Fraction, level: Fraction, scale: Fraction, tolerance: Decimal | None, is_most: bool
) -> None:
    of = indicator(Unit.RATE, tolerance=tolerance)
    one = judged(value, Asked(level, is_most), of)
    scaled = judged(value * scale, Asked(level * scale, is_most), of)
    assert one.rag is scaled.rag


@given(NUMBERS, SOME, st.decimals(0, 50, places=1), st.booleans())
def test_amber_ends_exactly_where_the_tolerance_does(
    value: Fraction, level: Fraction, tolerance: Decimal, is_most: bool
) -> None:
    missed = value - level if is_most else level - value
    amber = 0 < missed * 100 <= level * Fraction(tolerance)
    of = indicator(tolerance=tolerance)
    assert (judged(value, Asked(level, is_most), of).rag is Rag.AMBER) == amber


def test_a_profile_asks_for_a_share_of_the_year_at_a_time() -> None:
    assert to_date(Fraction(930), equal_profile(4), 2) == 465
    typed = (Fraction("0.4"), Fraction("0.3"), Fraction("0.2"), Fraction("0.1"))
    assert [to_date(Fraction(1000), typed, so_far) for so_far in range(5)] == [
        0,
        400,
        700,
        900,
        1000,
    ]


def test_shares_that_do_not_come_to_one_are_no_profile() -> None:
    for last, whole in ((Fraction(0), "9/10"), (Fraction(2, 10), "11/10")):
        shares = (Fraction("0.4"), Fraction("0.3"), Fraction("0.2"), last)
        with pytest.raises(ValueError, match="come to one") as refused:
            to_date(Fraction(1000), shares, 2)
        assert str(refused.value) == f"the shares of a profile come to one, not to {whole}"


@given(st.integers(1, 400))
def test_equal_shares_are_alike_and_come_to_one(periods: int) -> None:
    shares = equal_profile(periods)
    assert (len(shares), len(set(shares)), sum(shares)) == (periods, 1, 1)


def test_seasonal_shares_are_those_of_the_earlier_years_together() -> None:
    years = [[Fraction(one) for one in year] for year in ((10, 20, 30, 40), (30, 20, 30, 20))]
    assert seasonal_profile(years) == tuple(Fraction(one, 200) for one in (40, 40, 60, 60))


def test_years_that_come_to_nothing_have_no_shares() -> None:
    assert seasonal_profile([]) is None
    assert seasonal_profile([[Fraction(0)] * 4]) is None


def test_years_of_different_lengths_have_no_shares() -> None:
    with pytest.raises(ValueError, match="shorter"):
        seasonal_profile([[Fraction(1)] * 4, [Fraction(1)] * 3])


@given(st.lists(st.lists(NUMBERS, min_size=4, max_size=4), min_size=1, max_size=6))
def test_seasonal_shares_come_to_the_whole_year(years: list[list[Fraction]]) -> None:
    profile = seasonal_profile(years)
    assert (profile is None) == (not any(map(any, years)))
    if profile is not None:
        assert sum(profile) == 1
        assert all(share >= 0 for share in profile)
        assert to_date(Fraction(100), profile, 4) == 100


@pytest.mark.parametrize(
    ("value", "asked", "of", "level", "gap", "missed"),
    [
        ("1095", most("1000"), Unit.COUNT, "1,000", "95 over", Fraction(95, 1000)),
        ("950", most("1000"), Unit.COUNT, "1,000", "50 under", Fraction(-50, 1000)),
        ("1000", most("1000"), Unit.COUNT, "1,000", "met", Fraction(0)),
        ("302", most("301.5"), Unit.COUNT, "301.5", "0.5 over", Fraction(1, 603)),
        ("2", most("0"), Unit.COUNT, "0", "2 over", Fraction(2)),
        ("27", least("30"), Unit.PERCENTAGE, "30.0%", "3.0 points short", Fraction(1, 10)),
        ("31", least("30"), Unit.PERCENTAGE, "30.0%", "1.0 points above", Fraction(-1, 30)),
    ],
)
def test_a_colour_keeps_its_gap_apart_from_its_sentence(
    value: str, asked: Asked, of: Unit, level: str, gap: str, missed: Fraction
) -> None:
    found = judged(Fraction(value), asked, indicator(of))
    assert (found.level, found.gap, found.missed) == (level, gap, missed)
    assert gap == "met" or gap in found.words


def test_a_place_is_short_of_a_place() -> None:
    found = judged(Fraction(4), least("5"), indicator(basis=Basis.RANK))
    assert (found.level, found.gap, found.missed) == ("5", "1 place short", Fraction(1, 5))


def test_grey_has_no_gap() -> None:
    assert judged(None, most("5"), indicator()).missed is None
