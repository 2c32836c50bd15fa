from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from csp_desktop.core.audit_sentences import Subject, TrailEntry
from csp_desktop.core.errors import StorageError
from csp_desktop.ui.item_models.audit_table import AuditTable
from csp_desktop.ui.item_models.roles import Role
from tests.ui.hands import heard

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
NEWEST = datetime(2015, 7, 14, 12)  # by the clock of this machine, as the days are


def entry(number: int, hours_ago: int) -> TrailEntry:
    at = (NEWEST - timedelta(hours=hours_ago)).astimezone().isoformat()
    return TrailEntry(
        number=number,
        at=at,
        user="Team",
        operation="Enter",
        entity="figure",
        entity_id=str(number),
        subject=Subject("F2", "Reports"),
        changes=(),
        sentence=f"Team changed entry {number}",
    )


class Pages:
    """Entries 1 to `count`, ten hours apart, handed out three at a time."""

    def __init__(self, count: int) -> None:
        self.asked: list[int | None] = []
        self._entries = [entry(n, 10 * (count - n)) for n in range(count, 0, -1)]

    def __call__(self, before: int | None) -> list[TrailEntry]:
        self.asked.append(before)
        older = [one for one in self._entries if before is None or one.number < before]
        return older[:3]


def rows(table: AuditTable) -> list[str]:
    return [table.index(row, 0).data() for row in range(table.rowCount())]


@pytest.fixture
def table() -> AuditTable:
    return AuditTable()


def test_qt_finds_nothing_wrong_with_it_while_it_grows(
    table: AuditTable, watch: Callable[[AuditTable], AuditTable]
) -> None:
    watch(table).show_entries(Pages(8))
    while table.canFetchMore():
        table.fetchMore()
    assert len([one for one in rows(table) if "entry" in one]) == 8


def test_entries_stand_under_their_days_the_newest_first(table: AuditTable) -> None:
    table.show_entries(Pages(3))
    assert rows(table) == [
        "Tuesday 14 July 2015",
        "12:00 Team changed entry 3",
        "02:00 Team changed entry 2",
        "Monday 13 July 2015",
        "16:00 Team changed entry 1",
    ]
    assert table.index(0, 0).data(Role.HEADING) is True
    assert table.index(1, 0).data(Role.HEADING) is None
    assert table.index(1, 0).data(SPOKEN) == "12:00, Team changed entry 3"


def test_a_day_that_goes_on_over_the_end_of_a_page_is_named_once(table: AuditTable) -> None:
    # Six entries of two hours each: all of one day, in two pages.
    one_day = [entry(n, 2 * (6 - n)) for n in range(6, 0, -1)]
    table.show_entries(
        lambda before: [e for e in one_day if before is None or e.number < before][:3]
    )
    table.fetchMore()
    assert [one for one in rows(table) if "July" in one] == ["Tuesday 14 July 2015"]
    assert table.rowCount() == 7


def test_only_the_first_page_is_fetched_until_more_is_wanted(table: AuditTable) -> None:
    pages = Pages(8)
    table.show_entries(pages)
    assert pages.asked == [None]
    assert table.canFetchMore()
    table.fetchMore()
    assert pages.asked == [None, 6]
    while table.canFetchMore():
        table.fetchMore()
    assert [one[-1] for one in rows(table) if "entry" in one] == list("87654321")


def test_a_day_cannot_be_selected(table: AuditTable) -> None:
    table.show_entries(Pages(1))
    assert table.flags(table.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert table.flags(table.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert table.entry(0) is None
    assert table.entry(1) == table.index(1, 0).data(Role.RECORD)


def test_without_entries_there_is_nothing_and_nothing_to_fetch(table: AuditTable) -> None:
    table.show_entries(lambda _: [])
    assert (table.rowCount(), table.first_entry(), table.canFetchMore()) == (0, -1, False)


def test_an_entry_is_found_again_by_its_number(table: AuditTable) -> None:
    table.show_entries(Pages(3))
    assert table.row_of(1) == 4
    assert table.row_of(99) == -1


def test_what_cannot_be_fetched_is_said_and_what_is_there_stays(table: AuditTable) -> None:
    def fetch(before: int | None) -> list[TrailEntry]:
        if before is not None:
            raise StorageError("The disk is gone.")
        return [entry(2, 0)]

    told = heard(table.failed)
    table.show_entries(fetch)
    table.fetchMore()
    assert told == ["The disk is gone."]
    assert len(rows(table)) == 2
    assert not table.canFetchMore()
