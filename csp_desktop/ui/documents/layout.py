"""A pack laid out on pages: every sheet begins one."""

from collections.abc import Mapping
from dataclasses import dataclass

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import Line, Link, Pack, Sheet
from csp_desktop.ui.documents.charting import drawing_of
from csp_desktop.ui.documents.columns import needs, wanted
from csp_desktop.ui.documents.flow import Flow, Page
from csp_desktop.ui.documents.paper import POINT, Paper, Text, Type
from csp_desktop.ui.documents.tables import TableFlow, page_words

_CHART = 270 * POINT
_COVER_TOP = 150 * POINT
_ROUNDS = 4  # in which numbers of pages may move what they stand in


@dataclass(frozen=True)
class Laid:
    """Pages in order, and the first one of each sheet by its tab, counted from 0."""

    pages: tuple[Page, ...]
    begins: Mapping[str, int]


def laid_out(pack: Pack, type_: Type) -> Laid:
    """Every page of a pack.

    What leads to a sheet says on which page that begins, so what leads is laid out again until
    those hold.
    """
    charts = pack.edition is not Edition.PUBLIC
    still = {
        one.tab: _SheetWriter(one, type_, {}, charts=charts).pages()
        for one in pack.sheets[1:]
        if not _leads(one)
    }
    numbers: dict[str, int] = {}
    for _ in range(_ROUNDS):
        pages: list[Page] = []
        begins = {}
        for at, sheet in enumerate(pack.sheets):
            begins[sheet.tab] = len(pages)
            writer = _SheetWriter(sheet, type_, numbers, charts=charts)
            pages += writer.cover() if at == 0 else still.get(sheet.tab) or writer.pages()
        before, numbers = numbers, {tab: page + 1 for tab, page in begins.items()}
        if before == numbers:
            break
    return Laid(tuple(pages), begins)


def _leads(sheet: Sheet) -> bool:
    """Whether anything of a sheet leads to another."""
    cells = (cell for table in sheet.tables for row in table.rows for cell in row)
    return any(line.tab for line in sheet.lines) or any(isinstance(one, Link) for one in cells)


class _SheetWriter:
    """Writes one sheet."""

    def __init__(
        self, sheet: Sheet, type_: Type, numbers: Mapping[str, int], *, charts: bool
    ) -> None:
        self._sheet = sheet
        self._type = type_
        self._numbers = numbers
        # A public page has no chart, whatever its sheet brings.
        self._chart = sheet.chart if charts else None
        upright = Paper()
        wide = any(needs(wanted(one, type_)) > upright.body.width() for one in sheet.tables)
        self._flow = Flow(Paper(wide))

    def cover(self) -> list[Page]:
        """The cover: its title a third down the page."""
        self._flow.y += _COVER_TOP
        return self._all(26)

    def pages(self) -> list[Page]:
        """Any other sheet."""
        return self._all(16)

    def _all(self, title_points: float) -> list[Page]:
        sheet, flow = self._sheet, self._flow
        flow.put(Text(sheet.title, self._type.font(title_points, True), flow.width), "text")
        flow.y += title_points / 3 * POINT
        for line in sheet.lines:
            self._put_line(line)
        self._put_chart()
        tables = TableFlow(flow, self._type, self._numbers)
        if sheet.blank and sheet.tables:
            self._put_line(Line(sheet.blank))
        for table in sheet.tables:
            tables.put(table)
        return flow.pages

    def _put_line(self, line: Line) -> None:
        flow = self._flow
        if line.heading:
            flow.skip(8)
        font = self._type.font(12 if line.heading else 10, semibold=line.heading)
        text = Text(page_words(line.text, line.tab, self._numbers), font, flow.width)
        # A heading at the foot of a page would open nothing.
        flow.want(text.height + 2 * text.step if line.heading else text.step)
        ink = "accent" if line.tab else "text" if line.heading else "text2"
        flow.put(text, ink, line.tab)
        flow.skip(3)

    def _put_chart(self) -> None:
        chart, flow = self._chart, self._flow
        if chart is None or not self._sheet.tables:
            return
        flow.skip(8)
        title = Text(chart.title, self._type.font(11, semibold=True), flow.width)
        # A sheet that says it above already says it once.
        words = "" if chart.said in (line.text for line in self._sheet.lines) else chart.said
        said = Text(words, self._type.font(10), flow.width)
        flow.want(title.height + _CHART + said.height + 12 * POINT)
        flow.put(title, "text")
        flow.skip(4)
        flow.put_chart(drawing_of(chart, self._sheet.tables[0]), _CHART)
        flow.skip(4)
        flow.put(said, "text2")
