"""Trends: any indicator drawn, with its answers above and the same figures as a table."""

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.numbers import number_words
from csp_desktop.services import Services
from csp_desktop.services.analysis import Trend
from csp_desktop.services.changes import Kind
from csp_desktop.ui.item_models.period_table import PeriodColumn, PeriodTable
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.theme import (
    ROW_DENSE,
    SPACE_MEDIUM,
    SPACE_PAGE,
    SPACE_PANEL,
    SPACE_SMALL,
    Theme,
)
from csp_desktop.ui.trend_words import other_ranges, sentence, value_words
from csp_desktop.ui.widgets.chooser import Choice, Chooser
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.panel import Panel
from csp_desktop.ui.widgets.tables import dress_table
from csp_desktop.ui.widgets.words import Words

if TYPE_CHECKING:
    from csp_desktop.ui.charts.trend_chart import TrendChart


class TrendsPage(Page):
    """One indicator at a time."""

    keys = (
        ("Left, Right", "Point"),
        ("Ctrl+I", "Choose indicator"),
        ("PgUp, PgDn", "Other indicator"),
        ("Ctrl+T", "To table"),
    )
    shows = frozenset({Kind.FIGURES, Kind.PLAN})

    def __init__(self, services: Services, theme: Theme) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._code = ""
        self._chart: TrendChart | None = None
        self._header = PageHeader(theme)
        self._chooser = Chooser(theme, "Choose indicator", "Find an indicator")
        self._strip = _Strip()
        self._panel = Panel()
        self._read_out = Words("", "sentence")
        self._sentence = Words()
        self._sources = Words("", "code")
        self._nothing = EmptyState(theme, "", "")
        self._table_model = PeriodTable()
        self._table = QTableView()
        self._build()
        self._wire()

    @property
    def indicator(self) -> str:
        """The code of the indicator shown."""
        return self._code

    @property
    def chart(self) -> "TrendChart | None":
        """The chart, once one has been shown."""
        return self._chart

    def show_indicator(self, code: str) -> None:
        """Show another indicator."""
        self._code = code
        self._stale = True
        if self.isVisible():
            self._refresh()

    def focus_first(self) -> None:
        """The chart, or the button that chooses another where there is none."""
        drawn = self._chart is not None and self._chart.isVisible()
        (self._chart if drawn and self._chart else self._chooser).setFocus()

    def let_go(self) -> None:
        """Take the chart apart."""
        if self._chart is not None:
            self._chart.let_go()
            self._chart = None

    def reload(self) -> None:
        """Read the trend and draw it."""
        self._offer_indicators()
        trend = self._services.analysis.trend(self._code)
        indicator = trend.indicator
        self._header.show_title(
            indicator.name,
            f"{indicator.code}. {indicator.title}. {indicator.polarity.words}. "
            f"Reported by {indicator.board}.",
        )
        self._strip.show_answers(_answers(trend))
        self._table_model.show_series(indicator, trend.series)
        self._sentence.setText(" ".join(filter(None, (sentence(trend), other_ranges(trend)))))
        self._sources.setText("Source: " + "; ".join(trend.sources) if trend.sources else "")
        self._read_out.setText("Move along the line with Left and Right to read each figure.")
        self._draw(trend)

    def _build(self) -> None:
        self._header.add_controls(self._chooser)
        self._panel.body.setSpacing(SPACE_SMALL)
        self._panel.body.addWidget(self._read_out)
        self._panel.body.addWidget(self._nothing)
        left = QVBoxLayout()
        left.setSpacing(SPACE_SMALL)
        left.addWidget(self._panel, 1)
        left.addWidget(self._sentence)
        left.addWidget(self._sources)
        right = QVBoxLayout()
        right.setSpacing(SPACE_SMALL)
        right.addWidget(Words("The same as a table", "strong"))
        right.addWidget(self._table, 1)
        self._dress_table()
        body = QHBoxLayout()
        body.setSpacing(SPACE_PANEL)
        body.addLayout(left, 1)
        body.addLayout(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_PANEL)
        inner.setSpacing(SPACE_MEDIUM)
        inner.addWidget(self._strip)
        inner.addLayout(body, 1)
        column.addLayout(inner, 1)

    def _dress_table(self) -> None:
        table, theme = self._table, self._theme
        table.setModel(self._table_model)
        dress_table(table, theme, ROW_DENSE)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setAccessibleName("The same as a table")
        metrics = theme.metrics()
        period = metrics.horizontalAdvance("2013-10..2014-09") + 28
        value = metrics.horizontalAdvance("10 of 10 parts missing") + 24
        change = metrics.horizontalAdvance("On a year ago") + 28
        for column, width in (
            (PeriodColumn.PERIOD, period),
            (PeriodColumn.VALUE, value),
            (PeriodColumn.ON_YEAR, change),
        ):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(
            PeriodColumn.VALUE, QHeaderView.ResizeMode.Stretch
        )
        table.setFixedWidth(period + value + change + 16)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _wire(self) -> None:
        self._chooser.chosen.connect(self.show_indicator)
        for keys, do in (
            ("Ctrl+I", self._chooser.open_list),
            ("Ctrl+T", self._table.setFocus),
            ("PgDown", lambda: self._step(1)),
            ("PgUp", lambda: self._step(-1)),
            ("F6", self._next_pane),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

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

    def _step(self, by: int) -> None:
        at = self._order.index(self._code) + by
        self.show_indicator(self._order[at % len(self._order)])

    def _next_pane(self) -> None:
        if self._table.hasFocus():
            self.focus_first()
        else:
            self._table.setFocus()

    def _draw(self, trend: Trend) -> None:
        empty = not any(point.value is not None for point in trend.series)
        if self._chart is None and not empty:
            # pyqtgraph costs more than the whole window: it waits for the first chart.
            from csp_desktop.ui.charts.trend_chart import TrendChart

            self._chart = TrendChart(self._theme)
            self._chart.read_out.connect(self._read_out.setText)
            self._panel.body.addWidget(self._chart, 1)
        if self._chart is not None:
            self._chart.setVisible(not empty)
            self._chart.show_trend(trend)
        self._read_out.setVisible(not empty)
        self._nothing.setVisible(empty)
        self._nothing.show_words(*_why_empty(trend))


class _Strip(QFrame):
    """The trend's answers in one row: a label, the answer, and what it rests on."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, SPACE_SMALL, 0, SPACE_SMALL)
        self._row.setSpacing(0)
        self._cells: list[QWidget] = []

    def show_answers(self, answers: list[tuple[str, str, str]]) -> None:
        for cell in self._cells:
            self._row.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []
        for number, (label, answer, below) in enumerate(answers):
            if number:
                line = QFrame()
                line.setProperty("kind", "upright")
                self._row.addWidget(line)
                self._cells.append(line)
            cell = QWidget()
            column = QVBoxLayout(cell)
            column.setContentsMargins(SPACE_PANEL - 2, 0, SPACE_MEDIUM, 0)
            column.setSpacing(1)
            column.addWidget(Words(label, "label"))
            column.addWidget(Words(answer, "panel"))
            column.addWidget(Words(below, "label"))
            self._row.addWidget(cell, 1)
            self._cells.append(cell)


def _why_empty(trend: Trend) -> tuple[str, str]:
    """What is not there, and what would bring it."""
    if trend.indicator.sum_of and trend.series:
        parts = ", ".join(trend.indicator.sum_of)
        return "Not every part has a figure", f"It is the sum of {parts}: see the table."
    if trend.series:
        return "No numbers to draw", f"{trend.series[-1].gap}: see the table."
    return "No figures yet", "It is drawn as soon as a return has brought its first figure."


def _answers(trend: Trend) -> list[tuple[str, str, str]]:
    known = [point for point in trend.series if point.value is not None]
    if not known:
        return [("Latest", "None", "no figure yet")]
    last = known[-1]
    label = "Latest, provisional" if last.provisional else "Latest"
    answers = [(label, value_words(trend.indicator, last), str(last.period))]
    answers += _changes(trend)
    line = next((one for one in trend.targets if one.level is not None), None)
    if line is not None and line.level is not None:
        if line.baseline is not None and line.target.baseline is not None:
            answers.append(
                ("Baseline", _level(trend, line.baseline), f"a period in {line.target.baseline}")
            )
        answers.append(("Target", _level(trend, line.level), f"a period, {line.holds}"))
    elif trend.targets:
        answers.append(("Target", "Not drawn", trend.targets[0].words))
    else:
        answers.append(("Target", "None", "the plan sets none"))
    return answers


def _changes(trend: Trend) -> list[tuple[str, str, str]]:
    """The latest quarter against the one before and against the same one of the year before."""
    series = trend.series
    at = max(number for number, point in enumerate(series) if point.value is not None)
    now = series[at].value
    if series[at].period.quarter is None or now is None:
        return []
    answers = []
    for label, back in (("On last quarter", 1), ("On a year ago", 4)):
        before = series[at - back] if at >= back else None
        if before is None or before.value is None:
            continue
        points = trend.indicator.unit.is_percentage
        change = number_words(now - before.value, 1 if points else 0, sign=True)
        earlier = f"from {value_words(trend.indicator, before)}"
        answers.append((label, change + (" pt" if points else ""), earlier))
    return answers


def _level(trend: Trend, level: Fraction) -> str:
    if trend.indicator.unit.is_percentage:
        return number_words(level, 1) + "%"
    return number_words(level)
