"""The lines of the return under review, with what they are compared with above them."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.review import Decision, ReviewLine, ReviewSheet
from csp_desktop.ui.delegates.review_delegate import ReviewDelegate
from csp_desktop.ui.item_models.review_cells import Comparison, ReviewColumn
from csp_desktop.ui.item_models.review_table import ReviewTable
from csp_desktop.ui.pages.review_words import lines_words
from csp_desktop.ui.theme import (
    CELL_PADDING,
    ROW_NORMAL,
    SPACE_MEDIUM,
    SPACE_PAGE,
    SPACE_SMALL,
    Theme,
)
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.tables import dress_table
from csp_desktop.ui.widgets.words import Words

# The longest words of each column, in 600 or not, and whether a mark stands before them.
_WIDEST = {
    ReviewColumn.BEFORE: ("Not started", False, False),
    ReviewColumn.SUBMITTED: ("123,456", True, False),
    ReviewColumn.DIFFERENCE: ("−12,345", False, False),
    ReviewColumn.PERCENT: ("+123.4%", False, False),
    ReviewColumn.READS: ("No change", False, True),
    ReviewColumn.FINDING: ("Query answered", True, True),
    ReviewColumn.DECISION: ("Decide now", True, False),
}
_MARK_ROOM, _LEFT = 22, 18


class _Table(QTableView):
    """A table whose names take the room that is left, and whose selected row stays in view."""

    least_name = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_names()
        self.scrollTo(self.currentIndex())

    def fit_names(self) -> None:
        """Where too little is left for names, the table scrolls to its side."""
        heading, name = self.horizontalHeader(), ReviewColumn.NAME
        others = heading.length() - heading.sectionSize(name)
        self.setColumnWidth(name, max(self.least_name, self.viewport().width() - others))


class ReviewLines(QWidget):
    """The table and the row above it; `moved` tells that another line is selected."""

    moved = Signal()
    accept_quiet_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        """Build an empty table.

        Args:
            theme: colours and type.
        """
        super().__init__()
        self._theme = theme
        self._sheet: ReviewSheet | None = None
        self._comparison = Comparison.YEAR_AGO
        self._model = ReviewTable()
        self._table = _Table()
        self._choices = QHBoxLayout()
        self._segments = Segmented(theme, "Compare with")
        self._offered = -1
        self._label = Words("Compare with", "sentence")
        self._above = QGridLayout()
        self._accept_quiet = Button(theme, "")
        # As below: what lies under it need not be painted at every step.
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._dress()
        self._lay_out()
        self._table.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit())
        self._accept_quiet.clicked.connect(self.accept_quiet_wanted)

    @property
    def table(self) -> QTableView:
        """The table, which takes the keyboard."""
        return self._table

    @property
    def current(self) -> ReviewLine | None:
        """The selected line."""
        return self._model.line(self._table.currentIndex().row())

    @property
    def quiet(self) -> list[str]:
        """The codes of the lines that may be accepted at once."""
        return self._model.quiet

    def show_sheet(self, sheet: ReviewSheet) -> None:
        """Show a return; of the same one the selected line stays."""
        line = self.current
        code = line.code if line else ""
        self._sheet = sheet
        self._offer(sheet)
        self._table.setColumnHidden(ReviewColumn.DECISION, not sheet.may_decide)
        self._fill()
        self._table.resizeColumnToContents(ReviewColumn.LINE)
        self._table.fit_names()
        self._say_quiet(sheet)
        self.select(code)

    def show_decisions(self, sheet: ReviewSheet) -> None:
        """Show the same return with other decisions, before anything else that follows of them."""
        self._sheet = sheet
        self._model.show_decisions(sheet.lines)
        table, column = self._table, ReviewColumn.DECISION
        left, height = table.columnViewportPosition(column), table.viewport().height()
        table.viewport().repaint(left, 0, table.columnWidth(column), height)
        self._say_quiet(sheet)

    def select(self, code: str) -> None:
        """Go to a line; where there is none of this code, to the first to decide."""
        row = self._model.row_of(code)
        if row < 0:
            row = max(0, self._model.next_to_decide(-1))
        self._go_to(row)

    def step(self, by: int) -> None:
        """Go so many lines down or up, no further than the ends."""
        at = self._table.currentIndex().row() + by
        self._go_to(min(max(at, 0), self._model.rowCount() - 1))

    def go_to_next(self) -> bool:
        """Go to the next line without a decision, and say whether there was another one."""
        row = self._model.next_to_decide(self._table.currentIndex().row())
        if row in (-1, self._table.currentIndex().row()):
            return False
        self._go_to(row)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Above the table stands in one row what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the button goes below, and the segments speak for themselves."""
        room = self.width() - _LEFT - SPACE_PAGE - self._segments.sizeHint().width()
        label = self._label.sizeHint().width() + SPACE_MEDIUM
        button = self._accept_quiet.sizeHint().width() + SPACE_MEDIUM
        self._label.setVisible(label <= room)
        below = label + button > room
        self._above.removeWidget(self._accept_quiet)
        place = (1, 0) if below else (0, 1)
        self._above.addWidget(self._accept_quiet, *place, Qt.AlignmentFlag.AlignLeft)

    def _go_to(self, row: int) -> None:
        if not 0 <= row < self._model.rowCount():
            return
        index = self._model.index(row, ReviewColumn.LINE)
        if not self._table.viewport().rect().contains(self._table.visualRect(index)):
            # A step that scrolls repaints the whole table: one in six does, instead of each.
            self._table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            bar, height = self._table.verticalScrollBar(), self._table.rowHeight(row)
            bar.setValue(bar.value() // height * height)
        self._table.setCurrentIndex(index)

    def _fill(self) -> None:
        assert self._sheet is not None
        self._table.clearSpans()
        self._model.show_lines(self._sheet.lines, self._comparison)
        room = ReviewColumn.PERCENT - ReviewColumn.SUBMITTED + 1
        for row in range(self._model.rowCount()):
            if self._model.runs_on(row):
                self._table.setSpan(row, ReviewColumn.SUBMITTED, 1, room)

    def _compare(self, key: str) -> None:
        """Compare with something else; the selected line stays."""
        line = self.current
        self._comparison = Comparison(key)
        self._fill()
        self.select(line.code if line else "")

    def _offer(self, sheet: ReviewSheet) -> None:
        """The version before is offered where one was kept."""
        before = sheet.before.version if sheet.before else 0
        if not before and self._comparison is Comparison.VERSION:
            self._comparison = Comparison.YEAR_AGO
        if before != self._offered:
            self._offered = before
            segments = Segmented(self._theme, "Compare with")
            segments.add(Comparison.YEAR_AGO.value, "Same quarter last year")
            segments.add(Comparison.LAST_QUARTER.value, "Last quarter")
            if before:
                segments.add(Comparison.VERSION.value, f"Version {before}")
            segments.chosen.connect(self._compare)
            self._choices.replaceWidget(self._segments, segments)
            self._segments.hide()
            self._segments.deleteLater()
            self._segments = segments
            self._fit()
        self._segments.choose(self._comparison.value)

    def _say_quiet(self, sheet: ReviewSheet) -> None:
        quiet = len(self._model.quiet)
        self._accept_quiet.setVisible(sheet.may_decide)
        self._accept_quiet.setText(
            f"Accept {lines_words(quiet)} without findings"
            if quiet
            else "No line to accept at once"
        )
        left = any(one.decision is Decision.TO_DECIDE for one in sheet.lines)
        why = "Each line that is left has a finding" if left else "Every line is decided"
        self._accept_quiet.explain_why_not("" if quiet else why)

    def _dress(self) -> None:
        table, theme = self._table, self._theme
        table.setModel(self._model)
        dress_table(table, theme, ROW_NORMAL)
        table.setProperty("edge", "none")
        table.setAccessibleName("Lines")
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        table.setItemDelegate(ReviewDelegate(theme, self._model, table))
        heading = table.horizontalHeader()
        heading.setSectionsClickable(False)
        # With the table's own selection the whole heading would be painted again at every step.
        heading.setSelectionModel(QItemSelectionModel(self._model, heading))
        table.least_name = theme.width("Violent crime w") + 2 * CELL_PADDING
        for column, (words, semibold, marked) in _WIDEST.items():
            room = theme.scaled(_MARK_ROOM) if marked else 0
            width = theme.width(words, semibold=semibold) + room + 2 * CELL_PADDING
            table.setColumnWidth(column, max(width, heading.sectionSizeHint(column)))

    def _lay_out(self) -> None:
        self._choices.addWidget(self._segments)
        first = QHBoxLayout()
        first.setSpacing(SPACE_MEDIUM)
        first.addWidget(self._label)
        first.addLayout(self._choices)
        first.addStretch(1)
        self._above.setContentsMargins(_LEFT, SPACE_SMALL, SPACE_PAGE, SPACE_SMALL)
        self._above.setHorizontalSpacing(SPACE_MEDIUM)
        self._above.setVerticalSpacing(SPACE_SMALL)
        self._above.setColumnStretch(0, 1)
        self._above.addLayout(first, 0, 0)
        self._above.addWidget(self._accept_quiet, 0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._above)
        column.addWidget(hairline())
        column.addWidget(self._table, 1)
