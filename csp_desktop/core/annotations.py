"""What people note on a chart: something that happened on a day, in a fact and a line below."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Annotation:
    """A dated note on one indicator, or on all of them.

    Attributes:
        indicator: its code; empty where the note stands on every chart.
        fact: what happened, in a few words.
        note: one line more; may be empty.
        by, at: who noted it, and when (ISO 8601, UTC).
    """

    id: str
    indicator: str
    day: date
    fact: str
    note: str = ""
    by: str = ""
    at: str = ""
