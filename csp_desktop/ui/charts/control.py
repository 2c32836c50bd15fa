"""The control chart of an indicator: limits by phase, signals, targets, forecast, what happened."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from csp_desktop.core.analysis.charting import drawn_limits
from csp_desktop.core.analysis.control_chart import Phase, Signal, Standing, Verdict
from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.annotations import Annotation
from csp_desktop.core.figures import Unit
from csp_desktop.ui.charts.asked import Ahead, ahead_of, profile_steps
from csp_desktop.ui.charts.axes import brackets
from csp_desktop.ui.charts.drawing import (
    Band,
    Dot,
    Drawing,
    Flag,
    Gap,
    Line,
    Name,
    Shape,
    Stop,
    Whisker,
    runs_of,
)
from csp_desktop.ui.charts.signals import runs_in, shape_of
from csp_desktop.ui.trend_words import (
    level_words,
    short_signal,
    title_of,
    value_words,
    verdict_words,
)

SERIES = 1.8
_LONGEST_NOTE = 48


def control_drawing(found: Findings, annotations: Sequence[Annotation] = ()) -> Drawing:
    """Everything that is known of an indicator up to the period looked at, as a chart.

    Args:
        found: of the period looked at, with its series and phases.
        annotations: of the indicator; those outside the series are left out.
    """
    points = to_year_end(found.series)
    values = _drawn_values(found, points)
    end = len(points) - 0.5
    ahead = ahead_of(found, points)
    lines, bands = _limits(found, end)
    lines += _asked(found, points, end)
    lines += _series(values, _breaks(found))
    flags = _flags(found, points, annotations)
    extra = [_latest_name(found)]
    if ahead is not None:
        extra.append(
            Name(ahead.level, f"Forecast {level_words(found.indicator, ahead.exact)}", "series")
        )
    return Drawing(
        title=title_of(found.indicator, found.series)
        + (", without its seasons" if found.charted.without_season else ""),
        first=-0.6,
        last=end,
        stops=stops(found, points, ahead, flags),
        lines=tuple(lines),
        bands=tuple(bands),
        dots=(*_dots(found, values), *_forecast_dot(ahead)),
        gaps=tuple(Gap(at, one.gap) for at, one in enumerate(points) if one.gap),
        flags=tuple(flags),
        runs=runs_in(found),
        whiskers=_whiskers(ahead),
        extra_names=tuple(extra),
        brackets=brackets(points),
        least_step=1.0 if found.indicator.unit is Unit.COUNT else 0.0,
        most=100.0 if found.indicator.unit.is_percentage else None,
    )


def _drawn_values(found: Findings, points: Sequence[Point]) -> list[float | None]:
    """The figures; where seasons were removed, what is left, which is what the limits are of."""
    exact = [one.value for one in points]
    chart = found.charted.chart
    if chart is not None and found.charted.without_season:
        exact[: len(chart.points)] = [one.value for one in chart.points]
    return [None if one is None else float(one) for one in exact]


def to_year_end(series: tuple[Point, ...]) -> tuple[Point, ...]:
    """The series with the rest of its last financial year in view, so that targets have room."""
    whole = list(series)
    while whole and (last := whole[-1].period.quarter) is not None and last.number < 4:
        whole.append(Point(last.plus(1).range, None))
    return tuple(whole)


def stops(
    found: Findings, points: Sequence[Point], ahead: Ahead | None, flags: Sequence[Flag] = ()
) -> tuple[Stop, ...]:
    """Every period with all its numbers in words, and what happened in it."""
    return tuple(
        Stop(at, str(one.period), _read_out(found, at, one, ahead) + _happened(flags, at))
        for at, one in enumerate(points)
    )


def _happened(flags: Sequence[Flag], at: int) -> str:
    """What the flags of a period say: above the plot there is no room for more than a few."""
    inside = [f"{one.fact} ({one.note})" for one in flags if at - 0.5 <= one.x < at + 0.5]
    return f". {'; '.join(inside)}" if inside else ""


def _read_out(found: Findings, at: int, point: Point, ahead: Ahead | None) -> str:
    said = [value_words(found.indicator, point) or "no figure yet"]
    if point.provisional:
        said.append("provisional")
    chart = found.charted.chart
    if chart is not None and found.charted.without_season and at < len(chart.points):
        value = chart.points[at].value
        said += [f"without its season {level_words(found.indicator, value)}"] if value else []
    if point.value is None and ahead is not None and ahead.first <= at:
        said.append(ahead.words)
    signal = _signal_words(found, at)
    said += [signal] if signal else []
    said += _limits_words(found, at)
    said += [
        f"{one.line.name.lower()} {level_words(found.indicator, one.line.level)}"
        for one in found.targets
        if one.line.level is not None and one.line.holds.overlaps(point.period)
    ]
    return f"{point.period.words()}: {', '.join(said)}"


def _signal_words(found: Findings, at: int) -> str:
    chart = found.charted.chart
    if chart is None or at >= len(chart.points):
        return ""
    one = chart.points[at]
    return "" if one.signal is Signal.NONE else f"{short_signal(one)} ({verdict_words(one)})"


def _limits_words(found: Findings, at: int) -> list[str]:
    chart = found.charted.chart
    if chart is None:
        return []
    phase = next((one for one in chart.phases if one.first <= at <= one.last), chart.phases[-1])
    limits = drawn_limits(phase, found.indicator.unit)
    if limits is None or phase.standing is Standing.LINE_ONLY:
        return []
    said = [f"mean {level_words(found.indicator, limits.mean)}"]
    ends = (limits.lower, limits.upper)
    if any(one is not None for one in ends):
        lower, upper = (
            "none" if one is None else level_words(found.indicator, one) for one in ends
        )
        said.append(f"limits {lower} to {upper}")
    return said


def _breaks(found: Findings) -> list[int]:
    """Where another phase begins: the line is broken there and joined by dots."""
    return [place for place, _ in found.charted.reasons]


def _series(values: Sequence[float | None], breaks: Sequence[int]) -> list[Line]:
    lines = []
    for run in runs_of(values):
        cuts = [at for at in breaks if run[0][0] < at <= run[-1][0]]
        for first, last in zip([run[0][0], *cuts], [*cuts, run[-1][0] + 1], strict=True):
            part = [one for one in run if first <= one[0] < last]
            lines.append(Line([x for x, _ in part], [y for _, y in part], "series", SERIES))
        by_place = dict(run)
        for at in cuts:
            joined = [by_place[at - 1], by_place[at]]
            lines.append(Line([at - 1, at], joined, "series", SERIES, (1, 3)))
    return lines


def _dots(found: Findings, values: Sequence[float | None]) -> list[Dot]:
    chart = found.charted.chart
    dots = []
    for at, point in enumerate(found.series):
        value = values[at]
        if value is None:
            continue
        shape, ink = shape_of(chart.points[at].verdict if chart else Verdict.COMMON)
        words = _signal_words(found, at) or value_words(found.indicator, point)
        dots.append(Dot(at, value, words, shape, ink, hollow=point.provisional))
    return dots


def _limits(found: Findings, end: float) -> tuple[list[Line], list[Band]]:
    """Mean, limits and band of every phase; the last phase's run to the end of the year."""
    chart = found.charted.chart
    lines: list[Line] = []
    bands: list[Band] = []
    for phase in chart.phases if chart else ():
        last_one = phase is chart.phases[-1] if chart else False
        span = (phase.first - 0.5, end if last_one else phase.last + 0.5)
        if phase.standing is not Standing.LINE_ONLY:
            _add_phase(found, phase, span, last_one, lines, bands)
    return lines, bands


def _add_phase(
    found: Findings,
    phase: Phase,
    span: tuple[float, float],
    named: bool,
    lines: list[Line],
    bands: list[Band],
) -> None:
    limits = drawn_limits(phase, found.indicator.unit)
    if limits is None:
        return
    least = 0.0
    most = 100.0 if found.indicator.unit.is_percentage else float(phase.upper or limits.mean)
    lower = least if limits.lower is None else float(limits.lower)
    upper = most if limits.upper is None else float(limits.upper)
    bands.append(Band(*span, lower, upper))
    trial = "Trial " if phase.standing is Standing.TRIAL else ""
    for word, level, dash in (
        ("Upper limit", limits.upper, (4, 3)),
        ("Mean", limits.mean, ()),
        ("Lower limit", limits.lower, (4, 3)),
    ):
        if level is not None:
            own = f"{trial}{word.lower()}" if trial and dash else word
            name = f"{own} {level_words(found.indicator, level)}" if named else ""
            lines.append(Line(list(span), [float(level)] * 2, "limit", 1.3, dash, name))


def _asked(found: Findings, points: Sequence[Point], end: float) -> list[Line]:
    """Targets where they hold, the baseline they start from, the steps of an unequal profile."""
    lines: dict[str, Line] = {}
    for one in found.targets:
        line = one.line
        inside = [at for at, each in enumerate(points) if line.holds.overlaps(each.period)]
        if line.level is None or not inside:
            continue
        span = [inside[0] - 0.5, inside[-1] + 0.5]
        base = line.target.baseline
        if line.baseline is not None and base is not None:
            begins = (at for at, each in enumerate(points) if base.overlaps(each.period))
            name = f"Baseline {level_words(found.indicator, line.baseline)}"
            level = [float(line.baseline)] * 2
            start = next(begins, 0) - 0.5
            lines[name] = Line([start, end], level, "baseline", 1.6, (1, 2), name, strong=True)
        name = f"{line.name} {level_words(found.indicator, line.level)}"
        ink, dash, width = (
            ("text2", (5.0, 2.5), 1.0) if line.replaced else ("text", (5.0, 2.5), 1.8)
        )
        lines[name] = Line(span, [float(line.level)] * 2, ink, width, dash, name, strong=True)
        steps = [] if line.replaced else profile_steps(found, line.level, inside, points)
        if steps:
            said = f"By profile {level_words(found.indicator, steps[-1][1])}"
            xs = [x for at, _ in steps for x in (at - 0.5, at + 0.5)]
            ys = [float(level) for _, level in steps for _ in range(2)]
            lines[said] = Line(xs, ys, "text", 1.3, (2, 2), said)
    return list(lines.values())


def _latest_name(found: Findings) -> Name:
    last = found.series[-1]
    chart = found.charted.chart
    if chart is not None and found.charted.without_season:
        level = chart.points[-1].value or Fraction(0)
        words = f"Without season {level_words(found.indicator, level)}"
    else:
        level = last.value or Fraction(0)
        words = f"Latest {value_words(found.indicator, last)}"
    words += " prov." if last.provisional else ""
    return Name(float(level), words, "series", strong=True)


def _forecast_dot(ahead: Ahead | None) -> tuple[Dot, ...]:
    return (
        ()
        if ahead is None
        else (Dot(ahead.last, ahead.level, ahead.words, Shape.DISC, hollow=True, counted=False),)
    )


def _whiskers(ahead: Ahead | None) -> tuple[Whisker, ...]:
    if ahead is None or ahead.lower is None or ahead.upper is None:
        return ()
    return (Whisker(ahead.last, ahead.level, ahead.lower, ahead.upper),)


def _flags(
    found: Findings, points: Sequence[Point], annotations: Sequence[Annotation]
) -> list[Flag]:
    fact = "Limits restart" if found.charted.chart is not None else "New phase"
    flags = [Flag(at - 0.5, fact, _cut(reason)) for at, reason in found.charted.reasons]
    for one in annotations:
        at = place_of(points, one.day)
        if at is not None:
            flags.append(Flag(at, one.fact, _cut(one.note) or f"{one.day.day} {one.day:%b %Y}"))
    return sorted(flags, key=lambda one: one.x)


def place_of(points: Sequence[Point], day: date) -> float | None:
    """Where a day lies on the axis of periods; None where it lies outside."""
    for at, point in enumerate(points):
        if point.period.first <= day <= point.period.last:
            return at - 0.5 + (day - point.period.first).days / point.period.days
    return None


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1].rstrip() + "…"
