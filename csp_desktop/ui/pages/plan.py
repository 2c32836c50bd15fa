"""Plan: targets, definitions and due dates with their stories, and the form that changes them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
)

from csp_desktop.core.errors import UserError
from csp_desktop.core.plan_changes import (
    ACTION,
    INDICATOR,
    TARGET,
    ChangeFormError,
    PlanItem,
)
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.ui.delegates.row_delegate import RowDelegate
from csp_desktop.ui.item_models.plan_table import ALL, CHANGED, PlanColumn, PlanFilter, PlanTable
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.pages.plan_form import PlanForm, Texts
from csp_desktop.ui.pages.plan_story import PlanStoryView
from csp_desktop.ui.theme import ROW_DENSE, SPACE_PAGE, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.details_panel import DetailsPanel
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.tables import dress_table

_LEAST_DETAILS, _DETAILS_WIDTH = 312, 456
_LOOKS_ONLY = "This window may only look, because the database is open elsewhere"
_SEGMENTS = (
    (ALL, "All"),
    (TARGET, "Targets"),
    (INDICATOR, "Indicators"),
    (ACTION, "Due dates"),
    (CHANGED, "Changed"),
)


class PlanPage(Page):
    """What the plan promised, what was agreed since, and what holds now."""

    keys = (
        ("Enter", "Record a change"),
        ("Ctrl+Return", "Record it"),
        ("Ctrl+F", "Find"),
        ("F6", "Next pane"),
    )
    shows = frozenset({Kind.PLAN, Kind.ACTIONS, Kind.FIGURES})

    def __init__(self, services: Services, theme: Theme, notifier: Notifier) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._notifier = notifier
        self._header = PageHeader(theme)
        self._failed = Banner(theme, BannerKind.ERROR, "")
        self._segments = Segmented(theme, "Which items are shown")
        self._find = QLineEdit()
        self._items = PlanTable()
        self._shown = PlanFilter(self._items)
        self._table = QTableView()
        self._details = DetailsPanel(theme, "Selected item", _DETAILS_WIDTH)
        self._story, self._form = PlanStoryView(), PlanForm(theme)
        self._build()
        self._wire()

    def show_item(self, entity: str, entity_id: str) -> None:
        """Show the story of a target, an indicator or an action.

        Args:
            entity: target, indicator or action.
            entity_id: its id or code.
        """
        self._segments.choose(ALL)
        self._find.clear()
        self._shown.show_only(ALL)
        self._read_items()
        self._select((entity, entity_id))

    def focus_first(self) -> None:
        """The list."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read what holds now; what is being typed stays."""
        item = self._current()
        self._read_items()
        self._select((item.entity, item.id) if item else None)
        self._show_story()

    def _read_items(self) -> None:
        items = self._services.plan_changes.items()
        self._items.show_items(items)
        changed = sum(one.changes > 0 for one in items)
        self._segments.show_count(CHANGED, changed)
        plan = self._services.plan
        said = f"{changed} changed since it was printed" if changed else "nothing changed since"
        self._header.show_title("Plan", f"{plan.title}: {said}. The original always stays.")

    def _current(self) -> PlanItem | None:
        item: PlanItem | None = self._table.currentIndex().data(Role.RECORD)
        return item

    def _select(self, wanted: tuple[str, str] | None = None) -> None:
        """Select an item that is shown, or the first one."""
        count = self._shown.rowCount()
        keys = [self._shown.index(row, 0).data(Role.RECORD) for row in range(count)]
        places = [(one.entity, one.id) for one in keys]
        row = places.index(wanted) if wanted in places else 0
        self._table.setCurrentIndex(self._shown.index(row, 0))
        if not count:
            self._show_story()

    def _show_story(self) -> None:
        item = self._current()
        self._details.show_nothing(item is None)
        if item is None:
            return
        try:
            story = self._services.plan_changes.story(item.entity, item.id)
        except UserError as error:
            self._complain(error)
            return
        self._story.show_story(story)
        self._form.show_item(item.entity, item.id, story.current)

    def _record(self, typed: Texts) -> None:
        item = self._current()
        if item is None:
            return
        self._failed.hide()
        try:
            changes = self._services.plan_changes.record(item.entity, item.id, typed)
        except ChangeFormError as error:
            self._form.show_problems(error.problems)
            return
        except UserError as error:
            self._complain(error)
            return
        self._form.clear()
        self.focus_first()
        self._notifier.publish(changes)

    def _complain(self, error: UserError) -> None:
        self._failed.show_words("Not done.", str(error), "Close")
        self._failed.show()
        self._failed.announce()

    def _next_pane(self) -> None:
        if self._details.isAncestorOf(self.focusWidget() or self):
            self.focus_first()
        else:
            self._enter_form()

    def _enter_form(self, name: str = "") -> None:
        if self._current() is not None:
            self._details.focus_on(self._form.field(name))

    def _build(self) -> None:
        self._failed.hide()
        for key, words in _SEGMENTS:
            self._segments.add(key, words)
        self._find.setAccessibleName("Find in the plan")
        self._find.setPlaceholderText("Find")
        self._find.setClearButtonEnabled(True)
        self._find.setMinimumWidth(self._theme.width("Find") + 60)
        self._find.setMaximumWidth(self._theme.metrics().averageCharWidth() * 22 + 24)
        # In a narrow window the panel gives way before the list does.
        self._details.setMinimumWidth(self._theme.scaled(_LEAST_DETAILS))
        self._dress_table()
        if self._services.session.looks_only:
            self._form.lock(_LOOKS_ONLY)
        for part in (self._story, hairline(), self._form):
            self._details.body.addWidget(part)
        self._details.body.addStretch(1)
        filters = QHBoxLayout()
        filters.addWidget(self._segments)
        filters.addStretch(1)
        filters.addWidget(self._find)
        left = QVBoxLayout()
        left.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_PAGE)
        left.setSpacing(SPACE_SMALL)
        left.addLayout(filters)
        left.addWidget(self._table, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, 3)
        body.addWidget(self._details, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._failed)
        column.addWidget(self._form.summary)
        column.addLayout(body, 1)

    def _dress_table(self) -> None:
        table, theme = self._table, self._theme
        table.setModel(self._shown)
        dress_table(table, theme, ROW_DENSE)
        self._delegate = RowDelegate(theme, table)
        table.setItemDelegate(self._delegate)
        table.setAccessibleName("Items of the plan")
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setColumnWidth(PlanColumn.CODE, theme.width("CC1-1a") + 22)
        table.setColumnWidth(PlanColumn.CHANGES, theme.width("12 changes") + 22)
        for column in (PlanColumn.NAME, PlanColumn.NOW):
            table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _wire(self) -> None:
        for asked, narrow in (
            (self._segments.chosen, self._shown.show_only),
            (self._find.textChanged, self._shown.find),
        ):
            asked.connect(narrow)
            # Where anything is shown, one item is the current one.
            asked.connect(lambda _: self._keep_selection())
        self._table.selectionModel().currentRowChanged.connect(self._follow)
        self._table.activated.connect(lambda _: self._enter_form())
        self._form.field_wanted.connect(self._enter_form)
        self._form.recorded.connect(self._record)
        for keys, do in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._open_find),
            (QKeySequence("Ctrl+Return"), self._form.record),
            (QKeySequence("F6"), self._next_pane),
        ):
            QShortcut(keys, self).activated.connect(do)

    def _follow(self) -> None:
        self._show_story()
        self._details.scroll_to_top()

    def _keep_selection(self) -> None:
        item = self._current()
        self._select((item.entity, item.id) if item else None)

    def _open_find(self) -> None:
        self._find.setFocus()
        self._find.selectAll()
