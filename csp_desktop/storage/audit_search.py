"""Searching the audit trail: pages of rows, the newest first, and how many there are.

A page is asked for by the number of the row before it, never by an offset, so that the thousandth
page costs no more than the first.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import fn

from csp_desktop.core.periods import DateRange
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import (
    AcceptanceRow,
    ActionRow,
    ActionUpdateRow,
    AuditRow,
    ContactRow,
    FigureRow,
    ImportRow,
    LineReasonRow,
    PlanChangeRow,
    ReturnRow,
    SummaryRow,
)
from csp_desktop.storage.plan_models import IndicatorRow

_FIGURES = ("figure", "history")
_ACTIONS = ("action", "action_update", "priority")
_RETURNS = ("return", "summary", "line_reason", "acceptance", "contact")
_IMPORT, _UNDO_IMPORT = "import ", "undo import "

_TABLES = (
    AcceptanceRow,
    ActionRow,
    ActionUpdateRow,
    ContactRow,
    FigureRow,
    LineReasonRow,
    PlanChangeRow,
    ReturnRow,
    SummaryRow,
)
_KEYS = sorted(
    {name for table in _TABLES for name in table._meta.sorted_field_names}
    | {"agreed_because", "figures", "milestones", "number", "title"}
)
_NUMBER = re.compile(r"£?(\d[\d,]*(?:\.\d+)?)%?")
_TOO_SHORT = re.compile(r"..?|[0-9a-f]{3}", re.IGNORECASE)


class What(Enum):
    """Kinds of entry one may want to see alone."""

    EVERYTHING = "everything"
    FIGURES = "figures"
    ACTIONS = "actions"
    RETURNS = "returns"
    PLAN = "plan"
    IMPORTS = "imports"


@dataclass(frozen=True)
class Word:
    """A word that an entry must hold, in what it says or in what its record is called.

    Attributes:
        codes: of the indicators, actions and targets that have it in their code or their name.
        boards: the codes of the boards that have it in theirs.
        period: the range of dates it names, if it names one.
    """

    text: str
    codes: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()
    period: DateRange | None = None


@dataclass(frozen=True)
class AuditFilter:
    """Which rows are wanted; what is empty does not narrow.

    Attributes:
        since, until: moments, ISO 8601 in UTC; the first included, the second not.
        record: entity and id.
    """

    what: What = What.EVERYTHING
    board: str = ""
    user: str = ""
    since: str = ""
    until: str = ""
    words: tuple[Word, ...] = ()
    record: tuple[str, str] | None = None


@dataclass(frozen=True)
class FoundRow:
    """A row of the trail; `before` and `after` are JSON, empty where there was no record."""

    number: int
    at: str
    user: str
    action: str
    entity: str
    entity_id: str
    before: str
    after: str


@dataclass(frozen=True)
class ImportOfMoment:
    """The import, or the taking back of one, that wrote at a moment."""

    id: int
    file: str


def page(store: Store, wanted: AuditFilter, before: int | None, limit: int) -> list[FoundRow]:
    """So many rows that are older than the row `before`, or the newest, the newest first."""
    conditions = _conditions(wanted)
    if before is not None:
        conditions.append(AuditRow.seq < before)
    # Their numbers first: most conditions are met out of an index, without reading whole rows.
    numbers = AuditRow.select(AuditRow.seq).order_by(AuditRow.seq.desc()).limit(limit)
    found = [row["seq"] for row in store.rows(_narrowed(numbers, conditions))]
    query = AuditRow.select().where(AuditRow.seq.in_(found)).order_by(AuditRow.seq.desc())
    return [_found(row) for row in store.rows(query)] if found else []


def count(store: Store, wanted: AuditFilter) -> int:
    """How many rows there are."""
    number = AuditRow.select(fn.COUNT(AuditRow.seq).alias("number"))
    return int(store.rows(_narrowed(number, _conditions(wanted)))[0]["number"])


def users(store: Store) -> list[str]:
    """Everybody who has ever written, by name."""
    query = AuditRow.select(AuditRow.user).distinct().order_by(AuditRow.user)
    return [row["user"] for row in store.rows(query)]


def imports_of(store: Store, rows: Iterable[FoundRow]) -> dict[str, ImportOfMoment]:
    """The imports that wrote these rows, or were taken back by them, by their moment."""
    brought = {row.at for row in rows if row.action.startswith((_IMPORT, _UNDO_IMPORT))}
    if not brought:
        return {}
    moments = sorted(brought)
    query = ImportRow.select().where(ImportRow.at.in_(moments) | ImportRow.undone_at.in_(moments))
    found = {}
    for row in store.rows(query):
        for moment in {row["at"], row["undone_at"]} & brought:
            found[moment] = ImportOfMoment(row["id"], row["file"])
    return found


def _narrowed(query: Any, conditions: list[Any]) -> Any:
    return query.where(reduce(and_, conditions)) if conditions else query


def _conditions(wanted: AuditFilter) -> list[Any]:
    found = []
    if wanted.record is not None:
        entity, entity_id = wanted.record
        found.append((AuditRow.entity == entity) & (AuditRow.entity_id == entity_id))
    if wanted.what is not What.EVERYTHING:
        found.append(_of_kind(wanted.what))
    if wanted.since:
        found.append(AuditRow.at >= wanted.since)
    if wanted.until:
        found.append(AuditRow.at < wanted.until)
    if wanted.user:
        found.append(AuditRow.user == wanted.user)
    if wanted.board:
        found.append(_of_board(wanted.board))
    found += map(_holds, wanted.words)
    return found


def _of_kind(what: What) -> Any:
    if what is What.IMPORTS:
        return AuditRow.action.startswith(_IMPORT) | AuditRow.action.startswith(_UNDO_IMPORT)
    kinds = {What.FIGURES: _FIGURES, What.ACTIONS: _ACTIONS, What.RETURNS: _RETURNS}
    if what is What.PLAN:
        return AuditRow.entity.not_in([one for named in kinds.values() for one in named])
    return AuditRow.entity.in_(kinds[what])


def _of_board(board: str) -> Any:
    """What a board reports on; a proposal that was taken out again is known by its code alone."""
    indicators = IndicatorRow.select(IndicatorRow.code).where(IndicatorRow.board == board)
    actions = ActionRow.select(ActionRow.code).where(ActionRow.board == board)
    proposals = f"{board}-P"
    lines = ("action", "indicator", "line_reason", "acceptance")
    return (
        _of_figures(indicators)
        | _of_updates(actions)
        | (
            AuditRow.entity.in_(lines)
            & (AuditRow.entity_id.in_(indicators) | AuditRow.entity_id.in_(actions))
        )
        | ((AuditRow.entity == "action") & AuditRow.entity_id.startswith(proposals))
        | ((AuditRow.entity == "action_update") & _says(f'"action": "{proposals}'))
        | _of_board_itself(board)
    )


def _of_figures(indicators: Any) -> Any:
    figures = FigureRow.select(FigureRow.id).where(FigureRow.indicator.in_(indicators))
    return (AuditRow.entity == "figure") & AuditRow.entity_id.in_(figures)


def _of_updates(actions: Any) -> Any:
    updates = ActionUpdateRow.select(ActionUpdateRow.id).where(ActionUpdateRow.action.in_(actions))
    return (AuditRow.entity == "action_update") & AuditRow.entity_id.in_(updates)


def _of_board_itself(board: str) -> Any:
    return AuditRow.entity.not_in(_FIGURES) & _says(f'"board": "{board}"')


def _holds(word: Word) -> Any:
    """Whether a row holds a word: in who, by what, of what, or in what is said."""
    ways = [AuditRow.user.contains(word.text), AuditRow.action.contains(word.text)]
    if word.codes:
        ways += [AuditRow.entity_id.in_(word.codes), _of_figures(word.codes)]
        ways.append(_of_updates(word.codes))
    ways += map(_of_board_itself, word.boards)
    if word.period is not None:
        first, last = word.period.first.isoformat(), word.period.last.isoformat()
        ways.append(_says(f'"first": "{first}"') & _says(f'"last": "{last}"'))
    number = _NUMBER.fullmatch(word.text)
    if number is not None:
        plain = number[1].replace(",", "")
        ways += [_says(form.format(plain)) for form in ('"{}"', " {} ", '"{} ', ' {}"', " {},")]
    elif not _TOO_SHORT.fullmatch(word.text):
        # One or two letters, or three of an id's, stand somewhere in almost every record.
        ways.append(_says(json.dumps(word.text, ensure_ascii=False)[1:-1]))
    return reduce(or_, ways)


def _says(text: str) -> Any:
    """Whether a text stands in what a record said before or says after, names of fields apart."""
    keys = [key for key in _KEYS if text.lower() in key]
    return _without(AuditRow.after, keys).contains(text) | _without(AuditRow.before, keys).contains(
        text
    )


def _without(column: Any, keys: Iterable[str]) -> Any:
    """The JSON without these names of fields, also where a text holds JSON, as `shared` does."""
    names = [form.format(key) for key in keys for form in ('"{}":', '\\"{}\\":')]
    return reduce(lambda said, name: fn.REPLACE(said, name, ""), names, column)


def _found(row: dict[str, Any]) -> FoundRow:
    return FoundRow(
        row["seq"],
        row["at"],
        row["user"],
        row["action"],
        row["entity"],
        row["entity_id"],
        row["before"],
        row["after"],
    )
