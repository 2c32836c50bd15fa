"""Packs that have been issued, and what changed from one pack to the next."""

from datetime import datetime
from enum import IntEnum

from csp_desktop.core.packs.changes import PackChange
from csp_desktop.core.packs.issued import IssuedPack
from csp_desktop.ui.item_models.import_tables import RecordTable

_SHOWN_DIGEST = 16


class IssuedColumn(IntEnum):
    """The columns of issued packs."""

    AT = 0
    PACK = 1
    PERIOD = 2
    EDITION = 3
    MEETING = 4


class ChangeColumn(IntEnum):
    """The columns of what changed."""

    KIND = 0
    CODE = 1
    NAME = 2
    WHAT = 3


def issued_table() -> RecordTable:
    """Issued packs, the newest first."""
    return RecordTable(("Issued", "Pack", "Period", "Edition", "Meeting"), _issued_words)


def change_table() -> RecordTable:
    """What changed, the gravest kind first."""
    return RecordTable(("Change", "Code", "Name", "What"), _change_words)


def moment_words(at: str) -> str:
    """`12 Aug 2015 10:30`, by the clock of this machine."""
    when = datetime.fromisoformat(at).astimezone()
    return f"{when.day} {when:%b %Y %H:%M}"


def pack_words(pack: IssuedPack) -> str:
    """`Meeting pack`, `Chair's update TTCG`."""
    return f"{pack.kind.words} {pack.board}".strip()


def about_words(pack: IssuedPack) -> str:
    """Who issued it and when, what it withholds, and what its file is known by."""
    figures = "1 figure" if pack.suppressed == 1 else f"{pack.suppressed:,} figures"
    meeting = f" for {pack.meeting}" if pack.meeting else ""
    left_out = f", left out: {', '.join(pack.excluded)}" if pack.excluded else ""
    return (
        f"{pack.id}{meeting}, issued {moment_words(pack.at)} by {pack.by}. "
        f"{figures} withheld{left_out}. SHA-256 {pack.digest[:_SHOWN_DIGEST]}…"
    )


def _issued_words(pack: IssuedPack) -> tuple[str, ...]:
    day, _, _ = moment_words(pack.at).rpartition(" ")
    edition = pack.edition.words.removesuffix(" edition")
    return day, pack_words(pack), pack.period, edition, pack.meeting or "none named"


def _change_words(change: PackChange) -> tuple[str, ...]:
    return change.kind.words, change.code, change.name, change.words
