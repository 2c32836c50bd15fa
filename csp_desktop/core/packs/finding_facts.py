"""The facts of a pack, as another pack is held against them."""

from collections.abc import Iterable, Iterator

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.dashboard import Dashboard, IndicatorRow
from csp_desktop.core.editions import Withheld
from csp_desktop.core.numbers import unit_words
from csp_desktop.core.packs.cells import colour_words
from csp_desktop.core.packs.facts import ActionFact, Facts, FigureFact, IndicatorFact
from csp_desktop.core.packs.material import ActionPart, Material
from csp_desktop.core.packs.overview import status_words
from csp_desktop.core.packs.quality import target_text, tolerance_words
from csp_desktop.core.periods import day_words
from csp_desktop.core.plan import Plan

_WITHHELD = frozenset(one.value for one in Withheld)


def facts_of(material: Material, beside: Iterable[Dashboard] = ()) -> Facts:
    """What a pack says.

    Args:
        material: as its edition may show it; its dashboard is the one that is judged.
        beside: other dashboards of which it shows figures, as its edition may show them.
    """
    rows = material.dashboard.rows
    every = [*rows, *(row for one in beside for row in one.rows)]
    figures = {one.place: one for row in every for one in _figures(row, material.plan.area)}
    return Facts(
        figures=tuple(figures.values()),
        indicators=tuple(_indicator(one, material.plan) for one in rows),
        actions=tuple(_action(one) for one in material.actions),
        rounded_to=material.rule.round_to,
    )


def _figures(row: IndicatorRow, area: str) -> Iterator[FigureFact]:
    for point in row.findings.series if row.findings else ():
        if point.value is not None or point.gap in _WITHHELD:
            yield FigureFact(row.indicator.code, area, point.period, _words(row, point))


def _words(row: IndicatorRow, point: Point) -> str:
    return "" if point.value is None else unit_words(point.value, row.indicator.unit)


def _indicator(row: IndicatorRow, plan: Plan) -> IndicatorFact:
    one = row.findings.indicator if row.findings else row.indicator
    told = (
        one.definition or one.title,
        f"amber within {tolerance_words(one)}",
        f"{one.profile} shares",
    )
    return IndicatorFact(
        code=one.code,
        name=one.name,
        now=colour_words(row),
        forecast=colour_words(row, forecast=True),
        why=row.now.words,
        target=target_text(plan, row),
        terms="; ".join(told),
    )


def _action(part: ActionPart) -> ActionFact:
    row = part.row
    return ActionFact(
        code=row.code,
        text=row.text,
        board=row.board,
        status=status_words(part),
        due=day_words(row.due) if row.due else "",
        open=row.unfinished,
    )
