"""What a figure says, as one JSON object and as lines."""

from fractions import Fraction
from typing import Any

from csp_desktop.core.analysis.control_chart import ControlChart
from csp_desktop.services.judging import Comparison, Findings, TargetFinding


def findings_document(found: Findings) -> dict[str, Any]:
    """Every finding with its numbers and its words."""
    return {
        "indicator": found.indicator.code,
        "period": str(found.period),
        "value": found.value,
        "provisional": found.provisional,
        "comparisons": [_comparison(one) for one in found.comparisons],
        "targets": [_target(one) for one in found.targets],
        "short": _comparison(found.short),
        "long": _comparison(found.long),
        "chart": {**_chart(found.chart), "words": found.chart_words},
        "forecast": {
            "value": found.forecast.value if found.forecast else None,
            "lower": found.forecast.lower if found.forecast else None,
            "upper": found.forecast.upper if found.forecast else None,
            "years": found.forecast.years if found.forecast else 0,
            "words": found.forecast_words,
        },
    }


def findings_lines(found: Findings) -> list[str]:
    """The same to be read."""
    provisional = ", provisional" if found.provisional else ""
    lines = [
        f"{found.indicator.code}  {found.indicator.title}",
        f"{found.period}: {found.value}{provisional}",
    ]
    for one in (*found.comparisons, found.long):
        lines.append(f"  {one.name}: {one.words}")
    for target in found.targets:
        lines.append(f"{target.line.name}: {target.line.target.text}")
        lines.append(f"  now: {target.now.words}")
        lines.append(f"  at year end: {target.forecast.words}")
        if target.need is not None:
            lines.append(f"  {target.need.words}")
    return [*lines, f"Chart: {found.chart_words}", f"Forecast: {found.forecast_words}"]


def _comparison(one: Comparison) -> dict[str, Any]:
    change = one.change.change if one.change is not None else None
    return {
        "name": one.name,
        "against": str(one.against) if one.against else None,
        "change": _float(change),
        "percent": one.change.percent if one.change is not None else "",
        "reads": one.change.reads.value.lower() if one.change is not None else "not judged",
        "words": one.words,
    }


def _target(one: TargetFinding) -> dict[str, Any]:
    need = one.need
    return {
        "text": one.line.target.text,
        "original": one.line.replaced,
        "level": _float(one.line.level),
        "baseline": _float(one.line.baseline),
        "words": one.line.words,
        "now": {"rag": one.now.rag.value.lower(), "words": one.now.words},
        "forecast": {"rag": one.forecast.rag.value.lower(), "words": one.forecast.words},
        "required": {"rate": _float(need.rate), "words": need.words} if need else None,
    }


def _chart(chart: ControlChart | None) -> dict[str, Any]:
    if chart is None:
        return dict.fromkeys(("mean", "lower", "upper", "variation", "assurance", "standing"))
    phase = chart.phases[-1]
    return {
        "mean": _float(phase.mean),
        "lower": _float(phase.lower),
        "upper": _float(phase.upper),
        "variation": chart.variation.value,
        "assurance": chart.assurance.value,
        "standing": chart.standing.value,
    }


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
