"""Records as plain JSON, for the audit trail: numbers keep their digits, dates are ISO 8601."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum


def as_json(record: Mapping[str, object] | None) -> str:
    """One line of JSON with sorted keys; an absent record is an empty text."""
    if record is None:
        return ""
    return json.dumps(record, default=_plain, sort_keys=True, ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value)
