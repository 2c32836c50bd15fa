"""An indicator's numbers as they are published where counts are rounded (DESIGN.md 8).

Totals, and ranges put together from shorter ones, are worked out exactly and rounded then; all that
is said of a figure rests on the rounded numbers, so that it tells no more than they do.
"""

from dataclasses import replace
from fractions import Fraction

from csp_desktop.core.analysis.known import Known
from csp_desktop.core.analysis.series import Point
from csp_desktop.core.disclosure.rounding import Rule
from csp_desktop.core.figures import Unit
from csp_desktop.core.plan import Basis, Indicator


def in_round_numbers(known: Known, rule: Rule) -> Known:
    """What is known of an indicator, every count of it rounded; stored figures are left behind.

    Args:
        known: exactly.
        rule: how counts are published.
    """
    if rule.round_to == 1:
        return known
    indicator, summed = known.indicator, known.worked_out
    if summed is not None:
        parts = tuple(rounded_point(indicator, one, rule) for one in summed.parts)
        whole = rounded_point(indicator, summed.point, rule)
        summed = replace(summed, parts=parts, point=whole)
    return replace(
        known,
        series=tuple(rounded_point(indicator, one, rule) for one in known.series),
        others=tuple(rounded_point(indicator, one, rule) for one in known.others),
        figures={},
        worked_out=summed,
    )


def rounded_point(indicator: Indicator, point: Point, rule: Rule) -> Point:
    """A number with its counts rounded; a share is worked out anew from its rounded parts."""
    value, asked = point.value, point.sample_size
    if value is None:
        return point
    point = replace(point, sample_size=None if asked is None else rule.written(asked))
    if point.parts is not None:
        part, whole = (_rounded(one, rule) for one in point.parts)
        if not whole:
            return replace(point, value=Fraction(0), parts=None)
        factor = 100 if indicator.unit.is_percentage else 1
        return replace(point, value=part / whole * factor, parts=(part, whole))
    if indicator.unit is Unit.COUNT and indicator.basis is not Basis.RANK:
        return replace(point, value=_rounded(value, rule))
    return point


def _rounded(count: Fraction, rule: Rule) -> Fraction:
    """A count of whole things; what is none stays as it is."""
    whole = count.denominator == 1 and count >= 0
    return Fraction(rule.written(int(count))) if whole else count
