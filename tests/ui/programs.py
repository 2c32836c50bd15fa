"""The program in a process of its own, where what a test asks cannot disturb the others."""

import os
import subprocess
import sys
from pathlib import Path

from tests.places import ROOT


def python(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run Python as the user of an empty home folder, without a screen, and wait until it ends."""
    places = ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA")
    return subprocess.run(
        [sys.executable, "-W", "error", *words],
        cwd=ROOT,
        env={
            **os.environ,
            **dict.fromkeys(places, str(home)),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
