"""The delivery plan across boards: every action in one table, filtered, grouped, beside its dates.

Nothing here reads all actions: the page asks for counts and places, the table for what it paints.
"""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from csp_desktop.core.delivery import Counts, DeliveryRow, Filters, Group, GroupBy, Segment
from csp_desktop.core.errors import UserError
from csp_desktop.core.periods import Quarter, day_words
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.services.delivery import SavedView
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.item_models.action_groups import ActionGroups
from csp_desktop.ui.pages.action_story import ActionStoryPanel
from csp_desktop.ui.pages.delivery_filters import DeliveryFilters
from csp_desktop.ui.pages.delivery_table import PlanView
from csp_desktop.ui.pages.delivery_views import ViewChoice, ViewName
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_PAGE, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.stepper import Stepper

_ROOM_FOR_TIMELINE = 1000  # in pixels at 100 % text: less leaves the actions no room for words
_FILE = "delivery plan {}.csv"


class DeliveryPage(Page):
    """All actions of all boards, with what needs attention first.

    `return_wanted` tells the board and the quarter of a return to be opened, `trend_wanted` the
    code of an indicator.
    """

    keys = (
        ("Enter", "Open action"),
        ("G", "Group by"),
        ("T", "Timeline"),
        ("Ctrl+F", "Find"),
        ("Right", "To the board’s return"),
    )
    shows = frozenset({Kind.ACTIONS, Kind.PLAN})

    return_wanted = Signal(str, object)
    trend_wanted = Signal(str)
    quarter_changed = Signal(object)

    def __init__(
        self,
        services: Services,
        theme: Theme,
        tasks: Tasks,
        dialogs: Dialogs,
        quarter: Quarter,
    ) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._tasks = tasks
        self._dialogs = dialogs
        self._quarter = quarter
        self._quarters = services.plan.quarters_owed()
        self._as_of = services.delivery.as_of(quarter)
        self._groups: list[Group] = []
        self._wants_timeline = True
        self._header, self._stepper = PageHeader(theme), Stepper(theme)
        self._view_choice, self._view_name = ViewChoice(theme), ViewName(theme)
        self._export = Button(theme, "Export…", icon="export", in_header=True)
        self._said = Banner(theme, BannerKind.INFO, "")
        self._failed = Banner(theme, BannerKind.ERROR, "")
        self._filters = DeliveryFilters(theme)
        self._model = ActionGroups(services.delivery.agency_words)
        self._view = PlanView(theme, self._model)
        self._nothing = EmptyState(theme, "", "")
        self._stack = QStackedWidget()
        self._story = ActionStoryPanel(services, theme)
        self._build()
        self._wire()

    @property
    def timeline(self) -> QWidget | None:
        """The timeline, once one has been shown."""
        return self._view.timeline

    def show_quarter(self, quarter: Quarter) -> None:
        """Show another quarter."""
        if quarter != self._quarter:
            self._quarter = quarter
            self._show_step()
            self._read_again()

    def focus_first(self) -> None:
        """The table of actions, or the words to find where it is empty."""
        if self._groups:
            self._view.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._filters.focus_find()

    def reload(self) -> None:
        """Read what there is to choose from, the counts and which actions are shown."""
        delivery, place = self._services.delivery, self._view.table.place
        self._as_of = delivery.as_of(self._quarter)
        self._offer()
        filters, by = self._filters.filters, self._filters.by
        counts = delivery.counts(self._as_of, filters)
        self._groups = delivery.groups(self._as_of, filters, by)
        as_of = self._as_of
        self._view.show_quarter(as_of.quarter, as_of.day)
        self._model.show_groups(
            self._groups,
            lambda places: delivery.rows(as_of, places),
            headed=by is not GroupBy.NONE,
        )
        self._filters.show_counts(counts)
        self._arrange()
        self._view.table.go_to(place)
        self._say(counts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page keeps the table."""
        super().resizeEvent(event)
        self._arrange()

    def let_go(self) -> None:
        """Take the timeline apart."""
        self._view.let_go()

    def _read_again(self) -> None:
        self._stale = True
        self.catch_up()

    def _filter(self) -> None:
        """A person has changed what is shown, so it is no longer the view that was opened."""
        self._view_choice.leave()
        self._read_again()

    def _step(self, index: int) -> None:
        self._quarter = self._quarters[index]
        self.quarter_changed.emit(self._quarter)
        self._read_again()

    def _show_step(self) -> None:
        labels = [str(one) for one in self._quarters]
        self._stepper.show_steps(labels, self._quarters.index(self._quarter))

    def _offer(self) -> None:
        plan = self._services.plan
        titles = self._services.delivery.priorities()
        self._filters.offer(
            [(one.name, one.code) for one in plan.boards],
            [(f"{code} {title}", code) for code, title in titles.items()],
            [(one.name, one.code) for one in plan.agencies],
        )
        self._offer_views(self._view_choice.current)

    # What it says

    def _say(self, counts: Counts) -> None:
        self._header.show_title("Delivery plan", _sentence(counts) + self._ending())
        shown = sum(map(len, self._groups))
        self._stack.setCurrentIndex(0 if shown else 1)
        self._export.explain_why_not("" if shown else "There are no actions to export")
        narrowed = counts.total > 0
        self._nothing.show_words(
            "No action matches" if narrowed else "There are no actions",
            "Other filters or other words show more." if narrowed else "The plan has none yet.",
            "Show all actions" if narrowed else "",
        )
        if not shown:
            self._show_story(None)

    def _ending(self) -> str:
        """From when it is seen, where that is not today."""
        return f" As of {day_words(self._as_of.day)}." if self._services.delivery.is_over else ""

    def _show_all(self) -> None:
        self._filters.show_filters(Filters(), self._filters.by)
        self._filter()
        self.focus_first()

    # The panels beside the table

    def _arrange(self) -> None:
        """Give the room to the table, its timeline and the story, in this order."""
        story = not self._story.isHidden()
        wide = self.width() >= self._theme.scaled(_ROOM_FOR_TIMELINE)
        timeline = self._wants_timeline and wide and not story
        listed = self._filters.filters.segment is Segment.EXCEPTIONS
        self._view.table.show_exceptions(listed)
        if self.isVisible():
            self._view.show_timeline(timeline)

    def _turn_timeline(self) -> None:
        """Show the timeline or hide it; the story makes room for it."""
        hidden = not self._story.isHidden()
        self._wants_timeline = True if hidden else not self._wants_timeline
        self._story.hide()
        self._arrange()

    def _open_story(self, row: DeliveryRow) -> None:
        self._story.show()
        self._arrange()
        self._show_story(row)

    def _close_story(self) -> None:
        if not self._story.isHidden():
            self._story.hide()
            self._arrange()
            self.focus_first()

    def _follow(self, current: QModelIndex) -> None:
        row = self._model.record(current.row())
        self.subject_changed.emit(f"Action {row.code}" if row else "")
        self._show_story(row)

    def _show_story(self, row: DeliveryRow | None) -> None:
        if self._story.isHidden():
            return
        try:
            self._story.show_action(row.code if row else None, self._quarter)
        except UserError as error:
            self._complain("The action cannot be read now.", str(error))

    def _next_pane(self) -> None:
        if self._view.table.hasFocus() and not self._story.isHidden():
            self._story.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.focus_first()

    # Saved views

    def _offer_views(self, current: str) -> None:
        views, may_change = self._services.delivery.views(), not self._services.session.looks_only
        self._view_choice.show_views(views, current, may_change=may_change)

    def _open_view(self, view: SavedView) -> None:
        self._filters.show_filters(view.filters, view.by)
        self._offer_views(view.name)
        self._read_again()
        self.focus_first()

    def _name_view(self) -> None:
        self._view_name.open(self._view_choice.current)

    def _save_view(self, name: str) -> None:
        name = name.strip()
        view = SavedView(name, self._filters.filters, self._filters.by)
        try:
            self._services.delivery.save_view(view)
        except UserError as error:
            self._view_name.show_error(str(error))
            return
        self._offer_views(name)
        self._leave_name()

    def _leave_name(self) -> None:
        self._view_name.hide()
        self.focus_first()

    def _delete_view(self, name: str) -> None:
        try:
            self._services.delivery.delete_view(name)
        except UserError as error:
            self._complain("The view was not deleted.", str(error))
            return
        self._offer_views("")

    # Export

    def _ask_where_to_export(self) -> None:
        name = _FILE.format(str(self._quarter).replace("/", "-"))
        path = self._dialogs.save_table(self, "Export these actions", name)
        if path is None:
            return
        self._said.hide()
        self._failed.hide()
        self._export.explain_why_not("The actions are being written")
        as_of, groups = self._as_of, self._groups
        self._tasks.run(
            lambda: self._services.delivery.export(as_of, groups, path),
            lambda written: self._say_exported(written, path),
            self._say_not_exported,
        )

    def _say_exported(self, written: int, path: Path) -> None:
        self._export.explain_why_not("")
        actions = "1 action" if written == 1 else f"{written:,} actions"
        self._said.show_words(f"{actions} written.", str(path), "Close")
        self._said.show()
        self._said.announce()

    def _say_not_exported(self, error: UserError) -> None:
        self._export.explain_why_not("")
        self._complain("Nothing was exported.", str(error))

    def _complain(self, fact: str, cure: str) -> None:
        self._failed.show_words(fact, cure, "Close")
        self._failed.show()
        self._failed.announce()

    # How it is built

    def _build(self) -> None:
        self._show_step()
        self._header.add_controls(self._stepper, self._view_choice, self._export)
        self._story.hide()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._nothing)
        above = QVBoxLayout()
        above.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_SMALL)
        above.setSpacing(SPACE_SMALL)
        above.addWidget(self._view_name)
        above.addWidget(self._filters)
        left = QVBoxLayout()
        left.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_MEDIUM)
        left.addWidget(self._stack, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(self._story)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        for banner in (self._said, self._failed):
            banner.hide()
            column.addWidget(banner)
        column.addLayout(above)
        column.addLayout(body, 1)

    def _wire(self) -> None:
        table = self._view.table
        self._stepper.stepped.connect(self._step)
        self._filters.changed.connect(self._filter)
        self._nothing.acted.connect(self._show_all)
        table.opened.connect(self._open_story)
        table.left.connect(self._close_story)
        table.return_wanted.connect(lambda row: self.return_wanted.emit(row.board, self._quarter))
        table.selectionModel().currentRowChanged.connect(lambda current, _: self._follow(current))
        self._model.failed.connect(self.trouble, Qt.ConnectionType.QueuedConnection)
        self._story.trend_wanted.connect(self.trend_wanted)
        self._view_choice.opened.connect(self._open_view)
        self._view_choice.save_wanted.connect(self._name_view)
        self._view_choice.delete_wanted.connect(self._delete_view)
        self._view_name.named.connect(self._save_view)
        self._view_name.left.connect(self._leave_name)
        self._export.clicked.connect(self._ask_where_to_export)
        for banner in (self._said, self._failed):
            banner.acted.connect(banner.hide)
        for keys, do in (
            ("Ctrl+F", self._filters.focus_find),
            ("G", self._filters.open_grouping),
            ("T", self._turn_timeline),
            ("F6", self._next_pane),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        leave = QShortcut(QKeySequence("Escape"), self._story)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._close_story)


def _sentence(counts: Counts) -> str:
    """`3 actions. 1 is off track, 0 at risk, 1 overdue; 2 have no update this quarter.`, say."""
    number = counts.by_segment
    shown = number[Segment.ALL]
    off, risk, over, silent = (
        number[one]
        for one in (Segment.OFF_TRACK, Segment.AT_RISK, Segment.OVERDUE, Segment.NO_UPDATE)
    )
    which = f"{shown:,} of {counts.total:,}" if shown != counts.total else f"{shown:,}"
    noun = "action" if counts.total == 1 else "actions"
    are, have = ("is" if off == 1 else "are"), ("has" if silent == 1 else "have")
    return (
        f"{which} {noun}. {off:,} {are} off track, {risk:,} at risk, {over:,} overdue; "
        f"{silent:,} {have} no update this quarter."
    )
