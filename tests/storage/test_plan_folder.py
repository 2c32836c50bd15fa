from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap
from csp_desktop.core.errors import NotFoundError, StorageError, UserError
from csp_desktop.core.figures import Absence, FigureStatus
from csp_desktop.core.periods import parse_range
from csp_desktop.core.plan import Fact, Plan
from csp_desktop.storage.plan_folder import PlanFolder
from tests.conftest import LEAD_OFFICER

FILES = [
    "plan.toml",
    "agencies.csv",
    "boards.toml",
    "indicators.csv",
    "targets.csv",
    "published.csv",
    "published_values.csv",
    "borough_changes.csv",
    "task_force.csv",
    "consultation.csv",
    "statements.csv",
    "sections.toml",
]


def changed(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder: Path) -> str:
    """What starting a database from the folder says; the database must not be there."""
    database = folder.parent / "refused.db"
    with pytest.raises(UserError) as refusal:
        bootstrap.start(database, LEAD_OFFICER, folder)
    assert not database.exists()
    assert not database.with_name("refused.db.unfinished").exists()
    assert isinstance(refusal.value, (NotFoundError, StorageError))
    return str(refusal.value)


def test_a_plan_folder_is_read_as_it_is_written(little_plan: Path) -> None:
    plan = PlanFolder(little_plan).plan()
    assert plan.neighbours == ("Great Wittering", "East Wittering")
    assert (str(plan.first_return), plan.return_due_days) == ("2015/16-Q1", 17)
    assert [one.code for one in plan.boards] == ["SAFE", "ROADS"]
    assert plan.agencies[0].other_names == ("Police", "Constabulary")
    assert plan.indicator("S1").restricted
    [priority] = plan.priorities
    assert priority.aims[0].parts == ("by day", "by night")
    assert priority.measures[0].parts[0].indicators == ("S2",)


def test_numbers_outside_the_tables_are_read_by_their_topic(little_plan: Path) -> None:
    assert PlanFolder(little_plan).plan().facts == (
        Fact("task_force", "Patrols", Decimal(3), "patrols", "3 patrols"),
        Fact("consultation", "Asked: All responses", Decimal(12), "responses", "12 answered"),
        Fact("statements", "Fewer", Decimal(2), "count", "There are 2 (5.5%) fewer"),
        Fact("statements", "Fewer", Decimal("5.5"), "percent", "There are 2 (5.5%) fewer"),
    )


def test_a_printed_change_keeps_its_text_its_count_and_its_decimals(little_plan: Path) -> None:
    [change] = PlanFolder(little_plan).plan().published_changes
    assert (change.area, change.text) == ("Little Wittering", "2 / (5.5%)")
    assert (change.count, change.percent, change.places) == (Decimal(2), Decimal("5.5"), 1)
    assert (str(change.later), str(change.earlier)) == ("2014/15", "2013/14")


def test_history_comes_with_its_source_and_its_typed_absences(little_plan: Path) -> None:
    first, second = PlanFolder(little_plan).history()
    assert first.source == "Parish survey"
    assert first.period == parse_range("2014/15-Q4")
    assert (second.absence, second.status) == (Absence.NOT_COLLECTED, FigureStatus.FINAL)


def test_a_byte_order_mark_and_windows_line_ends_make_no_difference(little_plan: Path) -> None:
    before = PlanFolder(little_plan).plan()
    for file in little_plan.glob("*.csv"):
        text = file.read_text(encoding="utf-8")
        file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert PlanFolder(little_plan).plan() == before


def with_plausible(folder: Path, *cells: str) -> None:
    """The indicators' file with the two optional columns at its end."""
    path = folder / "indicators.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    ends = ("plausible_low,plausible_high", *cells)
    together = (f"{line},{end}\n" for line, end in zip(lines, ends, strict=True))
    path.write_text("".join(together), encoding="utf-8")


def plausible(plan: Plan) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(one.plausible_low, one.plausible_high) for one in plan.indicators]


def test_what_is_plausible_may_be_left_out_of_the_file(little_plan: Path) -> None:
    assert plausible(PlanFolder(little_plan).plan()) == [(None, None)] * 3


def test_what_is_plausible_is_read_and_stored_as_written(little_plan: Path) -> None:
    with_plausible(little_plan, "2,40.50", ",9", ",")
    expected = [(Decimal(2), Decimal("40.50")), (None, Decimal(9)), (None, None)]
    assert plausible(PlanFolder(little_plan).plan()) == expected
    database = little_plan.parent / "plausible.db"
    bootstrap.start(database, LEAD_OFFICER, little_plan)
    with bootstrap.services(database, LEAD_OFFICER) as services:
        assert plausible(services.plan) == expected


def test_the_lowest_plausible_figure_is_not_above_the_highest(little_plan: Path) -> None:
    with_plausible(little_plan, "40,39.9", ",", ",")
    assert refused(little_plan) == (
        "indicators.csv, line 2: plausible_low must be 39.9 or fewer, which is plausible_high."
    )


def test_one_plausible_figure_alone_is_a_range(little_plan: Path) -> None:
    with_plausible(little_plan, "40,40", ",", ",")
    assert plausible(PlanFolder(little_plan).plan())[0] == (Decimal(40), Decimal(40))


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(file: str, little_plan: Path) -> None:
    (little_plan / file).unlink()
    assert refused(little_plan) == f"{little_plan} is no plan folder: it has no {file}."


def test_a_folder_that_is_not_there_is_no_plan_folder(tmp_path: Path) -> None:
    assert "is no plan folder" in refused(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("plan.toml", 'id = "little', "id = little", ["plan.toml", "line 1"]),
        ("boards.toml", "[[board]]", "[[board]", ["boards.toml", "line 1"]),
        (
            "priorities/S.toml",
            'text = "Fewer',
            "text = Fewer",
            ["S.toml", "line 8"],
        ),
    ],
)
def test_toml_that_is_no_toml_names_file_and_line(
    file: str, old: str, new: str, said: list[str], little_plan: Path
) -> None:
    changed(little_plan, file, old, new)
    message = refused(little_plan)
    assert all(one in message for one in said), message


@pytest.mark.parametrize("file", ["plan.toml", "indicators.csv", "priorities/S.toml"])
def test_a_file_that_is_not_utf8_is_named(file: str, little_plan: Path) -> None:
    path = little_plan / file
    path.write_bytes(path.read_bytes() + b"\n# caf\xe9\n")
    assert f"{path} cannot be read" in refused(little_plan)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "plan.toml",
            "first_day = 2015-04-01",
            'first_day = "April"',
            "plan.toml: first_day must be a day, like 2015-06-30.",
        ),
        ("plan.toml", "first_day = 2015-04-01\n", "", "plan.toml: enter first_day, a day"),
        ("plan.toml", "2015/16-Q1", "2015/17-Q1", "plan.toml: “2015/17-Q1” is not a quarter."),
        ("plan.toml", "2016-03-31", "2014-03-31", "plan.toml: last_day must be after first_day."),
        ("plan.toml", 'title = "', 'title = " " # ', "plan.toml: enter title."),
        (
            "plan.toml",
            "return_due_days = 17",
            'return_due_days = "soon"',
            "plan.toml: return_due_days must be a number, like 30.",
        ),
        (
            "targets.csv",
            ",20,",
            ",a fifth,",
            "targets.csv, line 2: value must be a number, like 30.",
        ),
        (
            "targets.csv",
            ",20,",
            ",,",
            "targets.csv, line 2: enter value, a number like 30.",
        ),
        (
            "targets.csv",
            ",20,",
            ",NaN,",
            "targets.csv, line 2: value must be a number, like 30.",
        ),
        (
            "targets.csv",
            ",20,",
            ",Infinity,",
            "targets.csv, line 2: value must be a number, like 30.",
        ),
        (
            "targets.csv",
            "relative_change",
            "sideways",
            "targets.csv, line 2: kind is “sideways”; it must be one of level, relative_change,",
        ),
        (
            "targets.csv",
            ",2014/15,",
            ",last year,",
            "targets.csv, line 2: “last year” is not a period.",
        ),
        ("targets.csv", ",2014/15,", ",", "targets.csv, line 2: the row has not as many cells"),
        ("targets.csv", ",2014/15,", ",,,", "targets.csv, line 2: the row has not as many cells"),
        (
            "indicators.csv",
            "count,lower",
            "pounds,lower",
            "indicators.csv, line 2: unit is “pounds”",
        ),
        (
            "indicators.csv",
            "SAFE,yes",
            ",yes",
            "indicators.csv, line 2: enter board.",
        ),
        (
            "published_values.csv",
            ",12,0",
            ",12,half",
            "published_values.csv, line 2: places must be a number, like 30.",
        ),
        (
            "published_values.csv",
            ",12,0",
            ",12,0.5",
            "published_values.csv, line 2: places must be a whole number, like 30.",
        ),
        (
            "borough_changes.csv",
            "2014/15,2013/14",
            "2014/15,",
            "borough_changes.csv, line 2: enter earlier, a period like 2015/16-Q1.",
        ),
        (
            "history/survey.csv",
            ",7,",
            ",seven,",
            "history/survey.csv, line 2: value must be a number, like 30.",
        ),
        (
            "history/survey.csv",
            "2014/15-Q4,7",
            "2014/15-Q4,",
            "history/survey.csv, line 2: enter a number or an absence, and not both.",
        ),
        (
            "history/survey.csv",
            "not_collected,final",
            "lost,final",
            "history/survey.csv, line 3: absence is “lost”; it must be one of not_entered,",
        ),
        (
            "history/survey.csv",
            "final,Parish survey",
            "final,",
            "history/survey.csv, line 2: enter source.",
        ),
        (
            "history/survey.csv",
            "2015-05-01",
            "May",
            "history/survey.csv, line 2: obtained must be a day, like 2015-06-30.",
        ),
        (
            "history/survey.csv",
            "S1,",
            "Z9,",
            "history/survey.csv, line 2: Z9 is not one of the plan's indicators.",
        ),
        (
            "history/survey.csv",
            "S2,",
            "S1,",
            "history/survey.csv, line 3: S1 for 2014/15-Q4 stands here twice.",
        ),
        (
            "priorities/S.toml",
            'board = "SAFE"',
            "board = 5",
            "priorities/S.toml, action 1: board must be a text.",
        ),
        (
            "priorities/S.toml",
            'boards = ["SAFE", "ROADS"]',
            "boards = 5",
            "priorities/S.toml: boards must be a list of texts.",
        ),
        (
            "priorities/S.toml",
            "[[aim]]\n",
            "[aim]\n",
            "priorities/S.toml: aim must be written as [[aim]], once for each.",
        ),
        (
            "sections.toml",
            '[[section]]\nheading = "Introduction"\ntext = "This is the plan."',
            'section = ["This is the plan."]',
            "sections.toml: section must be written as [[section]], once for each.",
        ),
    ],
)
def test_a_fault_is_named_with_its_file_and_place(
    file: str, old: str, new: str, said: str, little_plan: Path
) -> None:
    changed(little_plan, file, old, new)
    assert refused(little_plan).startswith(said)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("indicators.csv", "SAFE,yes", "NOPE,yes", "Indicator S1 names NOPE"),
        ("indicators.csv", ",POLICE,", ",NOPE,", "Indicator S1 names NOPE"),
        ("indicators.csv", "S1 S2", "S1 Z9", "Indicator S3 names Z9"),
        ("indicators.csv", "S1 S2", "S1 S3", "Indicator S3 is a sum of itself"),
        ("targets.csv", "T1,S,", "T1,Z,", "Target T1 names Z,"),
        ("targets.csv", ",S1,", ",Z9,", "Target T1 names Z9"),
        ("published.csv", "S1,", "Z9,", "published"),
        ("published_values.csv", "S1,2013/14", "S1,2012/13", "published_values.csv: no printed"),
        ("priorities/S.toml", 'boards = ["SAFE"', 'boards = ["NOPE"', "Priority S names NOPE"),
        ("priorities/S.toml", 'board = "SAFE"', 'board = "NOPE"', "Priority S names NOPE"),
        ("priorities/S.toml", 'agency = "POLICE"', 'agency = "NOPE"', "Priority S names NOPE"),
        ("priorities/S.toml", 'indicators = ["S1"]', 'indicators = ["Z9"]', "Priority S, “How"),
        ("priorities/S.toml", 'indicators = ["S2"]', "indicators = []", "Priority S, “Speeding"),
    ],
)
def test_a_code_that_is_not_defined_is_named_with_where_it_stands(
    file: str, old: str, new: str, said: str, little_plan: Path
) -> None:
    changed(little_plan, file, old, new)
    assert refused(little_plan).startswith(said)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("boards.toml", 'code = "ROADS"', 'code = "SAFE"', "The board SAFE is defined twice."),
        ("indicators.csv", "\nS2,", "\nS1,", "The indicator S1 is defined twice."),
        ("agencies.csv", "\nPARISH,", "\nPOLICE,", "The agency POLICE is defined twice."),
        ("targets.csv", "\nT2,", "\nT1,", "The target T1 is defined twice."),
        ("published.csv", "S1,2014/15", "S1,2013/14", "The printed cell S1 2013/14 is defined"),
        (
            "priorities/S.toml",
            'boards = ["SAFE", "ROADS"]',
            'boards = ["SAFE", "SAFE"]',
            "The board SAFE of priority S is defined twice.",
        ),
        (
            "priorities/S.toml",
            'indicators = ["S1"]',
            'indicators = ["S1", "S1"]',
            "The indicator S1 of priority S, “How many were hurt”, is defined twice.",
        ),
        (
            "priorities/S.toml",
            'code = "S-02"',
            'code = "S-01"',
            "The action S-01 is defined twice.",
        ),
    ],
)
def test_what_is_defined_twice_is_named(
    file: str, old: str, new: str, said: str, little_plan: Path
) -> None:
    changed(little_plan, file, old, new)
    assert refused(little_plan).startswith(said)


def test_two_files_of_one_priority_are_named(little_plan: Path) -> None:
    text = (little_plan / "priorities" / "S.toml").read_text(encoding="utf-8")
    (little_plan / "priorities" / "S2.toml").write_text(text, encoding="utf-8")
    assert refused(little_plan) == "The priority S is defined twice."
