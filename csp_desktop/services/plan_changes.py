"""Changes of the plan under control: what was agreed by whom, where and when; the old one stays."""

from csp_desktop.core.plan import Plan
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store


class PlanChanges:
    """Records changes of targets, due dates and definitions, and reads their story."""

    def __init__(self, store: Store, plan: Plan, session: Session) -> None:
        self._store = store
        self._plan = plan
        self._session = session
