from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QToolTip, QWidget

from csp_desktop.core.actions import ActionStatus, Milestone
from csp_desktop.core.periods import day_words
from csp_desktop.ui.charts.timeline import Timeline, TimelineKey, TimelineRow
from csp_desktop.ui.charts.timeline_axis import QuarterAxis
from csp_desktop.ui.theme import Scheme, TextSize, Theme
from tests.ui.hands import colours, heard, picture, settle

FIRST, LAST, TODAY = date(2015, 1, 1), date(2016, 3, 31), date(2015, 7, 22)
DAYS = st.dates(date(2014, 1, 1), date(2017, 12, 31))
HEIGHT = 30


@pytest.fixture
def timeline(schemes: Theme, show) -> Iterator[Timeline]:
    """Five quarters, the second of which is the present one, in either scheme."""
    window = QWidget()
    window.resize(600, 400)
    timeline = Timeline(schemes, window)
    timeline.resize(500, 300)
    timeline.show_span(FIRST, LAST, TODAY)
    show(window)
    yield timeline
    timeline.let_go()


def row(top: int = 0, **said: object) -> TimelineRow:
    return TimelineRow(top, HEIGHT, **said)


def drawn(timeline: Timeline, *rows: TimelineRow) -> QImage:
    timeline.show_rows(rows)
    settle()
    return picture(timeline)


def places(timeline: Timeline, image: QImage, token: str, top: int = 0) -> list[tuple[int, int]]:
    """Every pixel of a colour in a row, without the line below it: column and height in the row."""
    wanted = timeline._theme.palette.color(token).rgb()
    begin = timeline.heading_height + top
    return [
        (x, y)
        for x in range(image.width())
        for y in range(HEIGHT - 1)
        if image.pixel(x, begin + y) == wanted
    ]


def columns(timeline: Timeline, image: QImage, token: str, top: int = 0) -> list[int]:
    return sorted({x for x, _ in places(timeline, image, token, top)})


def today_line(timeline: Timeline, image: QImage) -> int:
    """The middle of the line, where it is not covered."""
    found = columns(timeline, image, "accent")
    return sum(found) // len(found)


# Bars and marks


def test_what_has_elapsed_is_solid_up_to_today_and_what_is_to_come_is_hollow(timeline) -> None:
    image = drawn(timeline, row(start=date(2015, 4, 1), due=date(2015, 12, 31)))
    today = today_line(timeline, image)
    solid = columns(timeline, image, "elapsed")
    assert solid
    assert max(solid) <= today
    edges = {y for x, y in places(timeline, image, "rule") if x == today + 20}
    assert edges == {HEIGHT // 2 - 4, HEIGHT // 2 + 3}, "the part to come is not hollow"
    assert max(columns(timeline, image, "rule")) > today + 100


def test_a_bar_is_eight_high_and_in_the_middle_of_its_row(timeline) -> None:
    image = drawn(timeline, row(60, start=date(2015, 2, 1), due=date(2015, 5, 1)))
    heights = {y for _, y in places(timeline, image, "elapsed", 60)}
    assert heights == set(range(HEIGHT // 2 - 4, HEIGHT // 2 + 4))


def test_a_finished_bar_ends_where_it_was_due(timeline) -> None:
    both = drawn(
        timeline,
        row(start=date(2015, 2, 1), due=date(2015, 5, 1), complete=True),
        row(HEIGHT, start=date(2015, 2, 1), due=date(2015, 9, 1)),
    )
    short, long = (columns(timeline, both, "elapsed", top) for top in (0, HEIGHT))
    assert short[0] == long[0]
    assert short[-1] < long[-1]


def test_the_due_date_is_one_stroke_and_the_original_a_dashed_one_before_it(timeline) -> None:
    image = drawn(timeline, row(due=date(2015, 12, 31), original_due=date(2015, 9, 30)))
    ink = places(timeline, image, "text")
    due = max(x for x, _ in ink)
    stroke = sorted(y for x, y in ink if x == due)
    assert stroke == list(range(stroke[0], stroke[0] + 16))
    original = columns(timeline, image, "text")[0]
    dashes = sorted(y for x, y in ink if x == original)
    assert original < due - 50
    assert any(after - before > 1 for before, after in pairwise(dashes))


def test_an_original_date_that_still_holds_is_not_drawn_twice(timeline) -> None:
    day = date(2015, 9, 30)
    image = drawn(timeline, row(due=day), row(HEIGHT, due=day, original_due=day))
    assert places(timeline, image, "text") == places(timeline, image, "text", HEIGHT)


def test_overdue_is_dashed_from_the_due_date_to_today(timeline) -> None:
    due = date(2015, 5, 1)
    image = drawn(timeline, row(start=date(2015, 2, 1), due=due, status=ActionStatus.OFF_TRACK))
    red, today = columns(timeline, image, "red"), today_line(timeline, image)
    assert min(red) > max(columns(timeline, image, "elapsed"))
    assert max(red) <= today + 1
    assert any(after - before > 1 for before, after in pairwise(red)), "the line is not dashed"


@pytest.mark.parametrize(
    "said",
    [
        {"complete": True},
        {"status": ActionStatus.COMPLETE},
        {"status": ActionStatus.DEFERRED},
    ],
)
def test_what_is_finished_or_put_off_is_never_overdue(timeline, said) -> None:
    late = row(due=date(2015, 5, 1), **said)
    assert not columns(timeline, drawn(timeline, late), "red")
    assert "overdue" not in timeline.words(late)


def test_a_milestone_is_solid_once_it_is_met(timeline) -> None:
    met = Milestone("Agreed", date(2015, 5, 15), date(2015, 5, 20))
    image = drawn(timeline, row(milestones=(met,)))
    ink = places(timeline, image, "text")
    middle = sum(x for x, _ in ink) // len(ink)
    assert (middle, HEIGHT // 2) in ink
    image = drawn(timeline, row(milestones=(Milestone("Agreed", date(2015, 5, 15)),)))
    ink = places(timeline, image, "text")
    assert ink
    assert (middle, HEIGHT // 2) not in ink


def test_a_row_without_dates_says_so_and_draws_nothing_else(timeline) -> None:
    image = drawn(timeline, row(status=ActionStatus.ON_TRACK))
    assert columns(timeline, image, "text3")
    assert not columns(timeline, image, "elapsed") + columns(timeline, image, "text")
    assert timeline.words(row(status=ActionStatus.ON_TRACK)) == "No dates. On track."


@pytest.mark.parametrize("day", [date(2013, 5, 1), date(2018, 5, 1)])
def test_a_row_whose_dates_lie_outside_the_span_says_where(timeline, day) -> None:
    image = drawn(timeline, row(start=day, due=day + timedelta(days=50), complete=True))
    words = columns(timeline, image, "text3")
    assert words
    at_left = max(words) < image.width() / 2
    assert at_left is (day < FIRST)


@pytest.mark.parametrize("days", [2, 400])
def test_dates_centuries_away_are_drawn_as_far_as_the_edge(timeline, days) -> None:
    timeline.show_span(TODAY - timedelta(days=days), TODAY + timedelta(days=days), TODAY)
    late = row(HEIGHT, due=date(1, 1, 1))
    image = drawn(timeline, row(start=date(1, 1, 1), due=date(9999, 12, 31)), late)
    assert min(columns(timeline, image, "elapsed")) == 0
    assert max(columns(timeline, image, "rule")) == image.width() - 1
    assert min(columns(timeline, image, "red", HEIGHT)) < 5


def test_what_falls_on_the_last_day_is_seen_whole(timeline) -> None:
    image = drawn(timeline, row(due=LAST))
    assert len(columns(timeline, image, "text")) == 2


# In step with the table


def test_only_the_rows_given_are_drawn_and_each_at_its_height(timeline) -> None:
    bar = {"start": date(2015, 2, 1), "due": date(2015, 5, 1)}
    image = drawn(timeline, row(HEIGHT, **bar), row(3 * HEIGHT, **bar))
    shown = [bool(columns(timeline, image, "elapsed", HEIGHT * at)) for at in range(5)]
    assert shown == [False, True, False, True, False]
    assert timeline._theme.palette.elapsed not in colours(drawn(timeline))


def test_a_row_scrolled_half_out_of_view_does_not_reach_into_the_heading(timeline) -> None:
    image = drawn(timeline, row(-12, start=date(2015, 2, 1), due=date(2015, 12, 1)))
    heading = image.copy(0, 0, image.width(), timeline.heading_height)
    assert timeline._theme.palette.elapsed not in colours(heading)
    assert timeline._theme.palette.elapsed in colours(image)


def test_the_selected_row_and_the_heading_of_a_group_stand_on_the_tables_own_grounds(
    timeline,
) -> None:
    image = drawn(
        timeline,
        row(heading=True),
        row(HEIGHT, selected=True),
        row(2 * HEIGHT),
        row(3 * HEIGHT, heading=True, selected=True),
    )
    for at, token in enumerate(("canvas", "select", "surface", "select")):
        assert places(timeline, image, token, at * HEIGHT)
    assert not places(timeline, image, "text3"), "the heading of a group has no dates to lack"


def test_a_press_tells_where_in_the_table(timeline) -> None:
    told = heard(timeline.pressed)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(9, 5))
    assert told == []
    place = QPoint(9, timeline.heading_height + 70)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place)
    assert told == [70]


def test_the_wheel_scrolls_the_table(timeline) -> None:
    bar = QScrollBar(timeline.window())
    bar.setRange(0, 1000)
    timeline.follow(bar)
    place = QPointF(9, 90)
    turn = QWheelEvent(
        place,
        timeline.mapToGlobal(place),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline, turn)
    assert bar.value() > 0


def test_the_keyboard_stays_in_the_table(timeline) -> None:
    parts = [timeline, *timeline.findChildren(QWidget)]
    assert {one.focusPolicy() for one in parts} == {Qt.FocusPolicy.NoFocus}


# The heading


def test_today_is_flagged_where_it_lies_in_the_span(timeline) -> None:
    assert today_line(timeline, drawn(timeline)) > 0
    timeline.show_span(FIRST, LAST, date(2019, 1, 1))
    assert timeline._theme.palette.accent not in colours(drawn(timeline))


@given(DAYS, st.integers(1, 1200), st.integers(40, 1500))
def test_the_names_of_quarters_never_touch_each_other_or_the_edge(
    theme: Theme, first: date, days: int, width: int
) -> None:
    axis = QuarterAxis(theme)
    axis.show_span(first, first + timedelta(days=days), first)
    names = axis.names(width)
    ends = [left + 6 + theme.width(f"{one} {year}", TextSize.SMALL) for left, one, year in names]
    assert all(end <= left + 6 for end, (left, _, _) in zip(ends, names[1:], strict=False))
    assert all(0 <= left < width for left, _, _ in names)


def test_the_year_is_named_at_the_first_quarter_shown_and_at_each_april(theme: Theme) -> None:
    axis = QuarterAxis(theme)
    axis.show_span(FIRST, LAST, TODAY)
    assert [(one, year) for _, one, year in axis.names(500)] == [
        ("Q4", "14/15"),
        ("Q1", "15/16"),
        ("Q2", ""),
        ("Q3", ""),
        ("Q4", ""),
    ]


def test_many_quarters_keep_the_names_of_their_years(theme: Theme) -> None:
    axis = QuarterAxis(theme)
    axis.show_span(date(2013, 4, 1), date(2016, 3, 31), TODAY)
    assert [(one, year) for _, one, year in axis.names(200)] == [
        ("", "13/14"),
        ("", "14/15"),
        ("", "15/16"),
    ]


# In words


def test_a_row_is_said_in_words(timeline) -> None:
    steps = (
        Milestone("Map agreed", date(2015, 4, 30), date(2015, 5, 6)),
        Milestone("Letters sent", date(2015, 6, 15)),
        Milestone("Review", date(2015, 9, 30)),
    )
    said = timeline.words(
        row(
            start=date(2015, 4, 1),
            due=date(2015, 6, 30),
            original_due=date(2015, 5, 31),
            milestones=steps,
            status=ActionStatus.OFF_TRACK,
        )
    )
    assert said == (
        "From 1 April 2015. Due 30 June 2015, first due 31 May 2015, 22 days overdue. "
        "1 of 3 milestones met. Letters sent, was due 15 June 2015. "
        "Review, due 30 September 2015. Off track."
    )


@given(st.none() | DAYS, st.none() | DAYS, st.none() | DAYS, st.sampled_from([None, *ActionStatus]))
def test_every_date_of_a_row_is_in_its_words(start, due, original, status) -> None:
    one = row(start=start, due=due, original_due=original if due else None, status=status)
    words = one.words(TODAY)
    assert all(day_words(day) in words for day in one.days)
    assert ("No dates" in words) is (one.days == [])
    assert ("overdue" in words) is (one.days_over(TODAY) > 0)


def test_those_who_cannot_see_it_are_told_every_row(timeline) -> None:
    one = row(name="F-01", due=date(2015, 9, 30), status=ActionStatus.AT_RISK)
    timeline.show_rows([row(heading=True), one, row(HEIGHT)])
    assert timeline.accessibleName() == "Timeline"
    assert timeline.accessibleDescription().split("\n") == [
        "F-01: Due 30 September 2015. At risk.",
        "No dates. No status yet.",
    ]


def test_the_tool_tip_of_a_row_says_what_it_shows(timeline) -> None:
    one = row(due=date(2015, 9, 30))
    timeline.show_rows([one])
    place = QPoint(9, timeline.heading_height + 4)
    tip = QHelpEvent(QHelpEvent.Type.ToolTip, place, timeline.mapToGlobal(place))
    QApplication.sendEvent(timeline, tip)
    assert QToolTip.text() == timeline.words(one)
    QToolTip.hideText()


# The key, and the end


def test_the_key_names_every_shape_and_has_room_for_it(schemes: Theme, show) -> None:
    key = TimelineKey(schemes)
    show(key)
    assert key.accessibleName() == (
        "Key: elapsed, to come; due; original due; milestone met, to come; overdue"
    )
    palette = schemes.palette
    assert {palette.elapsed, palette.rule, palette.text, palette.red} <= colours(picture(key))
    words = sum(schemes.width(one, TextSize.SMALL) for one in ("elapsed, to come", "overdue"))
    assert key.width() > words


def test_a_timeline_taken_apart_no_longer_follows_the_theme(theme: Theme, show) -> None:
    window = QWidget()
    timeline = Timeline(theme, window)
    timeline.show_span(FIRST, LAST, TODAY)
    show(window)
    timeline.let_go()
    theme.set_scheme(Scheme.DARK)
    settle()
    assert not timeline.isVisible()
