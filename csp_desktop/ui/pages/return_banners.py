"""What has to be said about a whole return: what failed, why it came back, that it is locked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from csp_desktop.core.returns import ReturnState
from csp_desktop.core.sheet import ReturnSheet
from csp_desktop.ui.theme import Theme
from csp_desktop.ui.widgets.banner import Banner, BannerKind


class ReturnBanners(QWidget):
    """Bars below the page's head; a failure stays until it is solved or read.

    `acted` answers a failure, `replacing` what was fetched and holds another number.
    """

    acted = Signal()
    replacing = Signal()

    def __init__(self, theme: Theme) -> None:
        """Build the bars, none of them in view.

        Args:
            theme: colours and type.
        """
        super().__init__()
        self._failed = Banner(theme, BannerKind.ERROR, "")
        self._returned = Banner(theme, BannerKind.WARNING, "")
        self._locked = Banner(theme, BannerKind.INFO, "")
        self._fetched = Banner(theme, BannerKind.INFO, "")
        self._offered = Banner(theme, BannerKind.WARNING, "")
        self._failed.acted.connect(self.acted)
        self._fetched.acted.connect(self.forget_fetched)
        self._offered.acted.connect(self._replace)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for banner in (
            self._failed,
            self._returned,
            self._locked,
            self._fetched,
            self._offered,
        ):
            banner.hide()
            column.addWidget(banner)

    def complain(self, fact: str, cure: str, button: str) -> None:
        """Say what failed and what to do, and keep saying it."""
        self._failed.show_words(fact, cure, button)
        self._failed.show()
        self._failed.announce()

    def dismiss(self) -> None:
        """What failed is solved, or has been read."""
        self._failed.hide()

    def tell_fetched(self, fact: str, more: str) -> None:
        """Say what was filled in from a file."""
        self._fetched.show_words(fact, more, "Close")
        self._fetched.show()
        self._fetched.announce()

    def offer_changes(self, fact: str, more: str, count: int) -> None:
        """Say which cells hold another number than the file, and offer the file's."""
        which = "1 figure" if count == 1 else f"{count} figures"
        self._offered.show_words(fact, more, f"Replace {which}")
        self._offered.show()
        self._offered.announce()

    def forget_fetched(self) -> None:
        """What was fetched has been read, or another return is in view."""
        self._fetched.hide()
        self._offered.hide()

    def _replace(self) -> None:
        self._offered.hide()
        self.replacing.emit()

    def show_state(self, sheet: ReturnSheet) -> None:
        """Say why a return came back, or that it is locked and until when."""
        record = sheet.record
        returned = record.state is ReturnState.RETURNED
        self._returned.setVisible(returned)
        if returned:
            reasons = [line.reason for line in sheet.figures]
            reasons += [line.reason for line in sheet.actions]
            lines = sum(one is not None for one in reasons)
            what = f"{lines} {'lines' if lines != 1 else 'line'}" if lines else "The return"
            self._returned.show_words(
                f"Sent back: {what}.", f"{record.reason} Change what is asked, then submit again."
            )
        submitted = record.state is ReturnState.SUBMITTED
        self._locked.setVisible(submitted)
        if submitted:
            opened = record.opened_by
            self._locked.show_words(
                f"Submitted by {record.submitted_by}, version {record.version}, and locked.",
                f"{opened} has opened it: ask the team to send it back."
                if opened
                else "Send the workbook to the team. Until they open it, you can withdraw it.",
            )
