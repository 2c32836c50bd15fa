"""480 months with limits, phases and runs: a chart of ours beside a bare one of pyqtgraph.

What is asserted are ratios: to switch, to hover and to zoom ours may take half as long again as a
plot of pyqtgraph that shows the same points and lines and nothing else. The times are printed.
While one zooms, ours is a draft: the words of its runs are placed once the view rests.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QWidget

from csp_desktop.core.analysis.findings import Frame, findings
from csp_desktop.core.analysis.known import Known
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.periods import DateRange, FinancialYear
from csp_desktop.core.plan import Plan
from csp_desktop.ui.charts.control import control_drawing
from csp_desktop.ui.charts.drawing import Drawing, as_columns
from csp_desktop.ui.charts.trend_chart import TrendChart
from csp_desktop.ui.theme import Scheme, Theme

MONTHS, REPEATS = 480, 15
MOST = 1.5
RESOURCES = Path(__file__).parents[2] / "resources"


@dataclass
class Pair:
    """Ours, and a bare one of as many points."""

    ours: TrendChart
    bare: pg.PlotWidget
    drawings: tuple[Drawing, Drawing]
    cross: pg.InfiniteLine

    def switch_ours(self, turn: int) -> None:
        self.ours.show_drawing(self.drawings[turn % 2])

    def switch_bare(self, turn: int) -> None:
        """The same points, level lines and names, as pyqtgraph's own items."""
        drawing = self.drawings[turn % 2]
        plot = self.bare.getPlotItem()
        plot.clear()
        plot.addItem(self.cross, ignoreBounds=True)
        xs, ys = [dot.x for dot in drawing.dots], [dot.y for dot in drawing.dots]
        plot.plot(xs, ys, symbol="o", symbolSize=7, antialias=True)
        for line in drawing.lines:
            if line.name:
                plot.plot(list(line.xs), list(line.ys))
        for name in drawing.names:
            item = pg.TextItem(name.words)
            item.setPos(drawing.last, name.level)
            plot.addItem(item, ignoreBounds=True)

    def hover(self, chart: pg.PlotWidget, turn: int) -> None:
        box = chart.getViewBox().sceneBoundingRect()
        x = box.left() + box.width() * (0.1 + 0.8 * (turn * 7 % 20) / 20)
        chart.scene().sigMouseMoved.emit(QPointF(x, box.center().y()))

    def zoom(self, chart: pg.PlotWidget, turn: int) -> None:
        first = 40.0 + 10 * (turn % 5)
        chart.getViewBox().setXRange(first, first + 200 + turn % 3, padding=0)


@pytest.fixture(params=["line", "columns"])
def pair(request: pytest.FixtureRequest, qapp: QApplication, plan: Plan) -> Iterator[Pair]:
    theme = Theme(RESOURCES)
    theme.apply(qapp, Scheme.LIGHT)
    window = QWidget()
    window.resize(1500, 500)
    ours, bare = TrendChart(theme, window), pg.PlotWidget(window)
    cross = pg.InfiniteLine(angle=90)
    bare.scene().sigMouseMoved.connect(
        lambda at: cross.setValue(bare.getViewBox().mapSceneToView(at).x())
    )
    ours.setGeometry(0, 0, 700, 456)
    bare.setGeometry(750, 0, 700, 456)
    window.show()
    qapp.processEvents()
    drawings = (_drawing(plan, 0), _drawing(plan, 3))
    if request.param == "columns":
        drawings = (as_columns(drawings[0]), as_columns(drawings[1]))
    yield Pair(ours, bare, drawings, cross)
    ours.let_go()
    bare.close()
    window.close()


def _drawing(plan: Plan, shift: int) -> Drawing:
    series = []
    month = DateRange.of_months(1976, 4, 1)
    for at in range(MONTHS):
        noise = (at * 37 + shift * 11) % 29
        level = 200 if at // 60 % 2 else 230
        series.append(Point(month, Fraction(level + noise)))
        month = month.moved(1) or month
    of = plan.indicator("H3")
    frame = Frame(DateRange(plan.first_day, plan.last_day), FinancialYear(2012), {}, {})
    return control_drawing(findings(Known(of, tuple(series)), frame))


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    # What was put off is painted now.
    QApplication.processEvents()
    return time.perf_counter() - began


@pytest.mark.slow
@pytest.mark.parametrize("what", ["switching", "hovering", "zooming"])
def test_a_chart_costs_little_more_than_a_bare_plot_of_its_points(
    pair: Pair, record_property: Callable[[str, object], None], what: str
) -> None:
    steps: dict[str, tuple[Callable[[int], None], Callable[[int], None]]] = {
        "switching": (pair.switch_ours, pair.switch_bare),
        "hovering": (lambda at: pair.hover(pair.ours, at), lambda at: pair.hover(pair.bare, at)),
        "zooming": (lambda at: pair.zoom(pair.ours, at), lambda at: pair.zoom(pair.bare, at)),
    }
    ours, bare = steps[what]
    pair.switch_ours(0)
    pair.switch_bare(0)
    QApplication.processEvents()
    assert len(pair.drawings[0].dots) == MONTHS
    assert pair.drawings[0].runs
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(1, REPEATS + 1):
        for kept, step in zip(took, (ours, bare), strict=True):
            kept.append(_seconds(lambda step=step, turn=turn: step(turn)))  # type: ignore[misc]
    own, plain = (1_000 * median(one) for one in took)
    drawn = "columns" if pair.drawings[0].columns else "line"
    told = f"{what}, {drawn}: {own:.1f} ms, bare {plain:.1f} ms, {own / plain:.2f} times"
    record_property(what, told)
    print(told)  # noqa: T201
    assert own <= MOST * plain, told
