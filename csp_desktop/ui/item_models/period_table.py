"""A trend as a table, newest first: the twin of the chart, for those who cannot see it."""

from enum import IntEnum
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from csp_desktop.core.analysis.charting import Charted
from csp_desktop.core.analysis.control_chart import ChartPoint, Signal
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.numbers import number_words
from csp_desktop.core.plan import Indicator
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.trend_words import short_signal, value_words, verdict_words

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_QUARTERS_A_YEAR = 4


class PeriodColumn(IntEnum):
    """The columns in order."""

    PERIOD = 0
    VALUE = 1
    ON_YEAR = 2
    SIGNAL = 3


_NUMBERS = (PeriodColumn.VALUE, PeriodColumn.ON_YEAR)


class PeriodTable(QAbstractTableModel):
    """Periods as rows."""

    def __init__(self) -> None:
        super().__init__()
        self._indicator: Indicator | None = None
        self._rows: list[tuple[Point, Fraction | None]] = []
        self._signals: list[ChartPoint | None] = []

    def show_series(
        self, indicator: Indicator, series: tuple[Point, ...], charted: Charted | None = None
    ) -> None:
        """Replace what is shown; quarters are compared with the same quarter a year before.

        Args:
            indicator: of the series.
            series: in order of time.
            charted: the same series with its signals; None where there are none to show.
        """
        self.beginResetModel()
        self._indicator = indicator
        points = charted.chart.points if charted is not None and charted.chart is not None else ()
        signals: list[ChartPoint | None] = list(points)
        signals += [None] * (len(series) - len(signals))
        self._signals = signals[::-1]
        self._rows = [(point, _on_year(series, at)) for at, point in enumerate(series)][::-1]
        self.endResetModel()

    def point(self, row: int) -> Point:
        """The point of a row."""
        return self._rows[row][0]

    def signal(self, row: int) -> ChartPoint | None:
        """What the chart says of a row's point; None where it says nothing."""
        one = self._signals[row]
        return None if one is None or one.signal is Signal.NONE else one

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a period."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `PeriodColumn`."""
        return 0 if parent.isValid() else len(PeriodColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names; numbers stand right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return ("Period", "Figure", "On year", "Signal")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        if not index.isValid():
            return None
        column = PeriodColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(index.row(), column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            point = self._rows[index.row()][0]
            when = f"{point.period}, provisional" if point.provisional else str(point.period)
            signal = self.signal(index.row())
            if column is PeriodColumn.SIGNAL and signal is not None:
                return f"{when}, {short_signal(signal)}, {verdict_words(signal)}"
            return f"{when}, {self._words(index.row(), column) or 'nothing'}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if column is PeriodColumn.SIGNAL and role in (Role.RECORD, Role.GUTTER):
            signal = self.signal(index.row())
            return signal if role == Role.RECORD else self._rows[index.row()][0].provisional
        if role == Role.EMPHASIS:
            return column is PeriodColumn.VALUE and self._rows[index.row()][0].value is not None
        if role == Role.DIM:
            return column is PeriodColumn.ON_YEAR or self._rows[index.row()][0].value is None
        return None

    def _words(self, row: int, column: PeriodColumn) -> str:
        point, change = self._rows[row]
        assert self._indicator is not None
        if column is PeriodColumn.PERIOD:
            return f"{point.period} prov." if point.provisional else str(point.period)
        if column is PeriodColumn.VALUE:
            return value_words(self._indicator, point)
        if column is PeriodColumn.SIGNAL:
            signal = self.signal(row)
            return short_signal(signal) if signal is not None else ""
        if change is None:
            return ""
        if self._indicator.unit.is_percentage:
            return number_words(change, 1, sign=True) + " pt"
        whole = all(one.value is None or one.value.denominator == 1 for one, _ in self._rows)
        return number_words(change, 0 if whole else 2, sign=True)


def _on_year(series: tuple[Point, ...], at: int) -> Fraction | None:
    """The change on the same quarter of the year before; None for other ranges or without one."""
    if series[at].period.quarter is None or at < _QUARTERS_A_YEAR:
        return None
    now, before = series[at].value, series[at - _QUARTERS_A_YEAR].value
    return None if now is None or before is None else now - before
