"""Small series of one area for the tests of the analysis, built from the notation people write."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from csp_desktop.core.analysis.known import Known, known_up_to
from csp_desktop.core.analysis.series import Point, points
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.periods import DateRange, parse_range
from csp_desktop.core.plan import Basis, Indicator, Polarity

Answer = int | str | Absence | tuple[int, int]

ROBBERIES = Indicator(
    code="H1",
    name="Personal robberies",
    title="Personal robberies",
    unit=Unit.COUNT,
    polarity=Polarity.LOWER,
    agency="MPS",
    board="TTCG",
)
COMPLETED = replace(
    ROBBERIES,
    code="C2",
    name="Treatment completed",
    unit=Unit.PERCENTAGE,
    polarity=Polarity.HIGHER,
)
CONFIDENCE = replace(
    COMPLETED, code="A1", name="Confidence in the police", unit=Unit.SURVEY_PERCENTAGE
)
SPENT = replace(ROBBERIES, code="M1", name="Grant spent", unit=Unit.MONEY, polarity=Polarity.NONE)
WAITING = replace(ROBBERIES, code="W1", name="People waiting", basis=Basis.MOMENT)
REOFFENDING = replace(COMPLETED, code="R1", name="Reoffending", basis=Basis.YEAR)
RATE = replace(ROBBERIES, code="R2", name="Robberies per head", unit=Unit.RATE)
PLACE = replace(ROBBERIES, code="P1", name="Place among boroughs", basis=Basis.RANK)


def figure(period: str | DateRange, answer: Answer, **more: Any) -> Figure:
    """A figure: a number, numerator and denominator, or why there is none. Final unless said."""
    said: dict[str, Any]
    if isinstance(answer, Absence):
        said = {"absence": answer}
    elif isinstance(answer, tuple):
        said = {"numerator": Decimal(answer[0]), "denominator": Decimal(answer[1])}
    else:
        said = {"value": Decimal(answer)}
    whole = parse_range(period) if isinstance(period, str) else period
    given = {"status": FigureStatus.FINAL, **said, **more}
    return Figure(indicator="H1", area="Tower Hamlets", period=whole, **given)


def run(first: str, *answers: Answer | None, **more: Any) -> list[Figure]:
    """Figures of ranges that follow each other from the first; None leaves one out."""
    period, found = parse_range(first), []
    for answer in answers:
        if answer is not None:
            found.append(figure(period, answer, **more))
        following = period.moved(period.months or 0)
        assert following is not None
        period = following
    return found


def point(period: str, value: Fraction | int | None, **more: Any) -> Point:
    """A point of a range in the notation people write."""
    return Point(parse_range(period), None if value is None else Fraction(value), **more)


def known(indicator: Indicator, period: str, *runs: Iterable[Figure]) -> Known:
    """What the figures of several runs say of a period."""
    figures = [one for each in runs for one in each]
    found = known_up_to(indicator, points(figures), parse_range(period), figures)
    assert found is not None
    return found


def robberies(*answers: Answer | None) -> Known:
    """Robberies by quarter from 2013/14-Q1, the last of them looked at."""
    quarters = run("2013/14-Q1", *answers)
    return known(ROBBERIES, str(quarters[-1].period), quarters)


TWO_YEARS = run("2013/14-Q1", 405, 260, 270, 280, 297, 271, 280, 290)
