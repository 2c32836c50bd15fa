"""Fields that commit what was typed: when the focus leaves them, on Enter, or after a pause."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from csp_desktop.ui.widgets.words import Words

_IDLE_MILLISECONDS = 1500
_LABEL_GAP = 3


class TextField(QLineEdit):
    """One line; commits on Enter and when the focus leaves, if its text has changed."""

    committed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._stored = self._shown = ""
        self.editingFinished.connect(self.commit)

    def show_text(self, text: str, keep: bool = False, draft: str = "") -> None:
        """Show what is stored; nothing is committed by it.

        Args:
            text: what is stored.
            keep: whether what is being typed stays, and what was typed and could not be taken
                stays while this is still stored.
            draft: text that could not be read and stands in the field instead; Escape gives it up.
        """
        if keep and (self.has_typed or (text == self._stored and not draft)):
            if self._shown == self._stored:
                self._shown = text
            self._stored = text
            return
        self._stored, self._shown = text, draft or text
        if self.text() != self._shown:
            self.setText(self._shown)
            self.setCursorPosition(0)
        self.show_error(bool(draft))

    @property
    def has_typed(self) -> bool:
        """Whether something was typed that is not committed yet."""
        return self.text() != self._shown

    @property
    def is_wrong(self) -> bool:
        """Whether the text cannot be taken."""
        return bool(self.property("error"))

    def show_error(self, wrong: bool) -> None:
        """Draw the border of a field whose text cannot be taken."""
        if wrong != self.is_wrong:
            self.setProperty("error", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def lock(self, reason: str) -> None:
        """Let the text be read and not changed, and say why; no reason unlocks it."""
        self.setReadOnly(bool(reason))
        _say_why(self, reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape brings back what is stored, and commits it over a text that could not be taken."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._stored:
            self.setText(self._stored)
            self.setCursorPosition(0)
            self.show_error(False)
            self.commit()
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

    def show_text(self, text: str, keep: bool = False) -> None:
        """Show what is stored; nothing is committed by it, and a cursor in it does not jump.

        Stored text has no space at its ends; one that has just been typed stays.

        Args:
            text: what is stored.
            keep: whether what is being typed stays.
        """
        if keep and self.has_typed:
            return
        self._shown = text
        if text != self.toPlainText().strip():
            self.setPlainText(text)
        self._pause.stop()

    @property
    def has_typed(self) -> bool:
        """Whether words were typed that are not committed yet."""
        return self.toPlainText().strip() != self._shown.strip()

    def lock(self, reason: str) -> None:
        """Let the text be read and not changed, and say why; no reason unlocks it."""
        self.setReadOnly(bool(reason))
        _say_why(self, reason)

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

    def offer(self, answers: Sequence[tuple[str, object]], room: int = 0) -> None:
        """Replace the answers; nothing is committed by it.

        Args:
            answers: the words and the value of each.
            room: for the words in pixels; longer ones are cut, and stand whole in the tool tip.
        """
        self.clear()
        for words, value in answers:
            shown = words
            if room:
                metrics, side = QFontMetrics(self.font()), Qt.TextElideMode.ElideRight
                shown = metrics.elidedText(words, side, room)
            self.addItem(shown, value)
            if shown != words:
                self.setItemData(self.count() - 1, words, Qt.ItemDataRole.ToolTipRole)

    def show_value(self, value: object) -> None:
        """Show what is stored; nothing is committed by it."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def lock(self, reason: str) -> None:
        """Let the answer be read and not changed, and say why; no reason unlocks it."""
        self.setEnabled(not reason)
        _say_why(self, reason)

    def wheelEvent(self, event: object) -> None:
        """Left to the page."""
        event.ignore()  # type: ignore[attr-defined]


class Labelled(QWidget):
    """A field with its label above it and, below it, what is wrong or worth knowing."""

    def __init__(self, label: str, field: QWidget, parent: QWidget | None = None) -> None:
        """Build the box.

        Args:
            label: 9 pt, above the field.
            field: its accessible name stays its own.
            parent: owner.
        """
        super().__init__(parent)
        self._field = field
        self._error, self._information = Words("", "error"), Words("", "sentence")
        words = Words(label, "label")
        words.setBuddy(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_LABEL_GAP)
        column.addWidget(words)
        column.addWidget(field)
        for note in (self._error, self._information):
            # A message may quote what a person has written, whatever it looks like.
            note.setTextFormat(Qt.TextFormat.PlainText)
            note.hide()
            column.addWidget(note)

    def show_notes(self, error: str = "", information: str = "") -> None:
        """Say what is wrong and what is worth knowing; nothing where both are empty."""
        for words, text in ((self._error, error), (self._information, information)):
            words.setText(text)
            words.setVisible(bool(text))
        if isinstance(self._field, TextField):
            self._field.show_error(bool(error))
        notes = " ".join(filter(None, (error, information)))
        self._field.setAccessibleDescription(notes or self._field.toolTip())


def labelled(label: str, field: QWidget) -> QWidget:
    """A field with its label above it."""
    return Labelled(label, field)


def _say_why(field: QWidget, reason: str) -> None:
    field.setToolTip(reason)
    field.setAccessibleDescription(reason)
