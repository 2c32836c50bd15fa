from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError
from csp_desktop.core.periods import Quarter
from csp_desktop.core.reminders import ContactKind
from csp_desktop.core.returns import ReturnState
from csp_desktop.services import Services
from csp_desktop.services.returns import BoardProgress
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store, opened
from csp_desktop.storage.migrate import schema_version
from csp_desktop.storage.models import ReturnVersionRow
from tests.services.test_entry import QUARTER, handed_in

BOARD = "TMG"  # one figure and one action
Days = Callable[..., Services]


@pytest.fixture
def on(empty_database: Path) -> Iterator[Days]:
    """The services as somebody opens them on a day of July 2015."""
    with ExitStack() as opened_services:

        def one(day: int, user: str = "Officer", **parts: object) -> Services:
            when = datetime(2015, 7, day, 12, tzinfo=UTC)
            session = replace(Session(user, lambda: when), **parts)
            return opened_services.enter_context(bootstrap.services(empty_database, session))

        yield one


def progress_of(services: Services, board: str = BOARD) -> BoardProgress:
    return next(one for one in services.returns.progress(QUARTER) if one.board.code == board)


def last_contact(services: Services, board: str = BOARD) -> tuple[ContactKind, date] | None:
    contact = progress_of(services, board).last_contact
    return (contact.kind, contact.day) if contact else None


def submit(services: Services, value: int = 12) -> None:
    sheet = services.returns.sheet(BOARD, QUARTER)
    asked = next(line.figure for line in sheet.figures if line.asked)
    [action] = sheet.actions
    update = replace(action.update, status=ActionStatus.ON_TRACK, note="All reports read")
    figure = replace(asked, value=Decimal(value), absence=None)
    services.entry.enter(BOARD, QUARTER, [figure, update])
    services.entry.submit(BOARD, QUARTER)


def send_back(services: Services) -> None:
    services.review.send_back(BOARD, QUARTER, {"A7": "Does this include June?"})


# On time, apart from locked


def test_a_return_handed_in_on_time_and_sent_back_is_on_time(on: Days) -> None:
    submit(on(16))
    send_back(on(20, "Team"))
    found = progress_of(on(30))
    assert (found.record.state, found.on_time) == (ReturnState.RETURNED, True)
    assert (found.handed_in, found.days_late, found.days_over) == (date(2015, 7, 16), 0, 0)


def test_a_return_handed_in_late_stays_late_although_it_is_locked(on: Days) -> None:
    submit(on(20))
    on(21, "Team").review.approve(BOARD, QUARTER)
    found = progress_of(on(30))
    assert (found.record.state, found.on_time) == (ReturnState.APPROVED, False)
    assert (found.handed_in, found.days_late, found.days_over) == (date(2015, 7, 20), 0, 3)


def test_answering_what_was_asked_makes_no_return_late(on: Days) -> None:
    submit(on(16))
    send_back(on(20, "Team"))
    submit(on(24), value=13)
    found = progress_of(on(30))
    assert found.record.version == 2
    assert (found.first_in, found.handed_in) == (date(2015, 7, 16), date(2015, 7, 24))
    assert found.on_time is True


def test_a_return_that_is_not_in_is_neither_on_time_nor_handed_in(on: Days) -> None:
    found = progress_of(on(22))
    assert (found.on_time, found.handed_in, found.days_late) == (None, None, 5)
    submit(on(16))
    on(17).entry.withdraw(BOARD, QUARTER)
    found = progress_of(on(22))
    assert (found.on_time, found.handed_in, found.days_late) == (None, None, 5)


def test_a_version_that_was_never_kept_is_dated_by_the_audit_trail(
    on: Days, empty_database: Path
) -> None:
    handed_in(empty_database, on(22).plan.id, BOARD)
    with opened(empty_database, schema_version(paths.MIGRATIONS)) as store:
        assert store.rows(ReturnVersionRow.select()) == []
    assert progress_of(on(22)).handed_in == date(2015, 7, 14)


def test_a_version_that_was_kept_is_dated_by_what_was_kept(on: Days, empty_database: Path) -> None:
    handed_in(empty_database, on(22).plan.id, BOARD)
    kept = {
        "board": BOARD,
        "quarter": str(QUARTER),
        "version": 1,
        "submitted_by": "Officer",
        "kept_at": "2015-07-13T12:00:00.000Z",
        "approved_by": "",
        "approved_at": "",
    }
    with opened(empty_database, schema_version(paths.MIGRATIONS)) as store, store.transaction():
        store.insert(ReturnVersionRow, [kept])
    assert progress_of(on(22)).handed_in == date(2015, 7, 13)


# The last contact


def test_the_last_contact_follows_what_passes_over_a_return(on: Days, tmp_path: Path) -> None:
    team = "Team"
    assert last_contact(on(1)) is None
    on(10, team).contacts.note_contact(BOARD, QUARTER, ContactKind.REMINDER)
    assert last_contact(on(30)) == (ContactKind.REMINDER, date(2015, 7, 10))
    on(11, team).contacts.write_workbook(BOARD, QUARTER, tmp_path / "TMG.xlsx")
    assert last_contact(on(30)) == (ContactKind.WORKBOOK, date(2015, 7, 11))
    submit(on(12))
    assert last_contact(on(30)) == (ContactKind.SUBMITTED, date(2015, 7, 12))
    on(13).entry.withdraw(BOARD, QUARTER)
    assert last_contact(on(30)) == (ContactKind.WITHDRAWN, date(2015, 7, 13))
    submit(on(14))
    send_back(on(15, team))
    assert last_contact(on(30)) == (ContactKind.RETURNED, date(2015, 7, 15))
    submit(on(16), value=13)
    on(17, team).review.approve(BOARD, QUARTER)
    assert last_contact(on(30)) == (ContactKind.APPROVED, date(2015, 7, 17))
    on(18, team).review.reopen(BOARD, QUARTER, "An error was found")
    assert last_contact(on(30)) == (ContactKind.REOPENED, date(2015, 7, 18))
    assert last_contact(on(30), "DVF") is None


def test_an_imported_return_was_received(on: Days, database: Path, tmp_path: Path) -> None:
    when = datetime(2015, 7, 15, 12, tzinfo=UTC)
    with bootstrap.services(database, Session("Officer", lambda: when)) as officer:
        submit(officer)
        officer.exchange.export_return(BOARD, QUARTER, tmp_path / "TMG.xlsx")
    team = on(16, "Team")
    [report], _ = team.exchange.import_returns([tmp_path / "TMG.xlsx"])
    assert last_contact(on(30)) == (ContactKind.RECEIVED, date(2015, 7, 16))
    assert progress_of(on(30)).handed_in == date(2015, 7, 16)
    team.exchange.undo_import(report.import_id)
    assert last_contact(on(30)) is None
    assert progress_of(on(30)).handed_in is None


def test_progress_takes_as_many_queries_for_many_contacts_as_for_none(
    services: Services, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    rows = Store.rows
    monkeypatch.setattr(Store, "rows", lambda self, query: asked.append(query) or rows(self, query))

    def queries() -> int:
        asked.clear()
        services.returns.progress(QUARTER)
        return len(asked)

    before = queries()
    boards = [one.code for one in services.plan.boards]
    handed_in(database, services.plan.id, *boards)
    for board in boards:
        services.contacts.note_contact(board, QUARTER, ContactKind.REMINDER)
    assert queries() == before


def test_a_contact_is_of_a_board_and_a_quarter_of_the_plan(empty_services: Services) -> None:
    for board, quarter in (("NOBODY", QUARTER), (BOARD, Quarter(2020, 1))):
        with pytest.raises(NotFoundError):
            empty_services.contacts.note_contact(board, quarter, ContactKind.REMINDER)


# Whom to remind


def test_late_boards_are_reminded_all_at_once_and_others_are_not(on: Days) -> None:
    submit(on(16))
    send_back(on(16, "Team"))
    services = on(22)
    owing = [one.code for one in services.plan.boards if one.code not in (BOARD, "CSP", "SAB")]
    assert services.contacts.to_remind(services.returns.progress(QUARTER)) == owing
    early = on(17)
    assert early.contacts.to_remind(early.returns.progress(QUARTER)) == []


def test_of_a_plan_that_is_over_every_board_is_reminded_whose_return_is_not_in(
    on: Days, empty_database: Path
) -> None:
    submit(on(16))
    later = Session("Team", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    with bootstrap.services(empty_database, later) as services:
        assert services.contacts.plan_is_over
        found = services.contacts.to_remind(services.returns.progress(QUARTER))
        assert BOARD not in found
        assert len(found) == 15
        assert "late" not in services.contacts.reminder("DVF", QUARTER).whole


def test_a_plan_is_over_when_its_last_return_was_due(empty_database: Path) -> None:
    for day, over in ((17, False), (18, True)):
        session = Session("Team", lambda day=day: datetime(2016, 4, day, 12, tzinfo=UTC))
        with bootstrap.services(empty_database, session) as services:
            assert services.contacts.plan_is_over is over


@pytest.mark.parametrize("board", [BOARD, "CSP"])
def test_there_is_nothing_to_remind_of_where_nothing_is_owed(on: Days, board: str) -> None:
    submit(on(16))
    with pytest.raises(RefusedError, match="There is nothing to remind"):
        on(22).contacts.reminder(board, QUARTER)


# Files


def test_a_reminder_is_written_with_its_workbook_beside_it_and_noted(
    on: Days, tmp_path: Path
) -> None:
    services = on(22, "Team")
    text, workbook = services.contacts.write_reminder("tmg", QUARTER, tmp_path)
    said = services.contacts.reminder(BOARD, QUARTER).whole
    assert text.read_text(encoding="utf-8") == said + "\n"
    [report], _ = services.exchange.import_returns([workbook], dry_run=True)
    assert report.return_name == f"{BOARD} {QUARTER}"
    assert last_contact(services) == (ContactKind.REMINDER, date(2015, 7, 22))


def test_files_are_named_after_the_return_and_say_what_they_hold(on: Days, tmp_path: Path) -> None:
    contacts = on(22).contacts
    names = [one.name for one in contacts.write_reminder(BOARD, QUARTER, tmp_path)]
    assert names == ["TMG 2015-16-Q1 reminder.txt", "TMG 2015-16-Q1 return.xlsx"]
    assert contacts.workbook_name(BOARD, QUARTER) == names[1]
    restricted = next(one.board for one in on(22).plan.indicators if one.restricted)
    assert contacts.workbook_name(restricted, QUARTER).endswith(" return RESTRICTED.xlsx")


def test_no_file_is_written_over(on: Days, tmp_path: Path) -> None:
    came_back = tmp_path / "TMG 2015-16-Q1 return.xlsx"
    came_back.write_bytes(b"filled in by the board")
    names = [one.name for one in on(22).contacts.write_reminder(BOARD, QUARTER, tmp_path)]
    assert names == ["TMG 2015-16-Q1 (2) reminder.txt", "TMG 2015-16-Q1 (2) return.xlsx"]
    assert came_back.read_bytes() == b"filled in by the board"


def test_all_reminders_are_written_and_each_is_told(on: Days, tmp_path: Path) -> None:
    told: list[int] = []
    boards = [BOARD, "PREVENT"]
    written = on(22).contacts.write_reminders(
        QUARTER, boards, tmp_path, lambda done: told.append(done) or True
    )
    assert told == [1, 2]
    assert sorted(written) == sorted(tmp_path.glob("*2015-16-Q1*"))
    assert len(written) == 4


def test_writing_reminders_ends_where_it_is_cancelled(on: Days, tmp_path: Path) -> None:
    services = on(22)
    services.contacts.write_reminders(
        QUARTER, [BOARD, "PREVENT", "DVF"], tmp_path, lambda done: done < 2
    )
    reminded = [one.board.code for one in services.returns.progress(QUARTER) if one.last_contact]
    assert sorted(reminded) == ["PREVENT", "TMG"]


def test_a_folder_that_cannot_be_written_notes_nothing(on: Days, tmp_path: Path) -> None:
    services = on(22)
    (tmp_path / "a file").touch()
    with pytest.raises(StorageError):
        services.contacts.write_reminder(BOARD, QUARTER, tmp_path / "a file")
    assert last_contact(services) is None


def test_a_text_that_cannot_be_written_notes_nothing(
    on: Days, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    services = on(22)
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(StorageError, match=r"reminder\.txt cannot be written: No space left"):
        services.contacts.write_reminder(BOARD, QUARTER, tmp_path)
    assert last_contact(services) is None


def test_a_window_that_only_looks_notes_nothing(on: Days, tmp_path: Path) -> None:
    services = on(22, "Team", looks_only=True)
    with pytest.raises(RefusedError, match="may only look"):
        services.contacts.write_reminder(BOARD, QUARTER, tmp_path)
    with pytest.raises(RefusedError, match="may only look"):
        services.contacts.note_contact(BOARD, QUARTER, ContactKind.REMINDER)
    assert list(tmp_path.glob("TMG*")) == []
    services.contacts.write_workbook(BOARD, QUARTER, tmp_path / "TMG.xlsx")
    assert (tmp_path / "TMG.xlsx").exists()
    assert last_contact(on(23)) is None
