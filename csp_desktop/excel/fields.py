"""Records as the fields a workbook carries, and the short text that stands for their base.

A figure's number is one field: its value, parts and absence change together or not at all.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate
from csp_desktop.core.figures import Absence, Figure, FigureStatus

NUMBER_PARTS = ("value", "numerator", "denominator", "sample_size", "absence")
FIGURE_FIELDS = (
    "number",
    "expected_on",
    "expected_from",
    "status",
    "source",
    "obtained",
    "comment",
)
ACTION_FIELDS = ("lead", "due", "status", "note")

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
    return fields


def with_figure_fields(figure: Figure, fields: Mapping[str, Any]) -> Figure:
    """The figure with these fields."""
    number: Number = fields["number"] or (None, None, None, None, Absence.NOT_ENTERED)
    value, numerator, denominator, sample_size, absence = number
    return replace(
        figure,
        value=value,
        numerator=numerator,
        denominator=denominator,
        sample_size=sample_size,
        absence=absence,
        expected_on=fields["expected_on"],
        expected_from=fields["expected_from"] or "",
        status=fields["status"] or FigureStatus.PROVISIONAL,
        source=fields["source"] or "",
        obtained=fields["obtained"],
        comment=fields["comment"] or "",
    )


def action_fields(action: Action, update: ActionUpdate) -> dict[str, Any]:
    """An action and its update as fields."""
    return {
        "lead": action.lead,
        "due": action.due,
        "status": update.status,
        "note": update.note,
    }


def with_action_fields(
    action: Action, update: ActionUpdate, fields: Mapping[str, Any]
) -> tuple[Action, ActionUpdate]:
    """The action and its update with these fields."""
    status: ActionStatus | None = fields["status"]
    return (
        replace(action.due_on(fields["due"]), lead=fields["lead"] or ""),
        replace(update, status=status, note=fields["note"] or ""),
    )


def mark_of(fields: Mapping[str, Any]) -> str:
    """What the fields hold, as one line: a fingerprint each, blank for blank."""
    return json.dumps({name: fingerprint(value) for name, value in fields.items()}, sort_keys=True)


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


def _canonical(value: Any) -> str:
    if isinstance(value, tuple):
        return "|".join(map(_canonical, value))
    if isinstance(value, (Absence, FigureStatus, ActionStatus)):
        return str(value.value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
