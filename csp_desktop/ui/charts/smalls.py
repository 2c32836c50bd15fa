"""Small charts: what each holds, on one axis below, and what their marks stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.periods import DateRange
from csp_desktop.ui.charts.control import control_drawing
from csp_desktop.ui.charts.drawing import Dot, Drawing, Gap, Line, Shape

Sample = Line | Dot | Gap | str

# By ink and dash; the small charts leave out the names at the ends of lines.
_LINES: dict[tuple[str, tuple[float, ...]], str] = {
    ("limit", (4, 3)): "limits",
    ("limit", ()): "mean",
    ("text", (5, 2.5)): "target",
    ("text", (2, 2)): "its profile",
    ("text2", (5, 2.5)): "original target",
    ("baseline", (1, 2)): "baseline",
    ("series", (1, 3)): "new phase",
}
_SHAPES = {
    Shape.DISC: "improvement",
    Shape.SQUARE: "concern",
    Shape.DIAMOND: "neither",
}
_LATEST = "latest figure"
_ORDER = (_LATEST, *_SHAPES.values(), "provisional", "forecast", *_LINES.values(), "no figure")


@dataclass(frozen=True)
class Small:
    """One of the small charts.

    Attributes:
        heading: code and name.
        latest: its latest figure in words.
        words: what it shows, in a sentence.
    """

    code: str
    heading: str
    latest: str
    words: str
    drawing: Drawing


def on_one_axis(found: Sequence[Findings]) -> list[Drawing]:
    """Small drawings of several figures over one stretch of time, where their periods are alike.

    Marks, gaps and lines stay, and the key names them; what has no room in a small chart stands in
    its sentence.
    """
    drawings = [_bare(control_drawing(one)) for one in found]
    kinds = {one.period.kind for one in found}
    if len(kinds) > 1:
        return drawings
    last = max(one.period for one in found)
    behind = [_periods_between(one.period, last) for one in found]
    spans = [one.last - one.first for one in drawings]
    longest = max(span + back for span, back in zip(spans, behind, strict=True))
    return [
        replace(one, first=one.last + back - longest, last=one.last + back)
        for one, back in zip(drawings, behind, strict=True)
    ]


def key_of(smalls: Sequence[Small]) -> list[tuple[str, Sample]]:
    """What stands for what in these charts: its words with one of its kind, in a fixed order."""
    found: dict[str, Sample] = {}
    for one in smalls:
        # The figure itself is its own sample: it stands beside the name, without a word.
        found.setdefault(_LATEST, one.latest.removesuffix(" prov."))
        for words, sample in _samples(one.drawing):
            found.setdefault(words, sample)
    return sorted(found.items(), key=lambda one: _ORDER.index(one[0]))


def line_words(line: Line) -> str:
    """What a line of a small chart stands for; empty for that of the figures, as its heading is."""
    return _LINES.get((line.ink, tuple(line.dash)), "")


def dot_words(dot: Dot) -> list[str]:
    """What a point of a small chart stands for beside its figure: nothing, or one thing or two."""
    if not dot.counted:
        return ["forecast"]
    shape = _SHAPES.get(dot.shape)
    return [*([shape] if shape else []), *(["provisional"] if dot.hollow else [])]


def _samples(drawing: Drawing) -> Iterator[tuple[str, Sample]]:
    for line in drawing.lines:
        if words := line_words(line):
            yield words, line
    for dot in drawing.dots:
        for words in dot_words(dot):
            # A provisional improvement is hollow; the key shows the plain one and the hollow one.
            plain = replace(dot, hollow=False) if words in _SHAPES.values() else dot
            hollow = (
                replace(dot, shape=Shape.DOT, ink="series") if words == "provisional" else plain
            )
            yield words, hollow
    for gap in drawing.gaps:
        yield "no figure", gap


def _bare(drawing: Drawing) -> Drawing:
    return replace(
        drawing,
        title="",
        mark_scale=0.6,
        flags=(),
        runs=(),
        extra_names=(),
        lines=tuple(replace(one, name="") for one in drawing.lines),
    )


def _periods_between(earlier: DateRange, later: DateRange) -> int:
    """How many periods of this length lie between two; to the ends of their financial years."""
    if not earlier.months:
        return 0
    ends = [
        one.last if one.quarter is None else one.quarter.year.range.last for one in (earlier, later)
    ]
    months = (ends[1].year - ends[0].year) * 12 + ends[1].month - ends[0].month
    return max(0, months // earlier.months)
