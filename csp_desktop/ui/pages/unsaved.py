"""What could not be stored yet: it stays in view, and is tried again."""

from collections.abc import Iterable

from csp_desktop.core.actions import Action, ActionUpdate, OwnPriority
from csp_desktop.core.figures import Figure
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.records import (
    Draft,
    Place,
    Record,
    place,
)
from csp_desktop.core.returns import Summary
from csp_desktop.core.sheet import ReturnSheet

Whose = tuple[str, Quarter]


class Unsaved:
    """Records that could not be stored, each as it was entered last, by their return."""

    def __init__(self) -> None:
        self._kept: dict[Whose, dict[Place, Record]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._kept.values()))

    def keep(self, board: str, quarter: Quarter, records: Iterable[Record]) -> None:
        """Keep records, each instead of what was entered in its place before."""
        of_return = self._kept.setdefault((board, quarter), {})
        of_return.update((place(one), one) for one in records)

    def forget(self, board: str, quarter: Quarter, records: Iterable[Record]) -> bool:
        """Let go of what stands in these records' places; whether anything did."""
        of_return = self._kept.get((board, quarter), {})
        gone = [of_return.pop(place(one), None) for one in records]
        if not of_return:
            self._kept.pop((board, quarter), None)
        return any(one is not None for one in gone)

    def kept(self) -> list[tuple[str, Quarter, list[Record]]]:
        """What is kept of each return."""
        return [(*whose, list(records.values())) for whose, records in self._kept.items()]

    def onto(self, sheet: ReturnSheet) -> ReturnSheet:
        """The return as it would be with everything stored."""
        kept = self._kept.get((sheet.board.code, sheet.quarter), {})
        return sheet.with_records(kept.values())


def entered_words(records: Iterable[Record], plan: Plan) -> str:
    """What was entered, for a message that has to repeat it."""
    return "; ".join(filter(None, (_words(one, plan) for one in records)))


def _words(record: Record, plan: Plan) -> str:
    parts: tuple[str, ...]
    match record:
        case Figure():
            unit = plan.indicator(record.indicator).unit
            parts = (figure_words(record, unit), record.comment, record.explanation)
        case ActionUpdate():
            status = record.status.words if record.status else ""
            parts = (status, record.reason, record.note, record.next_steps)
        case Action():
            due = f"{record.due.day} {record.due:%b %Y}" if record.due else ""
            parts = (record.lead, due, record.planned.text if record.proposed else "")
        case OwnPriority():
            parts = (record.title,)
        case Summary():
            parts = (record.achievements, record.concerns, record.decisions, record.resources)
        case Draft():
            parts = (record.text,)
    return ", ".join(filter(None, parts))
