"""Every way of looking at an indicator, drawn of figures that have everything a chart can hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from csp_desktop.core.annotations import Annotation
from csp_desktop.core.periods import FinancialYear
from csp_desktop.core.plan import Plan
from csp_desktop.core.profiles import Profile
from csp_desktop.services import Services
from csp_desktop.ui.charts.control import control_drawing
from csp_desktop.ui.charts.drawing import Drawing, as_columns
from csp_desktop.ui.charts.modes import (
    funnel_drawing,
    neighbours_drawing,
    rolling_drawing,
    years_drawing,
)
from csp_desktop.ui.charts.smalls import key_of
from csp_desktop.ui.item_models.period_table import PeriodColumn, PeriodTable
from tests.ui.charts.figures import SHIFTED, fall, found, points, smalls

MODES = ("line", "columns", "years", "rolling", "neighbours", "funnel", "multiples")
# The first year lies above the mean, so that its baseline is no line on top of another.
VALUES = (*(one + 60 for one in SHIFTED[:4]), SHIFTED[4], None, *SHIFTED[6:], 240, 250)
NOTE = Annotation("1", "H3", date(2016, 11, 1), "New local policing model", "in place")


@dataclass(frozen=True)
class Shown:
    """A chart with what stands beside it.

    Attributes:
        rows: of the table, headings first.
        key: what stands below small charts.
    """

    drawing: Drawing
    rows: Sequence[Sequence[str]]
    key: Sequence[str] = ()

    @property
    def told(self) -> str:
        """All the words of the chart and of its table."""
        drawing = self.drawing
        said = [one.words for one in drawing.names]
        said += [words for one in drawing.flags for words in (one.fact, one.note)]
        said += [words for one in drawing.runs for words in (one.fact, one.note)]
        said += [one.name for one in drawing.dots if one.name]
        said += [cell for row in self.rows for cell in row]
        return "\n".join((*said, *self.key))


def shown(mode: str, plan: Plan, library: Services) -> list[Shown]:
    """The charts of a mode: one, or the small ones."""
    series = points(VALUES, provisional=2)
    indicator = plan.indicator("H3")
    if mode in ("line", "columns"):
        return [_control(plan, as_line=mode == "line")]
    if mode == "years":
        return [Shown(*years_drawing(indicator, series))]
    if mode == "rolling":
        return [Shown(*rolling_drawing(indicator, series))]
    if mode == "neighbours":
        areas = {
            name: points([one + 40 * at for one in SHIFTED])
            for at, name in enumerate(("Here", *(f"Borough {number}" for number in range(7))))
        }
        return [Shown(*neighbours_drawing(indicator, areas))]
    if mode == "funnel":
        period = found(plan, (1, 2)).series[-1].period
        made = library.boroughs.funnel("H3", period)
        return [Shown(*funnel_drawing(made, library.boroughs.areas[0], "offences"))]
    several = smalls(plan)
    rows = [("Indicator", "Latest"), *((one.heading, one.latest) for one in several)]
    key = [words for words, _ in key_of(several)]
    return [Shown(one.drawing, rows, key) for one in several]


def _control(plan: Plan, *, as_line: bool) -> Shown:
    typed = replace(plan.indicator("H3"), profile=Profile.parse("40 30 20 10"))
    of = found(
        plan,
        VALUES,
        (fall("10", FinancialYear(2018)),),
        provisional=2,
        indicator=typed,
        rebased=[date(2015, 10, 1)],
        replaced=(fall("5", FinancialYear(2018)),),
    )
    drawing = control_drawing(of, [NOTE])
    table = PeriodTable()
    table.show_series(of.indicator, of.series, of.charted)
    rows = [
        [str(table.index(row, column).data() or "") for column in PeriodColumn]
        for row in range(table.rowCount())
    ]
    return Shown(drawing if as_line else as_columns(drawing), [["Period"], *rows])
