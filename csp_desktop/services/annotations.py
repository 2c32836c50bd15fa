"""Notes on charts: what happened on a day, said beside the line that may have moved by it."""

from datetime import date
from uuid import uuid4

from csp_desktop.core.annotations import Annotation
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.periods import day_words
from csp_desktop.core.plan import Plan
from csp_desktop.core.texts import storable
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.session import Session
from csp_desktop.storage.annotation_repository import AnnotationRepository
from csp_desktop.storage.connection import Store

LONGEST_FACT, LONGEST_NOTE = 60, 120


class Annotations:
    """Keeps what people note on charts."""

    def __init__(self, store: Store, plan: Plan, session: Session) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._annotations = AnnotationRepository(store)

    def of(self, code: str) -> list[Annotation]:
        """The notes on an indicator, and those on every chart, in order of time.

        Raises:
            NotFoundError: there is no such indicator.
        """
        return self._annotations.of(self._plan.indicator(code).code)

    def add(self, code: str, day: date, fact: str, note: str = "") -> Changes:
        """Note what happened.

        Args:
            code: of an indicator; empty for every chart.
            day: on which it happened.
            fact: in a few words.
            note: one line more.

        Raises:
            NotFoundError: there is no such indicator.
            RefusedError: no fact is given, it or the note is too long or more than a line, the
                same is noted on that day already, or this window may only look.
        """
        self._session.check_may_write()
        indicator = self._plan.indicator(code).code if code else ""
        fact = _line(fact, "What happened", LONGEST_FACT)
        note = _line(note, "The line below", LONGEST_NOTE)
        if not fact:
            raise RefusedError("Enter what happened, in a few words.")
        where = indicator or "every chart"
        noted = self._annotations.of(indicator)
        if any((one.indicator, one.day, one.fact) == (indicator, day, fact) for one in noted):
            raise RefusedError(f"“{fact}” is noted on {where} at {day_words(day)} already.")
        with self._store.transaction():
            author = self._session.author("note on a chart")
            made = Annotation(str(uuid4()), indicator, day, fact, note, author.user, author.at)
            self._annotations.add(made, author)
        return Changes.of(Kind.PLAN)

    def take_back(self, annotation: str) -> Changes:
        """Take a note back; the audit trail keeps it.

        Args:
            annotation: its id.

        Raises:
            NotFoundError: there is no such note.
            RefusedError: this window may only look.
        """
        self._session.check_may_write()
        noted = self._annotations.get(annotation)
        if noted is None:
            raise NotFoundError("That note is not there any more: it was taken back.")
        with self._store.transaction():
            self._annotations.remove(noted, self._session.author("take back a note on a chart"))
        return Changes.of(Kind.PLAN)


def _line(text: str, name: str, longest: int) -> str:
    """One line of text that may be stored."""
    found = storable(text).strip()
    if "\n" in found:
        raise RefusedError(f"{name} must be one line.")
    if len(found) > longest:
        raise RefusedError(f"{name} must be {longest} characters or less.")
    return found
