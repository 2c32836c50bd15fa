"""The presentation for the meeting room: full screen, theme by theme, in large type."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QWidget

from csp_desktop.core.dashboard import Dashboard
from csp_desktop.core.editions import Edition
from csp_desktop.core.periods import day_words
from csp_desktop.ui.pages.presentation_foot import LETTER, Confirmation, Letters, quiet_button
from csp_desktop.ui.pages.presentation_slides import (
    Slide,
    SlideRow,
    pages,
    provisional_words,
    since,
    slides,
)
from csp_desktop.ui.pages.presentation_table import (
    HEADING,
    NAME,
    NOTE,
    ROW,
    WORDS,
    HeadingView,
    RowView,
    Type,
    columns,
)
from csp_desktop.ui.theme import (
    DARK,
    LIGHT,
    SPACE_MEDIUM,
    SPACE_PANEL,
    SPACE_SMALL,
    SPACE_TINY,
    Palette,
    Theme,
    with_more_contrast,
)

_WIDE = 1150  # pixels from which margins are wide
_MOST_ROWS = 7
_TOP = 20
_KEY = Qt.Key
_ONWARDS = (_KEY.Key_Right, _KEY.Key_Down, _KEY.Key_Space, _KEY.Key_PageDown)
_BACK = (_KEY.Key_Left, _KEY.Key_Up, _KEY.Key_Backspace, _KEY.Key_PageUp)
_SHEET = """
QWidget[kind="presentation"] {{ background: {surface}; }}
QLabel {{ color: {text}; background: transparent; }}
QLabel[quiet="true"] {{ color: {text2}; }}
QPushButton {{ color: {accent}; background: transparent; border: 0; padding: 0 8px;
  margin: 0; min-height: 0; min-width: 0; font-weight: 400; }}
QPushButton:hover {{ background: {select}; border-radius: 4px; }}
QPushButton[letter="true"] {{ color: {text2}; padding: 0; margin: 0 2px; border-radius: 18px; }}
QPushButton[letter="true"][current="true"] {{ color: {on_accent}; background: {accent};
  font-weight: 600; }}
Confirmation {{ background: {warn_tint}; border: 1px solid {warn}; border-radius: 4px; }}
Confirmation QLabel {{ color: {warn}; }}
QToolTip {{ color: {text}; background: {surface}; border: 1px solid {field}; }}
"""


class Presentation(QWidget):
    """A window of its own without anything around the figures.

    It is given what an edition may show, and never the figures behind it.
    """

    left = Signal()

    def __init__(
        self,
        theme: Theme,
        shown: Callable[[Edition], Dashboard],
        boards: Mapping[str, str],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        """Build the window in the partnership's edition, light as projectors need it.

        Args:
            theme: gives the fonts; its scheme stays that of the window.
            shown: the dashboard as an edition may show it.
            boards: their names by code.
            today: the day figures are known on where the dashboard names none.
            parent: owner.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "presentation")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._read, self._boards, self._today = theme, shown, boards, today
        self._kind = Type(theme, self._palette(dark=False))
        self._edition = Edition.PARTNERSHIP
        self._at = self._page = 0
        self._pages = [range(0)]
        self._drawn: list[QWidget] = []
        self._above, self._title, self._story = QLabel(self), QLabel(self), QLabel(self)
        self._note, self._known = QLabel(self), QLabel(self)
        self._letters = Letters(self._kind, self)
        self._which = quiet_button("", self)
        self._ask = Confirmation(self._kind, self)
        self._build()
        self._take(self._edition)

    @property
    def edition(self) -> Edition:
        """What may be seen."""
        return self._edition

    @property
    def slide(self) -> Slide:
        """The theme that is shown."""
        return self._slides[self._at]

    @property
    def page(self) -> tuple[int, int]:
        """Which page of the theme is shown, from 1, and of how many."""
        return self._page + 1, len(self._pages)

    @property
    def rows(self) -> tuple[SlideRow, ...]:
        """The rows of the page."""
        here = self._pages[self._page]
        return self.slide.rows[here.start : here.stop]

    @property
    def is_dark(self) -> bool:
        """Whether it is light on dark, for a room without a window."""
        return self._kind.palette.dark

    def next_page(self) -> None:
        """The theme's next page, then the next theme; the last one stays."""
        if self._page + 1 < len(self._pages):
            self._page += 1
        elif self._at + 1 < len(self._slides):
            self._at, self._page = self._at + 1, 0
        self._show()

    def previous_page(self) -> None:
        """The theme's page before, then the last one of the theme before; the first one stays."""
        if self._page:
            self._page -= 1
        elif self._at:
            self._at -= 1
            self._measure()
            self._page = len(self._pages) - 1
        self._show()

    def show_theme(self, number: int, *, at_end: bool = False) -> None:
        """Go to a theme by its place in the row of letters."""
        self._at, self._page = number, 0
        if at_end:
            self._measure()
            self._page = len(self._pages) - 1
        self._show()

    def change_edition(self) -> None:
        """Go on to the next edition; one that protects less is asked for first."""
        wanted = self._edition.next
        if wanted.protects_less_than(self._edition):
            self._announce(self._ask.ask(wanted))
            self._lay_out()
        else:
            self._take(wanted)

    def change_light(self) -> None:
        """Light on dark, or dark on light again."""
        self._kind.palette = self._palette(dark=not self.is_dark)
        self._dress()
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys of the presentation; a presenter's remote sends Page Up and Page Down."""
        key = _KEY(event.key())
        asked = not self._ask.isHidden()
        if asked and key in (_KEY.Key_Return, _KEY.Key_Enter):
            self._confirm()
            return
        self._ask.hide()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take_command(key)
        elif key == _KEY.Key_Escape:
            if not asked:
                self.close()
        elif key in _ONWARDS:
            self.next_page()
        elif key in _BACK:
            self.previous_page()
        elif key == _KEY.Key_Home:
            self.show_theme(0)
        elif key == _KEY.Key_End:
            self.show_theme(len(self._slides) - 1, at_end=True)
        else:
            self._go_to_letter(event.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left goes on, right goes back, as in slides."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.next_page()
        elif event.button() is Qt.MouseButton.RightButton:
            self.previous_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size has room for other pages; the first row that was in view stays."""
        super().resizeEvent(event)
        self._lay_out()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it is over."""
        super().closeEvent(event)
        self.left.emit()

    def _build(self) -> None:
        for label, points, bold in (
            (self._above, WORDS, False),
            (self._title, NAME, True),
            (self._story, WORDS, False),
            (self._note, NOTE, False),
            (self._known, NOTE, False),
        ):
            label.setFont(self._kind.font(points, bold))
            label.setWordWrap(label not in (self._note, self._known))
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for quiet in (self._above, self._note, self._known):
            quiet.setProperty("quiet", True)
        self._which.setFont(self._kind.font(NOTE))
        self._which.setToolTip("Ctrl+E: the next edition")
        self._which.clicked.connect(self.change_edition)
        self._letters.chosen.connect(self.show_theme)
        self._ask.confirmed.connect(self._confirm)
        self._ask.refused.connect(self._ask.hide)
        self._dress()

    def _palette(self, *, dark: bool) -> Palette:
        """Its own scheme, with the contrast that the window has been asked for."""
        palette, of_window = DARK if dark else LIGHT, self._theme.palette
        return with_more_contrast(palette) if of_window.border == of_window.text else palette

    def _dress(self) -> None:
        palette = self._kind.palette
        tokens = ("surface", "text", "text2", "accent", "on_accent", "select", "warn", "field")
        colours = {name: getattr(palette, name) for name in (*tokens, "warn_tint")}
        self.setStyleSheet(_SHEET.format(**colours))

    def _take(self, edition: Edition) -> None:
        """Show what another edition may see; what the one before had shown is gone."""
        self._edition = edition
        self._shown = self._read(edition)
        self._slides = slides(self._shown)
        self._page = 0
        self._which.setText(f"{edition.words}.")
        self._which.setAccessibleName(f"{edition.words}. Ctrl+E shows the next one.")
        self._show()

    def _confirm(self) -> None:
        self._ask.hide()
        self._take(self._edition.next)

    def _take_command(self, key: Qt.Key) -> None:
        if key == _KEY.Key_E:
            self.change_edition()
        elif key == _KEY.Key_D:
            self.change_light()

    def _go_to_letter(self, text: str) -> None:
        """The next theme after this one whose letter it is, round to the first."""
        count = len(self._slides)
        order = [(self._at + step) % count for step in range(1, count + 1)]
        wanted = text.strip().upper()
        alike = [one for one in order if wanted and self._slides[one].code.startswith(wanted)]
        if alike:
            exact = [one for one in alike if self._slides[one].code == wanted]
            started = self.slide.code.startswith(wanted)
            self.show_theme(alike[0] if started or not exact else exact[0])

    def _show(self) -> None:
        self._ask.hide()
        slide, quarter = self.slide, self._shown.quarter
        names = " and ".join(f"the {self._boards[one]}" for one in slide.boards)
        self._above.setText(f"{slide.code}, reported by {names}" if names else slide.code)
        self._title.setText(f"{slide.title}, {quarter.range.words()}")
        self._story.setText(slide.story)
        known = day_words(self._shown.known_on or self._today)
        self._known.setText(f"Figures known on {known}{provisional_words(slide.rows)}.")
        self._letters.show_themes(self._slides, self._at)
        self._lay_out()
        self.setWindowTitle(self._title.text())
        place = self._note.text()
        said = f"{self._title.text()}. {slide.story} {place} {self._edition.words}."
        self.setAccessibleName(said)
        self._announce(said)

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _measure(self) -> tuple[int, int, int]:
        """Split the theme into pages; where its table begins, where its foot does, its margin."""
        margin = 48 if self.width() >= _WIDE else 32
        width, slide = max(self.width() - 2 * margin, 1), self.slide
        title = f"{slide.title}, {self._shown.quarter.range.words()}"
        top = _TOP + self._kind.wrapped(self._above.text(), WORDS, width)
        top += self._kind.wrapped(title, NAME, width, semibold=True)
        top += SPACE_TINY + self._kind.wrapped(slide.story, WORDS, width) + SPACE_MEDIUM
        one_line = self._letters.wanted_width + self._foot_width() + SPACE_PANEL <= width
        foot = self.height() - SPACE_PANEL - LETTER * (1 if one_line else 2)
        room = foot - SPACE_TINY - self._kind.line(NOTE) - SPACE_TINY - top - HEADING
        self._pages = pages(len(slide.rows), min(max(room // ROW, 1), _MOST_ROWS))
        return top, foot, margin

    def _foot_width(self) -> int:
        words = (self._known.text(), self._which.text())
        return sum(self._kind.width(one, NOTE) for one in words) + 3 * SPACE_SMALL + 8

    def _lay_out(self) -> None:
        first = self._pages[min(self._page, len(self._pages) - 1)].start if self._page else 0
        top, foot, margin = self._measure()
        self._page = next(at for at, one in enumerate(self._pages) if not one or first in one)
        width = self.width() - 2 * margin
        y = _TOP
        for label, points, bold in (
            (self._above, WORDS, False),
            (self._title, NAME, True),
            (self._story, WORDS, False),
        ):
            height = self._kind.wrapped(label.text(), points, width, bold)
            label.setGeometry(margin, y, width, height)
            y += height + (SPACE_TINY if label is self._title else 0)
        self._draw_rows(top, margin, width)
        self._place_note(foot, margin, width)
        self._place_foot(foot, margin, width)

    def _draw_rows(self, top: int, margin: int, width: int) -> None:
        # Without an owner they are gone at once, and with them what the edition before had shown.
        for old in self._drawn:
            old.setParent(None)
        self._drawn = []
        if not self.rows:
            return
        where = columns(self._kind, self.slide.rows, since(self._shown.quarter), width)
        heading = HeadingView(self._kind, where)
        heading.setGeometry(margin, top, width, HEADING)
        self._drawn = [heading]
        for number, row in enumerate(self.rows):
            view = RowView(self._kind, row, where)
            view.setGeometry(margin, top + HEADING + number * ROW, width, ROW)
            self._drawn.append(view)
        for one in self._drawn:
            one.setParent(self)
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            one.show()
        self._ask.raise_()

    def _place_note(self, foot: int, margin: int, width: int) -> None:
        number, count = self.page
        told = [f"page {number} of {count}"] if count > 1 else []
        if number == count and self.slide.without_words:
            told.append(self.slide.without_words)
        words = ", ".join(told)
        self._note.setText(f"{words[0].upper()}{words[1:]}." if words else "")
        line = self._kind.line(NOTE)
        self._note.setGeometry(margin, foot - SPACE_TINY - line, width, line)
        self._ask.setGeometry(margin, foot - SPACE_TINY - LETTER, width, LETTER)

    def _place_foot(self, foot: int, margin: int, width: int) -> None:
        letters = self.height() - SPACE_PANEL - LETTER
        self._letters.setGeometry(margin, letters, self._letters.wanted_width, LETTER)
        which = self._kind.width(self._which.text(), NOTE) + 2 * SPACE_SMALL
        known = self._kind.width(self._known.text(), NOTE)
        together = letters == foot
        left = margin + width - which - known + SPACE_SMALL if together else margin
        self._known.setGeometry(left, foot, known, LETTER)
        self._which.setGeometry(left + known, foot, which, LETTER)
