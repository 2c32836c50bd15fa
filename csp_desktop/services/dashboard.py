"""The priority dashboard of a quarter, as it is known now or as it was known then."""

from datetime import date, datetime, time

from csp_desktop.core.dashboard import Dashboard, IndicatorRow, indicators_of_theme, theme
from csp_desktop.core.periods import Quarter
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

    def of(self, quarter: Quarter, known_on: date | None = None) -> Dashboard:
        """Every theme with its indicators, by their latest figures up to a quarter.

        Args:
            quarter: the last whose figures count.
            known_on: the day as known at whose end it is shown; None for what is known now.
        """
        at = ""
        if known_on is not None:
            at = stored_moment(datetime.combine(known_on, time.max).astimezone())
        found = self._judging.latest(quarter, at)
        themes = []
        for priority in self._plan.priorities:
            rows = [
                IndicatorRow(one, *found[one.code])
                for one in indicators_of_theme(self._plan, priority)
            ]
            themes.append(theme(priority, rows, quarter.range))
        return Dashboard(quarter, tuple(themes), known_on)
