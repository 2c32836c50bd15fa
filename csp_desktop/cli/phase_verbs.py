"""The verb of phases: a dated decision that the limits of a control chart begin anew."""

import argparse
from datetime import date

from csp_desktop.cli.said import say
from csp_desktop.core.errors import RefusedError
from csp_desktop.core.periods import day_words
from csp_desktop.core.reading import UnreadableError, read_day
from csp_desktop.services import Services


def rebase(arguments: argparse.Namespace, services: Services) -> int:
    """Begin a phase, take one back, or list those there are."""
    code = services.plan.indicator(arguments.indicator).code
    if arguments.day:
        day = _day(arguments.day)
        if arguments.take_back:
            services.phases.take_back(code, day)
        else:
            services.phases.begin(code, day, arguments.reason)
    elif arguments.take_back or arguments.reason:
        raise RefusedError(f"Name the day the phase begins on, like “rebase {code} 2014-04-01”.")
    decided = services.phases.of(code)
    document = [
        {"first": one.first.isoformat(), "reason": one.reason, "by": one.by, "at": one.at}
        for one in decided
    ]
    lines = [f"{code}: {len(decided)} phase{'' if len(decided) == 1 else 's'} begun by decision."]
    lines += [f"  {day_words(one.first)}, {one.by}: {one.reason}" for one in decided]
    return say(arguments, document, lines)


def _day(text: str) -> date:
    try:
        found = read_day(text, "The day of a phase")
    except UnreadableError as error:
        raise RefusedError(f"{error}.") from error
    assert found is not None, "a text that is not empty is a day, or cannot be read"
    return found
