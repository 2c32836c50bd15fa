"""What a board did about a query, in words: the change itself, then what it wrote."""

from collections.abc import Sequence
from datetime import date
from enum import Enum

from csp_desktop.core.figures import Figure
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import day_words
from csp_desktop.core.plan import Plan
from csp_desktop.core.review import Content, differences
from csp_desktop.services.import_report import ACTION_LABELS, FIGURE_LABELS

_WRITTEN = ("explanation", "comment", "reason", "note", "next_steps", "evidence")
_OF_NUMBER = ("value", "numerator", "denominator", "sample_size", "absence", "explains")


def answer_words(plan: Plan, before: Sequence[Content], now: Sequence[Content]) -> str:
    """What differs between two versions of a line, as its board would tell it.

    Args:
        plan: the indicators' units are in it.
        before, now: the records of the line in the two versions.

    Returns:
        Empty where nothing differs.
    """
    told, written = [], []
    then = {type(one): one for one in before}
    for record in now:
        was = then.get(type(record))
        if isinstance(record, Figure) and isinstance(was, Figure):
            told += _number_change(plan, was, record)
    for one in differences(before, now):
        if one.field in _WRITTEN:
            written += [str(one.now)] if one.now else []
        elif one.field == "status" and isinstance(one.now, Enum):
            told.append(f"Status now {_words(one.now)}.")
        elif one.field == "due":
            told.append(f"Due date moved from {_words(one.before)} to {_words(one.now)}.")
        elif one.field not in _OF_NUMBER:
            told.append(f"{_label(one.field)} changed.")
    return " ".join([*told, *written])


def _number_change(plan: Plan, was: Figure, now: Figure) -> list[str]:
    if was.number_mark == now.number_mark:
        return []
    unit = plan.indicator(now.indicator).unit
    return [f"Changed {figure_words(was, unit)} to {figure_words(now, unit)}."]


def _label(field: str) -> str:
    return {**FIGURE_LABELS, **ACTION_LABELS}.get(field, field.replace("_", " ").capitalize())


def _words(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    return day_words(value) if isinstance(value, date) else "none"
