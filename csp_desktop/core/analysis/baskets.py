"""Baskets: indicators that are the sum of others, down to those that are entered."""

from collections.abc import Mapping, Sequence

from csp_desktop.core.analysis.series import Point, by_kind, points, summed
from csp_desktop.core.figures import Figure
from csp_desktop.core.plan import Indicator, Plan

Figures = Mapping[str, Sequence[Figure]]


def entered_parts(plan: Plan, indicator: Indicator) -> list[str]:
    """The codes of what an indicator is the sum of; its own where it is entered itself.

    What stands in it twice is counted twice.
    """
    if not indicator.sum_of:
        return [indicator.code]
    parts = [entered_parts(plan, plan.indicator(code)) for code in indicator.sum_of]
    return [code for part in parts for code in part]


def points_of(plan: Plan, indicator: Indicator, figures: Figures) -> list[Point]:
    """The points of an indicator over every kind of range, in order of time.

    Args:
        plan: that says what is the sum of what.
        indicator: entered, or a sum.
        figures: by code, of everything that it may be the sum of.
    """
    if not indicator.sum_of:
        return points(sorted(figures.get(indicator.code, ()), key=lambda one: one.period))
    members = [by_kind(figures.get(code, ())) for code in entered_parts(plan, indicator)]
    kinds = dict.fromkeys(kind for member in members for kind in member)
    found = [
        point
        for kind in kinds
        for point in summed([points(member.get(kind, [])) for member in members])
    ]
    return sorted(found, key=lambda one: one.period)
