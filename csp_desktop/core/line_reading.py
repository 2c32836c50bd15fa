"""Reading the fields of one line of a return, as the grid and its workbook lay them out.

The number's own cell may say everything (`24/413`, `NYA`); the columns beside it say one part each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.plan import Indicator
from csp_desktop.core.reading import (
    UnreadableError,
    number,
    read_cell,
    read_day,
    read_whole,
    typed_text,
)
from csp_desktop.core.texts import storable

NUMBER = "number"


@dataclass(frozen=True)
class LineReading:
    """A figure with what could be read, and why the rest could not, by field."""

    figure: Figure
    refused: Mapping[str, UnreadableError]


def read_line(indicator: Indicator, figure: Figure, texts: Mapping[str, str]) -> LineReading:
    """Read texts into a figure, in the order of the fields, whatever order they came in.

    Where the number's own text says something, the blank texts of its parts beside it say nothing.

    Args:
        indicator: whose line it is.
        figure: as it stands.
        texts: by field, one of `FIGURE_FIELDS`.

    Returns:
        The figure with every field that could be read; a field that could not stays as it was.
    """
    refused: dict[str, UnreadableError] = {}
    said = bool(texts.get(NUMBER, "").strip())
    for name, read in _FIELDS.items():
        if name not in texts or (said and name in _PARTS and not texts[name].strip()):
            continue
        try:
            figure = read(indicator, figure, texts[name])
        except UnreadableError as error:
            refused[name] = error
    return LineReading(figure, refused)


def field_text(name: str, indicator: Indicator, figure: Figure) -> str:
    """What a person would type into a field to get what the figure holds there."""
    match name:
        case "number":
            return typed_text(_without_parts(indicator, figure), indicator.unit)
        case "numerator" | "denominator" | "sample_size":
            part = getattr(figure, name)
            return "" if part is None else f"{part:f}" if isinstance(part, Decimal) else str(part)
        case "absence":
            return figure.absence.words if figure.absence and figure.entered else ""
        case "expected_on" | "obtained":
            day = getattr(figure, name)
            return "" if day is None else f"{day.day} {day:%b %Y}"
        case "status":
            return figure.status.value.capitalize() if figure.entered else ""
        case _:
            return str(getattr(figure, name))


def blank_again(figure: Figure) -> Figure:
    """The figure without its number or absence; what is said about it stays."""
    return replace(
        figure,
        value=None,
        numerator=None,
        denominator=None,
        sample_size=None,
        absence=Absence.NOT_ENTERED,
        expected_on=None,
        expected_from="",
    )


def _without_parts(indicator: Indicator, figure: Figure) -> Figure:
    """The figure as its number's own field says it, where that cannot say the parts as well."""
    is_survey = indicator.unit is Unit.SURVEY_PERCENTAGE
    if figure.value is not None and (figure.denominator is not None or is_survey):
        return replace(figure, numerator=None)
    return figure


def _number(indicator: Indicator, figure: Figure, text: str) -> Figure:
    return read_cell(text, indicator.unit, indicator.name).onto(figure)


def _numerator(indicator: Indicator, figure: Figure, text: str) -> Figure:
    part = _part(indicator, text, "the numerator")
    if part is None and figure.value is None:
        return blank_again(figure) if figure.has_number else figure
    if part is not None and figure.absence is not None:
        figure = replace(figure, expected_on=None, expected_from="")
    return replace(figure, numerator=part, absence=None)


def _denominator(indicator: Indicator, figure: Figure, text: str) -> Figure:
    part = _part(indicator, text, "what it is out of")
    if part is not None and not figure.has_number:
        raise UnreadableError(f"Enter the numerator of “{indicator.name}” too")
    return replace(figure, denominator=part)


def _part(indicator: Indicator, text: str, what: str) -> Decimal | None:
    if not text.strip():
        return None
    if not indicator.unit.is_percentage:
        raise UnreadableError(f"{indicator.name} is not a percentage: enter one number")
    try:
        return number(text)
    except ValueError as error:
        raise UnreadableError(
            f"{indicator.name}: {what} must be a whole number, like 30"
        ) from error


def _sample_size(indicator: Indicator, figure: Figure, text: str) -> Figure:
    asked = read_whole(text, f"{indicator.name}: the sample size")
    if asked is not None and indicator.unit is not Unit.SURVEY_PERCENTAGE:
        raise UnreadableError(f"{indicator.name} is not a survey: it has no sample size")
    if asked is not None and not figure.has_number:
        raise UnreadableError(f"Enter the percentage of “{indicator.name}” too")
    return replace(figure, sample_size=asked)


def _absence(indicator: Indicator, figure: Figure, text: str) -> Figure:
    reading = read_cell(text, indicator.unit, indicator.name) if text.strip() else None
    if reading is None:
        return figure if figure.has_number else blank_again(figure)
    if reading.absence is None:
        known = ", ".join(one.words for one in Absence if one is not Absence.NOT_ENTERED)
        raise UnreadableError(f"{indicator.name}: why there is no figure must be one of: {known}")
    if figure.has_number:
        raise UnreadableError(
            f"{indicator.name} has a figure and a reason for having none: clear one of the two"
        )
    return reading.onto(figure)


def _expected_on(indicator: Indicator, figure: Figure, text: str) -> Figure:
    day = read_day(text, f"{indicator.name}: the day it is expected")
    if day is not None and figure.absence is not Absence.NOT_YET_AVAILABLE:
        raise UnreadableError(
            f"{indicator.name}: only a figure that is not yet available is awaited"
        )
    return replace(figure, expected_on=day)


def _status(indicator: Indicator, figure: Figure, text: str) -> Figure:
    bare = text.strip().lower().removesuffix(".")
    if not bare:
        return figure
    for status in FigureStatus:
        if status.value == bare or (len(bare) >= 3 and status.value.startswith(bare)):
            return replace(figure, status=status)
    raise UnreadableError(f"{indicator.name}: the status must be Provisional, Revised or Final")


def _words(name: str) -> Callable[[Indicator, Figure, str], Figure]:
    def read(indicator: Indicator, figure: Figure, text: str) -> Figure:
        fields = {name: storable(text).strip()}
        return replace(figure, **fields)  # type: ignore[arg-type]

    return read


def _obtained(indicator: Indicator, figure: Figure, text: str) -> Figure:
    return replace(figure, obtained=read_day(text, f"{indicator.name}: the day it was obtained"))


# In the order of the return workbook, in which a number comes before what depends on it.
_FIELDS: dict[str, Callable[[Indicator, Figure, str], Figure]] = {
    NUMBER: _number,
    "numerator": _numerator,
    "denominator": _denominator,
    "sample_size": _sample_size,
    "absence": _absence,
    "expected_on": _expected_on,
    "expected_from": _words("expected_from"),
    "status": _status,
    "source": _words("source"),
    "obtained": _obtained,
    "comment": _words("comment"),
}
FIGURE_FIELDS = tuple(_FIELDS)
_PARTS = frozenset({"numerator", "denominator", "sample_size", "absence"})

_MILESTONE = "milestone "
_ACTION_FIELDS: dict[str, tuple[str, Callable[[str, str], object]]] = {
    "start": ("Start", read_day),
    "due": ("Due", read_day),
    "percent": ("Percent complete", read_whole),
}


def milestone_field(number: int, day: str) -> str:
    """The name of the field of one of a milestone's days, `milestone 2 due`.

    Args:
        number: 1 for the first milestone.
        day: due or met on.
    """
    return f"{_MILESTONE}{number} {day}"


def is_milestone_field(field: str) -> bool:
    """Whether a field is a day of a milestone."""
    return field.startswith(_MILESTONE)


def read_action_field(field: str, text: str) -> object:
    """What was typed into a date or the percentage of an action; None for nothing.

    Args:
        field: start, due, percent, or a day of a milestone.
        text: as typed.

    Raises:
        UnreadableError: it cannot be read.
    """
    if is_milestone_field(field):
        return read_day(text, field.capitalize())
    name, read = _ACTION_FIELDS[field]
    return read(text, name)


def refusal(field: str, text: str) -> str:
    """Why the text in an action's field cannot be read; empty where it can."""
    try:
        read_action_field(field, text)
    except UnreadableError as error:
        return str(error)
    return ""
