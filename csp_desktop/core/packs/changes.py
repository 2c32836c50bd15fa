"""What one pack says that an earlier one did not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from csp_desktop.core.packs.facts import ActionFact, Facts, IndicatorFact

_Fact = TypeVar("_Fact")
_Key = TypeVar("_Key")
_NO_TARGET = "no target"


class ChangeKind(Enum):
    """What kind of thing changed, in the order in which a meeting wants to hear of it."""

    RAG = "rag"
    FORECAST = "forecast"
    REVISED = "revised"
    NEW_ACTION = "new action"
    CLOSED_ACTION = "closed action"
    ACTION = "action"
    TARGET = "target"
    DEFINITION = "definition"
    NEW_INDICATOR = "new indicator"
    LEFT_OUT = "left out"

    @property
    def words(self) -> str:
        """`Colour now`."""
        return _WORDS[self]


_WORDS = {
    ChangeKind.RAG: "Colour now",
    ChangeKind.FORECAST: "Colour at year end",
    ChangeKind.REVISED: "Revised figure",
    ChangeKind.NEW_ACTION: "New action",
    ChangeKind.CLOSED_ACTION: "Closed action",
    ChangeKind.ACTION: "Action",
    ChangeKind.TARGET: "Target",
    ChangeKind.DEFINITION: "Definition",
    ChangeKind.NEW_INDICATOR: "New indicator",
    ChangeKind.LEFT_OUT: "No longer shown",
}


@dataclass(frozen=True)
class PackChange:
    """One thing that changed between two packs.

    Attributes:
        code: of the indicator or the action.
        name: what it is called.
        words: `reported as 612 for 2015/16-Q1, now 618`.
    """

    kind: ChangeKind
    code: str
    name: str
    before: str
    after: str
    words: str


def changes_between(before: Facts, after: Facts) -> list[PackChange]:
    """What the later of two packs says otherwise, the gravest kind first, else in its own order.

    A figure that stands in one of them alone is no change: a later pack has later quarters.
    """
    found = [
        *_indicators(before.indicators, after.indicators),
        *_figures(before, after),
        *_actions(before.actions, after.actions),
    ]
    order = list(ChangeKind)
    return sorted(found, key=lambda one: order.index(one.kind))


def _indicators(
    before: Iterable[IndicatorFact], after: Iterable[IndicatorFact]
) -> Iterator[PackChange]:
    then, now = _by(before, lambda one: one.code), _by(after, lambda one: one.code)
    for code, one in now.items():
        earlier = then.get(code)
        if earlier is None:
            yield PackChange(ChangeKind.NEW_INDICATOR, code, one.name, "", one.now, "now shown")
            continue
        for kind, was, is_now in (
            (ChangeKind.RAG, earlier.now, one.now),
            (ChangeKind.FORECAST, earlier.forecast, one.forecast),
            (ChangeKind.TARGET, earlier.target or _NO_TARGET, one.target or _NO_TARGET),
            (ChangeKind.DEFINITION, earlier.terms, one.terms),
        ):
            if was != is_now:
                words = f"was “{was}”, now “{is_now}”"
                if kind is ChangeKind.RAG:
                    words += f": {one.why}"
                yield PackChange(kind, code, one.name, was, is_now, words)
    for code, one in then.items():
        if code not in now:
            yield PackChange(ChangeKind.LEFT_OUT, code, one.name, one.now, "", "no longer shown")


def _figures(before: Facts, after: Facts) -> Iterator[PackChange]:
    if before.rounded_to != after.rounded_to:
        return  # what is written otherwise need not have changed
    names = {one.code: one.name for one in after.indicators}
    then = _by(before.figures, lambda one: one.place)
    for place, one in _by(after.figures, lambda one: one.place).items():
        earlier = then.get(place)
        if earlier is None or earlier.words == one.words or not (earlier.words and one.words):
            continue
        words = f"reported as {earlier.words} for {one.period}, now {one.words}"
        name = names.get(one.indicator, one.indicator)
        yield PackChange(ChangeKind.REVISED, one.indicator, name, earlier.words, one.words, words)


def _actions(before: Iterable[ActionFact], after: Iterable[ActionFact]) -> Iterator[PackChange]:
    then, now = _by(before, lambda one: one.code), _by(after, lambda one: one.code)
    for code, one in now.items():
        earlier = then.get(code)
        if earlier is None:
            yield _moved(ChangeKind.NEW_ACTION, one, "", one.status, f"new: {one.status.lower()}")
        elif earlier.open and not one.open:
            words = f"was “{earlier.status}”, now “{one.status}”"
            yield _moved(ChangeKind.CLOSED_ACTION, one, earlier.status, one.status, words)
        else:
            yield from _going_on(earlier, one)
    for code, one in then.items():
        if code not in now:
            yield _moved(ChangeKind.CLOSED_ACTION, one, one.status, "", "taken out of the plan")


def _going_on(earlier: ActionFact, one: ActionFact) -> Iterator[PackChange]:
    if earlier.status != one.status:
        words = f"was “{earlier.status}”, now “{one.status}”"
        yield _moved(ChangeKind.ACTION, one, earlier.status, one.status, words)
    if earlier.due != one.due:
        was, is_now = earlier.due or "no day", one.due or "no day"
        yield _moved(ChangeKind.ACTION, one, was, is_now, f"was due {was}, now {is_now}")


def _moved(kind: ChangeKind, action: ActionFact, before: str, after: str, words: str) -> PackChange:
    return PackChange(kind, action.code, action.text, before, after, words)


def _by(facts: Iterable[_Fact], key: Callable[[_Fact], _Key]) -> Mapping[_Key, _Fact]:
    return {key(one): one for one in facts}
