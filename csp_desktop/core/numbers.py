"""Rounding and number words: half up, in decimal arithmetic, at display only (DESIGN.md 5)."""

import math
from decimal import Decimal
from fractions import Fraction

from csp_desktop.core.figures import Figure, Unit

MINUS = "−"


def rounded(number: Fraction | Decimal | int, places: int) -> Decimal:
    """The number to so many decimal places, halves away from zero."""
    exact = Fraction(number)
    whole = math.floor(abs(exact) * 10**places + Fraction(1, 2))
    sign = int(exact < 0 and whole != 0)
    return Decimal((sign, Decimal(whole).as_tuple().digits, -places))


def number_words(number: Fraction | Decimal | int, places: int = 0, *, sign: bool = False) -> str:
    """`1,234`, `−4.5`, `+3`: thousands comma, true minus, a plus only where asked."""
    shown = rounded(number, places)
    text = f"{shown.copy_abs():,.{places}f}"
    if shown < 0:
        return MINUS + text
    return "+" + text if sign and shown > 0 else text


def unit_words(number: Fraction, unit: Unit, places: int | None = None) -> str:
    """A number that was worked out, in a unit: `1,095`, `8.7%`, `£5`, `1.04`.

    Args:
        number: exactly; a percentage as 0 to 100.
        unit: of the indicator.
        places: decimals; None for those of the unit.
    """
    usual = 1 if unit.is_percentage else 2 if unit is Unit.RATE else 0
    shown = number_words(abs(number), usual if places is None else places)
    minus = MINUS if number < 0 and shown.strip("0.") else ""
    pound = "£" if unit is Unit.MONEY else ""
    return f"{minus}{pound}{shown}{'%' if unit.is_percentage else ''}"


def decimal_words(number: Decimal) -> str:
    """A number as it was written, without zeros that say nothing: `20`, `2.5`."""
    exponent = number.normalize().as_tuple().exponent
    return number_words(number, max(0, -exponent) if isinstance(exponent, int) else 0)


def figure_words(figure: Figure, unit: Unit) -> str:
    """The figure as a table cell shows it: `1,095`, `8.7%`, `£5`, or its absence in words."""
    if figure.absence is not None:
        return figure.absence.words
    exact = figure.exact
    if exact is None:
        return number_words(figure.numerator or 0)
    if unit.is_percentage:
        return number_words(exact, _places(figure, 1)) + "%"
    if unit is Unit.MONEY:
        return ("−£" if exact < 0 else "£") + number_words(abs(exact), _places(figure, 0))
    return number_words(exact, _places(figure, 0))


def _places(figure: Figure, computed: int) -> int:
    """The decimals a value was given with; so many where it is worked out from its parts."""
    if figure.value is None or (figure.numerator is not None and figure.denominator):
        return computed
    exponent = figure.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
