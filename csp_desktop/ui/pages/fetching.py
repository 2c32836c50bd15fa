"""Figures of a return fetched from a publisher's file: the empty cells filled, the rest offered."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from csp_desktop.core.errors import UserError
from csp_desktop.core.figures import Figure
from csp_desktop.core.line_reading import NUMBER
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import Quarter
from csp_desktop.core.records import Draft
from csp_desktop.services import Services
from csp_desktop.services.publishing_report import Fetched
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.pages.saving import Saving
from csp_desktop.ui.tasks import Tasks

STEP = "fetch from file"
_MOST_NAMED = 4  # cells named one by one; the rest are counted


class Fetching(QObject):
    """Asks for the file, reads it in the background, and enters what it fills as one edit.

    `failed` tells a fact and its cure; `reading` whether a file is being read; `told` what was
    filled in, and what else there is to say; `offered` what could be replaced and how many.
    """

    failed = Signal(str, str)
    reading = Signal(bool)
    told = Signal(str, str)
    offered = Signal(str, str, int)

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        dialogs: Dialogs,
        saving: Saving,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._dialogs = dialogs
        self._saving = saving
        self._parent = parent
        self._changes: tuple[Figure, ...] = ()
        self._return: tuple[str, Quarter] | None = None

    def fetch(self, board: str, quarter: Quarter) -> None:
        """Ask for the publisher's file and read what it has for a return."""
        path = self._dialogs.choose_table(self._parent, "Fetch figures from a publisher’s file")
        if path is None:
            return
        self.reading.emit(True)
        self._tasks.run(
            lambda: self._services.publishing.fetch(board, quarter, path),
            lambda found: self._fetched(board, quarter, found),
            self._not_fetched,
        )

    def replace_changed(self) -> None:
        """Enter the figures that were offered in the place of those that stand there."""
        if self._return is None or not self._changes:
            return
        board, quarter = self._return
        changes, self._changes = self._changes, ()
        if self._enter(board, quarter, changes):
            self.told.emit(f"{_figures(len(changes))} replaced.", "What stood there is kept.")

    def _fetched(self, board: str, quarter: Quarter, found: Fetched) -> None:
        self.reading.emit(False)
        self._return, self._changes = (board, quarter), found.changes
        if found.fills and not self._enter(board, quarter, found.fills):
            return
        name = found.publisher.name
        filled = f"{_figures(len(found.fills))} filled in" if found.fills else "Nothing to fill in"
        self.told.emit(f"{filled} from {name}.", _rest_words(found))
        if found.changes:
            count = len(found.changes)
            cells = "1 cell holds" if count == 1 else f"{count} cells hold"
            self.offered.emit(f"{cells} another number.", self._differ(found.changes), count)

    def _enter(self, board: str, quarter: Quarter, figures: Sequence[Figure]) -> bool:
        """Store figures in their cells; what stood there unread gives way to them."""
        drafts = [Draft(one.indicator, quarter, NUMBER, "") for one in figures]
        return self._saving.enter(board, quarter, [*figures, *drafts], STEP)

    def _not_fetched(self, error: UserError) -> None:
        self.reading.emit(False)
        self.failed.emit("Nothing was fetched.", str(error))

    def _differ(self, changes: Sequence[Figure]) -> str:
        said = []
        for one in changes[:_MOST_NAMED]:
            unit = self._services.plan.indicator(one.indicator).unit
            stands = self._services.entry.stored(one)
            assert isinstance(stands, Figure), "a figure stands in the place of a figure"
            here, there = figure_words(stands, unit), figure_words(one, unit)
            said.append(f"{one.indicator} {here} here, {there} in the file")
        more = len(changes) - len(said)
        return "; ".join(said) + (f"; and {more} more." if more else ".")


def _rest_words(found: Fetched) -> str:
    said = []
    if found.same:
        said.append(f"{_figures(len(found.same))} said the same already.")
    said += [f"{one.indicator}: {one.why}." for one in found.left_out[:_MOST_NAMED]]
    more = len(found.left_out) - _MOST_NAMED
    if more > 0:
        said.append(f"{more} more left out.")
    return " ".join(said)


def _figures(count: int) -> str:
    return f"{count} figure{'' if count == 1 else 's'}"
