import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.periods import Quarter
from csp_desktop.storage.audit import Author, Write, append, entries
from csp_desktop.storage.audit_search import AuditFilter, What, Word, count, page, users
from csp_desktop.storage.connection import Store

FIGURE = {
    "id": "1c0ffee2-0000-0000-0000-000000000000",
    "indicator": "F1",
    "first": "2015-04-01",
    "last": "2015-06-30",
    "value": "1095",
    "comment": "Sheds by the canal",
    "shared": '{"comment": "f2f2f2f2f2f2f2f2"}',
    "version": 1,
}
UPDATE = {"action": "F-01", "quarter": "2015/16-Q1", "status": "on_track", "note": "as planned"}
RETURN = {"board": "NPFHF", "quarter": "2015/16-Q1", "state": "in_progress", "version": 1}
DROPPED = {"action": "NPFHF-P1", "quarter": "2015/16-Q2", "status": "deferred"}
TTCG = {"board": "TTCG", "quarter": "2015/16-Q1", "state": "submitted"}


def author(user: str = "Lead officer", at: str = "2015-07-14T12:00", what: str = "enter") -> Author:
    return Author(user, f"{at}:00.000Z", what)


@pytest.fixture
def trail(store: Store) -> Store:
    """Six rows after the two that every database begins with; each a minute after the last."""
    doings = [
        (author(at="2015-07-14T12:01"), Write("figure", "fig", None, FIGURE)),
        (author("Team", "2015-07-14T12:02"), Write("return", "ret", None, RETURN)),
        (author(at="2015-07-14T12:03"), Write("action", "F-01", {"due": None}, {"due": "x"})),
        (author(at="2015-07-14T12:04"), Write("action_update", "upd", DROPPED, None)),
        (author(at="2015-07-14T12:05", what="import A.xlsx"), Write("return", "t", None, TTCG)),
        (author(at="2015-07-15T12:06"), Write("target", "T05", {"value": "20"}, {"value": "15"})),
    ]
    with store.transaction():
        for who, write in doings:
            append(store, who, write)
    return store


def found(store: Store, **wanted: object) -> list[str]:
    """The ids of the rows, oldest first, without those that every database begins with."""
    rows = page(store, AuditFilter(**wanted), None, 100)
    assert count(store, AuditFilter(**wanted)) == len(rows)
    return [row.entity_id for row in rows[::-1] if row.action != "start"]


def test_without_a_filter_everything_is_found_and_the_newest_comes_first(trail: Store) -> None:
    rows = page(trail, AuditFilter(), None, 100)
    assert [row.number for row in rows] == list(range(len(entries(trail)), 0, -1))
    assert rows[0].entity_id == "T05"
    assert rows[0].before == '{"value": "20"}'


@given(size=st.integers(1, 12))
def test_pages_of_any_size_make_up_the_whole_without_gap_or_overlap(
    trail: Store, size: int
) -> None:
    whole = page(trail, AuditFilter(), None, 100)
    pieces, before = [], None
    while piece := page(trail, AuditFilter(), before, size):
        pieces += piece
        before = piece[-1].number
    assert pieces == whole


@pytest.mark.parametrize(
    ("what", "ids"),
    [
        (What.FIGURES, ["fig"]),
        (What.ACTIONS, ["F-01", "upd"]),
        (What.RETURNS, ["ret", "t"]),
        (What.PLAN, ["T05"]),
        (What.IMPORTS, ["t"]),
    ],
)
def test_each_kind_is_found_alone(trail: Store, what: What, ids: list[str]) -> None:
    assert found(trail, what=what) == ids


def test_every_row_is_of_one_kind(trail: Store) -> None:
    kinds = (What.FIGURES, What.ACTIONS, What.RETURNS, What.PLAN)
    assert sum(count(trail, AuditFilter(what=one)) for one in kinds) == len(entries(trail))


def test_a_board_is_found_by_its_actions_its_return_and_what_it_took_back(trail: Store) -> None:
    assert found(trail, board="NPFHF") == ["ret", "F-01", "upd"]
    assert found(trail, board="TTCG") == ["t"]


def test_a_board_is_found_by_the_figures_of_its_indicators(services, database) -> None:
    lines = services.returns.sheet("NPFHF", Quarter(2015, 1)).figures
    services.entry.enter_figure(lines[0].figure)
    store = Store(database)
    try:
        assert str(lines[0].figure.id) in found(store, board="NPFHF", what=What.FIGURES)
        assert found(store, board="TTCG") == []
    finally:
        store.close()


def test_days_are_bounds_of_which_the_first_is_included(trail: Store) -> None:
    assert found(trail, since="2015-07-14T12:04:00.000Z") == ["upd", "t", "T05"]
    assert found(trail, since="2015-07-14T12:01", until="2015-07-14T12:02:00.000Z") == ["fig"]


def test_a_person_is_found(trail: Store) -> None:
    assert found(trail, user="Team") == ["ret"]
    assert users(trail) == ["Lead officer", "Team"]


def test_one_record_is_found_by_its_kind_and_id(trail: Store) -> None:
    assert found(trail, record=("return", "ret")) == ["ret"]
    assert found(trail, record=("figure", "ret")) == []


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("CANAL", ["fig"]),
        ("1,095", ["fig"]),
        ("submitted", ["t"]),
        ("team", ["ret"]),
        ("A.xlsx", ["t"]),
        ("20%", ["T05"]),
    ],
)
def test_a_word_is_found_in_what_was_said_by_whom_and_by_what(
    trail: Store, word: str, ids: list[str]
) -> None:
    assert found(trail, words=(Word(word),)) == ids


@pytest.mark.parametrize("word", ["comment", "value", "f2", "ffe", "100%", "_", "can%l"])
def test_names_of_fields_fingerprints_and_wild_cards_are_no_words(trail: Store, word: str) -> None:
    held = [row for row in found(trail, words=(Word(word),)) if row in ("fig", "T05")]
    assert held == []


def test_all_words_are_wanted(trail: Store) -> None:
    assert found(trail, words=(Word("canal"), Word("1095"))) == ["fig"]
    assert found(trail, words=(Word("canal"), Word("1096"))) == []


def test_a_code_is_found_by_the_records_of_its_line(trail: Store) -> None:
    assert found(trail, words=(Word("f-01", codes=("F-01",)),)) == ["F-01"]
    assert found(trail, words=(Word("f-01"),)) == []


def test_a_board_is_found_by_a_word_of_its_name(trail: Store) -> None:
    assert found(trail, words=(Word("hate", boards=("NPFHF",)),)) == ["ret"]


def test_a_period_is_found_in_figures_which_keep_it_as_days(trail: Store) -> None:
    quarter = Quarter(2015, 1)
    assert found(trail, words=(Word(str(quarter), period=quarter.range),)) == ["fig", "ret", "t"]


@pytest.mark.parametrize(
    "word", ["t", "e", "_", "on", "ate", "ion", "ed_", "%", "“", "'", '"', "\\"]
)
def test_any_few_letters_can_be_looked_for(trail: Store, word: str) -> None:
    assert count(trail, AuditFilter(words=(Word(word),))) <= len(entries(trail))


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=4, max_size=12)


@given(text=WORDS)
def test_whatever_is_looked_for_is_found_where_it_was_written(store: Store, text: str) -> None:
    with store.transaction():
        append(store, author("Searcher"), Write("steering_note", "note", None, {"text": text}))
    rows = page(store, AuditFilter(words=(Word(text),)), None, 1)
    assert [row.entity_id for row in rows] == ["note"]
