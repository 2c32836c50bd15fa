"""The tour: the real window driven through the quarter on a throw-away database, with pictures.

It types what an officer would type. The figures it enters are made up for the pictures, and live
and die with the database.
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from csp_desktop.core.errors import StorageError
from csp_desktop.core.line_reading import read_line
from csp_desktop.services import Services
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.session import Session
from csp_desktop.ui.application import dressed_application, has_screen, remark_of_qt
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.main_window import HOME, IMPORT, MainWindow
from csp_desktop.ui.theme import Scheme
from csp_desktop.ui.tour_hands import (
    Album,
    focused,
    opened_window,
    press_with_control,
    type_cell,
    wait_while,
)
from csp_desktop.ui.tour_meeting import in_large_type, in_the_dark, meeting
from csp_desktop.ui.tour_review import review
from csp_desktop.ui.widgets.decision import Decision

_WHEN = datetime(2015, 7, 14, 14, 32, tzinfo=UTC)
_KEY = Qt.Key
_TYPED = ("287", "8", "203", "44", "3", "33", "0", "5")


class _Chosen(Dialogs):
    """Takes every file under the name that is proposed, and means what it asks for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save_workbook(self, parent: QWidget, title: str, name: str) -> Path | None:
        return self._folder / name

    def save_document(self, parent: QWidget, title: str, name: str) -> Path | None:
        return self._folder / name

    def issue_pack(self, parent: QWidget, question: str, consequence: str) -> bool:
        return True


def tour(
    folder: Path,
    start: Callable[[Path, Session], object],
    services: Callable[[Path, Session], AbstractContextManager[Services]],
) -> list[dict[str, str]]:
    """Drive the window through the quarter; leave numbered pictures, a return and a pack.

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
    album = Album(folder)
    with tempfile.TemporaryDirectory() as throw_away:
        database, theirs = Path(throw_away) / "tour.db", Path(throw_away) / "officer.db"
        start(database, session)
        start(theirs, session)
        with services(theirs, Session("Officer", session.now)) as officer:
            _send(officer, folder / "inbox")
        with services(database, session) as opened:
            _drive(opened, album)
    return album.steps


def _drive(services: Services, album: Album) -> None:
    qInstallMessageHandler(remark_of_qt)
    _, theme = dressed_application(Scheme.LIGHT)
    dialogs = _Chosen(album.folder)
    with opened_window(services, theme, dialogs) as window:
        _home_and_entry(services, window, album)
        _imports(window, album)
        review(services, window, album)
        meeting(services, window, album)
        in_the_dark(window, theme, album)
    in_large_type(services, theme, dialogs, album)


def _home_and_entry(services: Services, window: MainWindow, album: Album) -> None:
    quarter = services.returns.open_quarter()
    album.take(window, "Home at the start of the quarter")
    window.open_return("NPFHF", quarter)
    album.take(window, "A return before anything is entered")
    for text in _TYPED:
        type_cell(text)
    album.take(window, "Figures typed down the column")
    _choose_indicator_row(window, "F2")
    type_cell("78/287")
    _choose_indicator_row(window, "F4")
    type_cell("NYA")
    _choose_indicator_row(window, "F2")
    album.take(window, "A percentage with its parts beside it")
    _choose_indicator_row(window, "F5")
    type_cell("about 200")
    album.take(window, "Text that is no figure stays and is explained")
    type_cell("239")
    _paste(window, album)
    _update_actions(window, album)
    window.open_return("TTCG", quarter)
    album.take(window, "The longest return with ten years of history behind it")
    _choose_indicator_row(window, "H3")
    type_cell("612")
    _choose_indicator_row(window, "H3")
    album.take(window, "A figure far from its history is queried and wants a note")
    press_with_control(_KEY.Key_L)
    album.take(window, "Every column of the return workbook")
    press_with_control(_KEY.Key_L)
    window.open_return("YOT_MB", quarter)
    album.take(window, "A return for the youth offending board")
    _hand_in(services, window, album)
    window.open_page(HOME)
    album.take(window, "Home after entry")


def _paste(window: MainWindow, album: Album) -> None:
    """A block as a spreadsheet puts it on the clipboard, with one cell that is no figure."""
    _choose_indicator_row(window, "F7")
    QApplication.clipboard().setText("7\r\nseveral\r\n")
    press_with_control(_KEY.Key_V)
    album.take(window, "A block pasted from a spreadsheet")
    press_with_control(_KEY.Key_Z)


def _update_actions(window: MainWindow, album: Album) -> None:
    press_with_control(_KEY.Key_2)
    QTest.keyClick(focused(), _KEY.Key_Return)
    for _ in range(2):
        QTest.keyClick(focused(), _KEY.Key_Down)
    for text in ("40", "Both partners met as planned.", "The agreement is signed."):
        QTest.keyClick(focused(), _KEY.Key_Tab)
        QTest.keyClicks(focused(), text)
    QTest.keyClick(focused(), _KEY.Key_Tab)
    album.take(window, "An action updated")
    press_with_control(_KEY.Key_1)


def _hand_in(services: Services, window: MainWindow, album: Album) -> None:
    """Check, submit, and what it looks like when the team sends it back."""
    quarter = services.returns.open_quarter()
    window.open_return("NPFHF", quarter)
    press_with_control(_KEY.Key_3)
    QTest.keyClicks(focused(), "The Hate Incidents Panel has met every month.")
    album.take(window, "The summary the chair gives")
    press_with_control(_KEY.Key_4)
    album.take(window, "Check your return lists what is left to do")
    _complete(services, window)
    album.take(window, "Nothing stands in the way any more")
    while not isinstance(focused(), QPushButton):
        QTest.keyClick(focused(), _KEY.Key_F6)
    album.take(window, "The answers once more, and Submit at the end")
    QTest.keyClick(focused(), _KEY.Key_Return)
    press_with_control(_KEY.Key_1)
    album.take(window, "Submitted and locked")
    services.review.send_back("NPFHF", quarter, {"F2": "Which operation does this count?"})
    window.returns.take_notice(Changes.of(Kind.RETURNS, Kind.FIGURES))
    _choose_indicator_row(window, "F2")
    album.take(window, "Sent back with the reason beside its cell")


def _send(services: Services, inbox: Path) -> None:
    """What officers with a program of their own have sent: two returns."""
    quarter = services.returns.open_quarter()
    for board, code, value in (("NPFHF", "F1", 301), ("TMG", "F3", 78)):
        line = next(
            one
            for one in services.returns.sheet(board, quarter).figures
            if one.indicator.code == code
        )
        text = f"{value}% of 1,171" if line.indicator.unit.is_percentage else str(value)
        read = read_line(line.indicator, line.figure, {"number": text})
        services.entry.enter_figure(read.figure)
        name = f"{board} {str(quarter).replace('/', '-')} return.xlsx"
        services.exchange.export_return(board, quarter, inbox / name)


def _imports(window: MainWindow, album: Album) -> None:
    """Look at what came in: one file is ready, one holds a conflict that a person decides."""
    window.open_page(IMPORT)
    album.take(window, "Import before a file is chosen")
    window.imports.read([album.folder / "inbox"])
    wait_while(lambda: window.imports.is_busy)
    album.take(window, "A conflict is decided by a person")
    decision = window.imports.findChildren(Decision)[0]
    decision.findChildren(QPushButton)[1].click()
    press_with_control(_KEY.Key_Return)
    wait_while(lambda: window.imports.is_busy)
    album.take(window, "Imported and still to be taken back")


def _complete(services: Services, window: MainWindow) -> None:
    """Answer what is left: a reason for every blank, a status for every action."""
    give = next(
        one for one in window.findChildren(QPushButton) if one.text().startswith("Give every")
    )
    give.click()
    sheet = services.returns.sheet("NPFHF", services.returns.open_quarter())
    press_with_control(_KEY.Key_2)
    for line in sheet.actions:
        if not line.update.entered:
            window.returns.show_line(line.action.code, "status")
            for _ in range(2):
                QTest.keyClick(focused(), _KEY.Key_Down)
    press_with_control(_KEY.Key_4)


def _choose_indicator_row(window: MainWindow, code: str) -> None:
    window.returns.show_line(code)
