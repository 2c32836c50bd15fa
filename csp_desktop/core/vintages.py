"""A publisher's number against the figure that stands in its place: new, revised, or left out.

A second vintage is a revision, never a silent overwrite (DESIGN.md 4).
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from csp_desktop.core.figures import Absence, Figure, FigureStatus
from csp_desktop.core.periods import day_words
from csp_desktop.core.publishers import publisher_of
from csp_desktop.core.reading import Reading

_AWAITED = (Absence.NOT_ENTERED, Absence.NOT_YET_AVAILABLE)


class Verdict(Enum):
    """What a publisher's number does to a figure."""

    NEW = "new"
    REVISED = "revised"
    SAME = "same"
    RESTATED = "restated"  # the same number, now of another publisher's series
    LEFT_OUT = "left out"

    @property
    def stored(self) -> bool:
        """Whether something is to be stored."""
        return self in (Verdict.NEW, Verdict.REVISED, Verdict.RESTATED)

    @property
    def enters(self) -> bool:
        """Whether the figure says another number than before."""
        return self in (Verdict.NEW, Verdict.REVISED)


@dataclass(frozen=True)
class Vintage:
    """A publisher's number in its place.

    Attributes:
        before: what stands there; a blank figure where nothing does.
        after: what is to stand there, with the version that was read.
        why: why it is left out, in words.
    """

    verdict: Verdict
    before: Figure
    after: Figure
    why: str = ""

    def left_out(self, why: str) -> "Vintage":
        """The figure as it stands, with the words for why it stays."""
        return Vintage(Verdict.LEFT_OUT, self.before, self.before, why)


def vintage(
    stored: Figure, number: Decimal, source: str, obtained: date, as_of: date | None = None
) -> Vintage:
    """What a publisher's number does to the figure in its place.

    Args:
        stored: what stands there; a blank figure where nothing does.
        number: as published, in the indicator's unit.
        source: of the number, in words.
        obtained: the day it was obtained.
        as_of: a figure obtained after this day is newer and stays; None where the file is the
            newest there is.
    """
    newer = bool(as_of and stored.obtained and stored.obtained > as_of)
    if stored.exact == Fraction(number):
        there = publisher_of(stored.source)
        if newer or there is None or there is publisher_of(source):
            return Vintage(Verdict.SAME, stored, stored)
        restated = replace(stored, source=source, obtained=obtained)
        return Vintage(Verdict.RESTATED, stored, restated)
    known = stored.absence not in _AWAITED
    after = replace(
        Reading(value=number).onto(stored),
        source=source,
        obtained=obtained,
        status=FigureStatus.REVISED if known else FigureStatus.FINAL,
    )
    found = Vintage(Verdict.REVISED if known else Verdict.NEW, stored, after)
    if stored.absence and known:
        return found.left_out(f"it is {stored.absence.words.lower()} here")
    if newer and stored.obtained and known:
        return found.left_out(f"the figure here was obtained on {day_words(stored.obtained)}")
    return found
