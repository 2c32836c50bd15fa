import math
from collections.abc import Iterator, Sequence
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_desktop.core.analysis.charting import Rebase
from csp_desktop.core.analysis.comparison import (
    baseline_year,
    first_year,
    period_before,
    rolling_year,
    year_before,
    year_to_date,
)
from csp_desktop.core.analysis.control_chart import Assurance
from csp_desktop.core.analysis.findings import AskedTarget, Findings, Frame, Member, findings
from csp_desktop.core.analysis.known import Known, known_up_to
from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.analysis.series import Point, points
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.periods import DateRange, FinancialYear, parse_range
from csp_desktop.core.plan import Basis, Indicator, Plan, Polarity, Target, TargetKind
from csp_desktop.core.profiles import Profile
from tests.core.analysis.making_targets import (
    PLAN_DATES,
    indicator,
    known,
    periods,
    series,
    shares,
    target,
)

BASELINE = FinancialYear(2012)
DOWN = target(TargetKind.RELATIVE_CHANGE, 6, baseline="2014/15")
EARLIER = (202, 247, 245, 235)
NOW = parse_range("2015/16-Q1")


def frame(*targets: Target | AskedTarget, of: str = "X1", rebased: Sequence[Rebase] = ()) -> Frame:
    """What is asked of one indicator, and where its phases begin."""
    asked = [one if isinstance(one, AskedTarget) else AskedTarget(one) for one in targets]
    return Frame(PLAN_DATES, BASELINE, {of: asked}, {of: rebased})


def sentences(found: Any) -> Iterator[str]:
    """Every text in it, however deep."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, float):
        yield str(found)
    elif isinstance(found, tuple):
        for one in found:
            yield from sentences(one)
    elif is_dataclass(found):
        for part in fields(found):
            yield from sentences(getattr(found, part.name))


def test_a_figure_is_found_in_words_with_its_period_and_its_indicator() -> None:
    of = indicator()
    found = findings(known(series("2014/15-Q1", *EARLIER, 1240), of), frame())
    assert (found.indicator, found.period, found.value) == (of, NOW, "1,240")
    assert (found.marks, found.provisional, found.targets, found.members) == ((), False, (), ())


def test_the_series_up_to_the_figure_comes_with_it_gaps_included() -> None:
    points = series("2014/15-Q1", 202, None, 245)
    assert findings(known(points), frame()).series == tuple(points)


def test_a_target_without_a_deadline_is_asked_over_the_whole_plan() -> None:
    at_most = target(TargetKind.LEVEL, 250, "at_most")
    found = findings(known(series("2015/16-Q1", 240)), frame(at_most))
    assert [one.line.holds for one in found.targets] == [PLAN_DATES]


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (known(shares("2015/16-Q1", (1, 8)), indicator(Unit.PERCENTAGE)), "12.5%"),
        (known(series("2015/16-Q1", "1.02"), indicator(Unit.RATE)), "1.02"),
        (known(series("2015/16-Q1", 1500), indicator(Unit.MONEY)), "£1,500"),
        (known(series("2015/16-Q1", 0)), "0"),
        (known(series("2015/16-Q1", None)), "not entered"),
    ],
)
def test_a_figure_is_written_in_its_unit(found: Known, value: str) -> None:
    assert findings(found, frame()).value == value


def test_it_is_compared_with_every_period_that_people_compare_with() -> None:
    of = known(series("2012/13-Q1", *[100] * 8, *EARLIER, 240, 250))
    found = findings(of, frame())
    assert found.comparisons == (
        period_before(of),
        year_before(of),
        first_year(of),
        rolling_year(of),
    )
    assert found.short is found.comparisons[1]
    assert found.long == baseline_year(of, BASELINE)
    assert found.year_to_date == year_to_date(of)
    assert found.year_to_date is not None
    assert [one.name for one in found.comparisons] == [
        "period before",
        "same period last year",
        "first year, 2012/13",
        "rolling 12 months",
    ]
    assert found.long.name == "baseline year 2012/13"


def test_what_does_not_add_up_has_no_year_to_date() -> None:
    found = findings(known(series("2015/16-Q1", 5), indicator(basis=Basis.RANK)), frame())
    assert found.year_to_date is None


def test_a_figure_that_may_still_change_is_marked() -> None:
    (point,) = series("2015/16-Q1", 240)
    found = findings(known([replace(point, provisional=True)]), frame())
    assert (found.marks, found.provisional) == (("provisional",), True)


@pytest.mark.parametrize(
    ("parts", "provisional", "marks"),
    [
        (series("2015-04..2015-04", 80, 80, 80), False, ("the sum of 3 parts",)),
        (series("2015-04..2015-04", 80, 80, 80), True, ("provisional", "the sum of 3 parts")),
        (
            [Point(DateRange(NOW.first, NOW.last), Fraction(240))],
            False,
            (),
        ),
    ],
)
def test_a_figure_that_is_put_together_says_of_how_many_parts(
    parts: list[Point], provisional: bool, marks: tuple[str, ...]
) -> None:
    parts = [*parts[:-1], replace(parts[-1], provisional=provisional)]
    of = known_up_to(indicator(), parts, NOW)
    assert of is not None
    found = findings(of, frame())
    assert (found.value, found.marks, found.provisional) == ("240", marks, provisional)


def stored(period: DateRange, value: int, status: FigureStatus) -> Figure:
    return Figure(indicator="X1", area="", period=period, value=Decimal(value), status=status)


@pytest.mark.parametrize(
    ("status", "marks"),
    [
        (FigureStatus.REVISED, ("revised",)),
        (FigureStatus.PROVISIONAL, ("provisional",)),
        (FigureStatus.FINAL, ()),
    ],
)
def test_a_figure_is_marked_by_how_sure_its_supplier_is(
    status: FigureStatus, marks: tuple[str, ...]
) -> None:
    own = [stored(NOW, 240, status)]
    of = known_up_to(indicator(), points(own), NOW, own)
    assert of is not None
    found = findings(of, frame())
    assert (found.marks, found.revised) == (marks, status is FigureStatus.REVISED)


def test_an_earlier_figure_that_was_revised_does_not_mark_the_one_looked_at() -> None:
    before, now = periods("2014/15-Q4", 2)
    own = [stored(before, 230, FigureStatus.REVISED), stored(now, 240, FigureStatus.FINAL)]
    of = known_up_to(indicator(), points(own), now, own)
    assert of is not None
    assert not findings(of, frame()).revised


def test_a_sum_is_revised_where_one_of_its_parts_is() -> None:
    months = periods("2015-04..2015-04", 3)
    final = [stored(one, 80, FigureStatus.FINAL) for one in months]
    one_revised = [*final[:2], stored(months[2], 80, FigureStatus.REVISED)]
    for own, marks in ((final, ()), (one_revised, ("revised",))):
        of = known_up_to(indicator(), points(own), NOW, own)
        assert of is not None
        assert findings(of, frame()).marks == (*marks, "the sum of 3 parts")


def test_a_basket_is_revised_where_one_of_its_members_is() -> None:
    part = indicator()
    for status in FigureStatus:
        own = [stored(NOW, 240, status)]
        member = known_up_to(part, points(own), NOW, own)
        whole = indicator(code="X9", sum_of=("X1", "X2"))
        found = findings(known(series("2015/16-Q1", 300), whole), frame(), [(part, member)])
        assert found.revised is (status is FigureStatus.REVISED)


def test_a_figure_put_together_of_one_part_says_so() -> None:
    whole = known_up_to(indicator(), series("2015-04..2015-04", 80, 80, 80), NOW)
    assert whole is not None
    assert whole.worked_out is not None
    one = replace(whole, worked_out=replace(whole.worked_out, parts=whole.worked_out.parts[:1]))
    assert findings(one, frame()).marks == ("the sum of 1 part",)


def test_it_stands_against_each_target_in_the_order_in_which_they_hold() -> None:
    now = target(TargetKind.COUNT, 800, "at_most")
    found = findings(
        known(series("2014/15-Q1", *EARLIER, 240)),
        frame(AskedTarget(now), AskedTarget(DOWN, replaced=True)),
    )
    assert [(one.line.target, one.line.replaced) for one in found.targets] == [
        (now, False),
        (DOWN, True),
    ]
    assert [one.line.name for one in found.targets] == ["Target", "Original target"]
    assert [one.now.words for one in found.targets] == [
        "240 against at most 200: 40 over, 20.0%, red.",
        "240 against at most 218: 22 over, 9.9%, amber.",
    ]
    assert [one.forecast.words for one in found.targets] == [
        "960 against at most 800: 160 over, 20.0%, red.",
        "960 against at most 873: 87 over, 9.9%, amber.",
    ]
    assert found.year.words.startswith("240 in 1 of 4 periods, 960 at that rate; ")


def test_the_targets_of_other_indicators_are_left_alone() -> None:
    of = known(series("2014/15-Q1", *EARLIER, 240))
    assert findings(of, frame(DOWN, of="X2")).targets == ()
    assert findings(of, Frame(PLAN_DATES, BASELINE, {}, {})).targets == ()


def test_what_is_asked_every_year_is_that_of_the_period_looked_at() -> None:
    every_year = frame(target(TargetKind.RELATIVE_CHANGE, 10, per="year"))
    quarters = series("2012/13-Q1", *[100] * 4, *[200] * 4, 180)
    then = findings(known(quarters[:5]), every_year)
    now = findings(known(quarters), every_year)
    assert [str(one.targets[0].line.holds) for one in (then, now)] == ["2013/14", "2014/15"]
    assert then.targets[0].now.words == "200 against at most 90: 110 over, 122.2%, red."
    assert now.targets[0].now.words == "180 against at most 180: met exactly, green."


def test_the_chart_is_held_against_what_is_asked_of_the_period_looked_at() -> None:
    quarters = series("2010/11-Q1", *(90, 110) * 8)
    asked = [
        target(TargetKind.LEVEL, 160, "at_most", deadline="2012/13"),
        target(TargetKind.LEVEL, 30, "at_most", deadline="2013/14"),
    ]
    found = findings(known(quarters), frame(*asked))
    assert found.charted.chart is not None
    assert found.charted.chart.assurance is Assurance.FAIL


def test_the_chart_has_the_phases_that_were_decided_for_the_indicator() -> None:
    quarters = known(series("2010/11-Q1", *(90, 110) * 8))
    rebased = [Rebase(date(2012, 5, 1), "New recording rules")]
    found = findings(quarters, frame(rebased=rebased))
    assert found.charted.reasons == ((8, "New recording rules"),)
    assert findings(quarters, frame(of="X2", rebased=rebased)).charted.reasons == ()
    assert findings(quarters, Frame(PLAN_DATES, BASELINE, {}, {})).charted.reasons == ()


def basket(*members: tuple[Indicator, Known | None], what: Frame | None = None) -> Findings:
    """A basket of 500 with its members."""
    of = indicator(code="CC3-1", sum_of=("X1", "X2"))
    return findings(known(series("2015/16-Q1", 500), of), what or frame(DOWN), members)


def test_the_members_of_a_basket_stand_beside_it_with_their_own_targets() -> None:
    burglary, robbery = indicator(), indicator(code="X2", name="Robbery")
    at_most = target(TargetKind.COUNT, 1000, "at_most")
    what = Frame(
        PLAN_DATES,
        BASELINE,
        {"X1": [AskedTarget(DOWN)], "CC3-1": [AskedTarget(at_most)]},
        {},
    )
    found = basket(
        (burglary, known(series("2014/15-Q1", *EARLIER, 240), burglary)),
        (robbery, known(series("2015/16-Q1", 1260), robbery)),
        what=what,
    )
    assert [one.now.words for one in found.targets] == [
        "500 against at most 250: 250 over, 100.0%, red."
    ]
    first, second = found.members
    assert (first.indicator, first.value) == (burglary, "240")
    assert [one.now.words for one in first.targets] == [
        "240 against at most 218: 22 over, 9.9%, amber."
    ]
    assert [one.forecast.words for one in first.targets] == [
        "960 against at most 873: 87 over, 9.9%, amber."
    ]
    assert second == Member(robbery, "1,260", ())


def test_a_member_without_a_figure_says_so() -> None:
    of = indicator()
    assert basket((of, None)).members == (Member(of, "No figure", ()),)


def test_a_member_of_another_unit_is_written_in_its_own() -> None:
    of = indicator(Unit.PERCENTAGE)
    found = basket((of, known(shares("2015/16-Q1", (1, 8)), of)), what=frame())
    assert [one.value for one in found.members] == ["12.5%"]


def test_what_was_found_is_not_changed_afterwards() -> None:
    found = basket((indicator(), None))
    for one in (found, found.members[0], AskedTarget(DOWN), frame()):
        with pytest.raises(FrozenInstanceError):
            setattr(one, fields(one)[0].name, None)


def test_a_year_that_never_changed_is_told_without_a_fault() -> None:
    found = findings(known(series("2012/13-Q1", *[100] * 16)), frame(DOWN))
    assert found.short.words == "100 against 100: 0, 0.0%, no change."
    assert found.year.words == "The year is complete."
    assert found.charted.words == "Mean 100, limits 100 to 100; the latest figure: common cause."


def test_one_figure_alone_is_told_without_a_fault() -> None:
    found = findings(known(series("2015/16-Q1", 240)), frame(DOWN))
    assert found.short.words == "No figure for 2014/15-Q1."
    assert found.targets[0].now.rag is Rag.GREY
    assert found.charted.chart is None
    assert found.year.value == 960


NUMBERS = st.none() | st.integers(0, 3) | st.integers(0, 100) | st.integers(0, 10**7)
KINDS = list(TargetKind)
FIRSTS = ["2011-04..2011-04", "2011/12-Q1", "2011-11..2012-01", "2011/12", "2010-10..2011-09"]


@st.composite
def figures(draw: st.DrawFn, unit: Unit) -> list[Figure]:
    """A small random series of one kind of range, some of it missing, of any publisher."""
    first = draw(st.sampled_from(FIRSTS))
    values = draw(st.lists(NUMBERS, min_size=1, max_size=22))
    found = []
    for period, value in zip(periods(first, len(values)), values, strict=True):
        said: dict[str, Any] = {"absence": Absence.NOT_COLLECTED}
        if value is not None and unit is Unit.PERCENTAGE and draw(st.booleans()):
            said = {
                "numerator": Decimal(value % 101),
                "denominator": Decimal(draw(st.integers(1, 200))),
            }
        elif value is not None:
            most = 101 if unit.is_percentage else 10**8
            said = {"value": Decimal(value % most) / draw(st.sampled_from([1, 2, 3]))}
        found.append(
            Figure(
                indicator="X1",
                area="Here",
                period=period,
                status=draw(st.sampled_from(FigureStatus)),
                sample_size=draw(st.none() | st.integers(1, 2_000)),
                **said,
            )
        )
    return found


@st.composite
def asked(draw: st.DrawFn) -> AskedTarget:
    """A target of any kind, with or without what it needs."""
    dates = {
        name: draw(st.sampled_from(["2011/12", "2012/13", "2014/15", "2013-10..2014-09"]))
        for name in ("baseline", "deadline")
        if draw(st.booleans())
    }
    return AskedTarget(
        target(
            draw(st.sampled_from(KINDS)),
            draw(st.integers(0, 400)),
            draw(st.sampled_from(["increase", "decrease", "at_least", "at_most"])),
            per=draw(st.sampled_from(["", "year"])),
            base=draw(st.none() | st.decimals(0, 1000, places=0)),
            **dates,
        ),
        replaced=draw(st.booleans()),
    )


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    return indicator(
        draw(st.sampled_from(Unit)),
        polarity=draw(st.sampled_from(Polarity)),
        basis=draw(st.sampled_from(Basis)),
        seasonal=draw(st.booleans()),
        tolerance=draw(st.none() | st.decimals(0, 50, places=1)),
        profile=Profile.parse(draw(st.sampled_from(["equal", "seasonal", "40 30 20 10"]))),
    )


@given(st.data(), indicators(), st.lists(asked(), max_size=3), st.dates(date(2010, 1, 1)))
def test_whatever_is_known_no_sentence_speaks_of_what_is_no_number(
    data: st.DataObject, of: Indicator, targets: list[AskedTarget], day: date
) -> None:
    stored = data.draw(figures(of.unit))
    wanted = data.draw(st.sampled_from([one.period for one in stored]))
    if data.draw(st.booleans()):
        wanted = DateRange(wanted.first, stored[-1].period.last)
    one = known_up_to(of, points(stored), wanted, stored)
    if one is None:
        return
    found = findings(one, frame(*targets, rebased=[Rebase(day, "decided")]), [(of, one)])
    for text in sentences(found):
        assert not {"nan", "inf", "none"} & set(text.lower().replace(".", " ").split()), text
        assert "Fraction" not in text
    assert found.year.value is None or math.isfinite(found.year.value)
    assert [finding.line.replaced for finding in found.targets] == [
        what.replaced for what in targets
    ]
    told = [one.words for one in (*found.comparisons, found.long)]
    assert all(words.endswith(".") for words in (*told, found.charted.words, found.year.words))


def in_plan(plan: Plan, period: str) -> dict[str, set[Rag]]:
    """The colours of each target where there were 100, or 50 % of 1,000 asked, every quarter."""
    dates, wanted = DateRange(plan.first_day, plan.last_day), parse_range(period)
    colours: dict[str, set[Rag]] = {}
    for one in plan.targets:
        for code in one.indicators:
            of = plan.indicator(code)
            row = [
                replace(point, sample_size=1000)
                for point in series("2011/12-Q1", *[50 if of.unit.is_percentage else 100] * 24)
                if point.period.last <= wanted.last
            ]
            what = Frame(dates, BASELINE, {code: [AskedTarget(one)]}, {})
            (stands,) = findings(known(row, of), what).targets
            assert all(said.words.endswith(".") for said in (stands.now, stands.forecast))
            colours.setdefault(one.id, set()).add(stands.now.rag)
    return colours


def test_every_target_of_the_plan_is_judged_or_grey(plan: Plan) -> None:
    of_colour = {
        Rag.GREEN: "T03 T04 T08 T09",
        Rag.AMBER: "T19 T20 T21 T22 T23",
        Rag.RED: "T02 T14 T16 T18 T24 T25",
        Rag.GREY: "T01 T05 T06 T07 T10 T11 T12 T13 T15 T17",
    }
    wanted = {name: {rag} for rag, names in of_colour.items() for name in names.split()}
    assert in_plan(plan, "2015/16-Q1") == wanted
    assert set(wanted) == {one.id for one in plan.targets}


def test_after_the_plan_every_target_is_grey(plan: Plan) -> None:
    assert all(colours == {Rag.GREY} for colours in in_plan(plan, "2016/17-Q1").values())
