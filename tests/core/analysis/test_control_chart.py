import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.control_chart import (
    Assurance,
    ControlChart,
    Phase,
    Side,
    Signal,
    Standing,
    Verdict,
    control_chart,
    part_of_run,
    part_of_two_in_three,
    seven_on_one_side,
    seven_point_trend,
    two_in_three,
)
from csp_desktop.core.plan import Polarity
from tests.places import shared

NUMBERS = st.fractions(min_value=0, max_value=2000, max_denominator=50)
SERIES = st.lists(st.none() | NUMBERS, max_size=40)
# Twelve values that alternate about 10: their limits are 10 ± 2.66 x 2.
STEADY = [9, 11] * 6


def of(
    values: Sequence[float | Fraction | str | None],
    polarity: Polarity = Polarity.LOWER,
    **options: Any,
) -> ControlChart:
    exact = [None if one is None else Fraction(str(one)) for one in values]
    return control_chart(exact, polarity, **options)


def signals(chart: ControlChart) -> list[str]:
    return [one.signal.value for one in chart.points]


RULES = {
    "ptd_seven_point_one_side_mean": seven_on_one_side,
    "ptd_part_of_seven_trend": part_of_run,
    "ptd_seven_point_trend": seven_point_trend,
    "ptd_two_in_three": two_in_three,
    "ptd_part_of_two_in_three": part_of_two_in_three,
}


def test_every_rule_agrees_with_the_reference_point_by_point() -> None:
    vectors = json.loads(shared("data/spc/rule_vectors.json").read_text(encoding="utf-8"))[
        "vectors"
    ]
    assert len(vectors) == 48
    for vector in vectors:
        [name] = vector["fn"]
        arguments = vector["args"]
        if name == "ptd_two_in_three" and len(arguments) == 1:
            arguments = [*arguments, []]
        found = RULES[name](*arguments)
        # The reference says only that a run ends there; which way it went it works out later.
        unsigned = name in ("ptd_seven_point_one_side_mean", "ptd_part_of_seven_trend")
        said = [abs(one) for one in found] if unsigned else found
        assert said == vector["output"], vector


UP, DOWN = [1] * 7, [-1] * 7


@pytest.mark.parametrize(
    ("sides", "ends"),
    [
        (UP, [0] * 6 + [1]),
        (DOWN, [0] * 6 + [-1]),
        ([1] * 6, [0] * 6),
        ([*UP, -1], [0] * 6 + [1, 0]),
        ([-1, *UP, 1], [0] * 7 + [1, 1]),
        ([1, 1, 1, 0, 1, 1, 1], [0] * 7),
    ],
)
def test_the_seventh_point_on_one_side_ends_a_run(sides: list[int], ends: list[int]) -> None:
    assert seven_on_one_side(sides) == ends


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([1, 2, 3, 4, 5, 6, 7], [0] * 6 + [1]),
        ([7, 6, 5, 4, 3, 2, 1], [0] * 6 + [-1]),
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 4, 5, 6, 7, 7], [0] * 6 + [1, 0]),
        ([2, 1, 2, 3, 4, 5, 6, 7], [0] * 7 + [1]),
    ],
)
def test_the_seventh_value_rising_or_falling_ends_a_trend(
    values: list[int], ends: list[int]
) -> None:
    assert seven_point_trend([Fraction(one) for one in values]) == ends


@pytest.mark.parametrize(
    ("ends", "marked"),
    [
        ([0] * 6 + [1], UP),
        ([0] * 10 + [-1, 0], [0] * 4 + DOWN + [0]),
        ([0] * 6 + [1, 0, 0, -1, 0], [1] * 3 + DOWN + [0]),
    ],
)
def test_a_run_marks_its_seven_points_and_no_others(ends: list[int], marked: list[int]) -> None:
    assert part_of_run(ends) == marked


@pytest.mark.parametrize(
    ("near", "sides", "marked"),
    [
        ([1, 0, 1, 0], [1, 1, 1, 1], [1, 1, 1, 0]),
        ([0, 1, 1, 0, 0], [-1, -1, -1, 1, 1], [1, 1, 1, 0, 0]),
        ([1, 1, 0, 0], [1, 1, 1, -1], [1, 1, 1, 0]),
        ([1, 0, 0, 1], [1, 1, 1, 1], [0, 0, 0, 0]),
        ([1, 1], [1, 1], [0, 0]),
    ],
)
def test_three_points_with_two_near_a_limit_are_marked_and_no_fourth(
    near: list[int], sides: list[int], marked: list[int]
) -> None:
    assert two_in_three(near, sides) == marked


def test_marks_and_points_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        part_of_two_in_three([1, 1, 1], [1, 1])


def test_the_textbook_chart_agrees() -> None:
    book = json.loads(shared("data/spc/montgomery_ex6_5.json").read_text(encoding="utf-8"))
    chart = of(book["y"], Polarity.LOWER, fix_after=book["baseline_n"])
    [phase] = chart.phases
    assert phase.mean is not None
    assert phase.lower is not None
    assert phase.upper is not None
    assert float(phase.mean) == pytest.approx(book["mean"], abs=1e-9)
    assert float(phase.moving_range_mean) == pytest.approx(book["mean_moving_range"], abs=1e-9)
    # The book divides 3 by 1.128; the rule here is its rounded 2.66.
    wide = 3 / 1.128 * float(phase.moving_range_mean)
    assert 300.5 - wide == pytest.approx(book["lcl"], abs=1e-9)
    assert 300.5 + wide == pytest.approx(book["ucl"], abs=1e-9)
    assert round(float(phase.lower), 2) == book["limits_with_2.66"]["lcl"]
    assert round(float(phase.upper), 2) == book["limits_with_2.66"]["ucl"]
    outside = [at for at, one in enumerate(chart.points, 1) if one.signal is Signal.OUTSIDE]
    assert outside == book["point_outside"]


def test_limits_are_266_hundredths_of_the_mean_range_from_the_mean() -> None:
    [phase] = of(STEADY).phases
    assert (phase.mean, phase.moving_range_mean) == (10, 2)
    assert (phase.lower, phase.upper) == (Fraction("4.68"), Fraction("15.32"))
    assert phase.near == Fraction(2, 3) * Fraction("5.32")


def test_a_value_on_a_limit_is_inside_and_one_beyond_it_outside() -> None:
    fixed = {"fix_after": 12}
    on, beyond = of([*STEADY, 15.32], **fixed), of([*STEADY, 15.3201], **fixed)
    assert on.points[-1].signal is Signal.NONE
    assert beyond.points[-1].signal is Signal.OUTSIDE
    assert (beyond.variation, of([*STEADY, 4.6], **fixed).variation) == (
        Verdict.CONCERN,
        Verdict.IMPROVEMENT,
    )


def test_seven_rising_values_are_a_trend_and_an_equal_pair_breaks_it() -> None:
    rising = [10, 10.1, 10.2, 10.3, 10.4, 10.5, 10.6]
    chart = of([*STEADY, *rising], fix_after=12)
    assert signals(chart)[-7:] == ["trend"] * 7
    equal = [10, 10.1, 10.2, 10.2, 10.4, 10.5, 10.6]
    assert "trend" not in signals(of([*STEADY, *equal], fix_after=12))


def test_a_falling_trend_above_the_mean_is_judged_by_its_direction() -> None:
    falling = [15, 14.5, 14, 13.3, 12.5, 12, 11.5]
    chart = of([*STEADY, *falling], fix_after=12)
    assert chart.points[-1].signal is Signal.TREND
    assert chart.points[-1].side is Side.ABOVE
    assert chart.variation is Verdict.IMPROVEMENT


def test_two_of_three_near_a_limit_count_on_one_side_of_the_mean_only() -> None:
    assert signals(of([*STEADY, 14, 11, 14], fix_after=12))[-3:] == [
        "two_of_three",
        "none",
        "two_of_three",
    ]
    assert signals(of([*STEADY, 14, 9, 14], fix_after=12))[-3:] == ["none"] * 3


def test_seven_values_on_one_side_are_a_shift_and_one_on_the_mean_breaks_it() -> None:
    above = [10.5, 11, 10.5, 11, 10.5, 11, 10.5]
    assert signals(of([*STEADY, 9, *above], fix_after=12))[-7:] == ["shift"] * 7
    broken = [10.5, 11, 10.5, 10, 10.5, 11, 10.5]
    assert "shift" not in signals(of([*STEADY, 9, *broken], fix_after=12))


def test_a_point_on_a_limit_is_near_it_and_one_two_sigma_away_is_not_yet() -> None:
    for limit, between in (("15.32", 11), ("4.68", 9)):
        chart = of([*STEADY, limit, between, limit], fix_after=12)
        assert signals(chart)[-3:] == ["two_of_three", "none", "two_of_three"]
    two_sigma = 10 + of(STEADY).phases[0].near
    assert signals(of([*STEADY, two_sigma, 11, two_sigma], fix_after=12))[-3:] == ["none"] * 3
    beyond = two_sigma + Fraction(1, 1000)
    assert signals(of([*STEADY, beyond, 11, beyond], fix_after=12))[-1] == "two_of_three"


def test_the_strongest_rule_names_a_point() -> None:
    rising = [10.5, 11, 11.5, 12, 12.5, 13, 16]
    assert signals(of([*STEADY, *rising], fix_after=12))[-7:] == ["trend"] * 6 + ["outside"]


@pytest.mark.parametrize(
    ("polarity", "high", "low"),
    [
        (Polarity.LOWER, Verdict.CONCERN, Verdict.IMPROVEMENT),
        (Polarity.HIGHER, Verdict.IMPROVEMENT, Verdict.CONCERN),
        (Polarity.MORE_REPORTING, Verdict.IMPROVEMENT, Verdict.CONCERN),
        (Polarity.NONE, Verdict.NEUTRAL_HIGH, Verdict.NEUTRAL_LOW),
    ],
)
def test_a_signal_is_read_by_the_way_that_is_better(
    polarity: Polarity, high: Verdict, low: Verdict
) -> None:
    assert of([*STEADY, 20], polarity, fix_after=12).variation is high
    assert of([*STEADY, 1], polarity, fix_after=12).variation is low


@pytest.mark.parametrize(
    ("polarity", "target", "assurance"),
    [
        (Polarity.LOWER, "15.33", Assurance.PASS),
        (Polarity.LOWER, "15.32", Assurance.INCONSISTENT),
        (Polarity.LOWER, "4.68", Assurance.INCONSISTENT),
        (Polarity.LOWER, "4.67", Assurance.FAIL),
        (Polarity.HIGHER, "15.33", Assurance.FAIL),
        (Polarity.HIGHER, "4.67", Assurance.PASS),
        (Polarity.NONE, "4.67", Assurance.NONE),
    ],
)
def test_assurance_is_where_the_target_lies_against_the_limits(
    polarity: Polarity, target: str, assurance: Assurance
) -> None:
    assert of(STEADY, polarity, target=Fraction(target)).assurance is assurance


def test_without_a_target_or_full_limits_there_is_no_assurance() -> None:
    assert of(STEADY).assurance is Assurance.NONE
    assert of(STEADY[:11], target=Fraction(99)).assurance is Assurance.NONE


@pytest.mark.parametrize(
    ("count", "standing"),
    [(7, Standing.LINE_ONLY), (8, Standing.TRIAL), (11, Standing.TRIAL), (12, Standing.FULL)],
)
def test_few_values_make_trial_limits_and_fewer_none(count: int, standing: Standing) -> None:
    assert of(STEADY[:count]).standing is standing


def test_under_eight_values_no_rule_speaks() -> None:
    assert set(signals(of([1, 2, 3, 4, 5, 6, 7]))) == {"none"}


def test_screening_leaves_an_unusual_range_out_once_and_says_so() -> None:
    leap = [*STEADY, 40, *STEADY]
    [plain], [screened] = of(leap).phases, of(leap, screen=True).phases
    assert plain.mean == screened.mean
    assert screened.screened == 2
    assert screened.moving_range_mean == 2
    assert plain.screened == 0


def test_a_range_of_just_3267_thousandths_of_the_mean_is_unusual() -> None:
    # Ten ranges whose mean is 1,000, one of them 3,267; then the same with that one smaller.
    ranges = [748] * 4 + [3267] + [748] * 4 + [749]
    [phase] = of(list(accumulate(ranges, initial=0)), screen=True).phases
    assert (phase.screened, phase.moving_range_mean) == (1, Fraction(6733, 9))
    ranges = [748] * 4 + [3266] + [748] * 4 + [750]
    [phase] = of(list(accumulate(ranges, initial=0)), screen=True).phases
    assert (phase.screened, phase.moving_range_mean) == (0, 1000)


def test_a_new_phase_has_limits_of_its_own_and_no_range_across_its_beginning() -> None:
    lower = [one - 6 for one in STEADY]
    first, second = of([*STEADY, *lower], rebased_at=[12]).phases
    assert (first.mean, second.mean) == (10, 4)
    assert (first.moving_range_mean, second.moving_range_mean) == (2, 2)
    assert (first.first, first.last, second.first, second.last) == (0, 11, 12, 23)
    assert (first.count, second.count) == (12, 12)


def test_each_value_is_one_point_however_many_phases_there_are() -> None:
    values = [*STEADY, *STEADY, *STEADY]
    chart = of(values, rebased_at=[24, 12])
    assert [one.value for one in chart.points] == values
    assert [one.first for one in chart.phases] == [0, 12, 24]


def test_a_phase_shorter_than_its_limits_are_fixed_after_rests_on_its_own_values() -> None:
    first, second = of([*STEADY[:8], *[40] * 12], rebased_at=[8], fix_after=12).phases
    assert (first.mean, first.moving_range_mean) == (10, 2)
    assert (second.mean, second.moving_range_mean) == (40, 0)


def test_a_phase_may_begin_at_the_second_value() -> None:
    first, second = of(STEADY, rebased_at=[1]).phases
    assert (first.count, second.count) == (1, 11)


def test_a_gap_has_no_range_with_its_neighbours_and_breaks_a_run() -> None:
    [phase] = of([9, 11, None, 5, 7]).phases
    assert phase.moving_range_mean == 2
    above = [10.5, 11, 10.5, None, 11, 10.5, 11, 10.5]
    chart = of([*STEADY, 9, *above], fix_after=12)
    assert set(signals(chart)) == {"none"}
    assert chart.points[16].value is None


@pytest.mark.parametrize("same", [0, 5])
@pytest.mark.parametrize("screen", [False, True])
def test_a_constant_series_lies_on_its_limits_and_says_nothing(same: int, screen: bool) -> None:
    chart = of([same] * 20, screen=screen, target=Fraction(5))
    [phase] = chart.phases
    assert phase.lower == phase.mean == phase.upper == same
    assert phase.screened == 0
    assert set(signals(chart)) == {"none"}
    assert {one.side for one in chart.points} == {Side.ON}


@pytest.mark.parametrize("values", [[], [None], [None] * 20])
def test_a_series_without_values_has_no_limits(values: list[None]) -> None:
    chart = of(values)
    [phase] = chart.phases
    assert phase == Phase(0, len(values) - 1, 0, None, None, None, Fraction(0), 0)
    assert (chart.variation, chart.standing) == (Verdict.COMMON, Standing.LINE_ONLY)


def test_a_phase_that_holds_gaps_only_says_where_it_lies() -> None:
    _, gaps = of([*STEADY, None, None], rebased_at=[12]).phases
    assert gaps == Phase(12, 13, 0, None, None, None, Fraction(0), 0)


def test_one_value_is_its_own_mean() -> None:
    [phase] = of([7]).phases
    assert phase.mean == phase.lower == phase.upper == 7


def test_the_latest_value_counts_even_where_a_gap_follows_it() -> None:
    assert of([*STEADY, 20, None], fix_after=12).variation is Verdict.CONCERN


def test_limits_fixed_on_too_few_points_and_phases_outside_the_series_are_refused() -> None:
    with pytest.raises(ValueError, match="12 points or more, not 11"):
        of(STEADY, fix_after=11)
    for place in (0, 12, -1):
        with pytest.raises(ValueError, match="a phase begins inside the series"):
            of(STEADY, rebased_at=[place])


@given(SERIES)
def test_turning_a_series_over_turns_its_verdicts_over(values: list[Fraction | None]) -> None:
    chart = control_chart(values, Polarity.LOWER)
    turned = control_chart([None if one is None else -one for one in values], Polarity.HIGHER)
    assert [one.verdict for one in chart.points] == [one.verdict for one in turned.points]


@given(SERIES, st.integers(1, 9), st.integers(-50, 50))
def test_another_scale_changes_no_verdict(
    values: list[Fraction | None], scale: int, move: int
) -> None:
    moved = [None if one is None else scale * one + move for one in values]
    now, then = (control_chart(one, Polarity.LOWER) for one in (moved, values))
    assert [one.signal for one in now.points] == [one.signal for one in then.points]
