from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.targets import target_line
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter
from csp_desktop.core.plan import Plan, Target, TargetKind
from csp_desktop.services import Services
from csp_desktop.services.analysis import Trend
from csp_desktop.ui.charts.trend_chart import TrendChart
from csp_desktop.ui.item_models.period_table import PeriodColumn, PeriodTable
from csp_desktop.ui.theme import Scheme, Theme
from tests.ui.hands import heard, picture, press, settle, spoken_name

# Qt keeps this much room round the words of a text item.
TEXT_MARGIN = 4
FIRST = Quarter(2013, 1)
VALUES = (212, 230, 198, 241, 225, 219, 263, 250, 244)


def points(values: tuple[int | None, ...], provisional: int = 0) -> tuple[Point, ...]:
    """Quarters from April 2013 on; None is a gap; the last so many are provisional."""
    return tuple(
        Point(
            FIRST.plus(at).range,
            None if value is None else Fraction(value),
            provisional=value is not None and at >= len(values) - provisional,
            gap="Not collected" if value is None else "",
        )
        for at, value in enumerate(values)
    )


def fall(per_cent: str) -> Target:
    """A fall by so much on 2013/14, in 2015/16."""
    return Target(
        id=f"fall by {per_cent}",
        priority="H",
        indicators=("H3",),
        text="",
        kind=TargetKind.RELATIVE_CHANGE,
        direction="decrease",
        value=Decimal(per_cent),
        baseline=FinancialYear(2013).range,
        deadline=FinancialYear(2015).range,
    )


@pytest.fixture
def trend(plan: Plan) -> Callable[..., Trend]:
    """Makes a trend of an indicator from its values."""

    def one(
        values: tuple[int | None, ...] = VALUES,
        targets: tuple[Target, ...] = (),
        provisional: int = 0,
        code: str = "H3",
    ) -> Trend:
        series = points(values, provisional)
        indicator = plan.indicator(code)
        dates = DateRange(plan.first_day, plan.last_day)
        lines = tuple(target_line(each, indicator, series, dates) for each in targets)
        return Trend(indicator, plan.area, series, lines, (), ())

    return one


@pytest.fixture
def chart(theme: Theme, show) -> Iterator[TrendChart]:
    window = QWidget()
    window.resize(1000, 800)
    chart = TrendChart(theme, window)
    chart.resize(665, 456)
    show(window)
    yield chart
    chart.let_go()


def items(chart: TrendChart, kind: type) -> list:
    return [one for one in chart.getPlotItem().items if isinstance(one, kind)]


def dots(chart: TrendChart) -> list[tuple[float, float]]:
    """Every disc of the series: its place on the axis and its value."""
    series = chart._theme.palette.color("series")
    return [
        (spot.pos().x(), spot.pos().y())
        for scatter in items(chart, pg.ScatterPlotItem)
        for spot in scatter.points()
        if spot.pen().color() == series
    ]


def runs(chart: TrendChart) -> list[list[float]]:
    """The places that each stretch of the line joins."""
    series = chart._theme.palette.color("series")
    lines = items(chart, pg.PlotDataItem)
    return [list(one.getData()[0]) for one in lines if one.opts["pen"].color() == series]


def levels(chart: TrendChart, token: str) -> list[float]:
    ink = chart._theme.palette.color(token)
    lines = items(chart, pg.PlotDataItem)
    return [one.getData()[1][0] for one in lines if one.opts["pen"].color() == ink]


def names(chart: TrendChart) -> dict[str, QRectF]:
    """The words at the ends of lines, and where they stand on the screen."""
    settle()
    found = {}
    for item in items(chart, pg.TextItem):
        box = item.textItem.mapRectToScene(item.textItem.boundingRect())
        margin = TEXT_MARGIN
        found[item.toPlainText()] = box.adjusted(margin, margin, -margin, -margin)
    return found


def pixel(chart: TrendChart, at: float, value: float) -> QColor:
    settle()
    scene = chart.getPlotItem().vb.mapViewToScene(QPointF(at, value))
    return picture(chart).pixelColor(chart.mapFromScene(scene))


# The series


def test_every_number_of_the_trend_is_drawn(chart: TrendChart, trend) -> None:
    chart.show_trend(trend())
    assert dots(chart) == list(enumerate(VALUES))
    assert [value for _, value in chart.values] == list(VALUES)
    assert [period for period, _ in chart.values][:2] == ["2013/14-Q1", "2013/14-Q2"]


def test_a_gap_breaks_the_line_and_is_marked_on_the_axis(chart: TrendChart, trend) -> None:
    chart.show_trend(trend((1, 2, None, 4, 5, None, 7)))
    assert runs(chart) == [[0, 1], [3, 4], [6]]
    assert [at for at, _ in dots(chart)] == [0, 1, 3, 4, 6]
    crosses = [
        (spot.pos().x(), spot.pos().y())
        for scatter in items(chart, pg.ScatterPlotItem)
        for spot in scatter.points()
        if spot.symbol() == "x"
    ]
    assert crosses == [(2, 0), (5, 0)]


def test_a_whole_series_is_one_line(chart: TrendChart, trend) -> None:
    chart.show_trend(trend())
    assert runs(chart) == [list(range(len(VALUES)))]


def test_provisional_points_are_hollow(chart: TrendChart, trend, schemes: Theme) -> None:
    chart.show_trend(trend(provisional=2))
    palette = schemes.palette
    for at, value in enumerate(VALUES):
        ground = palette.surface if at >= len(VALUES) - 2 else palette.series
        assert pixel(chart, at, value) == QColor(ground), at


def test_the_quarters_to_come_of_the_last_year_stay_in_view(chart: TrendChart, trend) -> None:
    chart.show_trend(trend(VALUES))
    told = heard(chart.read_out)
    chart.setFocus()
    press(Qt.Key.Key_End)
    assert told == ["January to March 2016: no figure yet"]


# Baseline and target


def test_baseline_and_target_stand_at_their_levels_and_are_named_with_them(
    chart: TrendChart, trend
) -> None:
    chart.show_trend(trend(targets=(fall("10"),)))
    baseline = sum(VALUES[:4]) / 4
    assert levels(chart, "baseline") == [baseline] == [220.25]
    assert levels(chart, "text") == pytest.approx([198.225])
    assert set(names(chart)) == {"Baseline 220", "Target 198", "244"}
    assert chart.line_names == ["Baseline 220", "Target 198"]


def test_a_target_is_drawn_only_where_it_holds(chart: TrendChart, trend) -> None:
    chart.show_trend(trend(targets=(fall("10"),)))
    ink = chart._theme.palette.color("text")
    (target,) = [one for one in items(chart, pg.PlotDataItem) if one.opts["pen"].color() == ink]
    assert list(target.getData()[0]) == [7.5, 11.5]


def test_a_target_without_a_level_is_not_drawn(chart: TrendChart, trend) -> None:
    no_baseline = replace(fall("10"), baseline=None)
    chart.show_trend(trend(targets=(no_baseline,)))
    assert chart.line_names == []
    assert set(names(chart)) == {"244"}


def test_the_latest_value_says_that_it_is_provisional(chart: TrendChart, trend) -> None:
    chart.show_trend(trend(provisional=1))
    assert "244 prov." in names(chart)


def test_percentages_are_named_with_their_sign(chart: TrendChart, trend) -> None:
    chart.show_trend(trend((40, 44, 42, 46, 49, 48, 51, 49, 50), (fall("10"),), code="F2"))
    assert set(names(chart)) == {"Baseline 43.0%", "Target 38.7%", "50%"}


CLOSE = [
    (("0.1",), (*VALUES[:-1], 220)),
    (("5", "5.2", "5.4"), VALUES),
    (("90",), VALUES),
    (("0.1",), (900, 900, 900, 900, 900, 900, 900, 900, 901)),
    (("99.9", "99.8"), (1, 0, 1, 0, 0, 0, 0, 0, 0)),
]


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(665, 456, 1.0), (420, 220, 1.0), (900, 700, 2.0)]
)
def test_names_at_the_ends_of_lines_never_overlap_and_are_never_cut(
    qapp: QApplication,
    chart: TrendChart,
    trend,
    theme: Theme,
    width: int,
    height: int,
    scale: float,
) -> None:
    theme.apply(qapp, Scheme.LIGHT, scale)
    chart.resize(width, height)
    for falls, values in CLOSE:
        chart.show_trend(trend(values, tuple(fall(one) for one in falls)))
        boxes = sorted(names(chart).values(), key=lambda box: box.top())
        assert len(boxes) >= 2
        for upper, lower in pairwise(boxes):
            assert upper.bottom() <= lower.top() + 1, (falls, values)
        for box in boxes:
            assert box.left() >= 0
            assert box.right() <= chart.width()
            assert box.top() >= 0
            assert box.bottom() <= chart.height()


def test_names_keep_their_distance_when_the_chart_is_resized(chart: TrendChart, trend) -> None:
    chart.show_trend(trend((220,) * 9, (fall("0.5"),)))
    chart.resize(420, 240)
    boxes = sorted(names(chart).values(), key=lambda box: box.top())
    assert len(boxes) == 3
    assert all(upper.bottom() <= lower.top() + 1 for upper, lower in pairwise(boxes))


# Reading it


def test_the_arrow_keys_move_the_read_out(chart: TrendChart, trend) -> None:
    chart.show_trend(trend((212, 230, None, 241), provisional=1))
    told = heard(chart.read_out)
    chart.setFocus()
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Right)
    assert told == [
        "January to March 2014: 241, provisional",
        "October to December 2013: Not collected",
        "April to June 2013: 212",
        "April to June 2013: 212",
        "July to September 2013: 230",
        "January to March 2014: 241, provisional",
        "January to March 2014: 241, provisional",
    ]


def test_the_read_out_begins_anew_with_another_trend(chart: TrendChart, trend) -> None:
    told = heard(chart.read_out)
    chart.setFocus()
    chart.show_trend(trend((1, 2, 3, 4)))
    press(Qt.Key.Key_Home)
    chart.show_trend(trend((5, 6, 7, 8)))
    press(Qt.Key.Key_Left)
    assert told == ["April to June 2013: 1", "January to March 2014: 8"]


def test_the_cross_line_stands_where_one_reads(chart: TrendChart, trend) -> None:
    chart.show_trend(trend())
    upright = [one for one in items(chart, pg.InfiniteLine) if one.angle == 90]
    assert [one.isVisible() for one in upright] == [False]
    chart.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right)
    assert [(one.isVisible(), one.value()) for one in upright] == [(True, 1)]


def test_the_pointer_moves_the_read_out_too(chart: TrendChart, trend) -> None:
    chart.show_trend(trend())
    told = heard(chart.read_out)
    chart.scene().sigMouseMoved.emit(chart.getPlotItem().vb.mapViewToScene(QPointF(3.2, 100)))
    chart.scene().sigMouseMoved.emit(QPointF(-50, -50))
    assert told == ["January to March 2014: 241"]


def test_the_chart_has_a_name_and_is_one_stop_of_the_tab_key(chart: TrendChart, trend) -> None:
    chart.show_trend(trend())
    assert spoken_name(chart) == "Trend"
    stops = [chart, *chart.findChildren(QWidget)]
    assert [one for one in stops if one.focusPolicy() & Qt.FocusPolicy.TabFocus] == [chart]


def test_a_click_gives_the_chart_the_keyboard(chart: TrendChart, trend) -> None:
    chart.show_trend(trend())
    told = heard(chart.read_out)
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton)
    told.clear()
    press(Qt.Key.Key_Home)
    assert told == ["April to June 2013: 212"]


# Axes


def ticks(chart: TrendChart) -> list[float]:
    across = [one for one in items(chart, pg.InfiniteLine) if one.angle == 0]
    return sorted(one.value() for one in across)


def test_counts_begin_at_nought_and_their_levels_are_round(chart: TrendChart, trend) -> None:
    for top in (1, 3, 8, 47, 244, 9_999, 123_456):
        chart.show_trend(trend((top, 0, top, 0)))
        low, high = chart.getPlotItem().vb.viewRange()[1]
        assert low == 0
        assert high >= top
        shown = ticks(chart)
        assert 3 <= len(shown) <= 7 or (top < 3 and shown == [1])
        step = shown[0]
        assert float(f"{step:.0e}") == pytest.approx(step)
        assert [one / step for one in shown] == pytest.approx(list(range(1, len(shown) + 1)))
        assert shown[-1] <= high


def test_a_trend_of_noughts_is_drawn(chart: TrendChart, trend) -> None:
    chart.show_trend(trend((0, 0, 0, 0)))
    assert dots(chart) == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert ticks(chart)


def test_the_chart_is_drawn_again_in_the_colours_of_the_other_scheme(
    chart: TrendChart, trend, theme: Theme
) -> None:
    chart.show_trend(trend())
    light = pixel(chart, 0, VALUES[0])
    theme.set_scheme(Scheme.DARK)
    dark = pixel(chart, 0, VALUES[0])
    assert (light, dark) == (QColor("#12436D"), QColor("#8FBBF0"))
    assert dots(chart) == list(enumerate(VALUES))


# All that the plan brings


def test_whatever_is_drawn_of_any_indicator_can_be_read_in_its_table(
    chart: TrendChart, library: Services
) -> None:
    for code in sorted(library.analysis.with_figures()):
        trend = library.analysis.trend(code)
        chart.show_trend(trend)
        table = PeriodTable()
        table.show_series(trend.indicator, trend.series)
        rows = {
            str(table.point(row).period): table.index(row, PeriodColumn.VALUE).data()
            for row in range(table.rowCount())
        }
        known = [
            (str(one.period), float(one.value)) for one in trend.series if one.value is not None
        ]
        assert chart.values == known, code
        assert len(dots(chart)) == len(known), code
        assert all(rows[period] for period, _ in known), code
        assert all(rows[str(one.period)] == one.gap for one in trend.series if one.gap), code
        drawn = len(levels(chart, "baseline")) + len(levels(chart, "text"))
        assert drawn == len(chart.line_names), code
        assert len(names(chart)) == drawn + bool(known), code
