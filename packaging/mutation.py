"""Mutation testing of `core/analysis`: almost every small slip in its code must fail a test.

`dev.py mutate` runs this in an environment of its own, with mutmut. It works on a copy of what the
tests of `core/analysis` need: the core, those tests, and none of the published data, so that the
result is the same on every machine; tests that read more than core are left out. Names of modules
as arguments run those alone.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ANALYSIS = Path("csp_desktop/core/analysis")
TESTS = Path("tests/core/analysis")
SURVIVORS = ROOT / TESTS / "SURVIVORS.md"
BUILD = ROOT / "build" / "mutation"
REPORT = BUILD / "report.md"
LEAST = 90  # of a hundred mutants are killed

# The same hash seed gives the same order of tests, and so the same one that fails first.
STEADY = {"CSP_HYPOTHESIS": "mutation", "PYTHONHASHSEED": "0"}
KILLED = ("killed", "segfault", "caught by type check")


@dataclass(frozen=True)
class Mutant:
    """One small change of the code.

    Attributes:
        module: `control_chart.py`.
        function: `_verdict`, or `Interval.__contains__`.
        change: its lines, `- before` and `+ after`, without their indentation.
    """

    module: str
    function: str
    change: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of the mutants of one module.

    Attributes:
        alive: those that no test failed.
        slow: those that were stopped after many times the time the tests need.
    """

    module: str
    killed: int
    alive: tuple[Mutant, ...]
    slow: tuple[Mutant, ...]

    @property
    def total(self) -> int:
        """How many mutants there are."""
        return self.killed + len(self.alive) + len(self.slow)


def main() -> int:
    """Run the campaign, leave a report, and say what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="such as control_chart; every module without")
    modules = [Path(one).stem for one in parser.parse_args().modules]
    shutil.rmtree(BUILD, ignore_errors=True)
    copy_tree(BUILD / "tree")
    if not _run(modules):
        return 1
    found = _outcomes(modules)
    listed = [
        one
        for one in survivors(SURVIVORS.read_text(encoding="utf-8"))
        if not modules or Path(one.module).stem in modules
    ]
    faults = shortcomings(found, listed)
    report = "\n\n".join([table(found), *faults])
    REPORT.write_text(report + "\n", encoding="utf-8")
    print(f"\n{report}\n\nThis report: {REPORT.relative_to(ROOT)}", flush=True)
    return 1 if faults else 0


def copy_tree(folder: Path) -> None:
    """A copy of what the tests of `core/analysis` need, and of nothing else."""
    away = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "csp_desktop" / "core", folder / "csp_desktop" / "core", ignore=away)
    shutil.copytree(ROOT / TESTS, folder / TESTS, ignore=away)
    own = [one for one in (ROOT / "tests").glob("*.py") if not one.name.startswith("test_")]
    files = ["pyproject.toml", "csp_desktop/__init__.py", "tests/core/__init__.py"]
    for path in [*(ROOT / one for one in files), *own]:
        if path.name != "conftest.py":  # it builds databases, which nothing in core knows
            shutil.copy(path, folder / path.relative_to(ROOT))


def survivors(text: str) -> list[Mutant]:
    """The mutants that SURVIVORS.md lists.

    A heading of level two names the module, one of level three the function; of each block of
    changes, parted by empty lines, the reason follows.

    Raises:
        ValueError: a mutant stands there without a reason.
    """
    found: list[Mutant] = []
    module = function = ""
    block: list[str] | None = None
    reason = True
    for line in text.splitlines():
        if block is not None and line == "```":
            changes = "\n".join(block).split("\n\n")
            found += [Mutant(module, function, _bare(one.splitlines())) for one in changes]
            block, reason = None, False
        elif block is not None:
            block.append(line.rstrip())
        elif not line.startswith(("#", "```")):
            reason = reason or bool(line.strip())
        elif not reason:
            raise ValueError(f"no reason is given for {function} of {module}")
        elif line.startswith("## "):
            module = line.removeprefix("## ")
        elif line.startswith("### "):
            function = line.removeprefix("### ").strip("`")
        elif line == "```diff":
            block = []
    if not reason:
        raise ValueError(f"no reason is given for {function} of {module}")
    return found


def shortcomings(found: Iterable[Outcome], listed: Iterable[Mutant]) -> list[str]:
    """What keeps the campaign from passing, a paragraph each.

    A mutant that was stopped may be listed or not: how slow it is depends on the machine.
    """
    found, known = list(found), set(listed)
    alive = [one for each in found for one in each.alive]
    slow = {one for each in found for one in each.slow}
    faults = []
    if _share(found) < LEAST:
        faults.append(f"Fewer than {LEAST} of a hundred mutants are killed.")
    if new := [one for one in alive if one not in known]:
        faults.append(
            "These survive and are not in SURVIVORS.md. Kill them by a better test, or list them "
            "with the reason:\n\n" + in_words(new)
        )
    if gone := [one for one in known if one not in slow and one not in alive]:
        faults.append(
            "These are in SURVIVORS.md and do not survive, or are mutants no longer. Take them "
            "out:\n\n" + in_words(gone)
        )
    return faults


def table(found: Iterable[Outcome]) -> str:
    """A line for each module and one for all, as a table of Markdown."""
    found = list(found)
    lines = [
        "| module | mutants | killed | timeout | survived | share |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, some in [*((one.module, [one]) for one in found), ("all", found)]:
        counts = Counter[str]()
        for one in some:
            counts += Counter(
                all=one.total, killed=one.killed, slow=len(one.slow), alive=len(one.alive)
            )
        lines.append(
            f"| {name} | {counts['all']} | {counts['killed']} | {counts['slow']} | "
            f"{counts['alive']} | {_share(some):.1f}% |"
        )
    return "\n".join(lines)


def in_words(mutants: Iterable[Mutant]) -> str:
    """The mutants as SURVIVORS.md lists them, without a reason."""
    parts: list[str] = []
    module = function = ""
    for one in sorted(mutants, key=lambda one: (one.module, one.function, one.change)):
        if one.module != module:
            parts.append(f"## {one.module}")
        if (one.module, one.function) != (module, function):
            parts.append(f"### `{one.function}`")
        module, function = one.module, one.function
        parts.append("\n".join(["```diff", *one.change, "```"]))
    return "\n\n".join(parts)


def _share(found: Iterable[Outcome]) -> float:
    found = list(found)
    total = sum(one.total for one in found)
    caught = sum(one.total - len(one.alive) for one in found)
    return 100 * caught / total if total else 100.0


def _bare(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{line[0]} {line[1:].strip()}" for line in lines)


def _run(modules: list[str]) -> bool:
    """Run mutmut in the copy; its many lines of progress go to a file unless someone watches."""
    package = ".".join(ANALYSIS.parts)
    patterns = [f"{package}.{one}.*" for one in modules]
    command = [str(Path(sys.executable).with_name("mutmut")), "run", *patterns]
    print("Running the tests against every mutant: this takes some minutes.", flush=True)
    log = BUILD / "mutmut.log"
    with log.open("w", encoding="utf-8") as file:
        done = subprocess.run(
            command,
            cwd=BUILD / "tree",
            env={**os.environ, **STEADY},
            stdout=None if sys.stdout.isatty() else file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        said = log.read_text(encoding="utf-8").splitlines()
        print("\n".join(said[-60:]), "mutmut could not run: see above.", sep="\n", flush=True)
    return done.returncode == 0


def _outcomes(modules: list[str]) -> list[Outcome]:
    os.chdir(BUILD / "tree")  # mutmut knows its files by where it stands
    found = []
    for path in sorted(Path("mutants", ANALYSIS).glob("*.py.meta")):
        if modules and path.name.partition(".")[0] not in modules:
            continue
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        if codes:
            found.append(_outcome(path.name.removesuffix(".meta"), codes))
    return found


def _outcome(module: str, codes: dict[str, int | None]) -> Outcome:
    from mutmut.stats import status_by_exit_code

    killed = 0
    alive: list[Mutant] = []
    slow: list[Mutant] = []
    for name, code in codes.items():
        status = status_by_exit_code[code]
        if status in KILLED:
            killed += 1
        else:
            (slow if status == "timeout" else alive).append(_mutant(module, name))
    return Outcome(module, killed, tuple(alive), tuple(slow))


def _mutant(module: str, name: str) -> Mutant:
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.utils.format_utils import orig_function_and_class_names_from_key

    function, owner = orig_function_and_class_names_from_key(name)
    lines = get_diff_for_mutant(name, path=ANALYSIS / module).splitlines()
    changed = [one for one in lines if one[:1] in "+-" and one[:3] not in ("---", "+++")]
    return Mutant(module, f"{owner}.{function}" if owner else function, _bare(changed))


if __name__ == "__main__":
    sys.exit(main())
