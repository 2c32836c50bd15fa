from datetime import date

import pytest

from csp_desktop.core.periods import Quarter
from csp_desktop.core.reminders import Contact, ContactKind, Correspondence
from csp_desktop.core.returns import Return
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.contact_repository import ContactRepository
from csp_desktop.storage.import_repository import ImportRecord, ImportRepository
from csp_desktop.storage.return_repository import ReturnRepository

Q1, Q2 = Quarter(2015, 1), Quarter(2015, 2)
PLAN, BOARD = "tower-hamlets-2013-16", "DVF"


def at(day: int, what: str = "note") -> Author:
    return Author("Team", f"2015-07-{day:02d}T12:00:00.000Z", what)


def note(store: Store, day: int, kind: ContactKind = ContactKind.REMINDER, **where: object) -> None:
    place = {"board": BOARD, "quarter": Q1} | where
    with store.transaction():
        ContactRepository(store).add(place["board"], place["quarter"], kind, at(day))


def move(store: Store, record: Return, day: int, what: str) -> Return:
    with store.transaction():
        return ReturnRepository(store, PLAN).save(record, at(day, what))


def received(store: Store, day: int) -> int:
    record = ImportRecord("DVF.xlsx", "", BOARD, Q1, 1, 0)
    with store.transaction():
        return ImportRepository(store).add(record, [], at(day))


def story(store: Store, *begun: Return) -> Correspondence:
    return ContactRepository(store).of_quarter(Q1, begun).get(BOARD, Correspondence())


def begun(store: Store) -> Return:
    return ReturnRepository(store, PLAN).unbegun(BOARD, Q1).started()


def test_a_board_nobody_has_contacted_has_no_story(store: Store) -> None:
    assert ContactRepository(store).of_quarter(Q1, []) == {}


def test_the_newest_contact_is_the_last_one_whenever_it_was_noted(store: Store) -> None:
    note(store, 12, ContactKind.WORKBOOK)
    note(store, 10)
    assert story(store).last == Contact(ContactKind.WORKBOOK, "2015-07-12T12:00:00.000Z")


def test_the_same_contact_twice_is_one(store: Store) -> None:
    note(store, 10)
    note(store, 10)
    last = story(store).last
    assert last is not None
    assert last.day == date(2015, 7, 10)


def test_contacts_are_of_their_board_and_their_quarter(store: Store) -> None:
    note(store, 10, board="TTCG")
    note(store, 11, quarter=Q2)
    found = ContactRepository(store).of_quarter(Q1, [])
    assert list(found) == ["TTCG"]


def test_what_came_in_was_received_until_the_import_is_taken_back(store: Store) -> None:
    note(store, 10)
    number = received(store, 14)
    last = story(store).last
    assert last is not None
    assert (last.kind, last.day) == (ContactKind.RECEIVED, date(2015, 7, 14))
    with store.transaction():
        ImportRepository(store).mark_undone(number, at(15))
    last = story(store).last
    assert last is not None
    assert last.kind is ContactKind.REMINDER


def test_each_move_of_a_return_is_a_contact(store: Store) -> None:
    record = move(store, begun(store), 9, "enter figure")
    assert story(store, record).last is None
    for day, what, kind, moved in (
        (10, "submit", ContactKind.SUBMITTED, lambda one: one.submitted("Officer")),
        (11, "withdraw", ContactKind.WITHDRAWN, lambda one: one.withdrawn()),
        (12, "submit", ContactKind.SUBMITTED, lambda one: one.submitted("Officer")),
        (13, "open", ContactKind.SUBMITTED, lambda one: one.opened("Team")),
        (14, "send back", ContactKind.RETURNED, lambda one: one.sent_back("Why?")),
        (15, "submit", ContactKind.SUBMITTED, lambda one: one.submitted("Officer")),
        (16, "approve", ContactKind.APPROVED, lambda one: one.approved("Team")),
        (17, "reopen", ContactKind.REOPENED, lambda one: one.reopened("An error")),
    ):
        record = move(store, moved(record), day, what)
        last = story(store, record).last
        assert last is not None
        assert last.kind is kind, what


def test_every_version_says_when_it_was_handed_in(store: Store) -> None:
    record = move(store, begun(store).submitted("Officer"), 10, "submit")
    record = move(store, record.opened("Team"), 11, "open")
    record = move(store, record.sent_back("Why?"), 12, "send back")
    record = move(store, record.submitted("Officer"), 14, "import DVF.xlsx")
    came = story(store, record).handed_in
    assert {number: at[:10] for number, at in came.items()} == {1: "2015-07-10", 2: "2015-07-14"}


def test_a_workbook_that_was_not_submitted_hands_nothing_in(store: Store) -> None:
    record = move(store, begun(store), 10, "import DVF.xlsx")
    assert story(store, record).handed_in == {}


@pytest.mark.parametrize("what", ["withdraw", "undo import DVF.xlsx"])
def test_what_was_taken_back_was_never_handed_in(store: Store, what: str) -> None:
    first = begun(store)
    record = move(store, first.submitted("Officer"), 10, "import DVF.xlsx")
    back = record.withdrawn() if what == "withdraw" else first
    back = move(store, Return(**{**vars(back), "row_version": record.row_version}), 11, what)
    assert story(store, back).handed_in == {}
    again = move(store, back.submitted("Officer"), 20, "submit")
    assert story(store, again).first_in == date(2015, 7, 20)


def test_an_earlier_version_stays_in_when_the_import_of_a_later_one_is_taken_back(
    store: Store,
) -> None:
    record = move(store, begun(store).submitted("Officer"), 10, "submit")
    returned = move(store, record.sent_back("Why?"), 12, "send back")
    later = move(store, returned.submitted("Officer"), 14, "import DVF.xlsx")
    back = Return(**{**vars(returned), "row_version": later.row_version})
    record = move(store, back, 15, "undo import DVF.xlsx")
    assert list(story(store, record).handed_in) == [1]
