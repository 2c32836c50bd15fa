"""A chart's sheet: the series with its limits and target, and the same as a table."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from csp_desktop.core.analysis.charting import Charted, Rebase
from csp_desktop.core.figures import Unit
from csp_desktop.core.packs.charts import chart_sheet
from csp_desktop.core.packs.document import NOT_APPLICABLE, NOT_AVAILABLE, Cell, Number, Role, Sheet
from csp_desktop.core.plan import Plan
from tests.core.packs.making import THEFTS, quarters, row

USUAL = [100, 104, 98, 101, 103, 97, 100, 102, 99, 101, 103, 98]


def column(sheet: Sheet, heading: str) -> list[Cell]:
    [table] = sheet.tables
    at = [one.heading for one in table.columns].index(heading)
    return [cells[at] for cells in table.rows]


def test_the_table_beside_a_chart_holds_what_the_chart_draws(plan: Plan) -> None:
    sheet = chart_sheet(row(plan, "H3", quarters(THEFTS)))
    assert sheet is not None
    assert sheet.chart is not None
    assert sheet.tab == "Chart_H3"
    assert column(sheet, "Figure") == [Number(Decimal(one)) for one in THEFTS]
    mean = Fraction(sum(THEFTS), len(THEFTS))
    assert set(column(sheet, "Mean")) == {Number(Decimal(f"{float(mean):.1f}"), 1)}
    drawn = {one.role: sheet.tables[0].columns[one.column].heading for one in sheet.chart.lines}
    assert drawn[Role.FIGURES] == "Figure"
    assert drawn[Role.TARGET] == "Target"
    assert sheet.chart.categories == 0


def test_a_chart_is_told_in_a_sentence_that_stands_on_its_sheet_too(plan: Plan) -> None:
    sheet = chart_sheet(row(plan, "H3", quarters(THEFTS)))
    assert sheet is not None
    assert sheet.chart is not None
    said = sheet.chart.said
    assert said.startswith("Theft of motor vehicle from 2012/13-Q1 to 2015/16-Q1. Latest: 277 in ")
    assert [one.text for one in sheet.lines] == [said]


@pytest.mark.parametrize(("count", "drawn"), [(4, False), (5, True)])
def test_a_chart_needs_five_numbers(plan: Plan, count: int, drawn: bool) -> None:
    series = quarters([None, *THEFTS[:count]])
    assert (chart_sheet(row(plan, "H8", series)) is not None) is drawn


def test_an_indicator_without_figures_has_no_chart(plan: Plan) -> None:
    assert chart_sheet(row(plan, "H8")) is None


def test_a_gap_stays_a_gap_and_is_no_nought(plan: Plan) -> None:
    sheet = chart_sheet(row(plan, "H8", quarters([*USUAL[:6], None, *USUAL[6:]])))
    assert sheet is not None
    assert column(sheet, "Figure")[6] == NOT_AVAILABLE


def test_a_signal_stands_in_words_beside_its_figure(plan: Plan) -> None:
    sheet = chart_sheet(row(plan, "H8", quarters([*[100, 106] * 6, 140])))
    assert sheet is not None
    assert column(sheet, "Signal") == ["None"] * 12 + ["Outside: concern"]


def test_a_long_series_shows_its_last_ten_years_with_their_own_limits(plan: Plan) -> None:
    early = [500, 520] * 10
    series = quarters([*early, *USUAL * 3])
    rebased = [Rebase(series[len(early)].period.first, "New recording rules")]
    sheet = chart_sheet(row(plan, "H8", series, rebased))
    assert sheet is not None
    means = column(sheet, "Mean")
    assert len(means) == 40
    assert means[:4] == [Number(Decimal(510))] * 4
    assert means[4] == means[-1] != means[3]


def test_without_limits_there_are_none_in_the_table_and_none_are_drawn(plan: Plan) -> None:
    bare = row(plan, "H8", quarters([100, 104, 98, 101, 103]))
    assert bare.findings is not None
    without = replace(bare, findings=replace(bare.findings, charted=Charted(None, "Too few.")))
    sheet = chart_sheet(without)
    assert sheet is not None
    assert sheet.chart is not None
    assert [one.role for one in sheet.chart.lines] == [Role.FIGURES]
    assert set(column(sheet, "Upper limit")) == {NOT_APPLICABLE}
    assert set(column(sheet, "Signal")) == {"Not charted"}


def test_a_target_is_drawn_where_it_holds_alone(plan: Plan) -> None:
    """H3 is asked for within the plan's years; the first of the thirteen quarters lie before."""
    sheet = chart_sheet(row(plan, "H3", quarters(THEFTS)))
    assert sheet is not None
    shown = dict(zip(column(sheet, "Period"), column(sheet, "Target"), strict=True))
    assert shown["2012/13-Q1"] == NOT_APPLICABLE
    assert isinstance(shown["2015/16-Q1"], Number)


def test_a_rate_keeps_its_decimals_in_limits_as_in_figures(plan: Plan) -> None:
    values = [Fraction(one, 100) for one in (23, 25, 22, 24, 26, 23, 21, 25, 24, 22, 23, 25)]
    points = [replace(one, value=value) for one, value in zip(quarters(USUAL), values, strict=True)]
    sheet = chart_sheet(row(plan, "H8", points, unit=Unit.RATE))
    assert sheet is not None
    [mean] = set(column(sheet, "Mean"))
    assert mean == Number(Decimal("0.24"), 2)
