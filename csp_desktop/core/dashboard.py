"""The priority dashboard: every theme with its indicators, its colours counted, and its story."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from csp_desktop.core.analysis.control_chart import Verdict
from csp_desktop.core.analysis.difference import Reading
from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.analysis.rag import Judgement, Rag
from csp_desktop.core.analysis.standing import TargetFinding
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Indicator, Measure, MeasurePart, Plan, Priority, indicator_letter

_MOST_TOLD = 2  # indicators in a theme's story
_NO_TARGET = Judgement(Rag.GREY, "No target.")
_NO_FIGURE = Judgement(Rag.GREY, "No figure to hold against the target.")


@dataclass(frozen=True)
class Gap:
    """How far a figure is from what is asked of it by now, as its judgement words it.

    Attributes:
        words: `59 over`, `19.8 pt short`, `met`.
        level: what is asked: `218`, `46.9%`.
        missed: the gap as a share of what is asked; below nought where the target is kept.
    """

    words: str
    level: str
    missed: Fraction


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator on the dashboard.

    Attributes:
        findings: of its latest figure up to the period; None where there is none.
        why: then, why not, in words.
    """

    indicator: Indicator
    findings: Findings | None
    why: str = ""

    @property
    def outside_control(self) -> bool:
        """Whether it was agreed that the partnership does not decide how it goes."""
        told = self.findings.indicator if self.findings is not None else self.indicator
        return told.outside_control

    @property
    def target(self) -> TargetFinding | None:
        """The target whose colour it has: the first that has a level then, else the first."""
        if self.findings is None:
            return None
        targets = [one for one in self.findings.targets if not one.line.replaced]
        judged = (one for one in targets if one.now.rag is not Rag.GREY)
        return next(judged, targets[0] if targets else None)

    @property
    def now(self) -> Judgement:
        """Its colour now, with the sentence that explains it."""
        if self.findings is None:
            return _NO_FIGURE
        return self.target.now if self.target else _NO_TARGET

    @property
    def forecast(self) -> Judgement:
        """Its colour at year end, as forecast."""
        if self.findings is None:
            return _NO_FIGURE
        return self.target.forecast if self.target else _NO_TARGET

    @property
    def now_word(self) -> str:
        """Its colour now in a word, or why it has none in two."""
        return self.now.rag.value if self.now.rag is not Rag.GREY else self._why_grey()

    @property
    def forecast_word(self) -> str:
        """Its colour at year end in a word, or why it has none in two."""
        if self.forecast.rag is not Rag.GREY:
            return str(self.forecast.rag.value)
        return self._why_grey(at_year_end=True)

    @property
    def gap(self) -> Gap | None:
        """How far it is from what is asked by now; None where it has no colour."""
        now = self.now
        if now.rag is Rag.GREY or now.missed is None:
            return None
        return Gap(now.gap.replace(" points", " pt"), now.level, now.missed)

    @property
    def moved(self) -> Fraction | None:
        """By how much it moved on the year before, in per cent or in points; None if not known."""
        change = self.findings.short.change if self.findings else None
        return None if change is None or change.change is None else _share(self)

    @property
    def needs_attention(self) -> bool:
        """Whether a meeting should look at it: missed, about to be, or moving the wrong way."""
        if self.findings is None:
            return False
        missed = {Rag.RED, Rag.AMBER} & {self.now.rag, self.forecast.rag}
        chart = self.findings.charted.chart
        concern = chart is not None and chart.variation is Verdict.CONCERN
        return bool(missed) or concern

    def _why_grey(self, *, at_year_end: bool = False) -> str:
        """`No target`, `Too few`: the reason of a sentence that is too long for a column."""
        found, target = self.findings, self.target
        if found is None or target is None:
            return "No figure" if found is None else "No target"
        if target.line.level is None:
            return "No level"
        if not target.line.holds.contains(found.period):
            return "Not then"
        if found.indicator.adds_up:
            year = Quarter.containing(found.period.last).year.range
            return "Too few" if year.contains(found.period) else "Other year"
        if at_year_end or found.indicator.unit is not Unit.SURVEY_PERCENTAGE:
            return "Data only"
        return "Too close" if found.series[-1].sample_size else "No sample"


@dataclass(frozen=True)
class ThemeRow:
    """A priority with its indicators.

    Attributes:
        story: one line made from the figures, for the minutes.
    """

    priority: Priority
    rows: tuple[IndicatorRow, ...]
    story: str = ""

    @property
    def now(self) -> Mapping[Rag, int]:
        """How many indicators have which colour now."""
        return Counter(one.now.rag for one in self.rows)

    @property
    def forecast(self) -> Mapping[Rag, int]:
        """How many indicators have which colour at year end."""
        return Counter(one.forecast.rag for one in self.rows)


@dataclass(frozen=True)
class Dashboard:
    """All themes for a quarter.

    Attributes:
        known_on: the day as known on which it is shown; None for what is known now.
    """

    quarter: Quarter
    themes: tuple[ThemeRow, ...]
    known_on: date | None = None

    @property
    def rows(self) -> list[IndicatorRow]:
        """Every indicator once, in the order of the themes."""
        found = {one.indicator.code: one for part in self.themes for one in part.rows}
        return list(found.values())

    @property
    def first(self) -> Quarter | None:
        """The quarter in which the first figure ends that leads up to it; None without figures."""
        ends = (
            point.period.last
            for row in self.rows
            for point in (row.findings.series if row.findings else ())
            if point.value is not None
        )
        earliest = min(ends, default=None)
        return None if earliest is None else Quarter.containing(earliest)


def indicators_of_theme(plan: Plan, priority: Priority) -> list[Indicator]:
    """The indicators of a theme: those of its letter, then those its measures and targets name."""
    own = [one.code for one in plan.indicators if indicator_letter(one.code) == priority.code]
    lines: list[Measure | MeasurePart] = [*priority.measures]
    lines += [part for measure in priority.measures for part in measure.parts]
    named = [code for line in lines for code in line.indicators]
    aimed = [
        code
        for target in plan.targets
        if target.priority == priority.code
        for code in target.indicators
    ]
    return [plan.indicator(code) for code in dict.fromkeys((*own, *named, *aimed))]


def theme(priority: Priority, rows: Sequence[IndicatorRow], period: DateRange) -> ThemeRow:
    """A theme with its story."""
    return ThemeRow(priority, tuple(rows), story_of(rows, period))


def story_of(rows: Iterable[IndicatorRow], period: DateRange) -> str:
    """What the minute-taker writes of a theme: its most telling figures, the worst first."""
    told = [one for one in rows if one.findings is not None]
    if not told:
        return f"No figures up to {period.last:%B %Y}."
    ranked = sorted(told, key=_weight, reverse=True)
    return " ".join(_clause(one) for one in ranked[:_MOST_TOLD])


def _weight(row: IndicatorRow) -> tuple[int, Fraction]:
    colour = {Rag.RED: 3, Rag.AMBER: 2, Rag.GREEN: 1, Rag.GREY: 0}[row.now.rag]
    return colour, abs(_share(row))


def _share(row: IndicatorRow) -> Fraction:
    """By how much it moved on the year before, in per cent or in points."""
    found = row.findings
    change = found.short.change if found else None
    now = found.series[-1].value if found else None
    if change is None or change.change is None or now is None:
        return Fraction(0)
    then = now - change.change
    if row.indicator.unit.is_percentage or not then:
        return change.change
    return change.change / then * 100


def _clause(row: IndicatorRow) -> str:
    assert row.findings is not None, "a story is told of figures"
    found = row.findings
    change = found.short.change
    name = row.indicator.name
    if change is None or change.change is None:
        moved = f"{name}: {found.value}"
    elif change.reads in (Reading.NO_CHANGE, Reading.NO_REAL_CHANGE):
        moved = f"{name} level at {found.value}"
    else:
        way = "up" if change.change > 0 else "down"
        by = (change.percent or change.absolute).lstrip("+−")
        wanted = ", as wanted" if change.reads is Reading.AS_WANTED else ""
        moved = f"{name} {way} {by} to {found.value}{wanted}"
    gap = row.now.gap
    if row.now.rag is Rag.GREY or not gap:
        return f"{moved}."
    of = " of" if gap.endswith("short") else ""
    asked = "as asked" if gap == "met" else f"{gap}{of} what is asked"
    return f"{moved}, {asked}."
