"""The command line, run in this process on databases of a test's own."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from csp_desktop.__main__ import main


@dataclass(frozen=True)
class Said:
    """What one run of the program left: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as the one JSON document that it must be."""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one clear sentence on standard error."""
        assert self.out == ""
        assert "Traceback" not in self.err
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1, self.err
        assert self.err[0] != " "
        return self.err.rstrip("\n")


class Program:
    """The program with a database named for it."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: object, database: Path | None = None) -> Said:
        where = [] if database is None else ["--database", str(database)]
        try:
            status = main([*where, *map(str, words)])
        except SystemExit as stopped:  # as argparse does
            status = int(stopped.code or 0)
        out, err = self._capsys.readouterr()
        return Said(status, out, err)


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str]) -> Iterator[Program]:
    """The program; its log is closed afterwards, and the logger left as Python makes it."""
    yield Program(capsys)
    logger = logging.getLogger("csp_desktop")
    logger.propagate = True
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
