"""The composition root: from paths to a database, from there to services. No Qt."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csp_desktop import paths
from csp_desktop.core.plan import Plan
from csp_desktop.services import Services
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
from csp_desktop.services.pack_material import PackMaterial
from csp_desktop.services.packs import Packs
from csp_desktop.services.phases import Phases
from csp_desktop.services.plan_changes import PlanChanges
from csp_desktop.services.planning import Started, load_plan, start_database
from csp_desktop.services.published import Published
from csp_desktop.services.publishing import Publishing
from csp_desktop.services.returns import Returns
from csp_desktop.services.review import Review
from csp_desktop.services.session import Session
from csp_desktop.services.trail import Trail
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version, upgrade


def start(
    database: Path, session: Session, plan_folder: Path | None = None, *, history: bool = True
) -> Started:
    """Create a database with a plan (the built-in one where none is named)."""
    folder = plan_folder or paths.BUILT_IN_PLAN
    return start_database(
        database,
        folder,
        paths.MIGRATIONS,
        session,
        history=history,
        kept_at=str(plan_folder.resolve()) if plan_folder else "",
    )


@contextmanager
def services(database: Path, session: Session) -> Iterator[Services]:
    """The services over an existing database, which is closed afterwards.

    Raises:
        UserError: there is no database, or it cannot be used as it is; nothing is changed.
    """
    version = schema_version(paths.MIGRATIONS)
    with opened(database, version, looks_only=session.looks_only) as store:
        upgrade(store, paths.MIGRATIONS)
        plan = load_plan(store)
        returns = Returns(store, plan, session)
        entry = Entry(store, plan, session, returns)
        analysis = Analysis(store, plan)
        exchange = Exchange(store, plan, session, returns)
        judging = Judging(store, plan)
        material = PackMaterial(store, plan, session, returns, judging)
        yield Services(
            plan=plan,
            session=session,
            returns=returns,
            entry=entry,
            edits=Edits(entry),
            review=Review(store, plan, session, returns),
            analysis=analysis,
            annotations=Annotations(store, plan, session),
            boroughs=Boroughs(store, plan, session),
            judging=judging,
            dashboards=Dashboards(plan, judging),
            packs=Packs(store, plan, session, material),
            phases=Phases(store, plan, session),
            exchange=exchange,
            contacts=Contacts(store, plan, session, returns, exchange),
            delivery=Delivery(store, plan, session),
            plan_changes=PlanChanges(store, plan, session),
            published=Published(store, plan),
            publishing=Publishing(store, plan, session, _plan_folder(plan)),
            stories=Stories(store, plan),
            trail=Trail(store, plan),
            release_thread=store.close,
        )


def _plan_folder(plan: Plan) -> Path:
    """Where the plan of a database came from."""
    return Path(plan.folder) if plan.folder else paths.BUILT_IN_PLAN
