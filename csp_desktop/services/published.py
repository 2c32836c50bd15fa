"""What the plan printed, checked against itself: every change that does not follow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from csp_desktop.core.analysis.published import (
    ChangeKind,
    PrintedChange,
    PublishedError,
    published_errors,
)
from csp_desktop.core.periods import DateRange, parse_range
from csp_desktop.core.plan import Plan, PublishedCell, PublishedValue
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository

PERFORMANCE, BOROUGHS, STATEMENTS = "Performance tables", "Borough table", "Statements"

_OF_CHANGE = {
    "change": (ChangeKind.COUNT, ("count", "numerator")),
    "change_percent": (ChangeKind.PERCENT, ("count",)),
    "change_points": (ChangeKind.POINTS, ("percentage",)),
}
_OF_STATEMENT = {"count": ChangeKind.COUNT, "percent": ChangeKind.PERCENT}
_YEARS = re.compile(r"(\d{4}/\d{2})(?: against (\d{4}/\d{2}))?$")
_YEARS_COMPARED = re.compile(r" against \d{4}/\d{2}$")


@dataclass(frozen=True)
class Checked:
    """The outcome of a check.

    Attributes:
        count: of printed changes and repeated values that were worked out again.
    """

    count: int
    errors: tuple[PublishedError, ...]


class Published:
    """Checks the figures a plan prints."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._plan = plan
        self._figures = FigureRepository(store)

    def check(self) -> Checked:
        """Every printed change of the plan against the values printed beside it."""
        changes = [*self._performance(), *self._boroughs(), *self._statements()]
        return Checked(len(changes), tuple(published_errors(changes)))

    def _performance(self) -> Iterator[PrintedChange]:
        values: dict[str, dict[str, dict[str, PublishedValue]]] = {}
        for cell in self._plan.published:
            for value in cell.values:
                of_period = values.setdefault(cell.indicator, {}).setdefault(value.period, {})
                of_period[value.name] = value
        for cell in self._plan.published:
            for value in cell.values:
                if value.name in _OF_CHANGE:
                    yield from _of_cell(cell, value, values[cell.indicator])

    def _boroughs(self) -> Iterator[PrintedChange]:
        table = self._borough_table()
        for one in self._plan.published_changes:
            years = table.get(one.area, {})
            earlier, later = years.get(one.earlier), years.get(one.later)
            if earlier is None or later is None:
                continue
            others = sorted(set(years.values()) - {earlier, later})
            for kind, printed, places in (
                (ChangeKind.COUNT, one.count, 0),
                (ChangeKind.PERCENT, one.percent, one.places),
            ):
                yield PrintedChange(
                    table=BOROUGHS,
                    row=one.heading,
                    column=one.area,
                    kind=kind,
                    earlier=earlier,
                    later=later,
                    printed=printed,
                    places=places,
                    is_reduction=True,
                    other_bases=tuple(others),
                )

    def _statements(self) -> Iterator[PrintedChange]:
        """The sentences under the borough table: changes, and values printed a second time."""
        years = self._borough_table().get(self._plan.area, {})
        told = [fact for fact in self._plan.facts if fact.topic == "statements"]
        totals = {
            Fraction(fact.value)
            for fact in told
            if fact.value is not None and not _YEARS_COMPARED.search(fact.item)
        }
        for fact in told:
            named = _YEARS.search(fact.item)
            if named is None or fact.value is None:
                continue
            later = years.get(parse_range(named[1]))
            base = parse_range(named[2]) if named[2] else None
            earlier = years.get(base) if base else later
            if later is None or earlier is None:
                continue
            exponent = fact.value.as_tuple().exponent
            others = {*years.values(), *totals} - {earlier, later}
            yield PrintedChange(
                table=STATEMENTS,
                row=fact.item,
                column=fact.unit,
                kind=_OF_STATEMENT[fact.unit] if base else ChangeKind.VALUE,
                earlier=earlier,
                later=later,
                printed=fact.value,
                places=max(0, -exponent) if isinstance(exponent, int) else 0,
                is_reduction=base is not None,
                other_bases=tuple(sorted(others)),
            )

    def _borough_table(self) -> dict[str, dict[DateRange, Fraction]]:
        """The totals of whole years by area, as they were stored at first."""
        found: dict[str, dict[DateRange, Fraction]] = {}
        areas = (self._plan.area, *self._plan.neighbours)
        compared = set.intersection(*map(self._figures.indicators_with_numbers, areas))
        for code in sorted(compared):
            for area in areas:
                earlier = self._figures.earlier(code, area)
                for now in self._figures.series(code, area):
                    first = earlier[now.id][0].figure if now.id in earlier else now
                    if now.period.months == 12 and first.exact is not None:
                        found.setdefault(area, {})[now.period] = first.exact
        return found


def _of_cell(
    cell: PublishedCell, value: PublishedValue, values: dict[str, dict[str, PublishedValue]]
) -> Iterator[PrintedChange]:
    kind, names = _OF_CHANGE[value.name]
    later_period, _, earlier_period = value.period.partition(" against ")
    for name in names:
        pair = [values.get(one, {}).get(name) for one in (earlier_period, later_period)]
        if pair[0] is None or pair[1] is None:
            continue
        printed = Fraction(pair[0].value), Fraction(pair[1].value)
        exact = [
            _exact(values[one]) if kind is ChangeKind.POINTS else None
            for one in (earlier_period, later_period)
        ]
        kept = exact[0] is not None and exact[1] is not None
        earlier, later = exact if kept else printed
        assert earlier is not None, "one or the other is there"
        assert later is not None, "one or the other is there"
        yield PrintedChange(
            table=PERFORMANCE,
            row=cell.indicator,
            column=cell.column,
            kind=kind,
            earlier=earlier,
            later=later,
            printed=value.value,
            places=value.places,
            rounded_values=printed if kept else None,
        )
        return


def _exact(values: dict[str, PublishedValue]) -> Fraction | None:
    """A percentage from its parts; None where they are not printed."""
    numerator, denominator = values.get("numerator"), values.get("denominator")
    if numerator is None or denominator is None:
        return None
    return Fraction(numerator.value) / Fraction(denominator.value) * 100
