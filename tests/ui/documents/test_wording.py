"""What cells say on paper."""

from datetime import date
from decimal import Decimal

import pytest

from csp_desktop.core.packs.document import Link, Number
from csp_desktop.ui.documents.wording import cell_words, stands_right


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Number(Decimal(1234)), "1,234"),
        (Number(Decimal("8.65"), 1, "%"), "8.7%"),
        (Number(Decimal("-3"), 1, "pt", signed=True), "−3.0 pt"),
        (Number(Decimal("1250.5"), 2, "£"), "£1,250.50"),
        (Number(Decimal("-1250.5"), 2, "£"), "−£1,250.50"),
        (Number(Decimal(5), 0, "£", signed=True), "+£5"),
        (Number(Decimal(0), signed=True), "0"),
        (Number(Decimal(3), 0, "days"), "3 days"),
        (date(2015, 7, 17), "17 July 2015"),
        (Link("Theme A", "Theme_A"), "Theme A"),
        ("", ""),
        ("=1+1", "=1+1"),
    ],
)
def test_a_cell_in_words(cell, words: str) -> None:
    assert cell_words(cell) == words


def test_numbers_and_what_stands_in_their_place_stand_right() -> None:
    assert stands_right(Number(Decimal(1)))
    assert stands_right("[c]")
    assert not stands_right("[see note 1]")
    assert not stands_right(date(2015, 7, 17))
