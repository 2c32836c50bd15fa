from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTableView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.ui.delegates.mark_delegate import MarkDelegate
from csp_desktop.ui.delegates.name_delegate import NameDelegate
from csp_desktop.ui.delegates.progress_delegate import ProgressDelegate
from csp_desktop.ui.delegates.state_delegate import StateDelegate
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Rag, ReturnState, Sign
from csp_desktop.ui.theme import (
    CONTROL,
    CONTROL_IN_HEADER,
    ROW_DENSE,
    SMALLEST_TARGET,
    Scheme,
    TextSize,
    Theme,
)
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.chip import Chip
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.error_summary import ErrorSummary
from csp_desktop.ui.widgets.page_header import PageHeader
from csp_desktop.ui.widgets.panel import Panel, hairline
from csp_desktop.ui.widgets.pictures import IconLabel, MarkLabel
from csp_desktop.ui.widgets.progress import ProgressLine
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.sidebar import Sidebar, SidebarEntry
from csp_desktop.ui.widgets.status_line import KeyHints, StatusLine
from csp_desktop.ui.widgets.stepper import Stepper
from csp_desktop.ui.widgets.tab_bar import TabBar
from csp_desktop.ui.widgets.tables import dress_table, dress_tree
from csp_desktop.ui.widgets.words import Words

PAGES = (
    (SidebarEntry("home", "Home", "home"), SidebarEntry("review", "Review", "review")),
    (SidebarEntry("help", "Help", "help"),),
)


class Heard(list):
    """What a signal told, in order."""

    def take(self, *words: object) -> None:
        self.append(words[0] if len(words) == 1 else words)


def heard(signal) -> Heard:
    told = Heard()
    signal.connect(told.take)
    return told


@pytest.fixture
def show(qtbot) -> Iterator[Callable[..., QWidget]]:
    """Puts widgets below each other in a window that lives as long as the test."""
    kept: list[QWidget] = []

    def one(*widgets: QWidget, width: int = 900, height: int = 500) -> QWidget:
        window = QWidget()
        window.setProperty("kind", "page")
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        kept.append(window)
        return window

    yield one
    kept.clear()


def press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


def tab_stops(window: QWidget) -> list[QWidget]:
    """Where the Tab key stops, in order, once round."""
    stops: list[QWidget] = []
    window.setFocus()
    for _ in range(50):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now in stops:
            return stops
        stops.append(now)
    raise AssertionError("the Tab key never comes round")


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def colours(image: QImage) -> set[str]:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = set(plain.constBits().cast("I"))
    return {f"#{pixel & 0xFFFFFF:06X}" for pixel in pixels}


def a_sidebar(theme: Theme) -> Sidebar:
    sidebar = Sidebar(theme, "Community Safety", "Tower Hamlets CSP", PAGES)
    sidebar.select("home")
    sidebar.show_count("review", "6")
    sidebar.show_role("Community safety team", "Reviewer")
    return sidebar


def a_segmented(theme: Theme) -> Segmented:
    segmented = Segmented(theme, "Which boards")
    segmented.add("all", "All", 18)
    segmented.add("late", "Late", 6)
    segmented.add("red", "Red", 10, Rag.RED)
    return segmented


def a_stepper(theme: Theme) -> Stepper:
    stepper = Stepper(theme)
    stepper.show_steps(["2014/15-Q4", "2015/16-Q1", "2015/16-Q2"], 1)
    return stepper


def everything(theme: Theme) -> list[QWidget]:
    header = PageHeader(theme)
    header.show_title("Home", "Returns for quarter 1.", ReturnState.SUBMITTED)
    header.add_controls(
        a_stepper(theme),
        Button(theme, "Import returns…", icon="import", in_header=True),
        Button(theme, "Remind", ButtonKind.PRIMARY, icon="mail", in_header=True),
    )
    tabs = TabBar(theme, "Parts of the return")
    tabs.addTab("Figures")
    tabs.addTab("Delivery plan")
    tabs.show_count(0, "11 of 17")
    status = StatusLine(theme)
    status.show_saved("Saved 14:32")
    status.show_keys([("Enter", "Open return")])
    status.show_edition("Internal · OFFICIAL")
    summary = ErrorSummary()
    summary.show_problems([("f2", "Offences must be a number, like 30")])
    return [
        header,
        a_segmented(theme),
        tabs,
        summary,
        Banner(theme, BannerKind.ERROR, "F2 is not saved.", "The disk is full.", "Try again"),
        EmptyState(theme, "No returns yet", "Open the quarter.", "Open the quarter"),
        Button(theme, "Accept", key="A"),
        Button(theme, "Add note", ButtonKind.QUIET),
        Button(theme, "Undo import…", ButtonKind.DANGER),
        status,
    ]


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK], ids=["light", "dark"])
def schemes(request: pytest.FixtureRequest, theme: Theme) -> Theme:
    theme.set_scheme(request.param)
    return theme


# All of them


def test_everything_that_takes_the_focus_has_an_accessible_name(show, theme: Theme) -> None:
    window = show(*everything(theme), a_sidebar(theme))
    widgets = window.findChildren(QWidget)
    focusable = [one for one in widgets if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(focusable) >= 15
    assert [one for one in focusable if not name_of(one)] == []


def test_nothing_one_can_press_is_smaller_than_24_pixels(show, theme: Theme) -> None:
    window = show(*everything(theme), a_sidebar(theme))
    buttons = window.findChildren(QPushButton)
    assert len(buttons) >= 12
    for button in buttons:
        if button.isVisible():
            assert button.height() >= SMALLEST_TARGET, button.accessibleName() or button.text()
            assert button.width() >= SMALLEST_TARGET, button.accessibleName() or button.text()


@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_no_words_on_a_button_are_cut(
    show, qapp: QApplication, theme: Theme, text_scale: float
) -> None:
    theme.apply(qapp, Scheme.LIGHT, text_scale)
    window = show(*everything(theme), width=400, height=1600)
    for button in window.findChildren(QPushButton):
        if button.isVisible() and button.text():
            assert button.width() >= theme.width(button.text(), semibold=True)
            assert button.height() >= theme.metrics().height() + 8


def test_the_focus_can_be_seen_wherever_it_goes(show, schemes: Theme) -> None:
    window = show(*everything(schemes), a_sidebar(schemes))
    for stop in tab_stops(window):
        stop.setFocus()
        with_focus = picture(window)
        stop.clearFocus()
        QApplication.processEvents()
        assert picture(window) != with_focus, name_of(stop)
        assert schemes.palette.focus in colours(with_focus), name_of(stop)


def test_everything_can_be_painted_in_both_schemes_and_changes_with_them(
    show, theme: Theme
) -> None:
    window = show(*everything(theme), a_sidebar(theme))
    light = picture(window)
    theme.set_scheme(Scheme.DARK)
    dark = picture(window)
    assert theme.palette.canvas in colours(dark)
    assert theme.palette.canvas not in colours(light)


# Buttons


def test_a_button_is_28_high_and_32_in_the_page_header(theme: Theme) -> None:
    assert Button(theme, "Copy").sizeHint().height() == CONTROL
    assert Button(theme, "Copy", in_header=True).sizeHint().height() == CONTROL_IN_HEADER


def test_a_button_is_pressed_by_enter_and_by_space(show, theme: Theme) -> None:
    button = Button(theme, "Check and submit", ButtonKind.PRIMARY)
    show(button)
    pressed = heard(button.clicked)
    button.setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)
    assert len(pressed) == 2


def test_a_button_that_is_not_available_says_why(theme: Theme) -> None:
    button = Button(theme, "Approve…")
    button.explain_why_not("Nobody approves their own return")
    assert not button.isEnabled()
    assert button.toolTip() == "Nobody approves their own return"
    button.explain_why_not("")
    assert button.isEnabled()
    assert button.toolTip() == ""


def test_an_icon_and_a_key_cap_make_a_button_wider(theme: Theme) -> None:
    plain = Button(theme, "Accept").sizeHint().width()
    assert Button(theme, "Accept", icon="check").sizeHint().width() == plain + 18 + 7
    assert Button(theme, "Accept", key="A").sizeHint().width() > plain + 12


def test_the_ring_of_a_primary_button_stands_outside_it_and_goes_with_the_focus(
    show, theme: Theme
) -> None:
    button, other = Button(theme, "Submit", ButtonKind.PRIMARY), Button(theme, "Other")
    window = show(button, other)
    other.setFocus()
    corner = button.geometry().topLeft() + QPoint(button.width() // 2, -3)
    assert picture(window).pixelColor(corner) == QColor(theme.palette.canvas)
    button.setFocus()
    assert picture(window).pixelColor(corner) == QColor(theme.palette.focus)
    other.setFocus()
    assert picture(window).pixelColor(corner) == QColor(theme.palette.canvas)


def test_a_primary_button_can_go_while_it_has_the_focus(show, theme: Theme) -> None:
    button = Button(theme, "Submit", ButtonKind.PRIMARY)
    window = show(button)
    button.setFocus()
    button.deleteLater()
    QApplication.sendPostedEvents(None, 52)
    QApplication.processEvents()
    assert theme.palette.focus not in colours(picture(window))


# Segmented control


def test_the_first_segment_is_chosen_until_another_is(theme: Theme) -> None:
    segmented = a_segmented(theme)
    assert segmented.current == "all"
    told = heard(segmented.chosen)
    segmented.choose("red")
    assert segmented.current == "red"
    assert told == []


def test_a_control_without_segments_has_nothing_chosen(theme: Theme) -> None:
    assert Segmented(theme, "Nothing").current == ""


def test_arrows_choose_a_segment_and_tell(show, theme: Theme) -> None:
    segmented = a_segmented(theme)
    show(segmented, QLineEdit())
    told = heard(segmented.chosen)
    segmented.findChildren(QPushButton)[0].setFocus()
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    ):
        press(key)
    assert told == ["late", "red", "late", "all", "red"]
    assert segmented.current == "red"


def test_the_tab_key_stops_once_at_a_segmented_control(show, theme: Theme) -> None:
    segmented, before, after = a_segmented(theme), QLineEdit(), QLineEdit()
    segmented.choose("late")
    window = show(before, segmented, after)
    stops = tab_stops(window)
    assert len(stops) == 3
    assert [one.text() for one in stops if isinstance(one, QPushButton)] == ["Late 6"]


def test_a_click_chooses_a_segment(qtbot, show, theme: Theme) -> None:
    segmented = a_segmented(theme)
    show(segmented)
    told = heard(segmented.chosen)
    qtbot.mouseClick(segmented.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert told == ["late"]


def test_choosing_a_segment_moves_nothing(show, theme: Theme) -> None:
    segmented = a_segmented(theme)
    show(segmented)
    before = [one.geometry() for one in segmented.findChildren(QPushButton)]
    segmented.choose("red")
    QApplication.processEvents()
    assert [one.geometry() for one in segmented.findChildren(QPushButton)] == before


def test_counts_are_part_of_the_words(theme: Theme) -> None:
    segmented = a_segmented(theme)
    segmented.show_count("late", 1234)
    segmented.show_count("red", None)
    words = [one.text() for one in segmented.findChildren(QPushButton)]
    assert words == ["All 18", "Late 1,234", "Red"]


# Stepper


def test_a_stepper_steps_by_click_and_tells_which(qtbot, show, theme: Theme) -> None:
    stepper = a_stepper(theme)
    show(stepper)
    told = heard(stepper.stepped)
    previous, following = stepper.findChildren(QPushButton)
    qtbot.mouseClick(following, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(previous, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(previous, Qt.MouseButton.LeftButton)
    assert told == [2, 1, 0]
    assert stepper.label == "2014/15-Q4"
    assert stepper.index == 0


def test_a_stepper_steps_by_key_and_keeps_the_focus_at_its_ends(show, theme: Theme) -> None:
    stepper = a_stepper(theme)
    show(stepper)
    told = heard(stepper.stepped)
    previous, following = stepper.findChildren(QPushButton)
    following.setFocus()
    press(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is previous
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Home)
    assert QApplication.focusWidget() is following
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_End)
    assert told == [2, 0, 2]


def test_the_ends_of_a_stepper_say_that_there_is_no_more(theme: Theme) -> None:
    stepper = Stepper(theme)
    stepper.show_steps(["2015/16-Q1"], 0)
    previous, following = stepper.findChildren(QPushButton)
    assert not previous.isEnabled()
    assert not following.isEnabled()
    assert previous.toolTip() == "There is no earlier quarter"
    assert following.toolTip() == "There is no later quarter"


def test_a_stepper_says_what_it_steps_and_what_is_shown(theme: Theme) -> None:
    previous, following = a_stepper(theme).findChildren(QPushButton)
    assert (previous.accessibleName(), following.accessibleName()) == (
        "Previous quarter",
        "Next quarter",
    )
    assert previous.accessibleDescription() == "2015/16-Q1 is shown"


def test_stepping_does_not_change_the_width(show, theme: Theme) -> None:
    stepper = Stepper(theme)
    stepper.show_steps(["1", "a much longer label", "2"], 0)
    show(stepper)
    width = stepper.width()
    stepper.findChildren(QPushButton)[1].click()
    QApplication.processEvents()
    assert stepper.width() == width >= theme.width("a much longer label", semibold=True) + 64


# Sidebar


def test_arrows_move_along_the_sidebar_and_only_enter_opens(show, theme: Theme) -> None:
    sidebar = a_sidebar(theme)
    show(sidebar)
    told = heard(sidebar.chosen)
    home, review, help_page = sidebar.findChildren(QPushButton)
    home.setFocus()
    press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is review
    assert sidebar.current == "home"
    press(Qt.Key.Key_Return)
    assert sidebar.current == "review"
    press(Qt.Key.Key_End)
    assert QApplication.focusWidget() is help_page
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is home
    assert told == ["review", "help"]


def test_the_tab_key_stops_once_at_the_sidebar_at_the_open_page(show, theme: Theme) -> None:
    sidebar, field = a_sidebar(theme), QLineEdit()
    sidebar.select("review")
    window = show(sidebar, field)
    stops = tab_stops(window)
    assert len(stops) == 2
    assert "Review, 6" in {name_of(one) for one in stops}


def test_a_page_can_be_shown_as_open_without_opening_it(theme: Theme) -> None:
    sidebar = a_sidebar(theme)
    told = heard(sidebar.chosen)
    sidebar.select("help")
    assert sidebar.current == "help"
    assert told == []


def test_a_click_on_the_open_page_leaves_it_open(qtbot, show, theme: Theme) -> None:
    sidebar = a_sidebar(theme)
    show(sidebar)
    qtbot.mouseClick(sidebar.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert sidebar.current == "home"


def test_a_count_is_part_of_the_accessible_name(theme: Theme) -> None:
    sidebar = a_sidebar(theme)
    review = sidebar.findChildren(QPushButton)[1]
    assert review.accessibleName() == "Review, 6"
    sidebar.show_count("review", "")
    assert review.accessibleName() == "Review"


def test_a_narrow_window_has_icons_only_and_names_in_tool_tips(show, theme: Theme) -> None:
    sidebar = a_sidebar(theme)
    show(sidebar)
    review = sidebar.findChildren(QPushButton)[1]
    assert sidebar.width() >= 176
    assert review.toolTip() == ""
    sidebar.adapt(1099)
    assert sidebar.width() == 52
    assert review.toolTip() == "Review, 6"
    sidebar.adapt(1100)
    assert sidebar.width() >= 176


def test_type_twice_as_large_has_icons_only(qapp: QApplication, theme: Theme) -> None:
    theme.apply(qapp, Scheme.LIGHT, text_scale=2.0)
    sidebar = a_sidebar(theme)
    sidebar.adapt(1920)
    assert sidebar.width() < 100


def test_the_name_of_the_program_stands_in_one_line(show, theme: Theme) -> None:
    sidebar = a_sidebar(theme)
    show(sidebar)
    name = next(one for one in sidebar.findChildren(Words) if one.text() == "Community Safety")
    assert name.height() < 1.5 * theme.metrics().height()


def test_the_open_page_has_an_accent_bar_at_its_left(show, schemes: Theme) -> None:
    sidebar = a_sidebar(schemes)
    show(sidebar)
    item = picture(sidebar.findChildren(QPushButton)[0])
    middle = item.height() // 2
    assert [item.pixelColor(x, middle).name().upper() for x in range(4)] == [
        *[schemes.palette.accent] * 3,
        schemes.palette.surface,
    ]


# Head and foot of the page


def test_the_page_header_is_64_high_and_says_what_is_shown(show, theme: Theme) -> None:
    header = PageHeader(theme)
    header.show_title("No Place For Hate Forum", "Return for quarter 1.", ReturnState.IN_PROGRESS)
    show(header)
    assert header.height() == 64
    assert header.findChild(Chip).isVisible()
    assert header.accessibleName() == "No Place For Hate Forum"
    header.show_title("Home")
    assert not header.findChild(Chip).isVisible()


def test_controls_of_the_header_end_at_the_margin(show, theme: Theme) -> None:
    header = PageHeader(theme)
    primary = Button(theme, "Submit", ButtonKind.PRIMARY, in_header=True)
    header.add_controls(Button(theme, "Export…", in_header=True), primary)
    show(header)
    assert primary.geometry().right() == header.width() - 20 - 1


def test_controls_stand_below_the_words_of_a_head_that_has_no_room_for_both(
    show, theme: Theme
) -> None:
    header = PageHeader(theme)
    header.show_title("Home", "Returns for quarter 1")
    button = Button(theme, "Remind 13 late boards of what they owe…")
    header.add_controls(button)
    show(header, width=1100)
    title = next(one for one in header.findChildren(Words) if one.text() == "Home")
    assert button.geometry().top() < title.geometry().bottom()
    header.resize(button.sizeHint().width() + 60, 200)
    QApplication.processEvents()
    assert button.geometry().top() > title.geometry().bottom()
    assert button.width() >= button.sizeHint().width()
    header.resize(1100, 200)
    QApplication.processEvents()
    assert button.geometry().top() < title.geometry().bottom()


def test_the_status_line_says_saved_first_and_nothing_before_that(show, theme: Theme) -> None:
    status = StatusLine(theme)
    show(status)
    tick = status.findChild(MarkLabel)
    assert status.height() == 28
    assert not tick.isVisible()
    status.show_saved("Saved 14:32")
    QApplication.processEvents()
    assert tick.isVisible()
    assert tick.mapTo(status, QPoint(0, 0)).x() == 20
    status.show_saved("")
    assert not tick.isVisible()


def test_key_hints_are_shown_whole_or_not_at_all(qtbot, theme: Theme) -> None:
    hints = KeyHints(theme)
    hints.show_keys([("Enter", "Open return"), ("Ctrl+F", "Find")])
    window = QWidget()
    hints.setParent(window)
    both = hints.sizeHint().width()
    hints.resize(both, 16)
    with_both = picture(hints)
    hints.resize(both - 40, 16)
    with_one = picture(hints)
    hints.show_keys([("Enter", "Open return")])
    alone = picture(hints)
    assert with_one == alone
    assert with_both.copy(0, 0, both - 40, 16) != alone


def test_key_hints_can_be_read_as_a_sentence(theme: Theme) -> None:
    hints = KeyHints(theme)
    hints.show_keys([("Enter", "Open return"), ("Ctrl+F", "Find")])
    assert hints.accessibleName() == "Keys: Enter Open return, Ctrl+F Find"
    hints.show_keys([])
    assert hints.accessibleName() == ""


def test_hints_give_way_to_a_narrow_window(theme: Theme) -> None:
    status = StatusLine(theme)
    status.show_keys([("Enter", "Open return")] * 20)
    assert status.minimumSizeHint().width() < 200


# Messages


@pytest.mark.parametrize("kind", list(BannerKind), ids=lambda kind: kind.value)
def test_a_banner_says_the_fact_and_its_cure_and_offers_it(
    show, theme: Theme, kind: BannerKind
) -> None:
    banner = Banner(theme, kind, "F2 is not saved.", "The disk is full.", "Try again")
    show(banner)
    told = []
    banner.acted.connect(lambda: told.append(True))
    button = banner.findChild(Button)
    button.setFocus()
    press(Qt.Key.Key_Return)
    banner.announce()
    assert told == [True]
    assert banner.accessibleName() == "F2 is not saved. The disk is full."
    tints = {"info": "info_tint", "warning": "warn_tint", "error": "error_tint"}
    assert getattr(theme.palette, tints[kind.value]) in colours(picture(banner))


def test_the_bar_of_a_banner_is_four_pixels_wide(show, schemes: Theme) -> None:
    banner = Banner(schemes, BannerKind.ERROR, "F2 is not saved.")
    show(banner)
    image = picture(banner)
    row = [image.pixelColor(x, image.height() // 2).name().upper() for x in range(6)]
    assert row == [*[schemes.palette.red] * 4, *[schemes.palette.error_tint] * 2]


def test_a_banner_shows_words_as_they_are(theme: Theme) -> None:
    banner = Banner(theme, BannerKind.INFO, "5 < 6 & <b>more</b>")
    assert "&lt;b&gt;" in banner.findChild(Words).text()
    assert not banner.findChild(Button).isVisibleTo(banner)


def test_a_banner_wraps_where_the_page_is_narrow(show, theme: Theme) -> None:
    long = "Free some space, then try again. " * 6
    banner = Banner(theme, BannerKind.ERROR, "F2 is not saved.", long, "Try again")
    show(banner, width=500)
    assert banner.height() > 3 * theme.metrics().height()
    assert banner.width() < 500


def test_a_banner_shows_progress(show, theme: Theme) -> None:
    banner = Banner(theme, BannerKind.INFO, "Importing 18 returns:", "11 read.", "Cancel")
    show(banner)
    line = banner.findChild(ProgressLine)
    assert not line.isVisible()
    banner.show_progress(11, 18)
    assert line.isVisible()
    assert (line.value(), line.maximum(), line.accessibleName()) == (11, 18, "Progress")


def test_an_empty_state_says_what_to_do_and_offers_it(show, theme: Theme) -> None:
    empty = EmptyState(theme, "No returns for 2015/16-Q2 yet", "Open the quarter.", "Open")
    show(empty)
    told = []
    empty.acted.connect(lambda: told.append(True))
    empty.findChild(Button).click()
    assert told == [True]
    empty.show_words("No figures yet", "An officer enters them.")
    assert not empty.findChild(Button).isVisible()
    assert empty.accessibleName() == "No figures yet. An officer enters them."


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(show, theme: Theme) -> None:
    summary = ErrorSummary()
    show(summary, QLineEdit())
    assert not summary.isVisible()
    summary.show_problems([("f1", "Enter a figure"), ("f2", "Offences must be a number, like 30")])
    assert QApplication.focusWidget() is summary
    assert summary.accessibleName().startswith("There is a problem. Enter a figure.")
    chosen = heard(summary.chosen)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert chosen == ["f2"]
    summary.show_problems([("f2", "Enter a figure")])
    QApplication.processEvents()
    assert len([one for one in summary.findChildren(QPushButton) if one.isVisible()]) == 1
    summary.show_problems([])
    assert not summary.isVisible()


def test_a_chip_says_the_long_word_to_readers(theme: Theme) -> None:
    chip = Chip(theme, ReturnState.RETURNED)
    assert chip.accessibleName() == "Returned to the board"
    chip.show_state(ReturnState.APPROVED)
    assert chip.state is ReturnState.APPROVED
    assert chip.toolTip() == ""


def test_a_mark_label_has_its_word_beside_it(theme: Theme) -> None:
    label = MarkLabel(theme, Sign.LATE, "5 days late")
    assert label.accessibleName() == "5 days late"
    alone = MarkLabel(theme, Rag.RED, "")
    assert alone.sizeHint() == QSize(12, 12)
    assert alone.accessibleName() == Rag.RED.long
    alone.show_mark(Rag.GREEN)
    assert alone.mark is Rag.GREEN
    assert alone.text() == "Green"


def test_icons_grow_with_the_type(qapp: QApplication, theme: Theme) -> None:
    icon = IconLabel(theme, "clock", "text2")
    assert icon.size() == QSize(18, 18)
    theme.apply(qapp, Scheme.LIGHT, text_scale=2.0)
    assert icon.size() == QSize(36, 36)


def test_words_take_one_line_where_there_is_room(qtbot, show, theme: Theme) -> None:
    words = Words("Returns for quarter 1, April to June 2015.", "sentence")
    window = QWidget()
    row = QHBoxLayout(window)
    row.addWidget(words)
    row.addStretch(1)
    window.resize(600, 60)
    with qtbot.waitExposed(window):
        window.show()
    assert words.height() >= words.heightForWidth(words.width())
    assert words.heightForWidth(words.width()) < 1.5 * theme.metrics().height()
    assert words.heightForWidth(120) > 1.5 * theme.metrics().height()


def test_a_panel_has_a_title_and_a_body(show, theme: Theme) -> None:
    panel = Panel("Reminder, ready to send")
    panel.body.addWidget(hairline())
    show(panel)
    assert panel.accessibleName() == "Reminder, ready to send"
    assert theme.palette.border in colours(picture(panel))


def test_tabs_keep_their_places_whichever_is_open(show, theme: Theme) -> None:
    tabs = TabBar(theme, "Parts of the return")
    for words in ("Figures", "Delivery plan", "Summary"):
        tabs.addTab(words)
    tabs.show_count(0, "11 of 17")
    show(tabs)
    places = [tabs.tabRect(at) for at in range(3)]
    tabs.setFocus()
    press(Qt.Key.Key_Right)
    assert tabs.currentIndex() == 1
    assert [tabs.tabRect(at) for at in range(3)] == places
    assert tabs.accessibleTabName(0) == "Figures, 11 of 17"
    assert theme.palette.accent in colours(picture(tabs))


# Tables


def a_table(qtbot, theme: Theme, cells: bool = False) -> QTableView:
    model = QStandardItemModel(2, 5)
    model.setHorizontalHeaderLabels(["Board", "State", "Entered", "Due", "Queries"])
    right = Qt.AlignmentFlag.AlignRight
    model.setHeaderData(4, Qt.Orientation.Horizontal, right, Qt.ItemDataRole.TextAlignmentRole)
    for row, (board, code, state) in enumerate(
        (
            ("Prevent Board", "PREVENT", ReturnState.RETURNED),
            ("Domestic Violence Forum", "DVF", ReturnState.APPROVED),
        )
    ):
        for column, (words, role, value) in enumerate(
            (
                (board, Role.CODE, code),
                ("hidden by the chip", Role.STATE, state),
                ("hidden by the bar", Role.PROGRESS, (2, 7)),
                ("5 days late", Role.MARK, Sign.LATE),
                ("3", Role.DIM, True),
            )
        ):
            item = QStandardItem(words)
            item.setData(value, role)
            model.setItem(row, column, item)
    table = QTableView()
    table.setModel(model)
    model.setParent(table)
    dress_table(table, theme, ROW_DENSE, cells)
    for column, delegate in enumerate((NameDelegate, StateDelegate, ProgressDelegate)):
        table.setItemDelegateForColumn(column, delegate(theme, table))
    table.setItemDelegateForColumn(3, MarkDelegate(theme, table))
    table.resizeColumnsToContents()
    table.resize(700, 200)
    with qtbot.waitExposed(table):
        table.show()
    return table


def cell(table: QTableView, row: int, column: int) -> QImage:
    rect = table.visualRect(table.model().index(row, column))
    return picture(table.viewport()).copy(rect)


def test_cells_are_painted_by_marks_and_not_by_their_words(qtbot, schemes: Theme) -> None:
    palette = schemes.palette
    table = a_table(qtbot, schemes)
    assert palette.warn_tint in colours(cell(table, 0, 1))
    assert palette.text not in colours(cell(table, 0, 1))
    assert palette.accent in colours(cell(table, 0, 2))
    assert palette.bad in colours(cell(table, 0, 3))


def test_columns_are_as_wide_as_what_is_painted_in_them(qtbot, theme: Theme) -> None:
    table = a_table(qtbot, theme)
    widest = theme.width("Domestic Violence Forum") + theme.width("DVF", TextSize.SMALL)
    assert table.columnWidth(0) >= widest + 16
    assert table.columnWidth(2) >= 40 + 9 + theme.width("2 of 7") + 16
    assert table.columnWidth(3) >= 8 + 7 + theme.width("5 days late", semibold=True) + 16


def test_rows_are_as_high_as_asked_and_headings_28(qtbot, theme: Theme) -> None:
    table = a_table(qtbot, theme)
    assert table.rowHeight(0) == ROW_DENSE
    assert table.horizontalHeader().height() == 28


def test_a_selected_row_has_an_accent_bar_and_one_ground(qtbot, schemes: Theme) -> None:
    palette = schemes.palette
    table = a_table(qtbot, schemes)
    table.selectRow(0)
    first = cell(table, 0, 0)
    row = [first.pixelColor(x, 4).name().upper() for x in range(5)]
    assert row == [*[palette.accent] * 3, *[palette.select] * 2]
    assert cell(table, 0, 4).pixelColor(2, 4) == QColor(palette.select)
    assert palette.accent not in colours(cell(table, 1, 0))


def test_rows_are_parted_by_hairlines_and_columns_are_not(qtbot, schemes: Theme) -> None:
    table = a_table(qtbot, schemes)
    image = cell(table, 1, 4)
    border = QColor(schemes.palette.border)
    assert all(image.pixelColor(x, image.height() - 1) == border for x in range(image.width()))
    assert image.pixelColor(0, 5) == QColor(schemes.palette.surface)
    assert image.pixelColor(image.width() - 1, 5) == QColor(schemes.palette.surface)


def test_the_current_cell_is_ringed_where_one_moves_by_cell(qtbot, theme: Theme) -> None:
    table = a_table(qtbot, theme, cells=True)
    table.activateWindow()
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 4))
    image = cell(table, 1, 4)
    focus = QColor(theme.palette.focus)
    assert all(image.pixelColor(at, 10) == focus for at in (0, 1, image.width() - 1))
    assert all(image.pixelColor(10, at) == focus for at in (0, 1, image.height() - 1))


def test_a_cell_keeps_the_ground_its_model_gives_it(qtbot, theme: Theme) -> None:
    table = a_table(qtbot, theme, cells=True)
    tint = QColor(theme.palette.query_tint)
    index = table.model().index(1, 4)
    table.model().setData(index, tint, Qt.ItemDataRole.BackgroundRole)
    assert cell(table, 1, 4).pixelColor(4, 4) == tint


def test_the_heading_stands_over_its_figures(qtbot, theme: Theme) -> None:
    table = a_table(qtbot, theme)
    table.setColumnWidth(0, 100)
    table.setColumnWidth(4, 200)
    heading = table.horizontalHeader()
    image = picture(heading.viewport())
    left = heading.sectionViewportPosition(4)
    ground = QColor(theme.palette.alt)
    inked = [
        x
        for x in range(left, left + 200)
        if any(image.pixelColor(x, y) != ground for y in range(4, 24))
    ]
    assert min(inked) > left + 100
    assert left + 185 <= max(inked) < left + 200 - 7


def test_the_sorted_column_shows_a_triangle_after_its_words(qtbot, theme: Theme) -> None:
    table = a_table(qtbot, theme)
    heading = table.horizontalHeader()
    before = picture(heading.viewport())
    heading.setSortIndicatorShown(True)
    heading.setSortIndicator(3, Qt.SortOrder.DescendingOrder)
    falling = picture(heading.viewport())
    heading.setSortIndicator(3, Qt.SortOrder.AscendingOrder)
    rising = picture(heading.viewport())
    assert before != falling != rising != before
    left = heading.sectionViewportPosition(3)
    assert before.copy(0, 0, left, 28) == falling.copy(0, 0, left, 28)


def test_a_heading_of_two_lines_is_42_high(qtbot, show, theme: Theme) -> None:
    model = QStandardItemModel(1, 2)
    model.setHorizontalHeaderLabels(["Indicator", "2014/15-Q4\nlast quarter"])
    table = QTableView()
    model.setParent(table)
    table.setModel(model)
    dress_table(table, theme)
    with qtbot.waitExposed(table):
        table.show()
    plain = picture(table.horizontalHeader().viewport())
    table.horizontalHeader().set_strong(1)
    assert table.horizontalHeader().height() == 42
    assert picture(table.horizontalHeader().viewport()) != plain


def test_a_tree_has_rows_as_high_as_a_table(qtbot, show, theme: Theme) -> None:
    model = QStandardItemModel()
    model.setHorizontalHeaderLabels(["Theme"])
    parent = QStandardItem("Property crime")
    parent.setData(True, Role.EMPHASIS)
    parent.appendRow(QStandardItem("Personal robberies"))
    model.appendRow(parent)
    tree = QTreeView()
    model.setParent(tree)
    tree.setModel(model)
    dress_tree(tree, theme, row_height=30)
    tree.expandAll()
    tree.setCurrentIndex(parent.child(0).index())
    with qtbot.waitExposed(tree):
        tree.show()
    assert tree.visualRect(parent.index()).height() == 30
    child = tree.visualRect(parent.child(0).index())
    bar = picture(tree.viewport()).pixelColor(1, child.center().y())
    assert bar == QColor(theme.palette.accent)
