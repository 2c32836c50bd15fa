"""Returns out as workbooks and back in, merged field by field; all or nothing for each file."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any

from csp_desktop.core.errors import NotFoundError, RefusedError, UserError
from csp_desktop.core.figures import Figure
from csp_desktop.core.merge import Merged, Take, merge_fields
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import Return, ReturnState
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ActionLine, FigureLine, ReturnSheet
from csp_desktop.excel.fields import (
    action_fields,
    figure_fields,
    fingerprint,
    fingerprints,
    mark_of,
    with_action_fields,
    with_figure_fields,
)
from csp_desktop.excel.records import CellProblem, ReadLine, ReadReturn
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.returns import Returns
from csp_desktop.services.session import Session
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.return_repository import ReturnRepository

_OF_ACTION, _OF_UPDATE = ("lead", "due"), ("status", "note")
_NEITHER = object()  # a base that neither side holds


class Outcome(Enum):
    """What became of one file."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True)
class LineConflict:
    """A field that was changed here and in the workbook, differently."""

    code: str
    field: str
    stored: Any
    incoming: Any


@dataclass
class FileReport:
    """What one workbook brought.

    Attributes:
        new: how many fields were blank here and are filled now; `changed`: had other content.
    """

    file: Path
    outcome: Outcome = Outcome.UNCHANGED
    return_name: str = ""
    new: int = 0
    changed: int = 0
    conflicts: list[LineConflict] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)


class Exchange:
    """The return workbook, out and in."""

    def __init__(self, store: Store, plan: Plan, session: Session, returns: Returns) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._laid_out = returns
        self._figures = FigureRepository(store)
        self._actions = ActionRepository(store)
        self._returns = ReturnRepository(store, plan.id)

    def export_return(self, board: str, quarter: Quarter, path: Path) -> ReturnSheet:
        """Write a board's return as it stands; the file is whole or not there.

        Raises:
            NotFoundError: no such board, or the plan asks nothing for the quarter.
            RefusedError: the file is not named .xlsx.
            StorageError: the file cannot be written.
        """
        if path.suffix.lower() != ".xlsx":
            raise RefusedError(f"{path.name} must end in .xlsx.")
        # openpyxl costs a third of the program's start, so it is imported where it is wanted.
        from csp_desktop.excel.return_writer import write_return

        sheet = self._laid_out.sheet(board, quarter)
        write_return(path, self._plan, sheet)
        return sheet

    def import_returns(
        self, paths: Iterable[Path], *, take: Take | None = None, dry_run: bool = False
    ) -> tuple[list[FileReport], Changes]:
        """Read returns in, each file in one transaction.

        Args:
            paths: workbooks, or folders of them.
            take: how to settle conflicts; without it a file with a conflict stores nothing.
            dry_run: only say what would happen.

        Raises:
            NotFoundError: a path does not exist, or a folder holds no workbook.
        """
        reports = []
        changes = Changes()
        for file in _workbooks(paths):
            report = self._import_file(file, take, dry_run)
            reports.append(report)
            if report.outcome is Outcome.STORED and not dry_run:
                changes |= Changes.of(Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS)
        return reports, changes

    def _import_file(self, file: Path, take: Take | None, dry_run: bool) -> FileReport:
        from csp_desktop.excel.return_reader import read_return

        report = FileReport(file)
        try:
            read = read_return(file, self._plan)
            report.return_name = f"{read.board} {read.quarter}"
            report.problems += read.problems
            with self._store.transaction():
                saves = self._merge(read, report, take)
                if saves.any_content or report.conflicts:
                    saves.before.started()  # refuses where the stored return is locked
                if report.conflicts and take is None:
                    report.outcome = Outcome.CONFLICT
                    return report
                if saves.any:
                    report.outcome = Outcome.STORED
                if not dry_run:
                    self._save(saves, self._session.author(f"import {file.name}"))
        except UserError as error:
            report.outcome = Outcome.REFUSED
            report.problems.append(CellProblem(Severity.ERROR, "", "", str(error)))
        return report

    def _merge(self, read: ReadReturn, report: FileReport, take: Take | None) -> "_Saves":
        sheet = self._laid_out.sheet(read.board, read.quarter)
        saves = _Saves(sheet.record)
        figures = {line.indicator.code: line for line in sheet.figures}
        actions = {line.action.code: line for line in sheet.actions}
        for line in read.figures:
            stored = figures[line.code]
            merged = _merged(line, _figure_side(stored.figure), report, take)
            saves.figures.append((stored, merged, line.fields))
        for line in read.actions:
            held = actions[line.code]
            merged = _merged(line, _action_side(held), report, take)
            saves.actions.append((held, merged, line.fields))
        saves.adopt_state(read)
        return saves

    def _save(self, saves: "_Saves", author: Author) -> None:
        for line, merged, incoming in saves.figures:
            self._save_figure(line, merged, mark_of(incoming), author)
        for held, merged, incoming in saves.actions:
            self._save_action(held, merged, incoming, author)
        after = saves.record.started() if saves.record.state.open_for_entry else saves.record
        if after != saves.before and (saves.any_content or saves.record != saves.before):
            self._returns.save(after, author)

    def _save_figure(self, line: FigureLine, merged: Merged, shared: str, author: Author) -> None:
        figure = replace(line.figure, shared=shared)
        if merged.changed:
            self._figures.save(with_figure_fields(figure, merged.fields), author)
        elif figure != line.figure and figure.version:
            self._figures.mark_shared(figure)

    def _save_action(
        self, held: ActionLine, merged: Merged, incoming: Mapping[str, Any], author: Author
    ) -> None:
        action, update = with_action_fields(held.action, held.update, merged.fields)
        shared_action = replace(action, shared=mark_of(_part(incoming, _OF_ACTION)))
        shared_update = replace(update, shared=mark_of(_part(incoming, _OF_UPDATE)))
        if action != held.action:
            self._actions.save(shared_action, author)
        if update != held.update:
            self._actions.save_update(shared_update, author)
        if (shared_action.shared, shared_update.shared) != (action.shared, update.shared):
            self._actions.mark_shared(shared_action, shared_update)


@dataclass
class _Saves:
    """What one workbook is about to change."""

    before: Return
    figures: list[tuple[FigureLine, Merged, Mapping[str, Any]]] = field(default_factory=list)
    actions: list[tuple[ActionLine, Merged, Mapping[str, Any]]] = field(default_factory=list)
    record: Return = field(init=False)

    def __post_init__(self) -> None:
        self.record = self.before

    @property
    def any_content(self) -> bool:
        """Whether a figure or an action would change."""
        merges = [merged for _, merged, _ in self.figures]
        merges += [merged for _, merged, _ in self.actions]
        return any(merged.changed for merged in merges)

    @property
    def any(self) -> bool:
        """Whether anything a person sees would change."""
        return self.any_content or self.record != self.before

    def adopt_state(self, read: ReadReturn) -> None:
        """Take version and state of a return that this database has not begun yet.

        Approval is this team's own act, so an approved file comes in as submitted.
        """
        if self.before.row_version or read.state is ReturnState.NOT_STARTED:
            return
        closed = read.state in (ReturnState.APPROVED, ReturnState.ISSUED)
        state = ReturnState.SUBMITTED if closed else read.state
        self.record = replace(self.before, version=read.version, state=state)


@dataclass(frozen=True)
class _Side:
    """What this database holds of one row.

    Attributes:
        known: the fields that were ever stored here.
        shared: fingerprints of what both sides last held.
    """

    fields: Mapping[str, Any]
    known: frozenset[str]
    shared: Mapping[str, str]


def _figure_side(figure: Figure) -> _Side:
    fields = figure_fields(figure)
    known = frozenset(fields) if figure.version else frozenset()
    return _Side(fields, known, fingerprints(figure.shared))


def _action_side(held: ActionLine) -> _Side:
    known = frozenset(_OF_ACTION if held.action.version > 1 else ())
    known |= frozenset(_OF_UPDATE if held.update.version else ())
    shared = fingerprints(held.action.shared) | fingerprints(held.update.shared)
    return _Side(action_fields(held.action, held.update), known, shared)


def _merged(line: ReadLine, side: _Side, report: FileReport, take: Take | None) -> Merged:
    """Merge one row of a workbook with what is stored here."""
    base = {name: _base(name, line, side) for name in side.fields}
    merged = merge_fields(base, side.fields, line.fields, take)
    for name in merged.changed:
        if side.fields[name] in (None, ""):
            report.new += 1
        else:
            report.changed += 1
    report.conflicts += [
        LineConflict(line.code, one.field, one.stored, one.incoming) for one in merged.conflicts
    ]
    return merged


def _base(name: str, line: ReadLine, side: _Side) -> Any:
    """What both sides started from, as far as their fingerprints tell.

    A side that holds what was shared before has not changed the field. Either side may remember
    that: each notes what it last shared. What the workbook held when it was written counts for
    this side only, and only if somebody has changed it since: the board fills in what the team
    sent. A field that was never stored here has nothing to lose, whatever was shared elsewhere.
    """
    ours, theirs = side.fields[name], line.fields[name]
    if name not in side.known:
        return None
    shared = {side.shared.get(name, ""), line.base.get(name, "")}
    ours_unchanged = fingerprint(ours) in shared
    if fingerprint(theirs) != line.written.get(name, ""):
        ours_unchanged |= fingerprint(ours) == line.written.get(name, "")
    theirs_unchanged = fingerprint(theirs) in shared
    if ours_unchanged == theirs_unchanged:
        return _NEITHER
    return ours if ours_unchanged else theirs


def _part(fields: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: fields[name] for name in names}


def _workbooks(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if not os.path.exists(path):  # unlike Path.exists, it says no to a name that is too long
            raise NotFoundError(f"There is no file or folder {path}.")
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(one for one in path.glob("*.xlsx") if not one.name.startswith("~$"))
        if not inside:
            raise NotFoundError(f"The folder {path} holds no workbook (.xlsx).")
        files += inside
    return files
