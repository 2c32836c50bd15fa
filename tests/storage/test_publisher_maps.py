from pathlib import Path

import pytest

from csp_desktop import paths
from csp_desktop.core.errors import NotFoundError, StorageError
from csp_desktop.storage.publisher_maps import MapRow, plan_id, read_map

COLUMNS = ("major", "minor")


def table(folder: Path, text: str) -> Path:
    (folder / "publishers").mkdir(exist_ok=True)
    (folder / "publishers" / "met.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_table_is_read_row_by_row_with_its_place(tmp_path: Path) -> None:
    rows = read_map(
        table(tmp_path, 'indicator,major,minor\nH1,Robbery, Personal \n"A1","One, two",x\n'),
        "met",
        COLUMNS,
    )
    assert rows == [
        MapRow("H1", ("Robbery", "Personal"), "publishers/met.csv, line 2"),
        MapRow("A1", ("One, two", "x"), "publishers/met.csv, line 3"),
    ]


def test_the_measure_of_the_built_in_plan_has_the_publishers_quotation_marks() -> None:
    [row] = read_map(paths.BUILT_IN_PLAN, "attitude-survey", ("measure",))
    assert (row.indicator, row.names) == ("CC1-3", ('"Good Job" local',))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("indicator,major,minor\nH1,Robbery\n", "line 2: the row has not as many cells"),
        ("indicator,major,minor\nH1,Robbery,x,y\n", "line 2: the row has not as many cells"),
        ("indicator,major\nH1,Robbery\n", "line 2: enter minor."),
        ("indicator,major,minor\nH1,a,b\nH1,a,b\n", "line 3: H1 takes “a / b” twice."),
    ],
)
def test_a_row_that_cannot_be_read_is_named(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        read_map(table(tmp_path, text), "met", COLUMNS)
    assert str(caught.value).startswith(f"publishers/met.csv, {words}")


def test_a_table_that_is_not_there_is_asked_for_with_its_columns(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        read_map(tmp_path, "met", COLUMNS)
    assert str(caught.value) == (
        f"The plan folder {tmp_path} has no publishers/met.csv, which says which of the file's "
        "rows make which indicator. Add it, with the columns indicator, major, minor."
    )


def test_a_plan_folder_says_which_plan_it_holds(little_plan: Path, tmp_path: Path) -> None:
    assert plan_id(little_plan) == "little-wittering-2015-16"
    with pytest.raises(NotFoundError, match=r"has no plan\.toml"):
        plan_id(tmp_path)
