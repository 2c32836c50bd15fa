from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.trends import TrendsPage
from csp_desktop.ui.pages.trends_form import AnnotationForm
from csp_desktop.ui.pages.trends_strip import answers
from csp_desktop.ui.pages.trends_views import Mode
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.chooser import Chooser
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import Q1, focused, named, press, settle, type_in, words_on


@pytest.fixture
def trends(
    services: Services, undressed: Theme, dialogs: ChosenDialogs, show
) -> Iterator[TrendsPage]:
    """Trends, as they open."""
    window = QWidget()
    notifier = Notifier()
    page = TrendsPage(services, undressed, notifier, dialogs)
    notifier.setParent(page)
    notifier.changed.connect(page.take_notice)
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
    assert words[words.index("On a year ago") + 1 :][:2] == ["No real change", "−17, −5.6%"]
    assert words[words.index("Variation") + 1 :][:2] == ["Concern", "2 of 3, high"]
    assert words[words.index("RAG now") + 1] == "Not judged"
    assert {"Baseline 232", "Target 218"} <= set(trends.chart.line_names)
    assert any(one.startswith("Theft of motor vehicle: 284 in October") for one in words)
    assert any(one.startswith("Source: Metropolitan Police Service") for one in words)
    assert first_row(trends) == ["2016/17-Q3", "284", "−17", "2 of 3, high"]
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
    press(Qt.Key.Key_End)
    said = next(one for one in words_on(trends) if one.startswith("January to March 20"))
    trends.take_notice(Changes.of(Kind.ACTIONS))
    assert said in words_on(trends)


def test_the_arrow_keys_read_the_chart_out(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    assert "Move along the chart with Left and Right to read each figure." in words_on(trends)
    trends.chart.setFocus()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Left)
    assert any(
        one.startswith("October to December 2016: 284, 2 of 3, ") for one in words_on(trends)
    )
    trends.show_indicator("H3")
    assert "Move along the chart with Left and Right to read each figure." in words_on(trends)


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


def button(page: TrendsPage, words: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == words)


def heads(page: TrendsPage) -> list[str]:
    model = table(page).model()
    across = Qt.Orientation.Horizontal
    return [model.headerData(column, across) for column in range(model.columnCount())]


# Seven answers


def test_every_answer_has_a_word_and_what_it_rests_on(services: Services) -> None:
    known = services.analysis.with_figures()
    for code in sorted(known):
        series = services.analysis.trend(code).series
        periods = [one.period for one in series if one.value is not None]
        for period in periods[-6::3]:
            told = answers(services.judging.findings(code, period))
            assert [one.label.partition(",")[0] for one in told][:4] == [
                "Latest",
                "RAG now",
                "Forecast",
                "On a year ago",
            ]
            assert len(told) == 7
            assert all(one.word and one.below for one in told), (code, period)


def test_a_colour_now_is_told_with_its_gap_and_the_forecast_with_its_sums(
    services: Services,
) -> None:
    told = {one.label: one for one in answers(services.judging.findings("H3", Q1.range))}
    now, ahead = told["RAG now"], told["Forecast"]
    assert now.word in ("Green", "Amber", "Red")
    assert now.mark.name == now.word.upper()
    assert now.below.endswith(" 218")
    assert " against " in ahead.below
    assert ahead.mark.short == ahead.word


def test_an_earlier_period_is_looked_at_by_the_stepper(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    button_back = next(
        one for one in trends.findChildren(QPushButton) if one.accessibleName() == "Previous period"
    )
    button_back.click()
    assert first_row(trends)[0] == "2016/17-Q2"
    assert trends.chart.values[-1] == ("2016/17-Q2", 289)
    trends.show_indicator("H4")
    assert first_row(trends)[0] == "2016/17-Q3"


# Ways of looking


def test_each_mode_draws_and_has_its_own_table(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    told = {}
    for mode in Mode:
        trends.show_mode(mode)
        drawn = trends.multiples if mode is Mode.MULTIPLES else trends.chart
        assert drawn.isVisible(), mode
        told[mode] = heads(trends)
    assert told[Mode.CONTROL] == ["Period", "Figure", "On year", "Signal"]
    assert told[Mode.YEARS] == ["Year", "Q1", "Q2", "Q3", "Q4"]
    assert told[Mode.ROLLING] == ["12 months to", "Figure", "On a year ago"]
    assert told[Mode.NEIGHBOURS][:3] == ["Period", "Tower Hamlets", "Greenwich"]
    assert told[Mode.FUNNEL] == ["Area", "People", "Per 1,000", "Stands"]
    assert told[Mode.MULTIPLES] == ["Indicator", "Latest", "Signal"]


def test_twelve_months_rolling_have_neither_limits_nor_signals(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    trends.show_mode(Mode.ROLLING)
    drawing = trends.chart.drawing
    assert trends.chart.values[-1] == ("2016/17-Q3", 284 + 289 + 287 + 280)
    assert {one.ink for one in drawing.lines} == {"series"}
    assert not drawing.runs
    assert not drawing.bands


def test_every_line_of_the_neighbours_is_named_and_drawn_on_white(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    trends.show_mode(Mode.NEIGHBOURS)
    assert set(trends.chart.line_names) == set(heads(trends)[1:])
    assert trends.chart.drawing.on_white
    looks = [(one.ink, tuple(one.dash)) for one in trends.chart.drawing.lines]
    assert len(set(looks)) == len(trends.chart.line_names)


def test_every_area_of_a_funnel_is_named_and_its_limits_widen_for_fewer_people(
    trends: TrendsPage,
) -> None:
    trends.show_indicator("H3")
    trends.show_mode(Mode.FUNNEL)
    drawing = trends.chart.drawing
    assert all(one.name for one in drawing.dots)
    assert [one.name for one in drawing.dots if one.ink == "series"] == ["Tower Hamlets"]
    upper = next(one for one in drawing.lines if one.name.startswith("99.8% upper"))
    assert upper.ys[0] > upper.ys[-1]


@pytest.mark.parametrize("mode", list(Mode))
def test_a_mode_without_data_says_why(trends: TrendsPage, services: Services, mode: Mode) -> None:
    trends.show_indicator(without_figures(services))
    trends.show_mode(mode)
    if mode is Mode.MULTIPLES and trends.multiples.charts:
        return
    assert trends.chart is None or not trends.chart.isVisible()
    said = words_on(trends)
    assert any(one.startswith(("No figures", "Not every part", "No numbers")) for one in said)


def test_a_percentage_has_no_funnel_and_the_page_says_so(trends: TrendsPage) -> None:
    trends.show_indicator("F3")
    trends.show_mode(Mode.FUNNEL)
    assert "No funnel" in words_on(trends)
    assert any("is a percentage" in one for one in words_on(trends))


def test_a_small_chart_is_opened_by_keyboard(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    trends.show_mode(Mode.MULTIPLES)
    trends.multiples.setFocus()
    press(Qt.Key.Key_End)
    wanted = trends.multiples.charts[-1].code
    press(Qt.Key.Key_Return)
    assert (trends.indicator, trends.mode) == (wanted, Mode.CONTROL)
    assert focused() is trends.chart


# Notes and phases


def test_a_note_is_added_in_place_drawn_and_taken_back(
    trends: TrendsPage, services: Services
) -> None:
    trends.show_indicator("H3")
    button(trends, "Add annotation").click()
    settle()
    type_in("New local policing model")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [noted] = services.annotations.of("H3")
    assert noted.fact == "New local policing model"
    assert [one.fact for one in trends.chart.drawing.flags] == ["New local policing model"]
    assert focused() is trends.chart
    button(trends, "Add annotation").click()
    button(trends, "Take back").click()
    assert services.annotations.of("H3") == []
    assert not trends.chart.drawing.flags


def test_a_day_that_is_none_is_said_and_nothing_is_stored(
    trends: TrendsPage, services: Services
) -> None:
    trends.show_indicator("H3")
    button(trends, "Add annotation").click()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Enter what happened, in a few words." in words_on(trends)
    assert services.annotations.of("H3") == []
    press(Qt.Key.Key_Escape)
    assert focused() is trends.chart


def test_a_phase_begun_elsewhere_is_drawn_with_its_reason(
    trends: TrendsPage, services: Services
) -> None:
    trends.show_indicator("H3")
    trends.take_notice(services.phases.begin("H3", date(2012, 4, 1), "New recording rules"))
    [flag] = trends.chart.drawing.flags
    assert (flag.fact, flag.note) == ("Limits restart", "New recording rules")
    assert len(trends.chart.drawing.bands) == 2


def test_a_phase_is_begun_and_taken_back_in_the_form(
    trends: TrendsPage, services: Services
) -> None:
    trends.show_indicator("H3")
    button(trends, "Add annotation").click()
    settle()
    form = trends.findChild(AnnotationForm)
    fill_in(form, "Begin a phase here", "1 Apr 2012")
    type_in("New recording rules")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [phase] = services.phases.of("H3")
    assert (phase.first, phase.reason) == (date(2012, 4, 1), "New recording rules")
    assert [one.note for one in trends.chart.drawing.flags] == ["New recording rules"]
    assert len(trends.chart.drawing.bands) == 2
    assert "since 2012/13-Q1 (New recording rules)" in " ".join(words_on(trends))
    assert focused() is trends.chart
    button(trends, "Add annotation").click()
    button(trends, "Take back").click()
    assert services.phases.of("H3") == []
    assert not trends.chart.drawing.flags
    assert len(trends.chart.drawing.bands) == 1


def test_a_phase_without_a_reason_or_a_day_is_refused_in_words(
    trends: TrendsPage, services: Services
) -> None:
    trends.show_indicator("H3")
    button(trends, "Add annotation").click()
    settle()
    form = trends.findChild(AnnotationForm)
    refused = {}
    for day, reason in (("1 Apr 2012", ""), ("", "New rules"), ("31 June 2012", "New rules")):
        fill_in(form, "Begin a phase here", day)
        named(form, QLineEdit, "Why a new phase begins").setText(reason)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        refused[day, reason] = words_on(form)[-1]
    assert services.phases.of("H3") == []
    assert refused["", "New rules"] == "Enter the day it happened on, like 1 Nov 2013."
    assert len(set(refused.values())) == 3


def fill_in(form: AnnotationForm, kind: str, day: str) -> None:
    kinds = named(form, QComboBox, "What to add")
    kinds.setFocus()
    kinds.setCurrentIndex(kinds.findText(kind))
    kinds.activated.emit(kinds.currentIndex())
    named(form, QLineEdit, "Day").setText(day)
    named(form, QLineEdit, "Why a new phase begins").setFocus()
    settle()


# Line or columns


def test_columns_are_chosen_by_key_and_last_from_one_indicator_to_the_next(
    trends: TrendsPage,
) -> None:
    trends.show_indicator("H3")
    trends.chart.setFocus()
    press(Qt.Key.Key_C)
    assert trends.chart.drawing.columns
    trends.show_indicator("H4")
    assert trends.chart.drawing.columns
    trends.show_mode(Mode.ROLLING)
    assert trends.chart.drawing.columns
    trends.show_mode(Mode.MULTIPLES)
    assert all(one.drawing.columns for one in trends.multiples.charts)
    trends.multiples.setFocus()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_C)
    assert not any(one.drawing.columns for one in trends.multiples.charts)
    trends.show_mode(Mode.CONTROL)
    assert not trends.chart.drawing.columns


def test_the_buttons_choose_columns_and_the_table_stays_the_same(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    before = first_row(trends)
    button(trends, "Columns").click()
    assert trends.chart.drawing.columns
    assert first_row(trends) == before
    button(trends, "Line").click()
    assert not trends.chart.drawing.columns


@pytest.mark.parametrize("mode", [Mode.YEARS, Mode.NEIGHBOURS, Mode.FUNNEL])
def test_lines_that_are_told_apart_as_lines_are_never_columns(
    trends: TrendsPage, mode: Mode
) -> None:
    trends.show_indicator("H3")
    button(trends, "Columns").click()
    trends.show_mode(mode)
    assert not trends.chart.drawing.columns
    assert not button(trends, "Columns").isVisible()
    trends.chart.setFocus()
    press(Qt.Key.Key_C)
    assert not trends.chart.drawing.columns
    trends.show_mode(Mode.CONTROL)
    assert trends.chart.drawing.columns


# Taken away


def test_the_chart_is_copied_and_saved(
    trends: TrendsPage, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    trends.show_indicator("H3")
    button(trends, "Copy picture").click()
    assert QApplication.clipboard().image().width() == 3000
    dialogs.answer = tmp_path / "chart.svg"
    button(trends, "Save picture…").click()
    assert dialogs.offered == ["H3 control chart.png"]
    assert dialogs.answer.is_file()
    assert f"The chart is saved as {dialogs.answer}." in words_on(trends)


def test_the_small_charts_are_copied_and_saved_as_they_are_drawn(
    trends: TrendsPage, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    trends.show_indicator("H3")
    trends.show_mode(Mode.MULTIPLES)
    button(trends, "Copy picture").click()
    line = QApplication.clipboard().image()
    assert line.width() == 3000
    trends.multiples.setFocus()
    press(Qt.Key.Key_C)
    press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "The picture is on the clipboard." in words_on(trends)
    assert QApplication.clipboard().image() not in (line, QImage())
    dialogs.answer = tmp_path / "charts.svg"
    button(trends, "Save picture…").click()
    assert dialogs.offered == ["H3 small multiples.png"]
    told = dialogs.answer.read_text()
    for one in trends.multiples.charts:
        assert one.heading[:12] in told
        assert one.latest in told
    assert all(words in told for words in trends.multiples.key)


def test_where_nothing_is_drawn_there_is_nothing_to_take_away(
    trends: TrendsPage, services: Services, dialogs: ChosenDialogs
) -> None:
    trends.show_indicator(without_figures(services))
    for words in ("Copy picture", "Save picture…"):
        assert button(trends, words).toolTip() == "There is no chart to take away"
        button(trends, words).click()
    assert dialogs.offered == []


def test_the_table_is_copied_with_its_headings(trends: TrendsPage) -> None:
    trends.show_indicator("H3")
    button(trends, "Copy").click()
    first, second, *_ = QApplication.clipboard().text().splitlines()
    assert first == "Period\tFigure\tOn year\tSignal"
    assert second == "2016/17-Q3\t284\t−17\t2 of 3, high"
