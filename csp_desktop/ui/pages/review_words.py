"""What the Review page says in words of a return, of a line, and of a version that was kept."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate, Milestone, Resourcing
from csp_desktop.core.figures import Absence, Figure
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import day_of, day_words
from csp_desktop.core.returns import ReturnState, Summary
from csp_desktop.core.review import (
    Decision,
    FieldDifference,
    KeptVersion,
    ReviewLine,
    ReviewSheet,
)
from csp_desktop.core.rules import as_given
from csp_desktop.core.sheet import ActionLine, FigureLine
from csp_desktop.services.import_report import ACTION_LABELS, FIGURE_LABELS

_SAID_ELSEWHERE = ("explains", "original_due")
_STANDS = {
    ReturnState.NOT_STARTED: "Nothing has been entered yet.",
    ReturnState.IN_PROGRESS: "It has not been handed in yet.",
    ReturnState.RETURNED: "Sent back: it waits for its board.",
    ReturnState.APPROVED: "Approved.",
    ReturnState.ISSUED: "Approved, and issued in a pack.",
}


def lines_words(count: int) -> str:
    """`1 line`, `20 lines`."""
    return f"{count:,} {'line' if count == 1 else 'lines'}"


def moment_words(at: str) -> str:
    """`16 July, 10:12`, by the clock of this machine."""
    when = datetime.fromisoformat(at).astimezone()
    return f"{when.day} {when:%B}, {when:%H:%M}"


def head_sentence(sheet: ReviewSheet) -> str:
    """Which version this is, when and by whom it was handed in, and how far its review has come."""
    record = sheet.sheet.record
    said = [_handed_in(sheet)] if record.version else [f"Due {day_words(sheet.sheet.due)}."]
    if record.state is ReturnState.SUBMITTED:
        said.append(f"{sheet.accepted} of {lines_words(len(sheet.lines))} accepted.")
        if sheet.summary_changed:
            said.append("The summary has changed.")
    else:
        said.append(_STANDS[record.state])
    return " ".join(said)


def _handed_in(sheet: ReviewSheet) -> str:
    record = sheet.sheet.record
    by = f" by {record.submitted_by}" if record.submitted_by else ""
    if sheet.now is None:
        return f"Version {record.version}, submitted{by}."
    day = day_of(sheet.now.kept_at)
    late = ((sheet.first_in or day) - sheet.sheet.due).days
    when = f"{late} {'day' if late == 1 else 'days'} late" if late > 0 else "on time"
    return f"Version {record.version}, submitted {day_words(day, year=False)} {when}{by}."


def version_sentence(version: KeptVersion) -> str:
    """`Handed in 10 July by the officer. Read only.`, after the version's name."""
    day = day_words(day_of(version.kept_at), year=False)
    by = f" by {version.submitted_by}" if version.submitted_by and version.approved_by else ""
    return f"Handed in {day}{by}. Read only."


def version_name(version: KeptVersion) -> str:
    """`Version 1, approved 14 July by the team`, or who handed it in where nobody approved it."""
    if version.approved_by:
        day = day_words(day_of(version.approved_at), year=False)
        return f"Version {version.version}, approved {day} by {version.approved_by}"
    by = f", by {version.submitted_by}" if version.submitted_by else ""
    return f"Version {version.version}{by}"


def as_kept(sheet: ReviewSheet, version: KeptVersion, before: KeptVersion | None) -> ReviewSheet:
    """A return as it read in an earlier version: nothing in it can be decided."""
    lines = []
    for one in sheet.lines:
        records = version.records.get(one.code, ())
        if not records:
            continue
        own: FigureLine | ActionLine = one.line
        for record in records:
            if isinstance(own, FigureLine) and isinstance(record, Figure):
                own = replace(own, figure=record)
            elif isinstance(own, ActionLine) and isinstance(record, Action):
                own = replace(own, action=record)
            elif isinstance(own, ActionLine) and isinstance(record, ActionUpdate):
                own = replace(own, update=record)
        then = before.records.get(one.code, ()) if before else ()
        lines.append(replace(one, line=own, previous=then, accepted=False, query=None, asked=None))
    then_record = replace(sheet.sheet.record, version=version.version)
    texts = (one for one in version.records.get("", ()) if isinstance(one, Summary))
    summary = next(texts, sheet.sheet.summary)
    return replace(
        sheet,
        sheet=replace(sheet.sheet, record=then_record, summary=summary),
        lines=tuple(lines),
        before=before,
        now=version,
        may_decide=False,
    )


def standing_words(line: ReviewLine) -> str:
    """What is to be done about a line now."""
    if line.decision is Decision.QUERIED:
        return "Queried, to be sent back"
    if line.decision is Decision.ACCEPTED:
        return "Accepted"
    if line.asked is not None:
        return "Answered, waiting for you" if line.answered else "Not answered, waiting for you"
    return "To decide"


def told(line: ReviewLine) -> list[tuple[str, str]]:
    """What the board gave beside a figure's number, label and words."""
    if not isinstance(line.line, FigureLine):
        return []
    figure = line.line.figure
    parts = ""
    if figure.numerator is not None and figure.denominator is not None:
        parts = f"{as_given(figure.numerator)} of {as_given(figure.denominator)}"
    obtained = f", obtained {day_words(figure.obtained)}" if figure.obtained else ""
    note = "Note on the query" if figure.explained else "Note, on an earlier figure"
    return [
        ("Comment", figure.comment),
        (note, figure.explanation),
        ("Parts", parts),
        ("Sample size", f"{figure.sample_size:,}" if figure.sample_size else ""),
        ("Expected from", figure.expected_from),
        ("Source", figure.source + obtained),
    ]


def action_facts(line: ActionLine) -> list[tuple[str, str]]:
    """What a board says of an action this quarter, label and words."""
    action, update = line.action, line.update
    status = update.status.words if update.status else Absence.NOT_ENTERED.words
    done = f", {update.percent}% done" if update.percent is not None else ""
    last = line.last.status.words if line.last and line.last.status else ""
    due = day_words(action.due) if action.due else "not set"
    if action.original_due and action.original_due != action.due:
        due += f", first promised {day_words(action.original_due)}"
    return [
        ("Status", status + done + (f". Last quarter: {last}" if last else "")),
        ("Why", update.reason),
        ("Progress", update.note),
        ("Next steps", update.next_steps),
        ("Due", due),
        ("Lead", action.lead),
        ("Evidence", update.evidence),
    ]


def changes(line: ReviewLine) -> list[tuple[str, str]]:
    """What a line says differently from the version before: the field, and from what to what."""
    found = []
    number = _number_change(line)
    if number:
        found.append(("Figure", number))
    for one in line.differences:
        if one.field in _SAID_ELSEWHERE or (number and one.field in _OF_NUMBER):
            continue
        found.append((_label(one), f"{_value(one.before)} → {_value(one.now)}"))
    return found


_OF_NUMBER = ("value", "numerator", "denominator", "sample_size", "absence")


def _number_change(line: ReviewLine) -> str:
    own = line.line
    then = next((one for one in line.previous if isinstance(one, Figure)), None)
    if (
        then is None
        or not isinstance(own, FigureLine)
        or then.number_mark == own.figure.number_mark
    ):
        return ""
    unit = own.indicator.unit
    return f"{figure_words(then, unit)} → {figure_words(own.figure, unit)}"


def _label(one: FieldDifference) -> str:
    return {**FIGURE_LABELS, **ACTION_LABELS}.get(
        one.field, one.field.replace("_", " ").capitalize()
    )


def _value(value: object) -> str:
    match value:
        case None | "" | ():
            return "nothing"
        case Decimal():
            return as_given(value)
        case ActionStatus() | Resourcing() | Absence():
            return value.words
        case Enum():
            return str(value.value).replace("_", " ")
        case date():
            return day_words(value)
        case tuple():
            return ", ".join(map(_value, value))
        case Milestone():
            return value.text
    return str(value)


def why_not_decide(sheet: ReviewSheet, version: KeptVersion | None) -> str:
    """Why nothing can be decided here and now; empty where it can."""
    if version is not None:
        return f"Version {version.version} was kept as it was and can only be read"
    if sheet.may_decide:
        return ""
    state = sheet.sheet.record.state
    if state is ReturnState.SUBMITTED:
        return "This window may only look, because the database is open elsewhere"
    return f"The return is {state.words.lower()}: there is nothing to decide"
