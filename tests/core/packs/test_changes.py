"""What one pack says that an earlier one did not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.packs.changes import ChangeKind, changes_between
from csp_desktop.core.packs.facts import ActionFact, Facts, FigureFact, IndicatorFact
from csp_desktop.core.periods import parse_range

_One = TypeVar("_One")
Q1, Q2 = parse_range("2015/16-Q1"), parse_range("2015/16-Q2")
THEFTS = IndicatorFact(
    code="H3",
    name="Theft of motor vehicle",
    now="Red",
    forecast="Amber",
    why="277 against at most 218.",
    target="Reduce by 6%",
    terms="All thefts; amber within 10%; equal shares",
)
MARKING = ActionFact("H-01", "Mark bicycles", "TTCG", "On track", "31 December 2015", open=True)
FIGURE = FigureFact("H3", "Here", Q1, "277")
BEFORE = Facts((FIGURE,), (THEFTS,), (MARKING,))

WORDS = st.sampled_from(["", "Red", "Green", "12"])


def lists(one: st.SearchStrategy[_One], key: str) -> st.SearchStrategy[tuple[_One, ...]]:
    unique = st.lists(one, max_size=4, unique_by=lambda each: getattr(each, key))
    return unique.map(tuple)


FACTS = st.builds(
    Facts,
    lists(st.builds(FigureFact, WORDS, WORDS, st.sampled_from([Q1, Q2]), WORDS), "place"),
    lists(st.builds(IndicatorFact, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS), "code"),
    lists(st.builds(ActionFact, WORDS, WORDS, WORDS, WORDS, WORDS, st.booleans()), "code"),
)


def told(after: Facts, before: Facts = BEFORE) -> list[tuple[ChangeKind, str, str]]:
    return [(one.kind, one.code, one.words) for one in changes_between(before, after)]


def indicator(**parts: str) -> Facts:
    return replace(BEFORE, indicators=(replace(THEFTS, **parts),))


def action(**parts: str | bool) -> Facts:
    return replace(BEFORE, actions=(replace(MARKING, **parts),))


@given(FACTS)
def test_a_pack_says_nothing_that_it_does_not_say_itself(facts: Facts) -> None:
    assert changes_between(facts, facts) == []


@given(FACTS, FACTS)
def test_the_gravest_kind_comes_first_and_nothing_is_told_twice(one: Facts, other: Facts) -> None:
    found = changes_between(one, other)
    order = list(ChangeKind)
    assert sorted(found, key=lambda each: order.index(each.kind)) == found
    # Of one action its status and its day may change at once; of an indicator each kind once.
    kept = [each for each in found if each.kind not in (ChangeKind.ACTION, ChangeKind.REVISED)]
    places = [(each.kind, each.code) for each in kept]
    assert len(set(places)) == len(places)


@given(FACTS, FACTS)
def test_what_is_new_one_way_is_gone_the_other(one: Facts, other: Facts) -> None:
    def of(kind: ChangeKind, found: Sequence[tuple[ChangeKind, str, str]]) -> set[str]:
        return {code for each, code, _ in found if each is kind}

    there, back = told(other, one), told(one, other)
    assert of(ChangeKind.NEW_INDICATOR, there) == of(ChangeKind.LEFT_OUT, back)
    assert of(ChangeKind.REVISED, there) == of(ChangeKind.REVISED, back)
    assert of(ChangeKind.RAG, there) == of(ChangeKind.RAG, back)


def test_a_colour_is_told_with_the_arithmetic_behind_it() -> None:
    assert told(indicator(now="Green", why="200 against at most 218.")) == [
        (ChangeKind.RAG, "H3", "was “Red”, now “Green”: 200 against at most 218.")
    ]


def test_a_forecast_a_target_and_a_definition_say_what_they_were() -> None:
    assert told(indicator(forecast="Green", target="", terms="Attempts too")) == [
        (ChangeKind.FORECAST, "H3", "was “Amber”, now “Green”"),
        (ChangeKind.TARGET, "H3", "was “Reduce by 6%”, now “no target”"),
        (ChangeKind.DEFINITION, "H3", f"was “{THEFTS.terms}”, now “Attempts too”"),
    ]


def test_a_figure_that_says_another_number_is_revised() -> None:
    after = replace(BEFORE, figures=(replace(FIGURE, words="283"),))
    assert told(after) == [(ChangeKind.REVISED, "H3", "reported as 277 for 2015/16-Q1, now 283")]


def test_a_later_figure_and_one_that_is_withheld_are_no_revision() -> None:
    later = (FIGURE, replace(FIGURE, period=Q2, words="250"))
    assert told(replace(BEFORE, figures=later)) == []
    assert told(replace(BEFORE, figures=())) == []
    hidden = replace(BEFORE, figures=(replace(FIGURE, words=""),))
    assert told(hidden) == told(BEFORE, hidden) == []


def test_an_indicator_comes_and_goes() -> None:
    without = replace(BEFORE, indicators=())
    assert told(without) == [(ChangeKind.LEFT_OUT, "H3", "no longer shown")]
    assert told(BEFORE, without) == [(ChangeKind.NEW_INDICATOR, "H3", "now shown")]


def test_an_action_moves_closes_and_opens_again() -> None:
    complete = action(status="Complete", open=False)
    assert told(complete) == [(ChangeKind.CLOSED_ACTION, "H-01", "was “On track”, now “Complete”")]
    assert told(BEFORE, complete) == [(ChangeKind.ACTION, "H-01", "was “Complete”, now “On track”")]
    assert told(action(status="Off track", due="")) == [
        (ChangeKind.ACTION, "H-01", "was “On track”, now “Off track”"),
        (ChangeKind.ACTION, "H-01", "was due 31 December 2015, now no day"),
    ]


def test_an_action_is_new_or_taken_out() -> None:
    without = replace(BEFORE, actions=())
    assert told(BEFORE, without) == [(ChangeKind.NEW_ACTION, "H-01", "new: on track")]
    assert told(without) == [(ChangeKind.CLOSED_ACTION, "H-01", "taken out of the plan")]


def test_every_kind_has_its_words() -> None:
    assert len({one.words for one in ChangeKind}) == len(ChangeKind)
