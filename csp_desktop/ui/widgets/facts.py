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
        self._rows: list[tuple[Words, Words]] = []

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Replace the rows; their labels are used again, because the selection moves often."""
        told = [one for one in facts if one[1]]
        while len(self._rows) < len(told):
            self._add_row()
        for number, (left, right) in enumerate(self._rows):
            label, value = told[number] if number < len(told) else ("", "")
            left.setText(label)
            right.setText(value)
            for words in (left, right):
                words.setVisible(bool(value))

    def _add_row(self) -> None:
        left, right = Words("", "sentence"), Words("")
        # What a person has written is shown as written, whatever it looks like.
        right.setTextFormat(Qt.TextFormat.PlainText)
        right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = len(self._rows)
        self._grid.addWidget(left, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(right, row, 1)
        self._rows.append((left, right))
