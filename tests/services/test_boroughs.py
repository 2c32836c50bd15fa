from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.analysis.funnel import Funnel, NoFunnel, Standing
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import parse_range
from csp_desktop.services import Services
from csp_desktop.services.boroughs import Boroughs, PopulationsTaken
from csp_desktop.services.session import Session
from csp_desktop.services.trail import TrailFilter
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.plan_repository import PlanRepository
from csp_desktop.storage.population_repository import PopulationRepository
from tests.conftest import LEAD_OFFICER, NOW

QUARTER, YEAR = parse_range("2015/16-Q1"), parse_range("2014/15")
AREAS = ("Tower Hamlets", "Greenwich", "Hackney", "Lewisham", "Newham", "Southwark")
HEADING = "area,day,people,source,obtained"


@pytest.fixture
def boroughs(store: Store) -> Boroughs:
    """Over the plan with its populations and no figures."""
    return Boroughs(store, PlanRepository(store).load(), LEAD_OFFICER)


@pytest.fixture
def enter(store: Store, author: Author) -> Callable[..., None]:
    """Store one figure."""

    def one(code: str, area: str, period: str, value: int | None, **more: object) -> None:
        content = {"value": None if value is None else Decimal(value), **more}
        figure = Figure(indicator=code, area=area, period=parse_range(period), **content)
        with store.transaction():
            FigureRepository(store).save(figure, author)

    return one


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A file of populations with these rows."""

    def one(*rows: str, heading: str = HEADING) -> Path:
        path = tmp_path / "people.csv"
        path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
        return path

    return one


def drawn(found: Funnel | NoFunnel) -> Funnel:
    assert isinstance(found, Funnel), found
    return found


def test_the_six_boroughs_of_the_plan_stand_in_a_quarters_funnel_in_the_plans_order(
    services: Services,
) -> None:
    found = drawn(services.boroughs.funnel("H3", QUARTER))
    assert tuple(one.area for one in found.points) == AREAS
    assert [one.count for one in found.points] == [277, 206, 129, 275, 202, 255]
    here = found.points[0]
    assert (here.population.people, here.population.day) == (282_674, date(2015, 6, 30))
    assert here.rate == Fraction(277_000, 282_674)
    assert found.rate == Fraction(1_344_000, sum(one.population.people for one in found.points))
    assert found.dispersion.adjusted
    assert {one.standing for one in found.points} == {Standing.WITHIN}


def test_a_year_is_the_sum_of_its_quarters_and_a_sum_indicator_of_its_parts(
    services: Services,
) -> None:
    year = drawn(services.boroughs.funnel("H3", YEAR))
    quarters = [
        drawn(services.boroughs.funnel("H3", parse_range(f"2014/15-Q{number}")))
        for number in (1, 2, 3, 4)
    ]
    for at, one in enumerate(year.points):
        assert one.count == sum(quarter.points[at].count for quarter in quarters)
    parts = [drawn(services.boroughs.funnel(code, YEAR)) for code in ("H1", "H6")]
    robbery = drawn(services.boroughs.funnel("H7", YEAR))
    for at, one in enumerate(robbery.points):
        assert one.count == sum(part.points[at].count for part in parts)
    assert robbery.points[1].standing is Standing.LOWER
    assert year.points[0].population.day == date(2014, 6, 30)


def test_a_range_with_a_published_figure_of_its_own_is_not_summed(services: Services) -> None:
    found = drawn(services.boroughs.funnel("CC1-7", YEAR))
    assert [one.count for one in found.points] == [24_855, 19_140, 23_300, 20_042, 26_248, 27_517]
    assert any("MPS website on 16.04.15." in note for note in found.notes)


def test_all_areas_are_taken_alike_where_one_alone_has_a_figure_of_the_range(
    boroughs: Boroughs, enter: Callable[..., None]
) -> None:
    for area in AREAS[:4]:
        for number in (1, 2, 3, 4):
            enter("H3", area, f"2014/15-Q{number}", 100)
    enter("H3", AREAS[0], "2014/15", 399)
    found = drawn(boroughs.funnel("H3", YEAR))
    assert [one.count for one in found.points] == [400] * 4
    assert [why.split(" is left out: ")[0] for why in found.left_out] == ["Newham", "Southwark"]


def test_an_area_that_lacks_a_figure_or_a_part_is_left_out_with_the_reason(
    boroughs: Boroughs, enter: Callable[..., None]
) -> None:
    for area in AREAS[:4]:
        enter("H1", area, "2015/16-Q1", 50)
    for area in AREAS[:3]:
        enter("H6", area, "2015/16-Q1", 0)
    enter("H6", AREAS[3], "2015/16-Q1", None, absence=Absence.WITHHELD)
    enter("H1", AREAS[4], "2015/16-Q1", None, absence=Absence.NOT_COLLECTED)
    one_part = drawn(boroughs.funnel("H1", QUARTER))
    assert one_part.left_out == (
        "Newham is left out: not collected.",
        "Southwark is left out: not entered.",
    )
    both = drawn(boroughs.funnel("H7", QUARTER))
    assert [one.count for one in both.points] == [50, 50, 50]
    assert both.left_out == (
        "Lewisham is left out: 1 of 2 parts missing.",
        "Newham is left out: 2 of 2 parts missing.",
        "Southwark is left out: not entered.",
    )


def test_provisional_counts_are_named_and_final_ones_are_not(
    boroughs: Boroughs, enter: Callable[..., None]
) -> None:
    for area in AREAS:
        status = FigureStatus.PROVISIONAL if area == "Hackney" else FigureStatus.FINAL
        enter("H3", area, "2015/16-Q1", 0, status=status)
    found = drawn(boroughs.funnel("H3", QUARTER))
    assert "Provisional: Hackney. The other counts are not." in found.notes
    assert found.rate == 0


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("CC1-3", "No funnel: CC1-3 is a percentage."),
        ("D4", "No funnel: D4 is not a count, so it is not taken per head."),
        ("B9", "No funnel: B9 is"),
        ("A1", "No funnel: it needs at least 3 areas with a count and a population"),
    ],
)
def test_what_is_no_count_of_several_areas_has_no_funnel_and_says_why(
    services: Services, code: str, why: str
) -> None:
    found = services.boroughs.funnel(code, QUARTER)
    assert isinstance(found, NoFunnel)
    assert found.words.startswith(why)


def test_without_populations_there_is_no_funnel_and_it_says_how_to_bring_them_in(
    little_plan: Path, tmp_path: Path
) -> None:
    path = tmp_path / "little.db"
    bootstrap.start(path, LEAD_OFFICER, little_plan)
    with bootstrap.services(path, LEAD_OFFICER) as services:
        code = next(one.code for one in services.plan.indicators if one.unit.value == "count")
        found = services.boroughs.funnel(code, QUARTER)
    assert isinstance(found, NoFunnel)
    assert len(found.left_out) == 3


def test_an_indicator_that_the_plan_does_not_have_is_refused(services: Services) -> None:
    with pytest.raises(NotFoundError, match="There is no indicator “Z9”"):
        services.boroughs.funnel("Z9", QUARTER)


def test_what_is_asked_of_the_database_does_not_grow_with_areas_parts_or_quarters(
    boroughs: Boroughs, store: Store, enter: Callable[..., None]
) -> None:
    asked: list[str] = []
    store.database.connection().set_trace_callback(asked.append)

    def queries(code: str, period: str) -> int:
        asked.clear()
        boroughs.funnel(code, parse_range(period))
        return sum(one.startswith("SELECT") for one in asked)

    assert queries("H3", "2015/16-Q1") == 2
    for area in AREAS:
        enter("H1", area, "2014/15-Q1", 5)
        enter("H6", area, "2014/15-Q2", 5)
    assert queries("H7", "2014/15") == 2


def test_a_new_database_has_the_populations_of_its_plan_with_their_source(store: Store) -> None:
    known = PopulationRepository(store).all()
    assert {one.area for one in known} == set(AREAS)
    assert all(one.source.startswith("Office for National Statistics") for one in known)


def test_populations_of_a_file_are_new_revised_or_unchanged(
    services: Services, store: Store, write: Callable[..., Path]
) -> None:
    known = PopulationRepository(store).all()
    [old] = [one for one in known if (one.area, one.day) == ("Hackney", date(2016, 6, 30))]
    path = write(
        'Hackney,30 Jun 2017,"264,834",ONS,22 Nov 2026',
        f'hackney ,2016-06-30,"264,900","{old.source}",{old.obtained}',
    )
    taken = services.boroughs.take_populations(path)
    assert taken == PopulationsTaken(new=1, revised=1, unchanged=0)
    assert services.boroughs.take_populations(path) == PopulationsTaken(0, 0, 2)
    sentences = [one.sentence for one in services.trail.entries(TrailFilter())]
    assert sentences[:2] == [
        "Lead officer changed population Hackney on 2016-06-30: people from 264892 to 264900",
        "Lead officer added population Hackney on 2017-06-30",
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "Hackny,2015-06-30,1,ONS,",
            "people.csv, line 2: “Hackny” is none of the plan's areas, which are Tower Hamlets, "
            "Greenwich, Hackney, Lewisham, Newham, Southwark.",
        ),
        ("Hackney,June,1,ONS,", "people.csv, line 2: day must be a real date, like 14 Aug 2015."),
        ("Hackney,,1,ONS,", "people.csv, line 2: enter day, like 30 Jun 2015."),
        (
            "Hackney,2015-06-30,many,ONS,",
            "people.csv, line 2: people must be a whole number, like 30.",
        ),
        ("Hackney,2015-06-30,0,ONS,", "people.csv, line 2: people must be 1 or more."),
        ("Hackney,2015-06-30,,ONS,", "people.csv, line 2: people must be 1 or more."),
        (
            "Hackney,2015-06-30,1,,",
            "people.csv, line 2: enter source, who says how many people live there.",
        ),
        (
            "Hackney,2015-06-30,1,ONS,soon",
            "people.csv, line 2: obtained must be a real date, like 14 Aug 2015.",
        ),
        (
            "Hackney,2015-06-30,1",
            "people.csv, line 2 has 3 columns. There must be 5: area, day, people, source, "
            "obtained.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    boroughs: Boroughs, write: Callable[..., Path], row: str, words: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        boroughs.take_populations(write(row))
    assert str(refused.value) == words


def test_a_file_with_one_fault_stores_nothing_of_it(
    boroughs: Boroughs, store: Store, write: Callable[..., Path]
) -> None:
    before = PopulationRepository(store).all()
    good, twice = "Hackney,2020-06-30,5,ONS,", "Hackney,30 June 2020,6,ONS,"
    with pytest.raises(RefusedError, match="line 3: Hackney stands here twice for 2020-06-30"):
        boroughs.take_populations(write(good, twice))
    assert PopulationRepository(store).all() == before


def test_who_may_only_look_takes_no_populations(store: Store, write: Callable[..., Path]) -> None:
    looking = Boroughs(
        store, PlanRepository(store).load(), Session("Reader", lambda: NOW, looks_only=True)
    )
    with pytest.raises(RefusedError, match="This window may only look"):
        looking.take_populations(write("Hackney,2020-06-30,5,ONS,"))
