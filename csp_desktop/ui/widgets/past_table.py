"""The last quarters of one indicator as numbers: years below each other, quarters side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.core.numbers import figure_words, number_words
from csp_desktop.core.plan import Indicator
from csp_desktop.ui.theme import SPACE_TINY
from csp_desktop.ui.widgets.mini_chart import QuarterFigure

_MILLION = 1_000_000
_NUMBERS = (1, 2, 3, 4)
_RIGHT = Qt.AlignmentFlag.AlignRight
_SHORT = {
    Absence.NOT_ENTERED: "blank",
    Absence.NOT_YET_AVAILABLE: "awaited",
    Absence.NOT_COLLECTED: "no data",
    Absence.NOT_APPLICABLE: "n/a",
    Absence.WITHHELD: "withheld",
    Absence.RESTRICTED: "restricted",
}


class PastTable(QWidget):
    """Small and still: nothing in it takes the keyboard, each cell says its quarter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_TINY)
        self._grid.setVerticalSpacing(2)
        self._years: list[QLabel] = []
        self._cells: list[list[QLabel]] = []
        self.setAccessibleName("Earlier quarters as numbers")
        for number in _NUMBERS:
            self._grid.addWidget(_label(f"Q{number}", "label"), 0, number, _RIGHT)
            self._grid.setColumnStretch(number, 1)

    def show_quarters(self, indicator: Indicator, quarters: Sequence[QuarterFigure]) -> None:
        """Show these quarters, the last of which is the current one, in 600."""
        years = sorted({one.quarter.year for one in quarters})
        while len(self._years) < len(years):
            self._add_year()
        known = {(years.index(one.quarter.year), one.quarter.number): one for one in quarters}
        for row, label in enumerate(self._years):
            label.setText(str(years[row]) if row < len(years) else "")
            label.setVisible(row < len(years))
            for number, cell in zip(_NUMBERS, self._cells[row], strict=True):
                cell.setVisible(row < len(years))
                one = known.get((row, number))
                _show(cell, indicator, one, one is not None and one is quarters[-1])

    def _add_year(self) -> None:
        row = len(self._years) + 1
        year = _label("", "label")
        self._grid.addWidget(year, row, 0)
        cells = [_label("", "small") for _ in _NUMBERS]
        for number, cell in zip(_NUMBERS, cells, strict=True):
            self._grid.addWidget(cell, row, number, _RIGHT)
        self._years.append(year)
        self._cells.append(cells)


def _label(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


def _show(cell: QLabel, indicator: Indicator, one: QuarterFigure | None, current: bool) -> None:
    figure = one.figure if one else None
    words, role, tip, spoken = "", "small", "", ""
    if one is not None and figure is not None:
        words = long = figure_words(figure, indicator.unit)
        if figure.absence is not None:
            words, role, tip = _SHORT[figure.absence], "label", long
        elif figure.exact is not None and abs(figure.exact) >= _MILLION:
            words, tip = number_words(figure.exact / _MILLION, 2) + "m", long
        elif figure.status is not FigureStatus.FINAL:
            tip = figure.status.value.capitalize()
        spoken = f"{one.quarter}: {long}" + (f", {tip.lower()}" if tip not in ("", long) else "")
    cell.setText(words)
    cell.setToolTip(tip)
    cell.setAccessibleName(spoken)
    _dress(cell, "small-strong" if current else role)


def _dress(cell: QLabel, role: str) -> None:
    if cell.property("role") != role:
        cell.setProperty("role", role)
        cell.style().unpolish(cell)
        cell.style().polish(cell)
