"""The verbs of boroughs: a funnel plot in figures, and how many people live in each."""

import argparse
from typing import Any

from csp_desktop.cli.said import say
from csp_desktop.core.analysis.funnel import PER, Funnel, FunnelPoint, Limits, NoFunnel, rate_words
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import DateRange, parse_range
from csp_desktop.core.plan import Indicator
from csp_desktop.services import Services


def funnel(arguments: argparse.Namespace, services: Services) -> int:
    """The plan's area and its neighbours per head, each with its arithmetic in words."""
    indicator = services.plan.indicator(arguments.indicator)
    period = parse_range(arguments.period)
    found = services.boroughs.funnel(indicator.code, period)
    lines = [f"{indicator.code}  {indicator.title}, {period}", *_lines(found)]
    return say(arguments, _document(indicator, period, found), lines)


def import_populations(arguments: argparse.Namespace, services: Services) -> int:
    """How many people live in the plan's areas, from a file."""
    taken = services.boroughs.take_populations(arguments.file)
    document = {"new": taken.new, "revised": taken.revised, "unchanged": taken.unchanged}
    counts = ", ".join(f"{number:,} {name}" for name, number in document.items())
    return say(arguments, document, [f"{arguments.file}: {counts}."])


def _lines(found: Funnel | NoFunnel) -> list[str]:
    if isinstance(found, NoFunnel):
        return [found.words, *found.left_out]
    width = max(len(one.area) for one in found.points)
    return [
        *(
            f"  {one.area:{width}}  {rate_words(one.rate)} per {number_words(PER)}: {one.words}"
            for one in found.points
        ),
        *found.left_out,
        *found.notes,
    ]


def _document(indicator: Indicator, period: DateRange, found: Funnel | NoFunnel) -> dict[str, Any]:
    head = {"indicator": indicator.code, "period": str(period)}
    if isinstance(found, NoFunnel):
        nothing = dict.fromkeys(("rate", "phi", "between", "adjusted"))
        left = {"areas": [], "left_out": list(found.left_out), "notes": [found.words]}
        return {**head, **nothing, **left}
    return {
        **head,
        "rate": float(found.rate),
        "phi": found.dispersion.phi,
        "between": found.dispersion.between,
        "adjusted": found.dispersion.adjusted,
        "areas": [_area(one) for one in found.points],
        "left_out": list(found.left_out),
        "notes": list(found.notes),
    }


def _area(one: FunnelPoint) -> dict[str, Any]:
    return {
        "area": one.area,
        "count": float(one.count),
        "provisional": one.provisional,
        "people": one.population.people,
        "day": one.population.day.isoformat(),
        "source": one.population.source,
        "rate": float(one.rate),
        "expected": float(one.expected),
        "limits_95": _limits(one.usual),
        "limits_99_8": _limits(one.far),
        "standing": one.standing.value,
        "words": one.words,
    }


def _limits(limits: Limits) -> dict[str, list[float]]:
    return {
        "counts": [limits.counts.lower, limits.counts.upper],
        "rates": [limits.rates.lower, limits.rates.upper],
    }
