import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from csp_desktop import bootstrap
from csp_desktop.core.errors import RefusedError
from csp_desktop.ui import application
from csp_desktop.ui.theme import LIGHT, Scheme
from tests.conftest import LEAD_OFFICER
from tests.ui.programs import Program

OPEN = """
import sys
from pathlib import Path
from csp_desktop import bootstrap, log, paths
from csp_desktop.services.session import Session
from csp_desktop.ui import application

def run(when_ready):
    log.start(paths.log_file())
    session = Session("Lead officer")
    return application.run(Path(sys.argv[1]), session, bootstrap.services, when_ready=when_ready)
"""

IMPORTS = """
from csp_desktop.ui.main_window import RETURNS, TRENDS, MainWindow
from csp_desktop.ui.dialogs.dialogs import Dialogs
from PySide6.QtWidgets import QApplication, QPushButton

def loaded():
    return [one for one in ("openpyxl", "pyqtgraph") if one in sys.modules]

def look():
    (window,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
    print("home", loaded())
    window.open_page(RETURNS)
    print("returns", loaded())
    window.open_page(TRENDS)
    print("trends", loaded())
    Dialogs.save_workbook = lambda *_: Path(sys.argv[1]).with_suffix(".xlsx")
    buttons = window.returns.findChildren(QPushButton)
    next(one for one in buttons if one.text().startswith("Export")).click()

print("ended", run(look), loaded())
"""

COPIED = """
from csp_desktop.core.periods import Quarter
from csp_desktop.ui.main_window import MainWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

def copy():
    (window,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
    window.open_return("TTCG", Quarter(2015, 1))
    QApplication.processEvents()
    for key in (Qt.Key.Key_A, Qt.Key.Key_C):
        QTest.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)
    print(QApplication.clipboard().mimeData().formats())

sys.exit(run(copy))
"""

FAULT = """
def fail():
    raise KeyError("ours")

sys.exit(run(fail))
"""


def test_quit_when_ready_prints_the_seconds_and_nothing_else(
    database: Path, tmp_path: Path
) -> None:
    words = ("-m", "csp_desktop", "--database", str(database), "--quit-when-ready")
    ended = Program(*words, home=tmp_path).wait()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert re.fullmatch(r"\d+\.\d{3}\n", ended.stdout)
    assert 0.05 < float(ended.stdout) < 100


def test_what_charts_and_workbooks_cost_is_paid_when_they_are_wanted(
    database: Path, tmp_path: Path
) -> None:
    ended = Program("-c", OPEN + IMPORTS, str(database), home=tmp_path).wait()
    assert ended.stdout.splitlines() == [
        "home []",
        "returns []",
        "trends ['pyqtgraph']",
        "ended 0 ['openpyxl', 'pyqtgraph']",
    ], ended.stderr
    assert database.with_suffix(".xlsx").is_file()


def test_a_fault_of_ours_is_written_down_and_said_and_ends_the_program(
    database: Path, tmp_path: Path
) -> None:
    ended = Program("-c", OPEN + FAULT, str(database), home=tmp_path).wait()
    assert ended.returncode == 70
    assert ended.stdout == ""
    (log,) = tmp_path.rglob("csp-desktop.log")
    assert f"The program has a fault. What happened is in {log}." in ended.stderr
    assert "KeyError: 'ours'" in log.read_text(encoding="utf-8")
    assert "Traceback" not in ended.stderr


def test_the_program_ends_well_with_a_block_still_copied(database: Path, tmp_path: Path) -> None:
    ended = Program("-c", OPEN + COPIED, str(database), home=tmp_path).wait()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "['text/plain', 'text/html']\n"


def test_without_a_screen_the_window_is_refused_in_words(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "has_screen", lambda: False)
    with pytest.raises(RefusedError, match="There is no screen here"):
        application.run(database, LEAD_OFFICER, bootstrap.services)


@pytest.mark.parametrize(
    ("platform", "environment", "screen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("win32", {}, True),
    ],
)
def test_a_screen_is_known_by_its_environment(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], screen: bool
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert application.has_screen() is screen


def test_the_application_speaks_british_english_in_its_own_colours(qapp: QApplication) -> None:
    before = QLocale()
    try:
        app, theme = application.dressed_application(Scheme.LIGHT)
        assert app is qapp
        assert theme.palette == LIGHT
        assert LIGHT.accent in app.styleSheet()
        assert QLocale().name() == "en_GB"
    finally:
        QLocale.setDefault(before)
        qapp.setStyleSheet("")
