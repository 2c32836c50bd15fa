"""The delivery plan of a return: the board's actions, what it proposes, and the selected form."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.core.plan import Plan
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.ui.delegates.mark_delegate import MarkDelegate
from csp_desktop.ui.delegates.name_delegate import NameDelegate
from csp_desktop.ui.item_models.action_list import ActionColumn, ActionList
from csp_desktop.ui.item_models.roles import Role
from csp_desktop.ui.marks import Mark
from csp_desktop.ui.marks import size as mark_size
from csp_desktop.ui.pages.action_form import ActionForm
from csp_desktop.ui.pages.action_words import why_locked
from csp_desktop.ui.theme import (
    CELL_PADDING,
    MARK_GAP,
    ROW_NORMAL,
    SPACE_MEDIUM,
    SPACE_PAGE,
    SPACE_SMALL,
    TextSize,
    Theme,
)
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.empty_state import EmptyState
from csp_desktop.ui.widgets.fields import ChoiceField, Labelled, TextField
from csp_desktop.ui.widgets.tables import dress_table

_ROOM_IN_CHOICE = 400
_ACTION_WORDS = "Advice and guidance will be"
_Cell = tuple[str, Mark | None, bool]


class DeliveryPlanPart(QWidget):
    """List at left, form at right; under the list the board proposes what the plan does not have.

    `entered` tells the records of one edit and its name; `proposal_wanted` the code of a priority
    and what is to be done; `priority_wanted` the title of a priority of the board's own.
    """

    entered = Signal(object, str)
    subject_changed = Signal(str)
    proposal_wanted = Signal(str, str)
    priority_wanted = Signal(str)

    def __init__(self, theme: Theme, plan: Plan) -> None:
        """Build an empty part.

        Args:
            theme: colours and type.
            plan: gives the agencies, and the aims and measures of each priority.
        """
        super().__init__()
        self._theme = theme
        self._sheet: ReturnSheet | None = None
        self._filling = False
        self._taken = 0
        self._model, self._list = ActionList(), QTableView()
        self._empty = QWidget()
        self._nothing = EmptyState(
            theme,
            "No actions are asked of this board",
            "The plan gives it none. It can propose its own below.",
        )
        self._proposals = _Proposals(theme, plan)
        self._form = ActionForm(theme, plan)
        self._dress()
        self._lay_out()
        self._wire()

    @property
    def rows(self) -> int:
        """How many actions there are, proposed ones included."""
        return self._model.rowCount()

    @property
    def subject(self) -> str:
        """What the keys act upon."""
        return f"Action {self._form.code}" if self._form.code else ""

    def show_sheet(self, sheet: ReturnSheet) -> None:
        """Show a return; the action selected stays, and what is being typed; nothing is told."""
        before, self._sheet = self._sheet, sheet
        row = self._list.currentIndex().row()
        selected = self._model.line(row)
        self._filling = True
        self._model.show_sheet(sheet)
        there = self._model.row_of(selected.action.code) if selected else -1
        if there < 0 and before is not None and before.board == sheet.board:
            # Where a proposal was taken back its neighbour follows.
            there = min(row, self.rows - 1)
        there = max(0, there)
        if self._list.currentIndex().row() != there:
            self._list.setCurrentIndex(self._model.index(there, 0))
        self._form.show_line(self._model.line(there), sheet)
        self._filling = False
        self._proposals.show_sheet(sheet)
        self._list.setVisible(self.rows > 0)
        self._empty.setVisible(not self.rows)
        self._measure()

    def commit(self) -> None:
        """Store what stands in the fields."""
        self._form.commit()

    def focus_first(self) -> None:
        """The keyboard goes to the list, or to what can be proposed where there are no actions."""
        if self.rows:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._proposals.focus_first()

    def next_pane(self) -> None:
        """F6 goes from the list to the form and back."""
        if self._form.isAncestorOf(self.focusWidget() or self) or not self.rows:
            self.focus_first()
        else:
            self._form.focus_first()

    def show_line(self, code: str, field: str = "") -> bool:
        """Select an action; whether it is of this return.

        Args:
            code: the action's.
            field: where the keyboard should go in its form; the list where none is named.
        """
        row = self._model.row_of(code)
        if row < 0:
            return False
        self._list.setCurrentIndex(self._model.index(row, 0))
        if field:
            self._form.focus_field(field)
        else:
            self.focus_first()
        return True

    def find_next(self, text: str) -> bool:
        """Select the next action that has the text; whether there is one."""
        row = self._model.find(text, self._list.currentIndex().row())
        if row >= 0:
            self._list.setCurrentIndex(self._model.index(row, 0))
        return row >= 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow list keeps the words of the actions."""
        super().resizeEvent(event)
        self._show_columns()

    def _dress(self) -> None:
        table, theme = self._list, self._theme
        table.setModel(self._model)
        dress_table(table, theme, ROW_NORMAL)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setProperty("edge", "none")
        table.setTabKeyNavigation(False)
        table.setAccessibleName("Actions")
        table.setItemDelegateForColumn(ActionColumn.ACTION, NameDelegate(theme, table))
        for column in (ActionColumn.STATUS, ActionColumn.DUE, ActionColumn.NOTE):
            table.setItemDelegateForColumn(column, MarkDelegate(theme, table))
        header = table.horizontalHeader()
        header.setSectionResizeMode(ActionColumn.ACTION, QHeaderView.ResizeMode.Stretch)

    def _measure(self) -> None:
        """Columns as wide as their words, and never narrower than what they show as a rule."""
        theme = self._theme
        least = {
            ActionColumn.CODE: theme.width("CC3-26"),
            ActionColumn.STATUS: theme.width("Not started") + theme.scaled(24),
            ActionColumn.DUE: theme.width("30 Sep 15"),
            ActionColumn.NOTE: theme.width("Notes", TextSize.SMALL, semibold=True),
        }
        self._taken = 0
        for column, width in least.items():
            rooms = [width, *map(self._room_for, self._cells(column))]
            wanted = max(rooms) + 2 * CELL_PADDING
            self._list.setColumnWidth(column, wanted)
            self._taken += wanted
        self._show_columns()

    def _cells(self, column: ActionColumn) -> set[_Cell]:
        """The different words and marks of a column; there are far fewer of them than rows."""
        cells = (self._model.index(row, column) for row in range(self.rows))
        return {(one.data(), one.data(Role.MARK), bool(one.data(Role.EMPHASIS))) for one in cells}

    def _room_for(self, cell: _Cell) -> int:
        words, mark, emphasis = cell
        if mark is None:
            return self._theme.width(words, semibold=emphasis)
        glyph = round(mark_size(mark, self._theme.text_scale).width())
        return glyph + MARK_GAP + self._theme.width(words, semibold=mark.semibold)

    def _show_columns(self) -> None:
        """The form says when an action is due; nothing but the list says which action it is."""
        room = self.width() - self._form.width() - self._taken
        self._list.setColumnHidden(ActionColumn.DUE, room < self._theme.width(_ACTION_WORDS))

    def _lay_out(self) -> None:
        inset = QVBoxLayout(self._empty)
        inset.setContentsMargins(SPACE_PAGE, SPACE_PAGE, SPACE_PAGE, 0)
        inset.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addWidget(self._list, 1)
        main.addWidget(self._empty, 1)
        main.addWidget(self._proposals)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(main, 1)
        row.addWidget(self._form)

    def _wire(self) -> None:
        self._list.activated.connect(lambda _: self._form.focus_first())
        self._list.selectionModel().currentRowChanged.connect(self._move)
        self._form.entered.connect(self._enter)
        self._proposals.proposal_wanted.connect(self.proposal_wanted)
        self._proposals.priority_wanted.connect(self.priority_wanted)
        self._proposals.left.connect(self.focus_first)
        back = QShortcut(QKeySequence("Ctrl+Return"), self._form)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.focus_first)

    def _move(self, index: QModelIndex, _: QModelIndex) -> None:
        line = self._model.line(index.row())
        if self._filling or self._sheet is None or line is None:
            return
        self._form.commit()
        # Read again: what was just stored may have changed this line too.
        self._form.show_line(self._model.line(index.row()), self._sheet)
        self.subject_changed.emit(self.subject)

    def _enter(self, records: object, what: str) -> None:
        code = self._form.code
        self.entered.emit(records, what)
        if self._form.code != code:
            # A proposal that is taken back takes the button with it that has the keyboard.
            self.focus_first()
            self.subject_changed.emit(self.subject)


class _Proposals(QFrame):
    """Two buttons; each opens fields to fill in, in their place."""

    proposal_wanted = Signal(str, str)
    priority_wanted = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, plan: Plan) -> None:
        super().__init__()
        self._theme = theme
        self._planned = [(f"{one.code} {one.title}", one.code) for one in plan.priorities]
        self._sheet: ReturnSheet | None = None
        self._priority = ChoiceField("Priority of the proposed action")
        self._text, self._title = (
            TextField("What is to be done"),
            TextField("Title of the priority"),
        )
        self._boxes: dict[QWidget, Labelled] = {
            self._priority: Labelled("Priority", self._priority),
            self._text: Labelled("What is to be done", self._text),
            self._title: Labelled("Title of the board’s own priority", self._title),
        }
        self._propose = Button(theme, "Propose an action…", icon="plus")
        self._set_priority = Button(theme, "A priority of our own…", ButtonKind.QUIET)
        self._add = Button(theme, "Add")
        self._cancel = Button(theme, "Cancel", ButtonKind.QUIET)
        self._lay_out()
        self._wire()
        self._open()

    def show_sheet(self, sheet: ReturnSheet) -> None:
        """Offer a return's priorities, and put the fields away once it has taken their content."""
        before, self._sheet = self._sheet, sheet
        offered = [*self._planned]
        offered += [(f"{one.code} {one.title}", one.code) for one in sheet.own_priorities]
        there = [self._priority.itemData(one) for one in range(self._priority.count())]
        if there != [code for _, code in offered]:
            chosen = self._priority.currentData()
            self._priority.offer(offered, self._theme.scaled(_ROOM_IN_CHOICE))
            self._priority.show_value(chosen)
        same = before is not None and (before.board, before.quarter) == (sheet.board, sheet.quarter)
        if before is not None and same and sheet.open:
            self._take_in(before, sheet)
        else:
            self._open()
        if not same and sheet.actions:
            self._priority.show_value(sheet.actions[0].action.priority)
        for button in (self._propose, self._set_priority):
            button.explain_why_not(why_locked(sheet))

    def focus_first(self) -> None:
        """The keyboard goes to the first button, or to the first open field."""
        fields = [field for field, box in self._boxes.items() if not box.isHidden()]
        (fields or [self._propose])[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts open fields away."""
        if event.key() == Qt.Key.Key_Escape and not self._add.isHidden():
            self._give_up()
            return
        super().keyPressEvent(event)

    def _take_in(self, before: ReturnSheet, sheet: ReturnSheet) -> None:
        """What was asked for stands in the return now: its words need not be kept any longer."""
        was = {one.action.code for one in before.actions}
        new = [one.action for one in sheet.actions if one.action.code not in was]
        if any(one.planned.text == self._text.text().strip() for one in new):
            self._open()
        for own in sheet.own_priorities:
            if own not in before.own_priorities and own.title == self._title.text().strip():
                # A priority is nothing without an action.
                self._open(self._priority, self._text)
                self._priority.show_value(own.code)
                self._text.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_SMALL)
        for button in (self._propose, self._set_priority, self._add, self._cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_PAGE, SPACE_MEDIUM, SPACE_PAGE, SPACE_MEDIUM)
        column.setSpacing(SPACE_SMALL)
        for box in self._boxes.values():
            column.addWidget(box)
        column.addLayout(buttons)

    def _wire(self) -> None:
        self._propose.clicked.connect(lambda: self._open(self._priority, self._text))
        self._set_priority.clicked.connect(lambda: self._open(self._title))
        self._add.clicked.connect(self._ask)
        self._cancel.clicked.connect(self._give_up)
        for field in (self._text, self._title):
            field.returnPressed.connect(self._ask)

    def _ask(self) -> None:
        """Ask for what the open fields say; the return that has it puts them away."""
        of_priority = not self._boxes[self._title].isHidden()
        field = self._title if of_priority else self._text
        words = field.text().strip()
        missing = "Enter what the priority is" if of_priority else "Enter what is to be done"
        self._boxes[field].show_notes("" if words else missing)
        if not words:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif of_priority:
            self.priority_wanted.emit(words)
        else:
            self.proposal_wanted.emit(self._priority.currentData(), words)

    def _give_up(self) -> None:
        self._open()
        self.left.emit()

    def _open(self, *fields: QWidget) -> None:
        """Open empty fields, or put them away where none is given."""
        for line in (self._text, self._title):
            line.show_text("")
            self._boxes[line].show_notes()
        for field, box in self._boxes.items():
            box.setVisible(field in fields)
        for button in (self._add, self._cancel):
            button.setVisible(bool(fields))
        for button in (self._propose, self._set_priority):
            button.setVisible(not fields)
        if fields:
            fields[0].setFocus(Qt.FocusReason.TabFocusReason)
