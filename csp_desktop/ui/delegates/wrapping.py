"""Words that break into lines where a column is narrow, and what of a story fits into them."""

import re

from PySide6.QtCore import QRect, Qt

from csp_desktop.ui.theme import Theme

WRAP = Qt.TextFlag.TextWordWrap
_HIGH = 10_000  # pixels, more than any words need
_SENTENCES = re.compile(r"(?<=\.) ")


def lines_of(words: str, room: int, theme: Theme, *, semibold: bool = False) -> int:
    """In how many lines words stand that break at a width in pixels; at least one."""
    metrics = theme.metrics(semibold=semibold)
    box = metrics.boundingRect(QRect(0, 0, max(room, 1), _HIGH), int(WRAP), words)
    return max(1, round((box.height() - metrics.height()) / metrics.lineSpacing()) + 1)


def fitting(story: str, room: int, theme: Theme, lines: int = 1) -> str:
    """The first whole sentences that have room in so many lines, or what of the first one has.

    That is cut before a comma, so that no figure is; its first words stay in any case.
    """

    def fits(words: str) -> bool:
        if lines == 1 or not room:
            return theme.width(words) <= room
        return lines_of(words, room, theme) <= lines

    sentences = _SENTENCES.split(story)
    for count in range(len(sentences), 1, -1):
        shown = " ".join(sentences[:count])
        if fits(shown):
            return shown
    clauses = sentences[0].removesuffix(".").split(", ")
    shorter = (f"{', '.join(clauses[:count])}." for count in range(len(clauses), 0, -1))
    return next((one for one in shorter if fits(one)), f"{clauses[0]}.")
