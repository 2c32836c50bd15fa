"""How many people live in each area, by day; what is replaced stays in the audit trail."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from csp_desktop.core.plan import Population
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.plan_models import PopulationRow

NEW, REVISED, UNCHANGED = "new", "revised", "unchanged"


class PopulationRepository:
    """Reads and writes populations."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Population]:
        """Every population, by area and then by day."""
        query = PopulationRow.select().order_by(PopulationRow.area, PopulationRow.day)
        return [Population(**row) for row in self._store.rows(query)]

    def add_with_plan(self, populations: Iterable[Population]) -> None:
        """Store what comes with a plan into an empty database; the plan's own entry covers it."""
        self._store.insert(PopulationRow, [_row(one) for one in populations])

    def save_all(self, populations: Sequence[Population], author: Author) -> Counter[str]:
        """Store populations inside the caller's transaction.

        One of an area and a day that are known already takes the place of what stood there, and
        the trail keeps both.

        Args:
            populations: no area twice for one day.
            author: who stores them.

        Returns:
            How many were `NEW`, `REVISED` and `UNCHANGED`.
        """
        stored = {(one.area, one.day): one for one in self.all()}
        counts: Counter[str] = Counter()
        writes = []
        for one in populations:
            before = stored.get((one.area, one.day))
            if before == one:
                counts[UNCHANGED] += 1
                continue
            counts[NEW if before is None else REVISED] += 1
            self._put(one, replaces=before is not None)
            name = f"{one.area} on {one.day}"
            writes.append(Write("population", name, _row(before) if before else None, _row(one)))
        audit.append(self._store, author, *writes)
        return counts

    def _put(self, one: Population, *, replaces: bool) -> None:
        if not replaces:
            self._store.insert(PopulationRow, [_row(one)])
            return
        place = (PopulationRow.area == one.area) & (PopulationRow.day == one.day)
        self._store.execute(PopulationRow.update(_row(one)).where(place))


def _row(population: Population) -> dict[str, Any]:
    return dict(vars(population))
