"""How long a return takes to read, against openpyxl reading the same cells and nothing else."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median

import openpyxl
import pytest

from csp_desktop.core.actions import ActionStatus, Milestone, PlannedAction
from csp_desktop.core.figures import Unit
from csp_desktop.core.queries import Past
from csp_desktop.core.sheet import ActionLine, FigureLine, ReturnSheet
from csp_desktop.excel.return_reader import read_return
from csp_desktop.excel.return_writer import write_return
from tests.excel.samples import PLAN, QUARTER, figure, sheet, untouched

FILES, REPEATS, MOST = 18, 15, 1.3
INDICATORS, ACTIONS = 15, 12  # about as many as a board of the built-in plan has
TEXT = "Patrols were moved to the evenings, and the wardens now work until midnight. " * 3
LARGE_PLAN = replace(
    PLAN,
    indicators=tuple(
        replace(PLAN.indicators[0], code=f"S{number}", name=f"Offences of kind {number}")
        for number in range(INDICATORS)
    ),
    priorities=(
        replace(
            PLAN.priorities[0],
            actions=tuple(
                PlannedAction(f"S-{number:02}", f"Do what is needed, {number}", "SAFE")
                for number in range(ACTIONS)
            ),
        ),
    ),
)


def full_return() -> ReturnSheet:
    """A return in which everything is filled in, with three years behind it."""
    quarters = [QUARTER]
    for _ in range(12):
        quarters.append(quarters[-1].previous)
    lines = []
    for indicator in LARGE_PLAN.indicators:
        assert indicator.unit is Unit.COUNT
        past = [
            replace(figure(indicator.code, value=Decimal(900 + number)), period=one.range)
            for number, one in enumerate(quarters[1:])
        ]
        now = figure(
            indicator.code,
            value=Decimal(1095),
            source="Metropolitan Police Service",
            comment=TEXT,
            obtained=date(2015, 7, 3),
        )
        lines.append(FigureLine(indicator, now, past[0], past[3], asked=True, past=Past(past)))
    actions = []
    for planned in LARGE_PLAN.priorities[0].actions:
        action, update = untouched(planned)
        action = replace(
            action.due_on(date(2015, 12, 31)),
            lead="Head of service",
            milestones=(Milestone("Begun", date(2015, 8, 1)), Milestone("Done")),
        )
        update = replace(update, status=ActionStatus.ON_TRACK, note=TEXT, percent=40)
        actions.append(ActionLine(action, update))
    return replace(sheet(), figures=tuple(lines), actions=tuple(actions))


def bare(path: Path) -> int:
    """Every cell of the workbook, by openpyxl alone."""
    book = openpyxl.load_workbook(path, data_only=True)
    return sum(
        cell.value is not None
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
    )


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@pytest.mark.slow
def test_eighteen_returns_are_read_in_little_more_than_openpyxl_needs_for_their_cells(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    paths = [tmp_path / f"{number}.xlsx" for number in range(FILES)]
    for path in paths:
        write_return(path, LARGE_PLAN, full_return())
    assert len(read_return(paths[0], LARGE_PLAN).figures) == INDICATORS
    assert bare(paths[0]) > INDICATORS * 20

    def ours() -> None:
        for path in paths:
            read_return(path, LARGE_PLAN)

    def theirs() -> None:
        for path in paths:
            bare(path)

    pairs = [(timed(ours), timed(theirs)) for _ in range(REPEATS)]
    own, other = (median(one) for one in zip(*pairs, strict=True))
    ratio = median(ours_took / theirs_took for ours_took, theirs_took in pairs)
    told = f"{own:.2f} s against {other:.2f} s for {FILES} returns: {ratio:.2f} times"
    record_property("reading", told)
    print(told)  # noqa: T201
    assert ratio < MOST
