"""One named use case for each thing a person does, each in one transaction."""

from dataclasses import dataclass

from csp_desktop.core.plan import Plan
from csp_desktop.services.analysis import Analysis
from csp_desktop.services.entry import Entry
from csp_desktop.services.exchange import Exchange
from csp_desktop.services.session import Session


@dataclass(frozen=True)
class Services:
    """Everything the window and the command line may ask for; built by `bootstrap`."""

    plan: Plan
    session: Session
    entry: Entry
    analysis: Analysis
    exchange: Exchange
