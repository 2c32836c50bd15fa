"""Audit: who changed what, as sentences; the selected change whole at right."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
)

from csp_desktop.core.errors import UserError
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.services.trail import TrailFilter, Wholeness
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.item_models.audit_table import AuditTable
from csp_desktop.ui.pages.audit_delegate import SentenceDelegate
from csp_desktop.ui.pages.audit_details import AuditDetails, shortened
from csp_desktop.ui.pages.audit_filters import AuditFilters
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import ROW_DENSE, SPACE_PAGE, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.tables import dress_table

_FILE = "audit trail.csv"
_LOOK_MILLISECONDS = 200  # between two looks at how much is written


class AuditPage(Page):
    """Every change there has been, the newest first."""

    keys = (
        ("Ctrl+F", "Find"),
        ("Enter", "Whole story of this record"),
        ("Esc", "Back to all"),
        ("F6", "Next pane"),
    )
    shows = frozenset(Kind)

    def __init__(self, services: Services, theme: Theme, tasks: Tasks, dialogs: Dialogs) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._tasks = tasks
        self._dialogs = dialogs
        self._record: tuple[str, str] | None = None
        self._asked = self._counted = self._written = 0
        self._goes_on = True
        self._is_let_go = False
        self._header = PageHeader(theme)
        self._check = Button(theme, "Check the trail", in_header=True)
        self._export = Button(theme, "Export…", icon="export", in_header=True)
        self._said = Banner(theme, BannerKind.INFO, "")
        self._failed = Banner(theme, BannerKind.ERROR, "")
        self._progress = Banner(theme, BannerKind.INFO, "", action="Cancel")
        self._story = Banner(theme, BannerKind.INFO, "", action="Back to all")
        self._filters = AuditFilters(theme, services.plan.boards)
        self._table, self._model = QTableView(), AuditTable()
        self._nothing = EmptyState(
            theme,
            "Nothing was changed that fits these filters",
            "Take one of them away, or go back to all entries.",
            "Back to all",
        )
        self._stack = QStackedWidget()
        self._details = AuditDetails(theme)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MILLISECONDS)
        self._build()
        self._wire()

    @property
    def record(self) -> tuple[str, str] | None:
        """Entity and id of the record whose whole story is shown; None for all of them."""
        return self._record

    def show_record(self, entity: str, entity_id: str) -> None:
        """Show the whole story of one record.

        Args:
            entity: as the trail names its kind: figure, action, action_update, target.
            entity_id: what the trail knows it by: a code, or the id of a figure or an update.
        """
        self._filters.clear()
        self._record = entity, entity_id
        self._show_again()

    def focus_first(self) -> None:
        """The list."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def let_go(self) -> None:
        """What is still being counted or written is given up."""
        self._is_let_go, self._goes_on = True, False

    def reload(self) -> None:
        """Read the newest entries; how many there are, and by whom, follows in the background."""
        wanted = self._wanted
        selected = self._details.number
        self._model.show_entries(lambda before: self._services.trail.page(wanted, before))
        self._stack.setCurrentIndex(0 if self._model.rowCount() else 1)
        row = self._model.row_of(selected)
        self._select(row if row >= 0 else self._model.first_entry())
        self._say_story()
        self._count(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back to all entries."""
        if event.key() == Qt.Key.Key_Escape and self._wanted.narrows:
            self._back_to_all()
            return
        super().keyPressEvent(event)

    @property
    def _wanted(self) -> TrailFilter:
        if self._record is None:
            return self._filters.wanted
        return TrailFilter(record=self._record)

    def _count(self, wanted: TrailFilter) -> None:
        """Counting reads far more than the first page does, so the window does not wait for it."""
        self._asked += 1
        asked, trail = self._asked, self._services.trail
        self._say_count(wanted, None)

        def counted(found: tuple[int, list[str]]) -> None:
            if asked == self._asked:
                number, users = found
                self._counted = number
                self._say_count(wanted, number)
                self._filters.offer_users(users)

        self._in_background(lambda: (trail.count(wanted), trail.users()), counted, self._complain)

    def _say_count(self, wanted: TrailFilter, number: int | None) -> None:
        counted = "" if number is None else f"{number:,} entr{'y' if number == 1 else 'ies'}"
        which = " of this record" if wanted.record else " that fit the filters"
        words = f"{counted}{which if wanted.narrows else ''}, the newest first. " if counted else ""
        self._header.show_title("Audit", f"{words}Nothing here can be changed or deleted.")

    def _say_story(self) -> None:
        self._story.setVisible(self._record is not None)
        self._filters.setVisible(self._record is None)
        entry = self._model.entry(self._model.first_entry())
        if self._record is None:
            return
        entity, entity_id = self._record
        subject = entry.subject if entry else None
        place = (subject.place or subject.name) if subject else entity_id
        kind = entity.replace("_", " ").capitalize()
        name = shortened(subject.name) if subject and subject.code else ""
        self._story.show_words(f"{kind} {place}: the whole story.", name, "Back to all")

    def _show_again(self) -> None:
        self._stale = True
        self.catch_up()

    def _back_to_all(self) -> None:
        self._record = None
        self._filters.clear()
        self._show_again()
        self.focus_first()

    def _open_story(self) -> None:
        entry = self._model.entry(self._table.currentIndex().row())
        if entry is not None and self._record is None:
            self.show_record(entry.entity, entry.entity_id)
            self.focus_first()

    def _select(self, row: int) -> None:
        self._table.setCurrentIndex(self._model.index(row, 0))
        self._show_details(self._table.currentIndex())

    def _show_details(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row())
        self._details.show_entry(entry, in_story=self._record is not None)

    def _check_whole(self) -> None:
        self._check.explain_why_not("The trail is being read")

        def done(found: Wholeness) -> None:
            self._check.explain_why_not("")
            banner = self._said if found.broken_at is None else self._failed
            fact, _, cure = found.words.partition(": ")
            _show(banner, f"{fact}:", cure)

        self._run(self._services.trail.wholeness, done, self._check)

    def _ask_where_to_export(self) -> None:
        path = self._dialogs.save_table(self, "Export the audit trail", _FILE)
        if path is None:
            return
        wanted, self._goes_on, self._written = self._wanted, True, 0
        self._export.explain_why_not("The trail is being written")
        self._say_progress()
        self._progress.show()
        self._looking.start()

        def done(written: int) -> None:
            self._looking.stop()
            self._export.explain_why_not("")
            self._progress.hide()
            if written or self._goes_on:
                _show(self._said, f"{written:,} entries written.", str(path))
            else:
                _show(self._said, "Not written.", "The export was cancelled; no file is left.")

        self._run(
            lambda: self._services.trail.export(wanted, path, self._note_written),
            done,
            self._export,
        )

    def _note_written(self, written: int) -> bool:
        """Called in the background, and so touches no widget; says whether to go on."""
        self._written = written
        return self._goes_on

    def _say_progress(self) -> None:
        total = max(self._counted, self._written)
        self._progress.show_words(f"{self._written:,} of {total:,} written.", "", "Cancel")
        self._progress.show_progress(self._written, total)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None], button: Button) -> None:
        """Work in the background; the banners of what was said before go."""
        self._said.hide()
        self._failed.hide()

        def failed(error: UserError) -> None:
            button.explain_why_not("")
            self._looking.stop()
            self._progress.hide()
            self._complain(error)

        self._in_background(work, done, failed)

    def _in_background(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """What comes back once the window is closing finds nobody to tell."""
        self._tasks.run(
            work,
            lambda found: None if self._is_let_go else done(found),
            lambda error: None if self._is_let_go else failed(error),
        )

    def _complain(self, error: UserError) -> None:
        _show(self._failed, "Not done.", str(error))

    def _cancel(self) -> None:
        self._goes_on = False

    def _next_pane(self) -> None:
        inside = self._details.isAncestorOf(self.focusWidget() or self)
        (self._table if inside else self._details.first_field()).setFocus()

    def _build(self) -> None:
        self._header.add_controls(self._check, self._export)
        self._say_count(TrailFilter(), None)
        for banner in (self._said, self._failed, self._progress, self._story):
            banner.hide()
        self._dress_table()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._nothing)
        left = QVBoxLayout()
        left.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_PAGE)
        left.setSpacing(SPACE_SMALL)
        left.addWidget(self._filters)
        left.addWidget(self._story)
        left.addWidget(self._stack, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, 2)
        body.addWidget(self._details, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._header, self._failed, self._said, self._progress):
            column.addWidget(part)
        column.addLayout(body, 1)

    def _dress_table(self) -> None:
        table = self._table
        table.setModel(self._model)
        dress_table(table, self._theme, ROW_DENSE)
        self._delegate = SentenceDelegate(self._theme, table)
        table.setItemDelegate(self._delegate)
        table.setAccessibleName("Audit trail")
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = table.horizontalHeader()
        header.hide()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _wire(self) -> None:
        self._filters.changed.connect(self._show_again)
        self._table.selectionModel().currentRowChanged.connect(
            lambda current, _: self._show_details(current)
        )
        self._table.activated.connect(lambda _: self._open_story())
        self._details.story_wanted.connect(lambda *_: self._open_story())
        self._story.acted.connect(self._back_to_all)
        self._nothing.acted.connect(self._back_to_all)
        self._progress.acted.connect(self._cancel)
        self._said.acted.connect(self._said.hide)
        self._failed.acted.connect(self._failed.hide)
        self._check.clicked.connect(self._check_whole)
        self._export.clicked.connect(self._ask_where_to_export)
        self._looking.timeout.connect(self._say_progress)
        self._model.failed.connect(lambda words: _show(self._failed, "Not all is shown.", words))
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find)
        QShortcut(QKeySequence("F6"), self).activated.connect(self._next_pane)

    def _find(self) -> None:
        """Words are looked for in the whole trail."""
        if self._record is not None:
            self._back_to_all()
        self._filters.open_find()


def _show(banner: Banner, fact: str, cure: str) -> None:
    banner.show_words(fact, cure, "Close")
    banner.show()
    banner.announce()
