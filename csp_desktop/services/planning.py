"""Starting a database from a plan folder, and reading the plan back."""

from dataclasses import dataclass, replace
from pathlib import Path

from csp_desktop.core.figures import Figure
from csp_desktop.core.plan import Plan
from csp_desktop.excel.fields import figure_fields, mark_of
from csp_desktop.services.session import Session
from csp_desktop.storage import migrate
from csp_desktop.storage.audit import Write, append
from csp_desktop.storage.connection import Store, created
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.plan_folder import PlanFolder
from csp_desktop.storage.plan_repository import PlanRepository
from csp_desktop.storage.population_repository import PopulationRepository


@dataclass(frozen=True)
class Started:
    """What a new database holds."""

    database: Path
    boards: int
    indicators: int
    figures: int


def start_database(
    path: Path,
    plan_folder: Path,
    migrations: Path,
    session: Session,
    *,
    history: bool = True,
    kept_at: str = "",
) -> Started:
    """Create a database with a plan and its history, whole or not at all.

    Args:
        path: of the database.
        plan_folder: with the plan.
        migrations: that make the schema.
        session: who starts it.
        history: whether the figures that come with the plan are stored too.
        kept_at: where the plan folder will be found again; empty for the one that comes with
            the program.

    Raises:
        RefusedError: there is a file at `path` already.
        StorageError: the folder cannot be written, or the plan folder has a fault.
        NotFoundError: the plan folder misses a file.
    """
    folder = PlanFolder(plan_folder)
    plan = folder.plan()
    author = session.author("start")
    with created(path) as store:
        migrate.upgrade(store, migrations)
        with store.transaction():
            PlanRepository(store).save(replace(plan, folder=kept_at))
            PopulationRepository(store).add_with_plan(folder.populations())
            append(store, author, Write("plan", plan.id, None, {"title": plan.title}))
            figures = 0
            if history:
                repository = FigureRepository(store)
                figures = repository.add_history(
                    (_shared(figure) for figure in folder.history()), author, plan.source
                )
    return Started(path, len(plan.boards), len(plan.indicators), figures)


def _shared(figure: Figure) -> Figure:
    """A figure that everybody who starts from this plan holds alike."""
    return replace(figure, shared=mark_of(figure_fields(figure)))


def load_plan(store: Store) -> Plan:
    """The plan that a database works on."""
    return PlanRepository(store).load()
