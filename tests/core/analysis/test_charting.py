from collections.abc import Sequence
from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.charting import Charted, Limits, Rebase, charted, drawn_limits
from csp_desktop.core.analysis.control_chart import (
    Assurance,
    Phase,
    Signal,
    Standing,
    Verdict,
    control_chart,
)
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.figures import Unit
from csp_desktop.core.periods import parse_range
from csp_desktop.core.plan import Basis, Indicator, Polarity, TargetKind
from csp_desktop.core.publishers import PUBLISHERS
from tests.core.analysis.making_targets import indicator, known, line_of, series, target

OLD, NEW = PUBLISHERS[:2]
SEASONAL = indicator(seasonal=True)
UP_AND_DOWN = (90, 110) * 6  # mean 100, every range 20: limits at 100 ± 53.2
SEASONS = (40, 80, 120, 160)  # 400 a year, 100 a quarter

COUNTS = st.integers(0, 5_000)
LEVEL = TargetKind.LEVEL


def chart_of(
    points: Sequence[Point],
    of: Indicator | None = None,
    *rebased: Rebase,
    targets: Sequence[Any] = (),
) -> Charted:
    """The chart of a series with the phases decided, and the targets held against it."""
    lines = [line_of(one, points, of) for one in targets]
    return charted(known(points, of), rebased, lines)


def rebase(day: str, reason: str = "New recording rules") -> Rebase:
    return Rebase(date.fromisoformat(day), reason)


def phase(lower: str | None, upper: str | None, mean: str | None = "50") -> Phase:
    def number(text: str | None) -> Fraction | None:
        return None if text is None else Fraction(text)

    return Phase(0, 11, 12, number(mean), number(lower), number(upper), Fraction(1), 0)


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "drawn"),
    [
        ("20", "80", Unit.COUNT, ("20", "80")),
        ("-20", "120", Unit.COUNT, (None, "120")),
        ("0", "100", Unit.COUNT, (None, "100")),
        ("0.1", "100", Unit.MONEY, ("0.1", "100")),
        ("20", "99.9", Unit.PERCENTAGE, ("20", "99.9")),
        ("20", "100", Unit.PERCENTAGE, ("20", None)),
        ("-1", "101", Unit.SURVEY_PERCENTAGE, (None, None)),
        ("-1", "101", Unit.RATE, (None, "101")),
    ],
)
def test_limits_are_drawn_as_far_as_the_unit_reaches(
    lower: str, upper: str, unit: Unit, drawn: tuple[str | None, str | None]
) -> None:
    ends = [None if end is None else Fraction(end) for end in drawn]
    assert drawn_limits(phase(lower, upper), unit) == Limits(Fraction(50), *ends)


@pytest.mark.parametrize(
    "without", [phase(None, "80"), phase("20", None), phase("20", "80", mean=None)]
)
def test_a_phase_that_lacks_a_limit_has_none_drawn(without: Phase) -> None:
    assert drawn_limits(without, Unit.COUNT) is None


def test_a_phase_without_a_value_has_no_limits_to_draw() -> None:
    (blank,) = control_chart([None] * 12, Polarity.LOWER).phases
    assert drawn_limits(blank, Unit.COUNT) is None


def test_a_series_is_charted_with_its_limits_in_words() -> None:
    found = chart_of(series("2012/13-Q1", *UP_AND_DOWN))
    assert found.words == "Mean 100, limits 47 to 153; the latest figure: common cause."
    assert found.chart is not None
    assert (found.chart.standing, found.chart.variation) == (Standing.FULL, Verdict.COMMON)
    assert (found.reasons, found.without_season) == ((), False)
    assert [one.value for one in found.chart.points] == [Fraction(one) for one in UP_AND_DOWN]


@pytest.mark.parametrize(
    ("unit", "values", "words"),
    [
        (Unit.PERCENTAGE, (40, 60) * 6, "Mean 50.0, limits no lower limit to no upper limit"),
        (Unit.PERCENTAGE, (49, 51) * 6, "Mean 50.0, limits 44.7 to 55.3"),
        (Unit.COUNT, (10, 20) * 6, "Mean 15, limits no lower limit to 42"),
        (Unit.COUNT, (7,) * 12, "Mean 7, limits 7 to 7"),
    ],
)
def test_limits_beyond_what_can_be_reached_are_said_not_to_be_there(
    unit: Unit, values: Sequence[int], words: str
) -> None:
    found = chart_of(series("2012/13-Q1", *values), indicator(unit))
    assert found.words == f"{words}; the latest figure: common cause."


@pytest.mark.parametrize(
    ("values", "polarity", "signal", "words"),
    [
        ((*UP_AND_DOWN, 300), Polarity.LOWER, Signal.OUTSIDE, "outside, concern"),
        ((*UP_AND_DOWN, 300), Polarity.HIGHER, Signal.OUTSIDE, "outside, improvement"),
        ((*UP_AND_DOWN, 300), Polarity.NONE, Signal.OUTSIDE, "outside, neutral high"),
        ((*UP_AND_DOWN, 10), Polarity.NONE, Signal.OUTSIDE, "outside, neutral low"),
        (
            (*UP_AND_DOWN, 97, 98, 99, 100, 101, 102, 103),
            Polarity.LOWER,
            Signal.TREND,
            "trend, concern",
        ),
        (
            (*UP_AND_DOWN, 150, 150, 150),
            Polarity.LOWER,
            Signal.TWO_OF_THREE,
            "two of three, concern",
        ),
        (
            (*UP_AND_DOWN, 120, 121, 120, 121, 120, 121, 120),
            Polarity.MORE_REPORTING,
            Signal.SHIFT,
            "shift, improvement",
        ),
    ],
)
def test_what_the_latest_figure_says_is_told_with_its_rule(
    values: Sequence[int], polarity: Polarity, signal: Signal, words: str
) -> None:
    found = chart_of(series("2010/11-Q1", *values), indicator(polarity=polarity))
    assert found.chart is not None
    assert found.chart.points[-1].signal is signal
    assert found.words.endswith(f"; the latest figure: {words}.")


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (
            Basis.YEAR,
            "Not charted: each figure covers twelve months, and shares most with its neighbour.",
        ),
        (Basis.RANK, "Not charted: a place in an order has no limits of its own."),
    ],
)
def test_rolling_figures_and_places_are_not_charted(basis: Basis, words: str) -> None:
    found = chart_of(
        series("2012/13-Q1", *UP_AND_DOWN), indicator(basis=basis), rebase("2014-04-01")
    )
    assert (found.chart, found.words, found.reasons) == (None, words, ())
    assert not found.without_season


def test_what_stands_at_a_moment_is_charted() -> None:
    found = chart_of(series("2012/13-Q1", *UP_AND_DOWN), indicator(basis=Basis.MOMENT))
    assert found.chart is not None


def test_periods_that_share_a_day_are_not_charted() -> None:
    points = [
        *series("2010-04..2010-09", *UP_AND_DOWN[:11]),
        Point(parse_range("2015-09..2016-02"), Fraction(90)),
    ]
    assert chart_of(points) == Charted(None, "Not charted: its periods overlap.")
    assert chart_of(points[:11]).chart is not None


@pytest.mark.parametrize("latest", [0, 1, 2, 3])
def test_a_seasonal_series_of_four_full_years_is_charted_without_its_seasons(latest: int) -> None:
    points = series("2011/12-Q1", *SEASONS * 4, *SEASONS[:latest])
    found = chart_of(points, SEASONAL)
    assert found.words == (
        "Without its seasons: mean 100, limits 100 to 100; the latest figure: common cause."
    )
    assert found.chart is not None
    assert {one.value for one in found.chart.points} == {Fraction(100)}
    assert found.without_season


def test_seasons_are_those_of_the_full_years_taken_together() -> None:
    """Shares of 4,000 are 500, 750, 1,250 and 1,500: half, three quarters, 1¼ and 1½ of equal."""
    years = ((100, 150, 350, 400), (100, 250, 250, 400), (200, 150, 350, 300), (100, 200, 300, 400))
    values = [one for year in years for one in year]
    found = chart_of(series("2011/12-Q1", *values, None, 75), SEASONAL)
    assert found.chart is not None
    first = [one.value for one in found.chart.points[:4]]
    assert first == [200, 200, 280, Fraction(800, 3)]
    assert [one.value for one in found.chart.points[-2:]] == [None, 100]


def test_seasons_of_months_and_of_half_years_are_taken_out_alike() -> None:
    months = [70, *range(90, 101), *[101, 102, 103, 104]][:12]
    found = chart_of(series("2012-04..2012-04", *months * 4, *months[:5]), SEASONAL)
    assert found.chart is not None
    assert len({one.value for one in found.chart.points}) == 1
    halves = chart_of(series("2012-04..2012-09", *[50, 150] * 4), SEASONAL)
    assert halves.words == (
        "Trial limits. Without its seasons: mean 100, limits 100 to 100; the latest figure: "
        "common cause."
    )


@pytest.mark.parametrize(
    "points",
    [
        series("2012/13-Q1", *SEASONS * 3, *SEASONS[:3]),
        series("2011/12-Q2", *SEASONS[1:], *SEASONS * 3, *SEASONS[:3]),
        series("2011/12-Q1", *SEASONS, 40, None, 120, 160, *SEASONS * 3),
        series("2011/12-Q1", *[0, 80, 120, 160] * 4),
        series("2011/12-Q1", *[0] * 16),
        series("2011-04..2011-08", *UP_AND_DOWN),
    ],
)
def test_a_seasonal_series_without_four_full_years_is_compared_and_not_charted(
    points: list[Point],
) -> None:
    found = chart_of(points, SEASONAL)
    assert found == Charted(
        None,
        "Seasonal, not charted: compare with the same period last year. Removing the seasons "
        "takes 4 full years.",
    )


def test_whole_years_hold_every_season_and_are_charted_as_they_are() -> None:
    years = series("2004/05", *UP_AND_DOWN)
    found = chart_of(years, SEASONAL)
    assert found.chart == chart_of(years, replace(SEASONAL, seasonal=False)).chart
    assert not found.without_season


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((4, 5) * 6, "Not charted: 4.5 a period is too few."),
        ((0,) * 12, "Not charted: 0.0 a period is too few."),
        ((*(5,) * 11, 4), "Not charted: 4.9 a period is too few."),
        ((3,), "Not charted: 3.0 a period is too few."),
    ],
)
def test_rare_events_are_not_charted(values: Sequence[int], words: str) -> None:
    assert chart_of(series("2012/13-Q1", *values)) == Charted(None, words)


@pytest.mark.parametrize("unit", [Unit.RATE, Unit.PERCENTAGE, Unit.MONEY])
def test_what_is_no_count_is_never_rare(unit: Unit) -> None:
    assert chart_of(series("2012/13-Q1", *(1, 2) * 6), indicator(unit)).chart is not None


def test_five_events_a_period_are_enough() -> None:
    found = chart_of(series("2012/13-Q1", *(4, 6) * 6))
    assert found.words == "Mean 5, limits no lower limit to 10; the latest figure: common cause."


def test_only_the_last_phase_says_whether_events_are_rare() -> None:
    points = series("2012/13-Q1", *(1, 2) * 4, *UP_AND_DOWN)
    assert chart_of(points, None, rebase("2014-04-01")).chart is not None
    found = chart_of(
        series("2012/13-Q1", *UP_AND_DOWN[:8], *(1, 2) * 6), None, rebase("2014-04-01")
    )
    assert found.chart is None
    assert found.words == "Not charted: 1.5 a period is too few."
    assert found.reasons == ((8, "New recording rules"),)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (UP_AND_DOWN[:7], "Not charted: 7 figures are fewer than 8."),
        ((*UP_AND_DOWN[:3], None, *UP_AND_DOWN[:4]), "Not charted: 7 figures are fewer than 8."),
        ((None,) * 12, "Not charted: 0 figures are fewer than 8."),
    ],
)
def test_under_eight_figures_there_are_no_limits(values: Sequence[int | None], words: str) -> None:
    assert chart_of(series("2012/13-Q1", *values)) == Charted(None, words)


def test_the_limits_of_a_rate_are_written_as_its_figures_are() -> None:
    found = chart_of(series("2012/13-Q1", *("1.02", "1.06") * 6), indicator(Unit.RATE))
    assert found.words == "Mean 1.04, limits 0.93 to 1.15; the latest figure: common cause."


def test_one_figure_is_one_and_not_many() -> None:
    assert chart_of(series("2012/13-Q1", 90)).words == "Not charted: 1 figure is fewer than 8."


def test_under_eight_figures_of_the_last_phase_there_are_no_limits() -> None:
    points = series("2012/13-Q1", *UP_AND_DOWN)
    found = chart_of(points, None, rebase("2014-05-10"))
    assert found.chart is None
    assert found.words == "Not charted: 4 figures since 2014/15-Q1 are fewer than 8."
    assert found.reasons == ((8, "New recording rules"),)


@pytest.mark.parametrize(
    ("count", "standing", "begins"),
    [
        (8, Standing.TRIAL, "Trial limits. Mean 100, limits 47 to 153; "),
        (10, Standing.TRIAL, "Trial limits. Mean 100, limits 47 to 153; "),
        (12, Standing.FULL, "Mean 100, limits 47 to 153; "),
    ],
)
def test_eight_figures_have_trial_limits_and_twelve_have_full_ones(
    count: int, standing: Standing, begins: str
) -> None:
    found = chart_of(series("2012/13-Q1", *UP_AND_DOWN[:count]))
    assert found.chart is not None
    assert found.chart.standing is standing
    assert found.words == f"{begins}the latest figure: common cause."


def test_a_blank_in_the_middle_is_a_gap_in_the_chart() -> None:
    points = series("2012/13-Q1", *UP_AND_DOWN[:6], None, *UP_AND_DOWN[:6])
    found = chart_of(points)
    assert found.words == "Mean 100, limits 47 to 153; the latest figure: common cause."
    assert found.chart is not None
    assert found.chart.points[6].value is None


def test_a_decision_begins_a_phase_with_its_reason() -> None:
    points = series("2012/13-Q1", *(400, 420) * 6, *UP_AND_DOWN)
    found = chart_of(points, None, rebase("2015-05-10"))
    assert found.reasons == ((12, "New recording rules"),)
    assert found.words == (
        "Mean 100 since 2015/16-Q1 (New recording rules), limits 47 to 153; the latest figure: "
        "common cause."
    )
    assert found.chart is not None
    assert [(one.first, one.last) for one in found.chart.phases] == [(0, 11), (12, 23)]


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ("2013-03-31", 3),
        ("2013-04-01", 4),
        ("2013-06-30", 4),
        ("2013-07-01", 5),
        ("2012-07-01", 1),
        ("2012-06-30", None),
        ("2012-04-01", None),
        ("2001-01-01", None),
        ("2015-03-31", 11),
        ("2015-04-01", None),
        ("2030-01-01", None),
    ],
)
def test_a_phase_begins_with_the_period_its_day_falls_in(day: str, begins: int | None) -> None:
    found = chart_of(series("2012/13-Q1", *UP_AND_DOWN), None, rebase(day))
    assert [at for at, _ in found.reasons] == ([] if begins is None else [begins])


def test_several_decisions_begin_phases_in_order_of_their_days() -> None:
    found = chart_of(
        series("2012/13-Q1", *UP_AND_DOWN, *UP_AND_DOWN),
        None,
        rebase("2015-06-01", "third"),
        rebase("2014-06-01", "first"),
        rebase("2015-05-01", "second"),
    )
    assert found.reasons == ((8, "first"), (12, "second; third"))
    assert found.words.startswith("Mean 100 since 2015/16-Q1 (second; third), limits 47 to 153")
    assert found.chart is not None
    assert len(found.chart.phases) == 3


def test_a_phase_begins_where_another_publishers_series_does() -> None:
    points = [
        *series("2012/13-Q1", *UP_AND_DOWN, published=OLD.code),
        *series("2015/16-Q1", *UP_AND_DOWN, published=NEW.code),
    ]
    found = chart_of(points)
    assert found.reasons == ((12, f"from here by {NEW.name}"),)
    assert found.words.startswith(f"Mean 100 since 2015/16-Q1 (from here by {NEW.name}), limits ")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (f"{NEW.code} {OLD.code}", f"{OLD.name} and {NEW.name}"),
        ("a-paper", "a-paper"),
        (f"{NEW.code}-old", f"{NEW.code}-old"),
    ],
)
def test_a_sum_names_every_publisher_of_its_parts(code: str, name: str) -> None:
    points = [
        *series("2012/13-Q1", *UP_AND_DOWN, published=OLD.code),
        *series("2015/16-Q1", *UP_AND_DOWN, published=code),
    ]
    assert chart_of(points).reasons == ((12, f"from here by {name}"),)


def test_a_decision_at_the_change_of_series_stands_beside_it() -> None:
    points = [
        *series("2012/13-Q1", *UP_AND_DOWN, published=OLD.code),
        *series("2015/16-Q1", *UP_AND_DOWN, published=NEW.code),
    ]
    found = chart_of(points, None, rebase("2015-06-01"), rebase("2014-04-01", "before"))
    assert found.reasons == (
        (8, "before"),
        (12, f"from here by {NEW.name}; New recording rules"),
    )


@given(
    st.lists(COUNTS, min_size=8, max_size=12),
    st.integers(0, 7),
    st.integers(0, 10**9),
    st.lists(COUNTS, min_size=8, max_size=16),
)
def test_an_outlier_in_an_earlier_phase_does_not_move_a_later_phases_limits(
    earlier: list[int], at: int, outlier: int, later: list[int]
) -> None:
    begins = series("2012/13-Q1", *[0] * (len(earlier) + 1))[-1].period.first
    found = [
        chart_of(series("2012/13-Q1", *before, *later), indicator(Unit.MONEY), Rebase(begins, ""))
        for before in (earlier, [*earlier[:at], outlier, *earlier[at + 1 :]])
    ]
    first, second = [one.chart for one in found]
    assert first is not None
    assert second is not None
    assert first.phases[1] == second.phases[1]
    assert first.points[len(earlier) :] == second.points[len(earlier) :]


@pytest.mark.parametrize(
    ("level", "assurance"),
    [
        (30, Assurance.FAIL),
        (47, Assurance.INCONSISTENT),
        (100, Assurance.INCONSISTENT),
        (160, Assurance.PASS),
    ],
)
def test_the_last_phase_is_held_against_the_target(level: int, assurance: Assurance) -> None:
    points = series("2012/13-Q1", *UP_AND_DOWN, 90)
    found = chart_of(points[1:], targets=[target(LEVEL, level, "at_most")])
    assert found.chart is not None
    assert found.chart.assurance is assurance


def test_the_target_is_the_first_that_has_a_line_and_holds_then() -> None:
    points = series("2012/13-Q1", *UP_AND_DOWN)
    unknown = target(TargetKind.RELATIVE_CHANGE, 20)
    past = target(LEVEL, 160, "at_most", deadline="2013/14")
    failed = target(LEVEL, 30, "at_most", deadline="2014/15")
    passed = target(LEVEL, 160, "at_most")

    def assurance(*targets: Any) -> Assurance:
        found = chart_of(points, targets=targets)
        assert found.chart is not None
        return found.chart.assurance

    assert assurance(unknown, past, failed, passed) is Assurance.FAIL
    assert assurance(unknown, past, passed, failed) is Assurance.PASS
    assert assurance(unknown, past) is Assurance.NONE
    assert assurance() is Assurance.NONE


def test_nought_is_a_target_as_any_other() -> None:
    found = chart_of(series("2012/13-Q1", *UP_AND_DOWN), targets=[target(LEVEL, 0, "at_most")])
    assert found.chart is not None
    assert found.chart.assurance is Assurance.FAIL


def test_trial_limits_are_held_against_no_target() -> None:
    found = chart_of(
        series("2013/14-Q1", *UP_AND_DOWN[:8]), targets=[target(LEVEL, 160, "at_most")]
    )
    assert found.chart is not None
    assert found.chart.assurance is Assurance.NONE


@given(
    st.lists(st.none() | st.integers(0, 100), min_size=1, max_size=30),
    st.sampled_from([Unit.COUNT, Unit.PERCENTAGE, Unit.RATE, Unit.MONEY]),
    st.booleans(),
    st.lists(st.dates(date(2008, 1, 1), date(2020, 1, 1)), max_size=3),
)
def test_every_series_is_charted_or_says_why_not(
    values: list[int | None], unit: Unit, seasonal: bool, days: list[date]
) -> None:
    points = series("2010/11-Q1", *values)
    rebased = [Rebase(day, "decided") for day in days]
    found = charted(known(points, indicator(unit, seasonal=seasonal)), rebased, [])
    assert found.words.endswith(".")
    assert "nan" not in found.words.lower()
    assert "None" not in found.words
    assert (found.chart is None) == ("ot charted" in found.words)
    if found.chart is not None:
        assert len(found.chart.points) == len(values)
        assert found.chart.standing is not Standing.LINE_ONLY
        assert found.without_season == seasonal


def test_what_was_decided_and_what_was_charted_is_not_changed_afterwards() -> None:
    drawn = drawn_limits(phase("20", "80"), Unit.COUNT)
    found = chart_of(series("2012/13-Q1", *UP_AND_DOWN))
    for one, part in ((drawn, "mean"), (found, "words"), (rebase("2015-04-01"), "reason")):
        with pytest.raises(FrozenInstanceError):
            setattr(one, part, None)


def test_a_decision_says_who_made_it_and_when() -> None:
    made = Rebase(date(2015, 4, 1), "New rules", by="Lead officer", at="2015-07-14T12:00:00+00:00")
    assert (made.by, made.at) == ("Lead officer", "2015-07-14T12:00:00+00:00")
    assert (rebase("2015-04-01").by, rebase("2015-04-01").at) == ("", "")


def test_the_tolerance_of_an_indicator_does_not_move_its_limits() -> None:
    points = series("2012/13-Q1", *UP_AND_DOWN)
    assert chart_of(points, indicator(tolerance=Decimal(50))) == chart_of(points)
