"""The populations that come with the built-in plan."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from csp_desktop import paths
from csp_desktop.core.plan import Plan, Population
from csp_desktop.storage.plan_folder import PlanFolder

CENSUS = date(2011, 3, 27)
# To the nearest hundred, as the Office for National Statistics first published the census and the
# boroughs print it on their own pages.
FIRST_RESULTS = {
    "Tower Hamlets": 254_100,
    "Greenwich": 254_600,
    "Hackney": 246_300,
    "Lewisham": 275_900,
    "Newham": 308_000,
    "Southwark": 288_300,
}


def by_area() -> dict[str, list[Population]]:
    found: dict[str, list[Population]] = defaultdict(list)
    for one in PlanFolder(paths.BUILT_IN_PLAN).populations():
        found[one.area].append(one)
    return found


def test_every_area_of_the_plan_has_the_census_and_every_year_that_its_figures_cover(
    plan: Plan,
) -> None:
    known = by_area()
    assert list(known) == [plan.area, *plan.neighbours]
    midyears = {date(year, 6, 30) for year in range(2001, 2017)}
    assert all({one.day for one in of} == midyears | {CENSUS} for of in known.values())


def test_the_census_agrees_with_its_first_results() -> None:
    counted = {
        area: one.people for area, of in by_area().items() for one in of if one.day == CENSUS
    }
    assert {area: round(people, -2) for area, people in counted.items()} == FIRST_RESULTS


def test_every_population_has_its_source_and_none_leaps() -> None:
    for of in by_area().values():
        assert all("Office for National Statistics" in one.source for one in of)
        assert all(one.obtained for one in of)
        for before, after in pairwise(sorted(of, key=lambda one: one.day)):
            assert abs(after.people - before.people) < before.people / 20
