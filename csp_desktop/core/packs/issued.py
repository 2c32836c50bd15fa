"""A pack that is about to be issued, and one that has been."""

from dataclasses import dataclass

from csp_desktop.core.editions import Edition
from csp_desktop.core.packs.changes import PackChange
from csp_desktop.core.packs.document import Pack, PackKind
from csp_desktop.core.packs.facts import Facts


@dataclass(frozen=True)
class Suspicion:
    """A place in a text that looks as if it told who somebody is.

    Attributes:
        where: `H3, note of TTCG`.
        found: the words themselves.
        like: what they look like: `a person's name`, `an address`, `a date of birth`,
            `a case number`, `a telephone number`, `an e-mail address`.
    """

    where: str
    found: str
    like: str


@dataclass(frozen=True, kw_only=True)
class PackDraft:
    """A pack as it would be issued now.

    Attributes:
        missing: what it lacks, a sentence each.
        suppressed: how many figures are withheld because of small numbers.
        excluded: the codes of the indicators that its edition leaves out wholly.
        suspicions: what its texts tell of persons, perhaps.
        changes: since the last issued pack of its kind, edition and board.
        since: that pack's id; empty where there is none.
        known_at: the moment as known at which it shows figures (ISO 8601, UTC).
    """

    pack: Pack
    facts: Facts
    missing: tuple[str, ...] = ()
    suppressed: int = 0
    excluded: tuple[str, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()
    changes: tuple[PackChange, ...] = ()
    since: str = ""
    known_at: str = ""


@dataclass(frozen=True, kw_only=True)
class IssuedPack:
    """A pack that has been issued, without its sheets.

    Attributes:
        period: as the pack words it.
        meeting: the day of the meeting it is for, in words; empty where none was named.
        known_at: the moment as known at which it shows figures (ISO 8601, UTC).
        at: when it was issued (ISO 8601, UTC); `by` whom.
        digest: SHA-256 of its file, in hexadecimal.
    """

    id: str
    kind: PackKind
    edition: Edition
    period: str
    board: str
    meeting: str
    known_at: str
    at: str
    by: str
    digest: str
    suppressed: int
    excluded: tuple[str, ...]
