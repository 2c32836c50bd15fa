from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit, blank
from csp_desktop.core.periods import parse_range

QUARTER = parse_range("2015/16-Q1")


def figure(**parts: Any) -> Figure:
    return Figure(indicator="H2", area="Hackney", period=QUARTER, **parts)


def test_zero_is_a_value_and_no_absence() -> None:
    zero = figure(value=Decimal(0))
    assert zero.has_number
    assert zero.entered
    assert zero.exact == 0


def test_a_blank_figure_is_not_entered_and_has_no_number() -> None:
    nothing = blank("H2", "Hackney", QUARTER)
    assert nothing.absence is Absence.NOT_ENTERED
    assert not nothing.entered
    assert not nothing.has_number
    assert nothing.exact is None
    assert nothing.version == 0


@pytest.mark.parametrize("absence", [one for one in Absence if one is not Absence.NOT_ENTERED])
def test_a_typed_absence_is_an_answer(absence: Absence) -> None:
    assert figure(absence=absence).entered
    assert figure(absence=absence).exact is None


def test_a_figure_without_number_or_absence_is_refused() -> None:
    with pytest.raises(ValueError, match=r"H2 2015/16-Q1: .* a number or an absence, never both"):
        figure()


def test_a_figure_with_number_and_absence_is_refused() -> None:
    with pytest.raises(ValueError, match="never both"):
        figure(value=Decimal(1), absence=Absence.NOT_COLLECTED)
    with pytest.raises(ValueError, match="never both"):
        figure(numerator=Decimal(1), absence=Absence.NOT_COLLECTED)


def test_a_sample_size_alone_is_no_number() -> None:
    with pytest.raises(ValueError, match="never both"):
        figure(sample_size=1171)


def test_a_percentage_is_exact_from_its_parts_not_from_the_rounded_result() -> None:
    reoffending = figure(value=Decimal("5.8"), numerator=Decimal(24), denominator=Decimal(413))
    assert reoffending.exact == Fraction(2400, 413)
    assert reoffending.exact != Fraction("5.8")


def test_a_percentage_without_its_denominator_is_exact_as_given() -> None:
    assert figure(value=Decimal("23.0"), numerator=Decimal(375)).exact == 23
    assert figure(numerator=Decimal(375)).exact is None


def test_a_denominator_of_zero_never_divides() -> None:
    assert figure(value=Decimal(7), numerator=Decimal(0), denominator=Decimal(0)).exact == 7


def test_the_same_content_is_the_same_whoever_stored_it() -> None:
    one = figure(value=Decimal(7), comment="as counted", version=3)
    other = figure(value=Decimal("7.0"), comment="as counted", version=9)
    assert one.id != other.id
    assert one.same_content(other)


@pytest.mark.parametrize(
    "change",
    [
        {"value": Decimal(8)},
        {"value": None, "absence": Absence.WITHHELD},
        {"status": FigureStatus.FINAL},
        {"comment": "recounted"},
        {"source": "MPS"},
        {"obtained": date(2015, 7, 1)},
    ],
)
def test_another_content_is_not_the_same(change: dict[str, Any]) -> None:
    content = {"value": Decimal(7), "comment": "as counted"}
    assert not figure(**content).same_content(figure(**{**content, **change}))


def test_every_absence_has_its_own_words() -> None:
    assert len({one.words for one in Absence}) == len(Absence)


def test_percentages_are_the_two_kinds_of_percentage() -> None:
    assert {one for one in Unit if one.is_percentage} == {Unit.PERCENTAGE, Unit.SURVEY_PERCENTAGE}
