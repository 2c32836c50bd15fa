"""Why a row of the dashboard has its colours: its arithmetic, its chart, its target."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from csp_desktop.core.analysis.rag import Judgement, Rag
from csp_desktop.core.dashboard import Dashboard, IndicatorRow, ThemeRow
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import day_words
from csp_desktop.services.analysis import FigureStory
from csp_desktop.ui.finding_marks import assurance_mark, rag_mark, variation_mark
from csp_desktop.ui.item_models.dashboard_cells import OUTSIDE, OUTSIDE_MEANS, RANKED, tally_words
from csp_desktop.ui.marks import Mark

_MARKS = "Filled marks: now. Hollow: at year end."


@dataclass(frozen=True)
class Why:
    """The line at the foot.

    Attributes:
        mark: of the colour now.
        parts: a fact, set in 600, with the sentences that follow it.
    """

    mark: Mark
    parts: tuple[tuple[str, str], ...]

    @property
    def spoken(self) -> str:
        """The same as one text."""
        return " ".join(filter(None, (word for part in self.parts for word in part)))


def sentence(board: Dashboard, today: date, *, with_key: bool = True) -> str:
    """What is shown, and as known when.

    Args:
        board: what is shown.
        today: the day it is.
        with_key: whether to say what filled and hollow marks are; the headings say it too.
    """
    quarter = board.quarter.words()
    known = "as known now"
    if board.known_on is not None:
        day = day_words(board.known_on)
        known = f"as known on {day}, when its returns were due"
        if board.known_on >= today:
            known = f"as known now: its returns are due on {day}"
    return f"{quarter[0].upper()}{quarter[1:]}, {known}." + (f" {_MARKS}" if with_key else "")


def why_of_theme(theme: ThemeRow) -> Why:
    """A theme's whole story and what its marks count."""
    worst = next((one for one in RANKED if theme.now.get(one)), Rag.GREY)
    counted = f"{tally_words(theme.now)} now; {tally_words(theme.forecast)} at year end."
    title = f"{theme.priority.code} {theme.priority.title}:"
    return Why(rag_mark(worst), ((title, theme.story), ("Indicators:", counted)))


def why_of_indicator(row: IndicatorRow, reported: str = "") -> Why:
    """An indicator's colours in arithmetic, what its chart says, and its target's own words.

    Args:
        row: what is known of it.
        reported: what its figure said before it was revised: `reported as n, now m`.
    """
    named = f"{row.indicator.code} {row.indicator.name}"
    grey = row.now.rag is Rag.GREY
    colour = "has no RAG now" if grey else f"is {row.now_word.lower()} now"
    ahead = row.forecast.rag
    forecast = "No forecast:" if ahead is Rag.GREY else f"{row.forecast_word} forecast:"
    parts = [(f"{named} {colour}:", _arithmetic(row.now))]
    if row.findings is not None and row.target is not None:
        parts.append((forecast, _without_lead(_arithmetic(row.forecast))))
    if row.outside_control:
        parts.append((f"{OUTSIDE}:", f"{OUTSIDE_MEANS}."))
    if row.findings is not None and row.findings.revised:
        parts.append(("Revised:", f"{reported or 'since it was first reported'}."))
    parts += _of_chart(row)
    if row.target is not None and row.target.line.level is not None:
        parts.append(("Target:", row.target.line.words))
    return Why(rag_mark(row.now.rag, row.now_word), tuple(parts))


def reported_words(row: IndicatorRow, stories: Iterable[FigureStory]) -> str:
    """`reported as 250, now 260`: what the row's figure said last before it was revised.

    Empty where it is not marked so, or nothing of what is stored says another number: a sum's
    parts have figures of their own.
    """
    found = row.findings
    if found is None or not found.revised:
        return ""
    now = found.series[-1].value
    told = next((one for one in stories if one.figure.period == found.period), None)
    states = [*(one.figure for one in told.earlier), told.figure] if told is not None else []
    shown = [at for at, one in enumerate(states) if one.has_number and one.exact == now]
    before = [one for one in states[: max(shown, default=0)] if one.has_number]
    before = [one for one in before if one.exact != now]
    if not before:
        return ""
    return f"reported as {figure_words(before[-1], row.indicator.unit)}, now {found.value}"


def _of_chart(row: IndicatorRow) -> list[tuple[str, str]]:
    found = row.findings
    if found is None:
        return []
    chart = found.charted.chart
    if chart is None:
        return [("Chart:", found.charted.words)]
    said = f"{variation_mark(chart, found.indicator).long}."
    assured = assurance_mark(chart, found.indicator)
    if assured is not None:
        said += f" {assured.long}."
    return [("Chart:", f"{said} {found.charted.words}")]


def _arithmetic(judged: Judgement) -> str:
    """The sentence of a judgement; its colour is said already."""
    return judged.words.removesuffix(f", {judged.rag.value.lower()}.").removesuffix(".") + "."


def _without_lead(words: str) -> str:
    shorter = words.removeprefix("No forecast: ")
    return shorter[:1].upper() + shorter[1:]
