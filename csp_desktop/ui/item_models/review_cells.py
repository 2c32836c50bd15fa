"""The cells of a line under review, worked out once when its return is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum

from csp_desktop.core.actions import Action, ActionUpdate
from csp_desktop.core.analysis.difference import Reading, difference, status_reading
from csp_desktop.core.figures import Absence, Figure
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import day_words
from csp_desktop.core.plan import Indicator
from csp_desktop.core.review import Content, Decision, ReviewLine
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ActionLine, FigureLine
from csp_desktop.ui.core_marks import absence_mark, status_mark
from csp_desktop.ui.finding_marks import reading_mark
from csp_desktop.ui.marks import Mark, Rag, Sign

_NOT_HELD = "not held"
_SHORT = {
    Absence.NOT_ENTERED: "blank",
    Absence.NOT_YET_AVAILABLE: "awaited",
    Absence.NOT_COLLECTED: "no data",
    Absence.NOT_APPLICABLE: "n/a",
    Absence.WITHHELD: "withheld",
    Absence.RESTRICTED: "restricted",
}
_DECISION_MARKS = {Decision.ACCEPTED: Sign.ACCEPTED, Decision.QUERIED: Sign.QUERY}


class Comparison(Enum):
    """What a line is compared with."""

    YEAR_AGO = "year"
    LAST_QUARTER = "quarter"
    VERSION = "version"


class ReviewColumn(IntEnum):
    """The columns in order."""

    LINE = 0
    NAME = 1
    BEFORE = 2
    SUBMITTED = 3
    DIFFERENCE = 4
    PERCENT = 5
    READS = 6
    FINDING = 7
    DECISION = 8


@dataclass(frozen=True)
class ReviewCell:
    """What one cell shows.

    Attributes:
        mark: before the words.
        ink: palette token of the words.
        right: whether they stand at the right, as numbers do.
        tag: outlined, after the words.
    """

    words: str
    mark: Mark | None = None
    ink: str = "text"
    semibold: bool = False
    right: bool = False
    tag: str = ""


def cells_of(line: ReviewLine, comparison: Comparison) -> list[ReviewCell]:
    """A line's cells in the order of `ReviewColumn`."""
    own = line.line
    if isinstance(own, FigureLine):
        compared = _figure_cells(own, _figure_before(line, own, comparison))
    else:
        compared = _action_cells(own, _update_before(line, own, comparison))
    return [
        ReviewCell(line.code, ink="text2"),
        # The column beside it says the same already where the versions are compared.
        ReviewCell(line.name, tag="" if comparison is Comparison.VERSION else _tag(line)),
        *compared,
        _finding(line),
        decision_cell(line.decision),
    ]


def decision_cell(decision: Decision) -> ReviewCell:
    """The cell that a decision changes."""
    mark = _DECISION_MARKS.get(decision)
    return _marked(decision.value, mark) if mark else ReviewCell(decision.value, ink="text2")


def runs_on(line: ReviewLine) -> bool:
    """Whether words stand in place of a number, and may take the room of its differences."""
    return not isinstance(line.line, FigureLine) or line.line.figure.absence is not None


def before_what(line: ReviewLine, comparison: Comparison) -> str:
    """What stands in the column before: `Same quarter last year`."""
    if comparison is Comparison.VERSION:
        return "The version before"
    if comparison is Comparison.YEAR_AGO and isinstance(line.line, FigureLine):
        return "Same quarter last year"
    return "Last quarter"


def _marked(words: str, mark: Mark) -> ReviewCell:
    return ReviewCell(words, mark, mark.ink, mark.semibold)


def _figure_cells(line: FigureLine, before: Figure | None) -> list[ReviewCell]:
    now, indicator = line.figure, line.indicator
    found = difference(indicator, before, now)
    submitted = figure_words(now, indicator.unit)
    if now.absence is not None:
        due = now.expected_on
        words = f"{submitted}, due {due.day} {due:%b}" if due else submitted
        given = _marked(words, absence_mark(now.absence))
    else:
        given = ReviewCell(submitted, semibold=True, right=True)
    return [
        ReviewCell(_before_words(before, indicator), ink="text2", right=True),
        given,
        ReviewCell(found.absolute, ink="text2", right=True),
        ReviewCell(found.percent, ink="text2", right=True),
        _reading_cell(found.reads, rises=bool(found.change and found.change > 0)),
    ]


def _before_words(before: Figure | None, indicator: Indicator) -> str:
    """Short, because the column is narrow."""
    if before is None:
        return _NOT_HELD
    return _SHORT[before.absence] if before.absence else figure_words(before, indicator.unit)


def _action_cells(line: ActionLine, before: ActionUpdate | None) -> list[ReviewCell]:
    now = line.update
    reads = status_reading(before.status if before else None, now.status)
    then = before.status.words if before and before.status else _NOT_HELD
    submitted = now.status.words if now.status else Absence.NOT_ENTERED.words
    if now.percent is not None:
        submitted += f", {now.percent}%"
    if line.action.due:
        submitted += f", due {line.action.due.day} {line.action.due:%b %Y}"
    mark = status_mark(now.status) if now.status else absence_mark(Absence.NOT_ENTERED)
    return [
        ReviewCell(then, ink="text2", right=True),
        _marked(submitted, mark),
        ReviewCell("", right=True),
        ReviewCell("", right=True),
        _reading_cell(reads, rises=reads is Reading.BETTER),
    ]


def _figure_before(line: ReviewLine, own: FigureLine, comparison: Comparison) -> Figure | None:
    match comparison:
        case Comparison.YEAR_AGO:
            return own.year_ago
        case Comparison.LAST_QUARTER:
            return own.last_quarter
        case Comparison.VERSION:
            return next((one for one in line.previous if isinstance(one, Figure)), None)


def _update_before(
    line: ReviewLine, own: ActionLine, comparison: Comparison
) -> ActionUpdate | None:
    """An action goes on from quarter to quarter: there is no season to compare a year ago with."""
    if comparison is Comparison.VERSION:
        return next((one for one in line.previous if isinstance(one, ActionUpdate)), None)
    return own.last


def _reading_cell(reads: Reading, *, rises: bool) -> ReviewCell:
    return _marked(reads.value, reading_mark(reads, rises=rises))


def _finding(line: ReviewLine) -> ReviewCell:
    """What the reviewer should know first; the thread below says all of it."""
    if line.asked is not None:
        return _marked("Query answered" if line.answered else "Not answered", Sign.QUERY)
    worst = line.problems[0] if line.problems else None
    if worst is not None and worst.severity is Severity.ERROR:
        return _marked("Error", Rag.RED)
    queries = [one for one in line.problems if one.severity is Severity.QUERY]
    if queries:
        waits = any(one.waits for one in queries)
        return _marked("Query" if waits else "Query, noted", Sign.QUERY)
    if line.changed:
        return ReviewCell("Changed")
    return ReviewCell("Information" if worst is not None else "None", ink="text2")


def _tag(line: ReviewLine) -> str:
    """`was 27`: what a line said before its board changed it."""
    if not line.changed:
        return ""
    return f"was {_said(line, line.previous)}"


def _said(line: ReviewLine, previous: Sequence[Content]) -> str:
    own = line.line
    for one in previous:
        if isinstance(one, Figure) and isinstance(own, FigureLine):
            return figure_words(one, own.indicator.unit)
        if (
            isinstance(one, ActionUpdate)
            and isinstance(own, ActionLine)
            and one.status is not own.update.status
        ):
            return one.status.words if one.status else Absence.NOT_ENTERED.words
    due = next((one.due for one in previous if isinstance(one, Action)), None)
    return f"due {day_words(due)}" if due else "without a due date"
