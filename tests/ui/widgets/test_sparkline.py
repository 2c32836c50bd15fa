from fractions import Fraction

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from csp_desktop.ui.theme import LIGHT
from csp_desktop.ui.widgets.sparkline import HEIGHT, WIDTH, Sparkline, paint_sparkline, places
from tests.ui.hands import colours

BOX = QRectF(0, 0, WIDTH, HEIGHT)


def line(*values: int | None, level: int | None = None, provisional: bool = False) -> Sparkline:
    exact = tuple(None if one is None else Fraction(one) for one in values)
    return Sparkline(exact, None if level is None else Fraction(level), provisional)


def painted(drawn: Sparkline) -> QImage:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(LIGHT.color("surface"))
    painter = QPainter(image)
    paint_sparkline(painter, BOX, drawn, LIGHT)
    painter.end()
    return image


def test_the_lowest_value_lies_at_the_foot_and_the_last_at_the_right() -> None:
    low, high = places(line(1, 3), BOX)
    assert low is not None
    assert high is not None
    assert (low.x(), low.y()) == (BOX.left(), BOX.bottom())
    assert (high.x(), high.y()) == (BOX.right(), BOX.top())


def test_the_target_has_room_beside_the_values() -> None:
    first, _ = places(line(1, 3, level=-1), BOX)
    assert first is not None
    assert first.y() == BOX.center().y()


def test_a_series_that_does_not_move_lies_at_mid_height() -> None:
    assert {one.y() for one in places(line(5, 5, 5), BOX) if one} == {BOX.center().y()}


def test_a_gap_stays_a_gap() -> None:
    assert places(line(1, None, 3), BOX)[1] is None
    assert painted(line(1, None, 3)) != painted(line(1, 2, 3))


def test_one_value_alone_is_a_point() -> None:
    assert LIGHT.series.upper() in colours(painted(line(7)))


def test_a_value_that_may_still_change_is_hollow() -> None:
    assert painted(line(1, 2, provisional=True)) != painted(line(1, 2))


def test_the_target_is_drawn_only_where_one_is_asked() -> None:
    assert painted(line(1, 3, level=2)) != painted(line(1, 3))
