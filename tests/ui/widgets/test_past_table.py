from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.plan import Plan
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.mini_chart import QuarterFigure
from csp_desktop.ui.widgets.past_table import PastTable
from tests.ui.hands import Q1, spoken_name, words_on

Given = int | Absence | None


def up_to_now(*given: Given) -> list[QuarterFigure]:
    found = []
    for at, one in enumerate(given):
        quarter = Q1.plus(at + 1 - len(given))
        said = {"absence": one} if isinstance(one, Absence) else {"value": Decimal(one or 0)}
        figure = Figure(
            indicator="H3",
            area="E09000030",
            period=quarter.range,
            status=FigureStatus.FINAL,
            **said,
        )
        found.append(QuarterFigure(quarter, None if one is None else figure))
    return found


@pytest.fixture
def table(theme: Theme, show) -> PastTable:
    table = PastTable()
    show(table)
    return table


def cell(table: PastTable, words: str) -> QLabel:
    found = [one for one in table.findChildren(QLabel) if one.text() == words and one.isVisible()]
    assert len(found) == 1, words
    return found[0]


def test_years_stand_below_each_other_and_quarters_side_by_side(
    table: PastTable, plan: Plan
) -> None:
    table.show_quarters(plan.indicator("H3"), up_to_now(227, 202, 1229, 183, 218))
    years = [cell(table, words) for words in ("2014/15", "2015/16")]
    assert years[0].y() < years[1].y()
    heads = [cell(table, f"Q{number}") for number in (1, 2, 3, 4)]
    for head, words in zip(heads, ("227", "202", "1,229", "183"), strict=True):
        one = cell(table, words)
        assert one.geometry().right() == head.geometry().right()
        assert abs(one.geometry().center().y() - years[0].geometry().center().y()) <= 1
    now = cell(table, "218")
    assert now.geometry().right() == heads[0].geometry().right()
    assert abs(now.geometry().center().y() - years[1].geometry().center().y()) <= 1


def test_numbers_are_right_aligned_in_their_column(table: PastTable, plan: Plan) -> None:
    table.show_quarters(plan.indicator("H3"), up_to_now(7, 1, 1, 1, 8_123))
    assert cell(table, "7").geometry().right() == cell(table, "8,123").geometry().right()


def test_this_quarter_is_set_in_600(table: PastTable, plan: Plan) -> None:
    table.show_quarters(plan.indicator("H3"), up_to_now(227, 202))
    assert cell(table, "202").font().weight() >= 600
    assert cell(table, "227").font().weight() < 600
    table.show_quarters(plan.indicator("H3"), up_to_now(202, 9))
    assert cell(table, "202").font().weight() < 600


@pytest.mark.parametrize(
    ("absence", "short"),
    [
        (Absence.NOT_ENTERED, "blank"),
        (Absence.NOT_YET_AVAILABLE, "awaited"),
        (Absence.NOT_COLLECTED, "no data"),
        (Absence.NOT_APPLICABLE, "n/a"),
        (Absence.WITHHELD, "withheld"),
        (Absence.RESTRICTED, "restricted"),
    ],
)
def test_an_absence_is_a_short_word_whose_tool_tip_says_it_whole(
    table: PastTable, plan: Plan, absence: Absence, short: str
) -> None:
    table.show_quarters(plan.indicator("H3"), up_to_now(absence, 4))
    assert cell(table, short).toolTip() == absence.words
    assert spoken_name(cell(table, short)) == f"2014/15-Q4: {absence.words}"


def test_a_quarter_without_a_record_is_empty_and_nought_is_a_number(
    table: PastTable, plan: Plan
) -> None:
    table.show_quarters(plan.indicator("H3"), up_to_now(227, None, 0, 183, 218))
    assert words_on(table) == [
        *("Q1", "Q2", "Q3", "Q4"),
        *("2014/15", "227", "0", "183"),
        *("2015/16", "218"),
    ]


def test_each_number_says_its_quarter_and_how_certain_it_is(table: PastTable, plan: Plan) -> None:
    before, now = up_to_now(227, 1218)
    assert now.figure is not None
    doubtful = replace(now.figure, status=FigureStatus.PROVISIONAL)
    table.show_quarters(plan.indicator("H3"), [before, QuarterFigure(Q1, doubtful)])
    assert spoken_name(cell(table, "227")) == "2014/15-Q4: 227"
    assert spoken_name(cell(table, "1,218")) == "2015/16-Q1: 1,218, provisional"
    assert cell(table, "1,218").toolTip() == "Provisional"


def test_millions_are_short_and_their_tool_tip_says_them_whole(
    table: PastTable, plan: Plan
) -> None:
    table.show_quarters(plan.indicator("H3"), up_to_now(999_999, 1_234_567))
    assert cell(table, "1.23m").toolTip() == "1,234,567"
    assert cell(table, "999,999").toolTip() == ""


def test_nothing_of_the_quarters_shown_before_is_left(table: PastTable, plan: Plan) -> None:
    table.show_quarters(plan.indicator("H3"), up_to_now(*range(100, 113)))
    table.show_quarters(plan.indicator("H3"), up_to_now(Absence.WITHHELD, 5))
    table.show_quarters(plan.indicator("H3"), up_to_now(6))
    assert words_on(table) == ["Q1", "Q2", "Q3", "Q4", "2015/16", "6"]
    assert cell(table, "6").toolTip() == ""


def test_nothing_in_the_table_takes_the_keyboard(table: PastTable, plan: Plan) -> None:
    table.show_quarters(plan.indicator("H3"), up_to_now(227, 202))
    for one in (table, *table.findChildren(QLabel)):
        assert one.focusPolicy() == Qt.FocusPolicy.NoFocus
