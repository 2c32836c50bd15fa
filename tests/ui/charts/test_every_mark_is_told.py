"""Nothing is drawn without a word: on the chart, in its key, or in the table beside it."""

import pytest

from csp_desktop.core.plan import Plan
from csp_desktop.services import Services
from csp_desktop.ui.charts.drawing import Dot, Drawing, Line, Shape
from csp_desktop.ui.charts.smalls import dot_words, line_words
from tests.ui.charts.every_mode import MODES, NOTE, Shown, shown

# What every mode has to bring for its test to mean something.
HOLDS = {
    "line": {"signal", "provisional", "forecast", "gap", "phase", "flag", "target", "baseline"},
    "columns": {"signal", "provisional", "forecast", "gap", "phase", "flag", "target", "baseline"},
    "years": {"provisional"},
    "rolling": {"provisional", "gap"},
    "neighbours": set(),
    "funnel": {"limit"},
    "multiples": {"signal", "provisional", "forecast", "gap", "phase", "target", "baseline"},
}


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return request.param


def test_the_charts_of_these_tests_hold_every_kind_of_mark(
    mode: str, plan: Plan, library: Services
) -> None:
    held = set().union(*(kinds(one.drawing) for one in shown(mode, plan, library)))
    assert held >= HOLDS[mode]


def kinds(drawing: Drawing) -> set[str]:
    inks = {line.ink for line in drawing.lines}
    figures = [dot for dot in drawing.dots if dot.counted]
    return {
        name
        for name, there in {
            "signal": any(dot.shape is not Shape.DOT for dot in figures),
            "provisional": any(dot.hollow for dot in figures),
            "forecast": len(figures) < len(drawing.dots),
            "gap": bool(drawing.gaps),
            "phase": len(drawing.bands) > 1,
            "flag": bool(drawing.flags),
            "target": {"text", "text2"} <= inks,
            "baseline": "baseline" in inks,
            "limit": "limit" in inks,
        }.items()
        if there
    }


def test_every_line_is_named_or_stands_in_the_key(mode: str, plan: Plan, library: Services) -> None:
    for one in shown(mode, plan, library):
        for line in one.drawing.lines:
            assert name_of(line, one), line


def name_of(line: Line, one: Shown) -> str:
    """What says what a line is."""
    drawing = one.drawing
    if one.key:
        # The line of the figures is what the heading above it names.
        own = line.ink == "series" and not line.dash
        return "heading" if own else line_words(line) if line_words(line) in one.key else ""
    if line.name:
        return line.name
    ends = [name.words for name in drawing.names if name.ink == line.ink]
    samples = [name.words for name in drawing.names if name.sample and like(name.sample, line)]
    if line.ink == "series" and line.dash:
        # The dots from one phase to the next stand at a flag that says why.
        joins = [flag.fact for flag in drawing.flags if line.xs[0] < flag.x < line.xs[-1]]
        return next(iter(joins), "")
    if line.ink == "limit":
        # Those of earlier phases look like the last one's, and are read out.
        alike = [other.name for other in drawing.lines if other.name and like(other, line)]
        return next(iter(alike), "")
    return next(iter((*samples, *ends)), "")


def like(one: Line, other: Line) -> bool:
    return (one.ink, tuple(one.dash), one.width) == (other.ink, tuple(other.dash), other.width)


def test_every_signal_provisional_point_and_forecast_has_its_words(
    mode: str, plan: Plan, library: Services
) -> None:
    for one in shown(mode, plan, library):
        stops = {stop.x: stop for stop in one.drawing.stops}
        for dot in one.drawing.dots:
            if one.key:
                assert set(dot_words(dot)) <= set(one.key), dot
                continue
            assert dot.words in stops[dot.x].words
            if dot.counted:
                assert_in_table(dot, one, stops[dot.x].name)
            else:
                assert any(name.words.startswith("Forecast ") for name in one.drawing.names)


def assert_in_table(dot: Dot, one: Shown, period: str) -> None:
    """A signal by its words in the row of its period, a provisional figure by its mark."""
    if one.rows[0][0] == "Period":
        [row] = [row for row in one.rows[1:] if row[0].removesuffix(" prov.") == period]
        assert row[0].endswith(" prov.") == dot.hollow
        assert bool(row[-1]) == (dot.shape is not Shape.DOT)
    elif dot.hollow:
        assert any(" prov." in row[0] or ", prov. " in row[0] for row in one.rows[1:])


def test_every_gap_has_its_reason_in_the_table_and_in_the_read_out(
    mode: str, plan: Plan, library: Services
) -> None:
    for one in shown(mode, plan, library):
        for gap in one.drawing.gaps:
            stop = next(stop for stop in one.drawing.stops if stop.x == gap.x)
            assert gap.words in stop.words
            assert gap.words in one.told or "no figure" in one.key


@pytest.mark.parametrize("name", ["line", "columns"])
def test_what_happened_is_read_out_also_where_its_flag_has_no_room(
    plan: Plan, library: Services, name: str
) -> None:
    [one] = shown(name, plan, library)
    stop = next(stop for stop in one.drawing.stops if stop.name == "2016/17-Q3")
    assert stop.words.endswith(f". {NOTE.fact} ({NOTE.note})")
    [restart] = [stop for stop in one.drawing.stops if "Limits restart" in stop.words]
    assert restart.name == "2015/16-Q3"


def test_rows_of_runs_flags_and_names_are_never_empty(
    mode: str, plan: Plan, library: Services
) -> None:
    for one in shown(mode, plan, library):
        drawing = one.drawing
        assert all(run.fact and run.note for run in drawing.runs)
        assert all(flag.fact and flag.note for flag in drawing.flags)
        assert all(name.words for name in drawing.names)
        assert all(name in one.told for name in (dot.name for dot in drawing.dots))
