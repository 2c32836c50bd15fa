"""Packs that have been issued, and below them what changed since the last one or between two."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.packs.changes import PackChange
from csp_desktop.core.packs.issued import IssuedPack
from csp_desktop.ui.item_models.import_tables import RecordTable
from csp_desktop.ui.item_models.pack_tables import (
    ChangeColumn,
    IssuedColumn,
    about_words,
    change_table,
    issued_table,
)
from csp_desktop.ui.theme import ROW_DENSE, SPACE_PANEL, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.row_table import RowTable
from csp_desktop.ui.widgets.tables import dress_table
from csp_desktop.ui.widgets.words import Words

_AROUND = 20  # what a cell needs beside its words
_ONE, _TWO = "Choose one issued pack", "Choose two issued packs: Shift or Ctrl adds the second"

_UNLIKE = "Choose two packs of the same kind, board and edition"
_LETTERS_FOR_ALL = 72  # across; a narrower table leaves the meeting to the line below it


class IssuedPacks(QWidget):
    """Two tables.

    `write_wanted` and `pdf_wanted` tell an issued pack, `compare_wanted` two of them, the earlier
    first; `back_wanted` that the changes of the next pack are wanted again.
    """

    write_wanted = Signal(object)
    pdf_wanted = Signal(object)
    compare_wanted = Signal(object, object)
    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._issued, self._packs = QTableView(), issued_table()
        self._changed, self._changes = RowTable(), change_table()
        self._none = EmptyState(
            theme,
            "No pack has been issued",
            "An issued pack is frozen and stays here; the next one says what changed since.",
        )
        self._stack = QStackedWidget()
        self._write = Button(theme, "Write again…")
        self._pdf = Button(theme, "PDF…")
        self._compare = Button(theme, "Compare")
        self._heading = Words("", "panel")
        self._back = Button(theme, "Back to the next pack", ButtonKind.QUIET)
        self._about, self._said = Words("", "label"), Words("", "sentence")
        self._nothing = EmptyState(theme, "", "")
        self._below = QStackedWidget()
        self._build()
        self._wire()

    def show_packs(self, packs: Sequence[IssuedPack]) -> None:
        """Show what has been issued; what is selected stays so while it is there."""
        held = {one.id for one in self._selected()}
        self._packs.show_records(packs)
        self._stack.setCurrentIndex(0 if packs else 1)
        rows = [row for row, one in enumerate(packs) if one.id in held] or [0]
        flags = QItemSelectionModel.SelectionFlag
        if packs:
            self._issued.setCurrentIndex(self._packs.index(rows[0], 0))
        for row in rows[1:]:
            index = self._packs.index(row, 0)
            self._issued.selectionModel().select(index, flags.Select | flags.Rows)
        self._follow()

    def show_changes(
        self,
        heading: str,
        changes: Sequence[PackChange],
        nothing: tuple[str, str],
        *,
        back: bool = False,
    ) -> None:
        """Show what changed.

        Args:
            heading: since when, or from which to which.
            changes: in the order in which they are told.
            nothing: what is said where there are none, and what that means.
            back: whether two issued packs are compared, so that there is a way back.
        """
        self._heading.setText(heading)
        self._back.setVisible(back)
        self._changes.show_records(changes)
        self._below.setCurrentWidget(self._changed if changes else self._nothing)
        self._said.setVisible(bool(changes))
        if changes:
            self._changed.setCurrentIndex(self._changes.index(0, 0))
        else:
            self._nothing.show_words(*nothing)

    def focus_issued(self) -> None:
        """The keyboard goes to the issued packs."""
        self._issued.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow table leaves out the meeting."""
        super().resizeEvent(event)
        room = self._theme.metrics().averageCharWidth() * _LETTERS_FOR_ALL
        self._issued.setColumnHidden(IssuedColumn.MEETING, self.width() < room)

    def panes(self) -> list[QWidget]:
        """The tables that the keyboard can be in."""
        return [one for one in (self._issued, self._changed) if one.isVisibleTo(self)]

    def _selected(self) -> list[IssuedPack]:
        rows = sorted(one.row() for one in self._issued.selectionModel().selectedRows())
        found = [self._packs.record(row) for row in rows]
        return [one for one in found if one is not None]

    def _follow(self) -> None:
        selected = self._selected()
        count = len(selected)
        self._about.setText(about_words(selected[0]) if count == 1 else "")
        for button in (self._write, self._pdf):
            button.explain_why_not("" if count == 1 else _ONE)
        alike = len({(one.kind, one.edition, one.board) for one in selected}) == 1
        why = "" if alike else _UNLIKE
        self._compare.explain_why_not(why if count == 2 else _TWO)

    def _tell_change(self, row: int) -> None:
        """The selected change whole, because its cell may be too narrow for it."""
        change: PackChange | None = self._changes.record(row)
        if change is not None:
            words = f"{change.code} {change.name}: {change.words}"
            self._said.setText(words)

    def _ask_to_compare(self) -> None:
        earlier, later = sorted(self._selected(), key=lambda one: one.at)
        self.compare_wanted.emit(earlier, later)

    def _build(self) -> None:
        self._back.hide()
        for words in (self._about, self._said):
            words.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setMinimumHeight(2 * self._theme.metrics().lineSpacing())
        self._said.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        selection = QAbstractItemView.SelectionMode
        theme = self._theme
        self._dress(self._issued, self._packs, "Issued packs", IssuedColumn.PACK)
        self._issued.setSelectionMode(selection.ExtendedSelection)
        for column in (
            IssuedColumn.AT,
            IssuedColumn.PERIOD,
            IssuedColumn.EDITION,
            IssuedColumn.MEETING,
        ):
            self._issued.horizontalHeader().setSectionResizeMode(
                column, QHeaderView.ResizeMode.ResizeToContents
            )
        self._dress(self._changed, self._changes, "What changed", ChangeColumn.WHAT)
        for change, longest in (
            (ChangeColumn.KIND, "Colour at year end"),
            (ChangeColumn.CODE, "CC1-10a"),
        ):
            self._changed.setColumnWidth(change, theme.width(longest) + _AROUND)
        self._changed.horizontalHeader().setSectionResizeMode(
            ChangeColumn.NAME, QHeaderView.ResizeMode.Stretch
        )
        self._stack.addWidget(self._issued)
        self._stack.addWidget(self._none)
        self._below.addWidget(self._changed)
        self._below.addWidget(self._nothing)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(SPACE_SMALL)
        column_.addLayout(self._head(Words("Issued packs", "panel"), self._buttons()))
        column_.addWidget(self._stack, 2)
        column_.addWidget(self._about)
        column_.addSpacing(SPACE_SMALL)
        column_.addLayout(self._head(self._heading, (self._back,)))
        column_.addWidget(self._below, 3)
        column_.addWidget(self._said)

    def _buttons(self) -> tuple[Button, ...]:
        return self._compare, self._write, self._pdf

    @staticmethod
    def _head(words: Words, buttons: Sequence[Button]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_SMALL)
        row.addWidget(words, 1)
        for button in buttons:
            row.addWidget(button)
        return row

    def _dress(self, table: QTableView, model: RecordTable, name: str, stretched: int) -> None:
        table.setModel(model)
        dress_table(table, self._theme, ROW_DENSE)
        table.setAccessibleName(name)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setSectionsClickable(False)
        table.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        table.setMinimumHeight(self._theme.height(ROW_DENSE) * 3 + SPACE_PANEL)

    def _wire(self) -> None:
        self._issued.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self._changed.selectionModel().currentRowChanged.connect(
            lambda current, _: self._tell_change(current.row())
        )
        self._write.clicked.connect(lambda: self.write_wanted.emit(self._selected()[0]))
        self._pdf.clicked.connect(lambda: self.pdf_wanted.emit(self._selected()[0]))
        self._compare.clicked.connect(self._ask_to_compare)
        self._back.clicked.connect(self.back_wanted)
