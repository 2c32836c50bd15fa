from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from csp_desktop import bootstrap
from csp_desktop.core.figures import Absence, Figure
from csp_desktop.core.publishers import MPS_OLD
from csp_desktop.services import Services
from csp_desktop.storage.connection import Store
from csp_desktop.storage.return_repository import ReturnRepository
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.pages.returns import ReturnsPage
from tests.conftest import LEAD_OFFICER
from tests.services.met_files import robberies
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import Q1, enter, press, settle, words_on
from tests.ui.pages.returning import CONTROL, cell, figure, go_to

BOARD = "TTCG"


@pytest.fixture
def services(empty_database: Path) -> Iterator[Services]:
    """The services over the built-in plan without figures."""
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        yield services


@pytest.fixture
def fetch(page: ReturnsPage, dialogs: ChosenDialogs, qtbot) -> Callable[[Path | None], None]:
    """Chooses a file by key and waits until it has been read."""
    page.show_return(BOARD, Q1)

    def one(file: Path | None) -> None:
        dialogs.table = file
        press(Qt.Key.Key_G, CONTROL)
        qtbot.waitUntil(button(page, "Fetch from file…").isEnabled)
        settle()

    return one


def button(page: ReturnsPage, text: str) -> QPushButton:
    settle()
    [found] = [
        one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible()
    ]
    return found


def said(page: ReturnsPage, words: str) -> bool:
    return any(words in one for one in words_on(page))


def test_empty_cells_are_filled_and_say_where_they_come_from(
    page: ReturnsPage, services: Services, fetch, tmp_path: Path
) -> None:
    fetch(robberies(tmp_path / "met.csv", 100, 63, 80))
    stored = figure(services, "H1", BOARD)
    assert (stored.value, stored.obtained) == (243, services.session.today())
    assert stored.source.startswith(MPS_OLD.name)
    assert said(page, "figures filled in from Metropolitan Police Service")
    assert cell(page, "H1").data(Role.GUTTER) == "MPS"


def test_all_of_it_is_one_step_that_can_be_taken_back(
    page: ReturnsPage, services: Services, fetch, tmp_path: Path
) -> None:
    fetch(robberies(tmp_path / "met.csv", 100, 63, 80))
    press(Qt.Key.Key_Z, CONTROL)
    assert figure(services, "H1", BOARD).absence is Absence.NOT_ENTERED
    assert figure(services, "H6", BOARD).absence is Absence.NOT_ENTERED


def test_another_number_is_offered_and_never_replaced_unasked(
    page: ReturnsPage, services: Services, fetch, tmp_path: Path
) -> None:
    services.entry.enter_figure(typed(services, 250))
    page.show_return(BOARD, Q1)
    fetch(robberies(tmp_path / "met.csv", 100, 63, 80))
    assert figure(services, "H1", BOARD).value == 250
    assert said(page, "H1 250 here, 243 in the file.")
    button(page, "Replace 1 figure").click()
    assert figure(services, "H1", BOARD).value == 243
    assert said(page, "1 figure replaced.")
    [story] = services.analysis.stories("H1")
    assert [one.figure.value for one in story.earlier] == [250]


def test_what_stood_unread_in_a_cell_gives_way_and_comes_back_with_undo(
    page: ReturnsPage, services: Services, fetch, tmp_path: Path
) -> None:
    go_to(page, "H1")
    enter("about 250")
    fetch(robberies(tmp_path / "met.csv", 100, 63, 80))
    assert cell(page, "H1").data() == "243"
    press(Qt.Key.Key_Z, CONTROL)
    assert cell(page, "H1").data() == "about 250"


def test_what_was_fetched_is_forgotten_with_its_return(
    page: ReturnsPage, services: Services, fetch, tmp_path: Path
) -> None:
    services.entry.enter_figure(typed(services, 250))
    fetch(robberies(tmp_path / "met.csv", 100, 63, 80))
    page.show_return("NPFHF", Q1)
    assert not said(page, "filled in")
    assert not said(page, "in the file")


def test_a_file_of_somebody_else_is_told_and_nothing_is_entered(
    page: ReturnsPage, services: Services, fetch, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    fetch(other)
    assert said(page, "Nothing was fetched.")
    assert not figure(services, "H1", BOARD).entered


def test_a_change_of_mind_does_nothing(page: ReturnsPage, services: Services, fetch) -> None:
    before = words_on(page)
    fetch(None)
    assert words_on(page) == before


def test_a_locked_return_takes_nothing_from_a_file(
    page: ReturnsPage, services: Services, empty_database: Path, fetch
) -> None:
    lock(empty_database, services.plan.id)
    page.show_return(BOARD, Q1)
    assert not button(page, "Fetch from file…").isEnabled()


def typed(services: Services, value: int) -> Figure:
    return replace(figure(services, "H1", BOARD), value=Decimal(value), absence=None)


def lock(database: Path, plan: str) -> None:
    """The board hands its return in, by another window."""
    store = Store(database)
    with store.transaction():
        returns = ReturnRepository(store, plan)
        handed_in = returns.get(BOARD, Q1).started().submitted("Lead officer")
        returns.save(handed_in, LEAD_OFFICER.author("submit"))
    store.close()
