from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.analysis.targets import TargetLine
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter
from csp_desktop.core.plan import Indicator, Polarity, Target, TargetKind
from csp_desktop.core.plan_changes import (
    ACTION,
    INDICATOR,
    TARGET,
    Agreement,
    ChangeFormError,
    PlanChange,
    change_words,
    indicator_with,
    read_change,
    standing_words,
    target_with,
    target_words,
)

TODAY = date(2015, 7, 14)
AGREED = {
    "agreed_by": "CSP Board",
    "agreed_where": "Its meeting, item 4",
    "agreed_on": "9 July 2015",
    "reason": "The baseline was counted anew",
}
BURGLARIES = Target(
    id="T19",
    priority="CC3",
    indicators=("H2",),
    text="8% reduction in the total number of Burglaries",
    kind=TargetKind.RELATIVE_CHANGE,
    direction="decrease",
    value=Decimal(8),
    deadline=FinancialYear(2015).range,
)
H2 = Indicator(
    code="H2",
    name="Residential burglaries",
    title="Number of Residential Burglaries",
    unit=Unit.COUNT,
    polarity=Polarity.LOWER,
    agency="MPS",
    board="TTCG",
    definition="As the police count them",
)
QUARTER = Quarter(2015, 1).range


def change(field: str, before: str, after: str) -> PlanChange:
    return PlanChange(
        id=uuid4(),
        entity=TARGET,
        entity_id="T19",
        field=field,
        before=before,
        after=after,
        agreed=Agreement("CSP Board", "Its meeting", TODAY, "Why not"),
        by="Team",
        at="2015-07-14T12:00:00.000Z",
    )


def line(target: Target, level: Fraction | None, words: str = "") -> TargetLine:
    return TargetLine(target, level, None, FinancialYear(2015).range, words)


def problems(entity: str, typed: dict[str, str], current: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(ChangeFormError) as refused:
        read_change(entity, current, typed, TODAY)
    return refused.value.problems


def test_what_holds_is_the_plan_with_its_changes_in_their_order() -> None:
    changes = [
        change("value", "8", "5"),
        change("deadline", "2015/16", "2016-09-30"),
        change("value", "5", "6.5"),
    ]
    now = target_with(BURGLARIES, changes)
    assert now.value == Decimal("6.5")
    assert now.deadline == DateRange(date(2016, 9, 30), date(2016, 9, 30))
    assert target_with(BURGLARIES, []) == BURGLARIES
    assert target_with(BURGLARIES, [change("deadline", "2015/16", "")]).deadline is None


def test_the_last_definition_holds() -> None:
    assert indicator_with(H2, []) == H2
    changes = [change("definition", "", "One"), change("definition", "One", "Two")]
    assert indicator_with(H2, changes).definition == "Two"


def test_what_an_indicator_is_judged_by_may_be_agreed_anew() -> None:
    agreed = [change("tolerance", "", "5"), change("profile", "equal", "30 25 25 20")]
    now = indicator_with(H2, agreed)
    assert (now.tolerance, str(now.profile)) == (Decimal(5), "30 25 25 20")
    assert now.definition == H2.definition
    assert indicator_with(now, [change("tolerance", "5", "")]).tolerance is None


def test_that_an_indicator_is_outside_control_is_agreed_and_may_be_taken_back() -> None:
    assert not H2.outside_control
    now = indicator_with(H2, [change("outside_control", "no", "yes")])
    assert now == replace(H2, outside_control=True)
    assert indicator_with(now, [change("outside_control", "yes", "no")]) == H2


@pytest.mark.parametrize(
    ("typed", "stored"), [("yes", "yes"), (" YES ", "yes"), ("y", "yes"), ("no", "no"), ("", "no")]
)
def test_whether_it_is_outside_control_is_typed_as_yes_or_no(typed: str, stored: str) -> None:
    other = "no" if stored == "yes" else "yes"
    values, _ = read_change(
        INDICATOR, {"outside_control": other}, {"outside_control": typed, **AGREED}, TODAY
    )
    assert values == {"outside_control": stored}


def test_a_baseline_that_the_plan_does_not_name_may_be_agreed() -> None:
    now = target_with(BURGLARIES, [change("baseline", "2014/15", "2012/13")])
    assert str(now.baseline) == "2012/13"
    assert target_with(now, [change("baseline", "2012/13", "")]).baseline is None


@pytest.mark.parametrize(
    ("kind", "direction", "value", "per", "words"),
    [
        (TargetKind.RELATIVE_CHANGE, "decrease", "8", "", "Down 8% by 2015/16"),
        (TargetKind.RELATIVE_CHANGE, "decrease", "8", "year", "Down 8% every year by 2015/16"),
        (TargetKind.POINTS_CHANGE, "increase", "2.5", "", "Up 2.5 points by 2015/16"),
        (TargetKind.POINTS_CHANGE, "increase", "1", "", "Up 1 point by 2015/16"),
        (TargetKind.COUNT, "at_least", "1365", "year", "At least 1,365 a year by 2015/16"),
        (TargetKind.RANK, "at_most", "5", "", "At most rank 5 by 2015/16"),
        (TargetKind.SHARE_OF_BASE, "increase", "20", "", "Up 20% of 140 by 2015/16"),
        (TargetKind.LEVEL, "at_least", "34", "", "At least 34% by 2015/16"),
    ],
)
def test_a_target_is_said_with_what_it_counts(
    kind: TargetKind, direction: str, value: str, per: str, words: str
) -> None:
    base = Decimal(140) if kind is TargetKind.SHARE_OF_BASE else None
    target = replace(
        BURGLARIES, kind=kind, direction=direction, value=Decimal(value), per=per, base=base
    )
    assert target_words(target, Unit.PERCENTAGE) == words


def test_a_change_is_said_from_what_to_what() -> None:
    assert change_words(change("value", "8", "5"), BURGLARIES, Unit.COUNT) == (
        "Value from 8% to 5%"
    )
    moved = change("deadline", "2015/16", "2016-09-30")
    assert change_words(moved, BURGLARIES, None) == "Deadline from 2015/16 to 30 September 2016"
    due = change("due", "", "2016-03-31")
    assert change_words(due, None, None) == "Due date from none to 31 March 2016"
    said = change("definition", "", "Sheds left out")
    assert change_words(said, None, None) == "Definition from none to “Sheds left out”"


@pytest.mark.parametrize(
    ("direction", "figure", "words"),
    [
        ("at_most", 1095, "1,095 against at most 1,007: 88 over, 8.7%, amber."),
        ("decrease", 1000, "1,000 against at most 1,007: 7 under, green."),
        ("at_least", 1000, "1,000 against at least 1,007: 7 short, 0.7%, amber."),
        ("increase", 1010, "1,010 against at least 1,007: 3 above, green."),
        ("at_most", 1007, "1,007 against at most 1,007: met exactly, green."),
    ],
)
def test_the_latest_figure_stands_against_the_target_in_arithmetic(
    direction: str, figure: int, words: str
) -> None:
    target = replace(BURGLARIES, direction=direction)
    series = [Point(QUARTER, Fraction(figure)), Point(Quarter(2015, 2).range, None, gap="none")]
    assert standing_words(series, line(target, Fraction(1007)), H2) == f"2015/16-Q1: {words}"


def test_percentages_are_apart_by_points() -> None:
    share = replace(H2, unit=Unit.SURVEY_PERCENTAGE)
    target = replace(BURGLARIES, direction="at_least")
    asked = Point(QUARTER, Fraction(75), sample_size=4_000)
    words = standing_words([asked], line(target, Fraction(78)), share)
    assert words == "2015/16-Q1: 75.0% against at least 78.0%: 3.0 points short, red."


def test_a_survey_that_asked_too_few_is_not_judged() -> None:
    share = replace(H2, unit=Unit.SURVEY_PERCENTAGE)
    target = replace(BURGLARIES, direction="at_least")
    asked = Point(QUARTER, Fraction(75), sample_size=300)
    words = standing_words([asked], line(target, Fraction(78)), share)
    assert words.startswith("2015/16-Q1: Too close to tell: of 300 asked, 75.0% may be")


def test_a_figure_of_after_the_target_is_not_held_against_it() -> None:
    later = Point(Quarter(2016, 1).range, Fraction(9))
    against = line(BURGLARIES, Fraction(10))
    assert standing_words([Point(QUARTER, Fraction(7)), later], against, H2).startswith(
        "2015/16-Q1: 7 "
    )
    assert standing_words([later], against, H2) == "No figure yet to compare with it."


def test_a_target_that_is_no_line_says_why() -> None:
    why = line(BURGLARIES, None, "The plan names no baseline.")
    assert standing_words([Point(QUARTER, Fraction(7))], why, H2) == "The plan names no baseline."


def test_what_was_agreed_is_read_as_people_type_it() -> None:
    typed = {"value": " 5% ", "deadline": "30 Sep 2016", **AGREED}
    values, agreed = read_change(TARGET, {"value": "8", "deadline": "2015/16"}, typed, TODAY)
    assert values == {"value": "5", "deadline": "2016-09-30"}
    assert agreed == Agreement(
        "CSP Board", "Its meeting, item 4", date(2015, 7, 9), "The baseline was counted anew"
    )


def test_only_what_differs_is_a_change() -> None:
    current = {"value": "8", "deadline": "2015/16"}
    values, _ = read_change(TARGET, current, {**current, "deadline": "", **AGREED}, TODAY)
    assert values == {"deadline": ""}


def test_everything_is_mandatory_and_said_in_the_order_of_the_form() -> None:
    assert problems(TARGET, {"value": ""}, {"value": "8"}) == [
        ("value", "Enter the new value"),
        ("agreed_by", "Enter who agreed it"),
        ("agreed_where", "Enter where it was agreed"),
        ("agreed_on", "Enter the day it was agreed"),
        ("reason", "Enter why it was changed"),
    ]
    assert problems(INDICATOR, {"definition": "", **AGREED}, {"definition": "As counted"}) == [
        ("definition", "Enter the new definition")
    ]
    assert problems(ACTION, {"due": "", **AGREED}, {}) == [("due", "Enter the new due date")]


@pytest.mark.parametrize(
    ("entity", "field", "text", "words"),
    [
        (TARGET, "value", "many", "New value must be a number, like 20"),
        (TARGET, "value", "-3", "New value must be 0 or more"),
        (
            TARGET,
            "deadline",
            "soon",
            "Deadline must be a period or a day, like 2015/16 or 31 March 2016",
        ),
        (ACTION, "due", "31 June 2016", "New due date must be a real date, like 14 Aug 2015"),
        (ACTION, "agreed_on", "then", "Agreed on must be a real date, like 14 Aug 2015"),
        (ACTION, "agreed_on", "15 July 2015", "Agreed on must be today or in the past"),
        (ACTION, "agreed_by", " \n", "Enter who agreed it"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    entity: str, field: str, text: str, words: str
) -> None:
    typed = {"value": "5", "due": "31 March 2016", **AGREED, field: text}
    assert problems(entity, typed, {"value": "8"}) == [(field, words)]


@pytest.mark.parametrize(
    ("entity", "current", "typed", "found"),
    [
        (TARGET, {"value": "8"}, {"value": "8.0%"}, "value"),
        (INDICATOR, {"definition": "Same"}, {"definition": " Same "}, "definition"),
        (ACTION, {"due": "2016-03-31"}, {"due": "31/03/2016"}, "due"),
    ],
)
def test_a_change_to_what_stands_there_already_is_none(
    entity: str, current: dict[str, str], typed: dict[str, str], found: str
) -> None:
    [(field, words)] = problems(entity, {**typed, **AGREED}, current)
    assert field == found
    assert "must be other than it is now" in words


@given(value=st.decimals(0, 10**6, places=2, allow_nan=False, allow_infinity=False))
def test_any_number_that_is_typed_with_commas_is_read_as_itself(value: Decimal) -> None:
    typed = {"value": number_words(value, 2), **AGREED}
    values, _ = read_change(TARGET, {"value": "none"}, typed, TODAY)
    assert Decimal(values["value"]) == value


@pytest.mark.parametrize(
    ("entity", "field", "typed", "said"),
    [
        (TARGET, "baseline", "last year", "Baseline must be a period, like 2012/13"),
        (TARGET, "baseline", "2012-06-30", "Baseline must be a period of whole months"),
        (INDICATOR, "tolerance", "a bit", "Tolerance must be a number, like 5"),
        (INDICATOR, "tolerance", "-1", "Tolerance must be 0 or more"),
        (INDICATOR, "profile", "30 30 30 30", "Profile must be equal, seasonal or four shares"),
        (INDICATOR, "outside_control", "partly", "Outside control must be yes or no"),
        (INDICATOR, "definition", " ", "Enter the new definition"),
    ],
)
def test_what_an_analysis_cannot_use_is_said_beside_its_field(
    entity: str, field: str, typed: str, said: str
) -> None:
    [(name, words)] = problems(entity, {field: typed, **AGREED}, {field: "as it was"})
    assert name == field
    assert words.startswith(said)


def test_a_field_that_is_not_in_the_form_stays_as_it_is() -> None:
    current = {"value": "8", "baseline": "2014/15", "deadline": "2015/16"}
    values, _ = read_change(TARGET, current, {"value": "5", **AGREED}, TODAY)
    assert values == {"value": "5"}
