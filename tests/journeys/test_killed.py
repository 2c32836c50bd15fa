"""Closing at any moment loses nothing: not even being killed does."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from csp_desktop import bootstrap, paths
from csp_desktop.storage import audit
from csp_desktop.storage.connection import opened
from csp_desktop.storage.migrate import schema_version
from tests.journeys.typist import BOARD, QUARTER, TYPIST
from tests.places import ROOT


def kill_while_typing(database: Path, seed: int) -> list[tuple[str, str]]:
    """Kill the typist at some moment; what it had shown as saved by then, in order."""
    chance = random.Random(seed)
    typist = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.journeys.typist", str(database), str(seed)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert typist.stdout is not None
    assert typist.stderr is not None
    first = typist.stdout.readline()
    assert first == "ready\n", typist.stderr.read()
    lines = [typist.stdout.readline() for _ in range(chance.randrange(12))]
    time.sleep(chance.random() / 50)
    typist.kill()
    rest, trouble = typist.communicate()
    assert trouble == ""
    lines += rest.splitlines(keepends=True)
    # The last line may have been cut short by the kill.
    said = [line.split() for line in lines if line.endswith("\n")]
    return [(code, number) for code, number in said]


def assert_nothing_is_lost(database: Path, seen: list[tuple[str, str]]) -> None:
    """What showed as saved last is stored, or has been typed over since and is in the history."""
    with opened(database, schema_version(paths.MIGRATIONS)) as store:
        assert audit.first_break(store) is None
    with bootstrap.services(database, TYPIST) as services:
        lines = {
            line.indicator.code: line for line in services.returns.sheet(BOARD, QUARTER).figures
        }
        for code, number in dict(seen).items():
            figure = lines[code].figure
            newest, *before = [one.words for one in services.returns.history(figure)]
            assert figure.value == Decimal(newest.replace(",", ""))
            # One more entry may have been stored and killed before it was shown.
            assert f"{int(number):,}" in (newest, *before[:1]), code


def campaign(built: Callable[[bool], Path], folder: Path, times: int) -> int:
    """Kill so many typists, each on the database the last one left; how many entries were seen."""
    database = Path(shutil.copy(built(True), folder / "killed.db"))
    entries = 0
    for seed in range(times):
        seen = kill_while_typing(database, seed)
        assert_nothing_is_lost(database, seen)
        entries += len(seen)
    return entries


def test_every_figure_that_showed_as_saved_outlives_being_killed(
    built: Callable[[bool], Path], tmp_path: Path
) -> None:
    assert campaign(built, tmp_path, 4) > 4


@pytest.mark.slow
def test_every_figure_that_showed_as_saved_outlives_being_killed_two_hundred_times(
    built: Callable[[bool], Path], tmp_path: Path
) -> None:
    assert campaign(built, tmp_path, 200) > 200
