"""Fields that commit what was typed: when the focus leaves them, on Enter, or after a pause."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from csp_desktop.ui.widgets.words import Words

_IDLE_MILLISECONDS = 1500


class TextField(QLineEdit):
    """One line; commits on Enter and when the focus leaves, if its text has changed."""

    committed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._stored = self._shown = ""
        self.editingFinished.connect(self.commit)

    def show_text(self, text: str, keep: bool = False) -> None:
        """Show what is stored; nothing is committed by it.

        Args:
            text: what is stored.
            keep: whether what was typed, and could not be taken, stays while this is still stored.
        """
        if keep and text == self._stored:
            return
        self._stored = self._shown = text
        self.setText(text)
        self.setCursorPosition(0)
        self.show_error(False)

    @property
    def is_wrong(self) -> bool:
        """Whether the text cannot be taken."""
        return bool(self.property("error"))

    def show_error(self, wrong: bool) -> None:
        """Draw the border of a field whose text cannot be taken."""
        self.setProperty("error", wrong)
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape brings back what is stored."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._stored:
            self.show_text(self._stored)
            return
        super().keyPressEvent(event)

    def commit(self) -> None:
        """Hand over the text if it has changed."""
        if self.text() != self._shown:
            self._shown = self.text()
            self.committed.emit(self.text())


class TextArea(QPlainTextEdit):
    """Several lines; commits when the focus leaves or after a pause, if its text has changed."""

    committed = Signal(str)

    def __init__(self, name: str, lines: int, parent: QWidget | None = None) -> None:
        """Build an empty area.

        Args:
            name: accessible name.
            lines: how many lines are in view.
            parent: owner.
        """
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._lines = lines
        self._shown = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_IDLE_MILLISECONDS)
        self._pause.timeout.connect(self.commit)
        self.textChanged.connect(self._pause.start)

    def show_text(self, text: str) -> None:
        """Show what is stored; nothing is committed by it, and a cursor in it does not jump.

        Stored text has no space at its ends; one that has just been typed stays.
        """
        self._shown = text
        if text != self.toPlainText().strip():
            self.setPlainText(text)
        self._pause.stop()

    def commit(self) -> None:
        """Hand over the text if it has changed."""
        self._pause.stop()
        if self.toPlainText() != self._shown:
            self._shown = self.toPlainText()
            self.committed.emit(self._shown)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits."""
        super().focusOutEvent(event)
        self.commit()

    def sizeHint(self) -> QSize:
        """So many lines high."""
        height = QFontMetrics(self.font()).lineSpacing() * self._lines + 18
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        """Never less than its lines."""
        return QSize(80, self.sizeHint().height())


class ChoiceField(QComboBox):
    """A few answers; the wheel does not change it while the page scrolls under the pointer."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda _: self.picked.emit(self.currentData()))

    def show_value(self, value: object) -> None:
        """Show what is stored; nothing is committed by it."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def wheelEvent(self, event: object) -> None:
        """Left to the page."""
        event.ignore()  # type: ignore[attr-defined]


def labelled(label: str, field: QWidget) -> QWidget:
    """A field with its label above it."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    words = Words(label, "label")
    words.setBuddy(field)
    column.addWidget(words)
    column.addWidget(field)
    return box
