"""What figures say: one of them, or every indicator's of a period in one pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from csp_desktop.core.analysis.baskets import Figures, entered_parts, points_of
from csp_desktop.core.analysis.charting import Rebase
from csp_desktop.core.analysis.findings import AskedTarget, Findings, Frame, findings
from csp_desktop.core.analysis.known import Known, known_up_to, why_unknown
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.disclosure.rounding import EXACT, Rule
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.figures import Absence
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Indicator, Plan
from csp_desktop.core.plan_changes import INDICATOR, PlanChange, indicator_with, targets_asked
from csp_desktop.core.round_numbers import in_round_numbers
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.phase_repository import PhaseRepository
from csp_desktop.storage.plan_change_repository import PlanChangeRepository

_Changed = dict[tuple[str, str], list[PlanChange]]
_Key = TypeVar("_Key")
_Decided = TypeVar("_Decided", PlanChange, Rebase)


@dataclass(frozen=True)
class _Read:
    """What an analysis reads, once: the figures, the changes that were agreed, the phases."""

    plan: Plan
    figures: Figures
    changes: _Changed
    frame: Frame
    rule: Rule = EXACT
    worked_out: dict[str, list[Point]] = field(default_factory=dict)

    def now(self, indicator: Indicator) -> Indicator:
        """The indicator as what was agreed leaves it."""
        return indicator_with(indicator, self.changes.get((INDICATOR, indicator.code), ()))

    def points(self, indicator: Indicator) -> list[Point]:
        """The points of an indicator, worked out once however often they are asked for."""
        if indicator.code not in self.worked_out:
            found = points_of(self.plan, self.now(indicator), self.figures)
            self.worked_out[indicator.code] = found
        return self.worked_out[indicator.code]

    def known(self, indicator: Indicator, period: DateRange) -> Known | None:
        """What is known of an indicator up to a period."""
        now = self.now(indicator)
        own = () if now.sum_of else self.figures.get(now.code, ())
        found = known_up_to(now, self.points(indicator), period, own)
        return None if found is None else in_round_numbers(found, self.rule)


class Judging:
    """Brings what `core.analysis` works out together with what is stored."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store = store
        self._plan = plan
        self._figures = FigureRepository(store)
        self._changes = PlanChangeRepository(store)
        self._phases = PhaseRepository(store)

    def findings(self, code: str, period: DateRange) -> Findings:
        """What the figure of an indicator for a period says, by all that came before it.

        A range without a figure of its own is put together from shorter ones.

        Raises:
            NotFoundError: there is no such indicator, or no figure of it for the period.
        """
        indicator = self._plan.indicator(code)
        read = self._read([indicator])
        found = next(self._of([indicator], period, read), None)
        if found is None:
            why = why_unknown(indicator, read.points(indicator), period)
            raise NotFoundError(
                f"There is no number of {indicator.code} for {period}{f': {why}' if why else ''}. "
                f"“figures show {indicator.code}” lists those there are."
            )
        return found

    def whole(self, period: DateRange, known_at: str = "", rule: Rule = EXACT) -> list[Findings]:
        """What every indicator says that has a number for a period, in the plan's order.

        All that is read comes in a number of queries that does not grow with the figures.

        Args:
            period: of the figures.
            known_at, rule: as in `latest`.
        """
        indicators = self._plan.indicators
        return list(self._of(indicators, period, self._read(indicators, known_at, rule)))

    def latest(
        self, quarter: Quarter, known_at: str = "", rule: Rule = EXACT
    ) -> dict[str, tuple[Findings | None, str]]:
        """What each indicator's latest figure up to a quarter says, by code.

        That is the quarter's own figure where there is one, else the last before it over whatever
        range; without one, why there is none. All that is read comes in a number of queries that
        does not grow with the figures.

        Args:
            quarter: the last that counts.
            known_at: the moment as known at which it is told (ISO 8601, UTC); empty for now.
            rule: how counts are published.
        """
        read = self._read(self._plan.indicators, known_at, rule)
        found: dict[str, tuple[Findings | None, str]] = {}
        for one in self._plan.indicators:
            own, why = _latest(read.points(one), quarter.range)
            told = next(self._of([one], own, read), None) if own else None
            found[one.code] = told, why
        return found

    def numbers(
        self, places: Iterable[tuple[str, DateRange]], known_at: str
    ) -> dict[tuple[str, DateRange], Point]:
        """Every number that there was at a moment, and those put together as in `findings`.

        Args:
            places: codes with ranges that may have to be put together from shorter ones.
            known_at: as in `latest`.
        """
        read = self._read(self._plan.indicators, known_at)
        found = {
            (one.code, point.period): point
            for one in self._plan.indicators
            for point in read.points(one)
        }
        for code, period in places:
            known = read.known(self._plan.indicator(code), period)
            if known is not None:
                found[code, period] = known.now
        return {place: one for place, one in found.items() if one.value is not None}

    def _of(
        self, indicators: Iterable[Indicator], period: DateRange, read: _Read
    ) -> Iterator[Findings]:
        for one in indicators:
            known = read.known(one, period)
            if known is not None:
                members = [self._plan.indicator(code) for code in one.sum_of]
                beside = [(read.now(part), read.known(part, period)) for part in members]
                yield findings(known, read.frame, beside)

    def _read(
        self, indicators: Iterable[Indicator], known_at: str = "", rule: Rule = EXACT
    ) -> _Read:
        codes = {code for one in indicators for code in entered_parts(self._plan, one)}
        area = self._plan.area
        with self._store.snapshot():
            changes = self._changes.all()
            phases = self._phases.all()
            if known_at:
                changes = _until(changes, known_at)
                phases = _until(phases, known_at)
            return _Read(
                plan=self._plan,
                rule=rule,
                figures=self._figures.as_known(codes, area, known_at)
                if known_at
                else self._figures.of_indicators(codes, area),
                changes=changes,
                frame=Frame(
                    dates=DateRange(self._plan.first_day, self._plan.last_day),
                    baseline=Quarter.containing(self._plan.first_day).previous.year,
                    targets=self._targets(changes),
                    rebased=phases,
                ),
            )

    def _targets(self, changes: _Changed) -> dict[str, list[AskedTarget]]:
        """What each target asks as it holds now, and as the plan printed it where that changed."""
        found: dict[str, list[AskedTarget]] = {}
        for target, replaced in targets_asked(self._plan.targets, changes):
            for code in target.indicators:
                found.setdefault(code, []).append(AskedTarget(target, replaced))
        return found


def _latest(points: Iterable[Point], period: DateRange) -> tuple[DateRange | None, str]:
    """The range of the latest number up to a period, its own before others; else why there is none.

    Of several ranges that end on one day the shortest is the latest.
    """
    before = [one for one in points if one.period.last <= period.last]
    own = next((one for one in before if one.period == period), None)
    if own is not None and own.value is not None:
        return period, ""
    known = [one.period for one in before if one.value is not None]
    latest = max(known, key=lambda one: (one.last, one.first), default=None)
    why = own.gap if own is not None else Absence.NOT_ENTERED.words
    return latest, "" if latest else why


def _until(decided: dict[_Key, list[_Decided]], at: str) -> dict[_Key, list[_Decided]]:
    """What had been decided by a moment."""
    return {key: [one for one in ones if one.at <= at] for key, ones in decided.items()}
