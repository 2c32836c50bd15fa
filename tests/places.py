"""Where the repository lies, and what may lie beside it."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def shared(*parts: str) -> Path:
    """A file or folder of the published data; the test is skipped where it is absent."""
    place = SHARED.joinpath(*parts)
    if not place.exists():
        pytest.skip(f"{'/'.join(('..', 'shared', *parts))} is not here: see its SOURCES.md")
    return place


def load_script(path: str) -> ModuleType:
    """One of the repository's scripts, which belong to no package."""
    spec = spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    return script
