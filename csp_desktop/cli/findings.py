"""What a figure says, as one JSON object and as lines."""

from fractions import Fraction
from typing import Any

from csp_desktop.core.analysis.charting import Charted, drawn_limits
from csp_desktop.core.analysis.comparison import Comparison, YearToDate
from csp_desktop.core.analysis.findings import Findings, Member
from csp_desktop.core.analysis.standing import TargetFinding, YearForecast
from csp_desktop.core.figures import Unit
from csp_desktop.core.numbers import figure_words


def findings_document(found: Findings) -> dict[str, Any]:
    """Every finding with its numbers and its words."""
    return {
        "indicator": found.indicator.code,
        "period": str(found.period),
        "value": found.value,
        "provisional": found.provisional,
        "marks": list(found.marks),
        "comparisons": [_comparison(one) for one in found.comparisons],
        "year_to_date": _year_to_date(found.year_to_date, found.indicator.unit),
        "targets": [_target(one) for one in found.targets],
        "members": [_member(one) for one in found.members],
        "short": _comparison(found.short),
        "long": _comparison(found.long),
        "chart": {**_chart(found.charted, found.indicator.unit), "words": found.charted.words},
        "forecast": _forecast(found.year),
    }


def findings_lines(found: Findings) -> list[str]:
    """The same to be read."""
    marks = "".join(f", {mark}" for mark in found.marks)
    lines = [
        f"{found.indicator.code}  {found.indicator.title}",
        f"{found.period}: {found.value}{marks}",
    ]
    if found.year_to_date is not None:
        lines.append(f"  year to date: {found.year_to_date.words}")
    for one in (*found.comparisons, found.long):
        lines.append(f"  {one.name}: {one.words}")
    for target in found.targets:
        lines += _target_lines(target)
    for member in found.members:
        lines.append(f"Part {member.indicator.code}  {member.indicator.name}: {member.value}")
        for target in member.targets:
            lines += [f"  {line}" for line in _target_lines(target)]
    return [*lines, f"Chart: {found.charted.words}", f"Forecast: {found.year.words}"]


def _target_lines(target: TargetFinding) -> list[str]:
    head = [f"{target.line.name}: {target.line.target.text}", f"  {target.line.words}"]
    if target.line.level is None:
        return head
    lines = [
        *head,
        f"  now: {target.now.words}",
        f"  at year end: {target.forecast.words}",
    ]
    if target.need is not None:
        lines.append(f"  {target.need.words}")
    return [*lines, f"  {target.profile}"] if target.profile else lines


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


def _year_to_date(one: YearToDate | None, unit: Unit) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "period": str(one.period),
        "reported": figure_words(one.reported, unit) if one.reported else None,
        "summed": _float(one.summed.point.value),
        "missing": [str(part) for part in one.summed.missing],
        "provisional": [str(part) for part in one.summed.provisional],
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
        "profile": one.profile,
        "now": {"rag": one.now.rag.value.lower(), "words": one.now.words},
        "forecast": {"rag": one.forecast.rag.value.lower(), "words": one.forecast.words},
        "required": {"rate": _float(need.rate), "words": need.words} if need else None,
    }


def _member(one: Member) -> dict[str, Any]:
    return {
        "indicator": one.indicator.code,
        "value": one.value,
        "targets": [_target(target) for target in one.targets],
    }


def _chart(one: Charted, unit: Unit) -> dict[str, Any]:
    names = ("mean", "lower", "upper", "drawn", "variation", "assurance", "standing")
    if one.chart is None:
        return {**dict.fromkeys(names), "phases": []}
    phase = one.chart.phases[-1]
    drawn = drawn_limits(phase, unit)
    return {
        "mean": _float(phase.mean),
        "lower": _float(phase.lower),
        "upper": _float(phase.upper),
        "drawn": [_float(drawn.lower), _float(drawn.upper)] if drawn else None,
        "variation": one.chart.variation.value,
        "assurance": one.chart.assurance.value,
        "standing": one.chart.standing.value,
        "phases": [reason for _, reason in one.reasons],
    }


def _forecast(year: YearForecast) -> dict[str, Any]:
    found = year.forecast
    return {
        "value": found.value if found else None,
        "lower": found.lower if found else None,
        "upper": found.upper if found else None,
        "years": found.years if found else 0,
        "words": year.words,
    }


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
