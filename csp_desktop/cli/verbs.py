"""What each verb does: ask a service, then say it in words or as one JSON document."""

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from csp_desktop.cli.analysis_verbs import (
    analyse,
    analyse_series,
    check_figures,
    check_table,
)
from csp_desktop.cli.borough_verbs import funnel, import_populations
from csp_desktop.cli.documents import (
    entry_document,
    import_document,
    moment_words,
    plan_document,
    progress_document,
    report_document,
    story_document,
)
from csp_desktop.cli.pack_verbs import pack, pack_compare, pack_list, pack_write
from csp_desktop.cli.phase_verbs import rebase
from csp_desktop.cli.protect_verb import protect
from csp_desktop.cli.publisher_verbs import figures_import
from csp_desktop.cli.said import DONE, TO_ACT, say
from csp_desktop.core.errors import UserError
from csp_desktop.core.merge import Take
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import Quarter
from csp_desktop.core.reading import read_day
from csp_desktop.core.returns import Return
from csp_desktop.excel.records import CellProblem
from csp_desktop.services import Services
from csp_desktop.services.import_report import FileReport, Outcome
from csp_desktop.services.planning import Started
from csp_desktop.services.trail import TrailFilter


@dataclass(frozen=True)
class Program:
    """What the verbs need from the composition root."""

    start: Callable[[Path | None, bool], Started]
    services: Callable[[], AbstractContextManager[Services]]


def run(arguments: argparse.Namespace, program: Program) -> int:
    """Carry out the verb that was asked for.

    Returns:
        The exit status: 0 done, 1 the person has to act.

    Raises:
        UserError: what the person has to act on.
    """
    if arguments.verb == "init":
        return _init(arguments, program)
    if arguments.verb == "check-figures" and arguments.table is not None:
        return check_table(arguments)
    if arguments.verb == "analyse" and arguments.series is not None:
        return analyse_series(arguments)
    if arguments.verb == "protect":
        return protect(arguments)
    verb = _VERBS[arguments.verb, getattr(arguments, "action", "")]
    with program.services() as services:
        return verb(arguments, services)


def _init(arguments: argparse.Namespace, program: Program) -> int:
    started = program.start(arguments.plan, not arguments.no_history)
    counts = {
        "boards": started.boards,
        "indicators": started.indicators,
        "figures": started.figures,
    }
    lines = [f"Created {started.database} with "]
    lines[0] += ", ".join(f"{number:,} {name}" for name, number in counts.items()) + "."
    return say(arguments, {"database": str(started.database), **counts}, lines)


def _plan_show(arguments: argparse.Namespace, services: Services) -> int:
    plan = services.plan
    lines = [plan.title, ""]
    for priority in plan.priorities:
        lines += [f"{priority.code}  {priority.title} ({', '.join(priority.boards)})"]
        lines += [f"    {measure.indicators[0]:9} {measure.text}" for measure in priority.measures]
    return say(arguments, plan_document(plan), lines)


def _figures_show(arguments: argparse.Namespace, services: Services) -> int:
    stories = services.analysis.stories(arguments.indicator, arguments.area)
    indicator = services.plan.indicator(arguments.indicator)
    lines = [f"{indicator.code}  {indicator.title}"]
    for story in stories:
        figure = story.figure
        line = f"  {figure.period!s:18} {figure_words(figure, indicator.unit):>18}"
        line += f"  {figure.status.value}"
        if story.earlier:
            before = ", then ".join(
                figure_words(one.figure, indicator.unit) for one in story.earlier
            )
            line += f" (reported as {before}; now {figure_words(figure, indicator.unit)})"
        lines.append(f"{line}  {figure.source}")
    return say(arguments, [story_document(story) for story in stories], lines)


def _return_export(arguments: argparse.Namespace, services: Services) -> int:
    quarter = Quarter.parse(arguments.period)
    sheet = services.exchange.export_return(arguments.board, quarter, arguments.file)
    document = {
        "return": str(sheet.record.id),
        "version": sheet.record.version,
        "state": sheet.record.state.value,
    }
    words = (
        f"Wrote {arguments.file}: {sheet.board.name}, {quarter}, {sheet.complete.words} entered."
    )
    return say(arguments, document, [words])


def _return_import(arguments: argparse.Namespace, services: Services) -> int:
    take = Take(arguments.take) if arguments.take else None
    reports, _ = services.exchange.import_returns(
        arguments.paths, take=take, dry_run=arguments.dry_run
    )
    document = {"files": [report_document(report) for report in reports]}
    say(arguments, document, [_report_words(report, arguments.dry_run) for report in reports])
    status = DONE
    for report in reports:
        for problem in report.problems:
            print(_problem_words(report.file.name, problem), file=sys.stderr)
        if report.outcome is Outcome.CONFLICT:
            lines = ", ".join(f"{one.code} ({one.field})" for one in report.conflicts)
            print(
                f"{report.file.name}: changed both here and in the file: {lines}. Nothing of it "
                "was stored. Say --take incoming or --take stored.",
                file=sys.stderr,
            )
        if report.outcome in (Outcome.CONFLICT, Outcome.REFUSED):
            status = TO_ACT
    return status


def _return_undo_import(arguments: argparse.Namespace, services: Services) -> int:
    services.exchange.undo_import(arguments.id)
    undone = services.exchange.stored_import(arguments.id)
    words = f"Import {undone.id} of {undone.file} is undone: {undone.board} {undone.quarter}."
    return say(arguments, import_document(undone), [words])


def _report_words(report: FileReport, dry_run: bool) -> str:
    words = {
        Outcome.STORED: "would be stored" if dry_run else "stored",
        Outcome.UNCHANGED: "nothing new",
        Outcome.CONFLICT: "in conflict, not stored",
        Outcome.REFUSED: "refused",
    }[report.outcome]
    number = f" (import {report.import_id})" if report.import_id else ""
    return (
        f"{report.file.name}: {report.return_name or 'no return'}: {words}, "
        f"{report.new} new, {report.changed} changed{number}"
    )


def _problem_words(file: str, problem: CellProblem) -> str:
    """A problem with the file and the place in it, each once."""
    if problem.cell:
        return f"{file}, {problem.sheet} {problem.cell}: {problem.message}"
    return problem.message if file in problem.message else f"{file}: {problem.message}"


def _return_status(arguments: argparse.Namespace, services: Services) -> int:
    progress = services.returns.progress(Quarter.parse(arguments.period))
    lines = [
        f"{one.board.code:10} {one.record.state.words:12} {one.complete.words:>10}"
        + (f"  {one.days_late:,} days late" if one.days_late else "")
        for one in progress
    ]
    return say(arguments, [progress_document(one) for one in progress], lines)


def _return_submit(arguments: argparse.Namespace, services: Services) -> int:
    quarter = Quarter.parse(arguments.period)
    return _say_state(arguments, services.entry.submit(arguments.board, quarter))


def _return_approve(arguments: argparse.Namespace, services: Services) -> int:
    quarter = Quarter.parse(arguments.period)
    return _say_state(arguments, services.review.approve(arguments.board, quarter))


def _return_send_back(arguments: argparse.Namespace, services: Services) -> int:
    reasons: dict[str, str] = {}
    for given in arguments.reason:
        line, found, text = given.partition("=")
        if not found:
            raise UserError(f"“{given}” is no reason. Write the line, = and why, like F2=“Which?”.")
        reasons[line.strip()] = text
    quarter = Quarter.parse(arguments.period)
    return _say_state(arguments, services.review.send_back(arguments.board, quarter, reasons))


def _return_reopen(arguments: argparse.Namespace, services: Services) -> int:
    quarter = Quarter.parse(arguments.period)
    return _say_state(arguments, services.review.reopen(arguments.board, quarter, arguments.reason))


def _audit(arguments: argparse.Namespace, services: Services) -> int:
    wanted = TrailFilter(board=arguments.board, since=read_day(arguments.since, "--since"))
    entries = list(services.trail.entries(wanted))
    lines = [f"{moment_words(one.at)}  {one.sentence}" for one in entries]
    return say(arguments, [entry_document(one) for one in entries], lines or ["Nothing."])


def _say_state(arguments: argparse.Namespace, record: Return) -> int:
    document = {"state": record.state.value, "version": record.version}
    words = (
        f"{record.board} {record.quarter}: {record.state.words.lower()}, version {record.version}."
    )
    return say(arguments, document, [words])


_VERBS: dict[tuple[str, str], Callable[[argparse.Namespace, Services], int]] = {
    ("plan", "show"): _plan_show,
    ("figures", "show"): _figures_show,
    ("figures", "import"): figures_import,
    ("return", "export"): _return_export,
    ("return", "import"): _return_import,
    ("return", "undo-import"): _return_undo_import,
    ("return", "submit"): _return_submit,
    ("return", "approve"): _return_approve,
    ("return", "send-back"): _return_send_back,
    ("return", "reopen"): _return_reopen,
    ("return", "status"): _return_status,
    ("audit", ""): _audit,
    ("analyse", ""): analyse,
    ("rebase", ""): rebase,
    ("check-figures", ""): check_figures,
    ("funnel", ""): funnel,
    ("populations", "import"): import_populations,
    ("pack", "meeting"): pack,
    ("pack", "chair"): pack,
    ("pack", "assessment"): pack,
    ("pack", "list"): pack_list,
    ("pack", "compare"): pack_compare,
    ("pack", "write"): pack_write,
}
