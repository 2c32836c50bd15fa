"""Looks through what people wrote for what may tell who somebody is (DESIGN.md 8).

It errs on the side of asking: a person reads what is found and decides. Names of people are never
collected (CONVENTIONS.md F14), so there is no list of them to look in; two capitalised words that
the plan itself never puts together are taken for one.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from csp_desktop.core.packs.issued import Suspicion
from csp_desktop.core.packs.material import Material
from csp_desktop.core.plan import Plan

NAME, ADDRESS, BIRTH = "a person's name", "an address", "a date of birth"
CASE, PHONE, MAIL = "a case number", "a telephone number", "an e-mail address"

_DATE = r"\d{1,2}(?:[./-]\d{1,2}[./-]|(?:st|nd|rd|th)? [A-Z][a-z]+ )(?:\d{4}|\d{2})"
_STREETS = (
    "Street|Road|Lane|Avenue|Close|Court|House|Gardens|Way|Square|Terrace|Drive|Crescent|Place|"
    "Mews|Row|Walk|Grove|Hill|Wharf|Tower|Buildings"
)
_TITLES = "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Councillor|PC|DC|PS|DS|DI|Sgt|Insp|Supt|Rev|Sir|Lady"
_SURE = (
    (MAIL, re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (BIRTH, re.compile(rf"(?i:\b(?:d\.?o\.?b\.?|born(?: on)?|date of birth))\W*{_DATE}")),
    (ADDRESS, re.compile(rf"\b\d+[a-zA-Z]?,? (?:[A-Z][\w'’]+ ){{1,3}}(?:{_STREETS})\b")),
    (ADDRESS, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")),
    (ADDRESS, re.compile(r"\b[Ff]lat \d+[a-zA-Z]?\b")),
    (PHONE, re.compile(r"(?<![\d,])(?:\+44 ?|0)(?:\d[ -]?){9,10}(?!\d)")),
    (CASE, re.compile(r"\b\d{5,8}/\d{2}\b")),
    (CASE, re.compile(r"\b[A-Z]{1,4}[-/ ]?\d{5,}\b")),
    (
        CASE,
        re.compile(
            r"(?i:\b(?:case|crime|cris|custody|reference|ref|urn)\b)"
            r"(?i:(?: (?:no|number|ref|reference))?)\W{0,3}(?=\w*\d)[\w/-]{4,}"
        ),
    ),
    (NAME, re.compile(rf"\b(?:{_TITLES})\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?")),
)
_PAIR = re.compile(r"\b([A-Z][a-z'’-]+) ([A-Z][a-z'’-]+)\b")
_WORDS = re.compile(r"[A-Za-z'’-]+")
_OPENERS = re.compile(
    "(?:a|all|also|an|and|any|as|at|both|but|by|each|every|first|for|from|here|how|if|in|it|its|"
    "last|many|most|new|next|no|none|not|nothing|now|of|on|one|only|or|our|out|over|said|since|so|"
    "some|still|that|the|their|then|there|these|they|this|those|through|to|two|under|until|up|we|"
    "what|when|where|which|while|with|without|january|february|march|april|may|june|july|august|"
    "september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
"""Words that open sentences and name days and months, but nobody."""


def suspicions(material: Material) -> tuple[Suspicion, ...]:
    """Every place in the texts of a pack that looks as if it told who somebody is.

    Args:
        material: as its edition may show it.
    """
    known = _pairs_of(material.plan)
    found = (
        Suspicion(where, words, like)
        for where, text in texts_of(material)
        for words, like in found_in(text, known)
    )
    return tuple(dict.fromkeys(found))


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
    for action in material.actions:
        row, update = action.row, action.update
        if row.proposed:
            yield f"{row.code}, the action itself", row.text
        if update is not None:
            yield f"{row.code}, what was done", update.note
            yield f"{row.code}, what comes next", update.next_steps
            yield f"{row.code}, reason", update.reason


def found_in(text: str, known: frozenset[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What looks like a person in a text: the words, and what they look like.

    Args:
        text: as it was written.
        known: pairs of words that stand together in the plan, in small letters.
    """
    taken: list[tuple[int, int]] = []
    for like, pattern in _SURE:
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                yield match[0].strip(), like
    for match in _PAIR.finditer(text):
        pair = match[1].lower(), match[2].lower()
        free = not any(match.start() < end and start < match.end() for start, end in taken)
        if free and pair not in known and not any(map(_OPENERS.fullmatch, pair)):
            yield match[0], NAME


def _pairs_of(plan: Plan) -> frozenset[tuple[str, str]]:
    """Pairs of words that the plan itself puts together."""
    texts: list[str] = [plan.title, plan.partnership, plan.area, *plan.neighbours]
    texts += [section.text for section in plan.sections]
    for board in plan.boards:
        texts += [board.name, board.about, board.chair, *board.members]
    for agency in plan.agencies:
        texts += [agency.name, *agency.other_names]
    for priority in plan.priorities:
        texts += [priority.title, priority.why, *(one.text for one in priority.actions)]
        texts += [one.text for one in priority.aims]
        texts += [one.text for one in priority.measures]
    for one in plan.indicators:
        texts += [one.name, one.title, one.definition, one.group]
    return frozenset(pair for text in texts for pair in _neighbours(text))


def _neighbours(text: str) -> Iterable[tuple[str, str]]:
    words = [one.lower() for one in _WORDS.findall(text)]
    return pairwise(words)
