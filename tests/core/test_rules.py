from decimal import Decimal
from typing import Any

import pytest

from csp_desktop.core.figures import Absence, Figure, Unit
from csp_desktop.core.periods import parse_range
from csp_desktop.core.plan import Indicator, Polarity
from csp_desktop.core.rules import Severity, figure_problems

PERIOD = parse_range("2015/16-Q1")


def messages(unit: Unit, **parts: Any) -> dict[str, str]:
    """Each problem's message by the rule that found it."""
    indicator = Indicator(
        code="X1",
        name="Burglary",
        title="Number of burglaries",
        unit=unit,
        polarity=Polarity.LOWER,
        agency="POLICE",
        board="TTCG",
    )
    numbers = {
        name: value if name == "absence" else (int if name == "sample_size" else Decimal)(value)
        for name, value in parts.items()
    }
    figure = Figure(indicator="X1", area="Hackney", period=PERIOD, **numbers)
    found = figure_problems(indicator, figure)
    assert {one.severity for one in found} <= {Severity.ERROR}
    assert {one.subject for one in found} <= {"X1"}
    return {one.rule: one.message for one in found}


@pytest.mark.parametrize(
    ("unit", "parts"),
    [
        (Unit.COUNT, {"value": 0}),
        (Unit.COUNT, {"value": 1095}),
        (Unit.COUNT, {"value": "1095.0"}),
        (Unit.PERCENTAGE, {"value": 0}),
        (Unit.PERCENTAGE, {"value": 100}),
        (Unit.PERCENTAGE, {"value": "8.7"}),
        (Unit.PERCENTAGE, {"numerator": 24, "denominator": 413}),
        (Unit.PERCENTAGE, {"numerator": 413, "denominator": 413}),
        (Unit.PERCENTAGE, {"numerator": 0, "denominator": 413}),
        (Unit.PERCENTAGE, {"value": 23, "numerator": 375}),
        (Unit.SURVEY_PERCENTAGE, {"value": 78, "sample_size": 1171}),
        (Unit.RATE, {"value": "1.17"}),
        (Unit.MONEY, {"value": "1250.50"}),
        (Unit.MONEY, {"value": "-5"}),
    ],
)
def test_a_sound_figure_has_no_problem(unit: Unit, parts: dict[str, Any]) -> None:
    assert messages(unit, **parts) == {}


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("absence", list(Absence))
def test_an_absence_has_no_problem(unit: Unit, absence: Absence) -> None:
    assert messages(unit, absence=absence) == {}


@pytest.mark.parametrize(
    ("unit", "parts"),
    [
        (Unit.COUNT, {"value": -1}),
        (Unit.RATE, {"value": "-0.01"}),
        (Unit.PERCENTAGE, {"numerator": -1, "denominator": 10}),
        (Unit.PERCENTAGE, {"numerator": -20, "denominator": -10}),
        (Unit.SURVEY_PERCENTAGE, {"value": 78, "sample_size": -5}),
    ],
)
def test_only_money_may_be_negative(unit: Unit, parts: dict[str, Any]) -> None:
    assert messages(unit, **parts)["negative"] == "Burglary must be 0 or more"


@pytest.mark.parametrize(
    ("unit", "parts"),
    [
        (Unit.COUNT, {"value": "30.5"}),
        (Unit.PERCENTAGE, {"numerator": "30.5", "denominator": 100}),
        (Unit.PERCENTAGE, {"numerator": 30, "denominator": "100.5"}),
    ],
)
def test_what_is_counted_is_whole(unit: Unit, parts: dict[str, Any]) -> None:
    assert messages(unit, **parts) == {
        "decimals-in-count": "Burglary must be a whole number, like 30"
    }


def test_a_part_is_never_more_than_its_whole() -> None:
    assert messages(Unit.PERCENTAGE, numerator=414, denominator=413) == {
        "numerator-above-denominator": (
            "Burglary: 414 must be 413 or fewer, because it is a part of it"
        )
    }


def test_nothing_is_a_part_of_nothing() -> None:
    assert messages(Unit.PERCENTAGE, value=5, numerator=0, denominator=0) == {
        "numerator-above-denominator": "Burglary: the number it is a part of must be 1 or more"
    }


@pytest.mark.parametrize("value", ["-0.1", "100.1", "230"])
@pytest.mark.parametrize("unit", [Unit.PERCENTAGE, Unit.SURVEY_PERCENTAGE])
def test_a_percentage_lies_between_0_and_100(unit: Unit, value: str) -> None:
    found = messages(unit, value=value, sample_size=1171)
    assert found["percentage-range"] == "Burglary must be between 0% and 100%"


@pytest.mark.parametrize("parts", [{"value": 78}, {"value": 78, "sample_size": 0}])
def test_a_survey_says_how_many_were_asked(parts: dict[str, Any]) -> None:
    assert messages(Unit.SURVEY_PERCENTAGE, **parts) == {
        "sample-size-missing": "Enter the sample size of Burglary: how many people were asked"
    }


@pytest.mark.parametrize("unit", [Unit.COUNT, Unit.RATE, Unit.MONEY])
@pytest.mark.parametrize(
    "parts",
    [
        {"numerator": 24, "denominator": 413},
        {"numerator": 0},
        {"value": 7, "denominator": 413},
    ],
)
def test_only_a_percentage_has_parts(unit: Unit, parts: dict[str, Any]) -> None:
    assert messages(unit, **parts)["wrong-kind"] == (
        "Burglary is not a percentage: enter one number"
    )


def test_a_figure_with_several_problems_names_each() -> None:
    found = messages(Unit.PERCENTAGE, value=230, numerator="5.5", denominator=5)
    assert set(found) == {"percentage-range", "decimals-in-count", "numerator-above-denominator"}


def test_no_message_uses_a_word_that_blames() -> None:
    banned = ("please", "sorry", "invalid", "valid", "forbidden", "illegal", "oops", "error")
    said = [
        *messages(Unit.PERCENTAGE, value=230, numerator="-5.5", denominator=-6).values(),
        *messages(Unit.SURVEY_PERCENTAGE, value=78).values(),
        *messages(Unit.COUNT, numerator=5, denominator=3).values(),
    ]
    assert len(said) >= 6
    assert not [line for line in said for word in banned if word in line.lower()]
