"""The themes of the dashboard as rows, each with its indicators while it is open."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from csp_desktop.core.analysis.control_chart import Assurance as Assured
from csp_desktop.core.analysis.control_chart import ControlChart, Standing, Verdict
from csp_desktop.core.analysis.difference import Difference, Reading
from csp_desktop.core.dashboard import Dashboard, IndicatorRow
from csp_desktop.core.dashboard_filters import Filters, Segment
from csp_desktop.core.plan import Polarity
from csp_desktop.services import Services
from csp_desktop.ui.finding_marks import assurance_mark, direction_mark, variation_mark
from csp_desktop.ui.item_models.dashboard_cells import DashboardColumn
from csp_desktop.ui.item_models.dashboard_tree import DashboardTree, Order
from csp_desktop.ui.marks import Absence, Assurance, Direction, Forecast, Rag, Variation
from tests.ui.hands import Q1

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
TIP = Qt.ItemDataRole.ToolTipRole


@pytest.fixture(scope="module")
def board(library: Services) -> Dashboard:
    return library.dashboards.of(Q1)


@pytest.fixture
def tree(board: Dashboard, watch: Callable[[DashboardTree], DashboardTree]) -> DashboardTree:
    tree = watch(DashboardTree("2012/13"))
    tree.show_dashboard(board, Filters())
    return tree


def codes(tree: DashboardTree) -> list[str]:
    """Themes by their code and a full stop, indicators by theirs."""
    places = [tree.place(row) for row in range(tree.rowCount())]
    return [place[1] or f"{place[0]}." for place in places if place]


def opened(tree: DashboardTree, theme: str, *, to: bool = True) -> None:
    tree.open_theme(tree.row_of((theme, "")), opened=to)


def says(tree: DashboardTree, code: str, column: DashboardColumn, role: int = SPOKEN) -> str:
    row = tree.row_of(("H" if code[0] == "H" else "F", code))
    return str(tree.index(row, column).data(role))


# Opening and closing


def test_it_begins_with_the_themes_alone_in_the_plans_order(tree: DashboardTree) -> None:
    assert codes(tree) == [*(f"{one}." for one in "ABCDEFGH"), "CC1.", "CC2.", "CC3."]


def test_an_open_theme_has_its_indicators_below_it(tree: DashboardTree) -> None:
    opened(tree, "G")
    opened(tree, "E")
    assert codes(tree)[4:9] == ["E.", "D23", "D24", "F.", "G."]
    assert codes(tree)[9] == "G1"
    opened(tree, "E", to=False)
    assert codes(tree)[4:8] == ["E.", "F.", "G.", "G1"]


def test_a_row_knows_the_theme_it_stands_under(tree: DashboardTree) -> None:
    opened(tree, "E")
    assert [tree.theme_row(row) for row in (4, 5, 6, 7)] == [4, 4, 4, 7]
    assert tree.indicator(4) is None
    assert tree.indicator(-1) is None


def test_themes_stay_open_when_the_figures_are_read_again(
    tree: DashboardTree, library: Services
) -> None:
    opened(tree, "G")
    tree.show_dashboard(library.dashboards.of(Q1), Filters())
    assert "G1" in codes(tree)


def test_filters_open_what_matches_and_leave_out_what_does_not(
    tree: DashboardTree, board: Dashboard
) -> None:
    tree.show_dashboard(board, Filters(Segment.RED))
    assert codes(tree)[:3] == ["H.", "H3", "H5"]
    opened(tree, "H", to=False)
    tree.show_dashboard(board, Filters(Segment.RED))
    assert codes(tree)[0] == "H."
    assert codes(tree)[1] != "H3", "closed by hand, it stays so while the filters do"
    tree.show_dashboard(board, Filters(Segment.RED, find="theft"))
    assert codes(tree)[1] == "H3"
    tree.show_dashboard(board, Filters())
    assert codes(tree) == [*(f"{one}." for one in "ABCDEFGH"), "CC1.", "CC2.", "CC3."]


def test_a_place_that_is_not_shown_leads_to_its_theme(tree: DashboardTree) -> None:
    assert tree.row_of(("H", "H3")) == 7
    assert tree.row_of(("Z", "Z1")) == -1


# Order


def test_indicators_are_ordered_inside_their_theme_and_back(tree: DashboardTree) -> None:
    opened(tree, "H")
    plans = codes(tree)
    tree.order_by(DashboardColumn.NOW, Order.WORST_FIRST)
    assert codes(tree)[7:12] == ["H.", "H3", "H5", "H4", "H7"]
    tree.order_by(DashboardColumn.PATH, Order.WORST_FIRST)
    assert codes(tree)[8:12] == ["H5", "H3", "H4", "H7"]
    tree.order_by(DashboardColumn.PATH, Order.WORST_LAST)
    assert codes(tree)[8:12] == ["H7", "H4", "H3", "H5"]
    tree.order_by(DashboardColumn.PATH, Order.PLAN)
    assert codes(tree) == plans


@pytest.mark.parametrize("column", DashboardColumn)
def test_indicators_without_anything_there_come_last(
    tree: DashboardTree, column: DashboardColumn
) -> None:
    opened(tree, "H")
    for order in (Order.WORST_FIRST, Order.WORST_LAST):
        tree.order_by(column, order)
        assert set(codes(tree)[8:18]) == {*(f"H{number}" for number in range(1, 10)), "CC3-1"}
        if column not in (DashboardColumn.NOW, DashboardColumn.FORECAST):
            assert codes(tree)[17] == "CC3-1", "it alone has no figure"


# What it says


def test_the_long_direction_is_headed_by_its_year(tree: DashboardTree) -> None:
    headings = [tree.headerData(at, Qt.Orientation.Horizontal) for at in DashboardColumn]
    assert headings[DashboardColumn.LONG] == "On 2012/13"
    assert headings[0] == "Theme and indicator"


def test_an_indicator_is_told_cell_by_cell(tree: DashboardTree) -> None:
    opened(tree, "H")
    now = "277 against at most 218: 59 over, 26.9%, red."
    said = [says(tree, "H3", column) for column in DashboardColumn]
    assert said[:5] == [
        "H3, Theft of motor vehicle",
        f"H3, red now: {now}",
        "H3, red forecast for year end: 1,071 against at most 873: 198 over, 22.6%, red.",
        "H3, 277, April to June 2015",
        f"H3, {now}",
    ]
    assert said[5].startswith("H3, on a year ago worse: 277 against 202: +75, +37.1%")
    assert said[6].startswith("H3, baseline year 2012/13 worse: 1,004 against 841")
    assert said[7].endswith("dashed: 218 asked for")
    assert said[8] == (
        "H3, Common cause: no signal. Hit or miss: the target lies between the limits"
    )


def test_every_cell_is_spoken_and_has_a_tip(tree: DashboardTree) -> None:
    for theme in range(tree.rowCount() - 1, -1, -1):
        tree.open_theme(theme, opened=True)
    for row in range(tree.rowCount()):
        for column in DashboardColumn:
            index = tree.index(row, column)
            assert len(str(index.data(SPOKEN)).partition(", ")[2]) > 1, (row, column)
            if tree.indicator(row) is not None:
                assert index.data(TIP), (row, column)


def test_a_theme_is_told_with_its_tallies_and_its_story(tree: DashboardTree) -> None:
    said = [str(tree.index(7, column).data(SPOKEN)) for column in DashboardColumn]
    assert said[0] == "Theme H, Property / Serious Acquisitive Crime, 10 indicators, closed"
    assert said[1] == "Theme H, 2 red, 2 amber, 6 without a colour now"
    assert said[2] == "Theme H, 2 red, 2 amber, 6 without a colour at year end, as forecast"
    assert said[3].startswith("Theme H, Theft of motor vehicle up 37.1% to 277, 59 over what")
    opened(tree, "H")
    assert str(tree.index(7, 0).data(SPOKEN)).endswith("open")


def test_a_tally_has_red_first_and_the_bar_only_when_there_is_nothing_else(
    tree: DashboardTree,
) -> None:
    assert tree.cell(7, DashboardColumn.NOW).marks == ((Rag.RED, "2"), (Rag.AMBER, "2"))
    assert tree.cell(6, DashboardColumn.NOW).marks == ((Rag.NO_TARGET, "1"),)
    assert tree.cell(7, DashboardColumn.FORECAST).marks[0] == (Forecast.RED, "2")


def test_a_theme_says_how_many_of_its_figures_are_restricted(
    tree: DashboardTree, library: Services
) -> None:
    cell = tree.cell(2, DashboardColumn.LATEST)
    restricted = [one for one in tree.theme(2).rows if one.indicator.restricted]
    assert cell.marks == ((Absence.RESTRICTED, f"{len(restricted)} restricted figures"),)
    opened(tree, "C")
    row = tree.row_of(("C", restricted[0].indicator.code))
    assert tree.cell(row, DashboardColumn.NAME).marks == ((Absence.RESTRICTED, ""),)
    assert "not to be published" in str(tree.index(row, 0).data(SPOKEN))


def test_a_figure_of_another_range_says_to_when(tree: DashboardTree) -> None:
    opened(tree, "F")
    row = tree.row_of(("F", "F1"))
    cell = tree.cell(row, DashboardColumn.LATEST)
    assert (cell.number, cell.beside) == ("1,002", "to Sep 14")
    assert tree.cell(tree.row_of(("F", "F9")), DashboardColumn.LATEST).words == "not entered"


def test_a_series_is_drawn_with_its_target_and_without_limits_has_no_signals(
    tree: DashboardTree,
) -> None:
    opened(tree, "F")
    opened(tree, "H")
    line = tree.cell(tree.row_of(("H", "H3")), DashboardColumn.TREND).line
    assert line is not None
    assert len(line.values) == 20
    assert round(float(line.level or 0)) == 218
    assert tree.cell(tree.row_of(("F", "F1")), DashboardColumn.SIGNALS).marks == ()
    assert tree.cell(tree.row_of(("F", "F9")), DashboardColumn.TREND).line is None


# Marks


@pytest.mark.parametrize(
    ("reads", "change", "mark"),
    [
        (Reading.BETTER, 3, Direction.BETTER_UP),
        (Reading.BETTER, -3, Direction.BETTER_DOWN),
        (Reading.WORSE, 3, Direction.WORSE_UP),
        (Reading.WORSE, -3, Direction.WORSE_DOWN),
        (Reading.AS_WANTED, 3, Direction.AS_WANTED),
        (Reading.NO_CHANGE, 0, Direction.SAME),
        (Reading.NO_REAL_CHANGE, 1, Direction.SAME),
        (Reading.UP, 1, Direction.UP),
        (Reading.DOWN, -1, Direction.DOWN),
        (Reading.NOT_JUDGED, 1, Direction.NOT_JUDGED),
    ],
)
def test_every_reading_has_its_mark(reads: Reading, change: int, mark: Direction) -> None:
    assert direction_mark(Difference(change, "", "", reads)) is mark


@pytest.mark.parametrize(
    ("polarity", "improves", "concerns", "passes", "fails"),
    [
        (
            Polarity.LOWER,
            Variation.IMPROVEMENT_LOW,
            Variation.CONCERN_HIGH,
            Assurance.PASS_LOWER,
            Assurance.FAIL_LOWER,
        ),
        (
            Polarity.HIGHER,
            Variation.IMPROVEMENT_HIGH,
            Variation.CONCERN_LOW,
            Assurance.PASS_HIGHER,
            Assurance.FAIL_HIGHER,
        ),
    ],
)
def test_signals_lie_on_the_side_that_is_better(
    board: Dashboard,
    polarity: Polarity,
    improves: Variation,
    concerns: Variation,
    passes: Assurance,
    fails: Assurance,
) -> None:
    one = next(row.indicator for row in board.rows if row.indicator.polarity is polarity)

    def chart(verdict: Verdict, assured: Assured) -> ControlChart:
        return ControlChart((), (), verdict, assured, Standing.FULL)

    better, worse = chart(Verdict.IMPROVEMENT, Assured.PASS), chart(Verdict.CONCERN, Assured.FAIL)
    assert (variation_mark(better, one), assurance_mark(better, one)) == (improves, passes)
    assert (variation_mark(worse, one), assurance_mark(worse, one)) == (concerns, fails)
    unsure = chart(Verdict.COMMON, Assured.INCONSISTENT)
    assert variation_mark(unsure, one) is Variation.COMMON
    assert assurance_mark(unsure, one) is Assurance.HIT_OR_MISS
    assert assurance_mark(chart(Verdict.COMMON, Assured.NONE), one) is None


def test_the_record_of_a_row_is_its_indicator(tree: DashboardTree) -> None:
    opened(tree, "G")
    found = tree.indicator(7)
    assert isinstance(found, IndicatorRow)
    assert found.indicator.code == "G1"
