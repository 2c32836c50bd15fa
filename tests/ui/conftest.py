"""What every test of the window needs: no real screen, our theme, nothing left open."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from csp_desktop import bootstrap
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.services import Services
from csp_desktop.storage import connection
from csp_desktop.storage.connection import Store
from csp_desktop.storage.return_repository import ReturnRepository
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.main_window import MainWindow
from csp_desktop.ui.theme import Scheme, Theme
from tests.conftest import LEAD_OFFICER
from tests.ui.hands import settle
from tests.ui.programs import Tour

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Said by Qt's screenless platform about itself, whenever a window is shown.
_SCREENLESS = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_SCREENLESS))


class ChosenDialogs(Dialogs):
    """Answers for the person: with the file a test has chosen, or with a change of mind."""

    def __init__(self) -> None:
        self.answer: Path | None = None
        self.offered: list[str] = []
        self.loses = True
        self.asked: list[int] = []
        self.undoes = False
        self.issues = False
        self.questions: list[str] = []
        self.workbooks: list[Path] = []
        self.folder: Path | None = None
        self.table: Path | None = None

    def save_workbook(self, parent: QWidget, title: str, name: str) -> Path | None:
        self.offered.append(name)
        return self.answer

    def look_only(self, holder: str) -> bool:
        return False

    def choose_workbooks(self, parent: QWidget) -> list[Path]:
        return self.workbooks

    def choose_table(self, parent: QWidget, title: str) -> Path | None:
        return self.table

    def choose_folder(self, parent: QWidget, title: str) -> Path | None:
        return self.folder

    def save_table(self, parent: QWidget, title: str, name: str) -> Path | None:
        self.offered.append(name)
        return self.answer

    def save_picture(self, parent: QWidget, title: str, name: str) -> Path | None:
        self.offered.append(name)
        return self.answer

    def save_document(self, parent: QWidget, title: str, name: str) -> Path | None:
        self.offered.append(name)
        return self.answer

    def issue_pack(self, parent: QWidget, question: str, consequence: str) -> bool:
        self.questions.append(question)
        return self.issues

    def undo_import(self, parent: QWidget, file: str) -> bool:
        return self.undoes

    def lose(self, parent: QWidget, count: int) -> bool:
        self.asked.append(count)
        return self.loses


@pytest.fixture
def resources() -> Path:
    return Path(__file__).parents[2] / "resources"


@pytest.fixture
def theme(qapp: QApplication, resources: Path) -> Iterator[Theme]:
    theme = Theme(resources)
    theme.apply(qapp, Scheme.LIGHT)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK], ids=["light", "dark"])
def schemes(request: pytest.FixtureRequest, theme: Theme) -> Theme:
    """The theme in light, then in dark."""
    theme.set_scheme(request.param)
    return theme


@pytest.fixture
def dialogs() -> ChosenDialogs:
    return ChosenDialogs()


@pytest.fixture
def show(qtbot) -> Iterator[Callable[[QWidget], QWidget]]:
    """Shows a widget as a window of its own, with the keyboard, for as long as the test lasts."""
    kept: list[QWidget] = []

    def one(widget: QWidget) -> QWidget:
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        settle()
        kept.append(widget)
        return widget

    yield one
    kept.clear()


@pytest.fixture(scope="session")
def library(
    built: Callable[[bool], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Services]:
    """The services over the plan and its history, for tests that only read."""
    path = tmp_path_factory.mktemp("library") / "csp.db"
    shutil.copy(built(True), path)
    with bootstrap.services(path, LEAD_OFFICER) as services:
        yield services


@pytest.fixture
def undressed(qapp: QApplication, resources: Path) -> Theme:
    """The theme without its style sheet, which takes a quarter of a second to dress a window.

    Enough for tests of what happens, as is a window that is not painted; what it looks like is
    the business of tests that ask for `theme` or `dressed_window`.
    """
    return Theme(resources)


@pytest.fixture
def window(
    services: Services, undressed: Theme, dialogs: ChosenDialogs, show
) -> Iterator[MainWindow]:
    """The real window on the built-in plan, on 14 July 2015."""
    window = MainWindow(services, undressed, dialogs)
    window.setUpdatesEnabled(False)
    show(window)
    yield window
    window.close()


@pytest.fixture
def dressed_window(
    services: Services, theme: Theme, dialogs: ChosenDialogs, show
) -> Iterator[MainWindow]:
    """The real window as it is seen."""
    window = MainWindow(services, theme, dialogs)
    show(window)
    yield window
    window.close()


@pytest.fixture(scope="session")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """The tour, taken once in a process of its own."""
    tour = Tour(tmp_path_factory.mktemp("tour"))
    yield tour
    tour.end()


@pytest.fixture
def watch() -> Callable[[QAbstractItemModel], QAbstractItemModel]:
    """Has Qt's own tester follow a model for as long as it lives."""

    def one(model: QAbstractItemModel) -> QAbstractItemModel:
        mode = QAbstractItemModelTester.FailureReportingMode.Fatal
        QAbstractItemModelTester(model, mode, model)
        return model

    return one


@pytest.fixture
def hand_in(database: Path, plan: Plan) -> Callable[[str, Quarter], None]:
    """Submits a board's return, so that it is locked."""

    def one(board: str, quarter: Quarter) -> None:
        store = Store(database)
        try:
            with store.transaction():
                returns = ReturnRepository(store, plan.id)
                begun = returns.get(board, quarter).started()
                author = LEAD_OFFICER.author("submit")
                returns.save(begun.submitted("Somebody else"), author)
        finally:
            store.close()

    return one


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program does not wait two seconds for a database that is locked."""
    monkeypatch.setitem(connection._PRAGMAS, "busy_timeout", 1)


@pytest.fixture(autouse=True)
def nobody_stays_dressed(qapp: QApplication) -> Iterator[None]:
    """Large type of one test would make the widgets of a later one, wherever it runs, wider."""
    font, palette = qapp.font(), qapp.palette()
    yield
    if qapp.font() != font:
        qapp.setFont(font)
    if qapp.palette() != palette:
        qapp.setPalette(palette)


@pytest.fixture(autouse=True)
def no_window_is_left_behind() -> Iterator[None]:
    """A leaked window would be painted, and crash, during a later test."""
    yield
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    for window in app.topLevelWidgets():
        if window.parent() is None:
            if window.isVisible():
                window.close()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
