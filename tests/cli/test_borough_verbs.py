from pathlib import Path

import pytest

from tests.cli.conftest import Program

AREAS = ["Tower Hamlets", "Greenwich", "Hackney", "Lewisham", "Newham", "Southwark"]


def test_the_funnel_comes_as_one_document_with_its_arithmetic(
    program: Program, database: Path
) -> None:
    said = program("funnel", "H7", "2014/15", "--json", database=database)
    assert (said.status, said.err) == (0, "")
    found = said.document
    assert (found["indicator"], found["period"], found["adjusted"]) == ("H7", "2014/15", True)
    assert [one["area"] for one in found["areas"]] == AREAS
    greenwich = found["areas"][1]
    assert (greenwich["count"], greenwich["people"], greenwich["day"]) == (
        440,
        268_305,
        "2014-06-30",
    )
    assert greenwich["rate"] == pytest.approx(440 / 268_305 * 1_000)
    lower, upper = greenwich["limits_95"]["counts"]
    assert greenwich["limits_99_8"]["counts"][0] < 440 < lower < greenwich["expected"] < upper
    assert greenwich["limits_95"]["rates"][0] == pytest.approx(lower / 268_305 * 1_000)
    assert greenwich["standing"] == "lower than expected"
    assert greenwich["words"] in program("funnel", "h7", "2014/15", database=database).out


def test_the_funnel_is_told_in_lines_with_what_it_rests_on(
    program: Program, database: Path
) -> None:
    lines = program("funnel", "D14", "2015/16-Q1", database=database).out.splitlines()
    assert lines[0] == "D14  Number of Rapes, 2015/16-Q1"
    assert [line.split("  ")[1] for line in lines[1:7]] == AREAS
    assert any("The limits are exact Poisson limits." in line for line in lines[7:])
    assert any(line.startswith("People on 30 June 2015 (Office for") for line in lines[7:])


def test_where_there_is_no_funnel_it_says_why_and_names_no_area(
    program: Program, database: Path
) -> None:
    said = program("funnel", "CC1-3", "2015/16-Q1", "--json", database=database)
    assert (said.status, said.document["areas"], said.document["rate"]) == (0, [], None)
    assert said.document["notes"][0].startswith("No funnel: CC1-3 is a percentage.")
    told = program("funnel", "A1", "2014/15", database=database).out
    assert "No funnel: it needs at least 3 areas" in told
    assert "Hackney is left out: " in told


def test_a_period_or_indicator_that_does_not_exist_is_refused(
    program: Program, database: Path
) -> None:
    assert program("funnel", "H3", "spring", database=database).sentence.startswith(
        "“spring” is not a period."
    )
    assert program("funnel", "Z9", "2014/15", database=database).sentence.startswith(
        "There is no indicator “Z9” in this plan."
    )


def test_populations_of_a_file_are_taken_and_stand_in_the_next_funnel(
    program: Program, database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    rows = ["area,day,people,source,obtained", "Hackney,15 May 2015,300000,Our own count,"]
    path.write_text("\n".join(rows), encoding="utf-8")
    said = program("populations", "import", path, "--json", database=database)
    assert (said.status, said.document) == (0, {"new": 1, "revised": 0, "unchanged": 0})
    found = program("funnel", "H3", "2015/16-Q1", "--json", database=database).document
    [hackney] = [one for one in found["areas"] if one["area"] == "Hackney"]
    assert (hackney["people"], hackney["source"]) == (300_000, "Our own count")
    assert "People in Hackney on 15 May 2015 (Our own count)." in found["notes"]
    again = program("populations", "import", path, database=database)
    assert again.out == f"{path}: 0 new, 0 revised, 1 unchanged.\n"


def test_a_file_that_is_no_table_of_populations_is_refused(
    program: Program, database: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "none.csv"
    said = program("populations", "import", missing, database=database)
    assert (said.status, said.sentence) == (1, f"There is no file {missing}.")
