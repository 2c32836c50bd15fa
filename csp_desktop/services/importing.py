"""One return out of a workbook: merged with what stands here, field by field, and stored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from csp_desktop.core.actions import Action, ActionUpdate, OwnPriority, PlannedAction
from csp_desktop.core.figures import Figure, Unit
from csp_desktop.core.merge import Conflict, Merged, Take
from csp_desktop.core.plan import Plan
from csp_desktop.core.returns import LineReason, Return, ReturnState, Summary
from csp_desktop.core.review import all_contents
from csp_desktop.core.rules import Severity
from csp_desktop.core.sheet import ActionLine
from csp_desktop.excel import layout
from csp_desktop.excel.fields import (
    FIGURE_FIELDS,
    OF_ACTION,
    OF_PROPOSAL,
    OF_UPDATE,
    SUMMARY_FIELDS,
    fingerprint,
    shared_mark,
    with_action_fields,
    with_figure_fields,
)
from csp_desktop.excel.merging import Side, action_side, figure_side, merge_line, summary_side
from csp_desktop.excel.records import CellProblem, ReadLine, ReadReturn
from csp_desktop.services.conflicts import RecordTrail
from csp_desktop.services.import_report import (
    ACTION_LABELS,
    FIGURE_LABELS,
    PRIORITY_LABELS,
    SUMMARY_LABELS,
    ChangeKind,
    FieldChange,
    FileReport,
    LineConflict,
    field_words,
    told,
)
from csp_desktop.services.lineage import between_the_two
from csp_desktop.services.returns import Returns, Standing
from csp_desktop.storage import audit
from csp_desktop.storage.action_repository import ActionRepository
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.import_repository import ImportItem
from csp_desktop.storage.return_repository import ReturnRepository
from csp_desktop.storage.version_repository import VersionRepository

# Which side settles the conflict of a line's field; None leaves it to a person.
Decide = Callable[[str, str], Take | None]


@dataclass(frozen=True)
class _Line:
    """What a report calls a line, and where the audit trail keeps each of its fields.

    Attributes:
        places: entity and id by field; those of every other field under the empty name.
    """

    name: str
    labels: Mapping[str, str]
    places: Mapping[str, tuple[str, str]]
    unit: Unit = Unit.COUNT

    def place(self, name: str) -> tuple[str, str]:
        """Entity and id of the record that holds a field."""
        return self.places.get(name) or self.places[""]


class Importing:
    """Merges returns and stores them, inside the caller's transaction."""

    def __init__(self, store: Store, plan: Plan, returns: Returns) -> None:
        self._store = store
        self._plan = plan
        self._reading = returns
        self._figures = FigureRepository(store)
        self._actions = ActionRepository(store)
        self._returns = ReturnRepository(store, plan.id)
        self._versions = VersionRepository(store)

    def merge(self, read: ReadReturn, report: FileReport, decide: Decide) -> "Saves":
        """What a workbook is about to change; the report is told of it."""
        stands = self._reading.standing(read.board, read.quarter)
        saves = Saves(stands.record)
        for line in read.figures:
            indicator, stored = self._plan.indicator(line.code), stands.figures[line.code]
            places = {"": ("figure", str(stored.id))}
            told_as = _Line(indicator.name, FIGURE_LABELS, places, indicator.unit)
            merged = self._merged(line, figure_side(stored), told_as, report, decide)
            saves.figures.append(_Merge(stored, merged, line.fields))
        self._merge_priorities(read, stands, saves, report, decide)
        for line in read.actions:
            self._merge_action(read, line, stands, saves, report, decide)
        if read.summary is not None:
            told_as = _Line("Summary", SUMMARY_LABELS, {"": ("summary", str(stands.summary.id))})
            side = summary_side(stands.summary)
            merged = self._merged(read.summary, side, told_as, report, decide)
            saves.summaries.append(_Merge(stands.summary, merged, read.summary.fields))
        saves.adopt_state(read)
        if saves.record.state is ReturnState.RETURNED is read.state:
            saves.reasons = self._new_reasons(read, saves)
        return saves

    def save(self, saves: "Saves", author: Author) -> list[ImportItem]:
        """Store what was merged.

        Returns:
            What was written, in this order, the return itself last.
        """
        items = self._save_figures(saves.figures, author)
        for before, priority in saves.priorities:
            self._actions.save_own_priority(priority, author)
            written = audit.writes(self._store, "priority")[priority.code]
            items.append(ImportItem(before, written))
        items += self._save_actions(saves.actions, author)
        for summary in saves.summaries:
            items += self._save_summary(summary, author)
        self._returns.save_reasons(saves.record, saves.reasons, author)
        items += [ImportItem(one, 0) for one in saves.reasons]
        record = saves.record.started() if saves.record.state.open_for_entry else saves.record
        if record != saves.before and (saves.any_content or saves.record != saves.before):
            record = self._returns.save(record, author)
            if record.state is ReturnState.SUBMITTED:
                sheet = self._reading.sheet(record.board, record.quarter)
                self._versions.keep(record, all_contents(sheet), author)
        return [*items, ImportItem(saves.before, record.row_version)]

    def _merge_priorities(
        self,
        read: ReadReturn,
        stands: Standing,
        saves: "Saves",
        report: FileReport,
        decide: Decide,
    ) -> None:
        titles = {one.code: one.title for one in stands.own_priorities}
        for line in read.priorities:
            title = titles.get(line.code)
            if title == "" and line.fields["title"]:
                report.problems.append(_taken_back("priority", line.code))
                continue
            side = Side({"title": title or ""}, frozenset({"title"} if title else ()), {})
            places = {"": ("priority", line.code)}
            told_as = _Line("A priority of the board's own", PRIORITY_LABELS, places)
            merged = self._merged(line, side, told_as, report, decide)
            # An action may name a priority that was taken back, so that one comes along too.
            if merged.changed or title is None:
                before = OwnPriority(line.code, read.board, title or "")
                saves.priorities.append((before, replace(before, title=merged.fields["title"])))

    def _merge_action(
        self,
        read: ReadReturn,
        line: ReadLine,
        stands: Standing,
        saves: "Saves",
        report: FileReport,
        decide: Decide,
    ) -> None:
        held = stands.actions.get(line.code) or self._proposal(line.code, read)
        if held is None:
            report.problems.append(_taken_back("action", line.code))
            return
        of_update = ("action_update", str(held.update.id))
        places = {**dict.fromkeys(OF_UPDATE, of_update), "": ("action", line.code)}
        name = held.action.planned.text or str(line.fields.get("text") or "")
        side = action_side(held.action, held.update)
        told_as = _Line(name, ACTION_LABELS, places)
        merged = self._merged(line, side, told_as, report, decide)
        saves.actions.append(_Merge(held, merged, line.fields))

    def _proposal(self, code: str, read: ReadReturn) -> ActionLine | None:
        """A blank proposal of an action that is not known here; None where it was taken back."""
        if self._actions.get(code) is not None:
            return None
        planned = PlannedAction(code, "", read.board)
        return ActionLine(
            Action(planned=planned, priority="", proposed=True, version=0),
            ActionUpdate(action=code, quarter=read.quarter),
        )

    def _new_reasons(self, read: ReadReturn, saves: "Saves") -> list[LineReason]:
        stored = self._returns.reasons(saves.record)
        lines = {line.code for line in (*read.figures, *read.actions)}
        return [
            one
            for one in read.sent_back
            if one.version == saves.record.version and one.line in lines - set(stored)
        ]

    def _merged(
        self, line: ReadLine, side: Side, told_as: _Line, report: FileReport, decide: Decide
    ) -> Merged:
        """Merge one row of a workbook with what is stored here, and report what it brings."""
        side, line = between_the_two(
            side, line, lambda name: RecordTrail(self._store, *told_as.place(name))
        )
        found = merge_line(line, side, None).settled(lambda name: decide(line.code, name))
        for name in found.changed:
            before = field_words(name, side.fields[name], told_as.unit)
            after = field_words(name, found.fields[name], told_as.unit)
            is_new = side.fields[name] in (None, "")
            kind = ChangeKind.NEW if is_new else ChangeKind.CHANGED
            report.new += is_new
            report.changed += not is_new
            label = told_as.labels[name]
            change = FieldChange(line.code, told_as.name, name, label, before, after, kind)
            report.changes.append(change)
        given = sum(line.fields.get(name) not in (None, "") for name in side.fields)
        report.unchanged += given - len(found.changed) - len(found.conflicts)
        report.conflicts += [self._told(line, side, told_as, one) for one in found.conflicts]
        return found

    def _told(self, line: ReadLine, side: Side, told_as: _Line, one: Conflict) -> LineConflict:
        name = one.field
        trail = RecordTrail(self._store, *told_as.place(name))
        marks = {known.get(name, "") for known in (side.shared, line.base, line.written)}
        marks -= {fingerprint(one.stored), fingerprint(one.incoming)}
        started = (value for value in trail.held(name) if fingerprint(value) in marks)
        by, at = trail.last_changed(name)
        base, stored, incoming = (
            field_words(name, value, told_as.unit)
            for value in (next(started, None), one.stored, one.incoming)
        )
        return LineConflict(
            code=line.code,
            name=told_as.name,
            field=name,
            label=told_as.labels[name],
            base=base,
            stored=stored,
            incoming=incoming,
            stored_by=by,
            stored_at=at,
            stored_value=told(name, one.stored),
            incoming_value=told(name, one.incoming),
        )

    def _save_figures(self, merges: Iterable["_Merge[Figure]"], author: Author) -> list[ImportItem]:
        items, before, after = [], [], []
        for merge in merges:
            stored = merge.stored
            mark = shared_mark(stored.shared, merge.incoming, FIGURE_FIELDS)
            figure = replace(stored, shared=mark)
            if merge.changed:
                before.append(stored)
                after.append(with_figure_fields(figure, merge.changed))
            elif figure != stored and figure.version:
                self._figures.mark_shared(figure)
                items.append(ImportItem(stored, stored.version))
        return items + _items(before, self._figures.save_all(after, author))

    def _save_actions(
        self, merges: Iterable["_Merge[ActionLine]"], author: Author
    ) -> list[ImportItem]:
        items, before, after = [], [], []
        for merge in merges:
            held, incoming, changed = merge.stored, merge.incoming, merge.changed
            if "due" in changed:
                changed["original_due"] = incoming.get("original_due")
            action, update = with_action_fields(held.action, held.update, changed)
            of_action = shared_mark(action.shared, incoming, (*OF_PROPOSAL, *OF_ACTION))
            of_update = shared_mark(update.shared, incoming, OF_UPDATE)
            if action != held.action:
                saved = self._actions.save(replace(action, shared=of_action), author)
                items.append(ImportItem(held.action, saved.version))
            elif of_action != action.shared and action.version:
                self._actions.mark_shared(replace(action, shared=of_action))
                items.append(ImportItem(held.action, action.version))
            if update != held.update:
                before.append(held.update)
                after.append(replace(update, shared=of_update))
            elif of_update != update.shared and update.version:
                self._actions.mark_shared(replace(update, shared=of_update))
                items.append(ImportItem(held.update, update.version))
        return items + _items(before, self._actions.save_updates(after, author))

    def _save_summary(self, merge: "_Merge[Summary]", author: Author) -> list[ImportItem]:
        stored = merge.stored
        mark = shared_mark(stored.shared, merge.incoming, SUMMARY_FIELDS)
        summary = replace(stored, shared=mark)
        if merge.changed:
            saved = self._returns.save_summary(replace(summary, **merge.changed), author)
            return [ImportItem(stored, saved.version)]
        if summary == stored or not summary.version:
            return []
        self._returns.mark_shared(summary)
        return [ImportItem(stored, stored.version)]


_Stored = TypeVar("_Stored")


class _Merge(Generic[_Stored]):
    """A line as it stands here, and what the workbook changes of it."""

    def __init__(self, stored: _Stored, merged: Merged, incoming: Mapping[str, Any]) -> None:
        self.stored = stored
        self.incoming = incoming
        self.changed = {name: merged.fields[name] for name in merged.changed}


@dataclass
class Saves:
    """What one workbook is about to change."""

    before: Return
    figures: list[_Merge[Figure]] = field(default_factory=list)
    priorities: list[tuple[OwnPriority, OwnPriority]] = field(default_factory=list)
    actions: list[_Merge[ActionLine]] = field(default_factory=list)
    summaries: list[_Merge[Summary]] = field(default_factory=list)
    reasons: list[LineReason] = field(default_factory=list)
    record: Return = field(init=False)

    def __post_init__(self) -> None:
        self.record = self.before

    @property
    def any_content(self) -> bool:
        """Whether something that people have entered would change."""
        lines: tuple[_Merge[Any], ...] = (*self.figures, *self.actions, *self.summaries)
        return bool(self.priorities) or any(one.changed for one in lines)

    @property
    def any(self) -> bool:
        """Whether anything a person sees would change."""
        return self.any_content or self.record != self.before or bool(self.reasons)

    def adopt_state(self, read: ReadReturn) -> None:
        """Take version and state of a return that this database has not got so far with.

        Approval is this team's own act, so an approved file comes in as submitted. A return here
        is opened again by one thing only: the same version, sent back by the team.
        """
        closed = read.state in (ReturnState.APPROVED, ReturnState.ISSUED)
        state = ReturnState.SUBMITTED if closed else read.state
        before = self.before
        is_open, is_submitted = before.state.open_for_entry, before.state is ReturnState.SUBMITTED
        newer = read.version > before.version
        sent_back = state is ReturnState.RETURNED and read.version == before.version
        unbegun = before.state is ReturnState.NOT_STARTED and not before.version
        given: dict[str, Any]
        if unbegun and state is not ReturnState.NOT_STARTED:
            given = {"submitted_by": read.submitted_by, "reason": read.reason}
        elif state is ReturnState.SUBMITTED and newer and (is_open or is_submitted):
            # Whoever has opened an earlier version has not opened what was handed in after it.
            still = before.opened_by if is_submitted else ""
            given = {"submitted_by": read.submitted_by or before.submitted_by, "opened_by": still}
        elif (sent_back and (is_open or is_submitted)) or (
            state.open_for_entry and newer and is_open
        ):
            given = {"reason": read.reason or before.reason}
        else:
            return
        self.record = replace(before, version=read.version, state=state, **given)

    def check_open(self) -> None:
        """Refuse content for a locked return.

        Raises:
            RefusedError: it is locked, and the workbook neither brings it back from the team nor
                holds a newer version of what nobody has opened yet.
        """
        submitted = self.before.state is ReturnState.SUBMITTED
        newer = self.record.version > self.before.version and not self.before.opened_by
        if not (self.record.state.open_for_entry or (submitted and newer)):
            self.before.started()


def _items(
    before: Sequence[Figure | ActionUpdate], saved: Sequence[Figure | ActionUpdate]
) -> list[ImportItem]:
    return [ImportItem(was, now.version) for was, now in zip(before, saved, strict=True)]


def _taken_back(kind: str, code: str) -> CellProblem:
    message = f"The {kind} {code} was taken back here; it stays so"
    return CellProblem(Severity.INFORMATION, layout.ACTIONS, "", message)
