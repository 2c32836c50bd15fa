"""What every pack has: a cover, its contents, its notes, and the lines each sheet begins with."""

import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import replace

from csp_desktop.core.disclosure.rounding import EXACT, Rule
from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import (
    SHORTHAND,
    Cell,
    Column,
    Line,
    Link,
    Sheet,
    Table,
)

_NUMBER = re.compile(r"\[note (\d+)\]")
_SPOKEN = re.compile("[A-Za-z0-9]")
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_LONGEST_TAB = 31


class Notes:
    """The notes of a pack, numbered in the order in which its sheets first use them."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def mark(self, text: str) -> str:
        """`[note 2]`, the same for the same text."""
        if text not in self._texts:
            self._texts.append(text)
        return f"[note {self._texts.index(text) + 1}]"

    def sheet(self) -> Sheet | None:
        """The sheet that says them all; None where there is none."""
        if not self._texts:
            return None
        rows = tuple((f"[note {at}]", text) for at, text in enumerate(self._texts, start=1))
        columns = (Column("Note"), Column("What it says", wide=True))
        return Sheet("Notes", "Notes", tables=(Table("Notes", columns, rows),))


def tab_name(*parts: str) -> str:
    """A sheet's name made of words: letters, digits and underscores, as short as it must be.

    No digit comes first, and an underscore alone stands for words that hold neither letter nor
    digit.
    """
    name = _UNSAFE.sub("_", "_".join(parts)).strip("_")
    if not name or name[0].isdigit():
        name = f"_{name}"
    return name[:_LONGEST_TAB].rstrip("_") or "_"


def book(
    cover: Sheet, body: Sequence[Sheet], notes: Notes, standing: Iterable[str]
) -> tuple[Sheet, ...]:
    """The sheets of a pack in order: cover, contents, notes where there are any, then the rest.

    Args:
        cover: with what it says of itself; the list of what is inside is added here.
        body: in order.
        notes: that the sheets of the body use; they are left out where none is used.
        standing: lines that every sheet but the cover bears: marking and edition.
    """
    noted = notes.sheet() if any(map(_is_noted, body)) else None
    inside = [one for one in (noted, *body) if one is not None]
    listed = [Line(one.title, tab=one.tab) for one in body if one.chart is None]
    charts = sum(one.chart is not None for one in body)
    if charts:
        told = (
            "1 chart, after its theme."
            if charts == 1
            else f"{charts} charts, each after its theme."
        )
        listed.append(Line(told, tab="Contents"))
    first = replace(cover, lines=(*cover.lines, Line("What is inside", heading=True), *listed))
    contents = Sheet("Contents", "Contents", tables=(_contents(inside),))
    lines = tuple(Line(one) for one in standing if one)
    opened = (_opened(one, lines, at) for at, one in enumerate((contents, *inside), start=2))
    return (first, *opened)


def standing_lines(edition: Edition, marking: str, rule: Rule = EXACT) -> tuple[str, ...]:
    """What every sheet says of who may see it, and of what was done to its numbers.

    Args:
        edition: for whom.
        marking: empty for none.
        rule: how a public edition publishes counts.
    """
    lines = [f"Marking: {marking}."] if marking else []
    lines.append(f"{edition.words}.")
    return (*lines, rule.words) if edition is Edition.PUBLIC else tuple(lines)


def split_for(edition: Edition, sheet: Sheet) -> tuple[Sheet, ...]:
    """A sheet with several tables as one sheet for each, where the edition allows one only.

    What stands above the tables is said once, on the first.
    """
    if edition is not Edition.PUBLIC or len(sheet.tables) <= 1:
        return (sheet,)
    return tuple(
        replace(
            sheet,
            tab=tab_name(sheet.tab, one.title),
            title=f"{sheet.title}: {one.title[0].lower()}{one.title[1:]}",
            lines=sheet.lines if one is sheet.tables[0] else (),
            tables=(replace(one, title=""),),
        )
        for one in sheet.tables
    )


def _contents(sheets: Sequence[Sheet]) -> Table:
    columns = (Column("Worksheet"), Column("What it holds", wide=True))
    rows = tuple((Link(one.tab, one.tab), one.title) for one in sheets)
    return Table("Contents", columns, rows)


def _opened(sheet: Sheet, standing: tuple[Line, ...], number: int) -> Sheet:
    """A sheet with the lines that say what it is: how many tables, notes, marks and blanks.

    Several tables are numbered by their sheet: 7a, 7b.
    """
    count = len(sheet.tables)
    several = count > 1
    if several:
        named = zip(string.ascii_lowercase, sheet.tables, strict=False)
        titled = (replace(one, title=f"{number}{letter}: {one.title}") for letter, one in named)
        sheet = replace(sheet, tables=tuple(titled))
    told = []
    if count:
        held = "one table" if count == 1 else f"{count} tables"
        told.append(Line(f"This worksheet contains {held}."))
    said = "".join(text for text in _texts(sheet))
    if _is_noted(sheet):
        told.append(Line("Notes are explained in the worksheet “Notes”.", tab="Notes"))
    marks = [one for one in SHORTHAND if one in said]
    if marks:
        meanings = "; ".join(f"{one} {SHORTHAND[one]}" for one in marks)
        told.append(Line(f"Shorthand: {meanings}."))
    if sheet.blank:
        told.append(Line(sheet.blank))
    lines = (*told[:1], *sheet.lines, *told[1:]) if several else (*told, *sheet.lines)
    tables = tuple(replace(one, rows=tuple(map(_spoken, one.rows))) for one in sheet.tables)
    return replace(sheet, lines=(*lines, *standing), tables=tables)


def _is_noted(sheet: Sheet) -> bool:
    """Whether a heading bears the mark of a note; what people typed is none."""
    return any(_NUMBER.search(one.heading) for table in sheet.tables for one in table.columns)


def _spoken(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A row that can be read out: a dash alone, as people type it, tells a listener nothing."""
    return tuple(_spoken_cell(one) if isinstance(one, str) else one for one in row)


def _spoken_cell(text: str) -> str:
    if not text or _SPOKEN.search(text):
        return text
    return f"As written: {text.strip()}" if text.strip() else "Nothing is written."


def _texts(sheet: Sheet) -> Iterable[str]:
    yield sheet.title
    for line in sheet.lines:
        yield line.text
    for table in sheet.tables:
        yield table.title
        yield from (one.heading for one in table.columns)
        yield from (cell for row in table.rows for cell in row if isinstance(cell, str))
