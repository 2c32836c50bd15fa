"""Gathers what a pack is made of: figures, returns, actions, and what was printed wrongly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from csp_desktop.core.actions import ActionUpdate
from csp_desktop.core.analysis.funnel import Funnel
from csp_desktop.core.dashboard import Dashboard
from csp_desktop.core.delivery import Filters, GroupBy
from csp_desktop.core.disclosure.rounding import EXACT, Rule
from csp_desktop.core.editions import Edition
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.packs.assessment import Years, year_ranges
from csp_desktop.core.packs.facts import Facts
from csp_desktop.core.packs.issued import IssuedPack
from csp_desktop.core.packs.material import ActionPart, BoardPart, Material, OpenQuery, Revision
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Indicator, Plan
from csp_desktop.core.publication import Told
from csp_desktop.core.returns import ReturnState, Summary
from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.services.boroughs import Boroughs
from csp_desktop.services.dashboard import Dashboards
from csp_desktop.services.delivery import Delivery
from csp_desktop.services.judging import Judging
from csp_desktop.services.published import Published
from csp_desktop.services.returns import BoardProgress, Returns
from csp_desktop.services.session import Session
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository

_REVISED_WITHIN = 8  # quarters before the one a pack is of


class PackMaterial:
    """Reads everything that packs hold; nothing here writes."""

    def __init__(
        self,
        store: Store,
        plan: Plan,
        session: Session,
        returns: Returns,
        judging: Judging,
    ) -> None:
        self._plan = plan
        self._session = session
        self._returns = returns
        self._judging = judging
        self._dashboards = Dashboards(plan, judging)
        self._delivery = Delivery(store, plan, session)
        self._published = Published(store, plan)
        self._boroughs = Boroughs(store, plan, session)
        self._figures = FigureRepository(store)
        self._actions = ActionRepository(store)

    def of(
        self,
        quarter: Quarter,
        edition: Edition,
        *,
        meeting: date | None = None,
        marking: str = "",
        known_on: date | None = None,
        rule: Rule = EXACT,
    ) -> Material:
        """Everything of a quarter, unprotected; its figures exact whatever the rule.

        Quarters for which the plan asks no return have figures and nothing else.
        """
        owed = quarter in self._plan.quarters_owed()
        return Material(
            plan=self._plan,
            edition=edition,
            quarter=quarter,
            dashboard=self._dashboards.of(quarter, known_on),
            boards=tuple(self._boards(quarter)) if owed else (),
            actions=tuple(self._action_parts(quarter)) if owed else (),
            made=self._session.now(),
            meeting=meeting,
            marking=marking,
            rule=rule,
            known_on=known_on,
            revisions=tuple(self._revisions(quarter)),
            published=self._published.check().errors,
        )

    def years(self, last: DateRange, known_on: date | None = None, rule: Rule = EXACT) -> Years:
        """Three assessment years and the comparison with other areas, unprotected."""
        ranges = year_ranges(last)
        dashboards = tuple((one, self._dashboards.over(one, known_on, rule)) for one in ranges)
        exact = tuple(self._compared(dashboards[-1][1], last, EXACT))
        few = {
            one.code
            for one, funnel in exact
            if any(rule.is_small(int(point.count)) for point in funnel.points)
        }
        rounded = rule.round_to > 1
        compared = tuple(self._compared(dashboards[-1][1], last, rule)) if rounded else exact
        return Years(dashboards, compared, frozenset(few))

    def rounded(self, material: Material) -> Material:
        """The same with its counts rounded as its rule asks, and all that is said of them."""
        if material.rule.round_to == 1:
            return material
        quarter, known_on = material.quarter, material.known_on
        dashboard = self._dashboards.of(quarter, known_on, material.rule)
        return replace(material, dashboard=dashboard)

    def told(self, issued: IssuedPack, facts: Facts) -> Told:
        """What an issued edition showed and withheld, in the numbers that were known then."""
        places = {(one.indicator, one.period): bool(one.words) for one in facts.figures}
        points = self._judging.numbers(places, issued.known_at)
        values = {place: one.value for place, one in points.items() if one.value is not None}
        return Told(
            shown={place: value for place, value in values.items() if places.get(place)},
            held={place: value for place, value in values.items() if places.get(place) is False},
            unprinted={place: value for place, value in values.items() if place not in places},
            parts={place: one.parts for place, one in points.items() if one.parts is not None},
        )

    def _compared(
        self, dashboard: Dashboard, dates: DateRange, rule: Rule
    ) -> Iterator[tuple[Indicator, Funnel]]:
        for row in dashboard.rows:
            found = self._boroughs.funnel(row.indicator.code, dates, rule)
            if isinstance(found, Funnel):
                yield row.indicator, found

    def _boards(self, quarter: Quarter) -> Iterator[BoardPart]:
        for one in self._returns.progress(quarter):
            begun = one.record.state is not ReturnState.NOT_STARTED
            sheet = self._returns.sheet(one.board.code, quarter) if begun else None
            yield _board(one, sheet, quarter)

    def _action_parts(self, quarter: Quarter) -> Iterator[ActionPart]:
        as_of = self._delivery.as_of(quarter)
        updates: dict[str, ActionUpdate] = self._actions.updates(quarter)
        for group in self._delivery.groups(as_of, Filters(), GroupBy.NONE):
            for row in self._delivery.rows(as_of, group.places):
                yield ActionPart(row, updates.get(row.code))

    def _revisions(self, quarter: Quarter) -> Iterator[Revision]:
        """Figures of the quarters shown that say another number than when they were first told."""
        dates = DateRange(quarter.plus(-_REVISED_WITHIN).range.first, quarter.range.last)
        units = {one.code: one for one in self._plan.indicators}
        figures = self._figures.inside(units, [self._plan.area], dates)
        reported = self._figures.reported(figures)
        for figure in figures:
            before = [one for one in reported.get(figure.id, ()) if one.has_number]
            if before and figure.has_number and before[-1].exact != figure.exact:
                one = units[figure.indicator]
                then, now = (figure_words(state, one.unit) for state in (before[-1], figure))
                yield Revision(one.code, one.name, figure.period, then, now)


def _board(progress: BoardProgress, sheet: ReturnSheet | None, quarter: Quarter) -> BoardPart:
    record = progress.record
    part = BoardPart(
        board=progress.board,
        state=record.state,
        owes=bool(progress.complete.expected),
        days_late=progress.days_late,
        summary=sheet.summary if sheet else Summary(board=progress.board.code, quarter=quarter),
    )
    if sheet is None:
        return part
    return replace(
        part,
        comments={line.indicator.code: said for line in sheet.figures if (said := _said(line))},
        queries=tuple(_queries(sheet)),
    )


def _said(line: FigureLine) -> str:
    """What a board says beside a figure: its comment, and its answer to a query."""
    figure = line.figure
    told = [figure.comment, figure.explanation if figure.explained else ""]
    return " ".join(filter(None, told))


def _queries(sheet: ReturnSheet) -> Iterator[OpenQuery]:
    board = sheet.board.code
    for line in sheet.figures:
        one = line.indicator
        for problem in line.problems:
            if problem.waits:
                yield OpenQuery(board, one.code, one.name, problem.message)
        if line.reason is not None:
            yield OpenQuery(board, one.code, one.name, f"Sent back: {line.reason.reason}")
    for action in sheet.actions:
        planned = action.action.planned
        if action.reason is not None:
            yield OpenQuery(board, planned.code, planned.text, f"Sent back: {action.reason.reason}")
