"""Which figures may be public: small ones are hidden, and with them what could tell them.

Every number that a public edition prints is a cell of one system: figures of every range, the sums
of indicators, the ranges that shorter ones fill, what shares count and what they count it of, and
all that earlier public editions printed. The attacker's check is made over all of it at once
(DESIGN.md 8, CONVENTIONS.md C6 to C8).
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from csp_desktop.core.analysis.ranges import can_be_summed
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.dashboard import IndicatorRow
from csp_desktop.core.disclosure.cells import Cell, Relation, System, linked
from csp_desktop.core.disclosure.rounding import EXACT, Rule
from csp_desktop.core.disclosure.suppression import protect
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import DateRange
from csp_desktop.core.plan import Basis, Indicator, indicator_letter

Place = tuple[str, DateRange]
"""An indicator's code and a range: which figure it is, whatever it says."""
Parts = tuple[Fraction, Fraction]
"""What a share counts, and what it counts it of."""
_Key = tuple[str, DateRange, int]
"""A number in one of its states: its place with what it said."""
_Template = tuple[Place, tuple[Place, ...]]
"""A number and those that it is the sum of."""
_Known = set[tuple[str, DateRange, int]]
"""Numbers by the letter of their table and their range."""
_DAY = timedelta(days=1)
_COUNTED, _OF, _REST = " counted", " of", " rest"  # behind a share's code: numbers it is made of


@dataclass(frozen=True)
class Told:
    """An earlier public edition.

    Attributes:
        shown: the numbers it printed.
        held: what stood where it printed that a number is withheld, as known then.
        unprinted: every other number as known then, which no page of it has a place for.
        parts: of the shares among all of them, as known then.
    """

    shown: Mapping[Place, Fraction]
    held: Mapping[Place, Fraction] = field(default_factory=dict)
    unprinted: Mapping[Place, Fraction] = field(default_factory=dict)
    parts: Mapping[Place, Parts] = field(default_factory=dict)


def publishable(
    rows: Iterable[IndicatorRow],
    tied: frozenset[str],
    earlier: Sequence[Told] = (),
    apart: Iterable[IndicatorRow] = (),
    rule: Rule = EXACT,
) -> dict[str, frozenset[DateRange]]:
    """The ranges of each indicator whose number may be printed, by code.

    Args:
        rows: of everything the edition prints; of one indicator there may be several, of several
            ranges. None of them is restricted.
        tied: codes that could tell a restricted indicator, and are printed nowhere.
        earlier: every public edition that was issued before.
        apart: of restricted indicators, whose numbers no share may repeat.
        rule: how counts are published.
    """
    rows = list(rows)
    indicators = {one.indicator.code: one.indicator for one in rows}
    # A sum tells a part that stands nowhere else.
    tied |= {key for key, one in indicators.items() if not indicators.keys() >= {*one.sum_of}}
    points = _points(rows)
    numbers: dict[Place, int] = {}
    for place, one in points.items():
        numbers |= _numbers(indicators[place[0]], place, one.value, one.parts)
    hidden = _hidden(numbers, indicators, tied, earlier, rule)
    silent = {
        (indicator_letter(code), period, numbers[code, period])
        for code, period in hidden
        if code in indicators
    }
    silent |= _restricted_numbers(apart)
    shown = {
        place
        for place, one in points.items()
        if place[0] not in tied
        and not hidden.intersection(_numbers(indicators[place[0]], place, one.value, one.parts))
        and not (place not in numbers and is_small(indicators[place[0]], one, rule))
        and not _repeats(indicators[place[0]], one, silent)
    }
    return {code: frozenset(period for own, period in shown if own == code) for code in indicators}


def is_small(indicator: Indicator, point: Point, rule: Rule = EXACT) -> bool:
    """Whether a number counts few, or is the share of few or of all but few (C7)."""
    return any(0 < abs(one) < rule.below for one in counted(indicator, point))


def counted(indicator: Indicator, point: Point) -> list[Fraction]:
    """How many events or people a number tells of, and how many it leaves."""
    assert point.value is not None, "a gap holds no number"
    found: list[Fraction] = []
    if _is_count(indicator, point.value):
        found.append(point.value)
    if point.parts is not None:
        numerator, denominator = point.parts
        found += [numerator, denominator, denominator - numerator]
    if point.sample_size:
        asked = Fraction(point.sample_size)
        having = Fraction(round(asked * point.value / 100))
        found += [asked, having, asked - having]
    return found


def tilings(whole: DateRange, ranges: Iterable[DateRange]) -> list[tuple[DateRange, ...]]:
    """Ways to fill a range with shorter ones, without a gap or an overlap.

    Two at most, in the shortest steps and in the longest: what fills a part of it is a way to fill
    that part.
    """
    inside = {one for one in ranges if one != whole and whole.contains(one)}
    reaching = {whole.last + _DAY}  # days from which on the rest can be filled
    steps: dict[object, list[DateRange]] = {}
    for one in sorted(inside, reverse=True):
        if one.last + _DAY in reaching:
            reaching.add(one.first)
            steps.setdefault(one.first, []).append(one)
    if whole.first not in reaching:
        return []
    found = []
    for choose in (min, max):
        way, day = [], whole.first
        while day <= whole.last:
            way.append(choose(steps[day], key=lambda one: one.last))
            day = way[-1].last + _DAY
        found.append(tuple(way))
    return list(dict.fromkeys(found))


def _points(rows: Iterable[IndicatorRow]) -> dict[Place, Point]:
    return {
        (row.indicator.code, one.period): one
        for row in rows
        if row.findings is not None
        for one in row.findings.series
        if one.value is not None
    }


def _is_count(indicator: Indicator, value: Fraction) -> bool:
    return (
        indicator.unit is Unit.COUNT
        and indicator.basis is not Basis.RANK
        and value.denominator == 1
        and value >= 0
    )


def _numbers(
    indicator: Indicator, place: Place, value: Fraction | None, parts: Parts | None
) -> dict[Place, int]:
    """The whole numbers that a figure tells: itself, or what its share is made of."""
    code, period = place
    if value is not None and _is_count(indicator, value):
        return {place: int(value)}
    if parts is None:
        return {}
    share, whole = parts
    if share.denominator != 1 or whole.denominator != 1 or not 0 <= share <= whole:
        return {}
    made_of = {_COUNTED: share, _OF: whole, _REST: whole - share}
    return {(code + which, period): int(one) for which, one in made_of.items()}


def _all_numbers(
    values: Mapping[Place, Fraction],
    parts: Mapping[Place, Parts],
    indicators: Mapping[str, Indicator],
) -> dict[Place, int]:
    found: dict[Place, int] = {}
    for place, value in values.items():
        if place[0] in indicators:
            found |= _numbers(indicators[place[0]], place, value, parts.get(place))
    return found


def _keys(numbers: Mapping[Place, int]) -> set[_Key]:
    return {(*place, value) for place, value in numbers.items()}


def _hidden(
    now: Mapping[Place, int],
    indicators: Mapping[str, Indicator],
    tied: frozenset[str],
    earlier: Sequence[Told],
    rule: Rule,
) -> frozenset[Place]:
    """The numbers that must be hidden now, for their own sake or for another's."""
    snapshots: list[Mapping[Place, int]] = [now]
    public: set[_Key] = set()
    held: set[_Key] = set()
    for edition in earlier:
        shown, gaps, unprinted = (
            _all_numbers(one, edition.parts, indicators)
            for one in (edition.shown, edition.held, edition.unprinted)
        )
        snapshots.append({**unprinted, **gaps, **shown})
        public |= _keys(shown)
        held |= _keys(gaps)
    every = {key for one in snapshots for key in _keys(one)}
    held -= _keys(now) | public
    cells = (
        Cell(key, key[2], may_show=key in public or not (key in held or key[0] in tied))
        for key in sorted(every)
    )
    relations = sorted(_relations(snapshots, indicators), key=lambda one: (one.total, one.parts))
    suppressed = _suppressed(System(tuple(cells), tuple(relations)), public, rule)
    return frozenset(place for place, value in now.items() if (*place, value) in suppressed)


def _suppressed(system: System, public: set[_Key], rule: Rule) -> set[Hashable]:
    """What is hidden of each lot of linked numbers; all of it where nothing less was found to do.

    An edition that prints nothing of a lot tells nothing of it that was not told before.
    """
    found: set[Hashable] = set()
    for part in linked(system):
        keys = [one.key for one in part.cells]
        relations = (_relation(keys, members) for members in part.relations)
        try:
            found |= protect(
                System(part.cells, tuple(relations)),
                rule.below,
                known=public,
                round_to=rule.round_to,
            ).suppressed.keys()
        except RefusedError:
            found.update(keys)
    return found


def _relation(keys: Sequence[Hashable], members: Iterable[tuple[int, int]]) -> Relation:
    """A sum of a lot, by the keys of its members: parts count +1, the total −1."""
    signs = {keys[number]: sign for number, sign in members}
    [total] = (key for key, sign in signs.items() if sign < 0)
    return Relation(total, tuple(key for key, sign in signs.items() if sign > 0))


def _relations(
    snapshots: Sequence[Mapping[Place, int]], indicators: Mapping[str, Indicator]
) -> set[Relation]:
    """The sums a reader knows to hold: of indicators, of breakdowns, of shares, and of ranges.

    Each as the numbers were known at one moment, printed in one pack or in several or not at all.
    """
    return {
        relation
        for snapshot in snapshots
        for template in (*_templates(snapshot, indicators), *_told_twice(snapshot))
        for relation in _sum(template, snapshot)
    }


def _told_twice(numbers: Mapping[Place, int]) -> Iterator[_Template]:
    """Counts with the shares that are of them: offences, and what detections are of.

    A share is taken to be of the one count of its table and range that is as large.
    """
    alike: dict[tuple[str, DateRange, int], list[Place]] = {}
    for (code, period), value in numbers.items():
        if " " not in code:
            alike.setdefault((indicator_letter(code), period, value), []).append((code, period))
    for (code, period), value in numbers.items():
        plain, _, which = code.partition(" ")
        counts = alike.get((indicator_letter(plain), period, value), ())
        if f" {which}" == _OF and len(counts) == 1:
            yield counts[0], ((code, period),)


def _templates(
    places: Collection[Place], indicators: Mapping[str, Indicator]
) -> Iterator[_Template]:
    periods: dict[str, list[DateRange]] = {}
    for code, period in places:
        periods.setdefault(code, []).append(period)
    for code, own in periods.items():
        wholly, partly = _adding(code, indicators)
        for period in own:
            for members in wholly:
                parts = tuple((one, period) for one in members)
                if parts and all(one in places for one in parts):
                    yield (code, period), parts
            # A share of nothing is no share: a breakdown may do without one of its parts.
            if there := tuple((one, period) for one in partly if (one, period) in places):
                yield (code, period), there
            if can_be_summed(indicators[code.partition(" ")[0]]):
                for way in tilings(period, own):
                    yield (code, period), tuple((code, one) for one in way)


def _adding(
    code: str, indicators: Mapping[str, Indicator]
) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """What adds up to the number of a code, its parts or a share and its rest; its breakdown."""
    plain, _, which = code.partition(" ")
    which = f" {which}" if which else ""
    wholly = [tuple(f"{one}{which}" for one in indicators[plain].sum_of)]
    if which == _OF:
        wholly.append((plain + _COUNTED, plain + _REST))
    return wholly, tuple(f"{key}{which}" for key, one in indicators.items() if one.part_of == plain)


def _sum(template: _Template, numbers: Mapping[Place, int]) -> Iterator[Relation]:
    """The sum, where its parts come to it."""
    whole, parts = template
    if sum(numbers[one] for one in parts) == numbers[whole]:
        yield Relation((*whole, numbers[whole]), tuple((*one, numbers[one]) for one in parts))


def _restricted_numbers(rows: Iterable[IndicatorRow]) -> _Known:
    """The whole numbers of restricted indicators, and of the shares among them."""
    return {
        (indicator_letter(row.indicator.code), place[1], number)
        for row in rows
        for place, one in _points([row]).items()
        for number in _numbers(row.indicator, place, one.value, one.parts).values()
        if number
    }


def _repeats(indicator: Indicator, point: Point, silent: _Known) -> bool:
    """Whether a share is of a number, or counts or leaves one, that is not to be told.

    One number often stands in two tables: offences as a count, and as what detections are of.
    """
    letter = indicator_letter(indicator.code)
    told = _numbers(indicator, (indicator.code, point.period), None, point.parts)
    return any((letter, point.period, value) in silent for value in told.values())
