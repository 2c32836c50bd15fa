"""Reading the cells of a return workbook: each is a field's content or a problem with its place."""

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from openpyxl.cell.cell import Cell, MergedCell

from csp_desktop.core.actions import Milestone
from csp_desktop.core.figures import Absence, Unit
from csp_desktop.core.line_reading import read_action_field
from csp_desktop.core.reading import Reading, UnreadableError, number, read_cell, read_day
from csp_desktop.core.rules import Severity
from csp_desktop.core.texts import storable
from csp_desktop.excel.fields import Number
from csp_desktop.excel.records import CellProblem
from csp_desktop.excel.wording import choice_words, read_milestone, text_lines

AnyCell = Cell | MergedCell
_LARGEST = 10**15 - 1
_Choice = TypeVar("_Choice", bound=Enum)
_Found = TypeVar("_Found")


def bare_text(cell: AnyCell) -> str:
    """What stands in a cell, without spaces around it."""
    return "" if cell.value is None else str(cell.value).strip()


def free_text(cell: AnyCell) -> str:
    """What somebody wrote, to the letter."""
    return "" if cell.value is None else storable(str(cell.value))


class CellReader:
    """Reads cells and gathers what is wrong with them.

    Attributes:
        problems: what could not be read, each with its place.
    """

    def __init__(self) -> None:
        self.problems: list[CellProblem] = []

    def number(self, cells: Mapping[str, AnyCell], unit: Unit, name: str) -> Number | None:
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

    def day(self, cell: AnyCell, name: str) -> date | None:
        """A day, whether the cell holds a date or text that says one."""
        value = cell.value
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, date):
            return value
        return self._read(cell, read_day, str(value), name)

    def action_field(self, cell: AnyCell, field: str) -> Any:
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
            text = f"{part * 100 if '%' in cell.number_format else part:f}"
        else:
            text = "" if value is None else str(value)
        return self._read(cell, read_action_field, field, text)

    def choice(self, cell: AnyCell, kinds: type[_Choice]) -> _Choice | None:
        """One of a list."""
        text = bare_text(cell)
        if not text:
            return None
        for kind in kinds:
            if choice_words(kind).lower() == text.lower():
                return kind
        known = ", ".join(choice_words(kind) for kind in kinds if kind is not Absence.NOT_ENTERED)
        self.report(cell, f"“{text}” must be one of: {known}")
        return None

    def lines(self, cell: AnyCell) -> tuple[str, ...] | None:
        """The lines of a cell; None where there are none."""
        return tuple(text_lines(free_text(cell))) or None

    def milestones(self, cell: AnyCell) -> tuple[Milestone, ...] | None:
        """The milestones, one on a line.

        None where there are none, or where one of them cannot be read: to take the others would
        be to drop it.
        """
        lines = text_lines(free_text(cell))
        found = [self._read(cell, read_milestone, line) for line in lines]
        read = tuple(one for one in found if one is not None)
        return read if read and len(read) == len(lines) else None

    def report(self, cell: AnyCell, message: str, severity: Severity = Severity.ERROR) -> None:
        """Note a problem with its place."""
        sheet = cell.parent.title if cell.parent is not None else ""
        self.problems.append(CellProblem(severity, sheet, cell.coordinate, message))

    def _typed(self, cell: AnyCell, unit: Unit, name: str) -> Reading | None:
        """What the figure's own cell says, read as in the program's own grid.

        None where it says something that cannot be read, which is reported.
        """
        if isinstance(cell.value, str):
            text = cell.value
        else:
            value = self._part(cell)
            if value is None:
                return Reading() if cell.value is None else None
            if "%" not in cell.number_format or '"' in cell.number_format:
                return Reading(value)
            text = f"{(value * 100).normalize():f}%"
        reading = self._read(cell, read_cell, text, unit, name)
        blank = reading is not None and reading.absence is Absence.NOT_ENTERED
        return Reading() if blank else reading

    def _part(self, cell: AnyCell) -> Decimal | None:
        value: Any = cell.value
        if isinstance(value, str) and value.strip():
            with suppress(ValueError):
                return number(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        elif isinstance(value, float) and math.isfinite(value):
            return Decimal(repr(value)).normalize() + 0
        if value is not None and str(value).strip():
            self.report(cell, f"“{str(value).strip()}” must be a number, like 30")
        return None

    def _whole(self, cell: AnyCell) -> int | None:
        part = self._part(cell)
        if part is not None and part != part.to_integral_value():
            self.report(cell, f"“{part:f}” must be a whole number, like 30")
            return None
        return None if part is None or self._too_large(cell, part) else int(part)

    def _too_large(self, cell: AnyCell, part: Decimal) -> bool:
        if abs(part) > _LARGEST:
            self.report(cell, f"“{part:f}” must be {_LARGEST:,} or fewer")
        return abs(part) > _LARGEST

    def _read(self, cell: AnyCell, read: Callable[..., _Found], *texts: Any) -> _Found | None:
        try:
            return read(*texts)
        except UnreadableError as error:
            self.report(cell, str(error))
            return None
