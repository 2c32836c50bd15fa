"""What the audit trail and all that is kept as JSON call each kind of record."""

from csp_desktop.core.actions import Action, ActionUpdate, OwnPriority
from csp_desktop.core.figures import Figure
from csp_desktop.core.returns import LineReason, Return, Summary

Kept = Figure | Action | ActionUpdate | OwnPriority | Summary | LineReason | Return

_ENTITIES: dict[type[Kept], str] = {
    Figure: "figure",
    Action: "action",
    ActionUpdate: "action_update",
    OwnPriority: "priority",
    Summary: "summary",
    LineReason: "line_reason",
    Return: "return",
}
_KINDS = {entity: kind for kind, entity in _ENTITIES.items()}


def entity_of(record: Kept) -> str:
    """The name of a record's kind."""
    return _ENTITIES[type(record)]


def kind_of(entity: str) -> type[Kept]:
    """The kind of record of a name."""
    return _KINDS[entity]


def entity_id_of(record: Kept) -> str:
    """What a record is known by among those of its kind."""
    match record:
        case Action() | OwnPriority():
            return record.code
        case LineReason():
            return record.line
        case _:
            return str(record.id)
