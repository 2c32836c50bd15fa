"""Marks stay apart for people who do not see all colours, and on paper printed without them.

Simulated by Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color
Vision Deficiency (IEEE TVCG 15(6), 2009), the tables of severity 1.0, in linear RGB. Greyscale is
the relative luminance of WCAG 2.2. Charts have a test of their own beside them.
"""

from functools import cache
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from csp_desktop.ui import marks
from csp_desktop.ui.marks import ActionStatus, Assurance, Direction, Forecast, Mark, Rag, Variation
from csp_desktop.ui.theme import DARK, LIGHT, Palette, contrast

SEEN = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "greyscale": ((0.2126, 0.7152, 0.0722),) * 3,
}
PALETTES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
VISIBLE = 40  # of 255 steps of lightness between two neighbours on a screen
INKS = ("green", "amber", "red", "grey", "good", "bad", "neither", "same", "series")
# Told apart by the word alone: the bar of what has no colour, and a rise that is wanted.
ALIKE = (
    {Rag.NO_TARGET, Rag.TOO_FEW, Rag.DATA_ONLY},
    {Forecast.NO_TARGET, Forecast.TOO_FEW, Forecast.DATA_ONLY},
    {Direction.BETTER_UP, Direction.AS_WANTED},
)
# What may stand in one column.
COLUMNS = [
    pytest.param([*Rag], id="now"),
    pytest.param([*Forecast], id="forecast"),
    pytest.param([*Rag, *Forecast], id="now and forecast"),
    pytest.param([one for one in Direction if one is not Direction.NOT_JUDGED], id="direction"),
    pytest.param([*Variation], id="variation"),
    pytest.param([*Assurance], id="assurance"),
    pytest.param([*ActionStatus], id="action"),
]

pytestmark = pytest.mark.usefixtures("qapp")


@cache
def simulated(colour: str, kind: str) -> str:
    """A `#RRGGBB` colour as it is seen."""
    linear = [_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    seen = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in SEEN[kind])
    return "#" + "".join(f"{round(255 * _encoded(min(max(one, 0.0), 1.0))):02X}" for one in seen)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


@cache
def lightness(pixel: int, kind: str) -> int:
    """How light a pixel is seen, 0 to 255, without its hue."""
    seen = QColor(simulated(f"#{pixel & 0xFFFFFF:06X}", kind))
    return round(0.2126 * seen.red() + 0.7152 * seen.green() + 0.0722 * seen.blue())


def seen_as(mark: Mark, palette: Palette, kind: str) -> list[int]:
    """How light every pixel of a mark is seen, at two pixels a point."""
    image = QImage(60, 44, QImage.Format.Format_RGB32)
    image.fill(QColor(palette.surface))
    painter = QPainter(image)
    marks.paint(painter, QRectF(4, 4, 52, 36), mark, palette)
    painter.end()
    return [lightness(pixel, kind) for pixel in image.constBits().cast("I")]


def test_the_simulation_leaves_grey_alone_and_takes_red_for_green_where_it_should() -> None:
    for kind in SEEN:
        assert simulated("#808080", kind) == "#808080"
    for kind in ("protanopia", "deuteranopia"):
        red, green = (QColor(simulated(one, kind)) for one in (LIGHT.red, LIGHT.green))
        assert abs(red.hslHue() - green.hslHue()) < 30
    red, green = (QColor(simulated(one, "tritanopia")) for one in (LIGHT.red, LIGHT.green))
    assert abs(red.hslHue() - green.hslHue()) > 90


@pytest.mark.parametrize("kind", SEEN)
@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("column", COLUMNS)
def test_marks_of_a_column_differ_in_shape_or_lightness(
    column: list[Mark], palette: Palette, kind: str
) -> None:
    pictures = {one: seen_as(one, palette, kind) for one in column}
    for first, second in combinations(column, 2):
        pairs = zip(pictures[first], pictures[second], strict=True)
        differing = sum(abs(one - other) > VISIBLE for one, other in pairs)
        if any({first, second} <= group for group in ALIKE) or _both_bars(first, second):
            assert differing == 0, (first, second)
        else:
            assert differing >= 20, (first, second, differing)


def _both_bars(first: Mark, second: Mark) -> bool:
    """The bar says that there is no colour, now and at year end."""
    coloured = {"GREEN", "AMBER", "RED"}
    rags = isinstance(first, (Rag, Forecast)) and isinstance(second, (Rag, Forecast))
    return rags and first.name not in coloured and second.name not in coloured


@pytest.mark.parametrize("kind", SEEN)
@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("ink", INKS)
def test_a_mark_can_be_seen_on_its_ground(ink: str, palette: Palette, kind: str) -> None:
    ground = simulated(palette.surface, kind)
    assert contrast(simulated(getattr(palette, ink), kind), ground) >= 3
