"""Labels and values in two columns, as details panels show them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from csp_desktop.ui.theme import SPACE_MEDIUM
from csp_desktop.ui.widgets.words import Words


class Facts(QWidget):
    """Rows of a label and what it says; rows without a value are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_MEDIUM)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._words: list[Words] = []

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Replace the rows."""
        for words in self._words:
            self._grid.removeWidget(words)
            words.hide()
            words.deleteLater()
        self._words = []
        for row, (label, value) in enumerate(one for one in facts if one[1]):
            left, right = Words(label, "sentence"), Words(value)
            right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(left, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(right, row, 1)
            self._words += [left, right]
