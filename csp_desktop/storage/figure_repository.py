"""Figures in the database: the current one of each indicator, area and range, and its earlier ones.

Figures are never deleted. A save names the version it started from; a stale one is refused.
"""

from collections.abc import Iterable
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
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store
from csp_desktop.storage.models import EarlierFigureRow, FigureRow

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
_BULK = 40  # 40 rows of 20 columns stay under SQLite's old limit of 999 values a statement


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
        """Store a figure inside the caller's transaction, keeping what it said before.

        Args:
            figure: with the version that was read; 0 where there was none.

        Returns:
            The figure as stored, with its new version.

        Raises:
            StaleError: somebody has stored another version since.
        """
        place = (
            (FigureRow.indicator == figure.indicator)
            & (FigureRow.area == figure.area)
            & (FigureRow.first == figure.period.first)
            & (FigureRow.last == figure.period.last)
        )
        found = self._figures(FigureRow.select().where(place))
        before = found[0] if found else None
        if (before.version if before else 0) != figure.version:
            raise StaleError(
                f"{figure.indicator} for {figure.period} was changed while you had it open. "
                "Look at its new value, then enter yours again."
            )
        row = {**_row(figure), "version": figure.version + 1}
        if before is None:
            self._store.execute(FigureRow.insert(row))
        else:
            row["id"] = str(before.id)
            self._keep(before, author)
            self._store.execute(FigureRow.update(row).where(FigureRow.id == row["id"]))
        audit.append(
            self._store, author, "figure", row["id"], _row(before) if before else None, row
        )
        return _figure(row)

    def mark_shared(self, figure: Figure) -> None:
        """Note what both sides now hold, inside the caller's transaction; no new version."""
        self._store.execute(
            FigureRow.update(shared=figure.shared).where(FigureRow.id == str(figure.id))
        )

    def add_history(self, figures: Iterable[Figure], author: Author, source: str) -> int:
        """Store published figures into an empty database, audited as one operation.

        Args:
            source: what they were taken from, for the audit trail.
        """
        rows = [{**_row(figure), "version": 1} for figure in figures]
        for start in range(0, len(rows), _BULK):
            self._store.execute(FigureRow.insert_many(rows[start : start + _BULK]))
        audit.append(self._store, author, "history", source, None, {"figures": len(rows)})
        return len(rows)

    def _keep(self, before: Figure, author: Author) -> None:
        row = _row(before)
        kept = {name: row[name] for name in (*_CONTENT, "absence", "status", "version")}
        self._store.execute(
            EarlierFigureRow.insert(
                **kept, figure=row["id"], replaced_at=author.at, replaced_by=author.user
            )
        )

    def _figures(self, query: Any) -> list[Figure]:
        return [_figure(row) for row in self._store.rows(query)]


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
