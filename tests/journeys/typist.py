"""Types figures into the real window for ever, and says each one that shows as saved.

A program of its own, so that a test can kill it: `python -m tests.journeys.typist DATABASE SEED`.
"""

import os
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from csp_desktop import bootstrap, paths
from csp_desktop.core.periods import Quarter
from csp_desktop.services.session import Session
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.main_window import RETURNS, MainWindow
from csp_desktop.ui.theme import Theme

BOARD, QUARTER = "TTCG", Quarter(2015, 1)
TYPIST = Session("Typist", lambda: datetime(2015, 7, 14, 12, tzinfo=UTC))


def main() -> None:
    """Type until killed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    chance = random.Random(int(sys.argv[2]))
    app = QApplication([])
    with bootstrap.services(Path(sys.argv[1]), TYPIST) as services:
        window = MainWindow(services, Theme(paths.RESOURCES), Dialogs())
        window.setUpdatesEnabled(False)
        window.open_return(BOARD, QUARTER)
        window.open_page(RETURNS)
        window.show()
        window.activateWindow()
        app.processEvents()
        counts = [
            line.indicator.code
            for line in services.returns.sheet(BOARD, QUARTER).figures
            if line.indicator.unit.value == "count"
        ]
        print("ready", flush=True)
        while True:
            code, number = chance.choice(counts), chance.randrange(10_000)
            window.returns.show_line(code)
            for character in str(number):
                QTest.keyClicks(_focused(), character)
            QTest.keyClick(_focused(), Qt.Key.Key_Return)
            app.processEvents()
            if _shows_saved(window):
                print(code, number, flush=True)


def _shows_saved(window: MainWindow) -> bool:
    return any(label.text().startswith("Saved ") for label in window.findChildren(QLabel))


def _focused() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


if __name__ == "__main__":
    main()
