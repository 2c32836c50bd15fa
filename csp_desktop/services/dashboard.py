"""The priority dashboard of a quarter, as it is known now or as it was known then."""

from collections.abc import Mapping
from datetime import date, datetime, time

from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.dashboard import Dashboard, IndicatorRow, indicators_of_theme, theme
from csp_desktop.core.disclosure.rounding import EXACT, Rule
from csp_desktop.core.figures import Absence
from csp_desktop.core.periods import DateRange, Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.services.judging import Judging
from csp_desktop.services.session import stored_moment


class Dashboards:
    """Brings every theme of the plan together for one quarter."""

    def __init__(self, plan: Plan, judging: Judging) -> None:
        self._plan = plan
        self._judging = judging

    def known_then(self, quarter: Quarter) -> date:
        """The day by which a quarter's returns were due: what was known then."""
        return quarter.due(self._plan.return_due_days)

    def of(self, quarter: Quarter, known_on: date | None = None, rule: Rule = EXACT) -> Dashboard:
        """Every theme with its indicators, by their latest figures up to a quarter.

        Args:
            quarter: the last whose figures count.
            known_on: the day as known at whose end it is shown; None for what is known now.
            rule: how counts are published.
        """
        found = self._judging.latest(quarter, end_of(known_on), rule)
        return self._of(quarter.range, found, known_on)

    def over(
        self, period: DateRange, known_on: date | None = None, rule: Rule = EXACT
    ) -> Dashboard:
        """Every theme with its indicators, by their figures of one range and of no other.

        Args:
            period: of the figures; put together from shorter ones where there is none of its own.
            known_on, rule: as in `of`.
        """
        figures = self._judging.whole(period, end_of(known_on), rule)
        found = {one.indicator.code: (one, "") for one in figures}
        return self._of(period, found, known_on)

    def _of(
        self,
        period: DateRange,
        found: Mapping[str, tuple[Findings | None, str]],
        known_on: date | None,
    ) -> Dashboard:
        nothing = None, Absence.NOT_ENTERED.words
        themes = []
        for priority in self._plan.priorities:
            rows = [
                IndicatorRow(one, *found.get(one.code, nothing))
                for one in indicators_of_theme(self._plan, priority)
            ]
            themes.append(theme(priority, rows, period))
        return Dashboard(Quarter.containing(period.last), tuple(themes), known_on)


def end_of(day: date | None) -> str:
    """The last moment of a day here, as the trail writes moments; empty for none."""
    return "" if day is None else stored_moment(datetime.combine(day, time.max).astimezone())
