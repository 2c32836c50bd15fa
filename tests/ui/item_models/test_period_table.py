from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.numbers import number_words
from csp_desktop.services import Services
from csp_desktop.ui.item_models.period_table import PeriodColumn, PeriodTable
from csp_desktop.ui.item_models.roles import Role

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def table_of(library: Services, code: str) -> PeriodTable:
    trend = library.analysis.trend(code)
    table = PeriodTable()
    table.show_series(trend.indicator, trend.series)
    return table


def column(table: PeriodTable, which: PeriodColumn) -> list[str]:
    return [table.index(row, which).data() for row in range(table.rowCount())]


def with_gap(series: tuple[Point, ...], at: int) -> tuple[Point, ...]:
    gap = Point(series[at].period, None, gap="Not collected")
    return (*series[:at], gap, *series[at + 1 :])


def test_the_model_keeps_its_promises_from_trend_to_trend(library: Services, watch) -> None:
    table = watch(PeriodTable())
    for code in ("H3", "F1", "CC1-7", "H3"):
        trend = library.analysis.trend(code)
        table.show_series(trend.indicator, trend.series)
        assert table.rowCount() == len(trend.series)


def test_the_newest_period_comes_first(library: Services) -> None:
    series = library.analysis.trend("H3").series
    table = table_of(library, "H3")
    assert column(table, PeriodColumn.PERIOD) == [str(one.period) for one in reversed(series)]
    assert table.point(0) == series[-1]


def test_the_table_says_every_number_of_the_trend(library: Services) -> None:
    series = library.analysis.trend("H3").series
    words = [number_words(one.value) for one in reversed(series)]
    assert column(table_of(library, "H3"), PeriodColumn.VALUE) == words


def test_a_quarter_is_compared_with_the_same_quarter_a_year_before(library: Services) -> None:
    series = library.analysis.trend("H3").series
    changes = column(table_of(library, "H3"), PeriodColumn.ON_YEAR)[::-1]
    assert changes[:4] == [""] * 4
    assert changes[4:] == [
        number_words(now.value - before.value, sign=True)
        for before, now in zip(series, series[4:], strict=False)
    ]


def test_a_change_in_per_cent_is_in_points(library: Services) -> None:
    trend = library.analysis.trend("H3")
    percentage = library.plan.indicator("F2")
    table = PeriodTable()
    table.show_series(percentage, trend.series)
    assert table.index(0, PeriodColumn.ON_YEAR).data() == "−17.0 pt"


def test_years_are_not_compared_as_if_they_were_quarters(library: Services) -> None:
    trends = [library.analysis.trend(one.code) for one in library.plan.indicators]
    yearly = next(
        one for one in trends if len(one.series) > 1 and one.series[0].period.quarter is None
    )
    table = PeriodTable()
    table.show_series(yearly.indicator, yearly.series * 3)
    assert set(column(table, PeriodColumn.ON_YEAR)) == {""}


def test_a_gap_says_why_and_is_compared_with_nothing(library: Services) -> None:
    trend = library.analysis.trend("H3")
    table = PeriodTable()
    table.show_series(trend.indicator, with_gap(trend.series, len(trend.series) - 5))
    assert table.index(4, PeriodColumn.VALUE).data() == "Not collected"
    assert table.index(4, PeriodColumn.VALUE).data(Role.DIM)
    assert not table.index(4, PeriodColumn.VALUE).data(Role.EMPHASIS)
    assert table.index(4, PeriodColumn.ON_YEAR).data() == ""
    assert table.index(0, PeriodColumn.ON_YEAR).data() == ""
    assert table.index(1, PeriodColumn.ON_YEAR).data() != ""


@pytest.mark.parametrize("code", ["H3", "CC1-7", "A1"])
def test_every_cell_says_its_period(library: Services, code: str) -> None:
    table = table_of(library, code)
    assert table.rowCount()
    for row in range(table.rowCount()):
        for which in PeriodColumn:
            spoken = table.index(row, which).data(SPOKEN)
            period, said = spoken.split(", ", 1)
            assert period == str(table.point(row).period)
            assert said


def test_numbers_and_their_headings_stand_at_the_right(library: Services) -> None:
    table, side = table_of(library, "H3"), Qt.ItemDataRole.TextAlignmentRole
    for which in (PeriodColumn.VALUE, PeriodColumn.ON_YEAR):
        assert table.index(0, which).data(side) & Qt.AlignmentFlag.AlignRight
        heading = table.headerData(which, Qt.Orientation.Horizontal, side)
        assert heading & Qt.AlignmentFlag.AlignRight
    assert table.index(0, PeriodColumn.PERIOD).data(side) is None


def test_a_provisional_figure_says_so(library: Services) -> None:
    trend = library.analysis.trend("H3")
    last = replace(trend.series[-1], provisional=True)
    table = PeriodTable()
    table.show_series(trend.indicator, (*trend.series[:-1], last))
    assert column(table, PeriodColumn.PERIOD)[:2] == ["2016/17-Q3 prov.", "2016/17-Q2"]
    assert table.index(0, PeriodColumn.VALUE).data(SPOKEN) == "2016/17-Q3, provisional, 284"
    assert table.index(1, PeriodColumn.VALUE).data(SPOKEN) == "2016/17-Q2, 289"


def test_no_cell_answers_nothing(library: Services) -> None:
    table = table_of(library, "H3")
    assert table.data(QModelIndex()) is None
    assert table.rowCount(table.index(0, 0)) == 0
    assert table.columnCount(table.index(0, 0)) == 0
