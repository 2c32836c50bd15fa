from dataclasses import fields, replace
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.errors import StorageError
from csp_desktop.core.plan import Plan
from csp_desktop.storage.connection import Store, created
from csp_desktop.storage.migrate import upgrade
from csp_desktop.storage.plan_folder import PlanFolder
from csp_desktop.storage.plan_repository import PlanRepository
from tests.conftest import LEAD_OFFICER

PARTS = [one.name for one in fields(Plan)]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_the_plan_folder_comes_out_of_the_database_as_it_went_in(
    part: str, plan: Plan, store: Store
) -> None:
    assert getattr(PlanRepository(store).load(), part) == getattr(plan, part)


def test_the_plan_of_a_database_is_the_plan_of_its_folder(plan: Plan, store: Store) -> None:
    assert PlanRepository(store).load() == plan


def test_another_partnerships_plan_starts_from_its_own_folder(
    little_plan: Path, tmp_path: Path
) -> None:
    database = tmp_path / "little.db"
    started = bootstrap.start(database, LEAD_OFFICER, little_plan)
    assert (started.boards, started.indicators, started.figures) == (2, 3, 2)
    with bootstrap.services(database, LEAD_OFFICER) as services:
        assert replace(services.plan, folder="") == PlanFolder(little_plan).plan()
        assert Path(services.plan.folder) == little_plan
        assert services.plan.partnership == "Little Wittering Community Safety Partnership"


def test_a_database_without_a_plan_is_refused_in_words(tmp_path: Path) -> None:
    with created(tmp_path / "bare.db") as store:
        upgrade(store, paths.MIGRATIONS)
    with (
        pytest.raises(StorageError, match=r"bare\.db holds no plan"),
        bootstrap.services(tmp_path / "bare.db", LEAD_OFFICER),
    ):
        pass
