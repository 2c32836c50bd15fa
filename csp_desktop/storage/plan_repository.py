"""The plan in the database: written whole, read whole."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any
from uuid import uuid4

from csp_desktop.core.actions import PlannedAction
from csp_desktop.core.errors import StorageError
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import Quarter, parse_range
from csp_desktop.core.plan import (
    Agency,
    Aim,
    Basis,
    Board,
    Fact,
    Frequency,
    Indicator,
    Measure,
    MeasurePart,
    Plan,
    Polarity,
    Priority,
    PublishedCell,
    PublishedChange,
    PublishedValue,
    Section,
    Target,
    TargetKind,
)
from csp_desktop.core.profiles import Profile
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import ActionRow
from csp_desktop.storage.plan_models import (
    AgencyRow,
    AimRow,
    BoardRow,
    FactRow,
    IndicatorRow,
    MeasureIndicatorRow,
    MeasureRow,
    PlanRow,
    PriorityRow,
    PublishedCellRow,
    PublishedChangeRow,
    PublishedValueRow,
    ResponsibilityRow,
    SectionRow,
    TargetIndicatorRow,
    TargetRow,
)

_THIS_YEAR, _THREE_YEARS = "this_year", "three_years"
_HEAD = (
    "id",
    "title",
    "partnership",
    "short_name",
    "area",
    "neighbours",
    "first_day",
    "last_day",
    "return_due_days",
    "source",
    "folder",
)
_PRIORITY = ("code", "title", "why", "aims_text", "measures_text", "three_year_note")


class PlanRepository:
    """Writes and reads the one plan of a database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, plan: Plan) -> None:
        """Write a plan into an empty database, inside the caller's transaction."""
        head = {name: getattr(plan, name) for name in _HEAD}
        self._store.insert(PlanRow, [{**head, "first_return": str(plan.first_return)}])
        self._store.insert(AgencyRow, _numbered(plan.agencies))
        self._store.insert(BoardRow, _numbered(plan.boards))
        self._store.insert(IndicatorRow, _numbered(map(_plain_indicator, plan.indicators)))
        for ordinal, priority in enumerate(plan.priorities):
            self._save_priority(ordinal, priority)
        self._save_targets(plan.targets)
        self._save_published(plan.published)
        changes = map(_plain_change, plan.published_changes)
        self._store.insert(PublishedChangeRow, _numbered(changes))
        self._store.insert(FactRow, _numbered(plan.facts))
        self._store.insert(SectionRow, _numbered(plan.sections))

    def load(self) -> Plan:
        """The whole plan, in a constant number of queries.

        Raises:
            StorageError: the database holds none.
        """
        with self._store.snapshot():
            heads = self._store.rows(PlanRow.select())
            if not heads:
                raise StorageError(f"{self._store.path} holds no plan. Create it again with init.")
            head = heads[0]
            return Plan(
                **{name: head[name] for name in _HEAD},
                first_return=Quarter.parse(head["first_return"]),
                agencies=tuple(_record(Agency, row) for row in self._ordered(AgencyRow)),
                boards=tuple(_record(Board, row) for row in self._ordered(BoardRow)),
                priorities=tuple(self._priorities()),
                indicators=tuple(map(_indicator, self._ordered(IndicatorRow))),
                targets=tuple(self._targets()),
                published=tuple(self._published()),
                published_changes=tuple(map(_change, self._ordered(PublishedChangeRow))),
                facts=tuple(_record(Fact, row) for row in self._ordered(FactRow)),
                sections=tuple(_record(Section, row) for row in self._ordered(SectionRow)),
            )

    def _save_priority(self, ordinal: int, priority: Priority) -> None:
        head = {name: getattr(priority, name) for name in _PRIORITY}
        self._store.insert(
            PriorityRow,
            [{**head, "ordinal": ordinal, "cross_cutting": int(priority.cross_cutting)}],
        )
        self._store.insert(
            ResponsibilityRow,
            [
                {"priority": priority.code, "board": board, "ordinal": place}
                for place, board in enumerate(priority.boards)
            ],
        )
        for term, aims in ((_THIS_YEAR, priority.aims), (_THREE_YEARS, priority.three_year_aims)):
            self._store.insert(
                AimRow,
                [{**row, "priority": priority.code, "term": term} for row in _numbered(aims)],
            )
        for place, measure in enumerate(priority.measures):
            self._save_measure(priority.code, place, 0, measure)
            for part, one in enumerate(measure.parts, start=1):
                self._save_measure(priority.code, place, part, one)
        self._store.insert(
            ActionRow,
            [
                {
                    **row,
                    "priority": priority.code,
                    "id": str(uuid4()),
                    "lead": "",
                    "shared": "",
                    "version": 1,
                }
                for row in _numbered(priority.actions)
            ],
        )

    def _save_measure(
        self, priority: str, ordinal: int, part: int, measure: Measure | MeasurePart
    ) -> None:
        key = f"{priority}.{ordinal + 1}.{part}"
        self._store.insert(
            MeasureRow,
            [
                {
                    "id": key,
                    "priority": priority,
                    "ordinal": ordinal,
                    "part": part,
                    "text": measure.text,
                }
            ],
        )
        self._store.insert(
            MeasureIndicatorRow,
            [
                {"measure": key, "indicator": code, "ordinal": place}
                for place, code in enumerate(measure.indicators)
            ],
        )

    def _save_targets(self, targets: Iterable[Target]) -> None:
        for ordinal, target in enumerate(targets):
            row = _values(target)
            del row["indicators"]
            row["kind"] = target.kind.value
            for name in ("baseline", "deadline"):
                row[name] = str(row[name] or "")
            self._store.insert(TargetRow, [{**row, "ordinal": ordinal}])
            self._store.insert(
                TargetIndicatorRow,
                [
                    {"target": target.id, "indicator": code, "ordinal": place}
                    for place, code in enumerate(target.indicators)
                ],
            )

    def _save_published(self, cells: Iterable[PublishedCell]) -> None:
        rows, values = [], []
        for row in _numbered(cells):
            for value in _numbered(row.pop("values")):
                values.append({**value, "indicator": row["indicator"], "column": row["column"]})
            rows.append(row)
        self._store.insert(PublishedCellRow, rows)
        self._store.insert(PublishedValueRow, values)

    def _ordered(self, table: Any) -> list[dict[str, Any]]:
        return self._store.rows(table.select().order_by(table.ordinal))

    def _priorities(self) -> Iterator[Priority]:
        boards = _grouped(self._ordered(ResponsibilityRow), "priority")
        aims = _grouped(self._ordered(AimRow), "priority", "term")
        planned = [row for row in self._ordered(ActionRow) if not row["proposed"]]
        actions = _grouped(planned, "priority")
        measures = self._measures()
        for row in self._ordered(PriorityRow):
            if row["board"]:
                continue  # a board's own, beyond the plan
            code = row["code"]
            yield Priority(
                **{name: row[name] for name in _PRIORITY},
                cross_cutting=bool(row["cross_cutting"]),
                boards=tuple(one["board"] for one in boards[code,]),
                aims=tuple(_record(Aim, one) for one in aims[code, _THIS_YEAR]),
                measures=tuple(measures[code]),
                actions=tuple(_record(PlannedAction, one) for one in actions[code,]),
                three_year_aims=tuple(_record(Aim, one) for one in aims[code, _THREE_YEARS]),
            )

    def _measures(self) -> dict[str, list[Measure]]:
        codes = _grouped(self._ordered(MeasureIndicatorRow), "measure")
        found: dict[str, list[Measure]] = defaultdict(list)
        rows = self._store.rows(
            MeasureRow.select().order_by(MeasureRow.priority, MeasureRow.ordinal, MeasureRow.part)
        )
        for row in rows:
            indicators = tuple(one["indicator"] for one in codes[row["id"],])
            of_priority = found[row["priority"]]
            if row["part"] == 0:
                of_priority.append(Measure(row["text"], indicators))
            else:
                whole = of_priority[-1]
                part = MeasurePart(row["text"], indicators)
                of_priority[-1] = Measure(whole.text, whole.indicators, (*whole.parts, part))
        return found

    def _targets(self) -> Iterator[Target]:
        codes = _grouped(self._ordered(TargetIndicatorRow), "target")
        for row in self._ordered(TargetRow):
            del row["ordinal"]
            row["kind"] = TargetKind(row["kind"])
            for name in ("baseline", "deadline"):
                row[name] = parse_range(row[name]) if row[name] else None
            yield Target(**row, indicators=tuple(one["indicator"] for one in codes[row["id"],]))

    def _published(self) -> Iterator[PublishedCell]:
        values = _grouped(self._ordered(PublishedValueRow), "indicator", "column")
        for row in self._ordered(PublishedCellRow):
            numbers = values[row["indicator"], row["column"]]
            del row["ordinal"]
            yield PublishedCell(
                **row, values=tuple(_record(PublishedValue, one) for one in numbers)
            )


def _values(record: Any) -> dict[str, Any]:
    """The record's fields, one level deep."""
    return {one.name: getattr(record, one.name) for one in fields(record)}


def _numbered(records: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {**(record if isinstance(record, dict) else _values(record)), "ordinal": ordinal}
        for ordinal, record in enumerate(records)
    ]


def _record(kind: type[Any], row: dict[str, Any]) -> Any:
    """A record made of those columns that are its fields."""
    return kind(**{one.name: row[one.name] for one in fields(kind)})


def _grouped(rows: list[dict[str, Any]], *names: str) -> dict[tuple[Any, ...], list[Any]]:
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in names)].append(row)
    return groups


def _plain_indicator(indicator: Indicator) -> dict[str, Any]:
    values = _values(indicator)
    del values["outside_control"]  # no plan says so: it is agreed, as a change of the plan
    return {
        **values,
        "unit": indicator.unit.value,
        "polarity": indicator.polarity.value,
        "frequency": indicator.frequency.value,
        "restricted": int(indicator.restricted),
        "basis": indicator.basis.value,
        "seasonal": int(indicator.seasonal),
        "profile": str(indicator.profile),
    }


def _indicator(row: dict[str, Any]) -> Indicator:
    del row["ordinal"]
    row.update(
        unit=Unit(row["unit"]),
        polarity=Polarity(row["polarity"]),
        frequency=Frequency(row["frequency"]),
        restricted=bool(row["restricted"]),
        basis=Basis(row["basis"]),
        seasonal=bool(row["seasonal"]),
        profile=Profile.parse(row["profile"]),
    )
    return Indicator(**row)


def _plain_change(change: PublishedChange) -> dict[str, Any]:
    return {**_values(change), "later": str(change.later), "earlier": str(change.earlier)}


def _change(row: dict[str, Any]) -> PublishedChange:
    del row["ordinal"]
    row.update(later=parse_range(row["later"]), earlier=parse_range(row["earlier"]))
    return PublishedChange(**row)
