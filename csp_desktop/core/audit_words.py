"""What a row of the audit trail changed, field by field, in the words of the screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from csp_desktop.core.actions import ActionStatus, Resourcing
from csp_desktop.core.figures import Absence, Figure, Unit
from csp_desktop.core.numbers import figure_words, number_words
from csp_desktop.core.periods import DateRange, day_words
from csp_desktop.core.returns import ReturnState

NOTHING, NOT_ENTERED = "nothing", Absence.NOT_ENTERED.words
NUMBER = "number"

Said = Mapping[str, Any]

_NUMBER_PARTS = ("value", "numerator", "denominator", "sample_size", "absence")
_TECHNICAL = ("id", "shared", "version", "row_version", "explains", "area", "by", "at", "content")
_OF_PLACE = ("indicator", "first", "last", "action", "line", "board", "quarter")
_DAYS = ("due", "original_due", "start", "obtained", "expected_on", "agreed_on")
# A record that was not there yet says what a blank one says, which is nobody's statement.
_BLANK: dict[str, Said] = {
    "figure": {"status": "provisional"},
    "return": {"state": "not_started"},
    "action": {"dropped": 0},
}
_LABELS = {
    NUMBER: "Figure",
    "state": "State",
    "value": "Value",
    "baseline": "Baseline",
    "deadline": "Deadline",
    "definition": "Definition",
    "tolerance": "Tolerance",
    "profile": "Profile",
    "outside_control": "Outside the partnership’s control",
    "submitted_by": "Submitted by",
    "opened_by": "Opened by",
    "agreed_by": "Agreed by",
    "agreed_where": "Agreed where",
    "agreed_on": "Agreed on",
    "agreed_because": "Agreed because",
    "reason": "Reason",
    "dropped": "Taken back",
}
_SOME_DAY = DateRange(date.min, date.min)


@dataclass(frozen=True)
class FieldWords:
    """One field that a row changed.

    Attributes:
        label: what the field is called.
        before, after: in words; `nothing` or `not entered` where it said nothing.
        is_text: whether a person wrote it freely.
    """

    field: str
    label: str
    before: str
    after: str
    is_text: bool = False


def changes_in_words(
    entity: str,
    before: Said | None,
    after: Said | None,
    labels: Mapping[str, str],
    unit: Unit | None = None,
) -> tuple[FieldWords, ...]:
    """The fields of a record that say something else after a write than before it.

    Args:
        entity: the kind of record.
        before, after: what it said; None where there was none.
        labels: what the fields are called, by their names; for the rest there is a word here.
        unit: of the indicator, for figures.
    """
    blank = _BLANK.get(entity, {})
    then = dict(blank if before is None else before)
    now = dict(blank if after is None else after)
    if unit is not None and any(then.get(one) != now.get(one) for one in _NUMBER_PARTS):
        then[NUMBER], now[NUMBER] = _number_words(then, unit), _number_words(now, unit)
    names = [
        name for name in (NUMBER, *labels, *_LABELS, *now, *then) if name in now or name in then
    ]
    return tuple(
        _field(entity, name, then.get(name), now.get(name), labels)
        for name in dict.fromkeys(names)
        if _is_shown(entity, name) and not _same(then.get(name), now.get(name))
    )


def _is_shown(entity: str, name: str) -> bool:
    # Of a target the value is what counts; of a figure it is a part of its number.
    if entity == "target" and name == "value":
        return True
    return name not in (*_TECHNICAL, *_OF_PLACE, *_NUMBER_PARTS)


def _field(entity: str, name: str, then: Any, now: Any, labels: Mapping[str, str]) -> FieldWords:
    label = labels.get(name) or _LABELS.get(name) or name.replace("_", " ").capitalize()
    nothing = NOT_ENTERED if (entity, name) in _NOT_ENTERED else NOTHING
    before, after = (_words(entity, name, one) or nothing for one in (then, now))
    return FieldWords(name, label, before, after, _is_text(entity, name, then, now))


_NOT_ENTERED = (("figure", NUMBER), ("action_update", "status"))


def _words(entity: str, name: str, value: Any) -> str:
    """A field's content; empty for none."""
    if _is_blank(value):
        return ""
    if name in _DAYS:
        return _day(str(value))
    return _SPOKEN.get((entity, name), str)(value)


def _is_text(entity: str, name: str, *values: Any) -> bool:
    known = name in _DAYS or (entity, name) in _CLOSED or (entity, name) in _SPOKEN
    return not known and all(_is_blank(one) or isinstance(one, str) for one in values)


def _same(one: Any, other: Any) -> bool:
    return one == other or (_is_blank(one) and _is_blank(other))


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


def _day(text: str) -> str:
    try:
        return day_words(date.fromisoformat(text))
    except ValueError:
        return text


def _milestone(line: str) -> str:
    """`text | due | met` as the trail keeps it, in words."""
    text, *days = line.rsplit(" | ", 2)
    due, met_on = (*days, "", "")[:2]
    words = [text, f"due {_day(due)}" if due.strip() else ""]
    words.append(f"met {_day(met_on)}" if met_on.strip() else "")
    return ", ".join(filter(None, words))


def _number_words(said: Said, unit: Unit) -> str:
    """`25 of 287 (8.7%)`, `78% of 1,171`, `1,095`, or the absence; empty for not entered."""
    value, top, whole = (_decimal(said.get(name)) for name in _NUMBER_PARTS[:3])
    sample, absence = said.get("sample_size"), said.get("absence")
    if absence or (value is None and top is None):
        known = absence and absence != Absence.NOT_ENTERED.value
        return Absence(absence).words if known else ""
    figure = Figure(
        indicator="", area="", period=_SOME_DAY, value=value, numerator=top, denominator=whole
    )
    words = figure_words(figure, unit)
    if top is not None and whole is not None:
        return f"{number_words(top)} of {number_words(whole)} ({words})"
    if top is not None and value is not None:
        return f"{number_words(top)} ({words})"
    return f"{words} of {number_words(sample)}" if sample is not None else words


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


_CLOSED = (
    ("figure", NUMBER),
    ("target", "value"),
    ("target", "baseline"),
    ("target", "deadline"),
    ("indicator", "tolerance"),
    ("indicator", "profile"),
    ("indicator", "outside_control"),
)
_SPOKEN: dict[tuple[str, str], Callable[[Any], str]] = {
    ("action_update", "percent"): lambda percent: f"{percent}%",
    ("action_update", "status"): lambda status: ActionStatus(status).words,
    ("return", "state"): lambda state: ReturnState(state).words,
    ("action", "resourcing"): lambda resourcing: Resourcing(resourcing).words,
    ("action", "dropped"): lambda dropped: "Yes" if dropped else "No",
    ("action", "milestones"): lambda lines: "\n".join(map(_milestone, lines.split("\n"))),
    ("figure", "status"): lambda status: str(status).capitalize(),
    ("history", "figures"): number_words,
}
