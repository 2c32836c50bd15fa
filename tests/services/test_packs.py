"""Packs over a real database: drafted, issued and frozen, written again, compared."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.editions import Edition
from csp_desktop.core.errors import NotFoundError, RefusedError, StorageError
from csp_desktop.core.figures import FigureStatus, Unit
from csp_desktop.core.packs.changes import ChangeKind
from csp_desktop.core.packs.document import Number, Pack, PackKind, Sheet
from csp_desktop.core.packs.issued import IssuedPack, PackDraft
from csp_desktop.core.periods import DateRange, Quarter, parse_range
from csp_desktop.core.returns import ReturnState, Summary
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from tests.conftest import NOW
from tests.services.test_review import BOARD, fill

Q1 = Quarter(2015, 1)
PARTNERS = Edition.PARTNERSHIP
YEAR_3 = parse_range("2013-10..2014-09")


def meeting(services: Services, edition: Edition = PARTNERS, **asked: date) -> PackDraft:
    return services.packs.draft(PackKind.MEETING, Q1, edition, **asked)


def sheet(pack: Pack, tab: str) -> Sheet:
    return next(one for one in pack.sheets if one.tab == tab)


def rows(pack: Pack, tab: str) -> list[tuple[object, ...]]:
    return [row for table in sheet(pack, tab).tables for row in table.rows]


def row_of(pack: Pack, tab: str, code: str) -> tuple[object, ...]:
    return next(row for row in rows(pack, tab) if code in row)


def said(pack: Pack) -> str:
    """Every word and number of a pack."""
    return "\n".join(words_of(pack))


def words_of(pack: Pack) -> Iterable[str]:
    for one in pack.sheets:
        yield one.title
        yield from (line.text for line in one.lines)
        for table in one.tables:
            for row in table.rows:
                yield from (str(cell.value if isinstance(cell, Number) else cell) for cell in row)


def enter(services: Services, code: str, value: int, **told: object) -> None:
    """A figure of the first quarter as its board enters it, or revises it."""
    board = services.plan.indicator(code).board
    lines = services.returns.sheet(board, Q1).figures
    figure = next(one.figure for one in lines if one.indicator.code == code)
    changed = replace(figure, value=Decimal(value), absence=None, **told)
    services.entry.enter_figure(changed)


def issue(services: Services, file: Path, edition: Edition = PARTNERS) -> IssuedPack:
    return services.packs.issue(meeting(services, edition), file).pack


def test_a_meeting_pack_holds_what_a_meeting_wants(services: Services) -> None:
    pack = meeting(services, meeting=date(2015, 8, 12)).pack
    tabs = [one.tab for one in pack.sheets]
    assert tabs[:6] == ["Cover", "Contents", "Notes", "What_changed", "Exceptions", "Dashboard"]
    assert tabs[-3:] == ["Action_exceptions", "Data_quality", "Definitions"]
    themes = [f"Theme_{one.code}" for one in services.plan.priorities]
    assert [one for one in tabs if one.startswith("Theme_")] == themes
    assert "Chart_H3" in tabs
    cover = [line.text for line in sheet(pack, "Cover").lines]
    assert "Meeting: 12 August 2015." in cover
    assert any(one.startswith("Red: H3 Theft of motor vehicle") for one in cover)
    assert any("returns are not in" in one for one in cover)


def test_the_colours_and_numbers_are_those_of_the_dashboard(services: Services) -> None:
    pack = meeting(services).pack
    line = row_of(pack, "Dashboard", "H3")
    assert Number(Decimal(277)) in line
    assert line.count("Red") == 2
    assert any(str(one).startswith("277 against at most 218") for one in line)
    assert row_of(pack, "Exceptions", "H3")[:2] == ("Red", "H3")


def test_a_chart_has_the_same_figures_beside_it_and_a_sentence(services: Services) -> None:
    found = sheet(meeting(services).pack, "Chart_H3")
    assert found.chart is not None
    [table] = found.tables
    assert table.rows[-1][:2] == ("2015/16-Q1", Number(Decimal(277)))
    assert "277" in found.chart.said
    assert [table.columns[one.column].heading for one in found.chart.lines][:2] == [
        "Figure",
        "Mean",
    ]


def test_what_boards_say_stands_beside_their_figures_and_actions(services: Services) -> None:
    enter(services, "H3", 280, comment="Two gangs were arrested in May.")
    found = services.returns.sheet("TTCG", Q1).actions[0]
    done = replace(found.update, status=ActionStatus.OFF_TRACK, note="The van broke down.")
    services.entry.enter_update("TTCG", done)
    pack = meeting(services).pack
    assert "Two gangs were arrested" in str(row_of(pack, "Theme_H", "H3"))
    assert "The van broke down." in said(pack)
    exceptions = row_of(pack, "Action_exceptions", found.action.code)
    assert "off track" in str(exceptions[-1])


def test_an_issued_pack_is_frozen_whatever_is_entered_later(
    services: Services, tmp_path: Path
) -> None:
    issued = issue(services, tmp_path / "august.xlsx")
    first = (tmp_path / "august.xlsx").read_bytes()
    before = services.packs.pack(issued.id)
    enter(services, "H3", 9999, comment="Later.")
    services.packs.set_marking("OFFICIAL")
    assert services.packs.pack(issued.id) == before
    assert services.packs.write_again(issued.id, tmp_path / "again.xlsx") == issued.digest
    assert (tmp_path / "again.xlsx").read_bytes() == first
    assert "9999" in said(meeting(services).pack)


def test_the_next_pack_says_what_changed(services: Services, tmp_path: Path) -> None:
    earlier = issue(services, tmp_path / "august.xlsx")
    enter(services, "H3", 200, status=FigureStatus.REVISED)
    action = services.returns.sheet("TTCG", Q1).actions[0]
    services.entry.enter_update("TTCG", replace(action.update, status=ActionStatus.COMPLETE))
    draft = meeting(services)
    found = {(one.kind, one.code): one.words for one in draft.changes}
    assert found[ChangeKind.REVISED, "H3"] == "reported as 277 for 2015/16-Q1, now 200"
    assert found[ChangeKind.RAG, "H3"].startswith("was “Red”, now “Green”: 200 against at most 218")
    code = action.action.code
    assert found[ChangeKind.CLOSED_ACTION, code] == "was “Not reported”, now “Complete”"
    told = str(rows(draft.pack, "What_changed"))
    assert "reported as 277 for 2015/16-Q1, now 200" in told
    later = services.packs.issue(draft, tmp_path / "october.xlsx").pack
    assert services.packs.compare(earlier.id, later.id) == list(draft.changes)
    assert services.packs.compare(later.id, later.id) == []


def test_packs_are_compared_with_their_own_kind_and_edition_only(
    services: Services, tmp_path: Path
) -> None:
    issue(services, tmp_path / "a.xlsx", Edition.INTERNAL)
    assert meeting(services, PARTNERS).since == ""
    assert meeting(services, Edition.INTERNAL).since


def test_issued_packs_are_named_and_listed_newest_first(database: Path, tmp_path: Path) -> None:
    clock = [NOW]
    with bootstrap.services(database, Session("Lead officer", lambda: clock[0])) as services:
        for number in (1, 2):
            issue(services, tmp_path / f"{number}.xlsx")
            clock[0] += timedelta(days=1)
        found = services.packs.issued()
    assert [one.id for one in found] == [
        "meeting-2015-16-Q1-partnership-2",
        "meeting-2015-16-Q1-partnership-1",
    ]
    assert {one.by for one in found} == {"Lead officer"}


def test_approved_returns_are_issued_with_the_meetings_pack(
    services: Services, database: Path, tmp_path: Path
) -> None:
    with bootstrap.services(database, Session("Officer", lambda: NOW)) as officer:
        fill(officer)
        officer.entry.submit(BOARD, Q1)
    services.review.accept(BOARD, Q1, [one.code for one in services.review.sheet(BOARD, Q1).lines])
    services.review.approve(BOARD, Q1)
    chair = services.packs.draft(PackKind.CHAIR, Q1, PARTNERS, board=BOARD)
    services.packs.issue(chair, tmp_path / "chair.xlsx")
    assert services.returns.sheet(BOARD, Q1).record.state is ReturnState.APPROVED
    issue(services, tmp_path / "meeting.xlsx")
    assert services.returns.sheet(BOARD, Q1).record.state is ReturnState.ISSUED
    assert services.returns.sheet("NPFHF", Q1).record.state is ReturnState.NOT_STARTED


def test_nothing_is_issued_where_the_file_cannot_be_written(
    services: Services, tmp_path: Path
) -> None:
    (tmp_path / "no folder").write_text("a file")
    with pytest.raises(StorageError):
        issue(services, tmp_path / "no folder" / "pack.xlsx")
    assert services.packs.issued() == []


def test_a_window_that_only_looks_issues_nothing(database: Path, tmp_path: Path) -> None:
    looking = Session("Reviewer", lambda: NOW, looks_only=True)
    with (
        bootstrap.services(database, looking) as services,
        pytest.raises(RefusedError, match="may only look"),
    ):
        issue(services, tmp_path / "pack.xlsx")
    assert not (tmp_path / "pack.xlsx").exists()


def test_a_pack_as_known_on_a_day_holds_the_figures_of_that_day(
    database: Path,
) -> None:
    with bootstrap.services(
        database, Session("TTCG", lambda: datetime(2016, 1, 8, 12, tzinfo=NOW.tzinfo))
    ) as late:
        enter(late, "H3", 9999, status=FigureStatus.REVISED)
        then = meeting(late, known_on=date(2015, 12, 31)).pack
        assert Number(Decimal(277)) in row_of(then, "Dashboard", "H3")
        assert Number(Decimal(9999)) in row_of(meeting(late).pack, "Dashboard", "H3")


def test_a_chairs_update_is_of_its_board_alone(services: Services) -> None:
    services.edits.enter(
        "TTCG",
        Q1,
        [Summary(board="TTCG", quarter=Q1, achievements="Burglary is down.", decisions="Two vans")],
        "summary",
    )
    pack = services.packs.draft(PackKind.CHAIR, Q1, PARTNERS, board="TTCG").pack
    update = dict(rows(pack, "Update"))
    assert update["Achievements"] == "Burglary is down."
    assert update["Decisions wanted"] == "Two vans"
    assert update["Concerns"] == "Nothing was written."
    assert {row[2] for row in rows(pack, "Actions")} == {"TTCG"}
    codes = {row[0] for row in rows(pack, "Definitions")}
    assert codes == {one.code for one in services.plan.indicators if one.board == "TTCG"}


def test_a_chairs_update_wants_a_board(services: Services) -> None:
    with pytest.raises(RefusedError, match="Choose the board"):
        services.packs.draft(PackKind.CHAIR, Q1, PARTNERS)


def test_an_assessment_holds_the_three_years_the_plan_prints(services: Services) -> None:
    """The printed values of the performance tables, which are stored as the plan's history."""
    pack = services.packs.draft(PackKind.ASSESSMENT, YEAR_3, Edition.INTERNAL).pack
    printed = {
        (one.indicator, one.column): value.value
        for one in services.plan.published
        for value in one.values
        if value.name == "count"
    }
    told = 0
    for theme in services.plan.priorities:
        for row in rows(pack, f"Theme_{theme.code}"):
            for place, year in enumerate(("2011/12", "2012/13", "2013/14"), start=4):
                cell, wanted = row[place], printed.get((str(row[0]), year))
                if wanted is not None and isinstance(cell, Number) and not cell.unit:
                    assert cell.value == wanted, (row[0], year)
                    told += 1
    assert told > 40


def test_an_assessment_names_its_parts(services: Services) -> None:
    pack = services.packs.draft(PackKind.ASSESSMENT, YEAR_3, Edition.INTERNAL).pack
    tabs = {one.tab for one in pack.sheets}
    assert {"Trends", "Consultation", "Boroughs", "Priorities", "What_changed"} <= tabs
    assert ("Tower Hamlets" in {row[2] for row in rows(pack, "Boroughs")}) is True


@pytest.mark.parametrize(
    ("kind", "period"),
    [
        (PackKind.ASSESSMENT, Q1),
        (PackKind.ASSESSMENT, parse_range("2014/15")),
        (PackKind.MEETING, parse_range("2014/15")),
    ],
)
def test_a_pack_of_the_wrong_period_is_refused(
    services: Services, kind: PackKind, period: Quarter | DateRange
) -> None:
    with pytest.raises(RefusedError, match="is of a"):
        services.packs.draft(kind, period, PARTNERS)


def test_a_quarter_that_the_plan_asks_nothing_for_has_no_pack(services: Services) -> None:
    with pytest.raises(NotFoundError, match="asks no return"):
        services.packs.draft(PackKind.MEETING, Quarter(2012, 1), PARTNERS)


def test_there_is_no_pack_by_an_unknown_name(services: Services, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="“none”"):
        services.packs.write_again("none", tmp_path / "x.xlsx")


def test_the_marking_stands_on_every_sheet(services: Services) -> None:
    services.packs.set_marking("OFFICIAL-SENSITIVE")
    pack = meeting(services).pack
    assert pack.marking == services.packs.marking() == "OFFICIAL-SENSITIVE"
    assert all(
        any(line.text == "Marking: OFFICIAL-SENSITIVE." for line in one.lines)
        for one in pack.sheets
    )


def test_a_marking_is_one_short_line(services: Services) -> None:
    for text in ("two\nlines", "x" * 61):
        with pytest.raises(RefusedError, match="60 characters"):
            services.packs.set_marking(text)
    assert services.packs.marking() == ""


def test_a_draft_lists_texts_that_may_tell_who_somebody_is(services: Services) -> None:
    enter(services, "H3", 280, comment="Arrested: John Smythe of 12 Roman Road, DOB 4/5/1987.")
    found = {(one.where, one.found) for one in meeting(services).suspicions}
    assert ("H3, comment of TTCG", "John Smythe") in found
    assert ("H3, comment of TTCG", "12 Roman Road") in found
    assert ("H3, comment of TTCG", "DOB 4/5/1987") in found
    assert meeting(services, Edition.PUBLIC).suspicions == (), "nothing boards wrote is in it"


def test_a_file_that_cannot_be_written_is_named_as_it_was_asked_for(
    services: Services, tmp_path: Path
) -> None:
    (tmp_path / "no folder").write_text("a file")
    wanted = tmp_path / "no folder" / "pack.xlsx"
    with pytest.raises(StorageError, match=f"^{wanted} cannot be written"):
        issue(services, wanted)
    with pytest.raises(StorageError, match=f"^{tmp_path} is a folder"):
        issue(services, tmp_path)
    assert services.packs.issued() == []


@pytest.mark.parametrize(
    ("kind", "period"), [(PackKind.MEETING, Q1), (PackKind.ASSESSMENT, YEAR_3)]
)
def test_a_board_has_no_place_in_a_pack_of_the_whole_partnership(
    services: Services, kind: PackKind, period: Quarter | DateRange
) -> None:
    with pytest.raises(RefusedError, match="leave the board out"):
        services.packs.draft(kind, period, PARTNERS, board="TTCG")


def test_a_board_is_known_by_its_code_in_small_letters(services: Services, tmp_path: Path) -> None:
    def chair(board: str) -> PackDraft:
        return services.packs.draft(PackKind.CHAIR, Q1, PARTNERS, board=board)

    issued = services.packs.issue(chair("ttcg"), tmp_path / "chair.xlsx").pack
    assert issued.board == "TTCG"
    assert chair("TTCG").since == chair("ttcg").since == issued.id


def test_the_facts_of_an_assessment_hold_every_figure_it_shows(services: Services) -> None:
    """The trends end with a quarter; later public editions are held against them too."""
    draft = services.packs.draft(PackKind.ASSESSMENT, YEAR_3, Edition.PUBLIC)
    told = {(one.indicator, one.period): one.words for one in draft.facts.figures}
    quarter = Quarter.containing(YEAR_3.last).range
    latest = row_of(draft.pack, "Trends", "H3")[4]
    assert isinstance(latest, Number)
    assert told["H3", quarter] == f"{latest.value:,}"
    assert ("H3", YEAR_3) in told
    assert ("H3", parse_range("2011-10..2012-09")) in told


def test_a_summary_is_asked_about_in_its_chairs_update_alone(services: Services) -> None:
    summary = Summary(board="TTCG", quarter=Q1, achievements="Thanks to John Smythe.")
    services.edits.enter("TTCG", Q1, [summary], "summary")
    chair = services.packs.draft(PackKind.CHAIR, Q1, PARTNERS, board="TTCG")
    assert [one.found for one in chair.suspicions] == ["John Smythe"]
    assert meeting(services).suspicions == ()


@pytest.mark.parametrize("typed", ["-", " ", "[note 1]", "[c]", "=1+1"])
def test_whatever_people_type_a_pack_is_written(
    services: Services, tmp_path: Path, typed: str
) -> None:
    summary = Summary(board="TTCG", quarter=Q1, achievements=typed, concerns=typed)
    services.edits.enter("TTCG", Q1, [summary], "summary")
    action = services.returns.sheet("TTCG", Q1).actions[0]
    told = replace(action.update, status=ActionStatus.OFF_TRACK, note=typed, reason=typed)
    services.entry.enter_update("TTCG", told)
    for kind, board in ((PackKind.CHAIR, "TTCG"), (PackKind.MEETING, "")):
        draft = services.packs.draft(kind, Q1, PARTNERS, board=board)
        services.packs.write(draft.pack, tmp_path / "pack.xlsx")


def test_a_pack_without_a_single_figure_has_no_notes_of_figures(
    empty_services: Services, tmp_path: Path
) -> None:
    pack = meeting(empty_services, Edition.INTERNAL).pack
    assert "Notes" not in {one.tab for one in pack.sheets}
    empty_services.packs.write(pack, tmp_path / "empty.xlsx")
    assert (tmp_path / "empty.xlsx").exists()


def enter_all(services: Services, values: dict[str, int]) -> None:
    for code, value in values.items():
        enter(services, code, value)


def test_counts_are_public_in_round_numbers_where_that_is_set(services: Services) -> None:
    enter_all(services, {"H1": 262, "H6": 7, "H3": 283, "H8": 298})
    services.packs.set_rounded(True)
    public = meeting(services, Edition.PUBLIC).pack
    counted = {one.code for one in services.plan.indicators if one.unit is Unit.COUNT}
    numbers = [
        cell.value
        for sheet in public.sheets
        if sheet.tab.startswith(("Dashboard", "Theme"))
        for table in sheet.tables
        for row in table.rows
        if counted.intersection(str(one) for one in row[:2])
        for cell in row
        if isinstance(cell, Number) and not cell.unit and not cell.signed
    ]
    assert len(numbers) > 100
    assert [one for one in numbers if one % 5] == []
    dashboard = next(one.tab for one in public.sheets if one.tab.startswith("Dashboard"))
    assert Number(Decimal(285)) in row_of(public, dashboard, "H3")
    assert "283" not in said(public)
    assert "[c]" in row_of(public, dashboard, "H6")
    assert "rounded to the nearest 5" in said(public)
    assert Number(Decimal(283)) in row_of(meeting(services).pack, "Dashboard", "H3")


def test_what_is_only_written_otherwise_is_no_revision(services: Services, tmp_path: Path) -> None:
    issue(services, tmp_path / "exact.xlsx", Edition.PUBLIC)
    services.packs.set_rounded(True)
    kinds = {one.kind for one in meeting(services, Edition.PUBLIC).changes}
    assert ChangeKind.REVISED not in kinds


def test_an_assessment_is_public_in_round_numbers_too(services: Services) -> None:
    services.packs.set_rounded(True)
    public = services.packs.draft(PackKind.ASSESSMENT, YEAR_3, Edition.PUBLIC).pack
    counts = [
        row[place].value
        for row in rows(public, "Theme_H")
        for place in (4, 5, 6)
        if isinstance(row[place], Number)
    ]
    assert len(counts) > 9
    assert [one for one in counts if one % 5] == []
    boroughs = [row[3].value for row in rows(public, "Boroughs") if isinstance(row[3], Number)]
    assert boroughs
    assert [one for one in boroughs if one % 5] == []
