"""Tabs as text with counts, the open one underlined in accent."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QWidget

from csp_desktop.ui.theme import TextSize, Theme

_GAP_IN, _GAP_BETWEEN, _BAR, _HEIGHT = 7, 26, 3, 36


class TabBar(QTabBar):
    """Tabs measured in 600, so that opening one neither cuts its words nor moves the others."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Build a bar without tabs.

        Args:
            theme: colours and type.
            name: accessible name: parts of what.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._counts: dict[int, str] = {}
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._remeasure)

    def show_count(self, index: int, count: str) -> None:
        """Show a count or a word after a tab's name, as in `11 of 17`."""
        self._counts[index] = count
        self.setAccessibleTabName(index, f"{self.tabText(index)}, {count}")
        self._remeasure()

    def tabSizeHint(self, index: int) -> QSize:
        """Name in 600, gap, count, and the gap to the next tab."""
        width = self._theme.width(self.tabText(index), semibold=True)
        if count := self._counts.get(index, ""):
            width += _GAP_IN + self._theme.width(count)
        return QSize(width + _GAP_BETWEEN, self._theme.height(_HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Tabs scroll; they are never squeezed."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Every tab, then the bar below the open one."""
        painter = QPainter(self)
        for index in range(self.count()):
            self._paint_tab(painter, index)
        painter.end()

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        palette = self._theme.palette
        tab = self.tabRect(index).adjusted(0, 0, -_GAP_BETWEEN, 0)
        is_open = index == self.currentIndex()
        painter.setFont(self._theme.font(TextSize.BODY, semibold=is_open))
        painter.setPen(palette.color("text" if is_open else "text2"))
        painter.drawText(tab, Qt.AlignmentFlag.AlignVCenter, self.tabText(index))
        name = painter.fontMetrics().horizontalAdvance(self.tabText(index))
        painter.setFont(self._theme.font())
        painter.setPen(palette.color("text2"))
        count = tab.adjusted(name + _GAP_IN, 0, 0, 0)
        painter.drawText(count, Qt.AlignmentFlag.AlignVCenter, self._counts.get(index, ""))
        if is_open:
            bar = QRect(tab.left(), tab.bottom() + 1 - _BAR, tab.width(), _BAR)
            painter.fillRect(bar, palette.color("accent"))
        if is_open and self.hasFocus():
            painter.setPen(QPen(palette.color("focus"), 2))
            painter.drawRect(tab.adjusted(-3, 5, 3, -_BAR - 3))

    def _remeasure(self) -> None:
        # Qt keeps the sizes of tabs until one of them is said to have changed.
        for index in range(self.count()):
            self.setTabText(index, self.tabText(index))
