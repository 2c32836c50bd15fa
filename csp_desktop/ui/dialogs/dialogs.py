"""The one place that opens dialogs, so that tests can stand in for the person."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget


class Dialogs:
    """Asks the person."""

    def save_workbook(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where to write a workbook; None if the person thinks better of it."""
        return _save(parent, title, name, "Excel workbook (*.xlsx)")

    def save_document(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where to write a document as .pdf; None if the person thinks better of it."""
        return _save(parent, title, name, "Document (*.pdf)")

    def choose_workbooks(self, parent: QWidget) -> list[Path]:
        """Which workbooks to import; none if the person thinks better of it."""
        kinds = "Excel workbook (*.xlsx);;All files (*)"
        chosen, _ = QFileDialog.getOpenFileNames(
            parent, "Import workbooks", str(Path.home()), kinds
        )
        return [Path(one) for one in chosen]

    def choose_table(self, parent: QWidget, title: str) -> Path | None:
        """Which .csv to read; None if the person thinks better of it."""
        kinds = "Table (*.csv);;All files (*)"
        chosen, _ = QFileDialog.getOpenFileName(parent, title, str(Path.home()), kinds)
        return Path(chosen) if chosen else None

    def save_table(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where to write a table as .csv; None if the person thinks better of it."""
        return _save(parent, title, name, "Table (*.csv)")

    def save_picture(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where to write a chart, as .png, .pdf or .svg; None if the person thinks better of it."""
        kinds = {
            "Picture (*.png)": ".png",
            "Page (*.pdf)": ".pdf",
            "Drawing (*.svg)": ".svg",
        }
        chosen, kind = QFileDialog.getSaveFileName(
            parent, title, str(Path.home() / name), ";;".join(kinds)
        )
        if not chosen:
            return None
        path, ending = Path(chosen), kinds.get(kind, ".png")
        if path.suffix.lower() in kinds.values():
            return path
        return path.with_name(path.name + ending)

    def choose_folder(self, parent: QWidget, title: str) -> Path | None:
        """Which folder to read or to write to; None if the person thinks better of it."""
        chosen = QFileDialog.getExistingDirectory(parent, title, str(Path.home()))
        return Path(chosen) if chosen else None

    def undo_import(self, parent: QWidget, file: str) -> bool:
        """Whether to take an import back."""
        return self._ask(
            parent,
            f"Take the import of {file} back?",
            "Every field it brought says again what it said before. "
            "The file can be imported again.",
            yes="Undo import",
            no="Keep it",
        )

    def issue_pack(self, parent: QWidget, question: str, consequence: str) -> bool:
        """Whether to issue a pack, which cannot be undone."""
        return self._ask(parent, question, consequence, yes="Issue it", no="Not yet")

    def look_only(self, holder: str) -> bool:
        """Whether to look at a database that somebody else has open; else nothing is opened."""
        return self._ask(
            None,
            f"{holder} has this return database open.",
            "Only one window can enter figures at a time. You can look at everything here; "
            "nothing can be changed until the other window is closed.",
            yes="Look only",
            no="Close",
        )

    def lose(self, parent: QWidget, count: int) -> bool:
        """Whether to close although changes could not be stored."""
        changes = f"{count} changes" if count > 1 else "1 change"
        return self._ask(
            parent,
            f"{changes} could not be saved.",
            "The window stays open so that nothing is lost. Try again once the database can be "
            "written; the message at the top of Returns says what is in the way.",
            yes=f"Close and lose {changes}",
            no="Stay",
        )

    def _ask(self, parent: QWidget | None, fact: str, cure: str, yes: str, no: str) -> bool:
        """A question with two answers, the safe one chosen beforehand."""
        box = QMessageBox(parent)
        box.setProperty("kind", "question")
        box.setText(fact)
        box.setInformativeText(cure)
        agree: QPushButton = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refuse: QPushButton = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(refuse)
        box.setEscapeButton(refuse)
        box.exec()
        return box.clickedButton() is agree


def _save(parent: QWidget, title: str, name: str, kind: str) -> Path | None:
    """Where to write a file of a kind, with its ending whatever was typed."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), kind)
    if not chosen:
        return None
    path, ending = Path(chosen), Path(name).suffix
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)
