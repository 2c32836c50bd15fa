"""Reading a plan folder: TOML for prose, CSV for tables, as `db/plans/README.md` describes it."""

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from csp_desktop.core.actions import PlannedAction
from csp_desktop.core.errors import NotFoundError, StorageError
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.periods import DateRange, Quarter, parse_range
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
    Population,
    Priority,
    PublishedCell,
    PublishedChange,
    PublishedValue,
    Section,
    Target,
    TargetKind,
)
from csp_desktop.core.profiles import Profile
from csp_desktop.storage.plan_links import check_links

_POPULATIONS = "populations.csv"
_Choice = TypeVar("_Choice", bound=Enum)


class Entry:
    """One row or table of a plan file, with the words to say where it stands."""

    def __init__(self, place: str, fields: dict[str, Any]) -> None:
        self.place = place
        self._fields = fields

    def text(self, name: str) -> str:
        """A text; empty where the entry does not give it."""
        value = self._fields.get(name, "")
        if not isinstance(value, str):
            raise self.problem(f"{name} must be a text")
        return value.strip()

    def required(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value:
            raise self.problem(f"enter {name}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts: a TOML list, or a cell with codes apart by spaces."""
        value = self._fields.get(name, ())
        parts = value.split() if isinstance(value, str) else value
        if not isinstance(parts, (list, tuple)):
            raise self.problem(f"{name} must be a list of texts")
        return tuple(str(part).strip() for part in parts)

    def names(self, name: str) -> tuple[str, ...]:
        """Names in one cell, apart by ` / `."""
        return tuple(part.strip() for part in self.text(name).split(" / ") if part.strip())

    def entries(self, name: str) -> Iterator["Entry"]:
        """The tables of a TOML array."""
        tables = self._fields.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            raise self.problem(f"{name} must be written as [[{name}]], once for each")
        for place, fields in enumerate(tables, start=1):
            yield Entry(f"{self.place}, {name} {place}", fields)

    def flag(self, name: str) -> bool:
        """`yes` or true."""
        value = self._fields.get(name, False)
        return value is True or str(value).strip().lower() == "yes"

    def day(self, name: str) -> date | None:
        """A day, `2015-06-30`; None where the entry does not give it."""
        value = self._fields.get(name) or None
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError as error:
            raise self.problem(f"{name} must be a day, like 2015-06-30") from error

    def must_day(self, name: str) -> date:
        """A day that must be there."""
        value = self.day(name)
        if value is None:
            raise self.problem(f"enter {name}, a day like 2015-06-30")
        return value

    def decimal(self, name: str) -> Decimal | None:
        """A number with its digits as written; None where the cell is empty."""
        text = str(self._fields.get(name, "")).strip()
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation as error:
            raise self.problem(f"{name} must be a number, like 30") from error
        if not value.is_finite():
            raise self.problem(f"{name} must be a number, like 30")
        return value

    def must_decimal(self, name: str) -> Decimal:
        """A number that must be there."""
        value = self.decimal(name)
        if value is None:
            raise self.problem(f"enter {name}, a number like 30")
        return value

    def whole(self, name: str) -> int | None:
        """A whole number; None where the cell is empty."""
        value = self.decimal(name)
        if value is not None and value != value.to_integral_value():
            raise self.problem(f"{name} must be a whole number, like 30")
        return None if value is None else int(value)

    def choice(self, name: str, kinds: type[_Choice]) -> _Choice:
        """One of an enumeration's values."""
        text = self.required(name)
        try:
            return kinds(text)
        except ValueError as error:
            known = ", ".join(str(kind.value) for kind in kinds)
            raise self.problem(f"{name} is “{text}”; it must be one of {known}") from error

    def period(self, name: str) -> DateRange | None:
        """A period in the command line's notation; None where the cell is empty."""
        text = self.text(name)
        try:
            return parse_range(text) if text else None
        except NotFoundError as error:
            raise self.problem(str(error)) from error

    def must_period(self, name: str) -> DateRange:
        """A period that must be there."""
        value = self.period(name)
        if value is None:
            raise self.problem(f"enter {name}, a period like 2015/16-Q1")
        return value

    def must_quarter(self, name: str) -> Quarter:
        """A financial quarter that must be there."""
        try:
            return Quarter.parse(self.required(name))
        except NotFoundError as error:
            raise self.problem(str(error)) from error

    def problem(self, what: str) -> StorageError:
        """The sentence that says where and what."""
        return StorageError(f"{self.place}: {what.rstrip('.')}.")


@dataclass(frozen=True)
class PlanFolder:
    """A folder with one partnership's plan."""

    path: Path

    def head(self) -> Entry:
        """What the plan says of itself: its id, its area, its days.

        Raises:
            NotFoundError: there is no such folder, or its file is missing.
            StorageError: the file cannot be read.
        """
        return self._toml("plan.toml")

    def plan(self) -> Plan:
        """The whole plan.

        Raises:
            NotFoundError: a file is missing.
            StorageError: a file cannot be read; the message names it and the place in it.
        """
        head = self.head()
        plan = Plan(
            id=head.required("id"),
            title=head.required("title"),
            partnership=head.required("partnership"),
            short_name=head.required("short_name"),
            area=head.required("area"),
            neighbours=head.texts("neighbours"),
            first_day=head.must_day("first_day"),
            last_day=head.must_day("last_day"),
            first_return=head.must_quarter("first_return"),
            return_due_days=head.whole("return_due_days") or 0,
            source=head.text("source"),
            agencies=tuple(map(_agency, self.rows("agencies.csv"))),
            boards=tuple(map(_board, self._toml("boards.toml").entries("board"))),
            priorities=tuple(sorted(self._priorities(), key=_plan_order)),
            indicators=tuple(map(_indicator, self.rows("indicators.csv"))),
            targets=tuple(map(_target, self.rows("targets.csv"))),
            published=tuple(self._published()),
            published_changes=tuple(map(_change, self.rows("borough_changes.csv"))),
            facts=tuple(self._facts()),
            sections=tuple(
                Section(one.text("heading"), one.text("text"))
                for one in self._toml("sections.toml").entries("section")
            ),
        )
        if plan.last_day <= plan.first_day:
            raise head.problem("last_day must be after first_day")
        check_links(plan)
        return plan

    def history(self) -> Iterator[Figure]:
        """The figures with a source that come with the plan.

        Raises:
            StorageError: a figure cannot be read, is of no indicator or stands there twice.
        """
        known = {row.required("code") for row in self.rows("indicators.csv")}
        seen: set[tuple[str, str, DateRange]] = set()
        for file in sorted((self.path / "history").glob("*.csv")):
            for row in self.rows(f"history/{file.name}"):
                figure = _figure(row)
                key = figure.indicator, figure.area, figure.period
                if figure.indicator not in known:
                    raise row.problem(f"{figure.indicator} is not one of the plan's indicators")
                if key in seen:
                    raise row.problem(f"{figure.indicator} for {figure.period} stands here twice")
                seen.add(key)
                yield figure

    def populations(self) -> Iterator[Population]:
        """How many people live where, by what source; a plan folder need not say.

        Raises:
            StorageError: an entry cannot be read, or an area stands there twice for one day.
        """
        if not (self.path / _POPULATIONS).exists():
            return
        seen: set[tuple[str, date]] = set()
        for row in self.rows(_POPULATIONS):
            people = row.whole("people")
            if people is None or people < 1:
                raise row.problem("people must be 1 or more")
            area, day = row.required("area"), row.must_day("day")
            if (area, day) in seen:
                raise row.problem(f"{area} stands here twice for {day}")
            seen.add((area, day))
            yield Population(area, day, people, row.required("source"), row.day("obtained"))

    def _priorities(self) -> Iterator[Priority]:
        for file in (self.path / "priorities").glob("*.toml"):
            yield _priority(self._toml(f"priorities/{file.name}"))

    def _published(self) -> Iterator[PublishedCell]:
        values: dict[tuple[str, str], list[PublishedValue]] = defaultdict(list)
        for row in self.rows("published_values.csv"):
            values[row.required("indicator"), row.required("column")].append(
                PublishedValue(
                    row.required("name"),
                    row.required("period"),
                    row.must_decimal("value"),
                    row.whole("places") or 0,
                )
            )
        for row in self.rows("published.csv"):
            key = row.required("indicator"), row.required("column")
            yield PublishedCell(
                *key,
                row.required("period"),
                row.text("text"),
                row.text("absence"),
                tuple(values.pop(key, ())),
            )
        if values:
            raise StorageError(f"published_values.csv: no printed cell for {sorted(values)[0]}.")

    def _facts(self) -> Iterator[Fact]:
        for topic in ("task_force", "consultation", "statements"):
            for row in self.rows(f"{topic}.csv"):
                yield from _facts(topic, row)

    def _toml(self, name: str) -> Entry:
        try:
            with (self.path / name).open("rb") as file:
                return Entry(name, tomllib.load(file))
        except FileNotFoundError as error:
            raise self._missing(name) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise StorageError(f"{self.path / name} cannot be read: {error}.") from error

    def rows(self, name: str) -> Iterator[Entry]:
        """The rows of one of its tables.

        Raises:
            NotFoundError: the file is missing.
            StorageError: it cannot be read, or a row has not as many cells as its heading.
        """
        try:
            with (self.path / name).open(encoding="utf-8-sig", newline="") as file:
                for row in (reader := csv.DictReader(file)):
                    if None in row or None in row.values():
                        raise StorageError(
                            f"{name}, line {reader.line_num}: the row has not as many cells as "
                            "the heading."
                        )
                    yield Entry(f"{name}, line {reader.line_num}", row)
        except FileNotFoundError as error:
            raise self._missing(name) from error
        except (csv.Error, UnicodeDecodeError) as error:
            raise StorageError(f"{self.path / name} cannot be read: {error}.") from error

    def _missing(self, name: str) -> NotFoundError:
        return NotFoundError(f"{self.path} is no plan folder: it has no {name}.")


def _plan_order(priority: Priority) -> tuple[bool, str]:
    return priority.cross_cutting, priority.code


def _agency(row: Entry) -> Agency:
    return Agency(
        row.required("code"), row.required("name"), row.required("kind"), row.names("other_names")
    )


def _board(entry: Entry) -> Board:
    return Board(
        code=entry.required("code"),
        name=entry.required("name"),
        kind=entry.required("kind"),
        abbreviations=entry.texts("abbreviations"),
        chair=entry.text("chair"),
        meets=entry.text("meets"),
        members=entry.texts("members"),
        about=entry.text("about"),
    )


def _priority(entry: Entry) -> Priority:
    return Priority(
        code=entry.required("code"),
        title=entry.required("title"),
        cross_cutting=entry.flag("cross_cutting"),
        boards=entry.texts("boards"),
        why=entry.text("why"),
        aims=tuple(map(_aim, entry.entries("aim"))),
        measures=tuple(map(_measure, entry.entries("measure"))),
        actions=tuple(map(_action, entry.entries("action"))),
        three_year_aims=tuple(map(_aim, entry.entries("three_year_aim"))),
        aims_text=entry.text("aims_text"),
        measures_text=entry.text("measures_text"),
        three_year_note=entry.text("three_year_note"),
    )


def _aim(entry: Entry) -> Aim:
    return Aim(entry.required("text"), entry.text("heading"), entry.texts("parts"))


def _measure(entry: Entry) -> Measure:
    parts = tuple(
        MeasurePart(part.required("text"), part.texts("indicators"))
        for part in entry.entries("part")
    )
    return Measure(entry.required("text"), entry.texts("indicators"), parts)


def _action(entry: Entry) -> PlannedAction:
    return PlannedAction(
        code=entry.required("code"),
        text=entry.required("text"),
        board=entry.required("board"),
        heading=entry.text("heading"),
        parts=entry.texts("parts"),
        agency=entry.text("agency"),
    )


def _indicator(row: Entry) -> Indicator:
    low, high = row.decimal("plausible_low"), row.decimal("plausible_high")
    if low is not None and high is not None and low > high:
        raise row.problem(f"plausible_low must be {high} or fewer, which is plausible_high")
    return Indicator(
        code=row.required("code"),
        name=row.required("name"),
        title=row.required("title"),
        unit=row.choice("unit", Unit),
        polarity=row.choice("polarity", Polarity),
        agency=row.text("agency"),
        board=row.required("board"),
        part=row.text("part"),
        part_of=row.text("part_of"),
        sum_of=row.texts("sum_of"),
        group=row.text("group"),
        noun=row.text("noun"),
        restricted=row.flag("restricted"),
        frequency=row.choice("frequency", Frequency),
        numerator=row.text("numerator"),
        denominator=row.text("denominator"),
        plausible_low=low,
        plausible_high=high,
        definition=row.text("definition"),
        note=row.text("note"),
        basis=row.choice("basis", Basis) if row.text("basis") else Basis.PERIOD,
        seasonal=row.flag("seasonal"),
        tolerance=_tolerance(row),
        profile=_profile(row),
    )


def _tolerance(row: Entry) -> Decimal | None:
    tolerance = row.decimal("tolerance")
    if tolerance is not None and tolerance < 0:
        raise row.problem("tolerance must be 0 or more")
    return tolerance


def _profile(row: Entry) -> Profile:
    try:
        return Profile.parse(row.text("profile"))
    except ValueError as error:
        raise row.problem(str(error)) from error


def _target(row: Entry) -> Target:
    return Target(
        id=row.required("id"),
        priority=row.required("priority"),
        indicators=row.texts("indicators"),
        text=row.required("text"),
        kind=row.choice("kind", TargetKind),
        direction=row.required("direction"),
        value=row.must_decimal("value"),
        base=row.decimal("base"),
        per=row.text("per"),
        baseline=row.period("baseline"),
        deadline=row.period("deadline"),
    )


def _change(row: Entry) -> PublishedChange:
    return PublishedChange(
        heading=row.required("row_heading"),
        later=row.must_period("later"),
        earlier=row.must_period("earlier"),
        area=row.required("borough"),
        text=row.required("text"),
        count=row.must_decimal("count"),
        percent=row.must_decimal("percent"),
        places=row.whole("places") or 0,
    )


def _facts(topic: str, row: Entry) -> Iterator[Fact]:
    if topic == "statements":
        for name in ("count", "percent"):
            if row.text(name):
                yield Fact(topic, row.text("subject"), row.decimal(name), name, row.text("text"))
        return
    item = row.text("question") + ": " + row.text("item") if topic == "consultation" else ""
    yield Fact(
        topic, item or row.text("item"), row.decimal("value"), row.text("unit"), row.text("text")
    )


def _figure(row: Entry) -> Figure:
    if bool(row.text("value") or row.text("numerator")) == bool(row.text("absence")):
        raise row.problem("enter a number or an absence, and not both")
    return Figure(
        indicator=row.required("indicator"),
        area=row.required("area"),
        period=row.must_period("period"),
        value=row.decimal("value"),
        numerator=row.decimal("numerator"),
        denominator=row.decimal("denominator"),
        sample_size=row.whole("sample_size"),
        absence=row.choice("absence", Absence) if row.text("absence") else None,
        status=row.choice("status", FigureStatus),
        source=row.required("source"),
        obtained=row.day("obtained"),
    )
