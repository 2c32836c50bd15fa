"""The seven answers above a trend: each with its mark, its word and what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from csp_desktop.core.analysis.comparison import Comparison
from csp_desktop.core.analysis.control_chart import ControlChart, Signal
from csp_desktop.core.analysis.findings import Findings
from csp_desktop.core.analysis.rag import Judgement
from csp_desktop.core.analysis.rag import Rag as Colour
from csp_desktop.core.analysis.standing import TargetFinding
from csp_desktop.ui import marks
from csp_desktop.ui.finding_marks import (
    assurance_mark,
    direction_mark,
    forecast_mark,
    rag_mark,
    variation_mark,
)
from csp_desktop.ui.marks import Assurance, Mark, Rag
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.trend_words import short_signal
from csp_desktop.ui.widgets.layouts import emptied
from csp_desktop.ui.widgets.words import Words

_LONGEST = 44
_LEAST_CELL = 118  # px at 100 % text
_ASSURED = {
    Assurance.HIT_OR_MISS: "target inside limits",
    Assurance.PASS_LOWER: "target above the limits",
    Assurance.PASS_HIGHER: "target below the limits",
    Assurance.FAIL_LOWER: "target below the limits",
    Assurance.FAIL_HIGHER: "target above the limits",
}


@dataclass(frozen=True)
class Answer:
    """One of the answers.

    Attributes:
        label: what is asked.
        word: the answer.
        below: what it rests on, short; `whole` is the same in full.
        mark: beside the word; None where the answer is a figure or words alone.
    """

    label: str
    word: str
    below: str
    whole: str = ""
    mark: Mark | None = None


class AnswerStrip(QFrame):
    """The answers in one row, each a label, the answer with its mark, and what it rests on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._answers: tuple[Answer, ...] = ()
        self.setProperty("kind", "panel")
        self._cells: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, SPACE_SMALL, 0, SPACE_SMALL)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(SPACE_SMALL)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What is shown, from left to right."""
        return self._answers

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Show other answers."""
        self._answers = tuple(answers)
        emptied(self._grid)
        self._cells = [self._cell(one) for one in answers]
        self._columns = 0
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where large type leaves seven cells no room, they stand in two rows."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        room = max(self.width(), 1) // self._theme.scaled(_LEAST_CELL)
        count = len(self._cells)
        columns = count if room >= count else max(1, min(-(-count // 2), room))
        if columns == self._columns:
            return
        self._columns = columns
        for at in range(count):
            self._grid.setColumnStretch(at, int(at < columns))
        for at, cell in enumerate(self._cells):
            self._grid.addWidget(cell, at // columns, at % columns)
            cell.setProperty("kind", "answer" if at % columns else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The panel, and a hairline before every cell but the first of a row."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._theme.palette.color("border"))
        for cell in self._cells:
            if cell.property("kind"):
                painter.drawLine(cell.geometry().topLeft(), cell.geometry().bottomLeft())
        painter.end()

    def _cell(self, answer: Answer) -> QWidget:
        cell = QWidget()
        word = QHBoxLayout()
        word.setSpacing(7)
        if answer.mark is not None and not marks.size(answer.mark).isEmpty():
            word.addWidget(_MarkPicture(self._theme, answer.mark))
        word.addWidget(Words(answer.word, "strong" if answer.mark else "panel"), 1)
        column = QVBoxLayout(cell)
        column.setContentsMargins(SPACE_MEDIUM, 0, SPACE_SMALL, 0)
        column.setSpacing(1)
        column.addWidget(Words(answer.label, "label"))
        column.addLayout(word)
        column.addWidget(Words(answer.below, "label"))
        column.addStretch(1)
        said = answer.mark.long if answer.mark is not None else answer.word
        whole = answer.whole or answer.below
        cell.setToolTip(whole)
        cell.setAccessibleName(f"{answer.label}: {said}. {whole}")
        return cell


class _MarkPicture(QWidget):
    """A mark on its own; its word stands beside it."""

    def __init__(self, theme: Theme, mark: Mark) -> None:
        super().__init__()
        self._theme = theme
        self._mark = mark
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return marks.size(self._mark, self._theme.text_scale).toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        marks.paint(painter, QRectF(self.rect()), self._mark, self._theme.palette)
        painter.end()


def no_answers() -> list[Answer]:
    """Where there is no figure yet."""
    return [Answer("Latest", "None", "no figure yet")]


def answers(found: Findings) -> list[Answer]:
    """The seven answers of a period."""
    target = main_target(found)
    return [
        Answer(
            "Latest, provisional" if found.provisional else "Latest",
            found.value,
            ", ".join([str(found.period), *(one for one in found.marks if one != "provisional")]),
        ),
        _rag_now(target),
        _forecast(found, target),
        _change("On a year ago", found.short),
        _change(_baseline_label(found.long), found.long),
        _variation(found),
        _assurance(found),
    ]


def main_target(found: Findings) -> TargetFinding | None:
    """The target that holds at the period looked at; else the first there is."""
    holds = [
        one
        for one in found.targets
        if one.line.level is not None and one.line.holds.contains(found.period)
    ]
    return next(iter((*holds, *found.targets)), None)


def _rag_now(target: TargetFinding | None) -> Answer:
    if target is None:
        return Answer("RAG now", "No target", "the plan sets none", mark=Rag.NO_TARGET)
    judged = target.now
    whole = " ".join(filter(None, (judged.words, target.profile, target.line.words)))
    return Answer(
        "RAG now", _colour(judged), _gap(judged), whole, rag_mark(judged.rag, _colour(judged))
    )


def _forecast(found: Findings, target: TargetFinding | None) -> Answer:
    if target is None:
        word = "No target" if found.year.value is not None else "None"
        mark = forecast_mark(Colour.GREY, "No target")
        return Answer("Forecast", word, _short(found.year.words), found.year.words, mark)
    judged = target.forecast
    against = judged.words.partition(":")[0].replace("at most ", "").replace("at least ", "")
    below = against if judged.rag is not Colour.GREY else _short(judged.words)
    need = target.need.words if target.need is not None else ""
    whole = " ".join(filter(None, (judged.words, found.year.words, need)))
    mark = forecast_mark(judged.rag, _colour(judged))
    return Answer("Forecast", _colour(judged), below, whole, mark)


def _change(label: str, beside: Comparison) -> Answer:
    if beside.change is None or beside.change.change is None:
        return Answer(label, "No comparison", _short(beside.words), beside.words)
    mark = direction_mark(beside.change)
    word = mark.short if mark.name != "SAME" else "No real change"
    below = ", ".join(filter(None, (beside.change.absolute, beside.change.percent)))
    return Answer(label, word, below, beside.words, mark)


def _variation(found: Findings) -> Answer:
    chart = found.charted.chart
    if chart is None:
        return Answer("Variation", "Not charted", _short(found.charted.words), found.charted.words)
    mark = variation_mark(chart, found.indicator)
    word = {"IMPR": "Improvement", "CONC": "Concern"}.get(mark.name[:4], mark.short)
    return Answer("Variation", word, _latest_signal(chart), found.charted.words, mark)


def _assurance(found: Findings) -> Answer:
    chart = found.charted.chart
    if chart is None:
        return Answer("Assurance", "Not charted", "it rests on limits")
    mark = assurance_mark(chart, found.indicator)
    if mark is None:
        target = main_target(found)
        why = "no target to hold limits against" if target is None else "no target holds then"
        return Answer("Assurance", "None", why)
    return Answer("Assurance", mark.short, _ASSURED[mark], mark.long, mark)


def _latest_signal(chart: ControlChart) -> str:
    latest = next((one for one in reversed(chart.points) if one.value is not None), None)
    if latest is None or latest.signal is Signal.NONE:
        return "no signal"
    return short_signal(latest).lower()


def _colour(judged: Judgement) -> str:
    return "Not judged" if judged.rag is Colour.GREY else judged.rag.value


def _gap(judged: Judgement) -> str:
    """`10 under 308`, from the arithmetic; the reason where there is no colour."""
    against, _, told = judged.words.partition(": ")
    if judged.rag is Colour.GREY or not told:
        return _short(judged.words)
    level = against.rpartition(" ")[2]
    gap = told.split(", ")[0]
    return f"{gap} {level}" if gap.endswith(("under", "over", "above", "short")) else gap


def _baseline_label(beside: Comparison) -> str:
    return f"On {beside.name.rpartition(' ')[2]}"


def _short(words: str) -> str:
    """The first sentence, as far as two lines of a cell go; the whole is in its tip."""
    first = words.partition(". ")[0].rstrip(".")
    if len(first) <= _LONGEST:
        return first
    return first[:_LONGEST].rpartition(" ")[0].rstrip(",:;") + "…"
