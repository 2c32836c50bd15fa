"""Each fixture builds one real thing, always in a temporary folder."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.plan import Plan
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.storage.audit import Author
from csp_desktop.storage.connection import Store, opened
from csp_desktop.storage.migrate import schema_version
from csp_desktop.storage.plan_folder import PlanFolder
from tests.places import ROOT

pytest_plugins = ["tests.hypothesis_profiles"]

NOW = datetime(2015, 7, 14, 12, tzinfo=UTC)
LEAD_OFFICER = Session("Lead officer", lambda: NOW)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test ever finds the data folder of whoever runs it."""
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "user_data")
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: tmp_path / "user_log")


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The built-in plan, read from its folder."""
    return PlanFolder(paths.BUILT_IN_PLAN).plan()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Path]:
    """Databases of the built-in plan, each built once: with its history, or without."""
    folder = tmp_path_factory.mktemp("built")
    made: dict[bool, Path] = {}

    def one(history: bool) -> Path:
        if history not in made:
            made[history] = folder / f"{'with' if history else 'without'}_history.db"
            bootstrap.start(made[history], LEAD_OFFICER, history=history)
        return made[history]

    return one


@pytest.fixture
def database(built: Callable[[bool], Path], tmp_path: Path) -> Path:
    """A database with the built-in plan and its history."""
    return Path(shutil.copy(built(True), tmp_path / "csp.db"))


@pytest.fixture
def empty_database(built: Callable[[bool], Path], tmp_path: Path) -> Path:
    """A database with the built-in plan and no figures."""
    return Path(shutil.copy(built(False), tmp_path / "empty.db"))


@pytest.fixture
def services(database: Path) -> Iterator[Services]:
    """The services over the built-in plan and its history, at noon on 14 July 2015."""
    with bootstrap.services(database, LEAD_OFFICER) as services:
        yield services


@pytest.fixture
def empty_services(empty_database: Path) -> Iterator[Services]:
    """The services over the built-in plan without figures."""
    with bootstrap.services(empty_database, LEAD_OFFICER) as services:
        yield services


@pytest.fixture
def store(empty_database: Path) -> Iterator[Store]:
    """An open database with the built-in plan and no figures."""
    with opened(empty_database, schema_version(paths.MIGRATIONS)) as store:
        yield store


@pytest.fixture
def author() -> Author:
    """The lead officer, entering a figure."""
    return LEAD_OFFICER.author("enter figure")


@pytest.fixture
def little_plan(tmp_path: Path) -> Path:
    """A copy of a small plan folder of another partnership, for a test to change."""
    source = ROOT / "tests" / "data" / "plans" / "little_wittering"
    return Path(shutil.copytree(source, tmp_path / "little_wittering"))
