"""An indicator seen otherwise: years overlaid, twelve months rolling, boroughs side by side."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from csp_desktop.core.analysis.funnel import FAR, PER, USUAL, Funnel, rate_words
from csp_desktop.core.analysis.known import Known
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Indicator
from csp_desktop.ui.charts.axes import brackets, round_levels
from csp_desktop.ui.charts.control import SERIES, to_year_end
from csp_desktop.ui.charts.drawing import Dot, Drawing, Gap, Line, Name, Shape, Stop, runs_of
from csp_desktop.ui.trend_words import title_of, value_words

# The Government Analysis colours, their green and their orange a little darker: as published they
# have 2.9 and 2.6 times the contrast of white paper for people who do not see red or green.
_AREAS = ("#12436D", "#279C92", "#801650", "#E06222", "#3D3D3D", "#A285D1")
_DASHES: tuple[tuple[float, ...], ...] = ((), (6, 3), (2, 2))
_YEARS_SHOWN = 5
_STEPS = 40
_QUARTERS = {"Q1": "Apr to Jun", "Q2": "Jul to Sep", "Q3": "Oct to Dec", "Q4": "Jan to Mar"}
Row = tuple[str, ...]


def years_drawing(indicator: Indicator, series: Sequence[Point]) -> tuple[Drawing, list[Row]]:
    """The last financial years over one another, and the same as rows, the newest first.

    Rows hold the year and its periods in order.
    """
    years = _by_year(series)
    shown = sorted(years)[-_YEARS_SHOWN:]
    count = max((len(names) for names in map(_names, years.values())), default=0)
    names = max((_names(one) for one in years.values()), key=len, default=[])
    lines: list[Line] = []
    dots: list[Dot] = []
    labels: list[Name] = []
    for back, start in enumerate(reversed(shown)):
        name = str(Quarter(start, 1).year)
        now = back == 0
        ink, width = ("series", 2.4) if now else ("rule", max(0.9, 1.7 - 0.2 * back))
        values = _at_places(years[start], names)
        numbers = [None if one is None or one.value is None else float(one.value) for one in values]
        own = [
            Line([x for x, _ in run], [y for _, y in run], ink, width, _DASHES[min(back, 3) // 2])
            for run in runs_of(numbers)
        ]
        lines = own + lines
        known = [(at, one) for at, one in enumerate(numbers) if one is not None]
        if known:
            labels.append(Name(known[-1][1], name, ink, strong=now, sample=own[-1]))
        dots += [
            Dot(
                at,
                float(one.value),
                f"{name} {_told(indicator, one)}",
                Shape.DOT,
                ink,
                hollow=one.provisional,
            )
            for at, one in enumerate(values)
            if one is not None and one.value is not None and now
        ]
    by_year = [
        (str(Quarter(start, 1).year), _at_places(years[start], names))
        for start in sorted(years, reverse=True)
    ]
    rows = [_year_row(indicator, year, points) for year, points in by_year]
    stops = tuple(
        Stop(at, word, f"{_long_name(word)}: {_told_of_years(indicator, by_year, at)}")
        for at, word in enumerate(names)
    )
    drawing = Drawing(
        title=title_of(indicator, series),
        first=-0.4,
        last=max(count - 0.6, 0.5),
        stops=stops,
        lines=tuple(lines),
        dots=tuple(dots),
        extra_names=tuple(labels),
        brackets=tuple((at - 0.45, at + 0.45, _long_name(word)) for at, word in enumerate(names)),
        least_step=_least(indicator),
    )
    return drawing, [("Year", *names), *rows]


def rolling_drawing(indicator: Indicator, series: Sequence[Point]) -> tuple[Drawing, list[Row]]:
    """Twelve months to the end of each period, without limits and signals, and the same as rows.

    Each total shares most of its months with its neighbour, so rules for single values do not hold.
    """
    totals = rolling(indicator, series)
    points = to_year_end(tuple(series))
    values = [None if one is None or one.value is None else float(one.value) for one in totals]
    lines = [
        Line([x for x, _ in run], [y for _, y in run], "series", SERIES) for run in runs_of(values)
    ]
    known = [at for at, one in enumerate(values) if one is not None]
    labels = []
    rows: list[Row] = [("12 months to", "Figure", "On a year ago")]
    stops = []
    dots = []
    for at, one in enumerate(totals):
        ended = f"{series[at].period.last:%B %Y}"
        told = (one is not None and value_words(indicator, one)) or "not complete"
        before = totals[at - 4] if at >= 4 and series[at].period.quarter else None
        when = f"{ended} prov." if one is not None and one.provisional else ended
        rows.append((when, told, _change(indicator, one, before)))
        mark = ", provisional" if one is not None and one.provisional else ""
        stops.append(Stop(at, str(series[at].period), f"12 months to {ended}: {told}{mark}"))
        if one is not None and one.value is not None:
            dots.append(Dot(at, float(one.value), told, hollow=one.provisional))
    if known:
        labels.append(
            Name(values[known[-1]] or 0.0, f"Latest {rows[known[-1] + 1][1]}", "series", True)
        )
    drawing = Drawing(
        title=title_of(indicator, series, "over twelve months"),
        first=-0.6,
        last=len(points) - 0.5,
        stops=tuple(stops),
        lines=tuple(lines),
        dots=tuple(dots),
        gaps=tuple(
            Gap(at, rows[at + 1][1])
            for at, one in enumerate(values)
            if one is None and known and at > known[0]
        ),
        extra_names=tuple(labels),
        brackets=brackets(points),
        least_step=_least(indicator),
    )
    return drawing, [rows[0], *reversed(rows[1:])]


def rolling(indicator: Indicator, series: Sequence[Point]) -> list[Point | None]:
    """The twelve months to the end of each period; None where they cannot be summed."""
    found: list[Point | None] = []
    for at in range(len(series)):
        whole = Known(indicator, tuple(series[max(0, at - 11) : at + 1])).twelve_months()
        found.append(None if whole is None else whole.point)
    return found


def neighbours_drawing(
    indicator: Indicator, areas: Mapping[str, Sequence[Point]]
) -> tuple[Drawing, list[Row]]:
    """Thin lines of several areas, each in a colour of its own and named at its end; and as rows.

    Args:
        indicator: of all of them.
        areas: its series by area, the plan's own first, none empty.
    """
    periods = sorted({one.period for series in areas.values() for one in series})
    tables = {area: {one.period: one for one in series} for area, series in areas.items()}
    points = [Point(one, None) for one in periods]
    lines, labels = [], []
    for number, (area, table) in enumerate(tables.items()):
        ink = _AREAS[number % len(_AREAS)]
        dash = _DASHES[number // len(_AREAS) % len(_DASHES)]
        values = [
            None if (one := table.get(each)) is None or one.value is None else float(one.value)
            for each in periods
        ]
        lines += [
            Line([x for x, _ in run], [y for _, y in run], ink, 2.4 if number == 0 else 1.3, dash)
            for run in runs_of(values)
        ]
        known = [one for one in values if one is not None]
        labels.append(Name(known[-1], area, ink, strong=number == 0, sample=lines[-1]))
    rows: list[Row] = [("Period", *areas)]
    stops = []
    for at, period in enumerate(periods):
        said = [
            "" if (one := table.get(period)) is None else value_words(indicator, one)
            for table in tables.values()
        ]
        rows.append((str(period), *said))
        told = ", ".join(
            f"{area} {words}" for area, words in zip(areas, said, strict=True) if words
        )
        stops.append(Stop(at, str(period), f"{period.words()}: {told}"))
    drawing = Drawing(
        title=title_of(indicator, points),
        first=-0.6,
        last=len(points) - 0.5,
        stops=tuple(stops),
        lines=tuple(lines),
        extra_names=tuple(labels),
        brackets=brackets(points),
        least_step=_least(indicator),
        on_white=True,
    )
    return drawing, [rows[0], *reversed(rows[1:])]


def funnel_drawing(found: Funnel, own: str, noun: str) -> tuple[Drawing, list[Row]]:
    """People across, the rate of each area up, between limits of 95% and 99.8%; and as rows.

    Args:
        found: the funnel.
        own: the plan's area, drawn solid.
        noun: what is counted, plural.
    """
    people = [one.population.people for one in found.points]
    first, last = min(people) * 0.85, max(people) * 1.1
    xs = [first + (last - first) * step / _STEPS for step in range(_STEPS + 1)]
    lines = [
        Line(
            [first, last],
            [float(found.rate)] * 2,
            "limit",
            1.3,
            (),
            f"All areas {rate_words(found.rate)}",
        )
    ]
    for confidence, dash, name in ((USUAL, (4.0, 3.0), "95%"), (FAR, (), "99.8%")):
        limits = [found.limits(max(1, round(x)), confidence).rates for x in xs]
        for ys, word in (
            ([one.upper for one in limits], "upper"),
            ([one.lower for one in limits], "lower"),
        ):
            lines.append(Line(xs, ys, "limit", 1.3, dash, f"{name} {word} {ys[-1]:,.1f}"))
    points = sorted(found.points, key=lambda one: one.population.people)
    dots = tuple(
        Dot(
            one.population.people,
            float(one.rate),
            one.words,
            Shape.DISC if one.area == own else Shape.DOT,
            "series" if one.area == own else "rule",
            hollow=one.provisional,
            name=one.area,
        )
        for one in sorted(points, key=lambda one: one.area != own)
    )
    rows: list[Row] = [("Area", "People", f"Per {number_words(PER)}", "Stands")]
    rows += [
        (
            f"{one.area} prov." if one.provisional else one.area,
            number_words(one.population.people),
            rate_words(one.rate),
            one.standing.value,
        )
        for one in found.points
    ]
    drawing = Drawing(
        title=(
            f"{noun[:1].upper()}{noun[1:]} per {number_words(PER)} people, {found.period.words()}"
        ),
        first=first,
        last=last,
        stops=tuple(
            Stop(one.population.people, one.area, f"{one.area}: {one.words}") for one in points
        ),
        lines=tuple(lines),
        dots=dots,
        ticks=tuple((level, number_words(Fraction(level))) for level in _round_people(first, last)),
        axis="People who live there",
    )
    return drawing, rows


def _round_people(first: float, last: float) -> list[float]:
    step = round_levels(last - first, 1)[1]
    begin = math.ceil(first / step)
    return [step * count for count in range(begin, math.floor(last / step) + 1)]


def _by_year(series: Sequence[Point]) -> dict[int, list[Point]]:
    years: dict[int, list[Point]] = {}
    for one in series:
        start = Quarter.containing(one.period.first).start
        if start == Quarter.containing(one.period.last).start:
            years.setdefault(start, []).append(one)
    return years


def _names(points: Sequence[Point]) -> list[str]:
    return [_name(one) for one in points]


def _year_row(indicator: Indicator, year: str, points: Sequence[Point | None]) -> Row:
    """A year, with which of its periods are provisional, and its figures."""
    open_yet = [_name(one) for one in points if one is not None and one.provisional]
    head = f"{year}, prov. {', '.join(open_yet)}" if open_yet else year
    return (head, *("" if one is None else value_words(indicator, one) for one in points))


def _told_of_years(
    indicator: Indicator, by_year: Sequence[tuple[str, Sequence[Point | None]]], at: int
) -> str:
    """One period of the years shown, the newest first."""
    return ", ".join(
        f"{year} {_told(indicator, one)}"
        for year, points in by_year[:_YEARS_SHOWN]
        if (one := points[at]) is not None
    )


def _name(point: Point) -> str:
    period = point.period
    if period.months == 12:
        return "Year"
    if period.quarter is not None:
        return f"Q{period.quarter.number}"
    first, last = f"{period.first:%b}", f"{period.last:%b}"
    return first if first == last else f"{first} to {last}"


def _long_name(name: str) -> str:
    """`Q1, Apr to Jun`; other names as they are."""
    if name not in _QUARTERS:
        return name
    return f"{name}, {_QUARTERS[name]}"


def _at_places(points: Sequence[Point], names: Sequence[str]) -> list[Point | None]:
    own = {_name(one): one for one in points}
    return [own.get(name) for name in names]


def _told(indicator: Indicator, point: Point) -> str:
    return value_words(indicator, point) + (" prov." if point.provisional else "")


def _change(indicator: Indicator, now: Point | None, before: Point | None) -> str:
    if now is None or before is None or now.value is None or before.value is None:
        return ""
    if indicator.unit.is_percentage:
        return number_words(now.value - before.value, 1, sign=True) + " pt"
    return number_words(now.value - before.value, sign=True)


def _least(indicator: Indicator) -> float:
    return 1.0 if indicator.unit is Unit.COUNT else 0.0
