"""The meeting's part of the tour: trends, the presentation, the dark, and type at 200 %."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.main_window import HOME, PACKS, RETURNS, TRENDS, MainWindow
from csp_desktop.ui.pages.presentation import Presentation
from csp_desktop.ui.pages.trends_views import Mode
from csp_desktop.ui.theme import Scheme, Theme
from csp_desktop.ui.tour_hands import HEIGHT, WIDTH, Album, focused, opened_window, wait_while
from csp_desktop.ui.tour_review import open_dashboard, open_two_themes

_KEY = Qt.Key
_LARGE = 2.0


def meeting(services: Services, window: MainWindow, album: Album) -> None:
    """What is looked at before a meeting and in it."""
    _trends(window, album)
    _present(services, window, album)
    _packs(window, album)


def in_large_type(services: Services, theme: Theme, dialogs: Dialogs, album: Album) -> None:
    """A window of its own for type at 200 %, light and dark: widgets measure when they are made."""
    app = QApplication.instance()
    assert isinstance(app, QApplication), "a window has been shown"
    theme.apply(app, Scheme.LIGHT, _LARGE)
    with opened_window(services, theme, dialogs) as window:
        open_dashboard(window)
        album.take(window, "The dashboard at twice the size of type")
        open_two_themes(window)
        album.take(window, "Its indicators at twice the size of type")
        theme.set_scheme(Scheme.DARK)
        album.take(window, "The same in the dark")
    theme.apply(app, Scheme.LIGHT)


def _trends(window: MainWindow, album: Album) -> None:
    window.open_page(TRENDS)
    for code, step in (
        ("H3", "A control chart with its limits, a shift and the target"),
        ("CC1-7", "Nine years of total notifiable offences"),
        ("F1", "The figure just entered is drawn"),
    ):
        window.trends.show_indicator(code)
        album.take(window, step)
    window.trends.show_indicator("H3")
    chart = window.trends.chart
    if chart is not None:
        chart.setFocus()
        QTest.keyClick(chart, _KEY.Key_Left)
        QTest.keyClick(chart, _KEY.Key_Left)
    album.take(window, "A figure read from the chart by keyboard")
    for mode, step in (
        (Mode.FUNNEL, "Boroughs per head in a funnel"),
        (Mode.MULTIPLES, "A theme as small multiples"),
    ):
        window.trends.show_mode(mode)
        album.take(window, step)
    window.trends.show_mode(Mode.CONTROL)


def _present(services: Services, window: MainWindow, album: Album) -> None:
    window.open_presentation(services.returns.open_quarter())
    shown = window.findChild(Presentation)
    assert shown is not None, "it has just been opened"
    shown.showNormal()
    shown.resize(WIDTH, HEIGHT)
    QTest.keyClick(shown, _KEY.Key_H)
    album.take(shown, "The presentation for the meeting room")
    QTest.keyClick(shown, _KEY.Key_C)
    QTest.keyClick(shown, _KEY.Key_PageDown)
    album.take(shown, "What the partnership is not shown is named")
    shown.close()
    window.activateWindow()


def _packs(window: MainWindow, album: Album) -> None:
    """Draft the partnership's pack, issue it, and write it as a document."""
    window.open_page(PACKS)
    album.take(window, "Packs before anybody has said for whom")
    window.packs.focus_first()
    QTest.keyClick(focused(), _KEY.Key_Right)
    QTest.keyClick(focused(), _KEY.Key_Space)
    wait_while(lambda: window.packs.is_busy)
    album.take(window, "What the next pack lacks, holds and leaves out")
    QTest.keyClick(window.packs, _KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_while(lambda: window.packs.is_busy)
    QTest.keyClick(window.packs, _KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    wait_while(lambda: window.packs.is_busy)
    album.take(window, "Issued, and frozen as it was")


def in_the_dark(window: MainWindow, theme: Theme, album: Album) -> None:
    """The same pages light on dark, then light again."""
    window.open_page(TRENDS)
    theme.set_scheme(Scheme.DARK)
    album.take(window, "The trend in the dark")
    open_dashboard(window)
    album.take(window, "The dashboard in the dark")
    window.open_page(PACKS)
    album.take(window, "Packs in the dark")
    window.open_page(RETURNS)
    window.open_return("NPFHF", Quarter(2015, 1))
    album.take(window, "A return in the dark")
    window.open_page(HOME)
    album.take(window, "Home in the dark")
    theme.set_scheme(Scheme.LIGHT)
    window.open_page(RETURNS)
    QTest.keyClick(window, _KEY.Key_B, Qt.KeyboardModifier.ControlModifier)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.move(window.mapToGlobal(QPoint(0, 0)))
        QTest.keyClicks(focused(), "board")
        album.take(popup, "Choosing a board by typing")
        QTest.keyClick(popup, _KEY.Key_Escape)
