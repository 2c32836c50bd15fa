"""Charts stay readable for people who do not see all colours, and on paper printed without them.

What stands for different things differs in more than its ink, or is named where it ends; and every
ink that carries a figure stands out from what lies beside it, in the picture as it is painted.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from csp_desktop.core.plan import Plan
from csp_desktop.services import Services
from csp_desktop.ui.charts.drawing import Dot, Line, Shape
from csp_desktop.ui.charts.frame import Frame
from csp_desktop.ui.charts.painting import ink_of, paint_chart
from csp_desktop.ui.charts.smalls import key_of
from csp_desktop.ui.theme import Theme, contrast
from tests.ui.charts.every_mode import MODES, Shown, shown
from tests.ui.charts.figures import smalls
from tests.ui.test_colour_blindness import SEEN, simulated

APART = 0.4  # px that two widths of a pen must differ by to be told apart
SCALE = 3  # pixels a point, so that the thinnest line has a middle without smoothed edges
SIZES = {"multiples": QSizeF(320, 200)}
LEAST = 3.0
CROSSED = 0.9


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return request.param


# What it looks like, apart from its ink


def test_lines_of_one_chart_differ_in_dash_or_width_or_are_named_at_their_end(
    mode: str, plan: Plan, library: Services
) -> None:
    for one in shown(mode, plan, library):
        looks = {(line.ink, tuple(line.dash), line.width): line for line in one.drawing.lines}
        for first, second in combinations(looks.values(), 2):
            if not look_apart(first, second):
                assert named_at_end(first, one), first
                assert named_at_end(second, one), second


def look_apart(first: Line, second: Line) -> bool:
    differing = tuple(first.dash) != tuple(second.dash)
    return differing or abs(first.width - second.width) >= APART


def named_at_end(line: Line, one: Shown) -> bool:
    if line.name:
        return True
    alike = [other for other in one.drawing.lines if other.name and not look_apart(other, line)]
    samples = [name.sample for name in one.drawing.names if name.sample is not None]
    return any(other.ink == line.ink for other in (*alike, *samples))


def test_samples_of_the_key_below_small_charts_all_look_different(plan: Plan) -> None:
    entries = key_of(smalls(plan))
    lines = [sample for _, sample in entries if isinstance(sample, Line)]
    assert len(lines) >= 5
    assert all(look_apart(*pair) for pair in combinations(lines, 2))
    marks = [(one.shape, one.hollow) for _, one in entries if isinstance(one, Dot)]
    assert len(marks) >= 4
    assert len(set(marks)) == len(marks)


def test_points_of_different_meaning_differ_in_shape(
    mode: str, plan: Plan, library: Services
) -> None:
    for one in shown(mode, plan, library):
        inks: dict[tuple[Shape, bool], set[str]] = {}
        for dot in one.drawing.dots:
            # The forecast stands after the last figure, on the whisker of its interval.
            if dot.counted and not dot.name:
                inks.setdefault((dot.shape, dot.hollow), set()).add(dot.ink)
        assert all(len(same) == 1 for same in inks.values()), inks
        whiskers = {whisker.x for whisker in one.drawing.whiskers}
        assert all(dot.x in whiskers for dot in one.drawing.dots if not dot.counted)


# As it is painted


@pytest.mark.parametrize("kind", SEEN)
def test_every_line_point_and_column_stands_out_from_what_lies_beside_it(
    mode: str, kind: str, plan: Plan, library: Services, schemes: Theme
) -> None:
    for one in shown(mode, plan, library):
        frame = Frame(one.drawing, schemes, SIZES.get(mode, QSizeF(720, 460)))
        image = painted(frame)
        for line in one.drawing.lines:
            seen = [beside(image, at, rgb(frame, line.ink)) for at in along(frame, line)]
            found = [inked for inked in seen if inked]
            # Gaps between dashes, and points and other lines on top, hide some of it.
            assert len(found) >= shown_share(line) * len(seen), line
            apart = [far_apart(ink, ground, kind) for ink, ground in found]
            # Where something else crosses it, it is lost for a moment.
            assert sum(apart) >= CROSSED * len(apart), line
        for dot in one.drawing.dots:
            assert stands_out(image, frame, dot, kind), dot


def painted(frame: Frame) -> QImage:
    image = QImage((frame.size * SCALE).toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    paint_chart(painter, frame)
    painter.end()
    return image


def rgb(frame: Frame, ink: str) -> int:
    return ink_of(frame.palette, ink).rgb()


def along(frame: Frame, line: Line) -> Iterator[QPointF]:
    """Places on a line, a pixel and a bit apart, a little away from the ends of its pieces."""
    ends = [QPointF(frame.x(x), frame.y(y)) for x, y in zip(line.xs, line.ys, strict=True)]
    for first, last in pairwise(ends):
        many = max(20, round((last - first).manhattanLength() / 1.3))
        for step in range(many // 10, many - many // 10):
            yield first + (last - first) * (step / many)


def shown_share(line: Line) -> float:
    """How much of a line must be seen: half of what its dashes draw."""
    if not line.dash:
        return 0.5
    return 0.5 * sum(line.dash[::2]) / sum(line.dash)


def beside(image: QImage, at: QPointF, ink: int) -> tuple[int, int] | None:
    """The ink at a place with the nearest ground above or below; None where it is not seen.

    The ground is the pixel within a few points that differs most: an edge on one side is enough.
    """
    x, middle = round(at.x() * SCALE), round(at.y() * SCALE)
    near = [y for y in range(middle - 1, middle + 2) if pixel(image, x, y) == ink]
    if not near:
        return None
    reach = range(1, 3 * SCALE + 1)
    grounds = {pixel(image, x, near[0] + side * away) for away in reach for side in (-1, 1)}
    return ink, max(grounds - {None}, key=lambda one: contrast(name(ink), name(one)))


def pixel(image: QImage, x: int, y: int) -> int | None:
    return image.pixel(x, y) if image.valid(x, y) else None


def stands_out(image: QImage, frame: Frame, dot: Dot, kind: str) -> bool:
    """Whether the ink of a point, or of its column, is painted at it and stands out there."""
    ink, ground = rgb(frame, dot.ink), frame.palette.color("surface").rgb()
    marked = not frame.drawing.columns or dot.shape is not Shape.DOT
    if not marked:
        ink = rgb(frame, "series")
    x, y = round(frame.x(dot.x) * SCALE), round(frame.y(dot.y) * SCALE)
    reach = 7 * SCALE
    places = ((x + right, y + down) for right in range(-reach, reach) for down in range(-3, reach))
    return far_apart(ink, ground, kind) and any(pixel(image, *one) == ink for one in places)


@cache
def name(pixel: int) -> str:
    return QColor(pixel).name().upper()


@cache
def far_apart(ink: int, ground: int, kind: str) -> bool:
    return contrast(simulated(name(ink), kind), simulated(name(ground), kind)) >= LEAST


def test_every_borough_stands_out_as_a_line_however_many_there_are(
    plan: Plan, library: Services
) -> None:
    [one] = shown("neighbours", plan, library)
    looks = {(line.ink, tuple(line.dash)) for line in one.drawing.lines}
    assert len(looks) == len(one.drawing.lines) == 8
    for ink, _ in looks:
        for kind in SEEN:
            assert contrast(simulated(ink, kind), "#FFFFFF") >= LEAST, (ink, kind)
