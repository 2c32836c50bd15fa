"""The workbook of a small return."""

from pathlib import Path

import pytest

from csp_desktop.excel.return_writer import write_return
from tests.excel.samples import PLAN, sheet


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The workbook of a return that nobody has begun."""
    path = tmp_path / "SAFE 2015-16-Q1.xlsx"
    write_return(path, PLAN, sheet())
    return path
