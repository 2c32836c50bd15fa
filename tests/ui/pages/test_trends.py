from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget

from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.pages.trends import TrendsPage
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.chooser import Chooser
from tests.ui.hands import Q1, focused, named, press, settle, type_in, words_on


@pytest.fixture
def trends(services: Services, undressed: Theme, show) -> Iterator[TrendsPage]:
    """Trends, as they open."""
    window = QWidget()
    page = TrendsPage(services, undressed)
    page.setParent(window)
    window.setUpdatesEnabled(False)
    window.resize(1170, 600)
    page.resize(1170, 600)
    show(window)
    page.focus_first()
    yield page
    page.let_go()


def table(page: TrendsPage) -> QTableView:
    return named(page, QTableView, "The same as a table")


def first_row(page: TrendsPage) -> list[str]:
    model = table(page).model()
    return [model.index(0, column).data() for column in range(model.columnCount())]


def without_figures(services: Services) -> str:
    known = services.analysis.with_figures()
    return next(one.code for one in services.plan.indicators if one.code not in known)


def enter(services: Services, code: str, value: int) -> Changes:
    board = services.plan.indicator(code).board
    lines = services.returns.sheet(board, Q1).figures
    figure = next(one.figure for one in lines if one.indicator.code == code)
    return services.entry.enter_figure(replace(figure, value=Decimal(value), absence=None))


def test_a_newcomer_finds_a_line_with_a_target(trends: TrendsPage) -> None:
    assert trends.chart is not None
    assert trends.chart.isVisible()
    assert len(trends.chart.values) > 4
    assert any(name.startswith("Target") for name in trends.chart.line_names)
    assert focused() is trends.chart


def test_a_trend_is_shown_as_answers_chart_sentence_and_table(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    words = words_on(trends)
    assert "Theft of motor vehicle" in words
    assert words[words.index("Latest") + 1] == "284"
    assert words[words.index("On last quarter") + 1] == "−5"
    assert words[words.index("On a year ago") + 1] == "−17"
    assert words[words.index("Baseline") + 1] == "232"
    assert words[words.index("Target") + 1] == "218"
    assert any(one.startswith("Theft of motor vehicle: 284 in October") for one in words)
    assert any(one.startswith("Source: Metropolitan Police Service") for one in words)
    assert first_row(trends) == ["2016/17-Q3", "284", "−17"]
    assert trends.chart.values[-1] == ("2016/17-Q3", 284)


def test_an_indicator_without_figures_says_so_and_draws_nothing(
    trends: TrendsPage, services: Services
) -> None:
    code = without_figures(services)
    trends.show_indicator(code)
    words = words_on(trends)
    assert "No figures yet" in words
    assert f"{services.plan.indicator(code).name}: no figure yet." in words
    assert not trends.chart.isVisible()
    trends.show_indicator("H3")
    assert trends.chart.isVisible()
    assert "No figures yet" not in words_on(trends)


def test_a_figure_just_entered_is_drawn(trends: TrendsPage, services: Services) -> None:
    trends.show_indicator("F5")
    trends.take_notice(enter(services, "F5", 239))
    assert ("2015/16-Q1", 239) in trends.chart.values
    assert first_row(trends)[:2] == ["2015/16-Q1 prov.", "239"]
    words = words_on(trends)
    assert words[words.index("Latest, provisional") + 1] == "239"


def test_changes_to_actions_do_not_draw_the_chart_again(trends: TrendsPage) -> None:
    trends.chart.setFocus()
    press(Qt.Key.Key_Home)
    said = next(one for one in words_on(trends) if one.startswith("January to March 2008: "))
    trends.take_notice(Changes.of(Kind.ACTIONS))
    assert said in words_on(trends)


def test_the_arrow_keys_read_the_chart_out(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    assert "Move along the line with Left and Right to read each figure." in words_on(trends)
    trends.chart.setFocus()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Left)
    assert "October to December 2016: 284" in words_on(trends)
    trends.show_indicator("H3")
    assert "Move along the line with Left and Right to read each figure." in words_on(trends)


def test_an_indicator_is_chosen_by_typing(trends: TrendsPage) -> None:
    press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    type_in("motor vehicle")
    press(Qt.Key.Key_Return)
    assert "otor vehicle" in words_on(trends)[0]


def test_page_down_and_up_go_through_all_indicators_and_round(
    trends: TrendsPage, services: Services
) -> None:
    first = trends.indicator
    press(Qt.Key.Key_PageDown)
    second = trends.indicator
    assert second != first
    press(Qt.Key.Key_PageUp)
    assert trends.indicator == first
    press(Qt.Key.Key_PageUp)
    assert trends.indicator not in (first, second)


def test_indicators_with_figures_are_offered_first(trends: TrendsPage, services: Services) -> None:
    known = services.analysis.with_figures()
    seen = [code in known for code in trends._order]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(services.plan.indicators)


def test_the_keyboard_goes_from_the_chart_to_the_table_and_back(trends: TrendsPage) -> None:
    press(Qt.Key.Key_F6)
    assert focused() is table(trends)
    press(Qt.Key.Key_F6)
    assert focused() is trends.chart
    press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert focused() is table(trends)


def test_f6_leads_out_of_the_table_where_there_is_no_chart(
    trends: TrendsPage, services: Services
) -> None:
    trends.show_indicator(without_figures(services))
    trends.focus_first()
    assert focused() is trends.findChild(Chooser)
    press(Qt.Key.Key_F6)
    assert focused() is table(trends)
    press(Qt.Key.Key_F6)
    assert focused() is trends.findChild(Chooser)


def test_figures_over_other_periods_are_said_and_not_drawn(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    sentence = next(one for one in words_on(trends) if "Over other periods:" in one)
    assert "October 2013 to September 2014" in sentence
    assert all("-Q" in period for period, _ in trends.chart.values)


def test_one_indicator_after_the_other_can_be_shown(trends: TrendsPage, services: Services) -> None:
    for indicator in services.plan.indicators[::9]:
        trends.show_indicator(indicator.code)
        assert trends.indicator == indicator.code
    settle()
    assert indicator.name in words_on(trends)
