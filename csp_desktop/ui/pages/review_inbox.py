"""The returns that wait, at the left of the Review page, and the way to any other return."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from csp_desktop.core.periods import Quarter
from csp_desktop.core.plan import Plan
from csp_desktop.core.review import InboxEntry, KeptVersion
from csp_desktop.ui.delegates.review_delegate import InboxDelegate
from csp_desktop.ui.item_models.inbox_list import InboxList
from csp_desktop.ui.pages.review_words import version_name
from csp_desktop.ui.theme import SPACE_MEDIUM, SPACE_SMALL, Theme
from csp_desktop.ui.widgets.chooser import Choice, Chooser
from csp_desktop.ui.widgets.panel import hairline
from csp_desktop.ui.widgets.stepper import Stepper
from csp_desktop.ui.widgets.words import Words

_LEFT = 14


class ReviewInbox(QWidget):
    """The list; below it the quarter, and buttons for any board's return and for its versions."""

    wanted = Signal(str)
    version_wanted = Signal(int)
    quarter_wanted = Signal(object)

    def __init__(self, theme: Theme, plan: Plan) -> None:
        """Build an empty inbox.

        Args:
            theme: colours and type.
            plan: its boards and the quarters it asks returns for.
        """
        super().__init__()
        self._quarters = plan.quarters_owed()
        self._model = InboxList()
        self._list = QListView()
        self._count = Words("", "sentence")
        self._stepper = Stepper(theme)
        self._chooser = Chooser(theme, "Any return", "Find a board")
        self._chooser.offer([Choice(one.code, one.name, one.code) for one in plan.boards])
        self.setFixedWidth(max(214, theme.width("62 lines, 2 answers, 5 queries") + 2 * _LEFT))
        self._versions = Chooser(theme, "Versions", "Find a version")
        self._list.setModel(self._model)
        self._list.setItemDelegate(InboxDelegate(theme, self._list))
        self._list.setProperty("edge", "none")
        self._list.setAccessibleName("To review")
        self._list.setUniformItemSizes(True)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._choose)
        self._list.activated.connect(self._choose)
        self._chooser.chosen.connect(self.wanted)
        self._versions.chosen.connect(lambda key: self.version_wanted.emit(int(key)))
        self._stepper.stepped.connect(lambda at: self.quarter_wanted.emit(self._quarters[at]))
        self._lay_out()

    @property
    def view(self) -> QListView:
        """The list, which takes the keyboard."""
        return self._list

    @property
    def chooser(self) -> Chooser:
        """The button that opens any board's return."""
        return self._chooser

    @property
    def first(self) -> str:
        """The board whose return has waited longest; empty where none waits."""
        entry = self._model.entry(0)
        return entry.board.code if entry else ""

    def show_entries(self, entries: list[InboxEntry], quarter: Quarter) -> None:
        """Show what waits in a quarter, the longest waiting first."""
        self._model.show_entries(entries)
        count = len(entries)
        self._count.setText(f"{count} {'return' if count == 1 else 'returns'}")
        self._stepper.show_steps(
            [str(one) for one in self._quarters], self._quarters.index(quarter)
        )

    def show_versions(self, versions: Sequence[KeptVersion]) -> None:
        """Offer the versions of the open return that can be read."""
        self._versions.offer([Choice(str(one.version), version_name(one)) for one in versions])
        self._versions.setVisible(bool(versions))

    def select(self, board: str) -> None:
        """Select a board's return, or none where it does not wait."""
        row = self._model.row_of(board)
        if row < 0:
            self._list.clearSelection()
            self._list.setCurrentIndex(QModelIndex())
        else:
            self._list.setCurrentIndex(self._model.index(row, 0))

    def following(self, board: str) -> str:
        """The board whose return waits next, round to the top; empty where none waits."""
        count = self._model.rowCount()
        if not count:
            return ""
        entry = self._model.entry((self._model.row_of(board) + 1) % count)
        return entry.board.code if entry else ""

    def _choose(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row())
        if entry is not None:
            self.wanted.emit(entry.board.code)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_LEFT, SPACE_MEDIUM, SPACE_MEDIUM, SPACE_MEDIUM)
        head.addWidget(Words("To review", "strong"), 1)
        head.addWidget(self._count)
        foot = QVBoxLayout()
        foot.setContentsMargins(_LEFT, SPACE_SMALL, SPACE_MEDIUM, SPACE_MEDIUM)
        foot.setSpacing(SPACE_SMALL)
        foot.addWidget(self._stepper, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addWidget(self._chooser, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addWidget(self._versions, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(self._list, 1)
        column.addWidget(hairline())
        column.addLayout(foot)
