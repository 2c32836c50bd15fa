"""Small charts side by side: where they and their key stand, and how they are gone through."""

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtWidgets import QApplication, QWidget

from csp_desktop.core.plan import Plan
from csp_desktop.ui.charts.multiples import Multiples
from csp_desktop.ui.charts.smalls_painting import laid_out
from csp_desktop.ui.theme import Scheme, Theme
from tests.ui.charts.figures import smalls
from tests.ui.hands import heard, press


@pytest.fixture
def multiples(theme: Theme, show) -> Multiples:
    window = QWidget()
    window.resize(700, 500)
    multiples = Multiples(theme, window)
    multiples.resize(660, 440)
    show(window)
    return multiples


@pytest.mark.parametrize(
    ("width", "many", "scale"), [(660, 7, 1.0), (300, 3, 1.0), (932, 12, 1.0), (900, 5, 2.0)]
)
def test_charts_and_key_stand_side_by_side_and_never_on_one_another(
    qapp: QApplication, theme: Theme, plan: Plan, width: int, many: int, scale: float
) -> None:
    theme.apply(qapp, Scheme.LIGHT, scale)
    several = smalls(plan, many)
    least = laid_out(several, theme, QSizeF(width, 10)).least_height
    for height in (least, least + 120):
        placed = laid_out(several, theme, QSizeF(width, height))
        words = [place for _, _, place in placed.key]
        assert len(placed.places) == many
        assert len(words) >= 8
        whole = QRectF(0, 0, width, height).adjusted(-0.01, -0.01, 0.01, 0.01)
        for one in (*placed.places, *words):
            assert whole.contains(one)
        for one, other in combinations((*placed.places, *words), 2):
            assert not one.intersects(other)


def test_every_mark_of_the_charts_stands_in_the_key_and_no_other(
    multiples: Multiples, plan: Plan
) -> None:
    multiples.show_charts(smalls(plan))
    assert multiples.key == [
        "latest figure",
        "improvement",
        "concern",
        "provisional",
        "forecast",
        "limits",
        "mean",
        "target",
        "original target",
        "baseline",
        "new phase",
        "no figure",
    ]
    multiples.show_charts(smalls(plan, 3)[2:])
    assert multiples.key == ["latest figure", "forecast", "limits", "mean"]


def test_the_arrows_go_from_chart_to_chart_and_enter_opens_one(
    multiples: Multiples, plan: Plan
) -> None:
    multiples.show_charts(smalls(plan, 7))
    told, opened = heard(multiples.read_out), heard(multiples.opened)
    multiples.setFocus()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    columns = sum(one.top() == 0 for one in multiples.places())
    assert columns == 3
    assert opened == [f"H{1 + columns}"]
    assert told[-1].startswith(f"H{1 + columns} Theft: ")
