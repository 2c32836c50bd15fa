"""A .csv in, a .csv out that tells no small count."""

from pathlib import Path

import pytest

from csp_desktop.core.disclosure.cells import Suppression
from csp_desktop.core.errors import NotFoundError, RefusedError
from csp_desktop.services.protecting import ProtectedFile, protect_file

TABLE = """Offence,Q1,Q2,Q3,Q4,Total
Theft,10,3,8,20,41
Arson,0,6,7,9,22
Rape,11,12,9,30,62
Total,21,21,24,59,125
"""


def protected(folder: Path, text: str | bytes, below: int = 5, round_to: int = 1) -> ProtectedFile:
    path = folder / "table.csv"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return protect_file(path, below, round_to)


def lines(folder: Path, text: str | bytes, **options: int) -> list[str]:
    return protected(folder, text, **options).csv_lines()


def test_a_small_count_is_hidden_with_three_others_that_would_tell_it(tmp_path: Path) -> None:
    assert lines(tmp_path, TABLE) == [
        "Offence,Q1,Q2,Q3,Q4,Total",
        "Theft,10,[c],[c],20,41",
        "Arson,0,[c],[c],9,22",
        "Rape,11,12,9,30,62",
        "Total,21,21,24,59,125",
    ]


def test_what_is_written_does_not_tell_the_small_from_the_others(tmp_path: Path) -> None:
    found = protected(tmp_path, TABLE).protected
    kinds = {why for _, why in found.suppressed}
    assert kinds == {Suppression.PRIMARY, Suppression.SECONDARY}
    assert {found.cells[row][column] for (row, column), _ in found.suppressed} == {"[c]"}


def test_the_others_are_rounded_where_that_is_asked(tmp_path: Path) -> None:
    found = lines(tmp_path, TABLE, below=8, round_to=5)
    assert found[3:] == ["Rape,10,10,10,30,60", "Total,20,20,25,60,125"]


def test_a_table_without_margins_has_its_small_counts_hidden_and_no_more(tmp_path: Path) -> None:
    found = protected(tmp_path, "Offence,Q1,Q2\nTheft,10,3\nArson,4,6\n")
    assert found.csv_lines()[1:] == ["Theft,10,[c]", "Arson,[c],6"]
    assert found.protected.feasible == (((0, 1), (0, None)), ((1, 0), (0, None)))


@pytest.mark.parametrize("total", ["Total", "TOTAL", " total "])
def test_a_margin_on_one_side_alone_is_one(tmp_path: Path, total: str) -> None:
    found = lines(tmp_path, f"Offence,Q1,Q2,{total}\nTheft,10,3,13\nArson,9,6,15\n")
    assert found[1:] == ["Theft,[c],[c],13", "Arson,9,6,15"]


def test_a_blank_is_a_count_nobody_has_and_is_left_as_it_is(tmp_path: Path) -> None:
    found = lines(tmp_path, "Offence,Q1,Q2,Q3,Total\nTheft,3,,20,50\nArson,1,[X],[z],90\n")
    assert found[1:] == ["Theft,[c],[x],20,50", "Arson,[c],[x],[z],90"]


def test_a_blank_the_total_does_not_count_hides_nothing(tmp_path: Path) -> None:
    found = lines(tmp_path, "Offence,Q1,Q2,Q3,Total\nTheft,3,,20,23\n")
    assert found[1:] == ["Theft,[c],[x],[c],23"]


def test_a_blank_the_total_would_tell_to_be_small_is_protected(tmp_path: Path) -> None:
    found = protected(tmp_path, "Offence,Q1,Q2,Q3,Total\nTheft,30,,20,53\n")
    assert found.csv_lines()[1:] == ["Theft,30,[x],[c],53"]
    assert found.protected.suppressed == (((0, 2), Suppression.SECONDARY),)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffÉtape,Q1,Total\nVol,7,7\n".encode(),
        "Étape;Q1;Total\r\nVol;7;7\r\n".encode("cp1252"),
        "Étape\tQ1\tTotal\n\nVol\t7\t7\n\n".encode(),
        '"Étape","Q1","Total"\n"Vol","7","7"'.encode(),
    ],
)
def test_it_reads_what_spreadsheets_save(tmp_path: Path, text: bytes) -> None:
    assert lines(tmp_path, text) == ["Étape,Q1,Total", "Vol,7,7"]


def test_thousands_commas_are_read_and_numbers_written_without(tmp_path: Path) -> None:
    assert lines(tmp_path, 'Offence,Q1\nTheft,"1,234"\n')[1:] == ["Theft,1234"]


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path) -> None:
    found = lines(tmp_path, "Offence,@Q1\n=1+1,7\n")
    assert found == ["Offence,'@Q1", "'=1+1,7"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "table.csv is empty."),
        ("Offence,Q1\n", "table.csv holds no row under its heading."),
        (
            "Offence\nTheft\n",
            "table.csv, line 1 has one column. There must be two or more: names, then counts.",
        ),
        ("Offence,Q1\nTheft,1,2\n", "table.csv, line 2 has 3 columns, but line 1 has 2."),
        ("O,Q1\nTheft,few\n", "table.csv, line 2, “Q1”: “few” must be a whole number, like 30."),
        ("O,Q1\nTheft,2.5\n", "table.csv, line 2, “Q1”: “2.5” must be a whole number, like 30."),
        ("O,Q1\nTheft,5%\n", "table.csv, line 2, “Q1”: “5%” must be a whole number, like 30."),
        ("O,Q1\nTheft,[c]\n", "table.csv, line 2, “Q1”: “[c]” must be a whole number, like 30."),
        (
            "O,Q1\nTheft,-3\n",
            "table.csv, line 2, “Q1”: “-3” must be between 0 and 1,000,000,000,000.",
        ),
        (
            "O,Q1,Total\nTheft,3,4\n",
            "table.csv: “Theft, Total” is 4, but its parts add up to 3. "
            "Correct the one or the others.",
        ),
        (
            "O,Q1,Q2,Total\nTheft,9,,4\n",
            "table.csv: “Theft, Total” is 4, but its parts add up to 9. "
            "Correct the one or the others.",
        ),
        (
            "O,Q1,Q1\nTheft,3,4\n",
            "table.csv: Two columns are called “Q1”. Give each one of its own.",
        ),
        (
            "O,Q1\nTheft,3\ntheft,3\n",
            "table.csv: Two rows are called “theft”. Give each one of its own.",
        ),
        ("O,Q1,\nTheft,3,\n", "table.csv: A column has no name. Give each column one of its own."),
        ("O,Total,Q1\nTheft,3,3\n", "table.csv: The column “Total” must be the last one."),
        (
            "O,Q1\nTotal,3\n",
            "table.csv: There is no row but “Total”. Add those it is the sum of.",
        ),
    ],
)
def test_what_is_no_table_of_counts_is_refused_with_its_place(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        protected(tmp_path, text)
    assert str(refused.value) == words


def test_a_file_that_is_not_there_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="There is no file"):
        protect_file(tmp_path / "none.csv", 5, 1)
