"""The figures of several areas in one range, in one query."""

from collections.abc import Iterable

from csp_desktop.core.figures import Figure
from csp_desktop.core.periods import DateRange
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.models import FigureRow


class AreaFigures(FigureRepository):
    """Reads figures across areas."""

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
