"""At the foot of the Review page: what would be done, named once more before it is done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from csp_desktop.ui.pages.review_questions import Question
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button, ButtonKind
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.fields import Labelled, TextField
from csp_desktop.ui.widgets.words import Words


class ReviewAsk(QWidget):
    """Asks once more; `confirmed` tells the reason, which is empty where none is wanted."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        """Build an empty panel.

        Args:
            theme: colours and type.
        """
        super().__init__()
        self._title, self._said = Words("", "panel"), Words("")
        self._lines = Facts()
        self._scroll = QScrollArea()
        self._reason = TextField("Reason")
        self._labelled = Labelled("Reason", self._reason)
        self._confirm = Button(theme, "", ButtonKind.PRIMARY, key="Ctrl+Enter")
        self._leave = Button(theme, "Not yet", key="Esc")
        self._column = QVBoxLayout(self)
        self._question = Question("", ())
        self._lay_out()
        self._confirm.clicked.connect(self.confirm)
        self._leave.clicked.connect(self.left)
        self._reason.returnPressed.connect(self.confirm)

    @property
    def can_confirm(self) -> bool:
        """Whether there is anything to say yes to."""
        return bool(self._question.confirm)

    @property
    def first_field(self) -> QWidget:
        """Where the keyboard enters the panel."""
        if not self.can_confirm:
            return self._leave
        return self._reason if self._question.field else self._confirm

    def ask(self, question: Question) -> None:
        """Ask something, and give the keyboard to the answer."""
        self._question = question
        self._title.setText(question.title)
        self._said.setText("\n".join(question.sentences))
        self._said.setVisible(bool(question.sentences))
        self._lines.show_facts(question.lines)
        self._scroll.setVisible(bool(question.lines))
        self._reason.show_text("")
        self._labelled.show_notes()
        self._labelled.setVisible(bool(question.field))
        self._reason.setAccessibleName(question.field or "Reason")
        self._confirm.setText(question.confirm)
        self._confirm.setVisible(bool(question.confirm))
        self._leave.setText("Not yet" if question.confirm else "Close")
        self.setAccessibleName(question.title)
        # The ring of a button is drawn where the button stands when it takes the focus.
        self._column.activate()
        self.first_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def confirm(self) -> None:
        """Do it, or say that a reason is missing."""
        if not self.can_confirm:
            return
        reason = self._reason.text().strip()
        if self._question.field and not reason:
            self._labelled.show_notes(f"Enter the {self._question.field.lower()}")
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.confirmed.emit(reason)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE_MEDIUM, 0)
        column.addWidget(self._lines)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("Lines")
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(3, 3, 3, 3)  # the ring round the primary button
        buttons.setSpacing(SPACE_SMALL)
        buttons.addWidget(self._confirm)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        column = self._column
        column.setContentsMargins(18, SPACE_MEDIUM, SPACE_MEDIUM, SPACE_SMALL)
        column.setSpacing(SPACE_SMALL)
        column.addWidget(self._title)
        column.addWidget(self._said)
        column.addWidget(self._labelled)
        column.addWidget(self._scroll, 1)
        column.addStretch(0)
        column.addLayout(buttons)
