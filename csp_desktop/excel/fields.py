"""Records as the fields a workbook carries, and the short text that stands for their base.

A figure's number is one field: its value, parts and absence change together or not at all. So is
the note on it, with the number it was written for.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from csp_desktop.core.actions import Action, ActionUpdate, Milestone
from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import DateRange
from csp_desktop.core.returns import Summary
from csp_desktop.core.texts import storable

NUMBER_PARTS = ("value", "numerator", "denominator", "sample_size", "absence")
FIGURE_FIELDS = (
    "number",
    "expected_on",
    "expected_from",
    "status",
    "source",
    "obtained",
    "comment",
    "explanation",
)
OF_PROPOSAL = ("priority", "heading", "text", "parts", "agency")
OF_ACTION = (
    "lead",
    "partners",
    "start",
    "due",
    "milestones",
    "resources_needed",
    "resources_source",
    "resourcing",
    "aim",
    "measures",
)
OF_UPDATE = ("status", "reason", "percent", "note", "next_steps", "evidence")
SUMMARY_FIELDS = ("achievements", "concerns", "decisions", "resources")

_OF_PLANNED = ("heading", "text", "parts", "agency")
_LISTS = ("milestones", "measures", "parts")
_WITHOUT_WORDS = ("start", "resourcing", "status", "percent")
_SOME_DAY = DateRange(date.min, date.min)

Number = tuple[Decimal | None, Decimal | None, Decimal | None, int | None, Absence | None]


def figure_fields(figure: Figure) -> dict[str, Any]:
    """A figure as fields; a number that is not entered is None."""
    fields: dict[str, Any] = {name: getattr(figure, name) for name in FIGURE_FIELDS[1:]}
    fields["number"] = (
        tuple(getattr(figure, name) for name in NUMBER_PARTS) if figure.entered else None
    )
    if not figure.entered:
        # The state a blank figure is created with is no statement of anybody's.
        fields["status"] = None
    fields["explanation"] = (figure.explanation, figure.explains) if figure.explanation else None
    return fields


def with_figure_fields(figure: Figure, fields: Mapping[str, Any]) -> Figure:
    """The figure with these fields; what is not among them stays."""
    content: dict[str, Any] = {
        name: fields[name] or ""
        for name in ("expected_from", "source", "comment")
        if name in fields
    }
    content |= {name: fields[name] for name in ("expected_on", "obtained") if name in fields}
    if "number" in fields:
        number: Number = fields["number"] or (None, None, None, None, Absence.NOT_ENTERED)
        content |= dict(zip(NUMBER_PARTS, number, strict=True))
    if "status" in fields:
        content["status"] = fields["status"] or FigureStatus.PROVISIONAL
    if "explanation" in fields:
        note = fields["explanation"] or ("", "")
        content |= dict(zip(("explanation", "explains"), note, strict=True))
    return replace(figure, **content)


def mark_of_number(number: Number | None) -> str:
    """What a note says that was written for this number: `Figure.number_mark`."""
    content = number or (None, None, None, None, Absence.NOT_ENTERED)
    parts: dict[str, Any] = dict(zip(NUMBER_PARTS, content, strict=True))
    return Figure(indicator="", area="", period=_SOME_DAY, **parts).number_mark


def action_fields(action: Action, update: ActionUpdate) -> dict[str, Any]:
    """An action and its update as fields; what the plan says is a field only of a proposal."""
    fields: dict[str, Any] = {}
    if action.proposed:
        fields["priority"] = action.priority
        fields |= {name: getattr(action.planned, name) for name in _OF_PLANNED}
    fields |= {name: getattr(action, name) for name in OF_ACTION}
    fields |= {name: getattr(update, name) for name in OF_UPDATE}
    steps = (replace(one, text=one_line(one.text)) for one in action.milestones)
    fields["milestones"] = tuple(one for one in steps if one != Milestone(""))
    fields["measures"] = tuple(filter(None, map(one_line, action.measures)))
    return {name: value if value != () else None for name, value in fields.items()}


def with_action_fields(
    action: Action, update: ActionUpdate, fields: Mapping[str, Any]
) -> tuple[Action, ActionUpdate]:
    """The action and its update with these fields; what is not among them stays.

    Args:
        fields: may hold `original_due` beside those of `action_fields`: it is kept where a due
            date is set on an action that has never had one.
    """
    content = {name: _stored(name, value) for name, value in fields.items()}
    if "due" in content:
        first = action.original_due or content.get("original_due")
        action = replace(action, original_due=first).due_on(content["due"])
    planned = replace(action.planned, **_part(content, _OF_PLANNED))
    own = _part(content, ("priority", *OF_ACTION))
    own.pop("due", None)
    return (
        replace(action, planned=planned, **own),
        replace(update, **_part(content, OF_UPDATE)),
    )


def summary_fields(summary: Summary) -> dict[str, Any]:
    """What the chair has written, as fields."""
    return {name: getattr(summary, name) for name in SUMMARY_FIELDS}


def one_line(text: str) -> str:
    """The text as a line of a cell that holds several."""
    return " ".join(filter(None, (line.strip() for line in text.split("\n"))))


def mark_of(fields: Mapping[str, Any]) -> str:
    """What the fields hold, as one line: a fingerprint each, blank for blank."""
    return _mark({name: fingerprint(value) for name, value in fields.items()})


def shared_mark(before: str, incoming: Mapping[str, Any], names: Iterable[str]) -> str:
    """What both sides hold of these fields, once this has come in.

    Args:
        before: what both sides held until now; it stands for what the workbook does not carry.
        incoming: what the workbook says.
        names: of the fields.
    """
    known = fingerprints(before)
    shared = {name: known[name] for name in names if name in known and name not in incoming}
    return _mark(shared | fingerprints(mark_of(_part(incoming, names))))


def fingerprints(mark: str) -> dict[str, str]:
    """The fingerprints of such a line; none where there is no line.

    Raises:
        ValueError: it is no such line.
    """
    found = json.loads(mark) if mark else {}
    if not isinstance(found, dict):
        raise ValueError(mark)
    return {str(name): str(value) for name, value in found.items()}


def fingerprint(value: Any) -> str:
    """Sixteen hexadecimal digits of a field's content; empty for a blank one."""
    if value in (None, ""):
        return ""
    return hashlib.sha256(_canonical(value).encode("utf-8")).hexdigest()[:16]


def _mark(found: Mapping[str, str]) -> str:
    return json.dumps(found, sort_keys=True)


def _canonical(value: Any) -> str:
    if isinstance(value, tuple):
        parts = list(map(_canonical, value))
        # A text may hold what sets the parts of a number apart.
        is_number = not any(isinstance(part, (str, Milestone)) for part in value)
        return "|".join(parts) if is_number else json.dumps(parts)
    if isinstance(value, Milestone):
        return json.dumps([value.text, *map(_canonical, (value.due, value.met_on))])
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else storable(str(value))


def _stored(name: str, value: Any) -> Any:
    if value is not None or name in _WITHOUT_WORDS or name.endswith("due"):
        return value
    return () if name in _LISTS else ""


def _part(fields: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: fields[name] for name in names if name in fields}
