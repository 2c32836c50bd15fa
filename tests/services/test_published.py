from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.core.figures import FigureStatus
from csp_desktop.core.periods import parse_range
from csp_desktop.services.published import BOROUGHS, PERFORMANCE, STATEMENTS, Checked, Published
from csp_desktop.services.session import Session
from csp_desktop.storage.connection import opened
from csp_desktop.storage.figure_repository import FigureRepository
from csp_desktop.storage.migrate import schema_version
from tests.conftest import NOW

SESSION = Session("An analyst", lambda: NOW)


def check(database: Path) -> Checked:
    with bootstrap.services(database, SESSION) as services:
        plan = services.plan
    with opened(database, schema_version(paths.MIGRATIONS)) as store:
        return Published(store, plan).check()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "plan.db"
    bootstrap.start(path, SESSION)
    return path


# Worked out by hand from the pages of the plan, row by row.
WRONG = {
    (PERFORMANCE, "A3", "direction"): ("+1.2 points", "+1.1 points"),
    (PERFORMANCE, "B2", "direction"): ("−135", "−136"),
    (PERFORMANCE, "D3", "direction"): ("+28.3%", "+28.4%"),
    (PERFORMANCE, "F1", "difference"): ("+10.4%", "+10.5%"),
    (PERFORMANCE, "H3", "difference"): ("+6.4%", "+6.5%"),
    (PERFORMANCE, "H5", "difference"): ("−26.1%", "−26.2%"),
    (BOROUGHS, "2013/14 - 2012/13", "Greenwich"): ("6.9%", "7.0%"),
    (BOROUGHS, "2013/14 - 2012/13", "Hackney"): ("6.1%", "6.2%"),
    (BOROUGHS, "2013/14 - 2012/13", "Tower Hamlets"): ("6.5%", "6.6%"),
    (BOROUGHS, "2014/15 - 2012/13", "Hackney"): ("15.9%", "16.0%"),
    (BOROUGHS, "2014/15 - 2012/13", "Newham"): ("17.1%", "17.2%"),
    (BOROUGHS, "2014/15 - 2012/13", "Tower Hamlets"): ("14.2%", "14.4%"),
    (STATEMENTS, "Fewer crimes per year, 2014/15 against 2002/03", "percent"): ("38.6%", "39.6%"),
    (STATEMENTS, "Highest annual crime total, 2002/03", "count"): ("42,124", "41,124"),
    (STATEMENTS, "Reduction, 2014/15 against 2012/13", "percent"): ("14.2%", "14.4%"),
}


def test_every_printed_change_that_does_not_follow_is_found_and_no_other(database: Path) -> None:
    found = check(database)
    told = {
        (one.table, next((row for _, row, _ in WRONG if row in one.row), one.row), one.column): (
            one.published,
            one.computed,
        )
        for one in found.errors
    }
    assert told == WRONG
    assert len(found.errors) == len(WRONG)


def test_every_change_that_is_printed_is_worked_out_again(database: Path) -> None:
    with bootstrap.services(database, SESSION) as services:
        plan = services.plan
    changes = [value for cell in plan.published for value in cell.values if "change" in value.name]
    statements = [one for one in plan.facts if one.topic == "statements"]
    whole = len(changes) + 2 * len(plan.published_changes) + len(statements)
    assert check(database).count == whole


def test_a_figure_that_was_revised_since_is_not_held_against_the_plan(database: Path) -> None:
    before = check(database)
    with opened(database, schema_version(paths.MIGRATIONS)) as store, store.transaction():
        figures = FigureRepository(store)
        now = figures.get("CC1-7", "Tower Hamlets", parse_range("2014/15"))
        assert now is not None
        revised = replace(now, value=Decimal(27355), status=FigureStatus.REVISED)
        figures.save(revised, SESSION.author("revise"))
    assert check(database) == before
