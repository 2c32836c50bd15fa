import math
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import fmean

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from csp_desktop.core.analysis.funnel import (
    FAR,
    USUAL,
    AreaCount,
    Funnel,
    NoFunnel,
    Standing,
    funnel,
    population_near,
    rate_words,
)
from csp_desktop.core.analysis.intervals import funnel_limits
from csp_desktop.core.periods import DateRange, day_words, parse_range
from csp_desktop.core.plan import Population

QUARTER, YEAR = parse_range("2015/16-Q1"), parse_range("2014/15")
MIDYEAR = date(2015, 6, 30)


def area(name: str, count: int | None, people: int | None, **more: object) -> AreaCount:
    population = Population(name, MIDYEAR, people, "A census") if people else None
    of = AreaCount(name, None if count is None else Fraction(count), population)
    return replace(of, **more)


def alike(*counts: int, people: int = 100_000) -> list[AreaCount]:
    return [area(f"Area {at}", count, people) for at, count in enumerate(counts)]


def drawn(areas: list[AreaCount], period: DateRange = QUARTER) -> Funnel:
    found = funnel(period, areas)
    assert isinstance(found, Funnel)
    return found


AREAS = st.lists(
    st.tuples(st.integers(0, 3_000), st.integers(1, 500_000)), min_size=3, max_size=7
).map(lambda pairs: [area(f"Area {at}", *pair) for at, pair in enumerate(pairs)])


def test_each_area_is_held_against_the_rate_of_all_with_its_arithmetic() -> None:
    found = drawn([area("A", 110, 100_000), area("B", 90, 100_000), area("C", 200, 200_000)])
    assert found.rate == 1
    assert not found.dispersion.adjusted
    assert found.period == QUARTER
    first = found.points[0]
    assert (first.expected, first.rate, first.standing) == (100, Fraction(11, 10), Standing.WITHIN)
    assert first.usual.rates.lower == pytest.approx(first.usual.counts.lower / 100)
    assert first.usual.rates.upper == pytest.approx(first.usual.counts.upper / 100)
    assert first.words == (
        "110 against 100 expected of 100,000 people at the pooled 1.0 per 1,000: within the limits "
        "81 to 119."
    )
    assert [one.area for one in found.points] == ["A", "B", "C"]


def test_areas_keep_the_order_they_are_given_in_whatever_their_rates() -> None:
    for counts in ((500, 20, 300), (20, 300, 500), (300, 500, 20)):
        found = drawn(alike(*counts))
        assert [one.count for one in found.points] == list(counts)


@pytest.mark.parametrize(
    ("count", "standing"),
    [
        (100, Standing.WITHIN),
        (124, Standing.HIGHER),
        (140, Standing.FAR_HIGHER),
        (77, Standing.LOWER),
        (60, Standing.FAR_LOWER),
    ],
)
def test_standing_is_by_both_limits_and_names_no_good_or_bad(
    count: int, standing: Standing
) -> None:
    others = [area(f"Area {at}", 100_000, 100_000_000) for at in range(20)]
    found = drawn([area("Here", count, 100_000), *others])
    assert not found.dispersion.adjusted
    here = found.points[0]
    assert here.standing is standing
    assert standing.value in here.words
    assert not any(word in here.words for word in ("worst", "best", "rank", "better", "worse"))


def test_outside_a_limit_the_sentence_gives_both_pairs_of_limits() -> None:
    others = [area(f"Area {at}", 100_000, 100_000_000) for at in range(20)]
    found = drawn([area("Here", 124, 100_000), *others])
    assert found.points[0].words == (
        "124 against 100 expected of 100,000 people at the pooled 1.0 per 1,000: higher than "
        "expected, with limits of 81 to 119 (95%) and 71 to 131 (99.8%)."
    )


def exact_limit(mean: int, share: Decimal) -> Decimal:
    """The interpolated quantile of a Poisson distribution, added up to 50 digits."""
    with localcontext() as context:
        context.prec = 50
        term = Decimal(-mean).exp()
        reached, count = term, 0
        while reached < share:
            count += 1
            term *= Decimal(mean) / count
            reached += term
        return count - (reached - share) / term


@pytest.mark.parametrize("mean", [1, 4, 10, 37, 100, 929, 5_000])
def test_limits_agree_with_poisson_probabilities_added_up_to_fifty_digits(mean: int) -> None:
    found = drawn(alike(mean, mean, mean))
    for limits, tail in ((found.points[0].usual, "0.025"), (found.points[0].far, "0.001")):
        lower = max(Decimal(0), exact_limit(mean, Decimal(tail)))
        assert limits.counts.lower == pytest.approx(float(lower), abs=1e-6)
        upper = exact_limit(mean, 1 - Decimal(tail))
        assert limits.counts.upper == pytest.approx(float(upper), abs=1e-6)


def test_limits_agree_with_the_printed_table_of_the_poisson_distribution_of_mean_ten() -> None:
    """Cumulated: 3 0.0103, 4 0.0293, 16 0.9730, 17 0.9857; four places as tables print them."""
    limits = drawn(alike(10, 10, 10)).points[0].usual.counts
    lower = 4 - (0.0293 - 0.025) / (0.0293 - 0.0103)
    upper = 17 - (0.9857 - 0.975) / (0.9857 - 0.9730)
    assert (limits.lower, limits.upper) == pytest.approx((lower, upper), abs=0.01)


def test_the_spread_between_areas_is_worked_out_as_the_papers_say() -> None:
    """Scores of square roots, a tenth winsorised at either end, tau² by the method of moments."""
    counts, people = (929, 604, 591, 688, 1_041, 928), (277, 268, 259, 291, 323, 300)
    found = drawn(
        [
            area(f"Area {at}", count, 1_000 * one)
            for at, (count, one) in enumerate(zip(counts, people, strict=True))
        ]
    )
    pooled = sum(counts) / sum(people)
    expected = [pooled * one for one in people]
    ratios = [count / one for count, one in zip(counts, expected, strict=True)]
    errors = [1 / (2 * math.sqrt(one)) for one in expected]
    scores = [(math.sqrt(one) - 1) / error for one, error in zip(ratios, errors, strict=True)]

    def cut(share: float) -> float:
        """The quantile between two neighbours in proportion, R's usual one."""
        ordered, place = sorted(scores), share * (len(scores) - 1)
        below = int(place)
        return ordered[below] + (place - below) * (ordered[below + 1] - ordered[below])

    phi = fmean(min(max(one, cut(0.1)), cut(0.9)) ** 2 for one in scores)
    weights = [error**-2 for error in errors]
    tau2 = (6 * phi - 5) / (sum(weights) - sum(one**2 for one in weights) / sum(weights))
    assert found.dispersion.phi == pytest.approx(phi)
    assert found.dispersion.between == pytest.approx(tau2)
    spread = 1.959964 * math.sqrt(errors[0] ** 2 + tau2)
    limits = found.points[0].usual.counts
    assert limits.lower == pytest.approx(expected[0] * (1 - spread) ** 2, rel=1e-5)
    assert limits.upper == pytest.approx(expected[0] * (1 + spread) ** 2, rel=1e-5)


def test_what_the_limits_rest_on_is_said_and_that_few_areas_tell_little() -> None:
    wide = drawn(alike(10, 50, 300, 900))
    spread = round(200 * math.sqrt(wide.dispersion.between))
    assert wide.notes[1] == (
        f"The areas differ more than chance alone would have them: phi is "
        f"{wide.dispersion.phi:.1f}, where chance alone gives about 0.75. The limits are widened "
        f"by a spread between areas of about {spread}% of what is expected (Spiegelhalter 2005, "
        "additive). 4 areas tell little about that: chance alone moves phi by 71% either way."
    )
    even = drawn(alike(*[100] * 12))
    assert even.notes[1] == (
        "The areas differ no more than chance alone would have them: phi is 0.00, where chance "
        "alone gives about 0.92. The limits are exact Poisson limits."
    )


def test_a_phi_of_ten_is_said_with_one_decimal() -> None:
    """Each score is twice a whole number: 4 four times, where 5² are expected, and 2 four times."""
    found = drawn(alike(49, 49, 9, 9, 16, 16, 16, 36))
    assert found.dispersion.phi == 10
    assert "phi is 10.0, where chance alone gives about 0.88." in found.notes[1]
    assert found.notes[1].endswith("chance alone moves phi by 50% either way.")


def test_from_ten_areas_on_nothing_is_said_of_their_number() -> None:
    few = "areas tell little about that"
    assert few in drawn(alike(*[100] * 9)).notes[1]
    assert few not in drawn(alike(*[100] * 10)).notes[1]


def test_next_to_no_spread_leaves_the_lower_limit_where_chance_has_it() -> None:
    """On the scale of square roots alone it would stand at 361.7."""
    found = drawn(alike(375, 400, 425))
    assert 0 < found.dispersion.between < 1e-6
    for one in found.points:
        assert one.usual.counts.lower == funnel_limits(400, USUAL).lower == pytest.approx(360.774)


@given(AREAS)
def test_limits_hold_what_is_expected_and_widen_with_confidence(areas: list[AreaCount]) -> None:
    found = drawn(areas)
    assert sum(one.expected for one in found.points) == sum(one.count for one in found.points)
    for one in found.points:
        usual, far = one.usual.counts, one.far.counts
        assert 0 <= far.lower <= usual.lower <= float(one.expected) <= usual.upper <= far.upper
        people = one.population.people
        assert one.far.rates.upper == pytest.approx(far.upper / people * 1_000)
        assert (one.standing is Standing.WITHIN) == (float(one.count) in usual)


@given(AREAS)
def test_a_spread_between_areas_never_narrows_what_chance_alone_allows(
    areas: list[AreaCount],
) -> None:
    for one in drawn(areas).points:
        for limits, confidence in ((one.usual.counts, USUAL), (one.far.counts, FAR)):
            exact = funnel_limits(float(one.expected), confidence)
            assert limits.lower <= exact.lower
            assert limits.upper >= exact.upper


@given(AREAS, st.integers(1_000, 1_000_000), st.sampled_from([USUAL, FAR]))
def test_the_funnel_narrows_as_people_grow(
    areas: list[AreaCount], people: int, confidence: float
) -> None:
    found = drawn(areas)
    assume(found.rate * people / 1_000 >= 5)
    small, large = (found.limits(one, confidence).rates for one in (people, 4 * people))
    assert small.lower <= large.lower <= float(found.rate) <= large.upper <= small.upper


def test_no_event_anywhere_is_expected_of_nobody() -> None:
    found = drawn(alike(0, 0, 0))
    assert (found.rate, found.dispersion.phi, found.dispersion.adjusted) == (0, 0, False)
    assert all(one.standing is Standing.WITHIN for one in found.points)
    assert found.points[0].words == (
        "0 against 0 expected of 100,000 people at the pooled 0.0 per 1,000: within the limits 0 "
        "to 0."
    )


def test_none_where_next_to_none_are_expected_is_within() -> None:
    found = drawn([area("Village", 0, 10), area("B", 1, 10_000), area("C", 1, 10_000)])
    assert found.points[0].standing is Standing.WITHIN


def test_an_area_without_people_or_count_is_left_out_and_said() -> None:
    found = drawn(
        [
            *alike(100, 110, 120),
            area("Nowhere", 40, None),
            area("Silent", None, 100_000, gap="Withheld by supplier"),
            area("Unheard", None, 100_000),
        ]
    )
    assert len(found.points) == 3
    assert found.left_out == (
        "Nowhere is left out: it is not known how many people live there. “populations import” "
        "brings that in.",
        "Silent is left out: withheld by supplier.",
        "Unheard is left out: no figure.",
    )


@pytest.mark.parametrize(
    ("areas", "have"),
    [
        ([], "No area has both."),
        ([area("A", 5, None)], "No area has both."),
        ([area("A", 5, 1_000)], "Only 1 area has both."),
        ([area("A", 5, 1_000), area("B", 5, 1_000)], "Only 2 have both."),
    ],
)
def test_too_few_areas_make_no_funnel_and_it_says_why(areas: list[AreaCount], have: str) -> None:
    found = funnel(QUARTER, areas)
    assert isinstance(found, NoFunnel)
    assert found.words == (
        "No funnel: it needs at least 3 areas with a count and a population for the same period. "
        + have
    )
    assert len(found.left_out) == sum(one.population is None for one in areas)


def test_a_quarter_is_said_not_to_be_made_up_to_a_year_and_a_year_says_nothing() -> None:
    areas = alike(100, 110, 120)
    assert drawn(areas).notes[0] == (
        "330 of 300,000 people in 3 areas: 1.1 per 1,000 people for April to June 2015, as it is "
        "and not made up to a year."
    )
    assert drawn(areas, YEAR).notes[0] == (
        "330 of 300,000 people in 3 areas: 1.1 per 1,000 people for financial year 2014/15."
    )


def test_the_day_of_the_people_is_said_and_each_day_with_its_areas_where_they_differ() -> None:
    areas = alike(100, 110, 120)
    assert "People on 30 June 2015 (A census)." in drawn(areas).notes
    old = Population("Area 2", date(2011, 3, 27), 90_000, "An old census.")
    mixed = drawn([*areas[:2], replace(areas[2], population=old)]).notes
    assert "People in Area 0, Area 1 on 30 June 2015 (A census)." in mixed
    assert (
        "People in Area 2 on 27 March 2011, more than a year from the middle of the period (An old "
        "census)."
    ) in mixed


@pytest.mark.parametrize(("days", "far"), [(366, False), (367, True)])
def test_people_counted_more_than_a_year_from_the_middle_are_said_to_be(
    days: int, far: bool
) -> None:
    day = date(2015, 5, 16) - timedelta(days)
    areas = [
        replace(one, population=Population(one.area, day, 100_000, "Census, table IX."))
        for one in alike(100, 110, 120)
    ]
    said = ", more than a year from the middle of the period" if far else ""
    assert drawn(areas).notes[2] == f"People on {day_words(day)}{said} (Census, table IX)."


def test_nothing_is_said_of_what_is_final_and_of_whose_counts_nobody_names() -> None:
    assert len(drawn(alike(100, 110, 120)).notes) == 3


def test_areas_that_are_provisional_are_named_where_others_are_not() -> None:
    areas = alike(100, 110, 120)
    one = [replace(areas[0], provisional=True), *areas[1:]]
    assert "Provisional: Area 0. The other counts are not." in drawn(one).notes
    assert [point.provisional for point in drawn(one).points] == [True, False, False]
    two = [*one[:2], replace(areas[2], provisional=True)]
    assert "Provisional: Area 0, Area 2. The other counts are not." in drawn(two).notes
    all_of_them = [replace(each, provisional=True) for each in areas]
    assert "All counts are provisional." in drawn(all_of_them).notes


def test_counts_from_several_sources_are_to_be_compared_with_care() -> None:
    areas = [replace(one, source="Returns, part X.") for one in alike(100, 110, 120)]
    assert "Counts: Returns, part X." in drawn(areas).notes
    areas[1] = replace(areas[1], source="")
    assert (
        "The counts do not all come from one source, so compare with care: no source named; "
        "Returns, part X."
    ) in drawn(areas).notes


def test_the_population_nearest_to_the_middle_of_the_period_is_taken() -> None:
    days = [date(2014, 6, 30), date(2015, 6, 30), date(2011, 3, 27)]
    known = [Population("A", day, 1_000 + at, "") for at, day in enumerate(days)]
    known.append(Population("B", date(2015, 5, 15), 7, ""))
    nearest = [
        population_near(known, "A", parse_range(period))
        for period in ("2015/16-Q1", "2014/15", "2012/13", "2000/01")
    ]
    assert [one.day if one else None for one in nearest] == [days[1], days[0], days[2], days[2]]
    assert population_near(known, "C", QUARTER) is None


def test_of_two_populations_as_near_the_earlier_is_taken_in_whatever_order() -> None:
    middle = date(2015, 5, 16)
    known = [Population("A", middle.replace(day=day), day, "") for day in (14, 18)]
    found = [population_near(order, "A", QUARTER) for order in (known, known[::-1])]
    assert found == [known[0], known[0]]
    later = Population("A", middle.replace(day=17), 17, "")
    assert population_near([*known, later], "A", QUARTER) == later


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (Fraction(1043, 10), "104.3"),
        (Fraction(7, 2), "3.5"),
        (Fraction(42, 100), "0.42"),
        (Fraction(15, 100), "0.15"),
        (Fraction(1, 10), "0.10"),
        (Fraction(95, 1000), "0.095"),
        (Fraction(17, 1000), "0.017"),
        (Fraction(0), "0.0"),
    ],
)
def test_a_rate_has_as_many_decimals_as_tell_it_from_nought(rate: Fraction, words: str) -> None:
    assert rate_words(rate) == words
