"""The actions of all boards as they stand, found by SQL alone and fetched as they are wanted.

What a filter or a group needs of every action is kept in a temporary table, written anew only when
something has been stored since: looking up the last update of each action is what takes time.
"""

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from csp_desktop.core.actions import ActionStatus, Milestone, Resourcing
from csp_desktop.core.delivery import (
    ANY,
    NONE,
    OFTEN,
    AsOf,
    Counts,
    DeliveryRow,
    DueIn,
    Filters,
    GroupBy,
    Segment,
)
from csp_desktop.core.periods import Quarter
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import MilestoneRow
from csp_desktop.storage.plan_models import PriorityRow

# What was said last of an action, up to the quarter looked at.
_LAST_UPDATE = """
    LEFT JOIN action_update u ON u.action = a.code AND u.quarter = (
        SELECT max(l.quarter) FROM action_update l
        WHERE l.action = a.code AND l.quarter <= :quarter AND l.status IS NOT NULL
    )
"""
_PUT_OFF = "d.action = a.code AND d.due_after > d.due_before"
_STANDING = f"""
    SELECT row_number() OVER (ORDER BY due IS NULL, due, of_priority, ordinal) AS turn,
        place, board, priority, agency, due, status, no_update, slipped,
        unfinished AND overdue AS overdue,
        CASE
            WHEN NOT unfinished THEN ''
            WHEN status = 'off_track' THEN 'off_track'
            WHEN overdue THEN 'overdue'
            WHEN neglected THEN 'neglected'
            WHEN slipped THEN 'slipping'
            WHEN unfunded THEN 'unfunded'
            ELSE ''
        END AS concern
    FROM (
        SELECT a.rowid AS place, a.board, a.priority, a.agency, a.due, a.ordinal,
            p.ordinal AS of_priority,
            coalesce(u.status, '') AS status,
            coalesce(u.status, '') NOT IN ('complete', 'deferred') AS unfinished,
            coalesce(u.quarter < :quarter, 1) AS no_update,
            coalesce(u.quarter < :lately, NOT a.proposed AND :lately <> '') AS neglected,
            coalesce(a.due < :day, 0) AS overdue,
            a.code IN (
                SELECT action FROM due_change WHERE due_after > due_before
                GROUP BY action HAVING count(*) >= {OFTEN}
            ) AS slipped,
            a.resources_needed <> '' AND coalesce(a.resourcing, '') = 'not_secured' AS unfunded
        FROM action a JOIN priority p ON p.code = a.priority {_LAST_UPDATE}
        WHERE a.dropped = 0
    )
"""
_TABLE = """
    CREATE TEMP TABLE standing (
        turn INTEGER PRIMARY KEY, place, board, priority, agency, due, status, no_update, slipped,
        overdue, concern
    )
"""
_ROWS = f"""
    SELECT a.rowid, a.code, a.text, a.priority, a.board, a.agency, a.lead_role, u.status, u.quarter,
        a.start_day, a.due, a.original_due, a.resources_needed, a.resourcing, a.proposed,
        (SELECT count(*) FROM due_change d WHERE {_PUT_OFF})
    FROM action a {_LAST_UPDATE}
    WHERE a.rowid IN (SELECT value FROM json_each(:places))
"""
_SEGMENTS = {
    Segment.ALL: "1",
    Segment.OFF_TRACK: "status = 'off_track'",
    Segment.AT_RISK: "status = 'at_risk'",
    Segment.OVERDUE: "overdue",
    Segment.SLIPPED: "slipped",
    Segment.NO_UPDATE: "no_update",
    Segment.EXCEPTIONS: "concern <> ''",
}
# Quarters since the year nought: financial ones begin in April.
_DUE_QUARTER = (
    "CAST(substr(due, 1, 4) AS INTEGER) * 4 + (CAST(substr(due, 6, 2) AS INTEGER) - 1) / 3 - 1"
)
_GROUPS = {
    GroupBy.STATUS: "status",
    GroupBy.BOARD: "board",
    GroupBy.PRIORITY: "priority",
    GroupBy.LEAD: "agency",
    GroupBy.DUE: _DUE_QUARTER,
    GroupBy.OVERDUE: "overdue",
    GroupBy.NO_UPDATE: "no_update",
    GroupBy.SLIPPED: "slipped",
    GroupBy.EXCEPTION: "concern",
    GroupBy.NONE: "''",
}
_DUE = {
    DueIn.EARLIER: "due < :first_day",
    DueIn.THIS_QUARTER: "due BETWEEN :first_day AND :last_day",
    DueIn.NEXT_QUARTER: "due > :last_day AND due <= :next_last_day",
    DueIn.LATER: "due > :next_last_day",
    DueIn.NONE: "due IS NULL",
}


class DeliveryRepository:
    """Reads actions of all boards; actions of a proposal that was taken back do not count."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: tuple[object, ...] = ()

    def counts(self, as_of: AsOf, filters: Filters) -> Counts:
        """How many actions there are in each segment, of those the other filters let through."""
        where, values = _where(filters)
        sums = ", ".join(f"coalesce(sum({one}), 0)" for one in _SEGMENTS.values())
        said = f"SELECT (SELECT count(*) FROM standing), {sums} FROM standing WHERE {where}"
        with self._standing(as_of) as run:
            total, *found = run(said, values).fetchone()
        return Counts(total, dict(zip(_SEGMENTS, found, strict=True)))

    def places(self, as_of: AsOf, filters: Filters, by: GroupBy) -> "dict[str, array[int]]":
        """Which actions to show, by the key of their group; the one due first stands first."""
        where, values = _where(filters)
        where = f"{where} AND {_SEGMENTS[filters.segment]}"
        said = f"SELECT place, {_GROUPS[by]} FROM standing WHERE {where} ORDER BY turn"
        found: defaultdict[Any, array[int]] = defaultdict(lambda: array("q"))
        with self._standing(as_of) as run:
            for place, key in run(said, values):
                found[key].append(place)
        return {_key(by, key): places for key, places in found.items()}

    def rows(self, as_of: AsOf, places: Sequence[int]) -> list[DeliveryRow]:
        """The actions at these places, in their order; one that is gone is left out."""
        wanted = "[" + ",".join(map(str, places)) + "]"
        values = {**_times(as_of), "places": wanted}
        with self._store.snapshot():
            found = {row[0]: row for row in self._run(_ROWS, values)}
            steps = self._milestones([row[1] for row in found.values()])
        return [
            _row(as_of, found[place], steps.get(found[place][1], ()))
            for place in places
            if place in found
        ]

    def own_priorities(self) -> dict[str, str]:
        """The titles of the priorities that boards have set themselves, by code."""
        query = PriorityRow.select().where((PriorityRow.board != "") & (PriorityRow.title != ""))
        rows = self._store.rows(query.order_by(PriorityRow.ordinal))
        return {row["code"]: row["title"] for row in rows}

    def _milestones(self, codes: list[str]) -> dict[str, tuple[Milestone, ...]]:
        query = MilestoneRow.select().where(MilestoneRow.action.in_(codes))
        found: dict[str, tuple[Milestone, ...]] = {}
        for row in self._store.rows(query.order_by(MilestoneRow.action, MilestoneRow.ordinal)):
            step = Milestone(row["text"], row["due"], row["met_on"])
            found[row["action"]] = (*found.get(row["action"], ()), step)
        return found

    @contextmanager
    def _standing(self, as_of: AsOf) -> Iterator[Callable[[str, dict[str, str]], sqlite3.Cursor]]:
        """Runs queries of how every action stands, under the name of `standing`."""
        with self._store.snapshot():
            first = ""
            if self._store.pragma("query_only"):
                # Then not even a temporary table may be written.
                first = f"WITH standing AS MATERIALIZED ({_STANDING}) "
            else:
                self._keep_standing(as_of)
            times = _times(as_of)
            yield lambda said, values: self._run(first + said, {**times, **values})

    def _keep_standing(self, as_of: AsOf) -> None:
        connection = self._store.database.connection()
        others = self._store.pragma("data_version")
        # One number tells what others have stored since, the other what this connection has.
        if self._kept == (connection, as_of, others, connection.total_changes):
            return
        self._run("DROP TABLE IF EXISTS temp.standing", {})
        self._run(_TABLE, {})
        self._run(f"INSERT INTO standing {_STANDING}", _times(as_of))
        self._kept = (connection, as_of, others, connection.total_changes)

    def _run(self, statement: str, values: Mapping[str, str]) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self._store.database.execute_sql(statement, values)
        return cursor


def _times(as_of: AsOf) -> dict[str, str]:
    quarter, lately = as_of.quarter, as_of.heard_lately
    return {
        "quarter": str(quarter),
        "lately": str(lately) if lately else "",
        "day": as_of.day.isoformat(),
        "first_day": quarter.range.first.isoformat(),
        "last_day": quarter.range.last.isoformat(),
        "next_last_day": quarter.plus(1).range.last.isoformat(),
    }


def _where(filters: Filters) -> tuple[str, dict[str, str]]:
    """The condition of every filter but the segment's, and what its names stand for."""
    asked = {
        "board": filters.board,
        "priority": filters.priority,
        "agency": filters.agency,
        "status": filters.status,
    }
    values = {name: "" if one == NONE else one for name, one in asked.items() if one != ANY}
    conditions = [f"{name} = :{name}" for name in values]
    if filters.due is not DueIn.ANY:
        conditions.append(_DUE[filters.due])
    if words := filters.find.strip():
        for mark in "\\%_":
            words = words.replace(mark, "\\" + mark)
        values["find"] = f"%{words}%"
        found = "text LIKE :find ESCAPE '\\' OR code LIKE :find ESCAPE '\\'"
        conditions.append(f"place IN (SELECT rowid FROM action WHERE {found})")
    return " AND ".join(conditions) or "1", values


def _key(by: GroupBy, found: object) -> str:
    """A group's key as everybody else knows it: a code, a status, a quarter, or 1 for yes."""
    if by is GroupBy.DUE and isinstance(found, int):
        return str(Quarter(0, 1).plus(found))
    return "" if found is None else str(found)


def _row(as_of: AsOf, row: tuple[Any, ...], steps: tuple[Milestone, ...]) -> DeliveryRow:
    place, code, text, priority, board, agency, lead, status, heard, *rest = row
    start, due, original_due, needed, resourcing, proposed, slips = rest
    return DeliveryRow(
        place=place,
        as_of=as_of,
        code=code,
        text=text,
        priority=priority,
        board=board,
        agency=agency,
        lead=lead,
        status=ActionStatus(status) if status else None,
        heard=Quarter.parse(heard) if heard else None,
        start=_day(start),
        due=_day(due),
        original_due=_day(original_due),
        milestones=steps,
        slips=slips,
        resources_needed=needed,
        resourcing=Resourcing(resourcing) if resourcing else None,
        proposed=bool(proposed),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
