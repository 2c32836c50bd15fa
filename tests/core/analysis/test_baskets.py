from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.baskets import entered_parts, points_of
from csp_desktop.core.analysis.series import Point, points
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from tests.core.analysis.making import ROBBERIES, figure, point, run

BURGLARY, THEFT, DAMAGE = (replace(ROBBERIES, code=code) for code in ("H2", "H3", "H4"))
STEALING = replace(ROBBERIES, code="H5", sum_of=("H2", "H3"))
BASKET = replace(ROBBERIES, code="H6", sum_of=("H5", "H1"))
TWICE = replace(ROBBERIES, code="H7", sum_of=("H1", "H6", "H2"))
PLAN = Plan(
    id="plan",
    title="Plan",
    partnership="Partnership",
    short_name="CSP",
    area="Tower Hamlets",
    neighbours=(),
    first_day=date(2015, 4, 1),
    last_day=date(2016, 3, 31),
    first_return=Quarter(2015, 1),
    return_due_days=17,
    source="",
    indicators=(ROBBERIES, BURGLARY, THEFT, DAMAGE, STEALING, BASKET, TWICE),
)
COUNTS = st.lists(st.none() | st.integers(0, 99), min_size=4, max_size=4)


def shown(found: Sequence[Point]) -> list[tuple[str, Fraction | None]]:
    return [(str(one.period), one.value) for one in found]


def test_what_is_entered_itself_is_its_only_part() -> None:
    assert entered_parts(PLAN, ROBBERIES) == ["H1"]


def test_the_parts_of_a_basket_of_baskets_are_those_that_are_entered() -> None:
    assert entered_parts(PLAN, STEALING) == ["H2", "H3"]
    assert entered_parts(PLAN, BASKET) == ["H2", "H3", "H1"]


def test_what_stands_in_a_basket_twice_is_counted_twice() -> None:
    assert entered_parts(PLAN, TWICE) == ["H1", "H2", "H3", "H1", "H2"]
    figures = {
        "H1": run("2014/15-Q1", 1),
        "H2": run("2014/15-Q1", 10),
        "H3": run("2014/15-Q1", 100),
    }
    assert shown(points_of(PLAN, TWICE, figures)) == [("2014/15-Q1", 1 + 10 + 100 + 1 + 10)]


def test_a_basket_of_what_the_plan_does_not_know_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="no indicator “X9”"):
        entered_parts(PLAN, replace(BASKET, sum_of=("X9",)))


def test_the_points_of_what_is_entered_are_its_figures_in_order_of_time() -> None:
    figures = [*run("2014/15-Q2", 271, Absence.WITHHELD), *run("2014/15-Q1", 262)]
    year = [figure("2014/15", 1_138)]
    found = points_of(PLAN, ROBBERIES, {"H1": [*figures, *year], "H2": run("2014/15-Q1", 5)})
    assert found == points([figures[2], year[0], figures[0], figures[1]])
    assert points_of(PLAN, ROBBERIES, {"H2": run("2014/15-Q1", 5)}) == []


def test_a_basket_is_summed_kind_by_kind_in_order_of_time() -> None:
    figures = {
        "H2": [*run("2014/15", 40), *run("2014/15-Q2", 12, 13), *run("2014/15-Q1", 11)],
        "H3": [*run("2014/15-Q1", 1, 2, 3), *run("2014/15", 6)],
    }
    assert shown(points_of(PLAN, STEALING, figures)) == [
        ("2014/15-Q1", 12),
        ("2014/15", 46),
        ("2014/15-Q2", 14),
        ("2014/15-Q3", 16),
    ]


def test_a_range_that_one_part_lacks_is_a_gap_and_no_smaller_sum() -> None:
    figures = {
        "H2": [*run("2014/15-Q1", 11, Absence.WITHHELD, 13), *run("2014/15", 40)],
        "H3": run("2014/15-Q1", 1, 2),
    }
    assert points_of(PLAN, STEALING, figures) == [
        point("2014/15-Q1", 12),
        point("2014/15", None, gap="1 of 2 parts missing"),
        point("2014/15-Q2", None, gap="1 of 2 parts missing"),
        point("2014/15-Q3", None, gap="1 of 2 parts missing"),
    ]


def test_a_basket_of_which_a_part_has_no_figures_at_all_is_a_line_of_gaps() -> None:
    found = points_of(PLAN, BASKET, {"H1": run("2014/15-Q1", 5)})
    assert found == [point("2014/15-Q1", None, gap="2 of 3 parts missing")]
    assert points_of(PLAN, BASKET, {}) == []


def test_a_basket_is_provisional_where_a_part_is() -> None:
    figures = {
        "H2": run("2014/15-Q1", 11, 12),
        "H3": [
            *run("2014/15-Q1", 1),
            *run("2014/15-Q2", 2, status=FigureStatus.PROVISIONAL),
        ],
    }
    assert [one.provisional for one in points_of(PLAN, STEALING, figures)] == [False, True]


@given(COUNTS, COUNTS, COUNTS)
def test_a_basket_of_baskets_comes_to_the_sum_of_what_was_entered(
    first: list[int | None], second: list[int | None], third: list[int | None]
) -> None:
    figures: dict[str, list[Figure]] = {
        code: run("2014/15-Q1", *answers)
        for code, answers in zip(("H1", "H2", "H3"), (first, second, third), strict=True)
    }
    found = dict(shown(points_of(PLAN, BASKET, figures)))
    for place, each in enumerate(zip(first, second, third, strict=True)):
        entered = [one for one in each if one is not None]
        expected = sum(entered) if len(entered) == 3 else None
        assert found.get(str(Quarter(2014, 1 + place))) == expected
