"""No words are cut: every label, button, heading and cell has the room its words need."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFontDatabase, QFontMetrics, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QWidget,
)

from csp_desktop.core.figures import Absence
from csp_desktop.services import Services
from csp_desktop.ui import theme as type_of_program
from csp_desktop.ui.delegates.wrapping import fitting
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.item_models.dashboard_cells import DashboardColumn
from csp_desktop.ui.item_models.figure_grid import FigureColumn
from csp_desktop.ui.item_models.period_table import PeriodColumn
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.main_window import DASHBOARD, RETURNS, TRENDS, MainWindow
from csp_desktop.ui.pages.dashboard_table import DashboardTable
from csp_desktop.ui.pages.return_banners import ReturnBanners
from csp_desktop.ui.theme import CELL_PADDING, Scheme, TextSize, Theme
from csp_desktop.ui.widgets.banner import Banner
from csp_desktop.ui.widgets.status_line import KeyHints
from tests.ui.hands import Q1, Q2, each_view, enter, named, press, settle

SIZES = [(1366, 768), (1100, 700)]
# What a combo box keeps for its arrow and its edges.
ARROW = 36


def called(widget: QWidget) -> str:
    """A widget by its kind and its words, for the message of a failing test."""
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} “{text or widget.accessibleName()}”"


def widest_word(metrics: QFontMetrics, text: str) -> int:
    return max((metrics.horizontalAdvance(word) for word in text.split()), default=0)


def label_is_cut(label: QLabel) -> bool:
    if isinstance(label, KeyHints) or not label.text():
        return False  # hints are left out whole where there is no room for them
    if not label.wordWrap():
        return (
            label.width() < label.sizeHint().width()
            or label.height() < label.fontMetrics().height()
        )
    if label.height() < label.heightForWidth(label.width()):
        return True
    words = label.text()
    if words.startswith("<"):
        document = QTextDocument()
        document.setHtml(words)
        words = document.toPlainText()
    return label.width() < widest_word(label.fontMetrics(), words)


def line_is_cut(line: QLineEdit) -> bool:
    """Text can be scrolled in a line; a placeholder cannot."""
    room = line.width() - 18
    return room < line.fontMetrics().horizontalAdvance(line.placeholderText())


def choice_is_cut(choice: QComboBox) -> bool:
    words = [choice.itemText(number) for number in range(choice.count())]
    widest = max(choice.fontMetrics().horizontalAdvance(one) for one in words)
    return choice.width() < widest + ARROW


def tabs_are_cut(tabs: QTabBar) -> bool:
    return any(
        tabs.tabRect(number).right() > tabs.width()
        or tabs.tabRect(number).width() < tabs.tabSizeHint(number).width()
        for number in range(tabs.count())
    )


def button_is_cut(button: QPushButton) -> bool:
    """Arrows without words have their size from elsewhere."""
    wanted = button.sizeHint()
    return bool(button.text()) and (
        button.width() < wanted.width() or button.height() < wanted.height()
    )


def heading_is_cut(heading: QHeaderView) -> bool:
    """Without the room that a sort mark would take where none is shown."""
    theme, model = heading._theme, heading.model()
    for column in range(model.columnCount()):
        if heading.isSectionHidden(column):
            continue
        lines = str(model.headerData(column, Qt.Orientation.Horizontal) or "").split("\n")
        words = max(
            theme.width(line, TextSize.SMALL, semibold=not number)
            for number, line in enumerate(lines)
        )
        if heading.sectionSize(column) < words + 2 * CELL_PADDING:
            return True
    return False


CUT = {
    QLabel: label_is_cut,
    QPushButton: button_is_cut,
    QLineEdit: line_is_cut,
    QComboBox: choice_is_cut,
    QTabBar: tabs_are_cut,
    QHeaderView: heading_is_cut,
}


def overhangs(widget: QWidget) -> bool:
    """Whether a widget reaches beyond one it stands in; up and down it may be scrolled."""
    scrolled = False
    parent = widget.parentWidget()
    while parent is not None and not widget.isWindow():
        scrolled = scrolled or isinstance(parent.parentWidget(), QAbstractScrollArea)
        corner = widget.mapTo(parent, QPoint())
        if corner.x() < 0 or corner.x() + widget.width() > parent.width():
            return True
        if not scrolled and (corner.y() < 0 or corner.y() + widget.height() > parent.height()):
            return True
        if parent.isWindow():
            return False
        parent = parent.parentWidget()
    return False


def cut(window: QWidget) -> Iterator[str]:
    for _ in range(4):
        settle()  # labels that break their lines are laid out in several turns
    for kind, is_cut in CUT.items():
        for widget in window.findChildren(kind):
            if widget.isVisible() and (is_cut(widget) or overhangs(widget)):
                yield f"{called(widget)} {widget.size().toTuple()}"


@pytest.fixture
def unpainted(dressed_window: MainWindow) -> MainWindow:
    """Laid out as it is seen; to paint it as well would only take time."""
    dressed_window.setUpdatesEnabled(False)
    return dressed_window


def test_no_words_are_cut_on_any_page_at_any_size(
    unpainted: MainWindow, services: Services, schemes: Theme
) -> None:
    for view in each_view(unpainted, services):
        for size in SIZES:
            unpainted.resize(*size)
            assert list(cut(unpainted)) == [], (view, size)


def test_no_words_are_cut_while_a_long_error_is_said(unpainted: MainWindow) -> None:
    unpainted.resize(1100, 700)
    unpainted.open_return("NPFHF", Q1)
    page = unpainted.findChild(ReturnBanners)
    failed, returned, locked, *fetched = page.findChildren(Banner)
    for banner in (unpainted.findChild(Banner), failed, returned, locked):
        path = "C:/Users/officer/AppData/Local/csp-desktop/a folder with a long name/" * 2
        banner.show_words("Not saved.", f"{path}csp.db is in use by another program. " * 2, "Close")
        banner.show()
    assert list(cut(unpainted)) == []
    # Figures are fetched into a return that is open: it is not locked then.
    locked.hide()
    page.tell_fetched("8 figures filled in from the publisher.", "H1: a month is missing. " * 4)
    page.offer_changes("12 cells hold another number.", "H1 262 here, 243 in the file; " * 4, 12)
    assert all(one.isVisible() for one in fetched)
    assert list(cut(unpainted)) == []


def test_no_words_are_cut_in_the_longest_details(unpainted: MainWindow, services: Services) -> None:
    unpainted.resize(1100, 700)
    unpainted.open_page(RETURNS)
    for board in services.plan.boards:
        unpainted.open_return(board.code, Q1)
        assert list(cut(unpainted)) == [], board.code


def test_the_names_of_indicators_keep_their_room_in_a_narrow_window(
    unpainted: MainWindow,
) -> None:
    unpainted.resize(1100, 700)
    unpainted.open_return("TTCG", Q1)
    grid = named(unpainted, QTableView, "Figures")
    assert grid.columnWidth(FigureColumn.NAME) > grid.columnWidth(FigureColumn.ENTRY)
    assert not grid.isColumnHidden(FigureColumn.LAST_QUARTER)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert grid.isColumnHidden(FigureColumn.LAST_QUARTER)
    assert grid.columnWidth(FigureColumn.NAME) > grid.columnWidth(FigureColumn.ENTRY)
    unpainted.resize(1366, 768)
    settle()
    assert not grid.isColumnHidden(FigureColumn.LAST_QUARTER)


# Cells


def stretched(table: QTableView) -> list[int]:
    heading = table.horizontalHeader()
    return [
        column
        for column in range(heading.count())
        if heading.sectionResizeMode(column) == QHeaderView.ResizeMode.Stretch
    ]


def room(table: QTableView, index: QModelIndex) -> int:
    """The width of a cell's column; an absence before need only show its widest word, for its
    tool tip and the details say the whole."""
    spare = 0
    if index.data() == index.data(Qt.ItemDataRole.ToolTipRole) != "":
        metrics = table.fontMetrics()
        spare = metrics.horizontalAdvance(index.data()) - widest_word(metrics, index.data())
    return table.columnWidth(index.column()) + spare


def narrow_cells(table: QTableView) -> Iterator[str]:
    """Cells of columns that do not stretch, whose words need more room than the column has."""
    model = table.model()
    shown = [one for one in range(model.columnCount()) if not table.isColumnHidden(one)]
    for column in set(shown) - set(stretched(table)):
        for row in range(model.rowCount()):
            index: QModelIndex = model.index(row, column)
            if index.data(Role.HEADING) or not index.data():
                continue
            if table.sizeHintForIndex(index).width() > room(table, index):
                yield f"{table.accessibleName()}: {index.data()}"


def test_every_column_of_words_is_wide_enough_for_them(
    unpainted: MainWindow, services: Services
) -> None:
    unpainted.resize(1100, 700)
    settle()
    assert list(narrow_cells(named(unpainted, QTableView, "Returns"))) == []
    unpainted.resize(1366, 768)
    for board in services.plan.boards:
        unpainted.open_return(board.code, Q1)
        for name in ("Figures", "Actions"):
            assert list(narrow_cells(named(unpainted, QTableView, name))) == [], board.code


def test_every_column_is_wide_enough_for_absences_and_large_figures(
    unpainted: MainWindow, services: Services
) -> None:
    words = [one.words for one in Absence if one is not Absence.NOT_ENTERED]
    unpainted.open_return("NPFHF", Q1)
    for text in (*words, "1,234,567"):
        enter(text)
    for quarter in (Q1, Q2):
        unpainted.open_return("NPFHF", quarter)
        assert list(narrow_cells(named(unpainted, QTableView, "Figures"))) == []


def test_the_table_beside_the_chart_is_as_wide_as_each_trend_needs(
    unpainted: MainWindow, services: Services, theme: Theme
) -> None:
    unpainted.resize(1100, 700)
    unpainted.open_page(TRENDS)
    for code in sorted(services.analysis.with_figures())[::4]:
        unpainted.trends.show_indicator(code)
        settle()
        shown = named(unpainted, QTableView, "The same as a table")
        for row in range(shown.model().rowCount()):
            for column in PeriodColumn:
                index = shown.model().index(row, column)
                bold = bool(index.data(Role.EMPHASIS))
                words = theme.width(index.data() or "", semibold=bold) + 2 * CELL_PADDING
                assert words <= shown.columnWidth(column), (code, index.data())


# The dashboard, whose names break into lines


@pytest.fixture(params=["DejaVu Sans", "Noto Sans"])
def family(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The two families that the program falls back on, where they are installed."""
    if request.param not in QFontDatabase.families():
        pytest.skip(f"{request.param} is not installed")
    monkeypatch.setattr(type_of_program, "choose_families", lambda *_: [request.param])
    return request.param


def dashboard_in(
    theme: Theme, services: Services, dialogs: Dialogs, show: Callable[[QWidget], QWidget]
) -> tuple[MainWindow, DashboardTable]:
    """The dashboard in a window of the smallest usual size with every theme open."""
    window = MainWindow(services, theme, dialogs)
    window.setUpdatesEnabled(False)
    window.resize(1366, 768)
    show(window)
    window.open_page(DASHBOARD)
    while window.dashboard.is_busy:
        QTest.qWait(5)
    table = named(window, DashboardTable, "Themes and their indicators")
    for row in range(table.model().rowCount() - 1, -1, -1):
        table.model().open_theme(row, opened=True)
    settle()
    return window, table


def cut_names(table: DashboardTable, theme: Theme) -> Iterator[str]:
    """Names that their row is too low for, or with a word that their column is too narrow for."""
    tree = table.model()
    for row in range(tree.rowCount()):
        cell, is_theme = tree.cell(row, DashboardColumn.NAME), tree.indicator(row) is None
        metrics = theme.metrics(semibold=is_theme)
        size = TextSize.BODY if is_theme else TextSize.SMALL
        code = theme.scaled(24) + theme.width(cell.beside, size, is_theme)
        lock = theme.scaled(13) + 7 if cell.marks else 0
        width = table.columnWidth(DashboardColumn.NAME) - max(theme.scaled(54), code) - lock
        flags = int(Qt.TextFlag.TextWordWrap)
        box = metrics.boundingRect(QRect(0, 0, width, 10_000), flags, cell.words)
        below = theme.metrics(TextSize.SMALL).height() if cell.below else 0
        if widest_word(metrics, cell.words) > width or box.height() + below > table.rowHeight(row):
            yield cell.words


def cut_cells(table: DashboardTable) -> Iterator[str]:
    """Cells of indicators that are wider than their columns."""
    tree = table.model()
    for column in tuple(DashboardColumn)[1:]:
        for row in range(tree.rowCount()):
            index = tree.index(row, column)
            wanted = table.sizeHintForIndex(index).width()
            hidden = table.isColumnHidden(column) or tree.indicator(row) is None
            if not hidden and wanted > table.columnWidth(column):
                yield f"{column.name}: {index.data()}"


def cut_stories(table: DashboardTable, theme: Theme) -> Iterator[str]:
    """Stories of which not even the first words have room."""
    tree = table.model()
    first, last = DashboardColumn.LATEST, DashboardColumn.SIGNALS
    room = table.columnViewportPosition(last) + table.columnWidth(last)
    room -= table.columnViewportPosition(first) + 2 * CELL_PADDING
    flags = int(Qt.TextFlag.TextWordWrap)
    for row in tree.theme_rows:
        words = fitting(tree.cell(row, first).words, 0, theme)
        box = theme.metrics().boundingRect(QRect(0, 0, room, 10_000), flags, words)
        if box.height() > table.rowHeight(row):
            yield words


def test_no_words_of_the_dashboard_are_cut_and_every_column_stays(
    family: str,
    qapp: QApplication,
    resources: Path,
    services: Services,
    dialogs: Dialogs,
    show: Callable[[QWidget], QWidget],
) -> None:
    theme = Theme(resources)
    theme.apply(qapp, Scheme.LIGHT)
    window, table = dashboard_in(theme, services, dialogs, show)
    assert theme.font().families() == [family]
    assert not any(table.isColumnHidden(one) for one in DashboardColumn)
    assert not table.horizontalScrollBar().isVisible()
    assert [*cut(window), *cut_names(table, theme)] == []
    assert [*cut_cells(table), *cut_stories(table, theme)] == []


def test_at_twice_the_size_the_dashboard_keeps_what_a_meeting_decides_by(
    family: str,
    qapp: QApplication,
    resources: Path,
    services: Services,
    dialogs: Dialogs,
    show: Callable[[QWidget], QWidget],
) -> None:
    theme = Theme(resources)
    theme.apply(qapp, Scheme.LIGHT, text_scale=2.0)
    _, table = dashboard_in(theme, services, dialogs, show)
    kept = {one for one in DashboardColumn if not table.isColumnHidden(one)}
    assert kept >= {
        DashboardColumn.NAME,
        DashboardColumn.NOW,
        DashboardColumn.FORECAST,
        DashboardColumn.LATEST,
        DashboardColumn.YEAR,
        DashboardColumn.SIGNALS,
    }
    assert not table.horizontalScrollBar().isVisible()
    assert not heading_is_cut(table.horizontalHeader())
    assert list(cut_names(table, theme)) == []
    assert [*cut_cells(table), *cut_stories(table, theme)] == []
