"""Ten public packs in a row, with revisions between them, and somebody who holds them all."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.editions import Edition
from csp_desktop.core.figures import Figure, FigureStatus
from csp_desktop.core.packs.document import PackKind
from csp_desktop.core.periods import DateRange, Quarter, parse_range
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import opened
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.migrate import schema_version
from tests.conftest import NOW
from tests.leaks.attacker import Attacker, Variable
from tests.leaks.reading import Place, Read, read_off

QUARTERS = [Quarter(2014, 1).plus(number) for number in range(8)]
ASKED = QUARTERS[4:]  # the quarters that the plan asks returns for
YEAR = parse_range("2014-10..2015-09")
RANGES = [*(one.range for one in QUARTERS), YEAR]
FAMILIES = (
    *("D1", "D2", "D14", "D16", "D9", "D10"),
    *(f"F1{letter}" for letter in "abcdefg"),
    *("H1", "H6"),
)
LARGE_FAMILIES = (*FAMILIES, "H2", "H9", "H4", "H3", "H5", "B6")  # with the sums of seven crimes
SHARES = {
    "D12": "D9",
    "D13": "D9",
    "D15": "D14",
    "D17": "D16",
    **{f"F2{letter}": f"F1{letter}" for letter in "abcdefg"},
}
"""Shares by what they are of, in the plan's own words."""
BREAKDOWNS = {"D3": ("D14", "D16"), "F1": tuple(f"F1{letter}" for letter in "abcdefg")}
POOLED = {"F2": tuple(f"F2{letter}" for letter in "abcdefg")}

Share = tuple[int, int]
Truth = dict[Place, int | Share]


@dataclass
class World:
    """What happened, quarter by quarter, as it is known now."""

    chance: random.Random
    entered: tuple[str, ...]
    sums: Mapping[str, tuple[str, ...]]
    truth: Truth = field(default_factory=dict)

    def begin(self) -> None:
        for quarter in QUARTERS:
            for code in self.entered:
                self.truth[code, quarter.range] = self._count()
            for code, whole in SHARES.items():
                of = self._at(whole, quarter.range)
                self.truth[code, quarter.range] = self.chance.randint(0, of), of
            self._follow(quarter)

    def revise(self, quarter: Quarter) -> None:
        """Some figures change: few become many, and many few; shares follow what they are of."""
        for code in self.chance.sample(self.entered, 4):
            before = self._at(code, quarter.range)
            self.truth[code, quarter.range] = (
                before + self.chance.randint(5, 20) if before < 5 else self.chance.randint(1, 4)
            )
        for code, whole in SHARES.items():
            share, before = self.share(code, quarter.range)
            of = self._at(whole, quarter.range)
            if of != before:
                self.truth[code, quarter.range] = min(share, of), of
        self._follow(quarter)

    def figures(self, quarter: Quarter) -> Iterator[tuple[str, dict[str, Decimal | None]]]:
        """What boards enter of a quarter."""
        for (code, period), value in self.truth.items():
            if period == quarter.range:
                if isinstance(value, int):
                    yield code, {"value": Decimal(value)}
                elif value[1]:
                    share, whole = value
                    yield code, {"numerator": Decimal(share), "denominator": Decimal(whole)}

    def whole(self, up_to: Quarter) -> dict[tuple[str, DateRange], int]:
        """Every count there is, and what every share counts and is of, sums worked out."""
        counts: dict[tuple[str, DateRange], int] = {}
        for (code, period), value in self.truth.items():
            if period.last <= up_to.range.last:
                if isinstance(value, int):
                    counts[code, period] = value
                else:
                    counts[f"{code} counted", period], counts[f"{code} of", period] = value
        for code in self.sums:
            for quarter in QUARTERS:
                if quarter <= up_to:
                    counts[code, quarter.range] = self._sum(code, quarter.range)
        for code in {one for one, _ in counts}:
            inside = [(code, one.range) for one in QUARTERS if YEAR.contains(one.range)]
            if all(one in counts for one in inside):
                counts[code, YEAR] = sum(counts[one] for one in inside)
        return counts

    def share(self, code: str, period: DateRange) -> Share:
        found = self.truth[code, period]
        assert isinstance(found, tuple)
        return found

    def _follow(self, quarter: Quarter) -> None:
        for code, parts in BREAKDOWNS.items():
            total = sum(self._at(one, quarter.range) for one in parts)
            self.truth[code, quarter.range] = total
        for code, parts in POOLED.items():
            pairs = [self.share(one, quarter.range) for one in parts]
            self.truth[code, quarter.range] = sum(a for a, _ in pairs), sum(b for _, b in pairs)

    def _count(self) -> int:
        few = self.chance.random()
        return self.chance.randint(1, 4) if few < 0.2 else self.chance.choice((0, 6, 9, 14, 27, 51))

    def _at(self, code: str, period: DateRange) -> int:
        found = self.truth[code, period]
        assert isinstance(found, int)
        return found

    def _sum(self, code: str, period: DateRange) -> int:
        parts = self.sums.get(code)
        return self._at(code, period) if not parts else sum(self._sum(one, period) for one in parts)


class Told:
    """Everything that public packs tell, with the states of the figures at the time."""

    def __init__(self, sums: Mapping[str, tuple[str, ...]]) -> None:
        self.attacker = Attacker()
        self.few: dict[Variable, int] = {}
        self.years = 0  # numbers of years so far that were read
        self._sums = {**sums, **BREAKDOWNS}
        self._before: dict[Place, list[int]] = {}

    def take(self, read: Read, counts: Mapping[tuple[str, DateRange], int]) -> None:
        """One pack more, with the truth as it was when it was made."""
        states = {place: (*place, value) for place, value in counts.items()}
        self._relate(states)
        self.few |= {state: state[2] for state in states.values() if 0 < state[2] < 5}
        for place, shown in read.numbers.items():
            if place in states:
                assert {int(one) for one in shown} == {counts[place]}, place
                self.attacker.knows(states[place], counts[place])
            elif (f"{place[0]} of", place[1]) in states:
                made_of = [states[f"{place[0]}{which}", place[1]] for which in (" counted", " of")]
                for percent in shown:
                    self.attacker.shares(made_of[0], made_of[1], percent)
        for (code, period), (share, whole) in read.parts.items():
            self.attacker.knows(states[f"{code} counted", period], share)
            self.attacker.knows(states[f"{code} of", period], whole)
        self._add_up_years(read, states)
        self._compare(read, states)
        self._remember(read, counts)

    def _relate(self, states: Mapping[tuple[str, DateRange], Variable]) -> None:
        for (code, period), state in states.items():
            members = {"": self._sums.get(code, ())}
            plain, _, which = code.partition(" ")
            if which:
                members = {f" {which}": POOLED.get(plain, ())}
                if which == "of":
                    self.attacker.holds({state: 1, states[f"{plain} counted", period]: -1}, 0, 1e5)
                    count = states.get((SHARES.get(plain, ""), period))
                    if count is not None:
                        self.attacker.holds({state: 1, count: -1}, 0, 0)
            for behind, some in members.items():
                if some:
                    self.attacker.adds_up(state, (states[one + behind, period] for one in some))
            if period == YEAR:
                inside = [one.range for one in QUARTERS if YEAR.contains(one.range)]
                self.attacker.adds_up(state, (states[code, one] for one in inside))

    def _add_up_years(self, read: Read, states: Mapping[Place, Variable]) -> None:
        """What is held against a target: the quarters of the financial year up to one of them."""
        for (code, period), so_far in read.so_far:
            year = Quarter.containing(period.last).year.range
            past = [one.range for one in QUARTERS if year.first <= one.range.first <= period.first]
            if all((code, one) in states for one in past):
                quarters = [states[code, one] for one in past]
                assert sum(one[2] for one in quarters) == so_far, (code, period)
                self.attacker.holds(dict.fromkeys(quarters, 1), so_far, so_far)
                self.years += 1

    def _compare(self, read: Read, states: Mapping[tuple[str, DateRange], Variable]) -> None:
        """What a difference on the year before tells of its ends."""
        for (code, period), by, percent in read.changes:
            before = period.moved(-12)
            then = states.get((code, before)) if before else None
            if then is None or (code, period) not in states:
                continue
            now = states[code, period]
            if not percent:
                self.attacker.holds({now: 1, then: -1}, float(by), float(by))
            else:
                low, high = 1 + float(by) / 100 - 0.00051, 1 + float(by) / 100 + 0.00051
                self.attacker.holds({now: 1, then: -low}, 0, 1e5)
                self.attacker.holds({now: 1, then: -high}, -1e5, 0)

    def _remember(self, read: Read, counts: Mapping[tuple[str, DateRange], int]) -> None:
        for place, value in read.before:
            if place in counts:
                states = self._before[place]
                assert int(value) in states, f"{place} was never shown as {value}"
        for place in read.numbers:
            if place in counts:
                self._before.setdefault(place, []).append(counts[place])

    def learned(self) -> list[tuple[Variable, int, int]]:
        """The few that can be told within less than three values."""
        return [
            (state, low, high)
            for state in sorted(self.few, key=str)
            for low, high in [self.attacker.range_of(state)]
            if high - low < 2
        ]


class Office:
    """The program over one database, with a clock that goes on between what is done."""

    def __init__(self, folder: Path, seed: int, entered: tuple[str, ...]) -> None:
        self.folder, self.now = folder, NOW
        self.database = folder / "csp.db"
        self.session = Session("Lead officer", lambda: self.now)
        bootstrap.start(self.database, self.session, history=False)
        with bootstrap.services(self.database, self.session) as services:
            sums = {one.code: one.sum_of for one in services.plan.indicators if one.sum_of}
            sums = {code: own for code, own in sums.items() if _leaves(code, sums) <= {*entered}}
            self.area = services.plan.area
        self.world = World(random.Random(seed), entered, sums)
        self.world.begin()
        self.told = Told(sums)
        self.shown = 0
        self._history()

    def enter(self, quarter: Quarter) -> None:
        """Enter a quarter's figures where they say something else than before."""
        with bootstrap.services(self.database, self.session) as services:
            told = dict(self.world.figures(quarter))
            board_of = {one: services.plan.indicator(one).board for one in told}
            for board, codes in groupby(sorted(told, key=lambda one: board_of[one]), board_of.get):
                sheet = services.returns.sheet(str(board), quarter)
                figures = {line.indicator.code: line.figure for line in sheet.figures}
                changed = [_saying(figures[one], told[one]) for one in codes]
                services.entry.enter(str(board), quarter, [one for one in changed if one])
        self.now += timedelta(days=1)

    def issue(self, kind: PackKind, period: Quarter | DateRange, board: str = "") -> None:
        """Issue a public pack, and let it be read."""
        last = period if isinstance(period, Quarter) else Quarter.containing(period.last)
        path = self.folder / f"{self.now:%Y%m%d}.xlsx"
        with bootstrap.services(self.database, self.session) as services:
            draft = services.packs.draft(kind, period, Edition.PUBLIC, board=board)
            services.packs.issue(draft, path)
        self.now += timedelta(days=1)
        counts = self.world.whole(self._entered)
        read = read_off(path, {one.words(): one for one in RANGES}, self.area)
        self.shown += len(read.numbers)
        assert read.numbers or board
        assert last <= self._entered
        self.told.take(read, counts)

    def quarter(self, quarter: Quarter) -> None:
        self._entered = quarter
        self.enter(quarter)

    def revise(self, quarter: Quarter) -> None:
        self.world.revise(quarter)
        self.enter(quarter)

    def _history(self) -> None:
        with opened(self.database, schema_version(paths.MIGRATIONS)) as store:
            figures = FigureRepository(store)
            with store.transaction():
                for quarter in QUARTERS[:4]:
                    for code, said in self.world.figures(quarter):
                        blank = {"indicator": code, "area": self.area, "period": quarter.range}
                        figure = Figure(**blank, status=FigureStatus.FINAL, **said)
                        figures.save(figure, self.session.author("history"))


def _leaves(code: str, sums: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The indicators that a sum is made of in the end."""
    own = sums.get(code)
    return {code} if not own else set().union(*(_leaves(one, sums) for one in own))


def _saying(figure: Figure, said: Mapping[str, Decimal | None]) -> Figure | None:
    content = {"value": None, "numerator": None, "denominator": None, "absence": None, **said}
    if all(getattr(figure, name) == value for name, value in content.items()):
        return None
    return replace(figure, **content)


def ten_packs(
    folder: Path, seed: int, entered: tuple[str, ...] = FAMILIES, *, revised: bool = True
) -> Office:
    """A year of meetings, chairs' updates and an assessment, all of them public."""
    office = Office(folder, seed, entered)
    meeting, chair = PackKind.MEETING, PackKind.CHAIR
    first, second, third, fourth = ASKED

    def revise(*quarters: Quarter) -> None:
        for one in quarters if revised else ():
            office.revise(one)

    office.quarter(first)
    office.issue(meeting, first)
    office.issue(chair, first, "VAWG_SG")
    revise(first)
    office.issue(chair, first, "TTCG")
    office.quarter(second)
    office.issue(meeting, second)
    office.issue(PackKind.ASSESSMENT, YEAR)
    revise(first, second)
    office.issue(chair, second, "NPFHF")
    office.quarter(third)
    revise(second)
    office.issue(meeting, third)
    office.issue(chair, third, "TTCG")
    office.quarter(fourth)
    revise(first, third)
    office.issue(meeting, fourth)
    revise(fourth)
    office.issue(meeting, fourth)
    return office


@pytest.mark.parametrize(("seed", "revised"), [(3, True), (4, False)])
def test_whoever_holds_ten_packs_learns_no_small_number(
    seed: int, revised: bool, tmp_path: Path
) -> None:
    office = ten_packs(tmp_path, seed, revised=revised)
    assert len(office.told.few) > 60, "there is something to learn"
    assert office.shown > 300, "there is something to learn it from"
    assert office.told.years > 5, "and what is said of it"
    assert office.told.learned() == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 21))
def test_nor_does_anybody_in_other_years(seed: int, tmp_path: Path) -> None:
    entered = LARGE_FAMILIES if seed % 5 == 0 else FAMILIES
    office = ten_packs(tmp_path, seed, entered, revised=seed % 4 != 0)
    assert office.told.learned() == []


def test_an_attacker_who_is_told_too_much_learns_it() -> None:
    """The attacker's own arithmetic: what is left of a sum, a share, a year."""
    place = parse_range("2015/16-Q1")
    attacker = Attacker()
    total, one, other = ((code, place, value) for code, value in (("T", 20), ("A", 3), ("B", 17)))
    attacker.adds_up(total, [one, other])
    attacker.knows(total, 20)
    assert attacker.range_of(one) == (0, 20)
    attacker.knows(other, 17)
    assert attacker.range_of(one) == (3, 3)
    share, whole = ("S counted", place, 3), ("S of", place, 41)
    attacker.shares(share, whole, Fraction("7.3"))
    assert attacker.range_of(share)[1] > 10
    attacker.knows(whole, 41)
    assert attacker.range_of(share) == (3, 3)
