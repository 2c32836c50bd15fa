"""The way from page to page, at the left of the window."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from csp_desktop.ui import marks
from csp_desktop.ui.theme import (
    RADIUS_CONTROL,
    SPACE_PANEL,
    SPACE_SMALL,
    TextSize,
    Theme,
)
from csp_desktop.ui.widgets.key_button import KeyButton
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.words import Words

_WIDTH, _COMPACT_ROOM, _WIDE_WINDOW = 176, 34, 1100
_ITEM_HEIGHT, _BAR, _ICON, _ICON_LEFT, _ICON_GAP, _ITEM_RIGHT = 32, 3, 18, 13, 9, 10
_LOGO, _LOGO_GAP = 28, 9


@dataclass(frozen=True, slots=True)
class SidebarEntry:
    """One page: the key it is chosen by, its name, and the name of its icon."""

    key: str
    label: str
    icon: str


class _Item(KeyButton):
    """One page in the sidebar; a button, so that readers and keys know what to do with it."""

    part_of_control = True

    def __init__(self, theme: Theme, entry: SidebarEntry, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entry = entry
        self._count = ""
        self._compact = False
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.show_count("")

    def show_count(self, count: str) -> None:
        self._count = count
        name = f"{self._entry.label}, {count}" if count else self._entry.label
        self.setAccessibleName(name)
        self.setToolTip(name if self._compact else "")
        self.update()

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self.show_count(self._count)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        height = self._theme.height(_ITEM_HEIGHT)
        if self._compact:
            return QSize(self._theme.scaled(_ICON) + _COMPACT_ROOM - 2 * SPACE_SMALL, height)
        words = self._theme.width(self._entry.label, semibold=True)
        count = self._theme.width(self._count, semibold=True) + SPACE_SMALL if self._count else 0
        return QSize(self._label_left() + words + count + _ITEM_RIGHT, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter)
        ink = "accent" if self.isChecked() else "text2"
        color = self._theme.palette.color(ink).name()
        size = self._theme.scaled(_ICON)
        left = (self.width() - size) // 2 if self._compact else _ICON_LEFT
        at = QPoint(left, (self.height() - size) // 2)
        ratio = self.devicePixelRatioF()
        picture = self._theme.icons.pixmap(self._entry.icon, color, size, ratio)
        painter.drawPixmap(at, picture)
        if not self._compact:
            self._paint_words(painter)
        painter.end()

    def _paint_box(self, painter: QPainter) -> None:
        palette = self._theme.palette
        box = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)
        if self.isChecked() or self.underMouse():
            painter.fillPath(path, palette.color("surface" if self.isChecked() else "hover"))
        if self.hasFocus():
            painter.setPen(QPen(palette.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL)
        if self.isChecked():
            painter.setClipRect(QRect(0, 0, _BAR, self.height()))
            painter.fillPath(path, palette.color("accent"))
            painter.setClipping(False)

    def _label_left(self) -> int:
        return _ICON_LEFT + self._theme.scaled(_ICON) + _ICON_GAP

    def _paint_words(self, painter: QPainter) -> None:
        palette = self._theme.palette
        words = self.rect().adjusted(self._label_left(), 0, -_ITEM_RIGHT, 0)
        painter.setFont(self._theme.font(TextSize.BODY, semibold=self.isChecked()))
        painter.setPen(palette.color("text" if self.isChecked() else "text2"))
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._entry.label
        )
        if self._count:
            painter.setFont(self._theme.font(TextSize.SMALL, semibold=True))
            painter.drawText(
                words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._count
            )


class _Logo(QLabel):
    """The program's mark."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(_LOGO, _LOGO)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.paint_logo(painter, QRectF(self.rect()), self._theme.palette)
        painter.end()


class Sidebar(QFrame):
    """The program's name, one item per page, and whose eyes it is seen with at the foot."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        program: str,
        partnership: str,
        groups: Sequence[Sequence[SidebarEntry]],
        parent: QWidget | None = None,
    ) -> None:
        """Build the sidebar.

        Args:
            theme: colours and type.
            program: name of the program.
            partnership: whose plan is open.
            groups: pages in order; a line is drawn between groups.
            parent: owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._compact = False
        self._items: dict[str, _Item] = {}
        self._program = Words(program, "strong")
        self._partnership = Words(partnership, "label")
        self._who = Words("", "small-strong")
        self._role = Words("", "label")
        self.setProperty("kind", "sidebar")
        self.setAccessibleName("Pages")
        self._lay_out(groups)
        self._measure()
        theme.changed.connect(self._measure)

    @property
    def current(self) -> str:
        """Key of the page selected; empty if there is none."""
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def select(self, key: str) -> None:
        """Show which page is open without telling anybody."""
        for name, item in self._items.items():
            item.setChecked(name == key)
            # The Tab key stops once, at the open page; arrows move from there.
            stop = Qt.FocusPolicy.StrongFocus if name == key else Qt.FocusPolicy.ClickFocus
            item.setFocusPolicy(stop)

    def show_count(self, key: str, count: str) -> None:
        """Show how much waits on a page; nothing if empty."""
        self._items[key].show_count(count)
        self._measure()

    def show_partnership(self, name: str) -> None:
        """Show whose plan is open."""
        self._partnership.setText(name)
        self._measure()

    def show_role(self, who: str, role: str) -> None:
        """Show at the foot as whom the program is used."""
        self._who.setText(who)
        self._role.setText(role)

    def adapt(self, window_width: int) -> None:
        """Show icons only where the window is narrow or the type large.

        Args:
            window_width: in device-independent pixels.
        """
        compact = window_width < _WIDE_WINDOW or self._theme.text_scale >= 2
        if compact != self._compact:
            self._compact = compact
            for item in self._items.values():
                item.set_compact(compact)
            for words in (self._program, self._partnership, self._who, self._role):
                words.setHidden(compact)
            self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus by arrow keys, Home and End; Space or Enter opens."""
        items = list(self._items.values())
        at = next((place for place, item in enumerate(items) if item.hasFocus()), -1)
        targets = {
            Qt.Key.Key_Up: max(at - 1, 0),
            Qt.Key.Key_Down: min(at + 1, len(items) - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(items) - 1,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            items[target].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_by_hand(self, key: str) -> None:
        self.select(key)
        self.chosen.emit(key)

    def _lay_out(self, groups: Sequence[Sequence[SidebarEntry]]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_SMALL, 0, SPACE_SMALL, SPACE_SMALL)
        column.setSpacing(2)
        column.addLayout(self._head())
        for place, group in enumerate(groups):
            if place:
                column.addSpacing(9)
                column.addLayout(self._between())
                column.addSpacing(9)
            for entry in group:
                column.addWidget(self._add(entry))
        column.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(SPACE_SMALL, 0, SPACE_SMALL, 4)
        foot.setSpacing(0)
        foot.addWidget(self._who)
        foot.addWidget(self._role)
        column.addLayout(foot)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._program)
        words.addWidget(self._partnership)
        head = QHBoxLayout()
        head.setContentsMargins(4, SPACE_PANEL, 0, SPACE_PANEL)
        head.setSpacing(_LOGO_GAP)
        head.addWidget(_Logo(self._theme, self), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(words, 1)
        return head

    def _between(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_SMALL, 0, SPACE_SMALL, 0)
        row.addWidget(hairline())
        return row

    def _add(self, entry: SidebarEntry) -> _Item:
        item = _Item(self._theme, entry, self)
        item.clicked.connect(lambda: self._choose_by_hand(entry.key))
        self._items[entry.key] = item
        if len(self._items) == 1:
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return item

    def _measure(self) -> None:
        """As wide as given, or wider for a wider type; names of partnerships wrap instead."""
        if self._compact:
            self.setFixedWidth(self._theme.scaled(_ICON) + _COMPACT_ROOM)
            return
        name = self._theme.width(self._program.text(), semibold=True)
        # One pixel for the hairline; a label as wide as its words to the pixel would wrap.
        head = SPACE_SMALL + 4 + _LOGO + _LOGO_GAP + name + 2 + SPACE_SMALL + 1
        items = max((item.sizeHint().width() for item in self._items.values()), default=0)
        self.setFixedWidth(max(_WIDTH, head, items + 2 * SPACE_SMALL + 1))
