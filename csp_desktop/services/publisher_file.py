"""A publisher's .csv as it was downloaded: its rows, and whose it is by its heading."""

from collections.abc import Sequence
from pathlib import Path

from csp_desktop.core.errors import RefusedError
from csp_desktop.core.publishers import PUBLISHERS, Line, Publisher, publisher_with
from csp_desktop.services import csv_rows


def read_lines(path: Path) -> list[Line]:
    """The rows with their lines, the heading first.

    Raises:
        UserError: as `csv_rows.read_lines` does.
    """
    return csv_rows.read_lines(path, _separator)


def check_heading(publisher: Publisher, path: Path, heading: Sequence[str]) -> None:
    """Refuse a file that is not this publisher's.

    Raises:
        RefusedError: the heading is another; the message says whose it looks like.
    """
    if publisher.knows(heading):
        return
    other = publisher_with(heading)
    looks = f" This looks like {other.code}." if other else ""
    raise RefusedError(
        f"{path.name}, line 1: the heading is not that of {publisher.code}, which has "
        f"{publisher.layout}.{looks}"
    )


def whose(path: Path, heading: Sequence[str]) -> Publisher:
    """Whose file it is, by its heading.

    Raises:
        RefusedError: nobody's whose files are known.
    """
    found = publisher_with(heading)
    if found is None:
        known = "; ".join(f"{one.code} has {one.layout}" for one in PUBLISHERS)
        raise RefusedError(
            f"{path.name}, line 1: the heading is of no publisher this program knows: {known}."
        )
    return found


def _separator(heading: str) -> str:
    """What makes a heading that is known, else what makes most cells."""
    for separator in csv_rows.SEPARATORS:
        if publisher_with(heading.replace('"', "").split(separator)):
            return separator
    return csv_rows.commonest_separator(heading)
