"""The sheet that shows the twelve quarters before, to be read and not filled in."""

from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.figures import Figure, Unit
from csp_desktop.core.numbers import rounded
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Indicator
from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.excel import layout, styles
from csp_desktop.excel.layout import Column
from csp_desktop.excel.page import dress, fit_row, head, put

RESTRICTED = (
    "This workbook holds restricted figures, marked in the column Unit. "
    "They are not for publication."
)
_BLANKS = "A blank cell means that there is no figure for the quarter. Nothing is filled in here."
_QUARTERS = 12
_UNIT_WORDS = {
    Unit.COUNT: "number",
    Unit.PERCENTAGE: "percentage, 0 to 100",
    Unit.SURVEY_PERCENTAGE: "percentage of those asked",
    Unit.RATE: "rate",
    Unit.MONEY: "pounds",
}
_FORMATS = {
    Unit.COUNT: "#,##0",
    Unit.PERCENTAGE: '0.0"%"',
    Unit.SURVEY_PERCENTAGE: '0.0"%"',
    Unit.RATE: "General",
    Unit.MONEY: '"£"#,##0.00',
}


def write_history(page: Worksheet, sheet: ReturnSheet) -> None:
    """Write the sheet: a row for each indicator, a column for each quarter, oldest first."""
    quarters = _before(sheet.quarter)
    columns = (
        Column("code", "Code", 9),
        Column("name", "Indicator", 32),
        Column("unit", "Unit", 13),
        *(Column(str(one), str(one), 12) for one in quarters),
    )
    restricted = any(line.indicator.restricted for line in sheet.figures)
    title = f"{sheet.board.name}: the quarters before {sheet.quarter.words()}"
    head(page, columns, title, _BLANKS, RESTRICTED if restricted else "", frozen="D")
    for place in range(len(columns) - _QUARTERS + 1, len(columns) + 1):
        page.cell(layout.TABLE_HEADING_ROW, place).alignment = styles.NUMBER_HEADING
    for number, line in enumerate(sheet.figures, start=layout.TABLE_HEADING_ROW + 1):
        _write_row(page, number, line, columns, quarters)


def unit_words(indicator: Indicator) -> str:
    """What a figure counts, and whether it must not be published."""
    restricted = "restricted, not for publication" if indicator.restricted else ""
    return "; ".join(filter(None, (_UNIT_WORDS[indicator.unit], restricted)))


def _write_row(
    page: Worksheet,
    number: int,
    line: FigureLine,
    columns: tuple[Column, ...],
    quarters: list[Quarter],
) -> None:
    indicator = line.indicator
    by_period = {one.period: one for one in line.past.quarters}
    earlier = [_value(by_period.get(one.range), indicator.unit) for one in quarters]
    texts = (indicator.code, indicator.name, unit_words(indicator))
    for place, (column, value) in enumerate(zip(columns, (*texts, *earlier), strict=True), start=1):
        cell = page.cell(number, place)
        put(cell, value)
        is_number = isinstance(value, Decimal)
        dress(
            cell,
            column,
            styles.NUMBER if is_number else styles.TEXT,
            _FORMATS[indicator.unit] if is_number else "General",
        )
    fit_row(page, number, [(text, one.width) for text, one in zip(texts, columns, strict=False)])


def _value(figure: Figure | None, unit: Unit) -> Decimal | str | None:
    """The number, to one decimal where it is worked out; else why there is none."""
    if figure is None or not figure.entered:
        return None
    if figure.absence is not None:
        return figure.absence.words
    if figure.value is not None:
        return figure.value
    return rounded(figure.exact or 0, 1) if figure.exact is not None else figure.numerator


def _before(quarter: Quarter) -> list[Quarter]:
    found: list[Quarter] = []
    for _ in range(_QUARTERS):
        quarter = quarter.previous
        found.insert(0, quarter)
    return found
