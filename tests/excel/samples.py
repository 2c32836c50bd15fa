"""A small return with an indicator of every unit, and what can be done to its workbook."""

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from csp_desktop.core.actions import Action, ActionUpdate, OwnPriority, PlannedAction
from csp_desktop.core.figures import Figure, Unit, blank
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Agency, Board, Indicator, Plan, Polarity, Priority
from csp_desktop.core.returns import LineReason, Return, Summary
from csp_desktop.core.sheet import ActionLine, FigureLine, ReturnSheet

AREA = "Little Wittering"
QUARTER = Quarter(2015, 1)
CODES = {unit: f"S{number}" for number, unit in enumerate(Unit, start=1)}
UNITS = {code: unit for unit, code in CODES.items()}
BOARD = Board("SAFE", "Safer Wittering Board", "partnership")
ACTIONS = (
    PlannedAction("S-01", "Light the green", "SAFE", heading="=Lighting", parts=("by day", "+1")),
    PlannedAction("S-02", "-Count the cars", "SAFE"),
)
PLAN = Plan(
    id="little-wittering-2015-16",
    title="Little Wittering Community Safety Plan 2015-16",
    partnership="Little Wittering Community Safety Partnership",
    short_name="Little Wittering CSP",
    area=AREA,
    neighbours=(),
    first_day=date(2015, 4, 1),
    last_day=date(2016, 3, 31),
    first_return=QUARTER,
    return_due_days=17,
    source="",
    agencies=(Agency("POLICE", "Wittering Police", "statutory"),),
    boards=(BOARD,),
    priorities=(
        Priority(
            code="S",
            title="Safer Streets",
            cross_cutting=False,
            boards=("SAFE",),
            why="",
            aims=(),
            measures=(),
            actions=ACTIONS,
            three_year_aims=(),
        ),
    ),
    indicators=tuple(
        Indicator(
            code=code,
            name=f"@{unit.value}",
            title=unit.value,
            unit=unit,
            polarity=Polarity.LOWER,
            agency="POLICE",
            board="SAFE",
            restricted=unit is Unit.RATE,
        )
        for unit, code in CODES.items()
    ),
)


def sheet(
    figures: Mapping[str, Figure] | None = None,
    actions: Mapping[str, tuple[Action, ActionUpdate]] | None = None,
    record: Return | None = None,
    summary: Summary | None = None,
    own_priorities: tuple[OwnPriority, ...] = (),
    reasons: Mapping[str, LineReason] | None = None,
) -> ReturnSheet:
    """The return of the one board, blank but for what is given, by code.

    Args:
        actions: what is said of the plan's actions, then what the board has proposed.
    """
    lines = []
    why = reasons or {}
    for indicator in PLAN.indicators:
        nothing = blank(indicator.code, AREA, QUARTER.range)
        figure = (figures or {}).get(indicator.code, nothing)
        reason = why.get(indicator.code)
        lines.append(FigureLine(indicator, figure, None, None, asked=True, reason=reason))
    said = {planned.code: untouched(planned) for planned in ACTIONS} | dict(actions or {})
    return ReturnSheet(
        board=BOARD,
        quarter=QUARTER,
        record=record or Return(board="SAFE", quarter=QUARTER, plan=PLAN.id),
        due=QUARTER.due(17),
        figures=tuple(lines),
        actions=tuple(ActionLine(*one, reason=why.get(code)) for code, one in said.items()),
        summary=summary or Summary(board="SAFE", quarter=QUARTER),
        own_priorities=own_priorities,
    )


def figure(code: str, **parts: Any) -> Figure:
    """This quarter's figure of an indicator."""
    content = parts if "absence" in parts else {"absence": None, **parts}
    return replace(blank(code, AREA, QUARTER.range), **content)


def proposal(code: str, text: str, priority: str = "S") -> tuple[Action, ActionUpdate]:
    """An action the board has proposed."""
    planned = PlannedAction(code, text, "SAFE")
    action = Action(planned=planned, priority=priority, proposed=True)
    return action, ActionUpdate(action=code, quarter=QUARTER)


def untouched(planned: PlannedAction) -> tuple[Action, ActionUpdate]:
    """An action that nobody has said anything of."""
    return Action(planned=planned, priority="S"), ActionUpdate(action=planned.code, quarter=QUARTER)


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a workbook's zip by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, parts: Mapping[str, bytes]) -> Path:
    """A workbook made of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
