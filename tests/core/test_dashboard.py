"""The dashboard's rows: what belongs to a theme, its tallies, its story, what of it is shown."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from csp_desktop.core.analysis.findings import AskedTarget, Findings, Frame, findings
from csp_desktop.core.analysis.known import known_up_to
from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.dashboard import (
    Dashboard,
    IndicatorRow,
    ThemeRow,
    indicators_of_theme,
    story_of,
    theme,
)
from csp_desktop.core.dashboard_filters import Filters, Segment
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter
from csp_desktop.core.plan import Indicator, Plan, Polarity, Target, TargetKind

Q1 = Quarter(2015, 1)
DATES = DateRange(date(2013, 4, 1), date(2016, 3, 31))
THEFTS = Indicator(
    code="H3",
    name="Thefts of motor vehicles",
    title="Thefts of motor vehicles",
    unit=Unit.COUNT,
    polarity=Polarity.LOWER,
    agency="MPS",
    board="TTCG",
)


def at_most(value: int, deadline: DateRange = DATES) -> Target:
    return Target(
        id="T1",
        priority="H",
        indicators=("H3",),
        text=f"No more than {value} a quarter",
        kind=TargetKind.LEVEL,
        direction="at_most",
        value=Decimal(value),
        deadline=deadline,
    )


def found(values: list[int], indicator: Indicator = THEFTS, *targets: Target) -> Findings:
    """What is known of an indicator with these figures in the quarters up to quarter 1."""
    series = [
        Point(Q1.plus(at + 1 - len(values)).range, Fraction(value))
        for at, value in enumerate(values)
    ]
    known = known_up_to(indicator, series, Q1.range)
    assert known is not None
    asked = {indicator.code: [AskedTarget(one) for one in targets]}
    return findings(known, Frame(DATES, FinancialYear(2012), asked, {}))


def row(values: list[int], indicator: Indicator = THEFTS, *targets: Target) -> IndicatorRow:
    return IndicatorRow(indicator, found(values, indicator, *targets))


def blank(code: str = "H9") -> IndicatorRow:
    return IndicatorRow(replace(THEFTS, code=code, name=code), None, "not entered")


# What belongs to a theme


def test_a_theme_has_the_indicators_of_its_letter_before_those_it_only_names(plan: Plan) -> None:
    property_crime = next(one for one in plan.priorities if one.code == "H")
    codes = [one.code for one in indicators_of_theme(plan, property_crime)]
    assert codes == [*(f"H{number}" for number in range(1, 10)), "CC3-1"]


def test_every_indicator_of_the_plan_belongs_to_a_theme(plan: Plan) -> None:
    shown = {one.code for part in plan.priorities for one in indicators_of_theme(plan, part)}
    assert shown == {one.code for one in plan.indicators}


def test_an_indicator_of_several_themes_is_counted_once(plan: Plan) -> None:
    first, second = plan.priorities[:2]
    shared = row([200])
    board = Dashboard(Q1, (ThemeRow(first, (shared,)), ThemeRow(second, (shared, blank()))))
    assert [one.indicator.code for one in board.rows] == ["H3", "H9"]
    assert Filters().counts(board)[Segment.ALL] == 2


# Colours


def test_a_theme_counts_its_colours_now_and_at_year_end(plan: Plan) -> None:
    rows = [row([300], THEFTS, at_most(200)), row([150], THEFTS, at_most(200)), blank()]
    shown = theme(plan.priorities[0], rows, Q1.range)
    assert dict(shown.now) == {Rag.RED: 1, Rag.GREEN: 1, Rag.GREY: 1}
    assert dict(shown.forecast) == {Rag.RED: 1, Rag.GREEN: 1, Rag.GREY: 1}


@pytest.mark.parametrize(
    ("value", "words", "missed"),
    [
        (300, "100 over", Fraction(1, 2)),
        (1_400, "1,200 over", Fraction(6)),
        (150, "50 under", Fraction(-1, 4)),
        (200, "met", Fraction(0)),
    ],
)
def test_the_gap_to_the_path_is_read_from_the_judgement(
    value: int, words: str, missed: Fraction
) -> None:
    gap = row([value], THEFTS, at_most(200)).gap
    assert gap is not None
    assert (gap.words, gap.level, gap.missed) == (words, "200", missed)


def test_a_gap_of_points_is_short() -> None:
    rate = replace(THEFTS, unit=Unit.PERCENTAGE, polarity=Polarity.HIGHER)
    wanted = replace(at_most(47), direction="at_least")
    gap = row([27], rate, wanted).gap
    assert gap is not None
    assert (gap.words, gap.level) == ("20.0 pt short", "47.0%")


def test_there_is_no_gap_without_a_colour() -> None:
    assert row([300]).gap is None
    assert blank().gap is None


def test_why_there_is_no_colour_is_said_in_two_words() -> None:
    last_year = at_most(200, FinancialYear(2013).range)
    survey = replace(THEFTS, unit=Unit.SURVEY_PERCENTAGE)
    aimless = replace(at_most(6), kind=TargetKind.RELATIVE_CHANGE, direction="decrease")
    assert blank().now_word == "No figure"
    assert row([300]).now_word == "No target"
    assert row([300], THEFTS, last_year).now_word == "Not then"
    assert row([300], THEFTS, aimless).now_word == "No level"
    assert row([60], survey, at_most(50)).now_word == "No sample"
    assert row([60], survey, at_most(50)).forecast_word == "Data only"
    assert row([300], THEFTS, at_most(200)).now_word == "Red"


def test_an_indicator_needs_attention_when_its_target_is_missed_now_or_will_be() -> None:
    assert row([300], THEFTS, at_most(200)).needs_attention
    assert not row([150], THEFTS, at_most(200)).needs_attention
    assert not blank().needs_attention


def test_a_concern_of_the_chart_needs_attention_without_any_target() -> None:
    steady = [200, 204, 198, 202, 199, 203, 201, 200, 202, 198, 201, 199]
    assert row([*steady, 400]).needs_attention
    assert not row([*steady, 201]).needs_attention


# Stories


def test_a_story_tells_the_worst_first_and_two_at_most() -> None:
    robberies = replace(THEFTS, code="H1", name="Robberies")
    cycles = replace(THEFTS, code="H8", name="Cycles")
    rows = [
        row([400, 0, 0, 0, 200], robberies),
        row([100, 0, 0, 0, 100], cycles),
        row([200, 0, 0, 0, 300], THEFTS, at_most(200)),
    ]
    assert story_of(rows, Q1.range) == (
        "Thefts of motor vehicles up 50.0% to 300, 100 over what is asked. "
        "Robberies down 50.0% to 200."
    )


def test_a_story_says_a_gap_above_a_thousand_whole() -> None:
    told = story_of([row([1_000, 0, 0, 0, 3_400], THEFTS, at_most(2_000))], Q1.range)
    assert told.endswith("up 240.0% to 3,400, 1,400 over what is asked.")


def test_a_theme_without_figures_says_so() -> None:
    assert story_of([blank()], Q1.range) == "No figures up to June 2015."


def test_the_dashboard_knows_the_quarter_of_its_first_figure(plan: Plan) -> None:
    theme_row = ThemeRow(plan.priorities[0], (row([5, 6, 7]), blank()))
    assert Dashboard(Q1, (theme_row,)).first == Q1.plus(-2)
    assert Dashboard(Q1, (ThemeRow(plan.priorities[0], (blank(),)),)).first is None


# Filters


@pytest.fixture
def board(plan: Plan) -> Dashboard:
    fire = replace(THEFTS, code="B2", name="Arson", board="ASB_SG", agency="LFB")
    first = ThemeRow(plan.priorities[1], (row([100], fire), blank("B9")))
    thefts = (row([300], THEFTS, at_most(200)), row([150], THEFTS, at_most(200)))
    other = replace(THEFTS, code="H4", name="Thefts from motor vehicles")
    second = IndicatorRow(other, found([150], other, replace(at_most(200), indicators=("H4",))))
    return Dashboard(Q1, (first, ThemeRow(plan.priorities[7], (thefts[0], second))))


def shown(board: Dashboard, filters: Filters) -> list[str]:
    return [one.indicator.code for part in board.themes for one in filters.rows(part)]


@pytest.mark.parametrize("segment", Segment)
def test_a_segment_shows_as_many_indicators_as_it_counts(
    board: Dashboard, segment: Segment
) -> None:
    filters = Filters(segment)
    assert len(shown(board, filters)) == filters.counts(board)[segment]


def test_filters_narrow_each_other(board: Dashboard) -> None:
    assert shown(board, Filters(Segment.RED)) == ["H3"]
    assert shown(board, Filters(board="TTCG")) == ["B9", "H3", "H4"]
    assert shown(board, Filters(agency="LFB")) == ["B2"]
    assert shown(board, Filters(find="motor")) == ["H3", "H4"]
    assert shown(board, Filters(find="b9")) == ["B9"]
    assert shown(board, Filters(Segment.GREEN, board="TTCG", find="theft")) == ["H4"]
    assert Filters(board="TTCG").counts(board)[Segment.NO_RAG] == 1


def test_a_themes_title_finds_all_its_indicators(board: Dashboard) -> None:
    title = board.themes[0].priority.title
    assert shown(board, Filters(find=title)) == ["B2", "B9"]
