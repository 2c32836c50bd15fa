"""Makes the database of the newest schema; it refuses to replace one that is there."""

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import Action, ActionStatus, ActionUpdate, Milestone, Resourcing
from csp_desktop.core.delivery import Filters, GroupBy, Segment
from csp_desktop.core.editions import Edition
from csp_desktop.core.figures import Absence, EarlierFigure, FigureStatus
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.packs.changes import ChangeKind
from csp_desktop.core.packs.document import PackKind
from csp_desktop.core.packs.issued import IssuedPack
from csp_desktop.core.periods import Quarter
from csp_desktop.core.records import Draft
from csp_desktop.core.reminders import ContactKind
from csp_desktop.core.returns import Summary
from csp_desktop.core.review import Decision
from csp_desktop.core.sheet import FigureLine
from csp_desktop.services import Services
from csp_desktop.services.delivery import SavedView
from csp_desktop.services.session import Session
from csp_desktop.storage.migrate import schema_version

HERE = Path(__file__).parent
QUARTER = Quarter(2015, 1)
BOARDS = ("NPFHF", "TMG", "TTCG")
ENTERED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("NPFHF", "F1", {"value": Decimal(248), "comment": "=not a formula, “as counted”"}),
    ("NPFHF", "F2", {"numerator": Decimal(67), "denominator": Decimal(248)}),
    ("NPFHF", "F4", {"absence": Absence.NOT_COLLECTED, "comment": "Nobody counts this"}),
    ("TMG", "F3", {"value": Decimal("78.0"), "sample_size": 1147}),
    ("TTCG", "H3", {"value": Decimal(0), "source": "MPS", "obtained": date(2015, 7, 3)}),
    ("TTCG", "H3", {"value": Decimal(277), "status": FigureStatus.REVISED}),
    ("TTCG", "H1", {"value": Decimal(3)}),
)

FORM: dict[str, Any] = {
    "aim": "Fewer hate crimes",
    "measures": ("Hate crimes recorded", "Detection rate"),
    "partners": "Schools; Victim Support",
    "start": date(2015, 4, 20),
    "resources_needed": "£2,000 for printing",
    "resources_source": "Community fund",
    "resourcing": Resourcing.APPLIED,
    "milestones": (
        Milestone("Launch", date(2015, 5, 1), date(2015, 5, 8)),
        Milestone("Review", date(2015, 9, 1)),
    ),
}
SUMMARY = Summary(
    board="NPFHF",
    quarter=QUARTER,
    achievements="The pledge was launched",
    concerns="Few reports from schools",
    decisions="Agree the new form",
    resources="A half-time post",
)
DRAFTS = (
    Draft("F5", QUARTER, "number", "about 30"),
    Draft("F-03", QUARTER, "due", "next spring"),
)


def content(services: Services) -> dict[str, Any]:
    """What people entered, as plain values."""
    sheets = [services.returns.sheet(board, QUARTER) for board in BOARDS]
    lines = [line for sheet in sheets for line in sheet.figures]
    actions = [line for sheet in sheets for line in sheet.actions]
    entered = [line for line in lines if line.figure.entered]
    return {
        "returns": {sheet.board.code: sheet.record.state.value for sheet in sheets},
        "figures": {
            line.indicator.code: [
                figure_words(line.figure, line.indicator.unit),
                line.figure.status.value,
                line.figure.source,
                line.figure.comment,
                *(
                    figure_words(earlier.figure, line.indicator.unit)
                    for earlier in _earlier(services, line)
                ),
            ]
            for line in entered
        },
        "updates": {
            line.action.code: [
                line.action.lead,
                str(line.action.due),
                line.update.status.words,
                line.update.note,
            ]
            for line in actions
            if line.update.status is not None
        },
        "notes": {
            line.indicator.code: [
                [one.explanation, one.explained]
                for one in (line.figure, *(then.figure for then in _earlier(services, line)))
            ]
            for line in entered
            if line.figure.explanation
        },
        "plausible": {
            line.indicator.code: [
                str(line.indicator.plausible_low),
                str(line.indicator.plausible_high),
            ]
            for line in lines
            if line.indicator.plausible_low is not None
        },
        "actions": {
            line.action.code: _added(line.action) for line in actions if any(_added(line.action))
        },
        "reports": {
            line.action.code: _reported(line.update)
            for line in actions
            if any(_reported(line.update))
        },
        "own_priorities": {one.code: one.title for sheet in sheets for one in sheet.own_priorities},
        "summaries": {
            sheet.board.code: [
                sheet.summary.achievements,
                sheet.summary.concerns,
                sheet.summary.decisions,
                sheet.summary.resources,
            ]
            for sheet in sheets
            if sheet.summary.written
        },
        "opened_by": {
            sheet.board.code: sheet.record.opened_by for sheet in sheets if sheet.record.opened_by
        },
        "reasons": {
            line.reason.line: [line.reason.reason, line.reason.by, line.reason.at]
            for line in (*lines, *actions)
            if line.reason
        },
        "imports": [
            [
                one.file,
                one.by,
                one.board,
                str(one.quarter),
                one.new,
                one.changed,
                bool(one.undone_at),
                one.why_not,
            ]
            for one in services.exchange.imports()
        ],
        "versions": {
            board: [
                [one.version, one.submitted_by, one.approved_by, sorted(one.records)]
                for one in services.review.versions(board, QUARTER)
            ]
            for board in (*BOARDS, "CSP")
            if services.review.versions(board, QUARTER)
        },
        "accepted": [
            one.code
            for one in services.review.sheet("TMG", QUARTER).lines
            if one.decision is Decision.ACCEPTED
        ],
        "contacts": {
            one.board.code: [one.last_contact.kind.value, one.last_contact.at]
            for one in services.returns.progress(QUARTER)
            if one.last_contact is not None and one.last_contact.kind is ContactKind.REMINDER
        },
        "plan_changes": {
            code: [
                [one.words, one.change.agreed.by, one.change.agreed.where, one.change.by]
                for one in services.plan_changes.story(kind, code).changes
            ]
            for kind, code in (("target", "T23"), ("indicator", "F1"))
            if services.plan_changes.story(kind, code).changes
        },
        "phases": {
            code: [[str(one.first), one.reason, one.by] for one in services.phases.of(code)]
            for code in ("H3",)
            if services.phases.of(code)
        },
        "annotations": {
            code: [[str(one.day), one.indicator, one.fact, one.note, one.by] for one in noted]
            for code in ("H3",)
            if (noted := services.annotations.of(code))
        },
        "packs": {one.id: _pack(services, one) for one in services.packs.issued()},
        "settings": {"marking": marking} if (marking := services.packs.marking()) else {},
        "views": {one.name: one.by.value for one in services.delivery.views()},
        "drafts": {
            **{line.indicator.code: dict(line.drafts) for line in lines if line.drafts},
            **{line.action.code: dict(line.drafts) for line in actions if line.drafts},
        },
    }


def _earlier(services: Services, line: FigureLine) -> list[EarlierFigure]:
    stories = services.analysis.stories(line.indicator.code)
    return [earlier for story in stories for earlier in story.earlier]


def _pack(services: Services, issued: IssuedPack) -> list[Any]:
    """An issued pack: what is told of it, what it holds, and what others are held against."""
    pack = services.packs.pack(issued.id)
    changes = services.packs.compare(services.packs.issued()[-1].id, issued.id)
    return [
        [issued.kind.value, issued.edition.name, issued.period, issued.board, issued.meeting],
        [issued.known_at, issued.at, issued.by, issued.digest],
        [issued.suppressed, *issued.excluded],
        [pack.title, pack.author, pack.marking, pack.made.isoformat()],
        [
            [one.tab, len(one.lines), *(len(table.rows) for table in one.tables)]
            for one in pack.sheets
        ],
        [[one.code, one.words] for one in changes if one.kind is ChangeKind.REVISED],
    ]


def _added(action: Action) -> list[Any]:
    """What the second schema adds to an action."""
    return [
        action.aim,
        list(action.measures),
        action.partners,
        str(action.start or ""),
        action.resources_needed,
        action.resources_source,
        action.resourcing.words if action.resourcing else "",
        [[one.text, str(one.due), str(one.met_on)] for one in action.milestones],
        [[str(one.before), str(one.after), one.at, one.by] for one in action.moves],
        [action.planned.text, action.priority] if action.proposed else [],
    ]


def _reported(update: ActionUpdate) -> list[Any]:
    """What the second schema adds to an update."""
    return [update.reason, update.percent, update.next_steps, update.evidence]


def enter(services: Services) -> None:
    """Enter everything as officers and the team do."""
    for board, code, parts in ENTERED:
        sheet = services.returns.sheet(board, QUARTER)
        figure = next(one.figure for one in sheet.figures if one.indicator.code == code)
        services.entry.enter_figure(replace(figure, **{"absence": None, **parts}))
    _enter_plan(services)
    _propose(services)
    _explain(services)
    services.entry.enter("NPFHF", QUARTER, [SUMMARY, *DRAFTS], "write summary")
    _send_back(services)
    _import(services)
    _change_plan(services)
    services.contacts.note_contact("NPFHF", QUARTER, ContactKind.REMINDER)
    filters = Filters(segment=Segment.OFF_TRACK)
    services.delivery.save_view(SavedView("Off track by board", filters, GroupBy.BOARD))
    services.entry.submit("CSP", QUARTER)
    _issue_packs(services)


def _issue_packs(services: Services) -> None:
    """A meeting's public pack, then the update of a chair with a figure that was revised since."""
    services.packs.set_marking("OFFICIAL-SENSITIVE")
    _issue(services, PackKind.MEETING, Edition.PUBLIC)
    sheet = services.returns.sheet("NPFHF", QUARTER)
    figure = next(one.figure for one in sheet.figures if one.indicator.code == "F1")
    revised = replace(figure, value=Decimal(251), status=FigureStatus.REVISED)
    services.entry.enter_figure(revised)
    _issue(services, PackKind.CHAIR, Edition.PARTNERSHIP, "NPFHF")


def _issue(services: Services, kind: PackKind, edition: Edition, board: str = "") -> None:
    meeting = date(2015, 8, 12)
    draft = services.packs.draft(kind, QUARTER, edition, board=board, meeting=meeting)
    with TemporaryDirectory() as folder:
        services.packs.issue(draft, Path(folder) / "pack.xlsx")


def _change_plan(services: Services) -> None:
    agreed = {
        "agreed_by": "The partnership",
        "agreed_where": "CSP meeting, item 4",
        "agreed_on": "9 July 2015",
        "reason": "Mopeds",
    }
    target = {"value": "4", "baseline": "2013/14", "deadline": "2015/16"}
    services.plan_changes.record("target", "T23", {**target, **agreed})
    indicator = {"definition": "All strands", "tolerance": "5", "profile": "30 25 25 20"}
    services.plan_changes.record("indicator", "F1", {**indicator, **agreed})
    services.phases.begin("H3", date(2014, 4, 1), "New recording rules")
    services.annotations.add("H3", date(2013, 11, 1), "New local policing model", "in place")
    services.annotations.add("", date(2014, 5, 22), "Elections")


def _enter_plan(services: Services) -> None:
    first, second = services.returns.sheet("NPFHF", QUARTER).actions[:2]
    led = replace(first.action.due_on(date(2015, 9, 30)), lead="Hate crime co-ordinator", **FORM)
    services.entry.enter_action(QUARTER, led)
    for line, status in ((first, ActionStatus.ON_TRACK), (second, ActionStatus.AT_RISK)):
        reported = replace(
            line.update,
            status=status,
            reason="Two of three schools have answered",
            percent=40,
            note=f"{status.words}.\nSee minutes.",
            next_steps="Write to the third",
            evidence="Minutes of 2 July",
        )
        services.entry.enter_update("NPFHF", reported)
    for due in (date(2015, 12, 31), date(2015, 11, 30)):
        led = services.returns.sheet("NPFHF", QUARTER).actions[0].action
        services.entry.enter_action(QUARTER, led.due_on(due))


def _propose(services: Services) -> None:
    own = services.entry.own_priority("NPFHF", "Hate crime on buses")
    services.entry.enter("NPFHF", QUARTER, [own])
    for text in ("Posters at every stop", "A stall at the bus station"):
        services.entry.enter_action(QUARTER, services.entry.proposal("NPFHF", own.code, text))
    dropped = services.returns.sheet("NPFHF", QUARTER).actions[-1].action
    services.entry.enter_action(QUARTER, replace(dropped, dropped=True))


def _explain(services: Services) -> None:
    """A note on a query, then a comment that leaves it standing, then a number that does not."""
    for parts in ({}, {"comment": "Counted again"}, {"value": Decimal(278)}):
        sheet = services.returns.sheet("TTCG", QUARTER)
        figure = next(one.figure for one in sheet.figures if one.indicator.code == "H3")
        changed = replace(figure, **parts) if parts else figure.explained_by("Two came in late")
        services.entry.enter_figure(changed)


def _send_back(services: Services) -> None:
    sheet = services.returns.sheet("TMG", QUARTER)
    asked = next(line for line in sheet.figures if line.asked)
    [action] = sheet.actions
    counted = replace(asked.figure, value=Decimal(12), absence=None)
    told = replace(action.update, status=ActionStatus.OFF_TRACK)
    services.entry.enter("TMG", QUARTER, [counted, told])
    services.entry.submit("TMG", QUARTER)
    services.review.open("TMG", QUARTER)
    services.review.accept("TMG", QUARTER, ["F3"])
    reasons = {asked.indicator.code: "Are these all?", action.action.code: "Say why"}
    services.review.send_back("TMG", QUARTER, reasons)


def _import(services: Services) -> None:
    """From another machine: a workbook taken in, taken back and taken in again, then the next."""
    with TemporaryDirectory() as folder:
        workbook = Path(folder) / "OGP 2015-16-Q1.xlsx"
        bootstrap.start(Path(folder) / "officer.db", services.session, history=False)
        with bootstrap.services(Path(folder) / "officer.db", services.session) as officer:
            _report(officer, "Begun in May", workbook)
            [first], _changes = services.exchange.import_returns([workbook])
            services.exchange.undo_import(first.import_id)
            services.exchange.import_returns([workbook])
            _report(officer, "Begun in June", workbook)
            services.exchange.import_returns([workbook])


def _report(officer: Services, note: str, workbook: Path) -> None:
    [action, *_others] = officer.returns.sheet("OGP", QUARTER).actions
    officer.entry.enter_update("OGP", replace(action.update, note=note))
    officer.exchange.export_return("OGP", QUARTER, workbook)


def main() -> int:
    """Write the database and, beside it, what it holds."""
    database = HERE / f"{schema_version(paths.MIGRATIONS):04d}.db"
    session = Session("Lead officer", lambda: datetime(2015, 7, 14, 12, tzinfo=UTC))
    bootstrap.start(database, session, history=False)
    with bootstrap.services(database, session) as services:
        enter(services)
    with bootstrap.services(database, replace(session, user="Reviewer")) as team:
        team.review.approve("CSP", QUARTER)
        held = content(team)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("VACUUM")
    text = json.dumps(held, ensure_ascii=False, indent=2) + "\n"
    database.with_suffix(".json").write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
