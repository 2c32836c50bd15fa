"""The built-in plan against the plan as published: every count, every text, every figure."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pytest

from csp_desktop import paths
from csp_desktop.core.figures import Figure, Unit
from csp_desktop.core.periods import Quarter, parse_range
from csp_desktop.core.plan import Frequency, Indicator, Plan, Priority
from csp_desktop.storage.plan_folder import PlanFolder
from csp_desktop.storage.publisher_maps import read_map
from tests.places import shared

PRIORITIES = ("A", "B", "C", "D", "E", "F", "G", "H", "CC1", "CC2", "CC3")
AIMS = (18, 6, 11, 13, 6, 9, 3, 2, 5, 14, 8)
MEASURES = (11, 8, 6, 30, 2, 11, 1, 7, 5, 16, 8)
MEASURE_PARTS = (2, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0)
ACTIONS = (15, 13, 8, 21, 3, 6, 5, 18, 5, 6, 26)
ACTION_PARTS = (0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0)
THREE_YEAR_AIMS = (13, 7, 1, 9, 0, 10, 1, 1, 5, 6, 0)
THREE_YEAR_PARTS = (0, 0, 0, 0, 0, 0, 0, 0, 6, 8, 0)
BOARDS = (
    "CSP ASB_SG CSB DAAT_MB DVF NPFHF PREVENT RRB SAB LSCB TTCG TMG VAWG_SG YOT_MB KSI OGP BCTG "
    "ASB_OG"
)
TABLE_ROWS = (
    "A1 A2 A3 B1 B2 B3 C1 C2a C2b C3a C3b C3c C4 D1 D2 D3 F1 F2 F3 G1 H1 H2 H3 H4 H5 "
    "CC1-1a CC1-1b CC1-1c CC1-1d CC1-2 CC1-3 CC2-1 CC2-2 CC2-3"
)
COLUMNS = ("2011/12", "2012/13", "2013/14", "difference", "direction")
FROM_OCTOBER = {
    "2011/12": "2011-10..2012-09",
    "2012/13": "2012-10..2013-09",
    "2013/14": "2013-10..2014-09",
}
WITHOUT_NUMBER = {
    "-",
    "",
    "No Data",
    "NA",
    "Restricted NDTMS Data – Not for Public*",
    "Unable to compare …",
    "Data not available for comparison",
}
SIX_BOROUGHS = ("Tower Hamlets", "Greenwich", "Hackney", "Lewisham", "Newham", "Southwark")


@pytest.fixture(scope="module")
def history() -> list[Figure]:
    """Every figure that comes with the plan."""
    return list(PlanFolder(paths.BUILT_IN_PLAN).history())


def test_the_priorities_are_the_plans_in_its_order(plan: Plan) -> None:
    assert tuple(one.code for one in plan.priorities) == PRIORITIES
    assert [one.code for one in plan.priorities if one.cross_cutting] == ["CC1", "CC2", "CC3"]


@pytest.mark.parametrize(("code", "count"), list(zip(PRIORITIES, AIMS, strict=True)))
def test_every_aim_is_there(code: str, count: int, plan: Plan) -> None:
    assert len(next(one for one in plan.priorities if one.code == code).aims) == count


def test_the_aims_are_ninety_five(plan: Plan) -> None:
    assert sum(len(one.aims) for one in plan.priorities) == sum(AIMS) == 95


@pytest.mark.parametrize(
    ("code", "count", "parts"), list(zip(PRIORITIES, MEASURES, MEASURE_PARTS, strict=True))
)
def test_every_measure_and_its_sub_bullets_are_there(
    code: str, count: int, parts: int, plan: Plan
) -> None:
    measures = next(one for one in plan.priorities if one.code == code).measures
    assert (len(measures), sum(len(one.parts) for one in measures)) == (count, parts)


@pytest.mark.parametrize(
    ("code", "count", "parts"), list(zip(PRIORITIES, ACTIONS, ACTION_PARTS, strict=True))
)
def test_every_action_and_its_sub_bullets_are_there(
    code: str, count: int, parts: int, plan: Plan
) -> None:
    actions = next(one for one in plan.priorities if one.code == code).actions
    assert (len(actions), sum(len(one.parts) for one in actions)) == (count, parts)
    assert [one.code for one in actions] == [f"{code}-{n:02d}" for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("code", "count", "parts"),
    list(zip(PRIORITIES, THREE_YEAR_AIMS, THREE_YEAR_PARTS, strict=True)),
)
def test_every_three_year_aim_and_its_sub_bullets_are_there(
    code: str, count: int, parts: int, plan: Plan
) -> None:
    aims = next(one for one in plan.priorities if one.code == code).three_year_aims
    assert (len(aims), sum(len(one.parts) for one in aims)) == (count, parts)


def test_the_boards_are_the_eighteen_of_the_command_line(plan: Plan) -> None:
    assert [one.code for one in plan.boards] == BOARDS.split()
    assert len(plan.boards) == 18


def test_the_responsibilities_are_eighteen(plan: Plan) -> None:
    assert sum(len(one.boards) for one in plan.priorities) == 18


def test_the_performance_tables_have_34_rows_of_5_cells_in_table_order(plan: Plan) -> None:
    rows = TABLE_ROWS.split()
    assert len(rows) == 34
    cells = [(one.indicator, one.column) for one in plan.published]
    assert cells == [(row, column) for row in rows for column in COLUMNS]
    codes = [one.code for one in plan.indicators if one.code in rows]
    assert codes == rows


def test_fourteen_cells_cover_another_period_than_their_column(plan: Plan) -> None:
    other = [
        (one.indicator, one.column)
        for one in plan.published
        if one.column in FROM_OCTOBER and one.period != FROM_OCTOBER[one.column]
    ]
    assert len(other) == 14
    assert Counter(indicator for indicator, _ in other) == {
        "A2": 3,
        "G1": 3,
        "CC1-2": 3,
        "CC1-3": 3,
        "CC2-3": 2,
    }


def test_seven_kinds_of_cell_have_no_number(plan: Plan) -> None:
    found = set()
    for cell in plan.published:
        for line in cell.text.split(" / "):
            bare = re.sub(r"^Q[1-4] ", "", line)
            remark = re.fullmatch(r"\(.*\)", bare)
            if cell.absence or not (remark or re.search(r"\d", bare)):
                found.add(re.sub(r"^Unable to compare .*", "Unable to compare …", bare))
    assert found == WITHOUT_NUMBER
    assert len(found) == 7


def test_a_cell_has_numbers_or_says_why_it_has_none(plan: Plan) -> None:
    for cell in plan.published:
        assert bool(cell.values) != bool(cell.absence), (cell.indicator, cell.column)


def test_every_number_of_a_cell_is_printed_in_its_text(plan: Plan) -> None:
    for cell in plan.published:
        text = cell.text.replace(",", "")
        for value in cell.values:
            if value.name != "name":
                printed = f"{abs(value.value):.{value.places}f}"
                assert re.search(rf"(?<![\d.]){re.escape(printed)}(?![\d.]\d)", text), (cell, value)


def test_the_borough_table_prints_48_changes(plan: Plan) -> None:
    cells = plan.published_changes
    assert 2 * len(cells) == 48
    assert {one.area for one in cells} == set(SIX_BOROUGHS)
    for one in cells:
        assert one.text == f"{one.count} / ({one.percent:.{one.places}f}%)"


def test_the_targets_are_twenty_five(plan: Plan) -> None:
    assert [one.id for one in plan.targets] == [f"T{number:02d}" for number in range(1, 26)]
    assert all(one.indicators for one in plan.targets)


def test_every_measure_and_every_part_of_one_is_tied_to_an_indicator(plan: Plan) -> None:
    known = {one.code for one in plan.indicators}
    for priority in plan.priorities:
        for measure in priority.measures:
            for line in (measure, *measure.parts):
                assert line.indicators
                assert set(line.indicators) <= known


def test_every_indicator_is_measured_published_or_aimed_at(plan: Plan) -> None:
    used = {code for target in plan.targets for code in target.indicators}
    used |= {cell.indicator for cell in plan.published}
    for priority in plan.priorities:
        for measure in priority.measures:
            used |= set(measure.indicators)
            used |= {code for part in measure.parts for code in part.indicators}
    by_code = {one.code: one for one in plan.indicators}
    for code in list(used):
        used |= set(by_code[code].sum_of)
    for one in plan.indicators:
        assert one.code in used or one.part_of in used or one.note, one.code


def test_every_indicator_fits_the_screen(plan: Plan) -> None:
    for one in plan.indicators:
        assert len(one.name) <= 48, one.code
        assert one.name != one.name.title() or " " not in one.name, f"{one.code} in sentence case"


def test_percentages_say_what_their_parts_count(plan: Plan) -> None:
    unnamed = [
        one.code
        for one in plan.indicators
        if one.unit is Unit.PERCENTAGE and not (one.numerator and one.denominator)
    ]
    assert unnamed == []


def test_restricted_cells_belong_to_restricted_indicators(plan: Plan) -> None:
    restricted = {one.code for one in plan.indicators if one.restricted}
    assert {one.indicator for one in plan.published if one.absence == "restricted"} <= restricted


def texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every text that must stand in the plan, with where it stands here."""
    for priority in plan.priorities:
        yield from ((f"priority {priority.code}", text) for text in texts_of(priority))
    for board in plan.boards:
        yield from ((board.code, text) for text in (board.name, board.about))
    for section in plan.sections:
        yield from ((section.heading, text) for text in (section.heading, section.text))
    for indicator in plan.indicators:
        yield from ((indicator.code, text) for text in (indicator.title, indicator.definition))
    for cell in plan.published:
        yield from ((f"{cell.indicator} {cell.column}", line) for line in cell.text.split(" / "))
    yield from ((target.id, target.text) for target in plan.targets)
    yield from ((fact.topic, fact.text) for fact in plan.facts)


def texts_of(priority: Priority) -> Iterator[str]:
    yield from (priority.title, priority.why, priority.aims_text)
    yield from (priority.measures_text, priority.three_year_note)
    for bullet in (*priority.aims, *priority.three_year_aims, *priority.actions):
        yield from (bullet.heading, bullet.text, *bullet.parts)
    for measure in priority.measures:
        yield from (measure.text, *(part.text for part in measure.parts))


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_text_stands_word_for_word_in_the_plan(plan: Plan) -> None:
    published = without_space(shared("plan", "csp-plan-2013-16.txt").read_text(encoding="utf-8"))
    missing = [
        (where, line)
        for where, text in texts(plan)
        for line in text.splitlines()
        if without_space(line.removeprefix("- ")) not in published
    ]
    assert missing == []


def test_the_texts_are_many_and_not_empty(plan: Plan) -> None:
    assert len([text for _, text in texts(plan) if text.strip()]) > 1_000


def quarterly() -> dict[tuple[str, str, str], dict[Quarter, int]]:
    """The publisher's sums by borough, major and minor category."""
    path = shared("data", "crime", "six_boroughs_quarterly_2007Q4_2016Q3.csv")
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    quarters = [Quarter.parse(label.replace(" ", "-")) for label in heading[3:]]
    return {
        (row[0], row[1], row[2]): dict(zip(quarters, map(int, row[3:]), strict=True))
        for row in rows
    }


def test_recorded_crime_is_the_publishers_in_every_cell(history: list[Figure]) -> None:
    sums = quarterly()
    categories: dict[str, list[tuple[str, ...]]] = {}
    for row in read_map(paths.BUILT_IN_PLAN, "mps-old", ("major", "minor")):
        categories.setdefault(row.indicator, []).append(row.names)
    quarters = list(next(iter(sums.values())))
    expected = {
        (code, borough, quarter): sum(
            sums.get((borough, *category), {}).get(quarter, 0) for category in of_code
        )
        for code, of_code in categories.items()
        for borough in SIX_BOROUGHS
        for quarter in quarters
    }
    recorded = {
        (one.indicator, one.area, one.period.quarter): one.value
        for one in history
        if one.source.startswith("Metropolitan Police Service, recorded crime")
    }
    assert len(expected) == len(categories) * 6 * 36
    assert recorded == expected


def test_total_crime_is_the_publishers_total(history: list[Figure]) -> None:
    sums = quarterly()
    totals = {
        (one.area, one.period.quarter): one.value
        for one in history
        if one.indicator == "CC1-7" and one.period.quarter
    }
    assert len(totals) == 6 * 36
    for (area, quarter), value in totals.items():
        assert quarter is not None
        assert value == sums[area, "TOTAL", "TOTAL"][quarter]


def test_every_figure_has_a_source_and_stands_once(history: list[Figure]) -> None:
    assert len(history) > 2_500
    assert [one for one in history if not one.source.strip()] == []
    places = Counter((one.indicator, one.area, one.period) for one in history)
    assert [place for place, count in places.items() if count > 1] == []


def test_what_was_taken_from_a_publisher_says_when(history: list[Figure]) -> None:
    undated = {one.source for one in history if one.obtained is None}
    assert all("Community Safety Plan" in source for source in undated)


def test_the_printed_tables_are_there_as_figures_too(plan: Plan, history: list[Figure]) -> None:
    held = {(one.indicator, str(one.period)): one for one in history if one.area == plan.area}
    of_units = {one.code: one.unit for one in plan.indicators}
    checked = 0
    for cell in plan.published:
        numbers = {one.name: one.value for one in cell.values if one.period == cell.period}
        if cell.column not in FROM_OCTOBER or set(numbers) != {"count"}:
            continue
        if of_units[cell.indicator] is Unit.COUNT and cell.period != "unstated":
            assert held[cell.indicator, cell.period].value == numbers["count"]
            checked += 1
    assert checked > 30


def test_theft_of_motor_vehicle_has_the_quarters_its_baseline_rests_on(
    history: list[Figure],
) -> None:
    values = [
        one.value
        for one in history
        if (one.indicator, one.area) == ("H3", "Tower Hamlets")
        and one.period.quarter
        and one.period.quarter.start == 2014
    ]
    assert values == [Decimal(202), Decimal(247), Decimal(245), Decimal(235)]


NAMED_AFTER = {
    Unit.COUNT: "count",
    Unit.PERCENTAGE: "percentage",
    Unit.SURVEY_PERCENTAGE: "percentage",
    Unit.RATE: "rate",
    Unit.MONEY: "money",
}


def covers_a_year(period: str) -> bool:
    return period != "unstated" and parse_range(period).months == 12


def printed_years(plan: Plan) -> dict[str, list[Decimal]]:
    """The values the plan prints for whole years, by indicator."""
    units = {one.code: one.unit for one in plan.indicators}
    found: dict[str, list[Decimal]] = {}
    for cell in plan.published:
        for value in cell.values:
            is_own = value.name == NAMED_AFTER[units[cell.indicator]]
            if cell.column in FROM_OCTOBER and is_own and covers_a_year(value.period):
                found.setdefault(cell.indicator, []).append(value.value)
    return found


def outward(low: Decimal, high: Decimal, unit: Decimal) -> tuple[Decimal, Decimal]:
    """Both rounded to the unit, away from what lies between them."""
    return (
        (low / unit).to_integral_value(ROUND_FLOOR) * unit,
        (high / unit).to_integral_value(ROUND_CEILING) * unit,
    )


def derived(indicator: Indicator, years: list[Decimal]) -> tuple[Decimal, Decimal]:
    """What db/plans/README.md says is plausible."""
    low, high = min(years), max(years)
    if indicator.unit.is_percentage:
        return max(Decimal(0), low - 20), min(Decimal(100), high + 20)
    if indicator.unit is Unit.RATE:
        return outward(low / 2, high * 2, Decimal("0.01"))
    parts = 4 if indicator.frequency is Frequency.QUARTERLY else 1
    return outward(low / parts / 2, high / parts * 2, Decimal(1))


def test_what_is_plausible_follows_from_the_printed_years(plan: Plan) -> None:
    years = printed_years(plan)
    assert len(years) > 20
    for one in plan.indicators:
        expected = derived(one, years[one.code]) if one.code in years else (None, None)
        assert (one.plausible_low, one.plausible_high) == expected, one.code


def test_a_printed_year_shared_out_over_its_quarters_is_plausible(plan: Plan) -> None:
    for code, years in printed_years(plan).items():
        one = plan.indicator(code)
        is_shared = one.unit is Unit.COUNT and one.frequency is Frequency.QUARTERLY
        for year in years:
            figure = year / 4 if is_shared else year
            assert one.plausible_low is not None
            assert one.plausible_high is not None
            assert one.plausible_low <= figure <= one.plausible_high, code
