"""What the audit trail knows of a field that is exchanged: what it said, since when, by whom."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from csp_desktop.core.actions import ActionStatus, Resourcing
from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.excel.fields import NUMBER_PARTS
from csp_desktop.storage import audit
from csp_desktop.storage.connection import Store

_PARTS = {"number": NUMBER_PARTS, "explanation": ("explanation", "explains")}
_READ: dict[tuple[str, str], Callable[[str], Any]] = {
    ("figure", "status"): FigureStatus,
    ("figure", "expected_on"): date.fromisoformat,
    ("figure", "obtained"): date.fromisoformat,
    ("action", "start"): date.fromisoformat,
    ("action", "due"): date.fromisoformat,
    ("action", "resourcing"): Resourcing,
    ("action_update", "status"): ActionStatus,
}


class RecordTrail:
    """The story of the fields of one record."""

    def __init__(self, store: Store, entity: str, entity_id: str) -> None:
        self._entity = entity
        entries = audit.of_record(store, entity, entity_id)[::-1]
        self._entries = [(one, _record(one.before), _record(one.after)) for one in entries]

    def last_changed(self, name: str) -> tuple[str, str]:
        """Who gave a field its content and when; two empty texts where nothing says so."""
        names = _PARTS.get(name, (name,))
        for entry, before, after in self._entries:
            if any(before.get(one) != after.get(one) for one in names):
                return entry.user, entry.at
        return "", ""

    def held(self, name: str) -> list[Any]:
        """What a field has said since it was first stored, the last first; blanks left out."""
        records = (record for _, before, after in self._entries for record in (after, before))
        values = (self._value(name, record) for record in records)
        return list(dict.fromkeys(one for one in values if one not in (None, "")))

    def _value(self, name: str, record: Mapping[str, Any]) -> Any:
        if name == "number":
            return _number(record)
        if name == "explanation":
            return (record[name], record["explains"]) if record.get(name) else None
        value = record.get(name)
        read = _READ.get((self._entity, name))
        return read(value) if read and value else value


def _record(text: str) -> Mapping[str, Any]:
    return json.loads(text) if text else {}


def _number(record: Mapping[str, Any]) -> Any:
    if record.get("absence", "not_entered") == Absence.NOT_ENTERED.value:
        return None
    value, numerator, denominator = (
        None if record[name] is None else Decimal(record[name]) for name in NUMBER_PARTS[:3]
    )
    absence = Absence(record["absence"]) if record["absence"] else None
    return value, numerator, denominator, record["sample_size"], absence
