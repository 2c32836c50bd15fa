"""The chair's update: what one board tells the partnership, and nothing of another."""

from dataclasses import replace

import pytest

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.chair import chair_pack, for_board
from csp_desktop.core.packs.document import Pack, PackKind
from csp_desktop.core.packs.material import Material, Revision
from csp_desktop.core.packs.protecting import protected
from csp_desktop.core.plan import Plan
from tests.core.packs.making import (
    Q1,
    THEFTS,
    action,
    board_part,
    material,
    quarters,
    query,
    row,
    sheet,
    words,
)


def whole(plan: Plan, edition: Edition = Edition.PARTNERSHIP) -> Material:
    """Two boards in two themes, both with everything."""
    hate = row(plan, "F1", quarters([60, 62, 248]))
    thefts = row(plan, "H3", quarters(THEFTS))
    boards = [
        board_part(
            plan,
            one,
            achievements=f"{one} achieved it.",
            comments={code: f"{one} says so."},
            queries=(query(code, f"{one} is asked.", one),),
            days_late=3,
        )
        for one, code in (("TTCG", "H3"), ("NPFHF", "F1"))
    ]
    actions = [
        action("H-01", ActionStatus.OFF_TRACK, "Mark bicycles", note="TTCG did it."),
        action("F-01", ActionStatus.OFF_TRACK, "Sign the pledge", "NPFHF", note="NPFHF did it."),
    ]
    revisions = (
        Revision("H3", "Theft of motor vehicle", Q1.range, "270", "277"),
        Revision("F1", "Hate crime", Q1.range, "240", "248"),
    )
    return material(
        plan,
        {"F": [hate], "H": [thefts]},
        boards,
        actions,
        edition,
        revisions=revisions,
        marking="OFFICIAL",
    )


def update(plan: Plan, board: str = "TTCG", edition: Edition = Edition.PARTNERSHIP) -> Pack:
    return chair_pack(for_board(protected(whole(plan, edition)), board))


def test_it_is_of_the_board_and_says_so(plan: Plan) -> None:
    pack = update(plan)
    assert (pack.kind, pack.board, pack.period) == (PackKind.CHAIR, "TTCG", "2015/16-Q1")
    assert pack.title == f"{plan.board('TTCG').name}: chair's update, 2015/16-Q1"
    assert pack.author == plan.partnership


@pytest.mark.parametrize("edition", list(Edition))
@pytest.mark.parametrize(("board", "other"), [("TTCG", "NPFHF"), ("NPFHF", "TTCG")])
def test_nothing_of_another_board_is_in_it(
    plan: Plan, board: str, other: str, edition: Edition
) -> None:
    told = words(update(plan, board, edition))
    mine, theirs = ("H3", "F1") if board == "TTCG" else ("F1", "H3")
    assert mine in told
    assert theirs not in told
    for said in ("achieved it.", "says so.", "is asked.", "did it."):
        assert f"{other} {said}" not in told


def test_it_holds_what_the_chair_wrote_and_what_was_left_out(plan: Plan) -> None:
    [table] = sheet(update(plan), "Update").tables
    assert table.rows == (
        ("Achievements", "TTCG achieved it."),
        ("Concerns", "Nothing was written."),
        ("Decisions wanted", "Nothing was written."),
        ("Resources wanted", "Nothing was written."),
    )


def test_the_public_reads_nothing_that_the_board_wrote(plan: Plan) -> None:
    pack = update(plan, edition=Edition.PUBLIC)
    assert "Update" not in {one.tab for one in pack.sheets}
    assert not any(one.chart for one in pack.sheets)
    for said in ("TTCG achieved", "TTCG says", "TTCG is asked", "TTCG did"):
        assert said not in words(pack)


def test_its_actions_stand_on_a_sheet_of_their_own_and_once(plan: Plan) -> None:
    pack = update(plan)
    tables = [one.name for each in pack.sheets for one in each.tables]
    assert "Actions" in tables
    assert "H_actions" not in tables
    assert [cells[0] for cells in sheet(pack, "Actions").tables[0].rows] == ["H-01"]


def test_a_board_with_neither_figures_nor_actions_has_an_update_all_the_same(plan: Plan) -> None:
    bare = replace(whole(plan), actions=(), boards=(board_part(plan, "PREVENT"),))
    pack = chair_pack(for_board(bare, "PREVENT"))
    tabs = [one.tab for one in pack.sheets]
    assert tabs[:2] == ["Cover", "Contents"]
    assert not {"Notes", "Dashboard", "Definitions"} & set(tabs)
    assert "The plan gives this board no actions." in words(pack)


def test_a_theme_that_another_board_answers_for_too_shows_the_boards_own_rows(plan: Plan) -> None:
    shared = row(plan, "H3", quarters(THEFTS), board="NPFHF")
    both = material(
        plan,
        {"H": [row(plan, "H1", quarters(THEFTS)), shared]},
        [board_part(plan, "TTCG"), board_part(plan, "NPFHF")],
    )
    own = for_board(both, "TTCG")
    assert [one.indicator.code for one in own.dashboard.rows] == ["H1"]
    assert "Theft of motor vehicle" in both.dashboard.themes[0].story
    assert "Theft of motor vehicle" not in own.dashboard.themes[0].story
