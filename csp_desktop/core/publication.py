"""Which figures may be public: small ones are hidden, and with them what could tell them.

Every number that a public edition prints is a cell of one system: figures of every range, the sums
of indicators, the ranges that shorter ones fill, and all that earlier public editions printed. The
attacker's check is made over all of it at once (DESIGN.md 8, CONVENTIONS.md C6 to C8).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from csp_desktop.core.analysis.series import Point
from csp_desktop.core.dashboard import IndicatorRow
from csp_desktop.core.disclosure.cells import Cell, Relation, System
from csp_desktop.core.disclosure.suppression import protect
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import DateRange
from csp_desktop.core.plan import Basis, Indicator, indicator_letter

LEAST = 5  # the least number that may be published; nought may be as well

Place = tuple[str, DateRange]
"""An indicator's code and a range: which figure it is, whatever it says."""
_Key = tuple[str, DateRange, int]
"""A figure in one of its states: its place with the number it said."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """An earlier public edition.

    Attributes:
        shown: the numbers it printed.
        held: what stood where it printed that a number is withheld, as known then.
    """

    shown: Mapping[Place, Fraction]
    held: Mapping[Place, Fraction] = field(default_factory=dict)


def publishable(
    rows: Iterable[IndicatorRow], tied: frozenset[str], earlier: Sequence[Told] = ()
) -> dict[str, frozenset[DateRange]]:
    """The ranges of each indicator whose number may be printed, by code.

    Args:
        rows: of everything the edition prints; of one indicator there may be several, of several
            ranges. None of them is restricted.
        tied: codes that could tell a restricted indicator, and are printed nowhere.
        earlier: every public edition that was issued before.

    Raises:
        RefusedError: it was not found out whether a figure is safe.
    """
    rows = list(rows)
    indicators = {one.indicator.code: one.indicator for one in rows}
    # A sum tells a part that stands nowhere else.
    tied |= {key for key, one in indicators.items() if not indicators.keys() >= {*one.sum_of}}
    points = {
        (row.indicator.code, one.period): one
        for row in rows
        if row.findings is not None
        for one in row.findings.series
        if one.value is not None
    }
    counts = {
        place: int(one.value)
        for place, one in points.items()
        if one.value is not None and _is_count(indicators[place[0]], one)
    }
    hidden = _hidden_counts(counts, indicators, tied, earlier)
    told = {(place[0], place[1]): counts[place] for place in hidden}
    shown = {
        place
        for place, one in points.items()
        if place not in hidden
        and place[0] not in tied
        and not (place not in counts and is_small(indicators[place[0]], one))
        and not _repeats(indicators[place[0]], one, told)
    }
    return {code: frozenset(period for own, period in shown if own == code) for code in indicators}


def is_small(indicator: Indicator, point: Point) -> bool:
    """Whether a number counts 1 to 4, or is the share of 1 to 4 or of all but 1 to 4 (C7)."""
    return any(0 < abs(one) < LEAST for one in counted(indicator, point))


def counted(indicator: Indicator, point: Point) -> list[Fraction]:
    """How many events or people a number tells of, and how many it leaves."""
    assert point.value is not None, "a gap holds no number"
    found: list[Fraction] = []
    if _is_count(indicator, point):
        found.append(point.value)
    if point.parts is not None:
        numerator, denominator = point.parts
        found += [numerator, denominator, denominator - numerator]
    if point.sample_size:
        asked = Fraction(point.sample_size)
        having = Fraction(round(asked * point.value / 100))
        found += [asked, having, asked - having]
    return found


def _is_count(indicator: Indicator, point: Point) -> bool:
    return (
        indicator.unit is Unit.COUNT
        and indicator.basis is not Basis.RANK
        and point.value is not None
        and point.value.denominator == 1
        and point.value >= 0
    )


def _hidden_counts(
    counts: Mapping[Place, int],
    indicators: Mapping[str, Indicator],
    tied: frozenset[str],
    earlier: Sequence[Told],
) -> frozenset[Place]:
    """The counts that must be hidden now, for their own sake or for another's."""
    now = {place: (*place, value) for place, value in counts.items()}
    public: set[_Key] = set()
    cells = {key: Cell(key, key[2], may_show=key[0] not in tied) for key in now.values()}
    relations = set(_relations(counts, indicators))
    for edition in earlier:
        there = {**_whole(edition.shown), **_whole(edition.held)}
        public |= {(*place, value) for place, value in _whole(edition.shown).items()}
        for place, value in there.items():
            key = (*place, value)
            cells.setdefault(key, Cell(key, value, may_show=key in public))
        relations |= set(_relations(there, indicators))
    found = protect(System(tuple(cells.values()), tuple(relations)), LEAST, known=public)
    return frozenset(place for place, key in now.items() if key in found.suppressed)


def _whole(numbers: Mapping[Place, Fraction]) -> dict[Place, int]:
    return {
        place: int(value)
        for place, value in numbers.items()
        if value.denominator == 1 and value >= 0
    }


def _relations(
    counts: Mapping[Place, int], indicators: Mapping[str, Indicator]
) -> Iterator[Relation]:
    """The sums a reader knows to hold: of indicators, of breakdowns, and of ranges."""
    for (code, period), value in counts.items():
        indicator = indicators.get(code)
        if indicator is None:
            continue
        broken_down = tuple(key for key, one in indicators.items() if one.part_of == code)
        for members in (indicator.sum_of, broken_down):
            places = [(one, period) for one in members]
            yield from _sum((code, period), value, places, counts)
        if indicator.adds_up:
            yield from _sum((code, period), value, _filling(code, period, counts), counts)


def _sum(
    place: Place, value: int, parts: Sequence[Place], counts: Mapping[Place, int]
) -> Iterator[Relation]:
    """The sum, where all its parts are there and come to it."""
    there = [counts[one] for one in parts if one in counts]
    if parts and len(there) == len(parts) and sum(there) == value:
        yield Relation((*place, value), tuple((*one, counts[one]) for one in parts))


def _filling(code: str, period: DateRange, counts: Mapping[Place, int]) -> list[Place]:
    """The shorter ranges of an indicator that fill a longer one without a gap; none where not."""
    inside = sorted(
        other for own, other in counts if own == code and other != period and period.contains(other)
    )
    found: list[Place] = []
    reached = period.first
    while reached <= period.last:
        following = [one for one in inside if one.first == reached]
        if not following:
            return []
        shortest = min(following, key=lambda one: one.last)
        found.append((code, shortest))
        reached = shortest.last + _DAY
    return found


def _repeats(indicator: Indicator, point: Point, hidden: Mapping[Place, int]) -> bool:
    """Whether a share is of a number, or counts one, that another indicator's figure hides.

    One number often stands in two tables: offences as a count, and as what detections are of.
    """
    if point.parts is None:
        return False
    own = {int(one) for one in point.parts if one.denominator == 1}
    letter = indicator_letter(indicator.code)
    return any(
        period == point.period and value in own and indicator_letter(code) == letter
        for (code, period), value in hidden.items()
    )
