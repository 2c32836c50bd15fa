"""A push button whose icon, words and key cap are painted in the theme's colours."""

from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from csp_desktop.ui.theme import (
    CONTROL,
    CONTROL_IN_HEADER,
    RADIUS_TAG,
    TextSize,
    Theme,
)
from csp_desktop.ui.widgets.key_button import KeyButton

_PADDING, _QUIET_PADDING, _GAP, _ICON = 13, 6, 7, 18
# The ring stands one pixel off the fill and is two wide.
_RING_ROOM, _RING_WIDTH, _RING_RADIUS = 3, 2, 6


class ButtonKind(Enum):
    """How much a button asks to be pressed; one primary per page, danger never by default."""

    DEFAULT = "default"
    PRIMARY = "primary"
    QUIET = "quiet"
    DANGER = "danger"


_INK = {
    ButtonKind.DEFAULT: "text",
    ButtonKind.PRIMARY: "on_accent",
    ButtonKind.QUIET: "accent",
    ButtonKind.DANGER: "red",
}


class _FocusRing(QWidget):
    """The ring round a primary button: a sibling, because a button cannot paint outside itself."""

    def __init__(self, theme: Theme, button: QPushButton) -> None:
        super().__init__(button.parentWidget())
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        button.destroyed.connect(self.deleteLater)
        self.follow(button)
        self.show()

    def follow(self, button: QPushButton) -> None:
        room = _RING_ROOM
        self.setGeometry(button.geometry().adjusted(-room, -room, room, room))
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.palette.color("focus"), _RING_WIDTH))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(1, 1, -1, -1), _RING_RADIUS, _RING_RADIUS
        )
        painter.end()


class Button(KeyButton):
    """A button as LOOK.md has it: the box comes from the style sheet, the rest from here."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: ButtonKind = ButtonKind.DEFAULT,
        icon: str = "",
        key: str = "",
        in_header: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Build the button.

        Args:
            theme: colours and type.
            text: what it does; ends in an ellipsis when more is asked.
            kind: its weight on the page.
            icon: name of an icon to the left of the words.
            key: a single-key shortcut to show as a key cap; the page binds it.
            in_header: 32 px high as in the page header, instead of 28.
            parent: owner.
        """
        super().__init__(text, parent)
        self._theme = theme
        self._kind = kind
        self._icon_name = icon
        self._key = key
        self._ring: _FocusRing | None = None
        self._given_height = CONTROL_IN_HEADER if in_header else CONTROL
        self.setProperty("kind", kind.value)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if kind is ButtonKind.DANGER:
            self.setAutoDefault(False)
        theme.changed.connect(self.updateGeometry)

    def explain_why_not(self, reason: str) -> None:
        """Make the button unavailable and say why, or available again with an empty reason."""
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def sizeHint(self) -> QSize:
        """Room for the words in 600, whatever the style sheet thinks of them."""
        quiet = self._kind is ButtonKind.QUIET
        width = 2 * (_QUIET_PADDING if quiet else _PADDING) + self._content_width()
        height = self._theme.height(self._given_height)
        return QSize(max(width, 48), height)

    def minimumSizeHint(self) -> QSize:
        """Words on a button are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box by the style sheet, then icon, words and key cap."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        ink = self._ink()
        left = self.rect().center().x() - self._content_width() // 2 + 1
        if self._icon_name:
            self._paint_icon(painter, left, ink)
            left += self._icon_size() + _GAP
        painter.setFont(self._theme.font(TextSize.BODY, semibold=True))
        painter.setPen(QColor(ink))
        words = QRect(left, 0, self._words_width(), self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(words, flags, self.text())
        if self._key:
            self._paint_key(painter, words.right() + 1 + _GAP, ink)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """New words need new room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.EnabledChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A primary button's fill leaves no room for a ring of its own colour inside it."""
        super().focusInEvent(event)
        if self._kind is ButtonKind.PRIMARY and self.parentWidget() is not None:
            self._ring = _FocusRing(self._theme, self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes with the focus."""
        super().focusOutEvent(event)
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None

    def moveEvent(self, event: QMoveEvent) -> None:
        """The ring follows."""
        super().moveEvent(event)
        if self._ring is not None:
            self._ring.follow(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The ring follows."""
        super().resizeEvent(event)
        if self._ring is not None:
            self._ring.follow(self)

    def _ink(self) -> str:
        palette = self._theme.palette
        if not self.isEnabled():
            return palette.text3
        if self._kind is ButtonKind.QUIET and self.underMouse():
            return palette.accent_deep
        return str(getattr(palette, _INK[self._kind]))

    def _icon_size(self) -> int:
        return self._theme.scaled(_ICON)

    def _words_width(self) -> int:
        metrics = self._theme.metrics(TextSize.BODY, semibold=True)
        return metrics.size(Qt.TextFlag.TextShowMnemonic, self.text()).width()

    def _key_width(self) -> int:
        metrics = self._theme.metrics(TextSize.SMALL)
        return max(metrics.horizontalAdvance(self._key) + 8, metrics.height())

    def _content_width(self) -> int:
        width = self._words_width()
        if self._icon_name:
            width += self._icon_size() + _GAP
        if self._key:
            width += _GAP + self._key_width()
        return width

    def _paint_icon(self, painter: QPainter, left: int, ink: str) -> None:
        ratio = self.devicePixelRatioF()
        size = self._icon_size()
        picture = self._theme.icons.pixmap(self._icon_name, ink, size, ratio)
        painter.drawPixmap(QPoint(left, (self.height() - size) // 2), picture)

    def _paint_key(self, painter: QPainter, left: int, ink: str) -> None:
        height = self._theme.metrics(TextSize.SMALL).height() + 1
        cap = QRectF(left, (self.height() - height) // 2, self._key_width(), height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(ink), 1))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_TAG, RADIUS_TAG)
        painter.setFont(self._theme.font(TextSize.SMALL))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
