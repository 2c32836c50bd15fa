"""The audit trail as people read it: who changed what, from what to what, by which operation."""

from csp_desktop.core.plan import Plan
from csp_desktop.storage.connection import Store


class Trail:
    """Reads the trail; nothing here writes to the database."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store = store
        self._plan = plan
