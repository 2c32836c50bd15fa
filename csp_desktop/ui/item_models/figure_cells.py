"""The cells of the figure grid: what each holds, shows and takes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt

from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.line_reading import FIGURE_FIELDS, NUMBER, field_text, read_line
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import Quarter
from csp_desktop.core.publishers import publisher_of
from csp_desktop.core.reading import UnreadableError
from csp_desktop.core.records import Draft, Record
from csp_desktop.core.rules import Problem, Severity
from csp_desktop.core.sheet import FigureLine
from csp_desktop.ui import marks
from csp_desktop.ui.core_marks import absence_mark
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Sign

SENT_BACK = "Sent back"


class FigureColumn(IntEnum):
    """The columns in order; from the entry on they are those of the return workbook."""

    CODE = 0
    NAME = 1
    YEAR_AGO = 2
    LAST_QUARTER = 3
    ENTRY = 4
    NUMERATOR = 5
    DENOMINATOR = 6
    SAMPLE_SIZE = 7
    ABSENCE = 8
    EXPECTED_ON = 9
    EXPECTED_FROM = 10
    STATUS = 11
    SOURCE = 12
    OBTAINED = 13
    NOTE = 14


BEFORE = (FigureColumn.YEAR_AGO, FigureColumn.LAST_QUARTER)
PARTS = (FigureColumn.NUMERATOR, FigureColumn.DENOMINATOR, FigureColumn.SAMPLE_SIZE)
NUMBERS = (*BEFORE, FigureColumn.ENTRY, *PARTS)
FIELDS = dict(zip(list(FigureColumn)[FigureColumn.ENTRY :], FIGURE_FIELDS, strict=True))
HEADINGS = {
    FigureColumn.CODE: "Code",
    FigureColumn.NAME: "Indicator",
    FigureColumn.NUMERATOR: "Numerator",
    FigureColumn.DENOMINATOR: "Out of",
    FigureColumn.SAMPLE_SIZE: "Sample size",
    FigureColumn.ABSENCE: "If no figure, why",
    FigureColumn.EXPECTED_ON: "Expected on",
    FigureColumn.EXPECTED_FROM: "Expected from",
    FigureColumn.STATUS: "Provisional or final",
    FigureColumn.SOURCE: "Source",
    FigureColumn.OBTAINED: "Date obtained",
}
_STEPS = {
    "expected_on": "expected date",
    "expected_from": "expected source",
    "status": "status",
    "source": "source",
    "obtained": "date obtained",
    "comment": "comment",
}
# How the return workbook's column of units, which the grid has none of, begins.
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ALIGNED = (*BEFORE, *PARTS)
_GUTTER = {FigureStatus.PROVISIONAL: "prov.", FigureStatus.REVISED: "rev."}


@dataclass(frozen=True)
class LineEntry:
    """What became of texts entered in a line: records to store, and what could not be read."""

    records: tuple[Record, ...]
    refused: Mapping[str, UnreadableError]


def enter_texts(
    line: FigureLine, quarter: Quarter, texts: Mapping[str, str], keep_refused: bool
) -> LineEntry:
    """Read texts into a line, and what stood unread in it once more.

    Args:
        line: as it stands.
        quarter: of the return.
        texts: by field, one of `FIGURE_FIELDS`.
        keep_refused: whether text that cannot be read stays in its field as a draft; otherwise
            the field is left as it was.
    """
    new = {name: text for name, text in texts.items() if _differs(line, name, text)}
    refused: dict[str, UnreadableError] = {}
    if not keep_refused:
        refused |= read_line(line.indicator, line.figure, new).refused
        new = {name: text for name, text in new.items() if name not in refused}
    if not new:
        return LineEntry((), refused)
    # What the figure's own cell says depends on nothing else in the line.
    waiting = {name: text for name, text in line.drafts.items() if name != NUMBER}
    tried = {**waiting, **new}
    reading = read_line(line.indicator, line.figure, tried)
    refused |= {name: error for name, error in reading.refused.items() if name in new}
    drafts = {name: text if name in reading.refused else "" for name, text in tried.items()}
    records: list[Record] = []
    if not reading.figure.same_content(line.figure):
        records.append(reading.figure)
    records += [
        Draft(line.indicator.code, quarter, name, text)
        for name, text in drafts.items()
        if text != line.drafts.get(name, "")
    ]
    return LineEntry(tuple(records), refused)


def _differs(line: FigureLine, name: str, text: str) -> bool:
    """Whether text says anything new: what one would type may say less than the figure holds."""
    return name in line.drafts or text != field_text(name, line.indicator, line.figure)


def step_words(field: str, code: str) -> str:
    """What entering one field is called: `enter figure`, `comment of F1`."""
    return f"{_STEPS[field]} of {code}" if field in _STEPS else "enter figure"


class FigureRow:
    """The cells of one indicator."""

    def __init__(self, line: FigureLine) -> None:
        self.line = line
        self._shown: dict[tuple[FigureColumn, bool], str] = {}

    def same_as(self, other: "FigureRow") -> bool:
        """Whether it reads the same; a figure nobody has entered gets an id with every reading."""
        line = self.line
        return replace(line, figure=replace(line.figure, id=other.line.figure.id)) == other.line

    @property
    def searched(self) -> tuple[str, ...]:
        """What Find looks in, without regard to capitals."""
        one, comment = self.line.indicator, self.line.figure.comment
        return tuple(text.casefold() for text in (one.code, one.name, one.title, comment))

    @cached_property
    def problems(self) -> list[Problem]:
        """What the rules say, worked out once however often a cell is painted."""
        return self.line.problems

    @property
    def query(self) -> Problem | None:
        """The first query that waits for an answer."""
        return next((one for one in self.problems if one.waits), None)

    def text(self, column: FigureColumn) -> str:
        """What a person would type to get what the cell holds; elsewhere what it shows."""
        line = self.line
        if column not in FIELDS:
            return self._beside(column)
        name = FIELDS[column]
        return line.drafts.get(name, field_text(name, line.indicator, line.figure))

    def words(self, column: FigureColumn, wide: bool) -> str:
        """What the cell shows, worked out once however often it is painted."""
        if (column, wide) not in self._shown:
            self._shown[column, wide] = self._words(column, wide)
        return self._shown[column, wide]

    def _words(self, column: FigureColumn, wide: bool) -> str:
        line, text = self.line, self.text(column)
        if column not in FIELDS or FIELDS[column] in line.drafts:
            return text
        if column is FigureColumn.ENTRY:
            return _entry_words(line)
        if column in PARTS:
            part = getattr(line.figure, FIELDS[column])
            return "" if part is None else f"{part:,f}"
        if column is FigureColumn.NOTE and not (wide and text):
            return Sign.QUERY.short if self.query else SENT_BACK if line.reason else ""
        return " ".join(text.split())

    def spoken(self, column: FigureColumn, heading: str, wide: bool) -> str:
        """What a screen reader says of the cell."""
        words = self.words(column, wide)
        if column is FigureColumn.NOTE:
            words = ", ".join(self._notes()) or "no note"
        problem = self.problem(column, wide)
        if problem:
            words += f", {'not read' if self.is_draft(column) else 'error'}: {problem}"
        if column is FigureColumn.ENTRY and self.query:
            words += f", query: {self.query.message}"
        return f"{self.line.indicator.name}, {heading}, {words or 'nothing'}"

    def look(self, column: FigureColumn, role: int, wide: bool) -> Any:
        """What the cell is painted by, and its tool tip."""
        look = _LOOKS.get(role)
        return look(self, column, wide) or None if look else None

    def _beside(self, column: FigureColumn) -> str:
        line, unit = self.line, self.line.indicator.unit
        if column in BEFORE:
            before = line.year_ago if column is FigureColumn.YEAR_AGO else line.last_quarter
            return _before_words(before, unit)
        return line.indicator.code if column is FigureColumn.CODE else line.indicator.name

    def is_draft(self, column: FigureColumn) -> bool:
        """Whether a cell holds text that could not be read."""
        return FIELDS.get(column) in self.line.drafts

    def problem(self, column: FigureColumn, wide: bool) -> str:
        """The first error of a cell; those of columns out of view show in the figure's own."""
        if column not in FIELDS:
            return ""
        fields: Iterable[str] = (FIELDS[column],)
        if column is FigureColumn.ENTRY and not wide:
            fields = [name for one, name in FIELDS.items() if one is not FigureColumn.NOTE]
        errors = (one for one in self.problems if one.severity is Severity.ERROR)
        return next((one.message for one in errors if one.field in fields), "")

    def _notes(self) -> list[str]:
        line = self.line
        said = {
            "query": self.query.message if self.query else "",
            "sent back": line.reason.reason if line.reason else "",
            "note": line.figure.comment,
            "explained": line.figure.explanation if line.figure.explained else "",
        }
        return [f"{name}: {words}" for name, words in said.items() if words]

    def tip(self, column: FigureColumn, wide: bool) -> str:
        """What is said where the pointer rests."""
        line = self.line
        if column is FigureColumn.NAME:
            return line.indicator.title
        if column in BEFORE:
            # Why there was no figure may be longer than the column is wide.
            before = line.year_ago if column is FigureColumn.YEAR_AGO else line.last_quarter
            return before.absence.words if before and before.entered and before.absence else ""
        if problem := self.problem(column, wide):
            return problem
        if column is FigureColumn.NOTE:
            return (
                line.figure.comment if not (self.query or line.reason) else _capital(self._notes())
            )
        if column is FigureColumn.ENTRY:
            return f"Query: {self.query.message}" if self.query else ""
        return self.words(column, wide)

    def mark(self, column: FigureColumn, wide: bool) -> Sign | None:
        """The glyph of a comment, or of the answer to a query, that is not shown in words."""
        figure = self.line.figure
        if column is not FigureColumn.NOTE or self.words(column, wide):
            return None
        return Sign.NOTE if figure.comment or figure.explained else None

    def absence(self, column: FigureColumn) -> marks.Absence | None:
        """The mark of why there is no figure."""
        why = self.line.figure.absence
        if column is not FigureColumn.ENTRY or self.is_draft(column) or why is None:
            return None
        return absence_mark(why)

    def gutter(self, column: FigureColumn) -> str:
        """How sure a figure is, in short; of a sure one, whose file it comes from."""
        figure = self.line.figure
        if column is not FigureColumn.ENTRY or self.is_draft(column) or not figure.has_number:
            return ""
        publisher = publisher_of(figure.source)
        return _GUTTER.get(figure.status, publisher.short if publisher else "")

    def queried(self, column: FigureColumn, wide: bool) -> bool:
        """Whether a cell shows that a query waits."""
        if self.query is None or self.is_draft(column):
            return False
        as_word = column is FigureColumn.NOTE and not (wide and self.text(column))
        return column is FigureColumn.ENTRY or as_word


_LOOKS: dict[int, Callable[[FigureRow, FigureColumn, bool], Any]] = {
    Role.RECORD: lambda row, column, wide: row.line,
    Role.PROBLEM: FigureRow.problem,
    Role.DRAFT: lambda row, column, wide: row.is_draft(column),
    Role.SENT_BACK: lambda row, column, wide: row.line.reason and row.line.reason.reason,
    Role.EXPLAINED: lambda row, column, wide: row.line.figure.explained,
    Role.QUERY: FigureRow.queried,
    Role.SMALL: lambda row, column, wide: column is FigureColumn.CODE,
    Role.DIM: lambda row, column, wide: column in (FigureColumn.CODE, *BEFORE),
    Role.MARK: FigureRow.mark,
    Role.ABSENCE: lambda row, column, wide: row.absence(column),
    Role.GUTTER: lambda row, column, wide: row.gutter(column),
    Qt.ItemDataRole.ToolTipRole: FigureRow.tip,
    Qt.ItemDataRole.TextAlignmentRole: lambda row, column, wide: column in _ALIGNED and _RIGHT,
}
ANSWERED = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Role.HEADING,
        Role.EMPHASIS,
        *_LOOKS,
    }
)


def _entry_words(line: FigureLine) -> str:
    figure = line.figure
    if figure.absence is Absence.NOT_ENTERED and not line.asked:
        return "asked for in Q4"
    words = figure_words(figure, line.indicator.unit)
    if figure.absence is Absence.NOT_YET_AVAILABLE and figure.expected_on:
        words += f", due {figure.expected_on.day} {figure.expected_on:%b}"
    return words


def _before_words(figure: Figure | None, unit: Unit) -> str:
    return "" if figure is None or not figure.entered else figure_words(figure, unit)


def _capital(notes: list[str]) -> str:
    return "\n".join(one[:1].upper() + one[1:] for one in notes)
