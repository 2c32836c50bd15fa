"""What is drawn of an indicator, before it is painted."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.charting import drawn_limits
from csp_desktop.core.analysis.control_chart import Signal, Verdict
from csp_desktop.core.annotations import Annotation
from csp_desktop.core.plan import Plan
from csp_desktop.core.profiles import Profile
from csp_desktop.services import Services
from csp_desktop.ui.charts.control import control_drawing
from csp_desktop.ui.charts.drawing import Drawing, Shape
from csp_desktop.ui.item_models.period_table import PeriodColumn, PeriodTable
from tests.ui.charts.figures import SHIFTED, VALUES, fall, found


def lines(drawing: Drawing, ink: str) -> list[tuple[list[float], list[float]]]:
    return [(list(one.xs), list(one.ys)) for one in drawing.lines if one.ink == ink]


def names(drawing: Drawing) -> list[str]:
    return [one.words for one in drawing.names]


def test_every_number_is_a_point_and_a_gap_breaks_the_line(plan: Plan) -> None:
    drawing = control_drawing(found(plan, (1, 2, None, 4, 5, None, 7)))
    assert [xs for xs, _ in lines(drawing, "series")] == [[0, 1], [3, 4], [6]]
    assert [(dot.x, dot.y) for dot in drawing.dots if dot.counted] == [
        (0, 1),
        (1, 2),
        (3, 4),
        (4, 5),
        (6, 7),
    ]
    assert [(gap.x, gap.words) for gap in drawing.gaps] == [
        (2, "Not collected"),
        (5, "Not collected"),
    ]


def test_limits_stand_at_their_levels_and_are_named_with_them(plan: Plan) -> None:
    of = found(plan, SHIFTED)
    limits = drawn_limits(of.charted.chart.phases[-1], of.indicator.unit)
    drawing = control_drawing(of)
    drawn = sorted(ys[0] for _, ys in lines(drawing, "limit"))
    assert drawn == pytest.approx(sorted(map(float, (limits.lower, limits.mean, limits.upper))))
    assert {one.split(" 2")[0].split(" 3")[0] for one in names(drawing)} >= {
        "Upper limit",
        "Mean",
        "Lower limit",
    }
    [band] = drawing.bands
    assert (band.lower, band.upper) == pytest.approx(
        tuple(map(float, (limits.lower, limits.upper)))
    )


def test_a_shift_is_shaped_bracketed_and_named(plan: Plan) -> None:
    of = found(plan, SHIFTED)
    drawing = control_drawing(of)
    marked = [dot for dot in drawing.dots if dot.shape is Shape.DISC and dot.counted]
    assert [dot.x for dot in marked][-8:] == list(range(12, 20))
    shift = next(run for run in drawing.runs if run.fact.startswith("Shift"))
    assert (shift.first, shift.last, shift.note) == (12, 19, "improvement, low")
    assert shift.fact == "Shift: 8 quarters below the mean"
    assert not shift.above


def test_concern_is_square_and_what_is_neither_is_a_diamond(plan: Plan) -> None:
    risen = tuple(600 - value for value in SHIFTED)
    concern = control_drawing(found(plan, risen))
    assert {dot.shape for dot in concern.dots if dot.ink == "bad"} == {Shape.SQUARE}
    neutral = next(one for one in plan.indicators if one.polarity.value == "none")
    neither = control_drawing(
        found(
            plan,
            risen,
            indicator=replace(
                neutral,
                unit=plan.indicator("H3").unit,
                basis=plan.indicator("H3").basis,
                seasonal=False,
            ),
        )
    )
    assert {dot.shape for dot in neither.dots if dot.ink == "neither"} == {Shape.DIAMOND}


def test_a_phase_breaks_line_limits_and_band_and_is_flagged_with_its_reason(plan: Plan) -> None:
    drawing = control_drawing(found(plan, SHIFTED, rebased=[date(2015, 4, 1)]))
    assert [(band.first, band.last) for band in drawing.bands] == [(-0.5, 7.5), (7.5, 19.5)]
    solid = [list(one.xs) for one in drawing.lines if one.ink == "series" and not one.dash]
    dotted = [list(one.xs) for one in drawing.lines if one.ink == "series" and one.dash]
    assert solid == [list(range(8)), list(range(8, 20))]
    assert dotted == [[7, 8]]
    [flag] = drawing.flags
    assert (flag.x, flag.fact, flag.note) == (7.5, "Limits restart", "New recording rules")


def test_few_figures_are_a_plain_line_and_words_say_why(plan: Plan) -> None:
    of = found(plan, VALUES[:5])
    drawing = control_drawing(of)
    assert not drawing.bands
    assert not drawing.runs
    assert not lines(drawing, "limit")
    assert of.charted.words == "Not charted: 5 figures are fewer than 8."


def test_a_target_is_drawn_where_it_holds_and_its_baseline_from_its_year_on(plan: Plan) -> None:
    drawing = control_drawing(found(plan, targets=(fall("10"),)))
    assert lines(drawing, "text") == [([7.5, 11.5], pytest.approx([198.225] * 2))]
    assert lines(drawing, "baseline") == [([-0.5, 11.5], [220.25, 220.25])]
    assert {"Baseline 220", "Target 198"} <= set(names(drawing))


def test_a_target_without_a_level_is_not_drawn(plan: Plan) -> None:
    drawing = control_drawing(found(plan, targets=(replace(fall("10"), baseline=None),)))
    assert not lines(drawing, "text")


def test_an_unequal_profile_is_stepped_and_comes_to_the_year(plan: Plan) -> None:
    typed = replace(plan.indicator("H3"), profile=Profile.parse("40 30 20 10"))
    drawing = control_drawing(found(plan, targets=(fall("10"),), indicator=typed))
    [_, (xs, ys)] = lines(drawing, "text")
    assert xs == [7.5, 8.5, 8.5, 9.5, 9.5, 10.5, 10.5, 11.5]
    assert sum(ys[::2]) == pytest.approx(4 * 198.225)
    assert ys[::2] == pytest.approx([4 * 198.225 * share / 100 for share in (40, 30, 20, 10)])


def test_the_forecast_is_hollow_at_the_years_end_with_its_interval(plan: Plan) -> None:
    years = (200, 220, 240, 260) * 3
    of = found(plan, (*years, 210, 225))
    drawing = control_drawing(of)
    [ahead] = [dot for dot in drawing.dots if not dot.counted]
    [whisker] = drawing.whiskers
    assert (ahead.x, ahead.hollow) == (15, True)
    begun = 210 + 225
    assert ahead.y * 2 + begun == pytest.approx(float(of.year.value))
    assert whisker.lower * 2 + begun == pytest.approx(of.year.forecast.lower)
    assert whisker.upper * 2 + begun == pytest.approx(of.year.forecast.upper)
    assert any(one.startswith("Forecast ") for one in names(drawing))


def test_a_complete_year_has_no_forecast_point(plan: Plan) -> None:
    drawing = control_drawing(found(plan, VALUES[:8]))
    assert all(dot.counted for dot in drawing.dots)
    assert not drawing.whiskers


def test_notes_stand_on_their_day_and_those_outside_are_left_out(plan: Plan) -> None:
    notes = [
        Annotation("1", "H3", date(2013, 11, 1), "New local policing model", "in place"),
        Annotation("2", "", date(2013, 4, 1), "Elections"),
        Annotation("3", "H3", date(1999, 1, 1), "Long ago"),
    ]
    flags = control_drawing(found(plan), notes).flags
    assert [(one.fact, one.note) for one in flags] == [
        ("Elections", "1 Apr 2013"),
        ("New local policing model", "in place"),
    ]
    assert flags[0].x == -0.5
    assert flags[1].x == pytest.approx(1.5 + 31 / 92)


def test_every_number_of_a_period_is_read_out(plan: Plan) -> None:
    drawing = control_drawing(found(plan, SHIFTED, (fall("10", None),), provisional=1))
    last = next(one for one in drawing.stops if one.x == 19)
    assert last.words.startswith("January to March 2018: 239, provisional, ")
    assert ", low (improvement, low)" in last.words
    assert "mean 2" in last.words
    assert "limits 2" in last.words


@given(st.lists(st.one_of(st.none(), st.integers(0, 400)), min_size=1, max_size=40))
def test_every_mark_has_a_word_and_none_rests_on_colour_alone(
    plan: Plan, values: list[int | None]
) -> None:
    of = found(plan, [*values, 100], (fall("10"),), rebased=[date(2016, 4, 1)])
    assert_told(of, control_drawing(of))


def test_every_mark_of_every_indicator_has_a_word(library: Services) -> None:
    for code in sorted(library.analysis.with_figures()):
        series = library.analysis.trend(code).series
        known = [one.period for one in series if one.value is not None]
        if not known:
            continue
        of = library.judging.findings(code, known[-1])
        assert_told(of, control_drawing(of))


def assert_told(of, drawing: Drawing) -> None:
    """Marks that differ in ink differ in shape too; each stands in the table and is read out."""
    table = PeriodTable()
    table.show_series(of.indicator, of.series, of.charted)
    rows = {str(table.point(row).period): row for row in range(table.rowCount())}
    inks = {"good": Shape.DISC, "bad": Shape.SQUARE, "neither": Shape.DIAMOND, "series": Shape.DOT}
    stops = {stop.x: stop for stop in drawing.stops}
    for dot in drawing.dots:
        assert dot.words
        if not dot.counted:
            assert dot.words in stops[dot.x].words
            continue
        assert inks[dot.ink] is dot.shape
        row = rows[stops[dot.x].name]
        said = table.index(row, PeriodColumn.SIGNAL).data()
        assert bool(said) == (dot.shape is not Shape.DOT)
        assert said in stops[dot.x].words
        assert table.index(row, PeriodColumn.VALUE).data() in stops[dot.x].words
    for gap in drawing.gaps:
        assert gap.words == table.index(rows[stops[gap.x].name], PeriodColumn.VALUE).data()
    patterns = {(one.ink, tuple(one.dash)) for one in drawing.lines if one.name}
    assert len({one[0] for one in patterns}) <= len(patterns)
    for line in drawing.lines:
        last_phase = line.ink == "limit" and line.xs[-1] == drawing.last
        assert line.name or line.ink == "series" or (line.ink == "limit" and not last_phase)
    for run in drawing.runs:
        assert run.fact
        assert run.note
    if of.charted.chart is not None:
        signals = [one for one in of.charted.chart.points if one.signal is not Signal.NONE]
        marked = [dot for dot in drawing.dots if dot.counted and dot.shape is not Shape.DOT]
        assert len(marked) == len(signals)
        assert all(one.verdict is not Verdict.COMMON for one in signals)
