"""The program in a process of its own, where what a test asks cannot disturb the others."""

import json
import os
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.places import ROOT

_PLACES = ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA")
_TOUR = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from csp_desktop import bootstrap
from csp_desktop.ui.tour import tour

steps = tour(Path(sys.argv[1]), bootstrap.start, bootstrap.services)
left = [type(one).__name__ for one in QApplication.topLevelWidgets()]
print(json.dumps({"steps": steps, "left": left}))
"""


class Program:
    """Python as the user of an empty home folder, without a screen."""

    def __init__(self, *words: str, home: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", *words],
            cwd=ROOT,
            env={
                **os.environ,
                **dict.fromkeys(_PLACES, str(home)),
                "QT_QPA_PLATFORM": "offscreen",
                "PYTHONPATH": str(ROOT),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def wait(self) -> subprocess.CompletedProcess[str]:
        """What it has said, and its exit status, once it has ended."""
        out, err = self._process.communicate(timeout=120)
        return subprocess.CompletedProcess(self._process.args, self._process.returncode, out, err)

    def end(self) -> None:
        """Whatever it is doing."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()


class Tour(Program):
    """The tour, on its way from the moment this is built."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "new" / "pictures"
        super().__init__("-c", _TOUR, str(self.folder), home=home)

    @cached_property
    def said(self) -> dict[str, Any]:
        """Its steps, and the windows that are left after it."""
        ended = self.wait()
        assert (ended.returncode, ended.stderr) == (0, "")
        found: dict[str, Any] = json.loads(ended.stdout)
        return found

    @property
    def steps(self) -> list[dict[str, str]]:
        """What was done, each step with its picture."""
        return list(self.said["steps"])

    @property
    def left(self) -> list[str]:
        """The windows that are left behind."""
        return list(self.said["left"])
