"""The form of one delivery plan action: this quarter on top, then who and when, then what for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from textwrap import shorten

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate, Milestone, Resourcing
from csp_desktop.core.line_reading import is_milestone_field, read_action_field
from csp_desktop.core.plan import Plan
from csp_desktop.core.reading import UnreadableError
from csp_desktop.core.records import Draft, Record, same_content
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ActionLine, ReturnSheet
from csp_desktop.ui.pages.action_words import story_of_due, why_locked
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.details_panel import DetailsPanel
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.fields import ChoiceField, Labelled, TextArea, TextField
from csp_desktop.ui.widgets.milestones import Milestones
from csp_desktop.ui.widgets.multi_choice import MultiChoice
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.words import Words

_WIDTH, _ROOM_IN_CHOICE = 440, 330
_TITLE_LENGTH, _MEASURES_ROWS = 80, 5


@dataclass(frozen=True)
class _Field:
    """A field: what stands above it, its spoken name, what the audit trail calls it.

    Attributes:
        lines: how many are in view; 0 for a field of a single line.
    """

    label: str
    name: str
    audited: str
    lines: int = 0


_TEXTS = {
    "percent": _Field("Percent complete", "Percent complete", "percent complete"),
    "reason": _Field("Reason: why it stands so", "Reason", "reason", 2),
    "note": _Field("What was done this quarter", "What was done this quarter", "progress", 4),
    "next_steps": _Field("What comes next", "What comes next", "next steps", 3),
    "evidence": _Field("Evidence: a link, or where it lies", "Evidence", "evidence"),
    "lead": _Field("Lead officer’s role, not a name", "Lead officer's role", "lead officer's role"),
    "partners": _Field("Partners", "Partners", "partners"),
    "start": _Field("Start, like 1 Jul 2015", "Start", "start"),
    "due": _Field("Due, like 30 Sep 2015", "Due", "due date"),
    "resources_needed": _Field("Resources needed", "Resources needed", "resources needed", 2),
    "resources_source": _Field("Where they come from", "Source of resources", "source"),
    "text": _Field("What is to be done", "What is to be done", "text", 4),
    "heading": _Field("Sub-heading", "Sub-heading", "sub-heading"),
}
_CHOICES = {
    "status": _Field("Status", "Status", "status"),
    "agency": _Field("Lead agency", "Lead agency", "lead agency"),
    "resourcing": _Field("Secured, or application made", "Resources secured", "resources secured"),
    "aim": _Field("Aim of the priority it serves", "Aim it serves", "aim"),
}
_OTHERS = {
    "milestones": _Field("", "Milestones", "milestones"),
    "measures": _Field("Measures it moves", "Measures it moves", "measures"),
}
_AUDITED = {key: one.audited for key, one in (_TEXTS | _CHOICES | _OTHERS).items()}
_READ = ("start", "due", "percent")
_OF_UPDATE = ("status", "reason", "percent", "note", "next_steps", "evidence")
_OF_PLANNED = ("text", "heading", "agency")


class ActionForm(DetailsPanel):
    """Follows the selection; filling it stores nothing, every committed field does.

    `entered` tells the records of one edit and its name.
    """

    entered = Signal(object, str)

    def __init__(self, theme: Theme, plan: Plan) -> None:
        """Build the form.

        Args:
            theme: colours and type.
            plan: gives the agencies, and the aims and measures of each priority.
        """
        super().__init__(theme, "Selected action", _WIDTH)
        self._theme = theme
        self._agencies = {one.code: one.name for one in plan.agencies}
        self._priorities = {one.code: one for one in plan.priorities}
        self._line: ActionLine | None = None
        self._locked = ""
        self._code, self._title = Words("", "code"), Words("", "panel")
        self._back = Banner(theme, BannerKind.WARNING, "")
        self._texts = {
            key: TextArea(one.name, one.lines) if one.lines else TextField(one.name)
            for key, one in _TEXTS.items()
        }
        self._choices = {key: ChoiceField(one.name) for key, one in _CHOICES.items()}
        self._milestones = Milestones(theme)
        self._measures = MultiChoice(theme, _OTHERS["measures"].name, _MEASURES_ROWS)
        self._fields: dict[str, TextField | TextArea | ChoiceField | Milestones | MultiChoice] = {
            **self._texts,
            **self._choices,
            "milestones": self._milestones,
            "measures": self._measures,
        }
        self._boxes = {
            key: Labelled(one.label, self._fields[key]) for key, one in (_TEXTS | _CHOICES).items()
        }
        self._boxes["measures"] = Labelled(_OTHERS["measures"].label, self._measures)
        self._who, self._for = Facts(), Facts()
        self._story, self._aim = Words("", "sentence"), Words("", "sentence")
        self._printed, self._printed_label = Words(""), Words("The action in the plan", "label")
        self._take_back = Button(theme, "Take back")
        self._offer()
        self._build()
        self._wire()

    @property
    def code(self) -> str:
        """The action shown; empty where there is none."""
        return self._line.action.code if self._line else ""

    def show_line(self, line: ActionLine | None, sheet: ReturnSheet) -> None:
        """Show an action of a return; what is being typed into the same one stays."""
        before, self._line = self._line, line
        self.setVisible(line is not None)
        if line is None:
            return
        again = before is not None and _place(before) == _place(line)
        self._show_heads(line)
        self._show_purpose(line, sheet)
        for name, field in self._texts.items():
            keep = again and field.has_typed
            if isinstance(field, TextField):
                field.show_text(_words(line, name), keep, line.drafts.get(name, ""))
            else:
                field.show_text(_words(line, name), keep)
        self._milestones.show_milestones(line.action.milestones, again, line.drafts)
        self._story.setText(story_of_due(line.action))
        self._story.setVisible(bool(self._story.text()))
        self._lock(why_locked(sheet))
        self._show_problems(line)
        if not again:
            self.scroll_to_top()

    def focus_first(self) -> None:
        """Where Enter in the list leads."""
        self.focus_field("status")

    def focus_field(self, name: str) -> None:
        """Put the keyboard into a field and scroll it into view."""
        field = self._fields.get(name, self._choices["status"])
        if is_milestone_field(name):
            self._milestones.focus_day(name)
        elif isinstance(field, Milestones):
            field.focus_first()
        else:
            field.setFocus(Qt.FocusReason.TabFocusReason)
        self._bring_into_view()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab brings the whole of a field into view; Qt is content with the cursor in it."""
        moved = super().focusNextPrevChild(forward)
        self._bring_into_view()
        return moved

    def commit(self) -> None:
        """Store what stands in the fields, before another action is shown or the page is left."""
        if self._line is not None:
            for field in self._texts.values():
                field.commit()
            self._milestones.commit()

    def _bring_into_view(self) -> None:
        field = self.focusWidget()
        if field is not None and self._inside.isAncestorOf(field):
            around = None if isinstance(field, Button) else field.parentWidget()
            self._scroll.ensureWidgetVisible(around or field, 0, SPACE_SMALL)

    def _offer(self) -> None:
        room = self._theme.scaled(_ROOM_IN_CHOICE)
        status: list[tuple[str, object]] = [(one.words, one) for one in ActionStatus]
        self._choices["status"].offer([("not entered", None), *status])
        resourcing: list[tuple[str, object]] = [(one.words, one) for one in Resourcing]
        self._choices["resourcing"].offer([("not entered", None), *resourcing])
        agencies = [(name, code) for code, name in self._agencies.items()]
        self._choices["agency"].offer([("not chosen", ""), *agencies], room)

    def _build(self) -> None:
        # What a person has written is shown as written, whatever it looks like.
        for words in (self._title, self._aim, self._story, self._printed):
            words.setTextFormat(Qt.TextFormat.PlainText)
        for part in (self._code, self._title, self._back):
            self.body.addWidget(part)
        self._group("This quarter")
        self._side_by_side("status", "percent")
        self._below_each_other("reason", "note", "next_steps", "evidence")
        self._group("Who and when")
        self._below_each_other("lead", "agency")
        self.body.addWidget(self._who)
        self._below_each_other("partners")
        self._side_by_side("start", "due")
        self.body.addWidget(self._story)
        self.body.addWidget(self._milestones)
        self._group("Resources and purpose")
        self._below_each_other("resources_needed", "resources_source", "resourcing")
        self.body.addWidget(self._for)
        self._below_each_other("heading", "text", "aim")
        self.body.addWidget(self._aim)
        self._below_each_other("measures")
        for printed in (self._printed_label, self._printed):
            self.body.addWidget(printed)
        self.body.addWidget(self._take_back, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def _group(self, heading: str) -> None:
        self.body.addSpacing(SPACE_SMALL)
        self.body.addWidget(hairline())
        self.body.addWidget(Words(heading, "strong"))

    def _below_each_other(self, *names: str) -> None:
        for name in names:
            self.body.addWidget(self._boxes[name])

    def _side_by_side(self, *names: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_MEDIUM)
        for name in names:
            row.addWidget(self._boxes[name], 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _wire(self) -> None:
        for name, field in self._texts.items():
            field.committed.connect(partial(self._enter_text, name))
        for name, choice in self._choices.items():
            choice.picked.connect(partial(self._enter, name))
        self._milestones.committed.connect(self._enter_milestones)
        self._measures.picked.connect(partial(self._enter, "measures"))
        self._take_back.clicked.connect(self._drop)

    def _show_heads(self, line: ActionLine) -> None:
        planned = line.action.planned
        code = f"{planned.code}, proposed by the board" if line.action.proposed else planned.code
        self._code.setText(code)
        self._title.setText(shorten(planned.text, _TITLE_LENGTH, placeholder="…"))
        self._title.setToolTip(planned.text)
        reason = line.reason
        if reason is not None:
            said = reason.reason.strip().rstrip(".")
            self._back.show_words("Sent back:", f"{said}, {reason.by}")
        self._back.setVisible(reason is not None)

    def _show_purpose(self, line: ActionLine, sheet: ReturnSheet) -> None:
        """What the action is for, and what of the plan's own words a proposal may change."""
        action, planned = line.action, line.action.planned
        own = {one.code: one.title for one in sheet.own_priorities}
        priority = self._priorities.get(action.priority)
        title = priority.title if priority else own.get(action.priority, "")
        proposed = action.proposed
        agency = self._agencies.get(planned.agency, planned.agency) or "Not named in the plan"
        self._who.show_facts([("Lead agency", "" if proposed else agency)])
        self._who.setVisible(not proposed)
        sub_heading = "" if proposed else planned.heading
        self._for.show_facts(
            [("Priority", f"{action.priority} {title}".strip()), ("Sub-heading", sub_heading)]
        )
        for name in _OF_PLANNED:
            self._boxes[name].setVisible(proposed)
        self._printed.setText("\n".join((planned.text, *(f"–  {one}" for one in planned.parts))))
        for part in (self._printed, self._printed_label):
            part.setVisible(not proposed)
        self._take_back.setVisible(proposed)
        aims = [one.text for one in priority.aims] if priority else []
        measures = [one.text for one in priority.measures] if priority else []
        self._offer_aims([*aims, *([action.aim] if action.aim not in ("", *aims) else [])])
        for name, choice in self._choices.items():
            choice.show_value(_value(line, name))
        self._measures.show_values(measures, action.measures)
        self._boxes["aim"].setVisible(bool(aims or action.aim))
        self._aim.setText(action.aim)
        self._aim.setVisible(action.aim not in ("", self._choices["aim"].currentText()))
        self._boxes["measures"].setVisible(bool(measures or action.measures))

    def _offer_aims(self, aims: Sequence[str]) -> None:
        field, wanted = self._choices["aim"], ["", *aims]
        if [field.itemData(one) for one in range(field.count())] != wanted:
            room = self._theme.scaled(_ROOM_IN_CHOICE)
            field.offer([("not chosen", ""), *((one, one) for one in aims)], room)

    def _show_problems(self, line: ActionLine) -> None:
        for name, box in self._boxes.items():
            found = [one for one in line.problems if one.field == name]
            errors = [one.message for one in found if one.severity is Severity.ERROR]
            others = [one.message for one in found if one.severity is not Severity.ERROR]
            box.show_notes("\n".join(errors), "\n".join(others))

    def _lock(self, reason: str) -> None:
        if reason != self._locked:
            self._locked = reason
            for field in self._fields.values():
                field.lock(reason)
            self._take_back.explain_why_not(reason)

    def _enter_text(self, name: str, text: str) -> None:
        line = self._line
        if line is None:
            return
        if name == "text" and not text.strip():
            self._boxes[name].show_notes("Enter what is to be done")
            return
        try:
            value = read_action_field(name, text) if name in _READ else text.strip()
        except UnreadableError:
            self._tell([Draft(line.action.code, line.update.quarter, name, text)], name, line)
            return
        self._enter(name, value)

    def _enter(self, name: str, value: object) -> None:
        """One field as one edit; what could not be read in it before is settled by it."""
        line = self._line
        if line is None:
            return
        old: Record = line.update if name in _OF_UPDATE else line.action
        new = _changed(line, name, value)
        records: list[Record] = [] if same_content(old, new) else [new]
        if name in line.drafts:
            records.append(Draft(line.action.code, line.update.quarter, name, ""))
        if records:
            self._tell(records, name, line)

    def _enter_milestones(self, milestones: tuple[Milestone, ...]) -> None:
        line = self._line
        if line is None:
            return
        new = replace(line.action, milestones=milestones)
        records: list[Record] = [] if same_content(line.action, new) else [new]
        unread = self._milestones.unread
        for name in sorted({*filter(is_milestone_field, line.drafts), *unread}):
            if unread.get(name, "") != line.drafts.get(name, ""):
                draft = Draft(line.action.code, line.update.quarter, name, unread.get(name, ""))
                records.append(draft)
        if records:
            self._tell(records, "milestones", line)

    def _tell(self, records: list[Record], name: str, line: ActionLine) -> None:
        self.entered.emit(records, f"{_AUDITED[name]} of {line.action.code}")

    def _drop(self) -> None:
        if self._line is not None:
            action = self._line.action
            self.entered.emit([replace(action, dropped=True)], f"take back {action.code}")


def _place(line: ActionLine) -> tuple[object, ...]:
    return line.action.code, line.update.quarter


def _value(line: ActionLine, name: str) -> object:
    if name in _OF_UPDATE:
        return getattr(line.update, name)
    return getattr(line.action.planned if name in _OF_PLANNED else line.action, name)


def _words(line: ActionLine, name: str) -> str:
    value = _value(line, name)
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return "" if value is None else str(value)


def _changed(line: ActionLine, name: str, value: object) -> Action | ActionUpdate:
    action, fields = line.action, {name: value}
    if name in _OF_UPDATE:
        return replace(line.update, **fields)  # type: ignore[arg-type]
    if name in _OF_PLANNED:
        return replace(action, planned=replace(action.planned, **fields))  # type: ignore[arg-type]
    if name == "due":
        assert value is None or isinstance(value, date)
        return action.due_on(value)
    return replace(action, **fields)  # type: ignore[arg-type]
