from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.line_reading import (
    FIGURE_FIELDS,
    blank_again,
    field_text,
    read_action_field,
    read_line,
    refusal,
)
from csp_desktop.core.reading import UnreadableError
from csp_desktop.core.texts import storable
from tests.core.rule_lines import figure, indicator

WHOLE = st.integers(0, 10**9).map(Decimal)
AMOUNT = st.decimals(-(10**9), 10**9, places=2).filter(bool)
PERCENT = st.decimals(0, 100, places=2)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
TEXTS = st.text().map(lambda text: storable(text).strip())


def numbers(unit: Unit) -> st.SearchStrategy[dict[str, Any]]:
    """The numbers that the fields of a line of this unit can say."""
    if not unit.is_percentage:
        return st.fixed_dictionaries({"value": AMOUNT})
    parts = st.one_of(
        st.fixed_dictionaries({"value": PERCENT}),
        st.fixed_dictionaries({"numerator": WHOLE}),
        st.fixed_dictionaries({"numerator": WHOLE, "denominator": WHOLE}),
        st.fixed_dictionaries({"value": PERCENT, "numerator": WHOLE}),
        st.fixed_dictionaries({"value": PERCENT, "denominator": WHOLE}),
        st.fixed_dictionaries({"value": PERCENT, "numerator": WHOLE, "denominator": WHOLE}),
    )
    if unit is Unit.PERCENTAGE:
        return parts
    asked = st.fixed_dictionaries({"sample_size": st.integers(1, 10**6)})
    return st.builds(lambda one, other: one | other, parts, asked)


@st.composite
def lines(draw: st.DrawFn) -> tuple[Unit, Figure]:
    """A figure with everything its fields can say, and its unit."""
    unit = draw(st.sampled_from(Unit))
    absence = draw(st.none() | st.sampled_from(Absence))
    said: dict[str, Any] = {
        "source": draw(TEXTS),
        "obtained": draw(st.none() | DAYS),
        "comment": draw(TEXTS),
    }
    if absence is Absence.NOT_YET_AVAILABLE:
        said["expected_on"] = draw(st.none() | DAYS)
        said["expected_from"] = draw(TEXTS)
    if absence is not Absence.NOT_ENTERED:
        said["status"] = draw(st.sampled_from(FigureStatus))
    said |= {"absence": absence} if absence else draw(numbers(unit))
    return unit, figure(**said)


def texts_of(unit: Unit, one: Figure) -> dict[str, str]:
    return {name: field_text(name, indicator(unit), one) for name in FIGURE_FIELDS}


@given(lines())
def test_what_the_fields_of_a_line_show_reads_back_to_its_figure(one: tuple[Unit, Figure]) -> None:
    unit, expected = one
    read = read_line(indicator(unit), figure(), texts_of(unit, expected))
    assert read.refused == {}
    assert read.figure.same_content(expected)


@given(lines(), st.sampled_from([one for one in FIGURE_FIELDS if one != "number"]))
def test_what_one_field_shows_changes_nothing_when_it_is_read_again(
    one: tuple[Unit, Figure], name: str
) -> None:
    unit, there = one
    text = field_text(name, indicator(unit), there)
    read = read_line(indicator(unit), there, {name: text})
    assert read.refused == {}
    assert read.figure == there


TYPED = " |30|24/413|23%|78% of 1,171|NYA|Not collected|-|0.23|1,171|14 Aug 2015|final|soon"
ANYTHING = st.text(max_size=8) | st.sampled_from(["", *TYPED.split("|")])


@given(
    texts=st.dictionaries(st.sampled_from(FIGURE_FIELDS), ANYTHING),
    order=st.randoms(use_true_random=False),
    one=lines(),
)
def test_the_order_in_which_texts_come_makes_no_difference(
    texts: dict[str, str], order: Any, one: tuple[Unit, Figure]
) -> None:
    def told(texts: Mapping[str, str]) -> tuple[Figure, dict[str, str]]:
        read = read_line(indicator(unit), there, texts)
        return read.figure, {name: str(error) for name, error in read.refused.items()}

    unit, there = one
    names = list(texts)
    order.shuffle(names)
    assert told({name: texts[name] for name in names}) == told(texts)


@given(name=st.sampled_from(FIGURE_FIELDS), text=ANYTHING, one=lines())
def test_a_field_that_cannot_be_read_leaves_the_figure_as_it_was(
    name: str, text: str, one: tuple[Unit, Figure]
) -> None:
    unit, there = one
    read = read_line(indicator(unit), there, {name: text})
    assert set(read.refused) <= {name}
    if read.refused:
        assert read.figure == there
        assert "Burglary" in str(read.refused[name])


def read(unit: Unit, start: Figure | None = None, **texts: str) -> Figure:
    found = read_line(indicator(unit), start or figure(), texts)
    assert found.refused == {}
    return found.figure


def refused(unit: Unit, start: Figure | None = None, **texts: str) -> dict[str, str]:
    found = read_line(indicator(unit), start or figure(), texts)
    return {name: str(error) for name, error in found.refused.items()}


@pytest.mark.parametrize("blank", ["", "  "])
def test_blank_parts_beside_a_number_that_says_all_say_nothing(blank: str) -> None:
    beside = {"numerator": blank, "denominator": blank, "sample_size": blank, "absence": blank}
    parted = read(Unit.PERCENTAGE, number="24/413", **beside)
    assert (parted.numerator, parted.denominator) == (24, 413)
    asked = read(Unit.SURVEY_PERCENTAGE, number="78% of 1,171", **beside)
    assert (asked.value, asked.sample_size) == (78, 1171)
    assert read(Unit.COUNT, number="NYA", **beside).absence is Absence.NOT_YET_AVAILABLE


def test_parts_that_are_told_count_for_more_than_the_number_beside_them() -> None:
    one = read(Unit.PERCENTAGE, number="23%", numerator="375", denominator="1,600")
    assert (one.value, one.numerator, one.denominator) == (23, 375, 1600)


def test_a_line_of_blanks_is_not_entered() -> None:
    there = figure(numerator=24, denominator=413, comment="kept")
    nothing = read(Unit.PERCENTAGE, there, number="", numerator="", denominator="", absence="")
    assert nothing.absence is Absence.NOT_ENTERED
    assert nothing.comment == "kept"
    assert (nothing.numerator, nothing.denominator) == (None, None)


def test_an_absence_told_beside_a_blank_number_is_the_answer() -> None:
    one = read(Unit.COUNT, number="", absence="NYA", expected_on="14 Aug 2015", expected_from="MPS")
    assert one.absence is Absence.NOT_YET_AVAILABLE
    assert (one.expected_on, one.expected_from) == (date(2015, 8, 14), "MPS")


def test_taking_the_only_part_away_leaves_nothing_entered() -> None:
    there = figure(numerator=24, denominator=413)
    assert read(Unit.PERCENTAGE, there, numerator="").absence is Absence.NOT_ENTERED


def test_taking_a_part_away_from_a_value_leaves_the_value() -> None:
    there = figure(value=23, numerator=375)
    assert read(Unit.PERCENTAGE, there, numerator="") == replace(there, numerator=None)


def test_a_part_given_to_an_awaited_figure_ends_the_wait() -> None:
    there = figure(
        absence=Absence.NOT_YET_AVAILABLE, expected_on=date(2015, 8, 14), expected_from="MPS"
    )
    one = read(Unit.PERCENTAGE, there, numerator="24", denominator="413")
    assert (one.numerator, one.denominator, one.absence) == (24, 413, None)
    assert (one.expected_on, one.expected_from) == (None, "")


@pytest.mark.parametrize(
    ("unit", "start", "texts", "message"),
    [
        (
            Unit.COUNT,
            {"value": 5},
            {"denominator": "413"},
            "Burglary is not a percentage: enter one number",
        ),
        (
            Unit.PERCENTAGE,
            {},
            {"denominator": "413"},
            "Enter the numerator of “Burglary” too",
        ),
        (
            Unit.PERCENTAGE,
            {},
            {"numerator": "a few"},
            "Burglary: the numerator must be a whole number, like 30",
        ),
        (
            Unit.PERCENTAGE,
            {"value": 5},
            {"denominator": "many"},
            "Burglary: what it is out of must be a whole number, like 30",
        ),
        (
            Unit.SURVEY_PERCENTAGE,
            {"value": 5},
            {"sample_size": "many"},
            "Burglary: the sample size must be a whole number, like 30",
        ),
        (
            Unit.SURVEY_PERCENTAGE,
            {},
            {"sample_size": "1171"},
            "Enter the percentage of “Burglary” too",
        ),
        (
            Unit.PERCENTAGE,
            {"value": 5},
            {"sample_size": "1171"},
            "Burglary is not a survey: it has no sample size",
        ),
        (
            Unit.COUNT,
            {},
            {"absence": "30"},
            "Burglary: why there is no figure must be one of: Not yet available, Not collected, "
            "Not applicable, Withheld by supplier, Restricted",
        ),
        (
            Unit.COUNT,
            {"value": 5},
            {"absence": "Not collected"},
            "Burglary has a figure and a reason for having none: clear one of the two",
        ),
        (
            Unit.COUNT,
            {"absence": Absence.NOT_COLLECTED},
            {"expected_on": "14 Aug 2015"},
            "Burglary: only a figure that is not yet available is awaited",
        ),
        (
            Unit.COUNT,
            {"value": 5},
            {"status": "sure"},
            "Burglary: the status must be Provisional, Revised or Final",
        ),
        (
            Unit.COUNT,
            {"value": 5},
            {"obtained": "July"},
            "Burglary: the day it was obtained must be a real date, like 14 Aug 2015",
        ),
    ],
)
def test_what_a_field_cannot_hold_is_refused_in_words(
    unit: Unit, start: dict[str, Any], texts: dict[str, str], message: str
) -> None:
    assert refused(unit, figure(**start), **texts) == {next(iter(texts)): message}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Provisional", FigureStatus.PROVISIONAL),
        ("prov.", FigureStatus.PROVISIONAL),
        ("REVISED", FigureStatus.REVISED),
        ("rev", FigureStatus.REVISED),
        (" final ", FigureStatus.FINAL),
        ("", FigureStatus.FINAL),
    ],
)
def test_a_status_is_read_from_its_word_or_its_beginning(text: str, status: FigureStatus) -> None:
    there = figure(value=5, status=FigureStatus.FINAL)
    assert read(Unit.COUNT, there, status=text).status is status


def test_a_figure_made_blank_keeps_what_is_said_about_it() -> None:
    there = figure(value=5, comment="kept", source="MPS", obtained=date(2015, 7, 3))
    nothing = blank_again(there)
    assert nothing.absence is Absence.NOT_ENTERED
    assert (nothing.comment, nothing.source, nothing.obtained) == (
        "kept",
        "MPS",
        date(2015, 7, 3),
    )


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("start", "14 Aug 2015", date(2015, 8, 14)),
        ("due", " ", None),
        ("percent", "40%", 40),
        ("percent", "", None),
    ],
)
def test_the_fields_of_an_action_are_read(field: str, text: str, expected: object) -> None:
    assert read_action_field(field, text) == expected
    assert refusal(field, text) == ""


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("start", "soon", "Start must be a real date, like 14 Aug 2015"),
        ("due", "next spring", "Due must be a real date, like 14 Aug 2015"),
        ("percent", "half", "Percent complete must be a whole number, like 30"),
    ],
)
def test_what_an_actions_field_cannot_hold_is_refused_in_words(
    field: str, text: str, message: str
) -> None:
    assert refusal(field, text) == message
    with pytest.raises(UnreadableError, match=f"^{message}$"):
        read_action_field(field, text)
