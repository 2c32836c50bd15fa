"""What is hidden: linked systems, what was public before, rounding, and breaches on purpose."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.disclosure.attack import attack
from csp_desktop.core.disclosure.cells import Cell, Relation, Suppression, System
from csp_desktop.core.disclosure.rounding import Rule
from csp_desktop.core.disclosure.suppression import Protected, protect
from csp_desktop.core.errors import RefusedError
from tests.core.disclosure.independent import (
    FAR,
    Facts,
    is_possible,
    ranges,
    relations_of,
    values_kept,
    with_margins,
)

PARTS, QUARTERS, BOROUGHS = 3, 4, 2


def linked_system(seed: int, shape: tuple[int, ...] = (PARTS, QUARTERS, BOROUGHS)) -> System:
    """Parts of an indicator by quarter and borough, with all margins."""
    chance = random.Random(seed)
    amounts = [[0, 0, 1, 2, 3, 5, 8, 13, 40], [6, 9, 14, 23, 60, 110], [0, 0, 0, 0, 1, 3]][seed % 3]
    inner = {place: chance.choice(amounts) for place in itertools.product(*map(range, shape))}
    if seed % 3 == 1:
        inner[min(inner)] = 2
    values = with_margins(shape, inner)
    return System(tuple(Cell(key, one) for key, one in values.items()), relations_of(shape))


def facts_of(
    system: System, found: Protected, *, below: int = 5, round_to: int = 1, known: object = ()
) -> Facts:
    """What a reader knows of each cell, worked out from what is written for it."""
    facts = {}
    for one in system.cells:
        if one.key in known:
            facts[one.key] = (one.value, one.value)
        elif one.key in found.suppressed:
            facts[one.key] = (one.low, one.high)
        else:
            written = found.shown[one.key]
            behind = [
                count
                for count in range(max(0, written - round_to), written + round_to + 1)
                if (count == 0 or count >= below)
                and int((count + round_to / 2) // round_to) * round_to == written
            ]
            facts[one.key] = (min(behind), max(behind))
    return facts


@pytest.mark.parametrize("seed", range(6))
def test_in_three_dimensions_three_values_of_each_hidden_cell_are_possible(seed: int) -> None:
    system = linked_system(seed)
    found = protect(system)
    facts = facts_of(system, found)
    spans = ranges(system, facts, list(found.suppressed))
    for key, (low, high) in spans.items():
        mine = found.feasible[key]
        assert low <= mine[0]
        assert (FAR if mine[1] is None else mine[1]) <= (FAR if high is None else high)
        near = range(low, min(low + 12, FAR if high is None else high) + 1)
        possible = (one for one in near if is_possible(system, facts, key, one))
        assert len(list(itertools.islice(possible, 3))) == 3


@pytest.mark.parametrize("seed", [1, 4, 7])
def test_one_small_cell_in_three_dimensions_takes_the_eight_corners_of_a_block(seed: int) -> None:
    found = protect(linked_system(seed))
    assert len(found.suppressed) == 8


def test_a_large_linked_system_settles() -> None:
    system = linked_system(0, (3, 4, 6))
    found = protect(system)
    assert all(values_kept(span) >= 3 for span in found.feasible.values())
    assert 0 < len(found.suppressed) < len(system.cells) // 2


@given(st.lists(st.lists(st.integers(0, 14), min_size=3, max_size=3), min_size=2, max_size=4))
def test_rounding_is_attacked_by_the_ranges_behind_what_is_written(rows: list[list[int]]) -> None:
    shape = (len(rows), 3)
    inner = {(at, to): count for at, row in enumerate(rows) for to, count in enumerate(row)}
    values = with_margins(shape, inner)
    system = System(tuple(Cell(key, one) for key, one in values.items()), relations_of(shape))
    found = protect(system, 8, round_to=5)
    assert all(one % 5 == 0 for one in found.shown.values())
    spans = ranges(system, facts_of(system, found, below=8, round_to=5), list(found.suppressed))
    assert spans == found.feasible
    assert all(values_kept(span) >= 3 for span in spans.values())


def test_rounding_alone_does_not_save_what_it_does_not_cover() -> None:
    cells = (Cell("a", 1), Cell("b", 0), Cell("c", 0), Cell("all", 1))
    system = System(cells, (Relation("all", ("a", "b", "c")),))
    found = protect(system, 8, round_to=5)
    assert set(found.suppressed) == {"a", "all"}


@pytest.mark.parametrize(
    ("count", "round_to", "written"),
    [
        (2, 5, 0),
        (3, 5, 5),
        (7, 5, 5),
        (8, 5, 10),
        (12, 5, 10),
        (5, 10, 10),
        (14, 10, 10),
        (9, 1, 9),
    ],
)
def test_counts_are_rounded_half_up(count: int, round_to: int, written: int) -> None:
    assert Rule(1, round_to).written(count) == written


@given(st.integers(0, 500), st.integers(1, 12), st.integers(1, 12))
def test_what_is_told_of_a_count_is_all_that_would_be_written_alike(
    count: int, below: int, round_to: int
) -> None:
    rule = Rule(below, round_to)
    if rule.is_small(count):
        return
    low, high = rule.told(count)
    alike = [
        one
        for one in range(count + 2 * round_to)
        if not rule.is_small(one) and rule.written(one) == rule.written(count)
    ]
    assert [one for one in range(low, high + 1) if not rule.is_small(one)] == (
        [0] if count == 0 else [one for one in alike if one > 0]
    )


def four_quarters(**more: Cell) -> System:
    cells = {"Q1": Cell("Q1", 3), "Q2": Cell("Q2", 9), "Q3": Cell("Q3", 12), "Q4": Cell("Q4", 20)}
    cells |= {"year": Cell("year", 44)} | more
    return System(tuple(cells.values()), (Relation("year", ("Q1", "Q2", "Q3", "Q4")),))


def test_the_smallest_other_quarter_is_hidden_rather_than_the_year() -> None:
    found = protect(four_quarters())
    assert found.suppressed == {"Q1": Suppression.PRIMARY, "Q2": Suppression.SECONDARY}
    assert found.feasible == {"Q1": (0, 12), "Q2": (0, 12)}
    assert found.already_public == frozenset()


def test_what_was_public_before_is_not_hidden_and_another_is() -> None:
    found = protect(four_quarters(), known={"Q2", "Q3"})
    assert set(found.suppressed) == {"Q1", "Q4"}
    assert found.shown == {"Q2": 9, "Q3": 12, "year": 44}


def test_a_small_count_that_was_public_before_is_said_to_be() -> None:
    found = protect(four_quarters(), known={"Q1"})
    assert found.already_public == {"Q1"}
    assert found.suppressed == {}
    assert found.shown["Q1"] == 3


def test_a_small_count_that_follows_from_what_was_public_before_is_hidden_and_said_to_be() -> None:
    known = {"Q2", "Q3", "Q4", "year"}
    found = protect(four_quarters(), known=known)
    assert found.suppressed == {"Q1": Suppression.PRIMARY}
    assert found.feasible == {"Q1": (3, 3)}
    assert found.already_public == {"Q1"}


def test_a_small_count_that_other_facts_leave_two_values_is_said_to_be_public() -> None:
    found = protect(four_quarters(Q1=Cell("Q1", 3, low=3, high=4)))
    assert found.already_public == {"Q1"}


def test_a_cell_that_can_be_told_anyway_is_not_hidden_for_another() -> None:
    found = protect(four_quarters(Q2=Cell("Q2", 9, low=9, high=10)))
    assert set(found.suppressed) == {"Q1", "Q3"}


@pytest.mark.parametrize("seed", range(10))
def test_with_known_cells_each_other_hidden_cell_keeps_three_values(seed: int) -> None:
    chance = random.Random(seed)
    shape = (4, 4)
    inner = {place: chance.randint(0, 15) for place in itertools.product(range(4), range(4))}
    values = with_margins(shape, inner)
    system = System(tuple(Cell(key, one) for key, one in values.items()), relations_of(shape))
    known = set(chance.sample(sorted(values), 9))
    found = protect(system, known=known)
    assert not known.intersection(found.suppressed)
    spans = ranges(system, facts_of(system, found, known=known), list(found.suppressed))
    assert spans == found.feasible
    told = {key for key, span in spans.items() if values_kept(span) < 3}
    small_and_known = {key for key in known if 1 <= values[key] <= 4}
    assert found.already_public == told | small_and_known


def test_a_restricted_count_is_hidden_whatever_its_size_and_protected() -> None:
    found = protect(four_quarters(Q4=Cell("Q4", 20, may_show=False)), below=2)
    assert found.suppressed == {"Q4": Suppression.PRIMARY, "Q1": Suppression.SECONDARY}


def test_a_missing_count_that_the_table_would_tell_to_be_small_is_protected() -> None:
    found = protect(four_quarters(Q1=Cell("Q1", None)))
    assert set(found.suppressed) == {"Q2"}
    assert "Q1" not in found.shown


def test_a_missing_count_that_is_large_is_left_to_be_told() -> None:
    found = protect(four_quarters(Q4=Cell("Q4", None), Q1=Cell("Q1", 3)), below=2)
    assert found.suppressed == {}


def test_nought_is_shown_and_a_table_without_small_counts_is_left_alone() -> None:
    found = protect(four_quarters(Q1=Cell("Q1", 0), year=Cell("year", 41)))
    assert found.suppressed == {}
    assert found.shown["Q1"] == 0


def test_the_only_people_there_are_take_their_totals_with_them() -> None:
    cells = (Cell("a", 2), Cell("b", 0), Cell("both", 2))
    found = protect(System(cells, (Relation("both", ("a", "b")),)))
    assert found.suppressed == {"a": Suppression.PRIMARY, "both": Suppression.PRIMARY}


def test_systems_that_nothing_joins_are_protected_apart() -> None:
    first, second = four_quarters(), System((Cell("else", 2), Cell("more", 90)))
    found = protect(System(first.cells + second.cells, first.relations))
    assert set(found.suppressed) == {"Q1", "Q2", "else"}
    assert found.feasible["else"] == (0, None)


def test_primary_suppression_alone_would_be_a_breach() -> None:
    assert attack(four_quarters(), ["Q1"])["Q1"] == (3, 3)


@pytest.mark.parametrize(("below", "round_to"), [(0, 1), (5, 0)])
def test_a_rule_that_is_none_is_refused(below: int, round_to: int) -> None:
    with pytest.raises(RefusedError, match="1 or more"):
        protect(four_quarters(), below, round_to=round_to)


def test_where_it_is_not_found_out_whether_a_cell_is_safe_it_is_refused() -> None:
    # Each pair adds up to an even number, so that the last cell is odd: no bound says so, and there
    # are more cases than are told apart.
    cells = [Cell("odd", 3, low=2, high=4), Cell("all", 63)]
    relations = [Relation("all", ("odd", *(f"pair {one}" for one in range(6))))]
    for one in range(6):
        cells += [Cell(f"left {one}", 5), Cell(f"right {one}", 5), Cell(f"pair {one}", 10)]
        relations.append(Relation(f"pair {one}", (f"left {one}", f"right {one}")))
        relations.append(Relation(f"right {one}", (f"left {one}",)))
    with pytest.raises(RefusedError, match="It was not found out whether “odd” is safe"):
        protect(System(tuple(cells), tuple(relations)), known={"all"})


def test_a_restricted_count_that_the_sums_themselves_tell_is_refused() -> None:
    cells = (Cell("a", 6), Cell("b", 6), Cell("c", 0, may_show=False), Cell("d", 0))
    relations = (Relation("a", ("b", "c")), Relation("b", ("a", "d")))
    with pytest.raises(RefusedError, match="No set of counts to hide was found"):
        protect(System(cells, relations))
