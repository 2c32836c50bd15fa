"""A figure: a value with its parts, or a typed absence, over a range of dates (DESIGN.md 4)."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from uuid import UUID, uuid4

from csp_desktop.core.periods import DateRange


class Unit(Enum):
    """What kind of number an indicator's figures are."""

    COUNT = "count"
    PERCENTAGE = "percentage"
    SURVEY_PERCENTAGE = "survey_percentage"
    RATE = "rate"
    MONEY = "money"

    @property
    def is_percentage(self) -> bool:
        """Whether its values run from 0 to 100 per cent."""
        return self in (Unit.PERCENTAGE, Unit.SURVEY_PERCENTAGE)


class Absence(Enum):
    """Why there is no number. Zero is a number; a blank is `NOT_ENTERED` and nothing else."""

    NOT_ENTERED = "not_entered"
    NOT_YET_AVAILABLE = "not_yet_available"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"
    WITHHELD = "withheld"
    RESTRICTED = "restricted"

    @property
    def words(self) -> str:
        """The absence as a person reads it."""
        return _ABSENCE_WORDS[self]


_ABSENCE_WORDS = {
    Absence.NOT_ENTERED: "not entered",
    Absence.NOT_YET_AVAILABLE: "Not yet available",
    Absence.NOT_COLLECTED: "Not collected",
    Absence.NOT_APPLICABLE: "Not applicable",
    Absence.WITHHELD: "Withheld by supplier",
    Absence.RESTRICTED: "Restricted",
}


class FigureStatus(Enum):
    """How sure its supplier is of a figure."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    FINAL = "final"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One indicator, one area, one range of dates: a value with its parts, or why there is none.

    Attributes:
        value: the number as given, in the indicator's unit; a percentage as 0 to 100. None where
            only its parts were given, or nothing was.
        numerator: what is counted, for percentages.
        denominator: what it is a part of; above 0.
        sample_size: how many were asked, for surveys.
        absence: why there is no number; None exactly where there is one.
        expected_on: when a figure that is not yet available should come.
        explanation: the board's note on what the rules query in this figure.
        explains: the `number_mark` it was written for.
        shared: what both sides last held, as the exchange of workbooks writes it; empty where
            the figure has never been exchanged.
        version: 0 before it is first stored, then one more with every change.

    Raises:
        ValueError: it has both a number and an absence, or neither.
    """

    indicator: str
    area: str
    period: DateRange
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    sample_size: int | None = None
    absence: Absence | None = None
    expected_on: date | None = None
    expected_from: str = ""
    status: FigureStatus = FigureStatus.PROVISIONAL
    source: str = ""
    obtained: date | None = None
    comment: str = ""
    explanation: str = ""
    explains: str = ""
    shared: str = ""
    version: int = 0
    id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        if self.has_number == (self.absence is not None):
            raise ValueError(
                f"{self.indicator} {self.period}: a figure has a number or an absence, never both"
            )

    @property
    def has_number(self) -> bool:
        """Whether there is a value, or a part from which one follows or which stands for itself."""
        return self.value is not None or self.numerator is not None

    @property
    def entered(self) -> bool:
        """Whether somebody has answered: with a number, or with a typed absence."""
        return self.absence is not Absence.NOT_ENTERED

    @property
    def exact(self) -> Fraction | None:
        """The number without rounding: numerator over denominator where both are kept.

        A percentage comes as 0 to 100. None where there is no number.
        """
        if self.numerator is not None and self.denominator:
            return Fraction(self.numerator) / Fraction(self.denominator) * 100
        return None if self.value is None else Fraction(self.value)

    @property
    def number_mark(self) -> str:
        """The number with its parts, or the absence, as one short text that changes with it."""
        parts = (self.value, self.numerator, self.denominator)
        shown = ["" if part is None else _plain(part) for part in parts]
        shown.append("" if self.sample_size is None else str(self.sample_size))
        shown.append(self.absence.value if self.absence else "")
        return "|".join(shown)

    @property
    def explained(self) -> bool:
        """Whether the board has said why the figure is as it stands now."""
        return bool(self.explanation) and self.explains == self.number_mark

    def explained_by(self, note: str) -> "Figure":
        """The figure with a note on it as it stands; no words take the note away."""
        note = note.strip()
        return replace(self, explanation=note, explains=self.number_mark if note else "")

    def same_content(self, other: "Figure") -> bool:
        """Whether the two say the same, whoever stored them and how often."""
        own = replace(self, id=other.id, version=other.version, shared=other.shared)
        return own == other


def _plain(part: Decimal) -> str:
    """The number without zeros that say nothing: 12.50 is 12.5, and there is one nought."""
    text = f"{part:f}"
    bare = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if bare in ("-0", "") else bare


def blank(indicator: str, area: str, period: DateRange) -> Figure:
    """A figure nobody has entered yet."""
    return Figure(indicator=indicator, area=area, period=period, absence=Absence.NOT_ENTERED)


@dataclass(frozen=True)
class EarlierFigure:
    """What a figure said before it was changed: `reported as n, now m`.

    Attributes:
        figure: the figure as it stood; its `version` says which of its states this is.
        replaced_at: when the next version took its place, as ISO 8601 in UTC.
        replaced_by: who changed it.
    """

    figure: Figure
    replaced_at: str
    replaced_by: str
