"""The commands of a developer: `run` opens the program, `test` runs every check.

`mutate` runs the tests of the analysis against thousands of small slips in it.

Standard library alone. Safe to repeat: what is in place is left as it is.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "installed.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)

# Mutation testing has an environment of its own, so that it burdens nobody else.
MUTATION_LOCK = ROOT / "packaging" / "mutation.lock"
MUTATION_VENV = ROOT / ".venv-mutation"

# What Qt needs of a bare Debian, and the library that shows each is there.
DEBIAN_LIBRARIES = {
    "libgl1": "GL",
    "libegl1": "EGL",
    "libxkbcommon0": "xkbcommon",
    "libxkbcommon-x11-0": "xkbcommon-x11",
    "libfontconfig1": "fontconfig",
    "libfreetype6": "freetype",
    "libx11-6": "X11",
    "libx11-xcb1": "X11-xcb",
    "libglib2.0-0": "glib-2.0",
    "libdbus-1-3": "dbus-1",
    "libxcb-cursor0": "xcb-cursor",
    "libxcb-icccm4": "xcb-icccm",
    "libxcb-util1": "xcb-util",
    "libxcb-image0": "xcb-image",
    "libxcb-keysyms1": "xcb-keysyms",
    "libxcb-randr0": "xcb-randr",
    "libxcb-render-util0": "xcb-render-util",
    "libxcb-shape0": "xcb-shape",
    "libxcb-xfixes0": "xcb-xfixes",
    "libxcb-xkb1": "xcb-xkb",
}
SIDE_BY_SIDE = ("-n", "auto", "--dist", "loadfile")
BENCHMARKS = "tests/benchmarks"
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


class SetupError(Exception):
    """Something the person must do first; the text says what."""


def main() -> int:
    """Set up what is missing, then run the command that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="open the program on the built-in plan")
    test = commands.add_parser("test", help="run every check")
    test.add_argument("pytest", nargs="*", help="passed on to pytest instead of a whole run")
    mutate = commands.add_parser("mutate", help="see whether the tests of the analysis catch slips")
    mutate.add_argument("modules", nargs="*", help="of core/analysis; all of them without")
    arguments = parser.parse_args()
    try:
        if arguments.command == "mutate":
            return mutation(arguments.modules)
        set_up()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return run() if arguments.command == "run" else check(arguments.pytest)


def set_up() -> None:
    """The virtual environment with the locked packages, and the libraries Qt needs.

    Raises:
        SetupError: this Python is too old, or something must be installed by hand.
    """
    if sys.version_info < OLDEST:
        raise SetupError(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed.")
    wanted = _fingerprint()
    if STAMP.exists() and PYTHON.exists() and STAMP.read_text() == wanted:
        _install_debian(_missing_libraries())
        return
    _install_debian([*_missing_libraries(), *_missing_venv()])
    print("Setting up: this takes a minute or two the first time.", flush=True)
    pip = _install(VENV, PYTHON, LOCK)
    _run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    STAMP.write_text(wanted)


def run() -> int:
    """Open the window; where there is no screen, leave pictures of it instead."""
    if _has_screen():
        return subprocess.call([str(PYTHON), "-m", "csp_desktop"], cwd=ROOT)
    folder = Path(tempfile.mkdtemp(prefix="csp-desktop-tour-"))
    print(f"There is no screen here: the program's tour is left in {folder}", flush=True)
    return subprocess.call(
        [str(PYTHON), "-m", "csp_desktop", "tour", str(folder)], cwd=ROOT, env=_offscreen()
    )


def check(pytest_words: list[str]) -> int:
    """Run every check; all of them, even when one has failed."""
    bin_folder = PYTHON.parent
    pytest = [str(PYTHON), "-m", "pytest"]
    checks = {
        "ruff": [str(bin_folder / "ruff"), "check", "."],
        "ruff format": [str(bin_folder / "ruff"), "format", "--check", "."],
        "mypy": [str(PYTHON), "-m", "mypy"],
        "import contracts": [str(bin_folder / "lint-imports")],
        "tests": [*pytest, *SIDE_BY_SIDE, "--ignore", BENCHMARKS],
        # What takes time beside them would stand in their ratios.
        "benchmarks": [*pytest, BENCHMARKS],
    }
    if pytest_words:
        checks = {"tests": [*pytest, *pytest_words]}
    failed = []
    for name, command in checks.items():
        print(f"--- {name}", flush=True)
        if subprocess.call(command, cwd=ROOT, env=_offscreen()) != 0:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.", flush=True)
    return 1 if failed else 0


def mutation(modules: list[str]) -> int:
    """Run mutation testing, in an environment that is set up when it is first asked for.

    Raises:
        SetupError: this system cannot run it, or something must be installed by hand.
    """
    if os.name == "nt":
        raise SetupError("Mutation testing needs Linux, macOS or the Windows Subsystem for Linux.")
    if sys.version_info < OLDEST:
        raise SetupError(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed.")
    python, stamp = MUTATION_VENV / "bin" / "python", MUTATION_VENV / "installed.txt"
    wanted = hashlib.sha256(MUTATION_LOCK.read_bytes()).hexdigest()
    if not (stamp.exists() and python.exists() and stamp.read_text() == wanted):
        _install_debian(_missing_venv())
        print("Setting up mutation testing, the first time only.", flush=True)
        _install(MUTATION_VENV, python, MUTATION_LOCK)
        stamp.write_text(wanted)
    script = ROOT / "packaging" / "mutation.py"
    return subprocess.call([str(python), str(script), *modules], cwd=ROOT)


def _install(venv: Path, python: Path, lock: Path) -> list[str]:
    """The packages of a lock file in a virtual environment; the command to install more there."""
    if not python.exists():
        _run([sys.executable, "-m", "venv", "--clear", str(venv)])
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    _run([*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)])
    return pip


def _fingerprint() -> str:
    """What the environment was built from; it is built again when any of it changes."""
    digest = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes())
    return f"{sys.version_info[:2]} {ROOT} {digest.hexdigest()}"


def _is_debian() -> bool:
    return sys.platform == "linux" and Path("/etc/debian_version").exists()


def _missing_libraries() -> list[str]:
    if not _is_debian():
        return []
    missing = [
        package for package, library in DEBIAN_LIBRARIES.items() if not _has_library(library)
    ]
    return missing if DEJAVU.exists() else [*missing, "fonts-dejavu-core"]


def _has_library(name: str) -> bool:
    folders = (Path("/usr/lib"), *Path("/usr/lib").glob("*-linux-gnu*"))
    return any(next(folder.glob(f"lib{name}.so*"), None) for folder in folders)


def _missing_venv() -> list[str]:
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return ["python3-venv"] if _is_debian() else []
    return []


def _install_debian(packages: list[str]) -> None:
    if not packages:
        return
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0:
        raise SetupError(
            f"Some system libraries are missing. Run this first:\n  sudo sh -c '{line}'"
        )
    print(f"Installing system libraries: {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-qq"], quiet)
    _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], quiet)


def _has_screen() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _offscreen() -> dict[str, str]:
    """Without a screen; with one order of sets, so that generated tests draw the same again."""
    return {"PYTHONHASHSEED": "0", **os.environ, "QT_QPA_PLATFORM": "offscreen"}


def _run(command: list[str], environment: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        raise SetupError(f"This step failed, see above: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main())
