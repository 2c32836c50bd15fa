"""Cell checks of the form: lists to choose from, and bounds in the words of the rules.

A check warns and lets the cell be kept: the reader takes more than a check can say, such as
`24/413` or `n/a`, and the rules are asked again on import.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.actions import ActionStatus, Resourcing
from csp_desktop.core.errors import UserError
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit, blank
from csp_desktop.core.line_reading import read_action_field
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Indicator
from csp_desktop.core.reading import read_cell, read_day, read_whole
from csp_desktop.core.rules import figure_problems
from csp_desktop.excel import layout
from csp_desktop.excel.layout import Column
from csp_desktop.excel.wording import choice_words

_TITLE = "There is a problem"
_FIRST_DAY, _LAST_DAY = "DATE(2000,1,1)", "DATE(2099,12,31)"
_LARGEST = "999999999999999"
_AT_LEAST_0 = {"operator": "greaterThanOrEqual", "formula1": "0"}
_SOME_DAY = Quarter(2015, 1).range
_NO_NUMBER = "?"


def check_figures(page: Worksheet, indicators: list[Indicator]) -> None:
    """Check the columns of the sheet of figures, each row by its indicator's unit."""
    columns, rows = layout.FIGURE_COLUMNS, range(len(indicators))
    absences = [one for one in Absence if one is not Absence.NOT_ENTERED]
    _offer(page, columns, "absence", absences, rows)
    _offer(page, columns, "status", FigureStatus, rows)
    for field in ("expected_on", "obtained"):
        _check_days(page, columns, field, rows)
    by_unit: dict[Unit, list[int]] = {}
    for row, indicator in enumerate(indicators):
        by_unit.setdefault(indicator.unit, []).append(row)
    for unit, of_unit in by_unit.items():
        indicator = replace(indicators[of_unit[0]], name="The figure")
        _check_numbers(page, columns, indicator, unit, of_unit)


def check_actions(page: Worksheet, count: int) -> None:
    """Check the columns of the sheet of actions."""
    columns, rows = layout.ACTION_COLUMNS, range(count)
    _offer(page, columns, "status", ActionStatus, rows)
    _offer(page, columns, "resourcing", Resourcing, rows)
    for field in ("start", "due"):
        _check_days(page, columns, field, rows)
    message = _refusal(read_action_field, "percent", _NO_NUMBER)
    bounds = {"operator": "between", "formula1": "0", "formula2": "100"}
    message = f"{message}. Percent complete must be between 0 and 100"
    _check(page, columns, "percent", rows, message, type="whole", **bounds)


def _check_numbers(
    page: Worksheet, columns: tuple[Column, ...], indicator: Indicator, unit: Unit, rows: list[int]
) -> None:
    name = indicator.name
    bounds: dict[str, Any] = {"type": "decimal", **_AT_LEAST_0}
    wrong = Decimal(-1)
    if unit is Unit.COUNT:
        bounds["type"] = "whole"
    elif unit.is_percentage:
        bounds |= {"operator": "between", "formula2": "100"}
    elif unit is Unit.MONEY:
        bounds |= {"operator": "between", "formula1": f"-{_LARGEST}", "formula2": _LARGEST}
    said = [_refusal(read_cell, _NO_NUMBER, unit, name), _rule(indicator, value=wrong)]
    _check(page, columns, "value", rows, ". ".join(filter(None, said)), **bounds)
    if not unit.is_percentage:
        said = [_rule(indicator, value=Decimal(1), numerator=Decimal(1))]
        for field in ("numerator", "denominator"):
            _check(page, columns, field, rows, said[0], type="custom", formula1="FALSE()")
    else:
        halves = _rule(indicator, numerator=Decimal("0.5"), denominator=Decimal(1))
        for field in ("numerator", "denominator"):
            _check(page, columns, field, rows, halves, type="whole", **_AT_LEAST_0)
    if unit is Unit.SURVEY_PERCENTAGE:
        message = _refusal(read_whole, _NO_NUMBER, "Sample size")
        _check(page, columns, "sample_size", rows, message, type="whole", **_AT_LEAST_0)
    else:
        message = _rule(indicator, value=Decimal(1), sample_size=1)
        _check(page, columns, "sample_size", rows, message, type="custom", formula1="FALSE()")


def _check_days(
    page: Worksheet, columns: tuple[Column, ...], field: str, rows: Iterable[int]
) -> None:
    heading = next(one.heading for one in columns if one.field == field)
    message = _refusal(read_day, _NO_NUMBER, heading)
    bounds = {"operator": "between", "formula1": _FIRST_DAY, "formula2": _LAST_DAY}
    _check(page, columns, field, rows, message, type="date", **bounds)


def _offer(
    page: Worksheet,
    columns: tuple[Column, ...],
    field: str,
    kinds: Iterable[Enum],
    rows: Iterable[int],
) -> None:
    """Let a column's cells be chosen from a list, and nothing else."""
    words = [choice_words(kind) for kind in kinds]
    message = f"Choose one of: {', '.join(words)}"
    listed = '"' + ",".join(words) + '"'
    _check(page, columns, field, rows, message, type="list", formula1=listed, errorStyle="stop")


def _check(
    page: Worksheet,
    columns: tuple[Column, ...],
    field: str,
    rows: Iterable[int],
    message: str,
    **rule: Any,
) -> None:
    letter = next(
        get_column_letter(place) for place, one in enumerate(columns, start=1) if one.field == field
    )
    check = DataValidation(
        allow_blank=True, showErrorMessage=True, **{"errorStyle": "warning", **rule}
    )
    check.errorTitle = _TITLE
    check.error = f"{message}."
    for first, last in _runs(rows):
        check.add(f"{letter}{first}:{letter}{last}")
    if check.sqref.ranges:
        page.add_data_validation(check)


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """The rows of the sheet that follow one another, from first to last."""
    found: list[tuple[int, int]] = []
    for row in rows:
        number = layout.TABLE_HEADING_ROW + 1 + row
        if found and found[-1][1] == number - 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def _rule(indicator: Indicator, **parts: Any) -> str:
    """What the rules say of a figure; nothing where they let it pass."""
    figure: Figure = replace(blank(indicator.code, "", _SOME_DAY), absence=None, **parts)
    return ". ".join(one.message for one in figure_problems(indicator, figure)[:1])


def _refusal(read: Any, *texts: Any) -> str:
    """What a reader says of text that it cannot read."""
    try:
        read(*texts)
    except UserError as error:
        return str(error)
    raise ValueError(texts)
