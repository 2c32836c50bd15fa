"""Changes of the plan under control: what was agreed, and what holds because of it.

The plan itself is never written over: what holds now is the plan with its changes, in their order.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from csp_desktop.core.actions import DueChange
from csp_desktop.core.analysis.rag import Asked, judged
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.targets import TargetLine
from csp_desktop.core.errors import NotFoundError, UserError
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import DateRange, day_words, parse_range
from csp_desktop.core.plan import Indicator, Target, TargetKind
from csp_desktop.core.profiles import Profile
from csp_desktop.core.reading import UnreadableError, number, read_day
from csp_desktop.core.texts import storable

TARGET, INDICATOR, ACTION = "target", "indicator", "action"
VALUE, BASELINE, DEADLINE, DUE = "value", "baseline", "deadline", "due"
DEFINITION, TOLERANCE, PROFILE = "definition", "tolerance", "profile"
OUTSIDE = "outside_control"
AGREED_BY, AGREED_WHERE, AGREED_ON, REASON = "agreed_by", "agreed_where", "agreed_on", "reason"
FIELDS = {
    TARGET: (VALUE, BASELINE, DEADLINE),
    INDICATOR: (DEFINITION, TOLERANCE, PROFILE, OUTSIDE),
    ACTION: (DUE,),
}
_DIRECTIONS = {"at_least": "At least", "at_most": "At most", "increase": "Up", "decrease": "Down"}


@dataclass(frozen=True)
class Agreement:
    """Who agreed a change, where, on which day and why."""

    by: str
    where: str
    on: date
    reason: str


@dataclass(frozen=True)
class PlanChange:
    """One agreed change of one field.

    Attributes:
        entity, entity_id: target, indicator or action, and its id or code.
        field: value, baseline or deadline of a target; definition, tolerance, profile or
            outside_control of an indicator; due of an action.
        before, after: as they are stored: a number, a period, a text, a day, yes or no; empty for
            none.
        by, at: who recorded it, and when (ISO 8601, UTC).
    """

    id: UUID
    entity: str
    entity_id: str
    field: str
    before: str
    after: str
    agreed: Agreement
    by: str
    at: str


@dataclass(frozen=True)
class ToldChange:
    """An agreed change with its field, from what and to what, in words."""

    change: PlanChange
    words: str


@dataclass(frozen=True)
class PlanItem:
    """Something of the plan that may be changed by agreement.

    Attributes:
        code: of the indicator or the action, or the target's id.
        now: what holds now, in a few words.
        changes: how many there have been.
    """

    entity: str
    id: str
    code: str
    name: str
    now: str
    changes: int = 0


@dataclass(frozen=True)
class Standing:
    """How the latest figure of one indicator stands against a target, in arithmetic.

    Attributes:
        changed: the same against the target as it is now; empty where it was never changed.
    """

    indicator: Indicator
    original: str
    changed: str = ""


@dataclass(frozen=True)
class PlanStory:
    """The story of one item.

    Attributes:
        printed: what the plan says of it, in the plan's own words.
        original: what held first, in words; `item.now` holds now.
        current: what stands in its fields now, as it is stored.
        changes: those that were agreed, the oldest first.
        moves: of a due date, by its board and without an agreement.
        standings: for a target.
    """

    item: PlanItem
    printed: str
    original: str
    current: Mapping[str, str]
    changes: tuple[ToldChange, ...]
    moves: tuple[DueChange, ...] = ()
    standings: tuple[Standing, ...] = ()


def target_with(target: Target, changes: Iterable[PlanChange]) -> Target:
    """The target as its changes leave it; they come in their order."""
    for one in changes:
        if one.field == VALUE:
            target = replace(target, value=Decimal(one.after))
        elif one.field == BASELINE:
            target = replace(target, baseline=_dates(one.after))
        elif one.field == DEADLINE:
            target = replace(target, deadline=_dates(one.after))
    return target


def targets_asked(
    targets: Iterable[Target], changes: Mapping[tuple[str, str], Sequence[PlanChange]]
) -> Iterator[tuple[Target, bool]]:
    """Each target as it holds now, then as the plan printed it where that changed.

    Args:
        targets: as the plan printed them.
        changes: by kind and id of what they change, each in its order.

    Yields:
        A target, and whether another one holds in its place.
    """
    for target in targets:
        agreed = changes.get((TARGET, target.id), ())
        if agreed:
            yield target_with(target, agreed), False
        yield target, bool(agreed)


def _dates(stored: str) -> DateRange | None:
    return parse_range(stored) if stored else None


def indicator_with(indicator: Indicator, changes: Iterable[PlanChange]) -> Indicator:
    """The indicator as its changes leave it; they come in their order."""
    for one in changes:
        if one.field == DEFINITION:
            indicator = replace(indicator, definition=one.after)
        elif one.field == TOLERANCE:
            indicator = replace(indicator, tolerance=Decimal(one.after) if one.after else None)
        elif one.field == PROFILE:
            indicator = replace(indicator, profile=Profile.parse(one.after))
        elif one.field == OUTSIDE:
            indicator = replace(indicator, outside_control=one.after == yes_or_no(True))
    return indicator


def stored_value(value: Decimal) -> str:
    """A target's number as changes keep it, without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_YES_OR_NO = {"yes": True, "y": True, "no": False, "n": False, "": False}


def yes_or_no(is_so: bool) -> str:
    """Whether something is so, as changes keep it."""
    return "yes" if is_so else "no"


def value_words(target: Target, unit: Unit | None) -> str:
    """A target's number with what it counts: `20%`, `2 points`, `365`, `20% of 140`."""
    places = max(0, -int(target.value.as_tuple().exponent))
    value = number_words(target.value, places)
    match target.kind:
        case TargetKind.RELATIVE_CHANGE:
            return f"{value}%"
        case TargetKind.POINTS_CHANGE:
            return f"{value} point{'' if target.value == 1 else 's'}"
        case TargetKind.SHARE_OF_BASE:
            return f"{value}%" + (f" of {number_words(target.base)}" if target.base else "")
        case TargetKind.RANK:
            return f"rank {value}"
        case TargetKind.LEVEL if unit is not None and unit.is_percentage:
            return f"{value}%"
    return value


def target_words(target: Target, unit: Unit | None) -> str:
    """`Down 20% by 2015/16`, `At least 365 a year`."""
    every = {"year": " a year" if target.kind is TargetKind.COUNT else " every year"}
    by = f" by {_range_words(target.deadline)}" if target.deadline else ""
    direction = _DIRECTIONS.get(target.direction, target.direction)
    return f"{direction} {value_words(target, unit)}{every.get(target.per, '')}{by}"


def typed_text(name: str, stored: str) -> str:
    """What a person would type into a field to get what is stored."""
    if not stored or name not in (DUE, BASELINE, DEADLINE):
        return stored
    return _range_words(parse_range(stored))


def _range_words(dates: DateRange) -> str:
    return day_words(dates.last) if dates.first == dates.last else str(dates)


def change_words(change: PlanChange, target: Target | None, unit: Unit | None) -> str:
    """`Value from 20% to 15%`; a text is given whole by the page.

    Args:
        change: of the target, if it is one's.
        target: it.
        unit: of its indicator.
    """

    def words(text: str) -> str:
        if change.field == VALUE and target is not None:
            return value_words(replace(target, value=Decimal(text)), unit)
        if change.field == DEFINITION and text:
            return f"“{text}”"
        return typed_text(change.field, text) or "none"

    return f"{_NAMES[change.field]} from {words(change.before)} to {words(change.after)}"


_NAMES = {
    VALUE: "Value",
    BASELINE: "Baseline",
    DEADLINE: "Deadline",
    DEFINITION: "Definition",
    TOLERANCE: "Tolerance",
    PROFILE: "Profile",
    OUTSIDE: "Outside the partnership’s control",
    DUE: "Due date",
}


def standing_words(series: Iterable[Point], line: TargetLine, indicator: Indicator) -> str:
    """`2015/16-Q1: 1,095 against at most 1,007: 88 over, 8.7%, amber.`, or why there is none.

    The figure is the latest of those that do not reach beyond the dates the target holds.
    """
    point = _latest(series, line.holds)
    if point is None or point.value is None:
        return "No figure yet to compare with it."
    if line.level is None:
        return line.words
    asked = Asked(line.level, line.target.at_most)
    told = judged(point.value, asked, indicator, sample_size=point.sample_size)
    return f"{point.period}: {told.words}"


def _latest(series: Iterable[Point], holds: DateRange) -> Point | None:
    known = [one for one in series if one.value is not None and one.period.last <= holds.last]
    return max(known, key=lambda one: one.period, default=None)


class ChangeFormError(UserError):
    """What was typed cannot be recorded; `problems` are fields and what is wrong with each."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(". ".join(words for _, words in problems))
        self.problems = problems


def read_change(
    entity: str, current: Mapping[str, str], typed: Mapping[str, str], today: date
) -> tuple[dict[str, str], Agreement]:
    """The fields that change, as they are stored, and what was agreed.

    Args:
        entity: of what it is a change.
        current: what stands in its fields now, as they are stored.
        typed: by field, and the four of the agreement; a field that is not there stays as it is.
        today: an agreement cannot be of a later day.

    Raises:
        ChangeFormError: something is missing or cannot be read.
    """
    problems: list[tuple[str, str]] = []
    values: dict[str, str] = {}
    for name in FIELDS[entity]:
        if name not in typed:
            continue
        try:
            values[name] = _READERS[name](typed[name])
        except UnreadableError as error:
            problems.append((name, str(error)))
    if current.get(DEFINITION) and values.get(DEFINITION) == "":
        problems.append((DEFINITION, "Enter the new definition"))
    changed = {name: text for name, text in values.items() if text != current.get(name, "")}
    if not changed and not problems:
        problems.append((FIELDS[entity][0], _SAME[entity]))
    texts = {name: storable(typed.get(name, "")).strip() for name in _MISSING}
    problems += [(name, _MISSING[name]) for name in _BEFORE_DAY if not texts[name]]
    on = _read_agreed_on(typed.get(AGREED_ON, ""), today, problems)
    problems += [(REASON, _MISSING[REASON])] if not texts[REASON] else []
    if problems or on is None:
        raise ChangeFormError(problems)
    return changed, Agreement(texts[AGREED_BY], texts[AGREED_WHERE], on, texts[REASON])


_SAME = {
    TARGET: "New value must be other than it is now, unless baseline or deadline changes",
    INDICATOR: "New definition must be other than it is now, unless something else changes",
    ACTION: "New due date must be other than it is now",
}
_BEFORE_DAY = (AGREED_BY, AGREED_WHERE)
_MISSING = {
    AGREED_BY: "Enter who agreed it",
    AGREED_WHERE: "Enter where it was agreed",
    REASON: "Enter why it was changed",
}


def _read_agreed_on(text: str, today: date, problems: list[tuple[str, str]]) -> date | None:
    try:
        day = read_day(text, "Agreed on")
    except UnreadableError as error:
        problems.append((AGREED_ON, str(error)))
        return None
    if day is None:
        problems.append((AGREED_ON, "Enter the day it was agreed"))
    elif day > today:
        problems.append((AGREED_ON, "Agreed on must be today or in the past"))
    return day


def _read_value(text: str) -> str:
    if not text.strip():
        raise UnreadableError("Enter the new value")
    return _read_number(text, "New value", 20)


def _read_number(text: str, name: str, like: int) -> str:
    try:
        found = number(text)
    except ValueError as error:
        raise UnreadableError(f"{name} must be a number, like {like}") from error
    if found < 0:
        raise UnreadableError(f"{name} must be 0 or more")
    return stored_value(found)


def _read_baseline(text: str) -> str:
    if not text.strip():
        return ""
    try:
        found = parse_range(text)
    except NotFoundError as error:
        wanted = "Baseline must be a period, like 2012/13 or 2013-10..2014-09"
        raise UnreadableError(wanted) from error
    if not found.months:
        raise UnreadableError("Baseline must be a period of whole months, like 2012/13")
    return str(found)


def _read_deadline(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(parse_range(text))
    except NotFoundError:
        pass
    try:
        day = read_day(text, "Deadline")
    except UnreadableError as error:
        wanted = "Deadline must be a period or a day, like 2015/16 or 31 March 2016"
        raise UnreadableError(wanted) from error
    return str(DateRange(day, day)) if day else ""


def _read_definition(text: str) -> str:
    return storable(text).strip()


def _read_tolerance(text: str) -> str:
    return _read_number(text, "Tolerance", 5) if text.strip() else ""


def _read_profile(text: str) -> str:
    try:
        return str(Profile.parse(text))
    except ValueError as error:
        wanted = "Profile must be equal, seasonal or four shares of 100, like 30 25 25 20"
        raise UnreadableError(wanted) from error


def _read_outside(text: str) -> str:
    found = _YES_OR_NO.get(text.strip().lower())
    if found is None:
        raise UnreadableError("Outside control must be yes or no")
    return yes_or_no(found)


def _read_due(text: str) -> str:
    day = read_day(text, "New due date")
    if day is None:
        raise UnreadableError("Enter the new due date")
    return day.isoformat()


_READERS = {
    VALUE: _read_value,
    BASELINE: _read_baseline,
    DEADLINE: _read_deadline,
    DEFINITION: _read_definition,
    TOLERANCE: _read_tolerance,
    PROFILE: _read_profile,
    OUTSIDE: _read_outside,
    DUE: _read_due,
}
