"""What the presentation shows, as plain words and marks: themes as pages of a few rows each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.analysis.rag import Judgement, Rag
from csp_desktop.core.dashboard import Dashboard, IndicatorRow, ThemeRow
from csp_desktop.core.editions import COULD_TELL, Withheld, withheld
from csp_desktop.core.numbers import unit_words
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter
from csp_desktop.ui import marks
from csp_desktop.ui.finding_marks import direction_mark, forecast_mark, rag_mark
from csp_desktop.ui.item_models.dashboard_cells import OUTSIDE, OUTSIDE_SHORT
from csp_desktop.ui.marks import Mark
from csp_desktop.ui.widgets.sparkline import Sparkline

_YEARS_DRAWN = 5
_HELD_BACK = "Withheld"
_AS_A_STATE = (marks.Direction.SAME, marks.Direction.NOT_JUDGED)  # their words do not qualify


@dataclass(frozen=True)
class Cell:
    """What one cell shows and says.

    Attributes:
        mark: left of the words; None where they stand alone.
        beside: below the words, in smaller type.
        said: for screen readers, with the column's name.
    """

    words: str
    said: str
    mark: Mark | None = None
    beside: str = ""
    ink: str = "text"
    semibold: bool = False


@dataclass(frozen=True)
class SlideRow:
    """An indicator as the meeting sees it.

    Attributes:
        held: in place of all else, why the edition does not show its figure.
        line: the sparkline; None where the figure is held back.
        line_said: the same in words.
        provisional: whether its figure may still change.
        outside_control: whether the partnership does not decide how it goes.
    """

    name: str
    held: Cell | None = None
    value: Cell = Cell("", "")
    now: Cell = Cell("", "")
    forecast: Cell = Cell("", "")
    year: Cell = Cell("", "")
    line: Sparkline | None = None
    line_said: str = ""
    provisional: bool = False
    outside_control: bool = False

    @property
    def cells(self) -> tuple[Cell, Cell, Cell, Cell]:
        """Those with words, in the order of the columns."""
        return self.value, self.now, self.forecast, self.year

    @property
    def name_cell(self) -> Cell:
        """Its name, and under it whether it is outside the partnership's control."""
        if not self.outside_control:
            return Cell(self.name, self.name)
        return Cell(self.name, f"{self.name}, {OUTSIDE}", beside=OUTSIDE_SHORT)


@dataclass(frozen=True)
class Slide:
    """A theme's rows, those a page holds being a slice of them.

    Attributes:
        code, title, story: of the theme.
        boards: their codes.
        without: how many of its indicators have no figure.
    """

    code: str
    title: str
    story: str
    boards: tuple[str, ...]
    rows: tuple[SlideRow, ...]
    without: int

    @property
    def without_words(self) -> str:
        """`and 12 without figures`; empty where every indicator has one."""
        if not self.without:
            return ""
        return f"{'and ' if self.rows else ''}{self.without} without figures"


def slides(shown: Dashboard) -> list[Slide]:
    """The themes of a dashboard that is protected already, in its order."""
    return [_slide(one, shown.quarter) for one in shown.themes]


def pages(count: int, most: int) -> list[range]:
    """Which rows stand on which page: as evenly as they can be, and one page where there is none.

    Args:
        count: of rows.
        most: that a page has room for, at least one.
    """
    number = max(1, -(-count // most))
    each, over = divmod(count, number)
    starts = [page * each + min(page, over) for page in range(number + 1)]
    return [range(first, last) for first, last in pairwise(starts)]


def since(quarter: Quarter) -> FinancialYear:
    """The first year that the small lines show."""
    return FinancialYear(quarter.start - _YEARS_DRAWN)


def provisional_words(rows: Sequence[SlideRow]) -> str:
    """`, provisional`, `, some provisional` or nothing, after the day figures are known on."""
    told = [one.provisional for one in rows if one.held is None]
    if not any(told):
        return ""
    return ", provisional" if all(told) else ", some provisional"


def _slide(theme: ThemeRow, quarter: Quarter) -> Slide:
    held = [one for one in theme.rows if withheld(one) is not None]
    figures = sorted((one for one in theme.rows if one.findings is not None), key=_rank)
    one = theme.priority
    return Slide(
        one.code,
        one.title,
        theme.story,
        one.boards,
        tuple(_row(row, quarter) for row in (*figures, *held)),
        len(theme.rows) - len(figures) - len(held),
    )


def _rank(row: IndicatorRow) -> int:
    """Targets first, then those that need attention."""
    if row.target is not None and row.target.line.level is not None:
        return 0
    return 1 if row.needs_attention else 2


def _row(row: IndicatorRow, quarter: Quarter) -> SlideRow:
    reason, found = withheld(row), row.findings
    if reason is not None or found is None:
        return SlideRow(row.indicator.name, held=_held(reason or Withheld.WITHHELD))
    line, said = _line(row, found, quarter)
    return SlideRow(
        row.indicator.name,
        None,
        _value(found, quarter.range),
        _colour("Now", row.now, row.now_word, rag_mark(row.now.rag, row.now_word)),
        _colour(
            "Year end",
            row.forecast,
            row.forecast_word,
            forecast_mark(row.forecast.rag, row.forecast_word),
        ),
        _year(found),
        line,
        said,
        found.provisional,
        row.outside_control,
    )


def _held(reason: Withheld) -> Cell:
    mark = marks.Absence.RESTRICTED if reason is Withheld.RESTRICTED else marks.Absence.WITHHELD
    return Cell(reason.words, reason.words, mark, ink="text2")


def _value(found: Findings, asked: DateRange) -> Cell:
    said = ", ".join((found.value, *found.marks))
    beside = ["rev."] if found.revised else []
    beside += [] if found.period == asked else [f"to {found.period.last:%b %y}"]
    words = " ".join(beside)
    return Cell(found.value, f"{found.period.words()}: {said}", beside=words, semibold=True)


def _colour(when: str, judged: Judgement, word: str, mark: Mark) -> Cell:
    if judged.rag is not Rag.GREY:
        return Cell(word, f"{when}: {judged.words}", mark, semibold=mark.semibold)
    shown = _HELD_BACK if judged.words == COULD_TELL else word
    return Cell(shown, f"{when}: no colour. {judged.words}", mark, ink="text2")


def _year(found: Findings) -> Cell:
    compared = found.short
    change = compared.change
    if change is None:
        words = _HELD_BACK if compared.words == COULD_TELL else "Not compared"
        return Cell(words, f"On a year ago: {compared.words}", ink="text2")
    mark = direction_mark(change)
    number = change.percent or change.absolute
    apart = ", " if mark in _AS_A_STATE else " "
    words = f"{number}{apart}{mark.short.lower()}" if number else mark.short
    shown = mark if marks.size(mark).width() else None
    return Cell(words, f"On a year ago: {mark.long}. {compared.words}", shown)


def _line(row: IndicatorRow, found: Findings, quarter: Quarter) -> tuple[Sparkline, str]:
    """The small line, with room for the years before its first figure and since its last."""
    whole = DateRange(since(quarter).range.first, quarter.range.last)
    drawn = [one for one in found.series if one.period.last >= whole.first]
    drawn = drawn or [found.series[-1]]
    level = row.target.line.level if row.target else None
    known = [one for one in drawn if one.value is not None]
    told = f"{len(known)} figures" if len(known) > 1 else "1 figure"
    said = f"Line of {told} from {known[0].period} to {known[-1].period}"
    if level is not None:
        said += f", dashed at the {unit_words(level, row.indicator.unit)} asked for"
    length = drawn[-1].period.months or 1
    before = _months(whole.first, drawn[0].period.first) // length
    after = _months(drawn[-1].period.last, whole.last) // length
    values = (*[None] * before, *(one.value for one in drawn), *[None] * after)
    return Sparkline(values, level, found.provisional), said


def _months(earlier: date, later: date) -> int:
    return max((later.year - earlier.year) * 12 + later.month - earlier.month, 0)
