"""One broadcast after each operation: which kinds of record it touched."""

from PySide6.QtCore import QObject, Signal

from csp_desktop.services.changes import Changes


class Notifier(QObject):
    """Pages listen to `changed` and decide for themselves what to reload."""

    changed = Signal(object)
    saved = Signal()

    def publish(self, changes: Changes) -> None:
        """Tell everybody what a service has just stored."""
        if changes:
            self.changed.emit(changes)
            self.saved.emit()
