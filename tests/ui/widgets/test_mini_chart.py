from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import FinancialYear, Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.mini_chart import MiniChart, QuarterFigure, quarters_up_to
from tests.ui.hands import Q1, colours, picture, spoken_name

Given = int | str | Absence | None


def figure(quarter: Quarter, given: Given) -> Figure:
    said = {"absence": given} if isinstance(given, Absence) else {"value": Decimal(str(given))}
    return Figure(
        indicator="H3",
        area="E09000030",
        period=quarter.range,
        status=FigureStatus.FINAL,
        **said,
    )


def up_to_now(*given: Given) -> list[QuarterFigure]:
    """Figures of the quarters that end with this one; None where there is no record at all."""
    quarters = [Q1.plus(at + 1 - len(given)) for at in range(len(given))]
    return [
        QuarterFigure(quarter, None if one is None else figure(quarter, one))
        for quarter, one in zip(quarters, given, strict=True)
    ]


@pytest.fixture
def chart(undressed: Theme) -> MiniChart:
    chart = MiniChart(undressed)
    chart.resize(288, chart.sizeHint().height())
    return chart


def drawn(
    chart: MiniChart, plan: Plan, quarters: Sequence[QuarterFigure], queried: bool = False
) -> list[QPointF | None]:
    chart.show_quarters(plan.indicator("H3"), quarters, queried)
    return chart.points


# Which quarters


def test_every_quarter_from_the_first_known_to_this_one_is_there() -> None:
    past = [figure(Q1.plus(-5), 3), figure(Q1.plus(-2), 4)]
    found = quarters_up_to(past, figure(Q1, 5))
    assert [one.quarter for one in found] == [Q1.plus(back) for back in range(-5, 1)]
    assert [one.value for one in found] == [3, None, None, 4, None, 5]


def test_figures_of_other_ranges_are_left_out() -> None:
    year = replace(figure(Q1, 900), period=FinancialYear(2014).range)
    found = quarters_up_to([year, figure(Q1.previous, 4)], figure(Q1, 5))
    assert [one.quarter for one in found] == [Q1.previous, Q1]


def test_of_a_figure_that_is_no_quarters_nothing_is_drawn() -> None:
    assert quarters_up_to([], replace(figure(Q1, 900), period=FinancialYear(2014).range)) == []


# Where the points stand


def test_a_gap_is_a_gap_and_never_a_nought(chart: MiniChart, plan: Plan) -> None:
    nought = drawn(chart, plan, up_to_now(4, 0, 8))[1]
    assert nought is not None
    for gap in (None, *Absence):
        points = drawn(chart, plan, up_to_now(4, gap, 8))
        assert points[1] is None, gap
        assert points[0] is not None
        assert points[2] is not None


@given(st.lists(st.integers(-50, 5_000) | st.none(), min_size=2, max_size=13))
def test_points_stand_in_order_and_in_proportion_inside_the_chart(
    undressed: Theme, plan: Plan, values: list[int | None]
) -> None:
    chart = MiniChart(undressed)
    chart.resize(288, chart.sizeHint().height())
    points = drawn(chart, plan, up_to_now(*values))
    assert [one is None for one in points] == [one is None for one in values]
    known = [
        (point, value)
        for point, value in zip(points, values, strict=True)
        if point is not None and value is not None
    ]
    for (left, low), (right, high) in pairwise(known):
        assert left.x() < right.x()
        assert (left.y() > right.y()) == (low < high)
        assert (left.y() == right.y()) == (low == high)
    for point, _ in known:
        assert 0 <= point.x() <= chart.width()
        assert 0 <= point.y() <= chart.height()


def test_the_current_quarter_is_at_the_right_also_where_it_is_the_only_one(
    chart: MiniChart, plan: Plan
) -> None:
    alone = drawn(chart, plan, up_to_now(7))[0]
    last = drawn(chart, plan, up_to_now(1, 2, 7))[2]
    assert alone is not None
    assert last is not None
    assert alone.x() == last.x() > chart.width() * 0.9


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        ([47, 9], [0, 25, 50]),
        ([287], [0, 150, 300]),
        ([7896, 6117], [0, 4000, 8000]),
        ([0, 0], [0, 1]),
        ([3], [0, 3]),
        ([100], [0, 50, 100]),
        ([-4, 9], [-4, 0, 10]),
        ([-4], [-4, 0]),
    ],
)
def test_gridlines_stand_at_nought_and_at_round_numbers(
    chart: MiniChart, plan: Plan, values: list[int], levels: list[int]
) -> None:
    drawn(chart, plan, up_to_now(*values))
    assert chart.levels == levels


def test_a_rate_may_have_a_level_between_whole_numbers(chart: MiniChart, plan: Plan) -> None:
    chart.show_quarters(plan.indicator("A6"), up_to_now("0.98", "1.02"), False)
    assert chart.levels == [0, Fraction(3, 4), Fraction(3, 2)]


# What it says


def test_the_chart_says_in_a_sentence_what_it_shows(chart: MiniChart, plan: Plan) -> None:
    drawn(chart, plan, up_to_now(241, None, Absence.NOT_COLLECTED, 1203, 287))
    assert spoken_name(chart) == (
        "Theft of motor vehicle, 2014/15-Q1 to 2015/16-Q1: between 241 and 1,203, last 287 in "
        "2015/16-Q1; no figure in 2 quarters."
    )


def test_the_sentence_says_what_is_not_yet_certain(chart: MiniChart, plan: Plan) -> None:
    before, now = up_to_now(2, 9)
    assert now.figure is not None
    doubtful = replace(now.figure, status=FigureStatus.PROVISIONAL)
    drawn(chart, plan, [before, QuarterFigure(Q1, doubtful)], queried=True)
    assert spoken_name(chart).endswith("last 9 in 2015/16-Q1, provisional. A query waits.")


def test_a_chart_without_numbers_says_so(chart: MiniChart, plan: Plan) -> None:
    drawn(chart, plan, up_to_now(Absence.NOT_COLLECTED, Absence.NOT_ENTERED))
    assert spoken_name(chart) == "Theft of motor vehicle: no figures to draw."


# What is seen


def test_the_line_has_the_colour_of_a_series(schemes: Theme, plan: Plan) -> None:
    chart = MiniChart(schemes)
    chart.resize(288, 80)
    drawn(chart, plan, up_to_now(40, 41, 39))
    seen = colours(picture(chart))
    assert schemes.palette.series in seen
    assert schemes.palette.query not in seen


def test_a_query_that_waits_is_seen_round_the_current_point(schemes: Theme, plan: Plan) -> None:
    chart = MiniChart(schemes)
    chart.resize(288, 80)
    point = drawn(chart, plan, up_to_now(40, 41, 9), queried=True)[-1]
    assert point is not None
    image = picture(chart)
    beside = image.copy(round(point.x()) - 10, round(point.y()) - 10, 20, 20)
    assert schemes.palette.query in colours(beside)
    assert schemes.palette.query not in colours(image.copy(0, 0, round(point.x()) - 12, 80))


def test_a_provisional_point_is_hollow(theme: Theme, plan: Plan) -> None:
    chart = MiniChart(theme)
    chart.resize(288, 80)
    before, now = up_to_now(40, 41)
    assert now.figure is not None
    for status, is_light in ((FigureStatus.FINAL, False), (FigureStatus.PROVISIONAL, True)):
        shown = QuarterFigure(Q1, replace(now.figure, status=status))
        point = drawn(chart, plan, [before, shown])[1]
        assert point is not None
        middle = picture(chart).pixelColor(round(point.x()), round(point.y()))
        assert (middle.lightness() > 200) == is_light
