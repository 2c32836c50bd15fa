"""The file of a pack: the same pack is the same file, byte for byte, whenever it is written."""

import hashlib
import os
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from csp_desktop.core.errors import StorageError
from csp_desktop.excel.pack_charts import SpokenDrawing
from csp_desktop.excel.pack_rows import RowsWriter

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that an archive can bear


class _Archive(ZipFile):
    """An archive that bears no trace of when, where and on what system it was written."""

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        part = ZipInfo(str(name), _MOMENT)
        part.compress_type = ZIP_DEFLATED
        part.create_system = 0
        super().writestr(part, data)


class _Writer(ExcelWriter):
    """openpyxl's writer, with charts that speak and without temporary files."""

    def write_worksheet(self, ws: Worksheet) -> None:
        page: Any = ws
        page._drawing = SpokenDrawing()
        page._drawing.charts = page._charts
        writer: Any = RowsWriter(page)
        own: Any = self
        own._archive.writestr(page.path[1:], writer.part())
        page._rels = writer._rels
        self.manifest.append(page)


def book_bytes(book: Workbook) -> bytes:
    """The workbook as a file, with the dates that its properties bear."""
    out = BytesIO()
    with _Archive(out, "w") as archive:
        _Writer(book, archive).write_data()
    return out.getvalue()


def save(content: bytes, path: Path) -> str:
    """Write a file; it is whole or not there.

    Returns:
        Its SHA-256 digest in hexadecimal digits.

    Raises:
        StorageError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Not a temporary file: that would be for its maker's eyes alone, and a pack is sent round.
        unfinished = path.with_name(path.name + ".unfinished")
        try:
            unfinished.write_bytes(content)
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror}. Choose another folder, or close the file "
            "where it is open."
        ) from error
    return hashlib.sha256(content).hexdigest()
