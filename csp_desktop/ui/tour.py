"""The tour: the real window driven through the quarter on a throw-away database, with pictures.

It types what an officer would type. The figures it enters are made up for the pictures, and live
and die with the database.
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from csp_desktop.core.errors import StorageError
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.ui.application import dressed_application, has_screen, remark_of_qt
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.main_window import HOME, RETURNS, TRENDS, MainWindow
from csp_desktop.ui.theme import Scheme, Theme

_WHEN = datetime(2015, 7, 14, 14, 32, tzinfo=UTC)
_WIDTH, _HEIGHT = 1366, 768
_KEY = Qt.Key
_TYPED = ("287", "8", "203", "44", "3", "33", "0", "5")


@dataclass
class _Album:
    """The pictures taken so far."""

    folder: Path
    steps: list[dict[str, str]] = field(default_factory=list)

    def take(self, window: QWidget, step: str) -> None:
        """Let the window settle, then keep what it shows under the step's number and words."""
        for _ in range(3):
            QApplication.processEvents()
        words = "".join(one if one.isalnum() else "_" for one in step.lower())
        picture = self.folder / f"{len(self.steps) + 1:02d}_{words}.png"
        if not window.grab().save(str(picture)):
            raise StorageError(f"{picture} cannot be written. Choose another folder.")
        self.steps.append({"step": step, "picture": str(picture)})


def tour(
    folder: Path,
    start: Callable[[Path, Session], object],
    services: Callable[[Path, Session], AbstractContextManager[Services]],
) -> list[dict[str, str]]:
    """Drive the window through the quarter and leave numbered pictures and a return workbook.

    Args:
        folder: where they go; made if need be.
        start: creates a database with the built-in plan.
        services: opens it.

    Returns:
        What was done, each step with its picture.

    Raises:
        StorageError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder} cannot be made: {error.strerror}.") from error
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    session = Session("Lead officer", now=lambda: _WHEN)
    album = _Album(folder)
    with tempfile.TemporaryDirectory() as throw_away:
        database = Path(throw_away) / "tour.db"
        start(database, session)
        with services(database, session) as opened:
            _drive(opened, album)
    return album.steps


def _drive(services: Services, album: _Album) -> None:
    qInstallMessageHandler(remark_of_qt)
    _, theme = dressed_application(Scheme.LIGHT)
    window = MainWindow(services, theme, Dialogs())
    window.resize(_WIDTH, _HEIGHT)
    window.show()
    QTest.qWaitForWindowExposed(window)
    window.activateWindow()
    try:
        _home_and_entry(services, window, album)
        _trends(window, album)
        _dark(window, theme, album)
    finally:
        window.close()
        window.deleteLater()
        # No event loop runs here that would delete it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _home_and_entry(services: Services, window: MainWindow, album: _Album) -> None:
    quarter = services.returns.open_quarter()
    album.take(window, "Home at the start of the quarter")
    window.open_return("NPFHF", quarter)
    album.take(window, "A return before anything is entered")
    for text in _TYPED:
        _type(text)
    album.take(window, "Figures typed down the column")
    _choose_indicator_row(window, "F2")
    _type("78/287")
    _choose_indicator_row(window, "F4")
    _type("NYA")
    _choose_indicator_row(window, "F2")
    album.take(window, "A percentage with its parts beside it")
    _choose_indicator_row(window, "F5")
    _type("about 200")
    album.take(window, "Text that is no figure stays and is explained")
    _choose_indicator_row(window, "F5")
    _type("239")
    _update_actions(window, album)
    window.returns.export_to(album.folder / f"NPFHF {str(quarter).replace('/', '-')} return.xlsx")
    window.open_return("TTCG", quarter)
    album.take(window, "The longest return with ten years of history behind it")
    window.open_return("YOT_MB", quarter)
    album.take(window, "A return for the youth offending board")
    window.open_page(HOME)
    album.take(window, "Home after entry")


def _update_actions(window: MainWindow, album: _Album) -> None:
    QTest.keyClick(window, _KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(_focused(), _KEY.Key_Return)
    for _ in range(2):
        QTest.keyClick(_focused(), _KEY.Key_Down)
    QTest.keyClick(_focused(), _KEY.Key_Tab)
    QTest.keyClicks(_focused(), "The panel met twice and agreed its thresholds.")
    QTest.keyClick(_focused(), _KEY.Key_Tab)
    album.take(window, "An action updated")
    QTest.keyClick(window, _KEY.Key_1, Qt.KeyboardModifier.ControlModifier)


def _trends(window: MainWindow, album: _Album) -> None:
    window.open_page(TRENDS)
    for code, step in (
        ("H3", "A trend with its baseline and target"),
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


def _dark(window: MainWindow, theme: Theme, album: _Album) -> None:
    theme.set_scheme(Scheme.DARK)
    album.take(window, "The trend in the dark")
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
        QTest.keyClicks(_focused(), "board")
        album.take(popup, "Choosing a board by typing")
        QTest.keyClick(popup, _KEY.Key_Escape)


def _choose_indicator_row(window: MainWindow, code: str) -> None:
    window.returns.show_indicator(code)


def _type(text: str) -> None:
    """Type into the current cell; Enter stores it and goes down."""
    for character in text:
        QTest.keyClicks(_focused(), character)
    QTest.keyClick(_focused(), _KEY.Key_Return)
    # A cell is stored after its Enter has been handled, as it is for a person.
    QApplication.processEvents()


def _focused() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None, "something in the window has the keyboard"
    return focused
