"""Which quarter, or which year, the next pack is of."""

from collections.abc import Sequence
from datetime import date

from csp_desktop.core.packs.document import PackKind
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.stepper import Stepper


class PackPeriod(Stepper):
    """Steps through the quarters of a plan, or for an assessment through its years."""

    def __init__(self, theme: Theme, plan: Plan, quarter: Quarter) -> None:
        """Begin at a quarter.

        Args:
            theme: colours and type.
            plan: says which quarters there are.
            quarter: the first to show; the first of the plan where it is none of these.
        """
        super().__init__(theme, "period")
        self._quarters = list(plan.quarters_owed())
        self._years = _assessment_years(plan.first_day, plan.last_day)
        self._kind = PackKind.MEETING
        self._quarter = quarter if quarter in self._quarters else self._quarters[0]
        self._year = _year_at(self._years, self._quarter)
        self._offer()
        self.stepped.connect(self._take)

    @property
    def period(self) -> Quarter | DateRange:
        """What is shown."""
        return self._year if self._kind is PackKind.ASSESSMENT else self._quarter

    def show_kind(self, kind: PackKind) -> None:
        """Offer the periods of another kind of pack."""
        self._kind = kind
        self._offer()

    def show_quarter(self, quarter: Quarter) -> bool:
        """Show another quarter and its year; whether that is something new."""
        if quarter == self._quarter or quarter not in self._quarters:
            return False
        self._quarter, self._year = quarter, _year_at(self._years, quarter)
        self._offer()
        return True

    def _offer(self) -> None:
        if self._kind is PackKind.ASSESSMENT:
            labels = [one.words() for one in self._years]
            self.show_steps(labels, self._years.index(self._year))
        else:
            labels = [str(one) for one in self._quarters]
            self.show_steps(labels, self._quarters.index(self._quarter))

    def _take(self, index: int) -> None:
        if self._kind is PackKind.ASSESSMENT:
            self._year = self._years[index]
        else:
            self._quarter = self._quarters[index]


def _assessment_years(first: date, last: date) -> list[DateRange]:
    """The years from October to September that touch a plan."""
    years = (DateRange.of_months(year, 10, 12) for year in range(first.year - 1, last.year + 1))
    return [one for one in years if one.last >= first and one.first <= last]


def _year_at(years: Sequence[DateRange], quarter: Quarter) -> DateRange:
    """The year a quarter lies in, or the last there is."""
    return next((one for one in years if one.contains(quarter.range)), years[-1])
