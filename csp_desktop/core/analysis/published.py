"""The published-figure check: printed changes that do not follow from the printed values.

Each change is worked out again exactly and rounded half up to the decimals it was printed with.
Where it differs, the usual slips are tried one by one to say how it may have come about.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from csp_desktop.core.numbers import number_words, rounded


class ChangeKind(Enum):
    """What a printed change says: a number of events, a per cent of the earlier, or points."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    VALUE = "value"  # no change, but a value that is printed a second time


@dataclass(frozen=True)
class PrintedChange:
    """One change as it is printed, with the values it is printed beside.

    Attributes:
        table, row, column: where it stands.
        earlier, later: exactly, as far as they are printed; of a value printed twice, `later`.
        printed: with so many decimals; a fall is negative unless `is_reduction`.
        other_bases: values of other periods beside them, that a slip could have taken.
        rounded_values: earlier and later as printed after rounding, where they are kept exactly.
    """

    table: str
    row: str
    column: str
    kind: ChangeKind
    earlier: Fraction
    later: Fraction
    printed: Decimal
    places: int
    is_reduction: bool = False
    other_bases: tuple[Fraction, ...] = ()
    rounded_values: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True)
class PublishedError:
    """A printed change that does not follow.

    Attributes:
        published, computed: in words, with the unit.
        how: how it may have come about; empty where no slip leads there.
    """

    table: str
    row: str
    column: str
    published: str
    computed: str
    how: str


def published_errors(changes: Iterable[PrintedChange]) -> list[PublishedError]:
    """The changes that do not follow from the values printed beside them, in their order."""
    return [error for one in changes if (error := _error(one)) is not None]


def _error(one: PrintedChange) -> PublishedError | None:
    exact = _change(one, one.kind, one.earlier, one.later)
    if exact is None or rounded(exact, one.places) == one.printed:
        return None
    return PublishedError(
        one.table,
        one.row,
        one.column,
        _words(one, Fraction(one.printed)),
        _words(one, exact),
        _how(one, exact),
    )


def _change(
    one: PrintedChange, kind: ChangeKind, earlier: Fraction, later: Fraction
) -> Fraction | None:
    """The change exactly; None for a per cent of nothing."""
    if kind is ChangeKind.VALUE:
        return later
    change = earlier - later if one.is_reduction else later - earlier
    if kind is not ChangeKind.PERCENT:
        return change
    return change / earlier * 100 if earlier else None


def _how(one: PrintedChange, exact: Fraction) -> str:
    printed = Fraction(one.printed)
    step = Fraction(1, 10**one.places)
    if printed == _cut(exact, one.places):
        return "cut off instead of rounded"
    if one.rounded_values and _shows(one, one.kind, *one.rounded_values):
        return "worked out from rounded percentages"
    if any(_shows(one, one.kind, base, one.later) for base in one.other_bases):
        return "worked out against another period"
    if one.kind is ChangeKind.PERCENT:
        change = _change(one, ChangeKind.COUNT, one.earlier, one.later) or Fraction(0)
        shares = (change / base * 100 for base in one.other_bases if base)
        if any(rounded(share, one.places) == one.printed for share in shares):
            return "divided by the value of another period"
    other = ChangeKind.POINTS if one.kind is ChangeKind.PERCENT else ChangeKind.PERCENT
    if one.kind in (ChangeKind.PERCENT, ChangeKind.POINTS) and _shows(
        one, other, one.earlier, one.later
    ):
        return "points printed as per cent" if other is ChangeKind.POINTS else "per cent as points"
    if abs(printed - rounded_fraction(exact, one.places)) == step:
        return "off by one in the last digit"
    if printed == -rounded_fraction(exact, one.places):
        return "the sign is turned round"
    return _digit(printed, rounded_fraction(exact, one.places), one.places)


def rounded_fraction(number: Fraction, places: int) -> Fraction:
    """A number as it is printed with so many decimals, to reckon with."""
    return Fraction(rounded(number, places))


def _shows(one: PrintedChange, kind: ChangeKind, earlier: Fraction, later: Fraction) -> bool:
    exact = _change(one, kind, earlier, later)
    return exact is not None and rounded(exact, one.places) == one.printed


def _cut(number: Fraction, places: int) -> Fraction:
    """The number with the decimals beyond simply left off."""
    scaled = abs(number) * 10**places
    whole = Fraction(scaled.numerator // scaled.denominator, 10**places)
    return whole if number >= 0 else -whole


def _digit(printed: Fraction, proper: Fraction, places: int) -> str:
    """Whether the two differ in one digit."""
    one, other = (f"{rounded(abs(number), places)}" for number in (printed, proper))
    differ = sum(left != right for left, right in zip(one, other, strict=False))
    same_length = len(one) == len(other) and (printed >= 0) == (proper >= 0)
    return "one digit is another" if same_length and differ == 1 else ""


def _words(one: PrintedChange, number: Fraction) -> str:
    signed = one.kind is not ChangeKind.VALUE and not one.is_reduction
    shown = number_words(number, one.places, sign=signed)
    units = {ChangeKind.PERCENT: "%", ChangeKind.POINTS: " points"}
    return shown + units.get(one.kind, "")
