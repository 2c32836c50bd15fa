"""The developer's commands, without running what they run."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.places import ROOT, load_script

PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==(\S+)", re.MULTILINE)
LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
PINS = PIN.findall(LOCK)
MUTATION_LOCK = (ROOT / "packaging" / "mutation.lock").read_text(encoding="utf-8")


@pytest.fixture
def dev() -> ModuleType:
    """packaging/dev.py, freshly loaded."""
    return load_script("packaging/dev.py")


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Every command that would have been run, in place of running it."""
    asked: list[list[str]] = []

    def note(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0)

    def note_call(command: list[str], **_: object) -> int:
        asked.append(command)
        return 0

    monkeypatch.setattr(subprocess, "run", note)
    monkeypatch.setattr(subprocess, "call", note_call)
    monkeypatch.setattr(subprocess, "Popen", note)
    return asked


def test_it_imports_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "packaging" / "dev.py").read_text(encoding="utf-8"))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert names
    assert names <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("lock", [LOCK, MUTATION_LOCK], ids=["requirements", "mutation"])
def test_the_lock_pins_every_package_with_a_hash(lock: str) -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", lock.strip())
    entries = [one for one in blocks if not one.startswith("#")]
    assert len(entries) == len(PIN.findall(lock)) > 20
    for entry in entries:
        assert re.match(r"[\w.-]+==[\w.]+", entry), entry.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


def test_every_package_is_pinned_once_for_each_python() -> None:
    lines = re.findall(r"^([A-Za-z0-9][\w.-]*)==\S+ *(;[^\\]*)?", LOCK, re.MULTILINE)
    pins = [(re.sub(r"[-_.]+", "-", name).lower(), marker.strip()) for name, marker in lines]
    assert len(pins) == len(PINS)
    assert sorted(pins) == sorted(set(pins))
    twice = {name for name, _ in pins if [one for one, _ in pins].count(name) > 1}
    assert all(marker for name, marker in pins if name in twice)


def test_the_lock_has_every_package_the_project_names() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|dev) = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    wanted = {
        re.sub(r"[-_.]+", "-", name).lower()
        for one in lists
        for name in re.findall(r'^\s+"([A-Za-z0-9._-]+)', one, re.MULTILINE)
    }
    assert len(wanted) > 10
    assert wanted <= {re.sub(r"[-_.]+", "-", name).lower() for name, _ in PINS}


def test_mutation_testing_runs_on_the_versions_the_tests_run_on() -> None:
    pins, of_tests = dict(PIN.findall(MUTATION_LOCK)), dict(PINS)
    wanted = (ROOT / "packaging" / "mutation.in").read_text(encoding="utf-8").split()
    assert set(wanted) <= set(pins)
    assert {"hypothesis", "pytest"} <= set(pins) & set(of_tests)
    assert {one: pins[one] for one in pins if one in of_tests} == {
        one: of_tests[one] for one in of_tests if one in pins
    }
    assert "mutmut" not in of_tests


def test_qt_is_pinned_to_the_release_before_the_one_that_aborts() -> None:
    versions = {name.lower().replace("_", "-"): version for name, version in PINS}
    assert versions["pyside6-essentials"].startswith("6.11.")
    assert versions["shiboken6"] == versions["pyside6-essentials"]


def set_up_before(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Leave everything as a set-up that went well leaves it."""
    stamp, python = folder / "installed.txt", folder / "python"
    python.touch()
    monkeypatch.setattr(dev, "STAMP", stamp)
    monkeypatch.setattr(dev, "PYTHON", python)
    monkeypatch.setattr(dev, "_missing_libraries", list)
    dev.set_up()


def test_a_second_set_up_runs_nothing(
    dev: ModuleType,
    nothing_runs: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_before(dev, monkeypatch, tmp_path)
    assert nothing_runs, "the first one installs"
    nothing_runs.clear()
    capsys.readouterr()
    dev.set_up()
    assert nothing_runs == []
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_is_set_up_again(
    file: str,
    dev: ModuleType,
    nothing_runs: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "pyproject.toml").write_text("[project]")
    (root / "requirements.lock").write_text("peewee==4.5.3")
    monkeypatch.setattr(dev, "ROOT", root)
    monkeypatch.setattr(dev, "LOCK", root / "requirements.lock")
    set_up_before(dev, monkeypatch, tmp_path)
    nothing_runs.clear()
    (root / file).write_text("changed")
    dev.set_up()
    assert nothing_runs


def test_only_hashed_wheels_are_installed(
    dev: ModuleType,
    nothing_runs: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    set_up_before(dev, monkeypatch, tmp_path)
    install = next(one for one in nothing_runs if "--requirement" in one)
    assert "--require-hashes" in install
    assert install[install.index("--only-binary") + 1] == ":all:"
    editable = next(one for one in nothing_runs if "--editable" in one)
    assert {"--no-deps", "--no-build-isolation"} <= set(editable)


def test_an_older_python_is_refused_in_words(
    dev: ModuleType, nothing_runs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "OLDEST", (99, 0))
    with pytest.raises(dev.SetupError, match=r"Python 99\.0 or newer is needed"):
        dev.set_up()
    assert nothing_runs == []


def test_missing_libraries_are_named_with_the_line_that_installs_them(
    dev: ModuleType,
    nothing_runs: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dev, "_missing_libraries", lambda: ["libegl1"])
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(dev.SetupError, match=r"sudo sh -c .*apt-get install .*libegl1"):
        dev.set_up()
    assert nothing_runs == []


@pytest.fixture
def little_root(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where mutation testing is set up already, and nothing else."""
    lock, venv = tmp_path / "mutation.lock", tmp_path / "venv"
    lock.write_text("mutmut==3.8.1")
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    monkeypatch.setattr(dev, "MUTATION_LOCK", lock)
    monkeypatch.setattr(dev, "MUTATION_VENV", venv)
    monkeypatch.setattr(dev, "_missing_venv", list)
    monkeypatch.setattr(dev.os, "name", "posix")
    return tmp_path


def test_mutation_testing_installs_its_own_packages_once(
    dev: ModuleType, nothing_runs: list[list[str]], little_root: Path
) -> None:
    assert dev.mutation(["forecast"]) == 0
    install, run = nothing_runs
    assert "--require-hashes" in install
    assert install[-1] == str(little_root / "mutation.lock")
    assert run[-2:] == [str(ROOT / "packaging" / "mutation.py"), "forecast"]
    assert {command[0] for command in nothing_runs} == {str(little_root / "venv/bin/python")}
    nothing_runs.clear()
    dev.mutation([])
    assert len(nothing_runs) == 1
    (little_root / "mutation.lock").write_text("mutmut==3.9.0")
    nothing_runs.clear()
    dev.mutation([])
    assert len(nothing_runs) == 2


def test_where_mutation_testing_cannot_run_it_says_where_it_can(
    dev: ModuleType, nothing_runs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.os, "name", "nt")
    with pytest.raises(dev.SetupError, match="needs Linux, macOS or the Windows Subsystem"):
        dev.mutation([])
    monkeypatch.undo()
    assert nothing_runs == []


def test_every_check_is_run_even_when_one_fails(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def fail_formatting(command: list[str], **_: object) -> int:
        asked.append(" ".join(command))
        return int("format" in command)

    monkeypatch.setattr(subprocess, "call", fail_formatting)
    assert dev.check([]) == 1
    for tool in ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest"):
        assert any(tool in one for one in asked), tool
    assert "Failed: ruff format." in capsys.readouterr().out


def test_words_for_pytest_run_pytest_alone(
    dev: ModuleType, nothing_runs: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.check(["tests/core", "-q"]) == 0
    [command] = nothing_runs
    assert command[-3:] == ["pytest", "tests/core", "-q"]
    assert "All checks passed." in capsys.readouterr().out
