"""Control charts of single values (XmR): limits, phases, the four rules, variation and assurance.

Method: NHS England's Making Data Count, as NHSRplotthedots 0.2.2 computes it, with the choices of
CONVENTIONS.md B1 to B15. All arithmetic is exact, so that a value on a limit is on it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from csp_desktop.core.plan import Polarity

LIMIT = Fraction(266, 100)  # 3 / 1.128, the mean moving range of two: limits at three sigma
NEAR = Fraction(2, 3)  # of the way to a limit: two sigma
SCREEN = Fraction(3267, 1000)  # times the mean moving range: the upper limit of the ranges
RUN = 7  # points on one side, or rising or falling, that are a signal
FEWEST, ENOUGH = 8, 12  # points in a phase: below, a line only; from here, full limits

_UNITS = {Polarity.HIGHER: 1, Polarity.MORE_REPORTING: 1, Polarity.LOWER: -1, Polarity.NONE: 0}


class Signal(Enum):
    """Which rule names a point; the strongest that does."""

    NONE = "none"
    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"


class Side(Enum):
    """Where a point lies against the mean of its phase."""

    ABOVE = "above"
    BELOW = "below"
    ON = "on"


class Verdict(Enum):
    """What a point says, given which way is better."""

    COMMON = "common"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(Enum):
    """Whether the process as it runs now will meet its target."""

    PASS = "pass"
    FAIL = "fail"
    INCONSISTENT = "inconsistent"
    NONE = "none"


class Standing(Enum):
    """How far the limits of the last phase can be relied on."""

    FULL = "full"
    TRIAL = "trial"
    LINE_ONLY = "line_only"


@dataclass(frozen=True)
class Phase:
    """A stretch of a series with limits of its own.

    Attributes:
        first, last: places of its points in the series, both included.
        count: of values in it.
        mean, lower, upper: None where it holds no value.
        moving_range_mean: of the ranges that count; 0 where there is none.
        screened: how many ranges were left out as unusually large.
    """

    first: int
    last: int
    count: int
    mean: Fraction | None
    lower: Fraction | None
    upper: Fraction | None
    moving_range_mean: Fraction
    screened: int

    @property
    def near(self) -> Fraction:
        """How far from the mean a point is near a limit."""
        return NEAR * LIMIT * self.moving_range_mean

    @property
    def standing(self) -> Standing:
        """How far its limits can be relied on."""
        if self.count < FEWEST:
            return Standing.LINE_ONLY
        return Standing.FULL if self.count >= ENOUGH else Standing.TRIAL


@dataclass(frozen=True)
class ChartPoint:
    """One point of a series: its value, or None for a gap, and what the rules say of it."""

    value: Fraction | None
    signal: Signal = Signal.NONE
    side: Side = Side.ON
    verdict: Verdict = Verdict.COMMON


@dataclass(frozen=True)
class ControlChart:
    """A series with its limits.

    Attributes:
        variation: what the latest value says.
        assurance: of the last phase against the target.
        standing: of the last phase.
    """

    phases: tuple[Phase, ...]
    points: tuple[ChartPoint, ...]
    variation: Verdict
    assurance: Assurance
    standing: Standing


def control_chart(
    values: Sequence[Fraction | None],
    polarity: Polarity,
    *,
    target: Fraction | None = None,
    screen: bool = False,
    fix_after: int | None = None,
    rebased_at: Sequence[int] = (),
) -> ControlChart:
    """The control chart of a series.

    A gap has no moving range with its neighbours and breaks every run: what happened in it is not
    known.

    Args:
        values: in order of time; None for a gap.
        polarity: which way is better; more reporting counts as higher.
        target: of the last phase.
        screen: whether ranges of 3.267 times their mean or more are left out, once.
        fix_after: limits rest on so many first points of each phase; at least 12.
        rebased_at: places at which a new phase begins, as people have decided.

    Raises:
        ValueError: `fix_after` is below 12, or a phase begins outside the series.
    """
    if fix_after is not None and fix_after < ENOUGH:
        raise ValueError(f"limits are fixed after {ENOUGH} points or more, not {fix_after}")
    if any(not 0 < place < len(values) for place in rebased_at):
        raise ValueError(f"a phase begins inside the series, not at {list(rebased_at)}")
    starts = [0, *sorted(set(rebased_at))]
    ends = [*(start - 1 for start in starts[1:]), len(values) - 1]
    phases = tuple(
        _phase(values, first, last, screen, fix_after)
        for first, last in zip(starts, ends, strict=True)
    )
    points = tuple(point for phase in phases for point in _judged(values, phase, polarity))
    valued = [point for point in points if point.value is not None]
    return ControlChart(
        phases=phases,
        points=points,
        variation=valued[-1].verdict if valued else Verdict.COMMON,
        assurance=_assurance(phases[-1], polarity, target),
        standing=phases[-1].standing,
    )


def seven_on_one_side(sides: Sequence[int]) -> list[int]:
    """1 or -1 at each point that ends a run of seven on one side of the mean, else 0.

    Args:
        sides: 1 above the mean, -1 below, 0 on it or unknown.
    """
    return [_all_same(sides[max(0, at - RUN + 1) : at + 1]) for at in range(len(sides))]


def seven_point_trend(values: Sequence[Fraction | None]) -> list[int]:
    """1 or -1 at each point that ends seven strictly rising or falling values, else 0."""
    steps = [0] + [
        0 if before is None or now is None else (now > before) - (now < before)
        for before, now in pairwise(values)
    ]
    return [_all_same(steps[max(0, at - RUN + 2) : at + 1], RUN - 1) for at in range(len(values))]


def part_of_run(ends: Sequence[int]) -> list[int]:
    """1 or -1 at every point of the runs of seven that end where `ends` says so.

    Where two runs share a point, the later names it.
    """
    marked = [0] * len(ends)
    for at, way in enumerate(ends):
        if way:
            first = max(0, at - RUN + 1)
            marked[first : at + 1] = [way] * (at + 1 - first)
    return marked


def two_in_three(near: Sequence[int], sides: Sequence[int]) -> list[int]:
    """1 at every point of three on one side of the mean, two of which are near a limit."""
    marked = [0] * len(near)
    for at in range(len(near) - 2):
        window = slice(at, at + 3)
        if sum(near[window]) >= 2 and abs(sum(sides[window])) == 3:
            marked[window] = [1] * 3
    return marked


def part_of_two_in_three(windows: Sequence[int], near: Sequence[int]) -> list[int]:
    """1 at the points of such threes that are near a limit themselves."""
    return [
        int(bool(of_window and is_near)) for of_window, is_near in zip(windows, near, strict=True)
    ]


def _phase(
    values: Sequence[Fraction | None], first: int, last: int, screen: bool, fix_after: int | None
) -> Phase:
    known = [one for one in values[first : last + 1] if one is not None]
    left = len(known) if fix_after is None else fix_after
    basis: list[Fraction | None] = []
    for one in values[first : last + 1]:
        basis.append(one if left > 0 else None)
        left -= one is not None
    resting = [one for one in basis if one is not None]
    if not resting:
        return Phase(first, last, 0, None, None, None, Fraction(0), 0)
    ranges = [
        abs(now - before)
        for before, now in pairwise(basis)
        if before is not None and now is not None
    ]
    kept = _screened(ranges) if screen else ranges
    mean, of_ranges = _mean(resting), _mean(kept)
    return Phase(
        first=first,
        last=last,
        count=len(known),
        mean=mean,
        lower=mean - LIMIT * of_ranges,
        upper=mean + LIMIT * of_ranges,
        moving_range_mean=of_ranges,
        screened=len(ranges) - len(kept),
    )


def _screened(ranges: Sequence[Fraction]) -> list[Fraction]:
    most = SCREEN * _mean(ranges)
    # Where nothing ever moved, every range is the limit itself and none is unusual.
    return [one for one in ranges if one < most] if most else list(ranges)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)


def _judged(
    values: Sequence[Fraction | None], phase: Phase, polarity: Polarity
) -> Iterator[ChartPoint]:
    own = values[phase.first : phase.last + 1]
    if phase.mean is None or phase.lower is None or phase.upper is None:
        yield from (ChartPoint(None) for _ in own)
        return
    mean, lower, upper = phase.mean, phase.lower, phase.upper
    sides = [0 if one is None else (one > mean) - (one < mean) for one in own]
    near = [
        int(one is not None and lower <= one <= upper and abs(one - mean) > phase.near)
        for one in own
    ]
    outside = [0 if one is None else (one > upper) - (one < lower) for one in own]
    trend = part_of_run(seven_point_trend(own))
    pairs = part_of_two_in_three(two_in_three(near, sides), near)
    shift = part_of_run(seven_on_one_side(sides))
    counts = phase.standing is not Standing.LINE_ONLY
    for at, one in enumerate(own):
        ways = {
            Signal.OUTSIDE: outside[at],
            Signal.TREND: trend[at],
            Signal.TWO_OF_THREE: pairs[at] * sides[at],
            Signal.SHIFT: shift[at],
        }
        named = (signal for signal, way in ways.items() if way and counts and one is not None)
        signal = next(named, Signal.NONE)
        way = ways.get(signal, 0)
        side = {1: Side.ABOVE, -1: Side.BELOW, 0: Side.ON}[sides[at]]
        yield ChartPoint(one, signal, side, _verdict(way, polarity))


def _verdict(way: int, polarity: Polarity) -> Verdict:
    if not way:
        return Verdict.COMMON
    better = _UNITS[polarity]
    if not better:
        return Verdict.NEUTRAL_HIGH if way > 0 else Verdict.NEUTRAL_LOW
    return Verdict.IMPROVEMENT if way == better else Verdict.CONCERN


def _assurance(phase: Phase, polarity: Polarity, target: Fraction | None) -> Assurance:
    better = _UNITS[polarity]
    if target is None or not better or phase.standing is not Standing.FULL:
        return Assurance.NONE
    assert phase.lower is not None, "a full phase has limits"
    assert phase.upper is not None, "a full phase has limits"
    if phase.lower <= target <= phase.upper:
        return Assurance.INCONSISTENT
    beyond = 1 if target > phase.upper else -1
    return Assurance.FAIL if beyond == better else Assurance.PASS


def _all_same(ways: Sequence[int], length: int = RUN) -> int:
    """The one way all of so many go; nought where they do not, or are fewer."""
    if len(ways) < length or not ways[0] or any(one != ways[0] for one in ways):
        return 0
    return ways[0]
