"""Figures in the database: the current one of each indicator, area and range, and its earlier ones.

Figures are never deleted. A save names the version it started from; a stale one is refused.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from csp_desktop.core.errors import StaleError
from csp_desktop.core.figures import (
    Absence,
    EarlierFigure,
    Figure,
    FigureStatus,
)
from csp_desktop.core.periods import DateRange
from csp_desktop.storage import audit
from csp_desktop.storage.audit import Author, Write
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import AuditRow, EarlierFigureRow, FigureRow

_CONTENT = (
    "value",
    "numerator",
    "denominator",
    "sample_size",
    "expected_on",
    "expected_from",
    "source",
    "obtained",
    "comment",
    "explanation",
    "explains",
)
_Place = tuple[str, str, DateRange]


class FigureRepository:
    """Reads and writes figures."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def series(self, indicator: str, area: str) -> list[Figure]:
        """Every figure of an indicator in an area, by first day and then last day."""
        query = FigureRow.select().where(
            (FigureRow.indicator == indicator) & (FigureRow.area == area)
        )
        return self._figures(query.order_by(FigureRow.first, FigureRow.last))

    def of_indicators(self, indicators: Iterable[str], area: str) -> dict[str, list[Figure]]:
        """Every figure of these indicators in an area, by code, in one query."""
        query = FigureRow.select().where(
            FigureRow.indicator.in_(list(indicators)) & (FigureRow.area == area)
        )
        found: dict[str, list[Figure]] = {}
        for figure in self._figures(query.order_by(FigureRow.first, FigureRow.last)):
            found.setdefault(figure.indicator, []).append(figure)
        return found

    def inside(
        self, indicators: Iterable[str], areas: Iterable[str], period: DateRange
    ) -> list[Figure]:
        """The figures of these indicators and areas that lie wholly inside a range."""
        query = FigureRow.select().where(
            FigureRow.indicator.in_(list(indicators))
            & FigureRow.area.in_(list(areas))
            & (FigureRow.first >= period.first)
            & (FigureRow.last <= period.last)
        )
        return self._figures(query)

    def as_known(self, indicators: Iterable[str], area: str, at: str) -> dict[str, list[Figure]]:
        """The figures of these indicators as they stood at a moment, by code.

        What came with the plan stood there from the beginning.

        Args:
            indicators: codes.
            area: whose figures.
            at: ISO 8601, UTC.
        """
        codes = list(indicators)
        now = [one for found in self.of_indicators(codes, area).values() for one in found]
        places = {str(one.id): one for one in now}
        entered = self._entered_after(at)
        then = {key: one for key, one in places.items() if key not in entered}
        query = EarlierFigureRow.select().where(
            EarlierFigureRow.figure.in_(list(then)) & (EarlierFigureRow.replaced_at > at)
        )
        for row in self._store.rows(query.order_by(EarlierFigureRow.version.desc())):
            one = places[row["figure"]]
            then[row["figure"]] = _figure({**row, "id": str(one.id), **_place(one)})
        found: dict[str, list[Figure]] = {}
        for one in then.values():
            found.setdefault(one.indicator, []).append(one)
        return found

    def _entered_after(self, at: str) -> set[str]:
        """The ids of the figures that were first entered after a moment."""
        query = AuditRow.select(AuditRow.entity_id).where(
            (AuditRow.entity == "figure") & (AuditRow.before == "") & (AuditRow.at > at)
        )
        return {row["entity_id"] for row in self._store.rows(query)}

    def of_ranges(
        self, indicators: Iterable[str], area: str, ranges: Iterable[DateRange]
    ) -> dict[tuple[str, DateRange], Figure]:
        """The figures of these indicators for exactly these ranges, in one query."""
        wanted = set(ranges)
        query = FigureRow.select().where(
            FigureRow.indicator.in_(list(indicators))
            & (FigureRow.area == area)
            & FigureRow.first.in_(sorted({one.first for one in wanted}))
        )
        return {
            (figure.indicator, figure.period): figure
            for figure in self._figures(query)
            if figure.period in wanted
        }

    def get(self, indicator: str, area: str, period: DateRange) -> Figure | None:
        """The figure of exactly this place; None where there is none."""
        return self.of_ranges([indicator], area, [period]).get((indicator, period))

    def overlapping(
        self, indicators: Iterable[str], area: str, period: DateRange
    ) -> dict[str, list[Figure]]:
        """The figures of other ranges as long as this one that share days with it."""
        query = FigureRow.select().where(
            FigureRow.indicator.in_(list(indicators))
            & (FigureRow.area == area)
            & (FigureRow.first <= period.last)
            & (FigureRow.last >= period.first)
        )
        found: dict[str, list[Figure]] = {}
        for figure in self._figures(query):
            if figure.period != period and figure.period.months == period.months:
                found.setdefault(figure.indicator, []).append(figure)
        return found

    def reported(self, figures: Iterable[Figure]) -> dict[UUID, list[Figure]]:
        """What each of these figures said before, oldest first."""
        now = {str(one.id): one for one in figures}
        query = (
            EarlierFigureRow.select()
            .where(EarlierFigureRow.figure.in_(list(now)))
            .order_by(EarlierFigureRow.version)
        )
        found: dict[UUID, list[Figure]] = {}
        for row in self._store.rows(query):
            one = now[row["figure"]]
            found.setdefault(one.id, []).append(_figure({**row, "id": str(one.id), **_place(one)}))
        return found

    def earlier(self, indicator: str, area: str) -> dict[UUID, list[EarlierFigure]]:
        """What each figure of a series said before, oldest first."""
        current = {str(one.id): one for one in self.series(indicator, area)}
        query = (
            EarlierFigureRow.select()
            .where(EarlierFigureRow.figure.in_(list(current)))
            .order_by(EarlierFigureRow.version)
        )
        found: dict[UUID, list[EarlierFigure]] = {}
        for row in self._store.rows(query):
            now = current[row["figure"]]
            then = _figure({**row, "id": str(now.id), **_place(now)})
            found.setdefault(now.id, []).append(
                EarlierFigure(then, row["replaced_at"], row["replaced_by"])
            )
        return found

    def indicators_with_numbers(self, area: str) -> set[str]:
        """The codes of the indicators that have at least one number in an area."""
        query = FigureRow.select(FigureRow.indicator).where(
            (FigureRow.area == area) & FigureRow.absence.is_null()
        )
        return {row["indicator"] for row in self._store.rows(query.distinct())}

    def save(self, figure: Figure, author: Author) -> Figure:
        """Store one figure, as `save_all` does."""
        return self.save_all([figure], author)[0]

    def save_all(self, figures: Sequence[Figure], author: Author) -> list[Figure]:
        """Store figures inside the caller's transaction, keeping what each said before.

        Args:
            figures: of different places, each with the version that was read; 0 where there
                was none.

        Returns:
            The figures as stored, with their new versions.

        Raises:
            StaleError: somebody has stored another version of one since.
        """
        stored = self._in_place_of(figures)
        new, kept, changed, saved, writes = [], [], [], [], []
        for figure in figures:
            before = stored.get(_place_of(figure))
            if (before.version if before else 0) != figure.version:
                raise StaleError(
                    f"{figure.indicator} for {figure.period} was changed while you had it open. "
                    "Look at its new value, then enter yours again."
                )
            row = {**_row(figure), "version": figure.version + 1}
            if before is None:
                new.append(row)
            else:
                row["id"] = str(before.id)
                kept.append(_kept(before, author))
                changed.append(row)
            writes.append(Write("figure", row["id"], _row(before) if before else None, row))
            saved.append(_figure(row))
        self._store.insert(FigureRow, new)
        self._store.insert(EarlierFigureRow, kept)
        self._store.update(FigureRow, changed)
        audit.append(self._store, author, *writes)
        return saved

    def mark_shared(self, figure: Figure) -> None:
        """Note what both sides now hold, inside the caller's transaction; no new version."""
        self._store.update(FigureRow, [{"id": str(figure.id), "shared": figure.shared}])

    def add_history(self, figures: Iterable[Figure], author: Author, source: str) -> int:
        """Store published figures into an empty database, audited as one operation.

        Args:
            source: what they were taken from, for the audit trail.
        """
        rows = [{**_row(figure), "version": 1} for figure in figures]
        self._store.insert(FigureRow, rows)
        audit.append(self._store, author, Write("history", source, None, {"figures": len(rows)}))
        return len(rows)

    def _in_place_of(self, figures: Sequence[Figure]) -> dict[_Place, Figure]:
        """What stands where these figures are to stand."""
        query = FigureRow.select().where(
            FigureRow.indicator.in_(sorted({one.indicator for one in figures}))
            & FigureRow.area.in_(sorted({one.area for one in figures}))
            & FigureRow.first.in_(sorted({one.period.first for one in figures}))
        )
        return {_place_of(one): one for one in self._figures(query)}

    def _figures(self, query: Any) -> list[Figure]:
        return [_figure(row) for row in self._store.rows(query)]


def _place_of(figure: Figure) -> _Place:
    return figure.indicator, figure.area, figure.period


def _place(figure: Figure) -> dict[str, Any]:
    return {
        "indicator": figure.indicator,
        "area": figure.area,
        "first": figure.period.first,
        "last": figure.period.last,
    }


def _row(figure: Figure) -> dict[str, Any]:
    return {
        "id": str(figure.id),
        **_place(figure),
        **{name: getattr(figure, name) for name in _CONTENT},
        "absence": figure.absence.value if figure.absence else None,
        "status": figure.status.value,
        "shared": figure.shared,
        "version": figure.version,
    }


def _kept(before: Figure, author: Author) -> dict[str, Any]:
    row = _row(before)
    return {
        **{name: row[name] for name in (*_CONTENT, "absence", "status", "version")},
        "figure": row["id"],
        "replaced_at": author.at,
        "replaced_by": author.user,
    }


def _figure(row: dict[str, Any]) -> Figure:
    return Figure(
        id=UUID(row["id"]),
        indicator=row["indicator"],
        area=row["area"],
        period=DateRange(row["first"], row["last"]),
        absence=Absence(row["absence"]) if row["absence"] else None,
        status=FigureStatus(row["status"]),
        shared=row.get("shared", ""),
        version=row["version"],
        **{name: row[name] for name in _CONTENT},
    )
