import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csp_desktop import __version__, bootstrap
from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from tests.cli.conftest import Program
from tests.conftest import LEAD_OFFICER

QUARTER = "2015/16-Q1"
QUARTER_1 = Quarter.parse(QUARTER)


def change(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)
        connection.commit()


def type_figure(workbook: Path, code: str, value: Any, sheet: str = "Figures") -> None:
    """Type into the Figure column of an indicator's row."""
    book = openpyxl.load_workbook(workbook)
    page = book[sheet]
    row = next(row for row in page.iter_rows(min_row=5) if row[0].value == code)
    heading = next(cell for cell in page[4] if cell.value == "Figure")
    row[heading.column - 1].value = value
    book.save(workbook)


def enter(database: Path, code: str, value: Decimal) -> None:
    """Enter a figure as an officer does in the window."""
    with bootstrap.services(database, LEAD_OFFICER) as services:
        lines = services.returns.sheet(services.plan.indicator(code).board, QUARTER_1).figures
        figure = next(line.figure for line in lines if line.indicator.code == code)
        services.entry.enter_figure(replace(figure, value=value, absence=None))


@pytest.fixture
def workbook(program: Program, empty_database: Path, tmp_path: Path) -> Path:
    """The No Place For Hate Forum's workbook with one figure typed in."""
    path = tmp_path / "NPFHF.xlsx"
    assert program("return", "export", "NPFHF", QUARTER, path, database=empty_database).status == 0
    type_figure(path, "F1", 248)
    return path


class TestInit:
    def test_it_says_what_the_new_database_holds(self, program: Program, tmp_path: Path) -> None:
        said = program("init", "--json", database=tmp_path / "new" / "csp.db")
        assert said.status == 0
        assert said.err == ""
        assert list(said.document) == ["database", "boards", "indicators", "figures"]
        assert said.document["database"] == str(tmp_path / "new" / "csp.db")
        assert said.document["boards"] == 18
        assert said.document["figures"] > 2_000

    def test_it_leaves_the_history_out_where_that_is_asked(
        self, program: Program, tmp_path: Path
    ) -> None:
        said = program("init", "--no-history", "--json", database=tmp_path / "csp.db")
        assert said.document["figures"] == 0
        shown = program("figures", "show", "H3", "--json", database=tmp_path / "csp.db")
        assert shown.document == []

    def test_it_starts_from_another_plan_folder(
        self, program: Program, little_plan: Path, tmp_path: Path
    ) -> None:
        database = tmp_path / "little.db"
        said = program("init", "--plan", little_plan, "--json", database=database)
        assert {**said.document, "database": ""} == {
            "database": "",
            "boards": 2,
            "indicators": 3,
            "figures": 2,
        }

    def test_without_a_path_the_database_is_in_the_users_data_folder(
        self, program: Program, tmp_path: Path
    ) -> None:
        said = program("init", "--no-history", "--json")
        assert said.document["database"] == str(tmp_path / "user_data" / "csp.db")
        assert program("return", "status", QUARTER).status == 0

    def test_it_says_so_in_words(self, program: Program, tmp_path: Path) -> None:
        said = program("init", "--no-history", database=tmp_path / "csp.db")
        assert said.out.startswith(f"Created {tmp_path / 'csp.db'} with 18 boards, ")
        assert said.out.endswith("0 figures.\n")

    def test_it_refuses_a_file_that_is_there(self, program: Program, tmp_path: Path) -> None:
        (tmp_path / "minutes.txt").write_text("The minutes")
        said = program("init", "--json", database=tmp_path / "minutes.txt")
        assert said.status == 1
        assert "exists already and is left as it is" in said.sentence
        assert (tmp_path / "minutes.txt").read_text() == "The minutes"

    def test_it_refuses_a_folder_that_is_no_plan(self, program: Program, tmp_path: Path) -> None:
        said = program("init", "--plan", tmp_path, "--json", database=tmp_path / "csp.db")
        assert said.status == 1
        assert "is no plan folder: it has no plan.toml" in said.sentence
        assert not (tmp_path / "csp.db").exists()


class TestPlanShow:
    def test_the_document_has_the_keys_of_the_contract(
        self, program: Program, empty_database: Path
    ) -> None:
        said = program("plan", "show", "--json", database=empty_database)
        assert (said.status, said.err) == (0, "")
        document = said.document
        assert {"boards", "priorities", "indicators", "targets", "published"} <= set(document)
        keys = {
            "boards": {"code", "name", "kind", "abbreviations", "chair", "meets", "members"},
            "priorities": {"code", "title", "boards", "aims", "measures", "actions"}
            | {"three_year_aims"},
            "indicators": {"code", "title", "part", "unit", "polarity", "agency", "board"}
            | {"restricted", "priorities"},
            "targets": {"priority", "text", "kind", "value", "baseline", "deadline"},
            "published": {"indicator", "period", "text", "values"},
        }
        for name, expected in keys.items():
            assert document[name]
            assert all(expected <= set(one) for one in document[name]), name
        for priority in document["priorities"]:
            assert all({"text", "indicator"} <= set(one) for one in priority["measures"])
            assert all({"text", "heading"} <= set(one) for one in priority["actions"])

    def test_sub_bullets_are_nested(self, program: Program, empty_database: Path) -> None:
        document = program("plan", "show", "--json", database=empty_database).document
        of_cc1 = next(one for one in document["priorities"] if one["code"] == "CC1")
        nested = [one for one in of_cc1["three_year_aims"] if isinstance(one, dict)]
        assert [(set(one), len(one["parts"])) for one in nested] == [({"text", "parts"}, 6)]
        plain = [one for one in of_cc1["three_year_aims"] if isinstance(one, str)]
        assert len(plain) == 4
        assert sum(len(one.get("parts", ())) for one in of_cc1["measures"]) == 9

    def test_the_document_says_what_the_plan_says(
        self, program: Program, empty_database: Path, plan: Plan
    ) -> None:
        document = program("plan", "show", "--json", database=empty_database).document
        assert [one["code"] for one in document["boards"]] == [one.code for one in plan.boards]
        assert [one["code"] for one in document["indicators"]] == [
            one.code for one in plan.indicators
        ]
        assert len(document["published"]) == 170
        h3 = next(one for one in document["indicators"] if one["code"] == "H3")
        assert (h3["unit"], h3["polarity"], h3["restricted"]) == ("count", "lower", False)
        assert h3["priorities"][0] == "H"

    def test_printed_numbers_stand_under_their_own_period(
        self, program: Program, empty_database: Path
    ) -> None:
        document = program("plan", "show", "--json", database=empty_database).document
        cell = next(
            one
            for one in document["published"]
            if (one["indicator"], one["column"]) == ("A3", "2011/12")
        )
        assert cell["text"] == "24 / (5.8%) / 24/413"
        assert cell["values"]["denominator"] == 413
        assert cell["absence"] is None

    def test_in_words_it_lists_every_priority(
        self, program: Program, empty_database: Path, plan: Plan
    ) -> None:
        said = program("plan", "show", database=empty_database)
        assert said.out.startswith(plan.title)
        assert all(priority.title in said.out for priority in plan.priorities)


class TestFiguresShow:
    KEYS = frozenset(
        {"period", "value", "numerator", "denominator", "absence", "status"}
        | {"source", "obtained", "earlier"}
    )

    def test_the_document_has_the_keys_of_the_contract(
        self, program: Program, database: Path
    ) -> None:
        said = program("figures", "show", "h3", "--json", database=database)
        assert (said.status, said.err) == (0, "")
        assert said.document
        assert all(set(one) >= self.KEYS for one in said.document)
        quarter = next(one for one in said.document if one["period"] == QUARTER)
        assert (quarter["value"], quarter["absence"], quarter["status"]) == (277, None, "final")
        assert quarter["source"].startswith("Metropolitan Police Service")
        assert quarter["earlier"] == []

    def test_another_area_has_its_own_figures(self, program: Program, database: Path) -> None:
        own = program("figures", "show", "H3", "--json", database=database).document
        other = program("figures", "show", "H3", "--area", "Hackney", "--json", database=database)
        assert other.document
        assert other.document != own

    def test_a_changed_figure_shows_what_it_said_and_who_changed_it(
        self, program: Program, empty_database: Path, workbook: Path
    ) -> None:
        for value in (248, 251):
            type_figure(workbook, "F1", value)
            said = program(
                "--as", "A. Reviewer", "return", "import", workbook, database=empty_database
            )
            assert said.status == 0
        [figure] = program("figures", "show", "F1", "--json", database=empty_database).document
        assert figure["value"] == 251
        assert [(one["value"], one["replaced_by"]) for one in figure["earlier"]] == [
            (248, "A. Reviewer")
        ]
        said = program("figures", "show", "F1", database=empty_database)
        assert "(reported as 248; now 251)" in said.out


class TestReturnExport:
    def test_the_document_has_the_keys_of_the_contract(
        self, program: Program, empty_database: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "TMG.xlsx"
        said = program("return", "export", "tmg", QUARTER, path, "--json", database=empty_database)
        assert (said.status, said.err) == (0, "")
        assert set(said.document) == {"return", "version", "state"}
        assert (said.document["version"], said.document["state"]) == (0, "not_started")
        assert path.exists()

    def test_it_says_so_in_words(
        self, program: Program, empty_database: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "TMG.xlsx"
        said = program("return", "export", "TMG", QUARTER, path, database=empty_database)
        assert said.out == (
            f"Wrote {path}: Tension Monitoring Group (TMG), 2015/16-Q1, 0 of 2 entered.\n"
        )


class TestReturnImport:
    KEYS = frozenset({"file", "return", "outcome", "new", "changed", "conflicts", "problems"})
    MORE = frozenset({"import", "changes", "evidence"})

    def test_the_document_has_the_keys_of_the_contract(
        self, program: Program, empty_database: Path, workbook: Path
    ) -> None:
        said = program("return", "import", workbook, "--json", database=empty_database)
        assert (said.status, said.err) == (0, "")
        [file] = said.document["files"]
        assert set(file) == self.KEYS | self.MORE
        assert file == {
            "import": "1",
            "evidence": "filled in outside",
            "file": str(workbook),
            "return": "NPFHF 2015/16-Q1",
            "outcome": "stored",
            "new": 1,
            "changed": 0,
            "conflicts": [],
            "changes": [
                {"line": "F1", "field": "number", "kind": "new", "before": "", "after": "248"}
            ],
            "problems": [],
        }

    def test_a_dry_run_stores_nothing(
        self, program: Program, empty_database: Path, workbook: Path
    ) -> None:
        before = empty_database.read_bytes()
        said = program("return", "import", workbook, "--dry-run", "--json", database=empty_database)
        assert said.document["files"][0]["outcome"] == "stored"
        assert empty_database.read_bytes() == before
        said = program("return", "import", workbook, "--dry-run", database=empty_database)
        assert "would be stored, 1 new, 0 changed" in said.out

    def test_a_cell_that_cannot_be_read_is_named_with_its_place(
        self, program: Program, empty_database: Path, workbook: Path
    ) -> None:
        type_figure(workbook, "F1", "about 250")
        said = program("return", "import", workbook, "--json", database=empty_database)
        [problem] = said.document["files"][0]["problems"]
        assert set(problem) == {"severity", "sheet", "cell", "message"}
        assert (problem["severity"], problem["sheet"], problem["cell"][0]) == (
            "error",
            "Figures",
            "F",
        )
        assert said.err.startswith(f"NPFHF.xlsx, Figures {problem['cell']}: ")

    def test_a_conflict_is_for_a_person_to_settle(
        self, program: Program, empty_database: Path, workbook: Path
    ) -> None:
        type_figure(workbook, "F1", 251)
        enter(empty_database, "F1", Decimal(248))
        before = empty_database.read_bytes()
        said = program("return", "import", workbook, "--json", database=empty_database)
        assert said.status == 1
        [file] = said.document["files"]
        assert file["outcome"] == "conflict"
        assert file["conflicts"] == [
            {"line": "F1", "field": "number", "stored": "248", "incoming": "251"}
        ]
        assert "changed both here and in the file: F1 (number)" in said.err
        assert "--take incoming or --take stored" in said.err
        assert empty_database.read_bytes() == before
        said = program("return", "import", workbook, "--take", "incoming", database=empty_database)
        assert said.status == 0
        [figure] = program("figures", "show", "F1", "--json", database=empty_database).document
        assert figure["value"] == 251

    def test_a_refused_file_does_not_stop_the_others(
        self, program: Program, empty_database: Path, workbook: Path, tmp_path: Path
    ) -> None:
        letter = tmp_path / "letter.xlsx"
        letter.write_text("Dear all")
        said = program("return", "import", letter, workbook, "--json", database=empty_database)
        assert said.status == 1
        assert [one["outcome"] for one in said.document["files"]] == ["refused", "stored"]
        assert said.err.startswith("letter.xlsx was not read: it is not a .xlsx workbook.")

    def test_a_file_for_a_locked_return_is_named_with_the_reason(
        self, program: Program, empty_database: Path, workbook: Path
    ) -> None:
        enter(empty_database, "F1", Decimal(240))
        change(empty_database, "UPDATE board_return SET state = 'submitted'")
        before = empty_database.read_bytes()
        said = program("return", "import", workbook, "--json", database=empty_database)
        assert said.status == 1
        assert said.document["files"][0]["outcome"] == "refused"
        assert said.err.startswith(
            "NPFHF.xlsx: The return of NPFHF for 2015/16-Q1 is submitted and locked."
        )
        assert empty_database.read_bytes() == before


class TestReturnUndoImport:
    def test_the_document_has_the_keys_of_the_contract(
        self, program: Program, empty_database: Path, workbook: Path
    ) -> None:
        program("return", "import", workbook, database=empty_database)
        said = program("return", "undo-import", "1", "--json", database=empty_database)
        assert (said.status, said.err) == (0, "")
        assert said.document == {"import": "1", "board": "NPFHF", "quarter": QUARTER}

    def test_the_number_that_the_import_said_takes_it_back(
        self, program: Program, empty_database: Path, workbook: Path
    ) -> None:
        said = program("return", "import", workbook, database=empty_database)
        assert said.out.endswith("stored, 1 new, 0 changed (import 1)\n")
        said = program("return", "undo-import", "1", database=empty_database)
        assert said.out == "Import 1 of NPFHF.xlsx is undone: NPFHF 2015/16-Q1.\n"
        [figure] = program("figures", "show", "F1", "--json", database=empty_database).document
        assert (figure["value"], figure["absence"]) == (None, "not_entered")
        assert [one["value"] for one in figure["earlier"]] == [248]
        said = program("return", "import", workbook, database=empty_database)
        assert said.out.endswith("stored, 1 new, 0 changed (import 2)\n")

    def test_one_on_which_something_depends_stays(
        self, program: Program, empty_database: Path, workbook: Path
    ) -> None:
        program("return", "import", workbook, database=empty_database)
        enter(empty_database, "F1", Decimal(249))
        before = empty_database.read_bytes()
        said = program("return", "undo-import", "1", database=empty_database)
        assert said.status == 1
        assert said.sentence == "This import cannot be undone, because F1 was changed since."
        assert empty_database.read_bytes() == before


class TestReturnStatus:
    KEYS = frozenset({"board", "state", "entered", "expected", "days_late", "open_queries"})

    def test_the_document_has_the_keys_of_the_contract(
        self, program: Program, empty_database: Path, plan: Plan
    ) -> None:
        said = program("return", "status", QUARTER, "--json", database=empty_database)
        assert (said.status, said.err) == (0, "")
        assert all(set(one) == self.KEYS for one in said.document)
        assert [one["board"] for one in said.document] == [one.code for one in plan.boards]

    def test_it_counts_what_came_in(
        self, program: Program, empty_database: Path, workbook: Path
    ) -> None:
        program("return", "import", workbook, database=empty_database)
        said = program("return", "status", QUARTER, "--json", database=empty_database)
        npfhf = next(one for one in said.document if one["board"] == "NPFHF")
        assert (npfhf["state"], npfhf["entered"], npfhf["expected"]) == ("in_progress", 1, 30)

    def test_in_words_it_lists_every_board(
        self, program: Program, empty_database: Path, plan: Plan
    ) -> None:
        said = program("return", "status", QUARTER, database=empty_database)
        assert [line.split()[0] for line in said.out.splitlines()] == [
            one.code for one in plan.boards
        ]
        assert "Not started" in said.out


REFUSALS: list[tuple[tuple[str, ...], str]] = [
    (("return", "export", "NOPE", QUARTER, "{file}"), "There is no board “NOPE” in this plan"),
    (("return", "export", "TMG", "Q1 2015", "{file}"), "“Q1 2015” is not a quarter"),
    (("return", "export", "TMG", "2015/16", "{file}"), "“2015/16” is not a quarter"),
    (("return", "export", "TMG", "2014/15-Q1", "{file}"), "asks no return for 2014/15-Q1"),
    (("return", "export", "TMG", QUARTER, "{file}.pdf"), "must end in .xlsx"),
    (("return", "export", "TMG", QUARTER, "{minutes}/a.xlsx"), "cannot be written"),
    (("return", "status", "2015/17-Q1"), "“2015/17-Q1” is not a quarter"),
    (("return", "status", "2016/17-Q1"), "The plan asks no return for 2016/17-Q1: it asks for"),
    (("return", "import", "{nowhere}"), "There is no file or folder"),
    (("return", "import", "{folder}"), "holds no workbook"),
    (("return", "undo-import", "7"), "There is no import “7”"),
    (("figures", "show", "Z9"), "There is no indicator “Z9” in this plan"),
]


@pytest.mark.parametrize(("words", "said"), REFUSALS, ids=lambda one: " ".join(one)[:40])
@pytest.mark.parametrize("json_wanted", [False, True])
def test_what_a_person_must_act_on_is_one_sentence_and_changes_nothing(
    json_wanted: bool,
    words: tuple[str, ...],
    said: str,
    program: Program,
    empty_database: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "minutes.txt").write_text("The minutes")
    (tmp_path / "folder").mkdir()
    places = {
        "file": tmp_path / "out.xlsx",
        "minutes": tmp_path / "minutes.txt",
        "folder": tmp_path / "folder",
        "nowhere": tmp_path / "nowhere.xlsx",
    }
    before = empty_database.read_bytes()
    filled = [word.format(**places) for word in words]
    found = program(*filled, *(["--json"] if json_wanted else []), database=empty_database)
    assert found.status == 1
    assert said in found.sentence
    assert empty_database.read_bytes() == before
    assert not (tmp_path / "out.xlsx").exists()


def of_something_else(path: Path) -> None:
    change(path, "CREATE TABLE songs (title TEXT)")


def text_file(path: Path) -> None:
    path.write_text("Dear all, attached is the return.")


def empty_file(path: Path) -> None:
    path.touch()


UNUSABLE: list[tuple[Callable[[Path], None], str]] = [
    (of_something_else, "is a database of another program, and is left as it is"),
    (text_file, "is not a database of this program, and is left as it is"),
    (empty_file, "is not a database of this program, and is left as it is"),
]


@pytest.mark.parametrize(("make", "said"), UNUSABLE)
@pytest.mark.parametrize("words", [("plan", "show"), ("return", "status", QUARTER)])
def test_a_file_that_is_no_database_of_ours_is_refused_and_left_as_it_is(
    words: tuple[str, ...],
    make: Callable[[Path], None],
    said: str,
    program: Program,
    tmp_path: Path,
) -> None:
    path = tmp_path / "other.db"
    make(path)
    before = path.read_bytes()
    found = program(*words, "--json", database=path)
    assert found.status == 1
    assert said in found.sentence
    assert path.read_bytes() == before


def test_a_newer_database_is_refused_and_left_as_it_is(
    program: Program, empty_database: Path
) -> None:
    change(empty_database, "PRAGMA user_version = 999")
    before = empty_database.read_bytes()
    found = program("plan", "show", "--json", database=empty_database)
    assert found.status == 1
    assert "was made by a newer version of this program" in found.sentence
    assert "Install the newer version" in found.sentence
    assert empty_database.read_bytes() == before


def test_a_missing_database_says_how_to_create_one(program: Program, tmp_path: Path) -> None:
    found = program("plan", "show", database=tmp_path / "none.db")
    assert found.status == 1
    assert "“csp-desktop init” creates one" in found.sentence
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("words", [("init",), ("plan", "show")])
@pytest.mark.parametrize("name", ["minutes.txt/csp.db", "a" * 300 + ".db"])
def test_a_place_that_cannot_be_used_is_refused(
    name: str, words: tuple[str, ...], program: Program, tmp_path: Path
) -> None:
    (tmp_path / "minutes.txt").write_text("The minutes")
    found = program(*words, "--json", database=tmp_path / name)
    assert found.status == 1
    assert "cannot be" in found.sentence
    assert (tmp_path / "minutes.txt").read_text() == "The minutes"


def test_an_address_is_refused_in_words(program: Program) -> None:
    found = program("--database", "postgresql://server/csp", "plan", "show")
    assert found.status == 1
    assert "this version keeps its data in a file" in found.sentence


@pytest.mark.parametrize(
    "make",
    [
        text_file,
        empty_file,
        lambda path: openpyxl.Workbook().save(path),
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)),
    ],
    ids=["text", "empty", "another workbook", "xls"],
)
def test_a_workbook_that_is_no_return_is_refused_and_changes_nothing(
    make: Callable[[Path], None], program: Program, empty_database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "letter.xlsx"
    make(path)
    before = empty_database.read_bytes()
    found = program("return", "import", path, "--json", database=empty_database)
    assert found.status == 1
    assert found.err.count("\n") == 1
    assert found.err.startswith("letter.xlsx ")
    [file] = found.document["files"]
    assert (file["outcome"], file["return"]) == ("refused", None)
    assert empty_database.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("plan",),
        ("plan", "sing"),
        ("sing",),
        ("figures", "show"),
        ("return", "export", "TMG"),
        ("return", "import"),
        ("return", "import", "a.xlsx", "--take", "both"),
        ("init", "--sing"),
    ],
    ids=" ".join,
)
def test_wrong_usage_says_how_it_is_used(words: tuple[str, ...], program: Program) -> None:
    found = program(*words)
    assert found.status == 2
    assert found.out == ""
    assert found.err.startswith("usage: csp-desktop")
    assert "Traceback" not in found.err


def test_a_fault_of_ours_says_where_it_is_written_down_and_nothing_else(
    program: Program, database: Path, tmp_path: Path
) -> None:
    change(database, "UPDATE figure SET status = 'nonsense' WHERE indicator = 'H3'")
    found = program("figures", "show", "H3", "--json", database=database)
    assert found.status == 70
    log = tmp_path / "user_log" / "csp-desktop.log"
    assert found.sentence == (
        f"The program has a fault and stopped. What happened is written in {log}."
    )
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "nonsense" in written


def test_a_log_that_cannot_be_written_is_no_reason_not_to_work(
    program: Program, empty_database: Path, tmp_path: Path
) -> None:
    (tmp_path / "user_log").write_text("a file where the folder should be")
    found = program("return", "status", QUARTER, "--json", database=empty_database)
    assert (found.status, found.err) == (0, "")


def test_the_version_is_printed(program: Program) -> None:
    found = program("--version")
    assert (found.status, found.out) == (0, f"csp-desktop {__version__}\n")


def as_a_process(tmp_path: Path, *words: object, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        **more,
    }
    command = [sys.executable, "-m", "csp_desktop", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)


def test_as_a_process_it_prints_utf8_in_whatever_locale(
    empty_database: Path, tmp_path: Path
) -> None:
    done = as_a_process(
        tmp_path,
        *("--database", empty_database, "plan", "show", "--json"),
        LC_ALL="C",
        PYTHONIOENCODING="ascii",
        PYTHONUTF8="0",
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Mayor’s Office" in done.stdout.decode("utf-8")
    assert json.loads(done.stdout)["boards"]


def test_as_a_process_it_needs_no_screen_and_imports_no_qt(
    empty_database: Path, tmp_path: Path
) -> None:
    code = (
        "import sys; from csp_desktop.__main__ import main; "
        f"status = main(['--database', {str(empty_database)!r}, 'return', 'status', "
        f"{QUARTER!r}, '--json']); "
        "print(sorted(one for one in sys.modules if 'PySide' in one or 'pyqtgraph' in one), "
        "file=sys.stderr); sys.exit(status)"
    )
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "DISPLAY": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr.strip()) == (0, b"[]")


def test_a_reader_that_stops_early_is_no_fault(empty_database: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "csp_desktop", "--database", str(empty_database)]
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    with subprocess.Popen(
        [*command, "plan", "show", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
        assert running.wait(timeout=60) == 0
    assert said == b""
