"""The table of the delivery plan: actions under headings that fold, a timeline at their right."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollBar,
    QVBoxLayout,
)

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.delivery import DeliveryRow
from csp_desktop.core.periods import Quarter
from csp_desktop.ui.charts.timeline_row import TimelineRow
from csp_desktop.ui.delegates.action_delegate import ActionDelegate
from csp_desktop.ui.item_models.action_groups import ActionGroups, PlanColumn
from csp_desktop.ui.theme import (
    CELL_PADDING,
    HEADING_TWO_LINES,
    MARK_GAP,
    ROW_THEME,
    SPACE_SMALL,
    TextSize,
    Theme,
)
from csp_desktop.ui.widgets.row_table import RowTable
from csp_desktop.ui.widgets.tables import dress_table

if TYPE_CHECKING:
    from csp_desktop.ui.charts.timeline import Timeline, TimelineKey

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BEFORE, _AFTER = 1, 3  # quarters that the timeline shows round the one looked at
_TABLE_SHARE, _TIMELINE_SHARE = 9, 4
_MARK = 12
_ACTION_WORDS = "Regular meetings of"


class ActionsTable(RowTable):
    """Left and Right fold; on an action Enter opens it and Right goes to its board's return."""

    opened = Signal(object)
    return_wanted = Signal(object)
    left = Signal()
    moved = Signal()
    """What is in view is something else, or stands elsewhere."""

    def __init__(self, theme: Theme, model: ActionGroups) -> None:
        super().__init__()
        self._theme = theme
        self._groups = model
        self._wants_exceptions = False
        self._rooms: dict[PlanColumn, int] = {}
        self.setModel(model)
        dress_table(self, theme, ROW_THEME)
        self.setItemDelegate(ActionDelegate(theme, self))
        self.setAccessibleName("Actions of all boards")
        self.setProperty("edge", "none")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._measure()
        self.activated.connect(self._open)
        self.clicked.connect(self._turn)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._span_headings)
        self.verticalScrollBar().valueChanged.connect(lambda _: self.moved.emit())

    @property
    def record(self) -> DeliveryRow | None:
        """The action one stands on; None on a heading."""
        return self._groups.record(self.currentIndex().row())

    @property
    def place(self) -> int:
        """Where the storage finds the action one stands on; -1 on a heading."""
        return self._groups.place(self.currentIndex().row())

    def go_to(self, place: int) -> None:
        """Stand on the action at a place, or else on the first there is."""
        row = self._groups.row_of(place) if place >= 0 else -1
        if row < 0:
            rows = range(min(self._groups.rowCount(), len(self._groups.headings) + 1))
            row = next((one for one in rows if not self._groups.is_heading(one)), 0)
        self.setCurrentIndex(self._groups.index(row, 0))
        if row <= 1:
            self.scrollToTop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold, open and leave by key."""
        row, key = self.currentIndex().row(), Qt.Key(event.key())
        if row < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._sideways(row, key == Qt.Key.Key_Left)
        elif key in _ENTER and self._groups.is_heading(row):
            self._turn(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer rows are in view."""
        super().resizeEvent(event)
        self._fit()
        self.moved.emit()

    def show_exceptions(self, wanted: bool) -> None:
        """Say whether one looks at the list of exceptions, which wants the column that says why."""
        self._wants_exceptions = wanted
        self._fit()

    def in_view(self) -> list[TimelineRow]:
        """The rows that can be seen, as a timeline draws them."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return []
        last = self._groups.rowCount() - 1 if last < 0 else last
        return [self._drawn(row) for row in range(first, last + 1)]

    def _drawn(self, row: int) -> TimelineRow:
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        record = self._groups.record(row)
        selected = row == self.currentIndex().row()
        if record is None:
            heading = self._groups.is_heading(row)
            return TimelineRow(top, height, heading=heading, selected=selected)
        return TimelineRow(
            top,
            height,
            record.start,
            record.due,
            record.original_due,
            record.milestones,
            record.status,
            complete=record.status is ActionStatus.COMPLETE,
            name=record.code,
            selected=selected,
        )

    def _sideways(self, row: int, to_left: bool) -> None:
        if self._groups.is_heading(row):
            self._groups.fold(row, folded=to_left)
        elif to_left:
            self.setCurrentIndex(self._groups.index(self._groups.heading_of(row), 0))
        elif (record := self._groups.record(row)) is not None:
            self.return_wanted.emit(record)

    def _open(self, index: QModelIndex) -> None:
        record = self._groups.record(index.row())
        if record is not None:
            self.opened.emit(record)

    def _turn(self, index: QModelIndex) -> None:
        if self._groups.is_heading(index.row()):
            self._groups.fold(index.row(), folded=not self._groups.is_folded(index.row()))

    def _span_headings(self) -> None:
        self.clearSpans()
        for row in self._groups.headings:
            self.setSpan(row, 0, 1, len(PlanColumn))
        self.moved.emit()

    def _measure(self) -> None:
        """Columns as wide as what they show as a rule; the action has what is left."""
        width, small = self._theme.width, self._small
        mark = self._theme.scaled(_MARK) + MARK_GAP
        late = mark + width("30 Jun", semibold=True) + small("100 days over")
        rooms = {
            PlanColumn.PRIORITY: width("CC1"),
            PlanColumn.BOARD: width("VAWG_SG"),
            PlanColumn.LEAD: width("Probation"),
            PlanColumn.STATUS: max(
                mark + width("Off track", semibold=True) + MARK_GAP + small("Q4 14/15"),
                width("Not reported"),
            ),
            PlanColumn.DUE: MARK_GAP + max(late, width("28 Feb 16") + small("was 30 Sep 15") + 1),
            PlanColumn.EXCEPTIONS: width("Overdue, slipping, unfunded"),
        }
        for column, room in rooms.items():
            heading = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            least = self._theme.width(heading, TextSize.SMALL, semibold=True)
            self._rooms[column] = max(room, least) + 2 * CELL_PADDING
            self.setColumnWidth(column, self._rooms[column])
        header = self.horizontalHeader()
        header.setSectionResizeMode(PlanColumn.ACTION, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        # As high as the axis of the timeline, whether that is shown or not.
        line = self._theme.metrics(TextSize.SMALL, semibold=True).height()
        header.setFixedHeight(max(HEADING_TWO_LINES, 2 * line + 11))

    def _fit(self) -> None:
        """Leave out what matters least until the actions can be read."""
        room = self.viewport().width() - self._theme.width(_ACTION_WORDS) - 2 * CELL_PADDING
        first = () if self._wants_exceptions else (PlanColumn.EXCEPTIONS,)
        shown = dict(self._rooms)
        for column in (*first, PlanColumn.LEAD, PlanColumn.PRIORITY, PlanColumn.BOARD):
            if sum(shown.values()) > room:
                del shown[column]
        for column in self._rooms:
            self.setColumnHidden(column, column not in shown)

    def _small(self, words: str) -> int:
        return self._theme.width(words, TextSize.SMALL)


class PlanView(QFrame):
    """The table, its timeline and one scroll bar for both; the key of the timeline below."""

    def __init__(self, theme: Theme, model: ActionGroups) -> None:
        super().__init__()
        self._theme = theme
        self._timeline: Timeline | None = None
        self._key: TimelineKey | None = None
        self._span = (date.min, date.min, date.min)
        self.table = ActionsTable(theme, model)
        self._bar = QScrollBar(Qt.Orientation.Vertical)
        self._frame = QFrame()
        self._frame.setProperty("kind", "panel")
        self._row = QHBoxLayout(self._frame)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self._row.addWidget(self.table, _TABLE_SHARE)
        self._row.addWidget(self._bar)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_SMALL)
        self._column.addWidget(self._frame, 1)
        self._share_bar()
        self.table.moved.connect(self._draw)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._draw())
        model.dataChanged.connect(lambda *_: self._draw())

    @property
    def timeline(self) -> "Timeline | None":
        """The timeline, once one has been shown."""
        return self._timeline

    def show_quarter(self, quarter: Quarter, day: date) -> None:
        """Draw the quarters round this one, with a line at the day."""
        first, last = quarter.plus(-_BEFORE).range.first, quarter.plus(_AFTER).range.last
        self._span = (first, last, day)
        if self._timeline is not None:
            self._timeline.show_span(*self._span)
        self._draw()

    def show_timeline(self, wanted: bool) -> None:
        """Show the timeline or give its room to the table."""
        if wanted and self._timeline is None:
            self._make_timeline()
        for part in (self._timeline, self._key):
            if part is not None:
                part.setVisible(wanted)
        self._draw()

    def let_go(self) -> None:
        """Take the timeline apart."""
        if self._timeline is not None:
            self._timeline.let_go()
            self._timeline = None

    def _make_timeline(self) -> None:
        # pyqtgraph costs more than the whole window: it waits for the first chart.
        from csp_desktop.ui.charts.timeline import Timeline, TimelineKey

        self._timeline, self._key = Timeline(self._theme), TimelineKey(self._theme)
        self._timeline.follow(self.table.verticalScrollBar())
        self._timeline.pressed.connect(self._press)
        self._timeline.show_span(*self._span)
        self.table.horizontalHeader().setFixedHeight(self._timeline.heading_height)
        self._row.insertWidget(1, self._timeline, _TIMELINE_SHARE)
        self._column.addWidget(self._key, 0, Qt.AlignmentFlag.AlignRight)

    def _press(self, y: int) -> None:
        row = self.table.rowAt(y)
        if row >= 0:
            self.table.setCurrentIndex(self.table.model().index(row, 0))
            self.table.setFocus(Qt.FocusReason.MouseFocusReason)

    def _draw(self) -> None:
        if self._timeline is not None and self._timeline.isVisibleTo(self):
            self._timeline.show_rows(self.table.in_view())

    def _share_bar(self) -> None:
        """Stand at the right of the timeline, and say and do what the table's own bar would."""
        own, bar = self.table.verticalScrollBar(), self._bar
        bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        def follow(low: int, high: int) -> None:
            bar.setRange(low, high)
            bar.setPageStep(own.pageStep())
            bar.setSingleStep(own.singleStep())
            bar.setVisible(high > low)

        own.rangeChanged.connect(follow)
        own.valueChanged.connect(bar.setValue)
        bar.valueChanged.connect(own.setValue)
