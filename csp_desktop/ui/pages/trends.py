"""Trends: any indicator drawn, with its answers above and the same figures as a table."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.analysis.charting import Rebase
from csp_desktop.core.annotations import Annotation
from csp_desktop.core.errors import UserError
from csp_desktop.core.periods import DateRange
from csp_desktop.services import Services
from csp_desktop.services.changes import Kind
from csp_desktop.ui.charts.keeping import Kept, keep, picture
from csp_desktop.ui.charts.multiples import Multiples
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.pages.trends_form import AnnotationForm, Typed
from csp_desktop.ui.pages.trends_notes import store_typed, take_back
from csp_desktop.ui.pages.trends_panel import TrendPanel
from csp_desktop.ui.pages.trends_strip import AnswerStrip, answers, no_answers
from csp_desktop.ui.pages.trends_table import TwinTable
from csp_desktop.ui.pages.trends_views import Looked, Mode, View, latest_of, view_of
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_PAGE, SPACE_PANEL, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.chooser import Choice, Chooser
from csp_desktop.ui.widgets.fields import ChoiceField
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.stepper import Stepper
from csp_desktop.ui.widgets.words import Words

if TYPE_CHECKING:
    from csp_desktop.ui.charts.trend_chart import TrendChart

_LEAST_CHART, _LEAST_HEIGHT = 460, 240  # px at 100 % text


class TrendsPage(Page):
    """One indicator at a time, in one of several ways of looking at it."""

    keys = (
        ("Left, Right", "Point"),
        ("Ctrl+scroll", "Zoom"),
        ("Home", "Whole series"),
        ("0", "From nought or not"),
        ("C", "Line or columns"),
        ("Ctrl+I", "Choose"),
        ("PgUp, PgDn", "Other indicator"),
        ("Ctrl+T", "To table"),
    )
    shows = frozenset({Kind.FIGURES, Kind.PLAN})

    def __init__(
        self, services: Services, theme: Theme, notifier: Notifier, dialogs: Dialogs
    ) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._notifier = notifier
        self._dialogs = dialogs
        self._code = ""
        self._period: DateRange | None = None
        self._periods: list[DateRange] = []
        self._looked: Looked | None = None
        self._plain = self._view = View("")
        self._header = PageHeader(theme)
        self._chooser = Chooser(theme, "Choose indicator", "Find an indicator")
        self._stepper = Stepper(theme, "period")
        self._copy = Button(theme, "Copy picture", icon="copy", in_header=True)
        self._keep = Button(theme, "Save picture…", ButtonKind.QUIET, icon="export")
        self._strip = AnswerStrip(theme)
        self._modes = Segmented(theme, "How to look at it")
        self._annotate = Button(theme, "Add annotation", ButtonKind.QUIET, icon="flag")
        self._form = AnnotationForm(theme)
        self._panel = TrendPanel(theme)
        self._sentence = Words()
        self._sources = Words("", "code")
        self._table = TwinTable(theme)
        self._few_modes = ChoiceField("How to look at it")
        self._body, self._scroll = QBoxLayout(QBoxLayout.Direction.LeftToRight), QScrollArea()
        self._build()
        self._wire()

    @property
    def indicator(self) -> str:
        """The code of the indicator shown."""
        return self._code

    @property
    def chart(self) -> "TrendChart | None":
        """The chart, once one has been shown."""
        return self._panel.chart

    @property
    def multiples(self) -> Multiples:
        """The small charts."""
        return self._panel.multiples

    @property
    def mode(self) -> Mode:
        """How the indicator is looked at."""
        return Mode(self._modes.current)

    def show_indicator(self, code: str) -> None:
        """Show another indicator, as it stands at its latest period."""
        if code != self._code:
            self._period = None
        self._code = code
        self._stale = True
        if self.isVisible():
            self._refresh()

    def show_mode(self, mode: Mode) -> None:
        """Look at the indicator in another way."""
        self._modes.choose(mode.value)
        self._few_modes.show_value(mode.value)
        self._show_view()

    def focus_first(self) -> None:
        """The chart, or the button that chooses another where there is none."""
        (self._panel.reader or self._chooser).setFocus()

    def let_go(self) -> None:
        """Take the chart apart."""
        self._panel.let_go()

    def reload(self) -> None:
        """Read the trend and draw it."""
        self._offer_indicators()
        trend = self._services.analysis.trend(self._code)
        found = latest_of(self._services, trend, self._period)
        self._looked = Looked(trend, found)
        indicator = trend.indicator
        self._header.show_title(
            indicator.name,
            f"{indicator.code}. {indicator.title}. {indicator.polarity.words}. "
            f"Reported by {indicator.board}.",
        )
        self._periods = [one.period for one in trend.series if one.value is not None]
        self._stepper.setVisible(bool(self._periods))
        if found is not None:
            labels = [str(one) for one in self._periods]
            self._stepper.show_steps(labels, self._periods.index(found.period))
        self._strip.show_answers(answers(found) if found is not None else no_answers())
        self._form.show_kept(
            self._services.annotations.of(indicator.code), self._services.phases.of(indicator.code)
        )
        self._show_view()

    def _show_view(self) -> None:
        """Draw what the mode shows, and put the same into the table."""
        if self._looked is None:
            return
        looked = self._looked
        self._plain = view_of(self._services, self.mode, looked)
        view = self._view = self._traced()
        if view.rows:
            self._table.show_rows(view.rows)
        else:
            charted = looked.found.charted if looked.found is not None else None
            self._table.show_series(looked.indicator, looked.series, charted)
        self._sentence.setText(view.sentence)
        self._sentence.setVisible(bool(view.sentence))
        named = "; ".join(looked.trend.sources)
        self._sources.setText(view.sources or (f"Source: {named}" if named else ""))
        self._panel.show_view(view, may_have_columns=self.mode.may_have_columns)
        self._arrange()
        self._annotate.setVisible(self.mode is Mode.CONTROL and view.drawing is not None)
        why_not = "" if view.drawn else "There is no chart to take away"
        for button in (self._copy, self._keep):
            button.explain_why_not(why_not)

    def _traced(self) -> View:
        """The view with its figures as the person wants them drawn."""
        return self._plain.traced(self._panel.trace) if self.mode.may_have_columns else self._plain

    def _trace(self) -> None:
        self._view = self._traced()
        self._panel.redraw(self._view)

    def _build(self) -> None:
        self._header.add_controls(self._chooser, self._stepper, self._copy)
        for mode in Mode:
            self._modes.add(mode.value, mode.value)
        self._few_modes.offer([(mode.value, mode.value) for mode in Mode])
        self._few_modes.hide()
        choices = QHBoxLayout()
        choices.setSpacing(SPACE_MEDIUM)
        choices.addWidget(self._modes)
        choices.addWidget(self._few_modes)
        choices.addStretch(1)
        choices.addWidget(self._annotate)
        choices.addWidget(self._keep)
        left = QVBoxLayout()
        left.setSpacing(SPACE_SMALL)
        left.addWidget(self._form)
        left.addWidget(self._panel, 1)
        left.addWidget(self._sentence)
        left.addWidget(self._sources)
        self._body.setSpacing(SPACE_PANEL)
        self._body.addLayout(left, 1)
        self._body.addWidget(self._table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        inside = QWidget()
        inside.setProperty("kind", "page")
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_PANEL)
        inner.setSpacing(SPACE_MEDIUM)
        inner.addWidget(self._strip)
        inner.addLayout(choices)
        inner.addLayout(self._body, 1)
        column.addWidget(self._scroll, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where large type leaves no room, the table stands below the chart, modes in a list."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() - 2 * SPACE_PAGE
        beside = self._table.maximumWidth() + self._theme.scaled(_LEAST_CHART) <= room
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        tall = 0 if beside else self._theme.scaled(_LEAST_HEIGHT)
        self._panel.setMinimumHeight(tall)
        self._panel.stand_alone(not beside)
        self._table.setMinimumHeight(tall)
        others = self._annotate.sizeHint().width() + self._keep.sizeHint().width()
        joined = self._modes.sizeHint().width() + others + 3 * SPACE_MEDIUM <= room
        self._modes.setVisible(joined)
        self._few_modes.setVisible(not joined)

    def _wire(self) -> None:
        self._chooser.chosen.connect(self.show_indicator)
        self._stepper.stepped.connect(self._look_at)
        self._modes.chosen.connect(lambda key: self.show_mode(Mode(key)))
        self._few_modes.picked.connect(lambda key: self.show_mode(Mode(key)))
        self._panel.traced.connect(self._trace)
        self._panel.opened.connect(self._open_small)
        self._panel.copy_wanted.connect(self.copy_picture)
        self._copy.clicked.connect(self.copy_picture)
        self._keep.clicked.connect(self.save_picture)
        self._annotate.clicked.connect(self._open_form)
        self._form.added.connect(self._add_typed)
        self._form.taken_back.connect(self._take_back)
        self._form.closed.connect(self._close_form)
        for keys, do in (
            ("Ctrl+I", self._chooser.open_list),
            ("Ctrl+T", self._table.focus_table),
            ("PgDown", lambda: self._step(1)),
            ("PgUp", lambda: self._step(-1)),
            ("F6", self._next_pane),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    def copy_picture(self) -> None:
        """Put the chart on the clipboard at print size, with its title and its sentence."""
        kept = self._kept()
        if kept is not None:
            QApplication.clipboard().setImage(picture(kept, self._theme))
            self._panel.say("The picture is on the clipboard.")

    def save_picture(self) -> None:
        """Write the chart where the person says: .png at 300 dots an inch, .pdf or .svg."""
        kept = self._kept()
        if kept is None:
            return
        name = f"{self._code} {self.mode.value.lower()}.png"
        path = self._dialogs.save_picture(self, "Save the chart", name)
        if path is None:
            return
        try:
            keep(path, kept, self._theme)
        except UserError as error:
            self._panel.say(str(error))
            return
        self._panel.say(f"The chart is saved as {path}.")

    def _kept(self) -> Kept | None:
        """What can be taken away, with its title and its sentence; None where nothing is drawn."""
        if self._looked is None or not self._view.drawn:
            return None
        one = self._looked.indicator
        sentence = " ".join(filter(None, (self._view.sentence, self._sources.text())))
        return Kept(self._view.drawn, self._view.title or f"{one.code} {one.name}", sentence)

    def _offer_indicators(self) -> None:
        """Those with figures first: a newcomer finds a line, not an empty page."""
        plan = self._services.plan
        known = self._services.analysis.with_figures()
        ordered = sorted(plan.indicators, key=lambda one: one.code not in known)
        self._order = [one.code for one in ordered]
        self._chooser.offer([Choice(one.code, one.name, one.code) for one in ordered])
        if not self._code:
            with_target = [
                one.code
                for one in ordered
                if one.code in known
                and any(
                    target.baseline and one.code in target.indicators for target in plan.targets
                )
            ]
            self._code = (with_target or self._order)[0]

    def _look_at(self, index: int) -> None:
        self._period = self._periods[index]
        self._stale = True
        self._refresh()

    def _open_small(self, code: str) -> None:
        self.show_mode(Mode.CONTROL)
        self.show_indicator(code)
        self.focus_first()

    def _step(self, by: int) -> None:
        at = self._order.index(self._code) + by
        self.show_indicator(self._order[at % len(self._order)])

    def _next_pane(self) -> None:
        if self._table.has_focus:
            self.focus_first()
        else:
            self._table.focus_table()

    def _open_form(self) -> None:
        """The day one reads stands in the form; else that of the period looked at."""
        looked, chart = self._looked, self._panel.chart
        if looked is None or looked.found is None:
            return
        day = looked.found.period.first
        if chart is not None and 0 <= chart.at < len(looked.series):
            day = looked.series[chart.at].period.first
        self._form.open_at(day)

    def _close_form(self) -> None:
        self._form.hide()
        self.focus_first()

    def _add_typed(self, typed: Typed) -> None:
        try:
            changes = store_typed(self._services, self._code, typed)
        except UserError as error:
            self._form.show_trouble(str(error))
            return
        self._form.clear()
        self._notifier.publish(changes)
        self._close_form()

    def _take_back(self, kept: Annotation | Rebase) -> None:
        try:
            changes = take_back(self._services, self._code, kept)
        except UserError as error:
            self._form.show_trouble(str(error))
            return
        self._notifier.publish(changes)
