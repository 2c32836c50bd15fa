"""What a timeline shows in one row, and the same in words. No pyqtgraph."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from csp_desktop.core.actions import ActionStatus, Milestone
from csp_desktop.core.periods import day_words


@dataclass(frozen=True)
class TimelineRow:
    """What stands in one row of the table.

    Attributes:
        top, height: in pixels of the table's viewport, below the heading.
        status: None where nothing has been reported.
        complete: whether it is done, which ends being overdue.
        name: what it is, for those who cannot see it.
        heading: whether it is the heading of a group, which has no dates of its own.
        selected: whether the table's selection stands on it.
    """

    top: int
    height: int
    start: date | None = None
    due: date | None = None
    original_due: date | None = None
    milestones: tuple[Milestone, ...] = ()
    status: ActionStatus | None = None
    complete: bool = False
    name: str = ""
    heading: bool = False
    selected: bool = False

    @property
    def days(self) -> list[date]:
        """Every day it names, in order."""
        steps = (one.due or one.met_on for one in self.milestones)
        found = (self.start, self.due, self.original_due, *steps)
        return sorted(one for one in found if one is not None)

    def days_over(self, today: date) -> int:
        """How many days it is past its due date; 0 once it is complete or deferred."""
        done = self.complete or (self.status is not None and not self.status.unfinished)
        return 0 if done or self.due is None else max(0, (today - self.due).days)

    def words(self, today: date) -> str:
        """What it shows, as in `From 1 April 2015. Due 30 June 2015, 22 days overdue. At risk.`."""
        return ". ".join(_said(self, today)) + "."


def _said(row: TimelineRow, today: date) -> Iterator[str]:
    """What a row shows, in sentences without their stops."""
    if row.start is not None:
        yield f"From {day_words(row.start)}"
    if row.due is not None:
        over = row.days_over(today)
        late = f", {over} {'day' if over == 1 else 'days'} overdue" if over else ""
        first = row.original_due
        moved = f", first due {day_words(first)}" if first not in (None, row.due) and first else ""
        yield f"Due {day_words(row.due)}{moved}{late}"
    elif row.days:
        yield "No due date"
    if row.milestones:
        met = sum(one.met_on is not None for one in row.milestones)
        yield f"{met} of {_counted(len(row.milestones))} met"
    for one in row.milestones:
        if one.met_on is None and one.due is not None:
            yield f"{one.text}, {'was due' if one.due < today else 'due'} {day_words(one.due)}"
    if not row.days:
        yield "No dates"
    yield row.status.words if row.status else "No status yet"


def _counted(milestones: int) -> str:
    return "1 milestone" if milestones == 1 else f"{milestones} milestones"
