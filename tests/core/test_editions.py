from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csp_desktop.core.analysis.charting import Rebase
from csp_desktop.core.analysis.findings import AskedTarget, Frame, findings
from csp_desktop.core.analysis.known import Known, known_up_to
from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.analysis.series import Point, points, summed
from csp_desktop.core.dashboard import Dashboard, IndicatorRow, theme
from csp_desktop.core.editions import COULD_TELL, Edition, Withheld, shown_to, withheld
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter
from csp_desktop.core.plan import Indicator, Priority, TargetKind
from tests.core.analysis.making import COMPLETED, CONFIDENCE, PLACE, ROBBERIES, Answer, run
from tests.core.analysis.making_targets import PLAN_DATES, target

NOW = Quarter(2015, 1)
FIRST = "2012/13-Q1"
COUNT = 13  # quarters from the first to now
ONE = replace(ROBBERIES, code="X1", name="Personal robberies")
OTHER = replace(ROBBERIES, code="X2", name="Commercial robberies")
BOTH = replace(ROBBERIES, code="X3", name="Robberies", sum_of=("X1", "X2"))
MORE = replace(ROBBERIES, code="X4", name="Robberies and burglaries", sum_of=("X3", "X5"))
APART = replace(ROBBERIES, code="X5", name="Burglaries")
PART = replace(ROBBERIES, code="X6", name="Burglaries at night", part_of="X5")
SHARE = replace(COMPLETED, code="X7")
RESTRICTED = replace(ROBBERIES, code="X8", name="People in treatment", restricted=True)

small = st.integers(1, 4)
usual = st.one_of(st.just(0), st.integers(5, 60))
a_row = st.lists(usual, min_size=COUNT, max_size=COUNT)
places = st.sets(st.integers(0, COUNT - 1), min_size=1, max_size=5)


def frame(code: str, rebased: Sequence[Rebase] = ()) -> Frame:
    """A reduction on last year asked of every indicator, so that each has colours to hold back."""
    down = target(TargetKind.RELATIVE_CHANGE, 6, baseline="2014/15", indicators=(code,))
    return Frame(PLAN_DATES, FinancialYear(2012), {code: [AskedTarget(down)]}, {code: rebased})


def row(
    indicator: Indicator,
    series: Sequence[Point],
    members: Sequence[tuple[Indicator, Known | None]] = (),
    rebased: Sequence[Rebase] = (),
) -> IndicatorRow:
    known = known_up_to(indicator, series, series[-1].period)
    if known is None:
        return IndicatorRow(indicator, None, "not entered")
    return IndicatorRow(indicator, findings(known, frame(indicator.code, rebased), members))


def dashboard(answers: Mapping[Indicator, Sequence[Answer | None]], *sums: Indicator) -> Dashboard:
    """A theme with these indicators, and with the sums of some of them."""
    series = {one: points(run(FIRST, *given)) for one, given in answers.items()}
    rows = [row(one, own) for one, own in series.items()]
    by_code = {one.code: one for one in (*series, *sums)}
    for whole in sums:
        parts = [by_code[code] for code in whole.sum_of]
        series[whole] = summed([series[one] for one in parts])
        members = [(one, known_up_to(one, series[one], NOW.range)) for one in parts]
        rows.append(row(whole, series[whole], members))
    return of(*rows)


def of(*rows: IndicatorRow) -> Dashboard:
    blank = Priority("X", "Crime", False, (), "", (), (), (), ())
    return Dashboard(NOW, (theme(blank, rows, NOW.range),))


def public(whole: Dashboard) -> dict[str, IndicatorRow]:
    return {one.indicator.code: one for one in shown_to(whole, Edition.PUBLIC).rows}


def with_small(row: Sequence[int], at: set[int], values: Sequence[int]) -> list[int]:
    found = list(row)
    for place, value in zip(sorted(at), values, strict=False):
        found[place] = value
    return found


def leaves(found: Any) -> Iterator[Any]:
    """Every text and number in it, however deep."""
    if isinstance(found, Enum):
        yield found.name
    elif is_dataclass(found):
        for one in fields(found):
            yield from leaves(getattr(found, one.name))
    elif isinstance(found, (tuple, list, frozenset)):
        for one in found:
            yield from leaves(one)
    else:
        yield found


def plain(*, upper: int = COUNT) -> list[int]:
    return [20 + 3 * (at % 5) for at in range(upper)]


# Nothing can be learned


@given(a_row, a_row, places, st.lists(small, min_size=5, max_size=5))
def test_what_the_public_sees_leaves_three_values_for_each_small_number(
    one: list[int], other: list[int], at: set[int], values: list[int]
) -> None:
    whole = dashboard({ONE: with_small(one, at, values), OTHER: other, APART: plain()}, BOTH, MORE)
    true, seen = (counts_of(each) for each in (whole, shown_to(whole, Edition.PUBLIC)))
    for code, period in (place for place, value in true.items() if 0 < value < 5):
        assert (code, period) not in seen
        shown = {one: seen.get((one, period)) for one in ("X1", "X2", "X3", "X4", "X5")}
        there = {one: int(true[one, period]) for one in shown}
        assert len({found[code] for found in near(there, shown)}) >= 3


def near(
    true: Mapping[str, int], shown: Mapping[str, Fraction | None]
) -> Iterator[dict[str, Fraction | int]]:
    """Robberies of both kinds, burglaries and their sums, as they could be: close to the truth."""
    parts = (
        range(max(0, true[one] - 6), true[one] + 7) if shown[one] is None else [shown[one]]
        for one in ("X1", "X2", "X5")
    )
    for first, second, third in product(*parts):
        both = first + second
        found = {"X1": first, "X2": second, "X3": both, "X4": both + third, "X5": third}
        if all(shown[one] in (None, value) for one, value in found.items()):
            yield found


def counts_of(whole: Dashboard) -> dict[tuple[str, DateRange], Fraction]:
    """Every number a dashboard shows."""
    return {
        (each.indicator.code, point.period): point.value
        for each in whole.rows
        if each.findings is not None
        for point in each.findings.series
        if point.value is not None
    }


@given(places, st.lists(small, min_size=5, max_size=5), st.lists(small, min_size=5, max_size=5))
def test_the_share_of_a_few_is_the_same_to_the_public_however_few(
    at: set[int], first: list[int], second: list[int]
) -> None:
    def shares(values: list[int]) -> list[Answer | None]:
        found: list[Answer | None] = [(20, 60)] * COUNT
        for place, value in zip(sorted(at), values, strict=False):
            found[place] = (value, 60)
        return found

    seen = [shown_to(dashboard({SHARE: shares(one)}), Edition.PUBLIC) for one in (first, second)]
    assert seen[0] == seen[1]


@given(a_row, a_row, a_row)
def test_restricted_figures_leave_no_trace_in_either_edition_that_goes_out(
    open_row: list[int], first: list[int], second: list[int]
) -> None:
    whole = replace(BOTH, sum_of=("X1", "X8"))
    for edition in (Edition.PARTNERSHIP, Edition.PUBLIC):
        seen = [
            shown_to(dashboard({ONE: open_row, RESTRICTED: one}, whole), edition)
            for one in (first, second)
        ]
        assert seen[0] == seen[1]


@given(a_row, places, st.lists(small, min_size=5, max_size=5))
def test_no_small_count_is_left_anywhere_in_a_public_series(
    one: list[int], at: set[int], values: list[int]
) -> None:
    seen = public(dashboard({ONE: with_small(one, at, values), OTHER: plain()}, BOTH))
    for each in seen.values():
        for point in each.findings.series if each.findings else ():
            assert point.value is None or point.value == 0 or point.value >= 5


@given(a_row)
def test_a_dashboard_without_small_or_restricted_figures_keeps_its_numbers(one: list[int]) -> None:
    whole = dashboard({ONE: one, OTHER: plain()}, BOTH)
    seen = public(whole)
    for each in whole.rows:
        found = seen[each.indicator.code].findings
        assert each.findings is not None
        assert found is not None
        assert (found.value, found.targets) == (each.findings.value, each.findings.targets)
        assert found.series == each.findings.series
        assert (found.short, found.members) == (each.findings.short, each.findings.members)
        assert found.long.change == each.findings.long.change


# What stands in its place


def test_a_small_count_is_withheld_and_another_with_it_and_nothing_tells_which_is_small() -> None:
    seen = public(dashboard({ONE: [*plain(upper=12), 3], OTHER: plain()}, BOTH))
    held = {code for code, one in seen.items() if withheld(one) is Withheld.WITHHELD}
    assert "X1" in held
    assert len(held) == 2
    assert {seen[code].why for code in held} == {"Withheld"}
    assert {seen[code].now.rag for code in held} == {Rag.GREY}


def test_an_earlier_small_count_is_a_gap_and_takes_colours_limits_and_forecast_with_it() -> None:
    at_four_quarters_ago = [*plain(upper=8), 3, 20, 21, 22, 23]
    found = public(dashboard({ONE: at_four_quarters_ago}))["X1"].findings
    assert found is not None
    assert found.value == "23"
    assert found.series[8] == Point(found.series[8].period, None, gap="Withheld")
    assert (found.short.change, found.short.words) == (None, COULD_TELL)
    assert [(one.now.rag, one.line.level) for one in found.targets] == [(Rag.GREY, None)]
    assert (found.charted.chart, found.year.value) == (None, None)


def test_a_difference_stays_where_both_its_ends_are_shown_and_goes_where_one_is_not() -> None:
    found = public(dashboard({ONE: [3, *plain(upper=12)]}))["X1"].findings
    assert found is not None
    assert found.short.change is not None
    assert (found.long.name, found.long.change) == ("baseline year 2012/13", None)


@pytest.mark.parametrize("share", [(2, 60), (58, 60), (2, 3)])
def test_a_share_of_few_of_all_but_few_or_among_few_is_withheld(share: tuple[int, int]) -> None:
    seen = public(dashboard({SHARE: [*[(20, 60)] * 12, share]}))
    assert withheld(seen["X7"]) is Withheld.WITHHELD


def test_few_of_those_a_survey_asked_are_withheld_by_their_share() -> None:
    asked = points(run("2015/16-Q1", 4, sample_size=50))
    assert withheld(public(of(row(CONFIDENCE, asked)))["A1"]) is Withheld.WITHHELD
    asked = points(run("2015/16-Q1", 40, sample_size=50))
    assert withheld(public(of(row(CONFIDENCE, asked)))["A1"]) is None


def test_nought_and_a_place_in_an_order_are_no_small_counts() -> None:
    seen = public(dashboard({ONE: [*plain(upper=12), 0], PLACE: [3] * COUNT}))
    assert seen["X1"].findings is not None
    assert seen["P1"].findings is not None


def test_of_a_breakdown_two_numbers_are_withheld_but_only_for_the_period_of_the_small_one() -> None:
    day = replace(PART, code="X9", name="Burglaries by day")
    rest = [whole - 2 for whole in plain()]
    seen = public(dashboard({APART: plain(), PART: [2] * COUNT, day: rest}))
    assert [code for code, one in seen.items() if withheld(one)] == ["X6", "X9"]
    once = [2, *[10] * (COUNT - 1)]
    rest = [whole - part for whole, part in zip(plain(), once, strict=True)]
    later = public(dashboard({APART: plain(), PART: once, day: rest}))["X9"].findings
    assert later is not None
    assert [one.gap for one in later.series] == ["Withheld", *[""] * (COUNT - 1)]


def test_a_part_of_a_whole_that_its_parts_do_not_fill_is_withheld_alone() -> None:
    seen = public(dashboard({APART: plain(), PART: [*plain(upper=12), 2]}))
    assert [code for code, one in seen.items() if withheld(one)] == ["X6"]


def test_a_sum_whose_parts_are_not_all_on_the_dashboard_is_withheld() -> None:
    whole = row(BOTH, points(run(FIRST, *plain())))
    assert withheld(public(of(whole, row(ONE, points(run(FIRST, *plain())))))["X3"]) is (
        Withheld.WITHHELD
    )


def test_the_public_is_not_told_why_a_board_gave_no_figure() -> None:
    seen = public(of(IndicatorRow(ONE, None, "not entered")))
    assert seen["X1"].why == "No figure"
    assert withheld(seen["X1"]) is None


def test_the_reason_a_person_gave_for_a_new_phase_stays_inside() -> None:
    why = Rebase(Quarter(2013, 1).range.first, "Sentinel reason")
    whole = of(row(ONE, points(run(FIRST, *plain())), rebased=[why]))
    assert "Sentinel reason" in str(whole)
    assert "Sentinel reason" not in str(shown_to(whole, Edition.PUBLIC))


def test_a_year_so_far_that_was_reported_is_left_out_with_the_comment_it_carries() -> None:
    quarters = run("2015/16-Q1", 20, 24)
    half = run("2015-04..2015-09", 45, comment="Sentinel comment")
    known = known_up_to(ONE, points([*quarters, *half]), quarters[-1].period, [*quarters, *half])
    assert known is not None
    whole = of(IndicatorRow(ONE, findings(known, frame("X1"))))
    assert "Sentinel comment" in str(whole)
    assert "Sentinel comment" not in str(shown_to(whole, Edition.PUBLIC))


def test_a_year_so_far_that_adds_up_from_what_is_shown_stays() -> None:
    half = points(run("2014/15-Q1", 20, 21, 22, 23, 24, 25))
    found = public(of(row(ONE, half)))["X1"].findings
    assert found is not None
    assert found.year_to_date is not None
    few = points(run("2014/15-Q1", 20, 21, 22, 23, 2, 25))
    found = public(of(row(ONE, few)))["X1"].findings
    assert found is not None
    assert found.year_to_date is None


# Restricted indicators


def test_the_public_does_not_learn_that_there_is_a_restricted_indicator() -> None:
    whole = dashboard({ONE: plain(), RESTRICTED: [987_654] * COUNT})
    seen = shown_to(whole, Edition.PUBLIC)
    texts = [one for one in leaves(seen) if isinstance(one, str)]
    assert [one.indicator.code for one in seen.rows] == ["X1"]
    assert not any("treatment" in one or "987" in one for one in texts)
    assert not any(value == 987_654 for value in leaves(seen) if isinstance(value, Fraction))
    assert sum(seen.themes[0].now.values()) == 1


def test_the_partnership_sees_the_name_of_a_restricted_indicator_and_no_number() -> None:
    whole = dashboard({ONE: [*plain(upper=12), 3], RESTRICTED: [987_654] * COUNT})
    seen = {one.indicator.code: one for one in shown_to(whole, Edition.PARTNERSHIP).rows}
    assert withheld(seen["X8"]) is Withheld.RESTRICTED
    assert "987" not in str(seen)
    assert seen["X1"].findings is not None, "the partnership sees small counts"


def test_what_could_tell_a_restricted_figure_is_withheld_up_and_down() -> None:
    hidden = replace(BOTH, restricted=True)
    below = replace(PART, part_of="X1")
    seen = shown_to(
        dashboard({ONE: plain(), OTHER: plain(), APART: plain(), below: plain()}, hidden, MORE),
        Edition.PARTNERSHIP,
    )
    assert {one.indicator.code: withheld(one) for one in seen.rows} == {
        "X1": Withheld.WITHHELD,
        "X2": Withheld.WITHHELD,
        "X5": None,
        "X6": None,
        "X3": Withheld.RESTRICTED,
        "X4": Withheld.WITHHELD,
    }


def test_an_indicator_that_was_restricted_by_agreement_is_restricted() -> None:
    open_row = dashboard({ONE: plain()}).rows[0]
    assert open_row.findings is not None
    agreed = replace(open_row.findings, indicator=replace(ONE, restricted=True))
    seen = shown_to(of(IndicatorRow(ONE, agreed)), Edition.PUBLIC)
    assert seen.rows == []


def test_the_story_is_told_of_what_is_left() -> None:
    whole = dashboard({ONE: [*plain(upper=12), 3]})
    assert "Personal robberies" in whole.themes[0].story
    assert shown_to(whole, Edition.PUBLIC).themes[0].story == "No figures up to June 2015."


# The editions


def test_the_internal_edition_shows_everything() -> None:
    whole = dashboard({ONE: [*plain(upper=12), 3], RESTRICTED: plain()})
    assert shown_to(whole, Edition.INTERNAL) == whole


def test_each_edition_protects_more_than_the_one_before() -> None:
    internal, partnership, open_to_all = Edition
    assert internal.next is partnership
    assert open_to_all.next is internal
    assert internal.protects_less_than(partnership)
    assert internal.protects_less_than(open_to_all)
    assert not open_to_all.protects_less_than(partnership)
    assert not internal.protects_less_than(internal)


@pytest.mark.parametrize("edition", Edition)
def test_an_edition_is_named_in_words(edition: Edition) -> None:
    assert edition.words.endswith(" edition")
    assert all(one.words.startswith(one.value) for one in Withheld)


@given(a_row)
def test_no_dashboard_is_changed_by_being_shown(one: list[int]) -> None:
    assume(any(one))
    whole = dashboard({ONE: one, OTHER: plain()}, BOTH)
    before = str(whole)
    shown_to(whole, Edition.PUBLIC)
    assert str(whole) == before
