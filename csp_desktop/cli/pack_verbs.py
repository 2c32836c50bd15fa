"""The verbs of packs: write one, issue it, list what was issued, and say what changed."""

import argparse
from dataclasses import asdict
from typing import Any

from csp_desktop.cli.said import say
from csp_desktop.core.editions import Edition
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.packs.assessment import assessment_year
from csp_desktop.core.packs.changes import PackChange
from csp_desktop.core.packs.document import PackKind
from csp_desktop.core.packs.issued import IssuedPack, PackDraft
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter, parse_range
from csp_desktop.core.reading import read_day
from csp_desktop.services import Services


def pack(arguments: argparse.Namespace, services: Services) -> int:
    """Write a pack, and freeze it where that is asked for."""
    kind = PackKind(arguments.action)
    draft = services.packs.draft(
        kind,
        _period(kind, arguments.period),
        Edition[arguments.edition.upper()],
        board=arguments.board,
        meeting=read_day(arguments.meeting, "--meeting"),
        known_on=read_day(arguments.known_on, "--known-on"),
    )
    if arguments.issue:
        _check_suspicions(draft, allowed=arguments.texts_read)
        issued = services.packs.issue(draft, arguments.file).pack
        return say(
            arguments,
            _document(draft, issued.id),
            [f"Issued as {issued.id}: {arguments.file}.", *_lines(draft)],
        )
    services.packs.write(draft.pack, arguments.file)
    return say(
        arguments, _document(draft, ""), [f"Wrote a draft: {arguments.file}.", *_lines(draft)]
    )


def pack_list(arguments: argparse.Namespace, services: Services) -> int:
    """The packs that have been issued, the newest first."""
    issued = services.packs.issued()
    lines = [
        f"{one.id}  {one.kind.words}, {one.edition.words.lower()}, issued {one.at[:10]} by {one.by}"
        for one in issued
    ]
    return say(arguments, [_issued(one) for one in issued], lines or ["No pack has been issued."])


def pack_compare(arguments: argparse.Namespace, services: Services) -> int:
    """What one issued pack says that an earlier one did not."""
    changes = services.packs.compare(arguments.earlier, arguments.later)
    lines = [f"{one.kind.words}  {one.code}  {one.name}: {one.words}" for one in changes]
    return say(arguments, [_change(one) for one in changes], lines or ["They say the same."])


def pack_write(arguments: argparse.Namespace, services: Services) -> int:
    """An issued pack's file once more, byte for byte."""
    digest = services.packs.write_again(arguments.id, arguments.file)
    known = next(one.digest for one in services.packs.issued() if one.id == arguments.id.strip())
    same = digest == known
    words = "the same file" if same else "by another version of this program, so not byte for byte"
    return say(
        arguments,
        {"pack": arguments.id.strip(), "digest": digest, "same": same},
        [f"Wrote {arguments.id.strip()} again, {words}: {arguments.file}."],
    )


def _period(kind: PackKind, text: str) -> Quarter | DateRange:
    """A quarter; of an assessment its year, which may be named as the plan heads its columns."""
    if kind is not PackKind.ASSESSMENT:
        return Quarter.parse(text)
    found = parse_range(text)
    if found.financial_year is not None:
        start = FinancialYear.parse(text).start
        return DateRange.of_months(start, 10, 12)
    if not assessment_year(found):
        raise RefusedError(
            f"An assessment is of a year from October to September: write 2014/15 or "
            f"2014-10..2015-09, not {text}."
        )
    return found


def _check_suspicions(draft: PackDraft, *, allowed: bool) -> None:
    """Refuse to issue texts that may tell who somebody is, until somebody has read them.

    Raises:
        RefusedError: there are such texts.
    """
    if allowed or not draft.suspicions:
        return
    told = "; ".join(
        f"{one.where}: “{one.found}” looks like {one.like}" for one in draft.suspicions
    )
    raise RefusedError(
        f"Texts of this pack may tell who somebody is. {told}. Change them, or add --texts-read "
        "once you have read them and they do not."
    )


def _lines(draft: PackDraft) -> list[str]:
    lines = [*draft.missing]
    if draft.suppressed:
        lines.append(f"{draft.suppressed} figures are withheld.")
    if draft.excluded:
        lines.append(f"Left out wholly: {', '.join(draft.excluded)}.")
    lines += [f"{one.where}: “{one.found}” looks like {one.like}." for one in draft.suspicions]
    return lines


def _document(draft: PackDraft, issued: str) -> dict[str, Any]:
    return {
        "pack": issued or None,
        "edition": draft.pack.edition.name.lower(),
        "sheets": [one.tab for one in draft.pack.sheets],
        "suppressed": draft.suppressed,
        "excluded": list(draft.excluded),
        "missing": list(draft.missing),
        "texts": [asdict(one) for one in draft.suspicions],
    }


def _issued(one: IssuedPack) -> dict[str, Any]:
    return {
        **asdict(one),
        "kind": one.kind.value,
        "edition": one.edition.name.lower(),
        "excluded": list(one.excluded),
    }


def _change(one: PackChange) -> dict[str, Any]:
    return {**asdict(one), "kind": one.kind.value}
