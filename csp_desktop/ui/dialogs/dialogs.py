"""The one place that opens dialogs, so that tests can stand in for the person."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


class Dialogs:
    """Asks the person."""

    def save_workbook(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where to write a workbook; None if the person thinks better of it."""
        start = str(Path.home() / name)
        chosen, _ = QFileDialog.getSaveFileName(parent, title, start, "Excel workbook (*.xlsx)")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
