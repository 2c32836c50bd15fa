"""The milestones of an action: text, due and met on, one below the other, all by keyboard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csp_desktop.core.actions import Milestone
from csp_desktop.core.line_reading import is_milestone_field, milestone_field
from csp_desktop.core.reading import UnreadableError, read_day
from csp_desktop.ui.theme import SPACE_SMALL, SPACE_TINY, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.fields import TextField
from csp_desktop.ui.widgets.words import Words

_BLANK = Milestone("")
_DAYS = _DUE, _MET = "due", "met on"
_NAMELESS = "Enter what the milestone is"
_ROOM_IN_FIELD = 20


class Milestones(QWidget):
    """One row a milestone and a button that adds one; every committed field hands over them all.

    A row without a text stays as typed and is not handed over; a date that cannot be read stands in
    `unread`, by the name of its field.
    """

    committed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build an editor without milestones.

        Args:
            theme: colours and type.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._stored: tuple[Milestone, ...] = ()
        self._drafts: dict[str, str] = {}
        self._rows: list[_Row] = []
        self._reason = ""
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE_SMALL)
        self._add = Button(theme, "Add a milestone", ButtonKind.QUIET, icon="plus")
        self._add.clicked.connect(self._add_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_TINY)
        column.addWidget(Words("Milestones", "label"))
        column.addLayout(self._column)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def unread(self) -> dict[str, str]:
        """What stands in days and cannot be read, by the name of the field."""
        return {
            milestone_field(number, day): text
            for number, row in enumerate(self._rows, start=1)
            for day, text in row.unread.items()
            if not row.is_new
        }

    def show_milestones(
        self,
        stored: Sequence[Milestone],
        keep: bool = False,
        drafts: Mapping[str, str] | None = None,
    ) -> None:
        """Show what is stored; nothing is committed by it.

        Args:
            stored: in the order they stand in.
            keep: whether what is being typed, or could not be taken, stays.
            drafts: what could not be read of it, by the name of the field.
        """
        self._stored = tuple(stored)
        self._drafts = {
            name: text for name, text in (drafts or {}).items() if is_milestone_field(name)
        }
        while len(self._rows) < len(self._stored):
            self._new_row()
        for number, (row, one) in enumerate(zip(self._rows, self._stored, strict=False), start=1):
            drafts_of_row = {
                day: self._drafts.get(milestone_field(number, day), "") for day in _DAYS
            }
            row.show_milestone(one, keep, drafts_of_row)
        for row in self._rows[len(self._stored) :]:
            if not (keep and row.is_new):
                self._drop(row)
        self._name_rows()

    def commit(self) -> None:
        """Hand over what stands in the fields."""
        for row in tuple(self._rows):
            row.commit()

    def lock(self, reason: str) -> None:
        """Let the milestones be read and not changed, and say why; no reason unlocks them."""
        self._reason = reason
        self._add.explain_why_not(reason)
        for row in self._rows:
            row.lock(reason)

    def focus_day(self, field: str) -> None:
        """The keyboard goes to one day of a milestone, else to the first milestone.

        Args:
            field: its name, as in `unread`.
        """
        for number, row in enumerate(self._rows, start=1):
            for day, place in row.days.items():
                if milestone_field(number, day) == field:
                    place.setFocus(Qt.FocusReason.ShortcutFocusReason)
                    return
        self.focus_first()

    def focus_first(self) -> None:
        """The keyboard goes to the first milestone, or to the button where there is none."""
        first = self._rows[0].text if self._rows else self._add
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_row(self) -> None:
        """One row at a time: a second one waits until the first says something."""
        if not (self._rows and self._rows[-1].is_new):
            self._new_row()
            self._name_rows()
        self._rows[-1].text.setFocus(Qt.FocusReason.TabFocusReason)

    def _new_row(self) -> None:
        row = _Row(self._theme)
        row.committed.connect(self._hand_over)
        row.removed.connect(lambda: self._remove(row))
        row.lock(self._reason)
        self._rows.append(row)
        self._column.addWidget(row)
        row.show()
        # Made after the button, its fields would be reached after it.
        row.put_before(self._add)

    def _remove(self, row: "_Row") -> None:
        number = self._rows.index(row)
        self._drop(row)
        self._name_rows()
        after = self._rows[number].text if number < len(self._rows) else self._add
        after.setFocus(Qt.FocusReason.OtherFocusReason)
        self._hand_over()

    def _drop(self, row: "_Row") -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _hand_over(self) -> None:
        now = tuple(one for row in self._rows if (one := row.milestone()) is not None)
        changed = now != self._stored
        if changed:
            self._stored = now
            for row in self._rows:
                row.settle()
        if changed or self.unread != self._drafts:
            self._drafts = self.unread
            self.committed.emit(now)

    def _name_rows(self) -> None:
        for number, row in enumerate(self._rows, 1):
            row.name(number)


@dataclass(frozen=True)
class _Day:
    """A field of a row that holds a day."""

    label: str
    field: TextField


class _Row(QWidget):
    """One milestone."""

    committed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._stored: Milestone | None = None
        self.text = TextField("Milestone")
        self._due = _Day("Due", TextField("Due"))
        self._met = _Day("Met on", TextField("Met on"))
        self._remove = Button(theme, "Remove", ButtonKind.QUIET)
        self._problem = Words("", "error")
        self._problem.hide()
        self.text.setPlaceholderText("What will have been done")
        self._lay_out(theme)
        for field in self._fields():
            field.committed.connect(self._check)
        self._remove.clicked.connect(self.removed)

    @property
    def is_new(self) -> bool:
        """Whether it has never been stored."""
        return self._stored is None

    @property
    def days(self) -> dict[str, TextField]:
        """The fields of its days, by what each is."""
        return {_DUE: self._due.field, _MET: self._met.field}

    @property
    def unread(self) -> dict[str, str]:
        """What stands in its days and cannot be read."""
        return {day: one.text() for day, one in self.days.items() if one.is_wrong}

    def show_milestone(self, one: Milestone, keep: bool, drafts: Mapping[str, str]) -> None:
        """Show what is stored, and what could not be read."""
        keep = keep and self._stored is not None
        self._stored = one
        self.text.show_text(one.text, keep)
        self._due.field.show_text(_words(one.due), keep, drafts[_DUE])
        self._met.field.show_text(_words(one.met_on), keep, drafts[_MET])
        self._say()

    def milestone(self) -> Milestone | None:
        """What the row says; what cannot be taken is as it was. None where it says nothing yet."""
        before = self._stored or _BLANK
        text = self.text.text().strip() or before.text
        if not text:
            return None
        return Milestone(text, _read(self._due, before.due), _read(self._met, before.met_on))

    def settle(self) -> None:
        """Take what the row says for stored, once it has been handed over."""
        self._stored = self.milestone()

    def commit(self) -> None:
        """Hand over what stands in the fields."""
        for field in self._fields():
            field.commit()

    def lock(self, reason: str) -> None:
        """Let it be read only."""
        for field in self._fields():
            field.lock(reason)
        self._remove.explain_why_not(reason)

    def name(self, number: int) -> None:
        """Say in every field's name which milestone it is of."""
        for field, words in zip(self._fields(), ("", ", due", ", met on"), strict=True):
            field.setAccessibleName(f"Milestone {number}{words}")
        self._remove.setAccessibleName(f"Remove milestone {number}")

    def put_before(self, widget: QWidget) -> None:
        """Tab reaches the row before the widget."""
        parts = (*self._fields(), self._remove)
        for part in parts:
            QWidget.setTabOrder(widget, part)
            QWidget.setTabOrder(part, widget)

    def _fields(self) -> tuple[TextField, ...]:
        return self.text, self._due.field, self._met.field

    def _lay_out(self, theme: Theme) -> None:
        days = QHBoxLayout()
        days.setSpacing(SPACE_TINY)
        for day in (self._due, self._met):
            words = Words(day.label, "label")
            words.setBuddy(day.field)
            words.setWordWrap(False)
            day.field.setMinimumWidth(theme.width("30 Sep 2015") + _ROOM_IN_FIELD)
            days.addWidget(words)
            days.addWidget(day.field, 1)
            days.addSpacing(SPACE_TINY)
        days.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_TINY)
        column.addWidget(self.text)
        column.addLayout(days)
        column.addWidget(self._problem)

    def _check(self) -> None:
        self._say()
        self.committed.emit()

    def _say(self) -> None:
        """What of it cannot be taken, beside its fields."""
        found = []
        others = any(day.field.text().strip() for day in (self._due, self._met))
        nameless = not self.text.text().strip() and (others or not self.is_new)
        self.text.show_error(nameless)
        if nameless:
            found.append(_NAMELESS + ("" if self.is_new else ", or remove it"))
        for day in (self._due, self._met):
            try:
                read_day(day.field.text(), day.label)
                day.field.show_error(False)
            except UnreadableError as error:
                day.field.show_error(True)
                found.append(str(error))
        self._problem.setText("\n".join(found))
        self._problem.setVisible(bool(found))


def _read(day: _Day, before: date | None) -> date | None:
    try:
        return read_day(day.field.text(), day.label)
    except UnreadableError:
        return before


def _words(day: date | None) -> str:
    return "" if day is None else f"{day.day} {day:%b %Y}"
