import json
from dataclasses import replace
from datetime import date

from csp_desktop.core.plan import Population
from csp_desktop.storage.audit import Author, of_record
from csp_desktop.storage.connection import Store
from csp_desktop.storage.population_repository import (
    NEW,
    REVISED,
    UNCHANGED,
    PopulationRepository,
)

ONE = Population("Little Wittering", date(2015, 6, 30), 1_204, "Parish count", date(2015, 9, 1))
OTHER = Population("Great Wittering", date(2015, 6, 30), 5_310, "Parish count")
NAME = "Little Wittering on 2015-06-30"


def of_witterings(store: Store) -> list[Population]:
    return [one for one in PopulationRepository(store).all() if "Wittering" in one.area]


def test_populations_come_back_as_they_were_kept_by_area_and_day(
    store: Store, author: Author
) -> None:
    early = replace(ONE, day=date(2011, 3, 27), obtained=None)
    with store.transaction():
        counts = PopulationRepository(store).save_all([ONE, OTHER, early], author)
    assert counts == {NEW: 3}
    assert of_witterings(store) == [OTHER, early, ONE]


def test_another_number_for_the_same_day_replaces_it_and_the_trail_keeps_both(
    store: Store, author: Author
) -> None:
    repository = PopulationRepository(store)
    revised = replace(ONE, people=1_260, source="Parish count, revised")
    with store.transaction():
        repository.save_all([ONE, OTHER], author)
        counts = repository.save_all([revised, OTHER], author)
    assert counts == {REVISED: 1, UNCHANGED: 1}
    assert of_witterings(store) == [OTHER, revised]
    first, second = of_record(store, "population", NAME)
    assert (first.before, json.loads(first.after)["people"]) == ("", 1_204)
    assert json.loads(second.before)["people"] == 1_204
    assert json.loads(second.after) == {
        "area": "Little Wittering",
        "day": "2015-06-30",
        "people": 1_260,
        "source": "Parish count, revised",
        "obtained": "2015-09-01",
    }


def test_what_is_known_already_is_not_written_again(store: Store, author: Author) -> None:
    repository = PopulationRepository(store)
    with store.transaction():
        repository.save_all([ONE], author)
        assert repository.save_all([ONE], author) == {UNCHANGED: 1}
    assert len(of_record(store, "population", NAME)) == 1


def test_what_comes_with_a_plan_needs_no_entry_of_its_own(store: Store) -> None:
    with store.transaction():
        PopulationRepository(store).add_with_plan([ONE])
    assert of_witterings(store) == [ONE]
    assert of_record(store, "population", NAME) == []
