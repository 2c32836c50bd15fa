from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.published import ChangeKind, PrintedChange, published_errors
from csp_desktop.core.numbers import rounded

COUNT, PERCENT, POINTS = ChangeKind.COUNT, ChangeKind.PERCENT, ChangeKind.POINTS


def printed(kind: ChangeKind, earlier: str, later: str, text: str, **more: object) -> PrintedChange:
    places = len(text.partition(".")[2])
    change = PrintedChange(
        table="A table",
        row="A row",
        column="difference",
        kind=kind,
        earlier=Fraction(earlier),
        later=Fraction(later),
        printed=Decimal(text),
        places=places,
    )
    return replace(change, **more)


def told(change: PrintedChange) -> tuple[str, str, str]:
    [error] = published_errors([change])
    return error.published, error.computed, error.how


@pytest.mark.parametrize(
    "change",
    [
        printed(COUNT, "390", "345", "-45"),
        printed(PERCENT, "17784", "16052", "-9.7"),
        printed(PERCENT, "17452", "16052", "-8"),
        printed(PERCENT, "2000", "1999", "-0.1"),  # a half is rounded away from nought
        printed(POINTS, "26", "25.7", "-0.3"),
        printed(PERCENT, "0", "7", "100"),  # a per cent of nothing is no number
        printed(COUNT, "29033", "24855", "4178", is_reduction=True),
        printed(ChangeKind.VALUE, "0", "24855", "24855"),
    ],
)
def test_a_change_that_follows_is_not_listed(change: PrintedChange) -> None:
    assert published_errors([change]) == []


def test_an_error_says_where_it_is_printed() -> None:
    [error] = published_errors([printed(COUNT, "481", "345", "-135")])
    assert (error.table, error.row, error.column) == ("A table", "A row", "difference")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            printed(PERCENT, "455", "584", "28.3"),
            ("+28.3%", "+28.4%", "cut off instead of rounded"),
        ),
        (
            printed(PERCENT, "1708", "1261", "-26.1"),
            ("−26.1%", "−26.2%", "cut off instead of rounded"),
        ),
        (printed(COUNT, "481", "345", "-135"), ("−135", "−136", "off by one in the last digit")),
        (printed(COUNT, "481", "345", "136"), ("+136", "−136", "the sign is turned round")),
        (printed(COUNT, "481", "345", "-186"), ("−186", "−136", "one digit is another")),
        (printed(COUNT, "481", "345", "-7"), ("−7", "−136", "")),
        (printed(COUNT, "40", "50", "25"), ("+25", "+10", "")),  # a number, not a per cent
        (printed(COUNT, "10", "17", "0"), ("0", "+7", "one digit is another")),
        (printed(COUNT, "10", "10", "5"), ("+5", "0", "one digit is another")),
        (
            printed(PERCENT, "17784", "16052", "-9"),
            ("−9%", "−10%", "cut off instead of rounded"),
        ),
        (
            printed(PERCENT, "1700", "1710", "0.5"),
            ("+0.5%", "+0.6%", "cut off instead of rounded"),
        ),
        (
            printed(PERCENT, "455", "584", "28.5"),
            ("+28.5%", "+28.4%", "off by one in the last digit"),
        ),
        (
            printed(PERCENT, "50", "50", "0.5", other_bases=(Fraction(200),)),
            ("+0.5%", "0.0%", "one digit is another"),
        ),
        (
            printed(
                PERCENT, "4.44", "5.55", "27.3", rounded_values=(Fraction("4.4"), Fraction("5.6"))
            ),
            ("+27.3%", "+25.0%", "worked out from rounded percentages"),
        ),
        (
            printed(PERCENT, "40", "50", "10"),
            ("+10%", "+25%", "points printed as per cent"),
        ),
        (printed(POINTS, "40", "50", "25"), ("+25 points", "+10 points", "per cent as points")),
        (
            printed(PERCENT, "100", "150", "25", other_bases=(Fraction(120),)),
            ("+25%", "+50%", "worked out against another period"),
        ),
        (
            printed(
                PERCENT, "41124", "24855", "38.6", is_reduction=True, other_bases=(Fraction(42124),)
            ),
            ("38.6%", "39.6%", "divided by the value of another period"),
        ),
        (
            printed(
                POINTS, "2400/413", "1600/230", "1.2", rounded_values=(Fraction("5.8"), Fraction(7))
            ),
            ("+1.2 points", "+1.1 points", "worked out from rounded percentages"),
        ),
        (
            printed(ChangeKind.VALUE, "0", "41124", "42124"),
            ("42,124", "41,124", "one digit is another"),
        ),
    ],
)
def test_a_change_that_does_not_follow_is_told_with_how_it_may_have_come_about(
    change: PrintedChange, words: tuple[str, str, str]
) -> None:
    assert told(change) == words


CHANGES = st.tuples(
    st.sampled_from([COUNT, PERCENT, POINTS]),
    st.integers(1, 50_000),
    st.integers(0, 50_000),
    st.integers(0, 2),
)


def proper(kind: ChangeKind, earlier: int, later: int, places: int) -> PrintedChange:
    exact = Fraction(later - earlier) / (Fraction(earlier) / 100 if kind is PERCENT else 1)
    change = printed(kind, str(earlier), str(later), "0")
    return replace(change, printed=rounded(exact, places), places=places)


@given(CHANGES)
def test_nothing_that_is_rounded_as_it_should_be_is_accused(
    numbers: tuple[ChangeKind, int, int, int],
) -> None:
    assert published_errors([proper(*numbers)]) == []


@given(CHANGES, st.integers(-900, 900).filter(bool))
def test_everything_that_is_off_is_found_with_the_proper_figure(
    numbers: tuple[ChangeKind, int, int, int], off: int
) -> None:
    right = proper(*numbers)
    wrong = replace(right, printed=right.printed + Decimal(off).scaleb(-right.places))
    [error] = published_errors([wrong])
    shown = error.computed.translate({ord("−"): "-", ord("+"): None, ord(","): None})
    assert Decimal(shown.removesuffix("%").removesuffix(" points")) == right.printed
