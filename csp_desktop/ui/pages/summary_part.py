"""What the chair tells the partnership: achievements, concerns, what is wanted of it."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from csp_desktop.core.records import place
from csp_desktop.core.returns import Summary
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.ui.theme import SPACE_PAGE, SPACE_PANEL, SPACE_TINY
from csp_desktop.ui.widgets.fields import TextArea
from csp_desktop.ui.widgets.words import Words

_LINES = 7
_TEXTS = (
    ("achievements", "Achievements", "What went well this quarter, in a sentence or two each."),
    ("concerns", "Concerns", "What worries the board, and what it is doing about it."),
    ("decisions", "Decisions wanted", "What the partnership is asked to decide, and by when."),
    ("resources", "Resources wanted", "What is missing, how much, and what it would be used for."),
)


class SummaryPart(QWidget):
    """Four texts, each stored when it is left or after a pause."""

    entered = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._summary: Summary | None = None
        self._areas = {name: TextArea(label, _LINES) for name, label, _ in _TEXTS}
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        grid = QGridLayout(inside)
        grid.setContentsMargins(SPACE_PAGE, SPACE_PANEL, SPACE_PAGE, SPACE_PANEL)
        grid.setHorizontalSpacing(SPACE_PANEL)
        grid.setVerticalSpacing(SPACE_PANEL)
        for number, (name, label, purpose) in enumerate(_TEXTS):
            grid.addLayout(self._field(name, label, purpose), number // 2, number % 2)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_sheet(self, sheet: ReturnSheet) -> None:
        """Show a return's summary; nothing is stored by it."""
        before, self._summary = self._summary, sheet.summary
        again = before is not None and place(before) == place(sheet.summary)
        for name, area in self._areas.items():
            area.show_text(getattr(sheet.summary, name), again)
            area.setReadOnly(not sheet.open)

    def commit(self) -> None:
        """Store what stands in the fields."""
        for area in self._areas.values():
            area.commit()

    def focus_first(self) -> None:
        """The keyboard goes to the first text."""
        self.next_pane()

    def next_pane(self) -> None:
        """F6 comes back to the first text."""
        self._areas["achievements"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _field(self, name: str, label: str, purpose: str) -> QVBoxLayout:
        area = self._areas[name]
        area.setAccessibleDescription(purpose)
        area.committed.connect(lambda text: self._change(name, label, text))
        heading = Words(label, "panel")
        heading.setBuddy(area)
        column = QVBoxLayout()
        column.setSpacing(SPACE_TINY)
        column.addWidget(heading)
        column.addWidget(Words(purpose, "sentence"))
        column.addWidget(area, 1)
        return column

    def _change(self, name: str, label: str, text: str) -> None:
        if self._summary is None or text.strip() == getattr(self._summary, name):
            return
        texts: dict[str, Any] = {name: text.strip()}
        self.entered.emit([replace(self._summary, **texts)], f"summary: {label.lower()}")
