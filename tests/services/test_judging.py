from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from csp_desktop.core.analysis.control_chart import Assurance, Standing, Verdict
from csp_desktop.core.analysis.difference import Reading
from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.periods import Quarter, parse_range
from csp_desktop.services import Services
from csp_desktop.services.judging import Findings


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
    found = said(services, "H3", "2015/16-Q1").comparisons[2]
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
    assert found.need.words == "Needs at most 198 a period from here."


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
    assert (found.forecast, found.forecast_words) == (None, "The year is complete.")


def test_a_sum_is_judged_like_any_other(services: Services) -> None:
    found = said(services, "CC3-2", "2015/16-Q2")
    [target] = found.targets
    assert found.value == "668"
    assert target.now.words == "1,248 against at most 1,109: 139 over, 12.5%, red."


def test_the_chart_says_how_the_figure_lies_in_its_limits(services: Services) -> None:
    found = said(services, "H3", "2015/16-Q4")
    assert found.chart is not None
    assert found.chart.standing is Standing.FULL
    assert found.chart.variation is Verdict.CONCERN
    assert found.chart.assurance is Assurance.INCONSISTENT
    assert found.chart_words == (
        "Mean 224, limits 147 to 301; the latest figure: two of three, concern."
    )


def test_percentages_are_compared_in_points_and_never_summed(services: Services) -> None:
    found = said(services, "C3a", "2014/15-Q2")
    assert found.comparisons[0].words == "25.7% against 26%: −0.3 pt, worse."
    assert found.comparisons[2].words == "Not summed: figures of this kind do not add."
    assert found.long.words == "25.7% against 23%: +2.7 pt, better."
    assert found.forecast is None
    assert found.chart_words.startswith("Trial limits. Mean 24.4")


def test_what_cannot_be_judged_says_why(services: Services) -> None:
    found = said(services, "CC1-3", "2015/16-Q1")
    assert {one.now.rag for one in found.targets} == {Rag.GREY}
    assert {one.now.words for one in found.targets} == {
        "The plan names no baseline.",
        "The figures of the baseline, 2012/13, are not complete.",
    }
    assert found.comparisons[1].words == "No figure for 2014/15-Q1."
    assert found.chart is None
    assert found.chart_words == "Not charted: 3 figures are fewer than 8."


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
        "Too few for a percentage: by chance alone 12 may stand for 6.2 to 21.0."
    )


def test_a_rare_event_is_not_charted(services: Services) -> None:
    for number, value in enumerate((1, 0, 2), start=1):
        counted(services, "A7", Quarter(2015, number), value)
    found = said(services, "A7", "2015/16-Q3")
    assert found.chart_words == "Not charted: 1.0 a period is too few."
    assert found.forecast is not None
    assert found.forecast.years == 0


def test_a_figure_that_may_still_change_says_so(services: Services) -> None:
    assert said(services, "CC1-7", "2014/15-Q4").provisional is False
    counted(services, "A7", Quarter(2015, 1), 12)
    assert said(services, "A7", "2015/16-Q1").provisional


@pytest.mark.parametrize(
    ("code", "period"), [("H3", "2030/31-Q1"), ("H3", "2015/16"), ("F1", "2015/16-Q1")]
)
def test_a_period_without_a_number_is_told_with_where_to_look(
    services: Services, code: str, period: str
) -> None:
    with pytest.raises(NotFoundError) as refused:
        said(services, code, period)
    assert str(refused.value) == (
        f"There is no number of {code} for {period}. “figures show {code}” lists those there are."
    )
