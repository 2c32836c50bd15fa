"""The plan's area beside its neighbours, per head; and how many people live in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csp_desktop.core.analysis.baskets import entered_parts
from csp_desktop.core.analysis.funnel import (
    AreaCount,
    Funnel,
    NoFunnel,
    funnel,
    population_near,
)
from csp_desktop.core.analysis.ranges import summed_over
from csp_desktop.core.analysis.series import Point, points, summed
from csp_desktop.core.disclosure.rounding import EXACT, Rule
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import Absence, Figure, Unit
from csp_desktop.core.periods import DateRange
from csp_desktop.core.plan import Basis, Indicator, Plan, Population
from csp_desktop.core.reading import UnreadableError, read_day, read_whole
from csp_desktop.core.round_numbers import rounded_point
from csp_desktop.services.csv_rows import read_rows
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.population_repository import (
    NEW,
    REVISED,
    UNCHANGED,
    PopulationRepository,
)

COLUMNS = ("area", "day", "people", "source", "obtained")


@dataclass(frozen=True)
class PopulationsTaken:
    """What a file of populations brought."""

    new: int
    revised: int
    unchanged: int


class Boroughs:
    """Compares areas, and keeps their populations."""

    def __init__(self, store: Store, plan: Plan, session: Session) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._figures = FigureRepository(store)
        self._populations = PopulationRepository(store)

    @property
    def areas(self) -> tuple[str, ...]:
        """The plan's own area, then its neighbours in the plan's order."""
        return self._plan.area, *self._plan.neighbours

    def funnel(self, code: str, period: DateRange, rule: Rule = EXACT) -> Funnel | NoFunnel:
        """The plan's area and its neighbours around the rate of all of them together.

        A count over several quarters is their sum where more areas have those than a figure of
        the range's own; all areas are then taken alike.

        Args:
            code: the indicator's; a sum is worked out from its parts.
            period: of every count.
            rule: how counts are published.

        Raises:
            NotFoundError: there is no such indicator.
        """
        indicator = self._plan.indicator(code)
        unfit = _unfit(indicator)
        if unfit:
            return NoFunnel(unfit)
        parts = [self._plan.indicator(one) for one in entered_parts(self._plan, indicator)]
        with self._store.snapshot():
            figures = self._figures.inside([one.code for one in parts], self.areas, period)
            populations = self._populations.all()
        ways = [
            [_counted(one, parts, figures, period, sums=sums) for one in self.areas]
            for sums in (False, True)
        ]
        found = max(ways, key=lambda way: sum(one.value is not None for one, _ in way))
        return funnel(
            period,
            [
                AreaCount(
                    area=area,
                    count=rounded_point(indicator, point, rule).value,
                    population=population_near(populations, area, period),
                    provisional=point.provisional,
                    gap=point.gap,
                    source=source,
                )
                for area, (point, source) in zip(self.areas, found, strict=True)
            ],
        )

    def take_populations(self, path: Path) -> PopulationsTaken:
        """Read a .csv of populations and store them, all or none.

        Raises:
            NotFoundError: there is no such file.
            RefusedError: it is no such table, something in it cannot be read, or this window may
                only look.
            StorageError: it cannot be read.
        """
        self._session.check_may_write()
        found: dict[tuple[str, date], Population] = {}
        for line, row in read_rows(path, COLUMNS):
            where = f"{path.name}, line {line}"
            one = self._population(row, where)
            if found.setdefault((one.area, one.day), one) is not one:
                raise RefusedError(f"{where}: {one.area} stands here twice for {one.day}.")
        author = self._session.author(f"take populations from {path.name}")
        with self._store.transaction():
            counts = self._populations.save_all(list(found.values()), author)
        return PopulationsTaken(counts[NEW], counts[REVISED], counts[UNCHANGED])

    def _population(self, row: Sequence[str], where: str) -> Population:
        area, day, people, source, obtained = (cell.strip() for cell in row)
        known = {one.casefold(): one for one in self.areas}
        if area.casefold() not in known:
            raise RefusedError(
                f"{where}: “{area}” is none of the plan's areas, which are {', '.join(self.areas)}."
            )
        if not source:
            raise RefusedError(f"{where}: enter source, who says how many people live there.")
        when = _day(day, f"{where}: day")
        if when is None:
            raise RefusedError(f"{where}: enter day, like 30 Jun 2015.")
        return Population(
            area=known[area.casefold()],
            day=when,
            people=_people(people, where),
            source=source,
            obtained=_day(obtained, f"{where}: obtained"),
        )


def _unfit(indicator: Indicator) -> str:
    """Why an indicator is not counted per head; empty where it is."""
    if indicator.unit.is_percentage:
        return (
            f"No funnel: {indicator.code} is a percentage. What it is out of is not people who "
            "live there, and most of its figures come without the numbers behind them."
        )
    if indicator.unit is not Unit.COUNT:
        return f"No funnel: {indicator.code} is not a count, so it is not taken per head."
    if indicator.basis is Basis.RANK:
        return f"No funnel: {indicator.code} is a place in an order, not a count."
    if indicator.basis is Basis.YEAR:
        return (
            f"No funnel: each figure of {indicator.code} covers twelve months, whatever period it "
            "stands for."
        )
    return ""


def _counted(
    area: str,
    parts: Sequence[Indicator],
    figures: Sequence[Figure],
    period: DateRange,
    *,
    sums: bool,
) -> tuple[Point, str]:
    """An area's count, from figures of the range itself or from shorter ones; and its sources."""
    members, sources = [], set()
    for part in parts:
        own = [one for one in figures if one.area == area and one.indicator == part.code]
        if sums and part.adds_up:
            shorter = [one for one in own if one.period != period]
            found = summed_over(part, points(shorter), period)
            members.append([found.point])
            used = {one.period for one in found.parts}
        else:
            used = {period}
            members.append([one for one in points(own) if one.period == period])
        sources |= {one.source for one in own if one.period in used}
    missing = Point(period, None, gap=Absence.NOT_ENTERED.words)
    if len(parts) == 1:
        [known] = members
        return (known[0] if known else missing), "; ".join(sorted(sources))
    whole = summed(members)
    return (whole[0] if whole else missing), "; ".join(sorted(sources))


def _people(text: str, where: str) -> int:
    try:
        found = read_whole(text, f"{where}: people")
    except UnreadableError as error:
        raise RefusedError(f"{error}.") from error
    if found is None or found < 1:
        raise RefusedError(f"{where}: people must be 1 or more.")
    return found


def _day(text: str, name: str) -> date | None:
    try:
        return read_day(text, name)
    except UnreadableError as error:
        raise RefusedError(f"{error}.") from error
