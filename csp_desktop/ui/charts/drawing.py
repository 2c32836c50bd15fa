"""What a chart holds, apart from how it is painted: lines, points and the words that name them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise


class Shape(Enum):
    """What a point looks like; round is good, square is not, a diamond is neither."""

    DOT = "dot"
    DISC = "disc"
    SQUARE = "square"
    DIAMOND = "diamond"

    # Looked up for every point at every turn of the wheel; that of Enum is written in Python.
    __hash__ = object.__hash__


@dataclass(frozen=True)
class Line:
    """Points joined in order.

    Attributes:
        ink: a token of the palette, or a colour as `#RRGGBB`.
        dash: lengths in widths of the pen; empty for a solid line.
        name: stands at the right end, with the value; empty for a line that another one names.
    """

    xs: Sequence[float]
    ys: Sequence[float]
    ink: str
    width: float = 1.3
    dash: Sequence[float] = ()
    name: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Band:
    """A fill between two levels over a stretch of the axis."""

    first: float
    last: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Dot:
    """A point.

    Attributes:
        hollow: whether it is not yet certain.
        words: what it says; the table and the read-out say the same.
        name: stands beside it on the chart; empty for none.
        counted: whether it is a figure; a forecast is none.
    """

    x: float
    y: float
    words: str
    shape: Shape = Shape.DOT
    ink: str = "series"
    hollow: bool = False
    name: str = ""
    counted: bool = True


@dataclass(frozen=True)
class Gap:
    """A period without a number, marked on the axis."""

    x: float
    words: str


@dataclass(frozen=True)
class Flag:
    """Something that happened: a hairline, a bold fact and one line below, above the plot."""

    x: float
    fact: str
    note: str


@dataclass(frozen=True)
class Run:
    """Points that make one signal together, bracketed and named.

    Attributes:
        ys: of the points inside it.
        above: on which side of them the bracket is looked for first.
    """

    first: float
    last: float
    ys: Sequence[float]
    fact: str
    note: str
    ink: str
    above: bool


@dataclass(frozen=True)
class Whisker:
    """A value to come with the interval it is expected in."""

    x: float
    y: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Name:
    """Words at the right end of a line.

    Attributes:
        sample: a line whose piece stands before the words, where several are told apart by it.
    """

    level: float
    words: str
    ink: str
    strong: bool = False
    sample: Line | None = None


@dataclass(frozen=True)
class Stop:
    """A place of the cross line, what it is called, and what is read out there."""

    x: float
    name: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """A whole chart.

    Attributes:
        title: what stands at the left and in which unit, written level.
        brackets: stretches of the axis below with their names.
        ticks: places on the axis below with their names, where it holds numbers.
        axis: what the numbers of the axis below are.
        first, last: of the axis below.
        least_step: the least a step between two levels may be: 1 for counts.
        most: beyond which nothing can lie; None where there is no such level.
        mark_scale: of the points' size; below 1 in small multiples.
        on_white: whether it is drawn in light colours on a white panel in the dark too.
        columns: whether figures are columns from nought; signals then stand at their heads.
    """

    title: str
    first: float
    last: float
    stops: tuple[Stop, ...] = ()
    lines: tuple[Line, ...] = ()
    bands: tuple[Band, ...] = ()
    dots: tuple[Dot, ...] = ()
    gaps: tuple[Gap, ...] = ()
    flags: tuple[Flag, ...] = ()
    runs: tuple[Run, ...] = ()
    whiskers: tuple[Whisker, ...] = ()
    extra_names: tuple[Name, ...] = ()
    brackets: tuple[tuple[float, float, str], ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    axis: str = ""
    least_step: float = 0.0
    most: float | None = None
    on_white: bool = False
    mark_scale: float = 1.0
    columns: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is no number to draw."""
        return not self.dots and not any(len(line.xs) for line in self.lines)

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name at the right end, by its level."""
        own = [
            Name(line.ys[-1], line.name, line.ink, line.strong) for line in self.lines if line.name
        ]
        return tuple(sorted((*own, *self.extra_names), key=lambda one: (one.level, one.words)))

    def levels(self, first: float, last: float) -> list[float]:
        """Every value drawn over a stretch of the axis."""
        found = [one.y for one in self.dots if first <= one.x <= last]
        for line in self.lines:
            found += [y for x, y in zip(line.xs, line.ys, strict=True) if first <= x <= last]
            # A level line has two points only, and may have both outside of what is in view.
            found += [
                end
                for (left, before), (right, after) in pairwise(zip(line.xs, line.ys, strict=True))
                if left < first and right > last
                for end in (before, after)
            ]
        for band in self.bands:
            if band.first <= last and band.last >= first:
                found += [band.lower, band.upper]
        for one in self.whiskers:
            if first <= one.x <= last:
                found += [one.lower, one.upper]
        return found


def as_columns(drawing: Drawing) -> Drawing:
    """The same with a column for every figure instead of the line that joins them."""
    lines = tuple(line for line in drawing.lines if line.ink != "series")
    return replace(drawing, columns=True, lines=lines)


def runs_of(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Stretches without a gap, each value with its place: a line is never drawn across a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((at, value))
    return [run for run in runs if run]
