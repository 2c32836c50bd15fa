from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from csp_desktop.core.figures import Absence, Figure, FigureStatus, blank
from csp_desktop.core.periods import Quarter
from csp_desktop.core.publishers import MPS_NEW, MPS_OLD
from csp_desktop.core.vintages import Verdict, Vintage, vintage

OLD = f"{MPS_OLD.name}, January 2008 to December 2016"
NEW = f"{MPS_NEW.name}, April 2010 to February 2023"
TODAY = date(2016, 11, 22)
BLANK = blank("H1", "Hackney", Quarter(2015, 1).range)
STORED = replace(
    BLANK,
    value=Decimal(250),
    absence=None,
    source=OLD,
    obtained=date(2016, 5, 1),
    comment="Two series of them",
    status=FigureStatus.FINAL,
    version=3,
)


def taken(stored: Figure, number: int, source: str = OLD, as_of: date | None = None) -> Vintage:
    return vintage(stored, Decimal(number), source, TODAY, as_of)


def test_another_number_is_a_revision_that_keeps_the_comment() -> None:
    found = taken(STORED, 243, NEW)
    assert found.verdict is Verdict.REVISED
    assert found.before == STORED
    wanted = replace(
        STORED, value=Decimal(243), status=FigureStatus.REVISED, source=NEW, obtained=TODAY
    )
    assert found.after == wanted


@pytest.mark.parametrize("absence", [Absence.NOT_ENTERED, Absence.NOT_YET_AVAILABLE])
def test_an_awaited_figure_is_filled_in(absence: Absence) -> None:
    waiting = replace(
        BLANK, absence=absence, expected_on=date(2016, 8, 1), expected_from="MPS", comment="Late"
    )
    found = taken(waiting, 0)
    assert found.verdict is Verdict.NEW
    wanted = replace(
        BLANK,
        value=Decimal(0),
        absence=None,
        source=OLD,
        obtained=TODAY,
        comment="Late",
        status=FigureStatus.FINAL,
    )
    assert found.after.same_content(wanted)


@pytest.mark.parametrize(
    "absence",
    [Absence.NOT_COLLECTED, Absence.NOT_APPLICABLE, Absence.WITHHELD, Absence.RESTRICTED],
)
def test_a_figure_somebody_gave_a_reason_for_stays(absence: Absence) -> None:
    reasoned = replace(BLANK, absence=absence)
    found = taken(reasoned, 243)
    assert (found.verdict, found.after) == (Verdict.LEFT_OUT, reasoned)
    assert absence.words.lower() in found.why


@pytest.mark.parametrize("value", ["250", "250.0"])
def test_the_same_number_of_the_same_series_changes_nothing(value: str) -> None:
    stored = replace(STORED, value=Decimal(value))
    assert taken(stored, 250) == Vintage(Verdict.SAME, stored, stored)


def test_the_same_number_typed_by_hand_stays_the_typists() -> None:
    typed = replace(STORED, source="The borough's own count")
    assert taken(typed, 250).after == typed


def test_the_same_number_of_another_classification_says_whose_it_is_now() -> None:
    found = taken(STORED, 250, NEW)
    assert found.verdict is Verdict.RESTATED
    assert found.after == replace(STORED, source=NEW, obtained=TODAY)


def test_a_figure_obtained_later_than_the_file_stays() -> None:
    day_before = date(2016, 4, 30)
    found = taken(STORED, 243, as_of=day_before)
    assert (found.verdict, found.after) == (Verdict.LEFT_OUT, STORED)
    assert found.why == "the figure here was obtained on 1 May 2016"
    assert taken(STORED, 250, NEW, as_of=day_before).verdict is Verdict.SAME
    assert taken(STORED, 243, as_of=date(2016, 5, 1)).verdict is Verdict.REVISED
    assert taken(BLANK, 243, as_of=day_before).verdict is Verdict.NEW


def test_a_percentage_with_its_parts_is_compared_exactly_and_its_parts_go_with_it() -> None:
    parts = replace(
        BLANK,
        absence=None,
        numerator=Decimal(14),
        denominator=Decimal(25),
        sample_size=25,
        version=1,
    )
    assert taken(parts, 56).verdict is Verdict.SAME
    after = taken(parts, 60).after
    assert (after.value, after.numerator, after.denominator, after.sample_size) == (
        Decimal(60),
        None,
        None,
        None,
    )
