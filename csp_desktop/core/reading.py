"""Reading what people type into a figure cell, leniently and without guessing.

`1,234`, ` 12 `, `23%`, `£5`, `24/413`, `375 (23%)`, `78% of 1,171`, `n/a`; invisible characters
are ignored (CONVENTIONS.md D4, D10). What cannot be read is refused in words, never altered; what
may mean two things is asked back.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from csp_desktop.core.errors import UserError
from csp_desktop.core.figures import Absence, Figure, Unit

_NUMBER = r"[-−+]?£?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?"
_SPACED_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[^\S\n\r\t]\d{3})+(?!\d)")
_SPACE_BESIDE_NO_DIGIT = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_PLAIN = re.compile(_NUMBER)
_PARTS = re.compile(rf"({_NUMBER})(?:/|of|outof)({_NUMBER})", re.IGNORECASE)
_COUNT_AND_PERCENT = re.compile(rf"({_NUMBER})\(({_NUMBER})\)")

_ABSENCES = {
    "": Absence.NOT_ENTERED,
    "notentered": Absence.NOT_ENTERED,
    "nya": Absence.NOT_YET_AVAILABLE,
    "notyetavailable": Absence.NOT_YET_AVAILABLE,
    "notavailable": Absence.NOT_YET_AVAILABLE,
    "nodata": Absence.NOT_COLLECTED,
    "notcollected": Absence.NOT_COLLECTED,
    "n/a": Absence.NOT_APPLICABLE,
    "na": Absence.NOT_APPLICABLE,
    "notapplicable": Absence.NOT_APPLICABLE,
    "withheld": Absence.WITHHELD,
    "withheldbysupplier": Absence.WITHHELD,
    "restricted": Absence.RESTRICTED,
}
_DASHES = frozenset("-–—−") | {"--"}
_DASH_MAY_MEAN = (Absence.NOT_COLLECTED, Absence.NOT_APPLICABLE, Absence.NOT_YET_AVAILABLE)
_DAY_FORMS = (
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
)


class UnreadableError(UserError):
    """The text in a cell is neither a number nor an absence; the text is kept by whoever asked."""


class AmbiguousError(UnreadableError):
    """The text may mean several things; `choices` are texts that each mean one of them."""

    def __init__(self, message: str, choices: tuple[str, ...]) -> None:
        super().__init__(message)
        self.choices = choices


@dataclass(frozen=True)
class Reading:
    """What a cell's text says: numbers, or an absence."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    sample_size: int | None = None
    absence: Absence | None = None

    def onto(self, figure: Figure) -> Figure:
        """The figure with this content; its source, dates and comment stay."""
        waiting = self.absence is Absence.NOT_YET_AVAILABLE
        return replace(
            figure,
            value=self.value,
            numerator=self.numerator,
            denominator=self.denominator,
            sample_size=self.sample_size,
            absence=self.absence,
            expected_on=figure.expected_on if waiting else None,
            expected_from=figure.expected_from if waiting else "",
        )


def read_cell(text: str, unit: Unit, name: str) -> Reading:
    """What a typed cell says.

    Args:
        text: as typed or pasted.
        unit: the indicator's.
        name: how the indicator is called in the message.

    Raises:
        UnreadableError: it says nothing that this unit can hold.
        AmbiguousError: it may say several things, as a dash does, or 0.23 of a percentage.
    """
    bare = _bare(text)
    if bare in _DASHES:
        words = tuple(one.words for one in _DASH_MAY_MEAN)
        raise AmbiguousError(f"{name}: say what “{bare}” means, or enter the figure", words)
    if bare.lower() in _ABSENCES:
        return Reading(absence=_ABSENCES[bare.lower()])
    if parts := _PARTS.fullmatch(bare):
        return _read_parts(parts[1], parts[2], unit, name)
    if both := _COUNT_AND_PERCENT.fullmatch(bare):
        return _read_count_and_percent(both[1], both[2], unit, name)
    if _PLAIN.fullmatch(bare) and (unit.is_percentage or "%" not in bare):
        value = number(bare)
        if unit.is_percentage and "%" not in bare and 0 < value < 1:
            whole = f"{(value * 100).normalize():f}%"
            raise AmbiguousError(
                f"{name}: {value} may be {whole} or {value}%", (whole, f"{value}%")
            )
        return Reading(value=value)
    raise UnreadableError(f"{name} must be {_example(unit)}")


def typed_text(figure: Figure, unit: Unit) -> str:
    """What a person would type to get this figure; `read_cell` reads it back to the same."""
    if figure.absence is not None:
        return "" if figure.absence is Absence.NOT_ENTERED else figure.absence.words
    sign = "%" if unit.is_percentage else ""
    if figure.sample_size is not None and figure.value is not None:
        return f"{figure.value:f}{sign} of {figure.sample_size}"
    if figure.numerator is not None and figure.denominator is not None:
        return f"{figure.numerator:f}/{figure.denominator:f}"
    if figure.numerator is not None and figure.value is not None:
        return f"{figure.numerator:f} ({figure.value:f}%)"
    return "" if figure.value is None else f"{figure.value:f}{sign}"


def number(text: str) -> Decimal:
    """The number a text says, thousands commas, £ and % left aside.

    Raises:
        ValueError: the text is no number.
    """
    bare = _bare(text)
    if not _PLAIN.fullmatch(bare):
        raise ValueError(text)
    return Decimal(bare.translate({ord("−"): "-", ord(","): None, ord("£"): None, ord("%"): None}))


def read_whole(text: str, name: str) -> int | None:
    """A whole number; None for nothing.

    Raises:
        UnreadableError: it is none.
    """
    if not text.strip():
        return None
    try:
        found = number(text)
    except ValueError as error:
        raise UnreadableError(f"{name} must be a whole number, like 30") from error
    if found != found.to_integral_value():
        raise UnreadableError(f"{name} must be a whole number, like 30")
    return int(found)


def read_day(text: str, name: str) -> date | None:
    """A day as people type it: `14 Aug 2015`, `14 August 2015`, `14/08/2015`; None for nothing.

    Raises:
        UnreadableError: it is no real date.
    """
    bare = " ".join(text.split())
    if not bare:
        return None
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(bare, form).date()
        except ValueError:
            continue
    raise UnreadableError(f"{name} must be a real date, like 14 Aug 2015")


def _read_parts(first: str, second: str, unit: Unit, name: str) -> Reading:
    whole = number(second)
    if not unit.is_percentage or "%" in second:
        raise UnreadableError(f"{name} must be {_example(unit)}")
    if unit is Unit.PERCENTAGE:
        if "%" in first:
            raise UnreadableError(f"{name} must be {_example(unit)}")
        return Reading(numerator=number(first), denominator=whole)
    if whole != whole.to_integral_value():
        raise UnreadableError(f"{name} must be {_example(unit)}")
    if "%" in first:
        return Reading(value=number(first), sample_size=int(whole))
    return Reading(numerator=number(first), denominator=whole, sample_size=int(whole))


def _read_count_and_percent(count: str, percent: str, unit: Unit, name: str) -> Reading:
    if unit is not Unit.PERCENTAGE or "%" in count or "%" not in percent:
        raise UnreadableError(f"{name} must be {_example(unit)}")
    return Reading(value=number(percent), numerator=number(count))


def _example(unit: Unit) -> str:
    return {
        Unit.COUNT: "a whole number, like 30",
        Unit.PERCENTAGE: "a percentage, like 23% or 24/413",
        Unit.SURVEY_PERCENTAGE: "a percentage and how many were asked, like 78% of 1,171",
        Unit.RATE: "a number, like 1.02",
        Unit.MONEY: "an amount, like £1,250",
    }[unit]


def _bare(text: str) -> str:
    """The text without invisible characters and spaces, in plain characters for full-width ones.

    A space between digits goes only where it sets off thousands, and a footnote mark never becomes
    a digit: `30 40` and `375¹` are left to be refused.
    """
    visible = "".join(
        unicodedata.normalize("NFKC", character)
        if unicodedata.decomposition(character).startswith("<wide>")
        else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in ("Cf", "Cc")
    )
    joined = _SPACED_THOUSANDS.sub(lambda number: "".join(number[0].split()), visible.strip())
    return _SPACE_BESIDE_NO_DIGIT.sub("", joined)
