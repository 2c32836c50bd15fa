"""Two answers to a conflict side by side, neither of them chosen beforehand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout

from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, SPACE_TINY
from csp_desktop.ui.widgets.key_button import KeyButton
from csp_desktop.ui.widgets.words import Words


class Decision(QFrame):
    """What is stored here and what the file says; `decided` tells whether the file's is taken."""

    decided = Signal(bool)

    def __init__(self, question: str, stored: tuple[str, str], incoming: tuple[str, str]) -> None:
        """Build the two answers.

        Args:
            question: which field of which line.
            stored: what stands here, and who entered it when.
            incoming: what the file says, and which file it is.
        """
        super().__init__()
        self.setProperty("kind", "query")
        self.setAccessibleName(question)
        group = QButtonGroup(self)
        answers = QHBoxLayout()
        answers.setSpacing(SPACE_MEDIUM)
        for name, (words, about), taken in (
            ("Keep", stored, False),
            ("Take", incoming, True),
        ):
            answer = self._answer(f"{name} {words}", about, taken)
            group.addButton(answer[1])
            answers.addLayout(answer[0], 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_MEDIUM, SPACE_SMALL, SPACE_MEDIUM, SPACE_SMALL)
        column.setSpacing(SPACE_TINY)
        column.addWidget(Words(question, "strong"))
        column.addLayout(answers)

    def _answer(self, words: str, about: str, taken: bool) -> tuple[QVBoxLayout, KeyButton]:
        button = KeyButton(words)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setProperty("kind", "answer")
        button.setAccessibleName(f"{words}, {about}")
        button.clicked.connect(lambda: self.decided.emit(taken))
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(button)
        column.addWidget(Words(about, "label"), 0, Qt.AlignmentFlag.AlignTop)
        return column, button
