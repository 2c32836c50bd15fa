"""Validation: a record in, a list of problems out; the same offline and centrally.

Errors stop a return from being submitted, never a figure from being saved; queries want a note;
information only informs (CONVENTIONS.md D14). Errors and information name their line, and quote its
name in mid-sentence. What a figure's past says of it is in `queries`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate
from csp_desktop.core.figures import Figure, Unit
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import day_words
from csp_desktop.core.plan import Indicator


class Severity(Enum):
    """What a problem asks of the person."""

    ERROR = "error"
    QUERY = "query"
    INFORMATION = "information"


@dataclass(frozen=True)
class Problem:
    """One finding on one line: the rule's id, how much it matters, and one sentence.

    Attributes:
        subject: the line's code.
        field: the field of the line in which it can be put right.
        title: the rule in a few words; where there are none the sentence says all.
        explained: whether the board has answered a query.
    """

    rule: str
    severity: Severity
    subject: str
    message: str
    field: str = "number"
    title: str = ""
    explained: bool = False

    @property
    def waits(self) -> bool:
        """Whether it is a query without an answer."""
        return self.severity is Severity.QUERY and not self.explained


def figure_problems(indicator: Indicator, figure: Figure) -> list[Problem]:
    """Every error of a figure that can be seen from the figure itself."""
    if figure.absence is not None:
        return []
    found = []
    for rule, check in _FIGURE_RULES.items():
        message = check(indicator, figure)
        if message:
            field = _FIELD_OF_RULE.get(rule, "number")
            found.append(Problem(rule, Severity.ERROR, indicator.code, message, field))
    return found


def missing_figure(indicator: Indicator) -> Problem:
    """The error of a figure that nobody has entered."""
    message = f"Enter the figure for “{indicator.name}”, or say why there is none"
    return Problem("not-entered", Severity.ERROR, indicator.code, message)


def action_problems(
    action: Action, update: ActionUpdate, last: ActionUpdate | None, as_of: date
) -> list[Problem]:
    """What the rules say of an action and what a board reports on it.

    Args:
        action: of the return.
        update: this quarter's.
        last: last quarter's, if there is one.
        as_of: the last day the return reports on.
    """
    found = []
    for rule, (severity, field, check) in _ACTION_RULES.items():
        message = check(_Reported(action, update, last, as_of))
        if message:
            found.append(Problem(rule, severity, action.code, message, field))
    return found


def missing_update(action: Action) -> Problem:
    """The error of an action on which nobody has reported."""
    message = f"Choose a status for action {action.code}"
    return Problem("status-missing", Severity.ERROR, action.code, message, "status")


def unreadable(code: str, field: str, message: str) -> Problem:
    """The error of text that stands in a field and could not be read."""
    return Problem("not-readable", Severity.ERROR, code, message, field)


def with_note(problem: Problem, explained: bool) -> Problem:
    """A query with whether the board has answered it."""
    return replace(problem, explained=explained and problem.severity is Severity.QUERY)


def as_given(number: Decimal) -> str:
    """`1,414`, `0.50`: a number with the decimals it was given with."""
    return number_words(number, decimals(number))


def decimals(number: Decimal) -> int:
    """How many decimals a number was given with."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _negative(indicator: Indicator, figure: Figure) -> str:
    if indicator.unit is Unit.MONEY:
        return ""
    parts = [figure.numerator, figure.denominator, figure.sample_size]
    if not indicator.unit.is_percentage:
        parts.append(figure.value)  # of a percentage, its range says it
    if any(part is not None and part < 0 for part in parts):
        return f"{indicator.name} must be 0 or more"
    return ""


def _whole(indicator: Indicator, figure: Figure) -> str:
    if indicator.unit is Unit.COUNT and not _is_whole(figure.value):
        return f"{indicator.name} must be a whole number, like 30"
    if not (_is_whole(figure.numerator) and _is_whole(figure.denominator)):
        return f"{indicator.name}: both parts must be whole numbers, like 24/413"
    return ""


def _within_denominator(indicator: Indicator, figure: Figure) -> str:
    part, whole = figure.numerator, figure.denominator
    if part is None or whole is None or not indicator.unit.is_percentage:
        return ""
    if whole == 0:
        return (
            f"{indicator.name}: the number it is a part of must be 1 or more; where there were "
            "none, enter n/a"
        )
    if part > whole:
        return (
            f"{indicator.name}: {as_given(part)} must be {as_given(whole)} or fewer, "
            "because it is a part of it"
        )
    return ""


def _denominator_missing(indicator: Indicator, figure: Figure) -> str:
    if indicator.unit.is_percentage and figure.value is None and figure.denominator is None:
        return f"Enter what “{indicator.name}” is out of"
    return ""


def _percentage(indicator: Indicator, figure: Figure) -> str:
    value = figure.value
    if indicator.unit.is_percentage and value is not None and not 0 <= value <= 100:
        return f"{indicator.name} must be between 0% and 100%"
    return ""


def _sample_size(indicator: Indicator, figure: Figure) -> str:
    if indicator.unit is Unit.SURVEY_PERCENTAGE and not figure.sample_size:
        return f"Enter the sample size of “{indicator.name}”: how many people were asked"
    return ""


def _wrong_kind(indicator: Indicator, figure: Figure) -> str:
    has_parts = figure.numerator is not None or figure.denominator is not None
    if has_parts and not indicator.unit.is_percentage:
        return f"{indicator.name} is not a percentage: enter one number"
    if figure.sample_size is not None and indicator.unit is not Unit.SURVEY_PERCENTAGE:
        return f"{indicator.name} is not a survey: it has no sample size"
    return ""


def _is_whole(part: Decimal | None) -> bool:
    return part is None or part == part.to_integral_value()


_FIGURE_RULES: dict[str, Callable[[Indicator, Figure], str]] = {
    "negative": _negative,
    "decimals-in-count": _whole,
    "numerator-above-denominator": _within_denominator,
    "denominator-missing": _denominator_missing,
    "percentage-range": _percentage,
    "sample-size-missing": _sample_size,
    "wrong-kind": _wrong_kind,
}
_FIELD_OF_RULE = {"sample-size-missing": "sample_size", "denominator-missing": "denominator"}


@dataclass(frozen=True)
class _Reported:
    """An action with what is reported on it."""

    action: Action
    update: ActionUpdate
    last: ActionUpdate | None
    as_of: date


def _percent_range(one: _Reported) -> str:
    percent = one.update.percent
    if percent is not None and not 0 <= percent <= 100:
        return f"Action {one.action.code}: percent complete must be between 0 and 100"
    return ""


def _off_track_without_reason(one: _Reported) -> str:
    if one.update.status is ActionStatus.OFF_TRACK and not one.update.reason.strip():
        return f"Action {one.action.code} is off track and no reason is given"
    return ""


def _complete_and_not(one: _Reported) -> str:
    percent = one.update.percent
    if one.update.status is ActionStatus.COMPLETE and percent is not None and percent < 100:
        return f"Action {one.action.code} is complete and {percent}% done"
    return ""


def _past_due(one: _Reported) -> str:
    due, status = one.action.due, one.update.status
    if due is None or due > one.as_of or (status is not None and not status.unfinished):
        return ""
    return f"Action {one.action.code} was due on {day_words(due)} and has no new date"


def _same_note(one: _Reported) -> str:
    before = one.last.note.strip() if one.last else ""
    if before and one.update.note.strip() == before:
        return f"Action {one.action.code}: the progress is last quarter’s, word for word"
    return ""


_ACTION_RULES: dict[str, tuple[Severity, str, Callable[[_Reported], str]]] = {
    "percent-complete-range": (Severity.ERROR, "percent", _percent_range),
    "off-track-without-reason": (Severity.INFORMATION, "reason", _off_track_without_reason),
    "complete-and-not": (Severity.INFORMATION, "percent", _complete_and_not),
    "past-due": (Severity.INFORMATION, "due", _past_due),
    "same-note": (Severity.INFORMATION, "note", _same_note),
}
