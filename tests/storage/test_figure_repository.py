from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peewee import DatabaseError

from csp_desktop.core.errors import StaleError
from csp_desktop.core.figures import Absence, EarlierFigure, Figure, FigureStatus, blank
from csp_desktop.core.periods import DateRange, parse_range
from csp_desktop.storage.audit import Author, entries, first_break
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository

QUARTER = parse_range("2015/16-Q1")
FIGURE = Figure(indicator="H3", area="Hackney", period=QUARTER, value=Decimal(277))


@pytest.fixture
def figures(store: Store) -> FigureRepository:
    """Figures over the built-in plan, none stored yet."""
    return FigureRepository(store)


def saved(store: Store, figure: Figure, author: Author) -> Figure:
    with store.transaction():
        return FigureRepository(store).save(figure, author)


def test_a_stored_figure_comes_back_as_it_was(
    store: Store, figures: FigureRepository, author: Author
) -> None:
    after = saved(store, FIGURE, author)
    assert after == replace(FIGURE, version=1)
    assert figures.series("H3", "Hackney") == [after]


@pytest.mark.parametrize("value", ["0", "-0", "8.70", "8.7", "1E+3", "0.1", "9" * 40, "1E-20"])
def test_decimals_are_kept_exactly(
    value: str, store: Store, figures: FigureRepository, author: Author
) -> None:
    saved(store, replace(FIGURE, value=Decimal(value)), author)
    [stored] = figures.series("H3", "Hackney")
    assert stored.value is not None
    assert format(stored.value, "f") == format(Decimal(value), "f")


def test_a_revision_keeps_the_earlier_value(
    store: Store, figures: FigureRepository, author: Author
) -> None:
    reviser = Author("A reviewer", "2015-08-01T09:30:00.000Z", "revise")
    first = saved(store, FIGURE, author)
    second = saved(store, replace(first, value=Decimal(281), status=FigureStatus.REVISED), reviser)
    third = saved(store, replace(second, absence=Absence.WITHHELD, value=None), author)
    assert figures.series("H3", "Hackney") == [third]
    assert third.version == 3
    assert figures.earlier("H3", "Hackney") == {
        FIGURE.id: [
            EarlierFigure(first, reviser.at, "A reviewer"),
            EarlierFigure(second, author.at, "Lead officer"),
        ]
    }


def test_a_figure_that_was_never_revised_has_no_earlier_one(
    store: Store, figures: FigureRepository, author: Author
) -> None:
    saved(store, FIGURE, author)
    assert figures.earlier("H3", "Hackney") == {}


def test_a_stale_save_is_refused_and_changes_nothing(
    store: Store, figures: FigureRepository, author: Author
) -> None:
    first = saved(store, FIGURE, author)
    second = saved(store, replace(first, value=Decimal(281)), author)
    trail = entries(store)
    with pytest.raises(StaleError, match=r"H3 for 2015/16-Q1 was changed .* Look at its new"):
        saved(store, replace(first, value=Decimal(300)), author)
    assert figures.series("H3", "Hackney") == [second]
    assert entries(store) == trail


def test_a_first_save_of_what_somebody_stored_meanwhile_is_refused(
    store: Store, figures: FigureRepository, author: Author
) -> None:
    there = saved(store, FIGURE, author)
    with pytest.raises(StaleError):
        saved(store, blank("H3", "Hackney", QUARTER), author)
    assert figures.series("H3", "Hackney") == [there]


def test_a_figure_that_vanished_is_stale_and_not_made_again(store: Store, author: Author) -> None:
    with pytest.raises(StaleError):
        saved(store, replace(FIGURE, version=1), author)


def test_a_figure_keeps_its_id_whoever_saves_it(
    store: Store, figures: FigureRepository, author: Author
) -> None:
    saved(store, FIGURE, author)
    other_id = Figure(indicator="H3", area="Hackney", period=QUARTER, value=Decimal(1), version=1)
    assert saved(store, other_id, author).id == FIGURE.id
    assert [one.id for one in figures.series("H3", "Hackney")] == [FIGURE.id]


@pytest.mark.parametrize(
    "other",
    [
        {"area": "Newham"},
        {"indicator": "H4"},
        {"period": parse_range("2015-04..2015-05")},
        {"period": parse_range("2015/16")},
    ],
)
def test_another_area_indicator_or_range_is_another_figure(
    other: dict[str, Any], store: Store, figures: FigureRepository, author: Author
) -> None:
    first = saved(store, FIGURE, author)
    beside = replace(blank("H3", "Hackney", QUARTER), **other)
    saved(store, beside, author)
    assert first in figures.series("H3", "Hackney")
    assert beside.id in [one.id for one in figures.series(beside.indicator, beside.area)]


def test_a_figure_of_an_unknown_indicator_is_refused_by_the_database(
    store: Store, author: Author
) -> None:
    with pytest.raises(DatabaseError, match="FOREIGN KEY"):
        saved(store, replace(FIGURE, indicator="Z9"), author)


def test_a_series_is_in_the_order_of_time(
    store: Store, figures: FigureRepository, author: Author
) -> None:
    for period in ("2015/16-Q2", "2014/15", "2015/16-Q1", "2014/15-Q1"):
        saved(store, replace(blank("H3", "Hackney", parse_range(period))), author)
    assert [str(one.period) for one in figures.series("H3", "Hackney")] == [
        "2014/15-Q1",
        "2014/15",
        "2015/16-Q1",
        "2015/16-Q2",
    ]


def test_figures_are_found_for_exactly_the_ranges_that_were_asked_for(
    store: Store, figures: FigureRepository, author: Author
) -> None:
    year = replace(FIGURE, period=parse_range("2015/16"), id=blank("", "", QUARTER).id)
    for one in (FIGURE, year):
        saved(store, one, author)
    found = figures.of_ranges(["H3", "H4"], "Hackney", [QUARTER])
    assert list(found) == [("H3", QUARTER)]
    assert figures.of_ranges([], "Hackney", [QUARTER]) == {}
    assert figures.of_ranges(["H3"], "Newham", [QUARTER]) == {}


def test_an_indicator_counts_as_known_when_it_has_a_number(
    store: Store, figures: FigureRepository, author: Author
) -> None:
    saved(store, FIGURE, author)
    saved(store, replace(blank("H4", "Hackney", QUARTER), absence=Absence.NOT_COLLECTED), author)
    assert figures.indicators_with_numbers("Hackney") == {"H3"}


def test_every_save_is_written_down_with_before_and_after(store: Store, author: Author) -> None:
    begun = len(entries(store))
    first = saved(store, FIGURE, author)
    saved(store, replace(first, comment="recounted"), author)
    made, changed = entries(store)[begun:]
    assert (made.entity, made.entity_id, made.before) == ("figure", str(FIGURE.id), "")
    assert '"value": "277"' in made.after
    assert changed.before == made.after
    assert '"comment": "recounted"' in changed.after
    assert first_break(store) is None


def test_history_is_written_down_as_one_operation(
    store: Store, figures: FigureRepository, author: Author
) -> None:
    begun = len(entries(store))
    history = [
        Figure(indicator="H3", area="Hackney", period=DateRange(day, day), value=Decimal(day.day))
        for day in (date(2010, 1, 1) + timedelta(days=number) for number in range(95))
    ]
    with store.transaction():
        assert figures.add_history(history, author, "The Datastore") == 95
    [entry] = entries(store)[begun:]
    assert (entry.entity, entry.entity_id, entry.after) == (
        "history",
        "The Datastore",
        '{"figures": 95}',
    )
    assert figures.series("H3", "Hackney") == [replace(one, version=1) for one in history]


DECIMALS = st.decimals(allow_nan=False, allow_infinity=False).map(lambda one: one + 0)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
DAYS = st.none() | st.dates()
NUMBERS = st.one_of(
    st.fixed_dictionaries({"absence": st.sampled_from(Absence)}),
    st.fixed_dictionaries({"value": DECIMALS}),
    st.fixed_dictionaries({"numerator": DECIMALS}),
    st.fixed_dictionaries({"value": DECIMALS, "numerator": DECIMALS, "denominator": DECIMALS}),
    st.fixed_dictionaries({"value": DECIMALS, "sample_size": st.integers(-(2**40), 2**40)}),
)


@given(NUMBERS, TEXTS, TEXTS, TEXTS, DAYS, DAYS, st.sampled_from(FigureStatus))
def test_any_figure_comes_back_as_it_was_stored(
    store: Store,
    numbers: dict[str, Any],
    comment: str,
    source: str,
    expected_from: str,
    expected_on: date | None,
    obtained: date | None,
    status: FigureStatus,
) -> None:
    figures = FigureRepository(store)
    before = figures.series("H3", "Hackney")
    figure = Figure(
        indicator="H3",
        area="Hackney",
        period=QUARTER,
        comment=comment,
        source=source,
        expected_from=expected_from,
        expected_on=expected_on,
        obtained=obtained,
        status=status,
        version=before[0].version if before else 0,
        **numbers,
    )
    saved(store, figure, Author("Lead officer", "2015-07-14T12:00:00.000Z", "enter figure"))
    [stored] = figures.series("H3", "Hackney")
    assert stored.same_content(figure)
    assert stored.version == figure.version + 1
    if before:
        assert figures.earlier("H3", "Hackney")[stored.id][-1].figure == before[0]
