"""What stands where there is nothing to show."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from csp_desktop.ui.theme import RADIUS_CONTROL, SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.words import Words


class EmptyState(QFrame):
    """A dashed panel that says what is not there, what to do, and offers to do it."""

    acted = Signal()

    def __init__(
        self, theme: Theme, fact: str, cure: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        """Build the panel.

        Args:
            theme: colours and type.
            fact: what is not there.
            cure: what to do.
            action: words of the button; no button if empty.
            parent: owner.
        """
        super().__init__(parent)
        self._fact = Words("", "strong")
        self._cure = Words("", "sentence")
        self._button = Button(theme, action)
        self._button.clicked.connect(self.acted)
        self._theme = theme
        theme.changed.connect(self.update)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_MEDIUM, SPACE_MEDIUM, SPACE_MEDIUM, SPACE_MEDIUM)
        column.setSpacing(0)
        column.addWidget(self._fact)
        column.addWidget(self._cure)
        column.addSpacing(SPACE_SMALL)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.show_words(fact, cure, action)

    def show_words(self, fact: str, cure: str, action: str = "") -> None:
        """Say something else; a button without words is not shown."""
        self._fact.setText(fact)
        self._cure.setText(cure)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(f"{fact}. {cure}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dashed outline; a style sheet's dashes are dots at this width."""
        pen = QPen(self._theme.palette.color("field"), 1)
        pen.setDashPattern([4, 3])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        outline = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(outline, RADIUS_CONTROL, RADIUS_CONTROL)
        painter.end()
