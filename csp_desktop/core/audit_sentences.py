"""A row of the audit trail as a sentence: who did what to which record, by which import."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from csp_desktop.core.audit_words import NUMBER, FieldWords, Said, changes_in_words
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import day_words, parse_range
from csp_desktop.core.plan import Plan
from csp_desktop.core.plan_changes import value_words

IMPORT, UNDO_IMPORT = "import ", "undo import "
_LONGEST_TEXT = 60
_DONE_TO_RETURN = {
    "submit": "submitted",
    "approve": "approved",
    "withdraw": "withdrew",
    "send back": "sent back",
    "reopen": "reopened",
    "open": "opened",
}
_BY_EDIT = {"undo: ": "undoing", "redo: ": "redoing"}
_NAMED = {"figure": "{}", "action_update": "the update on {}", "summary": "the summary of {}"}
_KINDS = {
    "action": "action",
    "target": "target",
    "indicator": "indicator",
    "priority": "own priority",
}


@dataclass(frozen=True)
class Subject:
    """The record an entry is about.

    Attributes:
        code: of its indicator, action, target or board; empty where it has none.
        name: what that is called.
        board: whose it is; empty where it is nobody's alone.
        period: which dates it covers, as the command line writes them; empty for none.
    """

    code: str
    name: str
    board: str = ""
    period: str = ""

    @property
    def place(self) -> str:
        """`F2 for 2015/16-Q1`."""
        return f"{self.code} for {self.period}" if self.period else self.code


@dataclass(frozen=True)
class TrailEntry:
    """One entry of the audit trail.

    Attributes:
        number: its place in the trail.
        at: ISO 8601, UTC.
        operation: what was being done, as `Enter figure` or `Import NPFHF.xlsx`.
        sentence: the whole of it in words, without its moment.
        import_file: the workbook it came from, or went back with; empty for none.
        import_id: the number of that import; 0 for none.
    """

    number: int
    at: str
    user: str
    operation: str
    entity: str
    entity_id: str
    subject: Subject
    changes: tuple[FieldWords, ...]
    sentence: str
    import_file: str = ""
    import_id: int = 0


@dataclass(frozen=True)
class Write:
    """A row of the trail with what its record said before and after; None for no record."""

    number: int
    at: str
    user: str
    action: str
    entity: str
    entity_id: str
    before: Said | None
    after: Said | None


class Wording:
    """Puts rows of the trail into words."""

    def __init__(self, plan: Plan, labels: Mapping[str, Mapping[str, str]]) -> None:
        """Know the plan's names.

        Args:
            plan: whose records they are.
            labels: what the fields of each kind of record are called.
        """
        self._plan = plan
        self._labels = labels
        self._indicators = {one.code: one for one in plan.indicators}
        self._actions = {one.code: one for part in plan.priorities for one in part.actions}
        self._targets = {one.id: one for one in plan.targets}
        self._boards = {one.code: one for one in plan.boards}

    def entry(self, write: Write, import_id: int = 0) -> TrailEntry:
        """The row in words.

        Args:
            write: the row.
            import_id: the number of the import it belongs to; 0 for none.
        """
        said: dict[str, Any] = {**(write.before or {}), **(write.after or {})}
        subject = self._subject(write, said)
        changes = changes_in_words(
            write.entity,
            self._spoken(write, write.before),
            self._spoken(write, write.after),
            self._labels.get(write.entity, {}),
            self._unit(write.entity, said),
        )
        done = f"{write.user} {_deed(write, subject, changes, said)}{_by(write.action)}"
        return TrailEntry(
            number=write.number,
            at=write.at,
            user=write.user,
            operation=write.action[:1].upper() + write.action[1:],
            entity=write.entity,
            entity_id=write.entity_id,
            subject=subject,
            changes=changes,
            sentence=done,
            import_file=import_file(write.action),
            import_id=import_id,
        )

    def _spoken(self, write: Write, said: Said | None) -> Said | None:
        """A target's value means what its kind says: per cent, points, a rank."""
        target = self._targets.get(write.entity_id)
        if write.entity != "target" or target is None or not said or not said.get("value"):
            return said
        indicator = self._indicators.get(target.indicators[0]) if target.indicators else None
        meant = replace(target, value=Decimal(str(said["value"])))
        return {**said, "value": value_words(meant, indicator.unit if indicator else None)}

    def _unit(self, entity: str, said: Said) -> Unit | None:
        if entity != "figure":
            return None
        indicator = self._indicators.get(str(said.get("indicator", "")))
        return indicator.unit if indicator else Unit.COUNT

    def _subject(self, write: Write, said: Said) -> Subject:
        period = str(said.get("quarter") or "")
        match write.entity:
            case "figure":
                return self._line(str(said.get("indicator", "")), "", _range(said))
            case "action_update":
                return self._line(str(said.get("action", "")), "", period)
            case "phase" | "annotation":
                return self._line(str(said.get("indicator", "")), "", "")
            case "line_reason" | "acceptance":
                line = str(said.get("line") or write.entity_id)
                return self._line(line, str(said.get("board") or ""), period)
            case "action" | "indicator":
                known = self._line(write.entity_id, "", "")
                return replace(known, name=known.name or str(said.get("text", "")))
            case "return" | "summary" | "contact":
                board = str(said.get("board") or "")
                name = self._boards[board].name if board in self._boards else board
                return Subject(board, name, board, period)
            case "target":
                target = self._targets.get(write.entity_id)
                return Subject(write.entity_id, target.text if target else "")
            case "priority":
                title = str(said.get("title") or "")
                return Subject(write.entity_id, title, str(said.get("board") or ""))
        return Subject("", str(said.get("title") or write.entity_id))

    def _line(self, code: str, board: str, period: str) -> Subject:
        """An indicator or an action; a proposal's board stands in its code."""
        indicator, action = self._indicators.get(code), self._actions.get(code)
        if indicator is not None:
            return Subject(code, indicator.name, indicator.board, period)
        if action is not None:
            return Subject(code, action.text, action.board, period)
        proposed_by = code.rpartition("-P")[0]
        return Subject(code, "", board or proposed_by, period)


def import_file(action: str) -> str:
    """The workbook an operation has to do with; empty for none."""
    for beginning in (IMPORT, UNDO_IMPORT):
        if action.startswith(beginning):
            return action.removeprefix(beginning)
    return ""


def _range(said: Said) -> str:
    try:
        return str(parse_range(f"{said['first']}..{said['last']}"))
    except (KeyError, NotFoundError):
        return ""


def _deed(
    write: Write, subject: Subject, changes: tuple[FieldWords, ...], said: Mapping[str, Any]
) -> str:
    if write.entity in _NAMED:
        return _changed(_NAMED[write.entity].format(subject.place), changes)
    match write.entity:
        case "return":
            return _of_return(write.action, subject, changes, said)
        case "line_reason":
            verb = "took back what was asked" if write.after is None else "asked"
            return f"{verb} of {subject.place}: {_quoted(str(said.get('reason') or ''))}"
        case "acceptance":
            verb = "took back the acceptance of" if write.after is None else "accepted"
            return f"{verb} {subject.place}"
        case "phase":
            verb = "took back" if write.after is None else "began"
            reason = _quoted(str(said.get("reason") or ""))
            return f"{verb} a new phase of {subject.code} from {said.get('first')}: {reason}"
        case "annotation":
            return _noted(write, said)
        case "view":
            verb = "took away" if write.after is None else "saved"
            return f"{verb} the view {_quoted(write.entity_id.partition('/')[2])}"
        case "plan":
            return f"started the database with the plan {_quoted(subject.name)}"
        case "history":
            return f"took in {changes[0].after} figures that come with {_quoted(subject.name)}"
    return _of_other(write, subject, changes)


def _noted(write: Write, said: Mapping[str, Any]) -> str:
    """`noted on H3 at 1 November 2013: “New local policing model”`."""
    day = day_words(date.fromisoformat(str(said["day"])))
    where = f"{said.get('indicator') or 'every chart'} at {day}"
    verb = "took back the note on" if write.after is None else "noted on"
    return f"{verb} {where}: {_quoted(str(said.get('fact') or ''))}"


def _of_return(
    action: str, subject: Subject, changes: tuple[FieldWords, ...], said: Mapping[str, Any]
) -> str:
    name = f"the return of {subject.place}"
    if action not in _DONE_TO_RETURN:
        return _changed(name, changes)
    reason = str(said.get("reason") or "") if action in ("reopen", "send back") else ""
    return f"{_DONE_TO_RETURN[action]} {name}" + (f", because {_quoted(reason)}" if reason else "")


def _of_other(write: Write, subject: Subject, changes: tuple[FieldWords, ...]) -> str:
    kind = _KINDS.get(write.entity, write.entity.replace("_", " "))
    name = f"{kind} {subject.place or subject.name}".strip()
    if write.after is None:
        return f"took out {name}"
    agreed_by = next((one.after for one in changes if one.field == "agreed_by"), "")
    own = tuple(one for one in changes if not one.field.startswith("agreed_"))
    if agreed_by and not own:
        return f"recorded that the change of {name} was agreed by {agreed_by}"
    if write.before is None:
        named = subject.name if subject.code else ""
        return f"added {name}" + (f" {_quoted(named)}" if named else "")
    return _changed(name, own) + (f", as agreed by {agreed_by}" if agreed_by else "")


def _changed(name: str, changes: tuple[FieldWords, ...]) -> str:
    """`changed F2 for 2015/16-Q1 from not entered to 25 of 287`, the rest by its count."""
    if not changes:
        return f"stored {name} again as it was"
    first, *rest = changes
    which = (
        "" if first.field in (NUMBER, "state") else f": {first.label[0].lower()}{first.label[1:]}"
    )
    before, after = (_shown(first, words) for words in (first.before, first.after))
    more = f", and {len(rest)} more field{'s' if len(rest) > 1 else ''}" if rest else ""
    return f"changed {name}{which} from {before} to {after}{more}"


def _shown(change: FieldWords, words: str) -> str:
    one_line = " ".join(words.split())
    return _quoted(one_line) if change.is_text and words != "nothing" else one_line


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    cut = words[: _LONGEST_TEXT - 1].rstrip() + "…" if len(words) > _LONGEST_TEXT else words
    return f"“{cut}”"


def _by(action: str) -> str:
    if action.startswith(IMPORT):
        return f", by importing {import_file(action)}"
    if action.startswith(UNDO_IMPORT):
        return f", by taking back the import of {import_file(action)}"
    for beginning, words in _BY_EDIT.items():
        if action.startswith(beginning):
            return f", by {words} “{action.removeprefix(beginning)}”"
    return ""
