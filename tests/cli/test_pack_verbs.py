"""The verbs of packs: drafts, issued packs, what changed between two, and files once more."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.periods import Quarter
from csp_desktop.core.returns import Summary
from tests.cli.conftest import Program, Said
from tests.conftest import LEAD_OFFICER

QUARTER = "2015/16-Q1"
MEETING = ("pack", "meeting", QUARTER)
PARTNERS = ("--edition", "partnership")
RESTRICTED = ["C1", "C2a", "C2b", "C5", "C6"]


def enter(database: Path, code: str, value: int, comment: str = "") -> None:
    """A figure of the first quarter as its board enters it."""
    with bootstrap.services(database, LEAD_OFFICER) as services:
        sheet = services.returns.sheet(services.plan.indicator(code).board, Quarter.parse(QUARTER))
        figure = next(one.figure for one in sheet.figures if one.indicator.code == code)
        changed = replace(figure, value=Decimal(value), absence=None, comment=comment)
        services.entry.enter_figure(changed)


def issue(program: Program, database: Path, file: Path, *words: str) -> Said:
    return program(*MEETING, file, *PARTNERS, "--issue", *words, "--json", database=database)


def issued(program: Program, database: Path) -> list[str]:
    return [one["id"] for one in program("pack", "list", "--json", database=database).document]


def test_a_draft_is_a_file_and_one_document_and_nothing_is_kept(
    program: Program, database: Path, tmp_path: Path
) -> None:
    said = program(*MEETING, tmp_path / "a.xlsx", *PARTNERS, "--json", database=database)
    assert (said.status, said.err) == (0, "")
    found = said.document
    assert list(found) == [
        "pack",
        "edition",
        "sheets",
        "suppressed",
        "excluded",
        "missing",
        "texts",
    ]
    assert (found["pack"], found["edition"], found["excluded"]) == (None, "partnership", [])
    assert found["sheets"][:2] == ["Cover", "Contents"]
    assert any("returns are not in" in one for one in found["missing"])
    with ZipFile(tmp_path / "a.xlsx") as file:
        sheets = [one for one in file.namelist() if one.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(found["sheets"])
    assert issued(program, database) == []


def test_a_public_pack_counts_what_is_withheld_and_names_what_is_left_out(
    program: Program, database: Path, tmp_path: Path
) -> None:
    enter(database, "F1", 3)
    wanted = (*MEETING, tmp_path / "p.xlsx", "--edition", "public")
    found = program(*wanted, "--json", database=database).document
    assert found["excluded"] == RESTRICTED
    assert found["suppressed"] > 0
    assert not any(one.startswith("Chart_") for one in found["sheets"])
    told = program(*wanted, database=database).out
    assert told.startswith(f"Wrote a draft: {tmp_path / 'p.xlsx'}.\n")
    assert f"{found['suppressed']} figures are withheld.\n" in told
    assert f"Left out wholly: {', '.join(RESTRICTED)}.\n" in told


def test_an_issued_pack_is_frozen_and_its_file_is_the_same_byte_for_byte(
    program: Program, database: Path, tmp_path: Path
) -> None:
    found = issue(program, database, tmp_path / "a.xlsx", "--meeting", "2015-08-12").document
    assert found["pack"] == "meeting-2015-16-Q1-partnership-1"
    enter(database, "H3", 9999)
    again = tmp_path / "again.xlsx"
    said = program("pack", "write", found["pack"], again, "--json", database=database).document
    assert (said["pack"], said["same"]) == (found["pack"], True)
    assert again.read_bytes() == (tmp_path / "a.xlsx").read_bytes()
    told = program("pack", "write", found["pack"], again, database=database).out
    assert told == f"Wrote {found['pack']} again, the same file: {again}.\n"


def test_issued_packs_are_listed_with_who_issued_them(
    program: Program, database: Path, tmp_path: Path
) -> None:
    assert program("pack", "list", database=database).out == "No pack has been issued.\n"
    assert program("pack", "list", "--json", database=database).document == []
    words = (*MEETING, tmp_path / "a.xlsx", *PARTNERS, "--meeting", "12 Aug 2015", "--issue")
    program("--as", "Lead officer", *words, database=database)
    [one] = program("pack", "list", "--json", database=database).document
    assert (one["kind"], one["edition"], one["period"]) == ("meeting", "partnership", QUARTER)
    assert (one["by"], one["board"], one["meeting"]) == ("Lead officer", "", "12 August 2015")
    assert len(one["digest"]) == 64
    told = program("pack", "list", database=database).out
    assert told.startswith(f"{one['id']}  Meeting pack, partnership edition, issued ")
    assert told.endswith(" by Lead officer\n")


def test_two_packs_are_compared_as_a_list_of_changes(
    program: Program, database: Path, tmp_path: Path
) -> None:
    earlier = issue(program, database, tmp_path / "a.xlsx").document["pack"]
    enter(database, "H3", 200)
    later = issue(program, database, tmp_path / "b.xlsx").document["pack"]
    found = program("pack", "compare", earlier, later, "--json", database=database).document
    assert {
        "kind": "revised",
        "code": "H3",
        "name": "Theft of motor vehicle",
        "before": "277",
        "after": "200",
        "words": "reported as 277 for 2015/16-Q1, now 200",
    } in found
    told = program("pack", "compare", earlier, later, database=database).out.splitlines()
    assert len(told) == len(found)
    assert told[0].startswith("Colour now  H3  Theft of motor vehicle: was “Red”, now “Green”")
    assert program("pack", "compare", later, later, "--json", database=database).document == []
    assert program("pack", "compare", later, later, database=database).out == "They say the same.\n"


def test_a_chairs_update_is_of_the_board_that_is_named(
    program: Program, database: Path, tmp_path: Path
) -> None:
    words = ("pack", "chair", QUARTER, tmp_path / "c.xlsx", "--board", "ttcg", *PARTNERS, "--issue")
    found = program(*words, "--json", database=database).document
    assert found["pack"] == "chair-TTCG-2015-16-Q1-partnership-1"
    assert "Update" in found["sheets"]


@pytest.mark.parametrize("year", ["2013/14", "2013-10..2014-09"])
def test_an_assessment_is_named_by_its_year_either_way(
    program: Program, database: Path, tmp_path: Path, year: str
) -> None:
    words = ("pack", "assessment", year, tmp_path / "a.xlsx", "--edition", "internal", "--issue")
    found = program(*words, "--json", database=database).document
    assert found["pack"] == "assessment-2013-10-2014-09-internal-1"
    assert {"Trends", "Priorities"} <= set(found["sheets"])


def test_a_pack_is_issued_as_known_on_a_day(
    program: Program, database: Path, tmp_path: Path
) -> None:
    """The figure was revised on 14 July 2015."""
    enter(database, "H3", 200)
    then = issue(program, database, tmp_path / "a.xlsx", "--known-on", "13 July 2015").document
    now = issue(program, database, tmp_path / "b.xlsx").document
    known = {
        one["id"]: one["known_at"][:10]
        for one in program("pack", "list", "--json", database=database).document
    }
    assert known[then["pack"]] == "2015-07-13"
    assert known[now["pack"]] > "2015-07-13"
    told = program("pack", "compare", then["pack"], now["pack"], database=database).out
    assert "reported as 277 for 2015/16-Q1, now 200" in told


def test_a_pack_whose_texts_may_tell_of_a_person_is_issued_once_they_were_read(
    program: Program, database: Path, tmp_path: Path
) -> None:
    enter(database, "H3", 277, comment="Arrested: John Smythe,\nDOB 4/5/1987.")
    refused = issue(program, database, tmp_path / "a.xlsx")
    assert refused.status == 1
    assert "H3, comment of TTCG: “John Smythe” looks like a person's name" in refused.sentence
    assert "add --texts-read once you have read them" in refused.sentence
    assert issued(program, database) == []
    assert not (tmp_path / "a.xlsx").exists()
    draft = program(*MEETING, tmp_path / "a.xlsx", *PARTNERS, "--json", database=database)
    assert {"where": "H3, comment of TTCG", "found": "DOB 4/5/1987", "like": "a date of birth"} in (
        draft.document["texts"]
    )
    assert issue(program, database, tmp_path / "a.xlsx", "--texts-read").document["pack"]


def test_a_text_that_is_in_another_pack_alone_holds_nothing_up(
    program: Program, database: Path, tmp_path: Path
) -> None:
    with bootstrap.services(database, LEAD_OFFICER) as services:
        quarter = Quarter.parse(QUARTER)
        summary = Summary(board="TTCG", quarter=quarter, concerns="John Smythe is back.")
        services.edits.enter("TTCG", quarter, [summary], "summary")
    assert issue(program, database, tmp_path / "a.xlsx").document["texts"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chair", QUARTER, "FILE", "--board", "XYZ", *PARTNERS), "There is no board “XYZ”"),
        (("meeting", QUARTER, "FILE", "--board", "TTCG", *PARTNERS), "leave the board out"),
        (("meeting", "spring", "FILE", *PARTNERS), "“spring” is not a quarter"),
        (("meeting", "2014/15", "FILE", *PARTNERS), "“2014/15” is not a quarter"),
        (("meeting", "2012/13-Q1", "FILE", *PARTNERS), "asks no return"),
        (("assessment", QUARTER, "FILE", *PARTNERS), "from October to September"),
        (("assessment", "2014", "FILE", *PARTNERS), "“2014” is not a period"),
        (
            ("meeting", QUARTER, "FILE", *PARTNERS, "--meeting", "soon"),
            "--meeting must be a real date",
        ),
        (
            ("meeting", QUARTER, "FILE", *PARTNERS, "--known-on", "2015-02-30"),
            "--known-on must be a real date",
        ),
        (("meeting", QUARTER, "FILE/in a file", *PARTNERS), "FILE/in a file cannot be written"),
        (("write", "meeting-1", "FILE"), "There is no issued pack “meeting-1”"),
        (("compare", "meeting-1", "meeting-2"), "There is no issued pack “meeting-1”"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence_and_nothing_is_kept(
    program: Program, database: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    file = str(tmp_path / "file")
    if "FILE/in a file" in words:
        Path(file).write_text("A file, not a folder.")
    placed = [one.replace("FILE", file) for one in words]
    freezing = ["--issue"] if words[0] in ("meeting", "chair", "assessment") else []
    refused = program("pack", *placed, *freezing, database=database)
    assert refused.status == 1
    assert said.replace("FILE", file) in refused.sentence
    assert issued(program, database) == []
    assert [one.name for one in tmp_path.iterdir() if one.suffix in (".xlsx", ".issuing")] == []


@pytest.mark.parametrize(
    "words",
    [
        ("meeting", QUARTER, "a.xlsx"),
        ("meeting", QUARTER, "a.xlsx", "--edition", "secret"),
        ("chair", QUARTER, "a.xlsx", *PARTNERS),
        ("compare", "one"),
        ("write", "one"),
        (),
    ],
    ids=" ".join,
)
def test_a_command_that_lacks_something_is_wrong_usage(
    program: Program, database: Path, words: tuple[str, ...]
) -> None:
    said = program("pack", *words, database=database)
    assert (said.status, said.out) == (2, "")
