import re
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.figures import Absence, Figure, Unit, blank
from csp_desktop.core.periods import parse_range
from csp_desktop.core.reading import (
    AmbiguousError,
    Reading,
    UnreadableError,
    number,
    read_cell,
    read_day,
    read_whole,
    typed_text,
)

QUARTER = parse_range("2015/16-Q1")
WHOLE = st.integers(0, 10**9).map(Decimal)
PERCENT = st.decimals(0, 100, places=2)


def reading(text: str, unit: Unit = Unit.COUNT) -> Reading:
    return read_cell(text, unit, "Burglary")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30", "30"),
        (" 30 ", "30"),
        ("1,234", "1234"),
        ("1,234,567", "1234567"),
        ("1 234", "1234"),
        ("1\u00a0234", "1234"),
        ("1\u202f234\u202f567", "1234567"),
        ("\ufeff30\u200b", "30"),
        ("３０", "30"),
        ("0", "0"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("30.50", "30.50"),
    ],
)
def test_a_number_is_read_leniently(text: str, value: str) -> None:
    assert reading(text) == Reading(value=Decimal(value))
    assert str(reading(text).value) == value


@pytest.mark.parametrize(
    "text",
    [
        "1,23",
        "12,34",
        ",123",
        "1,2345",
        "1.234.567",
        "about 30",
        "30ish",
        "3O",
        "--5",
        "5-",
        "1e3",
        ".",
        "%",
        "£",
        "NaN",
        "Infinity",
        "1/2/3",
        "=1+1",
        "½",
    ],
)
@pytest.mark.parametrize("unit", list(Unit))
def test_what_is_no_number_is_refused_in_words(text: str, unit: Unit) -> None:
    with pytest.raises(UnreadableError, match=r"^Burglary must be an? .*like"):
        reading(text, unit)


@pytest.mark.parametrize("text", ["-", " – ", "—", "−", "--"])
@pytest.mark.parametrize("unit", list(Unit))
def test_a_dash_asks_which_absence_it_means(text: str, unit: Unit) -> None:
    with pytest.raises(AmbiguousError, match=r"^Burglary: say what “.+” means") as asked:
        reading(text, unit)
    meant = [reading(choice, unit).absence for choice in asked.value.choices]
    assert meant == [Absence.NOT_COLLECTED, Absence.NOT_APPLICABLE, Absence.NOT_YET_AVAILABLE]


@pytest.mark.parametrize(
    ("text", "whole", "small"), [("0.23", "23%", "0.23%"), ("0.005", "0.5%", "0.005%")]
)
@pytest.mark.parametrize("unit", [Unit.PERCENTAGE, Unit.SURVEY_PERCENTAGE])
def test_a_share_of_one_asks_which_percentage_it_means(
    text: str, whole: str, small: str, unit: Unit
) -> None:
    with pytest.raises(AmbiguousError) as asked:
        reading(text, unit)
    assert str(asked.value) == f"Burglary: {text} may be {whole} or {small}"
    assert asked.value.choices == (whole, small)
    assert [str(reading(one, unit).value) + "%" for one in asked.value.choices] == [whole, small]


@pytest.mark.parametrize("text", ["0", "1", "0.23%", "1.5"])
def test_a_percentage_that_is_no_share_of_one_is_not_asked_about(text: str) -> None:
    assert reading(text, Unit.PERCENTAGE).value == Decimal(text.removesuffix("%"))


def test_a_share_of_one_is_an_ordinary_rate() -> None:
    assert reading("0.23", Unit.RATE).value == Decimal("0.23")


@pytest.mark.parametrize(
    "text",
    [
        "14 Aug 2015",
        "14 August 2015",
        "  14   aug 2015 ",
        "14-Aug-2015",
        "14/08/2015",
        "14/8/2015",
        "14.08.2015",
        "14-08-2015",
        "2015-08-14",
        "2015-08-14 00:00:00",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_day(text, "Due") == date(2015, 8, 14)


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_is_no_day_and_no_number(text: str) -> None:
    assert read_day(text, "Due") is None
    assert read_whole(text, "Percent complete") is None


@pytest.mark.parametrize(
    "text", ["31 Feb 2015", "14 Aug 15", "14/08", "soon", "2015", "08/14/2015"]
)
def test_what_is_no_real_date_is_refused_in_words(text: str) -> None:
    with pytest.raises(UnreadableError, match=r"^Due must be a real date, like 14 Aug 2015$"):
        read_day(text, "Due")


@pytest.mark.parametrize(("text", "expected"), [("30", 30), (" 1,171 ", 1171), ("30%", 30)])
def test_a_whole_number_is_read_leniently(text: str, expected: int) -> None:
    assert read_whole(text, "Percent complete") == expected


@pytest.mark.parametrize("text", ["30.5", "half", "1,23", "NaN"])
def test_what_is_no_whole_number_is_refused_in_words(text: str) -> None:
    message = "^Percent complete must be a whole number, like 30$"
    with pytest.raises(UnreadableError, match=message):
        read_whole(text, "Percent complete")


@pytest.mark.parametrize("text", ["375¹", "10²", "5₂", "③"])
def test_a_footnote_mark_never_becomes_a_digit(text: str) -> None:
    with pytest.raises(UnreadableError):
        reading(text)


@pytest.mark.parametrize("text", ["30\n40", "30\t40", "30 40", "3 0", "1 23", "12 3456"])
def test_two_numbers_in_one_cell_never_run_together(text: str) -> None:
    with pytest.raises(UnreadableError):
        reading(text)


@pytest.mark.parametrize(
    ("text", "absence"),
    [
        ("", Absence.NOT_ENTERED),
        ("   ", Absence.NOT_ENTERED),
        ("n/a", Absence.NOT_APPLICABLE),
        ("N/A", Absence.NOT_APPLICABLE),
        ("not applicable", Absence.NOT_APPLICABLE),
        ("Not yet available", Absence.NOT_YET_AVAILABLE),
        ("No Data", Absence.NOT_COLLECTED),
        ("Not collected", Absence.NOT_COLLECTED),
        ("Withheld by supplier", Absence.WITHHELD),
        ("RESTRICTED", Absence.RESTRICTED),
    ],
)
@pytest.mark.parametrize("unit", list(Unit))
def test_an_absence_is_read_from_its_words(text: str, absence: Absence, unit: Unit) -> None:
    assert reading(text, unit) == Reading(absence=absence)


@pytest.mark.parametrize("absence", list(Absence))
def test_every_absence_reads_back_from_the_words_it_is_shown_with(absence: Absence) -> None:
    assert reading(absence.words).absence is absence


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("23%", Unit.PERCENTAGE, Reading(value=Decimal(23))),
        ("23", Unit.PERCENTAGE, Reading(value=Decimal(23))),
        ("8.7 %", Unit.PERCENTAGE, Reading(value=Decimal("8.7"))),
        (
            "24/413",
            Unit.PERCENTAGE,
            Reading(numerator=Decimal(24), denominator=Decimal(413)),
        ),
        (
            "24 out of 413",
            Unit.PERCENTAGE,
            Reading(numerator=Decimal(24), denominator=Decimal(413)),
        ),
        ("375 (23%)", Unit.PERCENTAGE, Reading(value=Decimal(23), numerator=Decimal(375))),
        (
            "78% of 1,171",
            Unit.SURVEY_PERCENTAGE,
            Reading(value=Decimal(78), sample_size=1171),
        ),
        (
            "913 of 1171",
            Unit.SURVEY_PERCENTAGE,
            Reading(numerator=Decimal(913), denominator=Decimal(1171), sample_size=1171),
        ),
        ("£1,250.50", Unit.MONEY, Reading(value=Decimal("1250.50"))),
        ("-£5", Unit.MONEY, Reading(value=Decimal(-5))),
        ("1.02", Unit.RATE, Reading(value=Decimal("1.02"))),
    ],
)
def test_each_unit_reads_its_own_way_of_writing(text: str, unit: Unit, expected: Reading) -> None:
    assert reading(text, unit) == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("23%", Unit.COUNT),
        ("23%", Unit.RATE),
        ("23%", Unit.MONEY),
        ("24/413", Unit.COUNT),
        ("24/413", Unit.RATE),
        ("375 (23%)", Unit.COUNT),
        ("375 (23%)", Unit.SURVEY_PERCENTAGE),
        ("23% (375)", Unit.PERCENTAGE),
        ("23 (375)", Unit.PERCENTAGE),
        ("78% of 1171", Unit.PERCENTAGE),
        ("24/413%", Unit.PERCENTAGE),
        ("78% of 50%", Unit.SURVEY_PERCENTAGE),
    ],
)
def test_a_way_of_writing_that_another_unit_uses_is_refused(text: str, unit: Unit) -> None:
    with pytest.raises(UnreadableError):
        reading(text, unit)


@pytest.mark.parametrize("text", ["78% of 1171.5", "913.5 of 1171.5"])
def test_nobody_asks_half_a_person(text: str) -> None:
    with pytest.raises(UnreadableError):
        reading(text, Unit.SURVEY_PERCENTAGE)


def test_a_number_of_many_digits_keeps_every_one() -> None:
    assert reading("9" * 40).value == Decimal("9" * 40)


@pytest.mark.parametrize("text", ["", "abc", "1/2", "NaN", "Infinity", "1e3", "1,23"])
def test_a_part_that_is_no_number_is_refused_as_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        number(text)


def figures() -> st.SearchStrategy[tuple[Unit, Figure]]:
    """Figures that a person can type, each with its unit."""

    def of(unit: Unit, reading: Reading) -> tuple[Unit, Figure]:
        return unit, reading.onto(blank("X1", "Hackney", QUARTER))

    parts = st.builds(Reading, numerator=WHOLE, denominator=WHOLE)
    asked = st.integers(1, 10**6)
    survey_parts = st.builds(
        lambda part, size: Reading(
            numerator=part, denominator=Decimal(size), sample_size=size, value=None
        ),
        WHOLE,
        asked,
    )
    amounts = st.builds(Reading, value=st.decimals(-(10**9), 10**9, places=2))
    return st.one_of(
        st.builds(of, st.just(Unit.COUNT), st.builds(Reading, value=WHOLE)),
        st.builds(of, st.just(Unit.RATE), amounts),
        st.builds(of, st.just(Unit.MONEY), amounts),
        st.builds(of, st.just(Unit.PERCENTAGE), st.builds(Reading, value=PERCENT)),
        st.builds(of, st.just(Unit.PERCENTAGE), parts),
        st.builds(of, st.just(Unit.PERCENTAGE), st.builds(Reading, value=PERCENT, numerator=WHOLE)),
        st.builds(
            of,
            st.just(Unit.SURVEY_PERCENTAGE),
            st.builds(Reading, value=PERCENT, sample_size=asked),
        ),
        st.builds(of, st.just(Unit.SURVEY_PERCENTAGE), survey_parts),
        st.builds(of, st.sampled_from(Unit), st.builds(Reading, absence=st.sampled_from(Absence))),
    )


@given(figures())
def test_what_a_figure_would_be_typed_as_reads_back_to_it(one: tuple[Unit, Figure]) -> None:
    unit, figure = one
    again = read_cell(typed_text(figure, unit), unit, "X1")
    assert again.onto(blank("X1", "Hackney", QUARTER)).same_content(figure)


@given(st.text(), st.sampled_from(Unit))
def test_any_text_at_all_is_read_or_refused_in_words(text: str, unit: Unit) -> None:
    found = None
    with suppress(UnreadableError):
        found = read_cell(text, unit, "Burglary")
    if found is not None:
        found.onto(blank("X1", "Hackney", QUARTER))


def test_a_typed_number_leaves_source_and_comment_as_they_were() -> None:
    before = Figure(
        indicator="H2",
        area="Hackney",
        period=QUARTER,
        absence=Absence.NOT_YET_AVAILABLE,
        expected_on=date(2015, 8, 1),
        expected_from="MPS",
        source="MPS",
        comment="late this quarter",
        version=4,
    )
    after = reading("30").onto(before)
    assert (after.value, after.absence) == (Decimal(30), None)
    assert (after.source, after.comment, after.version) == ("MPS", "late this quarter", 4)
    assert (after.expected_on, after.expected_from) == (None, "")


def test_a_figure_still_awaited_keeps_when_it_is_expected() -> None:
    before = Figure(
        indicator="H2",
        area="Hackney",
        period=QUARTER,
        absence=Absence.NOT_YET_AVAILABLE,
        expected_on=date(2015, 8, 1),
        expected_from="MPS",
    )
    assert reading("not yet available").onto(before) == before
