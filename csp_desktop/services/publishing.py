"""Figures from publishers' files: what they change here, and storing that in one transaction."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from csp_desktop.core.figures import blank
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.publishers import publisher_named
from csp_desktop.core.returns import Return, ReturnState
from csp_desktop.core.vintages import Vintage, vintage
from csp_desktop.services.publisher_figures import FileFigures, check_plan_folder, figures_of
from csp_desktop.services.publisher_file import check_heading, read_lines, whose
from csp_desktop.services.publishing_report import Fetched, ImportedFigures, fetched, reported
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.return_repository import ReturnRepository

ACTION = "import figures"

_Returns = Mapping[tuple[str, Quarter], Return]


class Publishing:
    """Takes figures from publishers' files."""

    def __init__(self, store: Store, plan: Plan, session: Session, folder: Path) -> None:
        """Work on an open database.

        Args:
            store: the database.
            plan: the plan it holds.
            session: who is at work.
            folder: where the plan came from, with the tables of which rows make which indicator.
        """
        self._store = store
        self._plan = plan
        self._session = session
        self._folder = folder
        self._figures = FigureRepository(store)
        self._returns = ReturnRepository(store, plan.id)

    def import_figures(
        self,
        file: Path,
        source: str,
        *,
        area: str = "",
        obtained: date | None = None,
        folder: Path | None = None,
        dry_run: bool = False,
    ) -> ImportedFigures:
        """Take the figures of an area from a publisher's file, all of them or none.

        Args:
            file: as the publisher gives it.
            source: the publisher's code.
            area: in whatever case; empty for the plan's own.
            obtained: the day the file was; None for today. Figures obtained after a day that is
                given stay.
            folder: the plan folder, where it is not the one the plan came from.
            dry_run: whether nothing is to be stored.

        Raises:
            NotFoundError: there is no such file, source, area, plan folder or table.
            RefusedError: the file is not of that source or cannot be read, the table does not
                fit it, or this window may only look.
            StorageError: the file or the table cannot be read.
        """
        publisher = publisher_named(source)
        if not dry_run:
            self._session.check_may_write()
        lines = read_lines(file)
        check_heading(publisher, file, lines[0][1])
        used = self._plan_folder(folder)
        figures = figures_of(publisher, file, lines, area or self._plan.area, self._plan, used)
        with self._store.snapshot() if dry_run else self._store.transaction():
            returns = self._returns_of(figures)
            series = {code: self._figures.series(code, figures.area) for code in figures.series}
            found = [
                self._within_review(one, returns)
                for one in self._vintages(figures, obtained or self._session.today(), obtained)
            ]
            if not dry_run:
                self._keep(found, returns)
        return reported(figures, found, self._plan, series)

    def fetch(
        self, board: str, quarter: Quarter, file: Path, folder: Path | None = None
    ) -> Fetched:
        """What a publisher's file has for one board's return; its heading says whose file it is.

        Args:
            board: whose return it is.
            quarter: of the return.
            file: as the publisher gives it.
            folder: as for `import_figures`.

        Raises:
            NotFoundError: as `import_figures`, or the plan asks no such return.
            RefusedError: as `import_figures`, or the return is locked.
            StorageError: as `import_figures`.
        """
        owner = self._plan.board(board)
        self._plan.check_owed(quarter)
        self._returns.get(owner.code, quarter).started()
        lines = read_lines(file)
        publisher = whose(file, lines[0][1])
        used = self._plan_folder(folder)
        figures = figures_of(publisher, file, lines, self._plan.area, self._plan, used)
        own = [code for code in figures.sources if self._board_of(code) == owner.code]
        of_return = figures.only(own, quarter)
        return fetched(of_return, self._vintages(of_return, self._session.today()))

    def _plan_folder(self, named: Path | None) -> Path:
        folder = named or self._folder
        check_plan_folder(folder, self._plan)
        return folder

    def _vintages(
        self, figures: FileFigures, obtained: date, as_of: date | None = None
    ) -> list[Vintage]:
        quarters = {quarter for one in figures.series.values() for quarter in one.numbers}
        ranges = [quarter.range for quarter in quarters]
        stored = self._figures.of_ranges(figures.series, figures.area, ranges)
        return [
            vintage(
                stored.get((code, quarter.range)) or blank(code, figures.area, quarter.range),
                number,
                figures.sources[code],
                obtained,
                as_of,
            )
            for code, series in figures.series.items()
            for quarter, number in series.numbers.items()
        ]

    def _returns_of(self, figures: FileFigures) -> _Returns:
        """The returns that the figures belong to; none for another area than the plan's."""
        if figures.area != self._plan.area:
            return {}
        boards = {self._board_of(code) for code in figures.series}
        found: dict[tuple[str, Quarter], Return] = {}
        for quarter in self._plan.quarters_owed():
            begun = self._returns.of_quarter(quarter)
            for board in boards:
                found[board, quarter] = begun.get(board) or self._returns.unbegun(board, quarter)
        return found

    def _within_review(self, one: Vintage, returns: _Returns) -> Vintage:
        """A return under review stays as it was handed in."""
        record = self._return_of(one, returns)
        if one.verdict.stored and record and record.state is ReturnState.SUBMITTED:
            return one.left_out(
                f"the return of {record.board} for {record.quarter} is under review; import again "
                "when the review is done"
            )
        return one

    def _keep(self, found: Iterable[Vintage], returns: _Returns) -> None:
        author = self._session.author(ACTION)
        figures = [one.after for one in found if one.verdict.stored]
        if figures:
            self._figures.save_all(figures, author)
        entered = dict.fromkeys(
            self._return_of(one, returns) for one in found if one.verdict.enters
        )
        for record in entered:
            if record and record.state is ReturnState.NOT_STARTED:
                self._returns.save(record.started(), author)

    def _return_of(self, one: Vintage, returns: _Returns) -> Return | None:
        quarter = Quarter.containing(one.before.period.first)
        return returns.get((self._board_of(one.before.indicator), quarter))

    def _board_of(self, code: str) -> str:
        return self._plan.indicator(code).board
