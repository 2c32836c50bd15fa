"""The facts of a pack: every figure it shows or withholds, how it judges, what is done."""

from dataclasses import replace
from fractions import Fraction

import pytest

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.editions import Edition, Withheld, may_be_public, shown_to
from csp_desktop.core.packs.facts import ActionFact
from csp_desktop.core.packs.finding_facts import facts_of
from csp_desktop.core.periods import parse_range
from csp_desktop.core.plan import Plan
from tests.core.packs.making import THEFTS, action, dashboard, material, quarters, row

Q1 = parse_range("2015/16-Q1")


def test_every_figure_of_a_series_is_a_fact_as_it_is_shown(plan: Plan) -> None:
    facts = facts_of(material(plan, {"H": [row(plan, "H3", quarters([1204, None, 277]))]}))
    assert [(one.indicator, one.area, str(one.period), one.words) for one in facts.figures] == [
        ("H3", plan.area, "2014/15-Q3", "1,204"),
        ("H3", plan.area, "2015/16-Q1", "277"),
    ]


def test_a_figure_that_is_withheld_is_a_fact_without_words(plan: Plan) -> None:
    series = quarters([120, 3, 150, 140, 130, 125, 277])
    board = dashboard(plan, {"H": [row(plan, "H8", series)]})
    whole = material(plan, {}, edition=Edition.PUBLIC)
    shown = shown_to(board, Edition.PUBLIC, may_be_public([board]))
    facts = facts_of(replace(whole, dashboard=shown))
    words = {str(one.period): one.words for one in facts.figures}
    assert words["2013/14-Q4"] == ""
    assert words["2015/16-Q1"] == "277"
    assert "3" not in words.values()
    assert Withheld.WITHHELD.value not in words.values()


def test_an_indicator_is_judged_in_words(plan: Plan) -> None:
    [one] = facts_of(material(plan, {"H": [row(plan, "H3", quarters(THEFTS))]})).indicators
    assert (one.code, one.name, one.now) == ("H3", "Theft of motor vehicle", "Red")
    assert one.why.startswith("277 against at most ")
    assert one.target
    assert one.terms.endswith("equal shares")
    assert "amber within 10%" in one.terms
    [bare] = facts_of(material(plan, {"H": [row(plan, "H8")]})).indicators
    assert (bare.now, bare.forecast, bare.target) == ("No figure", "No figure", "No target")


def test_an_indicator_of_two_themes_is_one_fact(plan: Plan) -> None:
    shared = row(plan, "H3", quarters(THEFTS))
    facts = facts_of(material(plan, {"H": [shared], "CC1": [shared]}))
    assert len(facts.indicators) == 1
    assert len(facts.figures) == len(THEFTS)


def test_an_action_is_told_with_its_state_and_its_day(plan: Plan) -> None:
    done = action("H-02", ActionStatus.COMPLETE, due=None)
    facts = facts_of(material(plan, actions=[action(note="Marked 300."), done]))
    assert facts.actions == (
        ActionFact("H-01", "Mark bicycles", "TTCG", "On track", "31 December 2015", open=True),
        ActionFact("H-02", "Mark bicycles", "TTCG", "Complete", "", open=False),
    )


@pytest.mark.parametrize("words", ["Marked 300.", "Broke down."])
def test_what_was_written_of_an_action_is_no_fact(plan: Plan, words: str) -> None:
    with_note = facts_of(material(plan, actions=[action(note=words)]))
    assert with_note == facts_of(material(plan, actions=[action()]))


def test_figures_beside_the_dashboard_are_facts_too_and_each_once(plan: Plan) -> None:
    thefts = row(plan, "H3", quarters(THEFTS))
    years = [Point(parse_range("2014/15"), Fraction(929))]
    judged = material(plan, {"H": [row(plan, "H3", years)]})
    facts = facts_of(judged, [dashboard(plan, {"H": [thefts]}), judged.dashboard])
    assert len(facts.figures) == len(THEFTS) + 1
    assert len({one.place for one in facts.figures}) == len(facts.figures)
    assert len(facts.indicators) == 1
    assert Q1 in [one.period for one in facts.figures]
