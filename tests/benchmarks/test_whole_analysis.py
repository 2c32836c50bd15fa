"""150 indicators by 40 quarters, analysed whole in one pass.

What is asserted are ratios: half the indicators, or half the quarters, must cost about half the
time and half the memory. How long it took is printed.
"""

import random
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

import pytest

from csp_desktop.core.analysis.findings import AskedTarget, Findings, Frame, findings
from csp_desktop.core.analysis.known import known_up_to
from csp_desktop.core.analysis.series import points
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter, parse_range
from csp_desktop.core.plan import Indicator, Polarity, Target, TargetKind

INDICATORS, QUARTERS, REPEATS = 150, 40, 7
NOW = Quarter(2015, 3)
MOST = 1.5  # times what half of it would cost, doubled
UNITS = (Unit.COUNT, Unit.COUNT, Unit.COUNT, Unit.PERCENTAGE, Unit.SURVEY_PERCENTAGE, Unit.RATE)


@dataclass(frozen=True)
class Work:
    """So many indicators with their figures, and what is asked of them."""

    indicators: Sequence[Indicator]
    figures: dict[str, list[Figure]]
    frame: Frame

    def analysed(self) -> list[Findings]:
        """Every indicator's findings of the last quarter."""
        found = []
        for one in self.indicators:
            own = self.figures[one.code]
            known = known_up_to(one, points(own), NOW.range, own)
            if known is not None:
                found.append(findings(known, self.frame))
        return found


def indicator(number: int) -> Indicator:
    return Indicator(
        code=f"X{number}",
        name=f"Indicator {number}",
        title=f"Number of things of kind {number}",
        unit=UNITS[number % len(UNITS)],
        polarity=list(Polarity)[number % len(Polarity)],
        agency="POLICE",
        board="TTCG",
        noun="offences",
        seasonal=number % 2 == 0,
    )


def figure(of: Indicator, quarter: Quarter, draw: random.Random) -> Figure:
    season = 1 + (quarter.number - 2.5) / 10
    content: dict[str, object] = {"value": Decimal(int(draw.gauss(200, 25) * season))}
    if draw.random() < 0.02 and quarter != NOW:
        content = {"absence": Absence.NOT_COLLECTED}
    elif of.unit is Unit.PERCENTAGE:
        content = {"numerator": Decimal(draw.randrange(20, 80)), "denominator": Decimal(100)}
    elif of.unit is Unit.SURVEY_PERCENTAGE:
        content = {"value": Decimal(draw.randrange(40, 80)), "sample_size": 400}
    return Figure(
        indicator=of.code,
        area="Here",
        period=quarter.range,
        status=FigureStatus.FINAL if quarter < NOW else FigureStatus.PROVISIONAL,
        source="Drawn at random",
        **content,
    )


def target(of: Indicator) -> Target:
    return Target(
        id=f"T-{of.code}",
        priority="A",
        indicators=(of.code,),
        text="Reduce by 6%",
        kind=TargetKind.RELATIVE_CHANGE,
        direction="decrease",
        value=Decimal(6),
        baseline=parse_range("2014/15"),
        deadline=parse_range("2015/16"),
    )


def work(indicators: int, quarters: int) -> Work:
    draw = random.Random(11)
    chosen = [indicator(number) for number in range(indicators)]
    back = [NOW.plus(-at) for at in range(quarters)][::-1]
    return Work(
        indicators=chosen,
        figures={one.code: [figure(one, quarter, draw) for quarter in back] for one in chosen},
        frame=Frame(
            dates=DateRange(FinancialYear(2013).range.first, FinancialYear(2015).range.last),
            baseline=FinancialYear(2012),
            targets={one.code: [AskedTarget(target(one))] for one in chosen[::3]},
            rebased={},
        ),
    )


def seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def peak(run: Callable[[], object]) -> int:
    """The most bytes that Python held at once for it."""
    tracemalloc.start()
    kept = run()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return most


@pytest.mark.slow
def test_time_and_memory_of_a_whole_analysis_grow_as_its_figures_do(
    record_property: Callable[[str, object], None],
) -> None:
    sizes = {
        "whole": work(INDICATORS, QUARTERS),
        "half the indicators": work(INDICATORS // 2, QUARTERS),
        "half the quarters": work(INDICATORS, QUARTERS // 2),
    }
    assert len(sizes["whole"].analysed()) == INDICATORS
    took: dict[str, list[float]] = {name: [] for name in sizes}
    for _ in range(REPEATS):
        for name, one in sizes.items():
            took[name].append(seconds(one.analysed))
    times = {name: median(spent) for name, spent in took.items()}
    held = {name: peak(one.analysed) for name, one in sizes.items()}
    told = "; ".join(
        f"{name} {1_000 * times[name]:.0f} ms, {held[name] / 2**20:.1f} MB" for name in sizes
    )
    record_property("whole analysis", told)
    print(told)  # noqa: T201
    for name in ("half the indicators", "half the quarters"):
        assert times["whole"] < MOST * 2 * times[name], told
        assert held["whole"] < MOST * 2 * held[name], told
