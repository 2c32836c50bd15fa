"""Starting Qt: the application, its theme, the window, and what happens when we have a fault."""

import locale
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLocale,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from csp_desktop import log, paths
from csp_desktop.core.errors import RefusedError
from csp_desktop.services import Services
from csp_desktop.services.session import Session
from csp_desktop.ui.dialogs.dialogs import Dialogs
from csp_desktop.ui.hold import Hold
from csp_desktop.ui.main_window import MainWindow
from csp_desktop.ui.theme import Scheme, Theme

_FAULT = 70


def run(
    database: Path,
    session: Session,
    services: Callable[[Path, Session], AbstractContextManager[Services]],
    *,
    when_ready: Callable[[], None] | None = None,
) -> int:
    """Open the window and stay until it is closed; its exit status.

    Where another window has the database open, the person may look only, or open nothing.

    Args:
        database: which one.
        session: who is at work.
        services: opens them over a database.
        when_ready: where given, called as soon as the first page shows its data; then the window
            closes.

    Raises:
        UserError: there is no screen, or the database cannot be used as it is.
    """
    if not has_screen():
        raise RefusedError(
            "There is no screen here, so the window cannot open. The verbs work without one: "
            "csp-desktop --help lists them."
        )
    qInstallMessageHandler(remark_of_qt)
    app, theme = dressed_application()
    dialogs, hold = Dialogs(), Hold(database, session)
    holder = hold.take()
    try:
        if holder is not None:
            if when_ready is None and not dialogs.look_only(holder.words):
                return 0
            session = replace(session, looks_only=True)
        with services(database, session) as opened:
            window = MainWindow(opened, theme, dialogs, holder.words if holder else "")
            return _stay(app, window, when_ready)
    finally:
        hold.release()


def _stay(app: QApplication, window: MainWindow, when_ready: Callable[[], None] | None) -> int:
    status = 0

    def fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A fault of ours is written down, said, and ends the program before it does harm."""
        nonlocal status
        log.fault(error)
        sys.stderr.write(f"The program has a fault. What happened is in {paths.log_file()}.\n")
        status = _FAULT
        app.exit(_FAULT)

    sys.excepthook = fault
    window.show()
    if when_ready is not None:
        # Two turns of the event loop: the first lays out and paints, the second comes after it.
        QTimer.singleShot(
            0, lambda: QTimer.singleShot(0, lambda: _say_and_close(window, when_ready))
        )
    ended = app.exec() or status
    _take_down(window)
    return ended


def _take_down(window: MainWindow) -> None:
    """Delete the window while everything it asks is still there: not as the interpreter ends."""
    window.let_go()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def has_screen() -> bool:
    """Whether a window can be shown here, or somebody has said where Qt should draw instead."""
    if sys.platform != "linux" or "QT_QPA_PLATFORM" in os.environ:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def remark_of_qt(kind: QtMsgType, context: object, text: str) -> None:
    """What Qt has to say goes into the log, not between the lines a person reads."""
    log.remark(f"Qt {kind.name}: {text}")


def dressed_application(scheme: Scheme = Scheme.SYSTEM) -> tuple[QApplication, Theme]:
    """The one application of this process and its theme."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["csp-desktop"])
    # Qt takes over the language of the system for the names of months, which are read and written.
    locale.setlocale(locale.LC_TIME, "C")
    app.setApplicationDisplayName("Community Safety")
    theme = Theme(paths.RESOURCES)
    theme.apply(app, scheme)
    return app, theme


def _say_and_close(window: MainWindow, when_ready: Callable[[], None]) -> None:
    window.repaint()
    when_ready()
    window.close()
