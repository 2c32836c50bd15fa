"""Packs and their facts as JSON and back, the same in every digit and letter.

A cell is a text, or an object that says by its one name what it is.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from csp_desktop.core.packs import document
from csp_desktop.core.packs.document import Cell, Link, Number

_Kept = TypeVar("_Kept")
_NUMBER, _DAY, _LINK = "number", "day", "link"


def to_json(kept: object) -> str:
    """A pack or its facts as one line of JSON."""
    return json.dumps(_plain(kept), sort_keys=True, ensure_ascii=False)


def from_json(kind: type[_Kept], text: str) -> _Kept:
    """What `to_json` wrote of this kind."""
    return cast(_Kept, _read(kind, json.loads(text)))


def _plain(value: Any) -> Any:
    if isinstance(value, document.Table):
        rows = [[_cell(one) for one in row] for row in value.rows]
        return {**_fields(value, "rows"), "rows": rows}
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, (date, Decimal)):
        return value.isoformat() if isinstance(value, date) else str(value)
    return value


def _fields(value: Any, *without: str) -> dict[str, Any]:
    names = (one.name for one in fields(value) if one.name not in without)
    return {name: _plain(getattr(value, name)) for name in names}


def _cell(cell: Cell) -> Any:
    match cell:
        case Number():
            return {_NUMBER: _fields(cell)}
        case Link():
            return {_LINK: _fields(cell)}
        case date():
            return {_DAY: cell.isoformat()}
    return cell


def _read_cell(said: Any) -> Cell:
    if isinstance(said, str):
        return said
    [(name, content)] = said.items()
    if name == _DAY:
        return date.fromisoformat(content)
    return cast(Cell, _read(Number if name == _NUMBER else Link, content))


def _read(kind: Any, value: Any) -> Any:
    if kind == tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(map(_read_cell, row)) for row in value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in value)
    if value is None or not isinstance(kind, type):
        return None if value is None else _read(_of_optional(kind), value)
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], one) for name, one in value.items()})
    if issubclass(kind, Enum):
        return kind[value]
    if issubclass(kind, (date, datetime)):
        return kind.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value


def _of_optional(kind: Any) -> Any:
    [only] = [one for one in get_args(kind) if one is not type(None)]
    return only


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
