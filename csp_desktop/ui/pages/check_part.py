"""Check your return: what is wrong, what is queried, then everything as it will be sent."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.figures import Absence
from csp_desktop.core.line_reading import read_line
from csp_desktop.core.records import Record
from csp_desktop.core.rules import Problem, Severity
from csp_desktop.core.sheet import FigureLine, ReturnSheet
from csp_desktop.ui.delegates.link_delegate import LinkDelegate
from csp_desktop.ui.item_models.answer_table import AnswerColumn, AnswerTable
from csp_desktop.ui.marks import Sign
from csp_desktop.ui.theme import ROW_NORMAL, SPACE_MEDIUM, SPACE_PAGE, SPACE_PANEL, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.error_summary import ErrorSummary
from csp_desktop.ui.widgets.fields import ChoiceField
from csp_desktop.ui.widgets.findings import Finding, Findings
from csp_desktop.ui.widgets.tables import dress_table
from csp_desktop.ui.widgets.words import Words

_RING = 3  # what the focus ring of a primary button needs around it
_NOT_SENT = "Nothing is sent yet. Submitting locks the return and writes the workbook to send."
_TO_DO = "Each problem listed here has to be put right before the return can be submitted."
_CLEAR = "Nothing stands in the way. Read the answers once more, then submit at the end."
_LOCKED = "This return is locked. These are the answers it holds."


class CheckPart(QWidget):
    """Lists problems by severity, each a link to its cell, then every answer with a change link.

    `line_wanted` tells a line's code and field; the code is empty for the summary.
    """

    entered = Signal(object, str)
    line_wanted = Signal(str, str)
    submit_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        """Build an empty check.

        Args:
            theme: colours and type.
        """
        super().__init__()
        self._theme = theme
        self._sheet: ReturnSheet | None = None
        self._sentence = Words("")
        self._errors = ErrorSummary()
        self._queries = Findings(theme, "query", Sign.QUERY)
        self._remarks = Findings(theme, "info")
        self._blanks = Words("", "strong")
        self._absence = ChoiceField("Reason for every blank")
        self._give = Button(theme, "Give every blank this reason")
        self._blank_row = QWidget()
        self._answers, self._model = QTableView(), AnswerTable()
        self._submit, self._end = Button(theme, "Submit", ButtonKind.PRIMARY), QWidget()
        self._scroll, self._inside = QScrollArea(), QWidget()
        self._build()
        self._wire()

    def show_sheet(self, sheet: ReturnSheet) -> None:
        """Show what the rules say of a return, and the return."""
        self._sheet = sheet
        found = sheet.problems if sheet.open else []
        errors = _of(found, Severity.ERROR)
        self._errors.show_problems([(_key(one), one.message) for one in errors], take_focus=False)
        self._show_queries(_of(found, Severity.QUERY))
        remarks = _of(found, Severity.INFORMATION)
        self._remarks.show_findings(
            "For your information", "", [Finding(_key(one), one.message) for one in remarks]
        )
        self._show_blanks(sheet)
        self._sentence.setText(_LOCKED if not sheet.open else _TO_DO if errors else _CLEAR)
        self._model.show_sheet(sheet)
        self._fit_answers()
        self._end.setVisible(sheet.open)
        left = f"{len(errors)} {'errors are' if len(errors) > 1 else 'error is'} left to put right"
        self._submit.explain_why_not(left if errors else "")

    def commit(self) -> None:
        """Nothing is typed here."""

    def focus_first(self) -> None:
        """The keyboard goes to what is wrong, else to what is queried, else to the answers."""
        if self._errors.isVisibleTo(self):
            self._errors.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._queries.isVisibleTo(self):
            self._queries.focus_first()
        else:
            self._answers.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_pane(self) -> None:
        """F6 goes to the answers, to the button at the end, and back to the top."""
        if self._answers.hasFocus() and self._submit.isVisibleTo(self) and self._submit.isEnabled():
            self._submit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.ensureWidgetVisible(self._end)
        elif self._answers.hasFocus() or self._submit.hasFocus():
            self.focus_first()
            self._scroll.ensureVisible(0, 0)
        else:
            self._answers.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_queries(self, queries: Sequence[Problem]) -> None:
        waiting = sum(one.waits for one in queries)
        count = f"{len(queries)} {'queries' if len(queries) > 1 else 'query'}"
        self._queries.show_findings(
            f"{count}, {waiting} without a note",
            "A note saves the team a question. Queries do not stop you submitting.",
            [
                Finding(
                    _key(one, "explanation"),
                    f"{one.subject}: {one.message}",
                    "Note given" if one.explained else "No note yet",
                )
                for one in queries
            ],
        )

    def _show_blanks(self, sheet: ReturnSheet) -> None:
        blanks = len(_blank(sheet))
        self._blank_row.setVisible(sheet.open and blanks > 1)
        self._blanks.setText(f"{blanks} figures are blank.")

    def _give_reason(self) -> None:
        absence: Absence = self._absence.currentData()
        if self._sheet is None:
            return
        records: list[Record] = [
            read_line(line.indicator, line.figure, {"absence": absence.words}).figure
            for line in _blank(self._sheet)
        ]
        if records:
            self.entered.emit(records, f"give {len(records)} blanks a reason")

    def _fit_answers(self) -> None:
        """As high as its rows: the page scrolls, not the table."""
        table = self._answers
        height = table.verticalHeader().length() + table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(height + 4)

    def _build(self) -> None:
        for absence in Absence:
            if absence is not Absence.NOT_ENTERED:
                self._absence.addItem(absence.words, absence)
        row = QHBoxLayout(self._blank_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_MEDIUM)
        row.addWidget(self._blanks)
        row.addWidget(self._absence)
        row.addWidget(self._give)
        row.addStretch(1)
        self._dress_answers()
        inside = self._inside
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_PAGE, SPACE_PANEL, SPACE_PAGE, SPACE_PAGE)
        column.setSpacing(SPACE_PANEL)
        column.addWidget(self._sentence)
        for part in (self._errors, self._blank_row, self._queries, self._remarks):
            column.addWidget(part)
        column.addWidget(Words("The return as it will be sent", "panel"))
        column.addWidget(self._answers)
        end = QHBoxLayout(self._end)
        end.setContentsMargins(_RING, _RING, _RING, _RING)
        end.setSpacing(SPACE_PANEL)
        end.addWidget(self._submit)
        end.addWidget(Words(_NOT_SENT), 1)
        column.addWidget(self._end)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _dress_answers(self) -> None:
        table, theme = self._answers, self._theme
        table.setModel(self._model)
        dress_table(table, theme, ROW_NORMAL)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setTabKeyNavigation(False)
        self._links = LinkDelegate(theme, table)
        table.setItemDelegateForColumn(AnswerColumn.CHANGE, self._links)
        table.setAccessibleName("The return as it will be sent; Enter changes a line")
        header, metrics = table.horizontalHeader(), theme.metrics()
        header.setSectionResizeMode(AnswerColumn.QUESTION, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(AnswerColumn.WORDS, QHeaderView.ResizeMode.Stretch)
        widths = {
            AnswerColumn.CODE: "VAWG_SG-P1",
            AnswerColumn.ANSWER: "22.5% (1,234 of 5,678), provisional",
            AnswerColumn.CHANGE: "Change",
        }
        for column, words in widths.items():
            table.setColumnWidth(column, metrics.horizontalAdvance(words) + 24)

    def _wire(self) -> None:
        self._errors.chosen.connect(self._tell)
        self._queries.chosen.connect(self._tell)
        self._remarks.chosen.connect(self._tell)
        self._give.clicked.connect(self._give_reason)
        self._submit.clicked.connect(self.submit_wanted)
        self._answers.selectionModel().currentRowChanged.connect(self._keep_in_view)
        self._answers.activated.connect(self._change)
        self._answers.clicked.connect(self._change_if_link)

    def _keep_in_view(self, index: QModelIndex) -> None:
        """The page scrolls along: the table itself is as high as its rows."""
        rect = self._answers.visualRect(index)
        centre = self._answers.viewport().mapTo(self._inside, rect.center())
        self._scroll.ensureVisible(centre.x(), centre.y(), 0, 3 * rect.height())

    def _tell(self, key: str) -> None:
        code, _, field = key.partition(" ")
        self.line_wanted.emit(code, field)

    def _change(self, index: QModelIndex) -> None:
        self.line_wanted.emit(self._model.answer(index.row()).code, "")

    def _change_if_link(self, index: QModelIndex) -> None:
        if index.column() == AnswerColumn.CHANGE:
            self._change(index)


def _key(problem: Problem, field: str = "") -> str:
    return f"{problem.subject} {field or problem.field}"


def _of(problems: Sequence[Problem], severity: Severity) -> list[Problem]:
    return [one for one in problems if one.severity is severity]


def _blank(sheet: ReturnSheet) -> list[FigureLine]:
    return [one for one in sheet.figures if one.asked and not one.figure.entered and not one.drafts]
