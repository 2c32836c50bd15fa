"""Which numbers may be public, over small systems, attacked by trying all values."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csp_desktop.core.analysis.findings import Frame, findings
from csp_desktop.core.analysis.known import known_up_to
from csp_desktop.core.analysis.series import points
from csp_desktop.core.dashboard import IndicatorRow
from csp_desktop.core.periods import DateRange, FinancialYear, parse_range
from csp_desktop.core.plan import Indicator
from csp_desktop.core.publication import Place, Told, publishable, tilings
from tests.core.analysis.making import COMPLETED, ROBBERIES, Answer, run
from tests.core.analysis.making_targets import PLAN_DATES

A = replace(ROBBERIES, code="X1")
B = replace(ROBBERIES, code="X2")
BOTH = replace(ROBBERIES, code="X3", sum_of=("X1", "X2"))
ALONE = replace(ROBBERIES, code="X4")
SHARE = replace(COMPLETED, code="X5")
OTHER_SHARE = replace(COMPLETED, code="X6")
FRAME = Frame(PLAN_DATES, FinancialYear(2012), {}, {})
NOBODY: frozenset[str] = frozenset()
Q = [parse_range(f"2014/15-Q{number}") for number in (1, 2, 3, 4)]
YEAR = parse_range("2014/15")

small = st.integers(1, 4)
count = st.one_of(st.just(0), small, st.integers(5, 14))
counts = st.lists(count, min_size=4, max_size=4)


def row(indicator: Indicator, *answers: Answer | None, first: str = "2014/15-Q1") -> IndicatorRow:
    series = points(run(first, *answers))
    known = known_up_to(indicator, series, series[-1].period)
    if known is None:
        return IndicatorRow(indicator, None, "not entered")
    return IndicatorRow(indicator, findings(known, FRAME))


def shown(rows: Sequence[IndicatorRow], *earlier: Told) -> dict[Place, Fraction]:
    """The numbers that may be printed."""
    may = publishable(rows, NOBODY, earlier)
    return {place: value for place, value in numbers(rows).items() if place[1] in may[place[0]]}


def numbers(rows: Iterable[IndicatorRow]) -> dict[Place, Fraction]:
    return {
        (one.indicator.code, point.period): point.value
        for one in rows
        if one.findings is not None
        for point in one.findings.series
        if point.value is not None
    }


def as_told(rows: Sequence[IndicatorRow], may: Mapping[Place, Fraction]) -> Told:
    every = numbers(rows)
    parts = {
        (one.indicator.code, point.period): point.parts
        for one in rows
        if one.findings is not None
        for point in one.findings.series
        if point.parts is not None
    }
    held = {place: value for place, value in every.items() if place not in may}
    return Told(may, held, parts=parts)


def summed(one: Sequence[int], other: Sequence[int]) -> list[IndicatorRow]:
    both = [a + b for a, b in zip(one, other, strict=True)]
    return [row(A, *one), row(B, *other), row(BOTH, *both)]


def with_year(values: Sequence[int]) -> list[IndicatorRow]:
    return [row(ALONE, *values), row(ALONE, sum(values), first="2014/15")]


# Small systems, as they are drawn


@given(counts, counts)
def test_every_count_of_one_to_four_is_hidden(one: list[int], other: list[int]) -> None:
    rows = summed(one, other)
    assert all(value == 0 or value >= 5 for value in shown(rows).values())


@given(counts, counts)
def test_three_values_are_left_of_every_small_count_of_a_sum(
    one: list[int], other: list[int]
) -> None:
    rows = summed(one, other)
    may = shown(rows)
    for at, period in enumerate(Q):
        ways = [
            {"X1": a, "X2": b, "X3": a + b}
            for a, b in product(range(one[at] + 4), range(other[at] + 4))
        ]
        _keeps_three({"X1": one[at], "X2": other[at]}, ways, may, period)


def _keeps_three(
    true: Mapping[str, int],
    ways: Iterable[Mapping[str, int]],
    may: Mapping[Place, Fraction],
    period: DateRange,
) -> None:
    possible = [
        way for way in ways if all(may.get((code, period), way[code]) == way[code] for code in way)
    ]
    for code, value in true.items():
        if 0 < value < 5:
            assert len({way[code] for way in possible}) >= 3


@given(counts)
def test_three_values_are_left_of_every_small_quarter_of_a_year(values: list[int]) -> None:
    may = shown(with_year(values))
    asked = [range(19) if ("X4", one) not in may else [int(may["X4", one])] for one in Q]
    total = may.get(("X4", YEAR))
    possible = [way for way in product(*asked) if total is None or sum(way) == total]
    for at, value in enumerate(values):
        if 0 < value < 5:
            assert len({way[at] for way in possible}) >= 3


@given(counts, counts, counts)
def test_no_more_is_hidden_than_what_is_linked_to_a_small_count(
    one: list[int], other: list[int], apart: list[int]
) -> None:
    rows = [*summed(one, other), row(ALONE, *apart)]
    may = shown(rows)
    for place, value in numbers(rows).items():
        at = Q.index(place[1])
        linked = [apart[at]] if place[0] == "X4" else [one[at], other[at], one[at] + other[at]]
        if not any(0 < each < 5 for each in linked):
            assert may[place] == value


@given(counts, counts, counts, counts)
def test_a_number_that_was_public_stays_so_while_it_says_the_same(
    one: list[int], other: list[int], later: list[int], after: list[int]
) -> None:
    before = summed(one, other)
    told = as_told(before, shown(before))
    rows = summed([*one[:2], *later[2:]], [*other[:2], *after[2:]])
    may = shown(rows, told)
    for place, value in numbers(rows).items():
        if told.shown.get(place) == value:
            assert may[place] == value


@given(counts, counts, counts, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_earlier_editions_decides_nothing(
    one: list[int], other: list[int], later: list[int], chance: random.Random
) -> None:
    first, second = summed(one, other), summed(one, later)
    told = [as_told(rows, shown(rows)) for rows in (first, second)]
    rows = [*summed(later, other), row(SHARE, *((value, 40) for value in one))]
    mixed, mixed_told = rows.copy(), told.copy()
    chance.shuffle(mixed)
    chance.shuffle(mixed_told)
    assert shown(rows, *told) == shown(mixed, *mixed_told)


@given(counts, counts, counts)
def test_two_editions_together_leave_three_values_whatever_was_revised(
    one: list[int], other: list[int], later: list[int]
) -> None:
    """Of a sum whose first part is revised, its other part not."""
    first, second = summed(one, other), summed(later, other)
    told = as_told(first, shown(first))
    may = [told.shown, shown(second, told)]
    for at, period in enumerate(Q):
        assume(one[at] != later[at])
        ways = [
            {"X1": a, "X2": b, "X3": a + b, "then": c, "sum then": c + b}
            for a, b, c in product(*(range(each + 4) for each in (later[at], other[at], one[at])))
        ]
        known = {(code, period): value for (code, when), value in may[1].items() if when == period}
        before = {"X1": "then", "X2": "X2", "X3": "sum then"}
        known |= {
            (before[code], period): value
            for (code, when), value in may[0].items()
            if when == period
        }
        true = {"X1": later[at], "X2": other[at], "then": one[at]}
        _keeps_three(true, ways, known, period)


# Found by looking for leaks


def test_a_year_told_before_and_its_quarters_told_now_are_held_together() -> None:
    """An assessment prints the year alone, the next meeting's pack the quarters alone."""
    quarters = row(ALONE, 3, 12, 14, 14)
    told = Told({("X4", YEAR): Fraction(43)}, unprinted=numbers([quarters]))
    assert len(shown([quarters], told)) == 2, "the small quarter is hidden, and one beside it"


def test_what_no_page_had_a_place_for_is_held_together_with_what_was_printed() -> None:
    whole = Told(
        {("X3", Q[0]): Fraction(20)},
        unprinted={("X1", Q[0]): Fraction(3), ("X2", Q[0]): Fraction(17)},
    )
    rows = [row(A, 8), row(B, 17), row(BOTH, 25)]
    assert ("X2", Q[0]) not in shown(rows, whole)


def test_shares_of_quarters_do_not_tell_a_quarter_by_the_year() -> None:
    quarters = row(SHARE, (10, 40), (12, 44), (11, 47), (3, 45))
    year = row(SHARE, (36, 176), first="2014/15")
    may = shown([quarters, year])
    assert ("X5", Q[3]) not in may
    assert len(may) < 4


def test_shares_that_make_up_another_do_not_tell_one_of_them() -> None:
    whole = row(OTHER_SHARE, (35, 90))
    parts = [
        row(replace(SHARE, code=code, part_of="X6"), answer)
        for code, answer in (("X7", (3, 20)), ("X8", (12, 30)), ("X9", (20, 40)))
    ]
    assert len(shown([whole, *parts])) <= 2


@pytest.mark.parametrize("share", [(10, 12), (12, 30), (18, 30)])
def test_a_share_tells_no_hidden_count_as_what_it_counts_is_of_or_leaves(
    share: tuple[int, int],
) -> None:
    rows = [row(A, 3), row(B, 12), row(BOTH, 15), row(SHARE, share)]
    may = shown(rows)
    assert ("X5", Q[0]) not in may or ("X2", Q[0]) in may
    assert len({"X2", "X3"} - {code for code, _ in may}) >= 1


def test_a_breakdown_does_without_a_share_of_nothing() -> None:
    whole = row(OTHER_SHARE, (21, 70))
    parts = [
        row(replace(SHARE, code=code, part_of="X6"), answer)
        for code, answer in (("X7", (1, 30)), ("X8", (20, 40)))
    ]
    none = IndicatorRow(replace(SHARE, code="X9", part_of="X6"), None, "not applicable")
    assert len(shown([whole, *parts, none])) <= 1


def test_a_share_tells_no_number_of_a_restricted_indicator() -> None:
    restricted = row(replace(ROBBERIES, code="X9", restricted=True), 731_457)
    rows = [row(SHARE, (20, 731_457)), row(OTHER_SHARE, (20, 731_458))]
    may = publishable(rows, NOBODY, apart=[restricted])
    assert may == {"X5": frozenset(), "X6": frozenset({Q[0]})}


def test_a_single_month_hides_no_year_from_the_check() -> None:
    rows = [*with_year([3, 12, 14, 14]), row(ALONE, 1, first="2014-04..2014-04")]
    assert len(shown(rows)) <= 3


def ranges(*texts: str) -> list[DateRange]:
    return [parse_range(one) for one in texts]


def ends() -> Iterator[tuple[list[str], int]]:
    quarters = [f"2014/15-Q{number}" for number in (1, 2, 3, 4)]
    yield quarters, 1
    yield [*quarters, "2014-04..2014-04"], 1
    yield [*quarters, "2014-04..2014-09"], 2
    yield ["2014/15-Q1", "2014-04..2014-09", "2014/15-Q4"], 0
    yield ["2014/15-Q1", "2014-06..2015-03"], 0
    yield ["2014/15"], 0
    yield [], 0


@pytest.mark.parametrize(("texts", "ways"), list(ends()))
def test_a_range_is_filled_without_a_gap_or_an_overlap(texts: list[str], ways: int) -> None:
    assert len(tilings(YEAR, ranges(*texts))) == ways
