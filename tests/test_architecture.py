"""Who may import whom, and what no code may know."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.places import ROOT

PACKAGE = ROOT / "csp_desktop"
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The full names of everything a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


def importers(*packages: str) -> set[str]:
    """The rooms of the house (first folder or file) that import a package."""
    return {
        path.relative_to(PACKAGE).parts[0]
        for path in MODULES
        if any(name.split(".")[0] in packages for name in imported(path))
    }


def test_the_import_contracts_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    status = lint_imports(no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_only_the_window_imports_qt() -> None:
    assert importers("PySide6", "shiboken6") == {"ui"}


def test_only_storage_imports_peewee() -> None:
    assert importers("peewee", "playhouse") == {"storage"}


def test_only_excel_imports_openpyxl() -> None:
    assert importers("openpyxl", "defusedxml") == {"excel"}


def test_charts_are_drawn_in_one_room() -> None:
    charts = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.split(".")[0] == "pyqtgraph" for name in imported(path))
    }
    assert charts
    assert all(one.startswith("ui/charts/") for one in charts)


def test_the_core_imports_the_standard_library_alone() -> None:
    for path in sorted((PACKAGE / "core").rglob("*.py")):
        for name in imported(path):
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names or name.startswith("csp_desktop.core"), (
                f"{path.name} imports {name}"
            )


def test_the_core_opens_no_file_and_asks_no_clock() -> None:
    for path in sorted((PACKAGE / "core").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found = [one for one in ("open(", "Path", ".now(", ".today(", "environ") if one in text]
        assert found == [], path.name


def test_migrations_import_peewee_and_the_standard_library_alone() -> None:
    scripts = sorted((ROOT / "db" / "migrations").glob("[0-9]*.py"))
    assert scripts
    for path in scripts:
        for name in imported(path):
            top = name.split(".")[0]
            assert top in {"peewee", "playhouse"} | set(sys.stdlib_module_names), path.name


@pytest.mark.parametrize("name", ["Tower Hamlets", "LBTH", "tower-hamlets"])
def test_the_code_names_no_partnership(name: str) -> None:
    named = [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if name.lower() in path.read_text(encoding="utf-8").lower()
    ]
    assert named == []


def test_one_place_alone_says_where_the_built_in_plan_lies() -> None:
    knowing = [
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if "tower_hamlets" in path.read_text(encoding="utf-8")
    ]
    assert knowing == ["paths.py"]


def test_every_package_and_module_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_nothing_is_imported_by_star_and_there_is_no_room_for_everything() -> None:
    for path in MODULES:
        assert "import *" not in path.read_text(encoding="utf-8")
        assert path.stem not in ("utils", "helpers", "misc", "common")
