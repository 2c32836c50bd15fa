"""Contact with boards over their returns: reminders, the workbooks beside them, what came last."""

from csp_desktop.core.plan import Plan
from csp_desktop.services.exchange import Exchange
from csp_desktop.services.returns import Returns
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import Store


class Contacts:
    """Writes reminders and remembers them."""

    def __init__(
        self, store: Store, plan: Plan, session: Session, returns: Returns, exchange: Exchange
    ) -> None:
        self._store = store
        self._plan = plan
        self._session = session
        self._returns = returns
        self._exchange = exchange
