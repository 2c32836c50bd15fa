"""The partnership's plan: who, which priorities, what is measured and what was promised."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property

from csp_desktop.core.actions import PlannedAction
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.profiles import EQUAL, Profile


class Polarity(Enum):
    """Which way an indicator should go."""

    LOWER = "lower"
    HIGHER = "higher"
    MORE_REPORTING = "more_reporting"
    NONE = "none"

    @property
    def words(self) -> str:
        """`Lower is better`."""
        return _POLARITY_WORDS[self]


_POLARITY_WORDS = {
    Polarity.LOWER: "Lower is better",
    Polarity.HIGHER: "Higher is better",
    Polarity.MORE_REPORTING: "More reporting wanted",
    Polarity.NONE: "Neither way is better",
}


class Basis(Enum):
    """What a figure of an indicator says of its period."""

    PERIOD = "period"  # what happened in it: periods add up
    MOMENT = "moment"  # what stands at its end
    YEAR = "year"  # the twelve months to its end: neighbours share nine of them
    RANK = "rank"  # a place in an order


class Frequency(Enum):
    """How often a figure is asked for."""

    QUARTERLY = "quarterly"
    YEARLY = "yearly"


@dataclass(frozen=True)
class Agency:
    """An organisation named in the plan."""

    code: str
    name: str
    kind: str
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Board:
    """A subgroup or linked board; each owes one return a quarter.

    Attributes:
        chair, meets: as the plan states them; empty where it does not.
        about: the plan's own description, paragraphs apart by a blank line.
    """

    code: str
    name: str
    kind: str
    abbreviations: tuple[str, ...] = ()
    chair: str = ""
    meets: str = ""
    members: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class Aim:
    """What a priority wants to reach, this year or over the plan's three."""

    text: str
    heading: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeasurePart:
    """A sub-bullet of a measure."""

    text: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """One line of "How will we measure success?", tied to at least one indicator."""

    text: str
    indicators: tuple[str, ...]
    parts: tuple[MeasurePart, ...] = ()


@dataclass(frozen=True)
class Priority:
    """One of the plan's themes, or a cross-cutting priority."""

    code: str
    title: str
    cross_cutting: bool
    boards: tuple[str, ...]
    why: str
    aims: tuple[Aim, ...]
    measures: tuple[Measure, ...]
    actions: tuple[PlannedAction, ...]
    three_year_aims: tuple[Aim, ...]
    aims_text: str = ""
    measures_text: str = ""
    three_year_note: str = ""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """Something with figures, reported by exactly one board.

    Attributes:
        name: short, for screens; `title` is the plan's own wording and `part` its lettered part.
        part_of: the code this one is a part or a breakdown of; empty where it stands alone.
        sum_of: the codes it is the sum of; such an indicator is worked out and never asked for.
        group: the heading it stands under in the return.
        noun: what is counted, plural.
        restricted: it must not appear in a public edition.
        numerator, denominator: what the two parts of a percentage count, in words.
        plausible_low, plausible_high: between which a quarter's figure is unlikely to need a
            question, where there is little history to judge it by; None where nobody has said.
        definition: what the plan says of it; `note`: why it is here where the plan prints no row.
        basis: whether its figures say what happened in their period.
        seasonal: whether the time of year alone moves it.
        tolerance: by how much a target may be missed and still be amber: per cent, points for
            percentages, places for ranks; None for the usual.
        profile: how a year's target is spread over its quarters (`core.profiles`).
        outside_control: whether it was agreed that the partnership does not decide how it goes.
    """

    code: str
    name: str
    title: str
    unit: Unit
    polarity: Polarity
    agency: str
    board: str
    part: str = ""
    part_of: str = ""
    sum_of: tuple[str, ...] = ()
    group: str = ""
    noun: str = ""
    restricted: bool = False
    frequency: Frequency = Frequency.QUARTERLY
    numerator: str = ""
    denominator: str = ""
    plausible_low: Decimal | None = None
    plausible_high: Decimal | None = None
    definition: str = ""
    note: str = ""
    basis: Basis = Basis.PERIOD
    seasonal: bool = False
    tolerance: Decimal | None = None
    profile: Profile = EQUAL
    outside_control: bool = False

    @property
    def adds_up(self) -> bool:
        """Whether its figures of several periods can be summed."""
        return self.unit in (Unit.COUNT, Unit.MONEY) and self.basis is Basis.PERIOD

    def asked_in(self, quarter: Quarter) -> bool:
        """Whether the return of that quarter must answer it; yearly figures come with Q4."""
        if self.sum_of:
            return False
        return self.frequency is Frequency.QUARTERLY or quarter.number == 4


class TargetKind(Enum):
    """How a target's number is meant."""

    LEVEL = "level"
    RELATIVE_CHANGE = "relative_change"
    POINTS_CHANGE = "points_change"
    COUNT = "count"
    RANK = "rank"
    SHARE_OF_BASE = "share_of_base"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A numeric promise of the plan.

    Attributes:
        indicators: the indicators it is set for; a basket names its own code.
        text: the plan's own words.
        direction: at_least, at_most, increase or decrease.
        value: per cent, points, a count or a rank, by `kind`.
        base: the fixed number a share is taken of.
        per: `year` where it is meant every year.
        baseline, deadline: as the plan names them; None where it names none.
    """

    id: str
    priority: str
    indicators: tuple[str, ...]
    text: str
    kind: TargetKind
    direction: str
    value: Decimal
    base: Decimal | None = None
    per: str = ""
    baseline: DateRange | None = None
    deadline: DateRange | None = None

    @property
    def at_most(self) -> bool:
        """Whether its number is not to be passed; else it is to be reached."""
        return self.direction in ("at_most", "decrease")


@dataclass(frozen=True)
class PublishedValue:
    """One number in a printed cell, with the decimals it was printed with."""

    name: str
    period: str
    value: Decimal
    places: int


@dataclass(frozen=True)
class PublishedCell:
    """A cell of a performance table exactly as printed, beside its numbers as data.

    Attributes:
        column: 2011/12, 2012/13, 2013/14 (October to September), difference or direction.
        period: the period the cell itself covers; a change names two, `later against earlier`.
    """

    indicator: str
    column: str
    period: str
    text: str
    absence: str
    values: tuple[PublishedValue, ...] = ()


@dataclass(frozen=True)
class PublishedChange:
    """A printed change of the borough table: the text, and its count and per cent."""

    heading: str
    later: DateRange
    earlier: DateRange
    area: str
    text: str
    count: Decimal
    percent: Decimal
    places: int


@dataclass(frozen=True)
class Fact:
    """A number the plan states outside its performance tables.

    Attributes:
        topic: task_force, consultation or statement.
        value: None where the plan names the item without a number.
    """

    topic: str
    item: str
    value: Decimal | None
    unit: str
    text: str


@dataclass(frozen=True)
class Section:
    """A piece of the plan's prose under its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Population:
    """How many people live in an area on a day, and who says so."""

    area: str
    day: date
    people: int
    source: str
    obtained: date | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A partnership's whole plan, as its folder holds it.

    Attributes:
        folder: where it was read from; empty for the one that comes with the program.
    """

    id: str
    title: str
    partnership: str
    short_name: str
    area: str
    neighbours: tuple[str, ...]
    first_day: date
    last_day: date
    first_return: Quarter
    return_due_days: int
    source: str
    folder: str = ""
    agencies: tuple[Agency, ...] = ()
    boards: tuple[Board, ...] = ()
    priorities: tuple[Priority, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    published: tuple[PublishedCell, ...] = ()
    published_changes: tuple[PublishedChange, ...] = ()
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = field(default=(), repr=False)

    @cached_property
    def _boards(self) -> dict[str, Board]:
        return {board.code: board for board in self.boards}

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    def board(self, code: str) -> Board:
        """The board with this code, in whatever case it was typed.

        Raises:
            NotFoundError: there is none; the message lists the codes there are.
        """
        found = self._boards.get(code.strip().upper())
        if found is None:
            raise NotFoundError(
                f"There is no board “{code}” in this plan. The boards are "
                f"{', '.join(self._boards)}."
            )
        return found

    def indicator(self, code: str) -> Indicator:
        """The indicator with this code.

        Raises:
            NotFoundError: there is none.
        """
        wanted = code.strip()
        found = self._indicators.get(wanted) or next(
            (one for one in self.indicators if one.code.lower() == wanted.lower()), None
        )
        if found is None:
            raise NotFoundError(
                f"There is no indicator “{code}” in this plan. "
                "“csp-desktop plan show” lists them with their codes."
            )
        return found

    def indicators_of(self, board: str) -> tuple[Indicator, ...]:
        """What the board reports, in the plan's order, worked-out sums left out."""
        return tuple(one for one in self.indicators if one.board == board and not one.sum_of)

    def priorities_of(self, indicator: str) -> tuple[str, ...]:
        """The priorities an indicator serves: its own letter's first, then by their measures."""
        served = [
            priority.code
            for priority in self.priorities
            if indicator_letter(indicator) == priority.code or _measures(priority, indicator)
        ]
        return tuple(sorted(served, key=lambda code: code != indicator_letter(indicator)))

    def quarters_owed(self) -> tuple[Quarter, ...]:
        """The quarters this edition of the plan asks returns for, in order."""
        quarters = [self.first_return]
        while quarters[-1].range.last < self.last_day:
            quarters.append(quarters[-1].plus(1))
        return tuple(quarters)

    def check_owed(self, quarter: Quarter) -> None:
        """Refuse a quarter that lies outside the plan.

        Raises:
            NotFoundError: the plan asks no return for it.
        """
        owed = self.quarters_owed()
        if quarter not in owed:
            raise NotFoundError(
                f"The plan asks no return for {quarter}: it asks for {owed[0]} to {owed[-1]}."
            )


def indicator_letter(code: str) -> str:
    """The priority an indicator's code begins with: `H` of `H2`, `CC1` of `CC1-1a`."""
    if "-" in code:
        return code.split("-", 1)[0]
    return code.rstrip("abcdefgh").rstrip("0123456789")


def _measures(priority: Priority, indicator: str) -> bool:
    return any(
        indicator in indicators
        for measure in priority.measures
        for indicators in (measure.indicators, *(part.indicators for part in measure.parts))
    )
