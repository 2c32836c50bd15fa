"""Step from one quarter to the next."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from csp_desktop.ui.theme import CONTROL_IN_HEADER, Theme
from csp_desktop.ui.widgets.key_button import KeyButton

_ICON, _BUTTON_WIDTH = 18, 32


class _StepButton(KeyButton):
    """A chevron at one end of the stepper."""

    part_of_control = True

    def __init__(self, theme: Theme, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self.setProperty("kind", "step")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        palette = self._theme.palette
        ink = palette.text if self.isEnabled() else palette.border
        size = self._theme.scaled(_ICON)
        picture = self._theme.icons.pixmap(self._icon_name, ink, size, self.devicePixelRatioF())
        at = QPoint((self.width() - size) // 2, (self.height() - size) // 2)
        painter.drawPixmap(at, picture)
        painter.end()


class Stepper(QFrame):
    """Previous, the label in words, next; Left, Right, Home and End work on either button."""

    stepped = Signal(int)

    def __init__(self, theme: Theme, what: str = "quarter", parent: QWidget | None = None) -> None:
        """Build a stepper without steps.

        Args:
            theme: colours and type.
            what: one of the things stepped through, for the accessible names.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._what = what
        self._labels: list[str] = []
        self._index = -1
        self.setProperty("kind", "stepper")
        self._previous = _StepButton(theme, "chevron-left", self)
        self._next = _StepButton(theme, "chevron-right", self)
        self._label = QLabel(self)
        self._label.setProperty("role", "strong")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._previous.clicked.connect(lambda: self._step_to(self._index - 1))
        self._next.clicked.connect(lambda: self._step_to(self._index + 1))
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for part in (self._previous, self._label, self._next):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._measure()
        theme.changed.connect(self._measure)

    @property
    def index(self) -> int:
        """Which step is shown, from 0; -1 if there is none."""
        return self._index

    @property
    def label(self) -> str:
        """The words of the step shown."""
        return self._label.text()

    def show_steps(self, labels: Sequence[str], index: int) -> None:
        """Offer steps, oldest first, and show one of them without telling anybody.

        Args:
            labels: for example 2015/16-Q1.
            index: which one to show.
        """
        self._labels = list(labels)
        self._measure()
        self._show(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by key; the buttons pass these keys on."""
        last = len(self._labels) - 1
        targets = {
            Qt.Key.Key_Left: self._index - 1,
            Qt.Key.Key_Right: self._index + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
            return
        self._step_to(min(max(target, 0), last))

    def _step_to(self, index: int) -> None:
        if index == self._index or not 0 <= index < len(self._labels):
            return
        self._show(index)
        self.stepped.emit(index)

    def _show(self, index: int) -> None:
        self._index = index
        self._label.setText(self._labels[index])
        self._set_end(self._previous, "Previous", index > 0, "earlier")
        self._set_end(self._next, "Next", index < len(self._labels) - 1, "later")

    def _set_end(self, button: QPushButton, word: str, possible: bool, which: str) -> None:
        other = self._next if button is self._previous else self._previous
        if not possible and button.hasFocus():
            # A disabled button drops the focus to nowhere; the other end can always step back.
            other.setEnabled(True)
            other.setFocus(Qt.FocusReason.OtherFocusReason)
        button.setEnabled(possible)
        button.setAccessibleName(f"{word} {self._what}")
        button.setAccessibleDescription(f"{self._label.text()} is shown")
        button.setToolTip(
            f"{word} {self._what}" if possible else f"There is no {which} {self._what}"
        )

    def _measure(self) -> None:
        widths = (self._theme.width(label, semibold=True) for label in self._labels)
        widest = max(widths, default=0)
        self._label.setMinimumWidth(widest + 8)
        for button in (self._previous, self._next):
            button.setFixedWidth(self._theme.scaled(_BUTTON_WIDTH))
        self.setFixedHeight(self._theme.height(CONTROL_IN_HEADER))
