"""Whole records as JSON and back, the same in every digit, day and letter.

What `plain` writes for the audit trail is to be read by people; this is read by the program.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

_AS_TEXT = (Decimal, UUID)
_Record = TypeVar("_Record")


def record_to_json(record: object) -> str:
    """One line of JSON with every field of a core record."""
    return json.dumps(_plain(record), sort_keys=True, ensure_ascii=False)


def record_from_json(kind: type[_Record], text: str) -> _Record:
    """The record of this kind that `record_to_json` wrote."""
    return cast(_Record, _read(kind, json.loads(text)))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, _AS_TEXT) else value


def _read(kind: Any, value: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        [kind] = [one for one in get_args(kind) if one is not NoneType]
        return None if value is None else _read(kind, value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind):
        hints = _hints(cast(type, kind))
        return cast(Any, kind)(**{name: _read(hints[name], one) for name, one in value.items()})
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if kind in _AS_TEXT or issubclass(kind, Enum) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
