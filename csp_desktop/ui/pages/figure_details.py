"""The panel beside the figure grid: the selected figure's parts, absence, status and comment."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csp_desktop.core.errors import UserError
from csp_desktop.core.figures import Absence, Figure, FigureStatus, Unit
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.reading import read_cell
from csp_desktop.core.sheet import FigureLine
from csp_desktop.ui.item_models.figure_grid import Draft
from csp_desktop.ui.theme import SPACE_MEDIUM, Theme
from csp_desktop.ui.widgets.details_panel import DetailsPanel
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.fields import ChoiceField, TextArea, TextField, labelled
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.segmented import Segmented
from csp_desktop.ui.widgets.words import Words

_WIDTH = 300
_UNIT_WORDS = {
    Unit.COUNT: "number",
    Unit.PERCENTAGE: "per cent",
    Unit.SURVEY_PERCENTAGE: "per cent of those asked",
    Unit.RATE: "rate",
    Unit.MONEY: "pounds",
}
_STATUS = (("provisional", "Provisional"), ("revised", "Revised"), ("final", "Final"))


class FigureDetails(DetailsPanel):
    """Follows the selection; every field commits a new figure, which the page stores.

    `entered` tells a figure; `typed` tells text for the cell of an indicator, by its code.
    """

    entered = Signal(object)
    typed = Signal(str, str)

    def __init__(self, theme: Theme, agencies: Mapping[str, str]) -> None:
        """Build the panel.

        Args:
            theme: colours and type.
            agencies: names by code.
        """
        super().__init__(theme, "Selected figure", _WIDTH)
        self._theme = theme
        self._agencies = agencies
        self._line: FigureLine | None = None
        self._code = Words("", "code")
        self._name = Words("", "panel")
        self._problem = Words("", "error")
        self._value = TextField("Figure")
        self._numerator = TextField("Numerator")
        self._denominator = TextField("Out of")
        self._sample = TextField("Sample size")
        self._absence = ChoiceField("If there is no figure, why")
        self._expected = TextField("Expected on")
        self._status = Segmented(theme, "Status")
        self._source = TextField("Source")
        self._comment = TextArea("Comment", 3)
        self._facts = Facts()
        self._build()
        self._wire()

    def show_line(self, line: FigureLine | None, draft: Draft | None, open_: bool) -> None:
        """Show the selected indicator; nothing is stored by it."""
        before, self._line = self._line, line
        self.setEnabled(line is not None)
        if line is None:
            return
        indicator, figure = line.indicator, line.figure
        again = before is not None and (
            (before.indicator.code, before.figure.period) == (indicator.code, figure.period)
        )
        self._code.setText(
            f"{indicator.code}, {_UNIT_WORDS[indicator.unit]}. {indicator.polarity.words}."
        )
        self._name.setText(indicator.name)
        self._show_parts(figure, indicator.unit, draft, again)
        self._absence.show_value(figure.absence)
        waiting = figure.absence is Absence.NOT_YET_AVAILABLE
        self._boxes["expected"].setVisible(waiting)
        self._expected.show_text(_day(figure.expected_on), again and waiting)
        self._say_problem(line, draft)
        self._status.choose(figure.status.value)
        self._source.show_text(figure.source, again)
        self._comment.show_text(figure.comment)
        self._facts.show_facts(_facts(line, self._agencies))
        for field in self._fields():
            field.setEnabled(open_)

    def focus_first(self) -> None:
        """Where Ctrl+Enter in the grid leads."""
        first = self._numerator if self._boxes["parts"].isVisible() else self._value
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        first.selectAll()

    def commit(self) -> None:
        """Store what stands in the fields, before another figure is shown or the page is left."""
        self._keep_unfinished()
        for field in (self._value, self._numerator, self._denominator, self._sample):
            field.commit()
        for field in (self._expected, self._source):
            field.commit()
        self._comment.commit()

    def _fields(self) -> tuple[QWidget, ...]:
        return (
            self._value,
            self._numerator,
            self._denominator,
            self._sample,
            self._absence,
            self._expected,
            self._status,
            self._source,
            self._comment,
        )

    def _build(self) -> None:
        for absence in Absence:
            words = "There is a figure, or none yet"
            self._absence.addItem(
                words if absence is Absence.NOT_ENTERED else absence.words, absence
            )
        for key, words in _STATUS:
            self._status.add(key, words)
        self._numerator_label, self._denominator_label = Words("", "label"), Words("", "label")
        self._boxes = {
            "value": labelled("Figure", self._value),
            "parts": self._parts_box(),
            "sample": labelled("Sample size: how many were asked", self._sample),
            "expected": labelled("Expected on, like 14 Aug 2015", self._expected),
        }
        column = self.body
        for part in (self._code, self._name, self._problem):
            column.addWidget(part)
        for box in ("value", "parts", "sample"):
            column.addWidget(self._boxes[box])
        column.addWidget(labelled("If there is no figure, why", self._absence))
        column.addWidget(self._boxes["expected"])
        column.addWidget(self._status)
        column.addWidget(labelled("Source", self._source))
        column.addWidget(labelled("Comment", self._comment))
        column.addWidget(hairline())
        column.addWidget(self._facts)
        column.addStretch(1)

    def _parts_box(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_MEDIUM)
        for label, field in (
            (self._numerator_label, self._numerator),
            (self._denominator_label, self._denominator),
        ):
            label.setBuddy(field)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            part = QVBoxLayout()
            part.setSpacing(3)
            part.addWidget(label, 1, Qt.AlignmentFlag.AlignBottom)
            part.addWidget(field)
            row.addLayout(part, 1)
        return box

    def _wire(self) -> None:
        self._value.committed.connect(self._commit_value)
        self._numerator.committed.connect(self._commit_parts)
        self._denominator.committed.connect(self._commit_parts)
        self._sample.committed.connect(self._commit_value)
        self._absence.picked.connect(self._commit_absence)
        self._expected.committed.connect(self._commit_expected)
        self._status.chosen.connect(lambda key: self._change(status=FigureStatus(key)))
        self._source.committed.connect(lambda text: self._change(source=text.strip()))
        self._comment.committed.connect(lambda text: self._change(comment=text.strip()))

    def _say_problem(self, line: FigureLine, draft: Draft | None) -> None:
        problem = draft.message if draft else "\n".join(one.message for one in line.problems)
        if not problem and self._expected.is_wrong:
            return
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _show_parts(self, figure: Figure, unit: Unit, draft: Draft | None, again: bool) -> None:
        percentage = unit is Unit.PERCENTAGE
        self._boxes["parts"].setVisible(percentage)
        self._boxes["sample"].setVisible(unit is Unit.SURVEY_PERCENTAGE)
        self._boxes["value"].setVisible(not percentage or figure.denominator is None)
        assert self._line is not None
        indicator = self._line.indicator
        self._numerator_label.setText(_capital(indicator.numerator or "numerator"))
        self._denominator_label.setText(_capital(indicator.denominator or "out of"))
        value = "" if figure.value is None else f"{figure.value:f}"
        self._value.show_text(
            draft.text if draft else value + ("%" if value and unit.is_percentage else "")
        )
        self._value.show_error(draft is not None)
        self._numerator.show_text(_digits(figure.numerator), again)
        self._denominator.show_text(_digits(figure.denominator), again)
        self._sample.show_text(_whole(figure.sample_size), again)

    def _commit_value(self) -> None:
        sample = self._sample.text().strip()
        survey = self._line is not None and self._line.indicator.unit is Unit.SURVEY_PERCENTAGE
        text = self._value.text().strip()
        if survey and sample:
            if not text:
                return
            text = f"{text if text.endswith('%') else text + '%'} of {sample}"
        self._type(text)

    def _commit_parts(self) -> None:
        numerator, denominator = self._numerator.text().strip(), self._denominator.text().strip()
        if bool(numerator) == bool(denominator):
            self._type(f"{numerator}/{denominator}" if numerator else "")

    def _keep_unfinished(self) -> None:
        """One part without the other is no figure yet, but it is not thrown away either."""
        if self._line is None or not self.isEnabled():
            return
        figure = self._line.figure
        parts = self._numerator.text().strip(), self._denominator.text().strip()
        changed = parts != (_digits(figure.numerator), _digits(figure.denominator))
        if changed and bool(parts[0]) != bool(parts[1]):
            self._type("/".join(parts))
        sample = self._sample.text().strip()
        if sample and sample != _whole(figure.sample_size) and not self._value.text().strip():
            self._type(f"of {sample}")

    def _type(self, text: str) -> None:
        if self._line is not None:
            self.typed.emit(self._line.indicator.code, text)

    def _commit_absence(self, absence: Absence) -> None:
        if self._line is None or absence is self._line.figure.absence:
            return
        reading = read_cell(
            "" if absence is Absence.NOT_ENTERED else absence.words,
            self._line.indicator.unit,
            self._line.indicator.name,
        )
        if absence is Absence.NOT_ENTERED and self._line.figure.has_number:
            return
        self.entered.emit(reading.onto(self._line.figure))

    def _commit_expected(self, text: str) -> None:
        try:
            day = read_day(text, "Expected on")
        except UserError as error:
            self._expected.show_error(True)
            self._problem.setText(str(error))
            self._problem.show()
            return
        self._change(expected_on=day)

    def _change(self, **fields: object) -> None:
        if self._line is None:
            return
        changed = replace(self._line.figure, **fields)  # type: ignore[arg-type]
        if changed != self._line.figure:
            self.entered.emit(changed)


def read_day(text: str, name: str) -> date | None:
    """A day as people type it: `14 Aug 2015`, `14 August 2015`, `14/08/2015`; None for nothing.

    Raises:
        UserError: it is no real date.
    """
    bare = " ".join(text.split())
    if not bare:
        return None
    for form in ("%d %b %Y", "%d %B %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(bare, form).date()
        except ValueError:
            continue
    raise UserError(f"{name} must be a real date, like 14 Aug 2015")


def _facts(line: FigureLine, agencies: Mapping[str, str]) -> list[tuple[str, str]]:
    indicator = line.indicator
    before, year_ago = (
        figure_words(one, indicator.unit) if one is not None and one.entered else ""
        for one in (line.last_quarter, line.year_ago)
    )
    return [
        ("Last quarter", before),
        ("A year ago", year_ago),
        ("In the plan", indicator.title + (f" {indicator.part}" if indicator.part else "")),
        ("Counts as", indicator.definition),
        ("Supplied by", agencies.get(indicator.agency, indicator.agency)),
        ("Publication", "Restricted: not to be published" if indicator.restricted else ""),
        ("Note", indicator.note),
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _digits(number: object) -> str:
    return "" if number is None else f"{number:f}"


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.day} {day:%b %Y}"
