"""One row of a workbook against what is stored here, field by field (DESIGN.md 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from csp_desktop.core.actions import Action, ActionUpdate
from csp_desktop.core.figures import Figure
from csp_desktop.core.merge import Merged, Take, merge_fields
from csp_desktop.core.returns import Summary
from csp_desktop.excel.fields import (
    OF_ACTION,
    OF_PROPOSAL,
    OF_UPDATE,
    action_fields,
    figure_fields,
    fingerprint,
    fingerprints,
    summary_fields,
)
from csp_desktop.excel.records import ReadLine

_NEITHER = object()  # a base that neither side holds


@dataclass(frozen=True)
class Side:
    """What this database holds of one row.

    Attributes:
        known: the fields that were ever stored here.
        shared: fingerprints of what both sides last held.
    """

    fields: Mapping[str, Any]
    known: frozenset[str]
    shared: Mapping[str, str]


def figure_side(figure: Figure) -> Side:
    """A figure as it is stored here, or blank."""
    fields = figure_fields(figure)
    return Side(fields, _if(figure.version > 0, fields), fingerprints(figure.shared))


def action_side(action: Action, update: ActionUpdate) -> Side:
    """An action and its update as they are stored here; the plan's own state says nothing yet."""
    said = action.version > (0 if action.proposed else 1)
    known = _if(said, (*OF_PROPOSAL, *OF_ACTION)) | _if(update.version > 0, OF_UPDATE)
    shared = fingerprints(action.shared) | fingerprints(update.shared)
    return Side(action_fields(action, update), known, shared)


def summary_side(summary: Summary) -> Side:
    """A summary as it is stored here, or blank."""
    fields = summary_fields(summary)
    return Side(fields, _if(summary.version > 0, fields), fingerprints(summary.shared))


def merge_line(line: ReadLine, side: Side, take: Take | None) -> Merged:
    """Merge one row of a workbook with what is stored here; a field it lacks stays as it is."""
    incoming = {name: line.fields.get(name) for name in side.fields}
    base = {name: _base(name, line, side) for name in side.fields}
    return merge_fields(base, side.fields, incoming, take)


def _base(name: str, line: ReadLine, side: Side) -> Any:
    """What both sides started from, as far as their fingerprints tell.

    A side that holds what was shared before has not changed the field. Either side may remember
    that: each notes what it last shared. What the workbook held when it was written counts for
    this side only, and only if somebody has changed it since: the board fills in what the team
    sent. A field that was never stored here has nothing to lose, whatever was shared elsewhere.
    """
    ours, theirs = side.fields[name], line.fields.get(name)
    if name not in side.known:
        return None
    shared = {side.shared.get(name, ""), line.base.get(name, "")}
    ours_unchanged = fingerprint(ours) in shared
    if fingerprint(theirs) != line.written.get(name, ""):
        ours_unchanged |= fingerprint(ours) == line.written.get(name, "")
    theirs_unchanged = fingerprint(theirs) in shared
    if ours_unchanged == theirs_unchanged:
        return _NEITHER
    return ours if ours_unchanged else theirs


def _if(known: bool, names: Mapping[str, Any] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(names if known else ())
