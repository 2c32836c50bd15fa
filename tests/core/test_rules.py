"""The rules as a whole; each one by its id is in test_every_rule.py."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.line_reading import FIGURE_FIELDS
from csp_desktop.core.periods import DateRange
from csp_desktop.core.queries import Past
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import FigureLine
from tests.core.rule_lines import QUARTER, action_line, figure, indicator, line

NUMBERS = st.one_of(
    st.integers(-5, 500).map(Decimal),
    st.decimals(-(10**12), 10**12, places=3),
    st.sampled_from([Decimal(one) for one in ("0E-9", "1E+20", "0.005", "99.95", "100")]),
)
MAYBE = st.none() | NUMBERS


def content() -> st.SearchStrategy[dict[str, Any]]:
    """What a figure can hold: a number in any of its ways, or an absence."""
    number = st.fixed_dictionaries(
        {
            "value": MAYBE,
            "numerator": MAYBE,
            "denominator": MAYBE,
            "sample_size": st.none() | st.integers(-1, 3000),
        }
    ).filter(lambda parts: parts["value"] is not None or parts["numerator"] is not None)
    absent = st.fixed_dictionaries({"absence": st.sampled_from(Absence)})
    return number | absent


@st.composite
def figures(draw: st.DrawFn, period: DateRange = QUARTER.range) -> Figure:
    return Figure(
        indicator="X1",
        area="Hackney",
        period=period,
        comment=draw(st.sampled_from(["", "As ever", "Late"])),
        status=draw(st.sampled_from(FigureStatus)),
        explanation=draw(st.sampled_from(["", "A note"])),
        **draw(content()),
    )


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    backs = draw(st.lists(st.integers(1, 12), unique=True).map(lambda some: sorted(some)[::-1]))
    return Past(
        [draw(figures(QUARTER.plus(-back).range)) for back in backs],
        draw(st.lists(figures(), max_size=3)),
        draw(st.lists(figures(QUARTER.plus(1).range), max_size=1)),
    )


BOUNDS = st.none() | st.integers(-10, 200).map(str)


@given(
    unit=st.sampled_from(Unit),
    one=figures(),
    past=pasts(),
    bounds=st.tuples(BOUNDS, BOUNDS),
    drafts=st.dictionaries(st.sampled_from(FIGURE_FIELDS), st.text(min_size=1), max_size=2),
    asked=st.booleans(),
)
def test_the_rules_have_an_answer_for_any_figure_whatever_stood_before_it(
    unit: Unit,
    one: Figure,
    past: Past,
    bounds: tuple[str | None, str | None],
    drafts: dict[str, str],
    asked: bool,
) -> None:
    of_line = FigureLine(indicator(unit, *bounds), one, None, None, asked, past, drafts)
    for problem in of_line.outstanding:
        assert problem.subject == "X1"
        assert problem.field in FIGURE_FIELDS
        assert problem.message
        assert problem.message == problem.message.strip()
        assert "E+" not in problem.message


@given(
    status=st.none() | st.sampled_from(ActionStatus),
    percent=st.none() | st.integers(-200, 200),
    due=st.none() | st.dates(),
    note=st.text(),
    last_note=st.none() | st.text(),
    reason=st.text(),
)
def test_the_rules_have_an_answer_for_any_update(**parts: Any) -> None:
    for problem in action_line(**parts).outstanding:
        assert problem.subject == "H-01"
        assert "H-01" in problem.message


@given(before=content(), after=content())
def test_a_note_stands_exactly_as_long_as_the_number_is_unchanged(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    noted = figure(**before).explained_by(" Two came late ")
    assert noted.explanation == "Two came late"
    assert noted.explained
    changed = replace(
        figure(**after), explanation=noted.explanation, explains=noted.explains, comment="More"
    )
    parts = ("value", "numerator", "denominator", "sample_size", "absence")
    same = all(getattr(noted, name) == getattr(changed, name) for name in parts)
    assert changed.explained is same


@given(content())
def test_a_note_stands_again_when_the_number_comes_back(before: dict[str, Any]) -> None:
    noted = figure(**before).explained_by("Two came late")
    marks = {"explanation": noted.explanation, "explains": noted.explains}
    away = figure(value=Decimal("123456.789"), **marks)
    assume(noted.value != away.value)
    assert not away.explained
    assert figure(**before, **marks).explained


@given(content())
def test_a_note_stays_whatever_else_is_said_of_the_figure(before: dict[str, Any]) -> None:
    noted = figure(**before).explained_by("Two came late")
    for change in (
        {"comment": "x"},
        {"source": "x"},
        {"status": FigureStatus.FINAL},
        {"version": 7, "shared": "x"},
    ):
        assert replace(noted, **change).explained


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_a_note_without_words_takes_the_note_away(words: str) -> None:
    noted = figure(value=5).explained_by("Two came late")
    cleared = noted.explained_by(words)
    assert not cleared.explained
    assert (cleared.explanation, cleared.explains) == ("", "")


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
    assert line(unit, **parts).outstanding == []


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("absence", [one for one in Absence if one is not Absence.NOT_ENTERED])
def test_an_absence_has_no_problem(unit: Unit, absence: Absence) -> None:
    assert line(unit, absence=absence).outstanding == []


def test_a_figure_with_several_problems_names_each() -> None:
    found = line(Unit.PERCENTAGE, value=230, numerator="5.5", denominator=5).problems
    assert {one.rule for one in found if one.severity is Severity.ERROR} == {
        "percentage-range",
        "decimals-in-count",
        "numerator-above-denominator",
    }
