"""What a person does at the window, and what they see of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton, QTabBar, QWidget

from csp_desktop.core.figures import blank
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import Return, Summary
from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.services import Services
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import AuditRow
from csp_desktop.ui.main_window import (
    AUDIT,
    DASHBOARD,
    DELIVERY,
    HOME,
    IMPORT,
    PACKS,
    PLAN,
    REVIEW,
    TRENDS,
    MainWindow,
)

Q1 = Quarter(2015, 1)
Q2 = Quarter(2015, 2)

Widget = TypeVar("Widget", bound=QWidget)


class Heard(list[Any]):
    """What a signal told, in order."""

    def take(self, *words: object) -> None:
        self.append(words[0] if len(words) == 1 else words)


def heard(signal: Any) -> Heard:
    told = Heard()
    signal.connect(told.take)
    return told


def settle() -> None:
    """What was put off until after the key or the click is done now, as it is for a person."""
    QApplication.processEvents()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def press(
    key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
) -> None:
    for _ in range(times):
        QTest.keyClick(focused(), key, modifiers)
        settle()


def type_in(text: str) -> None:
    """Every character goes to whatever has the keyboard then: the first may open an editor."""
    for character in text:
        QTest.keyClicks(focused(), character)


def enter(text: str) -> None:
    type_in(text)
    press(Qt.Key.Key_Return)


def back_to(window: QWidget) -> None:
    """A screen gives the keyboard back when a list closes; Qt's screenless platform does not."""
    window.activateWindow()
    settle()


def named(parent: QWidget, kind: type[Widget], name: str) -> Widget:
    """The one widget of a kind that screen readers call by this name."""
    found = [one for one in parent.findChildren(kind) if one.accessibleName() == name]
    assert len(found) == 1, f"{len(found)} {kind.__name__} are called “{name}”"
    return found[0]


def spoken_name(widget: QWidget) -> str:
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def words_on(parent: QWidget) -> list[str]:
    """What labels say that can be seen."""
    settle()
    return [one.text() for one in parent.findChildren(QLabel) if one.isVisible() and one.text()]


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def colours(image: QImage) -> set[str]:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = set(plain.constBits().cast("I"))
    return {f"#{pixel & 0xFFFFFF:06X}" for pixel in pixels}


def share(image: QImage, colour: str) -> float:
    """How much of a picture is of exactly this colour, 0 to 1."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = list(plain.constBits().cast("I"))
    wanted = QColor(colour).rgb() & 0xFFFFFF
    return sum(pixel & 0xFFFFFF == wanted for pixel in pixels) / len(pixels)


def each_view(window: MainWindow, services: Services) -> Iterator[str]:
    """Open one page after the other, with their parts, and what stands there where nothing does."""
    window.open_page(HOME)
    settle()
    yield "home"
    window.open_return("NPFHF", Q1)
    tabs = window.returns.findChild(QTabBar)
    for part, name in enumerate(("figures", "delivery plan")):
        tabs.setCurrentIndex(part)
        settle()
        yield name
    window.open_return("CSP", Q1)
    settle()
    yield "a return that asks nothing"
    window.open_page(IMPORT)
    settle()
    yield "import"
    window.open_page(TRENDS)
    settle()
    yield "a trend"
    known = services.analysis.with_figures()
    without = next(one.code for one in services.plan.indicators if one.code not in known)
    window.trends.show_indicator(without)
    settle()
    yield "a trend without figures"
    window.open_page(DASHBOARD)
    while window.dashboard.is_busy:
        QTest.qWait(5)
    yield "dashboard"
    window.open_page(PACKS)
    named(window.packs, QRadioButton, "Public edition").click()
    while window.packs.is_busy:
        QTest.qWait(5)
    yield "packs"
    for key in (REVIEW, DELIVERY, PLAN, AUDIT):
        window.open_page(key)
        settle()
        yield key


def blank_sheet(plan: Plan, board: str, quarter: Quarter = Q1) -> ReturnSheet:
    """A return before anything is entered, without a database."""
    lines = (
        FigureLine(one, blank(one.code, plan.area, quarter.range), None, None, True)
        for one in plan.indicators_of(board)
    )
    record = Return(board=board, quarter=quarter, plan=plan.id)
    summary = Summary(board=board, quarter=quarter)
    due = quarter.due(17)
    return ReturnSheet(plan.board(board), quarter, record, due, tuple(lines), (), summary)


@contextmanager
def in_use(database: Path) -> Iterator[None]:
    """Another program holds the database for itself."""
    other = sqlite3.connect(database, isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        other.close()


def audit_rows(database: Path) -> int:
    """How many writes the database has seen."""
    store = Store(database)
    try:
        return len(store.rows(AuditRow.select(AuditRow.seq)))
    finally:
        store.close()
