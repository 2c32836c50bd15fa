"""Validation: a figure in, a list of problems out; the same offline and centrally.

Errors stop a return from being submitted, never a figure from being saved (CONVENTIONS.md D14).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from csp_desktop.core.figures import Figure, Unit
from csp_desktop.core.plan import Indicator


class Severity(Enum):
    """What a problem asks of the person."""

    ERROR = "error"
    QUERY = "query"
    INFORMATION = "information"


@dataclass(frozen=True)
class Problem:
    """One finding on one record: the rule's id, how much it matters, and one sentence."""

    rule: str
    severity: Severity
    subject: str
    message: str


def figure_problems(indicator: Indicator, figure: Figure) -> list[Problem]:
    """Every problem of a figure that can be seen from the figure itself."""
    if figure.absence is not None:
        return []
    found = []
    for rule, check in _FIGURE_RULES.items():
        message = check(indicator, figure)
        if message:
            found.append(Problem(rule, Severity.ERROR, indicator.code, message))
    return found


def _subject(indicator: Indicator) -> str:
    return indicator.name


def _negative(indicator: Indicator, figure: Figure) -> str:
    parts = (figure.value, figure.numerator, figure.denominator, _decimal(figure.sample_size))
    if indicator.unit is not Unit.MONEY and any(part is not None and part < 0 for part in parts):
        return f"{_subject(indicator)} must be 0 or more"
    return ""


def _whole(indicator: Indicator, figure: Figure) -> str:
    counts = [figure.numerator, figure.denominator]
    if indicator.unit is Unit.COUNT:
        counts.append(figure.value)
    if any(part is not None and part != part.to_integral_value() for part in counts):
        return f"{_subject(indicator)} must be a whole number, like 30"
    return ""


def _within_denominator(indicator: Indicator, figure: Figure) -> str:
    if figure.numerator is None or figure.denominator is None:
        return ""
    if figure.denominator == 0:
        return f"{_subject(indicator)}: the number it is a part of must be 1 or more"
    if indicator.unit.is_percentage and figure.numerator > figure.denominator:
        return (
            f"{_subject(indicator)}: {figure.numerator} must be {figure.denominator} or fewer, "
            "because it is a part of it"
        )
    return ""


def _percentage(indicator: Indicator, figure: Figure) -> str:
    value = figure.value
    if indicator.unit.is_percentage and value is not None and not 0 <= value <= 100:
        return f"{_subject(indicator)} must be between 0% and 100%"
    return ""


def _sample_size(indicator: Indicator, figure: Figure) -> str:
    if indicator.unit is Unit.SURVEY_PERCENTAGE and not figure.sample_size:
        return f"Enter the sample size of {_subject(indicator)}: how many people were asked"
    return ""


def _wrong_kind(indicator: Indicator, figure: Figure) -> str:
    has_parts = figure.numerator is not None or figure.denominator is not None
    if has_parts and not indicator.unit.is_percentage:
        return f"{_subject(indicator)} is not a percentage: enter one number"
    return ""


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


_FIGURE_RULES: dict[str, Callable[[Indicator, Figure], str]] = {
    "negative": _negative,
    "decimals-in-count": _whole,
    "numerator-above-denominator": _within_denominator,
    "percentage-range": _percentage,
    "sample-size-missing": _sample_size,
    "wrong-kind": _wrong_kind,
}
