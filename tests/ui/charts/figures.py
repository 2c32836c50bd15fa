"""Findings made of plain values, for tests of what is drawn of them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from csp_desktop.core.analysis.charting import Rebase
from csp_desktop.core.analysis.findings import AskedTarget, Findings, Frame, findings
from csp_desktop.core.analysis.known import Known
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.periods import DateRange, FinancialYear, Quarter
from csp_desktop.core.plan import Indicator, Plan, Target, TargetKind
from csp_desktop.ui.charts.smalls import Small, on_one_axis

FIRST = Quarter(2013, 1)
VALUES = (212, 230, 198, 241, 225, 219, 263, 250, 244)
# Twelve quarters that go up and down, then eight far below their mean.
SHIFTED = (300, 320, 296, 322, 298, 318, 301, 325, 297, 321, 299, 319, *(230, 241, 228, 239) * 2)


def points(values: Sequence[int | None], provisional: int = 0) -> tuple[Point, ...]:
    """Quarters from April 2013 on; None is a gap; the last so many are provisional."""
    return tuple(
        Point(
            FIRST.plus(at).range,
            None if value is None else Fraction(value),
            provisional=value is not None and at >= len(values) - provisional,
            gap="Not collected" if value is None else "",
        )
        for at, value in enumerate(values)
    )


def fall(per_cent: str, deadline: FinancialYear | None = None) -> Target:
    """A fall by so much on 2013/14, in 2015/16."""
    return Target(
        id=f"fall by {per_cent}",
        priority="H",
        indicators=("H3",),
        text="",
        kind=TargetKind.RELATIVE_CHANGE,
        direction="decrease",
        value=Decimal(per_cent),
        baseline=FinancialYear(2013).range,
        deadline=(deadline or FinancialYear(2015)).range,
    )


def found(
    plan: Plan,
    values: Sequence[int | None] = VALUES,
    targets: Sequence[Target] = (),
    provisional: int = 0,
    indicator: Indicator | None = None,
    rebased: Sequence[date] = (),
    replaced: Sequence[Target] = (),
) -> Findings:
    """What the last of these quarters says of motor vehicles stolen, or of another indicator."""
    printed = [AskedTarget(one, replaced=True) for one in replaced]
    of = indicator or plan.indicator("H3")
    frame = Frame(
        dates=DateRange(plan.first_day, plan.last_day),
        baseline=FinancialYear(2013),
        targets={of.code: [*map(AskedTarget, targets), *printed]},
        rebased={of.code: [Rebase(day, "New recording rules") for day in rebased]},
    )
    return findings(Known(of, points(values, provisional)), frame)


def smalls(plan: Plan, many: int = 3) -> tuple[Small, ...]:
    """Small charts with all that one can hold: signals, a gap, a target, a phase, a forecast."""
    risen = tuple(600 - value for value in SHIFTED)
    made = [
        found(
            plan,
            (*SHIFTED[:5], None, *SHIFTED[6:]),
            (fall("10", FinancialYear(2017)),),
            replaced=(fall("5", FinancialYear(2017)),),
        ),
        found(plan, risen, provisional=2, rebased=[date(2015, 4, 1)]),
        found(plan, (*(200, 220, 240, 260) * 3, 210, 225)),
    ]
    several = [made[at % len(made)] for at in range(many)]
    return tuple(
        Small(f"H{at}", f"H{at} Theft", one.value, one.charted.words, drawing)
        for at, (one, drawing) in enumerate(zip(several, on_one_axis(several), strict=True))
    )
