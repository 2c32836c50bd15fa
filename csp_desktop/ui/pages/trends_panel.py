"""The panel of a trend: what is read out, the chart or the small charts, or why there is none."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from csp_desktop.ui.charts.multiples import Multiples
from csp_desktop.ui.pages.trends_views import Trace, View
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.panel import Panel
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.words import Words

if TYPE_CHECKING:
    from csp_desktop.ui.charts.trend_chart import TrendChart

_INVITATION = "Move along the chart with Left and Right to read each figure."
_INVITATION_SMALL = "Arrows go from chart to chart, Enter opens one."


class TrendPanel(Panel):
    """Shows one view at a time; its choice of line or columns lasts from one to the next."""

    traced = Signal()
    """Line or columns were chosen."""
    opened = Signal(str)
    """The code of the small chart that was chosen."""
    copy_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._chart: TrendChart | None = None
        self._alone = False
        self._read_out = Words("", "sentence")
        self._traces = Segmented(theme, "Line or columns")
        self._nothing = EmptyState(theme, "", "")
        self._multiples, self._smalls = Multiples(theme), QScrollArea()
        self._read_out.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._traces.chosen.connect(lambda _: self.traced.emit())
        self._multiples.read_out.connect(self.say)
        self._multiples.opened.connect(self.opened)
        self._multiples.measured.connect(self._make_high)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("C"), self, context=inside).activated.connect(self._other_trace)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self, context=inside)
        copy.activated.connect(self.copy_wanted)
        theme.changed.connect(self._keep_room)
        self._keep_room()

    @property
    def chart(self) -> "TrendChart | None":
        """The chart, once one has been shown."""
        return self._chart

    @property
    def multiples(self) -> Multiples:
        """The small charts."""
        return self._multiples

    @property
    def trace(self) -> Trace:
        """Line or columns."""
        return Trace(self._traces.current)

    @property
    def reader(self) -> QWidget | None:
        """What reads figures out by the arrow keys; None where nothing is drawn."""
        shown = (self._chart, self._multiples)
        return next((one for one in shown if one is not None and one.isVisibleTo(self)), None)

    def stand_alone(self, alone: bool) -> None:
        """Whether the page scrolls past it: small charts then take all the height they need."""
        self._alone = alone
        self._make_high(self._multiples.minimumHeight())

    def say(self, words: str) -> None:
        """Say something where figures are read out."""
        self._read_out.setText(words)

    def show_view(self, view: View, *, may_have_columns: bool) -> None:
        """Show another view from its beginning."""
        if view.drawing is not None:
            self._charted().show_drawing(view.drawing)
        self._show_parts(view, may_have_columns)
        self.say(_INVITATION_SMALL if view.smalls else _INVITATION)

    def redraw(self, view: View) -> None:
        """Show the same figures otherwise: what is in view and what is read stay."""
        if view.drawing is not None and self._chart is not None:
            self._chart.redraw(view.drawing)
        self._multiples.redraw(view.smalls)

    def let_go(self) -> None:
        """Take the chart apart."""
        if self._chart is not None:
            self._chart.let_go()
            self._chart = None

    def _show_parts(self, view: View, may_have_columns: bool) -> None:
        shown = bool(view.drawn)
        if self._chart is not None:
            self._chart.setVisible(view.drawing is not None)
        self._smalls.setVisible(bool(view.smalls))
        self._multiples.show_charts(view.smalls)
        self._traces.setVisible(shown and may_have_columns)
        self._read_out.setVisible(shown)
        self._nothing.setVisible(not shown)
        self._nothing.show_words(*view.nothing)

    def _charted(self) -> "TrendChart":
        if self._chart is None:
            # pyqtgraph costs more than the whole window: it waits for the first chart.
            from csp_desktop.ui.charts.trend_chart import TrendChart

            self._chart = TrendChart(self._theme)
            self._chart.read_out.connect(self.say)
            self.body.addWidget(self._chart, 1)
        return self._chart

    def _make_high(self, least: int) -> None:
        self._smalls.setMinimumHeight(least if self._alone else 0)

    def _other_trace(self) -> None:
        if self._traces.isVisibleTo(self):
            other = Trace.LINE if self.trace is Trace.COLUMNS else Trace.COLUMNS
            self._traces.choose(other.value)
            self.traced.emit()

    def _keep_room(self) -> None:
        """Two lines, so that the chart stays where it is while long and short words are read."""
        self._read_out.setMinimumHeight(2 * self._theme.metrics().lineSpacing())

    def _lay_out(self) -> None:
        for trace in Trace:
            self._traces.add(trace.value, trace.value)
        top = QHBoxLayout()
        top.setSpacing(SPACE_MEDIUM)
        top.addWidget(self._read_out, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._traces, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(SPACE_SMALL)
        self.body.addLayout(top)
        self.body.addWidget(self._nothing)
        self._smalls.setWidget(self._multiples)
        self._smalls.setWidgetResizable(True)
        self._smalls.setFrameShape(QFrame.Shape.NoFrame)
        self._smalls.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._smalls.hide()
        self.body.addWidget(self._smalls, 1)
