import json
import shutil
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.storage.audit import first_break
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from tests.conftest import LEAD_OFFICER
from tests.data.databases.make import HERE, content

RELEASED = sorted(HERE.glob("*.db"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of one released database."""
    return Path(shutil.copy(request.param, tmp_path / request.param.name))


def test_a_released_database_opens_and_keeps_its_figures(released: Path) -> None:
    held = json.loads((HERE / f"{released.stem}.json").read_text(encoding="utf-8"))
    assert held["figures"]
    with bootstrap.services(released, LEAD_OFFICER) as services:
        assert content(services) == held


def test_the_audit_trail_of_a_released_database_still_holds(released: Path) -> None:
    with bootstrap.services(released, LEAD_OFFICER):
        pass
    with opened(released, schema_version(paths.MIGRATIONS)) as store:
        assert first_break(store) is None


def test_every_schema_has_its_released_database() -> None:
    numbers = list(range(1, schema_version(paths.MIGRATIONS) + 1))
    assert [int(one.stem) for one in RELEASED] == numbers


def test_a_released_database_is_small_enough_to_keep_for_ever() -> None:
    assert all(one.stat().st_size < 600_000 for one in RELEASED)
