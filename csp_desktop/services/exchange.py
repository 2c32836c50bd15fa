"""Returns out as workbooks and back in, merged field by field; all or nothing for each file."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from csp_desktop.core.actions import Action, ActionUpdate, OwnPriority, PlannedAction
from csp_desktop.core.errors import NotFoundError, RefusedError, UserError
from csp_desktop.core.figures import Figure
from csp_desktop.core.merge import Merged, Take
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import LineReason, Return, ReturnState, Summary
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ActionLine, ReturnSheet
from csp_desktop.excel import layout
from csp_desktop.excel.fields import (
    FIGURE_FIELDS,
    OF_ACTION,
    OF_PROPOSAL,
    OF_UPDATE,
    SUMMARY_FIELDS,
    shared_mark,
    with_action_fields,
    with_figure_fields,
)
from csp_desktop.excel.merging import Side, action_side, figure_side, merge_line, summary_side
from csp_desktop.excel.records import CellProblem, ReadLine, ReadReturn
from csp_desktop.excel.wording import milestone_lines
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.returns import Returns
from csp_desktop.services.session import Session
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.return_repository import ReturnRepository


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
        if not dry_run:
            self._session.check_may_write()
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
                    saves.check_open()
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
        figures = {line.indicator.code: line.figure for line in sheet.figures}
        for line in read.figures:
            stored = figures[line.code]
            merged = _merged(line, figure_side(stored), report, take)
            saves.figures.append((stored, merged, line.fields))
        self._merge_priorities(read, saves, report, take)
        for line in read.actions:
            held = self._held(line, sheet)
            if held is None:
                report.problems.append(_taken_back("action", line.code))
                continue
            merged = _merged(line, action_side(held.action, held.update), report, take)
            saves.actions.append((held, merged, line.fields))
        if read.summary is not None:
            merged = _merged(read.summary, summary_side(sheet.summary), report, take)
            saves.summaries.append((sheet.summary, merged, read.summary.fields))
        saves.adopt_state(read)
        if saves.record.state is ReturnState.RETURNED is read.state:
            saves.reasons = self._new_reasons(read, saves)
        return saves

    def _merge_priorities(
        self, read: ReadReturn, saves: "_Saves", report: FileReport, take: Take | None
    ) -> None:
        titles = {one.code: one.title for one in self._actions.own_priorities(read.board)}
        for line in read.priorities:
            title = titles.get(line.code)
            if title == "" and line.fields["title"]:
                report.problems.append(_taken_back("priority", line.code))
                continue
            side = Side({"title": title or ""}, frozenset({"title"} if title else ()), {})
            merged = _merged(line, side, report, take)
            # An action may name a priority that was taken back, so that one comes along too.
            if merged.changed or title is None:
                own = OwnPriority(line.code, read.board, merged.fields["title"])
                saves.priorities.append(own)

    def _held(self, line: ReadLine, sheet: ReturnSheet) -> ActionLine | None:
        """What stands here in the place of a row of the actions.

        Returns:
            A blank proposal where the board has proposed one that is not known here; None where
            it is known and was taken back.
        """
        for held in sheet.actions:
            if held.action.code == line.code:
                return held
        if self._actions.get(line.code) is not None:
            return None
        planned = PlannedAction(line.code, "", sheet.board.code)
        return ActionLine(
            Action(planned=planned, priority="", proposed=True, version=0),
            ActionUpdate(action=line.code, quarter=sheet.quarter),
        )

    def _new_reasons(self, read: ReadReturn, saves: "_Saves") -> list[LineReason]:
        stored = self._returns.reasons(saves.record)
        lines = {line.code for line in (*read.figures, *read.actions)}
        return [
            one
            for one in read.sent_back
            if one.version == saves.record.version and one.line in lines - set(stored)
        ]

    def _save(self, saves: "_Saves", author: Author) -> None:
        for figure, merged, incoming in saves.figures:
            self._save_figure(figure, merged, incoming, author)
        for priority in saves.priorities:
            self._actions.save_own_priority(priority, author)
        for held, merged, incoming in saves.actions:
            self._save_action(held, merged, incoming, author)
        for summary, merged, incoming in saves.summaries:
            self._save_summary(summary, merged, incoming, author)
        self._returns.save_reasons(saves.record, saves.reasons, author)
        after = saves.record.started() if saves.record.state.open_for_entry else saves.record
        if after != saves.before and (saves.any_content or saves.record != saves.before):
            self._returns.save(after, author)

    def _save_figure(
        self, stored: Figure, merged: Merged, incoming: Mapping[str, Any], author: Author
    ) -> None:
        figure = replace(stored, shared=shared_mark(stored.shared, incoming, FIGURE_FIELDS))
        if merged.changed:
            self._figures.save(with_figure_fields(figure, _changed(merged)), author)
        elif figure != stored and figure.version:
            self._figures.mark_shared(figure)

    def _save_action(
        self, held: ActionLine, merged: Merged, incoming: Mapping[str, Any], author: Author
    ) -> None:
        changed = _changed(merged)
        if "due" in changed:
            changed["original_due"] = incoming.get("original_due")
        action, update = with_action_fields(held.action, held.update, changed)
        of_action = shared_mark(action.shared, incoming, (*OF_PROPOSAL, *OF_ACTION))
        shared_action = replace(action, shared=of_action)
        shared_update = replace(update, shared=shared_mark(update.shared, incoming, OF_UPDATE))
        if action != held.action:
            self._actions.save(shared_action, author)
        if update != held.update:
            self._actions.save_update(shared_update, author)
        if (shared_action.shared, shared_update.shared) != (action.shared, update.shared):
            self._actions.mark_shared(shared_action, shared_update)

    def _save_summary(
        self, stored: Summary, merged: Merged, incoming: Mapping[str, Any], author: Author
    ) -> None:
        summary = replace(stored, shared=shared_mark(stored.shared, incoming, SUMMARY_FIELDS))
        if merged.changed:
            self._returns.save_summary(replace(summary, **_changed(merged)), author)
        elif summary != stored and summary.version:
            self._returns.mark_shared(summary)


_Line = TypeVar("_Line")
_Merges = list[tuple[_Line, Merged, Mapping[str, Any]]]


@dataclass
class _Saves:
    """What one workbook is about to change."""

    before: Return
    figures: _Merges[Figure] = field(default_factory=list)
    priorities: list[OwnPriority] = field(default_factory=list)
    actions: _Merges[ActionLine] = field(default_factory=list)
    summaries: _Merges[Summary] = field(default_factory=list)
    reasons: list[LineReason] = field(default_factory=list)
    record: Return = field(init=False)

    def __post_init__(self) -> None:
        self.record = self.before

    @property
    def any_content(self) -> bool:
        """Whether something that people have entered would change."""
        lines = (*self.figures, *self.actions, *self.summaries)
        return bool(self.priorities) or any(merged.changed for _, merged, _ in lines)

    @property
    def any(self) -> bool:
        """Whether anything a person sees would change."""
        return self.any_content or self.record != self.before or bool(self.reasons)

    def adopt_state(self, read: ReadReturn) -> None:
        """Take version and state of a return that this database has not got so far with.

        Approval is this team's own act, so an approved file comes in as submitted. A return here
        is opened again by one thing only: the same version, sent back by the team.
        """
        closed = read.state in (ReturnState.APPROVED, ReturnState.ISSUED)
        state = ReturnState.SUBMITTED if closed else read.state
        before = self.before
        is_open, is_submitted = before.state.open_for_entry, before.state is ReturnState.SUBMITTED
        newer = read.version > before.version
        sent_back = state is ReturnState.RETURNED and read.version == before.version
        given: dict[str, Any]
        if not before.row_version and state is not ReturnState.NOT_STARTED:
            given = {"submitted_by": read.submitted_by, "reason": read.reason}
        elif state is ReturnState.SUBMITTED and newer and (is_open or is_submitted):
            # Whoever has opened an earlier version has not opened what was handed in after it.
            still = before.opened_by if is_submitted else ""
            given = {"submitted_by": read.submitted_by or before.submitted_by, "opened_by": still}
        elif (sent_back and (is_open or is_submitted)) or (
            state.open_for_entry and newer and is_open
        ):
            given = {"reason": read.reason or before.reason}
        else:
            return
        self.record = replace(before, version=read.version, state=state, **given)

    def check_open(self) -> None:
        """Refuse content for a locked return.

        Raises:
            RefusedError: it is locked, and the workbook neither brings it back from the team nor
                holds a newer version of what nobody has opened yet.
        """
        submitted = self.before.state is ReturnState.SUBMITTED
        newer = self.record.version > self.before.version and not self.before.opened_by
        if not (self.record.state.open_for_entry or (submitted and newer)):
            self.before.started()


def _merged(line: ReadLine, side: Side, report: FileReport, take: Take | None) -> Merged:
    """Merge one row of a workbook with what is stored here, and count what it brings."""
    found = merge_line(line, side, take)
    for name in found.changed:
        if side.fields[name] in (None, ""):
            report.new += 1
        else:
            report.changed += 1
    report.conflicts += [
        LineConflict(
            line.code, one.field, _told(one.field, one.stored), _told(one.field, one.incoming)
        )
        for one in found.conflicts
    ]
    return found


def _told(name: str, value: Any) -> Any:
    """A field as a person is told of it, who has never seen how it is kept."""
    if name == "explanation" and value is not None:
        return value[0]
    return milestone_lines(value) if name == "milestones" and value is not None else value


def _changed(merged: Merged) -> dict[str, Any]:
    return {name: merged.fields[name] for name in merged.changed}


def _taken_back(kind: str, code: str) -> CellProblem:
    message = f"The {kind} {code} was taken back here; it stays so"
    return CellProblem(Severity.INFORMATION, layout.ACTIONS, "", message)


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
