"""A large pack beside bare openpyxl, which writes the same cells and charts without any looks.

What is asserted is a ratio: ours may take 1.3 times as long. The times are printed.
"""

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest
from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import Cell, Column, Link, Number, Pack, Sheet, Table
from csp_desktop.excel.pack_writer import write_pack
from tests.packs import BLANKS, INDICATORS, MARKING, ONE_TABLE, chart_sheet, lines, whole

THEMES, ROWS, CHARTS, QUARTERS = 11, 40, 25, 40
MOST = 1.3
LEAST_CELLS = 6_000


def large_pack() -> Pack:
    """Eleven themes and 25 charts over ten years."""
    names = [f"{code}{number}" for number in range(7) for code, _ in INDICATORS][:CHARTS]
    charts = [chart_sheet(code, INDICATORS[0][1], MARKING, QUARTERS) for code in names]
    return whole([*map(_theme, range(THEMES)), *charts], Edition.INTERNAL, MARKING)


def _theme(number: int) -> Sheet:
    columns = (
        Column("Code"),
        Column("Indicator", wide=True),
        *(Column(f"Quarter {place}", "number") for place in range(1, 5)),
        Column("Comment", wide=True),
    )
    rows = tuple(
        (
            f"T{number}-{row}",
            INDICATORS[row % 4][1],
            *(Number(Decimal(row * 7 + place * number)) for place in range(4)),
            "The series stopped in June, and the officers went back." if row % 2 else "",
        )
        for row in range(ROWS)
    )
    table = Table(f"theme_{number}", columns, rows)
    return Sheet(
        f"Theme_{number}",
        f"Theme {number}",
        lines(MARKING, ONE_TABLE),
        (table,),
        blank=BLANKS,
    )


def write_bare(pack: Pack, path: Path) -> None:
    """The same words and numbers, as any program would write them with openpyxl."""
    book = Workbook()
    for sheet in pack.sheets:
        page = book.create_sheet(sheet.tab)
        for text in (sheet.title, *(line.text for line in sheet.lines)):
            page.append([text])
        for table in sheet.tables:
            page.append([column.heading for column in table.columns])
            for row in table.rows:
                page.append([_value(cell) for cell in row])
        if sheet.chart is not None:
            _add_chart(page, sheet)
    book.save(path)


def _value(cell: Cell) -> object:
    if isinstance(cell, Number):
        return cell.value
    return cell.words if isinstance(cell, Link) else cell or None


def _add_chart(page: Worksheet, sheet: Sheet) -> None:
    assert sheet.chart is not None
    chart, rows = LineChart(), len(sheet.tables[0].rows)
    first, last = page.max_row - rows, page.max_row
    columns = [line.column + 1 for line in sheet.chart.lines]
    whole_area = Reference(page, min(columns), first, max(columns), last)
    chart.add_data(whole_area, titles_from_data=True)
    chart.set_categories(Reference(page, 1, first + 1, 1, last))
    chart.title = sheet.chart.title
    chart.x_axis.title, chart.y_axis.title = "Quarter", sheet.chart.vertical
    page.add_chart(chart, "H8")


def seconds(write: Callable[[Pack, Path], object], pack: Pack, path: Path) -> float:
    began = time.process_time()
    write(pack, path)
    return time.process_time() - began


@pytest.mark.parametrize("rounds", [3, pytest.param(15, marks=pytest.mark.slow)])
def test_a_pack_costs_little_more_than_its_bare_cells_and_charts(
    tmp_path: Path, record_property: Callable[[str, object], None], rounds: int
) -> None:
    pack = large_pack()
    cells = sum(len(row) for sheet in pack.sheets for one in sheet.tables for row in one.rows)
    assert cells >= LEAST_CELLS
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(seconds(write_pack, pack, tmp_path / "ours.xlsx"))
        bare.append(seconds(write_bare, pack, tmp_path / "bare.xlsx"))
    own, plain = median(ours), median(bare)
    told = (
        f"{cells} cells, {CHARTS} charts: {own:.3f} s, bare {plain:.3f} s, {own / plain:.2f} times"
    )
    record_property("writing", told)
    print(told)  # noqa: T201
    assert own <= MOST * plain, told
