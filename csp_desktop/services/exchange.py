"""Returns out as workbooks and back in, merged field by field; all or nothing for each file."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError, UserError
from csp_desktop.core.merge import Take
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.excel.records import CellProblem, Evidence, ReadReturn
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.import_report import FileReport, Outcome, StoredImport, changed_after
from csp_desktop.services.importing import Decide, Importing, Saves
from csp_desktop.services.lineage import with_lineage
from csp_desktop.services.returns import Returns
from csp_desktop.services.session import Session
from csp_desktop.services.undoing import Undoing
from csp_desktop.storage.connection import Store
from csp_desktop.storage.import_repository import ImportRecord, ImportRepository

Decision = tuple[Path, str, str]  # a file, the code of a line in it, and a field of that line

_TOUCHED = Changes.of(Kind.FIGURES, Kind.ACTIONS, Kind.RETURNS)


class Exchange:
    """The return workbook, out and in."""

    def __init__(self, store: Store, plan: Plan, session: Session, returns: Returns) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._laid_out = returns
        self._importing = Importing(store, plan, returns)
        self._undoing = Undoing(store, plan.id, returns)
        self._imports = ImportRepository(store)

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
        write_return(path, self._plan, with_lineage(self._store, sheet))
        return sheet

    def workbooks(self, paths: Iterable[Path]) -> list[Path]:
        """The workbooks that are named, and those in the folders that are.

        Raises:
            NotFoundError: a path does not exist, or a folder holds no workbook.
        """
        return _workbooks(paths)

    def import_returns(
        self,
        paths: Iterable[Path],
        *,
        take: Take | None = None,
        decisions: Mapping[Decision, Take] | None = None,
        dry_run: bool = False,
    ) -> tuple[list[FileReport], Changes]:
        """Read returns in, each file in one transaction.

        Args:
            paths: workbooks, or folders of them.
            take: how to settle the conflicts that `decisions` does not; without it a file with a
                conflict that nobody has decided stores nothing.
            decisions: how a person has settled conflicts one by one.
            dry_run: only say what would happen to each file as things stand now.

        Raises:
            NotFoundError: a path does not exist, or a folder holds no workbook.
        """
        if not dry_run:
            self._session.check_may_write()
        reports: list[FileReport] = []
        changes = Changes()
        for file in _workbooks(paths):
            report = self._import_file(file, _decider(file, take, decisions or {}), dry_run)
            if dry_run:
                report.problems += _same_return(report, reports)
            reports.append(report)
            if report.outcome is Outcome.STORED and not dry_run:
                changes |= _TOUCHED
        return reports, changes

    def imports(self, limit: int = 50) -> list[StoredImport]:
        """The last imports that stored something, the newest first."""
        with self._store.snapshot():
            return self._as_kept(self._imports.newest(limit))

    def stored_import(self, import_id: str) -> StoredImport:
        """One import by its id.

        Raises:
            NotFoundError: there is no such import.
        """
        with self._store.snapshot():
            [found] = self._as_kept([self._find_import(import_id)])
            return found

    def undo_import(self, import_id: str) -> Changes:
        """Take back everything that the import of one file has stored, as one step.

        What stood there before stands there again as a new version, and the return is where it
        was. The same file can be imported again.

        Raises:
            NotFoundError: there is no such import.
            RefusedError: something of it was changed since, the return has moved on, it was taken
                back before, or this window may only look.
        """
        self._session.check_may_write()
        with self._store.transaction():
            found = self._find_import(import_id)
            self._undoing.undo(found, self._session.author(f"undo import {found.file}"))
        return _TOUCHED

    def _as_kept(self, records: Iterable[ImportRecord]) -> list[StoredImport]:
        reasons = self._undoing.reasons_not_to()
        return [
            StoredImport(
                id=str(one.id),
                at=one.at,
                by=one.by,
                file=one.file,
                board=one.board,
                quarter=one.quarter,
                new=one.new,
                changed=one.changed,
                undone_at=one.undone_at,
                undone_by=one.undone_by,
                why_not=reasons(one),
            )
            for one in records
        ]

    def _import_file(self, file: Path, decide: Decide, dry_run: bool) -> FileReport:
        from csp_desktop.excel.return_reader import read_return

        report = FileReport(file)
        try:
            read = read_return(file, self._plan)
            report.board, report.quarter = read.board, read.quarter
            report.return_name = f"{read.board} {read.quarter}"
            report.problems += read.problems
            report.evidence = read.evidence.value
            if read.evidence is Evidence.CHANGED_AFTER_SUBMISSION:
                report.problems += map(changed_after, read.changes)
            with self._store.transaction():
                saves = self._importing.merge(read, report, decide)
                if saves.any_content or report.conflicts:
                    saves.check_open()
                if report.conflicts:
                    report.outcome = Outcome.CONFLICT
                    return report
                if not dry_run:
                    report.import_id = self._save(file, read, saves, report)
                if saves.any:
                    report.outcome = Outcome.STORED
        except UserError as error:
            report.outcome = Outcome.REFUSED
            report.problems.append(CellProblem(Severity.ERROR, "", "", str(error)))
        return report

    def _save(self, file: Path, read: ReadReturn, saves: Saves, report: FileReport) -> str:
        """Store what was merged, and keep what stood there before.

        Returns:
            The id of the import; nothing where a person would see no difference.
        """
        author = self._session.author(f"import {file.name}")
        items = self._importing.save(saves, author)
        if not saves.any:
            return ""
        record = ImportRecord(
            file=file.name,
            sha256=_sha256(file),
            board=read.board,
            quarter=read.quarter,
            new=report.new,
            changed=report.changed,
        )
        return str(self._imports.add(record, items, author))

    def _find_import(self, import_id: str) -> ImportRecord:
        found = self._imports.get(int(import_id)) if import_id.isdecimal() else None
        if found is None:
            raise NotFoundError(
                f"There is no import “{import_id}”. An import says its number when it is stored."
            )
        return found


def _same_return(report: FileReport, earlier: Iterable[FileReport]) -> list[CellProblem]:
    """What is said of a file in a preview, in which no file is stored before the next is read."""
    return [
        CellProblem(
            Severity.INFORMATION,
            "",
            "",
            f"{one.file.name} holds the same return; what this file adds to it shows when that "
            "one is stored",
        )
        for one in earlier
        if report.return_name and one.return_name == report.return_name
    ]


def _decider(file: Path, take: Take | None, decisions: Mapping[Decision, Take]) -> Decide:
    return lambda code, name: decisions.get((file, code, name), take)


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise StorageError(f"{file} cannot be read: {error.strerror}.") from error


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
