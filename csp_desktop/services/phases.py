"""Phases of control charts: a dated decision that a new one begins, with its reason."""

from datetime import date

from csp_desktop.core.analysis.charting import Rebase
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.core.periods import day_words
from csp_desktop.core.plan import Indicator, Plan
from csp_desktop.core.texts import storable
from csp_desktop.services.changes import Changes, Kind
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store
from csp_desktop.storage.phase_repository import PhaseRepository


class Phases:
    """Keeps the decisions that people take; none is ever taken by the program."""

    def __init__(self, store: Store, plan: Plan, session: Session) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._phases = PhaseRepository(store)

    def of(self, code: str) -> list[Rebase]:
        """The decisions on an indicator, in order of time.

        Raises:
            NotFoundError: there is no such indicator.
        """
        return self._phases.all().get(self._plan.indicator(code).code, [])

    def begin(self, code: str, first: date, reason: str) -> Changes:
        """Begin a new phase with the period a day falls in.

        Raises:
            NotFoundError: there is no such indicator.
            RefusedError: no reason is given, a phase begins on that day already, or this window
                may only look.
        """
        self._session.check_may_write()
        indicator = self._plan.indicator(code)
        reason = storable(reason).strip()
        if not reason:
            raise RefusedError("Enter why a new phase begins: what changed, and who found so.")
        if self._decided(indicator, first):
            raise RefusedError(
                f"A phase of {indicator.code} begins on {day_words(first)} already. Take that "
                "one back first."
            )
        with self._store.transaction():
            author = self._session.author("begin a phase")
            self._phases.add(indicator.code, first, reason, author)
        return Changes.of(Kind.PLAN)

    def take_back(self, code: str, first: date) -> Changes:
        """Take a decision back; the audit trail keeps it.

        Raises:
            NotFoundError: there is no such indicator, or no phase of it begins on that day.
            RefusedError: this window may only look.
        """
        self._session.check_may_write()
        indicator = self._plan.indicator(code)
        decided = self._decided(indicator, first)
        if decided is None:
            raise NotFoundError(f"No phase of {indicator.code} begins on {day_words(first)}.")
        with self._store.transaction():
            author = self._session.author("take back a phase")
            self._phases.remove(indicator.code, decided, author)
        return Changes.of(Kind.PLAN)

    def _decided(self, indicator: Indicator, first: date) -> Rebase | None:
        return next((one for one in self.of(indicator.code) if one.first == first), None)
