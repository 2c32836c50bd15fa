"""The delivery plan with 100,000 actions and as many updates.

What is asserted are queries run and actions held, which do not depend on the machine; how long it
took is printed.
"""

import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pytest
from PySide6.QtCore import Qt

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.delivery import AsOf, DueIn, Filters, GroupBy, Segment
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.storage.connection import Store, opened
from csp_desktop.storage.migrate import schema_version
from csp_desktop.storage.models import ActionRow, ActionUpdateRow, DueChangeRow
from csp_desktop.ui.item_models.action_groups import ActionGroups, PlanColumn
from tests.conftest import LEAD_OFFICER

ACTIONS, REPEATS = 100_000, 9
IN_VIEW = 20  # rows that a window shows
MOST_HELD = 2_000
MOST_QUERIES = 12
MOST_MEGABYTES = 8
Q1 = Quarter(2015, 1)
_BLANKS = ("heading", "shared", "aim", "partners", "resources_source")


def fill(store: Store, count: int) -> None:
    """Actions of every board and priority, due and reported on in every way."""
    draw, first = random.Random(11), date(2015, 2, 1)
    boards, priorities = (_codes(store, table) for table in ("board", "priority"))
    actions, updates, moves = [], [], []
    for number in range(count):
        code, due = f"Z-{number}", first + timedelta(days=draw.randrange(500))
        actions.append(
            {
                "id": f"action {number}",
                "code": code,
                "ordinal": 1_000 + number,
                "priority": draw.choice(priorities),
                "text": f"Move the patrols of ward {number} to the evenings",
                "parts": (),
                "measures": (),
                "board": draw.choice(boards),
                "agency": "",
                "lead": "Head of service",
                "due": due if number % 10 else None,
                "original_due": due if number % 10 else None,
                "start": first,
                "resources_needed": "Staff" if number % 7 == 0 else "",
                "resourcing": draw.choice([None, "secured", "not_secured"]),
                "version": 1,
                "proposed": 0,
                "dropped": 0,
                **dict.fromkeys(_BLANKS, ""),
            }
        )
        updates.append(
            {
                "id": f"update {number}",
                "action": code,
                "quarter": str(Q1.plus(-draw.randrange(3))),
                "status": draw.choice(list(ActionStatus)).value,
                "note": "Done",
                "shared": "",
                "version": 1,
            }
        )
        for at in range(number % 4 if number % 3 == 0 else 0):
            move = {"before": due, "after": due + timedelta(days=30), "at": "", "by": ""}
            moves.append({"action": code, "ordinal": at, **move})
    with store.transaction():
        store.insert(ActionRow, actions)
        store.insert(ActionUpdateRow, updates)
        store.insert(DueChangeRow, moves)


def _codes(store: Store, table: str) -> list[str]:
    return [row[0] for row in store.database.execute_sql(f"SELECT code FROM {table}")]


@pytest.fixture
def services(empty_database: Path) -> Iterator[Services]:
    """The services over the plan and 100,000 actions more."""
    with opened(empty_database, schema_version(paths.MIGRATIONS)) as store:
        fill(store, ACTIONS)
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        yield services


class Window:
    """Does with the model what a table does that shows some of its rows."""

    def __init__(self, services: Services, as_of: AsOf) -> None:
        self.delivery, self.as_of = services.delivery, as_of
        self.model = ActionGroups(services.delivery.agency_words)

    def show(self, filters: Filters, by: GroupBy = GroupBy.STATUS) -> None:
        """Filter and group anew and paint the beginning."""
        self.delivery.counts(self.as_of, filters)
        groups = self.delivery.groups(self.as_of, filters, by)
        as_of, delivery = self.as_of, self.delivery
        self.model.show_groups(
            groups, lambda places: delivery.rows(as_of, places), headed=by is not GroupBy.NONE
        )
        self.paint(0)

    def paint(self, first: int) -> None:
        """Ask for every cell in view."""
        for row in range(first, min(first + IN_VIEW, self.model.rowCount())):
            for column in PlanColumn:
                self.model.index(row, column).data(Qt.ItemDataRole.DisplayRole)


def took(work: Callable[[int], object], times: int = REPEATS) -> float:
    """The median in milliseconds."""
    spent = []
    for number in range(times):
        began = time.perf_counter()
        work(number)
        spent.append(1_000 * (time.perf_counter() - began))
    return median(spent)


def megabytes(work: Callable[[], object]) -> float:
    """The most that Python held at once for it."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


@pytest.mark.slow
def test_a_hundred_thousand_actions_are_filtered_grouped_and_scrolled_as_they_are_needed(
    services: Services,
    record_property: Callable[[str, object], None],
) -> None:
    window = Window(services, services.delivery.as_of(Q1))
    segments, ways, dues = list(Segment), list(GroupBy), list(DueIn)
    boards = [one.code for one in services.plan.boards]
    figures = {"first show": took(lambda _: window.show(Filters()), 1)}
    assert window.model.rowCount() > ACTIONS
    figures["a segment"] = took(lambda at: window.show(Filters(segment=segments[at % 7])))
    figures["a board"] = took(lambda at: window.show(Filters(board=boards[at])))
    figures["when due"] = took(lambda at: window.show(Filters(due=dues[at % 6])))
    figures["words"] = took(lambda at: window.show(Filters(find=f"ward {at}1")))
    figures["group by"] = took(lambda at: window.show(Filters(), ways[at]), len(ways))
    window.show(Filters())
    last = window.model.rowCount() - IN_VIEW
    figures["a page further"] = took(lambda at: window.paint(IN_VIEW * at), 200)
    figures["to the end and back"] = took(lambda at: window.paint(0 if at % 2 else last))
    figures["anywhere"] = took(lambda at: window.paint(at * 7_919 % last), 100)
    assert window.model.held <= MOST_HELD

    def everything() -> None:
        window.show(Filters())
        for at in range(100):
            window.paint(at * 7_919 % last)

    most = megabytes(everything)
    told = ", ".join(f"{what} {spent:.1f} ms" for what, spent in figures.items())
    told += f"; {most:.1f} MB at most"
    record_property("delivery plan", told)
    print(told)  # noqa: T201
    assert most < MOST_MEGABYTES
    # To filter anew costs less than to have looked up the last update of every action.
    assert figures["a segment"] < figures["first show"]


@pytest.mark.slow
def test_what_is_asked_of_the_database_does_not_grow_with_the_plan(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    def asked(work: Callable[[], object]) -> int:
        caplog.clear()
        with caplog.at_level("DEBUG", logger="peewee"):
            work()
        return len(caplog.records)

    window = Window(services, services.delivery.as_of(Q1))
    window.show(Filters())
    board, last = services.plan.boards[0].code, window.model.rowCount() - IN_VIEW
    few = asked(lambda: window.show(Filters(board=board, find="ward 77")))
    assert 0 < asked(lambda: window.show(Filters())) == few <= MOST_QUERIES
    assert window.model.held <= 200
    # What is in view may begin on one page and end on the next.
    assert 0 < asked(lambda: window.paint(last)) <= MOST_QUERIES
    assert window.model.held <= 600, "the beginning, and two pages at the end"
    assert asked(lambda: window.paint(last)) == 0
