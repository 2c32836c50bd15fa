"""The audit trail as people read it: who changed what, from what to what, by which operation."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from csp_desktop.core.audit_sentences import TrailEntry, Wording, Write
from csp_desktop.core.errors import NotFoundError, StorageError
from csp_desktop.core.periods import DateRange, parse_range
from csp_desktop.core.plan import Plan
from csp_desktop.services.import_report import ACTION_LABELS, FIGURE_LABELS, SUMMARY_LABELS
from csp_desktop.storage import audit, audit_search
from csp_desktop.storage.audit_search import AuditFilter, FoundRow, What, Word
from csp_desktop.storage.connection import Store

PAGE = 60
_EXPORT_PAGE = 2_000
_MOST_WORDS, _LONGEST_WORD = 12, 100  # of a search; a whole page may have been pasted
_LABELS = {
    "figure": FIGURE_LABELS,
    "action": ACTION_LABELS,
    "action_update": ACTION_LABELS,
    "summary": SUMMARY_LABELS,
}
_COLUMNS = (
    "When",
    "Who",
    "Operation",
    "Code",
    "Name",
    "Board",
    "Period",
    "Field",
    "From",
    "To",
    "Import",
    "Sentence",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class TrailFilter:
    """Which entries are wanted; what is empty does not narrow.

    Attributes:
        since, until: days, both included, by the clock of this machine.
        text: words that an entry must all hold: in what it says, or in the code or the name of
            its record.
        record: entity and id, for the whole story of one record.
    """

    what: What = What.EVERYTHING
    board: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    record: tuple[str, str] | None = None

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return self != TrailFilter()


@dataclass(frozen=True)
class Wholeness:
    """Whether the trail is as it was written: how many entries, and the first that is not."""

    entries: int
    broken_at: int | None

    @property
    def words(self) -> str:
        """As a sentence: the trail is whole, or where it is not."""
        if self.broken_at is None:
            return (
                f"The trail is whole: {self.entries:,} entr{'y' if self.entries == 1 else 'ies'}."
            )
        return (
            f"The trail breaks at entry {self.broken_at:,} of {self.entries:,}: from there on it "
            "is not as this program wrote it. Keep the file and restore the last backup."
        )


class Trail:
    """Reads the trail; nothing here writes to the database."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store = store
        self._plan = plan
        self._wording = Wording(plan, _LABELS)

    def page(
        self, wanted: TrailFilter, before: int | None = None, limit: int = PAGE
    ) -> list[TrailEntry]:
        """So many entries, the newest first.

        Args:
            wanted: which.
            before: the number of the entry they come after in the list; the newest without one.
            limit: how many at most.

        Raises:
            NotFoundError: there is no such board.
        """
        rows = audit_search.page(self._store, self._searched(wanted), before, limit)
        imports = audit_search.imports_of(self._store, rows)
        return [self._entry(row, imports) for row in rows]

    def entries(self, wanted: TrailFilter) -> Iterator[TrailEntry]:
        """All entries, the newest first, read a page at a time."""
        before: int | None = None
        while found := self.page(wanted, before, _EXPORT_PAGE):
            yield from found
            before = found[-1].number

    def count(self, wanted: TrailFilter) -> int:
        """How many entries there are."""
        return audit_search.count(self._store, self._searched(wanted))

    def users(self) -> list[str]:
        """Everybody who has ever changed anything."""
        return audit_search.users(self._store)

    def wholeness(self) -> Wholeness:
        """Check every entry against the one before it; this reads the whole trail."""
        with self._store.snapshot():
            entries = audit_search.count(self._store, AuditFilter())
            return Wholeness(entries, audit.first_break(self._store))

    def export(
        self,
        wanted: TrailFilter,
        path: Path,
        progress: Callable[[int], bool] = lambda written: True,
    ) -> int:
        """Write entries as a table for a spreadsheet, one row for each field that was changed.

        Args:
            wanted: which entries.
            path: the .csv file.
            progress: told how many entries are written; says whether to go on.

        Returns:
            How many entries were written; 0 where it was stopped, and no file is left then.

        Raises:
            StorageError: the file cannot be written.
        """
        unfinished = path.with_name(path.name + ".unfinished")
        try:
            written = self._write(wanted, unfinished, progress)
            if written is None:
                unfinished.unlink()
                return 0
            unfinished.replace(path)
        except OSError as error:
            raise StorageError(
                f"{path} cannot be written: {error.strerror}. Choose another place, or close it "
                "where it is open."
            ) from error
        return written

    def _write(
        self, wanted: TrailFilter, path: Path, progress: Callable[[int], bool]
    ) -> int | None:
        written = 0
        # With the mark at its start Excel reads it as UTF-8.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(_COLUMNS)
            for entry in self.entries(wanted):
                table.writerows(map(_harmless, row) for row in _rows(entry))
                written += 1
                if written % _EXPORT_PAGE == 0 and not progress(written):
                    return None
        return written

    def _searched(self, wanted: TrailFilter) -> AuditFilter:
        return AuditFilter(
            what=wanted.what,
            board=self._plan.board(wanted.board).code if wanted.board else "",
            user=wanted.who,
            since=_moment(wanted.since) if wanted.since else "",
            until=_moment(wanted.until + timedelta(days=1)) if wanted.until else "",
            words=tuple(
                self._word(one[:_LONGEST_WORD]) for one in wanted.text.split()[:_MOST_WORDS]
            ),
            record=wanted.record,
        )

    def _word(self, text: str) -> Word:
        wanted, plan = text.casefold(), self._plan
        named = [(one.code, one.name) for one in plan.indicators]
        named += [(one.code, one.text) for part in plan.priorities for one in part.actions]
        named += [(one.id, one.text) for one in plan.targets]
        codes = [code for code, name in named if _has(wanted, code, name)]
        boards = [one.code for one in plan.boards if _has(wanted, one.code, one.name)]
        return Word(text, tuple(codes), tuple(boards), _period(text))

    def _entry(self, row: FoundRow, imports: dict[str, audit_search.ImportOfMoment]) -> TrailEntry:
        write = Write(
            row.number,
            row.at,
            row.user,
            row.action,
            row.entity,
            row.entity_id,
            _read(row.before),
            _read(row.after),
        )
        brought = imports.get(row.at)
        return self._wording.entry(write, brought.id if brought else 0)


def _has(wanted: str, code: str, name: str) -> bool:
    """Whether a code is the one that was typed, or a name has it; `F2` is not `F21`."""
    return wanted == code.casefold() or wanted in name.casefold()


def _period(text: str) -> DateRange | None:
    try:
        return parse_range(text)
    except NotFoundError:
        return None


def _read(said: str) -> dict[str, Any] | None:
    return json.loads(said) if said else None


def _moment(day: date) -> str:
    """The first moment of a day here, as the trail writes moments."""
    at = datetime.combine(day, time()).astimezone()
    return datetime.fromtimestamp(at.timestamp(), tz=UTC).isoformat(timespec="milliseconds")[:23]


def _rows(entry: TrailEntry) -> Iterator[tuple[str, ...]]:
    local = datetime.fromisoformat(entry.at).astimezone()
    subject = entry.subject
    left = (
        f"{local:%Y-%m-%d %H:%M:%S}",
        entry.user,
        entry.operation,
        subject.code,
        subject.name,
        subject.board,
        subject.period,
    )
    right = (entry.import_file, entry.sentence)
    for one in entry.changes:
        yield (*left, one.label, one.before, one.after, *right)
    if not entry.changes:
        yield (*left, "", "", "", *right)


def _harmless(text: str) -> str:
    """A text that a spreadsheet would run as a formula says so with an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
