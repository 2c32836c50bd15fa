from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.figures import Absence, Figure, Unit
from csp_desktop.core.numbers import figure_words, number_words, rounded
from csp_desktop.core.periods import parse_range


def words(unit: Unit, **parts: Any) -> str:
    period = parse_range("2015/16-Q1")
    return figure_words(Figure(indicator="H2", area="Hackney", period=period, **parts), unit)


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.05", 1, "0.1"),
        ("0.25", 1, "0.3"),
        ("1.005", 2, "1.01"),
        ("8.649999", 1, "8.6"),
        ("1095", 0, "1095"),
    ],
)
def test_halves_are_rounded_away_from_zero(number: str, places: int, shown: str) -> None:
    assert rounded(Decimal(number), places) == Decimal(shown)


def test_a_third_is_rounded_from_the_exact_fraction() -> None:
    assert rounded(Fraction(2400, 413), 1) == Decimal("5.8")
    assert rounded(Fraction(1, 3), 4) == Decimal("0.3333")


@given(st.fractions(), st.integers(0, 6))
def test_a_rounded_number_is_never_off_by_more_than_a_half(number: Fraction, places: int) -> None:
    off = abs(Fraction(rounded(number, places)) - number)
    assert off <= Fraction(1, 2 * 10**places)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_rounded_number_has_the_sign_of_its_number_turned(number: Decimal) -> None:
    assert rounded(-number, 2) == -rounded(number, 2)


@pytest.mark.parametrize(
    ("number", "places", "sign", "shown"),
    [
        ("1234", 0, False, "1,234"),
        ("1234567.891", 2, False, "1,234,567.89"),
        ("-4.5", 1, False, "−4.5"),
        ("3", 0, True, "+3"),
        ("0", 0, True, "0"),
        ("-0.4", 0, True, "0"),
        ("-12345", 0, True, "−12,345"),
    ],
)
def test_a_number_is_shown_with_commas_and_a_true_minus(
    number: str, places: int, sign: bool, shown: str
) -> None:
    assert number_words(Decimal(number), places, sign=sign) == shown


def test_a_number_of_seventy_digits_is_shown_to_the_last_one() -> None:
    assert number_words(Decimal("9" * 70)).replace(",", "") == "9" * 70


@pytest.mark.parametrize(
    ("unit", "parts", "shown"),
    [
        (Unit.COUNT, {"value": Decimal(1095)}, "1,095"),
        (Unit.COUNT, {"value": Decimal(0)}, "0"),
        (Unit.PERCENTAGE, {"value": Decimal("8.70")}, "8.70%"),
        (Unit.PERCENTAGE, {"value": Decimal(23)}, "23%"),
        (Unit.PERCENTAGE, {"numerator": Decimal(24), "denominator": Decimal(413)}, "5.8%"),
        (Unit.PERCENTAGE, {"numerator": Decimal(24)}, "24"),
        (Unit.SURVEY_PERCENTAGE, {"value": Decimal(78), "sample_size": 1171}, "78%"),
        (Unit.RATE, {"value": Decimal("1.02")}, "1.02"),
        (Unit.MONEY, {"value": Decimal(1250)}, "£1,250"),
        (Unit.MONEY, {"value": Decimal("-1250.50")}, "−£1,250.50"),
        (Unit.COUNT, {"value": Decimal("1E+3")}, "1,000"),
    ],
)
def test_a_figure_is_shown_as_a_table_cell_shows_it(
    unit: Unit, parts: dict[str, Any], shown: str
) -> None:
    assert words(unit, **parts) == shown


@pytest.mark.parametrize("absence", list(Absence))
def test_an_absent_figure_is_shown_in_words(absence: Absence) -> None:
    assert words(Unit.COUNT, absence=absence) == absence.words


def test_the_parts_count_for_the_percentage_that_is_shown() -> None:
    shown = words(
        Unit.PERCENTAGE, value=Decimal("7"), numerator=Decimal(16), denominator=Decimal(230)
    )
    assert shown == "7.0%"
