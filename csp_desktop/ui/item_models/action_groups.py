"""The actions of all boards in groups that fold; what a row says is fetched when it is painted."""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from csp_desktop.core.delivery import DeliveryRow, Group
from csp_desktop.core.errors import UserError
from csp_desktop.services.delivery import status_words
from csp_desktop.ui.core_marks import status_mark
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Mark, Sign

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Sequence[int]], list[DeliveryRow]]
_NOWHERE = QModelIndex()
_PAGE = 200
_PAGES_KEPT = 8


class PlanColumn(IntEnum):
    """The columns in order."""

    ACTION = 0
    PRIORITY = 1
    BOARD = 2
    LEAD = 3
    STATUS = 4
    DUE = 5
    EXCEPTIONS = 6


_COLUMNS = tuple(PlanColumn)
_ANSWERED = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
        Role.RECORD,
        Role.HEADING,
        Role.PROGRESS,
        Role.STATE,
        Role.MARK,
        Role.CODE,
        Role.DIM,
        Role.EMPHASIS,
    }
)


class ActionGroups(QAbstractTableModel):
    """A heading for each group and its actions below, of which only some pages are ever held.

    `failed` tells why a page could not be read; its rows stay blank until all is read again.
    """

    failed = Signal(str)

    def __init__(self, agency_words: Callable[[str], str]) -> None:
        """Build an empty model.

        Args:
            agency_words: the name of a lead agency's code.
        """
        super().__init__()
        self._agency_words = agency_words
        self._fetch: Fetch = lambda _: []
        self._groups: list[Group] = []
        self._folded: set[str] = set()
        self._headed = True
        self._starts: list[int] = []
        self._count = 0
        self._places = array("q")
        self._before: list[int] = []
        self._pages: OrderedDict[int, dict[int, DeliveryRow]] = OrderedDict()

    def show_groups(self, groups: list[Group], fetch: Fetch, *, headed: bool = True) -> None:
        """Replace what is shown; groups that were folded stay so.

        Args:
            groups: in the order to show them.
            fetch: reads the actions at some places.
            headed: whether groups have headings; without them nothing folds.
        """
        self.beginResetModel()
        self._groups, self._fetch, self._headed = groups, fetch, headed
        self._pages.clear()
        self._places = array("q")
        self._before = []
        for group in groups:
            # Pages run across groups, of which some have a few actions only.
            self._before.append(len(self._places))
            self._places.extend(group.places)
        self._number()
        self.endResetModel()

    @property
    def headings(self) -> list[int]:
        """The rows that are headings."""
        return list(self._starts) if self._headed else []

    @property
    def held(self) -> int:
        """How many actions are in memory."""
        return sum(map(len, self._pages.values()))

    def is_heading(self, row: int) -> bool:
        """Whether a row is the heading of a group."""
        return self._headed and self._at(row)[1] < 0

    def heading_of(self, row: int) -> int:
        """The row of the heading under which a row stands; the row itself where there is none."""
        return self._starts[self._at(row)[0]] if self._headed else row

    def is_folded(self, heading: int) -> bool:
        """Whether the group of a heading shows none of its actions."""
        return self._groups[self._at(heading)[0]].key in self._folded

    def fold(self, heading: int, *, folded: bool) -> None:
        """Hide the actions of a group, or show them again."""
        number = self._at(heading)[0]
        group = self._groups[number]
        if (group.key in self._folded) == folded:
            return
        first, last = heading + 1, heading + len(group)
        if folded:
            self.beginRemoveRows(_NOWHERE, first, last)
            self._folded.add(group.key)
            self._number()
            self.endRemoveRows()
        else:
            self.beginInsertRows(_NOWHERE, first, last)
            self._folded.discard(group.key)
            self._number()
            self.endInsertRows()
        changed = self.index(heading, 0)
        self.dataChanged.emit(changed, changed)

    def place(self, row: int) -> int:
        """Where the storage finds the action of a row; -1 for a heading, or where there is none."""
        if not 0 <= row < self._count:
            return -1
        number, offset = self._at(row)
        return -1 if offset < 0 else self._groups[number].places[offset]

    def row_of(self, place: int) -> int:
        """The row of the action at a place; -1 where it is not shown."""
        for number, group in enumerate(self._groups):
            if place in group.places and not self._hides(group):
                return self._starts[number] + group.places.index(place) + self._headed
        return -1

    def record(self, row: int) -> DeliveryRow | None:
        """The action of a row, fetched with its page if need be; None for a heading."""
        if not 0 <= row < self._count:
            return None
        number, offset = self._at(row)
        if offset < 0:
            return None
        return self._action(number, offset)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Headings, and the actions of groups that are not folded."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The columns of `PlanColumn`."""
        return 0 if parent.isValid() else len(PlanColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return ("Action", "Priority", "Board", "Lead", "Status", "Due", "Exceptions")[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows and says."""
        # A view asks for a dozen roles whenever it paints a cell, most of them in vain.
        if role not in _ANSWERED or not index.isValid():
            return None
        number, offset = self._at(index.row())
        group = self._groups[number]
        if offset < 0:
            return self._heading(group, index.column(), role)
        row = self._action(number, offset)
        return None if row is None else self._of_action(row, _COLUMNS[index.column()], role)

    def _heading(self, group: Group, column: int, role: int) -> Any:
        match role:
            case Role.HEADING:
                return True
            case Role.PROGRESS:
                return len(group)
            case Role.STATE:
                return group.key in self._folded
            case Qt.ItemDataRole.DisplayRole if column == 0:
                return group.words
            case Qt.ItemDataRole.AccessibleTextRole:
                actions = "1 action" if len(group) == 1 else f"{len(group):,} actions"
                return f"{group.words}, {actions}, {'folded' if self._hides(group) else 'open'}"
        return None

    def _of_action(self, row: DeliveryRow, column: PlanColumn, role: int) -> Any:
        match role:
            case Role.RECORD:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return self._words(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                beside = _beside(row, column)
                words = self._words(row, column) or "nothing"
                return f"{row.code}, {words}" + (f", {beside}" if beside else "")
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row, column)
            case Role.MARK:
                return _mark(row, column)
            case Role.CODE:
                return _beside(row, column) or None
            case Role.DIM:
                return True if _is_dim(row, column) else None
            case Role.EMPHASIS:
                return True if column is PlanColumn.DUE and row.days_over else None
        return None

    def _words(self, row: DeliveryRow, column: PlanColumn) -> str:
        match column:
            case PlanColumn.ACTION:
                return row.text
            case PlanColumn.PRIORITY:
                return row.priority
            case PlanColumn.BOARD:
                return row.board
            case PlanColumn.LEAD:
                return self._agency_words(row.agency) or row.lead or "not named"
            case PlanColumn.STATUS:
                return status_words(row.status)
            case PlanColumn.DUE:
                return _day_of(row) if row.due else "not set"
            case PlanColumn.EXCEPTIONS:
                return ", ".join(one.words for one in row.concerns)

    def _tip(self, row: DeliveryRow, column: PlanColumn) -> str | None:
        if column is PlanColumn.ACTION:
            return f"{row.code} {row.text}"
        if column is PlanColumn.STATUS and row.heard and row.no_update:
            return f"{status_words(row.status)}, reported in {row.heard}; no update since"
        return ", ".join(filter(None, (self._words(row, column), _beside(row, column))))

    def _action(self, number: int, offset: int) -> DeliveryRow | None:
        at = self._before[number] + offset
        return self._page(at // _PAGE).get(self._places[at])

    def _page(self, page: int) -> dict[int, DeliveryRow]:
        if page in self._pages:
            self._pages.move_to_end(page)
            return self._pages[page]
        wanted = self._places[page * _PAGE : (page + 1) * _PAGE]
        try:
            found = {row.place: row for row in self._fetch(wanted)}
        except UserError as error:
            # A view that paints has nobody above it to tell.
            found = {}
            self.failed.emit(str(error))
        self._pages[page] = found
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return found

    def _hides(self, group: Group) -> bool:
        return self._headed and group.key in self._folded

    def _number(self) -> None:
        """Count anew in which row each group begins."""
        sizes = [self._headed + (0 if self._hides(one) else len(one)) for one in self._groups]
        *self._starts, self._count = accumulate(sizes, initial=0)

    def _at(self, row: int) -> tuple[int, int]:
        """The group of a row, and how many actions stand before it there; -1 for the heading."""
        number = bisect_right(self._starts, row) - 1
        return number, row - self._starts[number] - self._headed


def _mark(row: DeliveryRow, column: PlanColumn) -> Mark | None:
    if column is PlanColumn.STATUS and row.status:
        return status_mark(row.status)
    return Sign.LATE if column is PlanColumn.DUE and row.days_over else None


def _beside(row: DeliveryRow, column: PlanColumn) -> str:
    """What stands in smaller type after the words."""
    match column:
        case PlanColumn.ACTION:
            return "proposed" if row.proposed else ""
        case PlanColumn.STATUS if row.heard and row.no_update:
            year = "" if row.heard.year == row.as_of.quarter.year else f" {str(row.heard.year)[2:]}"
            return f"Q{row.heard.number}{year}"
        case PlanColumn.DUE if row.days_over:
            return f"{row.days_over:,} {'day' if row.days_over == 1 else 'days'} over"
        case PlanColumn.DUE if row.days_slipped and row.original_due:
            was = row.original_due
            year = "" if row.due and was.year == row.due.year else f" {was:%y}"
            return f"was {was.day} {was:%b}{year}"
    return ""


def _is_dim(row: DeliveryRow, column: PlanColumn) -> bool:
    match column:
        case PlanColumn.ACTION:
            return False
        case PlanColumn.STATUS:
            return row.status is None
        case PlanColumn.DUE:
            return row.due is None
    return True


def _day_of(row: DeliveryRow) -> str:
    """`30 Sep`, and with its year where that is not the year one looks from."""
    due = row.due
    assert due is not None, "asked of an action that is due"
    return f"{due.day} {due:%b}" + ("" if due.year == row.as_of.day.year else f" {due:%y}")
