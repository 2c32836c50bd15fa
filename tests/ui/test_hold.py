import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

from csp_desktop import bootstrap
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.figures import Absence
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.hold import Hold
from csp_desktop.ui.main_window import RETURNS, MainWindow
from tests.conftest import LEAD_OFFICER
from tests.places import ROOT
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import Q1, enter, words_on

_HOLDER = """
import sys, time
from pathlib import Path
from csp_desktop.services.session import Session
from csp_desktop.ui.hold import Hold
hold = Hold(Path(sys.argv[1]), Session("Deputy"))
print(hold.take(), flush=True)
time.sleep(60)
"""


def test_the_first_window_takes_hold_and_the_second_is_told_who_has_it(database: Path) -> None:
    first, second = Hold(database, LEAD_OFFICER), Hold(database, LEAD_OFFICER)
    assert first.take() is None
    holder = second.take()
    assert holder is not None
    assert holder.user == "Lead officer"
    assert holder.machine
    assert holder.words.startswith(f"Lead officer on {holder.machine} since ")
    assert holder.words.endswith(" on 14 July")


def test_what_was_let_go_can_be_taken(database: Path) -> None:
    first, second = Hold(database, LEAD_OFFICER), Hold(database, LEAD_OFFICER)
    first.take()
    first.release()
    assert second.take() is None
    assert sorted(one.name for one in database.parent.iterdir() if "csp.db" in one.name) == [
        "csp.db",
        "csp.db.lock",
        "csp.db.opened",
    ]
    second.release()
    assert [one.name for one in database.parent.iterdir() if "csp.db" in one.name] == ["csp.db"]


def test_whoever_did_not_get_hold_does_not_take_it_away(database: Path) -> None:
    first, second = Hold(database, LEAD_OFFICER), Hold(database, LEAD_OFFICER)
    first.take()
    second.take()
    second.release()
    assert second.take() is not None


def test_a_program_that_was_killed_holds_nothing(database: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(database)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "None\n"
    mine = Hold(database, LEAD_OFFICER)
    holder = mine.take()
    assert holder is not None
    assert holder.user == "Deputy"
    other.kill()
    other.communicate()
    assert mine.take() is None
    mine.release()


def test_a_holder_without_a_note_is_still_a_holder(database: Path) -> None:
    first, second = Hold(database, LEAD_OFFICER), Hold(database, LEAD_OFFICER)
    first.take()
    database.with_name("csp.db.opened").unlink()
    holder = second.take()
    assert holder is not None
    assert holder.words.startswith("Somebody on ")


@pytest.mark.parametrize(("button", "answer"), [("Look only", True), ("Close", False)])
def test_the_second_window_offers_to_look_only(qapp, button: str, answer: bool) -> None:
    said: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        next(one for one in box.findChildren(QPushButton) if one.text() == button).click()

    QTimer.singleShot(0, press)
    assert Dialogs().look_only("Deputy on LAPTOP-7") is answer
    assert said == ["Deputy on LAPTOP-7 has this return database open."]


def test_escape_opens_nothing_and_loses_nothing(qapp) -> None:
    for ask in (lambda: Dialogs().look_only("Deputy"), lambda: Dialogs().lose(None, 2)):
        QTimer.singleShot(0, lambda: QApplication.activeModalWidget().reject())
        assert ask() is False


def test_a_window_that_looks_only_says_so_and_changes_nothing(
    database: Path, undressed, dialogs: ChosenDialogs, show
) -> None:
    before = database.read_bytes()
    with bootstrap.services(database, replace(LEAD_OFFICER, looks_only=True)) as services:
        window = MainWindow(services, undressed, dialogs, "Deputy on LAPTOP-7 since 14:32")
        show(window)
        assert any(
            "Deputy on LAPTOP-7 since 14:32 has this open" in one for one in words_on(window)
        )
        window.open_return("NPFHF", Q1)
        window.open_page(RETURNS)
        window.returns.show_line("F1")
        enter("287")
        (line,) = (
            one for one in services.returns.sheet("NPFHF", Q1).figures if one.indicator.code == "F1"
        )
        assert line.figure.absence is Absence.NOT_ENTERED
        assert not any(
            one.isVisible() and one.text() in ("Check and submit", "Withdraw")
            for one in window.findChildren(QPushButton)
        )
        with pytest.raises(RefusedError, match="This window may only look"):
            services.entry.submit("SAB", Q1)
        window.close()
        assert not any(label.text().startswith("Saved") for label in window.findChildren(QLabel))
    assert database.read_bytes() == before
