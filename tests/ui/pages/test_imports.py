from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton, QTableView

from csp_desktop import bootstrap
from csp_desktop.services import Services
from csp_desktop.services.import_report import Outcome
from csp_desktop.ui.item_models.file_table import FileColumn
from csp_desktop.ui.item_models.import_tables import ChangeColumn, ImportColumn
from csp_desktop.ui.notifier import Notifier
from csp_desktop.ui.pages.imports import ImportPage
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.banner import Banner
from csp_desktop.ui.widgets.decision import Decision
from tests.conftest import LEAD_OFFICER
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import Q1, heard, named, press, settle, words_on

CONTROL = Qt.KeyboardModifier.ControlModifier


def enter_figure(services: Services, code: str, value: int) -> None:
    lines = services.returns.sheet("NPFHF", Q1).figures
    figure = next(line.figure for line in lines if line.indicator.code == code)
    services.entry.enter_figure(replace(figure, value=Decimal(value), absence=None))


def value_of(services: Services, code: str) -> Decimal | None:
    lines = services.returns.sheet("NPFHF", Q1).figures
    return next(line.figure.value for line in lines if line.indicator.code == code)


@pytest.fixture
def sent(empty_database: Path, tmp_path: Path) -> Callable[..., Path]:
    """A workbook of the forum's return, filled in by an officer with a database of their own."""

    def one(name: str = "NPFHF.xlsx", **values: int) -> Path:
        folder = tmp_path / "sent"
        with bootstrap.services(empty_database, replace(LEAD_OFFICER, user="Officer")) as theirs:
            for code, value in values.items():
                enter_figure(theirs, code, value)
            theirs.exchange.export_return("NPFHF", Q1, folder / name)
        return folder / name

    return one


@pytest.fixture
def tasks(services: Services) -> Iterator[Tasks]:
    tasks = Tasks(services.release_thread)
    yield tasks
    tasks.stop()


@pytest.fixture
def page(
    services: Services, undressed: Theme, tasks: Tasks, dialogs: ChosenDialogs, show
) -> ImportPage:
    notifier = Notifier()
    page = ImportPage(services, undressed, notifier, tasks, dialogs)
    notifier.setParent(page)
    notifier.changed.connect(page.take_notice)
    page.resize(1190, 700)
    show(page)
    return page


def verdicts(page: ImportPage) -> list[str]:
    model = named(page, QTableView, "Files").model()
    return [model.index(row, FileColumn.VERDICT).data() for row in range(model.rowCount())]


def button(page: ImportPage, words: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text().startswith(words))


@pytest.fixture
def look(qtbot, page: ImportPage) -> Callable[..., None]:
    """Has the page look at files, and waits until it has."""

    def one(*paths: Path) -> None:
        page.read(list(paths))
        qtbot.waitUntil(lambda: "Not read yet" not in verdicts(page))
        settle()

    return one


@pytest.fixture
def store(qtbot, page: ImportPage) -> Callable[[], None]:
    """Presses the button, and waits until everything ready has been stored."""

    def one() -> None:
        button(page, "Import ").click()
        qtbot.waitUntil(lambda: "Ready" not in verdicts(page) and "Decided" not in verdicts(page))
        settle()

    return one


def test_without_a_file_the_page_says_what_to_do(page: ImportPage) -> None:
    assert "No workbook is chosen" in words_on(page)
    assert button(page, "Import").toolTip() == "No file is ready to be imported"


def test_looking_at_a_file_stores_nothing_and_shows_each_field(
    page: ImportPage, services: Services, sent, look, database: Path
) -> None:
    before = database.read_bytes()
    look(sent(F1=248, F1a=9))
    assert verdicts(page) == ["Ready"]
    assert "1 file, no conflict" in words_on(page)
    changes = named(page, QTableView, "What the file changes").model()
    rows = [
        [changes.index(row, column).data() for column in ChangeColumn]
        for row in range(changes.rowCount())
    ]
    assert ["F1", "Figure", "nothing", "248"] in rows
    assert ["F1a", "Figure", "nothing", "9"] in rows
    assert database.read_bytes() == before


def test_what_is_ready_is_imported_and_stands_among_the_imports(
    page: ImportPage, services: Services, sent, look, store
) -> None:
    look(sent(F1=248))
    assert button(page, "Import ").text() == "Import 1 file"
    store()
    assert verdicts(page) == ["Imported"]
    assert value_of(services, "F1") == 248
    earlier = named(page, QTableView, "Imports so far").model()
    assert earlier.rowCount() == 1
    assert earlier.index(0, ImportColumn.RETURN).data() == "NPFHF 2015/16-Q1"


def test_a_conflict_is_decided_by_a_person_and_neither_side_is_chosen_beforehand(
    page: ImportPage, services: Services, sent, look, store
) -> None:
    enter_figure(services, "F1", 240)
    look(sent(F1=248))
    assert verdicts(page) == ["1 conflict to decide"]
    assert "1 conflict to decide" in words_on(page)
    assert not button(page, "Import").isEnabled()
    (decision,) = page.findChildren(Decision)
    keep, take = decision.findChildren(QPushButton)
    assert (keep.text(), take.text()) == ("Keep “240”", "Take “248”")
    assert not keep.isChecked()
    assert not take.isChecked()
    assert "Lead officer" in keep.accessibleName()
    take.click()
    assert verdicts(page) == ["Decided"]
    store()
    assert value_of(services, "F1") == 248


def test_what_is_kept_stays(page: ImportPage, services: Services, sent, look, store) -> None:
    enter_figure(services, "F1", 240)
    look(sent(F1=248, F1a=9))
    (decision,) = page.findChildren(Decision)
    decision.findChildren(QPushButton)[0].click()
    store()
    assert (value_of(services, "F1"), value_of(services, "F1a")) == (240, 9)


def test_a_refused_file_says_why_and_does_not_stop_the_others(
    page: ImportPage, sent, look, tmp_path: Path
) -> None:
    rubbish = tmp_path / "sent" / "A rubbish.xlsx"
    good = sent(F1=248)
    rubbish.write_text("no workbook")
    look(good.parent)
    assert verdicts(page) == ["Refused", "Ready"]
    assert any("A rubbish.xlsx was not read" in one for one in words_on(page))


def test_an_import_is_taken_back(
    page: ImportPage, services: Services, dialogs: ChosenDialogs, sent, look, store
) -> None:
    look(sent(F1=248))
    store()
    named(page, QTableView, "Imports so far").selectRow(0)
    undo = button(page, "Undo import…")
    undo.click()
    assert value_of(services, "F1") == 248
    dialogs.undoes = True
    undo.click()
    assert value_of(services, "F1") is None
    earlier = named(page, QTableView, "Imports so far").model()
    assert earlier.index(0, ImportColumn.BROUGHT).data() == "Taken back by Lead officer"


def test_an_import_that_something_later_depends_on_cannot_be_taken_back(
    page: ImportPage, services: Services, sent, look, store
) -> None:
    look(sent(F1=248))
    store()
    enter_figure(services, "F1", 250)
    page.reload()
    named(page, QTableView, "Imports so far").selectRow(0)
    assert not button(page, "Undo import…").isEnabled()
    assert "F1" in button(page, "Undo import…").toolTip()


def test_a_file_that_is_not_there_is_said(page: ImportPage, tmp_path: Path) -> None:
    page.read([tmp_path / "nowhere.xlsx"])
    banner = page.findChildren(Banner)[0]
    assert banner.isVisible()
    assert "There is no file or folder" in banner.accessibleName()


def test_files_are_chosen_by_key(
    qtbot, page: ImportPage, dialogs: ChosenDialogs, sent, tmp_path: Path
) -> None:
    dialogs.workbooks = [sent(F1=248)]
    page.focus_first()
    press(Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(lambda: verdicts(page) == ["Ready"])
    dialogs.folder = dialogs.workbooks[0].parent
    press(Qt.Key.Key_O, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: verdicts(page) == ["Ready"])


def test_files_can_be_dropped_on_the_page(qtbot, page: ImportPage, sent) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sent(F1=248)))])
    page.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: verdicts(page) == ["Ready"])


def test_the_same_file_twice_brings_nothing_new(page: ImportPage, sent, look, store) -> None:
    file = sent(F1=248)
    look(file)
    store()
    look(file)
    assert verdicts(page) == ["Nothing new"]
    assert not button(page, "Import").isEnabled()


def test_everybody_is_told_once_files_are_imported(page: ImportPage, sent, look, store) -> None:
    told = heard(page._notifier.changed)
    look(sent(F1=248))
    assert told == []
    store()
    assert len(told) == 1
    assert page._model.rows[0].report.outcome is Outcome.STORED
