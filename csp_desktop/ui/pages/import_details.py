"""The panel beside the files of an import: what a file brings, what is in conflict, what is odd."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from csp_desktop.core.merge import Take
from csp_desktop.core.periods import day_of, day_words
from csp_desktop.services.import_report import LineConflict, Outcome
from csp_desktop.ui.item_models.file_table import FileRow
from csp_desktop.ui.item_models.import_tables import ChangeColumn, change_table
from csp_desktop.ui.theme import ROW_DENSE, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.decision import Decision
from csp_desktop.ui.widgets.details_panel import DetailsPanel
from csp_desktop.ui.widgets.key_button import KeyButton
from csp_desktop.ui.widgets.layouts import emptied
from csp_desktop.ui.widgets.tables import dress_table
from csp_desktop.ui.widgets.words import Words

_WIDTH = 400
_MOST_PROBLEMS = 30


class ImportDetails(DetailsPanel):
    """Follows the selected file; `decided` tells the conflict and whose content is taken."""

    decided = Signal(object, object)

    def __init__(self, theme: Theme) -> None:
        """Build an empty panel.

        Args:
            theme: colours and type.
        """
        super().__init__(theme, "Selected file", _WIDTH)
        self._theme = theme
        self._shown: FileRow | None = None
        self._name, self._verdict = Words("", "panel"), Words("")
        self._evidence = Words("", "sentence")
        self._problems_heading = Words("What the file says that was not taken", "strong")
        self._problems = Words("", "")
        self._conflicts_heading = Words("", "strong")
        self._conflicts = QVBoxLayout()
        self._changes_heading = Words("", "strong")
        self._changes, self._model = QTableView(), change_table()
        self._build()
        self.hide()

    def show_file(self, row: FileRow | None) -> None:
        """Show another file; of the same one decisions that were made stay in view."""
        again, self._shown = row is self._shown and row is not None, row
        self.setVisible(row is not None)
        if row is None:
            return
        self._name.setText(row.file.name)
        self._verdict.setText(row.verdict)
        report = row.report
        self._evidence.setText(f"The file: {report.evidence}" if report else "")
        self._evidence.setVisible(bool(report and report.evidence))
        said = [
            ", ".join(filter(None, (one.sheet, one.cell)))
            + (": " if one.cell else "")
            + one.message
            for one in (report.problems if report else ())
        ]
        more = len(said) - _MOST_PROBLEMS
        lines = said[:_MOST_PROBLEMS] + ([f"and {more} more"] if more > 0 else [])
        self._problems.setText("\n".join(lines))
        for part in (self._problems_heading, self._problems):
            part.setVisible(bool(said))
        refused = report is not None and report.outcome is Outcome.REFUSED
        self._problems_heading.setText("Why" if refused else "Said in the file and not taken")
        if not again:
            self._show_conflicts(report.conflicts if report else [])
            self._show_changes(row)
            self.scroll_to_top()

    def focus_first(self) -> bool:
        """The keyboard goes to the first thing to decide, else to the changes; whether it could."""
        answers = self.findChildren(KeyButton)
        first: QWidget = answers[0] if answers else self._changes
        if not first.isVisibleTo(self):
            return False
        self.focus_on(first)
        return True

    def _show_conflicts(self, conflicts: list[LineConflict]) -> None:
        emptied(self._conflicts)
        self._conflicts_heading.setText(
            f"{len(conflicts)} changed both here and in the file: decide each"
        )
        self._conflicts_heading.setVisible(bool(conflicts))
        for one in conflicts:
            who = f"{one.stored_by}, {_day(one.stored_at)}" if one.stored_by else "stored here"
            decision = Decision(
                f"{one.code} {one.name}, {one.label}",
                (f"“{one.stored}”", who),
                (f"“{one.incoming}”", "in the file"),
            )
            decision.decided.connect(
                lambda taken, one=one: self.decided.emit(
                    one, Take.INCOMING if taken else Take.STORED
                )
            )
            self._conflicts.addWidget(decision)

    def _show_changes(self, row: FileRow) -> None:
        changes = row.report.changes if row.report else []
        self._model.show_records(changes)
        fields = "fields" if len(changes) != 1 else "field"
        self._changes_heading.setText(f"{len(changes)} {fields} new or changed")
        for part in (self._changes_heading, self._changes):
            part.setVisible(bool(changes))
        header = self._changes.horizontalHeader().sizeHint().height()
        self._changes.setFixedHeight(self._changes.verticalHeader().length() + header + 4)

    def _build(self) -> None:
        table = self._changes
        table.setModel(self._model)
        dress_table(table, self._theme, ROW_DENSE)
        table.setAccessibleName("What the file changes")
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        header = table.horizontalHeader()
        for column in (ChangeColumn.BEFORE, ChangeColumn.AFTER):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(ChangeColumn.CODE, self._theme.width("CC1-1a") + 18)
        table.setColumnWidth(ChangeColumn.FIELD, self._theme.width("Out of, of") + 30)
        self._conflicts.setSpacing(SPACE_SMALL)
        box = QWidget()
        box.setLayout(self._conflicts)
        self._conflicts.setContentsMargins(0, 0, 0, 0)
        for part in (
            self._name,
            self._verdict,
            self._evidence,
            self._conflicts_heading,
            box,
            self._problems_heading,
            self._problems,
            self._changes_heading,
            table,
        ):
            self.body.addWidget(part)
        self.body.addStretch(1)


def _day(at: str) -> str:
    return day_words(day_of(at))
