"""Import: workbooks are looked at first, conflicts decided, then stored; each can be taken back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.errors import UserError
from csp_desktop.core.merge import Take
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.import_report import FileReport, LineConflict, Outcome, StoredImport
from csp_desktop.ui.delegates.mark_delegate import MarkDelegate
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.item_models.file_table import FileColumn, FileRow, FileTable, Stage
from csp_desktop.ui.item_models.import_tables import ImportColumn, import_table
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.import_details import ImportDetails
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import ROW_DENSE, ROW_NORMAL, SPACE_PAGE, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.tables import dress_table
from csp_desktop.ui.widgets.words import Words

_LOOKS_ONLY = "This window may only look, because the database is open elsewhere"


class ImportPage(Page):
    """Files with their verdicts at left, the selected one at right, earlier imports below."""

    keys = (
        ("Ctrl+O", "Choose files"),
        ("Ctrl+Shift+O", "Choose a folder"),
        ("Ctrl+Return", "Import"),
        ("F6", "Next pane"),
    )
    shows = frozenset({Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS})

    def __init__(
        self,
        services: Services,
        theme: Theme,
        notifier: Notifier,
        tasks: Tasks,
        dialogs: Dialogs,
    ) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._notifier = notifier
        self._tasks = tasks
        self._dialogs = dialogs
        self._decisions: dict[tuple[Path, str, str], Take] = {}
        self._under_way = ""
        self._cancelled = False
        self._header = PageHeader(theme)
        self._choose = Button(theme, "Choose files…", in_header=True)
        self._choose_folder = Button(theme, "Choose a folder…", in_header=True)
        self._import = Button(theme, "Import", ButtonKind.PRIMARY, in_header=True)
        self._failed = Banner(theme, BannerKind.ERROR, "")
        self._progress = Banner(theme, BannerKind.INFO, "", action="Cancel")
        self._headline = Words("", "headline")
        self._files, self._model = QTableView(), FileTable()
        self._nothing = EmptyState(
            theme,
            "No workbook is chosen",
            "Choose return workbooks, or a folder of them, or drop them here. They are looked at "
            "first; nothing is stored until you say so.",
            "Choose files…",
        )
        self._stack = QStackedWidget()
        self._details = ImportDetails(theme)
        self._earlier, self._imports = QTableView(), import_table()
        self._undo = Button(theme, "Undo import…", ButtonKind.DANGER)
        self._build()
        self._wire()

    @property
    def is_busy(self) -> bool:
        """Whether files are being read or stored."""
        return bool(self._under_way)

    def focus_first(self) -> None:
        """The keyboard goes to the files, or to the button that chooses some."""
        first: QWidget = self._files if self._model.rowCount() else self._choose
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read which imports there have been."""
        self._imports.show_records(self._services.exchange.imports())
        self._show_undo(self._earlier.currentIndex())

    def read(self, paths: list[Path]) -> None:
        """Look at workbooks, and folders of them, without storing anything."""
        self._failed.hide()
        try:
            files = self._services.exchange.workbooks(paths)
        except UserError as error:
            self._complain("Nothing was read.", str(error))
            return
        self._decisions.clear()
        self._model.show_files(files)
        self._stack.setCurrentIndex(1)
        self._files.selectRow(0)
        self._run_through("Reading", list(range(len(files))), dry_run=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped anywhere on the page."""
        if any(one.isLocalFile() for one in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """What was dropped is looked at."""
        paths = [Path(one.toLocalFile()) for one in event.mimeData().urls() if one.isLocalFile()]
        if paths and not self._under_way:
            self.read(paths)

    def _run_through(self, what: str, rows: list[int], *, dry_run: bool) -> None:
        """Work through some files one after the other, in the background."""
        self._under_way, self._cancelled = what, False
        self._say()
        self._next(rows, len(rows), dry_run)

    def _next(self, rows: list[int], total: int, dry_run: bool) -> None:
        if not rows or self._cancelled:
            self._finish(dry_run)
            return
        self._progress.show_words(
            f"{self._under_way}: {total - len(rows)} of {total}.", "", "Cancel"
        )
        self._progress.show_progress(total - len(rows), total)
        self._progress.show()
        row = rows[0]
        found = self._model.rows[row]
        decisions = dict(self._decisions)
        self._tasks.run(
            lambda: self._services.exchange.import_returns(
                [found.file], decisions=decisions, dry_run=dry_run
            ),
            lambda done: self._take_in(row, done[0][0], dry_run, rows[1:], total),
            lambda error: self._stop(error, dry_run),
        )

    def _take_in(
        self, row: int, report: FileReport, dry_run: bool, rest: list[int], total: int
    ) -> None:
        found = self._model.rows[row]
        found.report = report
        found.stage = Stage.READ if dry_run else Stage.IMPORTED
        found.undecided = len(report.conflicts) if report.outcome is Outcome.CONFLICT else 0
        self._model.refresh(row)
        if self._files.currentIndex().row() == row:
            self._details.show_file(None)
            self._details.show_file(found)
        self._next(rest, total, dry_run)

    def _stop(self, error: UserError, dry_run: bool) -> None:
        self._complain("Stopped.", str(error))
        self._cancelled = True
        self._finish(dry_run)

    def _finish(self, dry_run: bool) -> None:
        self._under_way = ""
        self._progress.hide()
        if not dry_run:
            self._notifier.publish(Changes.of(Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS))
            self.reload()
        self._say()

    def _store(self) -> None:
        """Import what is ready; a file with an open conflict stays."""
        ready = [n for n, row in enumerate(self._model.rows) if row.can_be_imported]
        if ready and not self._under_way:
            self._run_through("Importing", ready, dry_run=False)

    def _decide(self, conflict: LineConflict, take: Take) -> None:
        found = self._current()
        if found is None or found.report is None:
            return
        self._decisions[found.file, conflict.code, conflict.field] = take
        found.undecided = sum(
            (found.file, one.code, one.field) not in self._decisions
            for one in found.report.conflicts
        )
        self._model.refresh(self._files.currentIndex().row())
        self._details.show_file(found)
        self._say()

    def _take_back(self) -> None:
        record: StoredImport | None = self._imports.record(self._earlier.currentIndex().row())
        if record is None or not self._dialogs.undo_import(self, record.file):
            return
        try:
            changes = self._services.exchange.undo_import(record.id)
        except UserError as error:
            self._complain("Not taken back.", str(error))
            return
        self._notifier.publish(changes)
        self.reload()

    def _say(self) -> None:
        """What is open comes first, and what the button would do."""
        rows = self._model.rows
        conflicts = sum(row.undecided for row in rows)
        ready = sum(row.can_be_imported for row in rows)
        refused = sum(
            row.report is not None and row.report.outcome is Outcome.REFUSED for row in rows
        )
        self._headline.setText(
            f"{conflicts} conflict{'s' if conflicts > 1 else ''} to decide"
            if conflicts
            else f"{refused} of {len(rows)} files refused"
            if refused
            else f"{len(rows)} file{'s' if len(rows) != 1 else ''}, no conflict"
        )
        self._headline.setVisible(bool(rows))
        self._import.setText(
            f"Import {ready} file{'s' if ready > 1 else ''}" if ready else "Import"
        )
        looks_only = self._services.session.looks_only
        why = (
            _LOOKS_ONLY
            if looks_only
            else f"{self._under_way} is under way"
            if self._under_way
            else ""
            if ready
            else "No file is ready to be imported"
        )
        self._import.explain_why_not(why)

    def _show_undo(self, index: QModelIndex) -> None:
        record: StoredImport | None = self._imports.record(index.row())
        why = "Choose an import first" if record is None else record.why_not
        self._undo.explain_why_not(_LOOKS_ONLY if self._services.session.looks_only else why)

    def _current(self) -> FileRow | None:
        return self._model.row(self._files.currentIndex().row())

    def _complain(self, fact: str, cure: str) -> None:
        self._failed.show_words(fact, cure, "Close")
        self._failed.show()
        self._failed.announce()

    def _ask_for_files(self) -> None:
        paths = self._dialogs.choose_workbooks(self)
        if paths:
            self.read(paths)

    def _ask_for_folder(self) -> None:
        folder = self._dialogs.choose_folder(self, "Import a folder of workbooks")
        if folder is not None:
            self.read([folder])

    def _cancel(self) -> None:
        self._cancelled = True

    def _next_pane(self) -> None:
        panes: list[QWidget] = [self._files, self._details, self._earlier]
        at = next(
            (
                n
                for n, one in enumerate(panes)
                if one is self.focusWidget() or one.isAncestorOf(self.focusWidget() or self)
            ),
            -1,
        )
        following = panes[(at + 1) % len(panes)]
        if following is self._details:
            if self._details.focus_first():
                return
            following = self._earlier
        following.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        self.setAcceptDrops(True)
        self._header.show_title(
            "Import", "Return workbooks are looked at first; nothing is stored until you import."
        )
        self._header.add_controls(self._choose_folder, self._choose, self._import)
        self._failed.hide()
        self._progress.hide()
        self._dress_files()
        self._dress_earlier()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._files)
        foot = QHBoxLayout()
        foot.addWidget(Words("Imports so far", "panel"), 1)
        foot.addWidget(self._undo)
        left = QVBoxLayout()
        left.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_PAGE)
        left.setSpacing(SPACE_SMALL)
        left.addWidget(self._headline)
        left.addWidget(self._stack, 3)
        left.addLayout(foot)
        left.addWidget(self._earlier, 2)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(self._details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._header, self._failed, self._progress):
            column.addWidget(part)
        column.addLayout(body, 1)
        self._say()

    def _dress_files(self) -> None:
        table, theme = self._files, self._theme
        table.setModel(self._model)
        dress_table(table, theme, ROW_NORMAL)
        _read_only(table, "Files")
        self._verdicts = MarkDelegate(theme, table)
        table.setItemDelegateForColumn(FileColumn.VERDICT, self._verdicts)
        table.horizontalHeader().setSectionResizeMode(
            FileColumn.FILE, QHeaderView.ResizeMode.Stretch
        )
        table.setColumnWidth(FileColumn.RETURN, theme.width("VAWG_SG 2015/16-Q1") + 20)
        table.setColumnWidth(
            FileColumn.VERDICT, theme.width("12 conflicts to decide", semibold=True) + 36
        )
        table.setColumnWidth(FileColumn.NEW, theme.width("1,234") + 30)
        table.setColumnWidth(FileColumn.CHANGED, theme.width("Changed", semibold=True) + 24)

    def _dress_earlier(self) -> None:
        table, theme = self._earlier, self._theme
        table.setModel(self._imports)
        dress_table(table, theme, ROW_DENSE)
        _read_only(table, "Imports so far")
        table.horizontalHeader().setSectionResizeMode(
            ImportColumn.FILE, QHeaderView.ResizeMode.Stretch
        )
        widths = {
            ImportColumn.AT: "30 Sep 2015 14:32, Lead officer",
            ImportColumn.RETURN: "VAWG_SG 2015/16-Q1",
            ImportColumn.BROUGHT: "Taken back by Lead officer",
        }
        for column, words in widths.items():
            table.setColumnWidth(column, theme.width(words) + 20)

    def _wire(self) -> None:
        self._choose.clicked.connect(self._ask_for_files)
        self._nothing.acted.connect(self._ask_for_files)
        self._choose_folder.clicked.connect(self._ask_for_folder)
        self._import.clicked.connect(self._store)
        self._failed.acted.connect(self._failed.hide)
        self._progress.acted.connect(self._cancel)
        self._files.selectionModel().currentRowChanged.connect(
            lambda index, _: self._details.show_file(self._model.row(index.row()))
        )
        self._details.decided.connect(self._decide)
        self._earlier.selectionModel().currentRowChanged.connect(
            lambda index, _: self._show_undo(index)
        )
        self._undo.clicked.connect(self._take_back)
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+O": self._ask_for_files,
            "Ctrl+Shift+O": self._ask_for_folder,
            "Ctrl+Return": self._store,
            "F6": self._next_pane,
        }
        for key, do in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(do)


def _read_only(table: QTableView, name: str) -> None:
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setAccessibleName(name)
