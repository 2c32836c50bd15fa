"""What of the dashboard is shown, and how many indicators each choice shows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from csp_desktop.core.analysis.rag import Rag
from csp_desktop.core.dashboard import Dashboard, IndicatorRow, ThemeRow


class Segment(Enum):
    """Which indicators a meeting wants to see, by their colour now."""

    ALL = "all"
    ATTENTION = "attention"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NO_RAG = "no rag"

    def holds(self, row: IndicatorRow) -> bool:
        """Whether an indicator belongs to it."""
        if self is Segment.ATTENTION:
            return row.needs_attention
        return self is Segment.ALL or row.now.rag is _COLOURS[self]


_COLOURS = {
    Segment.RED: Rag.RED,
    Segment.AMBER: Rag.AMBER,
    Segment.GREEN: Rag.GREEN,
    Segment.NO_RAG: Rag.GREY,
}


@dataclass(frozen=True)
class Filters:
    """What a person has chosen to see.

    Attributes:
        board, agency: codes; empty for all.
        find: words in an indicator's code or name, or in its theme's title.
    """

    segment: Segment = Segment.ALL
    board: str = ""
    agency: str = ""
    find: str = ""

    def __bool__(self) -> bool:
        """Whether they keep anything out."""
        return self != Filters()

    def rows(self, theme: ThemeRow) -> list[IndicatorRow]:
        """The indicators of a theme that they let through, in the plan's order."""
        named = self._finds(f"{theme.priority.code} {theme.priority.title}")
        return [one for one in theme.rows if self._holds(one, theme_named=named)]

    def counts(self, board: Dashboard) -> Mapping[Segment, int]:
        """How many indicators each segment would show with the other choices as they are."""
        whole = replace(self, segment=Segment.ALL)
        shown = {one.indicator.code: one for part in board.themes for one in whole.rows(part)}
        return {one: sum(map(one.holds, shown.values())) for one in Segment}

    def _holds(self, row: IndicatorRow, *, theme_named: bool) -> bool:
        one = row.indicator
        return (
            self.segment.holds(row)
            and self.board in ("", one.board)
            and self.agency in ("", one.agency)
            and (theme_named or self._finds(f"{one.code} {one.name}"))
        )

    def _finds(self, words: str) -> bool:
        return self.find.strip().lower() in words.lower()
