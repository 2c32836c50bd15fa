from PySide6.QtGui import QColor, QImage

from csp_desktop.ui.marks import ReturnState
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.state_strip import StateStrip
from tests.ui.hands import picture, spoken_name

STATES = [ReturnState.NOT_STARTED] * 3 + [ReturnState.APPROVED] + [ReturnState.IN_PROGRESS] * 2


def strip_of(theme: Theme, states: list[ReturnState], width: int = 700) -> StateStrip:
    strip = StateStrip(theme)
    strip.show_states(states)
    strip.resize(width, strip.sizeHint().height())
    return strip


def cells(image: QImage) -> int:
    """Stretches of ink across the middle of the cells, by the gaps between them."""
    ground = image.pixelColor(image.width() - 1, 0)
    columns = [
        any(image.pixelColor(x, y) != ground for y in range(1, 17)) for x in range(image.width())
    ]
    return sum(now and not before for before, now in zip([False, *columns], columns, strict=False))


def test_readers_are_told_the_counts_the_furthest_state_first(theme: Theme) -> None:
    strip = strip_of(theme, STATES)
    words = "1 approved, 2 in progress, 3 not started"
    assert spoken_name(strip) == strip.toolTip() == words


def test_there_is_a_cell_for_each_return(schemes: Theme) -> None:
    assert cells(picture(strip_of(schemes, [ReturnState.APPROVED] * 5))) == 5
    assert cells(picture(strip_of(schemes, [ReturnState.SUBMITTED] * 18))) == 18


def test_a_state_looks_different_from_another(theme: Theme) -> None:
    pictures = [picture(strip_of(theme, [state] * 4)) for state in ReturnState]
    for at, one in enumerate(pictures):
        assert all(one != other for other in pictures[at + 1 :])


def test_cells_are_grouped_by_state_in_whatever_order_they_come(theme: Theme) -> None:
    assert picture(strip_of(theme, STATES)) == picture(strip_of(theme, STATES[::-1]))


def test_nothing_to_show_paints_nothing(theme: Theme) -> None:
    strip = strip_of(theme, [])
    image = picture(strip)
    ground = QColor(image.pixelColor(0, 0))
    assert spoken_name(strip) == ""
    assert all(
        image.pixelColor(x, y) == ground
        for x in range(0, image.width(), 3)
        for y in range(image.height())
    )


def test_other_states_are_shown_and_told_when_they_change(theme: Theme) -> None:
    strip = strip_of(theme, STATES)
    before = picture(strip)
    strip.show_states([ReturnState.ISSUED])
    assert spoken_name(strip) == "1 issued"
    assert picture(strip) != before


def test_the_strip_asks_for_the_room_of_its_cells(theme: Theme) -> None:
    hint = strip_of(theme, [ReturnState.NOT_STARTED] * 18).sizeHint()
    whole = picture(strip_of(theme, [ReturnState.NOT_STARTED] * 18, width=hint.width()))
    more = picture(strip_of(theme, [ReturnState.NOT_STARTED] * 18, width=hint.width() + 100))
    assert whole == more.copy(0, 0, hint.width(), more.height())
    ground = more.pixelColor(more.width() - 1, 0)
    beyond = more.copy(hint.width(), 0, 100, more.height())
    assert all(beyond.pixelColor(x, y) == ground for x in range(100) for y in range(18))
