"""Reading the cells of a return workbook: each is a field's content or a problem with its place."""

import math
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from csp_desktop.core.actions import Milestone
from csp_desktop.core.figures import Absence, Unit
from csp_desktop.core.line_reading import read_action_field
from csp_desktop.core.reading import Reading, UnreadableError, number, read_cell, read_day
from csp_desktop.core.rules import Severity
from csp_desktop.core.texts import storable
from csp_desktop.excel.book import ReadCell
from csp_desktop.excel.evidence import is_percentage
from csp_desktop.excel.fields import Number
from csp_desktop.excel.records import CellProblem
from csp_desktop.excel.wording import choice_words, folded, read_milestone, text_lines

_LARGEST = 10**15 - 1
_MOST_MILESTONES = 200
_LONGEST_QUOTE = 200
_Choice = TypeVar("_Choice", bound=Enum)
_Found = TypeVar("_Found")


def bare_text(cell: ReadCell) -> str:
    """What stands in a cell, without spaces around it."""
    return "" if cell.value is None else str(cell.value).strip()


def free_text(cell: ReadCell) -> str:
    """What somebody wrote, to the letter."""
    return "" if cell.value is None else storable(str(cell.value))


class CellReader:
    """Reads cells and gathers what is wrong with them.

    Attributes:
        problems: what could not be read, each with its place.
    """

    def __init__(self) -> None:
        self.problems: list[CellProblem] = []

    def number(self, cells: Mapping[str, ReadCell], unit: Unit, name: str) -> Number | None:
        """A figure's number with its parts as one field; None where nothing was entered."""
        typed = self._typed(cells["value"], unit, name)
        if typed is None:
            return None
        numerator, denominator, sample_size = typed.numerator, typed.denominator, typed.sample_size
        if numerator is None:
            numerator = self._part(cells["numerator"])
        if denominator is None:
            denominator = self._part(cells["denominator"])
        if sample_size is None:
            sample_size = self._whole(cells["sample_size"])
        absence = typed.absence or self.choice(cells["absence"], Absence)
        if typed.value is None and numerator is None:
            return (None, None, None, None, absence) if absence else None
        if absence is not None:
            self.report(
                cells["absence"],
                f"{name} has a figure and a reason for having none; the figure was taken",
                Severity.INFORMATION,
            )
        return (typed.value, numerator, denominator, sample_size, None)

    def day(self, cell: ReadCell, name: str) -> date | None:
        """A day, whether the cell holds a date or text that says one."""
        value = cell.value
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, date):
            return value
        return self._read(cell, read_day, str(value), name)

    def action_field(self, cell: ReadCell, field: str) -> Any:
        """A day or the percentage of an action, as the program's own form reads it."""
        value = cell.value
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            text = value.isoformat()
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            part = self._part(cell)
            if part is None or self._too_large(cell, part):
                return None
            text = f"{part * 100 if is_percentage(cell.number_format) else part:f}"
        else:
            text = "" if value is None else str(value)
        return self._read(cell, read_action_field, field, text)

    def choice(self, cell: ReadCell, kinds: type[_Choice]) -> _Choice | None:
        """One of a list."""
        text = bare_text(cell)
        if not text:
            return None
        for kind in kinds:
            if folded(choice_words(kind)) == folded(text):
                return kind
        known = ", ".join(choice_words(kind) for kind in kinds if kind is not Absence.NOT_ENTERED)
        self.report(cell, f"“{text[:_LONGEST_QUOTE]}” must be one of: {known}")
        return None

    def lines(self, cell: ReadCell) -> tuple[str, ...] | None:
        """The lines of a cell; None where there are none."""
        return tuple(text_lines(free_text(cell))) or None

    def milestones(self, cell: ReadCell) -> tuple[Milestone, ...] | None:
        """The milestones, one on a line.

        None where there are none, or where one of them cannot be read: to take the others would
        be to drop it.
        """
        lines = text_lines(free_text(cell))
        if len(lines) > _MOST_MILESTONES:
            self.report(cell, f"Milestones must be {_MOST_MILESTONES} or fewer")
            return None
        found = [self._read(cell, read_milestone, line) for line in lines]
        read = tuple(one for one in found if one is not None)
        return read if read and len(read) == len(lines) else None

    def formulas(self, cells: Iterable[ReadCell]) -> None:
        """Note of each formula what was taken for it."""
        for cell in cells:
            if cell.formula and cell.value is None:
                self.report(
                    cell,
                    "This formula was saved without what it comes to; type the figure, or open "
                    "the workbook in Excel or LibreOffice and save it",
                )
            elif cell.formula:
                came_to = bare_text(cell)[:_LONGEST_QUOTE]
                words = f"This is a formula; what it came to was taken: “{came_to}”"
                self.report(cell, words, Severity.INFORMATION)

    def report(self, cell: ReadCell, message: str, severity: Severity = Severity.ERROR) -> None:
        """Note a problem with its place."""
        self.problems.append(CellProblem(severity, cell.sheet, cell.coordinate, message))

    def _typed(self, cell: ReadCell, unit: Unit, name: str) -> Reading | None:
        """What the figure's own cell says, read as in the program's own grid.

        None where it says something that cannot be read, which is reported.
        """
        if isinstance(cell.value, str):
            text = cell.value
        else:
            value = self._part(cell)
            if value is None:
                return Reading() if cell.value is None else None
            if not is_percentage(cell.number_format):
                return Reading(value)
            text = f"{(value * 100).normalize():f}%"
        reading = self._read(cell, read_cell, text, unit, name)
        blank = reading is not None and reading.absence is Absence.NOT_ENTERED
        return Reading() if blank else reading

    def _part(self, cell: ReadCell) -> Decimal | None:
        value: Any = cell.value
        if isinstance(value, str) and value.strip():
            with suppress(ValueError):
                return number(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        elif isinstance(value, float) and math.isfinite(value):
            return Decimal(repr(value)).normalize() + 0
        if value is not None and str(value).strip():
            self.report(cell, f"“{str(value).strip()[:_LONGEST_QUOTE]}” must be a number, like 30")
        return None

    def _whole(self, cell: ReadCell) -> int | None:
        part = self._part(cell)
        if part is not None and part != part.to_integral_value():
            self.report(cell, f"“{part:f}” must be a whole number, like 30")
            return None
        return None if part is None or self._too_large(cell, part) else int(part)

    def _too_large(self, cell: ReadCell, part: Decimal) -> bool:
        if abs(part) > _LARGEST:
            self.report(cell, f"“{part:f}” must be {_LARGEST:,} or fewer")
        return abs(part) > _LARGEST

    def _read(self, cell: ReadCell, read: Callable[..., _Found], *texts: Any) -> _Found | None:
        try:
            return read(*texts)
        except UnreadableError as error:
            self.report(cell, str(error))
            return None
