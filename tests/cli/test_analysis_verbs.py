import json
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.places import shared


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """Twelve weeks that alternate about 10, a gap, and one far above."""
    path = tmp_path / "weeks.csv"
    values = [*["9", "11"] * 6, "", "£20"]
    rows = [f"week {number},{value}" for number, value in enumerate(values, 1)]
    path.write_text("\n".join(["week,cost", *rows, "", ""]), encoding="utf-8-sig")
    return path


def test_a_series_of_ones_own_gets_its_limits_and_signals_without_a_database(
    program: Program, series: Path
) -> None:
    said = program(
        *("analyse", "--series", series, "--polarity", "lower", "--target", "16"),
        *("--fix-after", "12", "--json"),
    )
    assert (said.status, said.err) == (0, "")
    assert said.document["phases"] == [
        {"mean": 10.0, "lower": 4.68, "upper": 15.32, "moving_range_mean": 2.0}
    ]
    points = said.document["points"]
    assert points[0] == {
        "label": "week 1",
        "value": 9.0,
        "signal": "none",
        "side": "below",
        "verdict": "common",
    }
    assert points[12]["value"] is None
    assert [points[13][name] for name in ("label", "value", "signal", "verdict")] == [
        "week 14",
        20.0,
        "outside",
        "concern",
    ]
    assert [said.document[name] for name in ("variation", "assurance", "standing")] == [
        "concern",
        "pass",
        "full",
    ]


def test_a_new_phase_begins_where_it_is_said_to(program: Program, series: Path) -> None:
    said = program("analyse", "--series", series, "--rebase", "week 7", "--screen", "--json")
    assert [one["mean"] for one in said.document["phases"]] == [10.0, pytest.approx(80 / 7)]
    assert said.document["standing"] == "line_only"


def test_in_words_the_limits_and_the_signals_are_told(program: Program, series: Path) -> None:
    said = program("analyse", "--series", series, "--fix-after", "12")
    assert said.out.splitlines() == [
        "Limits rest on 12 points or more.",
        "week 1 to week 14: mean 10.00, limits 4.68 to 15.32",
        "  week 14: 20.00, outside, neutral high",
        "Variation: neutral high.",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("week,cost\n1,a few\n", "weeks.csv, line 2: “a few” must be a number, like 30, or blank."),
        ("week,cost\n1,2,3\n", "weeks.csv, line 2 has 3 columns. There must be 2: label, value."),
        ("week,cost\n", "weeks.csv holds no row under its heading."),
        ("", "weeks.csv is empty."),
        ('week,cost\n1,"2\n', "weeks.csv, line 2: no table: unexpected end of data."),
    ],
)
def test_what_is_no_series_is_refused_with_its_place(
    program: Program, tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "weeks.csv"
    path.write_text(text, encoding="utf-8")
    said = program("analyse", "--series", path)
    assert (said.status, said.out, said.err.strip()) == (1, "", words)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--rebase", "week 99"), "No row of the file is called “week 99”."),
        (("--rebase", "week 1"), "“week 1” is the first row; a new phase begins after it."),
        (("--fix-after", "11"), "--fix-after must be 12 or more, not 11."),
        (("--target", "low"), "--target must be a number, like 30, not “low”."),
    ],
)
def test_options_that_do_not_fit_the_series_are_refused(
    program: Program, series: Path, options: tuple[str, ...], words: str
) -> None:
    said = program("analyse", "--series", series, *options)
    assert (said.status, said.out, said.err.strip()) == (1, "", words)


def test_a_file_that_is_not_there_or_no_text_is_refused(program: Program, tmp_path: Path) -> None:
    said = program("analyse", "--series", tmp_path / "none.csv")
    assert said.err.strip() == f"There is no file {tmp_path / 'none.csv'}."
    (tmp_path / "odd.csv").write_bytes(b"\xff\xfe\x00")
    said = program("analyse", "--series", tmp_path / "odd.csv")
    assert said.err.strip() == "odd.csv is not text. Save it as “CSV UTF-8”."


def test_the_textbook_chart_comes_out_of_the_verb(program: Program, tmp_path: Path) -> None:
    book = json.loads(shared("data/spc/montgomery_ex6_5.json").read_text(encoding="utf-8"))
    path = tmp_path / "loans.csv"
    rows = [f"{week},{cost}" for week, cost in enumerate(book["y"], 1)]
    path.write_text("\n".join(["week,cost", *rows]), encoding="utf-8")
    said = program("analyse", "--series", path, "--fix-after", str(book["baseline_n"]), "--json")
    [phase] = said.document["phases"]
    assert phase["mean"] == pytest.approx(book["mean"], abs=1e-9)
    assert phase["moving_range_mean"] == pytest.approx(book["mean_moving_range"], abs=1e-9)
    outside = [one["label"] for one in said.document["points"] if one["signal"] == "outside"]
    assert outside == [str(week) for week in book["point_outside"]]


def test_the_published_figures_that_do_not_follow_are_listed(
    program: Program, database: Path
) -> None:
    said = program("check-figures", "--json", database=database)
    assert (said.status, said.err) == (0, "")
    assert {
        "table": "Performance tables",
        "row": "B2",
        "column": "direction",
        "published": "−135",
        "computed": "−136",
        "how": "off by one in the last digit",
    } in said.document
    told = program("check-figures", database=database).out
    assert told.startswith(f"{len(said.document)} of 164 published figures do not follow.")


def test_a_figure_is_told_with_everything_that_is_known_of_it(
    program: Program, database: Path
) -> None:
    said = program("analyse", "H3", "2015/16-Q1", "--json", database=database)
    assert (said.status, said.err) == (0, "")
    found = said.document
    assert [found[name] for name in ("indicator", "period", "value", "provisional")] == [
        "H3",
        "2015/16-Q1",
        "277",
        False,
    ]
    assert found["short"]["words"] == "277 against 202: +75, +37.1%, worse."
    [target] = found["targets"]
    assert target["now"] == {
        "rag": "red",
        "words": "277 against at most 218: 59 over, 26.9%, red.",
    }
    assert target["forecast"]["rag"] == "red"
    assert target["required"]["words"] == "Needs at most 198 a quarter from here."
    assert found["chart"]["standing"] == "full"
    assert found["forecast"]["lower"] < found["forecast"]["value"] < found["forecast"]["upper"]
    told = program("analyse", "H3", "2015/16-Q1", database=database).out
    assert "  now: 277 against at most 218: 59 over, 26.9%, red.\n" in told


def test_without_an_indicator_or_a_file_the_verb_says_what_to_name(
    program: Program, database: Path
) -> None:
    said = program("analyse", "H3", database=database)
    assert said.sentence == (
        "Name an indicator and a period, like “analyse H3 2015/16-Q1”, or a file with --series."
    )


def test_a_table_of_ones_own_is_checked_without_a_database(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "ours.csv"
    rows = [
        'Thefts,"1,708","1,261",-26.1%',
        "Thefts,1708,1261,-447",
        "Rate,24/413,16/230,+1.1 points",
        "Rate,24/413,16/230,1.2 percentage points",
        "Confidence,61%,55%,-6 pts",
    ]
    path.write_text("\n".join(["row,earlier,later,change", *rows]), encoding="utf-8")
    said = program("check-figures", "--table", path, "--json")
    assert (said.status, said.err) == (0, "")
    assert [
        (one["row"], one["published"], one["computed"], one["how"]) for one in said.document
    ] == [
        ("Thefts", "−26.1%", "−26.2%", "cut off instead of rounded"),
        ("Rate", "+1.2 points", "+1.1 points", "off by one in the last digit"),
    ]
    told = program("check-figures", "--table", path).out
    assert told.startswith("2 of 5 published figures do not follow.")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Thefts,a,2,3", "ours.csv, line 2: “a” must be a number, like 30."),
        ("Thefts,1,2,up", "ours.csv, line 2: “up” must be a number, like 30."),
        ("Thefts,1/0,2,3", "ours.csv, line 2: “1/0” must not be out of 0."),
        (
            "Thefts,1,2",
            "ours.csv, line 2 has 3 columns. There must be 4: row, earlier, later, change.",
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_place(
    program: Program, tmp_path: Path, row: str, words: str
) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(f"row,earlier,later,change\n{row}\n", encoding="utf-8")
    said = program("check-figures", "--table", path)
    assert (said.status, said.sentence) == (1, words)
