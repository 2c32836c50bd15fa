"""The verb of disclosure control: a table of one's own as it may be shown."""

import argparse

from csp_desktop.cli.said import say
from csp_desktop.services.protecting import protect_file


def protect(arguments: argparse.Namespace) -> int:
    """Protect a table of counts; no database is needed."""
    found = protect_file(arguments.table, arguments.below, arguments.round)
    protected = found.protected
    document = {
        "cells": [list(row) for row in protected.cells],
        "suppressed": [[*place, why.value] for place, why in protected.suppressed],
        "feasible": [[*place, low, high] for place, (low, high) in protected.feasible],
    }
    return say(arguments, document, found.csv_lines())
