import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QVBoxLayout, QWidget

from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.chooser import Choice, Chooser
from tests.ui.hands import back_to, focused, heard, press, settle, spoken_name, type_in

BOARDS = [
    Choice("CSB", "Confidence & Satisfaction Board", "CSB"),
    Choice("NPFHF", "No Place For Hate Forum", "NPFHF"),
    Choice("SAB", "Safeguarding Adults Board", "SAB"),
    Choice("TTCG", "Tactical Tasking and Co-ordinating Group", "TTCG"),
]


@pytest.fixture
def chooser(theme: Theme, show) -> Chooser:
    """A chooser of four boards in a window, with the keyboard."""
    window = QWidget()
    chooser = Chooser(theme, "Choose board", "Find a board")
    chooser.offer(BOARDS)
    QVBoxLayout(window).addWidget(chooser)
    window.resize(800, 100)
    show(window)
    chooser.setFocus()
    return chooser


def popup() -> QWidget | None:
    settle()
    return QApplication.activePopupWidget()


def entries() -> list[str]:
    view = popup().findChild(QListView)
    return [view.model().index(row, 0).data() for row in range(view.model().rowCount())]


def current() -> str:
    return popup().findChild(QListView).currentIndex().data()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_key_opens_the_list_with_its_field_ready_for_typing(
    chooser: Chooser, key: Qt.Key
) -> None:
    assert popup() is None
    press(key)
    assert popup() is not None
    assert isinstance(focused(), QLineEdit)
    assert entries() == [one.name for one in BOARDS]
    assert current() == BOARDS[0].name


def test_letters_leave_only_what_holds_them_in_name_or_code(chooser: Chooser) -> None:
    chooser.open_list()
    type_in("board")
    assert entries() == ["Confidence & Satisfaction Board", "Safeguarding Adults Board"]
    focused().clear()
    type_in("ttcg")
    assert entries() == ["Tactical Tasking and Co-ordinating Group"]
    assert current() == "Tactical Tasking and Co-ordinating Group"


def test_enter_chooses_tells_and_closes(chooser: Chooser) -> None:
    told = heard(chooser.chosen)
    chooser.open_list()
    type_in("hate")
    press(Qt.Key.Key_Return)
    assert told == ["NPFHF"]
    assert popup() is None


def test_arrows_move_in_the_list_while_the_field_keeps_the_typing(chooser: Chooser) -> None:
    told = heard(chooser.chosen)
    chooser.open_list()
    press(Qt.Key.Key_Down, times=2)
    press(Qt.Key.Key_Up)
    assert isinstance(focused(), QLineEdit)
    assert current() == BOARDS[1].name
    press(Qt.Key.Key_PageDown)
    assert current() == BOARDS[3].name
    press(Qt.Key.Key_PageUp)
    press(Qt.Key.Key_Up)
    assert current() == BOARDS[0].name
    press(Qt.Key.Key_Return)
    assert told == ["CSB"]


def test_enter_chooses_nothing_where_nothing_is_found(chooser: Chooser) -> None:
    told = heard(chooser.chosen)
    chooser.open_list()
    type_in("zzz")
    press(Qt.Key.Key_Return)
    assert entries() == []
    assert told == []


def test_escape_closes_and_tells_nothing(chooser: Chooser) -> None:
    told = heard(chooser.chosen)
    chooser.open_list()
    type_in("hate")
    press(Qt.Key.Key_Escape)
    assert popup() is None
    assert told == []
    back_to(chooser.window())
    assert focused() is chooser


def test_the_list_is_whole_again_when_it_is_next_opened(chooser: Chooser) -> None:
    chooser.open_list()
    type_in("hate")
    press(Qt.Key.Key_Escape)
    chooser.open_list()
    assert entries() == [one.name for one in BOARDS]
    assert focused().text() == ""


def test_a_click_on_an_entry_chooses_it(chooser: Chooser) -> None:
    told = heard(chooser.chosen)
    chooser.open_list()
    view = popup().findChild(QListView)
    place = view.visualRect(view.model().index(2, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == ["SAB"]
    assert popup() is None


def test_no_entry_of_the_list_is_cut(chooser: Chooser) -> None:
    chooser.open_list()
    view = popup().findChild(QListView)
    for row in range(view.model().rowCount()):
        index = view.model().index(row, 0)
        assert view.sizeHintForIndex(index).width() <= view.viewport().width()
        assert view.visualRect(index).bottom() <= view.viewport().height()


def test_the_list_and_its_field_have_names(chooser: Chooser) -> None:
    chooser.open_list()
    for kind in (QLineEdit, QListView):
        assert spoken_name(popup().findChild(kind)) == "Find a board"


def test_other_entries_can_be_offered(chooser: Chooser) -> None:
    told = heard(chooser.chosen)
    chooser.offer([Choice("H3", "Theft of motor vehicle", "H3")])
    chooser.open_list()
    assert entries() == ["Theft of motor vehicle"]
    press(Qt.Key.Key_Return)
    assert told == ["H3"]
