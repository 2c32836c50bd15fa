"""A pack as a document: sheets of text and tables, whatever file it is written to.

Everything a reader will see stands here in the words and numbers they will see, protected for its
edition. So a pack that is stored is frozen, and every writer writes the same one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from csp_desktop.core.editions import Edition

CONFIDENTIAL = "[c]"
NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
SHORTHAND = {
    CONFIDENTIAL: "confidential: withheld so that no small number can be told",
    NOT_AVAILABLE: "not available: not reported, not collected or withheld by its supplier",
    NOT_APPLICABLE: "not applicable: the question does not arise",
}
"""What stands in a cell in place of a number, and what it means (CONVENTIONS.md A)."""


class PackKind(Enum):
    """What a pack is for."""

    MEETING = "meeting"
    CHAIR = "chair"
    ASSESSMENT = "assessment"

    @property
    def words(self) -> str:
        """`Meeting pack`."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    PackKind.MEETING: "Meeting pack",
    PackKind.CHAIR: "Chair's update",
    PackKind.ASSESSMENT: "Strategic Assessment",
}


@dataclass(frozen=True)
class Number:
    """A number in a cell, kept exactly.

    Attributes:
        places: decimals that are shown.
        unit: shown with it where a column mixes units: `%`, `£`, `pt`; else empty.
        signed: whether a plus is shown, as with differences.
    """

    value: Decimal
    places: int = 0
    unit: str = ""
    signed: bool = False


@dataclass(frozen=True)
class Link:
    """Words that lead to another sheet of the pack."""

    words: str
    tab: str


Cell = str | Number | date | Link
"""An empty text is a blank cell; the sheet says what its blanks mean."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        heading: unique in its table.
        unit: what its numbers count, under the heading; empty for text.
        wide: whether it holds sentences.
    """

    heading: str
    unit: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Table:
    """A table; every row has a cell for every column.

    Attributes:
        name: unique in the pack, letters, digits and underscores, no digit first.
        title: what stands above it where a sheet has several; else empty.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""


class Role(Enum):
    """What a line of a chart is, and so how it is drawn everywhere."""

    FIGURES = "figures"
    MEAN = "mean"
    LIMIT = "limit"
    TARGET = "target"


@dataclass(frozen=True)
class ChartLine:
    """One line of a chart: a column of its sheet's table."""

    column: int
    role: Role


@dataclass(frozen=True)
class Chart:
    """A chart of its sheet's first table, which is its twin.

    Attributes:
        said: what it shows in one sentence, for those who cannot see it.
        vertical: what its vertical axis measures.
        categories: the column along its other axis.
    """

    title: str
    said: str
    vertical: str
    categories: int
    lines: tuple[ChartLine, ...]


@dataclass(frozen=True)
class Line:
    """A line of text above the tables, or on the cover.

    Attributes:
        heading: whether it opens what follows.
        tab: the sheet it leads to; empty for none.
    """

    text: str
    heading: bool = False
    tab: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a pack.

    Attributes:
        tab: 1 to 31 letters, digits and underscores, no digit first, unique in whatever case.
        lines: under the title, from the top; none of them empty.
        blank: what blank cells of its tables mean; empty where there are none.
    """

    tab: str
    title: str
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    chart: Chart | None = None
    blank: str = ""


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A whole pack.

    Attributes:
        period: the quarter or range it is of, in words.
        board: the code of the board whose update it is; empty for other kinds.
        author: the partnership, never a person.
        marking: the protective marking; empty for none.
        meeting: the day of the meeting it is for, in words; empty where none is named.
        made: the moment whose knowledge it holds; files bear it as theirs.
        sheets: the cover first, then the contents, then the notes where there are any.
    """

    kind: PackKind
    edition: Edition
    title: str
    period: str
    author: str
    made: datetime
    sheets: tuple[Sheet, ...]
    board: str = ""
    marking: str = ""
    meeting: str = ""
