"""The filters above the dashboard: counts by colour, boards, agencies, and words to find."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QWidget

from csp_desktop.core.dashboard_filters import Filters, Segment
from csp_desktop.ui.marks import Rag
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.fields import ChoiceField
from csp_desktop.ui.widgets.segmented import Segmented

Answers = Sequence[tuple[str, str]]
_SEGMENTS = {
    Segment.ALL: ("All", None),
    Segment.ATTENTION: ("Needs attention", None),
    Segment.RED: ("Red", Rag.RED),
    Segment.AMBER: ("Amber", Rag.AMBER),
    Segment.GREEN: ("Green", Rag.GREEN),
    Segment.NO_RAG: ("No RAG", Rag.NO_TARGET),
}
_EDGES = 66  # of a choice: its padding and its arrow
_LEAST_FIND, _MOST_FIND = 70, 160


class DashboardFilters(QWidget):
    """One row, or two where that is too narrow; `changed` is told when a person changed one."""

    changed = Signal()

    def __init__(self, theme: Theme, boards: Answers, agencies: Answers) -> None:
        """Build the controls.

        Args:
            theme: colours and type.
            boards, agencies: the name and the code of each.
        """
        super().__init__()
        self._theme = theme
        self._segment = Segmented(theme, "Which indicators are shown")
        self._board, self._agency = ChoiceField("Board"), ChoiceField("Agency")
        self._find = QLineEdit()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rest = QWidget()
        self._offer(boards, agencies)
        self._lay_out()
        self._wire()

    @property
    def filters(self) -> Filters:
        """What the controls ask for."""
        return Filters(
            segment=Segment(self._segment.current),
            board=self._board.currentData() or "",
            agency=self._agency.currentData() or "",
            find=self._find.text().strip(),
        )

    def show_all(self) -> None:
        """Keep nothing out; nothing is told by it."""
        self._segment.choose(Segment.ALL.value)
        for field in (self._board, self._agency):
            field.show_value("")
        self._find.blockSignals(True)
        self._find.clear()
        self._find.blockSignals(False)

    def show_counts(self, counts: Mapping[Segment, int]) -> None:
        """Say how many indicators each segment has."""
        for segment, number in counts.items():
            self._segment.show_count(segment.value, number)
        self._arrange()

    def focus_find(self) -> None:
        """Give the keyboard to the words to be found."""
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._find.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The choices stand below the counts where there is no room beside them."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wanted = self._segment.sizeHint().width() + self._rest.minimumSizeHint().width()
        beside = wanted + SPACE_MEDIUM <= self.width()
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def _offer(self, boards: Answers, agencies: Answers) -> None:
        for segment, (words, mark) in _SEGMENTS.items():
            self._segment.add(segment.value, words, 0, mark)
        for field, every, answers in (
            (self._board, "All boards", boards),
            (self._agency, "All agencies", agencies),
        ):
            room = self._theme.width(every)
            field.offer([(every, ""), *answers], room)
            field.setMinimumWidth(room + _EDGES)
        self._find.setPlaceholderText("Find")
        self._find.setAccessibleName("Find an indicator")
        self._find.setClearButtonEnabled(True)
        self._find.setMinimumWidth(self._theme.scaled(_LEAST_FIND))
        self._find.setMaximumWidth(self._theme.scaled(_MOST_FIND))

    def _lay_out(self) -> None:
        rest = QHBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(SPACE_SMALL)
        rest.addWidget(self._board)
        rest.addWidget(self._agency)
        rest.addStretch(1)
        rest.addWidget(self._find, 2)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_SMALL)
        self._row.addWidget(self._segment)
        self._row.addWidget(self._rest, 1)

    def _wire(self) -> None:
        self._segment.chosen.connect(lambda _: self.changed.emit())
        for field in (self._board, self._agency):
            field.picked.connect(lambda _: self.changed.emit())
        self._find.textChanged.connect(lambda _: self.changed.emit())
