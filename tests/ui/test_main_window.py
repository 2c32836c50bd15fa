from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from csp_desktop.services import Services
from csp_desktop.ui.main_window import (
    AUDIT,
    DASHBOARD,
    DELIVERY,
    HOME,
    IMPORT,
    PACKS,
    PLAN,
    RETURNS,
    REVIEW,
    TRENDS,
    MainWindow,
)
from csp_desktop.ui.theme import SMALLEST_TARGET, Theme
from csp_desktop.ui.widgets.banner import Banner
from csp_desktop.ui.widgets.fields import ChoiceField, TextArea, TextField
from csp_desktop.ui.widgets.grid_view import GridView
from csp_desktop.ui.widgets.sidebar import Sidebar
from csp_desktop.ui.widgets.status_line import StatusLine
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import (
    Q1,
    Q2,
    colours,
    each_view,
    enter,
    focused,
    in_use,
    named,
    press,
    settle,
    spoken_name,
    type_in,
    words_on,
)

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def open_page(window: MainWindow) -> str:
    pages = {
        HOME: window.home,
        RETURNS: window.returns,
        REVIEW: window.review,
        DASHBOARD: window.dashboard,
        TRENDS: window.trends,
        DELIVERY: window.delivery,
        PACKS: window.packs,
        IMPORT: window.imports,
        PLAN: window.plan,
        AUDIT: window.audit,
    }
    return next(key for key, page in pages.items() if page.isVisible())


def item(window: MainWindow, name: str) -> QPushButton:
    return named(window.findChild(Sidebar), QPushButton, name)


def figure(services: Services, code: str = "F1"):
    lines = services.returns.sheet("NPFHF", Q1).figures
    return next(line.figure for line in lines if line.indicator.code == code)


def focusable(window: MainWindow) -> list[QWidget]:
    return [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def stops(window: MainWindow) -> list[QWidget]:
    """Where the Tab key stops, once round; in the grid of figures it goes from cell to cell."""
    found: list[QWidget] = []
    for _ in range(60):
        if focused() in found:
            return found
        found.append(focused())
        press(Qt.Key.Key_F6 if isinstance(focused(), GridView) else Qt.Key.Key_Tab)
    raise AssertionError("the Tab key never comes round")


# From page to page


def test_the_window_opens_on_home_with_the_keyboard_in_its_table(window: MainWindow) -> None:
    assert open_page(window) == HOME
    assert focused() is named(window.home, QTableView, "Returns")
    assert window.findChild(Sidebar).current == HOME
    assert window.windowTitle() == "Tower Hamlets CSP – Community Safety"
    assert (window.width(), window.height()) == (1366, 768)


def test_alt_and_a_number_opens_a_page(window: MainWindow) -> None:
    for key, page in (
        (Qt.Key.Key_2, RETURNS),
        (Qt.Key.Key_3, REVIEW),
        (Qt.Key.Key_4, DASHBOARD),
        (Qt.Key.Key_5, TRENDS),
        (Qt.Key.Key_6, DELIVERY),
        (Qt.Key.Key_7, PACKS),
        (Qt.Key.Key_8, IMPORT),
        (Qt.Key.Key_9, PLAN),
        (Qt.Key.Key_0, AUDIT),
        (Qt.Key.Key_1, HOME),
    ):
        press(key, ALT)
        assert open_page(window) == page
        assert window.findChild(Sidebar).current == page
        assert focused().isVisible()


def test_the_sidebar_opens_a_page_by_click_and_by_key(window: MainWindow) -> None:
    QTest.mouseClick(item(window, "Trends"), Qt.MouseButton.LeftButton)
    settle()
    assert open_page(window) == TRENDS
    item(window, "Trends").setFocus()
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert open_page(window) == DASHBOARD
    assert focused().window() is window
    assert window.dashboard.isAncestorOf(focused())


def test_enter_on_the_dashboard_opens_the_trend_of_the_indicator(window: MainWindow, qtbot) -> None:
    window.open_page(DASHBOARD)
    qtbot.waitUntil(lambda: not window.dashboard.is_busy)
    press(Qt.Key.Key_Down, times=6)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert open_page(window) == TRENDS
    assert window.trends.indicator == "G1"


def test_the_dashboard_follows_the_quarter_of_home(window: MainWindow, qtbot) -> None:
    window.open_page(DASHBOARD)
    window.open_page(HOME)
    named(window.home, QPushButton, "Next quarter").click()
    window.open_page(DASHBOARD)
    qtbot.waitUntil(lambda: not window.dashboard.is_busy)
    assert any(one.startswith("Quarter 2, July") for one in words_on(window.dashboard))


def test_enter_on_home_opens_the_return_of_the_board(window: MainWindow) -> None:
    board = window.home.findChild(QTableView).currentIndex().data()
    press(Qt.Key.Key_Return)
    assert open_page(window) == RETURNS
    assert board in words_on(window.returns)


def test_a_return_opens_for_the_quarter_home_shows(window: MainWindow) -> None:
    window.home.show_quarter(Q2)
    window.home.focus_first()
    press(Qt.Key.Key_Return)
    assert window.returns.quarter == Q2


def test_what_is_entered_on_one_page_is_seen_on_the_others(window: MainWindow) -> None:
    window.open_return("NPFHF", Q1)
    enter("287")
    press(Qt.Key.Key_5, ALT)
    window.trends.show_indicator("F1")
    assert window.trends.chart.values == [("2015/16-Q1", 287)]
    press(Qt.Key.Key_1, ALT)
    assert "13 of 236 figures and actions are entered. " in " ".join(words_on(window.home))
    assert "18 not started" not in spoken_name(window.home)


def test_what_waits_for_review_is_counted_beside_the_page(
    window: MainWindow, services: Services
) -> None:
    assert item(window, "Review").isVisible()
    services.entry.submit("CSP", Q1)
    window.open_return("NPFHF", Q1)
    enter("287")
    assert item(window, "Review, 1").isVisible()


# The line at the foot


def test_the_foot_says_when_something_was_saved(window: MainWindow, services: Services) -> None:
    window.open_return("NPFHF", Q1)
    foot = window.findChild(StatusLine)
    assert not [one for one in words_on(foot) if one.startswith("Saved")]
    enter("287")
    when = services.session.now().astimezone()
    assert f"Saved {when:%H:%M}" in words_on(foot)


def test_the_foot_names_what_the_keys_act_upon_and_which_keys_work(window: MainWindow) -> None:
    foot = window.findChild(StatusLine)
    assert any("Enter Open return" in one for one in words_on(foot))
    window.open_return("NPFHF", Q1)
    assert "F1 Hate crime (total)" in words_on(foot)
    assert any("Ctrl+D Fill down" in one for one in words_on(foot))
    press(Qt.Key.Key_5, ALT)
    assert "F1 Hate crime (total)" not in words_on(foot)
    assert any("PgUp, PgDn Other indicator" in one for one in words_on(foot))


# Nothing is lost


def test_changing_pages_stores_what_is_being_typed(window: MainWindow, services: Services) -> None:
    window.open_return("NPFHF", Q1)
    type_in("287")
    press(Qt.Key.Key_1, ALT)
    assert figure(services).value == 287
    press(Qt.Key.Key_2, ALT)
    source = named(window.returns, TextField, "Source")
    source.setFocus()
    type_in("Police")
    press(Qt.Key.Key_5, ALT)
    assert figure(services).source == "Police"


@pytest.mark.parametrize("where", ["cell", "line", "area", "part"])
def test_closing_stores_what_is_being_typed(
    window: MainWindow, services: Services, where: str
) -> None:
    window.open_return("NPFHF", Q1)
    if where == "cell":
        type_in("287")
    elif where == "part":
        window.returns.show_line("F2")
        named(window.returns, TextField, "Numerator").setFocus()
        type_in("78")
        press(Qt.Key.Key_Tab)
        type_in("287")
    else:
        kind, name = (TextField, "Source") if where == "line" else (TextArea, "Comment")
        named(window.returns, kind, name).setFocus()
        type_in("Police")
    window.close()
    found = figure(services, "F2" if where == "part" else "F1")
    stored = {"cell": found.value, "line": found.source, "area": found.comment}
    stored["part"] = (found.numerator, found.denominator)
    assert stored[where] == {"cell": 287, "part": (78, 287)}.get(where, "Police")


def test_closing_stores_what_is_being_typed_also_when_another_window_is_in_front(
    window: MainWindow, services: Services, show
) -> None:
    window.open_return("NPFHF", Q1)
    type_in("287")
    show(QLineEdit())
    assert not window.isActiveWindow()
    window.close()
    assert figure(services).value == 287


@pytest.mark.usefixtures("impatient")
def test_closing_stores_what_could_not_be_stored_before(
    window: MainWindow, services: Services, database: Path
) -> None:
    window.open_return("NPFHF", Q1)
    with in_use(database):
        enter("287")
    window.close()
    assert figure(services).value == 287


@pytest.mark.usefixtures("impatient")
def test_closing_asks_before_anything_that_was_typed_is_lost(
    window: MainWindow, services: Services, dialogs: ChosenDialogs, database: Path
) -> None:
    window.open_return("NPFHF", Q1)
    dialogs.loses = False
    with in_use(database):
        enter("287")
        window.close()
        assert dialogs.asked == [1]
        assert window.isVisible()
    window.close()
    assert dialogs.asked == [1]
    assert not window.isVisible()
    assert figure(services).value == 287


@pytest.mark.usefixtures("impatient")
def test_a_page_that_cannot_be_read_says_so_until_it_can(
    window: MainWindow, database: Path
) -> None:
    with in_use(database):
        press(Qt.Key.Key_2, ALT)
        found = [one for one in window.findChildren(Banner) if one.isVisible()]
        (banner,) = found
        assert banner.accessibleName() == (
            f"This page cannot be read now. {database} is in use by another program. "
            "Close it there and try again."
        )
        again = banner.findChild(QPushButton)
        again.click()
        assert banner.isVisible()
        assert not window.returns.isEnabled()
    again.click()
    settle()
    assert not banner.isVisible()
    assert window.returns.isEnabled()
    assert window.returns.isAncestorOf(focused())


@pytest.mark.usefixtures("impatient")
def test_opening_a_page_again_reads_it_again(window: MainWindow, database: Path) -> None:
    with in_use(database):
        press(Qt.Key.Key_2, ALT)
    press(Qt.Key.Key_2, ALT)
    assert not [one for one in window.findChildren(Banner) if one.isVisible()]
    assert focused() is named(window.returns, GridView, "Figures")


# Narrow


def test_a_narrow_window_keeps_the_icons_only(window: MainWindow) -> None:
    sidebar = window.findChild(Sidebar)
    assert sidebar.width() >= 176
    assert "Community Safety" in words_on(sidebar)
    window.resize(1099, 700)
    settle()
    assert sidebar.width() < 60
    assert words_on(sidebar) == []
    assert item(window, "Returns").toolTip() == "Returns"
    QTest.mouseClick(item(window, "Returns"), Qt.MouseButton.LeftButton)
    assert open_page(window) == RETURNS
    window.resize(1100, 700)
    settle()
    assert sidebar.width() >= 176


# For every pair of hands


def test_everything_that_takes_the_keyboard_has_a_name(
    dressed_window: MainWindow, services: Services
) -> None:
    seen = set()
    for view in each_view(dressed_window, services):
        widgets = focusable(dressed_window)
        seen.update(type(one).__name__ for one in widgets)
        nameless = [type(one).__name__ for one in widgets if not spoken_name(one).strip()]
        assert nameless == [], view
        unnamed = [one for one in widgets if isinstance(one, ChoiceField | TextField | TextArea)]
        assert all(one.accessibleName() for one in unnamed), view
    assert {"GridView", "QTableView", "TrendChart", "TextArea", "ChoiceField", "TabBar"} <= seen


def test_nothing_one_can_press_or_type_into_is_smaller_than_24_pixels(
    dressed_window: MainWindow, services: Services, schemes: Theme
) -> None:
    for view in each_view(dressed_window, services):
        targets = [one for one in focusable(dressed_window) if not isinstance(one, QLabel)]
        targets += [one for one in dressed_window.findChildren(QAbstractButton) if one.isVisible()]
        assert len(targets) >= 8
        for one in targets:
            if type(one).__name__ == "QToolButton" or one.objectName().startswith("qt_"):
                continue
            size = (one.width(), one.height())
            assert min(size) >= SMALLEST_TARGET, (view, spoken_name(one), size)


def test_the_tab_key_goes_round_every_page_and_shows_where_it_is(
    dressed_window: MainWindow, services: Services, theme: Theme
) -> None:
    dressed_window.open_return("NPFHF", Q1)
    for key, count in ((HOME, 6), (RETURNS, 11), (TRENDS, 4)):
        dressed_window.open_page(key)
        settle()
        found = stops(dressed_window)
        assert len(found) >= count, (key, [spoken_name(one) for one in found])
        for one in found:
            assert one.isVisible(), (key, spoken_name(one))
            one.setFocus()
            settle()
            around = (
                one.rect().adjusted(-4, -4, 4, 4).translated(one.mapTo(dressed_window, QPoint()))
            )
            seen = colours(dressed_window.grab(around & dressed_window.rect()).toImage())
            assert theme.palette.focus in seen, (key, spoken_name(one))
