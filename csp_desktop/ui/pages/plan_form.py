"""The form that records a change of the plan as it was agreed."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from csp_desktop.core.plan_changes import (
    AGREED_BY,
    AGREED_ON,
    AGREED_WHERE,
    BASELINE,
    DEADLINE,
    DEFINITION,
    DUE,
    FIELDS,
    OUTSIDE,
    PROFILE,
    REASON,
    TOLERANCE,
    VALUE,
    typed_text,
)
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_PAGE, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.error_summary import ErrorSummary
from csp_desktop.ui.widgets.fields import Labelled, TextArea, TextField
from csp_desktop.ui.widgets.words import Words

_LABELS = {
    VALUE: "New value",
    BASELINE: "Baseline, like 2012/13",
    DEADLINE: "Deadline, like 2015/16",
    DEFINITION: "New definition",
    TOLERANCE: "Tolerance (% or points), like 10",
    PROFILE: "Profile, like 30 25 25 20",
    OUTSIDE: "Outside control, yes or no",
    DUE: "New due date, like 14 Aug 2015",
    AGREED_BY: "Agreed by",
    AGREED_WHERE: "Agreed where",
    AGREED_ON: "Agreed on, like 14 Aug 2015",
    REASON: "Why",
}
_LONG = {DEFINITION: 4, REASON: 2}
# Where each field stands: row, column, columns taken.
_PLACES = {
    VALUE: (0, 0, 1),
    BASELINE: (0, 1, 1),
    DEADLINE: (1, 0, 1),
    DUE: (0, 0, 1),
    DEFINITION: (2, 0, 2),
    TOLERANCE: (3, 0, 1),
    PROFILE: (3, 1, 1),
    OUTSIDE: (4, 0, 1),
    AGREED_BY: (5, 0, 1),
    AGREED_WHERE: (5, 1, 1),
    AGREED_ON: (6, 0, 1),
    REASON: (7, 0, 2),
}
Texts = Mapping[str, str]


class PlanForm(QWidget):
    """Fields for what changes and four for the agreement; nothing is stored before the button."""

    recorded = Signal(object)
    """What stands in the fields, by their names."""
    field_wanted = Signal(str)
    """The field an error leads to."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._key: tuple[str, str] = ("", "")
        self._shown: dict[str, str] = {}
        self._kept: dict[tuple[str, str], dict[str, str]] = {}
        self._fields: dict[str, TextField | TextArea] = {}
        self._boxes: dict[str, Labelled] = {}
        self._problems, self._summary = ErrorSummary(), QWidget()
        self._button = Button(theme, "Record change", ButtonKind.PRIMARY, key="Ctrl+Return")
        self._lay_out()
        self._button.clicked.connect(self.record)
        self._problems.chosen.connect(self.field_wanted)

    def show_item(self, entity: str, entity_id: str, current: Texts) -> None:
        """Offer the fields of another item; what was typed for one is there when one comes back.

        Args:
            entity: target, indicator or action.
            entity_id: its id or code.
            current: what stands in its fields now.
        """
        self._keep()
        again = self._key == (entity, entity_id)
        self._key = entity, entity_id
        self._shown = {name: typed_text(name, current.get(name, "")) for name in _LABELS}
        for name, text in {**self._shown, **self._kept.get(self._key, {})}.items():
            self._show_text(name, text)
        for name, box in self._boxes.items():
            box.setVisible(name in FIELDS[entity] or name not in _ALL_VALUES)
        if not again:
            self.show_problems([])

    def lock(self, reason: str) -> None:
        """Let nothing be recorded, and say why; no reason unlocks it."""
        self._button.explain_why_not(reason)
        for field in self._fields.values():
            field.lock(reason)

    def record(self) -> None:
        """Hand over what stands in the fields."""
        if self._button.isEnabled():
            self.recorded.emit(self._texts())

    def show_problems(self, problems: list[tuple[str, str]]) -> None:
        """Say what is wrong, at the top and beside each field in the same words."""
        said = dict(problems)
        for name, box in self._boxes.items():
            box.show_notes(said.get(name, ""))
        self._summary.setVisible(bool(problems))
        self._problems.show_problems(problems)

    def clear(self) -> None:
        """Forget what was typed: it has been recorded."""
        for name, text in self._shown.items():
            self._show_text(name, text)
        self._kept.pop(self._key, None)
        self.show_problems([])

    @property
    def summary(self) -> QWidget:
        """Where everything that is wrong is said; the page has room for it at its top."""
        return self._summary

    def field(self, name: str = "") -> QWidget:
        """A field by its name, or the first one."""
        return self._fields[name or FIELDS[self._key[0]][0]]

    def _texts(self) -> dict[str, str]:
        return {
            name: field.text() if isinstance(field, TextField) else field.toPlainText()
            for name, field in self._fields.items()
        }

    def _keep(self) -> None:
        typed = {
            name: text for name, text in self._texts().items() if text != self._shown.get(name)
        }
        if self._key[0] and typed:
            self._kept[self._key] = typed
        else:
            self._kept.pop(self._key, None)

    def _show_text(self, name: str, text: str) -> None:
        self._fields[name].show_text(text)

    def _lay_out(self) -> None:
        above = QVBoxLayout(self._summary)
        above.setContentsMargins(SPACE_PAGE, 0, SPACE_PAGE, SPACE_SMALL)
        above.addWidget(self._problems)
        self._summary.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_MEDIUM)
        grid.setVerticalSpacing(SPACE_SMALL)
        for name, label in _LABELS.items():
            spoken = label.partition(",")[0]
            lines = _LONG.get(name)
            field = TextArea(spoken, lines) if lines else TextField(spoken)
            self._fields[name] = field
            self._boxes[name] = Labelled(label, field)
            row, left, across = _PLACES[name]
            grid.addWidget(self._boxes[name], row, left, 1, across, Qt.AlignmentFlag.AlignTop)
        for half in (0, 1):
            grid.setColumnStretch(half, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_SMALL)
        column.addWidget(Words("Record a change", "panel"))
        column.addLayout(grid)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)


_ALL_VALUES = {name for names in FIELDS.values() for name in names}
