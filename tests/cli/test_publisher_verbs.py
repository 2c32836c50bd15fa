from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from csp_desktop.core.publishers import MPS_NEW
from tests.cli.conftest import Program
from tests.cli.test_verbs import enter
from tests.places import shared
from tests.published_files import NEW_FILE, OLD_FILE
from tests.services.met_files import met_file, robberies

KEYS = [
    "new",
    "revised",
    "unchanged",
    "ignored",
    "indicators",
    "source",
    "area",
    "restated",
    "revisions",
    "years",
    "phases",
    "left_out",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with 243 personal robberies in April to June 2015."""
    return robberies(tmp_path / "met.csv", 100, 63, 80)


def test_it_counts_what_is_new_and_gives_every_figure(
    program: Program, empty_database: Path, file: Path
) -> None:
    said = program(
        "figures", "import", file, "--source", "mps-old", "--json", database=empty_database
    )
    assert (said.status, said.err) == (0, "")
    assert list(said.document) == KEYS
    counts = {name: said.document[name] for name in ("new", "revised", "unchanged", "ignored")}
    assert counts == {"new": 11, "revised": 0, "unchanged": 0, "ignored": 0}
    assert said.document["indicators"]["H1"] == {"2015/16-Q1": 243}
    assert (said.document["source"], said.document["area"]) == ("mps-old", "Tower Hamlets")
    shown = program("figures", "show", "H1", "--json", database=empty_database)
    assert [(one["period"], one["value"]) for one in shown.document] == [("2015/16-Q1", 243)]
    again = program(
        "figures", "import", file, "--source", "mps-old", "--json", database=empty_database
    )
    assert (again.document["new"], again.document["unchanged"]) == (0, 11)


def test_a_revision_is_said_with_both_numbers(
    program: Program, empty_database: Path, file: Path
) -> None:
    enter(empty_database, "H1", Decimal(1250))
    said = program("figures", "import", file, "--source", "mps-old", database=empty_database)
    assert said.status == 0
    assert "10 new, 1 revised, 0 unchanged, 0 rows of the file not taken." in said.out
    assert "  H1 2015/16-Q1: reported 1,250, now 243\n" in said.out
    shown = program("figures", "show", "H1", database=empty_database)
    assert "(reported as 1,250; now 243)" in shown.out


def test_what_is_left_out_is_said_once_for_all_indicators(
    program: Program, empty_database: Path, tmp_path: Path
) -> None:
    months = ("201504", "201505", "201506", "201507")
    file = met_file(tmp_path / "met.csv", {}, months=months)
    said = program("figures", "import", file, "--source", "mps-old", database=empty_database)
    [line] = [one for one in said.out.splitlines() if "2015/16-Q2" in one]
    assert line.endswith(" 2015/16-Q2: the file has no count for August 2015 and September 2015")
    assert line.strip().startswith("H1, H6, H2")


def test_a_dry_run_says_so_and_leaves_the_database_as_it_was(
    program: Program, empty_database: Path, file: Path
) -> None:
    before = sha256(empty_database.read_bytes()).digest()
    words = ("figures", "import", file, "--source", "mps-old", "--dry-run")
    said = program(*words, database=empty_database)
    assert said.status == 0
    assert "11 new" in said.out
    assert "Nothing was stored: this was a dry run." in said.out
    assert sha256(empty_database.read_bytes()).digest() == before


def test_the_day_it_was_obtained_is_stored_and_must_be_one(
    program: Program, empty_database: Path, file: Path
) -> None:
    words = ("figures", "import", file, "--source", "mps-old", "--obtained")
    said = program(*words, "soon", database=empty_database)
    assert said.status == 1
    assert said.sentence == "--obtained must be a real date, like 14 Aug 2015"
    assert program(*words, "2015-07-01", database=empty_database).status == 0
    shown = program("figures", "show", "H1", "--json", database=empty_database)
    assert shown.document[0]["obtained"] == "2015-07-01"


def test_a_file_of_the_other_source_is_refused_in_a_sentence(
    program: Program, empty_database: Path, file: Path
) -> None:
    said = program("figures", "import", file, "--source", "mps-new", database=empty_database)
    assert said.status == 1
    assert said.sentence.endswith("This looks like mps-old.")
    shown = program("figures", "show", "H1", "--json", database=empty_database)
    assert shown.document == []


def test_a_source_must_be_named_and_known(
    program: Program, empty_database: Path, file: Path
) -> None:
    assert program("figures", "import", file, database=empty_database).status == 2
    said = program("figures", "import", file, "--source", "met", database=empty_database)
    assert said.status == 2
    assert "mps-old" in said.err


def test_a_plan_folder_can_be_named(
    program: Program, empty_database: Path, file: Path, little_plan: Path
) -> None:
    words = ("figures", "import", file, "--source", "mps-old", "--plan", little_plan)
    said = program(*words, database=empty_database)
    assert said.status == 1
    assert "holds the plan “little-wittering-2015-16”" in said.sentence


def test_a_change_of_classification_is_said_with_its_quarter(
    program: Program, empty_database: Path, tmp_path: Path
) -> None:
    months = ("201501", "201502", "201503")
    old = met_file(tmp_path / "old.csv", {}, months=months)
    new = met_file(tmp_path / "new.csv", {}, MPS_NEW)
    program("figures", "import", old, "--source", "mps-old", database=empty_database)
    said = program("figures", "import", new, "--source", "mps-new", database=empty_database)
    begin = "A new phase begins at 2015/16-Q1: figures before it are those of mps-old, from then on"
    assert begin in said.out


def test_the_year_was_reported_as_28785_and_is_now_28151(program: Program, database: Path) -> None:
    old, new = shared(*OLD_FILE), shared(*NEW_FILE)
    words = ("--obtained", "2026-11-23", "--json")
    first = program("figures", "import", old, "--source", "mps-old", *words, database=database)
    assert (first.document["new"], first.document["revised"]) == (0, 0)
    said = program("figures", "import", new, "--source", "mps-new", *words, database=database)
    year = {"indicator": "CC1-7", "period": "2015/16", "was": 28785, "now": 28151}
    assert year in said.document["years"]
    assert said.document["revised"] == len(said.document["revisions"])


def test_the_newest_revisions_come_first_and_no_more_than_twenty_of_a_kind(
    program: Program, database: Path
) -> None:
    words = ("figures", "import", shared(*NEW_FILE), "--source", "mps-new", "--dry-run")
    said = program(*words, database=database)
    assert "  CC1-7 2015/16: reported 28,785, now 28,151\n" in said.out
    listed = said.out.split("Quarters revised:\n")[1].split("Left out:")[0].splitlines()
    assert len(listed) == 21
    assert listed[0].startswith("  H1 2016/17-Q3: reported ")
    document = program(*words, "--json", database=database).document
    assert listed[20] == f"  and {document['revised'] - 20} more; --json lists them all"
