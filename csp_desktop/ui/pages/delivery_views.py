"""The saved views of the delivery plan: opened, named in place, deleted."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from csp_desktop.services.delivery import SavedView
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.fields import ChoiceField
from csp_desktop.ui.widgets.words import Words

_NAME_ROOM = "Off track, for the chairs of all boards"
_VIEW_ROOM = "Overdue, all boards"
_SAVE, _DELETE, _OPEN = "save:", "delete:", "open:"  # before the name of a view


class ViewChoice(ChoiceField):
    """Offers the saved views, to save the present one, and to delete the one that is open."""

    opened = Signal(object)
    save_wanted = Signal()
    delete_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__("Saved views")
        self._theme = theme
        self._views: dict[str, SavedView] = {}
        self._current = ""
        self._may_change = True
        self.picked.connect(self._act)
        self.show_views((), "")

    @property
    def current(self) -> str:
        """The name of the view that is open; empty where none is."""
        return self._current

    def show_views(
        self, views: Sequence[SavedView], current: str, *, may_change: bool = True
    ) -> None:
        """Replace what is offered; nothing is told by it.

        Args:
            views: by name.
            current: the name of the one that is open.
            may_change: whether any can be saved or deleted.
        """
        self._views, self._may_change = {one.name: one for one in views}, may_change
        self._current = current if current in self._views else ""
        answers: list[tuple[str, object]] = [("Views", "")]
        answers += [(name, _OPEN + name) for name in self._views]
        if may_change:
            answers.append(("Save this view…", _SAVE))
        if self._current and may_change:
            answers.append((f"Delete “{self._current}”", _DELETE + self._current))
        self.offer(answers, self._theme.width(_VIEW_ROOM))
        self._show_current()

    def leave(self) -> None:
        """What is shown is no longer the view that was opened."""
        self.show_views(list(self._views.values()), "", may_change=self._may_change)

    def _show_current(self) -> None:
        self.show_value(_OPEN + self._current if self._current else "")

    def _act(self, answer: str) -> None:
        self._show_current()
        if answer.startswith(_OPEN):
            self.opened.emit(self._views[answer.removeprefix(_OPEN)])
        elif answer.startswith(_DELETE):
            self.delete_wanted.emit(answer.removeprefix(_DELETE))
        elif answer == _SAVE:
            self.save_wanted.emit()


class ViewName(QFrame):
    """A row in which a view is given its name; `named` tells it, `left` that nobody wants one."""

    named = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._name = QLineEdit()
        self._name.setAccessibleName("Name of this view")
        self._name.setFixedWidth(theme.width(_NAME_ROOM) + 24)
        self._error = Words("", "error")
        label = Words("Name of this view", "strong")
        label.setBuddy(self._name)
        save, cancel = Button(theme, "Save view"), Button(theme, "Cancel", ButtonKind.QUIET)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_SMALL)
        for part in (label, self._name, save, cancel):
            row.addWidget(part)
        row.addSpacing(SPACE_MEDIUM)
        row.addWidget(self._error, 1)
        row.addStretch(1)
        save.clicked.connect(self._hand_over)
        cancel.clicked.connect(self.left)
        self._name.returnPressed.connect(self._hand_over)
        escape = QShortcut(QKeySequence("Escape"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)
        self.hide()

    def open(self, name: str) -> None:
        """Ask for a name, beginning with this one."""
        self.show_error("")
        self._name.setText(name)
        self.show()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()

    def show_error(self, words: str) -> None:
        """Say why the name cannot be taken; nothing where it can."""
        self._error.setText(words)
        self._error.setVisible(bool(words))
        self._name.setProperty("error", bool(words))
        self._name.setAccessibleDescription(words)
        self.style().unpolish(self._name)
        self.style().polish(self._name)

    def _hand_over(self) -> None:
        self.named.emit(self._name.text())
