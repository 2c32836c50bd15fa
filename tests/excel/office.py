"""LibreOffice, as it opens and converts a file by itself."""

import shutil
import subprocess
from pathlib import Path

import pytest

needed = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

XLSX, PDF = "xlsx:Calc MS Excel 2007 XML", "pdf"


def converted(path: Path, kind: str) -> Path:
    """The file as LibreOffice saves it, in a folder of its own."""
    folder = path.parent / "converted"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(path.parent / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{path.stem}.{kind.partition(':')[0]}"
