"""What every test of the window needs: no real screen, our theme, nothing left open."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from csp_desktop.ui.theme import Scheme, Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Said by Qt's screenless platform about itself, whenever a window is shown.
_SCREENLESS = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_SCREENLESS))


@pytest.fixture
def resources() -> Path:
    return Path(__file__).parents[2] / "resources"


@pytest.fixture
def theme(qapp: QApplication, resources: Path) -> Iterator[Theme]:
    theme = Theme(resources)
    theme.apply(qapp, Scheme.LIGHT)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture(autouse=True)
def no_window_is_left_behind() -> Iterator[None]:
    """A leaked window would be painted, and crash, during a later test."""
    yield
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    for window in app.topLevelWidgets():
        if window.parent() is None:
            window.close()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
