"""The verb that takes figures from a publisher's file."""

import argparse
from collections.abc import Sequence
from typing import Any

from csp_desktop.cli.documents import plain
from csp_desktop.cli.said import say
from csp_desktop.core.figures import Figure
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.reading import read_day
from csp_desktop.services import Services
from csp_desktop.services.publisher_figures import LeftOut
from csp_desktop.services.publishing_report import ImportedFigures, NewPhase, Revision

_LISTED = 20  # lines of a kind that are read before nobody reads them any more


def figures_import(arguments: argparse.Namespace, services: Services) -> int:
    """Take figures from a publisher's file, and say what is new and what was revised."""
    done = services.publishing.import_figures(
        arguments.file,
        arguments.source,
        area=arguments.area,
        obtained=read_day(arguments.obtained, "--obtained"),
        folder=arguments.plan,
        dry_run=arguments.dry_run,
    )
    return say(arguments, _document(done), _lines(done, services.plan, arguments.dry_run))


def _document(done: ImportedFigures) -> dict[str, Any]:
    return {
        "new": done.new,
        "revised": len(done.revisions),
        "unchanged": done.unchanged,
        "ignored": done.ignored,
        "indicators": {
            code: {str(quarter): plain(number) for quarter, number in numbers.items()}
            for code, numbers in done.numbers.items()
        },
        "source": done.publisher.code,
        "area": done.area,
        "restated": done.restated,
        "revisions": [_revision(one) for one in done.revisions],
        "years": [_revision(one) for one in done.years],
        "phases": [
            {
                "period": str(one.quarter),
                "before": one.before.code,
                "after": one.after.code,
                "indicators": one.indicators,
            }
            for one in done.phases
        ],
        "left_out": [
            {
                "indicator": one.indicator,
                "period": str(one.quarter) if one.quarter else None,
                "why": one.why,
            }
            for one in done.left_out
        ],
    }


def _revision(one: Revision) -> dict[str, Any]:
    return {
        "indicator": one.now.indicator,
        "period": str(one.now.period),
        "was": plain(one.was.exact),
        "now": plain(one.now.exact),
    }


def _lines(done: ImportedFigures, plan: Plan, dry_run: bool) -> list[str]:
    counts = (
        f"{done.new:,} new, {len(done.revisions):,} revised, {done.unchanged:,} unchanged, "
        f"{done.ignored:,} rows of the file not taken."
    )
    lines = [f"{done.area}, {done.publisher.name}: {counts}"]
    if dry_run:
        lines.append("Nothing was stored: this was a dry run.")
    if done.restated:
        lines.append(
            f"{done.restated:,} of the unchanged followed another classification before, and say "
            "so no longer."
        )
    lines += map(_phase_words, done.phases)
    lines += _listed("Financial years revised:", _revision_words(done.years, plan))
    lines += _listed("Quarters revised:", _revision_words(done.revisions, plan))
    return lines + _listed("Left out:", _left_out_words(done.left_out))


def _phase_words(phase: NewPhase) -> str:
    return (
        f"A new phase begins at {phase.quarter}: figures before it are those of "
        f"{phase.before.code}, from then on of {phase.after.code} ({', '.join(phase.indicators)})."
    )


def _revision_words(revisions: Sequence[Revision], plan: Plan) -> list[str]:
    """`H1 2015/16-Q1: reported 250, now 243`, the newest first."""

    def said(figure: Figure) -> str:
        return figure_words(figure, plan.indicator(figure.indicator).unit)

    return [
        f"{one.now.indicator} {one.now.period}: reported {said(one.was)}, now {said(one.now)}"
        for one in sorted(revisions, key=lambda one: one.now.period, reverse=True)
    ]


def _left_out_words(left_out: Sequence[LeftOut]) -> list[str]:
    """What was left out, the indicators of one quarter and one reason together."""
    together: dict[tuple[Quarter | None, str], list[str]] = {}
    for one in left_out:
        together.setdefault((one.quarter, one.why), []).append(one.indicator)
    return [
        f"{', '.join(codes)}{f' {quarter}' if quarter else ''}: {why}"
        for (quarter, why), codes in together.items()
    ]


def _listed(heading: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    shown = [f"  {line}" for line in lines[:_LISTED]]
    if more := lines[_LISTED:]:
        shown.append(f"  and {len(more):,} more; --json lists them all")
    return [heading, *shown]
