"""The figures of a return: the grid, what a paste could not take, and the details beside it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.services.returns import Entered
from csp_desktop.ui.delegates.figure_delegate import FigureDelegate
from csp_desktop.ui.item_models.figure_cells import HEADINGS
from csp_desktop.ui.item_models.figure_grid import FigureColumn, FigureGrid, PasteReport
from csp_desktop.ui.pages.figure_details import FigureDetails
from csp_desktop.ui.theme import (
    CELL_PADDING,
    HEADING_TWO_LINES,
    ROW_NORMAL,
    SPACE_PAGE,
    SPACE_SMALL,
    TextSize,
    Theme,
)
from csp_desktop.ui.widgets.findings import Finding, Findings
from csp_desktop.ui.widgets.grid_view import GridView
from csp_desktop.ui.widgets.tables import dress_table

_ROOM_FOR_DETAILS, _ROOM_TO_COMPARE = 1020, 640
_REFUSED_SHOWN = 5
_PARTS = tuple(one for one in FigureColumn if FigureColumn.ENTRY < one < FigureColumn.NOTE)

_BEFORE: dict[FigureColumn, Callable[[FigureLine], object]] = {
    FigureColumn.YEAR_AGO: lambda line: line.year_ago and line.year_ago.entered,
    FigureColumn.LAST_QUARTER: lambda line: line.last_quarter and line.last_quarter.entered,
}
_WIDEST = {
    FigureColumn.CODE: "CC1-1a",
    FigureColumn.YEAR_AGO: "1,234,567",
    FigureColumn.LAST_QUARTER: "1,234,567",
    FigureColumn.NUMERATOR: "1,234,567",
    FigureColumn.DENOMINATOR: "1,234,567",
    FigureColumn.SAMPLE_SIZE: "12,345",
    FigureColumn.ABSENCE: "Withheld by supplier",
    FigureColumn.EXPECTED_ON: "30 Sep 2015",
    FigureColumn.EXPECTED_FROM: "The police in October",
    FigureColumn.STATUS: "Provisional",
    FigureColumn.SOURCE: "Metropolitan Police Service",
    FigureColumn.OBTAINED: "30 Sep 2015",
}

Background = Callable[[FigureLine], tuple[Sequence[Entered], Sequence[str]]]


class FiguresPart(QWidget):
    """Grid at left, the selected figure's details at right."""

    entered = Signal(object, str)
    subject_changed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        agencies: Mapping[str, str],
        background: Background,
        today: Callable[[], date],
    ) -> None:
        """Build an empty part.

        Args:
            theme: colours and type.
            agencies: names by code.
            background: what a line's figure has said before, and its targets in words.
            today: what day it is.
        """
        super().__init__()
        self._theme = theme
        self._background = background
        self._sheet: ReturnSheet | None = None
        self._wide = self._details_asked = False
        self._model, self._grid = FigureGrid(), GridView()
        self._details = FigureDetails(theme, agencies, today)
        self._report = Findings(theme, "warning", lines_shown=_REFUSED_SHOWN, closes=True)
        self._dress()
        self._lay_out()
        self._wire()
        self._arrange()

    @property
    def rows(self) -> int:
        """How many rows the grid has, headings of groups included."""
        return self._model.rowCount()

    @property
    def subject(self) -> str:
        """What the keys act upon."""
        line = self._model.line(self._grid.currentIndex().row())
        return f"{line.indicator.code} {line.indicator.name}" if line else ""

    @property
    def is_wide(self) -> bool:
        """Whether every column of the return workbook is in view."""
        return self._wide

    def show_sheet(self, sheet: ReturnSheet) -> None:
        """Show a return; of the same return the selection stays."""
        before, self._sheet = self._sheet, sheet
        self._model.show_sheet(sheet)
        if before is None or (before.board, before.quarter) != (sheet.board, sheet.quarter):
            self._report.hide()
            self._show_columns()
            self._start()
        self._show_line(self._grid.currentIndex())

    def commit(self) -> None:
        """Store what stands in the fields."""
        self._details.commit()

    def focus_first(self) -> None:
        """The keyboard goes to the grid; details that were opened on demand close."""
        if self._details_asked:
            self._details_asked = False
            self._arrange()
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """F6 goes from the grid to the details and back."""
        if self._details.isAncestorOf(self.focusWidget() or self):
            self.focus_first()
        else:
            self._open_details()

    def show_line(self, code: str, field: str = "") -> bool:
        """Make an indicator's cell the current one; whether it is of this return.

        Args:
            code: the indicator's.
            field: where the keyboard should go in its details; the cell itself where none is named.
        """
        row = self._model.row_of(code)
        if row < 0:
            return False
        self._grid.setCurrentIndex(self._model.index(row, FigureColumn.ENTRY))
        if field in ("", "number"):
            self.focus_first()
        else:
            self._open_details()
            self._details.focus_field(field)
        return True

    def find_next(self, text: str) -> bool:
        """Go to the next indicator that has the text; whether there is one."""
        row = self._model.find(text, self._grid.currentIndex().row())
        if row >= 0:
            self._grid.setCurrentIndex(self._model.index(row, FigureColumn.ENTRY))
        return row >= 0

    def set_wide(self, wide: bool) -> None:
        """Show every column of the return workbook, or this quarter's alone."""
        self._wide = wide
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page shows the details on demand."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """What there is room for: the grid comes first, then its details."""
        on_demand = self._wide or self.width() < self._theme.scaled(_ROOM_FOR_DETAILS)
        self._details.setVisible(self._details_asked or not on_demand)
        self._show_columns()

    def _show_columns(self) -> None:
        panel = self._details.width() if self._details.isVisibleTo(self) else 0
        narrow = self.width() - panel < self._theme.scaled(_ROOM_TO_COMPARE)
        self._model.set_wide(self._wide, compared=not narrow)
        for column, before in _BEFORE.items():
            # A column in which nothing stands would only cut the indicators' names short.
            empty = not any(before(line) for line in self._sheet.figures) if self._sheet else False
            self._grid.setColumnHidden(column, narrow or empty)
        self._grid.setColumnHidden(FigureColumn.NOTE, narrow and not self._wide)
        for column in _PARTS:
            self._grid.setColumnHidden(column, not self._wide)
        header, metrics = self._grid.horizontalHeader(), self._theme.metrics()
        mode = QHeaderView.ResizeMode
        header.setSectionResizeMode(
            FigureColumn.NAME, mode.Interactive if self._wide else mode.Stretch
        )
        if self._wide:
            name = metrics.horizontalAdvance("Victims of hate crime, all strands")
            self._grid.setColumnWidth(FigureColumn.NAME, name + 2 * SPACE_SMALL)
        words = "Comment on what stands behind the figure" if self._wide else "Sent back"
        note = self._theme.width(words, semibold=True) + 2 * CELL_PADDING + 4
        self._grid.setColumnWidth(FigureColumn.NOTE, note)

    def _dress(self) -> None:
        grid, theme = self._grid, self._theme
        grid.setModel(self._model)
        dress_table(grid, theme, ROW_NORMAL, cells=True)
        grid.setSelectionBehavior(GridView.SelectionBehavior.SelectItems)
        grid.setSelectionMode(GridView.SelectionMode.ContiguousSelection)
        grid.setProperty("edge", "none")
        grid.setAccessibleName("Figures")
        grid.setItemDelegate(FigureDelegate(theme, grid))
        grid.horizontalHeader().setMinimumHeight(theme.height(HEADING_TWO_LINES, TextSize.SMALL))
        self._measure()

    def _measure(self) -> None:
        """Each column as wide as its heading and the longest words expected in it."""
        theme = self._theme
        for column, words in _WIDEST.items():
            heading = HEADINGS.get(column, "2015/16-Q1")
            needed = max(theme.width(words), theme.width(heading, TextSize.SMALL, semibold=True))
            self._grid.setColumnWidth(column, needed + 2 * CELL_PADDING + 2)
        # An absence stands after its glyph, a figure before its gutter.
        entry = theme.width("Not yet available, due 30 Sep") + theme.scaled(38)
        self._grid.setColumnWidth(FigureColumn.ENTRY, entry)

    def _lay_out(self) -> None:
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        inset = QHBoxLayout()
        inset.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, 0)
        inset.addWidget(self._report)
        main.addLayout(inset)
        main.addWidget(self._grid, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(main, 1)
        row.addWidget(self._details)

    def _wire(self) -> None:
        grid, model = self._grid, self._model
        grid.moved.connect(self._move)
        grid.cleared.connect(model.clear)
        grid.pasted.connect(self._paste)
        grid.filled.connect(model.fill)
        grid.filled_down.connect(model.fill_down)
        grid.details_wanted.connect(self._open_details)
        model.entered.connect(self.entered)
        self._details.entered.connect(self.entered)
        self._details.typed.connect(self._take)
        self._report.chosen.connect(lambda key: self.show_line(key))
        self._report.dismissed.connect(self.focus_first)
        back = QShortcut(QKeySequence("Ctrl+Return"), self._details)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.focus_first)

    def _open_details(self) -> None:
        if not self._details.isVisibleTo(self):
            self._details_asked = True
            self._arrange()
        self._details.focus_first()

    def _start(self) -> None:
        self._grid.clearSpans()
        for row in self._model.groups():
            self._grid.setSpan(row, 0, 1, len(FigureColumn))
        self._grid.setCurrentIndex(self._model.index(self._model.first_row(), FigureColumn.ENTRY))

    def _move(self, index: QModelIndex) -> None:
        self._details.commit()
        self._show_line(index)

    def _show_line(self, index: QModelIndex) -> None:
        line = self._model.line(index.row())
        self._details.show_line(line, self._sheet is not None and self._sheet.open)
        if line is not None:
            self._details.show_background(*self._background(line))
        self.subject_changed.emit(self.subject)

    def _take(self, code: str, field: str, text: str) -> None:
        self._model.take_text(code, field, text)

    def _paste(self, index: QModelIndex, rows: list[list[str]]) -> None:
        self._show_report(self._model.paste(index, rows))

    def _show_report(self, report: PasteReport) -> None:
        left = len(report.refused)
        self._report.show_findings(
            f"{report.taken} {'cells were' if report.taken != 1 else 'cell was'} pasted, {left} "
            f"{'were' if left != 1 else 'was'} left as {'they were' if left != 1 else 'it was'}",
            "",
            [
                Finding(one.code, f"{one.code}, {one.column}: “{one.text}”", one.why)
                for one in report.refused
            ],
        )
