"""How long 18 filled returns take to come in, against openpyxl reading the same cells alone."""

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import openpyxl
import pytest

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.figures import Unit
from csp_desktop.core.line_reading import read_line
from csp_desktop.core.periods import Quarter
from csp_desktop.services.import_report import Outcome
from csp_desktop.services.session import Session

QUARTER = Quarter(2015, 1)
SESSION = Session("Officer")
REPEATS, MOST = 15, 1.3
TYPED = {
    Unit.COUNT: "123",
    Unit.PERCENTAGE: "24/413",
    Unit.SURVEY_PERCENTAGE: "78% of 1,171",
    Unit.RATE: "1.2",
    Unit.MONEY: "£5",
}


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A folder with the return of every board, filled in by officers with the program."""
    database, folder = tmp_path / "officers.db", tmp_path / "box"
    bootstrap.start(database, SESSION)
    with bootstrap.services(database, SESSION) as services:
        for board in services.plan.boards:
            sheet = services.returns.sheet(board.code, QUARTER)
            figures = [
                read_line(
                    line.indicator,
                    line.figure,
                    {"number": TYPED[line.indicator.unit], "comment": "Counted"},
                ).figure
                for line in sheet.figures
                if line.asked
            ]
            updates = [
                replace(line.update, status=ActionStatus.ON_TRACK, note="Done")
                for line in sheet.actions
            ]
            if figures or updates:
                services.entry.enter(board.code, QUARTER, [*figures, *updates])
            services.exchange.export_return(board.code, QUARTER, folder / f"{board.code}.xlsx")
    return folder


def bare(folder: Path) -> None:
    """Every cell of every workbook, by openpyxl and nothing else."""
    for path in sorted(folder.glob("*.xlsx")):
        book = openpyxl.load_workbook(path, data_only=True)
        assert sum(1 for page in book for row in page.iter_rows() for _ in row)
        book.close()


def imported(folder: Path, blank: Path, database: Path) -> tuple[float, int]:
    """Seconds that an import into a blank database takes, and how many fields it fills."""
    shutil.copy(blank, database)
    with bootstrap.services(database, SESSION) as services:
        began = time.perf_counter()
        reports, _ = services.exchange.import_returns([folder])
        took = time.perf_counter() - began
    assert {one.outcome for one in reports} == {Outcome.STORED, Outcome.UNCHANGED}
    return took, sum(one.new for one in reports)


@pytest.mark.slow
def test_eighteen_filled_returns_come_in_in_little_more_than_openpyxl_needs_for_their_cells(
    box: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    blank = tmp_path / "blank.db"
    bootstrap.start(blank, SESSION)
    pairs, filled = [], 0
    for _ in range(REPEATS):
        began = time.perf_counter()
        bare(box)
        theirs = time.perf_counter() - began
        ours, filled = imported(box, blank, tmp_path / "team.db")
        pairs.append((ours, theirs))
    own, other = (median(one) for one in zip(*pairs, strict=True))
    ratio = median(ours / theirs for ours, theirs in pairs)
    told = f"{filled} fields in {own:.2f} s against {other:.2f} s: {ratio:.2f} times"
    record_property("importing", told)
    print(told)  # noqa: T201
    assert filled > 500
    assert ratio < MOST
