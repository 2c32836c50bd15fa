"""The verbs of analysts: a control chart of a series of one's own, and the published figures."""

import argparse
from fractions import Fraction
from typing import Any

from csp_desktop.cli.findings import findings_document, findings_lines
from csp_desktop.cli.said import say
from csp_desktop.core.analysis.control_chart import ENOUGH, ControlChart, Standing, control_chart
from csp_desktop.core.analysis.published import published_errors
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.numbers import number_words
from csp_desktop.core.periods import parse_range
from csp_desktop.core.plan import Polarity
from csp_desktop.core.reading import number
from csp_desktop.services import Services
from csp_desktop.services.published import Checked
from csp_desktop.services.series_file import SeriesFile, read_series
from csp_desktop.services.table_file import read_changes

EVERY = "all"  # in the place of an indicator
_STANDS = {
    Standing.FULL: "Limits rest on 12 points or more.",
    Standing.TRIAL: "Trial limits: they rest on fewer than 12 points.",
    Standing.LINE_ONLY: "Fewer than 8 points: a line only, no signals.",
}


def analyse(arguments: argparse.Namespace, services: Services) -> int:
    """What a figure says, each part with its arithmetic in words."""
    if not arguments.indicator or not arguments.period:
        raise RefusedError(
            "Name an indicator and a period, like “analyse H3 2015/16-Q1”, or a file with --series."
        )
    period = parse_range(arguments.period)
    if arguments.indicator.lower() == EVERY:
        whole = services.judging.whole(period)
        if not whole:
            raise NotFoundError(f"No indicator has a number for {period}.")
        lines = [line for one in whole for line in (*findings_lines(one), "")]
        return say(arguments, [findings_document(one) for one in whole], lines[:-1])
    found = services.judging.findings(arguments.indicator, period)
    return say(arguments, findings_document(found), findings_lines(found))


def analyse_series(arguments: argparse.Namespace) -> int:
    """The control chart of a series in a file; no database is needed."""
    series = read_series(arguments.series)
    fix_after = arguments.fix_after
    if fix_after is not None and fix_after < ENOUGH:
        raise RefusedError(f"--fix-after must be {ENOUGH} or more, not {fix_after}.")
    chart = control_chart(
        series.values,
        Polarity(arguments.polarity),
        target=_target(arguments.target),
        screen=arguments.screen,
        fix_after=fix_after,
        rebased_at=series.places_of(arguments.rebase or []),
    )
    return say(arguments, _document(series, chart), _lines(series, chart))


def check_figures(arguments: argparse.Namespace, services: Services) -> int:
    """Every published figure that does not follow from the published values."""
    return _checked(arguments, services.published.check())


def check_table(arguments: argparse.Namespace) -> int:
    """The same for a table of one's own; no database is needed."""
    changes = read_changes(arguments.table)
    return _checked(arguments, Checked(len(changes), tuple(published_errors(changes))))


def _checked(arguments: argparse.Namespace, checked: Checked) -> int:
    document = [
        {
            "table": one.table,
            "row": one.row,
            "column": one.column,
            "published": one.published,
            "computed": one.computed,
            "how": one.how,
        }
        for one in checked.errors
    ]
    lines = [f"{len(checked.errors)} of {checked.count} published figures do not follow."]
    for one in checked.errors:
        how = f" ({one.how})" if one.how else ""
        place = f"{one.table}, {one.row}, {one.column}"
        lines.append(f"  {place}: published {one.published}, computed {one.computed}{how}")
    return say(arguments, document, lines)


def _target(text: str) -> Fraction | None:
    if not text:
        return None
    try:
        return Fraction(number(text))
    except ValueError as error:
        raise RefusedError(f"--target must be a number, like 30, not “{text}”.") from error


def _document(series: SeriesFile, chart: ControlChart) -> dict[str, Any]:
    return {
        "phases": [
            {
                "mean": _float(one.mean),
                "lower": _float(one.lower),
                "upper": _float(one.upper),
                "moving_range_mean": float(one.moving_range_mean),
            }
            for one in chart.phases
        ],
        "points": [
            {
                "label": label,
                "value": _float(point.value),
                "signal": point.signal.value,
                "side": point.side.value,
                "verdict": point.verdict.value,
            }
            for label, point in zip(series.labels, chart.points, strict=True)
        ],
        "variation": chart.variation.value,
        "assurance": chart.assurance.value,
        "standing": chart.standing.value,
    }


def _lines(series: SeriesFile, chart: ControlChart) -> list[str]:
    lines = [_STANDS[chart.standing]]
    for one in chart.phases:
        if one.mean is None or one.lower is None or one.upper is None:
            continue
        numbers = [number_words(limit, 2) for limit in (one.mean, one.lower, one.upper)]
        first, last = series.labels[one.first], series.labels[one.last]
        lines.append(
            f"{first} to {last}: mean {numbers[0]}, limits {numbers[1]} to {numbers[2]}"
            + (f", {one.screened} moving ranges left out" if one.screened else "")
        )
    for label, point in zip(series.labels, chart.points, strict=True):
        if point.value is not None and point.signal.value != "none":
            words = point.signal.value.replace("_", " ")
            verdict = point.verdict.value.replace("_", " ")
            lines.append(f"  {label}: {number_words(point.value, 2)}, {words}, {verdict}")
    lines.append(f"Variation: {chart.variation.value.replace('_', ' ')}.")
    if chart.assurance.value != "none":
        lines.append(f"Assurance: {chart.assurance.value}.")
    return lines


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
