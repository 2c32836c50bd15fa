"""A theme's sheet: figures by quarter and of other periods with what is said of them, actions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from csp_desktop.core.actions import ActionStatus
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import NOT_AVAILABLE, Number, Sheet, Table
from csp_desktop.core.packs.material import Material
from csp_desktop.core.packs.themes import theme_sheet
from csp_desktop.core.periods import parse_range
from csp_desktop.core.plan import Plan
from tests.core.packs.making import THEFTS, action, board_part, material, quarters, row

LAST = ["2014/15-Q1", "2014/15-Q2", "2014/15-Q3", "2014/15-Q4", "2015/16-Q1"]


def sheet_of(whole: Material) -> Sheet:
    return theme_sheet(whole, whole.dashboard.themes[0])


def table(sheet: Sheet, name: str) -> Table:
    return next(one for one in sheet.tables if one.name == name)


def headings(one: Table) -> list[str]:
    return [column.heading for column in one.columns]


def test_figures_stand_by_quarter_back_to_the_same_one_last_year(plan: Plan) -> None:
    sheet = sheet_of(material(plan, {"H": [row(plan, "H3", quarters(THEFTS))]}))
    assert (sheet.tab, sheet.title.startswith("H ")) == ("Theme_H", True)
    found = table(sheet, "H_quarters")
    assert headings(found)[3:8] == LAST
    [cells] = found.rows
    assert cells[0] == "H3"
    assert cells[3:8] == tuple(Number(Decimal(one)) for one in THEFTS[-5:])


def test_what_boards_say_and_what_may_change_stand_beside_a_figure(plan: Plan) -> None:
    share = Point(
        parse_range(LAST[-1]),
        Fraction(50),
        True,
        parts=(Fraction(12), Fraction(24)),
        sample_size=24,
    )
    whole = material(
        plan,
        {"H": [row(plan, "H3", [share])]},
        boards=[board_part(plan, "TTCG", comments={"H3": "Two series stopped."})],
    )
    [cells] = table(sheet_of(whole), "H_quarters").rows
    assert cells[-1] == (
        "Provisional: 2015/16-Q1. 12 of 24 in 2015/16-Q1. 24 were asked. TTCG: Two series stopped."
    )


def test_an_indicator_without_a_figure_in_the_five_quarters_has_no_row(plan: Plan) -> None:
    old = [Point(parse_range("2013/14-Q1"), Fraction(9))]
    whole = material(plan, {"H": [row(plan, "H3", old), row(plan, "H1")]})
    assert sheet_of(whole).tables == ()


def test_a_quarter_without_a_figure_says_that_it_has_none(plan: Plan) -> None:
    series = quarters([9, None, 12])
    [cells] = table(sheet_of(material(plan, {"H": [row(plan, "H3", series)]})), "H_quarters").rows
    assert cells[3:8] == (
        NOT_AVAILABLE,
        NOT_AVAILABLE,
        Number(Decimal(9)),
        NOT_AVAILABLE,
        Number(Decimal(12)),
    )
    assert cells[-1] == "None"


def test_figures_of_other_periods_stand_with_the_one_before(plan: Plan) -> None:
    years = [
        Point(parse_range("2012/13"), Fraction(80)),
        Point(parse_range("2013/14"), Fraction(90)),
        Point(parse_range("2014/15"), Fraction(120)),
    ]
    sheet = sheet_of(material(plan, {"H": [row(plan, "H3", years)]}))
    [found] = sheet.tables
    assert found.name == "H_other_periods"
    [cells] = found.rows
    assert cells[3:7] == ("2013/14", Number(Decimal(90)), "2014/15", Number(Decimal(120)))
    first = sheet_of(material(plan, {"H": [row(plan, "H3", years[:1])]}))
    assert table(first, "H_other_periods").rows[0][3:5] == (NOT_AVAILABLE, NOT_AVAILABLE)


def test_a_theme_has_its_own_actions_with_what_was_done(plan: Plan) -> None:
    actions = [
        action("H-01", percent=40, note="Marked 300.", next_steps="Mark the rest", slips=1),
        action("H-02", None, due=None),
        action("B-01"),
    ]
    found = table(sheet_of(material(plan, {"H": []}, actions=actions)), "H_actions")
    assert [cells[0] for cells in found.rows] == ["H-01", "H-02"]
    first, second = found.rows
    assert first[4:] == (
        "On track",
        "No day set",
        date(2015, 12, 31),
        "Once",
        Number(Decimal(40), 0, "%"),
        "Marked 300. Next: Mark the rest",
    )
    assert second[3:] == (
        "None named",
        "Not reported",
        "No day set",
        "No day set",
        "Never",
        "Not said",
        "Nothing is said of it.",
    )


def test_the_public_reads_of_actions_what_the_plan_prints_and_how_they_stand(plan: Plan) -> None:
    told = action("H-01", ActionStatus.OFF_TRACK, percent=40, note="The van broke down.")
    whole = material(plan, {"H": []}, actions=[told], edition=Edition.PUBLIC)
    found = table(sheet_of(whole), "H_actions")
    assert headings(found)[-1] == "Put off"
    assert "The van broke down." not in map(str, found.rows[0])
    assert "Off track" in found.rows[0]


def test_every_row_has_a_cell_for_every_column(plan: Plan) -> None:
    years = [Point(parse_range("2014/15"), Fraction(120))]
    whole = material(
        plan,
        {"H": [row(plan, "H3", quarters(THEFTS)), row(plan, "H1", years)]},
        actions=[action(), action("H-02", percent=5)],
    )
    for edition in Edition:
        for one in sheet_of(replace(whole, edition=edition)).tables:
            assert {len(cells) for cells in one.rows} == {len(one.columns)}, one.name
