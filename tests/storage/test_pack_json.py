"""Packs and their facts through JSON and back: the same in every digit and letter."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import (
    Chart,
    ChartLine,
    Column,
    Line,
    Link,
    Number,
    Pack,
    PackKind,
    Role,
    Sheet,
    Table,
)
from csp_desktop.core.packs.facts import ActionFact, Facts, FigureFact, IndicatorFact
from csp_desktop.core.periods import DateRange
from csp_desktop.storage.pack_json import from_json, to_json
from tests import packs

TEXT = st.text(max_size=12)
NUMBERS = st.builds(
    Number,
    st.decimals(allow_nan=False, allow_infinity=False),
    st.integers(0, 4),
    st.sampled_from(["", "%", "£", "pt"]),
    st.booleans(),
)
CELLS = st.one_of(TEXT, NUMBERS, st.dates(), st.builds(Link, TEXT, TEXT))
COLUMNS = st.builds(Column, TEXT, TEXT, st.booleans())


def some(one: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.lists(one, max_size=most).map(tuple)


TABLES = st.builds(Table, TEXT, some(COLUMNS), some(some(CELLS)), TEXT)
LINES = st.builds(Line, TEXT, st.booleans(), TEXT)
CHARTED = st.builds(ChartLine, st.integers(0, 9), st.sampled_from(Role))
CHARTS = st.builds(Chart, TEXT, TEXT, TEXT, st.integers(0, 9), some(CHARTED))
SHEETS = st.builds(Sheet, TEXT, TEXT, some(LINES), some(TABLES, 2), st.none() | CHARTS, TEXT)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(timedelta(minutes=-90))])
MOMENTS = st.datetimes(timezones=ZONES).map(lambda one: one.replace(fold=0))
PACKS = st.builds(
    Pack,
    kind=st.sampled_from(PackKind),
    edition=st.sampled_from(Edition),
    title=TEXT,
    period=TEXT,
    author=TEXT,
    made=MOMENTS,
    sheets=some(SHEETS),
    board=TEXT,
    marking=TEXT,
    meeting=TEXT,
)
RANGES = st.tuples(st.dates(), st.dates()).map(lambda days: DateRange(min(days), max(days)))
FACTS = st.builds(
    Facts,
    some(st.builds(FigureFact, TEXT, TEXT, RANGES, TEXT)),
    some(st.builds(IndicatorFact, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)),
    some(st.builds(ActionFact, TEXT, TEXT, TEXT, TEXT, TEXT, st.booleans())),
)


@given(PACKS)
def test_a_pack_comes_back_as_it_was(pack: Pack) -> None:
    text = to_json(pack)
    again = from_json(Pack, text)
    assert again == pack
    assert repr(again) == repr(pack)  # 1.50 equals 1.5, and is not what was said
    assert to_json(again) == text
    assert "\n" not in text


@given(FACTS)
def test_facts_come_back_as_they_were(facts: Facts) -> None:
    again = from_json(Facts, to_json(facts))
    assert again == facts
    assert repr(again) == repr(facts)


@pytest.mark.parametrize("edition", list(Edition))
def test_a_whole_pack_comes_back_as_it_was(edition: Edition) -> None:
    whole = packs.pack(edition)
    assert repr(from_json(Pack, to_json(whole))) == repr(whole)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("[c]", "[c]"),
        ("", ""),
        ("2015-08-12", "2015-08-12"),
        (date(2015, 8, 12), {"day": "2015-08-12"}),
        (
            Number(Decimal("12.50"), 1, "%", signed=True),
            {"number": {"value": "12.50", "places": 1, "unit": "%", "signed": True}},
        ),
        (Link("Notes", "Notes"), {"link": {"words": "Notes", "tab": "Notes"}}),
    ],
)
def test_a_cell_says_what_it_is(cell: object, kept: object) -> None:
    table = Table("One", (Column("A"),), ((cell,),))
    assert json.loads(to_json(table))["rows"] == [[kept]]


def test_letters_stand_as_they_are_written() -> None:
    assert "“Café – £5”" in to_json(Line("“Café – £5”"))


def test_a_pack_stored_before_a_part_was_added_has_what_that_part_is_without() -> None:
    """An issued pack is never written anew, so a later program reads what an earlier one wrote."""
    kept = json.loads(to_json(packs.pack()))
    for name in ("board", "marking", "meeting"):
        del kept[name]
    for sheet in kept["sheets"]:
        del sheet["blank"]
    again = from_json(Pack, json.dumps(kept))
    assert (again.board, again.marking, again.meeting) == ("", "", "")
    assert {one.blank for one in again.sheets} == {""}


@given(MOMENTS)
def test_a_moment_keeps_its_zone(moment: datetime) -> None:
    pack = packs.pack()
    again = from_json(Pack, to_json(Pack(**{**vars(pack), "made": moment})))
    assert (again.made, again.made.utcoffset()) == (moment, moment.utcoffset())
