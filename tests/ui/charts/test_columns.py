"""Columns instead of a line: from nought, hollow where provisional, signals at their heads."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from csp_desktop.core.plan import Plan
from csp_desktop.ui.charts.control import control_drawing
from csp_desktop.ui.charts.drawing import Shape, as_columns
from csp_desktop.ui.charts.lettering import placed_runs
from csp_desktop.ui.charts.trend_chart import TrendChart
from csp_desktop.ui.theme import Palette, Theme
from tests.ui.charts.figures import SHIFTED, VALUES, fall, found
from tests.ui.hands import heard, picture, press, settle


@pytest.fixture
def chart(theme: Theme, show) -> Iterator[TrendChart]:
    window = QWidget()
    window.resize(1000, 800)
    chart = TrendChart(theme, window)
    chart.resize(665, 456)
    show(window)
    yield chart
    chart.let_go()


def painted(chart: TrendChart) -> QImage:
    settle()
    return picture(chart)


def inside(chart: TrendChart, image: QImage, at: int, value: float) -> QColor:
    """The middle of a column at a level, at a place where no line runs."""
    place = QPointF(chart.frame.x(at), chart.frame.y(value)).toPoint()
    return image.pixelColor(place)


def test_a_column_stands_on_nought_and_reaches_its_figure(
    chart: TrendChart, plan: Plan, schemes: Theme
) -> None:
    chart.show_drawing(as_columns(control_drawing(found(plan, VALUES[:7]))))
    image, palette = painted(chart), schemes.palette
    for at, value in enumerate(VALUES[:7]):
        for share in (0.02, 0.5, 0.97):
            assert inside(chart, image, at, share * value) == QColor(palette.series), (at, share)
        assert inside(chart, image, at, 1.03 * value) == QColor(palette.surface), at
        between = inside(chart, image, at + 0.5, 0.45 * value)
        assert between == QColor(palette.surface), at


def test_a_provisional_column_is_an_outline(chart: TrendChart, plan: Plan, schemes: Theme) -> None:
    chart.show_drawing(as_columns(control_drawing(found(plan, VALUES[:7], provisional=2))))
    image, palette = painted(chart), schemes.palette
    half = chart.frame.column_width / 2
    for at, value in enumerate(VALUES[:7]):
        middle = inside(chart, image, at, 0.45 * value)
        assert middle == QColor(palette.surface if at >= 5 else palette.series), at
        side = QPointF(chart.frame.x(at) - half + 1, chart.frame.y(0.45 * value)).toPoint()
        assert image.pixelColor(side) == QColor(palette.series), at


def test_a_provisional_column_too_narrow_for_an_outline_has_a_hollow_head(
    chart: TrendChart, plan: Plan
) -> None:
    many = (200, 240, 210, 250) * 50
    chart.show_drawing(as_columns(control_drawing(found(plan, many, provisional=1))))
    image, palette = painted(chart), chart._theme.palette
    assert chart.frame.column_width < 5
    assert inside(chart, image, len(many) - 1, many[-1]) == QColor(palette.surface)
    assert ring(chart, image, len(many) - 1, many[-1]) == QColor(palette.series)


def ring(chart: TrendChart, image: QImage, at: int, value: float) -> QColor:
    """The edge of a hollow point, above its middle."""
    top = QPointF(chart.frame.x(at), chart.frame.y(value)).toPoint()
    found_above = [image.pixelColor(top.x(), top.y() - up) for up in range(1, 5)]
    return min(found_above, key=lambda one: one.lightness())


def test_a_gap_has_no_column(chart: TrendChart, plan: Plan) -> None:
    chart.show_drawing(as_columns(control_drawing(found(plan, (210, None, 220, 230)))))
    image, palette = painted(chart), chart._theme.palette
    assert inside(chart, image, 1, 90) == QColor(palette.surface)
    assert [gap.words for gap in chart.drawing.gaps] == ["Not collected"]


@pytest.mark.parametrize(
    ("values", "shape", "ink"),
    [
        (SHIFTED, Shape.DISC, "good"),
        (tuple(600 - one for one in SHIFTED), Shape.SQUARE, "bad"),
    ],
)
def test_signals_keep_their_shape_and_their_words_over_the_columns(
    chart: TrendChart, plan: Plan, values: tuple[int, ...], shape: Shape, ink: str
) -> None:
    drawing = control_drawing(found(plan, values))
    chart.show_drawing(as_columns(drawing))
    assert chart.drawing.dots == drawing.dots
    assert [one.words for one in chart.drawing.stops] == [one.words for one in drawing.stops]
    image = painted(chart)
    palette: Palette = chart._theme.palette
    marked = [dot for dot in drawing.dots if dot.shape is shape]
    assert len(marked) >= 8
    for dot in marked:
        assert inside(chart, image, dot.x, dot.y) == QColor(getattr(palette, ink))
    placed = placed_runs(chart.frame)
    assert {run.fact for run, _, _ in placed} == {run.fact for run in drawing.runs}
    heads = [chart.frame.y(dot.y) for dot in drawing.dots]
    for _, _, place in placed:
        for dot, head in zip(drawing.dots, heads, strict=True):
            if place.left() <= chart.frame.x(dot.x) <= place.right():
                assert place.bottom() <= head


def test_targets_limits_baseline_and_forecast_are_drawn_as_with_a_line(plan: Plan) -> None:
    drawing = control_drawing(found(plan, (*(200, 220, 240, 260) * 3, 210, 225), (fall("10"),)))
    columns = as_columns(drawing)
    assert [one for one in drawing.lines if one.ink != "series"] == list(columns.lines)
    assert {"limit", "text", "baseline"} == {one.ink for one in columns.lines}
    assert (columns.whiskers, columns.names) == (drawing.whiskers, drawing.names)
    assert columns.bands == drawing.bands


def test_columns_keep_to_nought_and_say_so(chart: TrendChart, plan: Plan) -> None:
    drawing = control_drawing(found(plan))
    chart.show_drawing(as_columns(drawing))
    told = heard(chart.read_out)
    chart.setFocus()
    press(Qt.Key.Key_0)
    assert (chart.frame.low, chart.from_zero) == (0, True)
    assert told == [
        "Columns always stand on nought. Draw a line, key C, to see levels only as far as the "
        "figures reach."
    ]
    chart.redraw(drawing)
    press(Qt.Key.Key_0)
    assert chart.frame.low > 100
    chart.redraw(as_columns(drawing))
    assert (chart.frame.low, chart.from_zero) == (0, True)


def test_from_line_to_columns_what_is_in_view_and_what_is_read_stay(
    chart: TrendChart, plan: Plan
) -> None:
    drawing = control_drawing(found(plan, SHIFTED))
    chart.show_drawing(drawing)
    chart.setFocus()
    press(Qt.Key.Key_Left, times=6)
    press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier, times=2)
    seen, at = chart.view, chart.at
    chart.redraw(as_columns(drawing))
    assert (chart.view, chart.at) == (seen, at)


@pytest.mark.parametrize("count", [20, 90, 300])
def test_however_many_columns_there_are_they_keep_the_ink_of_the_series(
    chart: TrendChart, plan: Plan, count: int
) -> None:
    """Smoothed edges would leave thin ones pale."""
    values = (200, 240, 210, 250) * (count // 4)
    chart.show_drawing(as_columns(control_drawing(found(plan, values))))
    image, palette = painted(chart), chart._theme.palette
    y = round(chart.frame.y(20))
    across = range(round(chart.frame.x(0)), round(chart.frame.x(count - 1)))
    seen = {image.pixelColor(x, y).name().upper() for x in across}
    assert seen <= {palette.series, palette.surface}
    assert palette.series in seen
    assert (palette.surface in seen) is (chart.frame.column_width >= 2)
