from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QTableView

from csp_desktop.services import Services
from csp_desktop.services.trail import TrailFilter
from csp_desktop.storage.audit import Write, append
from csp_desktop.storage.connection import Store
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.pages.audit import AuditPage
from csp_desktop.ui.tasks import Tasks
from csp_desktop.ui.theme import Theme
from tests.conftest import LEAD_OFFICER
from tests.ui.conftest import ChosenDialogs
from tests.ui.hands import Q1, focused, named, press, settle, spoken_name, type_in, words_on

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def tasks(services: Services) -> Iterator[Tasks]:
    tasks = Tasks(services.release_thread)
    yield tasks
    tasks.stop()


def enter(services: Services, code: str, value: int, **content: object) -> None:
    board = services.plan.indicator(code).board
    lines = services.returns.sheet(board, Q1).figures
    figure = next(line.figure for line in lines if line.indicator.code == code)
    content = {"value": Decimal(value), "numerator": None, "absence": None, **content}
    services.entry.enter_figure(replace(figure, **content))


@pytest.fixture
def page(
    services: Services, undressed: Theme, tasks: Tasks, dialogs: ChosenDialogs, show
) -> Iterator[AuditPage]:
    enter(services, "F1", 240)
    enter(services, "F1", 248, comment="One came late")
    enter(services, "H3", 187)
    page = AuditPage(services, undressed, tasks, dialogs)
    page.resize(1190, 700)
    show(page)
    page.focus_first()
    yield page
    page.let_go()


@pytest.fixture
def counted(qtbot, page: AuditPage) -> Callable[[str], None]:
    """Waits until the header says how many entries there are."""

    def one(words: str) -> None:
        qtbot.waitUntil(lambda: any(said.startswith(words) for said in words_on(page)))

    return one


def sentences(page: AuditPage) -> list[str]:
    """The entries without their moments; days and states of returns left out."""
    model = named(page, QTableView, "Audit trail").model()
    said = [model.index(row, 0).data() for row in range(model.rowCount())]
    return [one[6:] for one in said if one[2] == ":" and "the return" not in one]


def button(page: AuditPage, words: str) -> QPushButton:
    found = [one for one in page.findChildren(QPushButton) if one.text() == words]
    return next((one for one in found if one.isVisible()), found[0])


def choose(page: AuditPage, name: str, value: str) -> None:
    """Choose an answer as a person does."""
    field = named(page, QComboBox, name)
    field.setCurrentIndex(field.findData(value))
    field.activated.emit(field.currentIndex())
    settle()


CHANGED = [
    "Lead officer changed H3 for 2015/16-Q1 from 277 to 187",
    "Lead officer changed F1 for 2015/16-Q1 from 240 to 248, and 1 more field",
    "Lead officer changed F1 for 2015/16-Q1 from not entered to 240",
]


def test_the_trail_reads_as_sentences_and_says_how_many(page: AuditPage, counted) -> None:
    assert sentences(page)[:3] == CHANGED
    counted("7 entries, the newest first.")


def test_the_selected_entry_is_shown_whole_with_before_and_after(page: AuditPage) -> None:
    press(Qt.Key.Key_Down, times=2)
    said = words_on(page)
    for words in ("F1 for 2015/16-Q1", "240", "248", "Comment", "One came late", "Enter figure"):
        assert words in said


def test_enter_shows_the_whole_story_of_a_record_and_escape_leads_back(
    page: AuditPage, counted
) -> None:
    press(Qt.Key.Key_Down, times=2)
    press(Qt.Key.Key_Return)
    assert sentences(page) == CHANGED[1:]
    assert page.record is not None
    assert any("F1 for 2015/16-Q1: the whole story." in one for one in words_on(page))
    assert not button(page, "Whole story of this record").isEnabled()
    press(Qt.Key.Key_Escape)
    assert page.record is None
    counted("7 entries")


def test_another_page_can_open_the_story_of_a_record(page: AuditPage, services: Services) -> None:
    figure = services.returns.sheet("TTCG", Q1).figures
    wanted = next(line.figure.id for line in figure if line.indicator.code == "H3")
    page.show_record("figure", str(wanted))
    assert sentences(page) == CHANGED[:1]


def test_a_story_of_which_nothing_is_told_says_so(page: AuditPage) -> None:
    page.show_record("action", "F-01")
    assert sentences(page) == []
    assert "Nothing was changed that fits these filters" in words_on(page)
    button(page, "Back to all").click()
    assert sentences(page)[:3] == CHANGED


def test_words_are_found_by_key_once_the_typing_stops(qtbot, page: AuditPage, counted) -> None:
    press(Qt.Key.Key_F, CONTROL)
    assert spoken_name(focused()) == "Find in the trail"
    type_in("late")
    qtbot.waitUntil(lambda: sentences(page) == CHANGED[1:2])
    counted("1 entry that fit the filters")
    press(Qt.Key.Key_Escape)
    assert sentences(page)[:3] == CHANGED


def test_a_board_a_kind_and_a_person_narrow_the_list(page: AuditPage, qtbot) -> None:
    choose(page, "Board", "TTCG")
    assert sentences(page) == CHANGED[:1]
    choose(page, "Board", "")
    button(page, "Actions").click()
    assert sentences(page) == []
    button(page, "Figures").click()
    assert sentences(page)[:3] == CHANGED
    who = named(page, QComboBox, "Who")
    qtbot.waitUntil(lambda: who.findData("Lead officer") > 0)
    choose(page, "Who", "Lead officer")
    assert sentences(page)[:3] == CHANGED


def test_a_day_is_read_as_people_type_it_and_one_that_is_none_is_said(page: AuditPage) -> None:
    since = named(page, QLineEdit, "Since")
    since.setFocus()
    type_in("15/07/2015")
    press(Qt.Key.Key_Return)
    assert sentences(page) == []
    since.setText("soon")
    press(Qt.Key.Key_Return)
    assert "Since must be a real date, like 14 Aug 2015" in words_on(page)
    assert sentences(page)[:3] == CHANGED


def test_what_is_changed_elsewhere_is_there_once_the_page_is_told(
    page: AuditPage, services: Services
) -> None:
    table = named(page, QTableView, "Audit trail")
    selected = table.currentIndex().data(Role.RECORD)
    enter(services, "H3", 190)
    page.reload()
    assert sentences(page)[0] == "Lead officer changed H3 for 2015/16-Q1 from 187 to 190"
    assert table.currentIndex().data(Role.RECORD) == selected, "the selection has moved"


def test_the_list_grows_as_one_goes_down(page: AuditPage, database: Path) -> None:
    store = Store(database)
    writes = [Write("figure", str(number), None, {"value": "1"}) for number in range(250)]
    with store.transaction():
        append(store, LEAD_OFFICER.author("enter"), *writes)
    store.close()
    page.reload()
    first = len(sentences(page))
    assert first < 120
    table = named(page, QTableView, "Audit trail")
    table.setFocus()
    for _ in range(12):
        press(Qt.Key.Key_End, CONTROL)
    assert len(sentences(page)) == 255


def test_the_trail_is_checked_when_asked(qtbot, page: AuditPage) -> None:
    button(page, "Check the trail").click()
    qtbot.waitUntil(lambda: any("The trail is whole:" in one for one in words_on(page)))
    assert any("7 entries." in one for one in words_on(page))


def test_a_broken_trail_is_said_with_its_place(
    qtbot, page: AuditPage, services: Services, database: Path
) -> None:
    store = Store(database)
    store.database.execute_sql("INSERT INTO audit VALUES (8, '', '', '', '', '', '', '', '', '')")
    store.close()
    button(page, "Check the trail").click()
    qtbot.waitUntil(
        lambda: any("The trail breaks at entry 8 of 8" in one for one in words_on(page))
    )


def test_what_is_filtered_is_exported(
    qtbot, page: AuditPage, services: Services, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    dialogs.answer = tmp_path / "audit.csv"
    choose(page, "Board", "TTCG")
    button(page, "Export…").click()
    qtbot.waitUntil(lambda: any("2 entries written." in one for one in words_on(page)))
    assert services.trail.count(TrailFilter(board="TTCG")) == 2
    text = dialogs.answer.read_text(encoding="utf-8-sig")
    assert "H3" in text
    assert "F1" not in text


def test_an_export_says_how_far_it_is_and_can_be_cancelled(
    qtbot,
    page: AuditPage,
    services: Services,
    dialogs: ChosenDialogs,
    tmp_path: Path,
    database: Path,
) -> None:
    store = Store(database)
    writes = [Write("figure", str(number), None, {"value": "1"}) for number in range(4_500)]
    with store.transaction():
        append(store, LEAD_OFFICER.author("enter"), *writes)
    store.close()
    dialogs.answer = tmp_path / "audit.csv"
    button(page, "Export…").click()
    assert any(one.endswith(" written.</span>") for one in words_on(page))
    button(page, "Cancel").click()
    qtbot.waitUntil(lambda: any("The export was cancelled" in one for one in words_on(page)))
    assert not dialogs.answer.exists()
    assert button(page, "Export…").isEnabled()


def test_an_export_that_cannot_be_written_is_said_and_can_be_tried_again(
    qtbot, page: AuditPage, dialogs: ChosenDialogs, tmp_path: Path
) -> None:
    dialogs.answer = tmp_path / "nowhere" / "audit.csv"
    button(page, "Export…").click()
    assert not button(page, "Export…").isEnabled()
    qtbot.waitUntil(lambda: any("cannot be written" in one for one in words_on(page)))
    assert button(page, "Export…").isEnabled()


def test_thinking_better_of_an_export_writes_nothing(page: AuditPage) -> None:
    button(page, "Export…").click()
    assert button(page, "Export…").isEnabled()


def test_the_panes_are_reached_by_key(page: AuditPage) -> None:
    press(Qt.Key.Key_F6)
    assert focused() is button(page, "Whole story of this record")
    press(Qt.Key.Key_F6)
    assert spoken_name(focused()) == "Audit trail"
