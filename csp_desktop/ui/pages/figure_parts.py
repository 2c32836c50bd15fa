"""What the panel beside the figure grid is made of: number, question, reason, history."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from csp_desktop.core.figures import Unit
from csp_desktop.core.line_reading import NUMBER, field_text
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import day_words
from csp_desktop.core.reading import AmbiguousError, typed_text
from csp_desktop.core.returns import LineReason
from csp_desktop.core.sheet import FigureLine
from csp_desktop.services.returns import Entered
from csp_desktop.ui.theme import SPACE_SMALL, TextSize, Theme
from csp_desktop.ui.widgets.button import Button
from csp_desktop.ui.widgets.fields import TextField, labelled
from csp_desktop.ui.widgets.words import Words

_BESIDE = 270  # pixels at 100 %: names no longer than this stand side by side, in a few lines
_CHOICES, _CHOICES_BESIDE = 3, 2
_HISTORY_SHOWN = 6
_VALUE_LABELS = {
    Unit.PERCENTAGE: "Or the percentage alone",
    Unit.SURVEY_PERCENTAGE: "Percentage",
}


class NumberFields(QWidget):
    """The fields in which a figure's number is typed; `typed` tells which field, and its text."""

    typed = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        """Build the fields.

        Args:
            theme: colours and type.
        """
        super().__init__()
        self._theme = theme
        self.fields = {
            "numerator": TextField("Numerator"),
            "denominator": TextField("Out of"),
            NUMBER: TextField("Figure"),
            "sample_size": TextField("Sample size"),
        }
        self._names = {"numerator": Words("", "label"), "denominator": Words("", "label")}
        self._of, self._equals = Words("of", "sentence"), Words("", "strong")
        self._parts = QWidget()
        self._grid = QGridLayout(self._parts)
        self._value, self._value_label = QWidget(), Words("", "label")
        self._sample = labelled("Sample size: how many were asked", self.fields["sample_size"])
        self._lay_out()
        for name, field in self.fields.items():
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.committed.connect(lambda text, name=name: self.typed.emit(name, text))

    @property
    def first(self) -> TextField:
        """Where one begins to type."""
        shown = self._parts.isVisibleTo(self)
        return self.fields["numerator" if shown else NUMBER]

    def show_line(self, line: FigureLine, wrong: Mapping[str, str], again: bool) -> None:
        """Show a figure's number.

        Args:
            line: the figure and what stands in its fields unread.
            wrong: the errors of fields, in words.
            again: whether it is the same figure's still, so that what is being typed stays.
        """
        indicator, figure, unit = line.indicator, line.figure, line.indicator.unit
        whole = figure.numerator is not None and bool(figure.denominator)
        alone = unit is not Unit.PERCENTAGE or not whole or figure.value is not None
        self._parts.setVisible(unit is Unit.PERCENTAGE)
        self._value.setVisible(alone or NUMBER in line.drafts)
        self._sample.setVisible(unit is Unit.SURVEY_PERCENTAGE or "sample_size" in line.drafts)
        self._value_label.setText(_VALUE_LABELS.get(unit, "Figure"))
        read = whole and not {"numerator", "denominator"} & set(line.drafts)
        self._equals.setText(f"= {figure_words(figure, unit)}")
        self._equals.setVisible(read)
        if unit is Unit.PERCENTAGE:
            self._name_parts(indicator.numerator, indicator.denominator)
        if self._value.isHidden():
            wrong = {"numerator": wrong.get(NUMBER, ""), **wrong}
        for name, field in self.fields.items():
            stored = value_text(line) if name == NUMBER else field_text(name, indicator, figure)
            field.show_text(stored, again and field.has_typed, line.drafts.get(name, ""))
            about = self._names[name].text() if name in self._names else ""
            show_wrong(field, wrong.get(name, ""), about)

    def commit(self) -> None:
        """Hand over what stands in the fields and has changed."""
        for field in self.fields.values():
            field.commit()

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_SMALL)
        self._grid.setVerticalSpacing(3)
        for name, label in self._names.items():
            label.setBuddy(self.fields[name])
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._place(beside=True)
        value = QVBoxLayout(self._value)
        value.setContentsMargins(0, 0, 0, 0)
        value.setSpacing(3)
        value.addWidget(self._value_label)
        value.addWidget(self.fields[NUMBER])
        self._value_label.setBuddy(self.fields[NUMBER])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_SMALL)
        for box in (self._parts, self._value, self._sample):
            column.addWidget(box)

    def _name_parts(self, numerator: str, denominator: str) -> None:
        """Names stand side by side above their fields, or above each other where they are long."""
        names = [_capital(numerator or "numerator"), _capital(denominator or "out of")]
        widest = max(self._theme.width(one, TextSize.SMALL) for one in names)
        for label, name in zip(self._names.values(), names, strict=True):
            label.setText(name)
        self._place(widest <= self._theme.scaled(_BESIDE))

    def _place(self, beside: bool) -> None:
        above, below = self._names["numerator"], self._names["denominator"]
        one, other = self.fields["numerator"], self.fields["denominator"]
        bottom = Qt.AlignmentFlag.AlignBottom
        for widget in (above, below, one, other, self._of, self._equals):
            self._grid.removeWidget(widget)
        self._of.setVisible(beside)
        if beside:
            self._grid.addWidget(above, 0, 0, bottom)
            self._grid.addWidget(below, 0, 2, bottom)
            places = ((one, 1, 0), (self._of, 1, 1), (other, 1, 2), (self._equals, 1, 3))
        else:
            self._grid.addWidget(above, 0, 0, 1, 4)
            self._grid.addWidget(below, 2, 0, 1, 4)
            places = ((one, 1, 0), (self._of, 1, 1), (other, 3, 0), (self._equals, 3, 2))
        for widget, row, column in places:
            self._grid.addWidget(widget, row, column)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, 1)


class Question(QWidget):
    """What a text may mean: one button for each; `chosen` tells the field and its new text."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        """Build a hidden question.

        Args:
            theme: colours and type.
        """
        super().__init__()
        self._field = ""
        self._buttons = [Button(theme, "") for _ in range(_CHOICES)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_SMALL)
        for number, button in enumerate(self._buttons):
            if number % _CHOICES_BESIDE == 0:
                row = QHBoxLayout()
                row.addStretch(1)
                column.addLayout(row)
            row.insertWidget(number % _CHOICES_BESIDE, button)
            button.clicked.connect(
                lambda _=False, one=button: self.chosen.emit(self._field, one.text())
            )
        self.hide()

    @property
    def first(self) -> Button:
        """The first answer."""
        return self._buttons[0]

    def show_refused(self, refused: Mapping[str, Exception], locked: str) -> None:
        """Offer what the first text that is not clear may mean; nothing where all are clear.

        Args:
            refused: why texts could not be read, by field.
            locked: why nothing can be answered; empty where it can.
        """
        found = ((name, one) for name, one in refused.items() if isinstance(one, AmbiguousError))
        self._field, error = next(found, ("", None))
        choices = error.choices if error else ()
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(choices))
            button.explain_why_not(locked)
            button.setText(choices[number] if number < len(choices) else "")
            button.updateGeometry()
        self.setVisible(bool(choices))


class History(QWidget):
    """What a cell has said, newest first; hidden where nothing is known of it."""

    def __init__(self) -> None:
        super().__init__()
        self._newest, self._older = Words(""), Words("", "sentence")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(Words("History of this cell", "label"))
        for words in (self._newest, self._older):
            words.setTextFormat(Qt.TextFormat.RichText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(words)
        self.hide()

    def show_entries(self, entries: Sequence[Entered], today: date) -> None:
        """Show the newest of them, and how many there are earlier."""
        self.setVisible(bool(entries))
        lines = [_entry_words(one, today, not number) for number, one in enumerate(entries)]
        more = len(lines) - _HISTORY_SHOWN
        older = lines[1:_HISTORY_SHOWN] + ([_line(f"and {more} earlier")] if more > 0 else [])
        self._newest.setText(lines[0] if lines else "")
        self._older.setText("".join(older))
        self._older.setVisible(bool(older))


def show_wrong(field: TextField, message: str, about: str = "") -> None:
    """Draw the border of a field that is wrong, and say why to those who cannot see it."""
    field.show_error(bool(message))
    field.setAccessibleDescription(". ".join(one for one in (about, message) if one))


def reason_words(reason: LineReason, today: date) -> str:
    """Why a line was sent back, by whom and when."""
    day = _moment(reason.at).date()
    return f"{reason.reason.strip()} ({reason.by}, {day_words(day, year=day.year != today.year)})"


def value_text(line: FigureLine) -> str:
    """The number without the parts that stand in fields of their own."""
    figure, unit = line.figure, line.indicator.unit
    if figure.absence is not None:
        return ""
    if figure.value is not None and unit.is_percentage:
        return f"{figure.value:f}%"
    return "" if unit is Unit.PERCENTAGE else typed_text(figure, unit)


def _entry_words(one: Entered, today: date, newest: bool) -> str:
    when = _moment(one.at)
    day = f"{when.day} {when:%b}" + ("" if when.year == today.year else f" {when:%Y}")
    time = f"{when:%H:%M}" if when.date() == today else f"{day} {when:%H:%M}"
    said, comma, comment = one.words.partition(", ")
    by = f"{one.by} by {one.how}" if one.how.startswith("import") else one.by
    figure = _bold(said) if newest else escape(said)
    return _line(f"{escape(time)} {figure}{comma}{escape(comment)}, {escape(by)}")


def _line(words: str) -> str:
    """Rich text of one line; where it breaks, it goes on further in."""
    return f'<p style="margin:0 0 2px 10px; text-indent:-10px">{words}</p>'


def _moment(at: str) -> datetime:
    """A moment of the audit trail by the clock of this machine."""
    return datetime.fromisoformat(at).astimezone()


def _bold(words: str) -> str:
    return f'<span style="font-weight:600">{escape(words)}</span>'


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
