from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.periods import Quarter
from csp_desktop.services import Services
from tests.conftest import LEAD_OFFICER

QUARTER = Quarter(2015, 1)


def test_the_services_work_on_the_plan_of_their_database(services: Services) -> None:
    assert len(services.plan.boards) == 18
    assert services.session.user == "Lead officer"
    assert services.returns.open_quarter() == QUARTER
    assert services.analysis.trend("H3").series


def test_the_database_is_closed_when_the_services_are_done(empty_database: Path) -> None:
    with bootstrap.services(empty_database, LEAD_OFFICER):
        pass
    moved = empty_database.rename(empty_database.with_name("moved.db"))
    with bootstrap.services(moved, LEAD_OFFICER) as services:
        assert services.returns.progress(QUARTER)


def test_services_serve_another_thread_which_then_lets_go(services: Services) -> None:
    def ask() -> int:
        try:
            return len(services.returns.progress(QUARTER))
        finally:
            services.release_thread()

    with ThreadPoolExecutor(max_workers=1) as worker:
        assert worker.submit(ask).result() == 18
        assert worker.submit(ask).result() == 18
    assert len(services.returns.progress(QUARTER)) == 18


def test_what_the_program_ships_with_is_there() -> None:
    assert (paths.BUILT_IN_PLAN / "plan.toml").is_file()
    assert list(paths.MIGRATIONS.glob("0001*.py"))
    assert (paths.RESOURCES / "help" / "user_guide.md").is_file()


def test_data_and_log_lie_in_the_users_own_folders(tmp_path: Path) -> None:
    assert paths.default_database() == tmp_path / "user_data" / "csp.db"
    assert paths.log_file() == tmp_path / "user_log" / "csp-desktop.log"


def test_the_data_folder_is_local_and_never_roams(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {}

    def note(name: str, **how: object) -> Path:
        asked.update(how)
        return Path(name)

    monkeypatch.setattr(paths.platformdirs, "user_data_path", note)
    assert paths.data_folder() == Path("csp-desktop")
    assert asked == {"appauthor": False, "roaming": False}
