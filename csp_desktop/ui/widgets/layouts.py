"""What several widgets do with their layouts."""

from PySide6.QtWidgets import QLayout


def emptied(layout: QLayout) -> None:
    """Take every widget out of a layout and delete it once the event under way has been handled."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
