import pytest
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout

from csp_desktop.core.errors import StorageError
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.ui.pages.page import Page
from csp_desktop.ui.theme import Theme
from tests.ui.hands import heard


class FiguresPage(Page):
    """A page of figures that counts how often it was read."""

    shows = frozenset({Kind.FIGURES, Kind.PLAN})

    def __init__(self) -> None:
        super().__init__()
        self.read = 0
        self.fault: Exception | None = None
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)

    def reload(self) -> None:
        if self.fault is not None:
            raise self.fault
        self.read += 1

    def focus_first(self) -> None:
        self.field.setFocus()


@pytest.fixture
def page(undressed: Theme) -> FiguresPage:
    return FiguresPage()


@pytest.fixture
def stack(page: FiguresPage, show) -> QStackedWidget:
    """The page in view, with another one behind it."""
    stack = QStackedWidget()
    stack.addWidget(page)
    stack.addWidget(FiguresPage())
    show(stack)
    return stack


def test_a_page_that_nobody_looks_at_reads_nothing(page: FiguresPage) -> None:
    page.take_notice(Changes.of(Kind.FIGURES))
    page.catch_up()
    assert page.read == 0


def test_a_page_is_read_when_it_is_first_shown(page: FiguresPage, stack: QStackedWidget) -> None:
    assert page.read == 1
    assert stack.widget(1).read == 0
    stack.setCurrentIndex(1)
    assert stack.widget(1).read == 1


def test_a_page_in_view_is_read_again_when_what_it_shows_has_changed(
    page: FiguresPage, stack: QStackedWidget
) -> None:
    page.take_notice(Changes.of(Kind.FIGURES, Kind.RETURNS))
    assert page.read == 2


def test_a_page_takes_no_notice_of_what_it_does_not_show(
    page: FiguresPage, stack: QStackedWidget
) -> None:
    page.take_notice(Changes.of(Kind.ACTIONS, Kind.RETURNS))
    page.take_notice(Changes())
    page.catch_up()
    assert page.read == 1


def test_a_page_out_of_view_is_read_when_it_is_shown_again_and_only_once(
    page: FiguresPage, stack: QStackedWidget
) -> None:
    stack.setCurrentIndex(1)
    for _ in range(3):
        page.take_notice(Changes.of(Kind.FIGURES))
    assert page.read == 1
    stack.setCurrentIndex(0)
    assert page.read == 2
    stack.setCurrentIndex(1)
    stack.setCurrentIndex(0)
    assert page.read == 2


def test_a_page_that_cannot_be_read_says_why_and_takes_nothing_until_it_can(
    page: FiguresPage, stack: QStackedWidget
) -> None:
    told = heard(page.trouble)
    page.fault = StorageError("The disk is full.")
    page.take_notice(Changes.of(Kind.FIGURES))
    assert told == ["The disk is full."]
    assert not page.isEnabled()
    page.fault = None
    page.catch_up()
    assert told == ["The disk is full.", ""]
    assert page.isEnabled()
    assert page.read == 2


def test_a_fault_of_ours_is_not_taken_for_something_a_person_can_act_on(
    qtbot, page: FiguresPage, stack: QStackedWidget
) -> None:
    page.fault = KeyError("ours")
    with pytest.raises(KeyError):
        page.take_notice(Changes.of(Kind.FIGURES))


def test_a_page_must_say_how_it_is_read_and_where_the_keyboard_goes(undressed: Theme) -> None:
    bare = Page()
    with pytest.raises(NotImplementedError):
        bare.reload()
    with pytest.raises(NotImplementedError):
        bare.focus_first()
