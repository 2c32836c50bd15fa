"""What the tests of core have where there is nothing but core: for mutation testing."""

import re
from pathlib import Path

import pytest

from tests import hypothesis_profiles

__all__ = ["hypothesis_profiles", "plan", "pytest_ignore_collect"]

MORE_THAN_CORE = re.compile(r"^(from csp_desktop import|(from|import) csp_desktop\.(?!core))", re.M)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the files that import more than core; pytest decides about the others."""
    if collection_path.suffix != ".py":
        return None
    return bool(MORE_THAN_CORE.search(collection_path.read_text(encoding="utf-8"))) or None


@pytest.fixture(scope="session")
def plan() -> None:
    """No plan: it would have to be read from its folder, which core cannot."""
    pytest.skip("the built-in plan is not here, but core alone")
