"""The grid of a return: a board's indicators, what stood there before, and this quarter's cells.

Texts entered become records, which the page stores; all that belongs to one edit is told at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from csp_desktop.core.blocks import Rows, is_blank, write_html, write_text
from csp_desktop.core.records import Record, line_of
from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.ui.item_models.figure_cells import (
    ANSWERED,
    BEFORE,
    FIELDS,
    HEADINGS,
    NUMBERS,
    FigureColumn,
    FigureRow,
    enter_texts,
    step_words,
)
from csp_desktop.ui.item_models.pasting import PasteReport, RefusedCell, landed
from csp_desktop.ui.item_models.roles import Role

__all__ = ["FigureColumn", "FigureGrid", "PasteReport", "RefusedCell"]

Index = QModelIndex | QPersistentModelIndex
Cell = tuple[int, FigureColumn]
_NOWHERE = QModelIndex()
_COLUMNS = tuple(FigureColumn)
_ALWAYS = (FigureColumn.ENTRY, FigureColumn.NOTE)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LOCKED = "The return is locked"


class FigureGrid(QAbstractTableModel):
    """Groups and indicators as rows.

    `entered` tells records that belong together as one step, and what was done.
    """

    entered = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._sheet: ReturnSheet | None = None
        self._rows: list[FigureRow | str] = []
        self._wide = False
        self._visible: tuple[FigureColumn, ...] = ()
        self.set_wide(False)

    @property
    def visible(self) -> Sequence[FigureColumn]:
        """The columns in view: blocks are copied from these and pasted into these."""
        return self._visible

    def set_wide(self, wide: bool, compared: bool = True) -> None:
        """Be told which columns are in view.

        Args:
            wide: whether every column is, the last one with the comment's words.
            compared: whether the figures of earlier quarters are.
        """
        visible = tuple(
            one
            for one in FigureColumn
            if (compared or one not in BEFORE) and (wide or one not in FIELDS or one in _ALWAYS)
        )
        if (wide, visible) != (self._wide, self._visible):
            self._wide, self._visible = wide, visible
            self._refresh_all()

    def show_sheet(self, sheet: ReturnSheet) -> None:
        """Show a return; of the same return only the rows that differ are refreshed."""
        before, self._sheet = self._sheet, sheet
        rows = _rows(sheet)
        if before is None or not _same_lines(before, sheet):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        for number, (old, new) in enumerate(zip(self._rows, rows, strict=True)):
            if isinstance(old, FigureRow) and isinstance(new, FigureRow) and not old.same_as(new):
                self._rows[number] = new
                self._refresh(number)
        if before.open != sheet.open:
            self._refresh_all()

    def line(self, row: int) -> FigureLine | None:
        """The indicator of a row; None for a group's heading."""
        found = self._row(row)
        return found.line if found else None

    def row_of(self, code: str) -> int:
        """The row of an indicator; -1 where it has none."""
        return next((n for n, one in self._lines().items() if one.indicator.code == code), -1)

    def groups(self) -> list[int]:
        """The rows that are headings."""
        return [number for number, row in enumerate(self._rows) if isinstance(row, str)]

    def first_row(self) -> int:
        """The first row that is no heading; -1 where there is none."""
        return next(iter(self._lines()), -1)

    def find(self, text: str, after_row: int) -> int:
        """The next row that has a text in its code, name, title or comment; -1 where none has.

        Args:
            text: any part of it, in capitals or not; nothing is in no row.
            after_row: where to begin; after the last row comes the first.
        """
        wanted = text.strip().casefold()
        for step in range(1, len(self._rows) + 1):
            number = (after_row + step) % len(self._rows)
            row = self._row(number)
            if wanted and row is not None and any(wanted in one for one in row.searched):
                return number
        return -1

    # What is entered

    def take_text(self, code: str, field: str, text: str) -> bool:
        """Read what was typed into a field of an indicator; False where it cannot be read yet."""
        line, sheet = self.line(self.row_of(code)), self._sheet
        if line is None or sheet is None or not sheet.open:
            return False
        entry = enter_texts(line, sheet.quarter, {field: text}, keep_refused=True)
        if entry.records:
            self.entered.emit(list(entry.records), step_words(field, code))
        return not entry.refused

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into one of this quarter's cells."""
        line, field = self.line(index.row()), FIELDS.get(_COLUMNS[index.column()])
        if role != Qt.ItemDataRole.EditRole or line is None or field is None:
            return False
        return self.take_text(line.indicator.code, field, str(value))

    def clear(self, indexes: Iterable[Index]) -> None:
        """Make cells blank again, as one step; what they held is kept in their history."""
        self._enter({_cell(index): "" for index in indexes}, "clear")

    def fill(self, indexes: Iterable[Index], text: str) -> PasteReport:
        """Put one text into each of the cells, as one step; blank text erases nothing."""
        cells = [] if is_blank(text) else [_cell(index) for index in indexes]
        return self._enter(dict.fromkeys(cells, text), "fill")

    def fill_down(self, indexes: Iterable[Index]) -> PasteReport:
        """Copy the top cell of each column into those below it, or the one above into a single."""
        cells = sorted(map(_cell, indexes))
        texts: dict[Cell, str] = {}
        for column in {column for _, column in cells}:
            rows = [row for row, one in cells if one == column]
            if len(cells) == 1:
                rows = [*[row for row in range(rows[0]) if self._row(row)][-1:], *rows]
            top = self._row(rows[0])
            if top is not None and not is_blank(text := top.text(column)):
                texts |= {(row, column): text for row in rows[1:]}
        return self._enter(texts, "fill down")

    def paste(self, index: Index, rows: Rows) -> PasteReport:
        """Put a block of cells in, as one step.

        Its rows go to the indicators from the current one down, or to those that the codes in its
        first column name. A blank cell erases nothing; what cannot be taken is left as it was.
        """
        texts: dict[Cell, str] = {}
        refused: list[RefusedCell] = []
        for cell in landed(rows, self._lines(), self._visible, *_cell(index)):
            row, column = cell.row, cell.column
            why = cell.why or self._why_not(row, column, cell.text)
            if why:
                heading = self._heading(column) if column is not None else ""
                refused.append(RefusedCell(cell.code, heading, cell.text, why))
            elif column in FIELDS:
                texts[row, column] = cell.text
        return self._enter(texts, "paste", refused)

    # What is copied

    def block(self, indexes: Iterable[Index]) -> Rows:
        """The rectangle round some cells as texts a person would type, without headings."""
        cells = [_cell(index) for index in indexes]
        if not cells:
            return []
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        across = [one for one in self._visible if min(columns) <= one <= max(columns)]
        return [
            [row.text(column) for column in across]
            for row in self._rows[min(rows) : max(rows) + 1]
            if isinstance(row, FigureRow)
        ]

    def mimeTypes(self) -> list[str]:
        """A block goes to other programs as text and as a table."""
        return ["text/plain", "text/html"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The block round some cells, for the clipboard."""
        rows = self.block(indexes)
        # Made by Qt: one made here would be freed by the clipboard after Python has ended.
        data = super().mimeData(list(indexes)[:1])
        data.clear()
        data.setText(write_text(rows))
        data.setHtml(write_html(rows))
        return data

    # What Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Indicators and group headings."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `FigureColumn`."""
        return 0 if parent.isValid() else len(FigureColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are passed over; this quarter's cells are edited, and only while open."""
        if self._row(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in FIELDS and self._open():
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names; those of figures name their quarter."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or self._sheet is None:
            return None
        quarter = self._sheet.quarter
        return {
            **HEADINGS,
            FigureColumn.YEAR_AGO: f"{quarter.year_before}\na year ago",
            FigureColumn.LAST_QUARTER: f"{quarter.previous}\nlast quarter",
            FigureColumn.ENTRY: f"{quarter}\n{'enter here' if self._open() else 'locked'}",
            FigureColumn.NOTE: "Comment" if self._wide else "Notes",
        }[_COLUMNS[section]]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, says and is painted by."""
        # Painting asks for much that no cell answers, some ten times a cell.
        if role not in ANSWERED or not index.isValid():
            return None
        row, column = self._rows[index.row()], _COLUMNS[index.column()]
        if isinstance(row, str):
            return _group(row, column, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words(column, self._wide)
        if role == Qt.ItemDataRole.EditRole:
            return row.text(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken(column, self._heading(column), self._wide)
        return row.look(column, role, self._wide)

    def _row(self, row: int) -> FigureRow | None:
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, FigureRow) else None

    def _lines(self) -> dict[int, FigureLine]:
        return {n: row.line for n, row in enumerate(self._rows) if isinstance(row, FigureRow)}

    def _open(self) -> bool:
        return self._sheet is not None and self._sheet.open

    def _heading(self, column: FigureColumn) -> str:
        words = str(self.headerData(column, Qt.Orientation.Horizontal) or "")
        return words.partition("\n")[0]

    def _why_not(self, row: int, column: FigureColumn | None, text: str) -> str:
        """Why a pasted cell cannot go where it landed; what stands there already always can."""
        line = self._row(row)
        if line is None or column is None:
            return "No column in view is left for it"
        if " ".join(text.split()) in (line.text(column), line.words(column, self._wide)):
            return ""
        if column not in FIELDS:
            return "Nothing is entered in this column"
        return "" if self._open() else _LOCKED

    def _enter(
        self, texts: Mapping[Cell, str], verb: str, refused: Iterable[RefusedCell] = ()
    ) -> PasteReport:
        """Enter texts as one step; what cannot be read is left as it was, and reported."""
        left, records, taken = list(refused), list[Record](), 0
        by_row: dict[int, dict[FigureColumn, str]] = {}
        for (number, column), text in texts.items():
            if column in FIELDS:
                by_row.setdefault(number, {})[column] = text
        for number, cells in by_row.items():
            line, sheet = self.line(number), self._sheet
            if line is None or sheet is None or not sheet.open:
                continue
            fields = {FIELDS[column]: text for column, text in cells.items()}
            entry = enter_texts(line, sheet.quarter, fields, keep_refused=False)
            records += entry.records
            taken += len(fields) - len(entry.refused)
            left += [
                RefusedCell(line.indicator.code, self._heading(column), text, str(error))
                for column, text in cells.items()
                if (error := entry.refused.get(FIELDS[column]))
            ]
        many = len({line_of(record) for record in records})
        if records:
            self.entered.emit(records, f"{verb} {many} figures" if many > 1 else f"{verb} figure")
        return PasteReport(taken, tuple(left))

    def _refresh(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(FigureColumn) - 1))

    def _refresh_all(self) -> None:
        last = len(FigureColumn) - 1
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, last))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)


def _cell(index: Index) -> Cell:
    return index.row(), _COLUMNS[index.column()]


def _rows(sheet: ReturnSheet) -> list[FigureRow | str]:
    groups: dict[str, list[FigureRow]] = {}
    for line in sheet.figures:
        groups.setdefault(line.indicator.group, []).append(FigureRow(line))
    rows: list[FigureRow | str] = []
    for name, lines in groups.items():
        rows += [name, *lines]
    return rows


def _same_lines(one: ReturnSheet, other: ReturnSheet) -> bool:
    """Whether two sheets are of one return and have the same indicators in the same groups."""
    if (one.board, one.quarter) != (other.board, other.quarter):
        return False
    places = [
        [(line.indicator.code, line.indicator.group) for line in sheet.figures]
        for sheet in (one, other)
    ]
    return places[0] == places[1]


def _group(name: str, column: FigureColumn, role: int) -> Any:
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return name
    if role == Qt.ItemDataRole.DisplayRole:
        return name if column is FigureColumn.CODE else None
    return role in (Role.HEADING, Role.EMPHASIS) or None
