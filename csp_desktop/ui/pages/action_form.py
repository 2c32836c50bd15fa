"""The form of one delivery plan action: status and progress on top, then who leads it and when."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.errors import UserError
from csp_desktop.core.sheet import ActionLine
from csp_desktop.ui.pages.figure_details import read_day
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.details_panel import DetailsPanel
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.fields import ChoiceField, TextArea, TextField, labelled
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.words import Words

_WIDTH = 420


class ActionForm(DetailsPanel):
    """Follows the selection; filling it stores nothing, every committed field does."""

    updated = Signal(object)
    changed = Signal(object)

    def __init__(self, theme: Theme, agencies: Mapping[str, str]) -> None:
        """Build the form.

        Args:
            theme: colours and type.
            agencies: names by code.
        """
        super().__init__(theme, "Selected action", _WIDTH)
        self._agencies = agencies
        self._line: ActionLine | None = None
        self._code = Words("", "code")
        self._text = Words("", "")
        self._status = ChoiceField("Status")
        self._note = TextArea("Progress this quarter", 5)
        self._lead = TextField("Lead officer's role")
        self._due = TextField("Due")
        self._problem = Words("", "error")
        self._facts = Facts()
        self._build()
        self._wire()

    def show_line(self, line: ActionLine | None, open_: bool) -> None:
        """Show the selected action."""
        before, self._line = self._line, line
        self.setEnabled(line is not None)
        if line is None:
            return
        action, planned = line.action, line.action.planned
        again = before is not None and before.action.code == action.code
        self._code.setText(f"{action.code}" + (f", {planned.heading}" if planned.heading else ""))
        self._text.setText("\n".join((planned.text, *(f"–  {part}" for part in planned.parts))))
        self._status.show_value(line.update.status)
        self._note.show_text(line.update.note)
        self._lead.show_text(action.lead, again)
        due = action.due
        self._due.show_text(f"{due.day} {due:%b %Y}" if due else "", again)
        self._problem.setVisible(self._due.is_wrong)
        original = action.original_due
        moved = original is not None and original != due
        self._facts.show_facts(
            [
                ("Priority", action.priority),
                ("Lead agency", self._agencies.get(planned.agency, planned.agency)),
                ("First due", f"{original.day} {original:%B %Y}" if moved and original else ""),
            ]
        )
        for field in (self._status, self._note, self._lead, self._due):
            field.setEnabled(open_)

    def focus_first(self) -> None:
        """Where Enter in the list leads."""
        self._status.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit(self) -> None:
        """Store what stands in the fields, before another action is shown or the page is left."""
        for field in (self._lead, self._due):
            field.commit()
        self._note.commit()

    def _build(self) -> None:
        self._status.addItem("not entered", None)
        for status in ActionStatus:
            self._status.addItem(status.words, status)
        column = self.body
        column.addWidget(self._code)
        column.addWidget(labelled("Status", self._status))
        column.addWidget(labelled("Progress this quarter", self._note))
        column.addWidget(labelled("Lead officer’s role, not a name", self._lead))
        column.addWidget(labelled("Due, like 30 Sep 2015", self._due))
        column.addWidget(self._problem)
        column.addWidget(hairline())
        column.addWidget(Words("The action in the plan", "label"))
        column.addWidget(self._text)
        column.addWidget(self._facts)
        column.addStretch(1)

    def _wire(self) -> None:
        self._status.picked.connect(lambda status: self._update(status=status))
        self._note.committed.connect(lambda text: self._update(note=text.strip()))
        self._lead.committed.connect(lambda text: self._change_lead(text.strip()))
        self._due.committed.connect(self._change_due)

    def _update(self, **fields: object) -> None:
        if self._line is None:
            return
        update = replace(self._line.update, **fields)  # type: ignore[arg-type]
        if update != self._line.update:
            self.updated.emit(update)

    def _change_lead(self, lead: str) -> None:
        if self._line is not None:
            self.changed.emit(replace(self._line.action.due_on(self._line.action.due), lead=lead))

    def _change_due(self, text: str) -> None:
        if self._line is None:
            return
        try:
            due = read_day(text, "Due")
        except UserError as error:
            self._due.show_error(True)
            self._problem.setText(str(error))
            self._problem.show()
            return
        self.changed.emit(replace(self._line.action.due_on(due), lead=self._line.action.lead))
