"""A chart drawn from its table."""

from csp_desktop.core.packs.document import Table
from csp_desktop.ui.charts.drawing import Band, Gap
from csp_desktop.ui.documents.charting import drawing_of
from tests.ui.documents.packs import CHARTED, QUARTERS

TABLE: Table = CHARTED.tables[0]


def test_a_chart_has_a_point_for_every_number_and_a_gap_for_everything_else() -> None:
    drawing = drawing_of(CHARTED.chart, TABLE)
    assert [(one.x, one.y) for one in drawing.dots] == [
        (at, 300 + 17 * (at % 3)) for at in range(8) if at != 5
    ]
    assert drawing.gaps == (Gap(5, QUARTERS[5]),)
    figures = [line for line in drawing.lines if line.ink == "series"]
    assert [list(one.xs) for one in figures] == [[0, 1, 2, 3, 4], [6, 7]]


def test_a_target_stands_only_where_it_holds_and_every_line_but_the_figures_is_named() -> None:
    drawing = drawing_of(CHARTED.chart, TABLE)
    (target,) = (one for one in drawing.lines if one.name == "Target")
    assert (list(target.xs), list(target.ys)) == ([3.5, 7.5], [290, 290])
    assert [one.words for one in drawing.names] == ["Lower limit", "Target", "Mean", "Upper limit"]


def test_the_fill_lies_between_the_limits() -> None:
    assert drawing_of(CHARTED.chart, TABLE).bands == (Band(-0.5, 7.5, 280, 352),)


def test_quarters_stand_under_their_years_and_anything_else_under_its_own_name() -> None:
    assert drawing_of(CHARTED.chart, TABLE).brackets == (
        (-0.5, 3.5, "2013/14"),
        (3.5, 7.5, "2014/15"),
    )
    rows = tuple((f"Board {at}", *row[1:]) for at, row in enumerate(TABLE.rows))
    named = drawing_of(CHARTED.chart, Table("t", TABLE.columns, rows))
    assert named.brackets == ()
    assert named.ticks[:2] == ((0.0, "Board 0"), (1.0, "Board 1"))
