"""The panel beside the figure grid: all that is known of the selected figure, and its fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.line_reading import NUMBER, blank_again, field_text, read_line
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import Quarter
from csp_desktop.core.reading import Reading, UnreadableError, read_cell
from csp_desktop.core.records import Draft, place
from csp_desktop.core.rules import Problem, Severity
from csp_desktop.core.sheet import FigureLine
from csp_desktop.services.returns import Entered
from csp_desktop.ui.pages.figure_parts import (
    History,
    NumberFields,
    Question,
    reason_words,
    show_wrong,
    value_text,
)
from csp_desktop.ui.theme import SPACE_SMALL, Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind
from csp_desktop.ui.widgets.details_panel import DetailsPanel
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.fields import ChoiceField, TextArea, TextField, labelled
from csp_desktop.ui.widgets.mini_chart import MiniChart, quarters_up_to
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.past_table import PastTable
from csp_desktop.ui.widgets.query_box import QueryBox
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.words import Words

_WIDTH = 320
_LOCKED = "This return can only be read."
_DAY_ROOM = 22  # what a line keeps at its ends
_UNIT_WORDS = {
    Unit.COUNT: "number",
    Unit.PERCENTAGE: "per cent",
    Unit.SURVEY_PERCENTAGE: "per cent of those asked",
    Unit.RATE: "rate",
    Unit.MONEY: "pounds",
}
_NUMBER_FIELDS = (NUMBER, "numerator", "denominator", "sample_size", "absence")
_DAYS, _LIKE = ("expected_on", "obtained"), "14 Aug 2015"
_EXPECTED = ("expected_on", "expected_from")


class FigureDetails(DetailsPanel):
    """Follows the selection; filling it tells nothing, every committed field does.

    `entered` tells records and what was done; `typed` tells an indicator's code, a field, and the
    text that was typed there, for whoever reads it.
    """

    entered = Signal(object, str)
    typed = Signal(str, str, str)

    def __init__(
        self,
        theme: Theme,
        agencies: Mapping[str, str],
        today: Callable[[], date] = date.today,
    ) -> None:
        """Build an empty panel.

        Args:
            theme: colours and type.
            agencies: names by code.
            today: the day, by the clock that dates what is entered.
        """
        super().__init__(theme, "Selected figure", _WIDTH)
        self._theme = theme
        self._agencies = agencies
        self._today = today
        self._line: FigureLine | None = None
        self._targets: Sequence[str] | None = None
        self._code, self._name = Words("", "code"), Words("", "panel")
        self._sent_back = Banner(theme, BannerKind.WARNING, "")
        self._error, self._information = Words("", "error"), Words("", "sentence")
        self._question = Question(theme)
        self._queries = QueryBox(theme)
        self._number = NumberFields(theme)
        self._absence = ChoiceField("If there is no figure, why")
        self._status = Segmented(theme, "Status")
        self._lines = {
            "expected_on": TextField("Expected on"),
            "expected_from": TextField("Expected from"),
            "source": TextField("Source"),
            "obtained": TextField("Date obtained"),
        }
        self._below = {
            name: Words("", "error") for name in ("absence", "expected_on", "status", "obtained")
        }
        self._boxes: dict[str, QWidget] = {}
        self._comment = TextArea("Comment", 2)
        self._chart, self._past = MiniChart(theme), PastTable()
        self._no_past = Words("No earlier quarters are known.", "sentence")
        self._facts, self._history = Facts(), History()
        self._build()
        self._wire()
        self.show_nothing(True)

    def show_line(self, line: FigureLine | None, open_: bool) -> None:
        """Show the selected indicator; nothing is told by it.

        Args:
            line: as stored. What was typed and not committed stays where it is the same figure.
            open_: whether it may be changed.
        """
        before, self._line = self._line, line
        self.show_nothing(line is None)
        if line is None:
            return
        again = before is not None and place(before.figure) == place(line.figure)
        if not again:
            self._targets = None
            self._history.show_entries((), self._today())
            self.scroll_to_top()
        self._show_heading(line)
        problems = line.problems
        self._show_problems(line, problems, again, open_)
        self._show_fields(line, problems, again)
        self._comment.show_text(line.figure.comment, again)
        self._show_past(line, any(one.waits for one in problems))
        self._show_facts(line)
        self._allow(line, open_)

    def show_background(self, history: Sequence[Entered], targets: Sequence[str]) -> None:
        """Show what stands behind the line shown.

        Args:
            history: of its figure, newest first.
            targets: of its indicator, each in a sentence.
        """
        self._targets = targets
        self._history.show_entries(history, self._today())
        if self._line is not None:
            self._show_facts(self._line)

    def focus_first(self) -> None:
        """Where Ctrl+Enter in the grid leads: to a question, or to the number."""
        asked = self._question.isVisibleTo(self) and self._question.first.isEnabled()
        self._focus(self._question.first if asked else self._number.first)

    def focus_field(self, field: str) -> None:
        """Give the keyboard to a field, by its name in the return workbook, or `explanation`."""
        widgets: dict[str, QWidget] = {
            **self._number.fields,
            **self._lines,
            "absence": self._absence,
            "status": self._status,
            "comment": self._comment,
            "explanation": self._queries.note,
        }
        widget = widgets.get(field)
        if widget is None or not widget.isVisibleTo(self):
            self.focus_first()
        else:
            self._focus(widget)

    def commit(self) -> None:
        """Tell what stands in the fields, before another figure is shown or the page is left."""
        self._number.commit()
        for field in self._lines.values():
            field.commit()
        self._comment.commit()
        self._queries.commit()

    def _focus(self, widget: QWidget) -> None:
        self.focus_on(widget)
        if isinstance(widget, TextField):
            widget.selectAll()

    def _build(self) -> None:
        self._absence.addItem("There is a figure, or none yet", Absence.NOT_ENTERED)
        for absence in Absence:
            if absence is not Absence.NOT_ENTERED:
                self._absence.addItem(absence.words, absence)
        for status in FigureStatus:
            self._status.add(status.value, status.value.capitalize())
        for words in (self._name, self._error, self._information, *self._below.values()):
            words.setTextFormat(Qt.TextFormat.PlainText)
        column = self.body
        column.setSpacing(SPACE_SMALL)
        for part in (
            *(self._code, self._name, self._sent_back, self._error, self._question),
            *(self._queries, self._information, self._number),
            self._box("absence", labelled("If there is no figure, why", self._absence)),
            self._box("expected_on", self._beside(*_EXPECTED)),
            self._box("status", Words("Status", "label"), self._status),
            self._box("obtained", self._beside("source", "obtained")),
            labelled("Comment", self._comment),
            hairline(),
            *(self._chart, self._past, self._no_past),
            hairline(),
            *(self._facts, self._history),
        ):
            column.addWidget(part)
        column.addStretch(1)

    def _box(self, name: str, *parts: QWidget) -> QWidget:
        """Parts of one field with its error below them."""
        box = self._boxes[name] = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for part in parts:
            fixed = isinstance(part, Segmented)
            side = Qt.AlignmentFlag.AlignLeft if fixed else Qt.AlignmentFlag(0)
            column.addWidget(part, 0, side)
        column.addWidget(self._below[name])
        return box

    def _beside(self, *names: str) -> QWidget:
        """Two fields side by side, of which a day takes the room of a day."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_SMALL)
        for name in names:
            field = self._lines[name]
            row.addWidget(labelled(field.accessibleName(), field), name not in _DAYS)
            if name in _DAYS:
                field.setFixedWidth(self._theme.width(_LIKE) + _DAY_ROOM)
        return box

    def _wire(self) -> None:
        self._number.typed.connect(self._take_number)
        self._question.chosen.connect(self._answer)
        self._queries.explained.connect(self._explain)
        self._absence.picked.connect(self._choose_absence)
        self._status.chosen.connect(self._choose_status)
        for name, field in self._lines.items():
            field.committed.connect(partial(self._type, name))
        self._comment.committed.connect(partial(self._type, "comment"))

    def _show_heading(self, line: FigureLine) -> None:
        indicator, polarity = line.indicator, line.indicator.polarity.words
        about = f"{_UNIT_WORDS[indicator.unit]}, {polarity[0].lower()}{polarity[1:]}"
        self._code.setText(f"{indicator.code}, {about}")
        self._name.setText(indicator.name)
        self._sent_back.setVisible(line.reason is not None)
        if line.reason is not None:
            self._sent_back.show_words("Sent back:", reason_words(line.reason, self._today()))

    def _show_problems(
        self, line: FigureLine, problems: Sequence[Problem], again: bool, open_: bool
    ) -> None:
        above = [one for one in problems if one.field not in self._below]
        for label, severity in (
            (self._error, Severity.ERROR),
            (self._information, Severity.INFORMATION),
        ):
            said = [one.message for one in above if one.severity is severity]
            label.setText("\n".join(said))
            label.setVisible(bool(said))
        refused = read_line(line.indicator, line.figure, line.drafts).refused
        self._question.show_refused(refused, "" if open_ else _LOCKED)
        queries = [one for one in problems if one.severity is Severity.QUERY]
        figure = line.figure
        self._queries.show_queries(queries, figure.explanation, figure.explained, again, open_)

    def _show_fields(self, line: FigureLine, problems: Sequence[Problem], again: bool) -> None:
        errors = [one for one in problems if one.severity is Severity.ERROR]
        wrong = {one.field: one.message for one in reversed(errors)}
        self._number.show_line(line, wrong, again)
        for name, field in self._lines.items():
            stored = field_text(name, line.indicator, line.figure)
            field.show_text(stored, again and field.has_typed, line.drafts.get(name, ""))
            show_wrong(field, wrong.get(name, ""))
        for name, words in self._below.items():
            words.setText(wrong.get(name, ""))
            words.setVisible(name in wrong)
        awaited = line.figure.absence is Absence.NOT_YET_AVAILABLE
        unread = any(name in line.drafts for name in _EXPECTED)
        self._boxes["expected_on"].setVisible(awaited or unread)
        self._absence.show_value(line.figure.absence)
        self._status.choose(line.figure.status.value)

    def _show_past(self, line: FigureLine, queried: bool) -> None:
        quarters = quarters_up_to(line.past.quarters, line.figure)
        known = any(one.figure is not None and one.figure.entered for one in quarters[:-1])
        self._no_past.setVisible(not known)
        self._past.setVisible(known)
        self._chart.setVisible(known and any(one.value is not None for one in quarters))
        self._past.show_quarters(line.indicator, quarters)
        self._chart.show_quarters(line.indicator, quarters, queried)

    def _show_facts(self, line: FigureLine) -> None:
        indicator, targets = line.indicator, self._targets
        self._facts.show_facts(
            [
                ("Reported as", _reported(line)),
                ("Target", "" if targets is None else "\n".join(targets) or "None set"),
                ("Counts as", indicator.definition),
                ("In the plan", indicator.title + (f" {indicator.part}" if indicator.part else "")),
                ("Supplied by", self._agencies.get(indicator.agency, indicator.agency)),
                ("Publication", "Restricted: not to be published" if indicator.restricted else ""),
                ("Note", indicator.note),
            ]
        )

    def _allow(self, line: FigureLine, open_: bool) -> None:
        """Let everything be changed, or only read, which leaves nothing hidden."""
        lines = (*self._number.fields.values(), *self._lines.values())
        texts: tuple[TextField | TextArea, ...] = (*lines, self._comment)
        for field in texts:
            field.setReadOnly(not open_)
        for choice in (self._absence, self._status):
            choice.setEnabled(open_)
        for one in (*texts, self._absence, self._status):
            one.setToolTip("" if open_ else _LOCKED)
        if open_:
            # The one field whose words are often longer than it is.
            self._lines["source"].setToolTip(line.figure.source)

    def _take_number(self, field: str, text: str) -> None:
        """The figure's own field may say everything; where it says the value alone, parts stay."""
        line = self._line
        if line is None or field != NUMBER:
            self._type(field, text)
        elif text == value_text(line):
            self._enter(line.figure, (NUMBER,))
        elif (figure := _beside_parts(line, text)) is not None:
            self._enter(figure, (NUMBER,))
        else:
            self._type(field, text)

    def _choose_absence(self, absence: Absence) -> None:
        """Say why there is no figure; what was there, or could not be read there, goes."""
        line = self._line
        if line is None:
            return
        unread = any(name in line.drafts for name in _NUMBER_FIELDS)
        if absence is not Absence.NOT_ENTERED:
            self._enter(Reading(absence=absence).onto(line.figure), _NUMBER_FIELDS)
        elif unread or not line.figure.has_number:
            figure = line.figure if line.figure.has_number else blank_again(line.figure)
            self._enter(figure, _NUMBER_FIELDS)

    def _choose_status(self, status: str) -> None:
        line = self._line
        if line and (status != line.figure.status.value or "status" in line.drafts):
            self._type("status", FigureStatus(status).value.capitalize())

    def _answer(self, field: str, text: str) -> None:
        # The question goes with its answer; the keyboard goes to what the answer is about.
        self.focus_field(field)
        self._type(field, text)

    def _explain(self, note: str) -> None:
        if self._line is not None:
            self._enter(self._line.figure.explained_by(note), (), "explain")

    def _type(self, field: str, text: str) -> None:
        if self._line is not None:
            self.typed.emit(self._line.indicator.code, field, text)

    def _enter(self, figure: Figure, read: Sequence[str], what: str = "enter") -> None:
        """Tell a figure, and that nothing stands unread any more in the fields it settles."""
        line = self._line
        assert line is not None
        code, period = line.indicator.code, figure.period
        quarter = period.quarter or Quarter.containing(period.first)
        settled = [Draft(code, quarter, name, "") for name in read if name in line.drafts]
        if settled or figure != line.figure:
            self.entered.emit([figure, *settled], f"{what} {code}")


def _beside_parts(line: FigureLine, text: str) -> Figure | None:
    """The figure with the value a text gives and its parts; None where they are not to stay."""
    figure, indicator = line.figure, line.indicator
    if all(one is None for one in (figure.numerator, figure.denominator, figure.sample_size)):
        return None
    if not text.strip():
        return None if figure.numerator is None else replace(figure, value=None)
    try:
        reading = read_cell(text, indicator.unit, indicator.name)
    except UnreadableError:
        return None
    alone = reading.value is not None and reading == Reading(value=reading.value)
    return replace(figure, value=reading.value, absence=None) if alone else None


def _reported(line: FigureLine) -> str:
    """What a revised figure said before, where it was another."""
    figure, unit = line.figure, line.indicator.unit
    before = [one for one in line.past.reported if one.has_number and one.exact != figure.exact]
    if figure.status is not FigureStatus.REVISED or not before:
        return ""
    return f"{figure_words(before[-1], unit)}, now {figure_words(figure, unit)}"
