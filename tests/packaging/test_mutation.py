"""What mutation testing makes of its findings, without the minutes that it takes to find them."""

import ast
from pathlib import Path
from types import ModuleType

import pytest

from tests.core_alone import pytest_ignore_collect
from tests.places import ROOT, load_script

ANALYSIS = ROOT / "csp_desktop" / "core" / "analysis"
SURVIVORS = ROOT / "tests" / "core" / "analysis" / "SURVIVORS.md"
LIST = """# Mutants

## rag.py

### `_colour`

```diff
-     if value < least:
+     if value <= least:

- return None
```

They are the same.
"""


@pytest.fixture
def mutation() -> ModuleType:
    """packaging/mutation.py, freshly loaded."""
    return load_script("packaging/mutation.py")


def functions(path: Path) -> dict[str, set[str]]:
    """The lines of every function of a module, without their indentation, by its name."""
    code = path.read_text(encoding="utf-8")
    lines = [one.strip() for one in code.splitlines()]
    found: dict[str, set[str]] = {}
    for parent in [tree := ast.parse(code), *tree.body]:
        owner = f"{parent.name}." if isinstance(parent, ast.ClassDef) else ""
        for node in getattr(parent, "body", []):
            if isinstance(node, ast.FunctionDef):
                found[owner + node.name] = set(lines[node.lineno - 1 : node.end_lineno])
    return found


def test_every_listed_survivor_is_a_change_of_a_line_that_is_there(mutation: ModuleType) -> None:
    listed = mutation.survivors(SURVIVORS.read_text(encoding="utf-8"))
    assert listed
    for one in listed:
        code = functions(ANALYSIS / one.module)
        before = [line[2:] for line in one.change if line.startswith("- ")]
        assert before, one
        assert set(before) <= code[one.function], one


def test_no_survivor_is_listed_twice(mutation: ModuleType) -> None:
    listed = mutation.survivors(SURVIVORS.read_text(encoding="utf-8"))
    assert len(set(listed)) == len(listed)


def test_a_list_is_read_with_its_modules_functions_and_changes(mutation: ModuleType) -> None:
    first, second = mutation.survivors(LIST)
    assert first == mutation.Mutant(
        "rag.py", "_colour", ("- if value < least:", "+ if value <= least:")
    )
    assert second == mutation.Mutant("rag.py", "_colour", ("- return None",))


def test_a_survivor_without_a_reason_is_refused(mutation: ModuleType) -> None:
    bare = LIST.replace("They are the same.", "")
    for text in (bare, bare + "## published.py"):
        with pytest.raises(ValueError, match=r"no reason is given for _colour of rag\.py"):
            mutation.survivors(text)


def test_what_survives_and_is_listed_passes(mutation: ModuleType) -> None:
    alive = tuple(mutation.survivors(LIST))
    assert mutation.shortcomings([mutation.Outcome("rag.py", 18, alive, ())], alive) == []


def test_what_survives_unlisted_is_told_as_the_list_would_have_it(mutation: ModuleType) -> None:
    alive = tuple(mutation.survivors(LIST))
    [fault] = mutation.shortcomings([mutation.Outcome("rag.py", 18, alive, ())], alive[:1])
    assert fault.startswith("These survive and are not in SURVIVORS.md.")
    told = fault.partition("\n\n")[2]
    assert mutation.survivors(told + "\n\nA reason.") == list(alive[1:])


def test_what_is_listed_and_was_killed_is_told(mutation: ModuleType) -> None:
    alive = tuple(mutation.survivors(LIST))
    [fault] = mutation.shortcomings([mutation.Outcome("rag.py", 19, alive[:1], ())], alive)
    assert fault.startswith("These are in SURVIVORS.md and do not survive")
    assert "- return None" in fault
    assert "- if value < least:" not in fault


def test_a_slow_mutant_may_be_listed_or_not(mutation: ModuleType) -> None:
    slow = tuple(mutation.survivors(LIST))
    outcome = mutation.Outcome("rag.py", 18, (), slow)
    assert mutation.shortcomings([outcome], slow) == []
    assert mutation.shortcomings([outcome], []) == []


@pytest.mark.parametrize(("killed", "passes"), [(18, True), (17, False)])
def test_ninety_of_a_hundred_are_enough_and_fewer_are_not(
    killed: int, passes: bool, mutation: ModuleType
) -> None:
    alive = tuple(mutation.survivors(LIST))
    faults = mutation.shortcomings([mutation.Outcome("rag.py", killed, alive, ())], alive)
    assert faults == ([] if passes else ["Fewer than 90 of a hundred mutants are killed."])


def test_the_report_counts_each_module_and_all(mutation: ModuleType) -> None:
    alive = tuple(mutation.survivors(LIST))
    found = [
        mutation.Outcome("published.py", 27, (), alive[:1]),
        mutation.Outcome("rag.py", 10, alive, ()),
    ]
    assert mutation.table(found).splitlines()[2:] == [
        "| published.py | 28 | 27 | 1 | 0 | 100.0% |",
        "| rag.py | 12 | 10 | 0 | 2 | 83.3% |",
        "| all | 40 | 37 | 1 | 2 | 95.0% |",
    ]


@pytest.mark.parametrize(
    ("line", "left_out"),
    [
        ("from csp_desktop import paths", True),
        ("from csp_desktop.storage.plan_folder import PlanFolder", True),
        ("import csp_desktop.services", True),
        ("from csp_desktop.core.plan import Plan", None),
        ("import math", None),
    ],
)
def test_a_test_that_imports_more_than_core_is_left_out(
    line: str, left_out: bool | None, tmp_path: Path
) -> None:
    path = tmp_path / "test_page.py"
    path.write_text(f"import csv\n{line}\n", encoding="utf-8")
    assert pytest_ignore_collect(path) is left_out


def test_the_copy_holds_the_core_and_its_tests_alone(mutation: ModuleType, tmp_path: Path) -> None:
    mutation.copy_tree(tmp_path / "tree")
    files = {one.relative_to(tmp_path / "tree") for one in (tmp_path / "tree").rglob("*.py")}
    assert Path("csp_desktop/core/analysis/forecast.py") in files
    assert Path("tests/core/analysis/test_forecast.py") in files
    assert {one.parts[:2] for one in files if one.parts[0] == "csp_desktop"} == {
        ("csp_desktop", "__init__.py"),
        ("csp_desktop", "core"),
    }
    assert Path("tests/conftest.py") not in files
