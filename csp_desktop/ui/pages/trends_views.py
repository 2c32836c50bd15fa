"""What each way of looking at an indicator shows: a drawing, its table and its sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from csp_desktop.core.analysis.control_chart import Signal
from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.analysis.funnel import NoFunnel
from csp_desktop.core.analysis.ranges import why_not_summed
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.periods import DateRange
from csp_desktop.core.plan import Indicator, Plan
from csp_desktop.services import Services
from csp_desktop.services.analysis import Trend
from csp_desktop.ui.charts.control import control_drawing
from csp_desktop.ui.charts.drawing import Drawing, as_columns
from csp_desktop.ui.charts.modes import (
    Row,
    funnel_drawing,
    neighbours_drawing,
    rolling_drawing,
    years_drawing,
)
from csp_desktop.ui.charts.smalls import Small, on_one_axis
from csp_desktop.ui.trend_words import other_ranges, sentence, short_signal, value_words

_MOST_SMALL = 12


class Mode(Enum):
    """A way of looking at an indicator; its value is what it is called."""

    CONTROL = "Control chart"
    YEARS = "Years overlaid"
    ROLLING = "Rolling 12 months"
    NEIGHBOURS = "Neighbours"
    FUNNEL = "Funnel"
    MULTIPLES = "Small multiples"

    @property
    def may_have_columns(self) -> bool:
        """Whether it shows one figure a period; lines over one another are told apart as lines."""
        return self in (Mode.CONTROL, Mode.ROLLING, Mode.MULTIPLES)


class Trace(Enum):
    """How the figures of a period are drawn; its value is what it is called."""

    LINE = "Line"
    COLUMNS = "Columns"


@dataclass(frozen=True)
class Looked:
    """What one has chosen to look at.

    Attributes:
        trend: of the indicator, whole.
        found: of the period looked at; None where there is no figure at all.
    """

    trend: Trend
    found: Findings | None

    @property
    def indicator(self) -> Indicator:
        """Whose figures they are, as what was agreed leaves it."""
        return self.found.indicator if self.found else self.trend.indicator

    @property
    def series(self) -> tuple[Point, ...]:
        """Up to the period looked at."""
        return self.found.series if self.found else self.trend.series


@dataclass(frozen=True)
class View:
    """What is shown.

    Attributes:
        rows: of the table, headings first; empty where the table is that of the periods.
        sources: what else has to be known, small; empty for those of the figures.
        nothing: why there is nothing to draw, and what would change that.
        title: of a picture of it; empty for the name of the indicator.
    """

    sentence: str
    drawing: Drawing | None = None
    rows: tuple[Row, ...] = ()
    smalls: tuple[Small, ...] = ()
    nothing: tuple[str, str] = ("", "")
    sources: str = ""
    title: str = ""

    @property
    def drawn(self) -> Drawing | tuple[Small, ...]:
        """The one chart or the small ones; empty where there is nothing to draw."""
        return self.drawing or self.smalls

    def traced(self, trace: Trace) -> "View":
        """The same with its figures as a line or as columns."""
        if trace is Trace.LINE:
            return self
        smalls = tuple(replace(one, drawing=as_columns(one.drawing)) for one in self.smalls)
        drawing = as_columns(self.drawing) if self.drawing is not None else None
        return replace(self, drawing=drawing, smalls=smalls)


def view_of(services: Services, mode: Mode, looked: Looked) -> View:
    """What a mode shows of an indicator, or why it shows nothing."""
    if mode is Mode.MULTIPLES:
        return _multiples(services, looked)
    if looked.found is None:
        nothing = f"{looked.indicator.name}: no figure yet."
        return View(_with_others(nothing, looked.trend), nothing=why_empty(looked.trend))
    shown: dict[Mode, Callable[[Services, Looked, Findings], View]] = {
        Mode.CONTROL: _control,
        Mode.YEARS: _years,
        Mode.ROLLING: _rolling,
        Mode.NEIGHBOURS: _neighbours,
        Mode.FUNNEL: _funnel,
    }
    return shown[mode](services, looked, looked.found)


def why_empty(trend: Trend) -> tuple[str, str]:
    """What is not there, and what would bring it."""
    if trend.indicator.sum_of and trend.series:
        parts = ", ".join(trend.indicator.sum_of)
        return "Not every part has a figure", f"It is the sum of {parts}: see the table."
    if trend.series:
        return "No numbers to draw", f"{trend.series[-1].gap}: see the table."
    return "No figures yet", "It is drawn as soon as a return has brought its first figure."


def family(plan: Plan, indicator: Indicator) -> tuple[str, list[Indicator]]:
    """What an indicator is shown among, and what that is: parts of a sum, a theme, a board."""
    if indicator.sum_of:
        parts = [plan.indicator(code) for code in indicator.sum_of]
        return f"{indicator.code} and its parts", [indicator, *parts]
    for priority in plan.priorities:
        codes = [code for one in priority.measures for code in one.indicators]
        if indicator.code in codes:
            of_theme = [plan.indicator(code) for code in dict.fromkeys(codes)]
            return f"{priority.code}. {priority.title}", of_theme
    own = [one for one in plan.indicators if one.board == indicator.board]
    return f"the indicators of {indicator.board}", own


def _control(services: Services, looked: Looked, found: Findings) -> View:
    drawing = control_drawing(found, services.annotations.of(found.indicator.code))
    return View(_with_others(sentence(found), looked.trend), drawing)


def _years(services: Services, looked: Looked, found: Findings) -> View:
    months = looked.series[-1].period.months
    if months is None or 12 % months or months == 12:
        why = "Each figure covers a year, or days that make up none."
        return View("", nothing=("No years to lay over one another", why))
    drawing, rows = years_drawing(looked.indicator, looked.series)
    told = f"{looked.indicator.name}, one line a financial year. {found.short.words}"
    if len(rows) < 3:
        why = "They are drawn once a second financial year has begun."
        return View("", nothing=("Only one year has figures", why))
    return View(told, drawing, tuple(rows))


def _rolling(services: Services, looked: Looked, found: Findings) -> View:
    drawing, rows = rolling_drawing(looked.indicator, looked.series)
    if drawing.empty:
        why = why_not_summed(looked.indicator)
        if looked.indicator.adds_up:
            why = "Twelve months in a row without a gap are not known yet."
        return View("", nothing=("No twelve months to add up", why))
    told = found.comparisons[-1].words
    return View(
        f"{looked.indicator.name} over the twelve months to the end of each period: {told} Each "
        "total shares most of its months with the one before, so it has neither limits nor "
        "signals.",
        drawing,
        tuple(rows),
    )


def _neighbours(services: Services, looked: Looked, found: Findings) -> View:
    areas: dict[str, Sequence[Point]] = {}
    kind, last = found.period.kind, found.period.last
    for area in services.boroughs.areas:
        series = services.analysis.trend(looked.indicator.code, area).series
        own = [one for one in series if one.period.kind == kind and one.period.last <= last]
        if any(one.value is not None for one in own):
            areas[area] = own
    if len(areas) < 2:
        cure = "“csp-desktop figures import” takes them from the publisher’s file of all boroughs."
        return View("", nothing=("No figures of the neighbours", cure))
    drawing, rows = neighbours_drawing(looked.indicator, areas)
    here, *others = areas
    told = (
        f"{looked.indicator.name} in {here} beside {', '.join(others)}, as counted: larger "
        "boroughs have more. Funnel takes them per head."
    )
    return View(told, drawing, tuple(rows))


def _funnel(services: Services, looked: Looked, found: Findings) -> View:
    made = services.boroughs.funnel(looked.indicator.code, found.period)
    if isinstance(made, NoFunnel):
        return View("", nothing=("No funnel", " ".join((made.words, *made.left_out))))
    here = services.boroughs.areas[0]
    drawing, rows = funnel_drawing(made, here, looked.indicator.noun or looked.indicator.name)
    own = next((one.words for one in made.points if one.area == here), "")
    told = " ".join((f"{here}: {own}" if own else "", *made.notes[:2], *made.left_out)).strip()
    return View(told, drawing, tuple(rows), sources=" ".join(made.notes[2:]))


def _multiples(services: Services, looked: Looked) -> View:
    named, indicators = family(services.plan, looked.indicator)
    known = services.analysis.with_figures()
    found = [
        one
        for indicator in indicators
        if indicator.code in known
        and (one := latest_of(services, services.analysis.trend(indicator.code), None)) is not None
    ]
    if not found:
        return View("", nothing=(f"No figures in {named}", "They are drawn once there are some."))
    shown = found[:_MOST_SMALL]
    drawn = on_one_axis(shown)
    smalls = tuple(_small(one, each) for one, each in zip(shown, drawn, strict=True))
    # A column of one and the same period would only take room.
    several = len({one.period for one in found}) > 1
    rows: list[Row] = [("Indicator", "Latest", *(("Period",) if several else ()), "Signal")]
    rows += [
        (
            f"{one.indicator.code} {one.indicator.name}",
            one.value,
            *((str(one.period),) if several else ()),
            _signal(one),
        )
        for one in found
    ]
    signals = [one.indicator.code for one in found if _signal(one) not in ("", "none")]
    told = f"{named}: {len(smalls)} of {len(indicators)} indicators"
    told += f"; a signal now in {', '.join(signals)}." if signals else "; none has a signal now."
    left = len(indicators) - len(smalls)
    if left:
        told += f" The other {left} {'has' if left == 1 else 'have'} no figures yet."
    return View(told, None, tuple(rows), smalls, title=named[:1].upper() + named[1:])


def latest_of(services: Services, trend: Trend, period: DateRange | None) -> Findings | None:
    """What a period's figure says, or the latest one's where none is named; None without any."""
    known = [one.period for one in trend.series if one.value is not None]
    if not known:
        return None
    wanted = period if period in known else known[-1]
    try:
        return services.judging.findings(trend.indicator.code, wanted)
    except NotFoundError:
        return None


def _small(found: Findings, drawing: Drawing) -> Small:
    heading = f"{found.indicator.code} {found.indicator.name}"
    latest = value_words(found.indicator, found.series[-1])
    latest += " prov." if found.provisional else ""
    return Small(found.indicator.code, heading, latest, found.charted.words, drawing)


def _signal(found: Findings) -> str:
    chart = found.charted.chart
    if chart is None:
        return ""
    latest = chart.points[-1]
    return short_signal(latest) if latest.signal is not Signal.NONE else "none"


def _with_others(told: str, trend: Trend) -> str:
    return " ".join(filter(None, (told, other_ranges(trend))))
