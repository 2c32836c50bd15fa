"""What a sender has held of each field: another officer's work is never taken for its own.

What both sides last held is kept once, whoever the other side was. So a workbook also says what
its fields have said on the sender's machine, in the fingerprints that it carries of each line:
what stands here and was never there came from somebody else, and the other way round.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from csp_desktop.core.sheet import ActionLine, FigureLine, ReturnSheet
from csp_desktop.excel.fields import (
    OF_ACTION,
    OF_UPDATE,
    action_fields,
    figure_fields,
    fingerprint,
    fingerprints,
    summary_fields,
)
from csp_desktop.excel.merging import Side
from csp_desktop.excel.records import ReadLine
from csp_desktop.services.conflicts import RecordTrail
from csp_desktop.storage.connection import Store

_HELD = " held"
_MOST = 20  # a cell has room for so many of every field
_NOT_TOLD = ("milestones", "measures")  # the trail keeps them as one text


def with_lineage(store: Store, sheet: ReturnSheet) -> ReturnSheet:
    """The return to be written, with what its fields have said in the marks of each line."""

    def marked(mark: str, place: tuple[str, str], fields: Mapping[str, Any]) -> str:
        return _marked(mark, RecordTrail(store, *place), fields)

    def figure(line: FigureLine) -> FigureLine:
        one = line.figure
        shared = marked(one.shared, ("figure", str(one.id)), figure_fields(one))
        return replace(line, figure=replace(one, shared=shared))

    def action(line: ActionLine) -> ActionLine:
        one, update = line.action, line.update
        fields = action_fields(one, update)
        of_action = marked(one.shared, ("action", one.code), _only(fields, OF_ACTION))
        place = ("action_update", str(update.id))
        of_update = marked(update.shared, place, _only(fields, OF_UPDATE))
        return replace(
            line,
            action=replace(one, shared=of_action),
            update=replace(update, shared=of_update),
        )

    summary = sheet.summary
    shared = marked(summary.shared, ("summary", str(summary.id)), summary_fields(summary))
    return replace(
        sheet,
        figures=tuple(map(figure, sheet.figures)),
        actions=tuple(map(action, sheet.actions)),
        summary=replace(summary, shared=shared),
    )


def between_the_two(
    side: Side, line: ReadLine, trail: Callable[[str], RecordTrail]
) -> tuple[Side, ReadLine]:
    """Both sides of a line, with only that as shared which these two have shared.

    Only of fields that stand as the sender's program wrote them: what is typed into a workbook
    has no story, and neither has anything in a workbook of an older program.

    Args:
        side, line: what stands here, and what the workbook says.
        trail: the story here of the record that holds a field.
    """
    shared, base = dict(side.shared), dict(line.base)
    for name, value in side.fields.items():
        theirs = line.fields.get(name)
        ours_mark, their_mark = fingerprint(value), fingerprint(theirs)
        held_there = base.get(name + _HELD)
        if held_there is None or their_mark != line.written.get(name, ""):
            continue
        if not ours_mark or ours_mark == their_mark:
            continue
        known_there = ours_mark in held_there.split()
        if not known_there and shared.get(name) == ours_mark:
            del shared[name]
        if their_mark not in map(fingerprint, trail(name).held(name)):
            if base.get(name) == their_mark:
                del base[name]
            if known_there:
                shared[name] = ours_mark
    return replace(side, shared=shared), replace(line, base=base)


def _marked(mark: str, trail: RecordTrail, fields: Mapping[str, Any]) -> str:
    told: dict[str, str] = {}
    for name, value in fields.items():
        if value not in (None, "") and name not in _NOT_TOLD:
            known = dict.fromkeys(map(fingerprint, (value, *trail.held(name))))
            told[name + _HELD] = " ".join(list(known)[:_MOST])
    return json.dumps(fingerprints(mark) | told, sort_keys=True) if told else mark


def _only(fields: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: fields[name] for name in names if name in fields}
