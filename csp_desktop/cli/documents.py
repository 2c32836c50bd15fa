"""Records as the JSON documents of the command line: a contract, see the user guide."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from csp_desktop.core.audit_sentences import TrailEntry
from csp_desktop.core.figures import Figure
from csp_desktop.core.plan import Aim, Indicator, Measure, Plan, Priority, Target
from csp_desktop.services.analysis import FigureStory
from csp_desktop.services.import_report import FileReport, StoredImport
from csp_desktop.services.returns import BoardProgress

Document = dict[str, Any]


def plan_document(plan: Plan) -> Document:
    """The whole plan."""
    return {
        "plan": {
            "id": plan.id,
            "title": plan.title,
            "partnership": plan.partnership,
            "area": plan.area,
            "first_day": plan.first_day.isoformat(),
            "last_day": plan.last_day.isoformat(),
        },
        "agencies": [
            {"code": one.code, "name": one.name, "kind": one.kind, "other_names": one.other_names}
            for one in plan.agencies
        ],
        "boards": [
            {
                "code": board.code,
                "name": board.name,
                "kind": board.kind,
                "abbreviations": board.abbreviations,
                "chair": board.chair,
                "meets": board.meets,
                "members": board.members,
            }
            for board in plan.boards
        ],
        "priorities": [_priority(one) for one in plan.priorities],
        "indicators": [_indicator(plan, one) for one in plan.indicators],
        "targets": [_target(one) for one in plan.targets],
        "published": [
            {
                "indicator": cell.indicator,
                "column": cell.column,
                "period": cell.period,
                "text": cell.text,
                "absence": cell.absence or None,
                "values": _published_values(cell.period, cell.values),
            }
            for cell in plan.published
        ],
        "published_changes": [
            {
                "row": one.heading,
                "area": one.area,
                "later": str(one.later),
                "earlier": str(one.earlier),
                "text": one.text,
                "count": plain(one.count),
                "percent": plain(one.percent),
            }
            for one in plan.published_changes
        ],
        "facts": [
            {
                "topic": one.topic,
                "item": one.item,
                "value": plain(one.value),
                "unit": one.unit,
                "text": one.text,
            }
            for one in plan.facts
        ],
    }


def story_document(story: FigureStory) -> Document:
    """A figure with its earlier values, oldest first."""
    return {
        **_figure(story.figure),
        "earlier": [
            {**_figure(one.figure), "replaced_at": one.replaced_at, "replaced_by": one.replaced_by}
            for one in story.earlier
        ],
    }


def progress_document(progress: BoardProgress) -> Document:
    """How one board stands."""
    return {
        "board": progress.board.code,
        "state": progress.record.state.value,
        "entered": progress.complete.entered,
        "expected": progress.complete.expected,
        "days_late": progress.days_late,
        "open_queries": progress.open_queries,
    }


def report_document(report: FileReport) -> Document:
    """What one workbook brought; with the number of the import where it was stored."""
    return {
        **({"import": report.import_id} if report.import_id else {}),
        "file": str(report.file),
        "return": report.return_name or None,
        "outcome": report.outcome.value,
        "new": report.new,
        "changed": report.changed,
        "evidence": report.evidence,
        "conflicts": [
            {
                "line": one.code,
                "field": one.field,
                "stored": _words(one.stored_value),
                "incoming": _words(one.incoming_value),
            }
            for one in report.conflicts
        ],
        "changes": [
            {
                "line": one.code,
                "field": one.field,
                "kind": one.kind.value,
                "before": one.before,
                "after": one.after,
            }
            for one in report.changes
        ],
        "problems": [
            {
                "severity": one.severity.value,
                "sheet": one.sheet or None,
                "cell": one.cell or None,
                "message": one.message,
            }
            for one in report.problems
        ],
    }


def import_document(stored: StoredImport) -> Document:
    """An import that was taken back."""
    return {"import": stored.id, "board": stored.board, "quarter": str(stored.quarter)}


def entry_document(entry: TrailEntry) -> Document:
    """One entry of the audit trail."""
    subject = entry.subject
    return {
        "at": entry.at,
        "user": entry.user,
        "action": entry.operation,
        "entity": entry.entity,
        "id": entry.entity_id,
        "line": subject.code or None,
        "board": subject.board or None,
        "period": subject.period or None,
        "sentence": entry.sentence,
        "changes": [
            {"field": one.field, "before": one.before, "after": one.after} for one in entry.changes
        ],
        "import": entry.import_file or None,
    }


def moment_words(at: str) -> str:
    """A moment of the trail by the clock of this machine: `2015-07-14 14:32`."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def plain(number: Decimal | Fraction | int | None) -> int | float | None:
    """A number as JSON has it: whole where it is whole."""
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def _priority(priority: Priority) -> Document:
    return {
        "code": priority.code,
        "title": priority.title,
        "boards": priority.boards,
        "aims": [_bullet(one) for one in priority.aims],
        "measures": [_measure(one) for one in priority.measures],
        "actions": [
            {
                "code": action.code,
                "text": action.text,
                "heading": action.heading or None,
                "board": action.board,
                **({"parts": action.parts} if action.parts else {}),
            }
            for action in priority.actions
        ],
        "three_year_aims": [_bullet(one) for one in priority.three_year_aims],
        "three_year_note": priority.three_year_note or None,
    }


def _bullet(aim: Aim) -> str | Document:
    return {"text": aim.text, "parts": aim.parts} if aim.parts else aim.text


def _measure(measure: Measure) -> Document:
    document: Document = {
        "text": measure.text,
        "indicator": measure.indicators[0],
        "indicators": measure.indicators,
    }
    if measure.parts:
        document["parts"] = [part.text for part in measure.parts]
        document["part_indicators"] = [part.indicators for part in measure.parts]
    return document


def _indicator(plan: Plan, indicator: Indicator) -> Document:
    return {
        "code": indicator.code,
        "title": indicator.title,
        "name": indicator.name,
        "part": indicator.part or None,
        "part_of": indicator.part_of or None,
        "sum_of": indicator.sum_of,
        "unit": indicator.unit.value,
        "polarity": indicator.polarity.value,
        "agency": indicator.agency,
        "board": indicator.board,
        "restricted": indicator.restricted,
        "frequency": indicator.frequency.value,
        "priorities": plan.priorities_of(indicator.code),
    }


def _target(target: Target) -> Document:
    return {
        "id": target.id,
        "priority": target.priority,
        "indicators": target.indicators,
        "text": target.text,
        "kind": target.kind.value,
        "direction": target.direction,
        "value": plain(target.value),
        "base": plain(target.base),
        "per": target.per or None,
        "baseline": str(target.baseline) if target.baseline else None,
        "deadline": str(target.deadline) if target.deadline else None,
    }


def _published_values(period: str, values: tuple[Any, ...]) -> Document:
    """The numbers by name; those of another period than the cell's stand under that period."""
    document: Document = {}
    for value in values:
        place = document if value.period == period else document.setdefault(value.period, {})
        place[value.name] = plain(value.value)
    return document


def _figure(figure: Figure) -> Document:
    return {
        "period": str(figure.period),
        "value": plain(figure.value if figure.value is not None else figure.exact),
        "numerator": plain(figure.numerator),
        "denominator": plain(figure.denominator),
        "sample_size": figure.sample_size,
        "absence": figure.absence.value if figure.absence else None,
        "status": figure.status.value,
        "source": figure.source,
        "obtained": figure.obtained.isoformat() if figure.obtained else None,
        "comment": figure.comment,
    }


def _words(value: Any) -> Any:
    if isinstance(value, tuple):
        return ", ".join(str(_words(part)) for part in value if part is not None)
    if isinstance(value, Decimal):
        return format(value, "f")
    return getattr(value, "value", None) or (None if value is None else str(value))
