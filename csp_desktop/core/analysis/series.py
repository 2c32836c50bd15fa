"""An indicator's figures in a row: one kind of range at a time, gaps kept, sums worked out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import DateRange
from csp_desktop.core.publishers import publisher_of


@dataclass(frozen=True)
class Point:
    """One period of a series.

    Attributes:
        value: the exact number; None where there is none, and `gap` then says why.
        provisional: whether it, or a part of it, may still change.
        published: the publisher's series it was taken from; empty where it was typed.
        parts: numerator and denominator, where the number is worked out from them.
        sample_size: of a survey.
    """

    period: DateRange
    value: Fraction | None
    provisional: bool = False
    gap: str = ""
    published: str = ""
    parts: tuple[Fraction, Fraction] | None = None
    sample_size: int | None = None


def by_kind(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Figures sorted into ranges that may stand in one line, each list in order of time.

    Quarters, financial years and other ranges are never mixed (DESIGN.md 5).
    """
    kinds: dict[str, list[Figure]] = {}
    for figure in sorted(figures, key=lambda one: one.period):
        kinds.setdefault(figure.period.kind, []).append(figure)
    return kinds


def points(figures: Sequence[Figure]) -> list[Point]:
    """Figures of one kind as points; absences become gaps with their reason."""
    return [_point(figure) for figure in figures]


def filled(series: Sequence[Point]) -> list[Point]:
    """The series with a gap for every period in between that has no figure at all."""
    if not series:
        return []
    whole: list[Point] = []
    for point in series:
        while (
            whole and (following := _next(whole[-1].period)) and following.last < point.period.first
        ):
            whole.append(Point(following, None, gap=Absence.NOT_ENTERED.words))
        whole.append(point)
    return whole


def summed(members: Sequence[Sequence[Point]]) -> list[Point]:
    """The sum of several series, period by period; a period one member lacks is a gap."""
    tables = [{point.period: point for point in member} for member in members]
    periods = sorted(set().union(*tables))
    return [_sum(period, [table.get(period) for table in tables]) for period in periods]


def changes_of_series(series: Sequence[Point]) -> list[int]:
    """The places at which figures begin that come from another publisher's series.

    What was typed in between belongs to the series before it.
    """
    places = []
    named = [(at, one.published) for at, one in enumerate(series) if one.published]
    for (_, before), (at, now) in pairwise(named):
        if now != before:
            places.append(at)
    return places


def _point(figure: Figure) -> Point:
    publisher = publisher_of(figure.source)
    parts = None
    if figure.numerator is not None and figure.denominator:
        parts = Fraction(figure.numerator), Fraction(figure.denominator)
    return Point(
        figure.period,
        figure.exact,
        provisional=figure.status is FigureStatus.PROVISIONAL,
        gap=(figure.absence or Absence.NOT_ENTERED).words if figure.exact is None else "",
        published=publisher.code if publisher else "",
        parts=parts,
        sample_size=figure.sample_size,
    )


def _sum(period: DateRange, parts: Sequence[Point | None]) -> Point:
    known = [part for part in parts if part is not None]
    values = [part.value for part in known if part.value is not None]
    if len(values) < len(parts):
        missing = len(parts) - len(values)
        return Point(period, None, gap=f"{missing} of {len(parts)} parts missing")
    return Point(
        period,
        sum(values, Fraction(0)),
        provisional=any(part.provisional for part in known),
        published=" ".join(sorted({part.published for part in known if part.published})),
    )


def _next(period: DateRange) -> DateRange | None:
    return period.moved(period.months) if period.months else None
