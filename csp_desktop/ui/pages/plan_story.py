"""The story of an item of the plan: as printed, then every change, and how the figures stand."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from csp_desktop.core.actions import DueChange
from csp_desktop.core.periods import day_words
from csp_desktop.core.plan_changes import ACTION, INDICATOR, TARGET, PlanStory, Standing, ToldChange
from csp_desktop.ui.theme import SPACE_SMALL, SPACE_TINY
from csp_desktop.ui.widgets.facts import Facts
from csp_desktop.ui.widgets.layouts import emptied
from csp_desktop.ui.widgets.words import Words

_WHAT = {TARGET: "Target", INDICATOR: "Definition", ACTION: "Due date"}
_LONGEST_TITLE = 70


class PlanStoryView(QWidget):
    """Words only; what can be done stands in the form below it."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._printed = Words("", "panel"), Words()
        self._facts, self._standings = Facts(), Facts()
        self._standing_heading = Words("Latest figures against it", "strong")
        self._changes_heading = Words("", "strong")
        self._changes = QVBoxLayout()
        self._changes.setSpacing(SPACE_SMALL)
        for words in (self._title, self._printed):
            words.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_SMALL)
        column.addWidget(self._title)
        column.addWidget(Words("As printed in the plan", "label"))
        column.addWidget(self._printed)
        for part in (
            self._facts,
            self._standing_heading,
            self._standings,
            self._changes_heading,
        ):
            column.addWidget(part)
        column.addLayout(self._changes)

    def show_story(self, story: PlanStory) -> None:
        """Show another story."""
        item = story.item
        name = " ".join(item.name.split())
        cut = f"{name[: _LONGEST_TITLE - 1]}…" if len(name) > _LONGEST_TITLE else name
        self._title.setText(f"{item.code}  {cut}")
        self._title.setToolTip(item.name)
        self._printed.setText(story.printed)
        what = _WHAT[item.entity]
        changed = bool(story.changes or story.moves)
        self._facts.show_facts(
            [
                (f"Original {what.lower()}" if changed else what, story.original),
                (f"{what} now", item.now if changed else ""),
            ]
        )
        self._show_standings(story.standings)
        self._show_changes(story)

    def _show_standings(self, standings: tuple[Standing, ...]) -> None:
        several = len(standings) > 1
        facts = []
        for one in standings:
            code = f"{one.indicator.code}, " if several else ""
            facts.append(
                (f"{code}original target" if one.changed else f"{code}target", one.original)
            )
            facts.append((f"{code}changed target", one.changed))
        self._standings.show_facts([(_capital(label), words) for label, words in facts])
        for part in (self._standing_heading, self._standings):
            part.setVisible(bool(standings))

    def _show_changes(self, story: PlanStory) -> None:
        emptied(self._changes)
        told = [(one.change.at, _agreed(one)) for one in story.changes]
        told += [(one.at, _moved(one)) for one in story.moves]
        for _, (heading, words) in sorted(told, key=lambda one: one[0]):
            self._changes.addWidget(_change(heading, words))
        self._changes_heading.setText("Changes since" if told else "Never changed since")


def _agreed(told: ToldChange) -> tuple[str, str]:
    change = told.change
    agreed = change.agreed
    return told.words, (
        f"Agreed by {agreed.by}, {agreed.where}, on {day_words(agreed.on)}. Why: {agreed.reason}\n"
        f"Recorded by {change.by} on {_moment(change.at)}."
    )


def _moved(move: DueChange) -> tuple[str, str]:
    after = day_words(move.after) if move.after else "none"
    return (
        f"Due date from {day_words(move.before)} to {after}",
        f"Moved by {move.by} on {_moment(move.at)}, in the return. No agreement is recorded.",
    )


def _change(heading: str, words: str) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_TINY)
    for label in (Words(heading), Words(words, "sentence")):
        # What a person has written is shown as written, whatever it looks like.
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
    return box


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _moment(at: str) -> str:
    when = datetime.fromisoformat(at).astimezone()
    return f"{day_words(when.date())}, {when:%H:%M}"
