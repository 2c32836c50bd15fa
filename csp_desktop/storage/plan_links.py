"""Whether the codes of a plan meet: each is defined once, and only defined ones are used."""

from collections.abc import Iterable

from csp_desktop.core.errors import StorageError
from csp_desktop.core.plan import Measure, MeasurePart, Plan, Priority


def check_links(plan: Plan) -> None:
    """Refuse a plan whose codes do not meet.

    Raises:
        StorageError: a code is used that is not defined, or defined twice.
    """
    boards = _unique("board", (one.code for one in plan.boards))
    agencies = _unique("agency", (one.code for one in plan.agencies))
    indicators = _unique("indicator", (one.code for one in plan.indicators))
    priorities = _unique("priority", (one.code for one in plan.priorities))
    _unique("action", (one.code for priority in plan.priorities for one in priority.actions))
    _unique("target", (one.id for one in plan.targets))
    _unique("printed cell", (f"{one.indicator} {one.column}" for one in plan.published))

    for indicator in plan.indicators:
        where = f"Indicator {indicator.code}"
        _known([indicator.board], boards, where)
        _known(filter(None, [indicator.agency]), agencies, where)
        _known(indicator.sum_of, indicators, where)
    _check_sums(plan)
    for priority in plan.priorities:
        _check_priority(priority, boards, agencies, indicators)
    for target in plan.targets:
        _known([target.priority], priorities, f"Target {target.id}")
        _known(target.indicators, indicators, f"Target {target.id}")
    _known((cell.indicator for cell in plan.published), indicators, "published.csv")


def _check_priority(
    priority: Priority, boards: set[str], agencies: set[str], indicators: set[str]
) -> None:
    where = f"Priority {priority.code}"
    _known(_unique("board", priority.boards, f" of priority {priority.code}"), boards, where)
    _known((action.board for action in priority.actions), boards, where)
    _known((action.agency for action in priority.actions if action.agency), agencies, where)
    for measure in priority.measures:
        lines: tuple[Measure | MeasurePart, ...] = (measure, *measure.parts)
        for line in lines:
            place = f"{where}, “{line.text}”"
            _known(line.indicators or ("",), indicators, place)
            _unique("indicator", line.indicators, f" of priority {priority.code}, “{line.text}”,")


def _check_sums(plan: Plan) -> None:
    """Refuse a sum that would be worked out from itself."""
    sums = {one.code: one.sum_of for one in plan.indicators if one.sum_of}
    for code in sums:
        parts = set(sums[code])
        while deeper := {part for one in parts for part in sums.get(one, ())} - parts:
            parts |= deeper
        if code in parts:
            raise StorageError(f"Indicator {code} is a sum of itself.")


def _known(codes: Iterable[str], among: set[str], where: str) -> None:
    for code in codes:
        if code not in among:
            raise StorageError(f"{where} names {code or 'nothing'}, which is not defined.")


def _unique(kind: str, codes: Iterable[str], where: str = "") -> set[str]:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise StorageError(f"The {kind} {code}{where} is defined twice.")
        seen.add(code)
    return seen
