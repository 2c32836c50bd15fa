"""A table on pages: its headings on each of them, its rows whole where a page can hold them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF

from csp_desktop.core.packs.document import Cell, Link, Number, Table
from csp_desktop.ui.documents.columns import CELL, PAD, Slot, slots, wanted
from csp_desktop.ui.documents.flow import Fill, Flow, PlacedLine, PlacedLink
from csp_desktop.ui.documents.paper import POINT, Text, Type
from csp_desktop.ui.documents.wording import cell_words, stands_right

_ABOVE, _RULE = 3 * POINT, 0.5 * POINT
_FEWEST = 3  # lines of a row that is cut in two, on either page


def page_words(words: str, tab: str, numbers: Mapping[str, int]) -> str:
    """What leads to a sheet, with the page it begins on."""
    return f"{words}, page {numbers[tab]}" if tab in numbers else words


class TableFlow:
    """Lets tables flow down pages."""

    def __init__(self, flow: Flow, type_: Type, numbers: Mapping[str, int]) -> None:
        """Begin.

        Args:
            flow: where the tables go.
            type_: on paper.
            numbers: the pages that sheets begin on, by their tab.
        """
        self._flow = flow
        self._type = type_
        self._numbers = numbers

    def put(self, table: Table) -> None:
        """All of a table, with its title."""
        for group in slots(wanted(table, self._type), self._flow.width):
            self._put_group(table, group)

    def _put_group(self, table: Table, group: Sequence[Slot]) -> None:
        flow = self._flow
        flow.skip(10)
        heading = self._heading(table, group)
        rows = [self._row(table, row, group) for row in table.rows]
        first = min(_height(rows[0]), _height_of(_FEWEST, rows[0])) if rows else 0.0
        title = Text(table.title, self._type.font(11, semibold=True), flow.width)
        flow.want(title.height + _height(heading) + first)
        if title.lines:
            flow.put(title, "text")
            flow.skip(3)
        self._put_heading(heading, group)
        for cells, texts in zip(table.rows, rows, strict=True):
            self._put_row(texts, group, heading, cells)

    def _heading(self, table: Table, group: Sequence[Slot]) -> list[Text]:
        """Each heading with what its numbers count below it, both of one text."""
        found = []
        for slot in group:
            column = table.columns[slot.column]
            right = _holds_numbers(table, slot.column)
            words = "\n".join(filter(None, (column.heading, column.unit)))
            strong, plain = self._type.font(CELL, semibold=True), self._type.font(CELL)
            found.append(Text(words, strong, slot.width - 2 * PAD, right, plain))
        return found

    def _row(self, table: Table, row: Sequence[Cell], group: Sequence[Slot]) -> list[Text]:
        font = self._type.font(CELL)
        found = []
        for slot in group:
            cell = row[slot.column]
            words = cell_words(cell)
            if isinstance(cell, Link):
                words = page_words(words, cell.tab, self._numbers)
            right = stands_right(cell) and _holds_numbers(table, slot.column)
            found.append(Text(words, font, slot.width - 2 * PAD, right))
        return found

    def _put_heading(self, texts: Sequence[Text], group: Sequence[Slot]) -> None:
        flow = self._flow
        place = QRectF(flow.left, flow.y, _right(group), _height(texts))
        flow.page.items.append(Fill(place, "alt"))
        self._put_lines(texts, group, "text2", (0, max(one.lines for one in texts)))

    def _put_row(
        self,
        texts: Sequence[Text],
        group: Sequence[Slot],
        heading: Sequence[Text],
        cells: Sequence[Cell],
    ) -> None:
        """A row on one page; one that is longer than a page goes on below the headings again."""
        flow, total = self._flow, max(1, *(one.lines for one in texts))
        whole = flow.paper.body.height() - _height(heading)
        begun = 0
        while begun < total:
            left = _height_of(total - begun, texts)
            few = _height_of(min(_FEWEST, total - begun), texts)
            if flow.room < (left if left <= whole and not begun else few):
                flow.turn()
                self._put_heading(heading, group)
            fits = int((flow.room - 2 * _ABOVE - _RULE) // texts[0].step)
            end = min(total, begun + max(fits, 1))
            self._put_lines(texts, group, "text", (begun, end), cells)
            begun = end

    def _put_lines(
        self,
        texts: Sequence[Text],
        group: Sequence[Slot],
        ink: str,
        span: tuple[int, int],
        cells: Sequence[Cell] = (),
    ) -> None:
        """Some lines of a row with a hairline below."""
        flow, (begun, end) = self._flow, span
        step = texts[0].step
        for slot, text in zip(group, texts, strict=True):
            left = flow.left + slot.left + PAD
            cell = cells[slot.column] if cells else ""
            link = cell if isinstance(cell, Link) else None
            for number in range(begun, min(end, text.lines)):
                at = QPointF(left, flow.y + _ABOVE + (number - begun) * step)
                flow.page.items.append(PlacedLine(text, number, at, "accent" if link else ink))
                if link:
                    place = QRectF(at.x(), at.y(), text.width, step)
                    flow.page.links.append(PlacedLink(place, link.tab, text.words))
        flow.y += _height_of(end - begun, texts) - _RULE
        flow.page.items.append(Fill(QRectF(flow.left, flow.y, _right(group), _RULE), "border"))
        flow.y += _RULE


def _holds_numbers(table: Table, column: int) -> bool:
    return any(isinstance(row[column], Number) for row in table.rows)


def _height_of(lines: int, texts: Sequence[Text]) -> float:
    return lines * texts[0].step + 2 * _ABOVE + _RULE


def _height(texts: Sequence[Text]) -> float:
    return _height_of(max(1, *(one.lines for one in texts)), texts)


def _right(group: Sequence[Slot]) -> float:
    return group[-1].left + group[-1].width
