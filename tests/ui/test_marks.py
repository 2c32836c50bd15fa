import sys
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from csp_desktop.ui import marks
from csp_desktop.ui.marks import (
    Absence,
    ActionStatus,
    Assurance,
    Direction,
    Forecast,
    Mark,
    Rag,
    ReturnState,
    Sign,
    Variation,
)
from csp_desktop.ui.theme import DARK, LIGHT, Palette

KINDS = (
    Rag,
    Forecast,
    Direction,
    Variation,
    Assurance,
    ReturnState,
    ActionStatus,
    Absence,
    Sign,
)
WORDS_ONLY = (Direction.NOT_JUDGED, Absence.NOT_ENTERED)
ALL = [mark for kind in KINDS for mark in kind]
PAINTED = [mark for mark in ALL if mark not in WORDS_ONLY]
PALETTES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
SIDE = 60

# What is told apart by its word alone, because the word is the reason and the mark says "none".
SAME_SIGN = [
    {Rag.NO_TARGET, Rag.TOO_FEW, Rag.DATA_ONLY},
    {Forecast.NO_TARGET, Forecast.TOO_FEW, Forecast.DATA_ONLY},
    {Direction.BETTER_UP, Direction.AS_WANTED},
    {Absence.NOT_COLLECTED, Absence.NOT_APPLICABLE, Absence.WITHHELD},
]

pytestmark = pytest.mark.usefixtures("qapp")


def name(mark: object) -> str:
    return f"{type(mark).__name__}.{mark.name}" if isinstance(mark, Mark) else repr(mark)


def canvas(palette: Palette, ratio: float = 1.0) -> QImage:
    side = round(SIDE * ratio)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(palette.surface))
    return image


def painted(mark: Mark, palette: Palette, rect: QRectF, ratio: float = 1.0) -> QImage:
    image = canvas(palette, ratio)
    painter = QPainter(image)
    marks.paint(painter, rect, mark, palette)
    painter.end()
    return image


def touched(image: QImage, palette: Palette) -> list[tuple[int, int]]:
    pixels = image.constBits().tobytes()
    width = image.width()
    # Blue, green, red, alpha: the order of Qt's 32-bit images on the machines we run on.
    ground = bytes.fromhex(palette.surface[1:])[::-1] + b"\xff"
    return [
        (at // 4 % width, at // 4 // width)
        for at in range(0, len(pixels), 4)
        if pixels[at : at + 4] != ground
    ]


def natural_rect(mark: Mark, scale: float = 1.0) -> QRectF:
    size = marks.size(mark, scale)
    return QRectF(15, 20, size.width(), size.height())


def greys(image: QImage) -> bytes:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return grey.constBits().tobytes()


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("mark", PAINTED, ids=name)
def test_a_mark_paints_inside_its_rectangle_only(
    mark: Mark, palette: Palette, ratio: float
) -> None:
    rect = natural_rect(mark)
    points = touched(painted(mark, palette, rect, ratio), palette)
    assert points
    # Half a device pixel of smoothing may reach beyond the edge.
    inside = QRectF(
        rect.x() * ratio - 1.5,
        rect.y() * ratio - 1.5,
        rect.width() * ratio + 2,
        rect.height() * ratio + 2,
    )
    assert all(inside.contains(x, y) for x, y in points)


@pytest.mark.parametrize("mark", PAINTED, ids=name)
def test_a_mark_fills_the_rectangle_it_is_given(mark: Mark) -> None:
    small = len(touched(painted(mark, LIGHT, natural_rect(mark)), LIGHT))
    large = len(touched(painted(mark, LIGHT, natural_rect(mark, 2.0)), LIGHT))
    assert large > 2.2 * small


@pytest.mark.parametrize("mark", WORDS_ONLY, ids=name)
def test_what_is_said_in_words_only_has_no_mark(mark: Mark) -> None:
    assert marks.size(mark).isEmpty()
    assert not touched(painted(mark, LIGHT, QRectF(10, 10, 20, 20)), LIGHT)


def test_an_empty_rectangle_stays_empty() -> None:
    assert not touched(painted(Rag.RED, LIGHT, QRectF(10, 10, 0, 12)), LIGHT)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_marks_of_a_kind_differ_in_greyscale(kind: type[Mark], palette: Palette) -> None:
    rect = QRectF(10, 10, 26, 18)
    seen = [mark for mark in kind if mark not in WORDS_ONLY]
    pictures = {mark: greys(painted(mark, palette, rect, 2.0)) for mark in seen}
    for first, second in combinations(pictures, 2):
        pairs = zip(pictures[first], pictures[second], strict=True)
        differing = sum(abs(one - other) > 60 for one, other in pairs)
        alike = any({first, second} <= group for group in SAME_SIGN)
        assert (differing == 0) if alike else (differing >= 20), (first, second, differing)


@pytest.mark.parametrize("palette", PALETTES)
def test_a_forecast_is_hollow_where_now_is_filled(palette: Palette) -> None:
    for rag in (Rag.GREEN, Rag.AMBER, Rag.RED):
        filled = len(touched(painted(rag, palette, natural_rect(rag)), palette))
        forecast = painted(Forecast[rag.name], palette, natural_rect(rag), 2.0)
        assert forecast.pixelColor(2 * 21, 2 * 27) == QColor(palette.surface)
        assert filled > 40


def test_a_red_square_has_sharp_edges() -> None:
    image = painted(Rag.RED, LIGHT, QRectF(15, 20, 12, 12))
    inks = [image.pixelColor(x, 26).name().upper() for x in range(SIDE)]
    assert set(inks) == {LIGHT.surface, LIGHT.red}


def test_limits_are_lines_of_whole_pixels() -> None:
    image = painted(Variation.COMMON, LIGHT, QRectF(15, 20, 26, 18))
    column = [image.pixelColor(38, y).name().upper() for y in range(SIDE)]
    assert set(column) == {LIGHT.surface, LIGHT.limit}
    assert column.count(LIGHT.limit) == 2


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_word_stands_for_every_mark_and_its_long_form_is_its_own(kind: type[Mark]) -> None:
    assert all(mark.short and mark.long for mark in kind)
    longs = [mark.long for mark in kind]
    assert len(set(longs)) == len(longs)


@pytest.mark.parametrize("group", SAME_SIGN, ids=lambda group: min(one.name for one in group))
def test_marks_that_look_alike_have_different_words(group: set[Mark]) -> None:
    assert len({mark.short for mark in group}) == len(group)


def test_red_off_track_and_late_are_set_in_600() -> None:
    assert all(mark.semibold for mark in (Rag.RED, Forecast.RED, ActionStatus.OFF_TRACK, Sign.LATE))
    assert not Rag.AMBER.semibold


@pytest.mark.parametrize("mark", ALL, ids=name)
def test_words_have_an_ink_of_the_palette(mark: Mark) -> None:
    assert LIGHT.color(mark.ink).isValid()


@pytest.mark.parametrize("state", list(ReturnState), ids=name)
def test_a_chip_holds_its_whole_word(state: ReturnState) -> None:
    font = QFont("DejaVu Sans", 9, QFont.Weight.DemiBold)
    size = marks.chip_size(state, font)
    image = QImage(200, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    marks.paint_chip(painter, QRectF(10, 5, 180, 30), state, LIGHT, font)
    painter.end()
    points = touched(image, LIGHT)
    assert max(x for x, _ in points) == 10 + size.width() - 1
    assert max(y for _, y in points) - min(y for _, y in points) + 1 == size.height() == 20
    # The word ends before the round end of the chip begins.
    ink = LIGHT.color(state.ink)
    words = [x for x, y in points if image.pixelColor(x, y) == ink]
    assert max(words) < 10 + size.width() - 6


def progress(done: int, total: int) -> QImage:
    image = canvas(LIGHT)
    painter = QPainter(image)
    marks.paint_progress(painter, QRectF(10, 20, 40, 8), done, total, LIGHT)
    painter.end()
    return image


def filled_width(image: QImage) -> int:
    return sum(image.pixelColor(x, 24).name().upper() == LIGHT.accent for x in range(SIDE))


def test_progress_fills_from_the_left() -> None:
    widths = [filled_width(progress(done, 20)) for done in (0, 1, 5, 10, 19)]
    assert widths[0] == 0
    assert widths == sorted(set(widths))
    assert widths[3] == pytest.approx(20, abs=1)


def test_nothing_begun_and_nothing_owed_show_an_empty_bar() -> None:
    assert filled_width(progress(0, 4)) == 0
    assert filled_width(progress(0, 0)) == 0
    assert touched(progress(0, 0), LIGHT)


def test_one_thing_left_to_do_can_be_seen() -> None:
    assert filled_width(progress(999, 1000)) <= 38


def test_a_complete_bar_is_a_quiet_line() -> None:
    image = progress(15, 15)
    assert filled_width(image) == 0
    assert {y for _, y in touched(image, LIGHT)} == {23, 24}


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("size", [(21, 18), (12, 10)], ids=["cell", "key"])
def test_cells_of_the_overview_differ_in_greyscale(palette: Palette, size: tuple[int, int]) -> None:
    pictures = []
    for state in ReturnState:
        image = canvas(palette, 2.0)
        painter = QPainter(image)
        marks.paint_state_cell(painter, QRectF(10, 10, *size), state, palette)
        painter.end()
        assert all(20 <= x < 20 + 2 * size[0] for x, _ in touched(image, palette))
        pictures.append(greys(image))
    for first, second in combinations(pictures, 2):
        pairs = zip(first, second, strict=True)
        assert sum(abs(one - other) > 50 for one, other in pairs) >= 12


@pytest.mark.parametrize("palette", PALETTES)
def test_the_logo_holds_four_shapes_on_a_square(palette: Palette) -> None:
    image = canvas(palette)
    painter = QPainter(image)
    marks.paint_logo(painter, QRectF(10, 10, 28, 28), palette)
    painter.end()
    for x, y in ((19, 19), (29, 20), (19, 29), (29, 29)):
        assert image.pixelColor(x, y).name().upper() == palette.on_accent
    assert image.pixelColor(24, 12).name().upper() == palette.accent
    assert all(10 <= x < 38 and 10 <= y < 38 for x, y in touched(image, palette))


def test_a_mark_as_a_picture_has_the_size_of_the_mark() -> None:
    picture = marks.pixmap(Rag.RED, LIGHT, scale=2.0, ratio=1.5)
    assert (picture.width(), picture.height()) == (36, 36)
    assert picture.devicePixelRatio() == 1.5
    corner = picture.toImage().pixelColor(0, 0)
    assert corner.alpha() == 0


def test_painting_leaves_the_painter_as_it_was() -> None:
    image = canvas(LIGHT)
    painter = QPainter(image)
    painter.setPen(QColor(LIGHT.bad))
    for mark in ALL:
        marks.paint(painter, QRectF(10, 10, 26, 18), mark, LIGHT)
    assert painter.pen().color() == QColor(LIGHT.bad)
    assert painter.brush().style() == Qt.BrushStyle.NoBrush
    assert painter.transform().isIdentity()
    painter.end()


def test_marks_are_painted_without_a_chart_library(qapp: QApplication) -> None:
    assert "pyqtgraph" not in vars(sys.modules["csp_desktop.ui.marks"])
    assert "pyqtgraph" not in vars(sys.modules["csp_desktop.ui.glyphs"])
