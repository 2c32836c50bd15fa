"""An indicator's trend: its figures in a row, with what the plan asks of them."""

from dataclasses import dataclass, replace

from csp_desktop.core.analysis.baskets import entered_parts, points_of
from csp_desktop.core.analysis.series import Point, filled
from csp_desktop.core.analysis.targets import TargetLine, target_line
from csp_desktop.core.figures import EarlierFigure, Figure
from csp_desktop.core.periods import DateRange
from csp_desktop.core.plan import Indicator, Plan
from csp_desktop.core.plan_changes import PlanChange, targets_asked
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.plan_change_repository import PlanChangeRepository


@dataclass(frozen=True)
class Trend:
    """One indicator in one area, as a line of one kind of range.

    Attributes:
        series: in order of time, gaps included.
        targets: every target set for the indicator; those without a level say why.
        sources: where the figures come from, each once, newest first.
        others: figures over other ranges, which this line does not mix in.
    """

    indicator: Indicator
    area: str
    series: tuple[Point, ...]
    targets: tuple[TargetLine, ...]
    sources: tuple[str, ...]
    others: tuple[Figure, ...]


@dataclass(frozen=True)
class FigureStory:
    """A figure with what it said before, oldest first."""

    figure: Figure
    earlier: tuple[EarlierFigure, ...]


class Analysis:
    """What the figures say."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store = store
        self._plan = plan
        self._figures = FigureRepository(store)
        self._changes = PlanChangeRepository(store)

    def trend(self, code: str, area: str = "") -> Trend:
        """The trend of an indicator; a sum is worked out from its parts.

        Args:
            code: the indicator's.
            area: a borough; the plan's own where none is given.

        Raises:
            NotFoundError: there is no such indicator.
        """
        indicator = self._plan.indicator(code)
        area = area or self._plan.area
        with self._store.snapshot():
            parts = set(entered_parts(self._plan, indicator))
            figures = self._figures.of_indicators(parts, area)
            series, others = _main_kind(points_of(self._plan, indicator, figures))
            used = {one.period for one in series}
            changes = self._changes.all()
        own = [figure for found in figures.values() for figure in found]
        return Trend(
            indicator=indicator,
            area=area,
            series=tuple(filled(series)),
            targets=self._target_lines(indicator, series, changes),
            sources=_sources([one for one in own if one.period in used]),
            others=tuple(one for one in own if one.period in {other.period for other in others}),
        )

    def stories(self, code: str, area: str = "") -> list[FigureStory]:
        """Every figure of an indicator with its earlier values.

        Raises:
            NotFoundError: there is no such indicator.
        """
        indicator = self._plan.indicator(code)
        area = area or self._plan.area
        with self._store.snapshot():
            earlier = self._figures.earlier(indicator.code, area)
            return [
                FigureStory(figure, tuple(earlier.get(figure.id, ())))
                for figure in self._figures.series(indicator.code, area)
            ]

    def with_figures(self) -> set[str]:
        """The codes of the indicators that have a number in the plan's area, sums included."""
        known = self._figures.indicators_with_numbers(self._plan.area)
        sums = {one.code: one.sum_of for one in self._plan.indicators if one.sum_of}
        while grown := {one for one in sums if known.issuperset(sums[one])} - known:
            known |= grown
        return known

    def _target_lines(
        self,
        indicator: Indicator,
        series: list[Point],
        changes: dict[tuple[str, str], list[PlanChange]],
    ) -> tuple[TargetLine, ...]:
        """What each target asks as it holds now, and as the plan printed it where that changed."""
        dates = DateRange(self._plan.first_day, self._plan.last_day)
        return tuple(
            replace(target_line(target, indicator, series, dates), replaced=replaced)
            for target, replaced in targets_asked(self._plan.targets, changes)
            if indicator.code in target.indicators
        )


def _main_kind(every: list[Point]) -> tuple[list[Point], list[Point]]:
    """Quarters where there are any, else the kind of range with most figures; and the rest."""
    kinds: dict[str, list[Point]] = {}
    for one in every:
        kinds.setdefault(one.period.kind, []).append(one)
    if not kinds:
        return [], []
    main = "quarter" if "quarter" in kinds else max(kinds, key=lambda kind: len(kinds[kind]))
    return kinds.pop(main), [one for rest in kinds.values() for one in rest]


def _sources(figures: list[Figure]) -> tuple[str, ...]:
    ordered = sorted(figures, key=lambda one: one.period, reverse=True)
    return tuple(dict.fromkeys(figure.source for figure in ordered if figure.source))
