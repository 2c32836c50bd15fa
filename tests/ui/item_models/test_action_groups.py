from array import array
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt

from csp_desktop.core.actions import ActionStatus, Resourcing
from csp_desktop.core.delivery import AsOf, DeliveryRow, Group
from csp_desktop.core.errors import StorageError
from csp_desktop.core.periods import Quarter
from csp_desktop.ui import marks
from csp_desktop.ui.item_models.action_groups import ActionGroups, PlanColumn
from csp_desktop.ui.item_models.roles import Role
from tests.core.test_delivery import row
from tests.ui.hands import heard

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
TIP = Qt.ItemDataRole.ToolTipRole


class Desk:
    """Stands in for the storage: makes an action for any place, and notes which were asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.fails = False

    def fetch(self, places: Sequence[int]) -> list[DeliveryRow]:
        self.asked.append(list(places))
        if self.fails:
            raise StorageError("The disk is gone.")
        return [row(place=one, code=f"A-{one}", text=f"Do {one}") for one in places]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def large() -> ActionGroups:
    """Not watched: Qt's tester goes through every row."""
    return ActionGroups(str)


@pytest.fixture
def model(watch: Callable[[ActionGroups], ActionGroups]) -> ActionGroups:
    return watch(ActionGroups(lambda code: {"MPS": "Police"}.get(code, "")))


def group(key: str, first: int, count: int) -> Group:
    return Group(key, key.title(), array("q", range(first, first + count)))


TWO = [group("off track", 10, 2), group("on track", 100, 3)]


def lines(model: ActionGroups) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_each_group_stands_under_its_heading(model: ActionGroups, desk: Desk) -> None:
    model.show_groups(TWO, desk.fetch)
    assert lines(model) == ["Off Track", "Do 10", "Do 11", "On Track", "Do 100", "Do 101", "Do 102"]
    assert model.headings == [0, 3]
    heading = model.index(3, 0)
    assert (heading.data(Role.HEADING), heading.data(Role.PROGRESS)) == (True, 3)
    assert heading.data(SPOKEN) == "On Track, 3 actions, open"
    assert model.index(4, 0).data(Role.HEADING) is None
    assert (model.place(3), model.place(4), model.place(7), model.place(-1)) == (-1, 100, -1, -1)
    assert model.record(3) is None


def test_without_headings_there_are_only_actions(model: ActionGroups, desk: Desk) -> None:
    model.show_groups([group("", 5, 3)], desk.fetch, headed=False)
    assert lines(model) == ["Do 5", "Do 6", "Do 7"]
    assert (model.headings, model.is_heading(0), model.heading_of(2)) == ([], False, 2)
    assert model.row_of(6) == 1


def test_a_group_folds_and_opens_again(model: ActionGroups, desk: Desk) -> None:
    model.show_groups(TWO, desk.fetch)
    model.fold(0, folded=True)
    assert lines(model)[:3] == ["Off Track", "On Track", "Do 100"]
    assert model.is_folded(0)
    assert model.index(0, 0).data(SPOKEN) == "Off Track, 2 actions, folded"
    assert (model.row_of(11), model.row_of(101)) == (-1, 3)
    model.fold(0, folded=True)
    model.fold(0, folded=False)
    assert model.rowCount() == 7
    assert model.row_of(11) == 2


def test_a_folded_group_stays_folded_when_all_is_read_again(
    model: ActionGroups, desk: Desk
) -> None:
    model.show_groups(TWO, desk.fetch)
    model.fold(3, folded=True)
    model.show_groups([group("on track", 100, 4), group("off track", 10, 1)], desk.fetch)
    assert lines(model) == ["On Track", "Off Track", "Do 10"]
    model.show_groups([], desk.fetch)
    assert lines(model) == []


def test_every_row_knows_its_heading(model: ActionGroups, desk: Desk) -> None:
    model.show_groups(TWO, desk.fetch)
    assert [model.heading_of(row) for row in range(7)] == [0, 0, 0, 3, 3, 3, 3]
    assert [model.is_heading(row) for row in range(7)] == [True] + [False] * 2 + [True] + [
        False
    ] * 3


def test_actions_are_fetched_in_pages_and_only_when_asked_for(
    large: ActionGroups, desk: Desk
) -> None:
    large.show_groups([group("all", 0, 100_000)], desk.fetch)
    assert (large.rowCount(), desk.asked) == (100_001, [])
    assert large.index(99_951, 0).data() == "Do 99950"
    assert large.index(99_952, PlanColumn.STATUS).data() == "On track"
    assert desk.asked == [list(range(99_800, 100_000))]


def test_many_small_groups_are_fetched_together(model: ActionGroups, desk: Desk) -> None:
    model.show_groups([group(f"g{at}", 10 * at, 3) for at in range(20)], desk.fetch)
    assert lines(model)[-3:] == ["Do 190", "Do 191", "Do 192"]
    assert len(desk.asked) == 1


def test_only_some_pages_are_ever_held(large: ActionGroups, desk: Desk) -> None:
    large.show_groups([group("all", 0, 100_000)], desk.fetch)
    for at in range(1, 100_001, 500):
        assert large.index(at, 0).data() == f"Do {at - 1}"
        assert large.held <= 1_600
    first = len(desk.asked)
    large.index(99_501, 0).data()
    assert len(desk.asked) == first, "the page read last is still there"


def test_a_page_that_cannot_be_read_stays_blank_and_is_told_once(
    model: ActionGroups, desk: Desk
) -> None:
    told = heard(model.failed)
    desk.fails = True
    model.show_groups(TWO, desk.fetch)
    assert model.index(1, 0).data() is None
    assert model.index(2, PlanColumn.DUE).data() is None
    assert told == ["The disk is gone."]
    desk.fails = False
    model.show_groups(TWO, desk.fetch)
    assert model.index(1, 0).data() == "Do 10"


def test_an_action_that_is_gone_leaves_its_row_blank(model: ActionGroups, desk: Desk) -> None:
    model.show_groups(TWO, lambda places: desk.fetch(places)[1:])
    assert (model.index(1, 0).data(), model.index(2, 0).data()) == (None, "Do 11")


def cells(model: ActionGroups, shown: DeliveryRow, role: int) -> list[object]:
    model.show_groups([group("all", 1, 1)], lambda _: [shown])
    return [model.index(1, column).data(role) for column in PlanColumn]


DISPLAY = Qt.ItemDataRole.DisplayRole


def test_a_row_says_how_an_action_stands(model: ActionGroups) -> None:
    shown = row(agency="MPS", lead="Inspector", due=date(2016, 3, 31), proposed=True)
    words = ["Raise reporting", "F", "NPFHF", "Police", "On track", "31 Mar 16", ""]
    assert cells(model, shown, DISPLAY) == words
    assert cells(model, shown, TIP)[PlanColumn.LEAD] == "Police"
    assert cells(model, row(lead="Inspector"), DISPLAY)[PlanColumn.LEAD] == "Inspector"
    assert cells(model, shown, Role.CODE)[PlanColumn.ACTION] == "proposed"
    assert cells(model, shown, Role.MARK)[PlanColumn.STATUS] is marks.ActionStatus.ON_TRACK
    assert cells(model, shown, SPOKEN)[PlanColumn.DUE] == "F-01, 31 Mar 16, was 31 Dec 15"
    assert model.headerData(PlanColumn.EXCEPTIONS, Qt.Orientation.Horizontal) == "Exceptions"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_what_nobody_has_said_is_said_so(model: ActionGroups) -> None:
    blank = row(status=None, heard=None, due=None, agency="", lead="")
    assert cells(model, blank, DISPLAY)[3:6] == ["not named", "Not reported", "not set"]
    assert cells(model, blank, Role.DIM)[3:6] == [True, True, True]
    assert cells(model, blank, Role.MARK) == [None] * len(PlanColumn)


def test_a_late_action_is_marked_and_says_by_how_much(model: ActionGroups) -> None:
    late = row(due=date(2015, 10, 13), resources_needed="x", resourcing=Resourcing.NOT_SECURED)
    assert cells(model, late, Role.MARK)[PlanColumn.DUE] is marks.Sign.LATE
    assert cells(model, late, Role.CODE)[PlanColumn.DUE] == "1 day over"
    assert cells(model, late, Role.EMPHASIS)[PlanColumn.DUE] is True
    assert cells(model, late, DISPLAY)[PlanColumn.EXCEPTIONS] == "Overdue, Unfunded"


@pytest.mark.parametrize(
    ("reported", "beside"),
    [(Quarter(2015, 2), None), (Quarter(2015, 1), "Q1"), (Quarter(2014, 4), "Q4 14/15")],
)
def test_a_status_of_an_earlier_quarter_says_which(
    model: ActionGroups, reported: Quarter, beside: str | None
) -> None:
    shown = row(heard=reported, status=ActionStatus.AT_RISK)
    assert cells(model, shown, Role.CODE)[PlanColumn.STATUS] == beside
    assert (str(reported) in str(cells(model, shown, TIP)[PlanColumn.STATUS])) is bool(beside)


def test_a_date_of_another_year_than_the_one_one_looks_from_names_it(model: ActionGroups) -> None:
    looked_from = AsOf(Quarter(2016, 1), date(2016, 7, 1), Quarter(2015, 1))
    shown = row(as_of=looked_from, due=date(2016, 12, 31), original_due=None)
    assert cells(model, shown, DISPLAY)[PlanColumn.DUE] == "31 Dec"


def test_no_cell_answers_nothing(model: ActionGroups, desk: Desk) -> None:
    model.show_groups(TWO, desk.fetch)
    assert model.data(QModelIndex()) is None
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
