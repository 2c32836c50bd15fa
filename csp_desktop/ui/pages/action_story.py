"""The panel beside the delivery plan: the whole story of the selected action."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csp_desktop.core.actions import Action, Milestone
from csp_desktop.core.figures import FigureStatus
from csp_desktop.core.numbers import figure_words
from csp_desktop.core.periods import Quarter, day_words
from csp_desktop.services import Services
from csp_desktop.services.action_story import ActionStory, DueMove, Moved, ToldUpdate
from csp_desktop.ui.core_marks import status_mark
from csp_desktop.ui.marks import ActionStatus, Mark, Sign
from csp_desktop.ui.theme import MARK_GAP, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.details_panel import DetailsPanel
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.key_button import KeyButton
from csp_desktop.ui.widgets.mini_chart import MiniChart, quarters_up_to
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.pictures import MarkLabel
from csp_desktop.ui.widgets.words import Words

_WIDTH = 344
_RING, _MARK = 2, 12


class ActionStoryPanel(DetailsPanel):
    """Follows the selected action; `trend_wanted` tells the code of an indicator to be opened.

    It takes the keyboard as a whole, so that its story can be read to the end with the arrow keys.
    """

    trend_wanted = Signal(str)

    def __init__(self, services: Services, theme: Theme) -> None:
        """Build an empty panel.

        Args:
            services: give the stories, and the day.
            theme: colours and type.
        """
        super().__init__(theme, "Selected action", _WIDTH)
        self._services = services
        self._theme = theme
        self._code: str | None = None
        self._place, self._text, self._parts = Words("", "code"), _told("strong"), _told()
        self._status = MarkLabel(theme, ActionStatus.NOT_STARTED)
        self._late = MarkLabel(theme, Sign.LATE)
        self._silent, self._facts = Words("", "sentence"), Facts()
        self._milestones = _List("Milestones", lambda: _MilestoneLine(theme))
        self._updates = _List("Updates", lambda: _UpdateEntry(theme))
        self._moves = _List("Changes of the due date", _MoveEntry)
        self._moving = _List("Meant to move", self._new_trend)
        self._build()
        self.show_nothing(True)

    def show_action(self, code: str | None, quarter: Quarter) -> None:
        """Show an action as it stands in a quarter; nothing is told by it.

        Args:
            code: the action's; None where nothing is selected.
            quarter: whose update is the present one.

        Raises:
            NotFoundError: there is no such action.
        """
        again, self._code = code == self._code, code
        self.show_nothing(code is None)
        if code is None:
            return
        story = self._services.stories.story(code, quarter)
        self._show(story, self._services.delivery.as_of(quarter).day)
        if not again:
            self.scroll_to_top()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that scroll."""
        bar, key = self._scroll.verticalScrollBar(), Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        if key not in steps:
            super().keyPressEvent(event)
            return
        bar.setValue(bar.value() + steps[key])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes with the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes with the focus."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and a ring round it while it has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(self._theme.palette.color("focus"), _RING))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # What the ring takes is kept free, so that nothing moves when it comes.
        self.setContentsMargins(_RING, _RING, _RING, _RING)
        for part in (
            *(self._place, self._text, self._parts, self._status, self._silent, self._late),
            *(self._facts, self._milestones, self._updates, self._moves, self._moving),
        ):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _new_trend(self) -> "_TrendEntry":
        entry = _TrendEntry(self._theme)
        entry.wanted.connect(self.trend_wanted)
        return entry

    def _show(self, story: ActionStory, today: date) -> None:
        action, planned = story.action, story.action.planned
        proposed = ", proposed by the board" if action.proposed else ""
        self._place.setText(f"{action.code}, {story.priority}{proposed}")
        heading = f"{planned.heading.rstrip(':')}: " if planned.heading else ""
        self._text.setText(heading + planned.text)
        self._parts.setText("\n".join(planned.parts))
        self._parts.setVisible(bool(planned.parts))
        self._show_status(story, today)
        self._facts.show_facts(_facts(story))
        self._milestones.show_items([(one, today) for one in action.milestones])
        self._updates.show_items([(one, today) for one in story.updates])
        self._moves.show_items([(one, today) for one in reversed(story.moves)])
        self._moving.show_items(story.moving, _whose(story))

    def _show_status(self, story: ActionStory, today: date) -> None:
        now = story.now
        status = now.status if now else None
        self._status.setVisible(status is not None)
        self._silent.setVisible(status is None)
        self._silent.setText(f"No status reported for {story.quarter}")
        if now is not None and status is not None:
            done = "" if now.percent is None else f", {now.percent}% done"
            self._status.show_mark(status_mark(status), f"{status.words}{done}")
        due = story.action.due
        open_ = status is None or status.unfinished
        over = (today - due).days if due is not None and open_ else 0
        self._late.setVisible(over > 0)
        if over > 0:
            self._late.show_mark(Sign.LATE, f"{over} {'day' if over == 1 else 'days'} overdue")


class _List(QWidget):
    """Entries under a title and, where it says anything, a sentence; hidden where there are none.

    Entries are used again, because the selection moves often.
    """

    def __init__(self, title: str, build: Callable[[], Any]) -> None:
        super().__init__()
        self._build_entry = build
        self._entries: list[Any] = []
        self._sentence = Words("", "sentence")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_SMALL)
        for part in (hairline(), Words(title, "strong"), self._sentence):
            self._column.addWidget(part)
        self.setAccessibleName(title)

    def show_items(self, items: Sequence[Any], sentence: str = "") -> None:
        """Show these, in this order."""
        while len(self._entries) < len(items):
            self._entries.append(self._build_entry())
            self._column.addWidget(self._entries[-1])
        for number, entry in enumerate(self._entries):
            entry.setVisible(number < len(items))
            if number < len(items):
                entry.show_item(items[number])
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.setVisible(bool(items) or bool(sentence))


class _MilestoneLine(QWidget):
    """A milestone with its mark: met, to come, or late."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._mark, self._words = MarkLabel(theme, ActionStatus.COMPLETE, ""), _told()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARK_GAP)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        # Marks differ in size; the words of all stand below each other.
        self._mark.setFixedSize(theme.scaled(_MARK), theme.metrics().height())

    def show_item(self, item: tuple[Milestone, date]) -> None:
        mark, words = _milestone(*item)
        self._mark.show_mark(mark, "")
        self._words.setText(words)


class _UpdateEntry(QWidget):
    """What was reported for one quarter, with who and when."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._quarter, self._by, self._body = Words("", "strong"), Words("", "code"), _told()
        self._by.setTextFormat(Qt.TextFormat.PlainText)
        self._status = MarkLabel(theme, ActionStatus.NOT_STARTED)
        head = QHBoxLayout()
        head.setSpacing(SPACE_SMALL)
        head.addWidget(self._quarter, 1)
        head.addWidget(self._status)
        _column(self, head, self._by, self._body)

    def show_item(self, item: tuple[ToldUpdate, date]) -> None:
        told, today = item
        update = told.update
        self._quarter.setText(str(update.quarter))
        self._status.setVisible(update.status is not None)
        if update.status is not None:
            done = "" if update.percent is None else f", {update.percent}%"
            self._status.show_mark(status_mark(update.status), f"{update.status.words}{done}")
        self._by.setText(_by(told.by, told.at, today))
        self._by.setVisible(bool(told.by))
        said = [
            f"Why: {update.reason}" if update.reason else "",
            update.note,
            f"Next: {update.next_steps}" if update.next_steps else "",
            f"Evidence: {update.evidence}" if update.evidence else "",
        ]
        words = "\n".join(one for one in said if one)
        self._body.setText(words)
        self._body.setVisible(bool(words))


class _MoveEntry(QWidget):
    """A due date that was moved, and what was agreed of it."""

    def __init__(self) -> None:
        super().__init__()
        self._dates, self._by, self._why = Words(""), Words("", "code"), _told("sentence")
        self._by.setTextFormat(Qt.TextFormat.PlainText)
        _column(self, self._dates, self._by, self._why)

    def show_item(self, item: tuple[DueMove, date]) -> None:
        move, today = item
        self._dates.setText(_dates(move))
        self._by.setText(_by(move.by, move.at, today))
        self._why.setText(_agreed(move))


class _TrendEntry(QWidget):
    """An indicator's last quarters; `wanted` tells its code when its whole trend is asked for."""

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._code = ""
        self._name, self._latest = _told(), Words("", "sentence")
        self._chart, self._link = MiniChart(theme), KeyButton("Trend")
        self._link.setProperty("kind", "link")
        self._link.setCursor(Qt.CursorShape.PointingHandCursor)
        self._link.clicked.connect(lambda: self.wanted.emit(self._code))
        head = QHBoxLayout()
        head.setSpacing(SPACE_SMALL)
        head.addWidget(self._name, 1)
        head.addWidget(self._link, 0, Qt.AlignmentFlag.AlignTop)
        _column(self, head, self._latest, self._chart)

    def show_item(self, moved: Moved) -> None:
        indicator, figures = moved.indicator, moved.figures
        self._code = indicator.code
        self._name.setText(f"{indicator.code} {indicator.name}")
        self._link.setAccessibleName(f"Trend of {indicator.code} {indicator.name}")
        self._chart.setVisible(moved.known)
        if moved.known:
            quarters = quarters_up_to(figures[:-1], figures[-1])
            self._chart.show_quarters(indicator, quarters, False)
        self._latest.setText(_latest(moved))


def _told(role: str = "") -> Words:
    """A label for what people have written, shown as written, that can be copied."""
    words = Words("", role)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words


def _column(parent: QWidget, head: QHBoxLayout | QWidget, *parts: QWidget) -> None:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    if isinstance(head, QWidget):
        column.addWidget(head)
    else:
        column.addLayout(head)
    for part in parts:
        column.addWidget(part)


def _facts(story: ActionStory) -> list[tuple[str, str]]:
    action = story.action
    return [
        ("Due", _due(action)),
        ("Starts", day_words(action.start) if action.start else ""),
        ("Board", story.board),
        ("Lead", ", ".join(filter(None, (story.agency, action.lead)))),
        ("Partners", action.partners),
        ("Serves", action.aim),
        ("Measures", "\n".join(action.measures)),
        ("Needs", action.resources_needed),
        ("From", action.resources_source),
        ("Resources", action.resourcing.words if action.resourcing else ""),
    ]


def _due(action: Action) -> str:
    first = action.original_due
    was = f", was {day_words(first)}" if first is not None and first != action.due else ""
    return (day_words(action.due) if action.due else "not set") + was


def _milestone(step: Milestone, today: date) -> tuple[Mark, str]:
    if step.met_on is not None:
        return ActionStatus.COMPLETE, f"{step.text}, met {day_words(step.met_on)}"
    if step.due is None:
        return ActionStatus.NOT_STARTED, f"{step.text}, no date"
    if step.due < today:
        return Sign.LATE, f"{step.text}, late: was due {day_words(step.due)}"
    return ActionStatus.NOT_STARTED, f"{step.text}, due {day_words(step.due)}"


def _dates(move: DueMove) -> str:
    after = day_words(move.after) if move.after else "no date"
    if move.before is None:
        return f"Set to {after}"
    return f"From {day_words(move.before)} to {after}"


def _agreed(move: DueMove) -> str:
    agreed = move.agreement
    if agreed is None:
        return "No agreement recorded"
    where = f" at {agreed.agreed_where}" if agreed.agreed_where else ""
    why = f": {agreed.reason}" if agreed.reason else ""
    return f"Agreed by {agreed.agreed_by}{where} on {day_words(agreed.agreed_on)}{why}"


def _by(by: str, at: str, today: date) -> str:
    if not by:
        return ""
    when = datetime.fromisoformat(at).astimezone()
    return f"{by}, {day_words(when.date(), year=when.year != today.year)} {when:%H:%M}"


def _whose(story: ActionStory) -> str:
    """Why these indicators stand here, and how many more do not."""
    if not story.moving:
        return ""
    more = f" {story.left_out} more are not shown." if story.left_out else ""
    if story.named:
        return f"Its measures name these.{more}" if more else ""
    return f"It names no measure; these are its priority’s.{more}"


def _latest(moved: Moved) -> str:
    known = [one for one in moved.figures if one.has_number]
    if not known:
        return "No quarterly figure yet"
    last = known[-1]
    sure = ", provisional" if last.status is FigureStatus.PROVISIONAL else ""
    return f"{figure_words(last, moved.indicator.unit)} in {last.period}{sure}"
