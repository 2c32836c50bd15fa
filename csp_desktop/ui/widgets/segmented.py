"""A choice of a few, as joined buttons with counts."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from csp_desktop.ui import marks
from csp_desktop.ui.marks import Mark
from csp_desktop.ui.theme import CONTROL, MARK_GAP, TextSize, Theme
from csp_desktop.ui.widgets.key_button import KeyButton

_PADDING = 11


class _Segment(KeyButton):
    """One of the joined buttons: optional mark, words, optional count."""

    part_of_control = True

    def __init__(self, theme: Theme, words: str, mark: Mark | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._mark = mark
        self.setProperty("kind", "segment")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(None)

    def show_count(self, count: int | None) -> None:
        self.setText(self._words if count is None else f"{self._words} {count:,}")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        # Measured in 600 also while it is not chosen, so that choosing moves nothing.
        words = self._theme.width(self.text(), semibold=True)
        width = words + self._mark_width() + 2 * _PADDING
        return QSize(width, self._theme.height(CONTROL))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        palette = self._theme.palette
        if self.property("place") in ("middle", "last") and not self.hasFocus():
            # Inside the outline, which a border of the style sheet's would interrupt.
            painter.fillRect(QRect(0, 1, 1, self.height() - 2), palette.color("border"))
        font = self._theme.font(TextSize.BODY, semibold=self.isChecked())
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(self.text()) + self._mark_width()
        left = (self.width() - width) // 2
        if self._mark is not None:
            glyph = marks.size(self._mark, self._theme.text_scale)
            place = QRectF(left, 0, glyph.width(), self.height())
            marks.paint(painter, place, self._mark, palette)
            left += self._mark_width()
        ink = "text3" if not self.isEnabled() else "text" if self.isChecked() else "text2"
        painter.setPen(palette.color(ink))
        words = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()

    def _mark_width(self) -> int:
        if self._mark is None:
            return 0
        return round(marks.size(self._mark, self._theme.text_scale).width()) + MARK_GAP


class Segmented(QWidget):
    """Joined buttons of which one is chosen; one stop of the Tab key, arrows choose."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Build the control without segments.

        Args:
            theme: colours and type.
            name: accessible name: what is chosen here.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._keys: list[str] = []
        self._buttons: dict[str, _Segment] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._remeasure)

    def add(self, key: str, words: str, count: int | None = None, mark: Mark | None = None) -> None:
        """Add a segment at the right; the first one added is chosen.

        Args:
            key: what `chosen` tells.
            words: on the button.
            count: shown after the words, if given.
            mark: shown before the words, if given.
        """
        button = _Segment(self._theme, words, mark, self)
        button.show_count(count)
        button.clicked.connect(lambda: self._choose_by_hand(key))
        self._keys.append(key)
        self._buttons[key] = button
        self._group.addButton(button)
        self._row.addWidget(button)
        self._shape()
        if len(self._keys) == 1:
            self.choose(key)
        else:
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def current(self) -> str:
        """Key of the segment chosen; empty if there is none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose a segment without telling anybody."""
        for name, button in self._buttons.items():
            # The Tab key stops at the chosen one only, as it does with radio buttons.
            stop = Qt.FocusPolicy.StrongFocus if name == key else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stop)
        self._buttons[key].setChecked(True)

    def show_count(self, key: str, count: int | None) -> None:
        """Change the count of a segment."""
        self._buttons[key].show_count(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice by arrow keys, Home and End."""
        at, last = self._keys.index(self.current), len(self._keys) - 1
        targets = {
            Qt.Key.Key_Left: max(at - 1, 0),
            Qt.Key.Key_Up: max(at - 1, 0),
            Qt.Key.Key_Right: min(at + 1, last),
            Qt.Key.Key_Down: min(at + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
            return
        self._buttons[self._keys[target]].setFocus(Qt.FocusReason.OtherFocusReason)
        if target != at:
            self._choose_by_hand(self._keys[target])

    def _choose_by_hand(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _shape(self) -> None:
        """Tell the style sheet which buttons have round corners."""
        last = len(self._keys) - 1
        for at, key in enumerate(self._keys):
            button = self._buttons[key]
            places = {(True, True): "only", (True, False): "first", (False, True): "last"}
            button.setProperty("place", places.get((at == 0, at == last), "middle"))
            self.style().unpolish(button)
            self.style().polish(button)

    def _remeasure(self) -> None:
        for button in self._buttons.values():
            button.updateGeometry()
