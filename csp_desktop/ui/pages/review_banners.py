"""What has to be said about a whole return under review: what failed, and how it stands."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from csp_desktop.core.periods import day_of, day_words
from csp_desktop.core.returns import ReturnState
from csp_desktop.core.review import KeptVersion, ReviewSheet
from csp_desktop.ui.pages.review_words import version_name, version_sentence
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind

_NOT_HANDED_IN = "Lines can be decided once it is submitted, or its workbook is imported."


class ReviewBanners(QWidget):
    """A failure stays until it has been read; what a return's state offers stands below it."""

    back_wanted = Signal()
    workbook_wanted = Signal()
    reopening_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        """Build the bars, none of them in view.

        Args:
            theme: colours and type.
        """
        super().__init__()
        self._failed = Banner(theme, BannerKind.ERROR, "")
        self._state = Banner(theme, BannerKind.INFO, "")
        self._offers = self.back_wanted
        self._failed.acted.connect(self._failed.hide)
        self._state.acted.connect(lambda: self._offers.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for banner in (self._failed, self._state):
            banner.hide()
            column.addWidget(banner)

    def complain(self, fact: str, cure: str) -> None:
        """Say what failed and what to do, and keep saying it."""
        self._failed.show_words(fact, cure, "Close")
        self._failed.show()
        self._failed.announce()

    def dismiss(self) -> None:
        """Another return is shown, so that what failed is no longer the matter."""
        self._failed.hide()

    def show_nothing(self) -> None:
        """No return is shown."""
        self._state.hide()

    def show_state(
        self, stored: ReviewSheet, version: KeptVersion | None, looks_only: bool
    ) -> None:
        """Say how a return stands that is not under review, and offer what can be done about it.

        Args:
            stored: the return as it stands now.
            version: the kept one that is read instead, if one is.
            looks_only: whether nothing may be changed here.
        """
        record = stored.sheet.record
        state = record.state
        self._state.setVisible(version is not None or state is not ReturnState.SUBMITTED)
        if version is not None:
            self._offers = self.back_wanted
            self._state.show_words(
                f"{version_name(version)}.",
                version_sentence(version),
                f"Back to version {record.version}" if record.version else "Back",
            )
        elif state is ReturnState.RETURNED:
            self._offers = self.workbook_wanted
            self._state.show_words(
                "Sent back.",
                record.reason,
                "Save the return workbook for the board…",
            )
        elif state in (ReturnState.APPROVED, ReturnState.ISSUED):
            self._offers = self.reopening_wanted
            self._state.show_words(
                f"{state.words}{_by_whom(stored)}.",
                f"Version {record.version} is locked.",
                "" if looks_only else "Reopen…",
            )
        else:
            self._state.show_words("Not handed in.", _NOT_HANDED_IN)


def _by_whom(sheet: ReviewSheet) -> str:
    version = sheet.now
    if version is None or not version.approved_by:
        return ""
    day = day_words(day_of(version.approved_at), year=False)
    return f" {day} by {version.approved_by}"
