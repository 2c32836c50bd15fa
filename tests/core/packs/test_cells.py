"""Figures and findings as cells: numbers as they are, else the mark of why there is none."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.dashboard import IndicatorRow
from csp_desktop.core.editions import Withheld
from csp_desktop.core.figures import Absence
from csp_desktop.core.packs.cells import (
    change_cell,
    colour_words,
    figure_cell,
    is_missed,
    latest_cell,
    number_cell,
    period_words,
    signal_words,
    words_cell,
)
from csp_desktop.core.packs.document import (
    CONFIDENTIAL,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    Number,
)
from csp_desktop.core.periods import DateRange, parse_range
from csp_desktop.core.plan import Indicator, Plan
from tests.core.analysis.making import COMPLETED, CONFIDENCE, RATE, ROBBERIES, SPENT, point
from tests.core.packs.making import THEFTS, quarters, row

Q1 = "2015/16-Q1"


@pytest.mark.parametrize(
    ("indicator", "value", "number"),
    [
        (ROBBERIES, Fraction(277), Number(Decimal(277))),
        (ROBBERIES, Fraction(0), Number(Decimal(0))),
        (RATE, Fraction(2, 3), Number(Decimal("0.67"), 2)),
        (CONFIDENCE, Fraction(78), Number(Decimal(78), 0, "%")),
        (CONFIDENCE, Fraction(157, 2), Number(Decimal("78.5"), 1, "%")),
        (SPENT, Fraction(12500), Number(Decimal(12500), 0, "£")),
    ],
)
def test_a_number_is_a_number_with_the_unit_that_is_shown(
    indicator: Indicator, value: Fraction, number: Number
) -> None:
    assert number_cell(indicator, point(Q1, value)) == number
    assert figure_cell(indicator, point(Q1, value)) == number


def test_a_percentage_of_parts_has_a_decimal_even_where_it_is_whole() -> None:
    half = point(Q1, 50, parts=(Fraction(12), Fraction(24)))
    assert number_cell(COMPLETED, half) == Number(Decimal("50.0"), 1, "%")


@pytest.mark.parametrize(
    ("gap", "mark"),
    [
        (Withheld.WITHHELD.value, CONFIDENTIAL),
        (Withheld.RESTRICTED.value, CONFIDENTIAL),
        (Absence.NOT_APPLICABLE.words, NOT_APPLICABLE),
        (Absence.NOT_COLLECTED.words, NOT_AVAILABLE),
        (Absence.NOT_ENTERED.words, NOT_AVAILABLE),
        ("", NOT_AVAILABLE),
    ],
)
def test_a_gap_bears_the_mark_of_its_reason_and_is_never_nought(gap: str, mark: str) -> None:
    assert figure_cell(ROBBERIES, point(Q1, None, gap=gap)) == mark
    assert latest_cell(IndicatorRow(ROBBERIES, None, gap)) == mark


def test_a_period_that_is_not_there_is_not_available() -> None:
    assert figure_cell(ROBBERIES, None) == NOT_AVAILABLE


def test_the_latest_number_is_the_last_of_the_series(plan: Plan) -> None:
    assert latest_cell(row(plan, "H3", quarters(THEFTS))) == Number(Decimal(277))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("+12.9%", Number(Decimal("12.9"), 1, "%", signed=True)),
        ("−3.0%", Number(Decimal("-3.0"), 1, "%")),
        ("1,204", Number(Decimal(1204))),
        ("75", Number(Decimal(75))),
        ("+0.5 points", "+0.5 points"),
        (",", ","),
        ("", ""),
        ("fewer than 5", "fewer than 5"),
    ],
)
def test_a_number_in_words_becomes_that_number(text: str, cell: object) -> None:
    assert words_cell(text) == cell


@given(st.text() | st.text("+−0123456789,.%", max_size=8))
def test_any_text_is_a_cell(text: str) -> None:
    cell = words_cell(text)
    assert cell == text or isinstance(cell, Number)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2015/16-Q1", "2015/16-Q1"),
        ("2014/15", "2014/15"),
        ("2013-10..2014-09", "October 2013 to September 2014"),
    ],
)
def test_a_period_is_named_as_people_name_it(period: str, words: str) -> None:
    assert period_words(parse_range(period)) == words
    assert period_words(DateRange(date(2014, 11, 30), date(2014, 11, 30))) == "30 November 2014"


def test_a_difference_says_which_way_it_reads(plan: Plan) -> None:
    found = row(plan, "H3", quarters(THEFTS)).findings
    assert found is not None
    assert change_cell(found.short) == "+30.7%, worse", "277 on 212"
    alone = row(plan, "H3", quarters([277])).findings
    assert alone is not None
    assert change_cell(alone.short) == "Not compared"


def test_a_colour_is_a_word_or_why_there_is_none(plan: Plan) -> None:
    """H3: 277 against the 218 a quarter that 6% fewer than in 2014/15 asks for, or 202 to 247."""
    red = row(plan, "H3", quarters(THEFTS))
    assert (colour_words(red), is_missed(red)) == ("Red", True)
    bare = row(plan, "H3")
    assert (colour_words(bare), colour_words(bare, forecast=True)) == ("No figure", "No figure")
    assert not is_missed(bare)


def test_a_signal_names_the_rule_that_a_figure_breaks(plan: Plan) -> None:
    usual = [100, 104, 98, 101, 103, 97, 100, 102, 99, 101, 103, 98]
    assert signal_words(row(plan, "H8", quarters([*usual, 101]))).startswith("Common cause")
    assert signal_words(row(plan, "H8", quarters([*usual, 140]))).startswith("Concern: outside")
    assert signal_words(row(plan, "H8", quarters([100, 104]))) == "Not charted"
