"""The chart on the screen: where its words stand, its keys, its zoom, its colours."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from csp_desktop.core.annotations import Annotation
from csp_desktop.core.plan import Plan
from csp_desktop.services import Services
from csp_desktop.ui.charts.control import control_drawing
from csp_desktop.ui.charts.drawing import Drawing
from csp_desktop.ui.charts.lettering import (
    NAME_GAP,
    placed_dot_names,
    placed_names,
    placed_runs,
)
from csp_desktop.ui.charts.trend_chart import TrendChart
from csp_desktop.ui.theme import Scheme, Theme
from tests.ui.charts.every_mode import shown
from tests.ui.charts.figures import FIRST, SHIFTED, VALUES, fall, found
from tests.ui.hands import heard, picture, press, settle, spoken_name


@pytest.fixture
def chart(theme: Theme, show) -> Iterator[TrendChart]:
    window = QWidget()
    window.resize(1000, 800)
    chart = TrendChart(theme, window)
    chart.resize(665, 456)
    show(window)
    yield chart
    chart.let_go()


@pytest.fixture
def drawn(plan: Plan) -> Callable[..., Drawing]:
    """Makes a control chart from plain values."""

    def one(*arguments: object, **named: object) -> Drawing:
        return control_drawing(found(plan, *arguments, **named))  # type: ignore[arg-type]

    return one


def pixel(chart: TrendChart, at: float, value: float) -> QColor:
    settle()
    place = QPointF(chart.frame.x(at), chart.frame.y(value)).toPoint()
    return picture(chart).pixelColor(place)


def name_boxes(chart: TrendChart) -> list[QRectF]:
    return [place for _, place in placed_names(chart.frame)]


def turn_wheel(chart: TrendChart, notches: int, held: Qt.KeyboardModifier) -> QWheelEvent:
    place = QPointF(chart.width() / 2, chart.height() / 2)
    event = QWheelEvent(
        place,
        chart.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart.viewport(), event)
    settle()
    return event


# What is seen


def test_every_figure_is_told_with_its_period(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn())
    assert chart.values == [(str(FIRST.plus(at)), value) for at, value in enumerate(VALUES)]


def test_provisional_points_are_hollow(chart: TrendChart, drawn, schemes: Theme) -> None:
    chart.show_drawing(drawn(provisional=2))
    palette = schemes.palette
    for at, value in enumerate(VALUES[:-1]):
        ground = palette.surface if at >= len(VALUES) - 2 else palette.series
        assert pixel(chart, at, value) == QColor(ground), at


def test_a_concern_is_as_square_as_an_improvement_is_round(chart: TrendChart, drawn) -> None:
    palette = chart._theme.palette
    for values, ink, corner_filled in (
        (SHIFTED, palette.good, False),
        (tuple(600 - one for one in SHIFTED), palette.bad, True),
    ):
        chart.show_drawing(drawn(values))
        settle()
        at = QPointF(chart.frame.x(15), chart.frame.y(values[15])).toPoint()
        image = picture(chart)
        assert image.pixelColor(at) == QColor(ink)
        corner = image.pixelColor(at + QPoint(-5, -5))
        gaps = (corner.red() - QColor(ink).red(), corner.blue() - QColor(ink).blue())
        assert (max(map(abs, gaps)) < 140) is corner_filled


def test_the_chart_is_drawn_again_in_the_colours_of_the_other_scheme(
    chart: TrendChart, drawn, theme: Theme
) -> None:
    chart.show_drawing(drawn())
    light = pixel(chart, 0, VALUES[0])
    theme.set_scheme(Scheme.DARK)
    dark = pixel(chart, 0, VALUES[0])
    assert (light, dark) == (QColor("#12436D"), QColor("#8FBBF0"))


CLOSE = [
    (VALUES, ("0.1",)),
    (VALUES, ("5", "5.2", "5.4")),
    (VALUES, ("90",)),
    ((900, 900, 900, 900, 900, 900, 900, 900, 901), ("0.1",)),
    ((1, 0, 1, 0, 0, 0, 0, 0, 0), ("99.9", "99.8")),
]


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(665, 456, 1.0), (420, 260, 1.0), (900, 700, 2.0)]
)
def test_names_at_the_ends_of_lines_never_overlap_and_are_never_cut(
    qapp: QApplication,
    chart: TrendChart,
    drawn,
    theme: Theme,
    width: int,
    height: int,
    scale: float,
) -> None:
    theme.apply(qapp, Scheme.LIGHT, scale)
    chart.resize(width, height)
    for values, falls in CLOSE:
        chart.show_drawing(drawn(values, tuple(fall(one) for one in falls)))
        placed = placed_names(chart.frame)
        assert len(placed) >= 2
        for (_, upper), (_, lower) in pairwise(placed):
            assert lower.center().y() - upper.center().y() >= NAME_GAP * scale - 0.01
            assert upper.bottom() <= lower.top() + 0.01
        for name, box in placed:
            wanted = theme.metrics(9, name.strong).horizontalAdvance(name.words)
            assert wanted <= box.width()
            assert box.right() <= chart.width() + 0.01
            assert box.top() >= -0.01
            assert box.bottom() <= chart.height() + 0.01


def test_the_words_of_runs_stand_clear_of_points_and_of_each_other(
    chart: TrendChart, drawn
) -> None:
    chart.show_drawing(drawn((*SHIFTED, *(400, 410, 395, 405) * 2)))
    placed = [place for _, _, place in placed_runs(chart.frame)]
    assert len(placed) >= 2
    for at, one in enumerate(placed):
        assert chart.frame.plot.contains(one)
        assert not any(one.intersects(other) for other in placed[at + 1 :])
        for dot in chart.drawing.dots:
            assert not one.contains(QPointF(chart.frame.x(dot.x), chart.frame.y(dot.y)))


def test_the_words_of_runs_hide_no_line_where_there_is_room_beside_it(
    chart: TrendChart, drawn
) -> None:
    chart.show_drawing(drawn((*SHIFTED, *(400, 410, 395, 405) * 2), (fall("10"),)))
    frame = chart.frame
    placed = placed_runs(frame)
    assert placed
    for run, level, place in placed:
        for line in chart.drawing.lines:
            if line.ink == "series":
                continue
            y = frame.y(line.ys[0])
            left, right = frame.x(line.xs[0]), frame.x(line.xs[-1])
            over = place.left() < right and place.right() > left
            assert not (over and place.top() < y < place.bottom()), (run.fact, line)
            along = frame.x(run.first) < right and frame.x(run.last) > left
            assert not (along and abs(level - y) < 2), (run.fact, line)


def test_names_beside_points_stand_clear_of_points_lines_and_each_other(
    chart: TrendChart, plan: Plan, library: Services
) -> None:
    [one] = shown("funnel", plan, library)
    chart.show_drawing(one.drawing)
    frame = chart.frame
    placed = placed_dot_names(frame)
    assert len(placed) == len(one.drawing.dots) > 3
    for at, (dot, place) in enumerate(placed):
        assert frame.plot.contains(place)
        assert not any(place.intersects(other) for _, other in placed[at + 1 :])
        for other in one.drawing.dots:
            assert not place.contains(QPointF(frame.x(other.x), frame.y(other.y)))
        for line in one.drawing.lines:
            middle = line.ys[len(line.ys) // 2]
            assert not place.top() + 2 < frame.y(middle) < place.bottom() - 2, (dot.name, line.name)


def test_flags_of_one_day_stand_one_above_the_other(chart: TrendChart, plan: Plan) -> None:
    day = FIRST.range.first
    notes = [Annotation(str(at), "", day, f"Fact {at}", "in a line") for at in range(3)]
    chart.show_drawing(control_drawing(found(plan), notes))
    assert sorted(row for _, row, _ in chart.frame.flags) == [0, 1, 2]
    assert chart.frame.plot.top() > chart.frame.flag_top(2) + chart.frame.line


# Reading it


def test_the_arrow_keys_move_the_read_out_and_home_shows_all(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn((212, 230, None, 241), provisional=1))
    told = heard(chart.read_out)
    chart.setFocus()
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Right)
    assert [one.partition(",")[0] for one in told] == [
        "January to March 2014: 241",
        "October to December 2013: Not collected",
        "July to September 2013: 230",
        "October to December 2013: Not collected",
        "January to March 2014: 241",
        "January to March 2014: 241",
    ]
    assert told[0].startswith("January to March 2014: 241, provisional")
    assert chart.at == 3


def test_the_read_out_begins_anew_with_another_drawing(chart: TrendChart, drawn) -> None:
    told = heard(chart.read_out)
    chart.setFocus()
    chart.show_drawing(drawn((1, 2, 3, 4)))
    press(Qt.Key.Key_Left, times=2)
    chart.show_drawing(drawn((5, 6, 7, 8)))
    press(Qt.Key.Key_Left)
    assert told[-1].startswith("January to March 2014: 8")


def test_the_pointer_moves_the_read_out_too(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn())
    told = heard(chart.read_out)
    chart.scene().sigMouseMoved.emit(QPointF(chart.frame.x(3.2), chart.frame.plot.center().y()))
    chart.scene().sigMouseMoved.emit(QPointF(-50, -50))
    assert len(told) == 1
    assert told[0].startswith("January to March 2014: 241")


def test_ctrl_and_the_wheel_zoom_and_the_wheel_alone_is_the_pages(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn(SHIFTED))
    whole = chart.view
    plain = turn_wheel(chart, 1, Qt.KeyboardModifier.NoModifier)
    assert chart.view == whole
    assert not plain.isAccepted()
    turn_wheel(chart, 1, Qt.KeyboardModifier.ControlModifier)
    first, last = chart.view
    assert last - first == pytest.approx(0.7 * (whole[1] - whole[0]))
    turn_wheel(chart, -20, Qt.KeyboardModifier.ControlModifier)
    assert chart.view == pytest.approx(whole)


def test_dragging_moves_along_the_axis_and_stops_at_its_ends(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn(SHIFTED))
    whole = chart.view
    chart.zoom(0.5, whole[1])
    near = chart.view
    drag(chart, 120)
    seen = chart.view
    assert seen[1] - seen[0] == pytest.approx(near[1] - near[0])
    per_pixel = (near[1] - near[0]) / chart.frame.plot.width()
    assert near[0] - seen[0] == pytest.approx(120 * per_pixel, abs=2 * per_pixel)
    assert chart.frame.low == 0
    for _ in range(4):
        drag(chart, 500)
    assert chart.view[0] == pytest.approx(whole[0])
    for _ in range(8):
        drag(chart, -500)
    assert chart.view[1] == pytest.approx(whole[1])


def drag(chart: TrendChart, by: int) -> None:
    """The left button held, the pointer moved so many pixels to the right in steps, and let go."""
    settle()
    picture(chart)  # pyqtgraph learns where its plot lies as it is painted
    settle()
    middle = chart.frame.plot.center().toPoint()
    begin = middle - QPoint(by // 2, 0)
    button, view = Qt.MouseButton.LeftButton, chart.viewport()
    QTest.mousePress(view, button, pos=begin)
    for step in range(1, 11):
        to_mouse(view, QEvent.Type.MouseMove, begin + QPoint(by * step // 10, 0), button)
        settle()
    QTest.mouseRelease(view, button, pos=begin + QPoint(by, 0))
    settle()


def to_mouse(view: QWidget, kind: QEvent.Type, at: QPoint, held: Qt.MouseButton) -> None:
    """Qt's own test mouse moves without the button that is held."""
    whole = QPointF(view.mapToGlobal(at))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(kind, QPointF(at), whole, none, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)


def test_keys_zoom_pan_and_bring_the_whole_back(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn(SHIFTED))
    whole = chart.view
    chart.setFocus()
    press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier, times=2)
    near = chart.view
    assert near[1] == pytest.approx(whole[1])
    assert near[1] - near[0] == pytest.approx(0.49 * (whole[1] - whole[0]))
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.view[0] < near[0]
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, times=9)
    assert chart.view[0] == pytest.approx(whole[0])
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, times=9)
    assert chart.view[1] == pytest.approx(whole[1])
    press(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Home)
    assert chart.view == pytest.approx(whole)


def test_reading_leads_to_what_is_out_of_view(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn(SHIFTED))
    chart.setFocus()
    press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier, times=4)
    press(Qt.Key.Key_Left, times=20)
    assert chart.at == 0
    assert chart.view[0] <= 0 <= chart.view[1]


def test_levels_begin_at_nought_unless_asked(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn())
    chart.setFocus()
    assert chart.frame.low == 0
    press(Qt.Key.Key_0)
    assert chart.frame.low > 100
    assert chart.frame.levels[0] >= chart.frame.low
    press(Qt.Key.Key_0)
    assert (chart.frame.low, chart.from_zero) == (0, True)


@pytest.mark.parametrize("top", [1, 3, 8, 47, 244, 9_999, 123_456])
def test_levels_are_round(chart: TrendChart, drawn, top: int) -> None:
    chart.show_drawing(drawn((top, 0, top, 0)))
    shown = chart.frame.levels
    assert shown[0] == 0
    assert 2 <= len(shown) <= 8
    step = shown[1]
    assert float(f"{step:.0e}") == pytest.approx(step)
    assert shown == pytest.approx([step * at for at in range(len(shown))])
    assert shown[-1] <= chart.frame.top


def test_noughts_are_drawn(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn((0, 0, 0, 0)))
    assert [value for _, value in chart.values] == [0, 0, 0, 0]


def test_the_chart_has_a_name_and_is_one_stop_of_the_tab_key(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn())
    assert spoken_name(chart) == "Trend"
    stops = [chart, *chart.findChildren(QWidget)]
    assert [one for one in stops if one.focusPolicy() & Qt.FocusPolicy.TabFocus] == [chart]


def test_a_click_gives_the_chart_the_keyboard(chart: TrendChart, drawn) -> None:
    chart.show_drawing(drawn())
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton)
    told = heard(chart.read_out)
    press(Qt.Key.Key_End)
    assert told
