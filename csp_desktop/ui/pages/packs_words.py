"""What the page of packs says: headlines, names of files, and why a button is not available."""

import re
from collections.abc import Sequence

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.document import Pack
from csp_desktop.core.packs.issued import IssuedPack, PackDraft, Suspicion
from csp_desktop.core.periods import day_of, day_words

_UNSAFE = re.compile(r'[<>:"/\\|?*\s]+')
_MARKS = re.compile(r"[’'\x00-\x1f]")


def sentence(draft: PackDraft) -> str:
    """What is drafted, for whom, and as known when."""
    pack = draft.pack
    board = f" of {pack.board}" if pack.board else ""
    known = day_of(draft.known_at) if draft.known_at else pack.made.astimezone().date()
    return (
        f"{pack.edition.words}: {pack.kind.words.lower()}{board} for {pack.period}, "
        f"a draft as known on {day_words(known)}."
    )


def headline(draft: PackDraft) -> str:
    """What meets the eye first: whether anything is missing."""
    count = len(draft.missing)
    if not count:
        return "Nothing is missing"
    return "1 gap in this pack" if count == 1 else f"{count} gaps in this pack"


def file_name(short_name: str, pack: Pack, ending: str) -> str:
    """A name that says whose pack it is, of what, for whom, and how it is marked.

    Args:
        short_name: of the partnership.
        pack: whose file it is.
        ending: with its dot.
    """
    parts = (short_name, pack.kind.words, pack.board, pack.period, pack.edition.words, pack.marking)
    plain = (_UNSAFE.sub("-", _MARKS.sub("", one.strip())) for one in parts)
    return "_".join(one.strip("-.") for one in plain if one) + ending


def read_words(count: int) -> str:
    """What whoever exports says of the places that were found."""
    return "I have read that place" if count == 1 else f"I have read all {count} places"


def suspicion_words(count: int) -> str:
    """How many places there are to be read."""
    if count == 1:
        return "1 place looks as if it told who somebody is"
    return f"{count} places look as if they told who somebody is"


def suspicion_lines(suspicions: Sequence[Suspicion]) -> list[str]:
    """Each place with what was found and what it looks like."""
    return [f"{one.where}: “{one.found}” looks like {one.like}" for one in suspicions]


def not_issued(draft: PackDraft, *, read: bool) -> str:
    """Why a draft cannot be issued yet; empty where it can."""
    if draft.pack.edition is Edition.PUBLIC and draft.suspicions and not read:
        return (
            f"{suspicion_words(len(draft.suspicions))}. Read what is listed, then say that you have"
        )
    return ""


def withheld_words(draft: PackDraft) -> str:
    """How many figures small numbers take away."""
    count = draft.suppressed
    if not count:
        return "No figure is withheld because of a small number."
    figures = "1 figure is" if count == 1 else f"{count:,} figures are"
    return f"{figures} withheld because of small numbers."


def issue_question(draft: PackDraft) -> tuple[str, str]:
    """What is asked before a pack is issued, and what that does."""
    pack = draft.pack
    gaps = f" {headline(draft)}." if draft.missing else ""
    board = f" {pack.board}" if pack.board else ""
    return (
        f"Issue the {_lowered(pack.kind.words)}{board} for {pack.period}, "
        f"{_lowered(pack.edition.words)}?",
        f"This cannot be undone: the pack is frozen as it is now, and the next one says what "
        f"changed since.{gaps}",
    )


def since_words(since: IssuedPack | None) -> str:
    """Since which pack the changes of the next one are told."""
    if since is None:
        return "What changed"
    day = day_words(day_of(since.at))
    return f"What changed since the pack for {since.period}, issued on {day}"


def compared_words(earlier: IssuedPack, later: IssuedPack) -> str:
    """Which two packs are compared: by their periods, or of one period by the days of issue."""
    names = earlier.period, later.period
    if names[0] == names[1]:
        names = day_words(day_of(earlier.at)), day_words(day_of(later.at))
    return f"What changed from {names[0]} to {names[1]}"


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
