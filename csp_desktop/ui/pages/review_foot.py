"""Below the lines under review: the selected one in full, or what is asked once more."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from csp_desktop.core.plan import Plan
from csp_desktop.core.review import ReviewLine
from csp_desktop.ui.pages.review_ask import ReviewAsk
from csp_desktop.ui.pages.review_details import ReviewDetails
from csp_desktop.ui.pages.review_questions import Question
from csp_desktop.ui.pages.review_thread import ReviewThread
from csp_desktop.ui.theme import Theme

KEYS_OF_LINE: tuple[tuple[str, str], ...] = (
    ("J", "Next line"),
    ("K", "Previous"),
    ("A", "Accept"),
    ("Q", "Query"),
    ("U", "Undo"),
    ("S", "Send back"),
    ("Shift+A", "Accept the rest"),
    ("Ctrl+J", "Next return"),
)
_KEYS_OF_QUERY = (("Enter", "Keep query"), ("Shift+Enter", "New line"), ("Esc", "Leave it"))
_KEYS_OF_TELLING = (("Esc", "Close"),)
_KEYS_OF_QUESTION = (("Ctrl+Enter", "Yes"), ("Esc", "Not yet"))


class ReviewFoot(QStackedWidget):
    """Chart or update at left, thread at right; a question takes the place of both."""

    def __init__(self, theme: Theme, plan: Plan) -> None:
        """Build an empty foot.

        Args:
            theme: colours and type.
            plan: its targets stand below the charts.
        """
        super().__init__()
        self._details = ReviewDetails(theme, plan.targets)
        self.talk = ReviewThread(theme)
        self.question = ReviewAsk(theme)
        line, edge = QWidget(), QFrame()
        edge.setProperty("kind", "upright")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._details, 2)
        row.addWidget(edge)
        row.addWidget(self.talk, 3)
        # With a ground of its own, a step does not paint those of all that lies below it.
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.addWidget(line)
        self.addWidget(self.question)

    @property
    def is_asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self.currentWidget() is self.question

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys that work here now, with what they do."""
        if self.is_asking:
            return _KEYS_OF_QUESTION if self.question.can_confirm else _KEYS_OF_TELLING
        return _KEYS_OF_QUERY if self.talk.is_asking else KEYS_OF_LINE

    @property
    def first_field(self) -> QWidget:
        """Where the keyboard enters."""
        return self.question.first_field if self.is_asking else self.talk.first_button

    def show_line(self, line: ReviewLine | None, why_not: str) -> None:
        """Show another line, or the same one with another decision.

        Args:
            line: the selected one.
            why_not: why nothing can be decided; empty where it can.
        """
        self._details.show_line(line)
        self.talk.show_line(line, why_not)

    def ask(self, question: Question) -> None:
        """Ask something in place of the line."""
        self.talk.close_query()
        self.setCurrentWidget(self.question)
        self.question.ask(question)

    def leave_question(self) -> None:
        """The selected line again."""
        self.setCurrentIndex(0)
