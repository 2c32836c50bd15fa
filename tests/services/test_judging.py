from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from csp_desktop.core.analysis.control_chart import Assurance, Standing, Verdict
from csp_desktop.core.analysis.difference import Reading
from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.periods import Quarter, parse_range
from csp_desktop.services import Services
from csp_desktop.storage.connection import Store


def said(services: Services, code: str, period: str) -> Findings:
    return services.judging.findings(code, parse_range(period))


def counted(services: Services, code: str, quarter: Quarter, value: int) -> None:
    board = services.plan.indicator(code).board
    lines = services.returns.sheet(board, quarter).figures
    figure = next(one.figure for one in lines if one.indicator.code == code)
    services.entry.enter_figure(replace(figure, value=Decimal(value), absence=None))


def test_a_figure_stands_beside_earlier_ones_of_its_kind(services: Services) -> None:
    found = said(services, "H3", "2015/16-Q1")
    words = {one.name: one.words for one in (*found.comparisons, found.long)}
    assert words == {
        "period before": "277 against 235: +42, +17.9%, worse.",
        "same period last year": "277 against 202: +75, +37.1%, worse.",
        "first year, 2008/09": "277 against 247: +30, +12.1%, no real change. By chance alone 277 "
        "may stand for 245.3 to 311.6.",
        "rolling 12 months": "1,004 against 882: +122, +13.8%, worse.",
        "baseline year 2012/13": "1,004 against 841: +163, +19.4%, worse.",
    }
    assert found.short == found.comparisons[1]
    assert found.long.change is not None
    assert found.long.change.reads is Reading.WORSE


def test_rolling_sums_are_the_sums_of_the_quarters_that_are_shown(services: Services) -> None:
    series = services.analysis.trend("H3").series
    at = next(i for i, one in enumerate(series) if str(one.period) == "2015/16-Q1")
    values = [one.value or Fraction(0) for one in series[at - 7 : at + 1]]
    found = said(services, "H3", "2015/16-Q1").comparisons[3]
    assert found.change is not None
    assert found.change.change == sum(values[4:]) - sum(values[:4])


def test_a_target_is_held_against_the_year_so_far_and_the_year_as_forecast(
    services: Services,
) -> None:
    [found] = said(services, "H3", "2015/16-Q1").targets
    assert found.line.level == Fraction("218.315")
    assert found.now.words == "277 against at most 218: 59 over, 26.9%, red."
    assert found.forecast.words == "1,071 against at most 873: 198 over, 22.6%, red."
    assert found.need is not None
    assert found.need.rate == (4 * Fraction("218.315") - 277) / 3
    assert found.need.words == "Needs at most 198 a quarter from here."


def test_after_two_quarters_half_the_year_is_asked_for(services: Services) -> None:
    [found] = said(services, "H4", "2015/16-Q2").targets
    assert found.now.words == "793 against at most 727: 66 over, 9.0%, amber."
    assert found.line.level is not None
    assert round(2 * found.line.level) == 727


def test_a_complete_year_is_its_own_forecast(services: Services) -> None:
    found = said(services, "H3", "2015/16-Q4")
    [target] = found.targets
    assert target.now == target.forecast
    assert target.need is not None
    assert target.need.words == "The year is complete."
    assert (found.year.forecast, found.year.words) == (None, "The year is complete.")


def test_a_sum_is_judged_like_any_other(services: Services) -> None:
    found = said(services, "CC3-2", "2015/16-Q2")
    [target] = found.targets
    assert found.value == "668"
    assert target.now.words == "1,248 against at most 1,109: 139 over, 12.5%, red."


def test_the_chart_says_how_the_figure_lies_in_its_limits(services: Services) -> None:
    found = said(services, "H3", "2015/16-Q4")
    assert found.charted.chart is not None
    assert found.charted.chart.standing is Standing.FULL
    assert found.charted.chart.variation is Verdict.CONCERN
    assert found.charted.chart.assurance is Assurance.INCONSISTENT
    assert found.charted.words == (
        "Mean 224, limits 147 to 301; the latest figure: two of three, concern."
    )


def test_percentages_are_compared_in_points_and_never_summed(services: Services) -> None:
    found = said(services, "C3a", "2014/15-Q2")
    assert found.comparisons[0].words == "25.7% against 26%: −0.3 pt, worse."
    assert found.comparisons[3].words == (
        "2013-10..2014-09: a percentage is kept without its numerator and denominator."
    )
    assert found.long.words == "25.7% against 23%: +2.7 pt, better."
    assert found.year.forecast is None
    assert found.charted.words.startswith("Trial limits. Mean 24.4")


def test_what_cannot_be_judged_says_why(services: Services) -> None:
    found = said(services, "CC1-3", "2015/16-Q1")
    assert {one.now.rag for one in found.targets} == {Rag.GREY}
    assert {one.now.words for one in found.targets} == {
        "The plan names no baseline.",
        "There are no figures of this length in the baseline, 2012/13.",
    }
    assert found.comparisons[1].words == "No figure for 2014/15-Q1."
    assert found.charted.chart is None
    assert found.charted.words == (
        "Not charted: each figure covers twelve months, and shares most with its neighbour."
    )


def test_a_target_that_does_not_hold_then_says_for_when_it_does(services: Services) -> None:
    [found] = said(services, "H3", "2014/15-Q4").targets
    assert found.now.words == "It holds for 2015/16, not for then."


def test_a_small_count_has_what_chance_allows_in_place_of_a_percentage(services: Services) -> None:
    counted(services, "A7", Quarter(2015, 1), 12)
    counted(services, "A7", Quarter(2015, 2), 8)
    found = said(services, "A7", "2015/16-Q2").comparisons[0]
    assert found.change is not None
    assert found.change.percent == ""
    assert found.words.endswith(
        "Too few for a percentage: by chance alone 8 may stand for 3.5 to 15.8."
    )


def test_a_rare_event_is_not_charted(services: Services) -> None:
    for number, value in enumerate((1, 0, 2), start=1):
        counted(services, "A7", Quarter(2015, number), value)
    found = said(services, "A7", "2015/16-Q3")
    assert found.charted.words == "Not charted: 1.0 a period is too few."
    assert found.year.forecast is not None
    assert found.year.forecast.years == 0


def test_a_figure_that_may_still_change_says_so(services: Services) -> None:
    assert said(services, "CC1-7", "2014/15-Q4").provisional is False
    counted(services, "A7", Quarter(2015, 1), 12)
    assert said(services, "A7", "2015/16-Q1").provisional


@pytest.mark.parametrize(("code", "period"), [("H3", "2030/31-Q1"), ("F1", "2015/16-Q1")])
def test_a_period_without_a_number_is_told_with_where_to_look(
    services: Services, code: str, period: str
) -> None:
    with pytest.raises(NotFoundError) as refused:
        said(services, code, period)
    assert str(refused.value) == (
        f"There is no number of {code} for {period}. “figures show {code}” lists those there are."
    )


def test_a_range_without_a_figure_of_its_own_is_the_sum_of_its_parts(services: Services) -> None:
    quarters = [said(services, "H3", str(Quarter(2015, number).range)) for number in (1, 2, 3, 4)]
    year = said(services, "H3", "2015/16")
    assert year.value == f"{sum(int(one.value) for one in quarters):,}"
    assert year.marks == ("the sum of 4 parts",)
    october = said(services, "H3", "2014-10..2015-09")
    assert october.marks == year.marks
    assert october.comparisons[0].against == parse_range("2013-10..2014-09")


def test_a_range_that_is_not_covered_says_what_is_missing(services: Services) -> None:
    with pytest.raises(NotFoundError) as refused:
        said(services, "H1", "2014-09..2015-08")
    assert str(refused.value).startswith(
        "There is no number of H1 for 2014-09..2015-08: September 2014 and July to August 2015 "
        "missing."
    )


def test_the_year_as_reported_stands_beside_the_sum_of_its_quarters(services: Services) -> None:
    found = said(services, "CC1-7", "2014/15").year_to_date
    assert found is not None
    assert found.words == (
        "24,855 as reported; 27,355, the sum of 4 quarters: 2,500 more than reported."
    )


def test_a_basket_stands_beside_its_members_and_their_own_targets(services: Services) -> None:
    found = said(services, "CC3-2", "2015/16-Q2")
    assert [one.indicator.code for one in found.members] == ["H2", "H9"]
    assert [one.value for one in found.members] == [
        said(services, code, "2015/16-Q2").value for code in ("H2", "H9")
    ]
    assert sum(int(one.value) for one in found.members) == int(found.value)


def test_a_decision_begins_a_new_phase_and_its_reason_is_told(services: Services) -> None:
    before = said(services, "H3", "2015/16-Q4").charted
    services.phases.begin("H3", date(2012, 4, 1), "Recording changed after the inspection")
    after = said(services, "H3", "2015/16-Q4").charted
    assert before.chart is not None
    assert after.chart is not None
    assert (len(before.chart.phases), len(after.chart.phases)) == (1, 2)
    assert "since 2012/13-Q1 (Recording changed after the inspection)" in after.words
    services.phases.take_back("H3", date(2012, 4, 1))
    assert said(services, "H3", "2015/16-Q4").charted == before


def test_an_agreed_tolerance_moves_the_colour_and_an_agreed_profile_the_share(
    services: Services,
) -> None:
    [before] = said(services, "H4", "2015/16-Q2").targets
    agreed = {
        "agreed_by": "CSP Board",
        "agreed_where": "Its meeting",
        "agreed_on": "9 July 2015",
        "reason": "As last year",
    }
    services.plan_changes.record("indicator", "H4", {"tolerance": "5", **agreed})
    [after] = said(services, "H4", "2015/16-Q2").targets
    assert (before.now.rag, after.now.rag) == (Rag.AMBER, Rag.RED)
    services.plan_changes.record("indicator", "H4", {"profile": "30 30 20 20", **agreed})
    [spread] = said(services, "H4", "2015/16-Q2").targets
    assert spread.profile == "Shares as agreed: 30.0%, 30.0%, 20.0% and 20.0%."
    assert spread.now.words == "793 against at most 873: 80 under, green."


def test_an_agreed_baseline_gives_a_target_its_line(services: Services) -> None:
    agreed = {
        "agreed_by": "CSP Board",
        "agreed_where": "Its meeting",
        "agreed_on": "9 July 2015",
        "reason": "The mayor's plan counts from there",
    }
    first = said(services, "H3", "2015/16-Q1").targets
    services.plan_changes.record("target", "T23", {"baseline": "2011/12", **agreed})
    now, printed = said(services, "H3", "2015/16-Q1").targets
    assert [printed.line.words] == [one.line.words for one in first]
    assert printed.line.replaced
    year = services.judging.findings("H3", parse_range("2011/12")).value
    assert now.line.words.startswith(f"{round(int(year) / 4)} a period in 2011/12, down 6%")


def test_every_indicator_is_analysed_in_one_pass_by_the_same_number_of_queries(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    rows = Store.rows
    monkeypatch.setattr(Store, "rows", lambda self, query: asked.append(query) or rows(self, query))
    said(services, "H3", "2015/16-Q1")
    of_one = len(asked)
    found = services.judging.whole(parse_range("2015/16-Q1"))
    assert len(found) > 8
    assert len(asked) == 2 * of_one
    alone = {code: said(services, code, "2015/16-Q1") for code in ("H3", "CC3-2", "CC1-3")}
    assert {one.indicator.code: one for one in found if one.indicator.code in alone} == alone
