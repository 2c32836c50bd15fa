"""The delivery plan across boards: every action with how it stands, in pages as they are wanted."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.delivery import (
    AsOf,
    Concern,
    Counts,
    DeliveryRow,
    DueIn,
    Filters,
    Group,
    GroupBy,
    Segment,
    pages,
)
from csp_desktop.core.errors import RefusedError, StorageError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store
from csp_desktop.storage.delivery_repository import DeliveryRepository
from csp_desktop.storage.view_repository import ViewRepository

_PAGE = "delivery"
_AT_ONCE = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEADINGS = (
    "Code",
    "Action",
    "Priority",
    "Board",
    "Lead agency",
    "Lead",
    "Status",
    "Reported in",
    "Start",
    "Due",
    "First due",
    "Put off",
    "Days overdue",
    "Resourcing",
    "Exceptions",
)
# What the team has to see first stands first.
_STATUSES = (
    ActionStatus.OFF_TRACK,
    ActionStatus.AT_RISK,
    None,
    ActionStatus.NOT_STARTED,
    ActionStatus.ON_TRACK,
    ActionStatus.DEFERRED,
    ActionStatus.COMPLETE,
)
_YES_AND_NO = {
    GroupBy.OVERDUE: ("Overdue", "Not overdue"),
    GroupBy.NO_UPDATE: ("No update this quarter", "Updated this quarter"),
    GroupBy.SLIPPED: ("Slipped twice", "Not slipped twice"),
}
NOT_REPORTED = "Not reported"
"""The status of an action on which no board has reported yet."""
_WITHOUT = {
    GroupBy.STATUS: NOT_REPORTED,
    GroupBy.LEAD: "No lead agency named",
    GroupBy.DUE: "No due date",
    GroupBy.EXCEPTION: "No exception",
    GroupBy.NONE: "All actions",
}


@dataclass(frozen=True)
class SavedView:
    """A way to look at the plan that somebody has given a name."""

    name: str
    filters: Filters
    by: GroupBy


class Delivery:
    """Reads actions of all boards; keeps the views of them that people save."""

    def __init__(self, store: Store, plan: Plan, session: Session) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._rows = DeliveryRepository(store)
        self._views = ViewRepository(store, _PAGE)

    @property
    def is_over(self) -> bool:
        """Whether the whole plan lies behind us, so that being late today says nothing."""
        last = self._plan.quarters_owed()[-1]
        return self._session.today() > last.due(self._plan.return_due_days)

    def as_of(self, quarter: Quarter) -> AsOf:
        """From which day a quarter is looked at: today, or the day its returns were due.

        Where the whole plan lies in the past everything would be overdue by years today.

        Raises:
            NotFoundError: the plan asks nothing for the quarter.
        """
        self._plan.check_owed(quarter)
        due = quarter.due(self._plan.return_due_days)
        day = due if self.is_over else self._session.today()
        return AsOf(quarter, day, self._plan.quarters_owed()[0])

    def counts(self, as_of: AsOf, filters: Filters) -> Counts:
        """How many actions there are in each segment, of those the other filters let through."""
        return self._rows.counts(as_of, filters)

    def groups(self, as_of: AsOf, filters: Filters, by: GroupBy) -> list[Group]:
        """Which actions to show, group by group; what they say is asked of `rows`."""
        found = self._rows.places(as_of, filters, by)
        words = self._words_of_groups(by, found)
        ordered = {key: words[key] for key in words if key in found}
        return [Group(key, said, found[key]) for key, said in ordered.items()]

    def rows(self, as_of: AsOf, places: Sequence[int]) -> list[DeliveryRow]:
        """The actions at these places, in a constant number of queries."""
        return self._rows.rows(as_of, places)

    def priorities(self) -> dict[str, str]:
        """The titles of the plan's priorities and of those boards have set themselves, by code."""
        return {one.code: one.title for one in self._plan.priorities} | self._rows.own_priorities()

    def export(self, as_of: AsOf, groups: Iterable[Group], path: Path) -> int:
        """Write actions as a table for a spreadsheet, and say how many.

        Raises:
            StorageError: the file cannot be written.
        """
        written = 0
        try:
            # A spreadsheet takes a file without this mark for one in the machine's old encoding.
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                table = csv.writer(file)
                table.writerow(_HEADINGS)
                for group in groups:
                    for places in pages(group.places, _AT_ONCE):
                        rows = self.rows(as_of, places)
                        table.writerows(map(self._cells, rows))
                        written += len(rows)
        except OSError as error:
            raise StorageError(
                f"{path} cannot be written: {error.strerror}. Close it in other programs, or "
                "choose another folder."
            ) from error
        return written

    def views(self) -> list[SavedView]:
        """The saved views by name; one that this program cannot read is left out."""
        read = (_view(name, content) for name, content in self._views.all().items())
        return [one for one in read if one is not None]

    def save_view(self, view: SavedView) -> None:
        """Keep a view; one of the same name is written over.

        Raises:
            RefusedError: it has no name, or this window may only look.
        """
        self._session.check_may_write()
        name = view.name.strip()
        if not name:
            raise RefusedError("Enter a name for this view.")
        filters = view.filters
        narrowed = {
            **asdict(filters),
            "segment": filters.segment.value,
            "due": filters.due.value,
        }
        said = {"filters": narrowed, "by": view.by.value}
        with self._store.transaction():
            self._views.save(name, json.dumps(said), self._session.author("save view"))

    def delete_view(self, name: str) -> None:
        """Take a view away.

        Raises:
            RefusedError: this window may only look.
        """
        self._session.check_may_write()
        with self._store.transaction():
            self._views.delete(name, self._session.author("delete view"))

    def _words_of_groups(self, by: GroupBy, keys: Iterable[str]) -> dict[str, str]:
        """The words of each group in the order in which groups are shown."""
        named: dict[str, str] = {}
        match by:
            case GroupBy.STATUS:
                named = {one.value if one else "": status_words(one) for one in _STATUSES}
            case GroupBy.BOARD:
                named = {one.code: one.name for one in self._plan.boards}
            case GroupBy.PRIORITY:
                named = {code: f"{code} {title}" for code, title in self.priorities().items()}
            case GroupBy.LEAD:
                named = {one.code: one.name for one in self._plan.agencies}
            case GroupBy.DUE:
                quarters = sorted(key for key in keys if key)
                named = {one: f"Due in {Quarter.parse(one).words()}" for one in quarters}
            case GroupBy.EXCEPTION:
                named = {one.value: one.words for one in Concern}
            case GroupBy.OVERDUE | GroupBy.NO_UPDATE | GroupBy.SLIPPED:
                yes, no = _YES_AND_NO[by]
                named = {"1": yes, "0": no}
        unknown = {key: key for key in keys if key and key not in named}
        return named | unknown | {"": named.get("", _WITHOUT.get(by, ""))}

    def _cells(self, row: DeliveryRow) -> list[str | int]:
        resourcing = row.resourcing.words if row.resourcing else ""
        concerns = ", ".join(one.words for one in row.concerns)
        texts = (
            row.code,
            row.text,
            row.priority,
            row.board,
            self.agency_words(row.agency),
            row.lead,
            status_words(row.status),
            str(row.heard or ""),
        )
        dates = [str(one or "") for one in (row.start, row.due, row.original_due)]
        over = row.days_over or ""
        return [*map(plain_text, texts), *dates, row.slips, over, resourcing, concerns]

    def agency_words(self, code: str) -> str:
        """The name of an agency, or its code where the plan does not know it."""
        return next((one.name for one in self._plan.agencies if one.code == code), code)


def status_words(status: ActionStatus | None) -> str:
    """`On track`, or that nobody has reported yet."""
    return status.words if status else NOT_REPORTED


def plain_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula: those that begin like one get an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _view(name: str, content: str) -> SavedView | None:
    try:
        said = json.loads(content)
        filters = said["filters"]
        segment, due = Segment(filters.pop("segment")), DueIn(filters.pop("due"))
        return SavedView(name, Filters(segment=segment, due=due, **filters), GroupBy(said["by"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
