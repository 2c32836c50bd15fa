"""The window: sidebar, the page that is open, and the line at the foot."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from csp_desktop.core.editions import shown_to
from csp_desktop.core.errors import UserError
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.home import HomePage
from csp_desktop.ui.pages.imports import ImportPage
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.pages.returns import ReturnsPage
from csp_desktop.ui.pages.trends import TrendsPage
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.sidebar import Sidebar, SidebarEntry
from csp_desktop.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from csp_desktop.ui.pages.audit import AuditPage
    from csp_desktop.ui.pages.dashboard import DashboardPage
    from csp_desktop.ui.pages.delivery import DeliveryPage
    from csp_desktop.ui.pages.packs import PacksPage
    from csp_desktop.ui.pages.plan import PlanPage
    from csp_desktop.ui.pages.presentation import Presentation
    from csp_desktop.ui.pages.review import ReviewPage

_PROGRAM = "Community Safety"
HOME, RETURNS, REVIEW, TRENDS = "home", "returns", "review", "trends"
DASHBOARD = "dashboard"
DELIVERY, PACKS, IMPORT, PLAN, AUDIT = "delivery plan", "packs", "import", "plan", "audit"
# In the order of the sidebar, by what holds each page.
_ATTRIBUTES = {
    HOME: "home",
    RETURNS: "returns",
    REVIEW: "review",
    DASHBOARD: "dashboard",
    TRENDS: "trends",
    DELIVERY: "delivery",
    PACKS: "packs",
    IMPORT: "imports",
    PLAN: "plan",
    AUDIT: "audit",
}
_One = TypeVar("_One", bound=Page)


class MainWindow(QMainWindow):
    """Opens on Home; every page gets what it needs as constructor arguments."""

    def __init__(
        self, services: Services, theme: Theme, dialogs: Dialogs, held_by: str = ""
    ) -> None:
        """Build the window.

        Args:
            services: over an open database.
            theme: colours and type.
            dialogs: asks the person.
            held_by: who has the database open, where this window may only look.
        """
        super().__init__()
        self._dialogs = dialogs
        self._services = services
        self._theme = theme
        self._notifier = Notifier(self)
        self._tasks = Tasks(services.release_thread, self)
        quarter = services.returns.open_quarter()
        self.home = HomePage(services, theme, self._tasks, dialogs, quarter)
        self.returns = ReturnsPage(services, theme, self._notifier, self._tasks, dialogs, quarter)
        self.trends = TrendsPage(services, theme, self._notifier, dialogs)
        self.imports = ImportPage(services, theme, self._notifier, self._tasks, dialogs)
        self._pages: dict[str, Page] = {}
        self._presentation: Presentation | None = None
        self._sidebar = Sidebar(
            theme,
            _PROGRAM,
            services.plan.short_name,
            [
                [
                    SidebarEntry(HOME, "Home", "home"),
                    SidebarEntry(RETURNS, "Returns", "returns"),
                    SidebarEntry(REVIEW, "Review", "review"),
                    SidebarEntry(DASHBOARD, "Dashboard", "dashboard"),
                    SidebarEntry(TRENDS, "Trends", "trends"),
                    SidebarEntry(DELIVERY, "Delivery plan", "delivery-plan"),
                    SidebarEntry(PACKS, "Packs", "packs"),
                    SidebarEntry(IMPORT, "Import", "import"),
                ],
                [
                    SidebarEntry(PLAN, "Plan", "plan"),
                    SidebarEntry(AUDIT, "Audit", "audit"),
                ],
            ],
        )
        self._stack = QStackedWidget()
        self._trouble = Banner(theme, BannerKind.ERROR, "")
        self._looking = Banner(
            theme,
            BannerKind.WARNING,
            "Looking only.",
            f"{held_by} has this open. Close it there and start again here to enter figures.",
        )
        self._looking.setVisible(bool(held_by))
        self._status = StatusLine(theme)
        self._build()
        self._wire()

    @property
    def review(self) -> "ReviewPage":
        """The page of that name; like those below it is made when it is first wanted."""
        from csp_desktop.ui.pages.review import ReviewPage

        def make() -> ReviewPage:
            quarter = self._services.review.first_waiting() or self.home.quarter
            return ReviewPage(
                self._services, self._theme, self._notifier, self._tasks, self._dialogs, quarter
            )

        return self._made(REVIEW, ReviewPage, make)

    @property
    def dashboard(self) -> "DashboardPage":
        """Every theme of a quarter with its colours."""
        from csp_desktop.ui.pages.dashboard import DashboardPage

        return self._made(DASHBOARD, DashboardPage, self._make_dashboard)

    @property
    def delivery(self) -> "DeliveryPage":
        """The delivery plan across boards."""
        from csp_desktop.ui.pages.delivery import DeliveryPage

        return self._made(DELIVERY, DeliveryPage, self._make_delivery)

    @property
    def packs(self) -> "PacksPage":
        """The next pack and those that have been issued."""
        from csp_desktop.ui.pages.packs import PacksPage

        return self._made(PACKS, PacksPage, self._make_packs)

    @property
    def plan(self) -> "PlanPage":
        """The plan and what was agreed since."""
        from csp_desktop.ui.pages.plan import PlanPage

        return self._made(
            PLAN, PlanPage, lambda: PlanPage(self._services, self._theme, self._notifier)
        )

    @property
    def audit(self) -> "AuditPage":
        """Who changed what."""
        from csp_desktop.ui.pages.audit import AuditPage

        return self._made(
            AUDIT,
            AuditPage,
            lambda: AuditPage(self._services, self._theme, self._tasks, self._dialogs),
        )

    def open_page(self, key: str) -> None:
        """Show a page; what was typed on the one that is left is stored first."""
        page: Page = getattr(self, _ATTRIBUTES[key])
        self._sidebar.select(key)
        self._status.show_subject("")
        self._status.show_keys(page.keys)
        self._trouble.hide()
        self._stack.setCurrentWidget(page)
        page.catch_up()
        page.focus_first()

    def open_return(self, board: str, quarter: Quarter) -> None:
        """Show a board's return."""
        self.returns.show_return(board, quarter)
        self.open_page(RETURNS)

    def open_review(self, board: str, quarter: Quarter) -> None:
        """Show a board's return as its reviewer sees it."""
        self.review.show_return(board, quarter)
        self.open_page(REVIEW)

    def open_trend(self, indicator: str) -> None:
        """Show the trend of an indicator."""
        self.trends.show_indicator(indicator)
        self.open_page(TRENDS)

    def open_presentation(self, quarter: Quarter) -> None:
        """Show the themes of a quarter full screen, as they are known now."""
        from csp_desktop.ui.pages.presentation import Presentation

        self._end_presentation()
        try:
            whole = self._services.dashboards.of(quarter)
        except UserError as error:
            self._say_trouble(str(error))
            return
        # The presentation is given what an edition may show, never the figures themselves.
        self._presentation = Presentation(
            self._theme,
            partial(shown_to, whole),
            {one.code: one.name for one in self._services.plan.boards},
            self._services.session.now().astimezone().date(),
            self,
        )
        self._presentation.left.connect(self._presentation_left)
        self._presentation.showFullScreen()
        self._presentation.activateWindow()

    def tell_pages(self, changes: Changes) -> None:
        """Let every page know what was stored, in this window or beside it."""
        for page in self._pages.values():
            page.take_notice(changes)
        if Kind.RETURNS in changes.kinds:
            self._count_waiting()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps the sidebar's icons only."""
        super().resizeEvent(event)
        self._sidebar.adapt(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing at any moment loses nothing: a field being edited is stored first."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        for page in self._pages.values():
            # Also what could not be stored before is tried a last time.
            page.commit()
        lost = self.returns.unsaved
        if lost and not self._dialogs.lose(self, lost):
            event.ignore()
            self.open_page(RETURNS)
            return
        self.let_go()
        super().closeEvent(event)

    def let_go(self) -> None:
        """Wait for what is under way and give back what Qt does not give back by itself."""
        self._end_presentation()
        self._tasks.stop()
        for page in self._pages.values():
            page.let_go()

    def _build(self) -> None:
        plan = self._services.plan
        self.setWindowTitle(f"{plan.short_name} – {_PROGRAM}")
        self._sidebar.show_role(self._services.session.user, "")
        self._status.show_edition("Internal")
        for key, page in (
            (HOME, self.home),
            (RETURNS, self.returns),
            (TRENDS, self.trends),
            (IMPORT, self.imports),
        ):
            self._add(key, page)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._looking)
        right.addWidget(self._trouble)
        right.addWidget(self._stack, 1)
        right.addWidget(self._status)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sidebar)
        row.addLayout(right, 1)
        self.setCentralWidget(inside)
        self.setMinimumSize(960, 560)
        self.resize(1366, 768)
        self._count_waiting()
        self.open_page(HOME)

    def _wire(self) -> None:
        self._sidebar.chosen.connect(self.open_page)
        self.home.return_wanted.connect(self.open_return)
        self.home.review_wanted.connect(self.open_review)
        self.home.import_wanted.connect(lambda: self.open_page(IMPORT))
        self._notifier.changed.connect(self.tell_pages)
        self._notifier.saved.connect(self._say_saved)
        self._trouble.acted.connect(lambda: self._page().catch_up())
        for number, key in enumerate(_ATTRIBUTES, start=1):
            # The tenth has the key after 9.
            shortcut = QShortcut(QKeySequence(f"Alt+{number % 10}"), self)
            shortcut.activated.connect(lambda page=key: self.open_page(page))

    def _made(self, key: str, kind: type[_One], make: Callable[[], _One]) -> _One:
        """A page, made if it is not there yet; a window opens faster without those of the team."""
        if key not in self._pages:
            self._add(key, make())
        page = self._pages[key]
        assert isinstance(page, kind)
        return page

    def _make_dashboard(self) -> "DashboardPage":
        from csp_desktop.ui.pages.dashboard import DashboardPage

        page = DashboardPage(self._services, self._theme, self._tasks, self.home.quarter)
        self.home.quarter_changed.connect(page.show_quarter)
        page.trend_wanted.connect(self.open_trend)
        page.present_wanted.connect(self.open_presentation)
        return page

    def _make_delivery(self) -> "DeliveryPage":
        from csp_desktop.ui.pages.delivery import DeliveryPage

        page = DeliveryPage(
            self._services, self._theme, self._tasks, self._dialogs, self.home.quarter
        )
        self.home.quarter_changed.connect(page.show_quarter)
        page.quarter_changed.connect(self.home.show_quarter)
        page.return_wanted.connect(self.open_return)
        page.trend_wanted.connect(self.open_trend)
        return page

    def _make_packs(self) -> "PacksPage":
        from csp_desktop.ui.pages.packs import PacksPage

        page = PacksPage(
            self._services,
            self._theme,
            self._notifier,
            self._tasks,
            self._dialogs,
            self.home.quarter,
        )
        self.home.quarter_changed.connect(page.show_quarter)
        return page

    def _add(self, key: str, page: Page) -> None:
        self._pages[key] = page
        self._stack.addWidget(page)
        page.subject_changed.connect(self._status.show_subject)
        page.keys_changed.connect(self._status.show_keys)
        page.trouble.connect(self._say_trouble)

    def _end_presentation(self) -> None:
        if self._presentation is not None:
            self._presentation.close()

    def _presentation_left(self) -> None:
        """It deletes itself when it closes."""
        self._presentation = None

    def _count_waiting(self) -> None:
        """How many returns wait for their reviewer stands beside the page's name."""
        waiting = self._services.review.waiting()
        self._sidebar.show_count(REVIEW, str(waiting) if waiting else "")

    def _page(self) -> Page:
        return next(one for one in self._pages.values() if one is self._stack.currentWidget())

    def _say_trouble(self, words: str) -> None:
        """What cannot be read stays said until it can."""
        was_there = self._trouble.isVisible()
        self._trouble.setVisible(bool(words))
        if words:
            self._trouble.show_words("This page cannot be read now.", words, "Try again")
            self._trouble.announce()
        elif was_there:
            self._page().focus_first()

    def _say_saved(self) -> None:
        now = self._services.session.now().astimezone()
        self._status.show_saved(f"Saved {now:%H:%M}")
