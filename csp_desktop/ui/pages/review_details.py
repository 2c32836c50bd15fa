"""Below the table at left: the trend of the selected figure, or what was said of the action."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from csp_desktop.core.plan import Target
from csp_desktop.core.review import ReviewLine
from csp_desktop.core.sheet import ActionLine, FigureLine
from csp_desktop.ui.pages.review_words import action_facts, changes
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.mini_chart import MiniChart, quarters_up_to
from csp_desktop.ui.widgets.words import Words


class ReviewDetails(QWidget):
    """Follows the selected line; everything it shows came with the return."""

    def __init__(self, theme: Theme, targets: Sequence[Target]) -> None:
        """Build an empty part.

        Args:
            theme: colours and type.
            targets: of the whole plan.
        """
        super().__init__()
        self._targets = targets
        self._shown: FigureLine | ActionLine | None = None
        self._title = Words("", "panel")
        self._chart = MiniChart(theme)
        self._below = Words("", "label")
        self._text, self._facts = Words(""), Facts()
        self._scroll = QScrollArea()
        self._stack = QStackedWidget()
        for words in (self._title, self._below, self._text):
            words.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName("Selected line")
        self._lay_out()

    def show_line(self, line: ReviewLine | None) -> None:
        """Show another line; nothing where there is none."""
        self.setVisible(line is not None)
        before, self._shown = self._shown, line.line if line else None
        if line is None or line.line is before:
            return  # a decision changes nothing here
        if isinstance(line.line, FigureLine):
            self._show_figure(line.line)
        else:
            self._show_action(line, line.line)

    def _show_figure(self, line: FigureLine) -> None:
        self._title.setText(f"{line.indicator.name}, by quarter")
        quarters = quarters_up_to(line.past.quarters, line.figure)
        queried = any(one.waits for one in line.problems)
        self._chart.show_quarters(line.indicator, quarters, queried)
        self._below.setText(self._below_chart(line))
        self._stack.setCurrentIndex(0)

    def _below_chart(self, line: FigureLine) -> str:
        """What is promised, and how sure the figure is."""
        code, figure = line.indicator.code, line.figure
        said = [f"Target: {one.text}" for one in self._targets if code in one.indicators][:1]
        if figure.has_number:
            said.append(figure.status.value.capitalize())
        return ". ".join(one.removesuffix(".") for one in said) + "." if said else ""

    def _show_action(self, line: ReviewLine, own: ActionLine) -> None:
        self._title.setText(f"Action {own.action.code}")
        self._text.setText(own.action.planned.text)
        changed = [(f"{label} changed", words) for label, words in changes(line)]
        self._facts.show_facts([*action_facts(own), *changed])
        self._scroll.verticalScrollBar().setValue(0)
        self._stack.setCurrentIndex(1)

    def _lay_out(self) -> None:
        self._chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        figure = QWidget()
        column = QVBoxLayout(figure)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_SMALL)
        column.addWidget(self._chart, 1)
        column.addWidget(self._below)
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE_MEDIUM, 0)
        column.setSpacing(SPACE_SMALL)
        column.addWidget(self._text)
        column.addWidget(self._facts)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack.addWidget(figure)
        self._stack.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, SPACE_MEDIUM, SPACE_MEDIUM, SPACE_MEDIUM)
        column.setSpacing(SPACE_SMALL)
        column.addWidget(self._title)
        column.addWidget(self._stack, 1)
