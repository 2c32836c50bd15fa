"""What could not be stored yet: it stays in view, and is tried again."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar, cast

from csp_desktop.core.actions import Action, ActionUpdate
from csp_desktop.core.figures import Figure
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.plan import Plan
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.services.changes import Changes

Record = Figure | ActionUpdate | Action
One = TypeVar("One", Figure, ActionUpdate, Action)
Place = tuple[object, ...]
Store = Callable[[], Changes]


class Unsaved:
    """Records that could not be stored, each as it was entered last, the oldest first."""

    def __init__(self) -> None:
        self._kept: dict[Place, tuple[Record, Store]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, record: Record, store: Store) -> None:
        """Keep a record, instead of what was entered in its place before."""
        self._kept[_place(record)] = (record, store)

    def forget(self, record: Record) -> bool:
        """Let go of a record; whether it was kept."""
        return self._kept.pop(_place(record), None) is not None

    def kept(self) -> list[tuple[Record, Store]]:
        """Each record with what stores it."""
        return list(self._kept.values())

    def onto(self, sheet: ReturnSheet) -> ReturnSheet:
        """The return as it would be with everything stored."""
        return replace(
            sheet,
            figures=tuple(replace(one, figure=self._now(one.figure)) for one in sheet.figures),
            actions=tuple(
                replace(one, action=self._now(one.action), update=self._now(one.update))
                for one in sheet.actions
            ),
        )

    def _now(self, stored: One) -> One:
        kept = self._kept.get(_place(stored))
        return cast(One, kept[0]) if kept else stored


def entered_words(record: Record, plan: Plan) -> str:
    """What was entered, for a message that has to repeat it."""
    if isinstance(record, Figure):
        unit = plan.indicator(record.indicator).unit
        return ", ".join(filter(None, (figure_words(record, unit), record.comment)))
    if isinstance(record, ActionUpdate):
        return ", ".join(filter(None, (record.status and record.status.words, record.note)))
    due = f"{record.due.day} {record.due:%b %Y}" if record.due else ""
    return ", ".join(filter(None, (record.lead, due)))


def _place(record: Record) -> Place:
    if isinstance(record, Figure):
        return Figure, record.indicator, record.period
    if isinstance(record, ActionUpdate):
        return ActionUpdate, record.action, record.quarter
    return Action, record.code
