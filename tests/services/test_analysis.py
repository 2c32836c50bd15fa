from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.errors import NotFoundError
from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.core.periods import FinancialYear, Quarter
from csp_desktop.services import Services
from csp_desktop.services.analysis import Trend
from tests.conftest import LEAD_OFFICER

QUARTER = Quarter(2015, 1)


def values(trend: Trend) -> dict[str, Fraction | None]:
    return {str(point.period): point.value for point in trend.series}


def enter(services: Services, code: str, quarter: Quarter, **parts: object) -> None:
    board = services.plan.indicator(code).board
    lines = services.returns.sheet(board, quarter).figures
    figure = next(line.figure for line in lines if line.indicator.code == code)
    services.entry.enter_figure(replace(figure, **{"absence": None, **parts}))


def test_theft_of_motor_vehicle_starts_from_232_a_quarter_and_should_fall_by_6_per_cent(
    services: Services,
) -> None:
    [line] = services.analysis.trend("H3").targets
    assert line.baseline == Fraction("232.25")
    assert line.level == Fraction("232.25") * Fraction(94, 100)
    assert str(line.holds) == "2015/16"
    assert line.target.text == "6% reduction in Theft/Taking of Motor Vehicle"


def test_the_baseline_is_the_average_of_the_quarters_that_are_shown(services: Services) -> None:
    shown = values(services.analysis.trend("H3"))
    quarters = [shown[str(one)] for one in FinancialYear(2014).quarters]
    assert quarters == [202, 247, 245, 235]


def test_quarters_make_the_line_and_other_ranges_stand_aside(services: Services) -> None:
    trend = services.analysis.trend("H3")
    assert all(point.period.quarter for point in trend.series)
    assert [str(one.period) for one in trend.others] == [
        "2011-10..2012-09",
        "2012-10..2013-09",
        "2013-10..2014-09",
    ]


def test_the_sources_are_named_once_each(services: Services) -> None:
    sources = services.analysis.trend("H3").sources
    assert len(sources) == len(set(sources)) == 1
    assert "Metropolitan Police Service" in sources[0]


def test_a_sum_is_the_sum_of_its_parts_in_every_quarter(services: Services) -> None:
    robbery = values(services.analysis.trend("H7"))
    parts = [values(services.analysis.trend(code)) for code in ("H1", "H6")]
    assert robbery
    for period, value in robbery.items():
        assert value == sum(part[period] or 0 for part in parts)


def test_a_sum_of_sums_is_worked_out_down_to_its_parts(services: Services) -> None:
    plan = services.plan
    nested = next(
        one for one in plan.indicators if any(plan.indicator(code).sum_of for code in one.sum_of)
    )
    whole = values(services.analysis.trend(nested.code))
    parts = [values(services.analysis.trend(code)) for code in nested.sum_of]
    assert whole
    for period, value in whole.items():
        found = [part.get(period) for part in parts]
        expected = None if None in found else sum(filter(None, found))
        assert value == expected


def test_a_part_that_is_missing_makes_the_sum_a_gap_that_says_so(
    empty_services: Services,
) -> None:
    enter(empty_services, "H1", QUARTER, value=Decimal(30))
    [point] = empty_services.analysis.trend("H7").series
    assert (point.value, point.gap) == (None, "1 of 2 parts missing")
    enter(empty_services, "H6", QUARTER, value=Decimal(0))
    [point] = empty_services.analysis.trend("H7").series
    assert (point.value, point.gap) == (30, "")


def test_a_quarter_nobody_entered_is_a_gap_and_never_zero(empty_services: Services) -> None:
    enter(empty_services, "F1", QUARTER, value=Decimal(248))
    enter(empty_services, "F1", QUARTER.plus(2), value=None, absence=Absence.NOT_COLLECTED)
    enter(
        empty_services,
        "F1",
        QUARTER.plus(3),
        value=Decimal(0),
        status=FigureStatus.FINAL,
    )
    series = empty_services.analysis.trend("F1").series
    assert [(one.value, one.gap, one.provisional) for one in series] == [
        (248, "", True),
        (None, "not entered", False),
        (None, "Not collected", True),
        (0, "", False),
    ]


def test_a_percentage_is_followed_by_its_exact_parts(empty_services: Services) -> None:
    enter(
        empty_services,
        "F2",
        QUARTER,
        value=Decimal(27),
        numerator=Decimal(67),
        denominator=Decimal(248),
    )
    assert values(empty_services.analysis.trend("F2")) == {"2015/16-Q1": Fraction(6700, 248)}


def test_an_indicator_without_figures_has_an_empty_line_and_says_so(
    empty_services: Services,
) -> None:
    trend = empty_services.analysis.trend("H3")
    assert (trend.series, trend.sources, trend.others) == ((), (), ())
    [line] = trend.targets
    assert (line.level, line.words) == (None, "No series to draw it on.")


def test_a_neighbour_has_its_own_line(services: Services) -> None:
    own = values(services.analysis.trend("H3"))
    neighbour = services.analysis.trend("H3", "Hackney")
    assert neighbour.area == "Hackney"
    assert neighbour.series
    assert values(neighbour) != own


def test_every_indicator_with_numbers_is_known_and_every_sum_of_known_ones(
    services: Services,
) -> None:
    known = services.analysis.with_figures()
    assert "H7" in known
    for indicator in services.plan.indicators:
        if indicator.sum_of:
            assert (indicator.code in known) == known.issuperset(indicator.sum_of)
            continue
        trend = services.analysis.trend(indicator.code)
        has_numbers = any(point.value is not None for point in trend.series)
        has_numbers |= any(figure.has_number for figure in trend.others)
        assert (indicator.code in known) == has_numbers, indicator.code


def test_a_sum_of_a_sum_of_a_sum_is_known_in_whatever_order_the_plan_lists_them(
    little_plan: Path, tmp_path: Path
) -> None:
    file = little_plan / "indicators.csv"
    heading, *rows = file.read_text(encoding="utf-8").splitlines()
    template = next(row for row in rows if row.startswith("S3,"))
    deeper = [
        template.replace("S3,", "S5,", 1).replace("S1 S2", "S4"),
        template.replace("S3,", "S4,", 1).replace("S1 S2", "S3"),
    ]
    file.write_text("\n".join([heading, *deeper, *rows]) + "\n", encoding="utf-8")
    history = little_plan / "history" / "survey.csv"
    history.write_text(
        history.read_text(encoding="utf-8").replace(",,,,,not_collected,", ",5,,,,,"),
        encoding="utf-8",
    )
    bootstrap.start(tmp_path / "little.db", LEAD_OFFICER, little_plan)
    with bootstrap.services(tmp_path / "little.db", LEAD_OFFICER) as services:
        assert services.analysis.with_figures() == {"S1", "S2", "S3", "S4", "S5"}
        assert values(services.analysis.trend("S5")) == {"2014/15-Q4": 12}


def test_every_figure_is_told_with_what_it_said_before(empty_services: Services) -> None:
    for value in (5, 6, 7):
        enter(empty_services, "F1", QUARTER, value=Decimal(value))
    enter(empty_services, "F1", QUARTER.plus(1), value=Decimal(9))
    first, second = empty_services.analysis.stories("f1")
    assert [one.figure.value for one in first.earlier] == [5, 6]
    assert first.figure.value == 7
    assert (second.figure.value, second.earlier) == (9, ())


@pytest.mark.parametrize("code", ["Z9", ""])
def test_an_unknown_indicator_has_no_trend_and_no_story(code: str, services: Services) -> None:
    with pytest.raises(NotFoundError, match="There is no indicator"):
        services.analysis.trend(code)
    with pytest.raises(NotFoundError, match="There is no indicator"):
        services.analysis.stories(code)


def test_a_target_that_was_changed_by_agreement_is_drawn_beside_the_original(
    services: Services,
) -> None:
    [printed] = services.analysis.trend("H3").targets
    services.plan_changes.record(
        "target",
        printed.target.id,
        {
            "value": "4",
            "deadline": "2015/16",
            "agreed_by": "The partnership",
            "agreed_where": "CSP meeting",
            "agreed_on": "1 Jun 2015",
            "reason": "Mopeds",
        },
    )
    now, original = services.analysis.trend("H3").targets
    assert (now.name, original.name) == ("Target", "Original target")
    assert now.level == Fraction("232.25") * Fraction(96, 100)
    assert original.level == printed.level
    assert original.target == printed.target
