"""One named use case for each thing a person does, each in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from csp_desktop.core.plan import Plan
from csp_desktop.services.action_story import Stories
from csp_desktop.services.analysis import Analysis
from csp_desktop.services.annotations import Annotations
from csp_desktop.services.boroughs import Boroughs
from csp_desktop.services.contacts import Contacts
from csp_desktop.services.dashboard import Dashboards
from csp_desktop.services.delivery import Delivery
from csp_desktop.services.edits import Edits
from csp_desktop.services.entry import Entry
from csp_desktop.services.exchange import Exchange
from csp_desktop.services.judging import Judging
from csp_desktop.services.packs import Packs
from csp_desktop.services.phases import Phases
from csp_desktop.services.plan_changes import PlanChanges
from csp_desktop.services.published import Published
from csp_desktop.services.publishing import Publishing
from csp_desktop.services.returns import Returns
from csp_desktop.services.review import Review
from csp_desktop.services.session import Session
from csp_desktop.services.trail import Trail


@dataclass(frozen=True)
class Services:
    """Everything the window and the command line may ask for; built by `bootstrap`.

    `release_thread` closes what a service has opened in the thread that calls it.
    """

    plan: Plan
    session: Session
    returns: Returns
    entry: Entry
    edits: Edits
    review: Review
    analysis: Analysis
    annotations: Annotations
    boroughs: Boroughs
    exchange: Exchange
    contacts: Contacts
    dashboards: Dashboards
    delivery: Delivery
    judging: Judging
    packs: Packs
    phases: Phases
    plan_changes: PlanChanges
    published: Published
    publishing: Publishing
    stories: Stories
    trail: Trail
    release_thread: Callable[[], None]
