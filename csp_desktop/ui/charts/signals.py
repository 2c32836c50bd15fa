"""The signals of a control chart as they are drawn: shapes of points, brackets over runs."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from csp_desktop.core.analysis.control_chart import (
    ChartPoint,
    Phase,
    Side,
    Signal,
    Verdict,
    part_of_run,
    seven_on_one_side,
    seven_point_trend,
)
from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.numbers import number_words
from csp_desktop.ui.charts.drawing import Run, Shape
from csp_desktop.ui.trend_words import noun_of_period, verdict_words

_SHAPES = {
    Verdict.COMMON: (Shape.DOT, "series"),
    Verdict.IMPROVEMENT: (Shape.DISC, "good"),
    Verdict.CONCERN: (Shape.SQUARE, "bad"),
    Verdict.NEUTRAL_HIGH: (Shape.DIAMOND, "neither"),
    Verdict.NEUTRAL_LOW: (Shape.DIAMOND, "neither"),
}
_LONE = (Signal.OUTSIDE, Signal.TWO_OF_THREE)
_SIGNS = {Side.ABOVE: 1, Side.BELOW: -1, Side.ON: 0}


def shape_of(verdict: Verdict) -> tuple[Shape, str]:
    """What a point of a verdict looks like, and in which ink."""
    return _SHAPES[verdict]


def runs_in(found: Findings) -> tuple[Run, ...]:
    """Shifts and trends whole, also where a point in them has a stronger signal; then the others.

    The latest are told first, where there is no room for all.
    """
    chart = found.charted.chart
    if chart is None:
        return ()
    noun = noun_of_period(found.series)
    runs: list[Run] = []
    for phase in chart.phases:
        runs += _runs_of_phase(chart.points, phase, noun)
    return tuple(sorted(runs, key=lambda one: (-one.last, one.first)))


def _runs_of_phase(points: Sequence[ChartPoint], phase: Phase, noun: str) -> list[Run]:
    own = points[phase.first : phase.last + 1]
    told: set[int] = set()
    runs = []
    ways = {
        Signal.SHIFT: part_of_run(seven_on_one_side([_SIGNS[one.side] for one in own])),
        Signal.TREND: part_of_run(seven_point_trend([one.value for one in own])),
    }
    for signal, marked in ways.items():
        for inside in _stretches(marked):
            named = next((at for at in inside if own[at].signal is signal), None)
            if named is None:
                continue
            told.update(at for at in inside if own[at].verdict is own[named].verdict)
            runs.append(_run(own, inside, own[named], phase.first, noun))
    lone = [
        _LONE.index(one.signal) + 1 if one.signal in _LONE and at not in told else 0
        for at, one in enumerate(own)
    ]
    for inside in _stretches(lone):
        for _, same in groupby(inside, key=lambda at: own[at].side):
            together = list(same)
            runs.append(_run(own, together, own[together[0]], phase.first, noun))
    return runs


def _stretches(marked: Sequence[int]) -> list[list[int]]:
    """Places side by side that are marked alike; nought is no mark."""
    return [
        [at for at, _ in places]
        for mark, places in groupby(enumerate(marked), key=lambda one: one[1])
        if mark
    ]


def _run(
    own: Sequence[ChartPoint], inside: Sequence[int], named: ChartPoint, begin: int, noun: str
) -> Run:
    ys = [float(own[at].value or Fraction(0)) for at in inside]
    return Run(
        first=begin + inside[0],
        last=begin + inside[-1],
        ys=ys,
        fact=_fact(named, len(inside), noun, rises=ys[-1] > ys[0]),
        note=verdict_words(named),
        ink=_SHAPES[named.verdict][1],
        above=named.side is Side.ABOVE,
    )


def _fact(point: ChartPoint, count: int, noun: str, *, rises: bool) -> str:
    side = point.side.value
    many = f"{number_words(count)} {noun}{'' if count == 1 else 's'}"
    limit = "upper" if point.side is Side.ABOVE else "lower"
    match point.signal:
        case Signal.SHIFT:
            return f"Shift: {many} {side} the mean"
        case Signal.TREND:
            return f"Trend: {many} {'rising' if rises else 'falling'}"
        case Signal.OUTSIDE:
            return f"Outside: {side} the {limit} limit"
    return f"Two of three near the {limit} limit"
