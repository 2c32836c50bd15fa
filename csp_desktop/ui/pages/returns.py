"""Returns: one board's figures and delivery plan for a quarter, saved as they are entered."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.actions import Action, ActionUpdate
from csp_desktop.core.errors import StorageError, UserError
from csp_desktop.core.figures import Figure
from csp_desktop.core.periods import Quarter, day_words
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.ui.core_marks import state_mark
from csp_desktop.ui.delegates.figure_delegate import FigureDelegate
from csp_desktop.ui.delegates.mark_delegate import MarkDelegate
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.item_models.action_list import ActionColumn, ActionList
from csp_desktop.ui.item_models.figure_grid import FigureColumn, FigureGrid
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.action_form import ActionForm
from csp_desktop.ui.pages.figure_details import FigureDetails
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.pages.unsaved import Record, Store, Unsaved, entered_words
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import (
    HEADING_TWO_LINES,
    ROW_NORMAL,
    SPACE_MEDIUM,
    SPACE_PAGE,
    TextSize,
    Theme,
)
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.chooser import Choice, Chooser
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.grid_view import GridView
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.progress import ProgressLine
from csp_desktop.ui.widgets.stepper import Stepper
from csp_desktop.ui.widgets.tab_bar import TabBar
from csp_desktop.ui.widgets.tables import dress_table
from csp_desktop.ui.widgets.words import Words

_FIGURES, _ACTIONS, _NOTHING = 0, 1, 2
_ROOM_TO_COMPARE = 1000


class ReturnsPage(Page):
    """Choose a board and a quarter; every edit is one call of a service."""

    keys = (
        ("Enter", "Down"),
        ("Tab", "Right"),
        ("F2", "Edit"),
        ("Delete", "Clear"),
        ("Ctrl+Enter", "Details"),
        ("Ctrl+B", "Board"),
        ("Ctrl+E", "Export"),
    )
    shows = frozenset({Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS, Kind.PLAN})

    def __init__(
        self,
        services: Services,
        theme: Theme,
        notifier: Notifier,
        tasks: Tasks,
        dialogs: Dialogs,
        quarter: Quarter,
    ) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._notifier = notifier
        self._tasks = tasks
        self._dialogs = dialogs
        self._quarters = services.plan.quarters_owed()
        self._quarter = quarter
        self._board = next(
            one.code for one in services.plan.boards if services.plan.indicators_of(one.code)
        )
        self._sheet: ReturnSheet | None = None
        self._grid_model, self._list_model = FigureGrid(), ActionList()
        self._header = PageHeader(theme)
        self._chooser = Chooser(theme, "Choose board", "Find a board")
        self._stepper = Stepper(theme)
        self._export = Button(theme, "Export workbook…", icon="export", in_header=True)
        self._banner = Banner(theme, BannerKind.ERROR, "")
        self._tabs = TabBar(theme, "Parts of the return")
        self._bar = ProgressLine(theme, "Entered")
        self._entered = Words("", "small")
        self._grid, self._list = GridView(), QTableView()
        agencies = {one.code: one.name for one in services.plan.agencies}
        self._details, self._form = FigureDetails(theme, agencies), ActionForm(theme, agencies)
        self._nothing = EmptyState(theme, "", "")
        self._stack = QStackedWidget()
        self._unsaved = Unsaved()
        self._build()
        self._wire()

    @property
    def board(self) -> str:
        """The board shown."""
        return self._board

    @property
    def quarter(self) -> Quarter:
        """The quarter shown."""
        return self._quarter

    def show_return(self, board: str, quarter: Quarter) -> None:
        """Show another board's return or another quarter."""
        self._commit()
        self._board, self._quarter = board, quarter
        self._stepper.show_steps(
            [str(one) for one in self._quarters], self._quarters.index(quarter)
        )
        if self.isVisible():
            self._refresh()
            self.focus_first()
        else:
            self._stale = True

    def show_indicator(self, code: str) -> None:
        """Make an indicator's cell the current one."""
        row = self._grid_model.row_of(code)
        if row >= 0:
            self._tabs.setCurrentIndex(_FIGURES)
            self._grid.setCurrentIndex(self._grid_model.index(row, FigureColumn.ENTRY))
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """The keyboard goes to the first figure, or to the actions where there are none."""
        if self._tabs.currentIndex() == _FIGURES and self._grid_model.rowCount():
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._list_model.rowCount():
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the return; the selection stays where it is."""
        self._show(self._services.returns.sheet(self._board, self._quarter))

    def commit(self) -> None:
        """Store what stands in the fields, and what could not be stored before."""
        self._commit()
        if self._unsaved:
            self._try_again()

    def _show(self, stored: ReturnSheet) -> None:
        before, sheet = self._sheet, self._unsaved.onto(stored)
        self._sheet = sheet
        self._grid_model.show_sheet(sheet)
        self._list_model.show_sheet(sheet)
        if before is None or (before.board, before.quarter) != (sheet.board, sheet.quarter):
            self._start_of_return()
        self._show_heads(sheet)
        self._show_figure(self._grid.currentIndex())
        self._show_action(self._list.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page keeps the indicators' names; the details say what stood there before."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.scaled(_ROOM_TO_COMPARE)
        for column in (FigureColumn.YEAR_AGO, FigureColumn.LAST_QUARTER):
            self._grid.setColumnHidden(column, narrow)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the page stores what was typed."""
        self._commit()
        super().hideEvent(event)

    def _commit(self) -> None:
        self._details.commit()
        self._form.commit()

    def _build(self) -> None:
        plan = self._services.plan
        self._chooser.offer([Choice(one.code, one.name, one.code) for one in plan.boards])
        self._header.add_controls(self._chooser, self._stepper, self._export)
        self._stepper.show_steps(
            [str(one) for one in self._quarters], self._quarters.index(self._quarter)
        )
        self._tabs.addTab("Figures")
        self._tabs.addTab("Delivery plan")
        self._bar.setFixedWidth(150)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, 0)
        tabs.setSpacing(SPACE_MEDIUM)
        tabs.addWidget(self._tabs)
        tabs.addStretch(1)
        tabs.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        tabs.addWidget(self._entered, 0, Qt.AlignmentFlag.AlignVCenter)
        self._dress_grid()
        self._dress_list()
        self._stack.addWidget(_side_by_side(self._grid, self._details))
        self._stack.addWidget(_side_by_side(self._list, self._form))
        self._stack.addWidget(_padded(self._nothing))
        self._banner.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._banner)
        column.addLayout(tabs)
        column.addWidget(self._stack, 1)

    def _dress_grid(self) -> None:
        grid, theme = self._grid, self._theme
        grid.setModel(self._grid_model)
        dress_table(grid, theme, ROW_NORMAL, cells=True)
        grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        grid.setProperty("edge", "none")
        grid.setAccessibleName("Figures")
        grid.setItemDelegate(FigureDelegate(theme, grid))
        header = grid.horizontalHeader()
        header.setMinimumHeight(theme.height(HEADING_TWO_LINES, TextSize.SMALL))
        header.setSectionResizeMode(FigureColumn.NAME, QHeaderView.ResizeMode.Stretch)
        body, small = theme.metrics(), theme.metrics(TextSize.SMALL, semibold=True)
        widths = {
            FigureColumn.CODE: body.horizontalAdvance("CC1-1a") + 16,
            FigureColumn.YEAR_AGO: small.horizontalAdvance("2015/16-Q1") + 18,
            FigureColumn.LAST_QUARTER: small.horizontalAdvance("2015/16-Q1") + 18,
            FigureColumn.ENTRY: body.horizontalAdvance("Not yet available, due 30 Sep") + 38,
            FigureColumn.NOTE: small.horizontalAdvance("Note") + 18,
        }
        for column, width in widths.items():
            grid.setColumnWidth(column, width)

    def _dress_list(self) -> None:
        table, theme = self._list, self._theme
        table.setModel(self._list_model)
        dress_table(table, theme, ROW_NORMAL)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setProperty("edge", "none")
        table.setTabKeyNavigation(False)
        table.setAccessibleName("Actions")
        self._status_delegate = MarkDelegate(theme, table)
        table.setItemDelegateForColumn(ActionColumn.STATUS, self._status_delegate)
        header = table.horizontalHeader()
        header.setSectionResizeMode(ActionColumn.ACTION, QHeaderView.ResizeMode.Stretch)
        metrics = theme.metrics()
        table.setColumnWidth(ActionColumn.CODE, metrics.horizontalAdvance("CC3-26") + 30)
        table.setColumnWidth(ActionColumn.STATUS, metrics.horizontalAdvance("Not started") + 46)
        table.setColumnWidth(ActionColumn.DUE, metrics.horizontalAdvance("30 Sep 2015") + 24)

    def _wire(self) -> None:
        self._chooser.chosen.connect(lambda code: self.show_return(code, self._quarter))
        self._stepper.stepped.connect(
            lambda index: self.show_return(self._board, self._quarters[index])
        )
        self._export.clicked.connect(self._choose_file)
        self._banner.acted.connect(self._try_again)
        self._tabs.currentChanged.connect(self._show_tab)
        self._grid.moved.connect(self._move_to_figure)
        self._grid.cleared.connect(lambda index: self._grid_model.clear(index.row()))
        self._grid.details_wanted.connect(self._details.focus_first)
        self._list.activated.connect(lambda _: self._form.focus_first())
        self._list.selectionModel().currentRowChanged.connect(self._move_to_action)
        self._grid_model.entered.connect(self._save_figure)
        self._details.entered.connect(self._save_figure)
        self._details.typed.connect(self._take_text)
        self._form.updated.connect(self._save_update)
        self._form.changed.connect(self._save_action)
        self._shortcut("Ctrl+B", self._chooser.open_list)
        self._shortcut("Ctrl+E", self._export.click)
        self._shortcut("Ctrl+1", lambda: self._tabs.setCurrentIndex(_FIGURES))
        self._shortcut("Ctrl+2", lambda: self._tabs.setCurrentIndex(_ACTIONS))
        self._shortcut("F6", self._next_pane)
        for panel in (self._details, self._form):
            back = QShortcut(QKeySequence("Ctrl+Return"), panel)
            back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            back.activated.connect(self.focus_first)

    def _shortcut(self, keys: str, do: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(do)

    def _next_pane(self) -> None:
        figures = self._tabs.currentIndex() == _FIGURES
        panel: FigureDetails | ActionForm = self._details if figures else self._form
        if panel.isAncestorOf(self.focusWidget() or self):
            self.focus_first()
        else:
            panel.focus_first()

    def _start_of_return(self) -> None:
        grid = self._grid
        grid.clearSpans()
        for row in self._grid_model.groups():
            grid.setSpan(row, 0, 1, len(FigureColumn))
        first = self._grid_model.first_row()
        grid.setCurrentIndex(self._grid_model.index(first, FigureColumn.ENTRY))
        self._list.setCurrentIndex(self._list_model.index(0, 0))
        if first < 0 and self._list_model.rowCount():
            self._tabs.setCurrentIndex(_ACTIONS)
        self._show_tab(self._tabs.currentIndex())

    def _show_tab(self, tab: int) -> None:
        self._commit()
        model = self._grid_model if tab == _FIGURES else self._list_model
        self._say_subject()
        if model.rowCount():
            self._stack.setCurrentIndex(tab)
            return
        what = "figures" if tab == _FIGURES else "actions"
        self._nothing.show_words(
            f"No {what} are asked of this board",
            "The plan gives it none. Choose another board, or the other part of the return.",
        )
        self._stack.setCurrentIndex(_NOTHING)

    def _show_heads(self, sheet: ReturnSheet) -> None:
        due = f"Due {sheet.due:%A} {day_words(sheet.due)}."
        self._header.show_title(
            sheet.board.name,
            f"Return for {sheet.quarter.words()}. {due}",
            state_mark(sheet.record.state),
        )
        self._tabs.show_count(_FIGURES, sheet.figures_complete.words)
        self._tabs.show_count(_ACTIONS, sheet.actions_complete.words)
        whole = sheet.complete
        self._bar.show_progress(whole.entered, max(whole.expected, 1))
        self._entered.setText(f"{whole.words} entered")

    def _move_to_figure(self, index: QModelIndex) -> None:
        self._details.commit()
        self._show_figure(index)

    def _show_figure(self, index: QModelIndex) -> None:
        line = self._grid_model.line(index.row())
        draft = self._grid_model.draft(line.indicator.code) if line else None
        self._details.show_line(line, draft, self._open())
        self._say_subject()

    def _move_to_action(self, index: QModelIndex, _: QModelIndex) -> None:
        self._form.commit()
        self._show_action(index)

    def _show_action(self, index: QModelIndex) -> None:
        self._form.show_line(self._list_model.line(index.row()), self._open())
        self._say_subject()

    def _say_subject(self) -> None:
        """The foot of the window names what the keys act upon."""
        if self._tabs.currentIndex() == _FIGURES:
            line = self._grid_model.line(self._grid.currentIndex().row())
            words = f"{line.indicator.code} {line.indicator.name}" if line else ""
        else:
            action = self._list_model.line(self._list.currentIndex().row())
            words = f"Action {action.action.code}" if action else ""
        self.subject_changed.emit(words)

    def _open(self) -> bool:
        return self._sheet is not None and self._sheet.record.state.open_for_entry

    def _take_text(self, code: str, text: str) -> None:
        row, index = self._grid_model.row_of(code), self._grid.currentIndex()
        self._grid_model.take_text(row, text)
        if row == index.row():
            self._show_figure(index)

    def _save_figure(self, figure: Figure) -> None:
        self._save(figure, lambda: self._services.entry.enter_figure(figure))

    def _save_update(self, update: ActionUpdate) -> None:
        board = self._board
        self._save(update, lambda: self._services.entry.enter_update(board, update))

    def _save_action(self, action: Action) -> None:
        quarter = self._quarter
        self._save(action, lambda: self._services.entry.enter_action(quarter, action))

    def _save(self, record: Record, store: Store) -> bool:
        """Store at once; what fails stays in its place, and is said until it is solved."""
        try:
            changes = store()
        except StorageError as error:
            self._unsaved.keep(record, store)
            if self._sheet is not None:
                self._show(self._sheet)
            many = len(self._unsaved) > 1
            fact = f"{len(self._unsaved)} changes are not saved." if many else "Not saved."
            self._complain(fact, str(error))
            return False
        except UserError as error:
            # It would be refused for ever: what somebody else has done must be seen first.
            self._unsaved.forget(record)
            self._refresh()
            words = entered_words(record, self._services.plan)
            self._complain("Not saved.", f"{error} You entered: {words or 'nothing'}.")
            return False
        if self._unsaved.forget(record) and not self._unsaved:
            self._banner.hide()
        self._notifier.publish(changes)
        return True

    def _complain(self, fact: str, cure: str) -> None:
        self._banner.show_words(fact, cure, "Try again" if self._unsaved else "Close")
        self._banner.show()
        self._banner.announce()

    def _try_again(self) -> None:
        """Store what could not be stored; where that is nothing, the banner has been read."""
        self._banner.hide()
        for record, store in self._unsaved.kept():
            if not self._save(record, store):
                break

    def _choose_file(self) -> None:
        self._commit()
        name = f"{self._board} {str(self._quarter).replace('/', '-')} return.xlsx"
        path = self._dialogs.save_workbook(self, "Export workbook", name)
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the return workbook in the background and say where it is."""
        board, quarter = self._board, self._quarter
        self._export.explain_why_not("The workbook is being written")
        self._tasks.run(
            lambda: self._services.exchange.export_return(board, quarter, path),
            lambda _: self._exported(path),
            self._export_failed,
        )

    def _exported(self, path: Path) -> None:
        self._export.explain_why_not("")
        self.subject_changed.emit(f"Workbook written: {path}")

    def _export_failed(self, error: UserError) -> None:
        self._export.explain_why_not("")
        self._complain("The workbook was not written.", str(error))


def _side_by_side(main: QWidget, panel: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(main, 1)
    row.addWidget(panel)
    return box


def _padded(inner: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(SPACE_PAGE, SPACE_PAGE, SPACE_PAGE, SPACE_PAGE)
    column.addWidget(inner, 0, Qt.AlignmentFlag.AlignTop)
    return box
