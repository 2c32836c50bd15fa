import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.intervals import (
    Interval,
    funnel_limits,
    poisson_covers,
    poisson_interval,
    survey_interval,
    wilson_interval,
)

# Garwood's limits as the National Center for Health Statistics prints them (95 %, five places).
PUBLISHED_POISSON = {
    0: (0.0, 3.68888),
    1: (0.02532, 5.57164),
    2: (0.24221, 7.22469),
    5: (1.62349, 11.66833),
    10: (4.79539, 18.39036),
    20: (12.21652, 30.88838),
    50: (37.11096, 65.91877),
}


@pytest.mark.parametrize(("count", "limits"), PUBLISHED_POISSON.items())
def test_poisson_limits_agree_with_the_published_table(
    count: int, limits: tuple[float, float]
) -> None:
    found = poisson_interval(count)
    assert (round(found.lower, 5), round(found.upper, 5)) == limits


# Newcombe (1998), Statistics in Medicine 17, table I, the score method without correction.
@pytest.mark.parametrize(
    ("events", "sample", "limits"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilson_limits_agree_with_newcombe(
    events: int, sample: int, limits: tuple[float, float]
) -> None:
    found = wilson_interval(events / sample, sample)
    assert (round(found.lower, 4), round(found.upper, 4)) == limits


def tail(count: int, mean: float) -> float:
    """P(X <= count), added up term by term."""
    return math.fsum(
        math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1)
    )


@given(st.integers(1, 400), st.sampled_from([0.8, 0.95, 0.998]))
def test_each_end_of_a_poisson_interval_leaves_its_tail(count: int, confidence: float) -> None:
    found = poisson_interval(count, confidence)
    share = (1 - confidence) / 2
    assert tail(count, found.upper) == pytest.approx(share, rel=1e-6)
    assert 1 - tail(count - 1, found.lower) == pytest.approx(share, rel=1e-6)


@given(st.integers(0, 30_000))
def test_a_count_lies_in_its_own_interval(count: int) -> None:
    assert count in poisson_interval(count)


@given(st.integers(0, 400), st.floats(0, 600), st.sampled_from([0.8, 0.95, 0.998]))
def test_a_count_covers_a_mean_exactly_where_its_interval_holds_it(
    count: int, mean: float, confidence: float
) -> None:
    assert poisson_covers(count, mean, confidence) == (mean in poisson_interval(count, confidence))


@pytest.mark.parametrize(("count", "limits"), PUBLISHED_POISSON.items())
def test_a_count_covers_its_published_limits_and_nothing_beyond(
    count: int, limits: tuple[float, float]
) -> None:
    low, high = limits
    assert poisson_covers(count, low + 0.0001)
    assert poisson_covers(count, high - 0.0001)
    assert not poisson_covers(count, high + 0.0001)
    if count:
        assert not poisson_covers(count, low - 0.0001)


def test_where_none_are_expected_none_is_covered_and_one_is_not() -> None:
    assert poisson_covers(0, 0)
    assert not poisson_covers(1, 0)


def test_both_ends_belong_to_an_interval() -> None:
    interval = Interval(1.0, 2.0)
    assert 1.0 in interval
    assert 2.0 in interval
    assert 0.999 not in interval
    assert 2.001 not in interval


def test_none_and_all_of_a_sample_reach_the_very_ends_of_the_scale() -> None:
    for sample in range(1, 200):
        assert wilson_interval(0, sample).lower == 0.0
        assert wilson_interval(1, sample).upper == 1.0


def test_a_share_next_to_all_of_a_sample_has_no_limit_above_the_whole() -> None:
    """The arithmetic alone would end at 1.0000000000000002, for a sample of 14 among others."""
    assert all(wilson_interval(1 - 1e-12, sample).upper <= 1 for sample in range(1, 200))


def test_a_surveys_interval_is_wilsons_in_per_cent() -> None:
    found = survey_interval(Fraction(100 * 15, 148), 148)
    assert found is not None
    assert (round(found.lower, 2), round(found.upper, 2)) == (6.24, 16.05)
    for percentage, sample in ((0, 1), (100, 1), (0, 20), (100, 20)):
        of = wilson_interval(percentage / 100, sample)
        assert survey_interval(Fraction(percentage), sample) == Interval(
            100 * of.lower, 100 * of.upper
        )


@pytest.mark.parametrize(
    ("percentage", "sample"), [("50", None), ("50", 0), ("50", -1), ("-0.1", 20), ("100.1", 20)]
)
def test_a_percentage_of_no_sample_or_that_is_no_share_has_no_interval(
    percentage: str, sample: int | None
) -> None:
    assert survey_interval(Fraction(percentage), sample) is None


@given(st.floats(0, 1), st.integers(1, 10_000))
def test_a_share_lies_in_its_own_interval_and_turned_over_it_is_mirrored(
    share: float, sample: int
) -> None:
    found, mirrored = wilson_interval(share, sample), wilson_interval(1 - share, sample)
    assert 0 <= found.lower <= share + 1e-12
    assert share - 1e-12 <= found.upper <= 1
    assert found.lower == pytest.approx(1 - mirrored.upper, abs=1e-9)


@given(st.floats(0.05, 5_000), st.sampled_from([0.95, 0.998]))
def test_funnel_limits_stand_between_the_whole_counts_at_their_tails(
    expected: float, confidence: float
) -> None:
    found = funnel_limits(expected, confidence)
    share = (1 - confidence) / 2
    assert tail(math.ceil(found.upper), expected) >= 1 - share - 1e-9
    assert tail(max(0, math.ceil(found.upper) - 2), expected) < 1 - share or found.upper <= 1
    assert found.lower < expected + 1 <= found.upper + 1.5


def moved(expected: float, share: float) -> float:
    """The limit by hand: the first whole count that reaches a share, moved back to where it is."""
    below, count = 0.0, 0
    while tail(count, expected) < share:
        below = tail(count, expected)
        count += 1
    return count - 1 + (share - below) / (tail(count, expected) - below)


@pytest.mark.parametrize("expected", [2.0, 3.6, 3.7, 4.0, 5.5, 5.6, 20.0, 81.3])
@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_funnel_limits_lie_between_two_counts_where_their_tail_is_exact(
    expected: float, confidence: float
) -> None:
    found = funnel_limits(expected, confidence)
    share = (1 - confidence) / 2
    assert found.lower == pytest.approx(max(0, moved(expected, share)), abs=1e-6)
    assert found.upper == pytest.approx(moved(expected, 1 - share), abs=1e-6)


def test_where_none_are_expected_none_are_allowed() -> None:
    assert funnel_limits(0, 0.95) == Interval(0, 0)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 2])
def test_confidence_lies_between_nought_and_one(confidence: float) -> None:
    for ask in (
        lambda: poisson_interval(5, confidence),
        lambda: poisson_covers(5, 5, confidence),
        lambda: wilson_interval(0.5, 10, confidence),
        lambda: funnel_limits(5, confidence),
    ):
        with pytest.raises(ValueError, match="between 0 and 1"):
            ask()


def test_what_is_no_count_and_no_share_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative: -1"):
        poisson_interval(-1)
    for count, mean in ((-1, 5.0), (5, -0.1)):
        with pytest.raises(ValueError, match=f"neither a count nor a mean .*: {count}, {mean}"):
            poisson_covers(count, mean)
    with pytest.raises(ValueError, match="no share of a sample"):
        wilson_interval(1.1, 10)
    with pytest.raises(ValueError, match="no share of a sample"):
        wilson_interval(0.5, 0)
    with pytest.raises(ValueError, match="fewer than none"):
        funnel_limits(-0.1, 0.95)
