"""Looks through what people wrote for what may tell who somebody is (DESIGN.md 8).

It errs on the side of asking: a person reads what is found and decides. Names of people are never
collected (CONVENTIONS.md F14), so there is no list of them to look in; words with capitals that
stand together are taken for one, unless the plan itself puts them together, writes them all small
somewhere, or one of them is of a place or a body.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from csp_desktop.core.packs.document import Pack
from csp_desktop.core.packs.issued import Suspicion
from csp_desktop.core.packs.material import Material
from csp_desktop.core.plan import Plan

NAME, ADDRESS, BIRTH = "a person's name", "an address", "a date of birth"
CASE, PHONE, MAIL = "a case number", "a telephone number", "an e-mail address"

_DATE = (
    r"(?:\d{1,2}(?:[./-]\d{1,2}[./-]|(?:st|nd|rd|th)? (?:of )?[A-Z][a-z]+,? )(?:\d{4}|\d{2})"
    r"|\d{4}-\d{2}-\d{2})"
)
_STREETS = (
    "Street|Road|Rd|Lane|Avenue|Ave|Close|Court|House|Gardens|Way|Square|Terrace|Drive|Crescent|"
    "Place|Mews|Row|Walk|Grove|Hill|Wharf|Tower|Buildings|Passage"
)
_TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Councillor|PC|DC|PS|DS|DI|DCI|PCSO|Sgt|Insp|Supt|Constable|"
    "Sergeant|Inspector|Superintendent|Commander|Rev|Sir|Lady"
)
_YEAR = r"(?:19|20)\d\d(?:[/-]\d\d)?(?:-Q[1-4])?(?![\w/-])"
_SURE = (
    (MAIL, re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        BIRTH,
        re.compile(
            r"(?i:\b(?:d\.?o\.?b\b\.?|born|date of birth)(?: (?:is|was|on))?)" rf"\W*{_DATE}"
        ),
    ),
    (ADDRESS, re.compile(r"\b[Ff]lat \d{1,3}[a-zA-Z]?\b(?! ?%)")),
    (ADDRESS, re.compile(rf"\b\d{{1,3}}[a-zA-Z]?,? (?:[A-Z][\w'’]+ ){{1,3}}(?:{_STREETS})\b")),
    (ADDRESS, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")),
    (
        PHONE,
        re.compile(
            r"(?<![\d,./])(?:(?:\+|00)44[ -]?(?:\(0\))?|\(?0)(?:\d[ )-]{0,2}){8,9}\d(?![\d/])"
        ),
    ),
    (
        CASE,
        re.compile(
            r"(?i:\b(?:case|crime|cris|cad|merlin|custody|reference|ref|urn)\b)"
            r"(?i:(?: (?:no|number|record|ref|reference)\b\.?){0,2})"
            rf"[ :#.]{{1,3}}(?!{_YEAR})(?=[\w/-]*\d)[\w/-]{{4,}}"
        ),
    ),
    (CASE, re.compile(r"\b\d{5,8}/\d{2}\b")),
    (CASE, re.compile(r"\b\d{2}[A-Z]{2}/\d{2,6}/\d{2}\b")),
    (CASE, re.compile(r"\b[A-Z]{1,4}[-/ ]?\d{5,}\b")),
)
_TITLED = re.compile(rf"\b(?:{_TITLES})\.? ([A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)?")
_INITIAL = re.compile(r"(?<![\w.])(?:[A-Z]\. ?)+([A-Z][a-z'’-]\w+)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_AFTER = re.compile(r" ([A-Z][\w'’-]+)")
_OWNING = re.compile("['’]s?$")
_LEAST_CAPITALS = 4  # letters of a surname in capitals: fewer are an abbreviation


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_OPENERS = _set_of(
    "a about after all also among an and any are as at back before being both but by during each "
    "every few first following for four from he her here his how if in is it its last many more "
    "most new next no none not nothing now of on one only or our out over said she since six so "
    "some still ten that the their then there these they this those three through to two under "
    "until up was we were what when where which while who with within without you your january "
    "february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday"
)
"""Words that open sentences and name days and months, but nobody."""
_BODIES = _set_of(
    "academy act agency alley approach association authority avenue board borough bridge "
    "cabinet campaign carnival centre christmas church circus city club college commission "
    "committee community conference council county crescent crown dock docks easter "
    "england enforcement engagement estate estates event festival fire forum fund gardens group "
    "health high homes hospital housing initiative junction library licensing limited london "
    "magistrates market meeting ministry mosque neighbourhood neighbourhoods network office "
    "officer officers olympic operation operations order orders outreach park partnership patrol "
    "patrols pilot plan police policing policy prevention primary programme project protocol "
    "quarter report review road roads safer safety scheme school schools secondary section "
    "service services sports square squad station steering strategy street streets support "
    "survey taskforce team teams terrace theatre training trust tube underground union unit "
    "university ward wards week wharf youth"
)
"""Words of places and bodies: with one of them, words with capitals name nobody."""
_PLACES = _set_of(
    "close court drive east end gate green grove heath hill house lane north place row south "
    "tower walk way west wood"
)
_AT = _set_of("across along around at behind between in near off on outside")
"""Places with names like surnames: after one of these words they are places."""
_FORENAMES = _set_of(
    "bill dean drew faith frank gene grace grant guy hope jack joy mark miles pat penny pearl rob "
    "robin rose rusty sue victor will"
)
"""Forenames that are words as well, so that standing small in a plan says nothing of them."""


@dataclass(frozen=True)
class Known:
    """What the plan's own words tell of words with capitals.

    Attributes:
        pairs: words that stand together in it, in small letters.
        small: words that it writes small somewhere.
        any: every word of it, in small letters.
    """

    pairs: frozenset[tuple[str, str]] = frozenset()
    small: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()


def suspicions(material: Material, pack: Pack) -> tuple[Suspicion, ...]:
    """Every place in the texts of a pack that looks as if it told who somebody is.

    Args:
        material: as its edition may show it.
        pack: what is made of it; what is not in it is not asked about.
    """
    known = known_of(material.plan)
    said = "\n".join(_said(pack))
    found = (
        Suspicion(where, words, like)
        for where, text in texts_of(material)
        if text.strip() and _plain(text) in said
        for words, like in found_in(text, known)
    )
    return tuple(dict.fromkeys(found))


def _said(pack: Pack) -> Iterator[str]:
    """Every text of a pack."""
    for sheet in pack.sheets:
        yield from (_plain(line.text) for line in sheet.lines)
        for table in sheet.tables:
            cells = (cell for row in table.rows for cell in row)
            yield from (_plain(one) for one in cells if isinstance(one, str))


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def texts_of(material: Material) -> Iterator[tuple[str, str]]:
    """What people wrote, and where it stands."""
    for part in material.boards:
        code = part.board.code
        summary = part.summary
        yield f"{code}, achievements", summary.achievements
        yield f"{code}, concerns", summary.concerns
        yield f"{code}, decisions wanted", summary.decisions
        yield f"{code}, resources wanted", summary.resources
        for line, text in part.comments.items():
            yield f"{line}, comment of {code}", text
        for query in part.queries:
            yield f"{query.line}, query to {code}", query.words
    for row in material.dashboard.rows:
        for _, reason in row.findings.charted.reasons if row.findings else ():
            yield f"{row.indicator.code}, reason for a new phase", reason
    for action in material.actions:
        update, code = action.update, action.row.code
        if action.row.proposed:
            yield f"{code}, the action itself", action.row.text
        if update is not None:
            yield f"{code}, what was done", update.note
            yield f"{code}, what comes next", update.next_steps
            yield f"{code}, reason", update.reason


def found_in(text: str, known: Known) -> Iterator[tuple[str, str]]:
    """What looks like a person in a text: the words, and what they look like.

    Args:
        text: as it was written.
        known: what the plan tells of its words.
    """
    taken: list[tuple[int, int]] = []
    for first, last, like in _spans(text, known):
        if not any(first < end and start < last for start, end in taken):
            taken.append((first, last))
            yield " ".join(text[first:last].split()), like


def known_of(plan: Plan) -> Known:
    """What a plan's own words tell of words with capitals."""
    words = [_WORD.findall(text) for text in _texts_of_plan(plan)]
    every = [one for line in words for one in line]
    return Known(
        pairs=frozenset(pair for line in words for pair in pairwise(map(_small, line))),
        small=frozenset(_small(one) for one in every if one.islower()),
        any=frozenset(map(_small, every)),
    )


def _spans(text: str, known: Known) -> Iterator[tuple[int, int, str]]:
    """Where something begins and ends that looks like a person, the surest first."""
    for like, pattern in _SURE:
        yield from ((*match.span(), like) for match in pattern.finditer(text))
    for pattern in (_TITLED, _INITIAL):
        for match in pattern.finditer(text):
            if _small(match[1]) not in _BODIES | _OPENERS:
                yield (*match.span(), NAME)
    yield from ((first, last, NAME) for first, last in _names(text, known))


def _names(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """Where words stand that may be a name: as many together as may be."""
    words = list(_WORD.finditer(text))
    found: list[tuple[int, int]] = []
    for at, (one, other) in enumerate(pairwise(words)):
        if text[one.end() : other.start()] != " " or not _may_be_name(one[0], other[0], known):
            continue
        before = words[at - 1][0] if at else ""
        after = _AFTER.match(text, other.end())
        if _is_place(before, other[0], after[1] if after else ""):
            continue
        if found and found[-1][1] == one.end():
            found[-1] = found[-1][0], other.end()
        else:
            found.append((one.start(), other.end()))
    yield from found


def _is_place(before: str, second: str, after: str) -> bool:
    """Whether two words are of a place or a body by what stands before and after them."""
    return _small(after) in _BODIES or (_small(second) in _PLACES and _small(before) in _AT)


def _may_be_name(first: str, second: str, known: Known) -> bool:
    """Whether two words that stand together may be a person's forename and surname."""
    pair = _small(first), _small(second)
    if not _is_capitalised(first) or not (_is_capitalised(second) or _is_capitals(second, known)):
        return False
    if pair in known.pairs or any(one in _OPENERS or one in _BODIES for one in pair):
        return False
    return pair[0] in _FORENAMES or not known.small.issuperset(pair)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and any(map(str.islower, word))


def _is_capitals(word: str, known: Known) -> bool:
    """Whether a word is a surname in capitals, and no abbreviation."""
    return word.isupper() and len(word) >= _LEAST_CAPITALS and _small(word) not in known.any


def _small(word: str) -> str:
    """A word in small letters, whosever it is."""
    return _OWNING.sub("", word.lower())


def _texts_of_plan(plan: Plan) -> Iterable[str]:
    yield from (plan.title, plan.partnership, plan.area, *plan.neighbours)
    yield from (section.text for section in plan.sections)
    for board in plan.boards:
        yield from (board.name, board.about, board.chair, *board.members)
    for agency in plan.agencies:
        yield from (agency.name, *agency.other_names)
    for priority in plan.priorities:
        yield from (priority.title, priority.why, *(one.text for one in priority.actions))
        yield from (one.text for one in priority.aims)
        yield from (one.text for one in priority.measures)
    for one in plan.indicators:
        yield from (one.name, one.title, one.definition, one.group)
