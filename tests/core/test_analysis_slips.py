"""The short run of mutation testing: slips of the ordinary kind, each caught by the tests.

`python3 packaging/dev.py mutate` makes all the changes its tool knows, in minutes; it leaves out
constants and properties. These are chosen by hand, most of them in just those.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.places import ROOT, load_script

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the tool's options name /dev/null")

ANALYSIS = Path("csp_desktop/core/analysis")
SLIPS = [
    ("control_chart", "LIMIT = Fraction(266, 100)", "LIMIT = Fraction(267, 100)"),
    ("control_chart", "NEAR = Fraction(2, 3)", "NEAR = Fraction(66, 100)"),
    ("control_chart", "SCREEN = Fraction(3267, 1000)", "SCREEN = Fraction(3268, 1000)"),
    ("control_chart", "RUN = 7 ", "RUN = 8 "),
    ("control_chart", "FEWEST, ENOUGH = 8, 12", "FEWEST, ENOUGH = 7, 12"),
    ("control_chart", "FEWEST, ENOUGH = 8, 12", "FEWEST, ENOUGH = 8, 13"),
    ("control_chart", "self.count < FEWEST", "self.count <= FEWEST"),
    ("control_chart", "self.count >= ENOUGH", "self.count > ENOUGH"),
    ("control_chart", "Polarity.MORE_REPORTING: 1", "Polarity.MORE_REPORTING: -1"),
    ("control_chart", "(one > upper) - (one < lower)", "(one >= upper) - (one <= lower)"),
    ("control_chart", "phase.lower <= target <= phase.upper", "phase.lower < target < phase.upper"),
    ("forecast", "RATE = 80 ", "RATE = 90 "),
    ("forecast", "FEWEST_YEARS, MOST_YEARS = 3, 5", "FEWEST_YEARS, MOST_YEARS = 2, 5"),
    ("forecast", "FEWEST_YEARS, MOST_YEARS = 3, 5", "FEWEST_YEARS, MOST_YEARS = 3, 4"),
    ("forecast", "2: 1.8856", "2: 1.8865"),
    ("forecast", "3: 1.6377", "3: 1.6773"),
    ("forecast", "4: 1.5332", "4: 1.5323"),
    ("intervals", "USUAL = 0.95", "USUAL = 0.9"),
    ("published", "is_reduction: bool = False", "is_reduction: bool = True"),
    ("published", 'POINTS: " points"', 'POINTS: "%"'),
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the core and its tests, the same as for the long run."""
    folder = tmp_path_factory.mktemp("slips") / "tree"
    load_script("packaging/mutation.py").copy_tree(folder)
    return folder


def failed_tests(tree: Path, module: str) -> list[str]:
    """Which of a module's tests fails first; with the options of the long run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    options = [*project["tool"]["mutmut"]["pytest_add_cli_args"], "--rootdir", ".", "-x", "-q"]
    tests = f"tests/core/analysis/test_{module}.py"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, tests],
        cwd=tree,
        env={
            **os.environ,
            "CSP_HYPOTHESIS": "mutation",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(tree),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return [one for one in done.stdout.splitlines() if one.startswith("FAILED")]


@pytest.mark.parametrize("module", sorted({module for module, _, _ in SLIPS}))
def test_without_a_slip_nothing_fails(tree: Path, module: str) -> None:
    assert failed_tests(tree, module) == []


@pytest.mark.parametrize(("module", "proper", "slip"), SLIPS)
def test_a_slip_of_the_pen_is_caught(tree: Path, module: str, proper: str, slip: str) -> None:
    path = tree / ANALYSIS / f"{module}.py"
    code = path.read_text(encoding="utf-8")
    assert code.count(proper) == 1, f"{path.name} has changed: choose this slip anew"
    path.write_text(code.replace(proper, slip), encoding="utf-8")
    try:
        assert failed_tests(tree, module)
    finally:
        path.write_text(code, encoding="utf-8")
