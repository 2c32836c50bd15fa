"""Everything that is wrong with a form, at its top."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from csp_desktop.ui.theme import SPACE_SMALL, SPACE_TINY
from csp_desktop.ui.widgets.key_button import KeyButton
from csp_desktop.ui.widgets.layouts import emptied
from csp_desktop.ui.widgets.words import Words

_HEADING = "There is a problem"
_LINK_PADDING = 4


class ErrorSummary(QFrame):
    """The heading, then a link per error in the very words that stand beside its field (D1)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build a hidden summary.

        Args:
            parent: owner.
        """
        super().__init__(parent)
        self.setProperty("kind", "problem")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_SMALL, SPACE_SMALL, SPACE_SMALL, SPACE_SMALL)
        column.setSpacing(SPACE_TINY)
        heading = Words(_HEADING, "panel")
        # As far in as the words of the links, which keep room for their focus ring.
        heading.setIndent(_LINK_PADDING)
        column.addWidget(heading)
        column.addLayout(self._links)
        column.addStretch(1)
        self.hide()

    def show_problems(
        self, problems: Sequence[tuple[str, str]], *, take_focus: bool = True
    ) -> None:
        """List errors and take the focus, or hide if there are none.

        Args:
            problems: the key that `chosen` tells, and the words.
            take_focus: whether the person has just asked what is wrong.
        """
        emptied(self._links)
        before: QWidget = self
        for key, words in problems:
            link = self._link(key, words)
            self._links.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            # Made later than the fields of the page, links would be reached after them.
            self.setTabOrder(before, link)
            before = link
        self.setAccessibleName(". ".join([_HEADING, *(words for _, words in problems)]))
        self.setVisible(bool(problems))
        if problems and take_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _link(self, key: str, words: str) -> QPushButton:
        link = KeyButton(words)
        link.setProperty("kind", "error-link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.setAutoDefault(False)
        link.clicked.connect(lambda: self.chosen.emit(key))
        return link
