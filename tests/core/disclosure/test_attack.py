"""What the attacker can tell, against another solver, and by hand."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.disclosure.attack import attack
from csp_desktop.core.disclosure.cells import Cell, Relation, System
from csp_desktop.core.disclosure.rounding import Rule
from csp_desktop.core.errors import RefusedError
from tests.core.disclosure.independent import (
    exactly,
    is_possible,
    ranges,
    relations_of,
    with_margins,
)


def year(*quarters: int) -> System:
    """Four quarters and their sum."""
    cells = [Cell(f"Q{number}", value) for number, value in enumerate(quarters, 1)]
    names = tuple(one.key for one in cells)
    return System((*cells, Cell("year", sum(quarters))), (Relation("year", names),))


def test_one_hidden_quarter_of_a_year_is_told_exactly() -> None:
    assert attack(year(3, 9, 12, 20), ["Q1"]) == {"Q1": (3, 3)}


def test_two_hidden_quarters_share_what_the_year_leaves() -> None:
    assert attack(year(3, 9, 12, 20), ["Q1", "Q2"]) == {"Q1": (0, 12), "Q2": (0, 12)}


def test_a_hidden_total_of_a_hidden_quarter_has_no_limit() -> None:
    assert attack(year(3, 9, 12, 20), ["Q1", "year"]) == {"Q1": (0, None), "year": (41, None)}


def test_a_cell_in_no_sum_is_anything() -> None:
    assert attack(System((Cell("alone", 3),)), ["alone"]) == {"alone": (0, None)}


def test_what_else_is_public_of_a_cell_narrows_it_and_what_it_stands_beside() -> None:
    cells = (Cell("a", 3, low=2, high=4), Cell("b", 7), Cell("both", 10))
    system = System(cells, (Relation("both", ("a", "b")),))
    assert attack(system, ["a", "b"]) == {"a": (2, 4), "b": (6, 8)}


def test_a_key_that_was_public_before_is_known_though_it_is_hidden_now() -> None:
    found = attack(year(3, 9, 12, 20), ["Q1", "Q2"], known=["Q2"])
    assert found == {"Q1": (3, 3), "Q2": (9, 9)}


def test_rounded_neighbours_leave_room_and_no_more() -> None:
    rule = Rule(below=8, round_to=5)
    # 9 is written 10 and stands for 8 to 12, 12 for the same, 20 for 18 to 22, 44 for 43 to 47.
    found = attack(year(3, 9, 12, 20), ["Q1"], rule=rule)
    assert found == {"Q1": (0, 47 - 8 - 8 - 18)}


def tables() -> st.SearchStrategy[tuple[System, list[tuple[int, ...]]]]:
    """Small tables of one to three dimensions with margins, and cells to hide."""

    @st.composite
    def drawn(draw: st.DrawFn) -> tuple[System, list[tuple[int, ...]]]:
        shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
        places = itertools.product(*map(range, shape))
        inner = {place: draw(st.integers(0, 9)) for place in places}
        system = System(
            tuple(Cell(key, value) for key, value in with_margins(shape, inner).items()),
            relations_of(shape),
        )
        hidden = [one.key for one in system.cells if draw(st.booleans())]
        return system, hidden

    return drawn()


@given(tables())
def test_the_bounds_are_those_of_another_solver(
    case: tuple[System, list[tuple[int, ...]]],
) -> None:
    system, hidden = case
    assert attack(system, hidden) == ranges(system, exactly(system, hidden), hidden)


@given(tables(), st.sampled_from([1, 5]))
def test_the_truth_is_always_within_the_bounds(
    case: tuple[System, list[tuple[int, ...]]], round_to: int
) -> None:
    system, hidden = case
    for key, (low, high) in attack(system, hidden, rule=Rule(5, round_to)).items():
        value = system.by_key[key].value
        assert low <= value <= (value if high is None else high)


def test_a_system_with_holes_has_no_value_counted_that_is_none() -> None:
    # a = b + c, d = a + b, and d = 2b + c; c is shown as 4: d is even wherever it is hidden.
    cells = [Cell("a", 7), Cell("b", 3), Cell("c", 4), Cell("d", 10), Cell("twice", 6)]
    relations = (Relation("a", ("b", "c")), Relation("d", ("a", "b")))
    relations += (Relation("d", ("twice", "c")),)
    system = System(tuple(cells), relations)
    hidden = ["a", "b", "d", "twice"]
    facts = exactly(system, hidden)
    assert attack(system, hidden)["d"] == (4, None)
    assert [one for one in range(3, 12) if is_possible(system, facts, "d", one)] == [4, 6, 8, 10]


@pytest.mark.parametrize("seed", range(12))
def test_cells_in_sums_of_any_kind_are_told_as_by_another_solver(seed: int) -> None:
    chance = random.Random(seed)
    cells = {f"c{number}": chance.randint(0, 6) for number in range(7)}
    relations = []
    for number in range(4):
        parts = tuple(chance.sample(sorted(cells), chance.randint(2, 4)))
        cells[f"t{number}"] = sum(cells[one] for one in parts)
        relations.append(Relation(f"t{number}", parts))
    system = System(tuple(Cell(key, value) for key, value in cells.items()), tuple(relations))
    hidden = chance.sample(sorted(cells), 7)
    assert attack(system, hidden) == ranges(system, exactly(system, hidden), hidden)


@pytest.mark.parametrize(
    ("cells", "relations", "words"),
    [
        ((Cell("a", 1), Cell("a", 2)), (), "“a” stands twice in the table."),
        ((Cell("a", -1),), (), "“a” is -1, which is not between 0 and 1,000,000,000,000."),
        ((Cell("a", 9, high=8),), (), "“a” is 9, which is not between 0 and 8."),
        ((Cell("a", None, low=3, high=2),), (), "“a” cannot lie between 3 and 2."),
        ((Cell("a", 1),), (Relation("a", ("b",)),), "The sum of “a” has no cell “b”."),
        (
            (Cell("a", 1), Cell("b", 1)),
            (Relation("a", ("b", "b")),),
            "The sum of “a” must have parts, each once.",
        ),
        (
            (Cell("a", 3), Cell("b", 1), Cell("c", 1)),
            (Relation("a", ("b", "c")),),
            "The parts of “a” add up to 2, but it is 3.",
        ),
    ],
)
def test_a_system_that_is_none_is_refused(
    cells: tuple[Cell, ...], relations: tuple[Relation, ...], words: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        System(cells, relations)
    assert str(refused.value) == words


def test_cells_without_a_count_that_cannot_make_the_sums_add_up_are_refused() -> None:
    cells = (Cell("a", None), Cell("b", 2), Cell("ab", 5), Cell("c", 2), Cell("ac", 9))
    system = System(cells, (Relation("ab", ("a", "b")), Relation("ac", ("a", "c"))))
    with pytest.raises(RefusedError, match="make all sums add up"):
        attack(system, ["b"])
