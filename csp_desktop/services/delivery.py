"""The delivery plan across boards: every action with how it stands, in pages as they are wanted."""

from csp_desktop.core.plan import Plan
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store


class Delivery:
    """Reads actions of all boards; keeps the views of them that people save."""

    def __init__(self, store: Store, plan: Plan, session: Session) -> None:
        self._store = store
        self._plan = plan
        self._session = session
