"""The charts of a pack: native line charts over the cells of the table beside them.

They keep no copy of any number: whoever opens the workbook draws them from its cells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Literal

from openpyxl.chart import LineChart
from openpyxl.chart.axis import ChartLines, _BaseAxis
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import Title, title_maker
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, SpreadsheetDrawing
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)
from openpyxl.drawing.text import Font as Lettering
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter

from csp_desktop.core.packs.document import Cell, Chart, ChartLine, Link, Number, Role, Table
from csp_desktop.excel.pack_checks import is_blank
from csp_desktop.excel.pack_looks import number_format

WIDTH = 100  # in characters of the sheet's own font
"""How much room a chart takes to the right of its table."""

_EMU_OF_CM, _EMU_OF_POINT = 360_000, 12_700
_CM_WIDE, _CM_HIGH, _CM_APART = 24, 12.5, 0.6
_GRID, _FRAME = "D5DAE1", "8A94A0"


@dataclass(frozen=True)
class _Stroke:
    colour: str
    points: float
    dash: Literal["solid", "sysDash", "lgDash"] = "solid"


_STROKES = {
    Role.FIGURES: _Stroke("12436D", 1.75),
    Role.MEAN: _Stroke("66727F", 1),
    Role.LIMIT: _Stroke("66727F", 1.25, "sysDash"),
    Role.TARGET: _Stroke("3D3D3D", 1.5, "lgDash"),
}


class SpokenChart(LineChart):
    """A line chart that says what it shows."""

    tagname = "lineChart"
    __nested__, __elements__ = LineChart.__nested__, LineChart.__elements__
    name: str
    said: str


class SpokenDrawing(SpreadsheetDrawing):
    """The drawing of a sheet, which hands what its charts say to those who cannot see them."""

    tagname = "wsDr"
    __elements__ = SpreadsheetDrawing.__elements__

    def _chart_frame(self, idx: int):  # type: ignore[no-untyped-def]
        frame = super()._chart_frame(idx)  # type: ignore[misc]
        chart = self.charts[idx - 1]
        told = frame.nvGraphicFramePr.cNvPr
        told.title, told.descr = chart.name, chart.said
        return frame


def line_chart(chart: Chart, table: Table, tab: str, first_row: int) -> SpokenChart:
    """The chart of a table.

    Args:
        chart: what to draw.
        table: whose cells it is drawn from.
        tab: of the sheet.
        first_row: of the table's rows of data.
    """
    made: Any = SpokenChart()
    made.name, made.said = chart.title, chart.said
    made.title = _title(chart.title, 14)
    made.roundedCorners = False
    made.marker = True
    made.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    made.legend = Legend(legendPos="b", txPr=_letters(11))
    categories = _categories(table, chart.categories, tab, first_row)
    made.series = [_series(line, table, categories, tab, first_row) for line in chart.lines]
    _axis(made.x_axis, table.columns[chart.categories].heading)
    _axis(made.y_axis, chart.vertical)
    made.y_axis.majorGridlines = ChartLines(spPr=_line(_Stroke(_GRID, 0.75)))
    made.x_axis.axPos = "b"
    made.y_axis.number_format = _number_format(chart.lines[0], table)
    made.anchor = _anchor(len(table.columns), first_row - 1)
    assert isinstance(made, SpokenChart)
    return made


def _number_format(line: ChartLine, table: Table) -> str:
    """That of the first number of a line, for its axis."""
    cells = (row[line.column] for row in table.rows)
    return next((number_format(one) for one in cells if isinstance(one, Number)), "General")


def _series(
    line: ChartLine, table: Table, categories: AxDataSource, tab: str, first_row: int
) -> Series:
    cells = [row[line.column] for row in table.rows]
    made = Series()
    made.tx = SeriesLabel(v=table.columns[line.column].heading)
    beside = get_column_letter(len(table.columns) + 1)
    areas = _areas(cells, get_column_letter(line.column + 1), beside, tab, first_row)
    made.val = NumDataSource(numRef=NumRef(f=_union(list(areas))))
    made.cat = categories
    made.smooth = False
    stroke = _STROKES[line.role]
    made.spPr = _line(stroke)
    made.marker = _marker(line.role)
    return made


@cache
def _marker(role: Role) -> Marker:
    if role is Role.FIGURES:
        return Marker(symbol="circle", size=6, spPr=_line(_STROKES[role], filled=True))
    return Marker(symbol="none")


def _areas(
    cells: Sequence[Cell], column: str, beside: str, tab: str, first_row: int
) -> Iterator[str]:
    """The cells of a line, with blank ones from beside the table in place of those with words.

    Excel draws a word as nought, and a blank as a gap.
    """
    row = first_row
    for in_words, group in groupby(cells, lambda one: _in_words(one)):
        rows = len(list(group))
        yield _area(tab, beside if in_words else column, row, rows)
        row += rows


def _in_words(cell: Cell) -> bool:
    return isinstance(cell, str | Link) and not is_blank(cell)


def _union(areas: Sequence[str]) -> str:
    return areas[0] if len(areas) == 1 else f"({','.join(areas)})"


def _categories(table: Table, column: int, tab: str, first_row: int) -> AxDataSource:
    cells = [row[column] for row in table.rows]
    area = _area(tab, get_column_letter(column + 1), first_row, len(cells))
    if all(isinstance(cell, str | Link) for cell in cells):
        return AxDataSource(strRef=StrRef(f=area))
    return AxDataSource(numRef=NumRef(f=area))


def _area(tab: str, column: str, row: int, rows: int) -> str:
    last = f":${column}${row + rows - 1}" if rows > 1 else ""
    return f"'{tab}'!${column}${row}{last}"


def _axis(axis: _BaseAxis, name: str) -> None:
    axis.title = _title(name, 11)
    axis.delete = False
    axis.tickLblPos = "low"
    axis.txPr = _letters(10)
    axis.spPr = _line(_Stroke(_FRAME, 0.75))


def _title(words: str, size: int) -> Title:
    made: Title = title_maker(words)
    paragraphs = made.tx.rich.paragraphs  # type: ignore[union-attr]
    for paragraph in paragraphs:
        paragraph.pPr = ParagraphProperties(defRPr=_character(size, bold=True))
    made.overlay = False
    return made


@cache
def _letters(size: int) -> RichText:
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=_character(size)),
        endParaRPr=CharacterProperties(lang="en-GB"),
    )
    # openpyxl puts an empty run in every paragraph; looks have none.
    paragraph.r = []
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


@cache
def _character(size: int, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(
        sz=size * 100, b=bold, latin=Lettering(typeface="Arial"), solidFill="0B0C0C"
    )


@cache
def _line(stroke: _Stroke, filled: bool = False) -> GraphicalProperties:
    width = round(stroke.points * _EMU_OF_POINT)
    line = LineProperties(solidFill=stroke.colour, prstDash=stroke.dash, w=width)
    return GraphicalProperties(ln=line, solidFill=stroke.colour if filled else None)


def _anchor(columns: int, header_row: int) -> OneCellAnchor:
    """To the right of the table, its top level with the header row."""
    apart = round(_CM_APART * _EMU_OF_CM)
    return OneCellAnchor(
        _from=AnchorMarker(col=columns, colOff=apart, row=header_row - 1),
        ext=XDRPositiveSize2D(round(_CM_WIDE * _EMU_OF_CM), round(_CM_HIGH * _EMU_OF_CM)),
    )
