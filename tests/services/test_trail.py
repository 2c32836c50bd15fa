import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus, ActionUpdate, Milestone
from csp_desktop.core.audit_sentences import TrailEntry
from csp_desktop.core.errors import NotFoundError, StorageError
from csp_desktop.core.figures import Absence, Figure
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import Summary
from csp_desktop.services import Services
from csp_desktop.services.trail import TrailFilter
from csp_desktop.storage.audit import Author, Write, append
from csp_desktop.storage.audit_search import What
from csp_desktop.storage.connection import Store
from tests.conftest import LEAD_OFFICER, NOW

Q1 = Quarter(2015, 1)
SESSION_TEAM = replace(LEAD_OFFICER, user="Team")


def figure_of(services: Services, code: str) -> Figure:
    board = services.plan.indicator(code).board
    lines = services.returns.sheet(board, Q1).figures
    return next(line.figure for line in lines if line.indicator.code == code)


def enter(services: Services, code: str, **content: object) -> None:
    """Enter a figure as an officer does."""
    content = {"absence": None, **content}
    services.entry.enter_figure(replace(figure_of(services, code), **content))


def newest(services: Services, **wanted: object) -> TrailEntry:
    """The newest entry but for those of the return's own state."""
    found = services.trail.page(TrailFilter(**wanted))
    return next(one for one in found if one.entity != "return" or "state" in wanted)


def changes(entry: TrailEntry) -> list[tuple[str, str, str]]:
    return [(one.label, one.before, one.after) for one in entry.changes]


def test_a_figure_is_told_as_people_say_it(empty_services: Services) -> None:
    enter(empty_services, "F2", numerator=Decimal(25), denominator=Decimal(287))
    entry = newest(empty_services)
    assert entry.sentence == (
        "Lead officer changed F2 for 2015/16-Q1 from not entered to 25 of 287 (8.7%)"
    )
    assert entry.subject.name == empty_services.plan.indicator("F2").name
    assert (entry.subject.board, entry.operation) == ("NPFHF", "Enter figure")


def test_only_what_was_changed_is_told_and_nothing_technical(empty_services: Services) -> None:
    enter(empty_services, "F1", value=Decimal(1095))
    enter(
        empty_services,
        "F1",
        value=Decimal(1100),
        comment="One came late",
        obtained=date(2015, 7, 3),
    )
    assert changes(newest(empty_services)) == [
        ("Figure", "1,095", "1,100"),
        ("Date obtained", "nothing", "3 July 2015"),
        ("Comment", "nothing", "One came late"),
    ]


def test_an_absence_is_told_in_words_and_zero_is_a_figure(empty_services: Services) -> None:
    late = {"absence": Absence.NOT_YET_AVAILABLE, "expected_on": date(2015, 8, 14)}
    enter(empty_services, "F1", **late)
    enter(empty_services, "F1", value=Decimal(0), expected_on=None)
    assert changes(newest(empty_services)) == [
        ("Figure", "Not yet available", "0"),
        ("Expected on", "14 August 2015", "nothing"),
    ]


def test_an_update_and_an_action_are_told_in_their_own_words(empty_services: Services) -> None:
    action = empty_services.returns.sheet("NPFHF", Q1).actions[0].action
    update = ActionUpdate(action=action.code, quarter=Q1, status=ActionStatus.AT_RISK, percent=0)
    empty_services.entry.enter_update("NPFHF", update)
    assert changes(newest(empty_services)) == [
        ("Status", "not entered", "At risk"),
        ("Percent complete", "nothing", "0%"),
    ]
    steps = (Milestone("Venue", date(2015, 8, 1), date(2015, 8, 2)), Milestone("Day"))
    empty_services.entry.enter_action(Q1, replace(action, milestones=steps))
    assert changes(newest(empty_services)) == [
        ("Milestones", "nothing", "Venue, due 1 August 2015, met 2 August 2015\nDay")
    ]


def test_a_move_of_a_due_date_names_both_days(empty_services: Services) -> None:
    for day in (date(2015, 9, 30), date(2015, 12, 31)):
        action = empty_services.returns.sheet("NPFHF", Q1).actions[0].action
        empty_services.entry.enter_action(Q1, action.due_on(day))
    assert newest(empty_services).sentence == (
        "Lead officer changed action F-01: due from 30 September 2015 to 31 December 2015"
    )


def test_a_summary_and_a_proposal_are_told_with_what_they_say(empty_services: Services) -> None:
    summary = Summary(board="NPFHF", quarter=Q1, achievements="Reports rose.")
    empty_services.entry.enter("NPFHF", Q1, [summary])
    assert newest(empty_services).sentence == (
        "Lead officer changed the summary of NPFHF for 2015/16-Q1: achievements from nothing "
        "to “Reports rose.”"
    )
    proposal = empty_services.entry.proposal("NPFHF", "F", "Train champions")
    empty_services.entry.enter_action(Q1, proposal)
    entry = newest(empty_services)
    assert entry.sentence == "Lead officer added action NPFHF-P1 “Train champions”"
    assert (entry.subject.name, entry.subject.board) == ("Train champions", "NPFHF")


def test_what_happened_to_a_return_is_told_by_its_verb(database: Path, services: Services) -> None:
    store = Store(database)
    row = {"board": "NPFHF", "quarter": "2015/16-Q1", "version": 1}
    reason = {"line": "F2", "reason": "Which operation?", **row}
    moves = [
        ("submit", "return", {**row, "state": "in_progress"}, {**row, "state": "submitted"}),
        ("send back", "line_reason", None, reason),
        (
            "reopen",
            "return",
            {**row, "state": "approved"},
            {**row, "state": "in_progress", "reason": "A late revision"},
        ),
    ]
    with store.transaction():
        for what, entity, before, after in moves:
            entity_id = "F2" if entity == "line_reason" else "id"
            append(store, SESSION_TEAM.author(what), Write(entity, entity_id, before, after))
    store.close()
    told = [one.sentence for one in services.trail.page(TrailFilter(who="Team"))]
    assert told == [
        "Team reopened the return of NPFHF for 2015/16-Q1, because “A late revision”",
        "Team asked of F2 for 2015/16-Q1: “Which operation?”",
        "Team submitted the return of NPFHF for 2015/16-Q1",
    ]


def test_a_database_begins_with_its_plan_and_its_history(services: Services) -> None:
    told = [one.sentence for one in services.trail.page(TrailFilter())]
    assert told[1].startswith("Lead officer started the database with the plan “")
    assert told[0].startswith("Lead officer took in 2,805 figures that come with “")


def test_an_import_its_undoing_and_an_undone_edit_say_so(
    database: Path, empty_database: Path, tmp_path: Path
) -> None:
    file = tmp_path / "NPFHF.xlsx"
    with bootstrap.services(empty_database, LEAD_OFFICER) as theirs:
        enter(theirs, "F1", value=Decimal(248))
        theirs.exchange.export_return("NPFHF", Q1, file)
    with bootstrap.services(database, LEAD_OFFICER) as ours:
        ours.exchange.import_returns([file])
        brought = newest(ours)
        assert brought.sentence.endswith("to 248, by importing NPFHF.xlsx")
        assert (brought.import_file, brought.import_id) == ("NPFHF.xlsx", 1)
        ours.exchange.undo_import("1")
        undone = newest(ours)
        assert undone.sentence.endswith("by taking back the import of NPFHF.xlsx")
        assert undone.import_id == 1
        assert ours.trail.count(TrailFilter(what=What.IMPORTS)) >= 2
        ours.edits.enter("NPFHF", Q1, [replace(figure_of(ours, "F1"), comment="Late")], "enter")
        ours.edits.undo("NPFHF", Q1)
        assert newest(ours).sentence.endswith("comment from “Late” to nothing, by undoing “enter”")


def test_what_reviewers_decide_and_the_views_they_save_are_told(
    store: Store, empty_services: Services
) -> None:
    line = {"board": "NPFHF", "quarter": "2015/16-Q1", "version": 1, "line": "F2"}
    asked = {**line, "reason": "Which operation?", "by": "Team", "at": "2015-07-14"}
    with store.transaction():
        for write in (
            Write("acceptance", "F2", None, line),
            Write("acceptance", "F2", line, None),
            Write("line_reason", "F2", None, asked),
            Write("line_reason", "F2", {"reason": "Which operation?"}, None),
            Write("view", "delivery/Mine", None, {"content": '{"late": true}'}),
            Write("view", "delivery/Mine", {"content": '{"late": true}'}, None),
        ):
            append(store, SESSION_TEAM.author("review"), write)
    found = empty_services.trail.page(TrailFilter(who="Team"))
    assert [one.sentence for one in found[::-1]] == [
        "Team accepted F2 for 2015/16-Q1",
        "Team took back the acceptance of F2 for 2015/16-Q1",
        "Team asked of F2 for 2015/16-Q1: “Which operation?”",
        "Team took back what was asked of F2: “Which operation?”",
        "Team saved the view “Mine”",
        "Team took away the view “Mine”",
    ]
    assert changes(found[3]) == [("Reason", "nothing", "Which operation?")]
    assert empty_services.trail.count(TrailFilter(board="NPFHF")) == 4


def test_a_kind_of_record_that_nobody_has_foreseen_is_still_told(
    store: Store, empty_services: Services
) -> None:
    with store.transaction():
        append(
            store,
            LEAD_OFFICER.author("decide"),
            Write("steering_note", "7", {"mood": ""}, {"mood": "calm"}),
        )
    entry = newest(empty_services)
    assert entry.sentence == "Lead officer changed steering note 7: mood from nothing to “calm”"


def test_a_search_finds_codes_names_and_words(empty_services: Services) -> None:
    enter(empty_services, "F2", numerator=Decimal(25), denominator=Decimal(287), comment="Zebra")
    enter(empty_services, "H3", value=Decimal(187))
    name = empty_services.plan.indicator("H3").name

    def codes(text: str) -> list[str]:
        found = empty_services.trail.page(TrailFilter(what=What.FIGURES, text=text))
        return [one.subject.code for one in found if one.entity == "figure"]

    assert codes("f2") == ["F2"]
    assert codes("zebra 25") == ["F2"]
    assert codes(name) == ["H3"]
    assert codes("2015/16-Q1") == ["H3", "F2"]
    assert codes("zebra 187") == []


def test_a_whole_page_may_be_pasted_into_a_search(empty_services: Services) -> None:
    for text in ("lorem ipsum " * 2_000, "x" * 100_000):
        assert empty_services.trail.page(TrailFilter(text=text)) == []


def test_days_are_those_of_this_machine_and_both_are_included(empty_services: Services) -> None:
    enter(empty_services, "F1", value=Decimal(1))
    here = NOW.astimezone().date()
    whole = empty_services.trail.count(TrailFilter())
    assert empty_services.trail.count(TrailFilter(since=here, until=here)) == whole
    assert empty_services.trail.count(TrailFilter(since=date(2015, 7, 16))) == 0
    assert empty_services.trail.count(TrailFilter(until=date(2015, 7, 12))) == 0


def test_a_board_that_is_none_is_refused(empty_services: Services) -> None:
    with pytest.raises(NotFoundError, match="There is no board “XYZ”"):
        empty_services.trail.page(TrailFilter(board="XYZ"))


def test_the_trail_says_whether_it_is_whole_and_where_it_breaks(
    store: Store, empty_services: Services
) -> None:
    assert empty_services.trail.wholeness().words == "The trail is whole: 1 entry."
    forged = "INSERT INTO audit VALUES (2, 'x', 'x', 'x', 'x', 'x', '', '', 'no', 'no')"
    store.database.execute_sql(forged)
    assert empty_services.trail.wholeness().words.startswith("The trail breaks at entry 2 of 2:")


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_an_export_holds_what_is_filtered_a_row_for_each_field(
    empty_services: Services, tmp_path: Path
) -> None:
    enter(empty_services, "F1", value=Decimal(5), comment="Übergabe, spät")
    enter(empty_services, "H3", value=Decimal(187))
    path = tmp_path / "audit.csv"
    written = empty_services.trail.export(TrailFilter(text="f1"), path)
    assert written == 1
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    heading, *rows = read(path)
    told = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [(one["Code"], one["Field"], one["From"], one["To"]) for one in told] == [
        ("F1", "Figure", "not entered", "5"),
        ("F1", "Comment", "nothing", "Übergabe, spät"),
    ]
    assert told[0]["Period"] == "2015/16-Q1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_what_a_spreadsheet_would_run_is_written_as_a_text(
    empty_services: Services, tmp_path: Path, start: str
) -> None:
    enter(empty_services, "F1", value=Decimal(5), comment=f"{start}cmd|' /c calc'!A1")
    empty_services.trail.export(TrailFilter(), tmp_path / "audit.csv")
    cells = [cell for row in read(tmp_path / "audit.csv") for cell in row]
    assert f"'{start}cmd|' /c calc'!A1" in cells
    assert not any(cell.startswith(start) for cell in cells)


def test_an_export_that_is_stopped_leaves_no_file_and_the_old_one_as_it_was(
    store: Store, empty_services: Services, tmp_path: Path
) -> None:
    writes = [Write("figure", str(number), None, {"value": "1"}) for number in range(2_100)]
    with store.transaction():
        append(store, Author("Team", "2015-07-14T12:00:00.000Z", "enter"), *writes)
    path = tmp_path / "audit.csv"
    path.write_text("older")
    told: list[int] = []
    assert empty_services.trail.export(TrailFilter(), path, lambda n: bool(told.append(n))) == 0
    assert told == [2_000]
    assert path.read_text() == "older"
    assert [one.name for one in tmp_path.glob("audit*")] == ["audit.csv"]


def test_an_export_into_a_folder_that_is_not_there_says_so(
    empty_services: Services, tmp_path: Path
) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        empty_services.trail.export(TrailFilter(), tmp_path / "nowhere" / "audit.csv")
